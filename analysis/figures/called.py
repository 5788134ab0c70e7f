"""What each group calls the same thing, set side by side: a matrix under the name of each thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from analysis.figures import front
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, nothing
from analysis.figures.wording import largest_groups, plural
from analysis.measures.concordance import number
from analysis.schema import MENTIONS, require

# Beyond these the table of all names tells.
_MOST_NAMES: Final = 40


def naming_matrix(
    mentions: pd.DataFrame,
    groups: pd.Series,
    about: Iterable[tuple[str, str]] = (),
    *,
    most: int = _MOST_NAMES,
    highlight: str = "",
) -> Output:
    """Show what each group calls things: a row a name, a square a mention, its form the voice.

    Of more than eight groups the largest stand here, of more names than `most` the most frequent.

    Parameters
    ----------
    mentions
        `schema.MENTIONS` of concepts that go by several names.
    groups
        The group of each document, by `document_id`.
    about
        Each concept and what it is, from `Lexicon.about`: the head over its names; the concept
        in small letters where nothing is said.
    most
        How many names.
    highlight
        The group whose column is marked.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(mentions, MENTIONS, "naming_matrix", ["document_id", "concept", "label", "voice"])
    rows = mentions.assign(group=mentions["document_id"].map(groups))
    rows = rows[rows["group"].notna() & (rows["group"] != "")]
    if rows.empty:
        return nothing("")
    columns = columns_of(groups)
    counts = rows.groupby(["concept", "label"], sort=False).size()
    shown = counts.sort_values(ascending=False, kind="stable").head(most).index
    concepts = list(dict.fromkeys(rows["concept"]))
    names = sorted(shown, key=lambda name: (concepts.index(name[0]), -counts[name], name[1]))
    said_of = {concept: said[:1].upper() + said[1:] for concept, said in about if said}
    drawn = _drawn(rows, names, columns, said_of)
    smaller = groups[groups != ""].nunique() - len(columns)
    left = [(smaller, "smaller group"), (len(counts) - len(names), "rarer name")]
    said = " and ".join(plural(number, thing) for number, thing in left if number)
    caption = "One square is one mention in title, standfirst or body; more than twelve are a bar."
    return front.matrix(
        columns,
        drawn,
        title="What each group calls it, and in whose voice",
        caption=f"{caption} {f'Not shown: {said}.' if said else ''}".strip(),
        highlight=columns.index(highlight) if highlight in columns else -1,
    )


def proposed_names(mentions: pd.DataFrame, groups: pd.Series) -> Output:
    """Show words that may name one thing, proposed by rules where no list has names.

    Parameters
    ----------
    mentions
        `schema.MENTIONS`, as `suggest.unlisted` finds them, in the order they are shown in.
    groups
        The group of each document, by `document_id`.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(mentions, MENTIONS, "proposed_names", ["document_id", "concept", "label", "voice"])
    rows = mentions.assign(group=mentions["document_id"].map(groups))
    rows = rows[rows["group"].notna() & (rows["group"] != "")]
    if rows.empty:
        return nothing(
            "No name is proposed: for a story that the corpus's own list names something in none "
            "is looked for, and in the others no choice of words was found."
        )
    columns = columns_of(groups)
    counts = rows.groupby(["concept", "label"], sort=False).size()
    concepts = list(dict.fromkeys(rows["concept"]))
    names = sorted(counts.index, key=lambda name: (concepts.index(name[0]), -counts[name], name[1]))
    return front.matrix(
        columns,
        _drawn(rows, names, columns, {concept: f"Proposed: {concept}" for concept in concepts}),
        title="Names nobody has listed: proposed",
        caption="Found by rules that err, in about one of five: read the lines before a number. "
        "One square is one mention that was found; more than twelve are a bar. Where a line has "
        "shrunk to a place, `-p excerpt_share=1.0` shows it whole, at your own desk.",
    )


def _drawn(
    rows: pd.DataFrame,
    names: Sequence[tuple[str, str]],
    columns: Sequence[str],
    said_of: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Draw a row for each concept and label, a cell for each group."""
    voices = {
        key: part["voice"].tolist() for key, part in rows.groupby(["concept", "label", "group"])
    }
    return [
        {
            "section": said_of.get(concept, concept.lower()),
            "label": label,
            "cells": [cell(voices.get((concept, label, g), []), label, g) for g in columns],
        }
        for concept, label in names
    ]


def columns_of(groups: pd.Series) -> list[str]:
    """Choose the groups with the most articles, by name."""
    sizes = groups[groups != ""].value_counts()
    return sorted(largest_groups({str(group): int(size) for group, size in sizes.items()}))


def cell(voices: Iterable[str], label: str, group: str) -> dict[str, Any]:
    """Draw the mentions of one name in one group: a square each, that leads to its lines."""
    link = anchor(number(label, group))
    marks = [{"voice": voice if voice in front.VOICES else "", "link": link} for voice in voices]
    return {"marks": marks, "count": len(marks), "note": ""}
