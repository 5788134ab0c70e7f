"""Which quotations of one document belong to one utterance, and what follows for others.

A headline and a lede sum up in the outlet's words what the article then quotes; a sentence in
the outlet's words holds a fragment in quotation marks. Such quotations need not be alike in
words. Likeness carries over to them, but only from within their own document, and one step:
so no chain can grow from one utterance to another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations, product
from typing import Final, NamedTuple

import pandas as pd

from analysis.measures.statement.units import Speaker, stands_for
from analysis.measures.statement.words import QUOTED

OPENINGS: Final = ("title", "standfirst")

# How far likeness carries from a quotation to what sums it up in the same document.
SUMS_UP: Final = 0.6
# A direct quotation of at least so many words is what a headline or lede sums up.
_FULL: Final = 8
# A fragment of at most so many words is told by the longer quotation that has them.
_FRAGMENT: Final = 3

Links = Mapping[int, Mapping[int, float]]


def companions(units: pd.DataFrame, pairs: pd.DataFrame) -> dict[int, dict[int, float]]:
    """Find the quotations of a document that belong to one utterance.

    - one holds the other (a fragment in quotation marks within a sentence in other words);
    - one sums up the speaker's first full quotation: it stands before it, and shares a word
      with content in headline, standfirst or lede, two elsewhere;
    - one is a fragment of up to three words, the other a longer quotation with these words.

    Returns
    -------
    Row of a unit -> its companions and how far likeness carries to them, 0-1.
    """
    columns = (pairs[name] for name in ("one", "other", "shared"))
    shared = {(one, other): n for one, other, n in zip(*columns, strict=True)}
    records = _records(units)
    links: dict[int, dict[int, float]] = {}
    # Two speakers who may be one are on one side, so only these are tried.
    sides = units["side"].where(units["side"] != "", units["speaker_id"])
    for rows in units.groupby([units["document_id"], sides]).indices.values():
        group = [records[row] for row in rows]
        for one, other in permutations(group, 2):
            low, high = sorted((one.row, other.row))
            if _holds(one, other) or _is_fragment(one, other):
                weight = 1.0 if _holds(one, other) else SUMS_UP
            elif _sums_up(one, other, group, shared.get((low, high), 0)):
                weight = SUMS_UP
            else:
                continue
            for here, there in ((low, high), (high, low)):
                links.setdefault(here, {})[there] = max(links.get(here, {}).get(there, 0), weight)
    return links


class _Record(NamedTuple):
    """What of a quotation tells whether it belongs with another."""

    row: int
    start: int
    end: int
    kind: str
    speaker: Speaker
    is_opening: bool
    words: list[str]


def _records(units: pd.DataFrame) -> list[_Record]:
    columns = ("start", "end", "kind", "speaker_id", "side", "label", "is_lede", "words")
    return [
        _Record(row, start, end, kind, Speaker(speaker, side), lede or label in OPENINGS, words)
        for row, (start, end, kind, speaker, side, label, lede, words) in enumerate(
            zip(*(units[name] for name in columns), strict=True)
        )
    ]


def _one_speaker(one: _Record, other: _Record) -> bool:
    """Say whether two may be one speaker: the same name, or a state and its body."""
    a, b = one.speaker, other.speaker
    return a.name == b.name or stands_for(a, b) or stands_for(b, a)


def _holds(one: _Record, other: _Record) -> bool:
    """Say whether a quotation in other words holds one in quotation marks."""
    inside = one.start <= other.start and other.end <= one.end
    return inside and one.kind == "indirect" != other.kind and _one_speaker(one, other)


def _is_fragment(one: _Record, other: _Record) -> bool:
    """Say whether the first is a few words that the second, longer one has in a row."""
    if one.kind not in QUOTED or other.kind not in QUOTED or len(one.words) > _FRAGMENT:
        return False
    longer = len(other.words) > _FRAGMENT and _one_speaker(one, other)
    return longer and f" {' '.join(one.words)} " in f" {' '.join(other.words)} "


def _sums_up(one: _Record, other: _Record, group: Sequence[_Record], shared: int) -> bool:
    """Say whether the first introduces the second, the speaker's first full quotation."""
    full = other.kind == "direct" and len(other.words) >= _FULL
    if not full or one.end > other.start or shared < (1 if one.is_opening else 2):
        return False
    if not _one_speaker(one, other):
        return False
    earlier = (each for each in group if each.start < other.start and each.kind == "direct")
    return not any(len(each.words) >= _FULL and _one_speaker(each, other) for each in earlier)


def carried(
    pairs: pd.DataFrame, together: Links, unquoted: Collection[int]
) -> dict[tuple[int, int], float]:
    """Carry likeness over to the companions of two quotations, one step on either side.

    To words in quotation marks it carries only from what has a word with content in common with
    them: a sentence may hold a fragment of something else.

    Returns
    -------
    Rows of two units, the lower first -> likeness 0-1. Companions are as alike as they belong
    together.
    """
    likeness_of: dict[tuple[int, int], float] = {}
    for one, others in together.items():
        for other, weight in others.items():
            _raise(likeness_of, one, other, weight)
    columns = [pairs[name].tolist() for name in ("one", "other", "likeness")]
    with_words = set(zip(*columns[:2], strict=True))

    def akin(one: int, other: int) -> bool:
        return (min(one, other), max(one, other)) in with_words

    for one, other, likeness in zip(*columns, strict=True):
        ours = {a: n for a, n in together.get(one, {}).items() if a in unquoted or akin(a, other)}
        theirs = {b: n for b, n in together.get(other, {}).items() if b in unquoted or akin(b, one)}
        for (a, near), (b, far) in product(
            {**ours, one: 1.0}.items(), {**theirs, other: 1.0}.items()
        ):
            _raise(likeness_of, a, b, near * far * likeness)
    return likeness_of


def _raise(
    likeness_of: dict[tuple[int, int], float], one: int, other: int, likeness: float
) -> None:
    pair = (one, other) if one < other else (other, one)
    if one != other and likeness > likeness_of.get(pair, 0.0):
        likeness_of[pair] = likeness
