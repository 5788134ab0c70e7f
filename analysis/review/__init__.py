"""Labels to be checked by hand: those of a finding, or some drawn; taken back; how often wrong."""

from analysis.review.agree import agreement, differences
from analysis.review.known import unknown_name, with_known_names
from analysis.review.labels import DRAWN, drawn, of_finding, with_said
from analysis.review.rates import drawn_as, error_rates
from analysis.review.sheet import merged, read_review, review_sheet

__all__ = [
    "DRAWN",
    "agreement",
    "differences",
    "drawn",
    "drawn_as",
    "error_rates",
    "merged",
    "of_finding",
    "read_review",
    "review_sheet",
    "unknown_name",
    "with_known_names",
    "with_said",
]
