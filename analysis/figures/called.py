"""What each group calls the same thing, set side by side: a matrix under the name of each thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from analysis.figures import front
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, nothing
from analysis.figures.wording import plural
from analysis.measures.concordance import number
from analysis.schema import MENTIONS, require

# Beyond these the table of all names tells.
_MOST_GROUPS: Final = 8
_MOST_NAMES: Final = 40


def naming_matrix(
    mentions: pd.DataFrame, groups: pd.Series, about: Iterable[tuple[str, str]] = ()
) -> Output:
    """Show what each group calls things: a row a name, a square a mention, its form the voice.

    Of more than eight groups the largest stand here, of more than forty names the most frequent.

    Parameters
    ----------
    mentions
        `schema.MENTIONS` of concepts that go by several names.
    groups
        The group of each document, by `document_id`.
    about
        Each concept and what it is, from `Lexicon.about`: the head over its names; the concept
        in small letters where nothing is said.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(mentions, MENTIONS, "naming_matrix", ["document_id", "concept", "label", "voice"])
    rows = mentions.assign(group=mentions["document_id"].map(groups))
    rows = rows[rows["group"].notna() & (rows["group"] != "")]
    if rows.empty:
        return nothing("None of the listed names stands in these articles under several forms.")
    sizes = Counter(group for group in groups if group)
    order = sorted(sizes, key=lambda group: (-sizes[group], group))
    columns = sorted(order[:_MOST_GROUPS])
    counts = rows.groupby(["concept", "label"], sort=False).size()
    shown = counts.sort_values(ascending=False, kind="stable").head(_MOST_NAMES).index
    concepts = list(dict.fromkeys(rows["concept"]))
    names = sorted(shown, key=lambda name: (concepts.index(name[0]), -counts[name], name[1]))
    found = {
        key: part["voice"].tolist() for key, part in rows.groupby(["concept", "label", "group"])
    }
    said_of = {concept: said[:1].upper() + said[1:] for concept, said in about if said}
    drawn = [
        {
            "section": said_of.get(concept, concept.lower()),
            "label": label,
            "cells": [_cell(found.get((concept, label, g), []), label, g) for g in columns],
        }
        for concept, label in names
    ]
    left = [(len(order) - len(columns), "smaller group"), (len(counts) - len(names), "rarer name")]
    said = " and ".join(plural(number, thing) for number, thing in left if number)
    caption = "One square is one mention in title, standfirst or body; more than twelve are a bar."
    return front.matrix(
        columns,
        drawn,
        title="What each group calls it, and in whose voice",
        caption=f"{caption} {f'Not shown: {said}.' if said else ''}".strip(),
    )


def _cell(voices: list[str], label: str, group: str) -> dict[str, Any]:
    link = anchor(number(label, group))
    known = [voice if voice in front.VOICES else "" for voice in voices]
    return {"marks": [{"voice": voice, "link": link} for voice in known], "count": len(known)}
