"""Timeline: when each article can have been published, and how that is known."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import (
    MOST_DATA_ROWS,
    Key,
    Numbers,
    Row,
    Words,
    colour_scale,
    figure,
    fitted,
    inline,
    label_width,
    name_axis,
    panel,
)
from analysis.figures.output import Output, nothing
from analysis.figures.text import NO_TEXT
from analysis.figures.theme import WIDE_PANEL, literal
from analysis.figures.wording import group_names, largest_groups, plural, show
from analysis.schema import DOCUMENTS, require

KEYS: Final = (
    Key("data", "square", "date given or stated"),
    Key("standfirst", "square", "date inferred"),
    Key("furniture", "square", "bound only: not before, or not after"),
)
_KNOWN, _INFERRED, _BOUND = (key.label for key in KEYS)
_CERTAINTY: Final = {"given": _KNOWN, "stated": _KNOWN, "inferred": _INFERRED, "bound": _BOUND}
_MOST_BARS: Final = 14
_MOST_CELLS: Final = 60
_WIDTH: Final = WIDE_PANEL - 20
_DAY: Final = pd.Timedelta(days=1)
_NO_STORY: Final = "No event known"
_EPOCH: Final = pd.Timestamp("1970-01-01")


def timeline(documents: pd.DataFrame, *, by: str = "origin", title: str = "") -> Output:
    """Draw when the articles were published, one panel per event.

    Up to 14 articles of an event are bars from the first to the last day on which each can
    have been published; of more, every group's number of articles a day (or a month).

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`. Articles without a date are counted in the caption.
    by
        One of `schema.GROUPINGS`.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    needed = ["document_id", "event", "published_earliest", "published_latest"]
    group_column = [by] if by in DOCUMENTS.names else []
    require(documents, DOCUMENTS, "timeline", [*needed, *group_column, "date_certainty"])
    rows = documents.assign(group=group_names(documents, by).to_numpy())
    dated = rows[rows["published_earliest"].notna() | rows["published_latest"].notna()]
    if dated.empty:
        return nothing(f"No article has a date; there are {plural(len(rows), 'article')}.")
    parts = [(str(event), part) for event, part in dated.groupby("event", sort=True)]
    singly = all(len(part) <= _MOST_BARS for _, part in parts)
    panels = [_bars(part, event) if singly else _counts(part, event) for event, part in parts]
    caption = (
        "Each bar runs from the first to the last day on which it can have been published."
        if singly
        else "Articles of each group, by the last day on which each can have been published."
    )
    if undated := len(rows) - len(dated):
        caption += f" Without a date: {plural(undated, 'article')}."
    words = Words(
        title or f"When the articles were published, by {by}",
        caption,
        f"Articles on a time axis, {len(dated):,} with a date.",
    )
    used = set(dated["date_certainty"].map(_CERTAINTY).fillna(_BOUND)) if singly else set()
    return figure([Row("", panels)], words, _data(rows), [key for key in KEYS if key.label in used])


def _milliseconds(day: Any) -> int:
    return int((day - _EPOCH) // pd.Timedelta(milliseconds=1))


def _time_axis(first: Any, last: Any, field: str) -> Any:
    """Make an axis in whole days, with the same ticks in any time zone."""
    # A bar ends with its last day, so a day is named at its middle.
    days = max(1, (last - first).days)
    ticks = [first + pd.Timedelta(days=round((days - 1) * part / 3)) for part in range(4)]
    noon = _milliseconds(first + _DAY / 2) - _milliseconds(first)
    values = [_milliseconds(day) + noon for day in dict.fromkeys(ticks)]
    axis = alt.Axis(
        title=None, values=values, domain=False, labelFlush=True,
        labelExpr="utcFormat(datum.value, '%-d %b %y')",
    )  # fmt: skip
    ends = [_milliseconds(first), _milliseconds(last)]
    scale = alt.Scale(domain=ends, nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _bars(part: pd.DataFrame, event: str) -> dict[str, Any]:
    ordered = part.sort_values(["published_latest", "group", "document_id"], kind="stable")
    days = part[["published_earliest", "published_latest"]]
    first, last = days.min().min(), days.max().max() + _DAY
    rows = [_interval(place, row, (first, last)) for place, row in enumerate(ordered.itertuples())]
    y = alt.Y("name:N", sort=None, axis=None, scale=alt.Scale(domain=[r["name"] for r in rows]))
    colour = alt.Color("certainty:N", scale=colour_scale(KEYS), legend=None)
    base = alt.Chart(inline(rows), width=_WIDTH, height={"step": 38})
    bars = base.mark_bar(height=11, yOffset=8).encode(
        y=y, x=_time_axis(first, last, "from"), x2="until", color=colour,
        tooltip="hover:N", description="hover:N",
    )  # fmt: skip
    heads = base.mark_text(
        align="left", baseline="bottom", dy=-1, aria=False, color=literal("ink")
    ).encode(y=y, x=alt.value(0), text="head:N")
    said = "; ".join(row["hover"] for row in rows)
    heading = (event or _NO_STORY, plural(len(part), "article"))
    return panel(alt.layer(bars, heads), heading, said, _WIDTH)


def _interval(place: int, row: Any, span: tuple[Any, Any]) -> dict[str, Any]:
    first, last = span
    start = first if pd.isna(row.published_earliest) else row.published_earliest
    end = last if pd.isna(row.published_latest) else row.published_latest + _DAY
    said = f"{show(row.published_earliest)} to {show(row.published_latest)}"
    if row.published_earliest == row.published_latest:
        said = show(row.published_latest)
    title = _headline(row)
    name = f"{row.group} · {title or row.document_id}"
    head = " · ".join(part for part in (said, row.group, title) if part)
    return {
        "name": str(place),
        "head": fitted(head, _WIDTH),
        "from": _milliseconds(start),
        "until": _milliseconds(end),
        "certainty": _CERTAINTY.get(row.date_certainty, _BOUND),
        "hover": f"{name}: {said}, {row.date_certainty}",
    }


def _headline(row: Any) -> str:
    title = getattr(row, "title", "")
    return title if isinstance(title, str) and title != NO_TEXT else ""


def _counts(part: pd.DataFrame, event: str) -> dict[str, Any]:
    """Count the articles of each group per day, or per month where there are many days."""
    part = part.assign(group=_folded(part["group"]))
    day = part["published_latest"].fillna(part["published_earliest"])
    monthly = (day.max() - day.min()).days >= _MOST_CELLS
    if monthly:
        day = day.dt.to_period("M").dt.start_time
    counts = part.assign(day=day).groupby(["group", "day"]).size().rename("number").reset_index()
    step = pd.Timedelta(days=28) if monthly else _DAY
    most = int(counts["number"].max())
    names = list(dict.fromkeys(str(group) for group in counts["group"]))
    labels = label_width(names, 150)
    rows = [_count(row, step, most) for row in counts.itertuples()]
    cells = alt.Chart(inline(rows), width=_WIDTH - labels, height={"step": 24}).mark_bar(
        color=literal("data"), height=16
    )
    chart = cells.encode(
        y=name_axis(names, labels), x=_time_axis(day.min(), day.max() + step, "from"),
        x2="until", opacity=alt.Opacity("share:Q", legend=None, scale=alt.Scale(domain=[0, 1])),
        tooltip="hover:N", description="hover:N",
    )  # fmt: skip
    sums = part.groupby("group").size()
    said = "; ".join(f"{group} {plural(int(sums[group]), 'article')}" for group in sums.index)
    unit = "month" if monthly else "day"
    heading = (event or _NO_STORY, f"darkest: {plural(most, 'article')} a {unit}")
    return panel(chart, heading, said, _WIDTH)


def _folded(groups: pd.Series) -> pd.Series:
    """Put all but the largest groups into one row, which says how many they are."""
    sizes = {str(name): int(size) for name, size in groups.value_counts().sort_index().items()}
    shown = largest_groups(sizes)
    rest = plural(len(sizes) - len(shown), "smaller group")
    return groups.where(groups.isin(shown), rest)


def _count(row: Any, step: pd.Timedelta, most: int) -> dict[str, Any]:
    return {
        "name": str(row.group),
        "from": _milliseconds(row.day),
        "until": _milliseconds(row.day + step),
        "share": round(row.number / most, 3),
        "hover": f"{row.group}, {show(row.day)}: {plural(int(row.number), 'article')}",
    }


def _data(rows: pd.DataFrame) -> Numbers:
    columns = ["article", "group", "from", "until", "the date is"]
    names = ["document_id", "group", "published_earliest", "published_latest", "date_certainty"]
    first = rows[names].head(MOST_DATA_ROWS).to_numpy(object)
    return Numbers(columns, [[show(value) for value in row] for row in first], len(rows))
