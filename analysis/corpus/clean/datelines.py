"""Read the marks a newsroom leaves: dateline, byline, sign-off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analysis.corpus.clean.rules import Rules, fold_name
from analysis.corpus.language.dates import MONTH, WEEKDAY

DAY: Final = (
    rf"(?:(?:{WEEKDAY}),?\s+)?(?i:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:,?\s+(?:19|20)\d\d)?"
)
_WORD: Final = r"[A-ZÀ-Þ][\w.'’-]*"
_LINK: Final = r"(?:de|la|el|al|du|da|do|dos|del|of|the|and|am|der|sur|upon)"
_PLACE: Final = rf"{_WORD}(?:(?:,?\s+|/)(?:{_WORD}|{_LINK})){{0,6}}?"
_DASH: Final = r"(?:[-–—]+|:)"
# Where a place lies: "Alder (North Shore) [Sorland]".
_REGION: Final = r"(?:\s*(?:\([^()]{2,40}\)|\[[^\[\]]{2,40}\])){0,2}"

# "Taipei, Jun 25 (AP)", "MOSCOW, June 25. /TASS/.", "(CNN)", "Nov 5 (Reuters) -"
_MARKED: Final = re.compile(
    rf"(?:(?P<place>{_PLACE}){_REGION}\s*[,.]?\s*)?(?:(?P<date>{DAY})\s*[.,]?\s*)?"
    rf"(?:\((?P<mark>[^()]{{2,40}})\)|/(?P<slashed>[^/()\s]{{2,24}})/(?!\w))\s*\.?\s*{_DASH}?"
)
# "Kabul, Aug 2:", "NEW YORK, March 11 -"
_DATED: Final = re.compile(rf"(?P<place>{_PLACE}),?\s+(?P<date>{DAY})\.?\s*{_DASH}(?=\s|[A-Z\"“])")
# "ORDVIK, 3 March 2031. The harbour ..."
_STOPPED: Final = re.compile(rf"(?P<place>{_PLACE}),?\s+(?P<date>{DAY})\.(?=\s+[A-Z\"“])")
# "TOKYO, June 3 Kyodo", alone or before a dash.
_NAMED: Final = re.compile(
    rf"(?P<place>{_PLACE}),?\s+(?P<date>{DAY})[.,]?\s+(?P<mark>\w+(?: [A-Z]\w+)?)"
    rf"\s*(?:$|{_DASH})"
)
# The desk of an agency: "dpa/tmn".
_DESK: Final = re.compile(r"(?<=\w)/[a-z]{2,4}$")
# "PARIS —", "FALLS CITY, Ore. —"
_PLACED: Final = re.compile(
    r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]*[A-ZÀ-Þ.](?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?){0,2})"
    r"\s*(?:\s-{1,2}\s|—|–)\s*"
)
_SIGNED: Final = re.compile(
    r"(?:(?<=[.!?\"”’…])\s*\((?P<beside>[Ww]ith\s+)?(?P<bracket>[^()]{2,60})\)|"
    r"(?<=[.!?\"”’])\s*(?:[-–—]{1,2}\s?|/)(?P<dash>[A-Z][\w., &/-]{1,40}?)/?)\s*\.?$"
)
_SIGNED_ALONE: Final = re.compile(
    r"\W*(?:(?:sources?|(?P<beside>with)|by|via|from|credit|agenc(?:y|ies))\s*:?\s+)?"
    r"(?P<who>[\w.][\w., &/-]{1,60}?)\W*",
    re.IGNORECASE,
)
# "By Mina Holt, dpa", as a paragraph of its own.
_AUTHOR_ALONE: Final = re.compile(r"\W?By (?P<name>[^,|/]{3,50})[,|/]\s*(?P<who>[^,|]{2,40})", re.I)
_APART: Final = re.compile(r"\s*(?:,|/|&|;|\band\b|\+)\s*")
_BY: Final = re.compile(r"\W?\s*(?:[Bb]y|BY|Words by|Story by|Author)\s*:?\s+(?P<who>\S.*)")
# "ByPress Trust of India, Port Alder": a page's parts run together.
_GLUED: Final = re.compile(r"By(?P<who>[A-Z][^,|]*)(?:[,|].*)?")
# "Source: Xinhua", "Source: Xinhua | 2031-06-03 | Editor: wei"
_SOURCE: Final = re.compile(r"(?:Source|SOURCE)\s*:\s*(?P<who>[^|:\d]{2,40}?)\s*(?:[|\d].*)?")
# The date behind a name in a byline, and the time of day behind it.
_UNDATED: Final = re.compile(
    rf"\s*[|,•·–—-]\s*(?:{WEEKDAY},?\s+)?"
    rf"(?:(?i:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH}),?\s+(?:19|20)\d\d"
    r"|\d{1,2}/\d{1,2}/(?:(?:19|20)?\d\d)|(?:19|20)\d\d-\d\d-\d\d)"
    r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+[A-Z]{2,4})?)?\W*$"
)
# What stands between the parts of a byline.
_BESIDE: Final = re.compile(r"\s*[|,•]\s*|\s+[-–—]\s+")
_MARK_BESIDE: Final = re.compile("[|,•–—-]")
_SMALL: Final = frozenset(
    "and for of in the with at de van von la al el da bin del & | - – — • / on der le".split()
)
# Characters of a sign-off that is a line of its own.
_LONGEST_SIGN_ALONE: Final = 70
# Characters of a name behind a dash, dashes and blanks included.
_LONGEST_SIGN: Final = 50
_LONGEST_BYLINE: Final = 16
# Characters of a byline with its date.
_LONGEST_DATED: Final = 200
_LONGEST_NAME: Final = 6
# Characters of a byline that is known by an agency's name alone.
_LONGEST_MARK: Final = 80
_LEAST_AFTER_PLACE: Final = 9
_MARK_OF_SIGN: Final = re.compile("[-–—/]")
_MARK_OF_PLACE: Final = re.compile("[-–—:]")
_HEADS: Final = frozenset("On In At By Since Last This The And But From As After Until".split())


# Of a page the same few lines are read several times.
_REMEMBERED: Final = 64


@dataclass(frozen=True)
class Dateline:
    """A dateline: where it ends in the line, and what it says."""

    end: int
    place: str
    date: str
    agency: str


@lru_cache(maxsize=_REMEMBERED)
def dateline(text: str, rules: Rules, outlet: str) -> Dateline | None:
    """Read a dateline at the beginning of a paragraph.

    Parameters
    ----------
    text
        The paragraph as printed.
    rules
        Which marks are agencies, and which words in capitals are no place.
    outlet
        Who published the page; its own name in brackets ("(CNN)") is a mark too.

    Returns
    -------
    None where there is none. `agency` is '' where no agency is named.
    """
    match = _MARKED.match(text) if "(" in text or "/" in text else None
    if match and _can_be_place(match["place"], rules):
        # "/TASS/" needs a date or a place in capitals: "Jane Doe / AFP / Getty" is a credit.
        is_plain = match["mark"] or match["date"] or (match["place"] or "a").isupper()
        mark = match["mark"] or match["slashed"]
        agency = _agency_in(mark, rules)
        if is_plain and (agency or _is_own(mark, outlet)):
            return Dateline(match.end(), match["place"] or "", match["date"] or "", agency)
    match = _NAMED.match(text)
    if match and _can_be_place(match["place"], rules) and (named := rules.agency_of(match["mark"])):
        return Dateline(match.end(), match["place"], match["date"], named)
    match = _STOPPED.match(text) if text[:2].isupper() else None
    if match and match["place"].isupper() and _can_be_place(match["place"], rules):
        return Dateline(match.end(), match["place"], match["date"], "")
    if not _MARK_OF_PLACE.search(text):
        return None
    match = _DATED.match(text)
    if match and _can_be_place(match["place"], rules):
        return Dateline(match.end(), match["place"], match["date"], "")
    match = _PLACED.match(text)
    if match and _can_be_place(match["place"], rules) and _leads(text[match.end() :]):
        return Dateline(match.end(), match["place"], "", "")
    return None


def _leads(text: str) -> bool:
    """Whether a whole sentence follows, as it does after a place and a dash."""
    return bool(text) and not text[0].islower() and text.count(" ") >= _LEAST_AFTER_PLACE


def _can_be_place(place: str | None, rules: Rules) -> bool:
    if not place:
        return True
    first = re.split(r"[\s,/]", place, maxsplit=1)[0]
    letters = sum(letter.isalpha() for letter in place)
    return letters > 2 and first not in _HEADS and first not in rules.generic.not_a_place


def _is_own(mark: str, outlet: str) -> bool:
    ours = fold_name(outlet)
    return bool(ours) and fold_name(mark).split(" ")[0] == ours.split(" ")[0]


def agencies_in(text: str, rules: Rules) -> list[str]:
    """List the agencies of a mark or byline that names nothing but agencies; else nothing.

    "AFP, Reuters" names two; "Reuters/Jane Doe" is no such list.
    """
    parts = [part.strip(" .") for part in _APART.split(text) if part.strip(" .")]
    agencies = [rules.agency_of(part) for part in parts]
    return list(dict.fromkeys(agencies)) if agencies and all(agencies) else []


def _agency_in(mark: str, rules: Rules) -> str:
    whole = _DESK.sub("", mark.strip(" ."))
    return rules.agency_of(whole) or next(iter(agencies_in(mark, rules)), "")


@lru_cache(maxsize=_REMEMBERED)
def sign_off(text: str, rules: Rules) -> tuple[int, list[str]] | None:
    """Read an agency's sign-off at the end of a paragraph, or as one.

    Returns
    -------
    Where it begins, and the agencies it names; None where there is none. Behind "with" ("With
    AP") it names none: they supplied material to who wrote it.
    """
    if styled := house_style(text, rules):
        return styled
    match = _SIGNED_ALONE.fullmatch(text) if len(text) < _LONGEST_SIGN_ALONE else None
    if match and (named := agencies_in(match["who"], rules)):
        return 0, [] if match["beside"] else named
    author = _AUTHOR_ALONE.fullmatch(text) if len(text) < _LONGEST_SIGN_ALONE else None
    if author and is_name(author["name"]) and (named := agencies_in(author["who"], rules)):
        return 0, named
    match = _SIGNED.search(text) if _can_end_signed(text) else None
    if match and (named := agencies_in(match["bracket"] or match["dash"], rules)):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        return start, [] if match["beside"] else named
    return None


def _can_end_signed(text: str) -> bool:
    """Whether a text ends with a bracket, or has a dash or slash near its end."""
    bare = text.rstrip().removesuffix(".").rstrip()
    return (
        bare.endswith(")")
        or _MARK_OF_SIGN.search(bare, max(0, len(bare) - _LONGEST_SIGN)) is not None
    )


def house_style(text: str, rules: Rules) -> tuple[int, list[str]] | None:
    """Read a sign-off that names no agency but is in the style of one."""
    for agency, sign in rules.signs:
        if (match := sign.search(text)) and not text[match.end() :].strip(" ."):
            return match.start(), [agency]
    return None


@lru_cache(maxsize=_REMEMBERED)
def byline(text: str, rules: Rules) -> str:
    """Read the author out of a byline: "By AFP" gives "AFP"; '' where a line is none.

    A date behind the name is left out: "By Ana Petrova | June 3, 2031", "Ana Petrova, 3 June 2031".
    """
    for form in (_GLUED, _SOURCE):
        match = form.fullmatch(text.strip())
        if match and agencies_in(match["who"], rules):
            return match["who"].strip()
    name, dated = _undated(text.strip())
    match = _BY.fullmatch(name)
    if match:
        who = match["who"].strip(" .,|")
        short = dated and len(who.split()) <= _LONGEST_BYLINE // 2
        return who if short or is_name(who) or agencies_in(who, rules) else ""
    if dated and len(name.split()) <= _LONGEST_NAME and is_name(name):
        return name
    parts = [part.strip() for part in _split_beside(name)] if len(name) < _LONGEST_MARK else [""]
    if rules.agency_of(parts[-1]) and all(map(is_name, parts)):
        is_mark = len(parts) == 1 and parts[0].isupper() and " " not in parts[0]
        return "" if is_mark else name
    return ""


def _split_beside(text: str) -> list[str]:
    return _BESIDE.split(text) if _MARK_BESIDE.search(text) else [text]


def _undated(text: str) -> tuple[str, bool]:
    """Leave the date behind a name out, and say whether there was one."""
    match = _UNDATED.search(text) if len(text) <= _LONGEST_DATED else None
    return (text[: match.start()], True) if match else (text, False)


def is_name(text: str) -> bool:
    """Tell a name, or names, from a sentence: every longer word has a capital.

    Examples
    --------
    >>> is_name("Ana Petrova and Li Wei in Port Alder"), is_name("Ships stay in Port Alder")
    (True, False)
    """
    words = text.replace(",", " ").split()
    if not words or len(words) > _LONGEST_BYLINE:
        return False
    return all(word in _SMALL or word[0].isupper() or word[0] in "@(0" for word in words) and any(
        word[0].isupper() for word in words
    )
