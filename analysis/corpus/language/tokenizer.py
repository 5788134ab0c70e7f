"""Take the running words out of many texts at once, and number their terms."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Final

import numpy as np
import polars as pl
import regex
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, falling, running
from analysis.corpus.language import JOINTS, TOKEN

# No source is longer: keys of (number, place) stay in order.
LONGEST: Final = 1 << 32
# Characters looked at in one piece, so that they stay in the processor's cache.
_AT_ONCE: Final = 1 << 18
# Letters and digits, digits, capitals, what joins two parts, marks in a number, full stops.
_SIGNS: Final = (*(r"[\p{L}\p{M}\p{N}]", r"\p{N}", r"\p{Lu}", rf"[{JOINTS}]", "[.,]", r"\."),)
_BITS: Final = tuple(np.uint8(1 << place) for place in range(len(_SIGNS)))


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
    parts = [_offsets(part) for part in _batches(texts)]
    starts, ends, sizes = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return starts, ends, sizes


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    reach = np.cumsum([len(text) for text in texts])
    breaks = np.flatnonzero(np.diff(reach // _AT_ONCE)) + 1
    return (texts[first:last] for first, last in pairwise([0, *breaks.tolist(), len(texts)]))


def _offsets(texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
    # A line break before, between and after: no word is part of two texts.
    joined = "\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass")
    starts, ends = _runs(_kinds()[np.frombuffer(joined, dtype="<u4")])
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    firsts = 1 + running(lengths + 1)
    sizes = np.diff(np.searchsorted(starts, firsts))
    before = np.repeat(firsts[:-1], sizes)
    return starts - before, ends - before, sizes


def _runs(kinds: NDArray[np.uint8]) -> tuple[Integers, Integers]:
    """Find what `language.TOKEN` finds, for all characters at once: where words start and end.

    Parameters
    ----------
    kinds
        The kind of each character, of which the first and last are part of no word.
    """
    letter, number, upper, joint, mark, stop = (kinds & bit > 0 for bit in _BITS)
    word = letter.copy()
    word[1:-1] |= mark[1:-1] & number[:-2] & number[2:]
    # Capitals of an abbreviation: each with a full stop behind it, two of them or more.
    capital = np.zeros_like(letter)
    capital[1:-1] = upper[1:-1] & stop[2:] & ~letter[:-2]
    pairs = capital[:-2] & capital[2:]
    capital[:] = False
    capital[:-2] |= pairs
    capital[2:] |= pairs
    word[1:] |= capital[:-1]
    word[1:-1] |= joint[1:-1] & word[:-2] & letter[2:]
    # What follows an abbreviation without a joint is a word of its own.
    apart = np.zeros_like(letter)
    apart[2:] = capital[:-2] & letter[2:] & ~capital[2:]
    starts = word[1:] & (~word[:-1] | apart[1:])
    ends = word[:-1] & (~word[1:] | apart[1:])
    return np.flatnonzero(starts) + 1, np.flatnonzero(ends) + 1


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Say of every character what it is, in bits: those of `_SIGNS`, in their order."""
    kinds = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    every = np.arange(len(kinds), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for bit, sign in zip(_BITS, _SIGNS, strict=True):
        for run in regex.finditer(f"{sign}+", every):
            kinds[run.start() : run.end()] |= bit
    return kinds


def running_words(texts: Sequence[str]) -> tuple[pl.Series, Integers]:
    """Take the running words out of texts.

    Returns
    -------
    The words as printed, and how many each text has.

    Examples
    --------
    >>> found, sizes = running_words(["Moscow’s co-operation", "since 24 June"])
    >>> found.to_list(), sizes.tolist()
    (['Moscow’s', 'co-operation', 'since', '24', 'June'], [2, 3])
    """
    lists = pl.Series(texts, dtype=pl.String).str.extract_all(TOKEN)
    return lists.list.explode(empty_as_null=False, keep_nulls=False), (
        lists.list.len().to_numpy().astype(np.int64)
    )


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
