"""Find the few rules that each line can fit, in columns.

One pass over all lines for the words that patterns need leaves few pairs of a line and a pattern.
Nothing is lost: what is found here is necessary, never sufficient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import running
from analysis.corpus.clean.required_words import UNLIKE, Choice, needed

# Which bit of a mask a pattern has: more patterns than bits share them, which loses nothing.
BITS: Final = 63
EVERY: Final = (1 << BITS) - 1
# Words of lines that are searched together. Most patterns are for short ones, which hold less
# than half of all letters.
_SIZES: Final = (0, 16, 40, 1 << 40)


class Wanted(NamedTuple):
    """A pattern that lines are tried on.

    Attributes
    ----------
    pattern
        What fits.
    longest
        How many words a line has at most.
    """

    pattern: re.Pattern[str]
    longest: int


class _LiteralSet(NamedTuple):
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
        mask = lines.str.contains(self.expression)
        hits = lines.filter(mask).str.extract_many(
            pl.Series(list(self.texts)).implode(), overlapping=True
        )
        if not len(hits):
            return mask.to_numpy(), np.zeros(0, dtype=np.int64)
        flat = hits.list.explode(empty_as_null=False, keep_nulls=False)
        numbers = flat.cast(pl.Enum(list(self.texts))).to_physical().to_numpy()
        codes = np.array(list(self.texts.values()), dtype=np.int64)[numbers]
        begins = running(hits.list.len().to_numpy())[:-1]
        return mask.to_numpy(), np.bitwise_or.reduceat(codes, begins)


@dataclass(frozen=True)
class Prefilter:
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
    def _literal_sets(self) -> list[_LiteralSet]:
        """One set for each range of sizes in which a pattern needs a text."""
        sets = []
        for above, longest in pairwise(_SIZES):
            texts: dict[str, int] = {}
            for name, wanted in self.patterns.items():
                for text in self._needed[name] if wanted.longest > above else ():
                    texts[text] = texts.get(text, 0) | self.bits[name]
            if texts:
                sets.append(_LiteralSet(above, longest, texts, "|".join(map(literal, texts))))
        return sets

    @cached_property
    def _by_size(self) -> NDArray[np.int64]:
        """Bits of the patterns that a line of so many words can fit."""
        limits = [wanted.longest for wanted in self.patterns.values()]
        table = np.zeros(max(limits, default=0) + 2, dtype=np.int64)
        for name, wanted in self.patterns.items():
            table[: wanted.longest + 1] |= self.bits[name]
        return table

    def masks(self, lines: pl.DataFrame) -> NDArray[np.int64]:
        """Say of each line which patterns can match in it, by their bits.

        Parameters
        ----------
        lines
            As `split_lines.facts` gives them.

        Returns
        -------
        A mask for each line; `EVERY` where its letters are such that any pattern can match.
        """
        masks, sizes = np.full(len(lines), self._always, dtype=np.int64), lines["size"].to_numpy()
        for literals in self._literal_sets:
            some = np.flatnonzero((sizes > literals.above) & (sizes <= literals.longest))
            caught, bits = literals.catch(lines["small"].gather(some))
            masks[some[caught]] |= bits
        masks &= self._by_size[np.minimum(sizes, len(self._by_size) - 1)]
        masks[lines["text"].str.contains(f"[{UNLIKE}]").to_numpy()] = EVERY
        return masks


def literal(text: str) -> str:
    """Write a text as a regular expression of polars: `re.escape` writes some marks otherwise."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&~-])", r"\\\1", text)
