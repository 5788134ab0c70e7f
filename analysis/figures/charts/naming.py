"""Naming: one square, one mention; what each group calls the same thing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import (
    Numbers,
    Row,
    Words,
    figure,
    inline,
    label_width,
    name_axis,
    panel,
    panel_width,
)
from analysis.figures.output import Output, nothing
from analysis.figures.theme import MOST_MARKS, SLIM_PANEL, literal
from analysis.figures.wording import plural, show
from analysis.schema import MENTIONS, require

TITLE: Final = "What each group calls it"
_SQUARE: Final = 18
_LEAST_SQUARE: Final = 9


def naming_squares(
    mentions: pd.DataFrame, documents_by_group: Mapping[str, str] | pd.Series, *, title: str = ""
) -> Output:
    """Draw every mention as a square: names down, one panel per group, concept by concept.

    A group without squares does not use the name in these articles; it says nothing about
    other articles. Of names whose mentions do not fit, one square stands for several, and
    the caption says for how many.

    Parameters
    ----------
    mentions
        `schema.MENTIONS`; the most mentioned concepts and names come first.
    documents_by_group
        Document to its group, for all documents of the selection: a group without a
        mention gets its empty panel too. "" = not grouped.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(mentions, MENTIONS, "naming_squares")
    group_of = {str(document): str(group) for document, group in documents_by_group.items()}
    groups = sorted({group for group in group_of.values() if group})
    placed = _by_frequency(mentions).assign(
        group=[group_of.get(str(name), "") for name in mentions["document_id"]]
    )
    placed = placed[placed["group"] != ""]
    if placed.empty:
        return nothing(f"{title or TITLE}: none of the listed names stands in these articles.")
    sizes = pd.Series(list(group_of.values())).value_counts()
    unit = _mentions_a_square(placed)
    space = (panel_width(len(groups)), unit)
    rows = [
        Row(str(concept), [_panel(found, group, int(sizes[group]), space) for group in groups])
        for concept, found in placed.groupby("concept", sort=False)
    ]
    caption = "One square is one mention" if unit == 1 else f"One square is up to {unit} mentions"
    caption += " in title, standfirst or body. Names that no group uses are left out."
    words = Words(
        title or TITLE,
        caption,
        f"Squares by name, {plural(len(groups), 'group')}: {plural(len(placed), 'mention')}.",
    )
    return figure(rows, words, _data(placed, groups))


def _by_frequency(mentions: pd.DataFrame) -> pd.DataFrame:
    """Order mentions: frequent concepts first, then frequent names, ties by name."""
    times = mentions.assign(
        of_concept=mentions.groupby("concept")["label"].transform("size"),
        of_label=mentions.groupby(["concept", "label"])["label"].transform("size"),
    )
    order = ["of_concept", "concept", "of_label", "label", "document_id", "start"]
    rising = [False, True, False, True, True, True]
    return times.sort_values(order, ascending=rising, kind="stable")[mentions.columns]


def _mentions_a_square(placed: pd.DataFrame) -> int:
    """Find how many mentions one square must stand for, so that all fit."""
    longest = int(placed.groupby(["concept", "group", "label"]).size().max())
    widest = max(1, (SLIM_PANEL - 128) // _LEAST_SQUARE)
    least = max(math.ceil(longest / widest), math.ceil(len(placed) / MOST_MARKS))
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    return next((step for step in steps if step >= least), least)


def _panel(
    found: pd.DataFrame, group: str, documents: int, space: tuple[int, int]
) -> dict[str, Any]:
    whole, unit = space
    names = [str(label) for label in dict.fromkeys(found["label"])]
    labels = label_width(names)
    here = found[found["group"] == group]
    longest = int(found.groupby(["group", "label"]).size().max())
    width = whole - labels - 8
    step = max(_LEAST_SQUARE, min(_SQUARE, width // max(1, math.ceil(longest / unit))))
    y = name_axis(names, labels)
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, width / step], nice=False), axis=None)
    base = alt.Chart(inline(_squares(here, unit)), width=width, height={"step": _SQUARE + 5})
    squares = base.mark_square(size=(step - 3) ** 2, color=literal("data"), opacity=1).encode(
        y=y, x=x, tooltip="hover:N", description="hover:N"
    )
    grid = (
        alt.Chart(inline([{"name": name} for name in names]))
        .mark_rule(color=literal("grid"), aria=False)
        .encode(y=y)
    )
    counts = here["label"].value_counts()
    said = "; ".join(f"{name} {int(counts.get(name, 0))}" for name in names)
    heads = (group, plural(documents, "article"))
    return panel(alt.layer(grid, squares), heads, f"{group}: {said}", whole)


def _squares(here: pd.DataFrame, unit: int) -> list[dict[str, Any]]:
    squares = []
    for label, rows in here.groupby("label", sort=False):
        for place, first in enumerate(range(0, len(rows), unit)):
            part = rows.iloc[first : first + unit]
            squares.append({
                "name": str(label), "place": place + 0.5, "hover": _hover(str(label), part),
            })  # fmt: skip
    return squares


def _hover(label: str, part: pd.DataFrame) -> str:
    if len(part) > 1:
        return f"{label}: {plural(len(part), 'mention')}"
    row = part.iloc[0]
    text = f"“{row['text']}”" if row["text"] else label
    return f"{text}, {row['document_id']} at {int(row['start']):,}"


def _data(placed: pd.DataFrame, groups: list[str]) -> Numbers:
    counts = placed.groupby(["concept", "label", "group"], sort=False).size()
    pairs = dict.fromkeys(zip(placed["concept"], placed["label"], strict=True))
    rows = [
        [str(concept), str(label)]
        + [show(int(counts.get((concept, label, group), 0))) for group in groups]
        for concept, label in pairs
    ]
    return Numbers(["concept", "called", *groups], rows)
