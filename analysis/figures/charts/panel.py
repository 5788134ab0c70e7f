"""What all charts share: panels of one width, joined to one figure with its data.

A figure is a Vega-Lite concatenation, which JupyterLab draws whole; the report draws each
panel by itself, so that they reflow on a phone. All data is inline, all colours literal.
The spec keeps to Vega-Lite 5.6, which is what JupyterLab brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from analysis.figures.output import VEGALITE, Output, json_safe
from analysis.figures.text import shorten, visible
from analysis.figures.theme import FONT, NARROW_PANEL, SLIM_PANEL, WIDE_PANEL, chart_config, literal

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
# Widths of Arial's characters, in thousandths of its size; the rest is 556.
_WIDTHS: Final = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" .,:;!ft/\\[]Ir()-·", 310),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("ABEKPSVXYCDHNRUwGOQ&", 710),
    **dict.fromkeys("mMW@%…—", 900),
}
# The panel that explains colours and shapes in JupyterLab; a report has its own legend.
LEGEND: Final = "samestory_legend"
# Squares with a hole are paths whose inner part runs the other way round.
POINTS: Final = {
    "square": "square",
    "diamond": "diamond",
    "circle": "circle",
    "ring": "circle",
    "half": "M-1,-1H1V1H-1ZM-.68,-.68V.06H.68V-.68Z",
    "frame": "M-1,-1H1V1H-1ZM-.62,-.62V.62H.62V-.62Z",
    "line": "M-1,-.3H1V.3H-1Z",
}
_HOLED: Final = ("half", "frame", "line")
MOST_PANELS: Final = 24
_GROUP_ROLES: Final = ("g1", "g2", "g3", "g4", "g5", "g6")
_MOST_COLUMNS: Final = 5
# Pixels that JupyterLab has for a figure in a window of 1,400, its side bar open; between panels.
_ROOM, _GAP = 950, 24
# Key of a panel until it is joined to others: how wide it is, with its labels.
_WHOLE: Final = "samestory_width"
MOST_DATA_ROWS: Final = 250
_MOST_DATA_CELLS: Final = 1000


@dataclass(frozen=True)
class Words:
    """What is written around a chart: its title, what to know, and what it shows in words."""

    title: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Key:
    """One entry of a legend: a role of the theme, the mark's shape, what it means."""

    role: str
    shape: str
    label: str


@dataclass(frozen=True)
class Numbers:
    """The numbers of a chart as a table of strings, for beneath it.

    Of more than `MOST_DATA_ROWS`, or of many cells, the first are shown; who makes them may
    leave out the others and say in `total` how many there are.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int = 0


@dataclass(frozen=True)
class Row:
    """Panels that are read together, and the heading over them ("" for none)."""

    heading: str
    panels: Sequence[dict[str, Any]]


def figure(rows: Sequence[Row], words: Words, data: Numbers, legend: Sequence[Key] = ()) -> Output:
    """Join panels to one figure: a Vega-Lite spec that bears its words and its data."""
    shown = list(data.rows[: min(MOST_DATA_ROWS, _MOST_DATA_CELLS // len(data.columns))])
    more = max(data.total, len(data.rows)) - len(shown)
    meta = {
        "title": words.title,
        "caption": words.caption,
        "alt": words.alt,
        "legend": [{"role": key.role, "shape": key.shape, "label": key.label} for key in legend],
        "table": {
            "columns": list(data.columns),
            "rows": [list(row) for row in shown],
            "more": more,
        },
    }
    spec = {
        "$schema": SCHEMA,
        "config": chart_config(),
        "title": {
            "text": words.title,
            "subtitle": _wrapped(words.caption),
            "anchor": "start",
            "fontSize": 16,
            "offset": 16,
        },
        "spacing": _GAP,
        **_strips(rows, _legend(legend) if legend else None),
        "usermeta": {"samestory": meta},
    }
    return Output(VEGALITE, json_safe(spec), "", visible(f"{words.title}. {words.alt}"))


def panel(chart: Any, heads: tuple[str, str], description: str, width: int) -> dict[str, Any]:
    """Turn an Altair chart into a panel: a plain spec with title, subtitle and alternative."""
    title, subtitle = heads
    with alt.data_transformers.enable(consolidate_datasets=False):
        # The tests hold panels against the schema; here that would take most of the time.
        spec: dict[str, Any] = chart.to_dict(validate=False)
    for key in ("$schema", "config"):
        spec.pop(key, None)
    head: dict[str, Any] = {"text": fitted(title, width, 13)}
    if subtitle:
        head["subtitle"] = fitted(subtitle, width, 12)
    return {"title": head, "description": shorten(description, 400), _WHOLE: width, **spec}


def inline(rows: Iterable[dict[str, Any]]) -> Any:
    """Put rows into a chart as they are."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def fitted(text: str, width: float, size: float = 12) -> str:
    """Cut a text to what fits into a width, the last an ellipsis where something was cut."""
    most = len(text)
    while most > 1 and text_width(shorten(text, most), size) > width:
        most -= 1
    return shorten(text, most)


def panel_width(panels: int) -> int:
    """Choose the width of each of several panels, so that rows come out full."""
    if panels == 5:
        return SLIM_PANEL
    return WIDE_PANEL if panels <= 3 or panels == 6 else NARROW_PANEL


def label_width(labels: Iterable[str], most: int = 120) -> int:
    """Measure the room that the longest label needs at 12 px, with some air."""
    widest = max((text_width(label) for label in labels), default=0.0)
    return int(min(most, widest + 10))


def text_width(text: str, size: float = 12) -> float:
    """Measure a text as Arial sets it, in pixels."""
    return sum(_WIDTHS.get(character, 556) for character in text) * size / 1000


def name_axis(names: Sequence[str], width: int, up: int = 0) -> Any:
    """Make a vertical axis of names in the same room for all panels, `up` px above the middle."""
    axis = alt.Axis(
        title=None, domain=False, ticks=False, labelPadding=6, labelLimit=width - 6,
        minExtent=width, maxExtent=width, labelFont=FONT, labelOffset=-up,
    )  # fmt: skip
    return alt.Y("name:N", sort=None, axis=axis, scale=alt.Scale(domain=list(names)))


def group_roles(groups: Iterable[str]) -> dict[str, str]:
    """Give each group its colour: the same in all charts that are of the same groups.

    Examples
    --------
    >>> group_roles(["TASS", "AP", "TASS"])
    {'AP': 'g1', 'TASS': 'g2'}
    """
    names = sorted(set(map(str, groups)))
    return {
        name: _GROUP_ROLES[place] if place < len(_GROUP_ROLES) else "axis"
        for place, name in enumerate(names)
    }


def colour_scale(keys: Sequence[Key]) -> Any:
    """Map what a legend says to its literal colours."""
    return alt.Scale(domain=[key.label for key in keys], range=[literal(key.role) for key in keys])


def _legend(keys: Sequence[Key]) -> dict[str, Any]:
    """Draw a legend as a panel: swatches above one another, each with its words."""
    rows = [
        {"label": key.label, "place": place,
         "fill": "transparent" if key.shape == "ring" else literal(key.role),
         "edge": "transparent" if key.shape in _HOLED else literal(key.role),
         "form": POINTS[key.shape]}
        for place, key in enumerate(keys)
    ]  # fmt: skip
    y = alt.Y("place:O", axis=None)
    width = min(WIDE_PANEL, 24 + int(max(text_width(key.label) for key in keys)))
    base = alt.Chart(inline(rows), width=width, height={"step": 20})
    swatches = base.mark_point(size=90, opacity=1).encode(
        x=alt.value(8), y=y, shape=alt.Shape("form:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None), fill=alt.Fill("fill:N", scale=None),
    )  # fmt: skip
    words = base.mark_text(align="left").encode(x=alt.value(20), y=y, text="label:N")
    chart = alt.layer(swatches, words)
    return {"name": LEGEND, **panel(chart, ("Legend", ""), "legend", width)}


def _strips(rows: Sequence[Row], legend: dict[str, Any] | None) -> dict[str, Any]:
    if len(rows) == 1:
        joined = _joined([*rows[0].panels, *([legend] if legend else [])])
        return {**joined, "columns": min(3, joined["columns"])} if legend else joined
    # The legend stands at the right of the first row, where there is room for it.
    strips = [
        {
            "title": {"text": row.heading, "anchor": "start", "fontSize": 14, "offset": 10},
            "spacing": _GAP,
            **_joined([*row.panels, *([legend] if legend and row is rows[0] else [])]),
        }
        for row in rows
    ]
    return {"vconcat": strips}


def _joined(panels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Put panels beside one another, as many as there is room for, the others beneath."""
    widths = [panel[_WHOLE] for panel in panels]
    fitting = (
        columns
        for columns in range(min(_MOST_COLUMNS, len(panels)), 1, -1)
        if sum(max(widths[place::columns]) + _GAP for place in range(columns)) <= _ROOM + _GAP
    )
    plain = [{key: panel[key] for key in panel if key != _WHOLE} for panel in panels]
    return {"concat": plain, "columns": next(fitting, 1)}


def _wrapped(text: str, width: int = 110) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
