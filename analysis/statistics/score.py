"""Test every term by relabelling documents: the score of a negative binomial, max-T over terms.

A word that one side never uses can be found by it as well as one that both use: what a document
says counts by how far it lies from what its length would have, and less the more the word comes
in bursts. Neither the expectation nor the weight knows which side a document stands on, so that
relabelling is exact and the statistic is linear in the labels.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from analysis.statistics.units import Numbers, Units

# Terms that are permuted at once: what they need stays in the processor's cache.
_CHUNK: Final = 128
# Of more units the lengths are rounded to the mean of so many bins; the labels have no part in
# it, so the test stays exact.
_EXACT: Final = 1_024
_BINS: Final = 128
# Sums that are equal but for the order they were added in differ by less than this share, in
# single precision, which halves the time.
_ROUNDING: Final = 1e-5
# A term whose residuals vary by less than this share of their squares is spread evenly.
_SPREAD: Final = 1e-9


@dataclass(frozen=True)
class _Cells:
    """Units of one stratum and of one length, together.

    Attributes
    ----------
    of_unit
        The cell of each unit.
    units
        Cells x units, 1 where a unit lies in a cell.
    length
        Tokens of a unit of each cell.
    strata
        Strata x cells, 1 where a cell lies in a stratum.
    """

    of_unit: NDArray[np.int64]
    units: csr_array
    length: Numbers
    strata: csr_array

    @property
    def sizes(self) -> Numbers:
        """Units of each cell."""
        return np.asarray(self.units.sum(axis=1), dtype=float)


@dataclass(frozen=True)
class Scored:
    """What relabelling says of terms.

    Attributes
    ----------
    z
        |z| of each term.
    p_value, p_family
        Of each term alone, and against the maximum over all terms; both at least
        1 / (permutations + 1). 1 for a term that is spread as chance has it.
    reached
        The largest |z| of all terms in each relabelling, rising.
    """

    z: Numbers
    p_value: Numbers
    p_family: Numbers
    reached: Numbers

    def critical(self, alpha: float) -> float:
        """Give the |z| that a term must reach for a `p_family` of `alpha` or less."""
        beyond = int(alpha * (len(self.reached) + 1)) - 1
        return float(self.reached[len(self.reached) - beyond - 1])


def permutation_test(units: Units, *, permutations: int, seed: int) -> Scored:
    """Test every term by relabelling documents, and all of them together by max-T.

    With x_d the count of a term in unit d, mu_d what its length n_d would have at the rate of its
    stratum, kappa = max(0, sum((x_d - mu_d)^2 - x_d) / sum mu_d^2) and
    s_d = (x_d - mu_d) / (1 + kappa mu_d), the statistic is
    z = sum_A(s_d - mean) / sqrt(sum_h n_Ah n_Bh / (n_h (n_h - 1)) sum_h(s_d - mean)^2), the mean
    that of the stratum h.

    Parameters
    ----------
    units
        The documents that are relabelled, within their strata.

    References
    ----------
    The score test of a rate under the negative binomial (Cameron and Trivedi 2013, Regression
    Analysis of Count Data, 3.3), kappa by moments; Westfall and Young 1993, Resampling-Based
    Multiple Testing (max-T); Phipson and Smyth 2010, doi:10.2202/1544-6115.1585, for the +1.
    """
    labels = np.column_stack([units.is_target, relabelled(units, permutations, seed).T])
    statistic = _statistic_of(units, np.ascontiguousarray(labels, dtype=np.float32))
    terms = units.counts.shape[1]
    largest, observed, beyond = np.zeros(permutations), np.zeros(terms), np.zeros(terms)

    def test(start: int) -> Numbers:
        some = slice(start, min(start + _CHUNK, terms))
        z = statistic(csc_array(units.counts[:, some]))
        observed[some] = z[:, 0]
        beyond[some] = (z[:, 1:] >= z[:, :1] * (1 - _ROUNDING)).sum(axis=1)
        return np.asarray(z[:, 1:].max(axis=0, initial=0))

    # numpy and scipy count outside Python's lock; a maximum is the same in any order.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for most in threads.map(test, range(0, terms, _CHUNK)):
            np.maximum(largest, most, out=largest)
    reached = np.sort(largest)
    above = permutations - np.searchsorted(reached, observed * (1 - _ROUNDING), side="left")
    count = permutations + 1
    return Scored(observed, (1 + beyond) / count, (1 + above) / count, reached)


def scores(units: Units) -> Numbers:
    """Compute |z| of each term as the documents are labelled; see `permutation_test`."""
    labels = units.is_target[:, None].astype(float)
    return np.asarray(_statistic_of(units, labels)(units.counts)[:, 0])


def relabelled(units: Units, permutations: int, seed: int) -> NDArray[np.int8]:
    """Draw relabellings: permutations x units, 1 where a unit is labelled target."""
    random = np.random.default_rng(seed)
    drawn = np.empty((permutations, len(units.is_target)), dtype=np.int8)
    for number in np.unique(units.stratum):
        inside = np.flatnonzero(units.stratum == number)
        block = np.tile(units.is_target[inside].astype(np.int8), (permutations, 1))
        drawn[:, inside] = random.permuted(block, axis=1)
    return drawn


def _statistic_of(units: Units, labels: Numbers) -> Callable[[csc_array], Numbers]:
    """Prepare |z| of terms (rows) for each column of labels; the first are the real ones."""
    cells = _cells_of(units)
    in_cells = (cells.units @ labels).astype(labels.dtype)
    size = np.asarray(cells.strata @ cells.sizes)
    lengths = np.asarray(cells.strata @ (cells.sizes * cells.length))
    targets = np.asarray(cells.strata @ in_cells[:, 0])
    # n_A n_B / (n (n - 1)) of each stratum; one of a single unit says nothing.
    weight = targets * (size - targets) / np.maximum(size * (size - 1), 1)
    cell_size, length = cells.sizes[:, None], cells.length[:, None]

    def statistic(counts: csc_array) -> Numbers:
        squared = csc_array((counts.data**2, counts.indices, counts.indptr), counts.shape)
        x, x2 = (np.asarray((cells.units @ part).todense()) for part in (counts, squared))
        rate = np.asarray(cells.strata @ x) / lengths[:, None]
        mu = length * np.asarray(cells.strata.T @ rate)
        expected = (cell_size * mu**2).sum(axis=0)
        excess = (x2 - 2 * x * mu - x).sum(axis=0) + expected
        with np.errstate(divide="ignore", invalid="ignore"):
            kappa = np.nan_to_num(np.maximum(excess / expected, 0), posinf=0)
        w = 1 / (1 + kappa * mu)
        total = x * w - cell_size * mu * w
        squares = (x2 - 2 * x * mu + cell_size * mu**2) * w**2
        mean = np.asarray(cells.strata @ total) / size[:, None]
        spread = np.asarray(cells.strata @ squares) - size[:, None] * mean**2
        variance = weight @ np.maximum(spread, 0)
        columns = np.repeat(np.arange(counts.shape[1]), np.diff(counts.indptr))
        cell_of = cells.of_unit[counts.indices]
        weighed = csc_array(
            (
                (counts.data * w[cell_of, columns]).astype(labels.dtype),
                counts.indices,
                counts.indptr,
            ),
            counts.shape,
        )
        sums = np.asarray(weighed.T @ labels)
        sums -= (mu * w).T.astype(labels.dtype) @ in_cells
        sums -= (targets @ mean)[:, None]
        scale = np.where(variance > _SPREAD * squares.sum(axis=0), variance, np.inf)
        return np.asarray(np.abs(sums, out=sums) / np.sqrt(scale).astype(labels.dtype)[:, None])

    return statistic


def _cells_of(units: Units) -> _Cells:
    """Put units of one stratum and about one length together, where there are many."""
    strata, stratum = np.unique(units.stratum, return_inverse=True)
    number = np.arange(len(units.length))
    if len(units.length) > _EXACT:
        edges = np.quantile(units.length, np.linspace(0, 1, _BINS + 1)[1:-1])
        number = stratum * _BINS + np.searchsorted(edges, units.length, side="right")
    _, first, of_unit = np.unique(number, return_index=True, return_inverse=True)
    ones = np.ones(len(of_unit))
    inside = csr_array((ones, (of_unit, np.arange(len(of_unit)))))
    length = np.asarray(inside @ units.length) / np.asarray(inside.sum(axis=1))
    places = stratum[first], np.arange(len(first))
    belongs = csr_array((np.ones(len(first)), places), shape=(len(strata), len(first)))
    return _Cells(of_unit, inside, length, belongs)
