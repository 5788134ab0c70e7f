"""Colours, fonts and sizes of charts and pages.

A chart in a notebook bears the literal colour for white paper; the report swaps each
literal for its variable, which dark mode redefines. So every `light` value occurs once.
The three voices keep their colours in every figure that will show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

FONT: Final = "Arial, Liberation Sans, Helvetica"
# On a wide page three, four or five panels stand side by side, on a phone one.
WIDE_PANEL: Final = 324
NARROW_PANEL: Final = 240
SLIM_PANEL: Final = 190
MOST_MARKS: Final = 1000


@dataclass(frozen=True)
class Colour:
    """One role: its colour on white paper and on a dark screen."""

    light: str
    dark: str


COLOURS: Final[dict[str, Colour]] = {
    "paper": Colour("#ffffff", "#15181d"),
    "wash": Colour("#f3f5f7", "#1e2228"),
    "ink": Colour("#1b1f26", "#e9ebee"),
    "muted": Colour("#58616d", "#a7b0bb"),
    "grid": Colour("#dde1e6", "#333a43"),
    "axis": Colour("#8b949f", "#77818d"),
    "data": Colour("#22678f", "#66b2dd"),
    "finding": Colour("#a8361f", "#f58a70"),
    "furniture": Colour("#c3cad2", "#566270"),
    "standfirst": Colour("#b77700", "#e8b44f"),
    "credit": Colour("#7f3fbf", "#a96be0"),
    "own": Colour("#b23f2b", "#f0806a"),
    "paraphrase": Colour("#b87a04", "#efbd57"),
    "quoted": Colour("#2d62a3", "#79abec"),
    # Groups and sides, as they stand: any two differ in lightness by 1.3, and the voices' own
    # colours are no group's.
    "g1": Colour("#173e2e", "#9ddac0"),
    "g2": Colour("#c8ade7", "#632e9f"),
    "g3": Colour("#623285", "#c7a7de"),
    "g4": Colour("#4bb0a2", "#2c665e"),
    "g5": Colour("#7c532f", "#c59266"),
    "g6": Colour("#b5457d", "#c66998"),
    "rest": Colour("#cfd4d9", "#323940"),
}


def literal(role: str) -> str:
    """Look up the colour of a role on white paper."""
    return COLOURS[role].light


def chart_config() -> dict[str, Any]:
    """Say how every chart looks, as Vega-Lite's `config`."""
    ink, muted, grid, axis = (literal(role) for role in ("ink", "muted", "grid", "axis"))
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": ink, "titleColor": muted}
    return {
        "background": literal("paper"),
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": grid,
            "domainColor": axis,
            "tickColor": axis,
        },
        "title": {
            "font": FONT,
            "color": ink,
            "fontSize": 13,
            "fontWeight": "bold",
            "anchor": "start",
            "frame": "bounds",
            "subtitleFont": FONT,
            "subtitleColor": muted,
            "subtitleFontSize": 12,
        },
        "legend": {**text, "labelFontSize": 12, "titleFontSize": 12, "orient": "bottom"},
        "text": {"font": FONT, "fontSize": 12, "color": ink},
    }
