"""Tell which documents tell the same story."""

from analysis.measures.event.find import events
from analysis.measures.event.settings import Settings

__all__ = ["Settings", "events"]
