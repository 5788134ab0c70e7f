"""Files -> tables that can be counted."""

from analysis.corpus.corpus import Corpus, Selection
from analysis.corpus.groups import groups_of
from analysis.corpus.load import load

__all__ = ["Corpus", "Selection", "groups_of", "load"]
