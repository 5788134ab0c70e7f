"""Which kinds of finding may stand in a headline, and the figures that let them.

A kind is admitted where what it rests on is right in at least nine of ten cases, on articles that
no rule was made for. The same figures stand in docs/limits.md; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Nine of ten.
BAR: Final = 0.9
# Cases read, at least.
LEAST: Final = 15


@dataclass(frozen=True)
class Measured:
    """How often a kind was right: `right` of `n` read, on what, and on which day."""

    right: int
    n: int
    on: str
    day: str

    @property
    def is_admitted(self) -> bool:
        """Whether at least nine of ten were right, and enough were read to say so."""
        return self.n >= LEAST and self.right >= BAR * self.n


_DAY: Final = "2026-11-29"

ADMITTED: Final[dict[str, Measured]] = {
    "naming": Measured(51, 52, "names in wagner-2023, annotated by hand", _DAY),
    "naming, shipped list": Measured(1, 5, "169 stories and three earlier draws", _DAY),
    "name not printed": Measured(8, 11, "169 stories", _DAY),
    "naming by test": Measured(15, 21, "five-outlets, pairs of allsides-scale, data/sample", _DAY),
    "word by test": Measured(26, 27, "12 draws of 3 outlets of allsides-scale", _DAY),
    "description by test": Measured(0, 2, "6 draws of 3 outlets of allsides-scale", "2026-11-30"),
    "modifier by test": Measured(1, 4, "6 draws of 3 outlets of allsides-scale", "2026-11-30"),
    "quotation cut": Measured(9, 12, "two draws, 169 and 199 stories", _DAY),
    "only one quotes": Measured(20, 22, "169 stories", _DAY),
    "reprint": Measured(10, 12, "three draws of 169 to 199 stories", _DAY),
    "everywhere but one": Measured(5, 12, "89 stories", _DAY),
}
