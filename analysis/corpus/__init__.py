"""Files -> tables that can be counted."""

from analysis.corpus.corpus import Corpus, Selection
from analysis.corpus.groups import groups_of, own_names
from analysis.corpus.lexicons.naming import load_stopwords
from analysis.corpus.lexicons.parameters import standing
from analysis.corpus.load import load

__all__ = ["Corpus", "Selection", "groups_of", "load", "load_stopwords", "own_names", "standing"]
