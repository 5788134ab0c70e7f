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
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus import Corpus
from analysis.corpus.parallel import in_threads
from analysis.corpus.tokens import Integers, Tokens

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

    def matrix(self, kind: str) -> csr_array:
        """Lay out one kind as documents x shingles."""
        keep = self.held[kind]
        cells = (self.document[keep], self.shingle[keep])
        width = int(self.shingle.max(initial=-1)) + 1
        ones = np.ones(len(cells[0]), dtype=np.int32)
        return csr_array((ones, cells), shape=(len(self.size[kind]), width))


def hashes(tokens: Tokens) -> tuple[Integers, NDArray[np.uint64], NDArray[np.bool_]]:
    """Hash the shingles of documents: a polynomial in random codes of their words.

    Returns
    -------
    Where each begins in `tokens.ids`, its hash, and whether it is free of quoted words. Equal
    words give equal hashes in whatever part of a corpus.
    """
    count = max(len(tokens.ids) - WORDS + 1, 0)
    within = tokens.stretch[:count] == tokens.stretch[WORDS - 1 :]
    quoted = np.concatenate([[0], np.cumsum(tokens.voice == _QUOTED)])
    starts = np.flatnonzero(within)
    code = _scatter(np.arange(len(tokens.vocabulary), dtype=np.uint64))

    def piece(begin: int) -> NDArray[np.uint64]:
        inside = within[begin : begin + _PIECE]
        coded = code[tokens.ids[begin : begin + len(inside) + WORDS - 1]]
        found = np.zeros(len(inside), dtype=np.uint64)
        for step in range(WORDS):
            found *= _MULTIPLIER
            found += coded[step : step + len(inside)]
        return _scatter(found[inside])

    # Piece by piece, so that what is multiplied stays in the processor's cache.
    parts = in_threads(piece, range(0, count, _PIECE))
    hashed = np.concatenate([np.zeros(0, dtype=np.uint64), *parts])
    return starts, hashed, quoted[starts + WORDS] == quoted[starts]


class Texts:
    """The shingles of some documents, to be looked up one by one."""

    def __init__(self, tokens: Tokens, documents: Integers) -> None:
        self.tokens = tokens.take(documents)
        self._rows = {int(document): row for row, document in enumerate(documents)}
        self._found = hashes(self.tokens)

    def of(self, document: int) -> tuple[Integers, NDArray[np.uint64], NDArray[np.bool_]]:
        """Look up where a document's shingles begin in `tokens.ids`, and the rest of `hashes`."""
        row = self._rows[document]
        starts, hashed, own = self._found
        low, high = np.searchsorted(starts, self.tokens.offsets[row : row + 2])
        return starts[low:high], hashed[low:high], own[low:high]


def _scatter(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread numbers over 64 bits (the finaliser of splitmix64)."""
    mixed = values + _MULTIPLIER
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def index(corpus: Corpus) -> Index:
    """Find the shingles that several documents hold."""
    tokens = corpus.tokens
    assert isinstance(tokens, Tokens)
    documents = len(tokens.offsets) - 1
    size, size_own = np.zeros((2, documents), dtype=np.int64)
    parts: list[tuple[Integers, Integers, NDArray[np.bool_]]] = []
    shingles = 0
    for document, own, first in _parts(tokens, documents):
        size += np.bincount(document, minlength=documents)
        size_own += np.bincount(document[own], minlength=documents)
        shingle = np.cumsum(first) - 1
        shared = np.bincount(shingle)[shingle] > 1
        parts.append((np.cumsum(first[shared]) - 1 + shingles, document[shared], own[shared]))
        shingles += int(first[shared].sum())
    shingle, document, own = (np.concatenate(column) for column in zip(*parts, strict=True))
    outlet = np.unique(corpus.documents["outlet"].to_numpy(dtype=str), return_inverse=True)[1]
    aside = _furniture(shingle, document, outlet, size)
    many = (np.bincount(shingle, minlength=shingles) > MANY)[shingle]
    lost = np.bincount(document[own & (aside | many)], minlength=documents)
    return Index(
        shingle,
        document,
        {"all": ~many, "own": own & ~many, "rest": own & ~many & ~aside},
        {"all": size, "own": size_own, "rest": size_own - lost},
        furniture=len(np.unique(shingle[aside])),
        many=len(np.unique(shingle[many])),
    )


def _parts(
    tokens: Tokens, documents: int
) -> Iterator[tuple[Integers, NDArray[np.bool_], NDArray[np.bool_]]]:
    """List the shingles of each document once, by hash, a part of all hashes at a time.

    Yields
    ------
    Of each: its document, whether it is the document's own somewhere, and whether it is the
    first of its hash.
    """
    starts, hashed, own = hashes(tokens)
    document = np.searchsorted(tokens.offsets, starts, side="right") - 1
    # Hash, document and 'not own' in one number: a plain sort brings equal shingles together,
    # in them those of one document, and of these its own before those in quotations.
    one, bits = np.uint64(1), np.uint64(max(documents - 1, 1).bit_length() + 1)
    tail = (document.astype(np.uint64) << one) | (~own).astype(np.uint64)
    packed = (hashed >> bits << bits) | tail
    count = 1 + len(starts) // _PART
    part = (hashed % np.uint64(count)).astype(np.uint8 if count < 1 << 8 else np.int64)
    del starts, hashed, document, tail

    def sort(number: int) -> tuple[Integers, NDArray[np.bool_], NDArray[np.bool_]]:
        mine = np.sort(packed[part == number])
        mine = mine[_changes(mine >> one)]
        of = ((mine & ((one << bits) - one)) >> one).astype(np.int64)
        return of, (mine & one) == 0, _changes(mine >> bits)

    yield from in_threads(sort, range(count))


def _changes(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Mark the values that differ from the one before."""
    changes = np.ones(len(values), dtype=bool)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _furniture(
    shingle: Integers, document: Integers, outlet: Integers, size: Integers
) -> NDArray[np.bool_]:
    """Mark what an outlet prints in many documents beside other text."""
    printed = shingle * (int(outlet.max(initial=0)) + 1) + outlet[document]
    _, inverse, times = np.unique(printed, return_inverse=True, return_counts=True)
    often: NDArray[np.bool_] = times[inverse] > _OFTEN
    share = np.bincount(document[often], minlength=len(size)) / np.maximum(size, 1)
    return np.asarray(often & (share[document] <= _WHOLE))
