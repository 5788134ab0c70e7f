"""Cut a story into its events: what happened once, as the days of publication tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus.arrays import Integers
from analysis.measures.event.group import STEP
from analysis.measures.event.near import Days, Likeness, Numbers


def occurrences(
    likeness: Likeness, days: Days, members: Integers, is_given: NDArray[np.bool_]
) -> list[Integers]:
    """Part the documents of a story where nothing was published for more than some days.

    A document whose day is known less closely than that, or not at all, tells of no gap: of the
    events it can be of it goes to the one that its text is most like. What an analyst gave stays
    one event, whenever published, with what was published beside any part of it.

    Parameters
    ----------
    members
        Positions of the documents of the story, rising.
    is_given
        Which of them an analyst put there.

    Returns
    -------
    Positions of the documents of each event; one where no day is known.
    """
    apart = likeness.settings.apart
    first, last, known = days.first[members], days.last[members], days.known[members]
    is_dated = known & (last - first <= apart)
    exact = np.flatnonzero(is_dated)
    for one in np.flatnonzero(known & ~is_dated).tolist():
        # A week that is far from every day is an event of its own: it can be of no other.
        is_dated[one] = not _within(first, last, np.array([one]), exact, apart).any()
    dated, others = np.flatnonzero(is_dated), np.flatnonzero(~is_dated)
    if not len(dated):
        return [members]
    in_time = dated[np.lexsort((last[dated], first[dated]))]
    gaps = first[in_time[1:]] - np.maximum.accumulate(last[in_time])[:-1]
    number = np.zeros(len(members), dtype=np.int64)
    number[in_time[1:]] = np.cumsum(gaps > apart)
    for start in range(0, len(others), STEP):
        some = others[start : start + STEP]
        can_be = _within(first, last, some, dated, apart) | ~known[some, None]
        alike = likeness.between(members[some], members[dated])
        number[some] = _nearest(alike, can_be, number[dated])
    if is_given.any():
        holding = np.unique(number[is_given & is_dated])
        if not len(holding):
            holding = np.array([np.bincount(number[is_given]).argmax()])
        number[is_given | np.isin(number, holding)] = holding[0]
    return [members[number == one] for one in np.unique(number)]


def _within(
    first: Numbers, last: Numbers, some: Integers, others: Integers, apart: float
) -> NDArray[np.bool_]:
    """Say which of some documents can have been published within days of which others."""
    later = first[some][:, None] - last[others][None, :]
    earlier = first[others][None, :] - last[some][:, None]
    near: NDArray[np.bool_] = np.maximum(later, earlier) <= apart
    return near


def _nearest(alike: Numbers, can_be: NDArray[np.bool_], number: Integers) -> Integers:
    """Choose the event that each document is most like, by the mean, of those it can be of."""
    sizes = np.bincount(number)
    member = csr_array((np.ones(len(number)), (np.arange(len(number)), number)))
    mean = np.where(can_be @ member > 0, (alike @ member) / sizes, -1.0)
    nearest: Integers = mean.argmax(axis=1)
    return nearest
