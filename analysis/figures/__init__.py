"""Answers become what a reader sees: charts, tables, evidence. The only user of altair."""

from __future__ import annotations

# First of all: see there.
from analysis.figures import overview, quick  # noqa: F401
from analysis.figures.called import naming_matrix
from analysis.figures.charts import (
    cue_classes,
    frame_rates_chart,
    keyness_chart,
    naming_squares,
    naming_trend_chart,
    rates,
    rolling_chart,
    sides_chart,
    timeline,
    trend_chart,
    voice_shares,
    xray,
)
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
    "provenance",
    "rates",
    "rolling_chart",
    "side_by_side",
    "sides_chart",
    "table",
    "timeline",
    "trend_chart",
    "variorum",
    "voice_shares",
    "xray",
]
