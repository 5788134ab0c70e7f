"""Find the entities that documents mention: listed names, and names discovered in bodies."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.corrections.lay import BY_HAND, over_spans
from analysis.corpus.lexicons.entities import KINDS, Found, Gazetteer, Index, Name, find
from analysis.measures.coverage.discover import (
    Sighting,
    acronym,
    discover,
    short_form,
    surnames_first,
)
from analysis.schema import COUNTED, MENTIONS, empty, shape

HELD: Final = "entities"
# Bodies whose short name, without the state, is said once the state is known.
_BODIES: Final = ("Ministry", "Security Council", "Embassy", "Central Bank", "Supreme Court")

Stretch = tuple[int, int, str]


def entities(corpus: Corpus, gazetteer: Gazetteer) -> pd.DataFrame:
    """Find every mention of a person, an organisation or a place.

    Titles, standfirsts and bodies are searched for the names of the gazetteer, and for full
    names that the body of any document prints, listed or not: so a name that one article has in
    its headline only is found too. After a full name its short form counts in that document (a
    surname; for names that begin with it the first word), and in its title. Of two people of one
    surname the one named last is meant.

    Parameters
    ----------
    corpus
        Its counted segments are searched; a text-free release brings the table `entities`, or
        there is none.
    gazetteer
        From `corpus.lexicons.entities.load_gazetteer`. An empty one leaves what is discovered.

    Returns
    -------
    `schema.MENTIONS`, in the order of the documents: `concept` is the entity, `label` its kind.
    """
    if not corpus.has_text:
        table = corpus.held.get(HELD)
        return empty(MENTIONS) if table is None else shape(table, MENTIONS)
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    stretches = _stretches(corpus)
    seen = discover(
        (
            (document, sources[document], start, end)
            for document, rows in stretches.items()
            for start, end, label in rows
            if label == "body"
        ),
        gazetteer,
    )
    everywhere = Index(_commonest(seen, sources, gazetteer))
    rows = [
        (
            document,
            mention.start,
            mention.end,
            *mention.name[:2],
            source[mention.start : mention.end],
        )
        for document, source in sources.items()
        for mention in _in_document(
            source, stretches.get(document, []), seen.get(document, []), gazetteer, everywhere
        )
    ]
    columns = ["document_id", "start", "end", "concept", "label", "text"]
    found = pd.DataFrame(rows, columns=columns).assign(how="rules")
    return shape(corpus.spoken(_with_said(corpus, found)), MENTIONS)


def _with_said(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Put people, bodies and places that a hand gives in the place of those they overlap.

    What kind of thing a name is holds for all of its mentions.
    """
    said = corpus.said_of("mention")
    parts = said["value"].mask(said["value"] == "", said["was"]).str.split(":", n=1)
    said = said.assign(concept=parts.str[0].str.strip(), label=parts.str[-1].str.strip())
    said = said[said["label"].isin(KINDS)]
    if said.empty:
        return rows
    given = said[said["value"] != ""]
    kinds = dict(zip(given["concept"], given["label"], strict=True))
    left = over_spans(rows, said)
    names = zip(left["concept"], left["label"], strict=True)
    left = left.assign(label=[kinds.get(name, label) for name, label in names])
    sources = corpus.documents.set_index("document_id")["source"]
    places = zip(given["document_id"], given["start"], given["end"], strict=True)
    given = given.assign(text=[sources[n][a:b] for n, a, b in places], how=BY_HAND)
    both = pd.concat([left, given[list(rows.columns)]], ignore_index=True)
    order = np.lexsort((both["start"], corpus.positions(both["document_id"])))
    return both.iloc[order].reset_index(drop=True)


def _stretches(corpus: Corpus) -> dict[str, list[Stretch]]:
    """List the counted segments of each document."""
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    stretches: dict[str, list[Stretch]] = {}
    columns = (counted[name] for name in ("document_id", "start", "end", "label"))
    for document, start, end, label in zip(*columns, strict=True):
        stretches.setdefault(document, []).append((start, end, label))
    return stretches


def _commonest(
    seen: Mapping[str, Sequence[Sighting]], sources: Mapping[str, str], gazetteer: Gazetteer
) -> Iterator[Name]:
    """List each form that bodies print, as what it is seen as most often.

    "Foreign Ministry" is left out: whose it is each article says for itself.
    """
    bare = {_without_state(name.entity) for name in gazetteer.names}
    forms: dict[str, Counter[Name]] = {}
    for document, sightings in seen.items():
        for sighting in sightings:
            if sighting.name in bare:
                continue
            form = sources[document][sighting.start : sighting.end]
            forms.setdefault(form, Counter())[Name(sighting.name, sighting.kind, form)] += 1
    for names in forms.values():
        yield min(names, key=lambda name: (-names[name], name))


def _in_document(
    source: str,
    stretches: Sequence[Stretch],
    seen: Sequence[Sighting],
    gazetteer: Gazetteer,
    everywhere: Index,
) -> list[Found]:
    """List the mentions in one document, in order: what it prints itself comes before others'."""
    bodies = _bodies_with_state(source, stretches, seen, gazetteer)
    own = [Name(s.name, s.kind, source[s.start : s.end]) for s in seen if s.name not in bodies]
    own += [
        Name(s.name, s.kind, short)
        for s in seen
        if s.kind != "place" and (short := acronym(source, s.end, s.name))
    ]
    indexes = [gazetteer.index, Index(dict.fromkeys(own)), everywhere]
    full = [
        mention
        for start, end, _ in sorted(stretches)
        for mention in find(source, start, end, indexes)
    ]
    shorts = _ShortForms(full, gazetteer)
    later = [
        mention
        for start, end, label in sorted(stretches)
        for mention in shorts.within(source, start, end, label == "title")
    ]
    return sorted([*full, *later])


def _bodies_with_state(
    source: str, stretches: Sequence[Stretch], seen: Sequence[Sighting], gazetteer: Gazetteer
) -> set[str]:
    """List bodies seen without a state of which the article says elsewhere whose they are."""
    bare = {sighting.name for sighting in seen if sighting.name.endswith(_BODIES)}
    if not bare:
        return bare
    full = {
        _without_state(mention.name.entity)
        for start, end, _ in stretches
        for mention in find(source, start, end, [gazetteer.index])
    }
    return bare & full


def _without_state(entity: str) -> str:
    """Leave the state out of the name of a body: Chinese Foreign Ministry."""
    return entity.partition(" ")[2]


class _ShortForms:
    """The short forms that full names of one document bring with them."""

    def __init__(self, full: Sequence[Found], gazetteer: Gazetteer) -> None:
        self._taken = sorted((found.start, found.end) for found in full)
        self._owners: dict[str, list[tuple[int, Name]]] = {}
        first = surnames_first(gazetteer)
        for mention in full:
            for short in _short_forms(mention.name, first):
                self._owners.setdefault(short, []).append((mention.start, mention.name))
        self._index = Index(Name(short, KINDS[0], short) for short in self._owners)

    def within(self, source: str, start: int, end: int, is_title: bool) -> Iterator[Found]:
        """Find the short forms in a stretch; those before the full name only in a title."""
        for mention in find(source, start, end, [self._index]):
            if self._overlaps(mention):
                continue
            owners = self._owners[mention.name.form]
            before = [name for place, name in owners if place < mention.start]
            if before or is_title:
                yield Found(mention.start, mention.end, before[-1] if before else owners[0][1])

    def _overlaps(self, mention: Found) -> bool:
        place = bisect_left(self._taken, (mention.start, mention.end))
        near = self._taken[max(place - 1, 0) : place + 1]
        return any(start < mention.end and mention.start < end for start, end in near)


def _short_forms(name: Name, first: frozenset[str]) -> Iterator[str]:
    """List what a full name is shortened to: a surname, or a body without its state."""
    if name.kind == "person" and " " in name.form:
        yield short_form(name.form, first)
    if name.kind == "organisation" and name.entity.endswith(_BODIES):
        state, _, body = name.entity.partition(" ")
        if body.endswith(_BODIES) and state:
            yield body
