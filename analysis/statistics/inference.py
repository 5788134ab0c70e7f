"""Compare two sets of documents: intervals and tests whose unit is the document.

Words come in bursts, so tokens are no independent draws; documents nearly are. methods.md,
section 1, derives what is done here and shows what token-based tests do instead.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE, MINIMUM_RELABELLINGS
from analysis.statistics.association import PRIOR_SIZE, log_odds

Numbers = NDArray[np.float64]

PERMUTATIONS: Final = 999
# Two-sided 95 %.
_Z: Final = 1.959963984540054
# Terms that are permuted at once: bounds memory at PERMUTATIONS x this.
_CHUNK: Final = 1024


@dataclass(frozen=True)
class Units:
    """What is relabelled: independent documents (or clusters of copies) of two sides.

    Attributes
    ----------
    counts
        Units x terms.
    length
        Tokens of each unit.
    is_target
        Which side each unit stands on.
    stratum
        Number of the event or day within which labels are exchanged.
    """

    counts: csr_array
    length: Numbers
    is_target: NDArray[np.bool_]
    stratum: NDArray[np.int64]

    @property
    def allow_inference(self) -> bool:
        """Whether there are documents enough for a p-value or an interval."""
        target = int(self.is_target.sum())
        fewest = min(target, len(self.is_target) - target)
        return fewest >= MINIMUM_DOCUMENTS_FOR_INFERENCE and (
            relabellings(self.is_target, self.stratum) >= MINIMUM_RELABELLINGS
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


def clustered_variance(counts: csr_array, length: Numbers) -> Numbers:
    """Compute the variance of the natural log of each term's rate over documents.

    Returns
    -------
    Var(ln rate) of each term; NaN where the term does not occur or there is one document.

    References
    ----------
    The ratio estimator's variance (Cochran 1977, Sampling Techniques, 6.3) with documents as
    clusters; methods.md 2.5.
    """
    n = counts.shape[0]
    table = csr_array(counts, dtype=float)
    y = np.asarray(table.sum(axis=0)).ravel()
    rate = y / length.sum()
    squares = np.asarray(table.multiply(table).sum(axis=0)).ravel()
    squares = squares - 2 * rate * (table.T @ length) + rate**2 * (length @ length)
    if n < 2:
        return np.full(len(y), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = n / (n - 1) * np.maximum(squares, 0) / y**2
    return np.where(y > 0, variance, np.nan)


def interval(
    effect: Numbers, target: tuple[csr_array, Numbers], reference: tuple[csr_array, Numbers]
) -> tuple[Numbers, Numbers]:
    """Compute the 95 % document-clustered interval of a log ratio, in bits.

    Parameters
    ----------
    effect
        Log ratio of each term, bits.
    target, reference
        Counts (units x terms) and lengths of each side.

    Returns
    -------
    Low and high end; NaN where a side does not have the term at all.
    """
    variance = clustered_variance(*target) + clustered_variance(*reference)
    half = _Z * np.sqrt(variance) / np.log(2)
    return effect - half, effect + half


def overdispersion(counts: csr_array, length: Numbers) -> Numbers:
    """Compute how much more a term varies between documents than chance would have it (phi).

    Returns
    -------
    max(1, Pearson chi-squared / degrees of freedom) of each term over the pooled documents.
    """
    table = csr_array(counts, dtype=float)
    rate = np.asarray(table.sum(axis=0)).ravel() / length.sum()
    expected_inverse = csr_array(table.multiply(table)).T @ (1 / length)
    with np.errstate(divide="ignore", invalid="ignore"):
        # sum (x - rn)^2 / (rn) = sum x^2/(rn) - 2 sum x + r sum n
        chi2 = expected_inverse / rate - rate * length.sum()
    degrees = max(len(length) - 1, 1)
    return np.asarray(np.maximum(1.0, np.nan_to_num(chi2, nan=0.0) / degrees))


def labels(units: Units, permutations: int, seed: int) -> NDArray[np.float64]:
    """Draw relabellings: permutations x units, 1 where a unit is labelled target."""
    random = np.random.default_rng(seed)
    drawn = np.empty((permutations, len(units.is_target)))
    for number in np.unique(units.stratum):
        inside = np.flatnonzero(units.stratum == number)
        block = np.tile(units.is_target[inside].astype(float), (permutations, 1))
        drawn[:, inside] = random.permuted(block, axis=1)
    return drawn


def permutation_test(
    units: Units, prior: tuple[Numbers, float], *, permutations: int = PERMUTATIONS, seed: int = 1
) -> tuple[Numbers, Numbers]:
    """Test every term by relabelling documents, and all of them together by max-T.

    The statistic is T = |delta| / sqrt(phi (1/(y1+a) + 1/(y2+a))) with delta the log-odds
    under an informative prior and phi the overdispersion of the pooled documents, which does
    not depend on the labels.

    Parameters
    ----------
    units
        The documents that are relabelled.
    prior
        Pseudo-count of each term, and of all terms of the corpus together.

    Returns
    -------
    p_value of each term alone, and p_family against the maximum over all terms; both at
    least 1 / (permutations + 1).

    References
    ----------
    Westfall and Young 1993, Resampling-Based Multiple Testing (max-T); Phipson and Smyth
    2010, doi:10.2202/1544-6115.1585, for the +1.
    """
    phi = overdispersion(units.counts, units.length)
    drawn = labels(units, permutations, seed)
    size = drawn @ units.length
    largest = np.zeros(permutations)
    table = csc_array(units.counts, dtype=float)
    terms = table.shape[1]
    observed, beyond = np.zeros(terms), np.zeros(terms)
    real = units.is_target.astype(float)[None, :]

    def test(start: int) -> Numbers:
        some = slice(start, min(start + _CHUNK, terms))
        chunk = csc_array(table[:, some])
        side = (chunk, phi[some], (prior[0][some], prior[1]), units.length.sum())
        observed[some] = _statistic(real, real @ units.length, *side)[0]
        permuted = _statistic(drawn, size, *side)
        # Equal tables must count as equal, whatever the last bit says.
        beyond[some] = (permuted >= observed[some] * (1 - 1e-12)).sum(axis=0)
        return np.asarray(permuted.max(axis=1, initial=0))

    # numpy and scipy count outside Python's lock; a maximum is the same in any order.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for most in threads.map(test, range(0, terms, _CHUNK)):
            np.maximum(largest, most, out=largest)
    reached = np.sort(largest)
    above = permutations - np.searchsorted(reached, observed * (1 - 1e-12), side="left")
    return (1 + beyond) / (permutations + 1), (1 + above) / (permutations + 1)


def _statistic(
    drawn: Numbers,
    size: Numbers,
    counts: csc_array,
    phi: Numbers,
    prior: tuple[Numbers, float],
    total: float,
) -> Numbers:
    """Compute T for every relabelling (rows) and term (columns)."""
    y = np.asarray(counts.sum(axis=0)).ravel()
    first = np.asarray((counts.T @ drawn.T).T)
    second = y - first
    sizes = (size[:, None], total - size[:, None])
    delta = log_odds(first, second, sizes, *prior)
    variance = phi * (1 / (first + prior[0]) + 1 / (second + prior[0]))
    return np.asarray(np.abs(delta) / np.sqrt(variance))


def informative_prior(frequency: Numbers, total: float) -> tuple[Numbers, float]:
    """Scale the pooled frequencies of terms to a prior of `PRIOR_SIZE` pseudo-tokens."""
    return PRIOR_SIZE * frequency / total, PRIOR_SIZE


def tested(units: Units, effect: Numbers, seed: int) -> pd.DataFrame:
    """Give effects their intervals and their permutation p.

    Parameters
    ----------
    units
        The documents of both sides; counts of each term.
    effect
        Log ratio of each term, in bits.
    seed
        Of the permutations.

    Returns
    -------
    `log_ratio_low`, `log_ratio_high`, `p_value` and `p_family` of each term; all missing where
    the units allow no inference, p of terms that no unit holds.
    """
    columns = ["log_ratio_low", "log_ratio_high", "p_value", "p_family"]
    if not units.allow_inference:
        return pd.DataFrame(np.nan, index=range(len(effect)), columns=columns)
    target = units.is_target
    low, high = interval(
        effect,
        (units.counts[target], units.length[target]),
        (units.counts[~target], units.length[~target]),
    )
    frequency = np.asarray(units.counts.sum(axis=0)).ravel()
    prior = informative_prior(frequency, float(units.length.sum()))
    held = frequency > 0
    p_value, p_family = np.full(len(effect), np.nan), np.full(len(effect), np.nan)
    some = Units(units.counts[:, np.flatnonzero(held)], units.length, target, units.stratum)
    p_value[held], p_family[held] = permutation_test(
        some, (prior[0][held], prior[1]), permutations=PERMUTATIONS, seed=seed
    )
    return pd.DataFrame(dict(zip(columns, (low, high, p_value, p_family), strict=True)))
