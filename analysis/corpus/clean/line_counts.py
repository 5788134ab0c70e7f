"""Gather the lines of pages, so that what an outlet repeats can be learnt from all of them.

Pages are counted in parts, by several processes, and laid aside in a file: in memory stay a few
bytes of each line, which tell the pages that hold a line of another.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BufferedIOBase, RawIOBase
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, running
from analysis.corpus.clean.split_lines import text_column

Keys = frozenset[str]

# Pages whose lines are remembered.
_KEPT: Final = 2_000


@dataclass(frozen=True, eq=False)
class Tally:
    """The lines that the rules leave open on the pages of each outlet.

    Attributes
    ----------
    outlets, documents
        Of each page: who published it, folded, and which document it is.
    counts
        How many open lines it has.
    lines
        Those lines, folded, page after page.
    """

    outlets: list[str]
    documents: list[str]
    counts: Integers
    lines: pl.Series

    @staticmethod
    def of(pages: Mapping[tuple[str, str], Sequence[str]]) -> Tally:
        """Tally the lines of pages: (outlet, document) -> its open lines."""
        counts = np.array([len(lines) for lines in pages.values()], dtype=np.int64)
        outlets, documents = [outlet for outlet, _ in pages], [name for _, name in pages]
        return Tally(outlets, documents, counts, text_column(list(chain(*pages.values()))))

    def __add__(self, other: Tally) -> Tally:
        """Put two tallies together; no document may be in both."""
        return Tally(
            self.outlets + other.outlets,
            self.documents + other.documents,
            np.concatenate([self.counts, other.counts]),
            pl.concat([self.lines, other.lines]),
        )


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
        begin = self._file.tell()
        _, ends, letters = (tally.lines + "\n").to_arrow().buffers()
        self._file.write(letters or b"")
        places = np.frombuffer(ends, dtype=np.int64)[: len(tally.lines) + 1] + begin
        places = places[running(tally.counts)]
        # Half of a sum tells lines apart well enough.
        sums = tally.lines.hash().to_numpy().astype(np.uint32)
        names, codes = np.unique(np.array(tally.outlets, dtype=object), return_inverse=True)
        of_lines = np.repeat(codes, tally.counts)
        for code, outlet in enumerate(names.tolist()):
            rows = np.flatnonzero(codes == code)
            pages = self._outlets.setdefault(outlet, Pages(self._path))
            pages.add(
                [tally.documents[page] for page in rows.tolist()],
                np.column_stack([places[rows], places[rows + 1], tally.counts[rows]]),
                sums[of_lines == code],
            )

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
        self._places = array("q")
        self._sums = array("I")
        self._order: list[int] = []

    def add(self, documents: list[str], places: Integers, sums: NDArray[np.uint32]) -> None:
        """Take pages that lie in the file.

        Parameters
        ----------
        documents
            Whose pages they are.
        places
            Of each page: where it begins, where it ends, and how many lines it has.
        sums
            A sum of each line.
        """
        self._names += documents
        self._places.frombytes(places.tobytes())
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
        return file.read(end - begin).decode("utf-8").split("\n")[:-1]


def _is_in(values: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which values are among some that are sorted."""
    if not len(wanted):
        return np.zeros(len(values), dtype=bool)
    places = np.searchsorted(wanted, values)
    is_wanted: NDArray[np.bool_] = wanted[np.minimum(places, len(wanted) - 1)] == values
    return is_wanted
