"""Answers become what a reader sees: charts, tables, evidence. The only user of altair."""

from __future__ import annotations

from analysis.figures.charts import (
    frame_rates_chart,
    keyness_chart,
    naming_squares,
    rates,
    timeline,
    xray,
)
from analysis.figures.evidence import anchor, evidence
from analysis.figures.output import SAMESTORY, VEGALITE, Output
from analysis.figures.tables import (
    banner,
    crosstab,
    finding,
    provenance,
    side_by_side,
    table,
)

__all__ = [
    "SAMESTORY",
    "VEGALITE",
    "Output",
    "anchor",
    "banner",
    "crosstab",
    "evidence",
    "finding",
    "frame_rates_chart",
    "keyness_chart",
    "naming_squares",
    "provenance",
    "rates",
    "side_by_side",
    "table",
    "timeline",
    "xray",
]
