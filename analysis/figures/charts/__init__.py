"""Charts: each takes tables of `schema` and returns a typed output of small panels."""

from __future__ import annotations

from analysis.figures.charts.bars import frame_rates_chart, rates
from analysis.figures.charts.keyness import keyness_chart
from analysis.figures.charts.naming import naming_squares
from analysis.figures.charts.timeline import timeline
from analysis.figures.charts.xray import xray

__all__ = [
    "frame_rates_chart",
    "keyness_chart",
    "naming_squares",
    "rates",
    "timeline",
    "xray",
]
