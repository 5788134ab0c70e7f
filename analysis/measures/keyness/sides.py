"""The two sides of a comparison, and the independent documents that are relabelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus import Corpus
from analysis.corpus.count import Words
from analysis.schema import TableError, closest
from analysis.statistics.inference import Units


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
    """

    target: str
    reference: str = ""
    by: str = "origin"
    n: int = 1
    minimum_documents: int = 2


@dataclass(frozen=True)
class Sides:
    """Both sides of a comparison, documents in the order of their ids."""

    counts: csr_array
    terms: Words
    length: NDArray[np.int64]
    is_target: NDArray[np.bool_]
    document_id: NDArray[np.object_]

    def frequency(self, of_target: bool) -> NDArray[np.int64]:
        """Count each term on one side."""
        return np.asarray(self.counts[self.is_target == of_target].sum(axis=0)).ravel()

    def documents(self, of_target: bool) -> NDArray[np.int64]:
        """Count the documents of one side that hold each term."""
        return np.asarray((self.counts[self.is_target == of_target] > 0).sum(axis=0)).ravel()

    def size(self, of_target: bool) -> int:
        """Count the tokens of one side."""
        return int(self.length[self.is_target == of_target].sum())


def comparisons(
    corpus: Corpus, by: str = "origin", target: str = "", reference: str = ""
) -> list[tuple[str, str]]:
    """List the pairs to compare: the one named, or each group against the rest."""
    groups = sorted(set(corpus.groups(by)) - {""})
    for name in (target, reference):
        check_group(name, groups, by)
    return [(target, reference)] if target else [(group, reference) for group in groups]


def check_group(name: str, groups: list[str], by: str) -> None:
    """Stop where a group is named that does not exist; '' names none."""
    if name and name not in groups:
        raise TableError(
            f"There is no {by} {name!r}. There are: {', '.join(groups) or 'none'}."
            + closest(name, groups)
        )


def sides_of(corpus: Corpus, comparison: Comparison) -> Sides:
    """Take the documents of both sides, and the terms that are looked at."""
    groups = corpus.groups(comparison.by).to_numpy()
    there = sorted(set(groups) - {""})
    for name in (comparison.target, comparison.reference):
        check_group(name, there, comparison.by)
    if not comparison.target:
        raise TableError(f"keyness needs a target. There are: {', '.join(there) or 'none'}.")
    is_target = groups == comparison.target
    other = groups == comparison.reference if comparison.reference else (groups != "") & ~is_target
    ids = corpus.documents["document_id"].to_numpy(dtype=object)
    rows = np.flatnonzero(is_target | other)
    rows = rows[np.argsort(ids[rows].astype(str), kind="stable")]
    part = corpus.tokens.take(rows)
    counts, terms = part.matrix(comparison.n, max(comparison.minimum_documents, 1))
    return Sides(counts, terms, part.lengths(comparison.n), is_target[rows], ids[rows])


def along(corpus: Corpus, sides: Sides, column: pd.Series | None) -> NDArray[np.str_] | None:
    """Bring a series of the corpus's documents into the order of the sides."""
    if column is None:
        return None
    named = pd.Series(column.to_numpy(), index=corpus.documents["document_id"])
    return named.loc[list(sides.document_id)].fillna("").astype(str).to_numpy(dtype=str)


def units_of(
    sides: Sides, cluster: NDArray[np.str_] | None, stratum: NDArray[np.str_] | None
) -> Units:
    """Merge copies into the units of the test: the mean of a cluster within side and stratum."""
    n = len(sides.document_id)
    strata = np.zeros(n, dtype=np.int64)
    if stratum is not None:
        strata = np.unique(stratum, return_inverse=True)[1]
    names = np.array([f"\0{row}" for row in range(n)]) if cluster is None else cluster.copy()
    alone = names == ""
    names = np.where(alone, np.array([f"\0{row}" for row in range(n)]), names)
    straddles = _straddling(names, sides.is_target)
    keep = np.flatnonzero(~np.isin(names, straddles) & (sides.length > 0))
    keys = np.array([f"{names[row]}\0{sides.is_target[row]}\0{strata[row]}" for row in keep])
    _, first, unit, sizes = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    # Units in the order of their first document, so that labels fall as they did before.
    order = np.argsort(first, kind="stable")
    rank = np.argsort(order, kind="stable")
    weights = 1 / sizes[unit]
    mean = csr_array((weights, (rank[unit], keep)), shape=(len(first), n))
    chosen = keep[first[order]]
    return Units(
        csr_array(mean @ sides.counts),
        np.asarray(mean @ sides.length.astype(float)),
        sides.is_target[chosen],
        strata[chosen],
    )


def _straddling(names: NDArray[np.str_], is_target: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Find the clusters that stand on both sides."""
    return np.intersect1d(names[is_target], names[~is_target])
