"""How strongly a term belongs to one of two sides: every measure with its variant named.

Notation of methods.md: a term stands `a` times among `size_a` tokens and `b` times among
`size_b`. All functions take numbers or arrays and return arrays. 0 · ln 0 is 0.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, xlogy

Numbers = NDArray[np.float64]

# What stands for a count of none in a ratio (Hardie's log ratio).
EMPTY_CELL: Final = 0.5
# Total pseudo-count of the informative prior: about one news text (Monroe et al. 2008).
PRIOR_SIZE: Final = 500.0


def _numbers(*values: ArrayLike) -> tuple[Numbers, ...]:
    return tuple(np.asarray(value, dtype=float) for value in values)


def g2_2term(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Numbers:
    """Compute log-likelihood G2 from the two observed cells only.

    The variant of UCREL's calculator, WordSmith and Conc. Treats tokens as independent
    draws: never a test of outlets.

    References
    ----------
    Rayson and Garside 2000, Comparing Corpora.

    Examples
    --------
    >>> round(float(g2_2term(52, 57, 50_000, 75_000)), 4)
    2.6517
    """
    a, b, size_a, size_b = _numbers(a, b, size_a, size_b)
    rate = (a + b) / (size_a + size_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(a > 0, a * np.log(a / (rate * size_a)), 0.0)
        second = np.where(b > 0, b * np.log(b / (rate * size_b)), 0.0)
    return np.asarray(2 * (first + second))


def g2_4term(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Numbers:
    """Compute log-likelihood G2 from all four cells.

    The variant of AntConc, quanteda and Dunning. Treats tokens as independent draws.

    References
    ----------
    Dunning 1993, Computational Linguistics 19(1).

    Examples
    --------
    >>> round(float(g2_4term(52, 57, 50_000, 75_000)), 4)
    2.6541
    """
    a, b, size_a, size_b = _numbers(a, b, size_a, size_b)
    total, term = size_a + size_b, a + b
    cells = (a, b, size_a - a, size_b - b)
    observed = sum(xlogy(cell, cell) for cell in cells) + xlogy(total, total)
    margins = (size_a, size_b, term, total - term)
    # Rounding may leave a tiny negative where the two sides agree.
    return np.asarray(np.maximum(2 * (observed - sum(xlogy(m, m) for m in margins)), 0.0))


def log_ratio(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Numbers:
    """Compute the binary log of the ratio of two rates, in bits; 0.5 for an empty cell.

    References
    ----------
    Hardie 2014, Log Ratio: an informal introduction.

    Examples
    --------
    >>> float(log_ratio(8, 1, 1000, 1000))
    3.0
    """
    a, b, size_a, size_b = _numbers(a, b, size_a, size_b)
    above, below = np.where(a > 0, a, EMPTY_CELL), np.where(b > 0, b, EMPTY_CELL)
    return np.asarray(np.log2(above * size_b / (below * size_a)))


def log_odds(
    a: ArrayLike,
    b: ArrayLike,
    sizes: tuple[ArrayLike, ArrayLike],
    prior: ArrayLike,
    prior_size: float | None = None,
) -> Numbers:
    """Compute the difference of log-odds under a Dirichlet prior (delta).

    Good for ranking: the prior shrinks rare terms. Not a test.

    Parameters
    ----------
    sizes
        Tokens of each side.
    prior
        Pseudo-count of each term.
    prior_size
        Pseudo-count of the whole vocabulary, where these terms are only some of it.

    References
    ----------
    Monroe, Colaresi and Quinn 2008, Political Analysis 16(4), equation 16.
    """
    alpha = np.asarray(prior, dtype=float)
    total = float(alpha.sum()) if prior_size is None else prior_size
    a, b, size_a, size_b = _numbers(a, b, *sizes)
    odds_a = (a + alpha) / (size_a + total - a - alpha)
    odds_b = (b + alpha) / (size_b + total - b - alpha)
    return np.asarray(np.log(odds_a / odds_b))


def log_odds_variance(
    a: ArrayLike,
    b: ArrayLike,
    sizes: tuple[ArrayLike, ArrayLike],
    prior: ArrayLike,
    prior_size: float | None = None,
) -> tuple[Numbers, Numbers]:
    """Compute the variance of `log_odds`: all four terms (full), and the two that matter (short).

    Returns
    -------
    Full (scattertext) and short (ConvoKit) variance; zeta = delta / sqrt(variance).

    References
    ----------
    Monroe, Colaresi and Quinn 2008, equations 19 and 20.
    """
    alpha = np.asarray(prior, dtype=float)
    total = float(alpha.sum()) if prior_size is None else prior_size
    a, b, size_a, size_b = _numbers(a, b, *sizes)
    short = 1 / (a + alpha) + 1 / (b + alpha)
    rest = 1 / (size_a + total - a - alpha) + 1 / (size_b + total - b - alpha)
    return np.asarray(short + rest), np.asarray(short)


def lrc(
    a: ArrayLike,
    b: ArrayLike,
    sizes: tuple[float, float],
    *,
    terms: int = 1,
    confidence: float = 0.95,
) -> Numbers:
    """Compute the conservative log ratio: the end of its interval that lies nearer to zero.

    Fed with document counts it ranks small corpora well; 0 means not credible.

    Parameters
    ----------
    a, b, sizes
        Documents (or tokens) that hold the term on each side, and all of each side.
    terms
        How many terms are looked at (Bonferroni).

    References
    ----------
    Evert 2022, Measuring keyness, doi:10.17605/OSF.IO/CY6MW; after Clopper and Pearson 1934.

    Examples
    --------
    >>> round(float(lrc(100, 20, (50_000, 75_000))), 6)
    2.203981
    """
    a, b = _numbers(a, b)
    alpha = (1 - confidence) / 2 / terms
    size_a, size_b = sizes
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, betaincinv(a, b + 1, alpha), 0.0)
        high = np.where(b > 0, betaincinv(a + 1, b, 1 - alpha), 1.0)
        least = np.log2(size_b / size_a * low / (1 - low))
        most = np.log2(size_b / size_a * high / (1 - high))
    above = a / size_a > b / size_b
    return np.asarray(np.where(above, np.maximum(0, least), np.minimum(0, most)))


def chi2(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Numbers:
    """Compute Pearson's chi-squared of the 2 x 2 table, no correction.

    Examples
    --------
    >>> round(float(chi2(3, 7, 10, 9)), 4)
    4.3372
    """
    a, b, size_a, size_b = _numbers(a, b, size_a, size_b)
    total, term = size_a + size_b, a + b
    difference = a * (size_b - b) - b * (size_a - a)
    return np.asarray(total * difference**2 / (term * (total - term) * size_a * size_b))


def percent_difference(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Numbers:
    """Compute %DIFF, by how many percent the rate of `a` is above that of `b`.

    References
    ----------
    Gabrielatos and Marchi 2012, Keyness: appropriate metrics and practical issues.
    """
    return np.asarray(100 * (2 ** log_ratio(a, b, size_a, size_b) - 1))


def simple_maths(
    a: ArrayLike, b: ArrayLike, sizes: tuple[float, float], smoothing: float = 1.0
) -> Numbers:
    """Compute Sketch Engine's score: the ratio of rates per million, each plus `smoothing`.

    References
    ----------
    Kilgarriff 2009, Simple maths for keywords.
    """
    a, b = _numbers(a, b)
    rate_a, rate_b = a / sizes[0] * 1e6, b / sizes[1] * 1e6
    return np.asarray((rate_a + smoothing) / (rate_b + smoothing))
