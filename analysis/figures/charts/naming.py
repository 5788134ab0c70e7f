"""Naming: one square, one mention; what each group calls the same thing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
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
from analysis.figures.theme import MOST_MARKS, literal
from analysis.figures.wording import plural, show
from analysis.schema import MENTIONS, require

TITLE: Final = "What each group calls it"
# Sides of a square with the gap after it, and the least height of a name's row, in pixels.
_LARGE: Final = 18
_SMALL: Final = 11
_ROW: Final = 23
_MOST_LINES: Final = 5
_UNITS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


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
    ordered = _by_frequency(mentions)
    placed = ordered.assign(group=[group_of.get(str(name), "") for name in ordered["document_id"]])
    placed = placed[placed["group"] != ""]
    if placed.empty:
        return nothing(f"{title or TITLE}: none of the listed names stands in these articles.")
    sizes = pd.Series(list(group_of.values())).value_counts()
    unit = _mentions_a_square(placed, len(groups))
    rows = []
    for concept, found in placed.groupby("concept", sort=False):
        room = _room(found, len(groups), unit)
        panels = [_panel(found, group, int(sizes[group]), room) for group in groups]
        rows.append(Row(str(concept), panels))
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


@dataclass(frozen=True)
class _Room:
    """What all panels of a concept share: names, widths, and how squares are laid out."""

    names: list[str]
    panel: int
    labels: int
    square: int
    a_line: int
    lines: int
    unit: int


def _room(found: pd.DataFrame, groups: int, unit: int) -> _Room:
    names = [str(label) for label in dict.fromkeys(found["label"])]
    panel_size = panel_width(groups)
    labels = label_width(names)
    longest = math.ceil(int(found.groupby(["group", "label"]).size().max()) / unit)
    width = panel_size - labels - 6
    square = max(_SMALL, min(_LARGE, width // longest))
    a_line = width // square
    return _Room(names, panel_size, labels, square, a_line, math.ceil(longest / a_line), unit)


def _mentions_a_square(placed: pd.DataFrame, groups: int) -> int:
    """Find how many mentions one square must stand for, so that all fit."""
    concepts = [found for _, found in placed.groupby("concept")]
    for unit in _UNITS:
        lines = max(_room(found, groups, unit).lines for found in concepts)
        if lines <= _MOST_LINES and len(placed) / unit <= MOST_MARKS:
            return unit
    return len(placed)


def _panel(found: pd.DataFrame, group: str, documents: int, room: _Room) -> dict[str, Any]:
    here = found[found["group"] == group]
    width = room.panel - room.labels - 6
    step = max(_ROW, room.lines * room.square + 8)
    # A name stands beside the first line of its squares, a rule under the last.
    y = name_axis(room.names, room.labels, (room.lines - 1) * room.square // 2).scale(
        domain=room.names, paddingInner=0, paddingOuter=0
    )
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, width / room.square], nice=False), axis=None)
    # A point scale: this padding sets its lines one square apart, in the middle of the row.
    air = (step / room.square - (room.lines - 1)) / 2
    lines = alt.Scale(domain=list(range(room.lines)), padding=round(air, 3))
    down = alt.YOffset("line:O", scale=lines)
    squares = (
        alt.Chart(
            inline(_squares(here, room)), width=width, height={"step": step, "for": "position"}
        )
        .mark_square(size=(room.square - 3) ** 2, color=literal("data"), opacity=1)
        .encode(y=y, x=x, yOffset=down, tooltip="hover:N", description="hover:N")
    )
    rules = (
        alt.Chart(inline([{"name": name} for name in room.names]))
        .mark_rule(color=literal("grid"), aria=False, yOffset=step / 2 - 1)
        .encode(y=y)
    )
    counts = here["label"].value_counts()
    said = "; ".join(f"{name} {int(counts.get(name, 0))}" for name in room.names)
    heads = (group, plural(documents, "article"))
    return panel(alt.layer(rules, squares), heads, f"{group}: {said}", room.panel)


def _squares(here: pd.DataFrame, room: _Room) -> list[dict[str, Any]]:
    squares = []
    for label, rows in here.groupby("label", sort=False):
        for number, first in enumerate(range(0, len(rows), room.unit)):
            line, place = divmod(number, room.a_line)
            hover = _hover(str(label), rows.iloc[first : first + room.unit])
            squares.append({"name": str(label), "place": place + 0.5, "line": line, "hover": hover})
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
