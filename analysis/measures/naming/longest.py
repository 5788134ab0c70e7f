"""Choose among forms that overlap, for all of a corpus at once."""

from __future__ import annotations

import numpy as np

from analysis.corpus.arrays import Integers
from analysis.corpus.language.tokenizer import LONGEST
from analysis.corpus.tokens.matches import Spans


def longest(spans: Spans) -> Integers:
    """Choose the longest of spans that overlap, then the first, then the lowest in rank.

    A span that is not chosen hides none.

    Returns
    -------
    The rows that are chosen.

    Examples
    --------
    >>> rows = [(0, 0, 5, 0), (0, 4, 6, 1), (0, 5, 7, 2), (1, 4, 6, 3)]
    >>> longest(Spans(*map(np.array, zip(*rows)))).tolist()
    [0, 2, 3]
    """
    cluster = _clusters(spans)
    several = np.bincount(cluster)[cluster] > 1
    chosen, rows = [np.flatnonzero(~several)], np.flatnonzero(several)
    owner, start, end, rank = cluster[rows], *(column[rows] for column in spans[1:])
    order = rows[np.lexsort((rank, start, start - end, owner))]
    while len(order):
        heads = np.flatnonzero(np.diff(cluster[order], prepend=-1))
        best = order[heads]
        chosen.append(best)
        best = np.repeat(best, np.diff(np.append(heads, len(order))))
        free = (spans.end[order] <= spans.start[best]) | (spans.end[best] <= spans.start[order])
        order = order[free]
    return np.sort(np.concatenate(chosen))


def _clusters(spans: Spans) -> Integers:
    """Give spans of one owner that overlap, one with the next, the same number."""
    order = np.lexsort((spans.start, spans.owner))
    start, end = (spans.owner[order] * LONGEST + place[order] for place in spans[1:3])
    reach = np.maximum.accumulate(end)
    cluster = np.zeros(len(order), dtype=np.int64)
    cluster[order[1:]] = np.cumsum(start[1:] >= reach[:-1])
    return cluster
