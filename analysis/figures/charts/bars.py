"""Rates per 1,000 words: of chosen terms, of frames; one panel per group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
from analysis.figures.wording import MISSING, largest_groups, plural, show, smaller_said
from analysis.schema import FRAME_RATES, FREQUENCIES, require


def rates(frequencies: pd.DataFrame, terms: Sequence[str] = (), *, title: str = "") -> Output:
    """Draw how often each term occurs in every group, per 1,000 words.

    A rate says nothing about one article: read how many articles hold the term in the data
    beneath, and the group's number of articles over each panel.

    Parameters
    ----------
    frequencies
        `schema.FREQUENCIES` of all groups, n = 1. A group without a row of a term has it 0
        times.
    terms
        The terms, in the order of the bars; all terms of the table, as they come, if none.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(frequencies, FREQUENCIES, "rates")
    chosen = list(dict.fromkeys(terms)) or list(dict.fromkeys(frequencies["term"]))
    rows = frequencies.rename(columns={"term": "name"})
    rows = rows.assign(rate=rows["per_million"] / 1000)
    caption = "Times per 1,000 words of title, standfirst and body. One scale for all panels."
    heading = title or f"How often each word occurs, by {_grouping(frequencies)}"
    return _bars(rows, chosen, Words(heading, caption, "rate per 1,000 words of each word"))


def frame_rates_chart(frame_rates: pd.DataFrame, *, title: str = "") -> Output:
    """Draw how often the cues of each frame occur in every group, per 1,000 words.

    Parameters
    ----------
    frame_rates
        `schema.FRAME_RATES`; frames in the order of the table.
    title
        Another title than the usual.
    """
    require(frame_rates, FRAME_RATES, "frame_rates_chart")
    rows = frame_rates.rename(columns={"frame": "name", "per_thousand": "rate"})
    rows = rows.rename(columns={"per_thousand_low": "low", "per_thousand_high": "high"})
    frames = list(dict.fromkeys(rows["name"]))
    caption = (
        "Cue words per 1,000 words of title, standfirst and body. A cue shows that a theme is "
        "touched, not that it is argued for; the lists of cues can be read and edited. The 95 % "
        "interval over articles, where a group has five or more, stands at each bar and in the "
        "data beneath."
    )
    heading = title or f"Which frames are touched, by {_grouping(frame_rates)}"
    return _bars(rows, frames, Words(heading, caption, "cues of each frame per 1,000 words"))


def _bars(rows: pd.DataFrame, names: list[str], words: Words) -> Output:
    sizes = rows.drop_duplicates("group").set_index("group")[["corpus_size", "documents"]]
    if sizes.empty:
        return nothing(f"{words.title}: there is no group with words to count.")
    wanted = rows[rows["name"].isin(names)].drop_duplicates(["group", "name"])
    cells = {(row.group, row.name): row for row in wanted.rename_axis(None).itertuples(index=False)}
    groups = [str(group) for group in sizes.index]
    top = max((float(rate) for rate in wanted["rate"]), default=0.0) or 1.0
    values = {group: [_value(name, cells.get((group, name))) for name in names] for group in groups}
    drawn = largest_groups(dict(zip(groups, sizes["documents"], strict=True)))
    roles, space = group_roles(groups), (panel_width(len(drawn)), top)
    panels = [_panel((g, roles[g]), values[g], sizes.loc[g], space) for g in drawn]
    left = smaller_said(len(drawn), len(groups), "in the data beneath")
    caption = f"{words.caption} {left}".strip()
    has_interval = "low" in rows
    head = ["", "group", "per 1,000 words", "times", "articles with it"]
    head += ["95 % interval"] * has_interval
    data = [
        [value["name"], group, value["shown"], show(value["times"]), show(value["holders"]),
         *[value["interval"] or MISSING] * has_interval]
        for position in range(len(names))
        for group in groups
        for value in [values[group][position]]
    ]  # fmt: skip
    alt_text = f"Bars in {plural(len(panels), 'panel')}, one per group: {words.alt}."
    return figure([Row("", panels)], Words(words.title, caption, alt_text), Numbers(head, data))


def _value(name: str, cell: Any) -> dict[str, Any]:
    rate = float(cell.rate) if cell is not None else 0.0
    times = int(cell.frequency) if cell is not None else 0
    holders = int(cell.document_frequency) if cell is not None else 0
    low, high = (getattr(cell, end, None) for end in ("low", "high"))
    interval = "" if pd.isna(low) else f"{show(low, ',.1f')} to {show(high, ',.1f')}"
    return {"name": name, "rate": round(rate, 4), "shown": show(rate, ",.1f") if times else "0",
            "times": times, "holders": holders, "interval": interval}  # fmt: skip


def _panel(
    named: tuple[str, str], values: list[dict[str, Any]], size: Any, space: tuple[int, float]
) -> dict[str, Any]:
    (group, role), (width, top) = named, space
    names = [value["name"] for value in values]
    labels = label_width(names, width // 2)
    rows = [
        {
            "name": value["name"], "rate": value["rate"], "shown": value["shown"],
            "hover": f"{value['name']}, {group}: {plural(value['times'], 'time')} "
                     f"in {plural(value['holders'], 'article')}"
                     + (f"; 95 %: {value['interval']}" if value["interval"] else ""),
        }
        for value in values
    ]  # fmt: skip
    y = name_axis(names, labels)
    x = alt.X(
        "rate:Q",
        scale=alt.Scale(domain=[0, round(top, 4)], nice=False),
        axis=alt.Axis(title=None, tickCount=3, ticks=False, domain=False, labelPadding=4),
    )
    base = alt.Chart(inline(rows), width=width - labels - 36, height={"step": 22})
    bars = base.mark_bar(color=literal(role), height=13).encode(
        y=y, x=x, tooltip="hover:N", description="hover:N"
    )
    numbers = base.mark_text(align="left", dx=4, aria=False, color=literal("ink")).encode(
        y=y, x=x, text="shown:N"
    )
    said = "; ".join(f"{value['name']} {value['shown']}" for value in values)
    sizes = [plural(int(size["documents"]), "article"), plural(int(size["corpus_size"]), "word")]
    heads = (group, ", ".join(sizes))
    return panel(alt.layer(bars, numbers), heads, f"{group}, per 1,000 words: {said}", width)


def _grouping(table: pd.DataFrame) -> str:
    return str(table["by"].iloc[0]) if len(table) else "group"
