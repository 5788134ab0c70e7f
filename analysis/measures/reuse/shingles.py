"""Runs of 8 words as hashes, and who holds which: the index under reuse.

Shingles lie within one counted segment. One that reaches into quotation marks is not the
document's own. Furniture is what an outlet prints in many of its documents beside other text,
such as a tag list or a gallery that cleaning left in the body: it makes nobody a copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus.arrays import Integers, changes, distinct, narrow, running
from analysis.corpus.execution.processes import in_threads
from analysis.corpus.tokens.tokens import Tokens

# Words in a shingle. Eight words in a row are hardly ever twice the same by chance, so that a
# single one is evidence, and the length is the usual one of exact containment. Five catch more
# of a rewritten text, but stock phrases of news too.
WORDS: Final = 8
# What an outlet prints in more documents than this is its furniture ...
_OFTEN: Final = 3
# ... unless it is more than this share of the document: then the document itself is repeated.
_WHOLE: Final = 0.5
# A shingle of more documents is never looked at: pairs grow with the square of their number.
MANY: Final = 500
# Tokens sorted at a time, so that memory stays bounded.
_PART: Final = 1 << 22
# Tokens hashed at a time.
_PIECE: Final = 1 << 16
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_QUOTED: Final = 2


@dataclass(frozen=True)
class Index:
    """Who holds which shingle: one entry per shingle and document.

    Attributes
    ----------
    shingle, document
        Number of the shingle and position of the document; only shingles of several documents.
    held
        Which entries count, by kind: "all"; "own", outside quotations; "rest", own and no
        furniture.
    size
        Different shingles of each document, by the same kinds.
    furniture, many
        How many shingles are furniture, and how many stand in more than `MANY` documents.
    """

    shingle: Integers
    document: Integers
    held: Mapping[str, NDArray[np.bool_]]
    size: Mapping[str, Integers]
    furniture: int
    many: int

    def holders(self, keep: NDArray[np.bool_], values: Integers | None = None) -> csr_array:
        """Lay out entries as shingles x documents; 1 each, if no values are given."""
        width = int(self.shingle.max(initial=-1)) + 1
        starts = running(np.bincount(self.shingle[keep], minlength=width))
        cells = np.ones(starts[-1], dtype=np.int64) if values is None else values[keep]
        table = (cells, self.document[keep].astype(np.int32), narrow(starts))
        return csr_array(table, shape=(width, len(self.size["all"])))

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Which entries are of shingles that are furniture somewhere, or too many."""
        other = self.held["own"] & ~self.held["rest"]
        return (np.bincount(self.shingle, other) > 0)[self.shingle]


@dataclass(frozen=True)
class Shingles:
    """The shingles of documents, as they stand there.

    Attributes
    ----------
    start
        Where each begins in `Tokens.ids`.
    hashed
        Its hash: equal words give equal hashes in whatever part of a corpus.
    own
        Whether it is free of quoted words.
    bounds
        Where those of each document begin; one more than there are documents.
    """

    start: Integers
    hashed: NDArray[np.uint64]
    own: NDArray[np.bool_]
    bounds: Integers

    @property
    def document(self) -> NDArray[np.int32]:
        """Position of the document of each."""
        sizes = np.diff(self.bounds)
        return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


def shingles(tokens: Tokens) -> Shingles:
    """Hash the shingles of documents: a polynomial in random codes of their words."""
    count = max(len(tokens.ids) - WORDS + 1, 0)
    begins = np.zeros(len(tokens.ids) + 1, dtype=bool)
    begins[tokens.edges] = True
    # No segment begins after its first word.
    within = ~_any(begins[1:-1], WORDS - 1)
    own = ~_any(tokens.voice == _QUOTED, WORDS)[within]
    start = np.flatnonzero(within)
    code = _scatter(np.arange(len(tokens.vocabulary), dtype=np.uint64))

    hashed = np.empty(len(start), dtype=np.uint64)

    def piece(begin: int) -> None:
        inside = within[begin : begin + _PIECE]
        coded = code[tokens.ids[begin : begin + len(inside) + WORDS - 1]]
        hashes = np.zeros(len(inside), dtype=np.uint64)
        for step in range(WORDS):
            hashes *= _MULTIPLIER
            hashes += coded[step : step + len(inside)]
        first, last = np.searchsorted(start, [begin, begin + _PIECE])
        hashed[first:last] = _scatter(hashes[inside])

    # Piece by piece, so that what is multiplied stays in the processor's cache.
    for _ in in_threads(piece, range(0, count, _PIECE)):
        pass
    return Shingles(start, hashed, own, np.searchsorted(start, tokens.offsets))


def _any(marked: NDArray[np.bool_], words: int) -> NDArray[np.bool_]:
    """Tell of each run of so many words whether one of them is marked."""
    is_marked, width = marked, 1
    while width < words:
        step = min(width, words - width)
        is_marked = is_marked[: max(len(is_marked) - step, 0)] | is_marked[step:]
        width += step
    return is_marked


class Texts:
    """The shingles of some documents, to be looked up one by one."""

    def __init__(self, tokens: Tokens, documents: Integers) -> None:
        self.tokens = tokens.take(documents)
        self._rows = {int(document): row for row, document in enumerate(documents)}
        self._shingles = shingles(self.tokens)

    def of(self, document: int) -> tuple[Integers, NDArray[np.uint64]]:
        """Look up where a document's shingles begin in `tokens.ids`, and their hashes."""
        row, shingles = self._rows[document], self._shingles
        part = slice(*shingles.bounds[row : row + 2])
        return shingles.start[part], shingles.hashed[part]


def _scatter(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread numbers over 64 bits (the finaliser of splitmix64)."""
    mixed = values + _MULTIPLIER
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def index(shingles: Shingles, outlets: pd.Series) -> Index:
    """Find the shingles that several documents hold.

    Parameters
    ----------
    shingles
        The shingles of the documents.
    outlets
        The outlet of each document.
    """
    documents = len(outlets)
    size, size_own = np.zeros((2, documents), dtype=np.int64)
    parts: list[tuple[Integers, Integers, NDArray[np.bool_]]] = []
    count = 0
    for document, own, first in _parts(shingles):
        size += np.bincount(document, minlength=documents)
        size_own += np.bincount(document[own], minlength=documents)
        shingle = np.cumsum(first) - 1
        shared = np.bincount(shingle)[shingle] > 1
        parts.append((np.cumsum(first[shared]) - 1 + count, document[shared], own[shared]))
        count += int(first[shared].sum())
    shingle, document, own = (np.concatenate(column) for column in zip(*parts, strict=True))
    outlet = np.unique(outlets.to_numpy(dtype=str), return_inverse=True)[1]
    aside = _furniture(shingle, document, outlet, size)
    many = (np.bincount(shingle, minlength=count) > MANY)[shingle]
    lost = np.bincount(document[own & (aside | many)], minlength=documents)
    return Index(
        shingle,
        document,
        {"all": ~many, "own": own & ~many, "rest": own & ~many & ~aside},
        {"all": size, "own": size_own, "rest": size_own - lost},
        furniture=len(distinct(shingle[aside])),
        many=len(distinct(shingle[many])),
    )


def _parts(shingles: Shingles) -> Iterator[tuple[Integers, NDArray[np.bool_], NDArray[np.bool_]]]:
    """List the shingles of each document once, by hash, a part of all hashes at a time.

    Yields
    ------
    Of each: its document, whether it is the document's own somewhere, and whether it is the
    first of its hash.
    """
    document = shingles.document
    # Hash, document and 'not own' in one number: a plain sort brings equal shingles together,
    # in them those of one document, and of these its own before those in quotations.
    one, bits = np.uint64(1), np.uint64(max(len(shingles.bounds) - 2, 1).bit_length() + 1)
    count = 1 + len(shingles.start) // _PART
    part = (shingles.hashed % np.uint64(count)).astype(np.uint8 if count < 1 << 8 else np.int64)

    def sort(number: int) -> tuple[Integers, NDArray[np.bool_], NDArray[np.bool_]]:
        rows = np.flatnonzero(part == number)
        packed = shingles.hashed[rows] >> bits << bits
        packed |= document[rows].astype(np.uint64) << one
        packed |= ~shingles.own[rows]
        packed.sort()
        packed = packed[changes(packed >> one)]
        of = ((packed & ((one << bits) - one)) >> one).astype(np.int64)
        return of, (packed & one) == 0, changes(packed >> bits)

    yield from in_threads(sort, range(count))


def _furniture(
    shingle: Integers, document: Integers, outlet: Integers, size: Integers
) -> NDArray[np.bool_]:
    """Mark what an outlet prints in many documents beside other text."""
    # Most shingles stand in few documents, of whatever outlet.
    some = np.flatnonzero((np.bincount(shingle) > _OFTEN)[shingle])
    printed = shingle[some] * (int(outlet.max(initial=0)) + 1) + outlet[document[some]]
    _, inverse, times = np.unique(printed, return_inverse=True, return_counts=True)
    often = np.zeros(len(shingle), dtype=bool)
    often[some] = times[inverse] > _OFTEN
    share = np.bincount(document[often], minlength=len(size)) / np.maximum(size, 1)
    return np.asarray(often & (share[document] <= _WHOLE))
