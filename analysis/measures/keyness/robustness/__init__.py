"""How sure the findings of a comparison are, on the analyst's own articles."""

from analysis.measures.keyness.robustness.alarms import false_alarms
from analysis.measures.keyness.robustness.asked import found_in, largest_comparison
from analysis.measures.keyness.robustness.hold import HANGS, HOLDS, UNMATCHED, hold
from analysis.measures.keyness.robustness.inflation import inflation
from analysis.measures.keyness.robustness.power import just_missed, smallest_effects
from analysis.measures.keyness.robustness.trial import Trial
from analysis.measures.keyness.robustness.variants import variants

__all__ = [
    "HANGS",
    "HOLDS",
    "UNMATCHED",
    "Trial",
    "false_alarms",
    "found_in",
    "hold",
    "inflation",
    "just_missed",
    "largest_comparison",
    "smallest_effects",
    "variants",
]
