"""Reporting words: how each group takes what its speakers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import (
    Numbers,
    Row,
    Words,
    figure,
    group_roles,
    inline,
    label_width,
    name_axis,
    panel,
    panel_width,
)
from analysis.figures.output import Output, nothing
from analysis.figures.theme import literal
from analysis.figures.wording import largest_groups, plural, show, smaller_said
from analysis.schema import CUES, require

# From those that take no stand to those that do; other classes follow by name.
ORDER: Final = (
    "neutral", "factive", "doubting", "conceding", "directive", "denying", "approving", "attitude",
    "poll",
)  # fmt: skip
NO_CLASS: Final = "no class"
_MOST_WORDS: Final = 8
# In the data beneath.
_MOST_LISTED: Final = 20


def cue_classes(cues: pd.DataFrame, *, title: str = "") -> Output:
    """Draw how often each group reports with which kind of word, one panel per group.

    Parameters
    ----------
    cues
        `schema.CUES`. The words of each kind stand at its bar and in the data beneath.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(cues, CUES, "cue_classes")
    by = str(cues["by"].iloc[0]) if len(cues) else "group"
    heading = title or f"Which reporting words are used, by {by}"
    if cues.empty:
        return nothing(f"{heading}: no reporting word was found in these articles.")
    rows = cues.assign(
        group=cues["group"].astype(str), kind=cues["cue_class"].replace("", NO_CLASS)
    ).sort_values(["group", "frequency", "cue"], ascending=[True, False, True], kind="stable")
    kinds = sorted(set(rows["kind"]), key=_place)
    groups = list(dict.fromkeys(rows["group"]))
    cells = {key: _cell(part, rows) for key, part in rows.groupby(["group", "kind"])}
    sizes = rows.drop_duplicates("group").set_index("group")["documents"]
    drawn, roles = largest_groups({g: int(sizes[g]) for g in groups}), group_roles(groups)
    space = (panel_width(len(drawn)), max(cell["share"] for cell in cells.values()) or 1.0)
    panels = [_panel(rows[rows["group"] == g], kinds, cells, (*space, roles[g])) for g in drawn]
    caption = (
        "Bars: share of all reporting words of the group; numbers: how often. A factive word "
        "(noted) takes what follows for true, a doubting one (claimed) casts doubt on it, a "
        "neutral one (said) leaves it open; the lists of words can be read and edited."
    )
    caption = f"{caption} {smaller_said(len(drawn), len(groups), 'in the data beneath')}".strip()
    alt_text = f"Bars in {plural(len(panels), 'panel')}, one per group: kinds of reporting words."
    return figure([Row("", panels)], Words(heading, caption, alt_text), _data(kinds, groups, cells))


def _place(kind: str) -> tuple[int, str]:
    if kind in ORDER:
        return ORDER.index(kind), kind
    return len(ORDER) + (kind == NO_CLASS), kind


def _cell(part: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Any]:
    """Sum the words of one kind in one group: how often, which share, which words."""
    times = int(part["frequency"].sum())
    total = int(rows.loc[rows["group"] == part["group"].iloc[0], "frequency"].sum())
    pairs = zip(part["cue"], part["frequency"], strict=True)
    words = [f"{cue} {show(number)}" for cue, number in pairs]
    return {"times": times, "share": round(times / max(1, total), 5), "words": words}


def _listed(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def _panel(
    rows: pd.DataFrame,
    kinds: Sequence[str],
    cells: Mapping[Any, Any],
    space: tuple[int, float, str],
) -> dict[str, Any]:
    width, top, role = space
    group = str(rows["group"].iloc[0])
    labels = label_width(kinds, width // 2)
    none = {"times": 0, "share": 0.0, "words": []}
    by_kind = {kind: cells.get((group, kind), none) for kind in kinds}
    values = [
        {
            "name": kind, "share": cell["share"], "shown": show(cell["times"]),
            "hover": f"{group}, {kind}: " + (_listed(cell["words"], _MOST_WORDS) or "none"),
        }
        for kind, cell in by_kind.items()
    ]  # fmt: skip
    y = name_axis(kinds, labels)
    axis = alt.Axis(
        title=None, tickCount=3, ticks=False, domain=False, labelPadding=4, format=".0%",
        labelOverlap="greedy", labelSeparation=8,
    )  # fmt: skip
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    base = alt.Chart(inline(values), width=width - labels - 36, height={"step": 22})
    bars = base.mark_bar(color=literal(role), height=13).encode(
        y=y, x=x, tooltip="hover:N", description="hover:N"
    )
    numbers = base.mark_text(align="left", dx=4, aria=False, color=literal("ink")).encode(
        y=y, x=x, text="shown:N"
    )
    total = plural(int(rows["frequency"].sum()), "reporting word")
    heads = (group, f"{plural(int(rows['documents'].iloc[0]), 'article')}, {total}")
    said = "; ".join(f"{kind} {cell['times']:,}" for kind, cell in by_kind.items())
    return panel(alt.layer(bars, numbers), heads, f"{group}: {said}", width)


def _data(kinds: Sequence[str], groups: Sequence[str], cells: Mapping[Any, Any]) -> Numbers:
    rows = [
        [kind, group, show(cell["times"]), show(cell["share"], ".0%"),
         _listed(cell["words"], _MOST_LISTED)]
        for kind in kinds
        for group in groups
        if (cell := cells.get((group, kind)))
    ]  # fmt: skip
    return Numbers(["kind", "group", "times", "share", "words"], rows)
