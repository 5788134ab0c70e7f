"""The cells of a trend: every group in every period, and what is summed in them.

A cell is a number, so that sums over documents are one `bincount`, and all that is summed are
integers: neither the order of documents nor the machine changes the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers
from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE, TableError, closest

Numbers = NDArray[np.float64]
Labels = NDArray[np.str_]
Days = NDArray[np.datetime64]

GRAINS: Final = ("day", "week", "month")
MOST_ROWS: Final = 2_000_000
MOST_PERIODS: Final = 40
_UNIT: Final = {"day": "D", "week": "D", "month": "M"}


@dataclass(frozen=True)
class Cells:
    """Groups x periods, the group counting slowest.

    Attributes
    ----------
    groups
        Names of the groups, sorted.
    periods, starts
        Every period from the first to the last, and the first day of each.
    rows
        Positions of the documents that lie in a cell, and
    cell
        the number of the cell of each.
    """

    groups: Sequence[str]
    periods: Labels
    starts: Days
    rows: Integers
    cell: Integers

    def __len__(self) -> int:
        """Count the cells."""
        return len(self.groups) * len(self.periods)

    def sum(self, values: ArrayLike) -> Integers:
        """Sum a number of each document of the corpus in every cell."""
        weights = np.asarray(values)[self.rows]
        return np.bincount(self.cell, weights, len(self)).astype(np.int64)

    def frame(self) -> pd.DataFrame:
        """Lay out the cells: group, period, first day of it."""
        times = len(self.periods)
        return pd.DataFrame(
            {
                "group": np.repeat(np.array(self.groups, dtype=object), times),
                "period": np.tile(self.periods.astype(object), len(self.groups)),
                "period_start": np.tile(self.starts, len(self.groups)),
            }
        )

    def bear(self, series: int) -> None:
        """Stop where a table would have more rows than anybody reads.

        Raises
        ------
        TableError
            There are too many groups, periods and terms.
        """
        if len(self) * series > MOST_ROWS:
            raise TableError(
                f"{len(self.groups):,} groups in {len(self.periods):,} periods from "
                f"{self.periods[0]} to {self.periods[-1]}, {series:,} times, are more rows than "
                f"{MOST_ROWS:,}. Choose a coarser grain (week, month), fewer terms, or a part of "
                "the time: corpus.select(since=…, until=…)."
            )


def grain_of(corpus: Corpus) -> str:
    """Choose the grain in which the days of a corpus can be read: day, week or month.

    Returns
    -------
    The finest that has at most 40 periods from the first day to the last.
    """
    for grain in GRAINS:
        period = periods(corpus.documents, grain)
        dated = period[period >= 0]
        if not len(dated) or dated.max() - dated.min() < MOST_PERIODS:
            return grain
    return GRAINS[-1]


def beside_time(by: str) -> str:
    """Choose how to group what is followed over time: as asked, by outlet instead of a period.

    Examples
    --------
    >>> beside_time("origin"), beside_time("month")
    ('origin', 'outlet')
    """
    return "outlet" if by in GRAINS else by


def cells(corpus: Corpus, by: str, grain: str) -> Cells:
    """Find the cell of each document; see `Corpus.groups` for who is in none.

    Raises
    ------
    TableError
        Documents cannot be grouped so, or there is no such grain.
    """
    if by in GRAINS:
        raise TableError(f"A trend runs over time already: group it by an outlet, not by {by!r}.")
    group, names = pd.factorize(corpus.groups(by), sort=True)
    period = periods(corpus.documents, grain)
    inside = (period >= 0) & (group >= 0)
    if "" in names:
        inside &= group != names.get_loc("")
    rows = np.flatnonzero(inside)
    present, group = np.unique(group[rows], return_inverse=True)
    period = period[rows]
    first = int(period.min(initial=np.iinfo(np.int64).max)) if len(rows) else 0
    count = int(period.max()) - first + 1 if len(rows) else 0
    labels, starts = name_periods(np.arange(first, first + count), grain)
    chosen = [str(names[number]) for number in present]
    return Cells(chosen, labels, starts, rows, group * count + (period - first))


def periods(documents: pd.DataFrame, grain: str) -> Integers:
    """Give each document the number of its day, week or month; -1 where it is not known.

    The same rule as `Corpus.groups`: first and last possible day lie in one period.
    """
    if grain not in GRAINS:
        raise TableError(
            f"There is no grain {grain!r}. Allowed: {', '.join(GRAINS)}." + closest(grain, GRAINS)
        )
    numbers, is_known = [], np.ones(len(documents), dtype=bool)
    for column in ("published_earliest", "published_latest"):
        days = documents[column].to_numpy(dtype="datetime64[s]")
        is_known &= ~np.isnat(days)
        number = (days.astype(f"datetime64[{_UNIT[grain]}]") - _origin(grain)).astype(np.int64)
        numbers.append(number // 7 if grain == "week" else number)
    return np.where(is_known & (numbers[0] == numbers[1]), numbers[1], -1)


def name_periods(numbers: Integers, grain: str) -> tuple[Labels, Days]:
    """Write the label of each period, and its first day."""
    steps = numbers * 7 if grain == "week" else numbers
    starts = _origin(grain) + steps.astype(f"timedelta64[{_UNIT[grain]}]")
    days = starts.astype("datetime64[s]")
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[grain]
    return pd.DatetimeIndex(days).strftime(form).to_numpy(dtype=str), days


def _origin(grain: str) -> np.datetime64:
    """Count from the year 1, so that no number is negative; its first day was a Monday."""
    first = np.datetime64("0001-01-01", "D")
    return first.astype("datetime64[M]") if grain == "month" else first


@dataclass(frozen=True)
class Ratio:
    """Sums over the documents of each cell, of which a ratio and its error are made.

    Attributes
    ----------
    n
        Documents with anything in the denominator: the units.
    above, below
        Sum of the numerator, and of the denominator.
    above_squared, crossed, below_squared
        Sum of their squares and of their product.
    """

    n: Integers
    above: Integers
    below: Integers
    above_squared: Integers
    crossed: Integers
    below_squared: Integers

    @property
    def value(self) -> Numbers:
        """The ratio; NaN where there is nothing in the denominator."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.above / np.where(self.below > 0, self.below, np.nan))

    @property
    def log_error(self) -> Numbers:
        """Standard error of the natural log of the ratio, documents as units.

        NaN where the numerator is 0 or there are fewer than 5 documents.

        References
        ----------
        Cochran 1977, Sampling Techniques, 6.3; methods.md 2.5.
        """
        value, n = self.value, self.n
        squares = self.above_squared - 2 * value * self.crossed + value**2 * self.below_squared
        is_enough = (n >= MINIMUM_DOCUMENTS_FOR_INFERENCE) & (self.above > 0)
        spread = np.sqrt(n / np.maximum(n - 1, 1) * np.maximum(squares, 0))
        return np.where(is_enough, spread / np.maximum(self.above, 1), np.nan)

    @property
    def _width(self) -> Numbers:
        """Half the 95 % interval of the natural log: t of n - 1 degrees, for n is often small."""
        return np.asarray(stdtrit(np.maximum(self.n - 1, 1), 0.975) * self.log_error)

    def interval(self) -> tuple[Numbers, Numbers]:
        """Compute the 95 % interval of a rate: symmetric on the log scale, so above 0."""
        factor = np.exp(self._width)
        return self.value / factor, self.value * factor

    def share_interval(self) -> tuple[Numbers, Numbers]:
        """Compute the 95 % interval of a share: symmetric on the logit scale, so within 0-1.

        NaN for a share of 1 too: like 0 it has no error that could be computed.
        """
        value = self.value
        other = np.where(value < 1, 1 - value, np.nan)
        factor = np.exp(self._width / other)
        odds = value / other
        return odds / factor / (1 + odds / factor), odds * factor / (1 + odds * factor)
