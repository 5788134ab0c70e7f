"""Group quotations into statements around a base text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

import pandas as pd

from analysis.measures.statement.alike import ALIKE
from analysis.measures.statement.units import Speaker, stands_for
from analysis.measures.statement.words import QUOTED, contained

# Between statements that nobody prints in quotation marks: topic words alone carry too far.
_ALIKE_UNQUOTED: Final = 0.45
# Words a base must have to be a text that others vary.
_FEWEST: Final = 3
_FEWEST_UNQUOTED: Final = 4
# Statements of fewer documents have nothing to compare.
_DOCUMENTS: Final = 2

Likeness = Mapping[tuple[int, int], float]
Neighbours = Mapping[int, Mapping[int, float]]


class Group(NamedTuple):
    """A statement: the row of its base, and the rows of all its variants."""

    base: int
    members: tuple[int, ...]


def resolved(units: pd.DataFrame, likeness: Likeness) -> pd.DataFrame:
    """Name the body for which a state speaks, where its words tell.

    A state is one of its bodies where a quotation of that body, and of no other as much, is
    alike enough to be the same statement. Otherwise it stays a speaker of its own.

    Returns
    -------
    The units with `speaker_id` and `speakers`.
    """
    names = units["speaker_id"].tolist()
    speakers = [Speaker(*row) for row in units[["speaker_id", "side"]].itertuples(index=False)]
    bodies: dict[int, dict[str, float]] = {}
    for (one, other), alike in likeness.items():
        for state, body in ((one, other), (other, one)):
            if alike >= ALIKE and stands_for(speakers[state], speakers[body]):
                best = bodies.setdefault(state, {})
                best[names[body]] = max(best.get(names[body], 0.0), alike)
    speakers_named = list(names)
    for state, best in bodies.items():
        highest = max(best.values())
        alone = [name for name, alike in best.items() if alike == highest]
        if len(alone) == 1:
            speakers_named[state] = alone[0]
    possible = [
        tuple(body if one == name else one for one in others)
        for name, body, others in zip(names, speakers_named, units["speakers"], strict=True)
    ]
    return units.assign(speaker_id=speakers_named, speakers=pd.Series(possible, dtype=object))


def groups(
    units: pd.DataFrame,
    likeness: Likeness,
    apart: Collection[frozenset[int]] = (),
    joined: Collection[tuple[int, int]] = (),
) -> list[Group]:
    """Group the quotations of each speaker in each event.

    A group is a star: every variant is alike to the base itself, so that two utterances are
    not joined by a third that has something of both. Bases are chosen one after the other, the
    text first whose words most documents print; then each quotation goes to the base it is
    most like.

    Parameters
    ----------
    apart
        Pairs of which a hand says that they are not one statement: the one that is less like
        the base goes elsewhere.
    joined
        Pairs of which a hand says that they are one, whoever is named as their speakers: what is
        alike to one of them is as much alike to the other.

    Returns
    -------
    Groups that stand in at least two documents.
    """
    bound: set[tuple[int, int]] = set()
    while True:
        near = _neighbours(units, likeness)
        found = _grouped(units, near, apart, _joined(near, bound))
        group_of = {row: number for number, group in enumerate(found) for row in group.members}
        loose = {
            (one, other)
            for one, other in joined
            if group_of.get(one, -1) != group_of.get(other, -2) and {one, other} not in apart
        }
        # What stands together without a hand is not bound: so its neighbours stay what they are.
        if loose <= bound:
            return found
        bound |= loose


def _grouped(
    units: pd.DataFrame,
    near: dict[int, dict[int, float]],
    apart: Collection[frozenset[int]],
    together: Collection[int],
) -> list[Group]:
    """Choose bases, and give each quotation to one."""
    documents = units["document_id"].tolist()
    bases: dict[int, float] = {}
    taken: set[int] = set()
    for quoted, floor in ((True, ALIKE), (False, _ALIKE_UNQUOTED)):
        for base in _candidates(units, near, quoted, together):
            alike_enough = {n for n, alike in near[base].items() if alike >= floor}
            reached = alike_enough - taken - _apart_from([base], apart) | {base}
            if base not in taken and len({documents[n] for n in reached}) >= _DOCUMENTS:
                bases[base] = floor
                taken |= reached
    return _assigned(units, near, bases, apart)


def _apart_from(rows: Iterable[int], apart: Collection[frozenset[int]]) -> set[int]:
    """List what may not stand in a group with some."""
    return {other for row in rows for pair in apart if row in pair for other in pair - {row}}


def _neighbours(units: pd.DataFrame, likeness: Likeness) -> dict[int, dict[int, float]]:
    """Keep what is alike enough, and may be of one speaker."""
    speakers = units["speakers"].map(frozenset).tolist()
    near: dict[int, dict[int, float]] = {}
    for (one, other), alike in likeness.items():
        if alike >= ALIKE and not speakers[one].isdisjoint(speakers[other]):
            near.setdefault(one, {})[other] = alike
            near.setdefault(other, {})[one] = alike
    return near


def _joined(near: dict[int, dict[int, float]], joined: Collection[tuple[int, int]]) -> set[int]:
    """Make those that a hand joins alike to one another, and to what any of them is alike.

    Returns
    -------
    What is joined: be it ever so short, it can be a base.
    """
    parts: dict[int, set[int]] = {}
    for one, other in joined:
        part = parts.get(one, {one}) | parts.get(other, {other})
        parts.update(dict.fromkeys(part, part))
    for part in {min(part): part for part in parts.values()}.values():
        alike: dict[int, float] = {}
        for member in part:
            for other, value in near.get(member, {}).items():
                alike[other] = max(value, alike.get(other, 0.0))
        for member in part:
            near[member] = {**alike, **dict.fromkeys(part, 1.0)}
            del near[member][member]
        for other in set(alike) - part:
            near[other].update(dict.fromkeys(part, alike[other]))
    return set(parts)


def _candidates(
    units: pd.DataFrame, near: Neighbours, quoted: bool, together: Collection[int] = ()
) -> list[int]:
    """Put the texts that can be bases in order.

    The one first whose words most documents print, in whole or in part; then the fullest, the
    earliest, the first by document and place.
    """
    words, kinds = units["words"].tolist(), units["kind"].isin(QUOTED).tolist()
    documents, days = units["document_id"].tolist(), units["published"].tolist()
    ranked = []
    for row in near:
        is_short = len(words[row]) < (_FEWEST if quoted else _FEWEST_UNQUOTED)
        if kinds[row] is not quoted or (is_short and row not in together):
            continue
        holders = {documents[row]}
        if quoted:
            holders |= {
                documents[n] for n in near[row] if kinds[n] and contained(words[n], words[row])
            }
        ranked.append((-len(holders), -len(words[row]), days[row], row))
    return [row for *_, row in sorted(ranked)]


def _assigned(
    units: pd.DataFrame,
    near: Neighbours,
    bases: Mapping[int, float],
    apart: Collection[frozenset[int]],
) -> list[Group]:
    """Give each quotation to the base it is most like, until every group spans documents."""
    documents = units["document_id"].tolist()
    chosen = list(bases)
    while True:
        members: dict[int, list[int]] = {base: [base] for base in chosen}
        # What is most like its base comes first, and keeps out what is not to stand beside it.
        others = sorted(set(near) - set(chosen), key=lambda row: (-max(near[row].values()), row))
        for row in others:
            best = [
                (-near[row][base], rank, base)
                for rank, base in enumerate(chosen)
                if near[row].get(base, 0.0) >= bases[base]
                and row not in _apart_from(members[base], apart)
            ]
            if best:
                members[min(best)[2]].append(row)
        wide = [base for base in chosen if len({documents[n] for n in members[base]}) >= _DOCUMENTS]
        if wide == chosen:
            return [Group(base, tuple(sorted(members[base]))) for base in chosen]
        chosen = wide
