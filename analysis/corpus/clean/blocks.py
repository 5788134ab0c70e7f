"""Label furniture of several lines: appeals, and lists of teasers for other stories.

No block has a stop marker or runs to the end of the page by itself: each line must fit, so an
article that goes on below a block is not swallowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analysis.corpus.clean.lines import Line, Page, is_title, words
from analysis.corpus.clean.outlet_rules import OutletRules
from analysis.corpus.clean.rules import LONGEST_BEGINNING, BlockRule

HEADER: Final = "boilerplate:related_header"
_LONGEST_HEADLINE: Final = 22
_LONGEST_SUMMARY: Final = 45
# Where the article goes on below a list of links, it is a short one.
_FEW_LINKS: Final = 6
_NO_HEADLINE_ENDS: Final = (".", '."', ".'", ":", ",")
_GIVEN: Final = frozenset({"standfirst", "byline"})


def label_blocks(page: Page, book: OutletRules) -> None:
    """Label the lines that blocks begin with, and the lines that belong to them."""
    begins = book.of_blocks
    for position, line in enumerate(page.lines):
        if not line.mask & begins or line.start == line.end or line.size > LONGEST_BEGINNING:
            continue
        if is_title(line) or line.label in _GIVEN:
            continue
        for name, rule in beginning(line, book):
            below = [other for other in page.lines[position + 1 :] if other.is_open]
            if isinstance(rule.goes_on, str):
                label, members = HEADER, _teasers(below[: rule.longest])
            else:
                label, members = rule.label, _lines_that_fit(below[: rule.longest], rule.goes_on)
            # An outlet's own rule comes before a block of every page.
            if not book.is_own(line.rule) or book.is_own(name):
                line.give(label, name)
            for member in members:
                member.give(rule.label, name)
            break


def beginning(line: Line, book: OutletRules) -> Iterator[tuple[str, BlockRule]]:
    """Give the blocks that a line can be the first of, with their names."""
    for bit, name, rule in book.blocks:
        if line.mask & bit and rule.begins.fullmatch(line.text):
            yield name, rule


def _lines_that_fit(lines: list[Line], goes_on: re.Pattern[str]) -> list[Line]:
    """Take lines as long as they fit, words in quotation marks left out."""
    for taken, line in enumerate(lines):
        outside = _unquoted(line.text)
        if 2 * len(outside) < len(line.text) or not goes_on.fullmatch(outside):
            return lines[:taken]
    return lines


def _unquoted(text: str) -> str:
    parts = text.split('"')
    return " ".join(parts[::2]) if len(parts) % 2 else text


def _teasers(lines: list[Line]) -> list[Line]:
    """Take headlines; and their summaries, if nothing but teasers follows to the end.

    Two sentences in a row are an article, so a summary stands between two headlines, or last.
    """
    headlines = [_is_headline(line) for line in lines]
    position = 0
    while position < len(lines) and headlines[position]:
        position += 1
        is_between = position + 1 >= len(lines) or headlines[position + 1]
        if position < len(lines) and not headlines[position] and is_between:
            position += lines[position].size <= _LONGEST_SUMMARY
    if position == len(lines):
        return lines
    return lines[: min(headlines.index(False), _FEW_LINKS)]


def _is_headline(line: Line) -> bool:
    size = len(words(line.text))
    return 2 <= size <= _LONGEST_HEADLINE and not line.text.endswith(_NO_HEADLINE_ENDS)
