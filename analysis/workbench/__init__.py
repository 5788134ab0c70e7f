"""The workbench in JupyterLab: look at a corpus, choose, click, keep."""

from __future__ import annotations

from analysis.workbench.panel import Panel, explore

__all__ = ["Panel", "explore"]
