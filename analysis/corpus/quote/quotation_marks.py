"""Find the stretches between quotation marks.

Straight, curly, single and doubled marks and guillemets, mixed at either end; a mark that is
opened again at the head of each paragraph continues its quotation. Apostrophes are no marks. A
mark without its partner costs one quotation, never more than its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

# Everything that can be a mark; which of them are is told from their neighbours.
_MARK: Final = re.compile("[\"“”„‟«»‘’‚‹›'`]")
_LATE: Final = re.compile("[”»]|(?<=\\S)(?:\"|'')(?=\\s|$)")
_TAG: Final = re.compile(r"<[^<>\n]{1,400}>")
_OPENERS: Final = frozenset("“„«‟")
_DOUBLE: Final = frozenset('"“”„‟«»')
# Marks that close where another pair of them is in use: „...“, »...«.
_REVERSED: Final = {"“": "„", "«": "»"}
# Words that begin with an apostrophe: 'em, 'til, 'twas, '90s.
_CLIPPED: Final = re.compile(
    r"['’‘](?:em|til|tis|twas|cause|bout|round|n|[0-9]{2}s?)(?![^\W_])", re.IGNORECASE
)
_FEET: Final = re.compile(r"[0-9]['’]\s?[0-9]{1,2}$")
# A quotation in single marks that is longer than this is taken for two apostrophes.
_LONGEST_SINGLE: Final = 600


class Marked(NamedTuple):
    """A stretch between marks, within one paragraph.

    Attributes
    ----------
    start, end
        Its words, without the marks.
    outer_start, outer_end
        The same with the marks.
    continues
        Whether it goes on from the end of the paragraph before.
    mark
        The mark that opens it.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool
    mark: str


@dataclass(slots=True)
class _Scan:
    """Marks of one paragraph while they are being paired."""

    text: str
    begin: int
    end: int
    open: list[tuple[int, int, str]] = field(default_factory=list)
    pairs: list[Marked] = field(default_factory=list)

    def close(self, start: int, end: int) -> None:
        """Pair the last open mark with one that closes."""
        outer, inner, mark = self.open.pop()
        if inner < start:
            self.pairs.append(Marked(inner, start, outer, end, False, mark))


def scan(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[list[Marked]]:
    """Find the quotations in paragraphs that follow each other.

    Parameters
    ----------
    text
        The source the offsets point into.
    paragraphs
        Start and end of each paragraph, in order.

    Returns
    -------
    For each paragraph its outermost quotations, in order.
    """
    result: list[list[Marked]] = []
    # The mark of a quotation that goes on in the next paragraph.
    running = ""
    for number, (start, end) in enumerate(paragraphs):
        if not (running or _MARK.search(text, start, end)):
            result.append([])
            continue
        scanned = _paragraph(text, start, end)
        quotes = scanned.pairs
        again = text[start] in _OPENERS or text[start] == running[:1]
        if running and not again:
            quotes = _closed_late(text, start, end, quotes)
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        left = _left_open(scanned, following)
        quotes = _outermost(quotes + left)
        if running and again and quotes and quotes[0].outer_start == start:
            quotes[0] = quotes[0]._replace(continues=True)
        running = left[0].mark if left else ""
        result.append(quotes)
    return result


def _paragraph(text: str, start: int, end: int) -> _Scan:
    """Pair the marks of one paragraph."""
    scan = _Scan(text, start, end)
    places = [match.start() for match in _MARK.finditer(text, start, end)]
    if not places:
        return scan
    tagged = text.find("<", start, end) >= 0
    tags = [match.span() for match in _TAG.finditer(text, start, end)] if tagged else []
    singles: list[int] = []
    free = start
    for at in places:
        if at < free or (tags and any(a <= at < b for a, b in tags)):
            continue
        sign = text[at]
        if sign in _DOUBLE:
            _double(scan, at, at + 1)
        elif sign in "'`" and text[at + 1 : at + 2] == sign and at + 1 < end:
            _double(scan, at, at + 2)
            free = at + 2
        elif sign != "`":
            before = text[at - 1] if at > start else " "
            after = text[at + 1] if at + 1 < end else " "
            # Between letters it is an apostrophe, between spaces nothing.
            if before.isalnum() != after.isalnum() or not (before.isalnum() or before.isspace()):
                singles.append(at)
    if singles:
        _pair_singles(scan, singles)
    return scan


def _double(scan: _Scan, a: int, b: int) -> None:
    """Open or close a quotation at a double mark."""
    text = scan.text
    mark = text[a:b]
    before = text[a - 1] if a > scan.begin else " "
    after = text[b] if b < scan.end else " "
    opens = not after.isspace() and (before.isspace() or before in "([{—–-/…:'‘’")
    reversed_pair = _REVERSED.get(mark)
    if scan.open and scan.open[-1][2] == reversed_pair:
        scan.close(a, b)
    elif mark in _OPENERS:
        scan.open.append((a, b, mark))
    elif mark in "”»":
        if scan.open:
            scan.close(a, b)
        elif opens or a == scan.begin:
            scan.open.append((a, b, mark))
    elif not scan.open:
        if opens or a == scan.begin or not (after.isspace() or after in ".,;" or before.isalnum()):
            scan.open.append((a, b, mark))
    elif before.isspace() and not after.isspace() and mark == scan.open[-1][2]:
        scan.open[-1] = (a, b, mark)
    elif not _FEET.search(text[max(scan.begin, a - 6) : a]):
        scan.close(a, b)


def _pair_singles(scan: _Scan, marks: Sequence[int]) -> None:
    """Pair single marks that stand outside double ones."""
    left = scan.open[0][0] if scan.open else scan.end + 1
    taken = _outermost(scan.pairs)
    begins = [marked.outer_start for marked in taken]
    over = [bisect_right(begins, at) - 1 for at in marks]
    free = [
        at
        for at, place in zip(marks, over, strict=True)
        if at < left and (place < 0 or at >= taken[place].outer_end)
    ]
    number = 0
    while number < len(free):
        at = free[number]
        number += 1
        if not _opens(scan, at):
            continue
        close = _closing(scan, at, (free[n] for n in range(number, len(free))))
        if close is not None:
            mark = scan.text[at]
            scan.pairs.append(Marked(at + 1, close, at, close + 1, False, mark))
            while number < len(free) and free[number] <= close:
                number += 1


def _opens(scan: _Scan, at: int) -> bool:
    """Tell a single mark that opens from an apostrophe: not 'em, not '90s."""
    text = scan.text
    before = text[at - 1] if at > scan.begin else " "
    if text[at] in "’›" or text[at + 1 : at + 2].isspace():
        return False
    if not (before.isspace() or before in '([{—–-/…:"“'):
        return False
    return not _CLIPPED.match(text, at)


def _closing(scan: _Scan, opening: int, marks: Iterable[int]) -> int | None:
    """Choose the mark that closes a single quotation.

    The plural's apostrophe ("workers' rights") closes only where nothing else does.
    """
    text = scan.text
    plural = None
    for at in marks:
        if at - opening > _LONGEST_SINGLE or text[at] in "‘‚‹" or text[at - 1].isspace():
            break
        if at == opening + 1:
            continue
        if text[at - 1] != "s" or not re.match(r"\s[^\W\d_]", text[at + 1 : at + 3]):
            return at
        plural = plural or at
    return plural


def _left_open(scan: _Scan, following: tuple[int, int] | None) -> list[Marked]:
    """Keep a quotation that runs to the end of its paragraph, if that can be seen.

    The next paragraph opens the mark again, or closes it; or it opens the paragraph, and there
    is no other. Any other mark without a partner is dropped.
    """
    if not scan.open:
        return []
    outer, inner, mark = scan.open[0]
    goes_on = outer == scan.begin and not scan.pairs
    if following is not None and not goes_on:
        first = scan.text[following[0]]
        goes_on = first in _OPENERS or first == mark[0] or _closes_first(scan.text, *following)
    if not goes_on or inner >= scan.end:
        return []
    return [Marked(inner, scan.end, outer, scan.end, False, mark)]


def _closes_first(text: str, start: int, end: int) -> bool:
    """Tell whether the first double mark of a paragraph closes."""
    for match in _MARK.finditer(text, start, end):
        if match.group() in _DOUBLE:
            before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
            closes = match.group() in '”»"' and not before.isspace()
            return closes and match.start() > start and not after[:1].isalnum()
    return False


def _closed_late(text: str, start: int, end: int, quotes: list[Marked]) -> list[Marked]:
    """Take what stands before a closing mark for the end of a quotation left open above."""
    match = _LATE.search(text, start, end)
    if match is None or any(marked.outer_start < match.start() for marked in quotes):
        return quotes
    return [Marked(start, match.start(), start, match.end(), True, ""), *quotes]


def _outermost(quotes: Sequence[Marked]) -> list[Marked]:
    """Leave out what lies within another quotation."""
    if len(quotes) < 2:
        return list(quotes)
    result: list[Marked] = []
    for marked in sorted(quotes, key=lambda m: (m.outer_start, -m.outer_end)):
        if not result or marked.outer_start >= result[-1].outer_end:
            result.append(marked)
    return result
