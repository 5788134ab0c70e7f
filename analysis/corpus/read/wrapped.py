r"""Join the lines of a text that is wrapped at a width, as in mail, PDF text and archives.

A line break within a paragraph becomes a blank, so that no place changes where a break is one
character. Of a word that is divided at a line's end the second part moves up to the first.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import regex

from analysis.corpus.language.verbs import verb_form

# No text is wrapped at less or more characters.
_NARROW, _WIDE = 30, 132
# Of the lines at least so many keep to the width, and of those that go on at least so many are
# full: the next word would not have fitted.
_WITHIN: Final = 0.95
_FULL: Final = 0.85
# So many lines that go on must be there to tell.
_LEAST: Final = 4
_LINE: Final = regex.compile(r"[^\r\n]*(\r\n|\r|\n)?")
_DIVIDED: Final = regex.compile(r"(?<=(?<![\p{L}-])(\p{L}{2,}))-(\r?\n)[ \t]*(\p{Ll}{2,})")
# What opens a line of its own: the mark of a list or of a quoted mail, an indent, "By" and a name.
_MARKS: Final = regex.compile(r"[ \t]*[*•>|][ \t]|[ \t]{2,}|By \p{Lu}")


def joined(text: str) -> tuple[str, int]:
    r"""Join wrapped lines, and words that are divided at the end of a line.

    A text is wrapped where nearly all lines that go on are as full as the width allows: then a
    line that is not full ends its paragraph, as an empty line does. A divided word is joined
    where it stands whole in the same text, or is a common verb; else it keeps its hyphen.

    Returns
    -------
    The text, as long as it was but for line breaks of two characters, and the width; 0 where it
    is not wrapped.

    Examples
    --------
    >>> story = "The ferry stays at the pier of Ordvik, for the harbour is shut, and nobody knows "
    >>> story += "for how long it will be. The guild of the pilots told the town so on Friday."
    >>> text = textwrap.fill(story, 30) + "\nThe pier is open."
    >>> joined(text) == (f"{story}\nThe pier is open.", 30)
    True
    """
    whole = _DIVIDED.sub(_Whole(text), text) if "-\n" in text or "-\r\n" in text else text
    lines = [match.group() for match in _LINE.finditer(whole) if match.group()]
    bare = textwrap.dedent("\n".join(line.rstrip() for line in lines)).split("\n")
    width = _width(bare)
    if not width:
        return whole, 0
    return "".join(map(_line, lines, _goes_on(bare, width))), width


class _Whole:
    """Write a divided word whole: a soft hyphen for the hyphen that only divides it."""

    def __init__(self, text: str) -> None:
        self._words = {word.lower() for word in regex.findall(r"\p{L}{4,}", text)}

    def __call__(self, match: regex.Match[str]) -> str:
        first, end, second = match[1], match[2], match[3]
        indent = match.group()[1 + len(end) : -len(second)]
        word = (first + second).lower()
        hyphen = "\u00ad" if word in self._words or verb_form(word) else "-"
        return f"{hyphen}{second}{end}{indent}"


def _width(lines: Sequence[str]) -> int:
    """Find the width that a text is wrapped at; 0 where it is not."""
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < _LEAST:
        return 0
    # One line may be longer in any text: a title, an address.
    width = lengths[min(int(_WITHIN * len(lengths)), len(lengths) - 2)]
    if not _NARROW <= width <= _WIDE:
        return 0
    within = [
        _is_full(line, after, width)
        for line, after in pairwise(lines)
        if line and after and not _MARKS.match(after) and _ends_open(line)
    ]
    counts = Counter(within)
    is_wrapped = counts[True] >= max(_LEAST, _FULL * len(within))
    return width if is_wrapped else 0


def _ends_open(line: str) -> bool:
    """Tell a line that ends within a sentence: there it ends for want of room alone."""
    return line[-1].isalnum() or line[-1] in ",;-–—'’"


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width


def _goes_on(lines: Sequence[str], width: int) -> list[bool]:
    """Say of each line whether the next belongs to its paragraph."""
    return [
        bool(line and after and not _MARKS.match(after) and _is_full(line, after, width))
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]


def _line(line: str, goes_on: bool) -> str:
    if not goes_on:
        return line
    return line.rstrip("\r\n") + " "
