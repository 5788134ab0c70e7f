"""Compare two sets of documents: intervals and tests whose unit is the document.

Words come in bursts, so tokens are no independent draws; documents nearly are. What token-based
tests do instead is shown in docs/methods.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.special import betaincinv, stdtrit

from analysis.statistics.association import EMPTY_CELL, PRIOR_SIZE
from analysis.statistics.score import permutation_test
from analysis.statistics.units import Numbers, Units, drawn

PERMUTATIONS: Final = 999
# Two-sided 95 %.
Z_95: Final = 1.959963984540054
_TAIL: Final = 0.025
# Units that are relabelled: of more, so many are drawn. A test of five thousand finds all but
# small differences; of a hundred thousand it would take minutes.
MOST_UNITS: Final = 5_000


def clustered_variance(
    counts: csc_array, length: Numbers, sides: NDArray[np.bool_] | None = None
) -> Numbers:
    """Compute the variance of the natural log of each term's rate over documents.

    Parameters
    ----------
    counts, length
        Documents x terms, and the tokens of each document.
    sides
        Documents x sides: which are counted, side by side; all, if not given.

    Returns
    -------
    Var(ln rate) of each term, terms x sides (terms alone without sides); NaN where the term
    does not occur or there is one document.

    References
    ----------
    The ratio estimator's variance (Cochran 1977, Sampling Techniques, 6.3) with documents as
    clusters; methods.md 2.5.
    """
    if sides is None:
        return clustered_variance(counts, length, np.ones((len(length), 1), dtype=bool))[:, 0]
    inside = sides.astype(float)
    table = csc_array(counts, dtype=float)
    squared = csc_array((table.data**2, table.indices, table.indptr), table.shape)
    lengths = inside * length[:, None]
    y, weighed = np.hsplit(np.asarray(table.T @ np.hstack([inside, lengths])), 2)
    n, rate = inside.sum(axis=0), y / lengths.sum(axis=0)
    squares = np.asarray(squared.T @ inside) - 2 * rate * weighed
    squares += rate**2 * (lengths**2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = n / (n - 1) * np.maximum(squares, 0) / y**2
    return np.where((y > 0) & (n > 1), variance, np.nan)


def matched_log_ratio(units: Units) -> Numbers:
    """Compute the log ratio of each term within strata, in bits; 0.5 for an empty cell.

    With a_h and b_h the counts of a term on both sides of stratum h, N_Ah and N_Bh their tokens
    and N_h both: log2(sum a_h N_Bh / N_h / sum b_h N_Ah / N_h). Without strata it is the log ratio.

    References
    ----------
    Mantel and Haenszel 1959, JNCI 22(4); for rates Rothman, Greenland and Lash 2008, Modern
    Epidemiology, 15.
    """
    above, below = _matched(units)
    return np.asarray(
        np.log2(np.where(above > 0, above, EMPTY_CELL) / np.where(below > 0, below, EMPTY_CELL))
    )


def _matched(units: Units) -> tuple[Numbers, Numbers]:
    """Count each term on both sides as if these were equally long in each stratum.

    Scaled so that both counts together are those that stand there.
    """
    _, stratum = np.unique(units.stratum, return_inverse=True)
    target = units.is_target.astype(float)
    long, all_long = (np.bincount(stratum, units.length * side) for side in (target, target**0))
    share = (long / all_long)[stratum]
    counts = units.counts
    above, below = counts.T @ (target * (1 - share)), counts.T @ ((1 - target) * share)
    total, both = np.asarray(counts.sum(axis=0)).ravel(), above + below
    scale = np.divide(total, both, out=np.zeros_like(total), where=both > 0)
    return np.asarray(above * scale), np.asarray(below * scale)


def interval(units: Units) -> tuple[Numbers, Numbers]:
    """Compute the 95 % document-clustered interval of a log ratio, in bits.

    Jeffreys' interval on effective counts: with a and b the counts of a term on both sides, and
    S = n / (n - 1) times the sum of the squared residuals of a side, both are divided by
    D = max(1, (S_A + S_B) / (a + b)) and multiplied by (1.96 / t)^2, t of N - 2 degrees; p lies
    between the quantiles of Beta(a + 1/2, b + 1/2), and the log ratio is
    log2(N_B / N_A p / (1 - p)). With strata a and b are counts as if both sides were equally long
    in each, and residuals those against the rate of the stratum.

    Parameters
    ----------
    units
        The documents of both sides, in strata that both share.

    Returns
    -------
    Low and high end, finite for a side without the term too; NaN where no unit holds it.

    References
    ----------
    Brown, Cai and DasGupta 2001, Statistical Science 16(2), for Jeffreys' interval; effective
    counts after Kish 1965, Survey Sampling, 8.2.
    """
    if units.is_matched:
        (above, below), spread, offset = _matched(units), _within(units), 0.0
    else:
        sides = [units.only(np.flatnonzero(units.is_target == side)) for side in (True, False)]
        above, below = (np.asarray(side.counts.sum(axis=0)).ravel() for side in sides)
        spread = _squares(sides[0]) + _squares(sides[1])
        offset = np.log2(sides[1].length.sum() / sides[0].length.sum())
    total = above + below
    with np.errstate(divide="ignore", invalid="ignore"):
        design = np.maximum(1.0, spread / total)
        shrunk = (Z_95 / stdtrit(max(len(units.length) - 2, 1), 1 - _TAIL)) ** 2 / design
        a, b = above * shrunk + 0.5, below * shrunk + 0.5
        low, high = (
            offset + np.log2(betaincinv(a, b, tail) / betaincinv(b, a, 1 - tail))
            for tail in (_TAIL, 1 - _TAIL)
        )
    return np.where(total > 0, low, np.nan), np.where(total > 0, high, np.nan)


def _squares(side: Units) -> Numbers:
    """Sum the squared residuals of each term against the rate of a side, n / (n - 1) times."""
    counts, length, n = csc_array(side.counts, dtype=float), side.length, len(side.length)
    total = np.asarray(counts.sum(axis=0)).ravel()
    rate = total / length.sum()
    squares = np.asarray(counts.multiply(counts).sum(axis=0)).ravel()
    squares += rate * (rate * (length**2).sum() - 2 * np.asarray(counts.T @ length))
    return np.asarray(n / max(n - 1, 1) * np.maximum(squares, 0))


def _within(units: Units) -> Numbers:
    """Sum the squared residuals of each term against the rate of its stratum.

    n_h / (n_h - 1) times in each, for the rate is that of the same documents.
    """
    _, stratum = np.unique(units.stratum, return_inverse=True)
    sizes, long = np.bincount(stratum), np.bincount(stratum, units.length)
    weight = sizes / np.maximum(sizes - 1, 1)
    rows = np.arange(len(stratum))
    inside = csc_array((np.ones(len(rows)), (stratum, rows)))
    counts = csc_array(units.counts, dtype=float)
    squares = csc_array(counts.multiply(counts)).T @ weight[stratum]
    # sum w (x - r n)^2 = sum w x^2 - 2 sum w r x n + sum w r^2 n^2, in each stratum.
    rate = csc_array(inside @ counts)
    rate.data /= long[rate.indices]
    crossed = csc_array(inside @ csc_array(counts.multiply(units.length[:, None])))
    square_length = np.bincount(stratum, units.length**2)
    spread = squares - 2 * np.asarray(
        (rate.multiply(crossed).multiply(weight[:, None])).sum(axis=0)
    )
    spread += np.asarray(rate.multiply(rate).T @ (weight * square_length)).ravel()
    return np.asarray(np.maximum(spread, 0))


def overdispersion(counts: csc_array, length: Numbers) -> Numbers:
    """Compute how much more a term varies between documents than chance would have it (phi).

    Returns
    -------
    max(1, Pearson chi-squared / degrees of freedom) of each term over the pooled documents.
    """
    table = csc_array(counts, dtype=float)
    rate = np.asarray(table.sum(axis=0)).ravel() / length.sum()
    expected_inverse = csc_array(table.multiply(table)).T @ (1 / length)
    with np.errstate(divide="ignore", invalid="ignore"):
        # sum (x - rn)^2 / (rn) = sum x^2/(rn) - 2 sum x + r sum n
        chi2 = expected_inverse / rate - rate * length.sum()
    degrees = max(len(length) - 1, 1)
    return np.asarray(np.maximum(1.0, np.nan_to_num(chi2, nan=0.0) / degrees))


def fisher(holding: tuple[int, int], sides: tuple[int, int]) -> float:
    """Compute the chance that so many holding documents, or more, fall on the first side.

    The exact form of relabelling documents that hold a thing or do not.

    Parameters
    ----------
    holding
        Documents that hold it, on the first side and on the other.
    sides
        All documents of each side.

    References
    ----------
    Fisher 1935, The Logic of Inductive Inference; one-sided, the hypergeometric tail.

    Examples
    --------
    >>> round(fisher((5, 0), (5, 5)), 4)
    0.004
    """
    # It loads for half a second, and few corpora have enough articles for a test.
    from scipy.stats import hypergeom

    return float(hypergeom.sf(holding[0] - 1, sum(sides), sum(holding), sides[0]))


def informative_prior(frequency: Numbers, total: float) -> tuple[Numbers, float]:
    """Scale the pooled frequencies of terms to a prior of `PRIOR_SIZE` pseudo-tokens."""
    return PRIOR_SIZE * frequency / total, PRIOR_SIZE


def tested(units: Units, seed: int) -> pd.DataFrame:
    """Give effects their intervals and their permutation p.

    Parameters
    ----------
    units
        The documents of both sides; counts of each term. Strata on one side alone are left out.
    seed
        Of the permutations.

    Returns
    -------
    `log_ratio_low`, `log_ratio_high`, `p_value` and `p_family` of each term; all missing where
    the units allow no inference, p of terms that no unit holds. Intervals rest on all units, p
    on those of `drawn`: 1 for a term that fewer than two of these hold.
    """
    columns = ["log_ratio_low", "log_ratio_high", "p_value", "p_family"]
    units = units.on_both_sides
    number = units.counts.shape[1]
    if not units.allow_inference:
        return pd.DataFrame(np.nan, index=range(number), columns=columns)
    low, high = interval(units)
    p_value, p_family = np.full((2, number), np.nan)
    terms = _occurring(units)
    p_value[terms] = p_family[terms] = 1
    some = drawn(units, seed, MOST_UNITS).on_both_sides
    terms = terms if some is units else _occurring(some, 2)
    some = replace(some, counts=some.counts[:, terms])
    found = permutation_test(some, permutations=PERMUTATIONS, seed=seed)
    p_value[terms], p_family[terms] = found.p_value, found.p_family
    return pd.DataFrame(dict(zip(columns, (low, high, p_value, p_family), strict=True)))


def _occurring(units: Units, fewest: int = 1) -> NDArray[np.int64]:
    """List the terms that so many units hold."""
    return np.flatnonzero(np.diff(units.counts.indptr) >= fewest)
