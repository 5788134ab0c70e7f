"""Count a word or phrase in each document, spelt as an analyst types it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.corpus import Corpus
from analysis.corpus.tokens.find import find, matching
from analysis.corpus.tokens.tokens import Tokens


def hits(corpus: Corpus, term: str) -> NDArray[np.int64]:
    """Count a word or phrase in each document.

    Parameters
    ----------
    term
        Words of any number; * stands for any letters. A word with capitals that never stands
        so is looked for in small letters. No phrase crosses the end of a segment or of a voice.

    Returns
    -------
    One count per document of the corpus, in their order.

    Raises
    ------
    CorpusError
        The term is empty; or a phrase is asked of a text-free release.
    """
    tokens = corpus.tokens
    if isinstance(tokens, Tokens):
        heads, _ = find(tokens, term)
        # Heads rise, so where each document begins among them tells how many it has.
        return np.diff(np.searchsorted(heads, tokens.offsets))
    if "*" in term or len(term.split()) != 1:
        corpus.need_text("a phrase, or a word with *,")
    column = matching(tokens.vocabulary, term.strip().replace("’", "'"))
    return np.asarray(tokens.counts[:, column].sum(axis=1), dtype=np.int64).ravel()
