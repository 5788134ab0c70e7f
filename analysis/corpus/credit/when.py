"""Say when an article was published: an interval, what it rests on, and how certain it is.

Only what is printed in the article counts. "June 25" has no year, so it gets one only where
the text prints something that leaves a single year; furniture never dates an article, but a
crawl header bounds it. Rather nothing, or a wide interval, than a wrong day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from analysis.corpus.clean.rules import Rules
from analysis.corpus.credit.agency import Piece
from analysis.corpus.credit.year import CRAWLED_WITHIN, with_year
from analysis.corpus.language.dates import MONTH, day_of, full_day, make, month_number, show
from analysis.schema import COUNTED

_SPAN: Final = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:\s?[-–]\s?\d{{1,2}})?(?!\d|,?\s+(?:19|20)\d\d)"
)
_NOTE: Final = "boilerplate:syndication"
_UPDATED: Final = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
# An agency's note of its own day: "This report by ... was first published June 3, 2031."
_FIRST: Final = re.compile(r"\bby\b.{2,60}\bwas first published\b", re.IGNORECASE | re.DOTALL)
_NEXT_WEEK: Final = re.compile(r"\bnext\s+week\b", re.IGNORECASE)


@dataclass(frozen=True)
class Interval:
    """First and last day of publication; None where that end is open."""

    earliest: date | None
    latest: date | None
    certainty: str
    evidence: str


def published(pieces: Sequence[Piece], rules: Rules) -> Interval:
    """Find when an article was published, from what is printed in it.

    Parameters
    ----------
    pieces
        The labelled stretches of the article, in order.
    rules
        The anchors that a printed length of time can be counted from.

    Returns
    -------
    certainty 'stated' (a full date is printed), 'inferred' (year or interval from printed
    clues), 'bound' (only the last possible day is known) or 'unknown'.
    """
    crawled = _crawl_day(pieces)
    line = next((piece.text for piece in pieces if piece.label == "dateline"), "")
    printed = day_of(line)
    if printed is not None and printed[2]:
        day = make(printed[2], printed[0], printed[1])
        if day:
            return Interval(day, day, "stated", f"dateline {day.isoformat()}")
    stamped = _stamped(pieces)
    if stamped is not None:
        return stamped
    first = next((p.text for p in pieces if p.label == _NOTE and _FIRST.search(p.text)), "")
    if day := full_day(first):
        return Interval(day, day, "stated", f"first published {day.isoformat()}")
    text = [piece.text for piece in pieces if piece.label in COUNTED]
    interval = None
    if printed is not None:
        dated = with_year(printed[0], printed[1], text, rules, crawled)
        if dated is not None:
            reason = f"dateline {show(*printed[:2])}; {dated[1]}"
            interval = Interval(dated[0], dated[0], "inferred", reason)
    elif crawled is not None:
        interval = _before_next_week(text, crawled)
    if interval is not None:
        return interval
    without = f"dateline {show(*printed[:2])}, no year printed" if printed else "no date printed"
    if crawled is not None:
        return Interval(None, crawled, "bound", f"{without}; crawl header {crawled}")
    return Interval(None, None, "unknown", without)


def _crawl_day(pieces: Sequence[Piece]) -> date | None:
    header = next((p.text for p in pieces if p.label == "boilerplate:crawl_header"), "")
    return full_day(header)


def _stamped(pieces: Sequence[Piece]) -> Interval | None:
    """Read a time stamp that stands above the article, alone or in the byline."""
    for piece in pieces:
        if piece.label == "body":
            return None
        if piece.label == "byline" and (day := full_day(piece.text)):
            return Interval(day, day, "stated", f"byline {day.isoformat()}")
        if piece.label == "boilerplate:timestamp" and (day := full_day(piece.text)):
            if _UPDATED.search(piece.text):
                return Interval(None, day, "bound", f"last updated {day.isoformat()}")
            return Interval(day, day, "stated", f"time stamp {day.isoformat()}")
    return None


def _before_next_week(text: Sequence[str], crawled: date) -> Interval | None:
    """Date an article that says "next week" of the only days it prints, by its crawl header."""
    spans = {found.group(): found for line in text for found in _SPAN.finditer(line)}
    if len(spans) != 1 or not any(_NEXT_WEEK.search(line) for line in text[:2]):
        return None
    printed, match = next(iter(spans.items()))
    for year in (crawled.year + 1, crawled.year, crawled.year - 1):
        day = make(year, month_number(match["month"]), int(match["day"]))
        if day is None:
            continue
        monday = day - timedelta(days=day.weekday())
        # "Next week" is said from the Sunday before the week before, where weeks begin so.
        first, last = monday - timedelta(days=8), monday - timedelta(days=1)
        if first <= crawled <= last + CRAWLED_WITHIN:
            shown = " ".join(printed.split())
            reason = f'crawl header {crawled}; "next week" for "{shown}"'
            return Interval(first, min(last, crawled), "inferred", reason)
    return None
