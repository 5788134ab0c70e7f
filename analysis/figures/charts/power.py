"""The smallest difference that a comparison would show, by how frequent a word is."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts.panel import Key, Numbers, Row, Words, figure, inline, panel
from analysis.figures.output import Output, nothing
from analysis.figures.theme import WIDE_PANEL, literal
from analysis.figures.wording import show

TITLE: Final = "The smallest difference that the test would find"
SPREAD: Final = Key("data", "circle", "a word spread as chance has it")
BURSTS: Final = Key("finding", "diamond", "a word in bursts: much in few articles")
_COLUMNS: Final = {"spread": SPREAD, "bursts": BURSTS}
# The largest effect that is tried, in bits.
_TOP: Final = 4


def smallest_effects_chart(effects: pd.DataFrame) -> Output:
    """Draw the smallest log ratio found in four of five cases, by frequency in the reference.

    What lies beneath a line may be missed. A frequency without a mark: not even sixteen times as
    often would be found.

    Parameters
    ----------
    effects
        What `measures.smallest_effects` returns.
    """
    if effects.empty:
        return nothing(f"{TITLE}: there are too few articles to test.")
    layers = [_line(effects, name, key) for name, key in _COLUMNS.items()]
    said = "; ".join(
        f"{key.label}: "
        + ", ".join(
            f"{show(float(bits), '.1f')} at {rate:g}"
            for rate, bits in zip(effects["per_thousand"], effects[name], strict=True)
        )
        for name, key in _COLUMNS.items()
    )
    chart = alt.layer(*layers).properties(width=WIDE_PANEL - 60, height=180)
    heads = ("Found in four of five cases", "log ratio, bits: at 1 twice as often, at 2 four times")
    drawn = panel(chart, heads, f"Smallest log ratios: {said}", WIDE_PANEL)
    words = Words(
        TITLE,
        "Words planted in these articles. Beneath a line a difference may be missed; no mark: none "
        "is found up to 4 bits.",
        "Two falling lines: the more frequent a word, the smaller the difference that is found.",
    )
    rows = [
        [f"{row.per_thousand:g}", show(row.spread, ".1f"), show(row.bursts, ".1f")]
        for row in effects.itertuples()
    ]
    numbers = Numbers(["times per 1,000 words", "spread evenly", "in bursts"], rows)
    return figure([Row("", [drawn])], words, numbers, [SPREAD, BURSTS])


def _line(effects: pd.DataFrame, name: str, key: Key) -> Any:
    found = effects.dropna(subset=[name])
    points = [
        {
            "rate": float(rate),
            "bits": float(bits),
            "hover": f"{key.label}, {rate:g} times per 1,000 words: "
            f"{show(float(bits), '.1f')} bits, {show(2 ** float(bits), '.1f')} times as often",
        }
        for rate, bits in zip(found["per_thousand"], found[name], strict=True)
    ]
    rates = [float(rate) for rate in effects["per_thousand"]]
    x = alt.X(
        "rate:Q",
        scale=alt.Scale(type="log", domain=[min(rates) * 0.8, max(rates) * 1.25], nice=False),
        axis=alt.Axis(title="times per 1,000 words in the reference", values=rates, format="~g"),
    )
    y = alt.Y(
        "bits:Q",
        scale=alt.Scale(domain=[0, _TOP], nice=False),
        axis=alt.Axis(title="log ratio, bits", tickCount=_TOP),
    )
    base = alt.Chart(inline(points)).encode(x=x, y=y)
    line = base.mark_line(color=literal(key.role), strokeWidth=1.5, aria=False)
    marks = base.mark_point(
        shape=key.shape, size=70, filled=True, color=literal(key.role), opacity=1
    )
    return alt.layer(line, marks.encode(tooltip="hover:N", description="hover:N"))
