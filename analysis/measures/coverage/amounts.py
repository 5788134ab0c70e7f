"""Read the numbers that sentences give, and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from analysis.corpus.language.dates import MONTHS, SHORT_MONTHS
from analysis.measures.coverage.sentences import NUMBERS, telling

_TENS: Final = "|".join(word for word in NUMBERS if word not in ("zero", "one"))
_NUMBER: Final = regex.compile(
    rf"(?<![\w.,:$€£/-])(?P<lead>\b(?i:at least|more than|less than|fewer than|over|under|nearly|"
    rf"almost|about|around|some|roughly|up to|as many as|no more than|approximately)\s)?"
    rf"(?P<value>[$€£]?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|[$€£]?\d+(?:\.\d+)?|(?i:{_TENS})(?:-(?i:one|{_TENS}))?)"
    rf"(?:\s(?P<power>hundred|thousand|million|billion|trillion))?"
    rf"(?P<percent>\s?%|\sper\scent|\spercent)?(?![\w:/]|[.,]\d|-\w)"
)
_BEFORE: Final = regex.compile(
    r"\b(?:the|these|those|both|last|first|next|past|No\.|number|age|aged|page|article|chapter|"
    rf"of|his|her|their|its|our|my|{'|'.join(MONTHS)}|(?:{'|'.join(SHORT_MONTHS)})\.|"
    r"at|by|until|in)\s$"
)
_MONTH: Final = regex.compile(
    rf"\s(?:{'|'.join(MONTHS)}|"
    r"a\.m|p\.m|am|pm|o['’]clock|years?[\s-]old|of\s(?:the|them|his|her|their|its|those|these))"
)
_DEAD: Final = regex.compile(
    r"\b(?:dead|died|dies|deaths?|killed|kills|killing|killings|lost (?:\w+ )?lives|fatalities)\b"
)
_HURT: Final = regex.compile(r"\b(?:injured|injuries|injuring|wounded|wounding|hurt)\b")
_CLAUSE: Final = regex.compile(r"[,;:—–]\s|\s(?:and|but|while)\s")
# Units of time and measure: the same number of days says nothing of one thing counted.
_SPANS: Final = frozenset(
    "day hour minut second week month year time mile meter metr kilomet km".split()
)
_POWERS: Final = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_FLOORS: Final = ("at least", "more than", "over")
_CEILINGS: Final = (
    "less than",
    "fewer than",
    "under",
    "up to",
    "as many as",
    "no more than",
    "nearly",
    "almost",
)
_LOOSE: Final = 0.1
_NEAR: Final = 3
_APART: Final = 5


@dataclass(frozen=True)
class Amount:
    """A number and what it counts.

    Attributes
    ----------
    start, end
        Where in the sentence, with the words counted.
    text
        As printed.
    low, high
        What it can be: "at least three" has no upper end.
    units
        Stems of the words behind it; "@dead", "@hurt" for people killed or injured; "%".
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    units: tuple[str, ...]


def amounts(text: str) -> list[Amount]:
    """Find the numbers of a sentence that count something.

    Years, ages, times of day, dates, "the two" and spans of time are left out.
    """
    return [amount for match in _NUMBER.finditer(text) if (amount := _amount(text, match))]


def _amount(text: str, match: regex.Match[str]) -> Amount | None:
    """Read one number."""
    if _BEFORE.search(text[: match.start("value")]) or _MONTH.match(text, match.end()):
        return None
    value = _value(match)
    is_year = value == int(value) and 1900 <= value <= 2100 and "," not in match.group("value")
    if value < 2 or (is_year and not match.group("power")):
        return None
    units, end = _units(text, match)
    if not units:
        return None
    lead = (match.group("lead") or "").strip().lower()
    low = high = value
    if lead in _FLOORS:
        high = float("inf")
    elif lead in _CEILINGS:
        low = 0.0
    elif lead:
        low, high = value * (1 - _LOOSE), value * (1 + _LOOSE)
    return Amount(match.start(), end, text[match.start() : end], low, high, units)


def _value(match: regex.Match[str]) -> float:
    printed = match.group("value").lower().strip("$€£").replace(",", "")
    if printed[0].isdigit():
        value = float(printed)
    else:
        value = float(sum(NUMBERS[word] for word in printed.split("-")))
    return value * _POWERS.get(match.group("power") or "", 1.0)


def _units(text: str, match: regex.Match[str]) -> tuple[tuple[str, ...], int]:
    """Say what is counted: the words behind the number, up to the next that tells nothing."""
    end = match.end()
    if match.group("percent"):
        return ("%",), end
    if match.group("value")[0] in "$€£":
        return (match.group("value")[0],), end
    before = [cut.end() for cut in _CLAUSE.finditer(text, 0, match.start())]
    after = _CLAUSE.search(text, match.end())
    clause = text[before[-1] if before else 0 : after.start() if after else len(text)]
    stems: list[str] = []
    for word in regex.finditer(r"\s?([\p{L}][\p{L}'’-]*)|[^\s]", text, pos=match.end()):
        word_stems = telling(word.group(1)) if word.group(1) else []
        if not word_stems or len(stems) == _NEAR:
            break
        stems += word_stems
        end = word.end()
    if stems and stems[-1] in _SPANS:
        return (), end
    if len(_DEAD.findall(clause)) and not _HURT.search(clause):
        return ("@dead",), end
    if _HURT.search(clause) and not _DEAD.search(clause):
        return ("@hurt",), end
    return tuple(stems), end


def differ(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts of the same thing cannot both be right, yet are near.

    Where one is more than `_APART` times the other, another thing is counted.
    """
    (low, high), (least, most) = (one.low, one.high), (other.low, other.high)
    if not (high < least or most < low):
        return False
    sizes = sorted(high if low == 0 else low for low, high in ((low, high), (least, most)))
    return sizes[1] <= _APART * sizes[0]


def same_thing(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts count the same: the words right behind them."""
    return one.units[0] in other.units[:2] or other.units[0] in one.units[:2]
