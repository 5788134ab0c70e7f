"""Measure how alike documents are: shared weighty terms, near dates, beside their nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from analysis.corpus.arrays import Integers
from analysis.measures.event.settings import Settings

Numbers = NDArray[np.float64]

# Documents compared with all others in one step: bounds the memory.
_BLOCK: Final = 512
# A term that is among the weightiest of more documents proposes no pairs, so that work grows
# with the corpus and not with its square; it still counts in every pair that others propose.
_POSTINGS: Final = 600
# Neighbours kept of one document.
_NEIGHBOURS: Final = 200


@dataclass(frozen=True)
class Days:
    """First and last day of publication of each document; unknown where one is missing."""

    first: Numbers
    last: Numbers
    known: NDArray[np.bool_]


def days_of(documents: pd.DataFrame) -> Days:
    """Read the intervals of publication as days since 1970."""
    first, last = documents["published_earliest"], documents["published_latest"]
    is_known = (first.notna() & last.notna()).to_numpy()
    day = [
        column.to_numpy().astype("datetime64[D]").astype(np.int64).astype(np.float64)
        for column in (first, last)
    ]
    return Days(np.where(is_known, day[0], 0.0), np.where(is_known, day[1], 0.0), is_known)


def nearness(days: Days, rows: Integers, others: Integers, settings: Settings) -> Numbers:
    """Say what dates leave of the likeness of documents: 1 within days, less further apart.

    Dates take away gently and never all: articles are dated wrongly, taken up again and
    crawled late. Between two intervals the shortest distance counts.
    """
    later = days.first[rows] - days.last[others]
    earlier = days.first[others] - days.last[rows]
    gap = np.maximum(np.maximum(later, earlier) - settings.days, 0)
    left = settings.floor + (1 - settings.floor) * np.exp(-gap / settings.decay)
    return np.where(days.known[rows] & days.known[others], left, settings.undated)


@dataclass(frozen=True)
class Likeness:
    """How alike documents are, in shares of how like each is to its nearest.

    A long article on a much reported subject is somewhat like a hundred others, a short one is
    little like any: what counts is whether the next is about as near as the nearest.
    """

    weights: csr_array
    days: Days
    scale: Numbers
    settings: Settings

    def between(self, rows: Integers, others: Integers) -> Numbers:
        """Compare each of some documents with each of others: rows x others."""
        alike = _all_products(self.weights[rows], self.weights[others])
        alike *= nearness(self.days, rows[:, None], others[None, :], self.settings)
        return alike / np.sqrt(self.scale[rows][:, None] * self.scale[others][None, :])


def compare(weights: csr_array, days: Days, settings: Settings) -> tuple[Likeness, csr_array]:
    """Find the documents that are alike.

    Returns
    -------
    The likeness of any two, and a symmetric graph of the pairs that reach the threshold.
    """
    low, high = settings.scale
    pairs = _pairs(weights, days, settings)
    nearest = np.zeros(weights.shape[0])
    np.maximum.at(nearest, pairs.row, pairs.data)
    scale = np.clip(nearest, low, high)
    ratio = pairs.data / np.sqrt(scale[pairs.row] * scale[pairs.col])
    keep = ratio >= settings.threshold
    graph = csr_array(
        coo_array((ratio[keep], (pairs.row[keep], pairs.col[keep])), shape=pairs.shape)
    )
    return Likeness(weights, days, scale, settings), csr_array(graph.maximum(graph.T))


def _pairs(weights: csr_array, days: Days, settings: Settings) -> coo_array:
    """Find the pairs that may reach the threshold, block by block, over an inverted index."""
    count = weights.shape[0]
    document_counts = np.bincount(weights.indices, minlength=weights.shape[1])
    index = csr_array(
        weights[:, np.flatnonzero((document_counts > 1) & (document_counts <= _POSTINGS))]
    )
    postings = csr_array(index.T)
    least = settings.threshold * settings.scale[0]
    rows, others, alike = [], [], []
    for start in range(0, count, _BLOCK):
        block = (index[start : start + _BLOCK] @ postings).tocoo()
        keep = block.data >= least / 2
        row, other = block.row[keep].astype(np.int64) + start, block.col[keep].astype(np.int64)
        left = nearness(days, row, other, settings)
        keep = (row != other) & (block.data[keep] * left >= least / 2)
        row, other, left = row[keep], other[keep], left[keep]
        value = _products(weights, row, other) * left
        keep = value >= least
        rows.append(row[keep])
        others.append(other[keep])
        alike.append(value[keep])
    row, other, value = (np.concatenate(parts) for parts in (rows, others, alike))
    first = _most(row, other, value)
    return coo_array((value[first], (row[first], other[first])), shape=(count, count))


def _all_products(one: csr_array, two: csr_array) -> Numbers:
    """Multiply each row of one with each of two, over the columns they use: few of many."""
    columns, place = np.unique(np.concatenate([one.indices, two.indices]), return_inverse=True)
    first, second = place[: len(one.indices)], place[len(one.indices) :]
    size = len(columns)
    left = csr_array((one.data, first, one.indptr), shape=(one.shape[0], size))
    right = csr_array((two.data, second, two.indptr), shape=(two.shape[0], size))
    return np.asarray((left @ right.T).toarray(), dtype=np.float64)


def _products(weights: csr_array, rows: Integers, others: Integers) -> Numbers:
    step, products = 50_000, [np.zeros(0)]
    for start in range(0, len(rows), step):
        one, two = weights[rows[start : start + step]], weights[others[start : start + step]]
        products.append(np.asarray(one.multiply(two).sum(axis=1)).ravel())
    return np.concatenate(products)


def _most(rows: Integers, others: Integers, values: Numbers) -> Integers:
    """Choose the nearest of each document; ties by the order of documents."""
    order = np.lexsort((others, -values, rows))
    first = np.searchsorted(rows[order], rows[order], side="left")
    return order[np.arange(len(order)) - first < _NEIGHBOURS]
