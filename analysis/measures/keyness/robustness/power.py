"""The smallest difference that a comparison could show: words planted in its own articles."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.measures.keyness import Comparison
from analysis.measures.keyness.sides import sides_of
from analysis.schema import ALPHA
from analysis.statistics.inference import MOST_UNITS, PERMUTATIONS
from analysis.statistics.score import permutation_test, scores
from analysis.statistics.units import Units, drawn

# Times per 1,000 words in the reference, and how many times more often in the target, in bits.
RATES: Final = (0.1, 0.5, 2.0)
EFFECTS: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
# Of so many planted words this share must be found.
ENOUGH: Final = 0.8
_PLANTED: Final = 60
# How much a word comes in bursts: the shape of the gamma distribution of its rate.
_BURSTS: Final = 0.5
_SEED: Final = 12


def smallest_effects(
    corpus: Corpus, comparison: Comparison, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
    """Find the smallest log ratio that the test would find in four of five cases.

    Words are planted in the articles of the comparison, spread as chance has it or in bursts (a
    negative binomial, k = .5), and held against what the test asks for among its real words.

    Parameters
    ----------
    comparison, cluster
        As for `keyness`.

    Returns
    -------
    One row per rate in the reference: `per_thousand`, and in bits `spread` and `bursts`, the
    smallest of `EFFECTS` that is found; NaN where none is. Empty where there is no test.
    """
    units = drawn(sides_of(corpus, comparison, cluster).units, _SEED, MOST_UNITS)
    if not units.allow_inference:
        return pd.DataFrame(columns=["per_thousand", "spread", "bursts"])
    found = permutation_test(units, permutations=PERMUTATIONS, seed=1)
    needed = found.critical(ALPHA)
    random = np.random.default_rng(_SEED)
    rows = []
    for rate in RATES:
        row: dict[str, float] = {"per_thousand": rate}
        for name, shape in (("spread", 0.0), ("bursts", _BURSTS)):
            row[name] = next(
                (
                    effect
                    for effect in EFFECTS
                    if _found(units, rate / 1000, effect, shape, random, needed) >= ENOUGH
                ),
                np.nan,
            )
        rows.append(row)
    return pd.DataFrame(rows)


def _found(
    units: Units,
    rate: float,
    effect: float,
    shape: float,
    random: np.random.Generator,
    needed: float,
) -> float:
    """Plant words, and give the share whose score is what a finding needs."""
    mean = units.length * rate * np.where(units.is_target, 2.0**effect, 1.0)
    rates = np.repeat(mean[:, None], _PLANTED, axis=1)
    if shape:
        rates = rates * random.gamma(shape, 1 / shape, rates.shape)
    planted = csc_array(random.poisson(rates).astype(float))
    z = scores(Units(planted, units.length, units.is_target, units.stratum))
    return float((z >= needed).mean())
