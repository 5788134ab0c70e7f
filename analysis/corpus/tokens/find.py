"""Find a word or phrase among the running words of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

import numpy as np
import polars as pl
import regex
from numpy.typing import NDArray

from analysis.corpus.execution.processes import in_threads
from analysis.corpus.language import folded
from analysis.corpus.tokens.tokens import Strings, Tokens
from analysis.schema import CorpusError

# Words looked at in one piece.
_AT_ONCE: Final = 1 << 20


def find(tokens: Tokens, pattern: str, limit: int = 0) -> tuple[NDArray[np.int64], int]:
    """Find a pattern among the running words.

    Parameters
    ----------
    limit
        Look no further than the first so many hits; 0 = all.

    Returns
    -------
    The position of the first word of each hit, and the words of the pattern.
    """
    words = spelt(pattern)
    if not words:
        raise CorpusError("There must be a word or a phrase to look for; * stands for any letters.")
    wanted = [matching(tokens.vocabulary, word) for word in words]
    hits = [np.zeros(0, dtype=np.int64)]
    if all(len(ids) for ids in wanted):
        heads = partial(_heads, tokens, wanted)
        begins = range(0, len(tokens.ids), _AT_ONCE)
        hits += _first(map(heads, begins), limit) if limit else in_threads(heads, begins)
    return np.concatenate(hits), len(words)


def spelt(pattern: str) -> list[str]:
    """Write the words of a pattern as terms are: "China's" is China, "U.S." US; case stays."""
    return folded(pl.Series(pattern.split(), dtype=pl.String)).to_list()


def _first(parts: Iterable[NDArray[np.int64]], limit: int) -> Iterator[NDArray[np.int64]]:
    """Take so many hits, and look for no more."""
    for part in parts:
        yield part[:limit]
        limit -= len(part)
        if limit <= 0:
            return


def _heads(tokens: Tokens, wanted: list[NDArray[np.int64]], begin: int) -> NDArray[np.int64]:
    """Find the hits whose rarest word stands in one piece of the corpus."""
    # Terms are numbered by falling frequency: the word with the highest number is rarest.
    rarest = max(range(len(wanted)), key=lambda step: int(wanted[step].min()))
    heads = begin - rarest + _standing(tokens.ids[begin : begin + _AT_ONCE], wanted[rarest])
    heads = heads[(heads >= 0) & (heads + len(wanted) <= len(tokens.ids))]
    for step, ids in enumerate(wanted):
        if step != rarest:
            heads = heads[np.isin(tokens.ids[heads + step], ids)]
    if len(wanted) > 1:
        heads = heads[heads + len(wanted) <= tokens.bounds(heads)[1]]
    return heads


def _standing(ids: NDArray[np.int32], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find where any of some terms stands."""
    if len(wanted) == 1:
        # Of one type with the ids, or numpy makes wider copies of them.
        return np.flatnonzero(ids == wanted.astype(ids.dtype)[0])
    return np.flatnonzero(np.isin(ids, wanted))


def matching(vocabulary: Strings, word: str) -> NDArray[np.int64]:
    """Find the ids of the terms that a word of a pattern stands for."""
    if "*" in word:
        either = f"{_expression(word)}|{_expression(word.lower())}"
        matches = regex.compile(either).fullmatch
        return np.flatnonzero([matches(term) is not None for term in vocabulary.tolist()])
    ids = np.flatnonzero(vocabulary == word)
    return ids if len(ids) else np.flatnonzero(vocabulary == word.lower())


def _expression(word: str) -> str:
    return ".*".join(regex.escape(part) for part in word.split("*"))
