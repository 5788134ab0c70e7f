"""Keyness over time: the same comparison in one window of periods after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers
from analysis.corpus.groups import check_group
from analysis.corpus.tokens.count import Words
from analysis.measures.trend.cells import name_periods, periods
from analysis.schema import REST, ROLLING_KEYNESS, TableError, empty, shape
from analysis.statistics.association import log_ratio
from analysis.statistics.copies import labels_of, long_enough, members_of
from analysis.statistics.inference import tested
from analysis.statistics.units import Units

# Of the permutations; the same in every window, and as in `keyness`.
_SEED: Final = 1


class Versus(Protocol):
    """What is compared with what: a `keyness.Comparison`, or anything that says the same."""

    @property
    def target(self) -> str:
        """The group that is described."""

    @property
    def reference(self) -> str:
        """The group it is compared with; '' for all others."""

    @property
    def by(self) -> str:
        """One of `schema.GROUPINGS`."""

    @property
    def n(self) -> int:
        """Words in a term."""

    @property
    def minimum_documents(self) -> int:
        """Documents of a window that a term must stand in."""


@dataclass(frozen=True)
class _Sides:
    """The dated documents of both sides, in the order of their ids."""

    counts: csr_array
    terms: Words
    length: Integers
    words: Integers
    is_target: NDArray[np.bool_]
    period: Integers
    cluster: NDArray[np.str_]

    def within(self, first: int, last: int) -> _Sides:
        """Keep the documents of some periods."""
        rows = np.flatnonzero((self.period >= first) & (self.period <= last))
        return _Sides(
            csr_array(self.counts[rows]),
            self.terms,
            self.length[rows],
            self.words[rows],
            self.is_target[rows],
            self.period[rows],
            self.cluster[rows],
        )


def rolling_keyness(
    corpus: Corpus,
    comparison: Versus,
    window: int = 3,
    step: int = 1,
    grain: str = "month",
    *,
    cluster: pd.Series | None = None,
) -> pd.DataFrame:
    """Compare the words of a target with those of a reference, window by window.

    p_family is over all terms of one window (max-T), not over windows: of 20 windows in which
    nothing differs one is expected to hold a finding, and windows that overlap share
    documents, so their findings are not independent. Read a run of windows as a description;
    test a change with one comparison fixed beforehand.

    Parameters
    ----------
    comparison
        What is compared with what: `keyness.Comparison`.
    window, step
        Periods in a window, and from the beginning of one to that of the next.
    grain
        day, week (ISO 8601) or month; who belongs to a period is said in `trend`.
    cluster
        For each document the cluster of copies it belongs to ('' for none), as `reuse.clusters`
        gives it: in a window, those of one cluster are one document of the test.

    Returns
    -------
    One row per window and term in at least `minimum_documents` of its documents, as
    `schema.ROLLING_KEYNESS`; windows in order of time, terms by falling log ratio. Only
    whole windows, unless there are fewer periods than one takes. A window in which one side
    has no word has no row. p-values and intervals are missing where a window has fewer than
    5 documents a side, or fewer than 200 distinct relabellings.

    Raises
    ------
    TableError
        A group or grain does not exist, or a window or step is shorter than one period.
    """
    if window < 1 or step < 1:
        raise TableError(f"A window and a step take 1 period or more, not {window} and {step}.")
    sides = _sides(corpus, comparison, grain, cluster)
    parts = [
        _compared(sides.within(first, last), comparison).assign(first=first, last=last)
        for first, last in _windows(sides.period, window, step)
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty(ROLLING_KEYNESS)
    frame = pd.concat(parts, ignore_index=True)
    since, starts = name_periods(frame["first"].to_numpy(), grain)
    until, _ = name_periods(frame["last"].to_numpy(), grain)
    frame = frame.assign(
        by=comparison.by,
        target=comparison.target,
        reference=comparison.reference or REST,
        voice=corpus.voice,
        grain=grain,
        since=since,
        until=until,
        period_start=starts,
    )
    order = ["period_start", "log_ratio", "term"]
    return shape(frame.sort_values(order, ascending=[True, False, True]), ROLLING_KEYNESS)


def _windows(period: Integers, window: int, step: int) -> Iterator[tuple[int, int]]:
    """Give the first and the last period of each window."""
    if not len(period):
        return
    first, last = int(period.min()), int(period.max())
    for start in range(first, max(first, last - window + 1) + 1, step):
        yield start, start + window - 1


def _sides(corpus: Corpus, comparison: Versus, grain: str, cluster: pd.Series | None) -> _Sides:
    groups = corpus.groups(comparison.by).to_numpy()
    if not comparison.target:
        raise TableError("Rolling keyness needs a target: one group, as in Comparison('TASS').")
    for name in (comparison.target, comparison.reference):
        check_group(name, sorted(set(groups) - {""}), comparison.by)
    period = periods(corpus.documents, grain)
    is_target = groups == comparison.target
    reference = comparison.reference
    other = groups == reference if reference else (groups != "") & ~is_target
    length = corpus.lengths(comparison.n)
    rows = np.flatnonzero((is_target | other) & (period >= 0) & (length > 0))
    # Labels fall on documents in this order; it must not hang on how they were read.
    ids = corpus.documents["document_id"].to_numpy(dtype=object)[rows]
    rows = rows[np.argsort(ids.astype(str), kind="stable")]
    by_term, terms = corpus.matrix(comparison.n)
    counts = csr_array(by_term)[rows]
    labels = labels_of(cluster, len(groups))
    words = corpus.lengths()[rows]
    return _Sides(counts, terms, length[rows], words, is_target[rows], period[rows], labels[rows])


def _compared(sides: _Sides, comparison: Versus) -> pd.DataFrame:
    """Compare the two sides of one window."""
    target = sides.is_target
    size = sides.length[target].sum(), sides.length[~target].sum()
    document_counts = np.bincount(sides.counts.indices, minlength=len(sides.terms))
    looked_at = np.flatnonzero(document_counts >= max(comparison.minimum_documents, 1))
    if 0 in size or not len(looked_at):
        return pd.DataFrame()
    counts = csr_array(sides.counts[:, looked_at])
    frequency = _sum(counts[target]), _sum(counts[~target])
    effect = log_ratio(frequency[0], frequency[1], size[0], size[1])
    frame = pd.DataFrame(
        {
            "term": sides.terms[looked_at],
            "frequency_target": frequency[0],
            "frequency_reference": frequency[1],
            "documents_target": _sum(counts[target] > 0),
            "documents_reference": _sum(counts[~target] > 0),
            "log_ratio": effect,
        }
    )
    members = members_of(
        sides.cluster, np.full(len(target), ""), long_enough(sides.words, sides.length)
    )
    one_sided = members.on_one_side(target)
    merged, length = members.merged(csc_array(counts), sides.length)
    units = Units(
        merged[one_sided],
        length[one_sided],
        target[members.first[one_sided]],
        members.stratum[one_sided],
    )
    return frame.join(tested(units, _SEED))


def _sum(table: csr_array) -> Integers:
    return np.asarray(table.sum(axis=0), dtype=np.int64).ravel()
