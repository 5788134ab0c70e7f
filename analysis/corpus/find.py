"""Find a word or phrase among the running words of a corpus."""

from __future__ import annotations

import numpy as np
import regex
from numpy.typing import NDArray

from analysis.corpus.tokens import Strings, Tokens
from analysis.schema import CorpusError


def find(tokens: Tokens, pattern: str) -> tuple[NDArray[np.int64], int]:
    """Find a pattern among the running words.

    Returns
    -------
    The position of the first word of each hit, and the words of the pattern.
    """
    words = pattern.replace("’", "'").split()
    if not words:
        raise CorpusError("A concordance needs a word or a phrase; * stands for any letters.")
    wanted = [_matching(tokens.vocabulary, word) for word in words]
    if not all(len(ids) for ids in wanted):
        return np.zeros(0, dtype=np.int64), len(words)
    # Terms are numbered by falling frequency: the word with the highest number is rarest.
    rarest = max(range(len(words)), key=lambda step: int(wanted[step].min()))
    heads = _standing(tokens, wanted[rarest]) - rarest
    heads = heads[(heads >= 0) & (heads + len(words) <= len(tokens.ids))]
    for step, ids in enumerate(wanted):
        if step != rarest:
            heads = heads[np.isin(tokens.ids[heads + step], ids)]
    if len(words) > 1:
        heads = heads[tokens.stretch[heads] == tokens.stretch[heads + len(words) - 1]]
    return heads, len(words)


def _standing(tokens: Tokens, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find where any of some terms stands; one pass over the corpus."""
    if len(wanted) == 1:
        return np.flatnonzero(tokens.ids == wanted[0])
    held = np.zeros(len(tokens.vocabulary), dtype=bool)
    held[wanted] = True
    return np.flatnonzero(held[tokens.ids])


def _matching(vocabulary: Strings, word: str) -> NDArray[np.int64]:
    """Find the ids of the terms that a word of a pattern stands for."""
    if "*" in word:
        either = f"{_expression(word)}|{_expression(word.lower())}"
        matches = regex.compile(either).fullmatch
        return np.flatnonzero([matches(term) is not None for term in vocabulary.tolist()])
    found = np.flatnonzero(vocabulary == word)
    return found if len(found) else np.flatnonzero(vocabulary == word.lower())


def _expression(word: str) -> str:
    return ".*".join(regex.escape(part) for part in word.split("*"))
