"""Compare two sets of documents: intervals and tests whose unit is the document.

Words come in bursts, so tokens are no independent draws; documents nearly are. methods.md,
section 1, derives what is done here and shows what token-based tests do instead.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE, MINIMUM_RELABELLINGS
from analysis.statistics.association import PRIOR_SIZE, log_odds

Numbers = NDArray[np.float64]

PERMUTATIONS: Final = 999
# Two-sided 95 %.
Z_95: Final = 1.959963984540054
# Units that are relabelled: of more, so many are drawn. A test of five thousand finds all but
# small differences; of a hundred thousand it would take minutes.
MOST_UNITS: Final = 5_000
# Terms that are permuted at once: PERMUTATIONS x this stay in the processor's cache.
_CHUNK: Final = 256
# Below this whole numbers are exact in floats of 4 bytes.
_EXACT: Final = 1 << 24


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


def interval(
    effect: Numbers, counts: csc_array, length: Numbers, is_target: NDArray[np.bool_]
) -> tuple[Numbers, Numbers]:
    """Compute the 95 % document-clustered interval of a log ratio, in bits.

    Parameters
    ----------
    effect
        Log ratio of each term, bits.
    counts, length, is_target
        Units x terms, tokens of each unit, and on which side it stands.

    Returns
    -------
    Low and high end; NaN where a side does not have the term at all.
    """
    variance = clustered_variance(counts, length, np.column_stack([is_target, ~is_target]))
    half = Z_95 * np.sqrt(variance.sum(axis=1)) / np.log(2)
    return effect - half, effect + half


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


def labels(units: Units, permutations: int, seed: int) -> NDArray[np.int8]:
    """Draw relabellings: permutations x units, 1 where a unit is labelled target."""
    random = np.random.default_rng(seed)
    drawn = np.empty((permutations, len(units.is_target)), dtype=np.int8)
    for number in np.unique(units.stratum):
        inside = np.flatnonzero(units.stratum == number)
        block = np.tile(units.is_target[inside].astype(np.int8), (permutations, 1))
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
    parts = _parts(units.counts)
    # A row a unit, so that what is added up lies side by side.
    drawn = np.ascontiguousarray(labels(units, permutations, seed).T)
    relabelled = [drawn.astype(part.dtype) for part in parts]
    real = [units.is_target.astype(part.dtype)[:, None] for part in parts]
    length, real_length = units.length @ drawn, units.length[units.is_target].sum()
    terms, total = units.counts.shape[1], units.length.sum()
    largest, observed, beyond = np.zeros(permutations), np.zeros(terms), np.zeros(terms)

    def test(start: int) -> Numbers:
        some = slice(start, min(start + _CHUNK, terms))
        chunk = [csc_array(part[:, some]) for part in parts]
        side = (phi[some], (prior[0][some], prior[1]), total)
        observed[some] = _statistic(_sums(chunk, real), real_length, *side)[:, 0]
        permuted = _statistic(_sums(chunk, relabelled), length, *side)
        # Equal tables must count as equal, whatever the last bit says.
        beyond[some] = (permuted >= observed[some, None] * (1 - 1e-12)).sum(axis=1)
        return np.asarray(permuted.max(axis=0, initial=0))

    # numpy and scipy count outside Python's lock; a maximum is the same in any order.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for most in threads.map(test, range(0, terms, _CHUNK)):
            np.maximum(largest, most, out=largest)
    reached = np.sort(largest)
    above = permutations - np.searchsorted(reached, observed * (1 - 1e-12), side="left")
    return (1 + beyond) / (permutations + 1), (1 + above) / (permutations + 1)


def _parts(counts: csc_array) -> list[csc_array]:
    """Split counts into whole numbers, whose sums are exact in short floats, and the rest."""
    table = csc_array(counts, dtype=float)
    whole = np.floor(table.data)
    short = table.sum(axis=0).max(initial=0) < _EXACT
    cells = whole.astype(np.float32 if short else float), table.indices, table.indptr
    parts = [csc_array(cells, table.shape)]
    if (table.data > whole).any():
        # Means of copies; few, so that most of what is added up is short.
        table.data -= whole
        parts.append(csc_array(table, copy=True))
        parts[1].eliminate_zeros()
    return parts


def _sums(parts: list[csc_array], labelled: list[NDArray[np.floating]]) -> tuple[Numbers, Numbers]:
    """Count terms on the side of the target for each labelling, and on the other side."""
    sums = [
        np.asarray(part.T @ label, dtype=float) for part, label in zip(parts, labelled, strict=True)
    ]
    every = [np.asarray(part.sum(axis=0), dtype=float).ravel()[:, None] for part in parts]
    first = np.asarray(sum(sums[1:], sums[0]))
    return first, np.asarray(sum(every)) - first


def _statistic(
    counted: tuple[Numbers, Numbers],
    length: Numbers,
    phi: Numbers,
    prior: tuple[Numbers, float],
    total: float,
) -> Numbers:
    """Compute T for every term (rows) and relabelling (columns)."""
    first, second = counted
    pseudo = prior[0][:, None]
    delta = log_odds(first, second, (length, total - length), pseudo, prior[1])
    variance = phi[:, None] * (1 / (first + pseudo) + 1 / (second + pseudo))
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
    the units allow no inference, p of terms that no unit holds. Intervals rest on all units, p
    on those of `drawn`: 1 for a term that fewer than two of these hold.
    """
    columns = ["log_ratio_low", "log_ratio_high", "p_value", "p_family"]
    if not units.allow_inference:
        return pd.DataFrame(np.nan, index=range(len(effect)), columns=columns)
    target = units.is_target
    low, high = interval(effect, units.counts, units.length, target)
    p_value, p_family = np.full((2, len(effect)), np.nan)
    terms = _occurring(units)
    p_value[terms] = p_family[terms] = 1
    some = drawn(units, seed, MOST_UNITS)
    terms = terms if some is units else _occurring(some, 2)
    some = replace(some, counts=some.counts[:, terms])
    frequency = np.asarray(some.counts.sum(axis=0)).ravel()
    prior = informative_prior(frequency, float(some.length.sum()))
    p_value[terms], p_family[terms] = permutation_test(
        some, prior, permutations=PERMUTATIONS, seed=seed
    )
    return pd.DataFrame(dict(zip(columns, (low, high, p_value, p_family), strict=True)))


def _occurring(units: Units, fewest: int = 1) -> NDArray[np.int64]:
    """List the terms that so many units hold."""
    return np.flatnonzero(np.diff(units.counts.indptr) >= fewest)


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
    return Units(
        csc_array(units.counts[rows]),
        units.length[rows],
        units.is_target[rows],
        units.stratum[rows],
    )
