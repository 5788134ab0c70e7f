"""Rates and naming shares over time: one panel per term or name, one line per group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.figures.charts.panel import Key, Numbers, Row, Words, figure, panel
from analysis.figures.charts.trend.lines import (
    MOST_POINTS,
    MOST_TERMS,
    RATE,
    SHARE,
    Frame,
    Line,
    Measure,
    dots_of,
    first,
    frame_of,
    said_of,
    sized,
    strokes,
    values_of,
    voice_of,
    written,
)
from analysis.figures.output import Output, nothing
from analysis.figures.wording import plural, show
from analysis.schema import NAMING_TRENDS, TRENDS, require

# Told apart by colour, by shape and by dash; the colours of the voices stay theirs.
STYLES: Final = (
    ("data", "circle", ()),
    ("finding", "diamond", (6, 3)),
    ("standfirst", "square", (2, 2)),
    ("credit", "ring", (8, 2, 2, 2)),
    ("ink", "frame", (4, 4)),
    ("axis", "half", (1, 3)),
)
BAND: Final = "95 % interval, articles as units, each cell by itself; none under 5 articles."


def trend_chart(trends: pd.DataFrame, *, title: str = "") -> Output:
    """Draw how often each term occurs over time, one panel per term, one line per group.

    Parameters
    ----------
    trends
        `schema.TRENDS`. Of more than 12 terms the first are drawn, of more than 6 groups
        those with most articles; the numbers beneath hold all.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(trends, TRENDS, "trend_chart")
    heading = title or f"How often each word occurs over time, by {first(trends, 'by')}"
    return _over_time(trends.assign(name=trends["term"], units=trends["documents"]), heading, RATE)


def naming_trend_chart(naming_trends: pd.DataFrame, *, title: str = "") -> Output:
    """Draw which share of a concept's mentions each name has over time, one panel per name.

    Parameters
    ----------
    naming_trends
        `schema.NAMING_TRENDS`. Of more than 12 names the first are drawn, of more than 6
        groups those with most articles that mention the concept.
    title
        Another title than the usual.
    """
    require(naming_trends, NAMING_TRENDS, "naming_trend_chart")
    concepts = naming_trends["concept"]
    label = naming_trends["label"]
    name = label if concepts.nunique() < 2 else concepts + ": " + label
    rows = naming_trends.assign(name=name, units=naming_trends["documents_with"])
    usual = f"How {first(rows, 'concept')} is called over time, by {first(rows, 'by')}"
    if concepts.nunique() > 1:
        usual = f"What each is called over time, by {first(rows, 'by')}"
    return _over_time(rows, title or usual, SHARE)


def _over_time(rows: pd.DataFrame, title: str, measure: Measure) -> Output:
    told = rows[rows[measure.value].notna()]
    if told.empty:
        return nothing(f"{title}: there is no article with a date to draw.")
    sizes = rows.drop_duplicates(["group", "period", "name"]).groupby("group")["units"].sum()
    groups = sorted(sizes.index, key=lambda group: (-sizes[group], group))
    names = list(dict.fromkeys(rows["name"]))
    periods = rows["period_start"].nunique()
    if periods == 1:
        grain, day = first(rows, "grain"), show(rows["period_start"].iloc[0])
        return nothing(f"{title}: all articles with a date are of one {grain} ({day}).")
    most = max(1, min(len(STYLES), MOST_POINTS // periods))
    shown = sorted(groups[:most])
    panels = names[: max(1, min(MOST_TERMS, MOST_POINTS // (periods * len(shown))))]
    drawn = rows[rows["group"].isin(shown) & rows["name"].isin(panels)]
    frame = frame_of(drawn, measure, len(panels))
    styles = dict(zip(shown, STYLES, strict=False))
    specs = [_panel(name, drawn[drawn["name"] == name], styles, frame) for name in panels]
    caption = (
        f"{_caption(rows, measure)} Bands: {BAND}{_left_out(names, panels, groups, shown, measure)}"
    )
    caption += " An interval that leaves the panel ends beyond its scale." if frame.cut else ""
    keys = [Key(role, shape, str(group)) for group, (role, shape, _) in styles.items()]
    said = (
        f"Lines over time in {plural(len(specs), 'panel')}, {plural(len(shown), 'group')} each: "
        f"{measure.unit}."
    )
    return figure(
        [Row("", specs)], Words(title, caption, said), _data(rows, measure), keys[len(keys) < 2 :]
    )


def _caption(rows: pd.DataFrame, measure: Measure) -> str:
    what = "Times per 1,000 words"
    if measure is SHARE:
        what = "Share of all mentions of what is named"
    articles = int(rows[rows["name"] == rows["name"].iloc[0]]["documents"].sum())
    span = f"{rows['period'].min()} to {rows['period'].max()}"
    return (
        f"{what}{voice_of(rows)}, by {first(rows, 'grain')}, in these articles: "
        f"{plural(articles, 'article')} with a date, {span}."
    )


def _left_out(
    names: Sequence[str],
    panels: Sequence[str],
    groups: Sequence[str],
    shown: Sequence[str],
    measure: Measure,
) -> str:
    parts = []
    what = "names" if measure is SHARE else "words"
    if len(names) > len(panels):
        parts.append(f"the first {len(panels)} of {len(names)} {what}")
    if len(groups) > len(shown):
        parts.append(f"the {plural(len(shown), 'group')} of {len(groups)} with most articles")
    return f" Drawn: {' and '.join(parts)}; the rest in the data beneath." if parts else ""


def _panel(name: str, part: pd.DataFrame, styles: dict[Any, Any], frame: Frame) -> dict[str, Any]:
    """Draw all groups of one term."""
    layers: list[Any] = []
    said = []
    for group, (role, shape, dash) in styles.items():
        mine = part[part["group"] == group]
        line = Line(mine, role, dash)
        layers += strokes(line, frame)
        dots = [row for row in values_of(mine, frame) if row["dot"]]
        layers += [dots_of(dots, Key(role, shape, str(group)), frame)] if dots else []
        said.append(said_of(str(group), mine, frame.measure))
    times, articles = int(part["frequency"].sum()), int(part["document_frequency"].sum())
    heads = (name, f"{plural(times, 'time')} in {plural(articles, 'article')}")
    if len(styles) == 1:
        heads = (name, f"{next(iter(styles))}: {heads[1]}")
    return panel(sized(layers, frame), heads, f"{name}: {'; '.join(said)}", frame.width)


def _data(rows: pd.DataFrame, measure: Measure) -> Numbers:
    some = rows[rows["documents"] > 0]
    forms = {measure.value: measure.form, measure.low: measure.form, measure.high: measure.form}
    columns = {
        "name": "", "group": "group", "period": "period", measure.value: measure.unit,
        measure.low: "low", measure.high: "high", "frequency": "times", "documents": "articles",
    }  # fmt: skip
    return written(some, columns, forms)
