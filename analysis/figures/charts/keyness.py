"""Keyness: by how much a term sets a target apart, and how sure that is."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

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
from analysis.figures.output import Output, nothing
from analysis.figures.theme import literal
from analysis.figures.wording import FORMATS, plural, show
from analysis.schema import ALPHA, KEYNESS, require

FOUND: Final = Key("finding", "diamond", "a finding: p ≤ .05 over all words tested")
TESTED: Final = Key("data", "circle", "tested, no finding")
UNTESTED: Final = Key("axis", "ring", "effect only: too few articles to test")
_SHAPES: Final = {"diamond": "diamond", "circle": "circle", "ring": "circle"}
MOST_EACH_WAY: Final = 20
TITLE: Final = "Which words set the target apart"


def keyness_chart(keyness: pd.DataFrame, *, title: str = "") -> Output:
    """Draw the log ratio of each term with its interval, one panel per comparison.

    A term at +1 is twice as frequent in the target as in the reference, at -1 half as. Where
    there are too few articles there is no interval and no test, only the effect: a
    difference between these articles, not between outlets.

    Parameters
    ----------
    keyness
        `schema.KEYNESS` rows to show, of one comparison or more. Of more than 20 terms in
        a direction those with the largest ratios are drawn.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(keyness, KEYNESS, "keyness_chart")
    if keyness.empty:
        return nothing(f"{title or TITLE}: there is no word to draw.")
    drawn, left = _drawn(keyness)
    bounds = drawn[["log_ratio", "log_ratio_low", "log_ratio_high"]].abs().max().max()
    edge = float(max(1.0, bounds)) * 1.04
    comparisons = [rows for _, rows in drawn.groupby(["target", "reference"], sort=False)]
    space = (panel_width(len(comparisons)), edge)
    panels = [_panel(rows, space) for rows in comparisons]
    shown = {_kind(row) for row in drawn.itertuples()}
    caption = "Log ratio in bits: at +1 a word is twice as frequent in the target, at −1 half."
    if drawn["log_ratio_low"].notna().any():
        caption += " Whiskers: 95 % interval, articles as units."
    if left:
        caption += f" Drawn: the {MOST_EACH_WAY} largest ratios each way; {left:,} more not drawn."
    words = Words(
        title or TITLE,
        caption,
        f"Dots with whiskers in {plural(len(panels), 'panel')}, sorted by log ratio.",
    )
    legend = [key for key in (FOUND, TESTED, UNTESTED) if key in shown]
    return figure([Row("", panels)], words, _data(drawn), legend)


def _drawn(keyness: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    ordered = keyness.sort_values(
        ["target", "reference", "log_ratio", "term"],
        ascending=[True, True, False, True],
        kind="stable",
    )
    groups = ordered.groupby(["target", "reference"], sort=False)
    up = ordered["log_ratio"] > 0
    rank_up = up.groupby([ordered["target"], ordered["reference"]]).cumsum()
    rank_down = groups.cumcount(ascending=False) + 1
    shown = ordered[(up & (rank_up <= MOST_EACH_WAY)) | (~up & (rank_down <= MOST_EACH_WAY))]
    return shown, len(ordered) - len(shown)


def _kind(row: Any) -> Key:
    if pd.isna(row.p_family):
        return UNTESTED
    return FOUND if row.p_family <= ALPHA else TESTED


def _panel(rows: pd.DataFrame, space: tuple[int, float]) -> dict[str, Any]:
    width, edge = space
    names = [str(term) for term in rows["term"]]
    labels = label_width(names, width // 2)
    y = name_axis(names, labels)
    scale = alt.Scale(domain=[-round(edge, 3), round(edge, 3)], nice=False)
    axis = alt.Axis(
        title="log ratio, bits", tickCount=5, format="+~g", domain=False, ticks=False,
        labelExpr="datum.value == 0 ? '0' : datum.label",
    )  # fmt: skip
    x = alt.X("ratio:Q", scale=scale, axis=axis)
    values = [_point(row) for row in rows.itertuples()]
    zero = (
        alt.Chart(inline([{"ratio": 0}])).mark_rule(color=literal("axis"), aria=False).encode(x=x)
    )
    layers: list[Any] = [zero]
    if whiskers := [value for value in values if "low" in value]:
        rule = alt.Chart(inline(whiskers)).mark_rule(
            color=literal("muted"), strokeWidth=1.5, aria=False
        )
        layers.append(rule.encode(y=y, x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"))
    for key in (FOUND, TESTED, UNTESTED):
        if points := [value for value in values if value["kind"] == key.label]:
            layers.append(_points(points, key).encode(y=y, x=x))
    chart: Any = alt.layer(*layers)
    versus = f"{rows['target'].iloc[0]} against {rows['reference'].iloc[0]}"
    pairs = zip(names, rows["log_ratio"], strict=True)
    said = "; ".join(f"{name} {show(float(ratio), '+.1f')}" for name, ratio in pairs)
    return panel(
        chart.properties(width=width - labels - 14, height={"step": 20}),
        (str(rows["target"].iloc[0]), f"against {rows['reference'].iloc[0]}"),
        f"{versus}, log ratios: {said}",
        width,
    )


def _points(points: list[dict[str, Any]], key: Key) -> Any:
    mark = alt.Chart(inline(points)).mark_point(
        shape=_SHAPES[key.shape],
        size=80 if key is FOUND else 50,
        filled=key.shape != "ring",
        color=literal(key.role),
        opacity=1,
        strokeWidth=1.5,
    )
    return mark.encode(tooltip="hover:N", description="hover:N")


def _point(row: Any) -> dict[str, Any]:
    term = str(row.term)
    point: dict[str, Any] = {
        "name": term,
        "ratio": round(float(row.log_ratio), 4),
        "kind": _kind(row).label,
        "hover": f"{term}: {show(float(row.log_ratio), '+.1f')} bits, "
        f"{row.frequency_target:,} against {row.frequency_reference:,} times",
    }
    if not (pd.isna(row.log_ratio_low) or pd.isna(row.log_ratio_high)):
        point["low"] = round(float(row.log_ratio_low), 4)
        point["high"] = round(float(row.log_ratio_high), 4)
    return point


def _data(drawn: pd.DataFrame) -> Numbers:
    columns = {
        "term": "", "target": "target", "frequency_target": "times", "log_ratio": "log ratio",
        "log_ratio_low": "low", "log_ratio_high": "high", "p_family": "p, all words",
    }  # fmt: skip
    rows = [
        [show(getattr(row, name), FORMATS.get(name, "")) for name in columns]
        for row in drawn.itertuples()
    ]
    return Numbers(list(columns.values()), rows)
