"""Answers become what a reader sees: charts, tables, evidence. The only user of altair."""

from __future__ import annotations

# First of all: see there.
from analysis.figures import overview, quick, robustness  # noqa: F401
from analysis.figures.called import naming_matrix, proposed_names
from analysis.figures.charts.bars import frame_rates_chart, rates
from analysis.figures.charts.cues import cue_classes
from analysis.figures.charts.keyness import keyness_chart
from analysis.figures.charts.naming import naming_squares
from analysis.figures.charts.power import smallest_effects_chart
from analysis.figures.charts.speakers import sides_chart, voice_shares
from analysis.figures.charts.timeline import timeline
from analysis.figures.charts.trend import naming_trend_chart, rolling_chart, trend_chart
from analysis.figures.charts.xray import xray
from analysis.figures.described import description_matrix, descriptions_apart, shown_words
from analysis.figures.elsewhere import elsewhere
from analysis.figures.evidence import anchor, evidence
from analysis.figures.front import bars, headline, headlines, matrix
from analysis.figures.output import SAMESTORY, VEGALITE, Output
from analysis.figures.tables import (
    banner,
    crosstab,
    finding,
    provenance,
    side_by_side,
    table,
)
from analysis.figures.variorum import variorum

__all__ = [
    "SAMESTORY",
    "VEGALITE",
    "Output",
    "anchor",
    "banner",
    "bars",
    "crosstab",
    "cue_classes",
    "description_matrix",
    "descriptions_apart",
    "elsewhere",
    "evidence",
    "finding",
    "frame_rates_chart",
    "headline",
    "headlines",
    "keyness_chart",
    "matrix",
    "naming_matrix",
    "naming_squares",
    "naming_trend_chart",
    "overview",
    "proposed_names",
    "provenance",
    "rates",
    "robustness",
    "rolling_chart",
    "shown_words",
    "side_by_side",
    "sides_chart",
    "smallest_effects_chart",
    "table",
    "timeline",
    "trend_chart",
    "variorum",
    "voice_shares",
    "xray",
]
