"""Intervals of a share and of a rate whose unit is the document, not the word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import betaincinv, gammaincinv, stdtrit

from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE
from analysis.statistics.units import Numbers

# Two-sided 95 %.
_Z: Final = 1.959963984540054
_TAILS: Final = (0.025, 0.975)


@dataclass(frozen=True)
class Clustered:
    """Sums over the units of each cell, of which a share or a rate and its interval are made.

    A unit d holds x_d of m_d, as mentions by one name of all mentions of a thing, or cues of all
    words; what lies in one document hangs together. Squares are weighed by 1 / (1 - m_d / M), M
    the sum of m_d: a long document draws the ratio to itself (Bell and McCaffrey 2002, Survey
    Methodology 28(2)).

    Attributes
    ----------
    n
        Units with anything in m.
    above, below
        Sums of x and of m.
    above_squared, crossed, below_squared
        Weighed sums of x^2, of x m and of m^2.
    whole
        Sum of m^2, not weighed.
    """

    n: Numbers
    above: Numbers
    below: Numbers
    above_squared: Numbers
    crossed: Numbers
    below_squared: Numbers
    whole: Numbers

    def share_interval(self) -> tuple[Numbers, Numbers]:
        """Compute the 95 % interval of a share.

        Jeffreys' on effective counts: x and m are divided by max(1, (t / 1.96)^2 D), t of n - 1
        degrees, D the squared residuals from x = p m over M p (1 - p). Where all or none of m is
        x the residuals say nothing: D is that of documents that never mix, sum m^2 / M.

        Returns
        -------
        Low and high end, 0-1; NaN where there are fewer than five units.

        References
        ----------
        Brown, Cai and DasGupta 2001, Statistical Science 16(2); for effective counts Franco,
        Little, Louis and Slud 2019, J. Survey Statistics and Methodology 7(3).
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            share = self.above / self.below
            by_chance = self.below * share * (1 - share)
            design = np.where(by_chance > 0, self._residuals / by_chance, self.whole / self.below)
            counts = self._effective(design)
            a, b = self.above * counts + 0.5, (self.below - self.above) * counts + 0.5
            low, high = (betaincinv(a, b, tail) for tail in _TAILS)
        return self._where_enough(low), self._where_enough(high)

    def rate_interval(self) -> tuple[Numbers, Numbers]:
        """Compute the 95 % interval of a rate, x in one of m.

        As that of a share, but with what a Poisson count would have for its variance: D is the
        squared residuals over the sum of x, 1 where that is none.

        References
        ----------
        Brown, Cai and DasGupta 2003, Statistica Sinica 13 (Jeffreys for a Poisson mean).
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            design = np.where(self.above > 0, self._residuals / self.above, 1.0)
            counts = self._effective(design)
            low, high = (
                gammaincinv(self.above * counts + 0.5, tail) / (self.below * counts)
                for tail in _TAILS
            )
        return self._where_enough(low), self._where_enough(high)

    @property
    def _residuals(self) -> Numbers:
        ratio = self.above / self.below
        squares = self.above_squared - 2 * ratio * self.crossed + ratio**2 * self.below_squared
        return np.asarray(np.maximum(squares, 0))

    def _effective(self, design: Numbers) -> Numbers:
        """Say which part of the counts independent draws would need for the same certainty."""
        wider = (stdtrit(np.maximum(self.n - 1, 1), _TAILS[1]) / _Z) ** 2
        return np.asarray(1 / np.maximum(1, wider * design))

    def _where_enough(self, ends: Numbers) -> Numbers:
        is_enough = (self.n >= MINIMUM_DOCUMENTS_FOR_INFERENCE) & (self.below > 0)
        return np.where(is_enough, ends, np.nan)
