"""Charts: each takes tables of `schema` and returns a typed output of small panels."""

from __future__ import annotations

from analysis.figures.charts.bars import frame_rates_chart, rates
from analysis.figures.charts.cues import cue_classes
from analysis.figures.charts.keyness import keyness_chart
from analysis.figures.charts.naming import naming_squares
from analysis.figures.charts.speakers import sides_chart, voice_shares
from analysis.figures.charts.timeline import timeline
from analysis.figures.charts.trend import naming_trend_chart, rolling_chart, trend_chart
from analysis.figures.charts.xray import xray

__all__ = [
    "cue_classes",
    "frame_rates_chart",
    "keyness_chart",
    "naming_squares",
    "naming_trend_chart",
    "rates",
    "rolling_chart",
    "sides_chart",
    "timeline",
    "trend_chart",
    "voice_shares",
    "xray",
]
