"""Score naming candidates on newswcl50: `python bench/suggest.py ../shared`.

Gold: NewsWCL50 (Hamborg et al. 2019), five outlets on each event. Every annotation that is no
PROPERTY counts as a mention of its concept, of all types (ACTOR, ACTOR-I, COUNTRY, GROUP,
EVENT, ACTION, OBJECT, MISC); a concept is what the annotators made one within an event. Two
annotations of one concept on the same span are one; where a span has two concepts, it is a
mention of both. Pronouns are not annotated; whole clauses are, and stay in the count.

Candidates are found event by event, without the annotations. From mention to mention: within
a sentence a candidate phrase and an annotated mention fit if their heads are the same word,
or if they share at least half of their words (Dice). The head is the last word before the
first comma, preposition, relative or verb in -ing or "to", whichever phrase it is. Each
phrase is given to one place of annotation and each place to one phrase, those that share most
first. Phrases without a fitting annotation stay in their group and count against it.

Scores, as NewsWCL50 does: a concept is compared with its best group. Precision is the share
of the group's phrases that are the concept's, recall the share of the concept's annotated
mentions in the group, F1 their harmonic mean; the mean over concepts is weighted by their
annotated mentions (weighted macro F1), over all concepts of all events together. Printed are

- `best`: every concept may take the group that gives it the highest F1, also one that another
  concept took: this is the figure to hold against the published 45.7 (and 29.8 of the best
  general coreference before it; theirs are over all ten events);
- `best, annotated`: the same, phrases without any annotation left out of the groups' sizes;
- `one to one`: no group is used twice (the assignment with the highest weighted sum);
- `found`: the share of annotated mentions that any phrase of any group fits: the ceiling.

Events 0-4 were looked at while the rules were written; others, where the file has them, are
printed apart.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import regex
from scipy.optimize import linear_sum_assignment

from analysis.corpus import Corpus, load
from analysis.measures.naming.suggest import candidates

SEEN: Final = ("0", "1", "2", "3", "4")
_WORD: Final = regex.compile(r"[\p{L}\p{N}]+(?:[.'’&-][\p{L}\p{N}]+)*")
_CUT: Final = frozenset(
    "of in on at for to from by with about between over against into after before during as "
    "who which that whose and or has have had was were is are will would".split()
)


class Place(NamedTuple):
    """An annotated span: where it stands, and the concepts it names."""

    document_id: str
    start: int
    end: int
    concepts: frozenset[str]


class Score(NamedTuple):
    """What one concept reached."""

    event: str
    concept: str
    kind: str
    mentions: int
    best: float
    annotated: float
    single: float
    found: int
    group: str


def places(rows: Sequence[Mapping[str, Any]], sources: Mapping[str, str]) -> list[Place]:
    """Lay the annotations of articles out as spans of their sources."""
    spans: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for row in rows:
        source = sources[row["id"]]
        starts, position = [], 0
        for sentence in row["sentences"]:
            position = source.find(sentence, position)
            starts.append(position)
        for note in row["annotations"]:
            if note["type"].startswith("PROPERTY") or note["char_in_sentence"] is None:
                continue
            start = starts[note["sentence"]] + note["char_in_sentence"]
            end = start + len(note["mention"])
            spans[row["id"], start, end].add(f"{note['type']} {note['concept']}")
    return [Place(*span, frozenset(names)) for span, names in sorted(spans.items())]
