"""A comparison that is tried: its sides, and what a word must reach there to be a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.keyness import Comparison
from analysis.measures.keyness.sides import Sides, sides_of
from analysis.schema import ALPHA
from analysis.statistics.inference import MOST_UNITS, PERMUTATIONS
from analysis.statistics.score import Scored, permutation_test
from analysis.statistics.units import Units, drawn

_SEED: Final = 1


@dataclass(frozen=True)
class Trial:
    """A comparison on the articles of a corpus; what is known of it is computed once.

    Attributes
    ----------
    corpus, comparison, cluster
        As for `keyness`.
    """

    corpus: Corpus
    comparison: Comparison
    cluster: pd.Series | None = field(default=None, repr=False)

    @cached_property
    def sides(self) -> Sides:
        """What is compared."""
        return sides_of(self.corpus, self.comparison, self.cluster)

    @cached_property
    def units(self) -> Units:
        """What is relabelled, in the same draw as that of `keyness`."""
        return drawn(self.sides.units, _SEED, MOST_UNITS)

    @property
    def is_tested(self) -> bool:
        """Whether there are articles enough for a test."""
        return self.units.allow_inference

    @cached_property
    def found(self) -> Scored:
        """What the test says of its words."""
        return permutation_test(self.units, permutations=PERMUTATIONS, seed=_SEED)

    @cached_property
    def needed(self) -> float:
        """The |z| that a word must reach to be a finding."""
        return self.found.critical(ALPHA)
