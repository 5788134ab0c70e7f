"""Charts that answer to the hand in JupyterLab: a bar to click, days to brush.

They are Altair's own, drawn by its `JupyterChart` with the scripts that vl-convert brings:
nothing is fetched. What comes from articles stands in values, never in the name of a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import group_roles, text_width
from analysis.figures.output import json_safe
from analysis.figures.theme import chart_config, literal
from analysis.figures.wording import plural
from analysis.schema import VOICES_ALLOWED

PICK: Final = "pick"
DAYS: Final = "days"
_SEVERAL: Final = "(several)"
_LABEL: Final = 130
_ROW: Final = 20
# Milliseconds.
_REST: Final = 120


def rates_chart(rates: pd.DataFrame, width: int = 560) -> Any:
    """Draw rates per 1,000 words, stacked by voice, a column for each term; bars can be clicked.

    Parameters
    ----------
    rates
        `group`, `term`, `voice`, `frequency`, `per_thousand`, `documents_with`, `documents`.
    width
        Of the whole, in pixels.
    """
    # Text is data: it must not be looked at as the name of something by what draws it.
    terms = list(dict.fromkeys(rates["term"].astype(str)))
    groups = list(dict.fromkeys(rates["group"].astype(str)))
    labels = min(_LABEL, int(max(map(text_width, groups), default=0)) + 12)
    column = max(60, (width - labels) // max(len(terms), 1) - 24)
    pick = alt.selection_point(name=PICK, fields=["group", "term", "voice"])
    roles = [literal(voice) for voice in VOICES_ALLOWED]
    rows = [_bar(row) for row in rates.to_dict("records")]
    return _finished(
        alt.Chart(_inline(rows), width=column, height={"step": _ROW})
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X("rate:Q", title=None, axis=alt.Axis(tickCount=3)),
            y=alt.Y("group:N", title=None, sort=groups, axis=alt.Axis(labelLimit=labels)),
            column=alt.Column(
                "term:N", title=None, sort=terms, spacing=12, header=alt.Header(labelLimit=column)
            ),
            color=alt.Color(
                "voice:N",
                title=None,
                scale=alt.Scale(
                    domain=[*VOICES_ALLOWED, _SEVERAL], range=[*roles, literal("axis")]
                ),
                legend=alt.Legend(values=list(VOICES_ALLOWED), orient="bottom"),
            ),
            order="rank:Q",
            opacity=alt.condition(pick, alt.value(1), alt.value(0.3)),
            tooltip="hover:N",
        )
        .add_params(pick)
    )


def days_chart(over_time: pd.DataFrame, width: int = 420) -> Any:
    """Draw hits over time, a colour for each group; days can be brushed.

    Parameters
    ----------
    over_time
        `group`, `period` (its first day), `frequency`, `words`.
    """
    days = alt.selection_interval(name=DAYS, encodings=["x"])
    groups = sorted(set(over_time["group"].astype(str)))
    roles = group_roles(groups)
    rows = [_day(row) for row in over_time.to_dict("records")]
    return _finished(
        alt.Chart(_inline(rows), width=width - 40, height=110)
        .mark_bar(size=5)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(labelOverlap=True, tickCount=6)),
            y=alt.Y("times:Q", title="times", axis=alt.Axis(tickCount=3)),
            color=alt.Color(
                "group:N",
                title=None,
                scale=alt.Scale(domain=groups, range=[literal(roles[group]) for group in groups]),
                legend=alt.Legend(orient="bottom", columns=3, labelLimit=width // 3 - 24),
            ),
            tooltip="hover:N",
        )
        .add_params(days)
    )


def live(chart: Any) -> Any:
    """Make a widget of a chart, with all scripts it needs.

    A brush tells where it is when the hand rests: one drag is one step.
    """
    alt.JupyterChart.enable_offline()
    looks = {"actions": False, "renderer": "svg"}
    return alt.JupyterChart(chart, embed_options=looks, debounce_wait=_REST, max_wait=False)


def spec_of(chart: Any) -> dict[str, Any]:
    """Give the spec of a chart, its data inline."""
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec: dict[str, Any] = chart.to_dict()
    return spec


def _bar(row: Mapping[Any, Any]) -> dict[str, Any]:
    group, term, voice = row["group"], row["term"], row["voice"]
    times, of = plural(int(row["frequency"]), "time"), plural(int(row["documents"]), "article")
    return {
        "group": group,
        "term": term,
        "voice": voice,
        "rate": round(float(row["per_thousand"]), 4),
        "rank": [*VOICES_ALLOWED, _SEVERAL, ""].index(voice),
        "hover": f"{term}, {group}: {times} {voice}, in {int(row['documents_with'])} of {of}",
    }


def _day(row: Mapping[Any, Any]) -> dict[str, Any]:
    times, of = plural(int(row["frequency"]), "time"), plural(int(row["words"]), "word")
    hover = f"{row['group']}, from {row['period']}: {times} in {of}"
    return {
        "group": row["group"],
        "day": row["period"],
        "times": int(row["frequency"]),
        "hover": hover,
    }


def _inline(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=json_safe({"rows": rows})["rows"])  # type: ignore[no-untyped-call]


def _finished(chart: Any) -> Any:
    config = {key: value for key, value in chart_config().items() if key != "background"}
    return chart.configure(**config, background=literal("paper"))
