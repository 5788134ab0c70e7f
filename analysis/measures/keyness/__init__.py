"""The words that set one group of documents apart from others, and those all share."""

from analysis.measures.keyness.choose import avoided, lockwords, not_printed, notable
from analysis.measures.keyness.compare import (
    comparison_units,
    keyness,
    keyness_of_groups,
    other_measures,
)
from analysis.measures.keyness.sides import Comparison, comparisons

__all__ = [
    "Comparison",
    "avoided",
    "comparison_units",
    "comparisons",
    "keyness",
    "keyness_of_groups",
    "lockwords",
    "not_printed",
    "notable",
    "other_measures",
]
