"""Which kinds of finding may stand in a headline, and the figures that let them.

A kind is admitted where what it rests on is right in at least nine of ten cases, on articles that
no rule was made for. The same figures stand in docs/limits.md; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Nine of ten.
BAR: Final = 0.9


@dataclass(frozen=True)
class Measured:
    """How often a kind was right: `right` of `n` read, on what, and on which day."""

    right: int
    n: int
    on: str
    day: str

    @property
    def is_admitted(self) -> bool:
        """Whether at least nine of ten were right."""
        return self.n > 0 and self.right >= BAR * self.n


NOT_READ: Final = Measured(0, 0, "", "")

ADMITTED: Final[dict[str, Measured]] = {
    "naming": NOT_READ,
    "naming, shipped list": NOT_READ,
    "name not printed": NOT_READ,
    "naming by test": NOT_READ,
    "word by test": NOT_READ,
    "quotation cut": NOT_READ,
    "only one quotes": NOT_READ,
    "reprint": NOT_READ,
    "everywhere but one": NOT_READ,
}
