"""The words that set one group of documents apart from others, and those all share."""

from analysis.measures.keyness.choose import ALPHA, avoided, lockwords, notable
from analysis.measures.keyness.compare import (
    keyness,
    keyness_of_groups,
    other_measures,
    without_inference,
)
from analysis.measures.keyness.sides import Comparison, comparisons

__all__ = [
    "ALPHA",
    "Comparison",
    "avoided",
    "comparisons",
    "keyness",
    "keyness_of_groups",
    "lockwords",
    "notable",
    "other_measures",
    "without_inference",
]
