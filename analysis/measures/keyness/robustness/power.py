"""The smallest difference that a comparison could show: words planted in its own articles."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csc_array
from scipy.special import ndtri

from analysis.measures.keyness.robustness.trial import Trial
from analysis.schema import ALPHA
from analysis.statistics.inference import matched_log_ratio
from analysis.statistics.score import scores
from analysis.statistics.units import Numbers, Units

# Times per 1,000 words in the reference, and how many times more often in the target, in bits.
RATES: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
EFFECTS: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
# Of so many planted words this share must be found.
ENOUGH: Final = 0.8
# How many times as many articles are tried, for a word that is printed twice as often.
TWICE: Final = 1.0
_TIMES: Final = tuple(2 ** (step / 2) for step in range(13))
_MOST: Final = 100_000
# How sure a word that is no finding must be to count as just missed.
_NEAR: Final = 0.2
_PLANTED: Final = 60
# How much a word comes in bursts: the shape of the gamma distribution of its rate.
_BURSTS: Final = 0.5
_SEED: Final = 12
COLUMNS: Final = ["per_thousand", "spread", "bursts", "articles_target", "articles_reference"]
MISSED: Final = ["term", "log_ratio", "p_family", "articles_target", "articles_reference"]


def smallest_effects(trial: Trial) -> pd.DataFrame:
    """Find the smallest log ratio that the test would find in four of five cases.

    Words are planted in the articles of the comparison, spread as chance has it or in bursts (a
    negative binomial, k = .5), and held against what the test asks for among its real words.

    Returns
    -------
    One row per rate in the reference: `per_thousand`, and in bits `spread` and `bursts`, the
    smallest of `EFFECTS` that is found, NaN where none is; `articles_target` and
    `articles_reference`, how many articles as long as these would show a word that is spread as
    chance has it and printed twice as often, both sides grown alike in steps of the root of two,
    NaN where 64 times as many or 100,000 do not. Empty where there is no test.
    """
    if not trial.is_tested:
        return pd.DataFrame(columns=COLUMNS)
    random, units = np.random.default_rng(_SEED), trial.units

    def is_found(units: Units, rate: float, effect: float, shape: float) -> bool:
        z = scores(planted(units, np.full(_PLANTED, rate / 1000), effect, shape, random))
        return bool((z >= trial.needed).mean() >= ENOUGH)

    rows = []
    for rate in RATES:
        row = [rate]
        for shape in (0.0, _BURSTS):
            found = (effect for effect in EFFECTS if is_found(units, rate, effect, shape))
            row.append(next(found, np.nan))
        more = (_grown(units, times) for times in _TIMES if times * len(units.length) <= _MOST)
        enough = (grown for grown in more if is_found(grown, rate, TWICE, 0.0))
        rows.append([*row, *_sizes(next(enough, None))])
    return pd.DataFrame(rows, columns=COLUMNS)


def just_missed(trial: Trial, k: int = 8) -> pd.DataFrame:
    """List the words that are nearly findings, and how many articles would tell.

    Of both sides (needed + .84)^2 / z^2 times as many: z grows with the root of their number,
    and is beyond what is needed in four of five cases where it is expected .84 above it.

    Returns
    -------
    One row per word whose `p_family` is over .05 and at most .2, k of them at most, by that:
    `term, log_ratio, p_family`, and the articles of both sides that would show a difference as
    large as it is here, were that what it is.

    References
    ----------
    Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, 1.5: the number of cases
    for a power of .8.
    """
    if not trial.is_tested:
        return pd.DataFrame(columns=MISSED)
    found, units = trial.found, trial.units
    near = np.flatnonzero((found.p_family > ALPHA) & (found.p_family <= _NEAR))
    chosen = near[np.argsort(-found.z[near], kind="stable")][:k]
    effects = matched_log_ratio(units)
    rows = [
        (
            str(trial.sides.terms[place]),
            effects[place],
            found.p_family[place],
            *(np.ceil(size * times) for size in _sizes(units)),
        )
        for place in chosen
        for times in [((trial.needed + ndtri(ENOUGH)) / found.z[place]) ** 2]
    ]
    return pd.DataFrame(rows, columns=MISSED)


def planted(
    units: Units,
    rates: Numbers,
    effects: Numbers | float,
    shapes: Numbers | float,
    random: np.random.Generator,
) -> Units:
    """Plant words in the articles of two sides, in the place of their own.

    Parameters
    ----------
    rates, effects
        Of each word its times per word in the reference, and in bits how much more in the target.
    shapes
        Shape of the gamma distribution of its rate from article to article; 0 for none.
    """
    in_target = units.is_target[:, None]
    means = units.length[:, None] * rates * np.where(in_target, 2.0 ** np.asarray(effects), 1.0)
    bursts = np.asarray(shapes, dtype=float)
    if bursts.any():
        shape = np.where(bursts > 0, bursts, np.inf)
        drawn = random.gamma(np.minimum(shape, 1e9), 1.0, means.shape)
        means = means * drawn / np.minimum(shape, 1e9)
    counts = csc_array(random.poisson(means).astype(float))
    return Units(counts, units.length, units.is_target, units.stratum)


def _grown(units: Units, times: float) -> Units:
    """Take more articles, as long as these are and in their strata; of none a word."""
    sides = (np.flatnonzero(units.is_target == side) for side in (True, False))
    rows = np.concatenate([np.resize(side, round(len(side) * times)) for side in sides])
    nothing = csc_array((len(rows), 0), dtype=float)
    return Units(nothing, units.length[rows], units.is_target[rows], units.stratum[rows])


def _sizes(units: Units | None) -> tuple[float, float]:
    """Count the articles of both sides."""
    if units is None:
        return np.nan, np.nan
    target = int(units.is_target.sum())
    return target, len(units.is_target) - target
