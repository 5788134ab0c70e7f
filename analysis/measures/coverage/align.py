"""Align sentences that say the same, and gather them into clusters."""

from __future__ import annotations

import heapq
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.measures.coverage.sentences import Sentences

# Stems in more sentences than this, or this share of them, lead to no pair of sentences; they
# still count in a pair that others lead to.
_COMMON: Final = 40
_SHARE: Final = 0.02
# Sentences that share less of their weight than this much of the threshold are no pair; two
# clauses that share less than this do not tell more than their sentences.
_FLOOR: Final = 0.75
_CLAUSES: Final = 0.2
_CHUNK: Final = 2_000

Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def similar(event: Sentences, threshold: float) -> Pairs:
    """Find pairs of sentences that say much the same.

    The similarity of two bags is the weight they share, over the geometric mean of their
    weights; that of two sentences the mean of theirs and of their two most similar clauses.

    Parameters
    ----------
    event
        Its sentences.
    threshold
        Similarity a pair must have.

    Returns
    -------
    First and second sentence (first < second) and similarity, at least `threshold`.
    """
    size = event.bags.shape[0]
    first, second, whole = _likenesses(event.bags, event.weights, _FLOOR * threshold)
    left, right, parts = _likenesses(event.clauses, event.weights, _CLAUSES)
    low, high = event.owner[left], event.owner[right]
    low, high = np.minimum(low, high), np.maximum(low, high)
    apart = low != high
    keys = low[apart] * size + high[apart]
    order = np.lexsort((-parts[apart], keys))
    best, places = np.unique(keys[order], return_index=True)
    value = np.concatenate([parts[apart][order][places], [0.0]])
    pair = first * size + second
    at = np.searchsorted(best, pair)
    has_value = np.append(best, -1)[np.minimum(at, len(best))] == pair
    mean = (whole + np.where(has_value, value[np.minimum(at, len(best))], whole)) / 2
    keep = mean >= threshold
    return first[keep], second[keep], np.minimum(mean[keep], 1.0)


def _likenesses(bags: csr_array, weights: NDArray[np.float64], floor: float) -> Pairs:
    """Measure every pair of bags that shares an uncommon stem."""
    rows = bags.shape[0]
    frequency = np.bincount(bags.indices, minlength=bags.shape[1])
    uncommon = frequency <= max(_COMMON, _SHARE * rows)
    sums = np.asarray(bags @ weights)
    scale = 1 / np.sqrt(np.maximum(sums, 1e-12))
    weighted = csr_array(bags.multiply(np.sqrt(weights)[None, :]))
    weighted = csr_array(weighted.multiply(scale[:, None]))
    leading = csr_array(weighted.multiply(uncommon[None, :].astype(float)))
    leading.eliminate_zeros()
    turned = csr_array(leading.T)
    pairs: list[Pairs] = []
    for start in range(0, rows, _CHUNK):
        block = csr_array(leading[start : start + _CHUNK] @ turned).tocoo()
        first, second = block.row.astype(np.int64) + start, block.col.astype(np.int64)
        keep = (first < second) & (block.data >= floor / 2)
        first, second = first[keep], second[keep]
        shared = dot(weighted, first, second)
        near = shared >= floor
        pairs.append((first[near], second[near], shared[near]))
    if not pairs:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    first, second, shared = (np.concatenate(column) for column in zip(*pairs, strict=True))
    return first, second, shared


def dot(
    matrix: csr_array, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Multiply pairs of rows."""
    products = [
        np.asarray(matrix[first[a : a + 50_000]].multiply(matrix[second[a : a + 50_000]]).sum(1))
        for a in range(0, len(first), 50_000)
    ]
    return np.concatenate(products).ravel() if products else np.zeros(0)


def cluster(size: int, pairs: Pairs, threshold: float) -> NDArray[np.int64]:
    """Gather sentences: two clusters are joined while their mean similarity allows it.

    A pair that was not found similar counts as 0, so that a chain of neighbours is no cluster.

    Returns
    -------
    The number of the cluster of each sentence: that of its first sentence.
    """
    links: list[dict[int, float]] = [{} for _ in range(size)]
    for first, second, value in zip(*(column.tolist() for column in pairs), strict=True):
        links[first][second] = links[second][first] = value
    members = [1] * size
    parent = list(range(size))
    # The most similar first; ties in the order of the text.
    heap = [(-v, a, b) for a, row in enumerate(links) for b, v in row.items() if a < b]
    heapq.heapify(heap)
    while heap:
        value, a, b = heapq.heappop(heap)
        if parent[a] != a or parent[b] != b:
            continue
        now = links[a][b] / (members[a] * members[b])
        if now < -value - 1e-12:
            continue
        if now < threshold:
            break
        _join(a, b, links, parent)
        members[a] += members[b]
        for other, total in links[a].items():
            mean = total / (members[a] * members[other])
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(a, other), max(a, other)))
    return np.array([_root(parent, place) for place in range(size)], dtype=np.int64)


def _join(a: int, b: int, links: list[dict[int, float]], parent: list[int]) -> None:
    """Put cluster b into cluster a: their sums of similarities add up."""
    parent[b] = a
    del links[a][b]
    for other, total in links[b].items():
        if other == a:
            continue
        links[a][other] = links[a].get(other, 0.0) + total
        links[other].pop(b)
        links[other][a] = links[a][other]
    links[b] = {}


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        place = parent[place]
    return place
