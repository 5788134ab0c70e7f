"""Find the words that a text must hold for a pattern to fit, so that most need not be tried.

A pattern of furniture hangs on some rare words ("newsletter"). One pass over all lines for the
words of all patterns is much faster than each pattern on each line, and loses nothing: what is
found here is necessary, never sufficient.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.clean.parsed import UNLIKE, parsed
from analysis.corpus.clean.translate import translated
from analysis.corpus.count import running

# Which bit of a mask a pattern has: more patterns than bits share them, which loses nothing.
BITS: Final = 63
EVERY: Final = (1 << BITS) - 1
# More alternatives than this are not written out.
_MOST: Final = 60
# Of more letters than this most lines hold one.
_DIGITS: Final = 10
_LAST_ASCII: Final = 127
# Where a pattern must fit: what stands before and behind it. (Full stops and blanks may follow.)
_AROUND: Final = {"whole": ("^", "$"), "start": ("^", ""), "end": ("", "[ .]*$")}
# What folding rewrites, and what it may take away at an edge.
_FOLDED: Final = frozenset("“”„‘’ʼ…")
_COMMON: Final = frozenset(" .,")
_MARKS: Final = frozenset("()[]{}|@#©»/")
_RARE: Final = 3
_FREQUENT: Final = frozenset("from have more that this with".split())
# Lines on which trying a pattern by polars is worth making its automaton. (polars keeps 32.)
_WORTH: Final = 500
# Words of lines that are searched together. Most patterns are for short ones, which hold less
# than half of all letters.
_SIZES: Final = (0, 12, 40, 1 << 40)

Choice = frozenset[str]


@dataclass(frozen=True)
class _Found:
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


_NOTHING: Final = _Found(None, None)
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
    found = _sequence(parsed(pattern)).needed or frozenset()
    plain = frozenset(" ".join(text.split()) for text in found)
    if not all(set(text) - _COMMON for text in plain):
        return frozenset()
    return frozenset(text for text in plain if not any(o in text for o in plain - {text}))


def _sequence(steps: Iterable[tuple[Any, Any]]) -> _Found:
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
    return _Found(whole if complete else None, _rarer(best, whole))


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


def _part(kind: str, value: Any) -> _Found:
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


def _letters(codes: Sequence[int]) -> _Found:
    letters = frozenset(chr(code).lower() for code in codes)
    known = all(
        ord(letter) <= _LAST_ASCII or not (letter.isalpha() or letter in _FOLDED)
        for letter in letters
    )
    return _Found(letters, None) if known else _NOTHING


def _branch(parts: Sequence[_Found]) -> _Found:
    if all(part.whole is not None for part in parts):
        whole = frozenset(text for part in parts for text in part.whole or ())
        if len(whole) <= _MOST:
            return _Found(whole, whole if all(whole) else None)
    if all(part.needed for part in parts):
        return _Found(None, frozenset(text for part in parts for text in part.needed or ()))
    return _NOTHING


def _repeat(least: int, most: int, part: _Found) -> _Found:
    if least == most == 1:
        return part
    if least == 0:
        once = most == 1 and part.whole is not None
        return _Found((part.whole or _EMPTY) | _EMPTY, None) if once else _NOTHING
    return _Found(None, _rarer(part.needed, part.whole))


class Wanted(NamedTuple):
    """A pattern that lines are tried on.

    Attributes
    ----------
    pattern
        What fits.
    longest
        How many words a line has at most.
    fits
        The whole of a line, as it is folded; or its beginning or end, as it is printed.
    """

    pattern: re.Pattern[str]
    longest: int
    fits: Literal["whole", "start", "end"] = "whole"

    def expression(self) -> str:
        """Write a regular expression of polars that fits where this does; '' where none can be."""
        found = translated(self.pattern)
        before, after = _AROUND[self.fits]
        return f"{before}(?:{found}){after}" if found else ""


class _Net(NamedTuple):
    """The texts that patterns for lines of some sizes need.

    Attributes
    ----------
    above, longest
        Lines have more words than the one, and up to the other.
    texts
        Each text -> bits of the patterns it is for.
    expression
        All texts as one regular expression of polars.
    """

    above: int
    longest: int
    texts: Mapping[str, int]
    expression: str

    def catch(self, lines: pl.Series) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Say which lines, in small letters, hold a text; and the bits of each that does."""
        # A search that says whether, not which, is several times faster.
        held = lines.str.contains(self.expression)
        found = lines.filter(held).str.extract_many(
            pl.Series(list(self.texts)).implode(), overlapping=True
        )
        if not len(found):
            return held.to_numpy(), np.zeros(0, dtype=np.int64)
        each = found.list.explode(empty_as_null=False, keep_nulls=False)
        numbers = each.cast(pl.Enum(list(self.texts))).to_physical().to_numpy()
        codes = np.array(list(self.texts.values()), dtype=np.int64)[numbers]
        begins = running(found.list.len().to_numpy())[:-1]
        return held.to_numpy(), np.bitwise_or.reduceat(codes, begins)


@dataclass(frozen=True)
class Sieve:
    """The patterns of all rules, and what tells the few that a line can fit.

    Attributes
    ----------
    patterns
        The patterns by name.
    """

    patterns: Mapping[str, Wanted]

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """The bit of each pattern."""
        return {name: 1 << place % BITS for place, name in enumerate(self.patterns)}

    @cached_property
    def _always(self) -> int:
        """Bits of the patterns that need nothing known."""
        return sum({self.bits[name] for name, texts in self._needed.items() if not texts})

    @cached_property
    def _needed(self) -> Mapping[str, Choice]:
        return {name: needed(wanted.pattern) for name, wanted in self.patterns.items()}

    @cached_property
    def _nets(self) -> list[_Net]:
        """One net for each range of sizes in which a pattern needs a text."""
        nets = []
        for above, longest in pairwise(_SIZES):
            texts: dict[str, int] = {}
            for name, wanted in self.patterns.items():
                for text in self._needed[name] if wanted.longest > above else ():
                    texts[text] = texts.get(text, 0) | self.bits[name]
            if texts:
                nets.append(_Net(above, longest, texts, "|".join(map(_literal, texts))))
        return nets

    @cached_property
    def _by_size(self) -> NDArray[np.int64]:
        """Bits of the patterns that a line of so many words can fit."""
        limits = [wanted.longest for wanted in self.patterns.values()]
        table = np.zeros(max(limits, default=0) + 2, dtype=np.int64)
        for name, wanted in self.patterns.items():
            table[: wanted.longest + 1] |= self.bits[name]
        return table

    @cached_property
    def _expressions(self) -> list[tuple[int, bool, str]]:
        """Bit, whether it is tried on lines as they are printed, and expression of each pattern.

        Of those that share no bit with another and can be written for polars.
        """
        often = Counter(self.bits.values())
        found = [
            (self.bits[name], wanted.fits != "whole", wanted.expression())
            for name, wanted in self.patterns.items()
            if often[self.bits[name]] == 1
        ]
        return [one for one in found if one[-1]]

    def masks(self, lines: pl.DataFrame) -> NDArray[np.int64]:
        """Say of each line which patterns can match in it, by their bits.

        Parameters
        ----------
        lines
            As `sources.facts` gives them; patterns may be tried on the texts or the unfolded.

        Returns
        -------
        A mask for each line; `EVERY` where its letters are such that any pattern can match.
        """
        masks, sizes = np.full(len(lines), self._always, dtype=np.int64), lines["size"].to_numpy()
        for net in self._nets:
            some = np.flatnonzero((sizes > net.above) & (sizes <= net.longest))
            held, bits = net.catch(lines["small"].gather(some))
            masks[some[held]] |= bits
        masks &= self._by_size[np.minimum(sizes, len(self._by_size) - 1)]
        self._try(lines, masks)
        odd = np.flatnonzero(~lines["printable"].to_numpy())
        masks[odd[lines["text"].gather(odd).str.contains(f"[{UNLIKE}]").to_numpy()]] = EVERY
        return masks

    def _try(self, lines: pl.DataFrame, masks: NDArray[np.int64]) -> None:
        """Take the bits out of masks whose patterns do not fit, where polars can tell."""
        printable, printed = lines["printable"].to_numpy(), lines["printed"].to_numpy()
        for bit, as_printed, expression in self._expressions:
            some = np.flatnonzero((masks & bit != 0) & printable & (printed | (not as_printed)))
            if len(some) < _WORTH:
                continue
            fits = lines["text"].gather(some).str.contains(expression).to_numpy()
            masks[some[~fits]] &= ~bit


def _literal(text: str) -> str:
    """Write a text as a regular expression of polars: `re.escape` writes some marks otherwise."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&~-])", r"\\\1", text)
