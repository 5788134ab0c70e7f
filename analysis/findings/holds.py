"""Whether what a test of documents that hold something or do not found is more than one article."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csc_array

from analysis.measures.keyness.robustness import HANGS, HOLDS, UNMATCHED
from analysis.schema import ALPHA
from analysis.statistics.inference import PERMUTATIONS, fisher
from analysis.statistics.score import permutation_test
from analysis.statistics.units import Units

_SEED: Final = 1


@dataclass(frozen=True)
class Held:
    """What a test compared: the units of two sides, and which hold something.

    Attributes
    ----------
    here, there
        The units (articles, or copies of one text) of a group and of all others.
    holding
        Those of both that hold it.
    """

    here: Set[str]
    there: Set[str]
    holding: Set[str]

    def least_p(self) -> float:
        """Compute the p of Fisher's test without the article that speaks loudest for it.

        It is one of the group that holds it, or one of the others that does not.
        """
        first, second = len(self.here), len(self.there)
        own, other = len(self.here & self.holding), len(self.there & self.holding)
        without_own = fisher((own - 1, other), (first - 1, second)) if own else 1.0
        if other == second:
            return without_own
        return max(without_own, fisher((own, other), (first, second - 1)))


def verdict(held: Held, event: Mapping[str, str], tests: float) -> str:
    """Say whether a finding holds; see `measures.keyness.robustness.hold`.

    Parameters
    ----------
    event
        Of units the event they tell; '' for none.
    tests
        How many tests pay for one another (Bonferroni).

    Returns
    -------
    "hangs on one article" where p times the tests is over .05 without one of the articles;
    "only unmatched" where events have both sides and within these its p is over .05, labels
    exchanged within each; else "holds".
    """
    if held.least_p() * tests > ALPHA:
        return HANGS
    units = _within(held, event)
    if not units.allow_inference:
        return HOLDS
    found = permutation_test(units, permutations=PERMUTATIONS, seed=_SEED)
    return UNMATCHED if found.p_value[0] > ALPHA else HOLDS


def _within(held: Held, event: Mapping[str, str]) -> Units:
    """Put units in the strata of their events; kept are events that both sides tell."""
    names = sorted(held.here | held.there)
    strata = [event.get(name) or f"\0{name}" for name in names]
    holds = np.array([[float(name in held.holding)] for name in names]).reshape(-1, 1)
    is_target = np.array([name in held.here for name in names], dtype=bool)
    stratum = np.unique(strata, return_inverse=True)[1]
    return Units(csc_array(holds), np.ones(len(names)), is_target, stratum).on_both_sides
