"""Whether findings hold: without the one article that speaks loudest for each, and matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.sparse import csc_array

from analysis.measures.keyness.match import EVENT
from analysis.measures.keyness.robustness.trial import Trial
from analysis.schema import ALPHA, TableError
from analysis.statistics.inference import PERMUTATIONS
from analysis.statistics.score import permutation_test, scores
from analysis.statistics.units import Units

HOLDS: Final = "holds"
HANGS: Final = "hangs on one article"
UNMATCHED: Final = "only unmatched"
# Articles that are left out one at a time: those with most of a term on its side.
_LOUDEST: Final = 3


def hold(trial: Trial, terms: Sequence[str]) -> dict[str, str]:
    """Say of findings whether they hold.

    Parameters
    ----------
    terms
        Findings of the comparison.

    Returns
    -------
    Of each term that is tested: "hangs on one article" where it is no finding once one of the
    three articles with most of it is left out; "only unmatched" where articles were compared
    without regard to events, events have both sides, and within these its p is over .05, labels
    exchanged within each; else "holds".
    """
    if not trial.is_tested:
        return {}
    units = trial.units
    places = {str(term): place for place, term in enumerate(trial.sides.terms)}
    verdicts = {}
    for term in terms:
        if term in places:
            counts = csc_array(units.counts[:, [places[term]]])
            alone = Units(counts, units.length, units.is_target, units.stratum)
            verdicts[term] = HANGS if _hangs(alone, trial.needed) else HOLDS
    if trial.sides.both.match:
        return verdicts
    return verdicts | _only_unmatched(trial, verdicts)


def _hangs(units: Units, needed: float) -> bool:
    """Tell whether a term is no finding without one of the articles that have most of it."""
    times = np.asarray(units.counts.todense()).ravel()
    loudest = np.argsort(-times, kind="stable")[:_LOUDEST]
    rest = (np.delete(np.arange(len(times)), place) for place in loudest)
    return any(scores(units.only(rows).on_both_sides)[0] < needed for rows in rest)


def _only_unmatched(trial: Trial, verdicts: dict[str, str]) -> dict[str, str]:
    """Find the terms that within events make no difference; none where too few have both sides."""
    within = replace(trial, comparison=replace(trial.comparison, match=EVENT))
    try:
        places = {str(term): place for place, term in enumerate(within.sides.terms)}
    except TableError:
        # No event has both sides.
        return {}
    terms = [term for term, verdict in verdicts.items() if verdict == HOLDS and term in places]
    if not terms or not within.is_tested:
        return {}
    units = within.units
    counts = csc_array(units.counts[:, [places[term] for term in terms]])
    found = permutation_test(replace(units, counts=counts), permutations=PERMUTATIONS, seed=1)
    return {term: UNMATCHED for term, p in zip(terms, found.p_value, strict=True) if p > ALPHA}
