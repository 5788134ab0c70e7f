"""Find the words that set one group of documents apart from others, and those all share.

Effect: log ratio, in bits, with a document-clustered interval. Test: permutation of documents
with max-T over all terms. A finding is `p_family` <= .05; below 5 independent documents a side
there is no test and no interval, only the effect and its lines. methods.md, section 1.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.arrays import falling
from analysis.corpus.execution.processes import in_threads
from analysis.measures.keyness.match import AUTO, NONE
from analysis.measures.keyness.sides import (
    Comparison,
    Sides,
    check_words,
    comparisons,
    each_of,
    sides_of,
)
from analysis.schema import KEYNESS, MEASURES, REST, empty, shape
from analysis.statistics import association
from analysis.statistics.inference import (
    clustered_variance,
    informative_prior,
    matched_log_ratio,
    overdispersion,
    tested,
)
from analysis.statistics.units import allows_inference

# A lockword's interval lies within this many bits of zero.
LOCK: Final = 0.5
UNITS: Final = [
    "target", "reference", "documents_target", "documents_reference", "units_target",
    "units_reference", "short", "elsewhere", "unmatched", "match", "strata", "is_tested",
]  # fmt: skip


def keyness(
    corpus: Corpus,
    comparison: Comparison,
    *,
    cluster: pd.Series | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare the words of a target with those of a reference.

    Parameters
    ----------
    comparison
        What is compared with what, and which terms are looked at.
    cluster
        For each document of `corpus` the cluster of copies it belongs to ('' for none). A
        cluster within one side is one unit of the test, its mean; one that stands on both
        sides is counted, but left out of the test.
    seed
        Of the permutations.

    Returns
    -------
    One row per term looked at, as `schema.KEYNESS`, by falling log ratio, ties by name.
    p-values, intervals and lockwords are missing where there are fewer than 5 independent
    documents a side or fewer than 200 distinct relabellings.

    Raises
    ------
    TableError
        A group does not exist (lists those that do), or has no counted word.
    """
    sides = sides_of(corpus, comparison, cluster)
    return _compared(corpus, comparison, sides, seed)


def _compared(corpus: Corpus, comparison: Comparison, sides: Sides, seed: int = 1) -> pd.DataFrame:
    """Compare two sides, as their units tell."""
    check_words(
        comparison.target,
        comparison.reference,
        sides.size(of_target=True),
        sides.size(of_target=False),
    )
    frame, units = _effects(sides), sides.units
    if sides.both.match or comparison.unit:
        frame["log_ratio"] = matched_log_ratio(units)
    matched = np.diff(units.counts.indptr) if sides.both.match else 0
    frame = frame.assign(match=sides.both.match, documents_matched=matched)
    frame = frame.join(tested(units, seed))
    half = (frame["documents_target"] * 2 >= sides.is_target.sum()) & (
        frame["documents_reference"] * 2 >= (~sides.is_target).sum()
    )
    locked = frame["log_ratio_low"].ge(-LOCK) & frame["log_ratio_high"].le(LOCK) & half
    frame = frame.assign(
        by=comparison.by,
        target=comparison.target,
        reference=comparison.reference or REST,
        voice=corpus.voice,
        is_lockword=locked,
    )
    order = falling(frame["log_ratio"].to_numpy(), frame["term"])
    return shape(frame.iloc[order], KEYNESS)


def keyness_of_groups(
    corpus: Corpus,
    by: str,
    target: str = "",
    reference: str = "",
    minimum_documents: int = 2,
    *,
    match: str = AUTO,
    unit: str = "",
    cluster: pd.Series | None = None,
) -> pd.DataFrame:
    """Compare each group with the rest, or the target named with its reference.

    Parameters
    ----------
    match, unit
        What documents are compared within, and what is one unit; see `Comparison`.
    cluster
        For each document the cluster of copies it belongs to; see `keyness`.

    Returns
    -------
    `schema.KEYNESS` of all comparisons, one below the other; empty where there is nothing to
    compare, as with one group only.

    Raises
    ------
    TableError
        A group does not exist, or of two that are named one has no counted word.
    """
    several = [
        Comparison(one, other, by, minimum_documents=minimum_documents, match=match, unit=unit)
        for one, other in comparisons(corpus, by, target, reference)
    ]
    asked = zip(several, each_of(corpus, several, cluster), strict=True)
    parts: list[pd.DataFrame] = []
    for both, same in groupby(asked, key=lambda pair: pair[1].both):
        # Counted before threads ask for it.
        both.merged  # noqa: B018
        parts += in_threads(lambda pair: _compared(corpus, *pair), same)
    return pd.concat(parts, ignore_index=True) if parts else empty(KEYNESS)


def comparison_units(
    corpus: Corpus,
    by: str,
    target: str = "",
    reference: str = "",
    *,
    match: str = AUTO,
    unit: str = "",
    cluster: pd.Series | None = None,
) -> pd.DataFrame:
    """Count what the test of each comparison rests on, and what it leaves out.

    Parameters
    ----------
    match, unit, cluster
        As `keyness_of_groups` was asked.

    Returns
    -------
    One row per comparison: `target`, `reference`, for both sides the documents
    (`documents_target`, ...) and the units of the test (`units_target`, ...); documents left out
    of the test because they are `short`, because both sides print their text (`elsewhere`) or
    because their value of the column `match` is on one side alone (`unmatched`); `match` ('' for
    none) and how many of its values have both sides (`strata`); `is_tested`: whether that is
    enough for p-values and intervals.
    """
    several = [
        Comparison(one, other, by, match=match, unit=unit)
        for one, other in comparisons(corpus, by, target, reference)
    ]
    rows = []
    for comparison, sides in zip(several, each_of(corpus, several, cluster), strict=True):
        _, is_target, stratum = sides.relabelled
        elsewhere, unmatched = sides.left_out
        rows.append({
            "target": comparison.target,
            "reference": comparison.reference or REST,
            "documents_target": int(sides.is_target.sum()),
            "documents_reference": int((~sides.is_target).sum()),
            "units_target": int(is_target.sum()),
            "units_reference": int((~is_target).sum()),
            "short": int((~sides.both.is_long).sum()),
            "elsewhere": elsewhere,
            "unmatched": unmatched,
            "match": sides.both.match,
            "strata": len(np.unique(stratum)) if sides.both.match else 0,
            "is_tested": allows_inference(is_target, stratum),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=UNITS)


def other_measures(corpus: Corpus, comparison: Comparison) -> pd.DataFrame:
    """Compute what other tools print for the same comparison; never with a star.

    Returns
    -------
    One row per term and measure, as `schema.MEASURES`: `g2_2term`, `g2_4term` (tokens),
    `log_odds`, `log_odds_z` (informative prior, full variance), `lrc` (on documents, 95 %,
    Bonferroni over the terms), `clustered_log_ratio` (log ratio over its document-clustered
    standard error; missing where a side lacks the term) and `overdispersed_z` (log-odds over the
    short error times the root of phi, see `overdispersion`). All without matching.
    """
    sides = sides_of(corpus, replace(comparison, match=NONE))
    a, b = (
        sides.frequency(of_target=True).astype(float),
        sides.frequency(of_target=False).astype(float),
    )
    size = (float(sides.size(of_target=True)), float(sides.size(of_target=False)))
    prior = informative_prior(a + b, sum(size))
    delta = association.log_odds(a, b, size, *prior)
    full, short = association.log_odds_variance(a, b, size, *prior)
    effect = association.log_ratio(a, b, *size)
    counts, length = sides.both.table[0], sides.both.length.astype(float)
    variance = clustered_variance(
        counts, length, np.column_stack([sides.is_target, ~sides.is_target])
    ).sum(axis=1)
    documents = (float(sides.is_target.sum()), float((~sides.is_target).sum()))
    values = {
        "clustered_log_ratio": effect * np.log(2) / np.sqrt(variance),
        "g2_2term": association.g2_2term(a, b, *size),
        "g2_4term": association.g2_4term(a, b, *size),
        "log_odds": delta,
        "log_odds_z": delta / np.sqrt(full),
        "overdispersed_z": delta / np.sqrt(overdispersion(counts, length) * short),
        "lrc": association.lrc(
            sides.documents(of_target=True),
            sides.documents(of_target=False),
            documents,
            terms=max(len(a), 1),
        ),
    }
    frame = pd.DataFrame(values, index=pd.Index(sides.terms, name="term"))
    return shape(frame.reset_index().melt("term", var_name="measure"), MEASURES)


def _effects(sides: Sides) -> pd.DataFrame:
    target, reference = sides.frequency(of_target=True), sides.frequency(of_target=False)
    size = sides.size(of_target=True), sides.size(of_target=False)
    return pd.DataFrame(
        {
            "term": sides.terms,
            "frequency_target": target,
            "frequency_reference": reference,
            "documents_target": sides.documents(of_target=True),
            "documents_reference": sides.documents(of_target=False),
            "log_ratio": association.log_ratio(target, reference, *size),
        }
    )
