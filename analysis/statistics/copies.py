"""Merge copies of one text into one unit of a test: a reprint is no second witness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array


@dataclass(frozen=True)
class Members:
    """Which documents make up the units of the test: copies within one stratum are one.

    Attributes
    ----------
    mean
        Units x documents: what each document weighs in its unit.
    first
        The first document of each unit; units are in the order of these.
    cluster
        Number of the cluster of each document; a document without copies has its own.
    stratum
        Number of the stratum of each unit.
    """

    mean: csr_array
    first: NDArray[np.int64]
    cluster: NDArray[np.int64]
    stratum: NDArray[np.int64]

    def on_one_side(self, is_target: NDArray[np.bool_]) -> NDArray[np.int64]:
        """List the units of clusters that do not stand on both sides."""
        targets = np.bincount(self.cluster, is_target)
        mixed = (targets > 0) & (targets < np.bincount(self.cluster))
        return np.flatnonzero(~mixed[self.cluster[self.first]])

    def merged(
        self, counts: csc_array, length: NDArray[np.int64]
    ) -> tuple[csc_array, NDArray[np.float64]]:
        """Count the terms and the tokens of each unit: the mean of its documents."""
        units, documents = self.mean.shape
        if self.mean.nnz > units:
            counts = self.mean @ counts
        elif units < documents:
            counts = counts[self.first]
        return csc_array(counts, dtype=float), np.asarray(self.mean @ length.astype(float))


def members_of(
    cluster: NDArray[np.str_], stratum: NDArray[np.str_], holds_words: NDArray[np.bool_]
) -> Members:
    """Merge copies into the units of the test; a document without a word is in none."""
    strata = np.unique(stratum, return_inverse=True)[1]
    copies = np.unique(cluster, return_inverse=True)[1]
    numbers = np.where(cluster == "", np.arange(len(cluster)), len(cluster) + copies)
    keep = np.flatnonzero(holds_words)
    keys = numbers[keep] * (strata.max(initial=0) + 1) + strata[keep]
    _, first, unit, sizes = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    # Units in the order of their first document, so that labels do not fall by chance.
    order = np.argsort(first, kind="stable")
    rank = np.argsort(order, kind="stable")
    # As narrow as the table of counts, which takes on the widths of this one.
    cells = rank[unit].astype(np.int32), keep.astype(np.int32)
    mean = csr_array((1 / sizes[unit], cells), shape=(len(first), len(cluster)))
    chosen = keep[first[order]]
    return Members(mean, chosen, numbers, strata[chosen])


# Documents with fewer counted words say little, and are left out of tests.
SHORT: Final = 50


def long_enough(words: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which documents have words enough for a test: 50, or one where most have fewer.

    Parameters
    ----------
    words
        Running words of each document.
    length
        Terms of each; a document without one is in no test.
    """
    is_long = words >= SHORT
    return (length > 0) & is_long if is_long.mean() >= 0.5 else length > 0


def labels_of(column: pd.Series | None, documents: int) -> NDArray[np.str_]:
    """Take the labels of documents out of a column; '' where there is none."""
    if column is None:
        return np.zeros(documents, dtype="U1")
    return np.asarray(column.fillna("").astype(str).to_numpy(dtype=str))
