"""Put documents that are alike into groups, beside those an analyst has made."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from analysis.corpus.arrays import Integers
from analysis.measures.event.near import Likeness

Numbers = NDArray[np.float64]

# Documents that are grouped together in one step; more hang together only by chains.
_LARGEST: Final = 3000
_TIGHTER: Final = 1.1
# Documents compared with their group in one step.
STEP: Final = 512
# Likeness in shares of the nearest can exceed 1, up to this with the default scale.
_MOST: Final = 8.0


def group(likeness: Likeness, graph: csr_array, given: Integers) -> list[Integers]:
    """Group documents by average linkage; given groups grow, but are never merged.

    Two groups become one where the mean likeness between them reaches the threshold: one
    article that stands between two stories does not join them. Only documents that hang
    together in the graph are looked at; groups that are not given are made first, then those
    near enough to a given one join it.

    Parameters
    ----------
    given
        Number of the group an analyst put each document in, -1 for none.

    Returns
    -------
    Positions of the documents of each group, given groups first, then by first document;
    groups of one only where they are given.
    """
    free = np.flatnonzero(given < 0)
    clusters = [free[part] for part in _linked(likeness, csr_array(graph[free][:, free]), free)]
    groups = [np.flatnonzero(given == number) for number in range(int(given.max(initial=-1)) + 1)]
    joined: dict[int, list[Integers]] = {}
    rest = []
    for part in clusters:
        number = _home(likeness, graph, given, part, groups)
        if number >= 0:
            joined.setdefault(number, []).append(part)
        elif len(part) > 1:
            rest.append(part)
    for number, parts in joined.items():
        groups[number] = np.sort(np.concatenate([groups[number], *parts]))
    return groups + sorted(rest, key=lambda part: int(part[0]))


def _linked(likeness: Likeness, graph: csr_array, free: Integers) -> list[Integers]:
    """Group the documents of a graph, piece by piece."""
    clusters = []
    for piece in _pieces(graph, likeness.settings.threshold):
        if len(piece) == 1:
            clusters.append(piece)
            continue
        apart = (_MOST - likeness.between(free[piece], free[piece])).clip(0)
        apart = (apart + apart.T) / 2
        np.fill_diagonal(apart, 0)
        tree = linkage(squareform(apart, checks=False), "average")
        labels = fcluster(tree, _MOST - likeness.settings.threshold, "distance")
        clusters += [piece[labels == label] for label in np.unique(labels)]
    return clusters


def _pieces(graph: csr_array, threshold: float) -> list[Integers]:
    """Cut a graph into what hangs together; what is too large, along its weakest edges."""
    waiting = [(np.arange(graph.shape[0]), threshold)]
    pieces = []
    while waiting:
        nodes, least = waiting.pop()
        part = graph[nodes][:, nodes].tocoo()
        keep = part.data >= least
        strong = coo_array((part.data[keep], (part.row[keep], part.col[keep])), shape=part.shape)
        _, labels = connected_components(strong, directed=False)
        order = np.argsort(labels, kind="stable")
        cuts = np.flatnonzero(np.diff(labels[order])) + 1
        for piece in np.split(nodes[order], cuts):
            if len(piece) > _LARGEST and least < _MOST:
                waiting.append((piece, least * _TIGHTER))
            elif len(piece):
                pieces.append(piece)
    return pieces


def _home(
    likeness: Likeness, graph: csr_array, given: Integers, part: Integers, groups: list[Integers]
) -> int:
    """Find the given group a new one belongs to; -1 for none."""
    near = np.unique(given[graph[part].indices])
    best, home = likeness.settings.threshold, -1
    for number in near[near >= 0].tolist():
        alike = float(likeness.between(part, groups[number]).mean())
        if alike >= best and (home < 0 or alike > best):
            best, home = alike, number
    return home


def belonging(likeness: Likeness, members: Integers) -> Numbers:
    """Say how closely each document belongs to its group: mean likeness to the others, 0-1."""
    if len(members) < 2:
        return np.ones(len(members))
    scores = np.zeros(len(members))
    for start in range(0, len(members), STEP):
        rows = members[start : start + STEP]
        alike = likeness.between(rows, members)
        alike[rows[:, None] == members[None, :]] = 0
        scores[start : start + len(rows)] = alike.sum(axis=1) / (len(members) - 1)
    return scores.clip(0, 1)
