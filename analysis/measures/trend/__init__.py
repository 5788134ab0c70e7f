"""How words and names change over time: rates, naming shares and keyness by period."""

from __future__ import annotations

from analysis.measures.trend.cells import beside_time, grain_of
from analysis.measures.trend.naming import naming_trend
from analysis.measures.trend.rates import trend
from analysis.measures.trend.rolling import rolling_keyness

__all__ = ["beside_time", "grain_of", "naming_trend", "rolling_keyness", "trend"]
