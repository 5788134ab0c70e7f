"""The independent documents of two sides, and how many ways there are to relabel them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE, MINIMUM_RELABELLINGS

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Units:
    """What is relabelled: independent documents (or clusters of copies) of two sides.

    Attributes
    ----------
    counts
        Units x terms; no zero is stored.
    length
        Tokens of each unit.
    is_target
        Which side each unit stands on.
    stratum
        Number of the event or day within which labels are exchanged.
    """

    counts: csc_array
    length: Numbers
    is_target: NDArray[np.bool_]
    stratum: NDArray[np.int64]

    @property
    def allow_inference(self) -> bool:
        """Whether there are documents enough for a p-value or an interval."""
        return allows_inference(self.is_target, self.stratum)

    @property
    def is_matched(self) -> bool:
        """Whether there are strata within which sides are compared."""
        return len(np.unique(self.stratum)) > 1

    @property
    def on_both_sides(self) -> Units:
        """The units of strata that stand on both sides."""
        rows = on_both_sides(self.is_target, self.stratum)
        return self if len(rows) == len(self.stratum) else self.only(rows)

    def only(self, rows: NDArray[np.int64]) -> Units:
        """Keep some units, in the order of `rows`."""
        return Units(
            csc_array(self.counts[rows]),
            self.length[rows],
            self.is_target[rows],
            self.stratum[rows],
        )


def allows_inference(is_target: NDArray[np.bool_], stratum: NDArray[np.int64]) -> bool:
    """Tell whether units are enough for a p-value or an interval."""
    target = int(is_target.sum())
    fewest = min(target, len(is_target) - target)
    return fewest >= MINIMUM_DOCUMENTS_FOR_INFERENCE and (
        relabellings(is_target, stratum) >= MINIMUM_RELABELLINGS
    )


def relabellings(is_target: NDArray[np.bool_], stratum: NDArray[np.int64]) -> int:
    """Count the distinct ways to relabel documents within their strata.

    Examples
    --------
    >>> relabellings(np.array([True] * 5 + [False] * 5), np.zeros(10, dtype=int))
    252
    """
    ways = 1
    for number in np.unique(stratum):
        inside = is_target[stratum == number]
        ways *= math.comb(len(inside), int(inside.sum()))
    return ways


def drawn(units: Units, seed: int, most: int) -> Units:
    """Draw the units that a test relabels: all of them, or of more than `most` so many.

    Drawn are `most` units at random: of the smaller side all, or half of `most` where it has
    more, and the rest of the other. What they say has no part in it, so the test stays exact.

    Returns
    -------
    Units in the order they had.
    """
    sides = [np.flatnonzero(units.is_target == side) for side in (False, True)]
    if len(units.is_target) <= most:
        return units
    fewer = min(most // 2, *map(len, sides))
    sizes = [fewer if side is min(sides, key=len) else most - fewer for side in sides]
    random = np.random.default_rng(seed)
    chosen = [random.choice(side, size, False) for side, size in zip(sides, sizes, strict=True)]
    rows = np.sort(np.concatenate(chosen))
    return units.only(rows)


def on_both_sides(is_target: NDArray[np.bool_], stratum: NDArray[np.int64]) -> NDArray[np.int64]:
    """List the units of strata that stand on both sides: one on a single side compares nothing."""
    _, number = np.unique(stratum, return_inverse=True)
    targets, sizes = np.bincount(number, is_target), np.bincount(number)
    return np.flatnonzero(((targets > 0) & (targets < sizes))[number])
