"""Name groups of documents by their earliest day and the terms that tie them."""

from __future__ import annotations

from typing import Final

import numpy as np
import regex

from analysis.corpus.arrays import Integers
from analysis.measures.event.near import Days
from analysis.measures.event.terms import Described

_TERMS: Final = 6
_IN_NAME: Final = 3
_LOOKED_AT: Final = 60
# Two words weigh less than one; where they stand together they say more.
_TOGETHER: Final = 2.0
_ADDRESS: Final = ("mr", "mrs", "ms", "dr")
_OTHER: Final = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


def tying(described: Described, members: Integers) -> list[str]:
    """Choose the terms that tie a group: weightiest by their sum, in half of its documents.

    A word that stands in a chosen term is not named again; two words that stand together
    ("hong kong") are named together.
    """
    rows = described.telling[members]
    names, place = np.unique(rows.indices, return_inverse=True)
    document_counts = np.bincount(place, minlength=len(names))
    sums = np.bincount(place, weights=rows.data, minlength=len(names)).astype(float)
    sums[described.names[names] >= len(described.vocabulary)] *= _TOGETHER
    enough = np.flatnonzero(
        (document_counts * 2 >= len(members)) & (document_counts >= min(len(members), 2))
    )
    best = enough[np.argsort(-sums[enough], kind="stable")][:_LOOKED_AT]
    weight = dict(zip(names[best].tolist(), sums[best].tolist(), strict=True))
    labels = {column: described.label(column) for column in weight}
    chosen: list[str] = []
    for column in sorted(weight, key=lambda one: (-round(weight[one], 9), labels[one])):
        words = set(labels[column].split(" "))
        if not any(words & {*term.split(" "), *_ADDRESS} for term in (*chosen, "")):
            chosen.append(labels[column])
    return chosen[:_TERMS]


def event_name(days: Days, members: Integers, terms: list[str], taken: set[str]) -> str:
    """Write a name that is not taken: '2023-06-25-harbour-blockade-ordvik'; ties get '-2', …."""
    dated = members[days.known[members]]
    day = str(np.datetime64(int(days.first[dated].min()), "D")) if len(dated) else "undated"
    words = " ".join(terms[:_IN_NAME]) or "story"
    name = f"{day}-{_OTHER.sub('-', words).strip('-')}"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
