"""Find where the running words of texts stand, for all characters at once.

A word (`language.TOKEN`) is letters, marks and digits, and an apostrophe or a hyphen between
two of them: whether a character is part of one can be told from itself and its neighbours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers

# No source is longer: keys of (number, place) stay in order.
LONGEST: Final = 1 << 32
LETTER, JOINT = 1, 2
JOINTS: Final = "'’-"
# Characters looked at in one piece, so that they stay in the processor's cache.
_AT_ONCE: Final = 1 << 18


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
    if not len(texts):
        return (np.zeros(0, dtype=np.int64),) * 3
    parts = [_words(part) for part in _batches(texts)]
    starts, ends, sizes = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return starts, ends, sizes


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    reach = np.cumsum([len(text) for text in texts])
    breaks = np.flatnonzero(np.diff(reach // _AT_ONCE)) + 1
    edges = [0, *breaks.tolist(), len(texts)]
    return (texts[first:last] for first, last in pairwise(edges))


def _words(texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
    # A line break before, between and after: no word is part of two texts.
    joined = "\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass")
    kinds = character_kinds()[np.frombuffer(joined, dtype="<u4")]
    _, starts, ends = word_runs(kinds)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    firsts = 1 + np.concatenate([[0], np.cumsum(lengths + 1)])
    sizes = np.diff(np.searchsorted(starts, firsts))
    before = np.repeat(firsts[:-1], sizes)
    return starts - before, ends - before, sizes


def word_runs(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], Integers, Integers]:
    """Tell which characters are part of a word, and where words start and end.

    Parameters
    ----------
    kinds
        The kind of each character, of which the first and last are part of none.
    """
    held = kinds == LETTER
    held[1:-1] |= (kinds[1:-1] == JOINT) & held[:-2] & held[2:]
    edges = np.flatnonzero(held[1:] != held[:-1]) + 1
    return held, edges[::2], edges[1::2]


@lru_cache(maxsize=1)
def character_kinds() -> NDArray[np.uint8]:
    """Say of every character whether it is a letter, mark or digit, or may join two."""
    kinds = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    every = np.arange(len(kinds), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for run in regex.finditer(r"[\p{L}\p{M}\p{N}]+", every):
        kinds[run.start() : run.end()] = LETTER
    kinds[[ord(joint) for joint in JOINTS]] = JOINT
    return kinds
