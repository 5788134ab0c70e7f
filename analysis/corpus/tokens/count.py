"""Count the terms of documents, a part of the alphabet at a time.

A term and the number of its document are packed into one integer; sorted, equal ones stand
side by side, so that the lengths of runs are counts. Parts keep memory bounded, however many
terms there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from analysis.corpus.arrays import Integers, changes, distinct, falling, joined, narrow, running
from analysis.corpus.execution.processes import in_threads

if TYPE_CHECKING:
    from analysis.corpus.tokens.tokens import Tokens
from typing import Any

# Values for which a column gets a block of its own, and how many that holds at least.
_FEW: Final = 1 << 16
_ROOM: Final = 1 << 23


class Column:
    """Values that come in parts, end to end in one array.

    Many values get a block of memory of their own, which goes back to the system when it is
    outgrown. Of what is not filled it takes none.

    Parameters
    ----------
    values
        The first of them, if only their kind.

    Examples
    --------
    >>> column = Column(np.array([3]))
    >>> column.add(np.array([1, 4]))
    >>> column.all()
    array([3, 1, 4])
    """

    def __init__(self, values: NDArray[np.integer]) -> None:
        self._room, self.filled = values, len(values)

    def add(self, more: NDArray[np.integer]) -> None:
        """Put values at the end."""
        end = self.filled + len(more)
        if end > len(self._room):
            size = end if end < _FEW else max(2 * end, _ROOM)
            room = np.empty(size, dtype=self._room.dtype)
            room[: self.filled] = self._room[: self.filled]
            self._room = room
        self._room[self.filled : end] = more
        self.filled = end

    def all(self) -> NDArray[Any]:
        """Return all values; none can be added then."""
        self._room.resize(self.filled, refcheck=False)
        return self._room


Words = pd.api.extensions.ExtensionArray

# Terms counted at once, 8 bytes each; and running words looked at together.
_PART: Final = 5 << 19
_CHUNK: Final = 1 << 20
# Terms written out at once.
_SPELT: Final = 1 << 17
# Bits of a positive integer.
_BITS: Final = 63
# The part of a word at which no term begins.
_NONE: Final = 255
_TEXT: Final = pd.StringDtype("pyarrow", na_value=np.nan)


@dataclass(frozen=True)
class Cells:
    """How often terms stand in documents, by term and document, both rising.

    Attributes
    ----------
    keys
        The key of each term; they rise as the alphabet does.
    starts
        Where the cells of each term begin; one more than there are terms.
    document, count
        Of each cell.
    """

    keys: Integers
    starts: Integers
    document: NDArray[np.int32]
    count: NDArray[np.int32]

    def in_documents(self, fewest: int) -> Cells:
        """Keep the terms that stand in so many documents."""
        sizes = np.diff(self.starts)
        enough = sizes >= fewest
        if enough.all():
            return self
        cells = np.repeat(enough, sizes)
        starts = running(sizes[enough])
        return Cells(self.keys[enough], starts, self.document[cells], self.count[cells])


@dataclass(frozen=True)
class Alphabet:
    """Words in the order of the alphabet; joined words are in the order of their words.

    Attributes
    ----------
    words
        The words that terms are made of.
    ids
        The id of each among the terms of a corpus.
    n
        Words in a term.
    """

    words: pa.LargeStringArray
    ids: Integers
    n: int

    def spell(self, keys: Integers) -> Words:
        """Write the terms of keys out."""
        chunks = [
            self._spell(keys[begin : begin + _SPELT]) for begin in range(0, len(keys), _SPELT)
        ]
        return _as_words(pa.chunked_array(chunks, pa.large_string()))

    def _spell(self, keys: Integers) -> pa.LargeStringArray:
        size = max(len(self.words), 1)
        parts = [
            self.words.take(pa.array(keys // size ** (self.n - 1 - step) % size))
            for step in range(self.n)
        ]
        space = pa.scalar(" ", pa.large_string())
        return pc.binary_join_element_wise(*parts, space) if self.n > 1 else parts[0]


def spelt(terms: Sequence[str]) -> Words:
    """Hold terms as pandas holds text: as long as each is."""
    return _as_words(pa.chunked_array([pa.array(terms, pa.large_string())]))


def _as_words(terms: pa.ChunkedArray) -> Words:
    words: Words = terms.to_pandas(types_mapper={pa.large_string(): _TEXT}.get).array
    return words


def alphabet(tokens: Tokens, n: int) -> Alphabet:
    """Sort the words that occur."""
    ids = np.flatnonzero(tokens.frequency)
    series = pl.Series(tokens.vocabulary[ids].tolist(), dtype=pl.String)
    order = series.arg_sort()
    return Alphabet(series.gather(order).to_arrow().cast(pa.large_string()), ids[order], n)


def cells(
    tokens: Tokens, letters: Alphabet, number: NDArray[np.int32] | None = None
) -> Iterator[Cells]:
    """Count terms in documents, a part of the alphabet at a time.

    Parameters
    ----------
    letters
        The words that count.
    number
        What each document is numbered, if not as it stands.
    """
    if number is None:
        number = np.arange(len(tokens.offsets) - 1, dtype=np.int32)
    rank = np.full(len(tokens.vocabulary), -1, dtype=np.int32)
    rank[letters.ids] = np.arange(len(letters.ids), dtype=np.int32)
    part, parts = _parts(tokens, letters)
    for part_number in range(parts):
        heads = _places(part, part_number)
        inside = np.diff(np.searchsorted(heads, tokens.offsets))
        keys = rank[tokens.ids[heads]].astype(np.int64)
        for step in range(1, letters.n):
            keys *= len(letters.ids)
            keys += rank[tokens.ids[heads + step]]
        del heads
        yield _counted(keys, np.repeat(number, inside), len(letters.ids) ** letters.n)


def _parts(tokens: Tokens, letters: Alphabet) -> tuple[NDArray[np.uint8], int]:
    """Say in which part each running word is counted as the first of a term."""
    times = tokens.frequency[letters.ids]
    before = np.cumsum(times) - times
    of_word = before // max(_PART, -(-int(times.sum()) // _NONE))
    table = np.full(len(tokens.vocabulary), _NONE, dtype=np.uint8)
    table[letters.ids] = of_word
    part = np.empty(len(tokens.ids), dtype=np.uint8)
    for begin in range(0, len(part), _CHUNK):
        part[begin : begin + _CHUNK] = table[tokens.ids[begin : begin + _CHUNK]]
    part[headless(tokens, letters.n)] = _NONE
    return part, int(of_word.max(initial=0)) + 1


def _places(part: NDArray[np.uint8], number: int) -> Integers:
    """Find where a part begins, some running words at a time."""
    places = [
        begin + np.flatnonzero(part[begin : begin + _CHUNK] == number)
        for begin in range(0, len(part), _CHUNK)
    ]
    return joined(places)


def headless(tokens: Tokens, n: int) -> Integers:
    """Find the running words with which no term of `n` words begins: a stretch ends before."""
    ends = tokens.edges
    before = np.concatenate([ends[:0], *(ends - step for step in range(1, n))])
    return distinct(before[before >= 0])


def cells_of(counts: csr_array, number: NDArray[np.int32]) -> Cells:
    """Lay a matrix of documents x terms out as cells; see `cells`."""
    table = csc_array(counts[np.argsort(number)])
    table.eliminate_zeros()
    table.sort_indices()
    keys = np.flatnonzero(np.diff(table.indptr))
    starts = np.append(table.indptr[keys], table.indptr[-1]).astype(np.int64)
    return Cells(keys, starts, table.indices.astype(np.int32), table.data.astype(np.int32))


def _counted(keys: Integers, documents: NDArray[np.int32], most: int) -> Cells:
    """Count equal keys in equal documents."""
    bits = int(documents.max(initial=0)).bit_length()
    names = None
    if (most << bits).bit_length() > _BITS:
        names, keys = np.unique(keys, return_inverse=True)
    keys <<= bits
    keys |= documents
    packed = keys
    packed.sort()
    # A part is small enough for half as wide numbers.
    first = np.flatnonzero(changes(packed)).astype(np.int32)
    count = np.diff(first, append=np.int32(len(packed)))
    packed = packed[first]
    document = (packed & ((1 << bits) - 1)).astype(np.int32)
    packed >>= bits
    starts = np.flatnonzero(changes(packed))
    terms = packed[starts] if names is None else names[packed[starts]]
    return Cells(terms, np.append(starts, len(packed)), document, count)


@dataclass(frozen=True)
class Rows:
    """Terms in groups of documents, by term and group, both rising.

    Attributes
    ----------
    keys
        The key of each term.
    starts
        Where the rows of each term begin; one more than there are terms.
    group, frequency, documents
        Of each row: the number of the group, how often the term stands in it, and in how many
        of its documents.
    """

    keys: Integers
    starts: NDArray[np.int32]
    group: NDArray[np.int32]
    frequency: NDArray[np.int32]
    documents: NDArray[np.int32]


def rows_of(parts: Iterable[Cells], group: NDArray[np.int32]) -> Rows:
    """Add cells up.

    Parameters
    ----------
    group
        Number of the group of each document; it never falls.
    """
    keys, starts = Column(np.zeros(0, dtype=np.int64)), Column(np.zeros(1, dtype=np.int32))
    columns = [Column(np.zeros(0, dtype=np.int32)) for _ in range(3)]
    for part in parts:
        sums = _added(part, group)
        starts.add(sums.starts[1:] + columns[0].filled)
        keys.add(sums.keys)
        for column, more in zip(columns, (sums.group, sums.frequency, sums.documents), strict=True):
            column.add(more)
    return Rows(keys.all(), starts.all(), *[column.all() for column in columns])


def _added(part: Cells, group: NDArray[np.int32]) -> Rows:
    of_cell = group[part.document]
    new = changes(of_cell)
    new[part.starts[:-1]] = True
    first = np.flatnonzero(new)
    sums = np.add.reduceat(part.count, first, dtype=np.int32) if len(first) else part.count
    sizes = np.diff(first, append=len(of_cell)).astype(np.int32)
    starts = np.searchsorted(first, part.starts).astype(np.int32)
    return Rows(part.keys, starts, of_cell[first], sums, sizes)


def matrix(tokens: Tokens, n: int, minimum_documents: int) -> tuple[csc_array, Words]:
    """Count the terms of each document; see `Tokens.matrix`."""
    if n == 1:
        return _words(tokens, minimum_documents)
    letters = alphabet(tokens, n)
    parts = [one.in_documents(minimum_documents) for one in cells(tokens, letters)]
    keys = joined([one.keys for one in parts])
    starts = running(joined([np.diff(one.starts) for one in parts]))
    columns = joined([one.count for one in parts]), joined([one.document for one in parts])
    data = *columns, narrow(starts)
    del parts
    table = csc_array(data, shape=(len(tokens.offsets) - 1, len(keys)))
    order = np.argsort(-_totals(table), kind="stable")
    return table[:, order], letters.spell(keys[order])


def _words(tokens: Tokens, minimum_documents: int) -> tuple[csc_array, Words]:
    """Count single words: their ids are numbers already, so that only ties are sorted by name."""
    inner = np.searchsorted(tokens.offsets, range(_CHUNK, len(tokens.ids), _CHUNK)).tolist()
    several = pairwise([0, *inner, len(tokens.offsets) - 1])
    parts = in_threads(lambda part: _turned(tokens, *part), several)
    table = csc_array(vstack([*parts], format="csc"))
    columns = np.flatnonzero(np.diff(table.indptr) >= max(minimum_documents, 1))
    names = pl.Series(tokens.vocabulary[columns].tolist(), dtype=pl.String)
    order = falling(_totals(table)[columns], names)
    terms = names.gather(order).to_arrow().cast(pa.large_string())
    return table[:, columns[order]], _as_words(pa.chunked_array([terms]))


def _turned(tokens: Tokens, first: int, last: int) -> csc_array:
    """Count the words of some documents, word by word."""
    offsets = tokens.offsets[first : last + 1]
    ids = tokens.ids[offsets[0] : offsets[-1]]
    size = last - first, len(tokens.vocabulary)
    starts = narrow(offsets - offsets[0])
    table = csr_array((np.ones(len(ids), dtype=np.int32), ids, starts), shape=size).tocsc()
    table.sum_duplicates()
    return table


def _totals(table: csc_array) -> Integers:
    return np.asarray(table.sum(axis=0)).ravel()
