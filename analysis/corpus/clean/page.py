"""A page on its way through cleaning: what it came with, and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from analysis.corpus.clean.lines import Line, Part
from analysis.schema import BOILERPLATE


@dataclass(slots=True)
class Page:
    """A document whose lines are being labelled.

    Attributes
    ----------
    document_id, source
        Which document.
    outlet
        Who published it; '' where unknown.
    title, standfirst, byline
        The lines at its head, as far as they came with it.
    text_start
        Where the text of a table row begins; 0 for a file.
    lines
        Its lines, in order.
    """

    document_id: str
    source: str
    outlet: str
    title: str
    standfirst: str
    byline: str
    text_start: int
    lines: list[Line]

    def open_lines(self) -> list[Line]:
        """Give the lines that still have words without a label."""
        return [line for line in self.lines if not line.label and line.start < line.end]

    def article_lines(self) -> list[Line]:
        """Give the lines that are not furniture, labelled or not."""
        return [line for line in self.lines if not line.label.startswith(BOILERPLATE)]

    def parts(self) -> list[Part | Line]:
        """Give all labelled stretches, in order."""
        found: list[Part | Line] = [line for line in self.lines if line.start < line.end]
        cut = [part for line in self.lines if line.parts for part in line.parts]
        return sorted(cut + found, key=attrgetter("start")) if cut else found

    def unlabelled(self) -> int:
        """Count the characters without a label: a measure of what is left to do."""
        return sum([line.end - line.start for line in self.lines if not line.label])


def is_title(line: Line) -> bool:
    """Whether a line is the headline, or begins with it."""
    return line.label == "title" or _has_part(line, "title")


def has_dateline(line: Line) -> bool:
    """Whether a dateline was cut off a line."""
    return _has_part(line, "dateline")


def _has_part(line: Line, label: str) -> bool:
    return bool(line.parts) and any(part.label == label for part in line.parts)
