"""Naming: one square, one mention; what each group calls the same thing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from analysis.figures.charts import voices
from analysis.figures.charts.panel import (
    Key,
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
from analysis.figures.front import voices_written
from analysis.figures.output import Output, nothing
from analysis.figures.text import around
from analysis.figures.theme import literal
from analysis.figures.wording import largest_groups, plural, show, smaller_said
from analysis.measures.concordance import SENTENCES_A_PAGE
from analysis.schema import MENTIONS, require

TITLE: Final = "What each group calls it"
# Sides of a square with the gap after it, and the least height of a name's row, in pixels.
_LARGE: Final = 18
_SMALL: Final = 11
_ROW: Final = 23
_MOST_LINES: Final = 5
_MOST_SQUARES: Final = 300
# Names x groups, each a row of squares.
_MOST_CELLS: Final = 120
_UNITS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_SENTENCE_WORDS: Final = 30


def naming_squares(
    mentions: pd.DataFrame, documents_by_group: Mapping[str, str] | pd.Series, *, title: str = ""
) -> Output:
    """Draw every mention as a square: names down, one panel per group, concept by concept.

    A group without squares does not use the name in these articles; it says nothing about
    other articles. Of names whose mentions do not fit, one square stands for several, and
    the caption says for how many. Within a name the outlet's own mentions come first, then
    what it paraphrases, then what it quotes; where no voice is known all squares are alike.

    Parameters
    ----------
    mentions
        `schema.MENTIONS`; the most mentioned concepts and names come first. A column
        `sentence`, where there is one, is shown at its square, of up to 200 mentions.
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
    require(mentions, MENTIONS, "naming_squares", ["document_id", "concept", "label", "voice"])
    group_of = pd.Series(documents_by_group, dtype="str")
    sizes = group_of.value_counts()
    size_of = {str(group): int(sizes[group]) for group in sorted(sizes.index) if group}
    groups = largest_groups(size_of)
    ordered = _by_frequency(mentions)
    owner = group_of.index.get_indexer(pd.Index(ordered["document_id"]))
    placed = ordered.assign(group=np.append(group_of.to_numpy(dtype=object), "")[owner])
    placed = placed[placed["group"].isin(groups)]
    if len(placed) > SENTENCES_A_PAGE:
        placed = placed.drop(columns="sentence", errors="ignore")
    if placed.empty:
        return nothing(f"{title or TITLE}: none of the listed names stands in these articles.")
    keys = _keys(placed)
    shown = placed[placed["concept"].isin(_drawn(placed, len(groups)))]
    unit = _mentions_a_square(shown, len(groups))
    rows = []
    for concept, of_concept in shown.groupby("concept", sort=False):
        layout = _layout(_counted(of_concept), len(groups), unit, keys)
        parts = {str(group): part for group, part in of_concept.groupby("group")}
        panels = [
            _panel(parts.get(group, of_concept[:0]), group, int(sizes[group]), layout)
            for group in groups
        ]
        rows.append(Row(str(concept), panels))
    caption = "One square is one mention" if unit == 1 else f"One square is up to {unit:,} mentions"
    caption += f" in title, standfirst or body. {voices.RULES + ' ' if keys else ''}"
    caption += "Names that no group uses are left out."
    if left := placed["concept"].nunique() - len(rows):
        caption += (
            f" Drawn: what is named most; {plural(left, 'more concept')} in the data beneath."
        )
    left_out = smaller_said(len(groups), len(size_of), "are left out")
    words = Words(
        title or TITLE,
        f"{caption} {left_out}".strip(),
        f"Squares by name, {plural(len(groups), 'group')}: {plural(len(placed), 'mention')}.",
    )
    return figure(rows, words, _data(placed, groups, keys), keys)


def _drawn(placed: pd.DataFrame, groups: int) -> list[str]:
    """List the concepts that a page has room for: the most named, at least one."""
    names = placed.groupby("concept", sort=False)["label"].nunique() * groups
    return list(map(str, names.index[: max(1, int((names.cumsum() <= _MOST_CELLS).sum()))]))


def _keys(placed: pd.DataFrame) -> tuple[Key, ...]:
    """Choose the legend: all three voices, and "not known" where it occurs; none without."""
    used = {voices.key_of(voice) for voice in placed["voice"].unique()}
    if used == {voices.UNKNOWN}:
        return ()
    return (*voices.KEYS.values(), *({voices.UNKNOWN} & used))


def _by_frequency(mentions: pd.DataFrame) -> pd.DataFrame:
    """Order mentions: frequent concepts first, then frequent names, ties by name, by voice."""
    times = mentions.assign(
        of_concept=mentions.groupby("concept")["label"].transform("size"),
        of_label=mentions.groupby(["concept", "label"])["label"].transform("size"),
        of_voice=mentions["voice"].map(voices.rank),
    )
    order = ["of_concept", "concept", "of_label", "label", "of_voice", "document_id", "start"]
    rising = [False, True, False, True, True, True, True]
    return times.sort_values(order, ascending=rising, kind="stable")[mentions.columns]


@dataclass(frozen=True)
class _PanelLayout:
    """What all panels of a concept share: names, widths, and how squares are laid out."""

    names: list[str]
    panel: int
    labels: int
    square: int
    a_line: int
    lines: int
    unit: int
    keys: tuple[Key, ...]


def _counted(mentions: pd.DataFrame) -> pd.Series:
    """Count the mentions of each name, group and voice; names in the order of the table."""
    return mentions.groupby(["label", "group", "voice"], sort=False).size()


def _layout(counted: pd.Series, groups: int, unit: int, keys: tuple[Key, ...] = ()) -> _PanelLayout:
    names = [str(label) for label in counted.index.unique("label")]
    panel_size = panel_width(groups)
    labels = label_width(names)
    # A square never holds two voices.
    longest = int((-(-counted // unit)).groupby(level=["group", "label"]).sum().max())
    width = panel_size - labels - 6
    square = max(_SMALL, min(_LARGE, width // longest))
    a_line = width // square
    lines = math.ceil(longest / a_line)
    return _PanelLayout(names, panel_size, labels, square, a_line, lines, unit, keys)


def _mentions_a_square(placed: pd.DataFrame, groups: int) -> int:
    """Find how many mentions one square must stand for, so that all fit."""
    concepts = [_counted(found) for _, found in placed.groupby("concept")]
    for unit in _UNITS:
        lines = max(_layout(counted, groups, unit).lines for counted in concepts)
        squares = sum(int((-(-counted // unit)).sum()) for counted in concepts)
        if lines <= _MOST_LINES and squares <= _MOST_SQUARES:
            return unit
    return len(placed)


def _panel(here: pd.DataFrame, group: str, documents: int, layout: _PanelLayout) -> dict[str, Any]:
    width = layout.panel - layout.labels - 6
    step = max(_ROW, layout.lines * layout.square + 8)
    # A name stands beside the first line of its squares, a rule under the last.
    y = name_axis(layout.names, layout.labels, (layout.lines - 1) * layout.square // 2).scale(
        domain=layout.names, paddingInner=0, paddingOuter=0
    )
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, width / layout.square], nice=False), axis=None)
    # A point scale: this padding sets its lines one square apart, in the middle of the row.
    air = (step / layout.square - (layout.lines - 1)) / 2
    lines = alt.Scale(domain=list(range(layout.lines)), padding=round(air, 3))
    down = alt.YOffset("line:O", scale=lines)
    squares = _marks(_squares(here, layout), {"y": y, "x": x, "yOffset": down}, layout)
    rules = (
        alt.Chart(inline([{"name": name} for name in layout.names]))
        .mark_rule(color=literal("grid"), aria=False, yOffset=step / 2 - 1)
        .encode(y=y)
    )
    said = "; ".join(_in_words(name, here[here["label"] == name], layout) for name in layout.names)
    heads = (group, plural(documents, "article"))
    chart = alt.layer(rules, *squares)
    chart = chart.properties(width=width, height={"step": step, "for": "position"})
    return panel(chart, heads, f"{group}: {said}", layout.panel)


def _in_words(name: str, mentions: pd.DataFrame, layout: _PanelLayout) -> str:
    """Say how often a group has a name, and in whose voice, where that is drawn."""
    spoken = (
        voices_written([{"voice": voice} for voice in mentions["voice"]]) if layout.keys else ""
    )
    return f"{name} {len(mentions)} ({spoken})" if spoken else f"{name} {len(mentions)}"


def _marks(rows: list[dict[str, Any]], place: dict[str, Any], layout: _PanelLayout) -> list[Any]:
    """Draw squares: alike, or filled and coloured by voice."""
    if layout.keys:
        return voices.squares(rows, place, layout.square - 3)
    alike = alt.Chart(inline(rows)).mark_square(
        size=(layout.square - 3) ** 2, color=literal("data"), opacity=1
    )
    return [alike.encode(**place, tooltip="hover:N", description="hover:N")]


def _squares(here: pd.DataFrame, layout: _PanelLayout) -> list[dict[str, Any]]:
    squares: list[dict[str, Any]] = []
    for label, rows in here.groupby("label", sort=False):
        parts = [
            part.iloc[first : first + layout.unit]
            for _, part in rows.groupby("voice", sort=False)
            for first in range(0, len(part), layout.unit)
        ]
        for number, part in enumerate(parts):
            line, place = divmod(number, layout.a_line)
            square = {"name": str(label), "place": place + 0.5, "line": line}
            if layout.keys:
                square["voice"] = str(part["voice"].iloc[0])
            squares.append({**square, "hover": _hover(str(label), part)})
    return squares


def _hover(label: str, part: pd.DataFrame) -> str:
    row = part.iloc[0]
    if len(part) > 1:
        said = f", {voices.key_of(row['voice']).label}" if row["voice"] else ""
        return f"{label}{said}: {plural(len(part), 'mention')}"
    said = voices.spoken_by(row["voice"], str(row["speaker_id"]))
    place = f"{row['document_id']} at {int(row['start']):,}"
    text = f"“{row['text']}”" if row["text"] else ""
    sentence = row.get("sentence", "")
    if isinstance(sentence, str) and sentence.strip():
        text = around(sentence, str(row["text"]), _SENTENCE_WORDS)
    elif not said:
        return f"{text or label}, {place}"
    head = f"{label}, {said}" if said else label
    return f"{head}: {text} ({place})" if text else f"{head} ({place})"


def _data(placed: pd.DataFrame, groups: list[str], keys: tuple[Key, ...]) -> Numbers:
    """Count by name and group, and by voice where voices are known."""
    names = ["concept", "label", "voice"] if keys else ["concept", "label"]
    voiced = placed.assign(voice=placed["voice"].replace("", "not known"))
    counts = voiced.groupby([*names, "group"], sort=False).size().to_dict()
    rows = [
        [*map(str, name), *(show(int(counts.get((*name, group), 0))) for group in groups)]
        for name in voiced[names].drop_duplicates().itertuples(index=False, name=None)
    ]
    heads = ["concept", "called", "voice"] if keys else ["concept", "called"]
    return Numbers([*heads, *groups], rows)
