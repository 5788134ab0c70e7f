"""Whether findings hold: without the one article that speaks loudest for each, and matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.measures.keyness import Comparison
from analysis.measures.keyness.match import EVENT
from analysis.measures.keyness.sides import sides_of
from analysis.schema import ALPHA, TableError
from analysis.statistics.inference import MOST_UNITS, PERMUTATIONS
from analysis.statistics.score import permutation_test, scores
from analysis.statistics.units import Units, drawn

HOLDS: Final = "holds"
HANGS: Final = "hangs on one article"
UNMATCHED: Final = "only unmatched"
# Articles that are left out one at a time: those with most of a term on its side.
_LOUDEST: Final = 3


def hold(
    corpus: Corpus,
    comparison: Comparison,
    terms: Sequence[str],
    *,
    cluster: pd.Series | None = None,
) -> dict[str, str]:
    """Say of findings whether they hold.

    Parameters
    ----------
    comparison, cluster
        As for `keyness`.
    terms
        Its findings.

    Returns
    -------
    Of each term that is tested: "hangs on one article" where it is no finding once one of the
    three articles with most of it is left out; "only unmatched" where articles were compared
    without regard to events, events have both sides, and within these its difference has the
    other sign or none; else "holds".
    """
    sides = sides_of(corpus, comparison, cluster)
    units = drawn(sides.units, 1, MOST_UNITS)
    if not units.allow_inference:
        return {}
    needed = permutation_test(units, permutations=PERMUTATIONS, seed=1).critical(ALPHA)
    places = {str(term): place for place, term in enumerate(sides.terms)}
    verdicts = {}
    for term in terms:
        if term in places:
            counts = csc_array(units.counts[:, [places[term]]])
            alone = Units(counts, units.length, units.is_target, units.stratum)
            verdicts[term] = HANGS if _hangs(alone, needed) else HOLDS
    if sides.both.match:
        return verdicts
    return verdicts | _only_unmatched(corpus, comparison, verdicts, cluster)


def _hangs(units: Units, needed: float) -> bool:
    """Tell whether a term is no finding without one of the articles that have most of it."""
    times = np.asarray(units.counts.todense()).ravel()
    loudest = np.argsort(-times, kind="stable")[:_LOUDEST]
    rest = (np.delete(np.arange(len(times)), place) for place in loudest)
    return any(scores(units.only(rows).on_both_sides)[0] < needed for rows in rest)


def _only_unmatched(
    corpus: Corpus, comparison: Comparison, verdicts: dict[str, str], cluster: pd.Series | None
) -> dict[str, str]:
    """Find the terms that within events make no difference; none where too few have both sides."""
    try:
        sides = sides_of(corpus, replace(comparison, match=EVENT), cluster)
    except TableError:
        # No event has both sides.
        return {}
    places = {str(term): place for place, term in enumerate(sides.terms)}
    terms = [term for term, verdict in verdicts.items() if verdict == HOLDS and term in places]
    units = drawn(sides.units, 1, MOST_UNITS)
    if not terms or not units.allow_inference:
        return {}
    counts = csc_array(units.counts[:, [places[term] for term in terms]])
    found = permutation_test(replace(units, counts=counts), permutations=PERMUTATIONS, seed=1)
    return {term: UNMATCHED for term, p in zip(terms, found.p_value, strict=True) if p > ALPHA}
