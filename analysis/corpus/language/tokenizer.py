"""Take the running words out of texts, for all bytes at once.

polars' regular expressions find the same words at half the speed: whether a byte is part of a
word can be told from itself and its neighbours (see `offsets`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from threading import Lock
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
import regex
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, falling, running

# No source is longer: keys of (number, place) stay in order.
LONGEST: Final = 1 << 32
LETTER, JOINT = 1, 2
JOINTS: Final = "'’-"
# Characters looked at in one piece, so that they stay in the processor's cache.
_AT_ONCE: Final = 1 << 18


def word_offsets(texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
    """Find the running words of texts.

    Returns
    -------
    Where each word starts and ends in its text, in code points; and the words of each text.

    Examples
    --------
    >>> starts, ends, sizes = word_offsets(["Moscow's co-operation", "since 24 June"])
    >>> starts.tolist(), ends.tolist(), sizes.tolist()
    ([0, 9, 0, 6, 9], [8, 21, 5, 8, 13], [2, 3])
    """
    if not len(texts):
        return (np.zeros(0, dtype=np.int64),) * 3
    parts = [_words(part) for part in _batches(texts)]
    starts, ends, sizes = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return starts, ends, sizes


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    reach = np.cumsum([len(text) for text in texts])
    breaks = np.flatnonzero(np.diff(reach // _AT_ONCE)) + 1
    edges = [0, *breaks.tolist(), len(texts)]
    return (texts[first:last] for first, last in pairwise(edges))


def _words(texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
    # A line break before, between and after: no word is part of two texts.
    joined = "\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass")
    kinds = character_kinds()[np.frombuffer(joined, dtype="<u4")]
    _, starts, ends = word_runs(kinds)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    firsts = 1 + np.concatenate([[0], np.cumsum(lengths + 1)])
    sizes = np.diff(np.searchsorted(starts, firsts))
    before = np.repeat(firsts[:-1], sizes)
    return starts - before, ends - before, sizes


def word_runs(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], Integers, Integers]:
    """Tell which characters are part of a word, and where words start and end.

    Parameters
    ----------
    kinds
        The kind of each character, of which the first and last are part of none.
    """
    held = kinds == LETTER
    held[1:-1] |= (kinds[1:-1] == JOINT) & held[:-2] & held[2:]
    edges = np.flatnonzero(held[1:] != held[:-1]) + 1
    return held, edges[::2], edges[1::2]


@lru_cache(maxsize=1)
def character_kinds() -> NDArray[np.uint8]:
    """Say of every character whether it is a letter, mark or digit, or may join two."""
    kinds = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    every = np.arange(len(kinds), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for run in regex.finditer(r"[\p{L}\p{M}\p{N}]+", every):
        kinds[run.start() : run.end()] = LETTER
    kinds[[ord(joint) for joint in JOINTS]] = JOINT
    return kinds


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
