"""The two sides of a comparison, and the independent documents that are relabelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.corpus.groups import check_group
from analysis.corpus.tokens.count import Words
from analysis.corpus.tokens.tokens import Bag, Tokens
from analysis.measures.keyness.match import AUTO, matched_by, units_by
from analysis.schema import REST, TableError
from analysis.statistics.copies import Members, labels_of, long_enough, members_of
from analysis.statistics.units import Units, on_both_sides


@dataclass(frozen=True)
class Comparison:
    """What is compared with what.

    Attributes
    ----------
    target
        The group that is described.
    reference
        The group it is compared with; '' for all other groups together.
    by
        One of `schema.GROUPINGS`.
    n
        Words in a term, 1 to 3.
    minimum_documents
        Terms that stand in fewer documents of both sides together are not looked at.
    match
        What documents are compared within: a column ("event", "week", "month", ...), "none", or
        "auto": by event where many have both sides, see `match.matched_by`.
    unit
        What is one unit of the test: "" for a document (copies of a text are one), or a column:
        the documents of one side with one value count as their mean, so that an outlet, event or
        month with many articles weighs as much as one with few. Copies are then not looked at.
    """

    target: str
    reference: str = ""
    by: str = "origin"
    n: int = 1
    minimum_documents: int = 2
    match: str = AUTO
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Documents:
    """The documents of both sides, in the order of their ids, and the terms looked at.

    Attributes
    ----------
    words
        Their running words.
    n, fewest, match
        Words in a term, the documents that must hold it, and the column whose values are strata
        ('' for none).
    cluster, stratum
        The cluster of copies each belongs to ('' for none), and the event or day within which
        labels are exchanged.
    """

    words: Tokens | Bag
    n: int
    fewest: int
    match: str
    cluster: NDArray[np.str_]
    stratum: NDArray[np.str_]

    @cached_property
    def table(self) -> tuple[csc_array, Words]:
        """Documents x terms, and the terms."""
        return self.words.matrix(self.n, self.fewest)

    @cached_property
    def holds(self) -> csc_array:
        """Documents x terms, 1 where a document holds a term."""
        counts, _ = self.table
        return csc_array((np.ones_like(counts.data), counts.indices, counts.indptr), counts.shape)

    @cached_property
    def length(self) -> NDArray[np.int64]:
        """Tokens of each document."""
        return self.words.lengths(self.n)

    @cached_property
    def is_long(self) -> NDArray[np.bool_]:
        """Which have words enough for the test; see `long_enough`."""
        return long_enough(self.words.lengths(1), self.length)

    @cached_property
    def members(self) -> Members:
        """Which of them make up the units of the test."""
        return members_of(self.cluster, self.stratum, self.is_long)

    @cached_property
    def merged(self) -> tuple[csc_array, NDArray[np.float64]]:
        """Units x terms and the tokens of each unit: means of its documents."""
        return self.members.merged(self.table[0], self.length)


@dataclass(frozen=True)
class Sides:
    """Both sides of a comparison."""

    both: Documents
    is_target: NDArray[np.bool_]

    @property
    def terms(self) -> Words:
        """The terms looked at."""
        return self.both.table[1]

    def frequency(self, *, of_target: bool) -> NDArray[np.int64]:
        """Count each term on one side."""
        return self._sum(self.both.table[0], self.is_target == of_target)

    def documents(self, *, of_target: bool) -> NDArray[np.int64]:
        """Count the documents of one side that hold each term."""
        return self._sum(self.both.holds, self.is_target == of_target)

    def size(self, *, of_target: bool) -> int:
        """Count the tokens of one side."""
        return int(self.both.length[self.is_target == of_target].sum())

    @property
    def units(self) -> Units:
        """What is relabelled."""
        rows, is_target, stratum = self.relabelled
        counts, length = self.both.merged
        if len(rows) < len(length):
            counts, length = counts[rows], length[rows]
        return Units(counts, length, is_target, stratum)

    @property
    def relabelled(self) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
        """Which units are relabelled, on which side each stands, and its stratum.

        Left out are texts that both sides print, and strata on one side alone.
        """
        members = self.both.members
        rows = members.on_one_side(self.is_target)
        target, stratum = self.is_target[members.first[rows]], members.stratum[rows]
        kept = on_both_sides(target, stratum)
        return rows[kept], target[kept], stratum[kept]

    @property
    def left_out(self) -> tuple[int, int]:
        """Count documents that are long enough, and in no unit that is relabelled.

        Returns
        -------
        Those whose text both sides print, and those whose stratum is on one side alone.
        """
        members = self.both.members
        rows = members.on_one_side(self.is_target)
        kept, _, _ = self.relabelled
        sizes = np.diff(members.mean.indptr)
        both, matched = int(sizes[rows].sum()), int(sizes[kept].sum())
        return int(self.both.is_long.sum()) - both, both - matched

    def _sum(self, table: csc_array, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray(table.T @ mask.astype(table.dtype))


def comparisons(
    corpus: Corpus, by: str = "origin", target: str = "", reference: str = ""
) -> list[tuple[str, str]]:
    """List the pairs to compare: the one named, or each group against the rest.

    Without a target, groups are left out that have no counted word, or nothing to stand beside.

    Raises
    ------
    TableError
        A group does not exist, or of the pair that is named one has no counted word.
    """
    words = pd.Series(corpus.lengths()).groupby(corpus.groups(by).to_numpy()).sum()
    size = {str(group): int(count) for group, count in words.items() if group}
    for name in (target, reference):
        check_group(name, sorted(size), by)
    if target:
        check_words(target, reference, size[target], _reference_words(size, target, reference))
        return [(target, reference)]
    with_words = [group for group in sorted(size) if size[group]]
    return [(group, reference) for group in with_words if _reference_words(size, group, reference)]


def _reference_words(size: Mapping[str, int], target: str, reference: str) -> int:
    """Count the words a target is compared with."""
    if target == reference:
        return 0
    return size[reference] if reference else sum(size.values()) - size[target]


def check_words(target: str, reference: str, *sizes: int) -> None:
    """Stop where a side of a comparison has no counted word."""
    if 0 in sizes:
        first, second = (f"{size:,}" for size in sizes)
        raise TableError(
            f"Nothing to compare: {target} has {first} counted words here, and "
            f"{reference or REST} {second}. Choose another group, voice or period."
        )


def sides_of(
    corpus: Corpus,
    comparison: Comparison,
    cluster: pd.Series | None = None,
) -> Sides:
    """Take the documents of both sides, and the terms that are looked at."""
    return next(each_of(corpus, [comparison], cluster))


def each_of(
    corpus: Corpus,
    several: Iterable[Comparison],
    cluster: pd.Series | None = None,
) -> Iterator[Sides]:
    """Take the sides of comparisons one after the other.

    Neighbours of the same documents, such as each group against the rest, share their words.

    Parameters
    ----------
    cluster
        Of each document of the corpus; see `keyness`.
    """
    ids = corpus.documents["document_id"].to_numpy(dtype=str)
    by_name = np.argsort(ids, kind="stable")
    copies = labels_of(cluster, len(ids))
    before = np.zeros(0, dtype=np.int64)
    both: Documents | None = None
    for comparison in several:
        is_target, is_either = chosen(corpus, comparison)
        matching = matched_by(corpus, comparison.match, is_target, is_either)
        rows = by_name[is_either[by_name]]
        of = (comparison.n, max(comparison.minimum_documents, 1), matching.column)
        if comparison.unit:
            merged = units_by(corpus, comparison.unit, is_target)[rows]
            words = corpus.tokens.take(rows)
            yield Sides(Documents(words, *of, merged, matching.stratum[rows]), is_target[rows])
            continue
        if (
            both is None
            or of != (both.n, both.fewest, both.match)
            or not np.array_equal(rows, before)
        ):
            both = Documents(corpus.tokens.take(rows), *of, copies[rows], matching.stratum[rows])
        before = rows
        yield Sides(both, is_target[rows])


def chosen(corpus: Corpus, comparison: Comparison) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which documents are the target's, and which stand on either side."""
    groups = corpus.groups(comparison.by).to_numpy(dtype=object)
    names = sorted(set(groups) - {""})
    for name in (comparison.target, comparison.reference):
        check_group(name, names, comparison.by)
    if not comparison.target:
        raise TableError(f"keyness needs a target. There are: {', '.join(names) or 'none'}.")
    is_target = groups == comparison.target
    other = groups == comparison.reference if comparison.reference else (groups != "") & ~is_target
    return is_target, is_target | other
