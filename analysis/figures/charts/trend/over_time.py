"""Rates and naming shares over time: one row per group, one panel per term or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.figures.charts.panel import (
    MOST_PANELS,
    Key,
    Numbers,
    Row,
    Words,
    figure,
    group_roles,
    panel,
)
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
from analysis.figures.wording import MOST_GROUPS, plural, show
from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE, NAMING_TRENDS, TRENDS, require

# Fewer articles give no point: one of them would make the rate.
FEWEST: Final = MINIMUM_DOCUMENTS_FOR_INFERENCE
BAND: Final = "95 % interval, articles as units, each cell by itself."


def trend_chart(trends: pd.DataFrame, *, title: str = "") -> Output:
    """Draw how often each term occurs over time, one row per group, one panel per term.

    A point is a period with 5 articles of the group; no line runs through others.

    Parameters
    ----------
    trends
        `schema.TRENDS`. Of more than 24 panels (12 in a row) the first terms are drawn, of more
        than 8 groups those with most articles; the numbers beneath hold all.
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
    """Draw which share of a concept's mentions each name has over time, one row per group.

    A point is a period in which 5 articles of the group mention the concept.

    Parameters
    ----------
    naming_trends
        `schema.NAMING_TRENDS`. Of more than 24 panels (12 in a row) the first names are drawn,
        of more than 8 groups those with most articles that mention the concept.
    title
        Another title than the usual.
    """
    require(naming_trends, NAMING_TRENDS, "naming_trend_chart")
    if naming_trends.empty:
        return nothing("")
    concepts = naming_trends["concept"]
    label = naming_trends["label"]
    name = label if concepts.nunique() < 2 else concepts + ": " + label
    rows = naming_trends.assign(name=name, units=naming_trends["documents_with"])
    usual = f"How {first(rows, 'concept')} is called over time, by {first(rows, 'by')}"
    if concepts.nunique() > 1:
        usual = f"What each is called over time, by {first(rows, 'by')}"
    return _over_time(rows, title or usual, SHARE)


def _over_time(rows: pd.DataFrame, title: str, measure: Measure) -> Output:
    if not rows[measure.value].notna().any():
        return nothing(f"{title}: there is no article with a date to draw.")
    periods, grain = rows["period_start"].nunique(), first(rows, "grain")
    if periods == 1:
        day = show(rows["period_start"].iloc[0])
        return nothing(f"{title}: all articles with a date are of one {grain} ({day}).")
    enough = rows["units"] >= FEWEST
    if not rows.loc[enough, measure.value].notna().any():
        return nothing(f"{title}: no {grain} holds {FEWEST} articles of one group.")
    # One point is no line over time.
    drawable = (enough & rows[measure.value].notna()).groupby([rows["group"], rows["name"]])
    enough &= drawable.transform("sum") > 1
    if not enough.any():
        return nothing(f"{title}: no two {grain}s hold {FEWEST} articles of one group.")
    values = [measure.value, measure.low, measure.high]
    points = rows.assign(**{column: rows[column].where(enough) for column in values})
    shown, panels = _chosen(points, measure)
    drawn = points[points["group"].isin(shown) & points["name"].isin(panels)]
    frame = frame_of(drawn, measure, len(panels))
    roles = group_roles(rows["group"])
    strips = [
        Row(group if len(shown) > 1 else "", [
            _panel(name, group, drawn[(drawn["name"] == name) & (drawn["group"] == group)],
                   roles[group], frame)
            for name in panels
            if drawn.loc[
                (drawn["name"] == name) & (drawn["group"] == group), measure.value
            ].notna().any()
        ])
        for group in shown
    ]  # fmt: skip
    caption = f"{_caption(rows, measure)} {_left_out(rows, panels, shown, measure)}"
    caption += " An interval that leaves the panel ends beyond its scale." if frame.cut else ""
    said = (
        f"Lines over time of {plural(len(panels), 'word' if measure is RATE else 'name')}, "
        f"{plural(len(shown), 'group')} one below the other: {measure.unit}."
    )
    return figure(strips, Words(title, caption, said), _data(rows, measure))


def _chosen(points: pd.DataFrame, measure: Measure) -> tuple[list[str], list[str]]:
    """Choose the groups with most articles, of those that have a point, and the first names."""
    with_value = points[points[measure.value].notna()]
    sizes = with_value.drop_duplicates(["group", "period", "name"]).groupby("group")["units"].sum()
    groups = sorted(map(str, sizes.index), key=lambda group: (-sizes[group], group))
    periods = points["period_start"].nunique()
    shown = sorted(groups[: max(1, min(MOST_GROUPS, MOST_POINTS // periods))])
    room = min(MOST_PANELS // len(shown), MOST_POINTS // (periods * len(shown)))
    return shown, list(dict.fromkeys(points["name"]))[: max(1, min(MOST_TERMS, room))]


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
    rows: pd.DataFrame, panels: Sequence[str], shown: Sequence[str], measure: Measure
) -> str:
    """Say what a point needs, what the bands are, and what is not drawn."""
    grain, parts = first(rows, "grain"), []
    what = "names" if measure is SHARE else "words"
    names, groups = rows["name"].nunique(), rows["group"].nunique()
    if names > len(panels):
        parts.append(f"the first {len(panels)} of {names} {what}")
    if groups > len(shown):
        parts.append(f"{len(shown)} of {plural(groups, 'group')}, those with most articles")
    said = f"A point is a {grain} with {FEWEST} articles or more. Bands: {BAND}"
    return said + (f" Drawn: {' and '.join(parts)}; the rest in the data beneath." if parts else "")


def _panel(name: str, group: str, rows: pd.DataFrame, role: str, frame: Frame) -> dict[str, Any]:
    """Draw one term in one group."""
    layers = strokes(Line(rows, role, ()), frame)
    dots = [row for row in values_of(rows, frame) if row["dot"]]
    layers += [dots_of(dots, Key(role, "circle", group), frame)] if dots else []
    times, articles = int(rows["frequency"].sum()), int(rows["document_frequency"].sum())
    heads = (name, f"{group}: {plural(times, 'time')} in {plural(articles, 'article')}")
    said = f"{name}: {said_of(group, rows, frame.measure)}"
    return panel(sized(layers, frame), heads, said, frame.width)


def _data(rows: pd.DataFrame, measure: Measure) -> Numbers:
    some = rows[rows["documents"] > 0]
    forms = {measure.value: measure.form, measure.low: measure.form, measure.high: measure.form}
    columns = {
        "name": "", "group": "group", "period": "period", measure.value: measure.unit,
        measure.low: "low", measure.high: "high", "frequency": "times", "documents": "articles",
    }  # fmt: skip
    return written(some, columns, forms)
