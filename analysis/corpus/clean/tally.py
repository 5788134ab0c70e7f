"""Gather the lines of pages, so that what an outlet repeats can be learnt from all of them.

Pages are counted in parts, by several processes, and laid aside packed in a file: in memory
stay a few bytes of each line, which tell the pages that hold a line of another.
"""

from __future__ import annotations

import tempfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import numpy as np
import pyarrow
from numpy.typing import NDArray

Keys = frozenset[str]

# Of texts as short as these LZ4 is several times faster than Zstandard.
_CODEC: Final = pyarrow.Codec("lz4_raw")
_UNPACKED: Final = 2_000


@dataclass(frozen=True)
class Tally:
    """The lines that the rules leave open on the pages of each outlet.

    Attributes
    ----------
    pages
        Outlet, folded -> document -> its distinct open lines, folded and packed.
    """

    pages: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Put two tallies together; of a document that is in both, the other's page stays."""
        outlets = [*self.pages, *(outlet for outlet in other.pages if outlet not in self.pages)]
        return Tally({o: {**self.pages.get(o, {}), **other.pages.get(o, {})} for o in outlets})


class Spool:
    """The pages of tallies, laid aside in a file of its own that goes when this is closed.

    Parameters
    ----------
    folder
        Where the file is made; as a rule where the machine keeps what does not last.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - see __exit__
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

    def add(self, tally: Tally) -> None:
        """Lay the pages of a tally aside; no document may come twice."""
        self._file.seek(0, 2)
        for outlet, own in tally.pages.items():
            pages = self._outlets.setdefault(outlet, Pages(self._file))
            for document, packed in own.items():
                pages.add(document, packed)

    def outlets(self) -> Iterator[tuple[str, Pages]]:
        """Give the pages of each outlet, in the order of their documents' names."""
        for outlet, pages in self._outlets.items():
            pages.sort()
            yield outlet, pages


class Pages:
    """The pages of one outlet; their lines are read from the file when they are looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._names: list[str] = []
        # Of each page: where it begins in the file, its bytes, and how many lines it has.
        self._places = array("q")
        self._sums = array("I")
        self._order: list[int] = []
        self._unpacked = lru_cache(maxsize=_UNPACKED)(self._read)

    def add(self, document: str, packed: bytes) -> None:
        """Lay a page aside at the end of the file."""
        count = int.from_bytes(packed[:4], "little")
        self._names.append(document)
        self._places.extend((self._file.tell(), len(packed), count))
        self._sums.frombytes(packed[4 : 4 + 4 * count])
        self._file.write(packed)

    def sort(self) -> None:
        """Put the pages in the order of their documents' names."""
        self._order = sorted(range(len(self._names)), key=self._names.__getitem__)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, number: int) -> Keys:
        return self._unpacked(number)

    def name(self, number: int) -> str:
        """Give the document of a page."""
        return self._names[self._order[number]]

    def likely(self) -> Iterator[tuple[int, list[str]]]:
        """Give the lines that may stand on another page too, with the number of their page.

        Every line that does is among them; one that does not is so by chance.
        """
        sums = np.frombuffer(self._sums, dtype=np.uint32)
        ordered = np.sort(sums)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        counts = np.array(self._places, dtype=np.int64).reshape(-1, 3)[:, 2]
        owner = np.repeat(np.arange(len(counts)), counts)
        held = np.unique(owner[_is_in(sums, twice)]).tolist()
        some = frozenset(held)
        wanted = frozenset(twice.tolist())
        for number, page in enumerate(self._order):
            if page in some:
                yield number, [key for key in self._read(number) if _sum(key) in wanted]

    def _read(self, number: int) -> Keys:
        start, size, _ = self._places[3 * self._order[number] : 3 * self._order[number] + 3]
        self._file.seek(start)
        return unpack(self._file.read(size))


def pack(keys: Keys) -> bytes:
    """Pack the lines of a page, after a sum of each."""
    lines = sorted(keys - {""})
    coded = [line.encode("utf-8", "surrogatepass") for line in lines]
    sums = array("I", map(zlib.crc32, coded))
    text = b"\n".join(coded)
    packed = bytes(_CODEC.compress(text, asbytes=True))
    return b"".join(
        (len(lines).to_bytes(4, "little"), sums.tobytes(), len(text).to_bytes(4, "little"), packed)
    )


def unpack(packed: bytes) -> Keys:
    """Unpack the lines of a page."""
    begin = 4 + 4 * int.from_bytes(packed[:4], "little")
    size = int.from_bytes(packed[begin : begin + 4], "little")
    text = _CODEC.decompress(packed[begin + 4 :], decompressed_size=size, asbytes=True)
    return frozenset(bytes(text).decode("utf-8", "surrogatepass").split("\n")) - {""}


def _sum(line: str) -> int:
    return zlib.crc32(line.encode("utf-8", "surrogatepass"))


def _is_in(values: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which values are among some that are sorted."""
    if not len(wanted):
        return np.zeros(len(values), dtype=bool)
    places = np.searchsorted(wanted, values)
    found: NDArray[np.bool_] = wanted[np.minimum(places, len(wanted) - 1)] == values
    return found
