"""The running words of whole documents, laid out for memory-mapped files.

Instead of the segment and the place of every running word it holds where segments begin, and
makes the rest when it is asked for. So a store opens at once, and choosing documents costs what
their words cost.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, expanded, running
from analysis.corpus.tokens.tokens import Strings, Tokens

Lookup = Strings | Callable[[], Strings]
Later = Callable[[], NDArray[Any]]


class Pieces(NamedTuple):
    """Parts of an array, from `low` to `high`, that are not joined yet."""

    values: NDArray[Any] | Later
    low: Integers
    high: Integers


class Whole(Tokens):
    """Running words of whole documents; what `Tokens` has besides is made when asked for.

    Attributes
    ----------
    starts
        Where each counted segment begins in `ids`; one more than there are segments.
    numbers
        The number of each segment; without it they are numbered from 0.
    """

    starts: Integers
    numbers: NDArray[np.int32] | None

    def __init__(
        self,
        ids: NDArray[np.int32] | Pieces,
        voice: NDArray[np.uint8] | Pieces | Later,
        offsets: Integers,
        starts: Integers,
        terms: Lookup,
        numbers: NDArray[np.int32] | None = None,
    ) -> None:
        mine = {"_ids": ids, "_voice": voice, "offsets": offsets, "starts": starts}
        if callable(voice):
            # Parts of these words look at it too: it is made once.
            mine["_voice"] = cache(voice)
        # The fields of a frozen class are set past its guard.
        self.__dict__.update(mine, numbers=numbers, _lookup=terms)

    @cached_property
    def ids(self) -> NDArray[np.int32]:
        """Term id of every running word."""
        return _joined(self.__dict__["_ids"])

    @cached_property
    def voice(self) -> NDArray[np.uint8]:
        """Voice of every running word."""
        return _joined(self.__dict__["_voice"])

    @cached_property
    def vocabulary(self) -> Strings:
        """The term of each id."""
        terms: Lookup = self.__dict__["_lookup"]
        return terms() if callable(terms) else terms

    @cached_property
    def stretch(self) -> NDArray[np.int32]:
        """Number of the segment of every running word."""
        numbers = self.numbers
        if numbers is None:
            numbers = np.arange(len(self.starts) - 1, dtype=np.int32)
        return np.repeat(numbers, np.diff(self.starts))

    @cached_property
    def place(self) -> NDArray[np.int32]:
        """Number of every running word in its document."""
        first = np.repeat(self.offsets[:-1].astype(np.int32), np.diff(self.offsets))
        return np.arange(len(self.ids), dtype=np.int32) - first

    @property
    def edges(self) -> Integers:
        """Where each segment begins, also one without words; one more than there are."""
        return self.starts

    def take(self, documents: Integers) -> Whole:
        """Keep the given documents, by their positions."""
        documents = np.asarray(documents, dtype=np.int64)
        sizes = np.diff(self.offsets)[documents]
        filled, edges = self._filled
        segments = filled[expanded(edges[documents], np.diff(edges)[documents])]
        numbers = segments.astype(np.int32) if self.numbers is None else self.numbers[segments]
        lengths = np.diff(self.starts)[segments]
        return Whole(
            self._pieces("ids", documents),
            self._pieces("voice", documents),
            running(sizes),
            running(lengths),
            self.__dict__.get("vocabulary", self.__dict__["_lookup"]),
            numbers,
        )

    @cached_property
    def _filled(self) -> tuple[Integers, Integers]:
        """List the segments that have words, and where those of each document begin."""
        filled = np.flatnonzero(np.diff(self.starts))
        return filled, np.searchsorted(self.starts[filled], self.offsets)

    def _pieces(self, name: str, documents: Integers) -> Pieces:
        """Say where the words of documents lie; choosing twice copies nothing twice."""
        mine = self.__dict__.get(name, self.__dict__[f"_{name}"])
        if isinstance(mine, Pieces):
            return Pieces(mine.values, mine.low[documents], mine.high[documents])
        return Pieces(mine, self.offsets[documents], self.offsets[documents + 1])

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the words that are meant, not the files they lie in."""
        mine = (self.ids, self.voice, self.offsets, self.starts, self.vocabulary, self.numbers)
        return Whole, mine

    def plain(self) -> Tokens:
        """Lay everything out, word by word."""
        return Tokens(self.ids, self.stretch, self.voice, self.place, self.offsets, self.vocabulary)

    def with_terms(self, ids: NDArray[np.int32], vocabulary: Strings) -> Whole:
        """Put other terms in the place of these."""
        return Whole(ids, self.voice, self.offsets, self.starts, vocabulary, self.numbers)


def _joined(values: NDArray[Any] | Pieces | Later) -> NDArray[Any]:
    if isinstance(values, Pieces):
        return _gather(_joined(values.values), values.low, values.high)
    return values() if callable(values) else values


def _gather(values: NDArray[Any], low: Integers, high: Integers) -> NDArray[Any]:
    """Join the parts of an array from `low` to `high`; neighbours are taken in one piece."""
    if not len(low):
        return np.asarray(values[:0])
    breaks = np.flatnonzero(low[1:] != high[:-1]) + 1
    firsts, lasts = low[np.append(0, breaks)], high[np.append(breaks - 1, len(low) - 1)]
    pairs = zip(firsts.tolist(), lasts.tolist(), strict=True)
    return np.concatenate([values[first:last] for first, last in pairs])
