"""Count the words that pairs of documents share, many pairs at a time.

The runs of both documents of some pairs are packed into one integer each: the number of the
pair, as much of the run's hash as there is room for, and its place. Sorted, the runs that both
documents of a pair hold stand side by side, those of the first before those of the other.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, changes, expanded, running
from analysis.corpus.execution.processes import in_threads
from analysis.measures.reuse.shingles import WORDS, Shingles

# Runs sorted at a time: few enough to leave a hash 40 bits or so, which is plenty in a pair.
_AT_ONCE: Final = 1 << 17
_BITS: Final = 64


def shared_words(shingles: Shingles, one: Integers, other: Integers) -> Integers:
    """Count the words of pairs in runs that both hold outside quotations: the fewer of both.

    Parameters
    ----------
    shingles
        The shingles of all documents.
    one, other
        Positions of the documents of each pair.
    """
    own = running(shingles.own)
    start, hashed, bounds = (
        shingles.start[shingles.own],
        shingles.hashed[shingles.own],
        own[shingles.bounds],
    )
    pairs = np.stack([one, other])
    size = np.diff(bounds)[pairs].sum(axis=0)
    cuts = np.append(np.flatnonzero(changes(running(size)[:-1] // _AT_ONCE)), len(one))

    def count(number: int) -> Integers:
        some = pairs[:, cuts[number] : cuts[number + 1]].ravel()
        sizes = bounds[some + 1] - bounds[some]
        runs = expanded(bounds[some], sizes)
        shared = _held_by_both(hashed[runs], sizes)
        side = np.repeat(np.arange(len(some)), sizes)[shared]
        words = _words(start[runs[shared]], side, len(some)).reshape(2, -1)
        return np.asarray(words.min(axis=0))

    parts = in_threads(count, range(len(cuts) - 1))
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _held_by_both(hashed: NDArray[np.uint64], sizes: Integers) -> Integers:
    """Find the runs that the other document of their pair holds too.

    Parameters
    ----------
    hashed, sizes
        Runs of the first documents of all pairs, then of the others; how many each has.
    """
    pairs = len(sizes) // 2
    pair = np.repeat(np.tile(np.arange(pairs, dtype=np.uint64), 2), sizes)
    place = np.uint64(len(hashed).bit_length())
    number = np.uint64(_BITS - pairs.bit_length())
    packed = (pair << number) | (hashed >> np.uint64(pairs.bit_length()) >> place << place)
    packed |= np.arange(len(hashed), dtype=np.uint64)
    packed.sort()
    runs = (packed & ((np.uint64(1) << place) - np.uint64(1))).astype(np.int64)
    first = np.flatnonzero(changes(packed >> place))
    last = np.append(first, len(runs))[1:] - 1
    of_first = int(sizes[:pairs].sum())
    both = (runs[first] < of_first) & (runs[last] >= of_first)
    is_shared = np.zeros(len(hashed), dtype=bool)
    is_shared[runs] = np.repeat(both, last - first + 1)
    return np.flatnonzero(is_shared)


def _words(start: Integers, side: Integers, sides: int) -> Integers:
    """Count the words that runs cover, by document; where the next begins sooner, up to it."""
    covered = np.full(len(start), WORDS)
    covered[:-1] = np.where(side[1:] == side[:-1], np.minimum(np.diff(start), WORDS), WORDS)
    return np.bincount(side, covered, sides).astype(np.int64)
