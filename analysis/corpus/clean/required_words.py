"""Find the words that a text must hold for a pattern to fit, so that most need not be tried.

A pattern of furniture hangs on some rare words ("newsletter"). One pass over all lines for the
words of all patterns is much faster than each pattern on each line, and loses nothing: what is
found here is necessary, never sufficient.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

# The parser of `re` has no public name; where it has none, nothing is known of any pattern, and
# each is tried on each line: slower, and no other result.
try:
    _PARSER: Any = importlib.import_module("re._parser")
except ImportError:
    _PARSER = None
# With IGNORECASE these fit an ASCII letter (i, i, s, k), and a search for ASCII misses them;
# the first also in small letters.
UNLIKE_I: Final = "ı"
UNLIKE: Final = f"{UNLIKE_I}İſ\u212a"
# More alternatives than this are not written out.
_MOST: Final = 60
# Of more letters than this most lines hold one.
_DIGITS: Final = 10
_LAST_ASCII: Final = 127
# What folding rewrites, and what it may take away at an edge.
_FOLDED: Final = frozenset("“”„‘’ʼ…")
_COMMON: Final = frozenset(" .,")
_MARKS: Final = frozenset("()[]{}|@#©»/")
_RARE: Final = 3
_FREQUENT: Final = frozenset("from have more that this with".split())

Choice = frozenset[str]


@dataclass(frozen=True)
class _Needs:
    """What is known of a part of a pattern.

    Attributes
    ----------
    whole
        All texts that fit it; None where there are too many.
    needed
        Texts of which any that fits must hold one; None where nothing is known.
    """

    whole: Choice | None
    needed: Choice | None


_NOTHING: Final = _Needs(None, None)
_EMPTY: Final[Choice] = frozenset({""})


def needed(pattern: re.Pattern[str]) -> Choice:
    r"""List texts, in small letters, of which each text with a match of a pattern holds one.

    Returns
    -------
    The texts; none where the pattern does not say.

    Examples
    --------
    >>> sorted(needed(re.compile(r".*\b(?:sent|delivered) to (?:an? )?e-?mail\b.{0,40}")))[:2]
    ['delivered to a e-mail', 'delivered to a email']
    """
    if _PARSER is None:
        return frozenset()
    texts = _sequence(_PARSER.parse(pattern.pattern, pattern.flags)).needed or frozenset()
    plain = frozenset(" ".join(text.split()) for text in texts)
    if not all(set(text) - _COMMON for text in plain):
        return frozenset()
    return frozenset(text for text in plain if not any(o in text for o in plain - {text}))


def _sequence(steps: Iterable[tuple[Any, Any]]) -> _Needs:
    """Read parts that follow one another."""
    best: Choice | None = None
    whole = _EMPTY
    complete = True
    for kind, value in steps:
        if str(kind) in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        part = _part(str(kind), value)
        if part.whole is not None and len(part.whole) * len(whole) <= _MOST:
            whole = frozenset(a + b for a in whole for b in part.whole)
            continue
        complete = False
        best = _rarer(best, whole)
        best, whole = _rarer(best, part.needed), part.whole or _EMPTY
    return _Needs(whole if complete else None, _rarer(best, whole))


def _rarer(one: Choice | None, other: Choice | None) -> Choice | None:
    """Choose the texts that fewer lines hold: the longer, then the fewer."""
    if other is None or not all(other):
        return one
    return other if one is None else max(one, other, key=_rarity)


def _rarity(texts: Choice) -> tuple[int, int]:
    return min(map(_weight, texts)), -len(texts)


def _weight(text: str) -> int:
    """Say about how rare a text is: a bracket is much rarer than a letter."""
    if text.strip() in _FREQUENT:
        return 1
    return sum(_RARE if letter in _MARKS else letter not in _COMMON for letter in text)


def _part(kind: str, value: Any) -> _Needs:
    if kind == "LITERAL":
        return _letters([value])
    if kind == "IN" and all(str(inner) in ("LITERAL", "RANGE") for inner, _ in value):
        bounds = [each if str(inner) == "RANGE" else (each, each) for inner, each in value]
        codes = [code for low, high in bounds for code in range(low, high + 1)]
        return _letters(codes) if len(codes) <= _DIGITS else _NOTHING
    if kind == "BRANCH":
        return _branch([_sequence(branch) for branch in value[1]])
    if kind == "SUBPATTERN":
        return _sequence(value[3])
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeat(value[0], value[1], _sequence(value[2]))
    return _NOTHING


def _letters(codes: Sequence[int]) -> _Needs:
    letters = frozenset(chr(code).lower() for code in codes)
    is_plain = all(
        ord(letter) <= _LAST_ASCII or not (letter.isalpha() or letter in _FOLDED)
        for letter in letters
    )
    return _Needs(letters, None) if is_plain else _NOTHING


def _branch(parts: Sequence[_Needs]) -> _Needs:
    if all(part.whole is not None for part in parts):
        whole = frozenset(text for part in parts for text in part.whole or ())
        if len(whole) <= _MOST:
            return _Needs(whole, whole if all(whole) else None)
    if all(part.needed for part in parts):
        return _Needs(None, frozenset(text for part in parts for text in part.needed or ()))
    return _NOTHING


def _repeat(least: int, most: int, part: _Needs) -> _Needs:
    if least == most == 1:
        return part
    if least == 0:
        once = most == 1 and part.whole is not None
        return _Needs((part.whole or _EMPTY) | _EMPTY, None) if once else _NOTHING
    return _Needs(None, _rarer(part.needed, part.whole))
