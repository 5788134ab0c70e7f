"""Tell which of two documents with one text is the source: by credit, by date, by series.

Nothing is guessed. Where both credit the same third party neither was copied from the other;
where one credits a third party, dates say nothing either.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

import pandas as pd

CREDIT: Final = "credit"
DATE: Final = "date"
SERIES: Final = "series"
# A wire numbers the takes of a story: "UPDATE 2-…", "WRAPUP 1-…", "3rd Ld-Writethru".
_TAKE: Final = re.compile(
    r"^(?:UPDATE|WRAPUP|LEAD)\s+(?P<before>\d+)\s*[-–—:]|\b(?P<ld>\d)(?:st|nd|rd|th)\s+(?i:ld|lead)\b"
    r"|\(\s*(?i:update)\s+(?P<after>\d+)\s*\)\s*$"
)
# Days are counted where the outlet is: a wire of the 20th may stand in a paper of the 19th.
_ONE_DAY: Final = pd.Timedelta(days=1)
# A repeated or corrected take follows the one it repeats.
_AGAIN: Final = re.compile(r"^(?:RPT|REFILE|CORRECTED|CORRECTION)\s*[-–—:]")


class Print(NamedTuple):
    """What tells where a document stands: who prints it and after whom, when, which take."""

    way: tuple[str, ...]
    earliest: pd.Timestamp
    latest: pd.Timestamp
    title: str
    by_agency: bool


def prints(documents: pd.DataFrame) -> dict[str, Print]:
    """Read the way of each document from its chain, and what else tells where it stands."""
    by_document = {}
    columns = "document_id chain outlet agency published_earliest published_latest title".split()
    rows = zip(*(documents[column].tolist() for column in columns), strict=True)
    for name, chain, outlet, agency, earliest, latest, title in rows:
        way = _way(chain or outlet)
        by_document[name] = Print(way, earliest, latest, title, bool(agency) and len(way) == 1)
    return by_document


@cache
def _way(chain: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in chain.split(">"))


def sources(documents: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say which document of each pair was copied.

    - credit: the other names its outlet as the one the text came from, or came through.
    - date: neither credits anybody, and its last possible day lies before the other's first; by
      more than a day where it would be an agency that copied.
    - series: the same of one outlet's takes of a story, by their printed numbers.

    Returns
    -------
    `source_document_id` and `direction` of each row of `pairs`, both empty where nothing tells.
    """
    by_document = prints(documents)
    rows = [
        _source(one, other, by_document)
        for one, other in zip(pairs["document_id"], pairs["other_document_id"], strict=True)
    ]
    return pd.DataFrame(rows, columns=["source_document_id", "direction"], index=pairs.index)


def _source(one: str, other: str, by_document: dict[str, Print]) -> tuple[str, str]:
    own, others = by_document[one], by_document[other]
    if is_credited(own, others):
        return other, CREDIT
    if is_credited(others, own):
        return one, CREDIT
    if len(own.way) > 1 or len(others.way) > 1:
        return "", ""
    if _is_before(own, others):
        return one, DATE
    if _is_before(others, own):
        return other, DATE
    takes = take(own.title), take(others.title)
    if same_outlet(own, others) and takes[0] != takes[1]:
        return (one if takes[0] < takes[1] else other), SERIES
    return "", ""


def _is_before(first: Print, second: Print) -> bool:
    """Say whether a document is dated before another, and can have been copied by it."""
    agency_copies = second.by_agency and not first.by_agency
    latest = first.latest + _ONE_DAY if agency_copies else first.latest
    return bool(latest < second.earliest)


def is_credited(copy: Print, source: Print) -> bool:
    """Say whether a document names the outlet of another on the way its text came."""
    before = {_fold(name) for name in copy.way[:-1]}
    return _fold(source.way[-1]) in before and not same_outlet(copy, source)


def same_outlet(one: Print, other: Print) -> bool:
    """Say whether one outlet prints both."""
    return _fold(one.way[-1]) == _fold(other.way[-1])


def credits_same(one: Print, other: Print) -> bool:
    """Say whether both credit the same third party."""
    return len(one.way) > 1 and len(other.way) > 1 and _fold(one.way[0]) == _fold(other.way[0])


def take(title: str) -> tuple[int, bool]:
    """Read the number of a take from its headline, and whether it is repeated or corrected.

    Examples
    --------
    >>> take("UPDATE 2-Pilots end blockade"), take("RPT-Pilots end blockade"), take("Pilots")
    ((2, False), (0, True), (0, False))
    """
    again = _AGAIN.match(title)
    number = _TAKE.search(title[again.end() :].lstrip() if again else title)
    return int(next(filter(None, number.groups()))) if number else 0, again is not None


@cache
def _fold(name: str) -> str:
    return name.casefold().removeprefix("the ")


def day(moment: pd.Timestamp) -> str:
    """Write a day, or that there is none."""
    return "no date" if pd.isna(moment) else str(moment.date())
