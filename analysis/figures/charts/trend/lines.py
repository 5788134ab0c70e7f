"""Lines over time: what all panels of a figure share, and the marks in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import MOST_DATA_ROWS, POINTS, Key, Numbers, inline, panel_width
from analysis.figures.theme import literal
from analysis.figures.wording import plural, show

# Panels; points of all lines together, and those marked: what a page bears beside other figures.
MOST_TERMS: Final = 12
MOST_POINTS: Final = 1000
MOST_DOTS: Final = 80
_OUTLINED: Final = {"ring": "circle", "frame": "square"}
_HEIGHT: Final = 120
_LABELS: Final = 36
# An interval that ends beyond this many times the largest value is cut.
_ROOM: Final = 1.6
_EPOCH: Final = pd.Timestamp("1970-01-01")


@dataclass(frozen=True)
class Measure:
    """Which columns are drawn, and how their numbers are written."""

    value: str
    low: str
    high: str
    axis: str
    form: str
    unit: str


RATE: Final = Measure(
    "per_thousand", "per_thousand_low", "per_thousand_high", "~r", ",.2f", "per 1,000 words"
)
SHARE: Final = Measure("share", "share_low", "share_high", "~%", ".0%", "share")
RATIO: Final = Measure(
    "log_ratio", "log_ratio_low", "log_ratio_high", "+~r", "+.1f", "log ratio, bits"
)


@dataclass(frozen=True)
class Frame:
    """What all panels of a figure share."""

    starts: Sequence[Any]
    domain: tuple[float, float]
    measure: Measure
    grain: str
    width: int
    every: int
    cut: bool


@dataclass(frozen=True)
class Line:
    """One line of a panel: its rows in order of time, and what its marks look like."""

    rows: pd.DataFrame
    role: str
    dash: Sequence[int]


def frame_of(drawn: pd.DataFrame, measure: Measure, panels: int) -> Frame:
    """Choose what all panels share; an interval far beyond all values is cut."""
    values = drawn[measure.value].dropna()
    top = float(values.abs().max()) or 1.0
    widest = drawn[[measure.low, measure.high]].abs().max().max()
    edge = 1.05 * top if pd.isna(widest) else max(1.05 * top, min(float(widest), _ROOM * top))
    edge = min(_short(edge), 1.0) if measure is SHARE else _short(edge)
    cut = not pd.isna(widest) and bool(widest > edge)
    starts = sorted(drawn["period_start"].unique())
    every = max(1, -(-len(values) // MOST_DOTS))
    domain = (-edge, edge) if measure is RATIO else (0.0, edge)
    return Frame(starts, domain, measure, first(drawn, "grain"), panel_width(panels), every, cut)


def sized(layers: list[Any], frame: Frame) -> Any:
    """Join the layers of a panel at the size that all panels have."""
    layered: Any = alt.layer(*layers)
    return layered.properties(width=frame.width - _LABELS - 20, height=_HEIGHT)


def strokes(line: Line, frame: Frame) -> list[Any]:
    """Draw the bands and the line; both break where a period has no value."""
    measure, colour = frame.measure, literal(line.role)
    runs = _runs(line.rows, measure.low, frame)
    bands = [
        {"t": _milliseconds(row.period_start), "low": _short(getattr(row, measure.low)),
         "high": _short(getattr(row, measure.high)), "run": run}
        for row, run in zip(line.rows.itertuples(), runs, strict=True) if run
    ]  # fmt: skip
    alone = {run for run in runs if run and runs.count(run) == 1}
    base = alt.Chart(inline(row for row in bands if row["run"] not in alone))
    area = base.mark_area(color=colour, fillOpacity=0.14, clip=True, aria=False)
    single = alt.Chart(inline(row for row in bands if row["run"] in alone))
    rule = single.mark_rule(color=colour, opacity=0.3, strokeWidth=3, clip=True, aria=False)
    ends = {"x": _time_axis(frame), "y": value_axis("low", frame), "y2": "high:Q"}
    layers: list[Any] = []
    if alone != set(runs) - {0}:
        layers.append(area.encode(**ends, detail="run:N"))
    if alone:
        layers.append(rule.encode(**ends))
    points = [row for row in values_of(line.rows, frame) if row["run"]]
    if points:
        stroke = alt.Chart(inline([{key: row[key] for key in ("t", "v", "run")} for row in points]))
        dash = list(line.dash) if line.dash else alt.Undefined
        mark = stroke.mark_line(color=colour, strokeWidth=1.5, strokeDash=dash, aria=False)
        layers.append(mark.encode(x=_time_axis(frame), y=value_axis("v", frame), detail="run:N"))
    return layers


def dots_of(dots: list[dict[str, Any]], key: Key, frame: Frame) -> Any:
    """Draw values as points of one shape and colour."""
    rows = [{"t": row["t"], "v": row["v"], "hover": row["hover"]} for row in dots]
    mark = alt.Chart(inline(rows)).mark_point(
        shape=_OUTLINED.get(key.shape, POINTS[key.shape]),
        filled=key.shape not in _OUTLINED,
        color=literal(key.role),
        size=36,
        opacity=1,
        strokeWidth=1.5,
    )
    return mark.encode(
        x=_time_axis(frame), y=value_axis("v", frame), tooltip="hover:N", description="hover:N"
    )


def values_of(rows: pd.DataFrame, frame: Frame) -> list[dict[str, Any]]:
    """List the values of a line; those alone in their run are always dots."""
    runs = _runs(rows, frame.measure.value, frame)
    alone = {run for run in runs if runs.count(run) == 1}
    points = []
    for place, (row, run) in enumerate(zip(rows.itertuples(), runs, strict=True)):
        points.append(
            {
                "t": _milliseconds(row.period_start),
                "v": _short(getattr(row, frame.measure.value)) if run else None,
                "run": run,
                "dot": bool(run) and (place % frame.every == 0 or run in alone),
                "hover": _hover(row, frame.measure),
            }
        )
    return points


def _runs(rows: pd.DataFrame, column: str, frame: Frame) -> list[int]:
    """Give each run of periods without a gap its number, from 1; 0 where there is no value."""
    place = {start: number for number, start in enumerate(frame.starts)}
    runs, run, before = [], 0, -2
    for start, value in zip(rows["period_start"], rows[column], strict=True):
        if pd.isna(value):
            runs.append(0)
            continue
        run += place[start] != before + 1
        before = place[start]
        runs.append(run)
    return runs


def _hover(row: Any, measure: Measure) -> str:
    value = show(getattr(row, measure.value), measure.form)
    low, high = getattr(row, measure.low), getattr(row, measure.high)
    between = "" if pd.isna(low) else f" ({show(low, measure.form)} to {show(high, measure.form)})"
    if measure is RATIO:
        window = row.since if row.since == row.until else f"{row.since} to {row.until}"
        times = f"{row.frequency_target:,} against {row.frequency_reference:,} times"
        return f"{row.term}, {window}: {value} bits{between}, {times}"
    articles = f"{row.frequency:,} in {plural(int(row.documents), 'article')}"
    return f"{row.group}, {row.period}: {value}{between}, {articles}"


def _time_axis(frame: Frame) -> Any:
    """Make an axis with up to three periods named, the same in any time zone."""
    last = len(frame.starts) - 1
    ticks = sorted({round(last * part / 2) for part in range(3)})
    values = [_milliseconds(frame.starts[place]) for place in ticks]
    form = "%b %Y" if frame.grain == "month" else "%-d %b %y"
    axis = alt.Axis(
        title=None, values=values, domain=False, labelFlush=True, grid=False,
        labelExpr=f"utcFormat(datum.value, '{form}')",
    )  # fmt: skip
    pad = 86_400_000 if last == 0 else 0
    domain = [values[0] - pad, values[-1] + pad]
    return alt.X("t:Q", axis=axis, scale=alt.Scale(domain=domain, nice=False, zero=False))


def value_axis(field: str, frame: Frame) -> Any:
    """Make the vertical axis that all panels share."""
    axis = alt.Axis(
        title=None, tickCount=4, ticks=False, domain=False, labelPadding=4,
        format=frame.measure.axis, minExtent=_LABELS, maxExtent=_LABELS,
        labelExpr="datum.value == 0 ? '0' : datum.label",
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=list(frame.domain), nice=False))


def _milliseconds(day: Any) -> int:
    return int((pd.Timestamp(day) - _EPOCH) // pd.Timedelta(milliseconds=1))


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def said_of(group: str, rows: pd.DataFrame, measure: Measure) -> str:
    """Say a line in words: its first and its last value."""
    values = rows[rows[measure.value].notna()]
    if values.empty:
        return f"{group} none"
    first, last = values.iloc[0], values.iloc[-1]
    begin, end = (str(row.get("period", row.get("since"))) for row in (first, last))
    numbers = [f"{show(row[measure.value], measure.form)}" for row in (first, last)]
    return f"{group} {numbers[0]} in {begin}, {numbers[1]} in {end}"


def written(rows: pd.DataFrame, columns: dict[str, str], forms: dict[str, str]) -> Numbers:
    """Write the numbers of some columns, of the rows that are shown."""
    lines = [
        [show(getattr(row, column), forms.get(column, "")) for column in columns]
        for row in rows.head(MOST_DATA_ROWS).itertuples()
    ]
    return Numbers(list(columns.values()), lines, len(rows))


def first(rows: pd.DataFrame, column: str) -> str:
    """Give the one value of a column; its name where there is no row."""
    return str(rows[column].iloc[0]) if len(rows) else column


def voice_of(rows: pd.DataFrame) -> str:
    """Say which voice alone was counted, if one was."""
    voice = first(rows, "voice") if len(rows) else ""
    return f" ({voice} voice)" if voice else ""
