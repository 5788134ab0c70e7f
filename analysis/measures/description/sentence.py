"""The words of a stretch with what stands between them, and where mentions lie among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

import regex

from analysis.corpus.language import ABBREVIATIONS

_TOKEN: Final = regex.compile(
    r"(?:\p{Lu}\.){2,}|[\p{L}\p{M}\p{N}]+(?:[’'\-‑][\p{L}\p{M}\p{N}]+)*(?:(?<=s)[’'](?=\s\p{Ll}))?"
)
# A headline prints so large a share of its longer words with capitals.
_HEADLINE: Final = 0.8
_OPENING: Final = frozenset("\"“‘'")
_CLOSING: Final = ('"', "'", "”", "’")


class Words:
    """The words of a stretch of text.

    Attributes
    ----------
    start, end
        Where each stands in the source, code points.
    printed, lower
        As printed, and in small letters.
    gap
        What stands before each: "" for one blank, else the marks, or the end of a line.
    """

    def __init__(self, source: str, start: int, end: int) -> None:
        self.source = source
        self.start: list[int] = []
        self.end: list[int] = []
        self.printed: list[str] = []
        self.lower: list[str] = []
        self.gap: list[str] = []
        last = start
        for match in _TOKEN.finditer(source, start, end):
            between = source[last : match.start()]
            marks = "\n" if "\n" in between else between.strip()
            # "Sen. Dask", "Mr. Dask".
            if marks == "." and self.printed and self.printed[-1] in ABBREVIATIONS:
                marks = ""
            self.start.append(match.start())
            self.end.append(match.end())
            self.printed.append(match.group())
            self.lower.append(match.group().lower().replace("’", "'"))
            self.gap.append("\n" if not self.start[1:] else marks)
            last = match.end()
        self._tail = source[last:end].strip()

    def __len__(self) -> int:
        """Count the words."""
        return len(self.start)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Find the words of a span: first, and one past the last; None for a part of a word."""
        first = bisect_left(self.start, start)
        last = bisect_left(self.start, end)
        if first >= len(self) or self.start[first] != start or first == last:
            return None
        beyond = self.source[end : self.end[last - 1]]
        return (first, last) if beyond in ("", "'s", "’s", "'", "’") else None

    def is_genitive(self, end: int, last: int) -> bool:
        """Tell whether 's follows a span whose last word is the one before `last`."""
        after = self.source[end : end + 2]
        return (
            self.end[last - 1] > end
            or after in ("'s", "’s")
            or (after[:1] in ("'", "’") and self.source[end - 1 : end] == "s" and after[1:2] == " ")
        )

    def after(self, number: int) -> str:
        """Give the marks before a word; of the one past the last the marks that end the text."""
        return self.gap[number] if number < len(self) else (self._tail or "\n")

    def joins(self, number: int) -> bool:
        """Tell whether nothing but a blank stands before a word."""
        return 0 < number < len(self) and self.gap[number] == ""

    def is_small(self, number: int) -> bool:
        """Tell a word in small letters, or one whose capital is that of its sentence."""
        word = self.printed[number]
        return word[0].islower() or (self.begins(number) and word[1:].islower())

    def begins(self, number: int) -> bool:
        """Tell the first word of a sentence, a quotation or a line."""
        marks = self.gap[number]
        if self.closes(number):
            return marks[-2] in ".!?" and self.printed[number][0].isupper()
        return marks != "" and (marks[-1] in ".!?\n:" or marks[-1] in _OPENING)

    def closes(self, number: int) -> bool:
        """Tell a word behind a quotation that ends: a mark before its straight or curly end."""
        marks = self.gap[number]
        return marks[-1:] in _CLOSING and marks[-2:-1] in (",", ".", "!", "?", "…")


def headline_words(words: Words) -> bool:
    """Tell a line whose longer words nearly all have capitals: there they tell no name.

    Examples
    --------
    >>> headline_words(Words("Angry Mayor Attacks Quiet Harbour Guild", 0, 39))
    True
    """
    long = [word for word in words.printed if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) > _HEADLINE * len(long)


def stretches(source: str, spans: Sequence[tuple[int, int]]) -> Iterator[Words]:
    """Cut the counted stretches of a document into words, line by line that is no headline."""
    for start, end in spans:
        words = Words(source, start, end)
        if len(words) and not headline_words(words):
            yield words
