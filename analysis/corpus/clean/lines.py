"""Cut a source into lines: one paragraph each, also where a text was wrapped at 70 characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import Final

from analysis.corpus.clean.literals import EVERY

# What str.splitlines ends a line at.
_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_OTHER_ENDS: Final = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SENTENCE_ENDS: Final = frozenset(".!?:…")
_CLOSING: Final = "\"'”’)]"
_WIDEST_WRAP: Final = 100
_NARROWEST_WRAP: Final = 45
_FOLDS: Final = dict(
    zip("“”„‘’ʼ…\u200b\ufeff", ['"', '"', '"', "'", "'", "'", "...", "", ""], strict=True)
)
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
    label, rule
        Set when the rest of the line is labelled.
    parts
        What was cut off its beginning or end.
    mask
        Bits of the rules that can fit, see `literals.Sieve`.
    """

    start: int
    end: int
    text: str
    label: str = ""
    rule: str = ""
    parts: tuple[Part, ...] = ()
    mask: int = EVERY
    _size: int = 0

    def sieved(self, mask: int, size: int) -> None:
        """Take down what `Sieve.masks` says of the line; 0 words are counted when asked for."""
        self.mask, self._size = mask, size

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
        self.mask = EVERY
        self._size = 0

    @property
    def size(self) -> int:
        """About how many words are left."""
        if not self._size:
            self._size = self.text.count(" ") + 1
        return self._size

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
    if not text.isascii():
        for mark, plain in _FOLDS.items():
            if mark in text:
                text = text.replace(mark, plain)
    # Printable: of all white space it has single blanks only.
    return text.strip(" ") if text.isprintable() and "  " not in text else " ".join(text.split())


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


def lines_of(source: str, text_start: int = 0) -> list[Line]:
    """Cut a source into lines.

    Parameters
    ----------
    source
        The text.
    text_start
        No line runs across this point, where the text of a table row begins.

    Returns
    -------
    The lines that are not blank, in order. In a text that was wrapped to a width, a line is a
    paragraph: up to a blank or an indented line.
    """
    parts = ((0, text_start), (text_start, len(source)))
    found = [one for begin, stop in parts for one in _paragraphs(source, begin, stop)]
    return [Line(start, start + len(text), fold(text)) for start, text in found]


def _paragraphs(source: str, begin: int, stop: int) -> list[tuple[int, str]]:
    """Find the paragraphs between two points: where each begins, and its text."""
    raw = _raw_lines(source, begin, stop)
    bare = [text.strip() for _, text in raw]
    pairs = zip(raw, bare, strict=True)
    found = [(start + _indent(text, line), line) for (start, text), line in pairs if line]
    return _unwrapped(source, raw, found) if _is_wrapped(source, raw, bare) else found


def _indent(text: str, bare: str) -> int:
    return 0 if len(text) == len(bare) else len(text) - len(text.lstrip())


def _unwrapped(
    source: str, raw: list[tuple[int, str]], found: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Join the lines of a wrapped text: up to a blank or an indented one."""
    joined: list[tuple[int, int]] = []
    lines = [(start, text) for start, text in raw if not text.isspace()]
    before = found[0][0]
    for (line_start, text), (start, bare) in zip(lines, found, strict=True):
        end = start + len(bare)
        blank = source.count("\n", before, line_start) > 1
        if joined and not text[0].isspace() and not blank:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        before = line_start + len(text)
    return [(start, source[start:end]) for start, end in joined]


def _raw_lines(source: str, begin: int, stop: int) -> list[tuple[int, str]]:
    """Find what stands between line ends: where it begins, and the text."""
    if any(end in source for end in _OTHER_ENDS):
        return [(match.start(), match.group()) for match in _LINE.finditer(source, begin, stop)]
    found = []
    for text in source[begin:stop].split("\n"):
        if text:
            found.append((begin, text))
        begin += len(text) + 1
    return found


def _is_wrapped(source: str, raw: list[tuple[int, str]], bare: list[str]) -> bool:
    """Tell a text wrapped to a width: lines of like length that end in mid-sentence."""
    widths = [len(text) for text in bare if text]
    if len(widths) < 2 or max(widths) > _WIDEST_WRAP or median(widths) < _NARROWEST_WRAP:
        return False
    breaks = broken = lower = 0
    for (start, text), (following, _), above, below in zip(
        raw, raw[1:], bare, bare[1:], strict=False
    ):
        if above and below and source.count("\n", start + len(text), following) < 2:
            breaks += 1
            broken += above.rstrip(_CLOSING)[-1:] not in _SENTENCE_ENDS
            lower += below[0].islower()
    return breaks > 0 and broken >= 0.6 * breaks and lower >= 0.4 * breaks
