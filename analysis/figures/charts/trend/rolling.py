"""Keyness over time: one panel per term, what the test of each window says at each point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import Key, Numbers, Row, Words, figure, inline, panel
from analysis.figures.charts.trend.lines import (
    MOST_TERMS,
    RATIO,
    Frame,
    Line,
    dots_of,
    first,
    frame_of,
    said_of,
    sized,
    strokes,
    value_axis,
    values_of,
    voice_of,
    written,
)
from analysis.figures.output import Output, nothing
from analysis.figures.theme import literal
from analysis.figures.wording import plural
from analysis.schema import ALPHA, ROLLING_KEYNESS, require

FOUND: Final = Key("finding", "diamond", "a finding: p ≤ .05 over all words of this window")
TESTED: Final = Key("data", "circle", "tested, no finding")
UNTESTED: Final = Key("axis", "ring", "effect only: too few articles to test")


def rolling_chart(
    rolling_keyness: pd.DataFrame, terms: Sequence[str] = (), *, title: str = ""
) -> Output:
    """Draw the log ratio of each term in one window after another, one panel per term.

    A diamond is a finding within its window; of many windows some hold one by chance.

    Parameters
    ----------
    rolling_keyness
        `schema.ROLLING_KEYNESS` of one comparison.
    terms
        The terms, in order; if none, the 12 that are a finding in most windows, then those
        that stand in most windows with the largest ratios.
    title
        Another title than the usual.
    """
    require(rolling_keyness, ROLLING_KEYNESS, "rolling_chart")
    chosen = list(dict.fromkeys(terms)) or _most_found(rolling_keyness)
    order = {term: place for place, term in enumerate(chosen)}
    rows = rolling_keyness[rolling_keyness["term"].isin(chosen)]
    rows = rows.assign(name=rows["term"], place=rows["term"].map(order)).sort_values(
        ["place", "period_start"], kind="stable"
    )
    if rows.empty:
        return nothing(f"{title or 'Keyness over time'}: there is no window to draw.")
    drawn = rows[rows["place"] < MOST_TERMS]
    frame = frame_of(drawn, RATIO, drawn["name"].nunique())
    panels = [_ratios(str(name), part, frame) for name, part in drawn.groupby("name", sort=False)]
    versus = f"{first(rows, 'target')} against {first(rows, 'reference')}"
    caption = (
        f"Log ratio in bits{voice_of(rows)} in these articles, in windows that begin at each "
        f"point: at +1 twice as frequent in {first(rows, 'target')}, at −1 half. Bands: 95 % "
        "interval, articles as units; none under 5 articles a side. "
        "p is over the words of one window, not over windows."
    )
    said = f"Lines over time in {plural(len(panels), 'panel')}: log ratio of each word, {versus}."
    kinds = {_kind(row) for row in drawn.itertuples()}
    legend = [key for key in (FOUND, TESTED, UNTESTED) if key in kinds]
    words = Words(title or f"What sets apart over time: {versus}", caption, said)
    return figure([Row("", panels)], words, _ratio_data(rows), legend)


def _ratios(name: str, part: pd.DataFrame, frame: Frame) -> dict[str, Any]:
    """Draw the log ratios of one term, each with what its test says."""
    zero = alt.Chart(inline([{"v": 0}])).mark_rule(color=literal("axis"), aria=False)
    layers: list[Any] = [zero.encode(y=value_axis("v", frame))]
    layers += strokes(Line(part, "data", ()), frame)
    kinds = [_kind(row).label for row in part.itertuples()]
    points = values_of(part, frame)
    for key in (FOUND, TESTED, UNTESTED):
        dots = [
            row
            for row, kind in zip(points, kinds, strict=True)
            if kind == key.label and (row["dot"] or key is FOUND)
        ]
        layers += [dots_of(dots, key, frame)] if dots else []
    findings = sum(kind == FOUND.label for kind in kinds)
    heads = (name, f"{plural(len(part), 'window')}, a finding in {findings}")
    said = said_of(first(part, "target"), part, frame.measure)
    return panel(sized(layers, frame), heads, f"{name}: {said}", frame.width)


def _kind(row: Any) -> Key:
    if pd.isna(row.p_family):
        return UNTESTED
    return FOUND if row.p_family <= ALPHA else TESTED


def _most_found(rolling: pd.DataFrame) -> list[str]:
    """Choose the terms that are a finding in most windows, then the widest and largest."""
    ranked = (
        rolling.assign(found=rolling["p_family"] <= ALPHA, size=rolling["log_ratio"].abs())
        .groupby("term")
        .agg(found=("found", "sum"), windows=("size", "count"), size=("size", "mean"))
        .reset_index()
        .sort_values(["found", "windows", "size", "term"], ascending=[False, False, False, True])
    )
    return [str(term) for term in ranked["term"].head(MOST_TERMS)]


def _ratio_data(rows: pd.DataFrame) -> Numbers:
    columns = {
        "name": "", "since": "from", "until": "to", "log_ratio": "log ratio",
        "log_ratio_low": "low", "log_ratio_high": "high", "p_family": "p, all words of the window",
    }  # fmt: skip
    forms = {**dict.fromkeys(("log_ratio", "log_ratio_low", "log_ratio_high"), "+.1f")}
    return written(rows, columns, {**forms, "p_family": ".3f"})
