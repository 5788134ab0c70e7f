"""Take the running words out of many texts at once, and number their terms."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, falling
from analysis.corpus.language import TOKEN, words

# No source is longer: keys of (number, place) stay in order.
LONGEST: Final = 1 << 32


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
    spans = [[word.span() for word in words(text)] for text in texts]
    places = np.array([span for each in spans for span in each], dtype=np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1], np.array(list(map(len, spans)), dtype=np.int64)


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
