"""Trends: lines over time with their intervals, one small panel per word or name."""

from __future__ import annotations

from analysis.figures.charts.trend.over_time import naming_trend_chart, trend_chart
from analysis.figures.charts.trend.rolling import rolling_chart

__all__ = ["naming_trend_chart", "rolling_chart", "trend_chart"]
