"""How much larger a difference looks because it was found (the exaggeration of a finding)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csc_array

from analysis.measures.keyness.robustness.power import planted
from analysis.measures.keyness.robustness.trial import Trial
from analysis.statistics.inference import Z_95, interval, matched_log_ratio
from analysis.statistics.score import scores
from analysis.statistics.units import Numbers, Units

# Words that are planted, so many at a time, until as many are found.
_AT_ONCE: Final = 400
_MOST: Final = 8_000
_FOUND: Final = 200
# Below so many found words nothing is said.
_FEWEST: Final = 20
# Articles that must hold a real word for another to be planted like it.
_HELD: Final = 5
_SEED: Final = 13


@dataclass(frozen=True)
class Inflation:
    """What planted words that were found had as a log ratio, and what they looked like.

    Attributes
    ----------
    planted, found
        How many words.
    true, seen
        Mean log ratio of those found, in bits, in the direction in which they were found: as
        they were planted, and as they look in the articles.
    """

    planted: int
    found: int
    true: float
    seen: float

    @property
    def factor(self) -> float:
        """How many times as large a difference looks; NaN where too few were found to say."""
        return self.seen / self.true if self.found >= _FEWEST and self.true > 0 else np.nan


def inflation(trial: Trial) -> Inflation:
    """Measure by how much findings at this number of articles are exaggerated.

    Words are planted that are as frequent and come as much in bursts as real ones here, their
    log ratios drawn from a normal distribution about zero, as wide as those of the real words
    beyond what their intervals explain; of those that are found what is seen is held against what
    was planted.

    References
    ----------
    Gelman and Carlin 2014, Perspectives on Psychological Science 9(6), doi:10.1177/1745691614551642
    (the exaggeration ratio, type M); the variance of the true effects by moments as in Hedges and
    Olkin 1985, Statistical Methods for Meta-Analysis, 9.
    """
    if not trial.is_tested:
        return Inflation(0, 0, np.nan, np.nan)
    units, random = trial.units, np.random.default_rng(_SEED)
    terms = np.flatnonzero(np.diff(units.counts.indptr) >= _HELD)
    real = Units(csc_array(units.counts[:, terms]), units.length, units.is_target, units.stratum)
    spread = np.sqrt(_true_variance(real))
    if not len(terms) or not spread:
        return Inflation(0, 0, np.nan, np.nan)
    rates, shapes = _rates(real)
    number, true, seen = 0, np.zeros(0), np.zeros(0)
    while number < _MOST and len(true) < _FOUND:
        like, effects = random.integers(0, len(terms), _AT_ONCE), random.normal(0, spread, _AT_ONCE)
        # Half of the difference on each side, so that the rate over both stays about that.
        made = planted(real, rates[like] * 2 ** (-effects / 2), effects, shapes[like], random)
        is_found = scores(made) >= trial.needed
        estimates = matched_log_ratio(made)[is_found]
        true = np.append(true, effects[is_found] * np.sign(estimates))
        seen = np.append(seen, np.abs(estimates))
        number += _AT_ONCE
    means = (float(some.mean()) if len(some) else np.nan for some in (true, seen))
    return Inflation(number, len(true), *means)


def _true_variance(units: Units) -> float:
    """Estimate how much log ratios differ beyond what their intervals explain, in bits squared."""
    if not units.counts.shape[1]:
        return 0.0
    low, high = interval(units)
    error = (high - low) / (2 * Z_95)
    return max(0.0, float(np.mean(matched_log_ratio(units) ** 2 - error**2)))


def _rates(units: Units) -> tuple[Numbers, Numbers]:
    """Give the rate of each term over all units, and its shape in bursts (0 for none).

    The shape is 1 / kappa; see `permutation_test`.
    """
    counts, length = csc_array(units.counts, dtype=float), units.length
    total = np.asarray(counts.sum(axis=0)).ravel()
    rates = total / length.sum()
    expected = rates**2 * (length**2).sum()
    squares = np.asarray(counts.multiply(counts).sum(axis=0)).ravel()
    kappa = (squares - 2 * rates * np.asarray(counts.T @ length) + expected - total) / expected
    return rates, np.divide(1.0, kappa, out=np.zeros_like(kappa), where=kappa > 1e-6)
