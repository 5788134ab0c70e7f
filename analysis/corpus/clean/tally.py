"""Gather the lines of pages, so that what an outlet repeats can be learnt from all of them.

Pages are counted in parts, by several processes, and laid aside in a file: in memory stay a few
bytes of each line, which tell the pages that hold a line of another.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from io import BufferedIOBase, RawIOBase
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.arrays import running
from analysis.corpus.clean.sources import text_column

Keys = frozenset[str]

# Pages whose lines are remembered.
_KEPT: Final = 2_000


@dataclass(frozen=True)
class Tally:
    """The lines that the rules leave open on the pages of each outlet.

    Attributes
    ----------
    pages
        Outlet, folded -> document -> its open lines, folded, one below the other.
    """

    pages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Put two tallies together; of a document that is in both, the other's page stays."""
        outlets = [*self.pages, *(outlet for outlet in other.pages if outlet not in self.pages)]
        return Tally({o: {**self.pages.get(o, {}), **other.pages.get(o, {})} for o in outlets})


class Spool:
    """The pages of tallies, laid aside in a file of its own that goes when this is closed.

    Other processes read it by its name, so that one who is killed leaves it in the folder.

    Parameters
    ----------
    folder
        Where the file is made; as a rule where the machine keeps what does not last.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True)
        self._path = Path(self._folder.name, "pages")
        self._file = self._path.open("wb")
        self._outlets: dict[str, Pages] = {}

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._file.close()
        self._folder.cleanup()

    def add(self, tally: Tally) -> None:
        """Lay the pages of a tally aside; no document may come twice."""
        texts = text_column([text for own in tally.pages.values() for text in own.values()])
        _, ends, letters = texts.to_arrow().buffers()
        begin = self._file.tell()
        self._file.write(letters or b"")
        places = np.frombuffer(ends, dtype=np.int64)[: len(texts) + 1] + begin
        lines = texts.str.split("\n")
        counts = lines.list.len().to_numpy().astype(np.int64)
        sums = lines.list.explode(empty_as_null=False, keep_nulls=False).hash().to_numpy()
        edges = running(counts)
        first = 0
        for outlet, own in tally.pages.items():
            last = first + len(own)
            pages = self._outlets.setdefault(outlet, Pages(self._path))
            # Half of a sum tells lines apart well enough.
            mine = sums[edges[first] : edges[last]].astype(np.uint32)
            pages.add(list(own), places[first : last + 1], counts[first:last], mine)
            first = last

    def outlets(self) -> Iterator[tuple[str, Pages]]:
        """Give the pages of each outlet, in the order of their documents' names."""
        self._file.flush()
        for outlet, pages in self._outlets.items():
            pages.sort()
            yield outlet, pages


class Pages:
    """The pages of one outlet; their lines are read from a file when they are looked at."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names: list[str] = []
        # Of each page: where it begins in the file, where it ends, and how many lines it has.
        self._places = array("q")
        self._sums = array("I")
        self._order: list[int] = []

    def add(
        self,
        documents: list[str],
        places: NDArray[np.int64],
        counts: NDArray[np.int64],
        sums: NDArray[np.uint32],
    ) -> None:
        """Take pages that lie end to end in the file.

        Parameters
        ----------
        documents
            Whose pages they are.
        places
            Where each begins; one more than there are.
        counts, sums
            How many lines each has, and a sum of each line.
        """
        self._names += documents
        self._places.frombytes(np.column_stack([places[:-1], places[1:], counts]).tobytes())
        self._sums.frombytes(sums.tobytes())

    def sort(self) -> None:
        """Put the pages in the order of their documents' names."""
        self._order = sorted(range(len(self._names)), key=self._names.__getitem__)

    def __len__(self) -> int:
        return len(self._names)

    def name(self, number: int) -> str:
        """Give the document of a page."""
        return self._names[self._order[number]]

    def likely(self) -> Iterator[tuple[int, Keys, int]]:
        """Give the lines that may stand on another page too.

        Returns
        -------
        The number of a page, those lines, and the letters of all its lines. Every line that does
        stand on another is among them; one that does not stands twice on its own, or is there by
        chance.
        """
        sums = np.frombuffer(self._sums, dtype=np.uint32)
        ordered = np.sort(sums)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        places = np.flatnonzero(_is_in(sums, twice))
        edges = running(np.array(self._places, dtype=np.int64).reshape(-1, 3)[:, 2])
        bounds = np.searchsorted(places, edges).tolist()
        with self._path.open("rb") as file:
            for number, page in enumerate(self._order):
                if some := places[bounds[page] : bounds[page + 1]].tolist():
                    lines = self._lines(file, page)
                    first = int(edges[page])
                    likely = frozenset([lines[place - first] for place in some]) - {""}
                    yield number, likely, sum(map(len, frozenset(lines)))

    def __getitem__(self, number: int) -> Keys:
        return self._remembered(number)

    @cached_property
    def _remembered(self) -> Callable[[int], Keys]:
        return lru_cache(maxsize=_KEPT)(self._read)

    def _read(self, number: int) -> Keys:
        with self._path.open("rb", buffering=0) as file:
            return frozenset(self._lines(file, self._order[number])) - {""}

    def _lines(self, file: BufferedIOBase | RawIOBase, page: int) -> list[str]:
        begin, end = self._places[3 * page : 3 * page + 2]
        file.seek(begin)
        return file.read(end - begin).decode("utf-8").split("\n")


def _is_in(values: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which values are among some that are sorted."""
    if not len(wanted):
        return np.zeros(len(values), dtype=bool)
    places = np.searchsorted(wanted, values)
    found: NDArray[np.bool_] = wanted[np.minimum(places, len(wanted) - 1)] == values
    return found
