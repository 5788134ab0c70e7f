"""Find the running words of sources among their bytes, as Arrow holds them.

`offsets` says where words stand in texts that are at hand as strings. Where of millions of
words a few are wanted, making the strings costs more than all that is done with them: here no
text is made but what is cut out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, expanded, running
from analysis.corpus.language.tokenizer import JOINT, LETTER, character_kinds

Bytes = NDArray[np.uint8]

# A byte of 0x80 or more is part of a longer character; its first one is 0xC0 or more.
_LONGER: Final = 0x80
_FIRST: Final = 0xC0
# No character that joins two words is longer.
LONGEST_JOINT: Final = 3


@dataclass(frozen=True)
class Printed:
    """Sources as the bytes of UTF-8, end to end.

    Attributes
    ----------
    bytes
        A line break stands before and after, so that every byte has neighbours.
    firsts
        Where each document begins; one more than there are documents.
    """

    bytes: Bytes
    firsts: Integers

    @cached_property
    def _longer(self) -> tuple[Integers, NDArray[np.bool_]]:
        """Find the bytes of longer characters, and say which are the first of one."""
        places = np.flatnonzero(self.bytes >= _LONGER)
        return places, self.bytes[places] >= _FIRST

    @cached_property
    def _later(self) -> Integers:
        """Find the bytes at which no character begins."""
        places, first = self._longer
        return places[~first]

    @cached_property
    def _characters(self) -> Integers:
        """Count the characters that begin before each document."""
        return self.firsts - np.searchsorted(self._later, self.firsts)

    @cached_property
    def _passed(self) -> Integers:
        """Count the characters that begin before each of those bytes."""
        passed: Integers = self._later - np.arange(len(self._later))
        return passed

    def points(self, documents: Integers, places: Integers) -> Integers:
        """Turn bytes into code points of the documents they lie in."""
        return places - np.searchsorted(self._later, places) - self._characters[documents]

    def places(self, documents: Integers, points: Integers) -> Integers:
        """Turn code points of documents into bytes."""
        characters = self._characters[documents] + points
        return characters + np.searchsorted(self._passed, characters, side="right")

    def words(self, borders: Integers) -> tuple[Integers, Integers, Integers]:
        """Find all running words, in the stretches and between them.

        Parameters
        ----------
        borders
            Where stretches begin and end, each once, in rising order: no word lies across.

        Returns
        -------
        Where each word starts and ends; and the borders at which one was torn.
        """
        kind = self._kinds()
        held = self._held(kind)
        torn = borders[held[borders - 1] & held[borders]]
        for border in torn.tolist():
            _let_go(held, kind, border, 1)
            _let_go(held, kind, border - 1, -1)
        edges = np.flatnonzero(held[1:] != held[:-1]) + 1
        # One word ends there, and another begins.
        within = np.repeat(torn[held[torn - 1] & held[torn]], 2)
        edges = np.insert(edges, np.searchsorted(edges, within), within)
        starts, ends = edges.reshape(-1, 2).T.copy()
        return starts, ends, torn

    def _kinds(self) -> Bytes:
        """Say of every byte what its character is."""
        # Python's own way to look bytes up: numpy would make wider numbers of them first.
        table = character_kinds()[:256].tobytes()
        found = np.frombuffer(bytearray(self.bytes).translate(table), np.uint8)
        places, first = self._longer
        text = self.bytes[places].tobytes().decode("utf-8")
        sizes = np.diff(np.append(np.flatnonzero(first), len(first)))
        characters = np.frombuffer(text.encode("utf-32-le"), "<u4")
        found[places] = np.repeat(character_kinds()[characters], sizes)
        return found

    def _held(self, kind: Bytes) -> NDArray[np.bool_]:
        """Say which bytes are part of a word; a joint is between two letters."""
        letter = kind == LETTER
        held: NDArray[np.bool_] = letter.copy()
        held[1:-1] |= (kind[1:-1] == JOINT) & letter[:-2] & letter[2:]
        places, first = self._longer
        joints = places[first & (kind[places] == JOINT)]
        sizes = np.full(len(joints), LONGEST_JOINT)
        joins = letter[joints - 1] & letter[joints + sizes]
        held[expanded(joints[joins], sizes[joins])] = True
        return held

    def cut_out(self, starts: Integers, ends: Integers) -> pa.LargeStringArray:
        """Cut out texts, from byte to byte."""
        sizes = ends - starts
        held = self.bytes[expanded(starts, sizes)]
        buffers = (pa.py_buffer(running(sizes)), pa.py_buffer(held))
        return pa.LargeStringArray.from_buffers(len(sizes), *buffers)


def printed(sources: pd.Series) -> Printed:
    """Lay out sources."""
    texts = pa.array(sources, type=pa.large_string(), from_pandas=True)
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    _, offsets, data = texts.buffers()
    reach = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    held = np.full(reach[-1] - reach[0] + 2, ord("\n"), dtype=np.uint8)
    held[1:-1] = np.frombuffer(data, np.uint8)[reach[0] : reach[-1]]
    return Printed(held, reach - reach[0] + 1)


def _let_go(held: NDArray[np.bool_], kind: Bytes, place: int, step: int) -> None:
    """Take a joint out of its word, byte by byte."""
    while held[place] and kind[place] == JOINT:
        held[place] = False
        place += step
