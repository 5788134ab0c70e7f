"""Read a date that somebody gave: a manifest's, a row's, a page's metadata.

What can be told apart is a day; a day that cannot (03/04/2019) is the interval of both readings,
a month or a year the interval of its days. What does not parse stays empty, with a note. Dates
in running text are credit.py's work.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

import pandas as pd
import regex

from analysis.corpus.language.dates import MONTH, WEEKDAY, make, month_number

# How the dates of a column are to be read: as written, or as a spreadsheet counts days.
Form = Literal["", "serial"]
Days = tuple[date, date]

_SHORT_DAY: Final = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
_WEEKDAY: Final = regex.compile(rf"(?:^|[\s,(]+)(?:{WEEKDAY}|{_SHORT_DAY})[,)]*(?=\s|$)", regex.I)
# The zones of the United States and Canada, then others that stand beside clocks.
_AMERICAN: Final = r"(?P<american>[ECMP][SD]?T|AK[SD]T|HST)"
_ZONE: Final = (
    rf"(?:{_AMERICAN}|UTC|GMT|BST|I[RS]?ST|(?:CE|EE|WE)S?T|MSK|JST|KST|SGT|HKT|A[CEW][SD]?T|NZ[SD]?T"
    r"|SAST|[CEW]AT|PK?T|WIB|Z|local(?:\s+time)?|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?)"
)
CLOCK: Final = regex.compile(
    r"(?:(?<=\d)T|\bat\s+|(?<![\d.:/\-]))"
    r"(?:\d{1,2}(?:[:.]\d{2}){0,2}\s?(?P<half>[ap]\.?m\b\.?)"
    r"|\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\d{1,2}h\d{2})"
    rf"(?:\s*\(?{_ZONE}(?!\w)\)?)?",
    regex.I,
)
_ALONE: Final = regex.compile(r"\s+(?:UTC|GMT|Z)$")
_ORDINAL: Final = regex.compile(r"(?<=\b\d{1,2})(?:st|nd|rd|th)\b(?:\s+of\b)?", regex.I)
_BETWEEN: Final = regex.compile(r"\s+")
_YEAR_FIRST: Final = regex.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?"
)
_NUMBERS: Final = regex.compile(
    r"(?P<one>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d{2})"
)
_YEAR: Final = r"(?P<year>\d{4}|['’]?\d{2})"
_NAMED: Final = (
    regex.compile(rf"(?P<month>{MONTH})[\s-]*(?P<day>\d{{1,2}})[\s,-]+{_YEAR}", regex.I),
    regex.compile(rf"(?P<day>\d{{1,2}})[.\s-]*(?P<month>{MONTH})[\s,-]+{_YEAR}", regex.I),
    regex.compile(rf"(?P<year>\d{{4}})[\s,-]+(?P<month>{MONTH})[\s-]+(?P<day>\d{{1,2}})", regex.I),
    regex.compile(rf"(?P<month>{MONTH})[\s,-]+(?P<year>\d{{4}})", regex.I),
)
_COMPACT: Final = regex.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?"
)
_WHOLE_YEAR: Final = regex.compile(r"(?:1[6-9]|20)\d\d")
_EPOCH: Final = regex.compile(r"(?P<seconds>\d{9,10})(?P<milli>\d{3})?(?P<micro>\d{3})?(?:\.\d+)?")
# A spreadsheet's day 0, and the days of 1954 to 2064: less is a year or a number of something.
_DAY_ZERO: Final = date(1899, 12, 30)
_SERIAL: Final = regex.compile(r"([2-5]\d{4})(?:\.\d+)?")
# No date is longer.
_LONGEST: Final = 200
# Two-digit years up to here are of this century (POSIX).
_CENTURY: Final = 69


def parse(text: str, form: Form = "") -> Days | None:
    """Read a date as it is written.

    Parameters
    ----------
    text
        What stands where a date should, and nothing else.
    form
        How the column reads whose cell it is: see `form_of`.

    Returns
    -------
    The first and last day it can mean; None where it is no date.

    Examples
    --------
    >>> parse("2023-06-25T10:00:00Z")
    (datetime.date(2023, 6, 25), datetime.date(2023, 6, 25))
    >>> parse("03/04/2019")
    (datetime.date(2019, 3, 4), datetime.date(2019, 4, 3))
    >>> parse("Thursday, Sept. 3rd, 2020 7:15 p.m. ET")
    (datetime.date(2020, 9, 3), datetime.date(2020, 9, 3))
    >>> parse("44350", "serial")
    (datetime.date(2021, 6, 3), datetime.date(2021, 6, 3))
    >>> parse("soon") is None
    True
    """
    return _parse(text.strip(), form) if len(text) <= _LONGEST else None


@lru_cache(maxsize=100_000)
def _parse(text: str, form: Form) -> Days | None:
    if text.isdigit():
        return _counted(text, form) or _written(text)
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        return _counted(text, form) or _written(text)
    return day, day


def _counted(text: str, form: Form) -> Days | None:
    """Read a date that is one number: days of a spreadsheet, seconds since 1970, or 20210603."""
    if form == "serial" and (match := _SERIAL.fullmatch(text)):
        day = _DAY_ZERO + timedelta(days=int(match[1]))
    elif match := _EPOCH.fullmatch(text):
        day = datetime.fromtimestamp(int(match["seconds"]), UTC).date()
    elif match := _COMPACT.fullmatch(text):
        return _made(int(match["year"]), int(match["month"]), int(match["day"]))
    else:
        return None
    return day, day


def _written(text: str) -> Days | None:
    """Read a date with marks or words in it, with a clock, a zone and a weekday or without."""
    clock = CLOCK.search(text)
    plain = f"{text[: clock.start()]} {text[clock.end() :]}" if clock else _ALONE.sub("", text)
    plain = _BETWEEN.sub(" ", _ORDINAL.sub("", _WEEKDAY.sub(" ", plain))).strip(" ,;|·–—-")
    if match := _NUMBERS.fullmatch(plain):
        one, two, year = int(match["one"]), int(match["two"]), _whole(match["year"])
        # Nobody writes a month first before full stops; who has an American clock does.
        if match["mark"] == ".":
            return _made(year, two, one)
        is_american = bool(clock and (clock["half"] or clock["american"]))
        return _either(one, two, year, is_american)
    if match := _YEAR_FIRST.fullmatch(plain):
        return _made(int(match["year"]), int(match["month"]), int(match["day"] or 0))
    for pattern in _NAMED:
        if match := pattern.fullmatch(plain):
            number = int(match.groupdict().get("day") or 0)
            return _made(_whole(match["year"]), month_number(match["month"]), number)
    if _WHOLE_YEAR.fullmatch(plain) and not clock:
        return date(int(plain), 1, 1), date(int(plain), 12, 31)
    return None


def _whole(year: str) -> int:
    number = int(year.lstrip("'’"))
    if len(year) == 4:
        return number
    return number + (2000 if number < _CENTURY else 1900)


def _made(year: int, month: int, day: int) -> Days | None:
    """Make a day; without one, the month."""
    if not day:
        first = make(year, month, 1)
        return (first, first.replace(day=calendar.monthrange(year, month)[1])) if first else None
    made = make(year, month, day)
    return (made, made) if made else None


def _either(one: int, two: int, year: int, month_first: bool) -> Days | None:
    """Read a day and a month that are two numbers: the month first if that is known, else both."""
    by_day, by_month = make(year, two, one), make(year, one, two)
    if month_first and by_month:
        return by_month, by_month
    readings = [day for day in (by_day, by_month) if day]
    return (min(readings), max(readings)) if readings else None


def form_of(column: Iterable[Any]) -> Form:
    """Tell how a column writes its dates, from all its cells.

    Numbers of five digits are days of a spreadsheet only where all are. Whether a day or a month
    stands first is not told from other cells: columns mix both.

    Examples
    --------
    >>> form_of(["44350", "44351.5", ""]), form_of(["44350", "3 June 2021"])
    ('serial', '')
    """
    cells = [text for text in map(_text, column) if text]
    return "serial" if cells and all(map(_SERIAL.fullmatch, cells)) else ""


def given(row: Mapping[str, Any], form: Form = "") -> dict[str, Any]:
    """Read the dates of a row: `published_earliest` and `published_latest`, else `date`.

    Returns
    -------
    The four date columns of `schema.DOCUMENTS`; certainty 'given' where a date was read.
    """
    day = _text(row.get("date"))
    earliest = _text(row.get("published_earliest")) or day
    latest = _text(row.get("published_latest")) or day
    return dict(_given_interval(earliest or latest, latest or earliest, form))


@lru_cache(maxsize=10_000)
def _given_interval(earliest: str, latest: str, form: Form) -> dict[str, Any]:
    nothing = {"published_earliest": pd.NaT, "published_latest": pd.NaT}
    if not earliest:
        return {**nothing, "date_certainty": "", "date_evidence": ""}
    first, last = parse(earliest, form), parse(latest, form)
    if first is None or last is None:
        wrong = earliest if first is None else latest
        evidence = f"the date given, {wrong[:40]!r}, does not parse (write 2023-06-24)"
        return {**nothing, "date_certainty": "unknown", "date_evidence": evidence}
    if first[0] > last[1]:
        evidence = f"the first day given, {earliest[:40]!r}, is after the last, {latest[:40]!r}"
        return {**nothing, "date_certainty": "unknown", "date_evidence": evidence}
    is_open = earliest == latest and is_ambiguous(first)
    return {
        "published_earliest": pd.Timestamp(first[0]),
        "published_latest": pd.Timestamp(last[1]),
        "date_certainty": "given",
        "date_evidence": f"given with the corpus{' (day or month first?)' if is_open else ''}",
    }


def as_columns(earliest: str, latest: str, certainty: str, evidence: str) -> dict[str, Any]:
    """Lay out days that were found as the four date columns of `schema.DOCUMENTS`."""
    return {
        "published_earliest": pd.Timestamp(earliest) if earliest else pd.NaT,
        "published_latest": pd.Timestamp(latest) if latest else pd.NaT,
        "date_certainty": certainty,
        "date_evidence": evidence,
    }


def is_ambiguous(days: Days) -> bool:
    """Tell the two readings of 03/04/2019 from a month or a year, whose days are an interval."""
    first, last = days
    return first != last and (first.day, first.month) == (last.month, last.day)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
