"""Read the days that sentences name, as far as they are certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
import regex

from analysis.measures.coverage.sentences import NUMBERS

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_WEEKDAY: Final = "|".join(day.capitalize() for day in _WEEKDAYS)
_MONTH: Final = "|".join(f"{month.capitalize()}|{month[:3].capitalize()}\\.?" for month in _MONTHS)
_DATE: Final = regex.compile(
    rf"\b(?:(?P<month>{_MONTH}|Sept\.?)\s(?P<day>\d{{1,2}})|(?P<day>\d{{1,2}})\s(?P<month>{_MONTH}))"
    r"(?:[–-](?P<last>\d{1,2}))?(?!\d|,\d)(?:,?\s(?P<year>(?:19|20)\d\d))?"
)
_NAMED: Final = regex.compile(
    rf"\b(?:(?P<lead>next|coming|every|each|last|past)\s)?(?P<day>{_WEEKDAY})\b(?!s\b)"
)
_AGO: Final = regex.compile(
    r"\b(?P<word>yesterday|the day before yesterday)\b|"
    r"\b(?P<count>a|one|two|three)\sdays?\s(?P<way>after|before|ago|later|earlier)\b",
    regex.IGNORECASE,
)
# "said on Sunday", "told reporters Friday": when it was said, not when it was.
_SAID: Final = regex.compile(
    r"\b(?:said|says|told|stated|announced|reported|wrote|added|noted|statement|posted|tweeted)"
    r"(?:\s[\w'’.]+){0,3}\s*$",
    regex.IGNORECASE,
)
_SAYS: Final = regex.compile(
    r"\s(?:said|told|blamed|called|urged|accused|warned|denied|rejected|announced|condemned|"
    r"criticised|criticized|insisted|claimed|promised|vowed|pledged|added|noted|stated|confirmed)\b"
)
_COMING: Final = regex.compile(
    r"\b(?:will|to be|scheduled|planned|plans?|expected|due|set to|would|shall)\b|"
    r"\b(?:by|until|from|since|as of)(?:\s\w+){0,2}\s$|\bto\s$"
)


@dataclass(frozen=True)
class Moment:
    """A day that a sentence names.

    Attributes
    ----------
    start, end
        Where in the sentence.
    text
        As printed.
    first, last
        The days it can be; both empty where only the weekday is known.
    weekday
        0 Monday - 6 Sunday.
    is_after
        Whether what happened then stands behind it: "a day after ...".
    """

    start: int
    end: int
    text: str
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    weekday: int
    is_after: bool = False


def moments(text: str, earliest: pd.Timestamp, latest: pd.Timestamp) -> list[Moment]:
    """Find the days a sentence names.

    Left out are days on which something was merely said, weekdays to come, and every Sunday.

    Parameters
    ----------
    text
        A sentence.
    earliest, latest
        The interval in which its document was published; NaT where that is not known.
    """
    is_dated = not (pd.isna(earliest) or pd.isna(latest))
    dates = [_date(match, latest if is_dated else None) for match in _DATE.finditer(text)]
    for match in _NAMED.finditer(text):
        before = text[: match.start()]
        lead = match.group("lead") or ""
        if _SAID.search(before.removesuffix("on ").removesuffix("late ")) or (
            lead in ("next", "coming", "every", "each")
            or _COMING.search(before)
            or _SAYS.match(text, match.end())
        ):
            continue
        dates.append(_weekday(match, earliest, latest, is_dated=is_dated))
    if is_dated and earliest == latest and not dates:
        dates += [_days_ago(match, latest) for match in _AGO.finditer(text)]
    return [moment for moment in dates if moment is not None]


def _date(match: regex.Match[str], latest: pd.Timestamp | None) -> Moment | None:
    """Read "June 24", "24 June 2023", "June 23-24"; without a year the last one before."""
    month = next(
        n for n, name in enumerate(_MONTHS, 1) if match.group("month").lower()[:3] == name[:3]
    )
    year = match.group("year")
    if year is None and latest is None:
        return None
    number = int(year) if year else latest.year if latest is not None else 0
    try:
        first = pd.Timestamp(number, month, int(match.group("day")))
        last = pd.Timestamp(number, month, int(match.group("last") or match.group("day")))
    except ValueError:
        return None
    return Moment(match.start(), match.end(), match.group(), first, last, first.weekday())


def _weekday(
    match: regex.Match[str], earliest: pd.Timestamp, latest: pd.Timestamp, *, is_dated: bool
) -> Moment:
    """Read a weekday: the last one on or before the day of publication, where that is one day."""
    number = _WEEKDAYS.index(match.group("day").lower())
    place = (match.start("day"), match.end("day"), match.group("day"))
    if not is_dated:
        return Moment(*place, None, None, number)
    days = {
        day - pd.Timedelta(days=(day.weekday() - number) % 7)
        for day in (earliest.normalize(), latest.normalize())
    }
    if len(days) > 1 or (latest - earliest).days > 6:
        return Moment(*place, None, None, number)
    day = days.pop()
    return Moment(*place, day, day, number)


def _days_ago(match: regex.Match[str], day: pd.Timestamp) -> Moment | None:
    """Read "yesterday" and "a day after ...", counted from the day of publication."""
    way = (match.group("way") or "").lower()
    if way in ("before", "later", "earlier"):
        return None
    if match.group("word"):
        count = 2 if "before" in match.group("word") else 1
    else:
        count = NUMBERS.get(match.group("count").lower(), 1)
    then = day.normalize() - pd.Timedelta(days=count)
    place = (match.start(), match.end(), match.group())
    return Moment(*place, then, then, then.weekday(), is_after=way == "after")


def differ(one: Moment, other: Moment) -> bool:
    """Tell whether two moments are neighbouring days.

    Days further apart are seldom two accounts of one thing: they are two things.
    """
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return (one.weekday - other.weekday) % 7 in (1, 6)
    apart = max((other.first - one.last).days, (one.first - other.last).days)
    return apart == 1


def agree(one: Moment, other: Moment) -> bool:
    """Tell whether two moments may be the same day."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return one.weekday == other.weekday
    return one.first <= other.last and other.first <= one.last
