"""Write a pattern of `re` as one of polars, so that a column of lines can be tried at once.

For texts of plain letters only (printable ASCII, and some marks that are neither letters nor
blanks for any engine): of each part of a pattern it is asked which of those letters `re` lets
fit. So nothing depends on what the two engines think of other letters, of case, or of the signs
in a pattern. What polars has no word for (a look at what stands around, a group that comes
again) is left open: what is written fits at least what the pattern fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from analysis.corpus.clean.required_words import parsed

_LETTERS: Final = "".join(map(chr, range(ord(" "), ord("~") + 1))) + "–—‘’“”„…"
PLAIN: Final = f"^[ -~{_LETTERS[_LETTERS.index('–') :]}]*$"
_NO_LETTER: Final = "[a&&b]"
_ANYTHING: Final = PLAIN[1:-1]
_CATEGORIES: Final = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
_PLACES: Final = {
    "AT_BEGINNING": "^",
    "AT_BEGINNING_STRING": "^",
    "AT_END": "$",
    "AT_END_STRING": "$",
    "AT_BOUNDARY": r"(?-u:\b)",
    "AT_NON_BOUNDARY": r"(?-u:\B)",
}
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


class _NotKnownError(Exception):
    """A pattern holds what cannot be written for polars."""


def translated(pattern: re.Pattern[str]) -> str:
    r"""Write a pattern for polars and texts of plain letters; '' where that cannot be done.

    Examples
    --------
    >>> print(translated(re.compile(r"(?:tea|no) (?P<what>\d+)[.!]?(?= )", re.IGNORECASE)))
    (?:[Tt][Ee][Aa]|[Nn][Oo])[\x{20}](?:(?:[0-9]){1,})(?:[\x{21}\x{2e}]){0,1}
    """
    try:
        return _sequence(parsed(pattern), pattern.flags)
    except _NotKnownError:
        return ""


def _sequence(steps: Iterable[tuple[Any, Any]], flags: int) -> str:
    return "".join(_step(str(kind), value, flags) for kind, value in steps)


def _step(kind: str, value: Any, flags: int) -> str:
    if kind in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
        return _class(_letters(kind, value, flags))
    if kind == "BRANCH":
        return f"(?:{'|'.join(_sequence(branch, flags) for branch in value[1])})"
    if kind == "SUBPATTERN":
        _, added, taken, steps = value
        return f"(?:{_sequence(steps, (flags | added) & ~taken)})"
    if kind == "ATOMIC_GROUP":
        return f"(?:{_sequence(value, flags)})"
    if kind in _REPEATS:
        most = "" if str(value[1]) == "MAXREPEAT" else value[1]
        return f"(?:{_sequence(value[2], flags)}){{{value[0]},{most}}}"
    if kind == "AT" and str(value) in _PLACES:
        return _PLACES[str(value)]
    if kind in ("ASSERT", "ASSERT_NOT"):
        return ""
    if kind == "GROUPREF":
        return _ANYTHING
    raise _NotKnownError(kind)


def _letters(kind: str, value: Any, flags: int) -> str:
    """List the letters that fit a part of a pattern."""
    if kind == "ANY":
        return _LETTERS
    if kind == "IN":
        given = [_letters(str(inner), each, flags) for inner, each in value if each is not None]
        found = {letter for letters in given for letter in letters}
        negated = any(str(inner) == "NEGATE" for inner, _ in value)
        return "".join(letter for letter in _LETTERS if (letter in found) != negated)
    if kind == "CATEGORY" and str(value) in _CATEGORIES:
        return _fitting(_CATEGORIES[str(value)], flags)
    if kind == "RANGE":
        low, high = (re.escape(chr(code)) for code in value)
        return _fitting(f"[{low}-{high}]", flags)
    if kind in ("LITERAL", "NOT_LITERAL"):
        sign = "^" if kind == "NOT_LITERAL" else ""
        return _fitting(f"[{sign}\\U{value:08x}]", flags)
    raise _NotKnownError(kind)


@lru_cache(maxsize=1024)
def _fitting(part: str, flags: int) -> str:
    pattern = re.compile(part, flags)
    return "".join(letter for letter in _LETTERS if pattern.fullmatch(letter))


def _class(letters: str) -> str:
    """Write a class of letters, which rise."""
    if not letters:
        return _NO_LETTER
    ranges = ""
    for _, run in groupby(enumerate(letters), lambda pair: ord(pair[1]) - pair[0]):
        some = [letter for _, letter in run]
        ranges += _sign(some[0]) + (f"-{_sign(some[-1])}" if len(some) > 1 else "")
    return f"[{ranges}]"


def _sign(letter: str) -> str:
    return letter if letter.isalnum() else f"\\x{{{ord(letter):x}}}"
