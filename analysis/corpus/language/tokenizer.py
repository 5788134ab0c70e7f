"""Take the running words out of texts, for all bytes at once.

polars' regular expressions find the same words at half the speed: whether a byte is part of a
word can be told from itself and its neighbours (see `offsets`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, falling, running
from analysis.corpus.language.offsets import character_kinds, word_runs

# Bytes from here on are parts of longer characters; those below this one begin none.
_LONG: Final = 0x80
_BEGINS: Final = 0xC0
# The last character of one, two and three bytes.
_LAST: Final = (0x7F, 0x7FF, 0xFFFF)


def running_words(texts: Sequence[str]) -> tuple[pl.Series, Integers]:
    """Take the running words out of texts.

    Returns
    -------
    The words as printed, but that every apostrophe is ', and how many each text has.

    Examples
    --------
    >>> words, sizes = running_words(["Moscow’s co-operation", "since 24 June"])
    >>> words.to_list(), sizes.tolist()
    (["Moscow's", 'co-operation', 'since', '24', 'June'], [2, 3])
    """
    # A line break before, between and after: no word is part of two texts.
    joined = "\n".join(["", *texts, ""]).replace("’", "'").encode("utf-8")
    letters = np.frombuffer(joined, dtype=np.uint8)
    kinds = np.frombuffer(joined.translate(_byte_kinds()), dtype=np.uint8)
    long = np.flatnonzero(letters >= _LONG)
    if len(long):
        kinds = kinds.copy()
        kinds[long] = _kinds(letters[long])
    held, starts, ends = word_runs(kinds)
    places, words = pa.py_buffer(running(ends - starts)), pa.py_buffer(letters[held])
    found = pa.LargeStringArray.from_buffers(len(starts), places, words)
    sizes = np.diff(np.searchsorted(starts, _firsts(texts, long[letters[long] < _BEGINS])))
    return pl.Series(found), sizes


@cache
def _byte_kinds() -> bytes:
    """Say of every byte what kind of character it is; nothing of those of long ones."""
    return character_kinds()[:_LONG].tobytes() + bytes(_LONG)


def _kinds(letters: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Say of the bytes of long characters what kind of character they are part of."""
    codes = np.frombuffer(letters.tobytes().decode("utf-8").encode("utf-32-le"), dtype="<u4")
    lengths = 1 + sum((codes > last).astype(np.int64) for last in _LAST)
    return np.repeat(character_kinds()[codes], lengths)


def _firsts(texts: Sequence[str], inner: Integers) -> Integers:
    """Say at which byte each text begins, and one more would.

    Parameters
    ----------
    inner
        The bytes that begin no character.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    firsts = 1 + running(lengths + 1)
    return firsts + np.searchsorted(inner - np.arange(1, len(inner) + 1), firsts)


class Numbers:
    """The numbers of words: each keeps the one it got first, whichever thread asked.

    Examples
    --------
    >>> numbers = Numbers()
    >>> numbers.of(pl.Series(["a", "b", "a"])).tolist(), numbers.words().to_list()
    ([0, 1, 0], ['a', 'b'])
    """

    def __init__(self) -> None:
        # While a column of this kind is held the numbers of its words stay.
        self._held = pl.Series([], dtype=pl.Categorical(pl.Categories.random()))
        self._count, self._counting = 0, Lock()

    def of(self, words: pl.Series) -> NDArray[np.uint32]:
        """Give the numbers of words; new ones get the next numbers."""
        numbers: NDArray[np.uint32] = words.cast(self._held.dtype).to_physical().to_numpy()
        with self._counting:
            self._count = max(self._count, int(numbers.max(initial=0)) + bool(len(numbers)))
        return numbers

    def words(self) -> pl.Series:
        """List the words by their numbers."""
        every = pl.Series(np.arange(self._count, dtype=np.uint32))
        return every.cat.to(self._held.dtype).cast(pl.String)


def ranked(
    terms: pl.Series, frequency: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Rank terms by falling frequency, ties by name.

    Returns
    -------
    The rank of each term, and the numbers of the terms in the order of their ranks.

    Examples
    --------
    >>> rank, order = ranked(pl.Series(["b", "c", "a"]), np.array([1, 2, 1]))
    >>> rank.tolist(), order.tolist()
    ([2, 0, 1], [1, 2, 0])
    """
    order = falling(frequency, terms)
    rank = np.zeros(len(terms), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank, order
