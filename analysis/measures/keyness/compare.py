"""Find the words that set one group of documents apart from others, and those all share.

Effect: log ratio, in bits, with a document-clustered interval. Test: permutation of documents
with max-T over all terms. A finding is `p_family` <= .05; below 5 independent documents a side
there is no test and no interval, only the effect and its lines. methods.md, section 1.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.arrays import falling
from analysis.corpus.execution.processes import in_threads
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
    Z_95,
    allows_inference,
    informative_prior,
    interval,
    tested,
)

# A lockword's interval lies within this many bits of zero.
LOCK: Final = 0.5


def keyness(
    corpus: Corpus,
    comparison: Comparison,
    *,
    cluster: pd.Series | None = None,
    stratum: pd.Series | None = None,
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
    stratum
        For each document the event or day within which labels are exchanged.
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
    sides = sides_of(corpus, comparison, cluster, stratum)
    return _compared(corpus, comparison, sides, seed)


def _compared(corpus: Corpus, comparison: Comparison, sides: Sides, seed: int = 1) -> pd.DataFrame:
    """Compare two sides, as their units tell."""
    check_words(
        comparison.target,
        comparison.reference,
        sides.size(of_target=True),
        sides.size(of_target=False),
    )
    frame = _effects(sides)
    frame = frame.join(tested(sides.units, frame["log_ratio"].to_numpy(), seed))
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


def _allowed(sides: Sides) -> tuple[bool, int, int]:
    _, target, stratum = sides.relabelled
    return allows_inference(target, stratum), int(target.sum()), int((~target).sum())


def keyness_of_groups(
    corpus: Corpus,
    by: str,
    target: str = "",
    reference: str = "",
    minimum_documents: int = 2,
    *,
    cluster: pd.Series | None = None,
) -> pd.DataFrame:
    """Compare each group with the rest, or the target named with its reference.

    Parameters
    ----------
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
        Comparison(one, other, by, minimum_documents=minimum_documents)
        for one, other in comparisons(corpus, by, target, reference)
    ]
    asked = zip(several, each_of(corpus, several, cluster), strict=True)
    parts: list[pd.DataFrame] = []
    for both, same in groupby(asked, key=lambda pair: pair[1].both):
        # Counted before threads ask for it.
        both.merged  # noqa: B018
        parts += in_threads(lambda pair: _compared(corpus, *pair), same)
    return pd.concat(parts, ignore_index=True) if parts else empty(KEYNESS)


def without_inference(
    corpus: Corpus,
    by: str,
    target: str = "",
    reference: str = "",
    *,
    cluster: pd.Series | None = None,
) -> list[tuple[str, int, int]]:
    """List the comparisons that have too few documents for a test: target, and both sizes."""
    several = [
        Comparison(one, other, by) for one, other in comparisons(corpus, by, target, reference)
    ]
    untested = []
    for comparison, sides in zip(several, each_of(corpus, several, cluster), strict=True):
        allowed, first, second = _allowed(sides)
        if not allowed:
            untested.append((comparison.target, first, second))
    return untested


def other_measures(corpus: Corpus, comparison: Comparison) -> pd.DataFrame:
    """Compute what other tools print for the same comparison; never with a star.

    Returns
    -------
    One row per term and measure, as `schema.MEASURES`: `g2_2term`, `g2_4term` (tokens),
    `log_odds`, `log_odds_z` (informative prior, full variance), `lrc` (on documents, 95 %,
    Bonferroni over the terms) and `clustered_log_ratio` (log ratio over its
    document-clustered standard error; missing where a side lacks the term).
    """
    sides = sides_of(corpus, comparison)
    a, b = (
        sides.frequency(of_target=True).astype(float),
        sides.frequency(of_target=False).astype(float),
    )
    size = (float(sides.size(of_target=True)), float(sides.size(of_target=False)))
    prior = informative_prior(a + b, sum(size))
    delta = association.log_odds(a, b, size, *prior)
    full, _ = association.log_odds_variance(a, b, size, *prior)
    effect = association.log_ratio(a, b, *size)
    counts, length = sides.both.table[0], sides.both.length.astype(float)
    low, high = interval(effect, counts, length, sides.is_target)
    documents = (float(sides.is_target.sum()), float((~sides.is_target).sum()))
    values = {
        "clustered_log_ratio": effect / ((high - low) / 2 / Z_95),
        "g2_2term": association.g2_2term(a, b, *size),
        "g2_4term": association.g2_4term(a, b, *size),
        "log_odds": delta,
        "log_odds_z": delta / np.sqrt(full),
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
