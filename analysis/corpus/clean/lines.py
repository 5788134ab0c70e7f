"""A line of a page on its way to its labels, and how lines are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Final

from analysis.corpus.clean.prefilter import EVERY
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
        lines: list[Part | Line] = [line for line in self.lines if line.start < line.end]
        cut = [part for line in self.lines if line.parts for part in line.parts]
        return sorted(cut + lines, key=attrgetter("start")) if cut else lines

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


# What printing varies -> what it is folded to.
FOLDS: Final = dict(
    zip("“”„‘’ʼ…\u200b\ufeff", ['"', '"', '"', "'", "'", "'", "...", "", ""], strict=True)
)
# Letters of a line that are compared first, at either end, and what mostly stands beside them.
BEGINNING: Final = 2
ENDING: Final = 3
QUOTES: Final = "\"'("
STOPS: Final = ".\"'?!)"
# Lines from the top among which byline, dateline and repeated headline are looked for.
TOP: Final = 4
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(slots=True)
class Part:
    """A stretch of a source with its label and the rule that gave it."""

    start: int
    end: int
    label: str
    rule: str


@dataclass(slots=True)
class Line:
    """A line on its way to its labels.

    Attributes
    ----------
    start, end
        What of the line has no label yet, code points of the source.
    text
        Those words, folded as `fold` does, for comparison.
    edges
        The first and last letters of the text, see `edges`.
    size
        About how many words it has.
    mask
        Bits of the rules that can fit, see `sieve.Prefilter`.
    label, rule
        Set when the rest of the line is labelled.
    parts
        What was cut off its beginning or end.
    """

    start: int
    end: int
    text: str
    edges: str
    size: int
    mask: int = EVERY
    label: str = ""
    rule: str = ""
    parts: tuple[Part, ...] = ()

    def give(self, label: str, rule: str) -> None:
        """Label what is left of the line."""
        self.label, self.rule = label, rule

    def cut(self, source: str, part: Part) -> None:
        """Take a part off the beginning or end; what is left is trimmed."""
        self.parts += (part,)
        if part.start <= self.start:
            self.start = part.end
        else:
            self.end = part.start
        self.start, self.end = trim(source, self.start, self.end)
        self.text = fold(source[self.start : self.end])
        self.edges, self.size, self.mask = edges(self.text), size(self.text), EVERY

    @property
    def is_open(self) -> bool:
        """Whether words of the line have no label yet."""
        return not self.label and self.start < self.end


def fold(text: str) -> str:
    """Fold what printing varies: kinds of space, quotation marks, dots of an ellipsis.

    Examples
    --------
    >>> fold("the  “events”  of…")
    'the "events" of...'
    """
    for mark, plain in FOLDS.items():
        text = text.replace(mark, plain)
    return " ".join(text.split())


def size(text: str) -> int:
    """Count about how many words a folded text has."""
    return text.count(" ") + 1


def edges(text: str) -> str:
    """Give the first and last letters and digits of a folded text in small letters."""
    first = "".join(islice(filter(str.isalnum, text), BEGINNING))
    last = "".join(islice(filter(str.isalnum, reversed(text)), ENDING))[::-1]
    return first.casefold()[:BEGINNING] + last.casefold()[-ENDING:]


def words(text: str) -> list[str]:
    """List the words of a text."""
    return _WORD.findall(text)


def word_start(text: str, number: int) -> int:
    """Say where a word of a text begins, by its running number from 0."""
    return next(n for k, n in enumerate(m.start() for m in _WORD.finditer(text)) if k == number)


def trim(source: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space at both ends out of a stretch."""
    text = source[start:end]
    bare = text.strip()
    if not bare:
        return start, start
    if len(bare) == len(text):
        return start, end
    start += len(text) - len(text.lstrip())
    return start, start + len(bare)
