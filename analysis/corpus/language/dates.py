"""How articles print days: months, weekdays, full dates. `given_dates` reads what is given."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

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
