"""Find the few rules that each line can fit, in columns.

One pass over all lines for the words that patterns need leaves few pairs of a line and a pattern;
polars tries those that it can. Nothing is lost: what is found here is necessary, never sufficient.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import running
from analysis.corpus.clean.required_words import UNLIKE, Choice, needed
from analysis.corpus.clean.translate import translated

Truths = NDArray[np.bool_]
# Where on a line a pattern fits.
Place = Literal["whole", "start", "end"]
Mark = tuple[re.Pattern[str], Place]

# Which bit of a mask a pattern has: more patterns than bits share them, which loses nothing.
BITS: Final = 63
EVERY: Final = (1 << BITS) - 1
# Lines on which trying a pattern by polars is worth making its automaton. (polars keeps 32.)
_WORTH: Final = 500
# Words of lines that are searched together. Most patterns are for short ones, which hold less
# than half of all letters.
_SIZES: Final = (0, 16, 40, 1 << 40)
# Where a pattern must fit: what stands before and behind it. (Full stops and blanks may follow.)
_AROUND: Final = {"whole": ("^", "$"), "start": ("^", ""), "end": ("", "[ .]*$")}


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
    fits: Place = "whole"

    @property
    def tried_on(self) -> str:
        """The column of `sources.facts` that it is tried on."""
        return "text" if self.fits == "whole" else "printed"

    def expression(self) -> str:
        """Write a regular expression of polars that fits where this does; '' where none can be."""
        return _written(self.pattern, self.fits)


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
                nets.append(_Net(above, longest, texts, "|".join(map(literal, texts))))
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
    def _expressions(self) -> list[tuple[int, str, str]]:
        """Bit of each pattern, what of a line it is tried on, and its expression.

        Of those that share no bit with another and can be written for polars.
        """
        often = Counter(self.bits.values())
        found = [
            (self.bits[name], wanted.tried_on, wanted.expression())
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
        odd = np.flatnonzero(~lines["is_plain"].to_numpy())
        masks[odd[lines["text"].gather(odd).str.contains(f"[{UNLIKE}]").to_numpy()]] = EVERY
        return masks

    def _try(self, lines: pl.DataFrame, masks: NDArray[np.int64]) -> None:
        """Take the bits out of masks whose patterns do not fit, where polars can tell."""
        texts = {name: lines[name] for name in ("text", "printed")}
        plain = {"text": lines["is_plain"].to_numpy(), "printed": lines["printed_plain"].to_numpy()}
        for bit, name, expression in self._expressions:
            some = np.flatnonzero((masks & bit != 0) & plain[name])
            if len(some) < _WORTH:
                continue
            fits = texts[name].gather(some).str.contains(expression).to_numpy()
            masks[some[~fits]] &= ~bit


def can_fit(printed: pl.Series, plain: Truths, marks: tuple[Mark, ...]) -> Truths:
    """Say which lines, as they are printed, can fit one of some marks.

    Parameters
    ----------
    printed, plain
        The lines, and whether polars can try patterns on them.
    marks
        What must fit, and where.
    """
    written = _any_of(marks)
    if not written:
        return np.ones(len(printed), dtype=bool)
    fits: Truths = printed.str.contains(written).fill_null(value=True).to_numpy()
    return fits | ~plain


@lru_cache(maxsize=16)
def _any_of(marks: tuple[Mark, ...]) -> str:
    """Write some marks as one expression of polars; '' where one of them cannot be written."""
    each = [_written(*mark) for mark in marks]
    return "|".join(each) if all(each) else ""


def _written(pattern: re.Pattern[str], fits: Place) -> str:
    found = translated(pattern)
    before, after = _AROUND[fits]
    return f"{before}(?:{found}){after}" if found else ""


def literal(text: str) -> str:
    """Write a text as a regular expression of polars: `re.escape` writes some marks otherwise."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&~-])", r"\\\1", text)
