"""Cut out the words in which a form may stand, so that the same ones are looked at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers, distinct, running
from analysis.corpus.language import words
from analysis.corpus.language.printed import LONGEST_JOINT, printed
from analysis.corpus.tokens.tokens import Tokens

# Documents whose bytes are looked at in one piece: few enough for the processor's cache.
_AT_ONCE: Final = 500


class Passage(NamedTuple):
    """A text, and where the running word starts and ends in which a form may begin."""

    text: str
    start: int
    end: int


class Passages(NamedTuple):
    """Passages of a corpus, in the order of its running words.

    Attributes
    ----------
    document, start
        Position of the document, and where in it the running word starts.
    number
        Which of the different passages it is.
    """

    document: Integers
    start: Integers
    number: Integers
    different: list[Passage]


class _Cut(NamedTuple):
    """Passages of some documents; those at `torn` are `whole` texts instead."""

    document: Integers
    start: Integers
    texts: pa.LargeStringArray
    torn: Integers
    whole: list[Passage]


def passages(corpus: Corpus, tokens: Tokens, heads: Integers, reach: Integers) -> Passages:
    """Cut out running words, each with those after it that have to be seen.

    Parameters
    ----------
    tokens
        All running words of the corpus.
    heads, reach
        Where passages begin, in rising order, and of how many running words they are; where
        the segment has fewer it is its rest.
    """
    firsts = [*range(0, len(corpus.documents), _AT_ONCE), len(corpus.documents)]
    offsets = tokens.offsets[firsts].tolist()
    edges = np.searchsorted(heads, offsets).tolist()
    none = np.zeros(0, dtype=np.int64)
    parts = [_Cut(none, none, pa.array([], pa.large_string()), none, [])]
    for number, (low, high) in enumerate(pairwise(edges)):
        if low < high:
            page = _Page(corpus, firsts[number])
            parts.append(page.cut(heads[low:high] - offsets[number], reach[low:high]))
    return _joined(parts)


def _joined(parts: list[_Cut]) -> Passages:
    """Put parts end to end; the same passages get the same number."""
    texts = pa.concat_arrays([part.texts for part in parts]).dictionary_encode()
    number = texts.indices.to_numpy().astype(np.int64)
    different = [Passage(text, 0, _end_of_word(text)) for text in texts.dictionary.to_pylist()]
    begin = 0
    for part in parts:
        number[begin + part.torn] = len(different) + np.arange(len(part.torn))
        different += part.whole
        begin += len(part.start)
    document, start = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("document", "start")
    )
    return Passages(document, start, number, different)


def _end_of_word(text: str) -> int:
    """Find where the running word ends with which a text begins."""
    return next((word.end() for word in words(text)), 0)


class _Page:
    """Some documents of a corpus, and where their running words are printed."""

    def __init__(self, corpus: Corpus, first: int) -> None:
        self._first = first
        self._sources = corpus.documents["source"].iloc[first : first + _AT_ONCE]
        rows, (owner, starts, ends) = corpus.stretches_of(first + np.arange(len(self._sources)))
        self._page, self._owner = printed(self._sources), owner
        low, self._stops = (self._page.places(owner, points) for points in (starts, ends))
        borders = distinct(np.concatenate([low, self._stops]))
        self._starts, self._ends, self._torn = self._page.words(borders)
        # Of each stretch its first word among all, and how many of stretches are before it.
        self._begins = np.searchsorted(self._starts, low)
        self._before = running(np.searchsorted(self._starts, self._stops) - self._begins)
        # The stretch with which a segment ends.
        segments = corpus.stretches["segment"].to_numpy()[rows]
        self._last = np.flatnonzero(np.diff(segments, append=-1))

    def cut(self, heads: Integers, reach: Integers) -> _Cut:
        """Cut out passages; see `passages`."""
        stretch = self._stretch(heads)
        last = self._last[np.searchsorted(self._last, stretch)]
        final = np.minimum(heads + reach, self._before[last + 1]) - 1
        start, end = self._starts[self._word(heads)], self._ends[self._word(final)]
        end = np.where(heads + reach > final + 1, self._stops[last], end)
        document = self._owner[stretch]
        # Beside a word that was torn it matters what stands there.
        low = np.searchsorted(self._torn, start - LONGEST_JOINT)
        torn = np.flatnonzero(low < np.searchsorted(self._torn, end + LONGEST_JOINT, side="right"))
        places = (start[torn], self._ends[self._word(heads[torn])], self._stops[last[torn]])
        return _Cut(
            self._first + document,
            self._page.points(document, start),
            self._page.cut_out(start, end),
            torn,
            self._whole(document[torn], *places),
        )

    def _stretch(self, places: Integers) -> Integers:
        """Find the stretches of running words."""
        return np.searchsorted(self._before, places, side="right") - 1

    def _word(self, places: Integers) -> Integers:
        """Turn numbers among the words of stretches into numbers among all."""
        stretch = self._stretch(places)
        return self._begins[stretch] + places - self._before[stretch]

    def _whole(
        self, document: Integers, start: Integers, end: Integers, stop: Integers
    ) -> list[Passage]:
        """Take all from the beginning of documents to the ends of segments."""
        points = (self._page.points(document, places).tolist() for places in (start, end, stop))
        sources = self._sources.take(document).tolist()
        return [
            Passage(source[:stop], start, end)
            for source, start, end, stop in zip(sources, *points, strict=True)
        ]
