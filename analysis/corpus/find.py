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
    rarest = int(np.argmin([len(ids) for ids in wanted]))
    if not len(wanted[rarest]):
        return np.zeros(0, dtype=np.int64), len(words)
    heads = np.flatnonzero(np.isin(tokens.ids, wanted[rarest])) - rarest
    heads = heads[(heads >= 0) & (heads + len(words) <= len(tokens.ids))]
    for step, ids in enumerate(wanted):
        heads = heads[np.isin(tokens.ids[heads + step], ids)]
    same = tokens.stretch[heads] == tokens.stretch[heads + len(words) - 1]
    return heads[same], len(words)


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
