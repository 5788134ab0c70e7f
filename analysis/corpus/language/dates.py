"""Read a date that somebody gave: a manifest's, a row's, a page's metadata.

A day that cannot be told apart (03/04/2019) becomes the interval of both readings; what does
not parse stays empty, with a note. Dates in running text are credit.py's work.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import regex

_FORMATS: Final = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%Y%m%d",
    "%A, %B %d, %Y",
    "%a, %d %b %Y",
)
_SLASHED: Final = regex.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CLOCK: Final = regex.compile(r"[ T,]+\d{1,2}:\d{2}.*$")


def parse(text: str) -> tuple[date, date] | None:
    """Read a date as it is written.

    Returns
    -------
    The first and last day it can mean; None where it is no date.

    Examples
    --------
    >>> parse("2023-06-25T10:00:00Z")
    (datetime.date(2023, 6, 25), datetime.date(2023, 6, 25))
    >>> parse("03/04/2019")
    (datetime.date(2019, 3, 4), datetime.date(2019, 4, 3))
    >>> parse("soon") is None
    True
    """
    return _parse(text.strip())


@lru_cache(maxsize=100_000)
def _parse(text: str) -> tuple[date, date] | None:
    try:
        day = datetime.fromisoformat(text).date()
        return day, day
    except ValueError:
        pass
    plain = _CLOCK.sub("", text)
    slashed = _SLASHED.fullmatch(plain)
    if slashed:
        return _either(*map(int, slashed.groups()))
    for form in _FORMATS:
        try:
            day = datetime.strptime(plain, form).date()
        except ValueError:
            continue
        return day, day
    try:
        day = parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
    return day, day


def _either(first: int, second: int, year: int) -> tuple[date, date] | None:
    readings = []
    for month, day in ((first, second), (second, first)):
        try:
            readings.append(date(year, month, day))
        except ValueError:
            continue
    return (min(readings), max(readings)) if readings else None


def given(row: Mapping[str, Any]) -> dict[str, Any]:
    """Read the dates of a row: `published_earliest` and `published_latest`, else `date`.

    Returns
    -------
    The four date columns of `schema.DOCUMENTS`; certainty 'given' where a date was read.
    """
    day = _text(row.get("date"))
    earliest = _text(row.get("published_earliest")) or day
    latest = _text(row.get("published_latest")) or day
    return dict(_given_interval(earliest or latest, latest or earliest))


@lru_cache(maxsize=10_000)
def _given_interval(earliest: str, latest: str) -> dict[str, Any]:
    nothing = {"published_earliest": pd.NaT, "published_latest": pd.NaT}
    if not earliest:
        return {**nothing, "date_certainty": "", "date_evidence": ""}
    first, last = parse(earliest), parse(latest)
    if first is None or last is None:
        wrong = earliest if first is None else latest
        evidence = f"the date given, {wrong[:40]!r}, does not parse (write 2023-06-24)"
        return {**nothing, "date_certainty": "unknown", "date_evidence": evidence}
    if first[0] > last[1]:
        evidence = f"the first day given, {earliest[:40]!r}, is after the last, {latest[:40]!r}"
        return {**nothing, "date_certainty": "unknown", "date_evidence": evidence}
    doubt = " (day or month first?)" if first[0] != first[1] else ""
    return {
        "published_earliest": pd.Timestamp(min(first)),
        "published_latest": pd.Timestamp(max(last)),
        "date_certainty": "given",
        "date_evidence": f"given with the corpus{doubt}",
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


MONTHS: Final = tuple(calendar.month_name[1:])
SHORT_MONTHS: Final = tuple("Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split())
MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS: Final = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_ISO: Final = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
FULL: Final = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>(?:19|20)\d\d)\b|"
    rf"\b(?P<day2>\d{{1,2}})\s+(?P<month2>{MONTH}),?\s+(?P<year2>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})\b|"
    rf"\b(?P<day2>\d{{1,2}})\s+(?P<month2>{MONTH})(?!\w)",
    re.IGNORECASE,
)
WEEKDAYS: Final = {name: n for n, name in enumerate(calendar.day_name)}
NAMED_WEEKDAY: Final = re.compile(WEEKDAY)
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def make(year: int, month: int, day: int) -> date | None:
    """Make a day; None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_number(name: str) -> int:
    """Give the number of a month by its name or abbreviation."""
    return _MONTHS[name[:3].lower()]


def show(month: int, day: int) -> str:
    """Write a day without a year: "Jun 3"."""
    return f"{calendar.month_abbr[month]} {day}"


def full_day(text: str) -> date | None:
    """Read the first full date of a text.

    Examples
    --------
    >>> full_day("Port Alder, 3 June 2031")
    datetime.date(2031, 6, 3)
    """
    if match := _ISO.search(text):
        return make(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := FULL.search(text):
        month = match["month"] or match["month2"]
        day, year = match["day"] or match["day2"], match["year"] or match["year2"]
        return make(int(year), month_number(month), int(day))
    return None


def day_of(text: str) -> tuple[int, int, int] | None:
    """Read month, day and year (0 where none is printed) of a dateline."""
    match = _DAY.search(text)
    if match is None:
        return None
    month, day = match["month"] or match["month2"], int(match["day"] or match["day2"])
    full = full_day(text)
    return month_number(month), day, full.year if full else 0
