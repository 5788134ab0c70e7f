"""What is worth telling first: findings, ranked, each with its sentence and its lines.

Answers come in as tables, findings go out as `schema.FINDINGS`; headline, "In short", index and
`samestory tables` all say what stands there.
"""

from analysis.findings.admitted import ADMITTED, Measured
from analysis.findings.answers import Answers, answers
from analysis.findings.find import findings
from analysis.findings.labels import Label, Near, labels_of
from analysis.findings.lead import Lead, lead, story_name, whom
from analysis.findings.model import Finding, Span, parts_of, spans_of

__all__ = [
    "ADMITTED",
    "Answers",
    "Finding",
    "Label",
    "Lead",
    "Measured",
    "Near",
    "Span",
    "answers",
    "findings",
    "labels_of",
    "lead",
    "parts_of",
    "spans_of",
    "story_name",
    "whom",
]
