"""Tell whether a term is spread over a group's documents or clumped in a few.

A word with a high rate may owe it to one article. Read the dispersion beside every rate:
0 means in proportion to length in every document, 1 means all in the shortest one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

Numbers = NDArray[np.float64]


def dp_norm(counts: csc_array, length: NDArray[np.int64]) -> Numbers:
    """Measure how unevenly each term is spread over the documents (DPnorm).

    Do not compare values of groups with very different numbers of documents, nor of
    terms with a handful of occurrences: a rare term is always clumped.

    Parameters
    ----------
    counts
        Documents x terms, how often each term occurs.
    length
        Tokens of each document, in the order of the rows.

    Returns
    -------
    One value per term, 0 (even) to 1 (clumped); NaN where the term does not occur or there
    is one document only.

    References
    ----------
    Gries 2008, International Journal of Corpus Linguistics 13(4); divided by its maximum
    as in Lijffijt and Gries 2012, the same journal 17(1).
    """
    table = csc_array(counts, dtype=float)
    columns = np.repeat(np.arange(table.shape[1]), np.diff(table.indptr))
    frequency = np.asarray(table.sum(axis=0)).ravel()
    share, largest = shares(length)
    return unevenness(columns, table.data, share[table.indices], frequency) / largest


def shares(length: NDArray[np.int64]) -> tuple[Numbers, float]:
    """Compute each document's share of the tokens, and the largest deviation there can be.

    Returns
    -------
    The shares, and 1 less the smallest of a document that has tokens; NaN where there are
    fewer than two.
    """
    size = np.asarray(length, dtype=float)
    if (size > 0).sum() < 2:
        return np.zeros(len(size)), np.nan
    share = size / size.sum()
    return share, float(1 - share[size > 0].min())


def unevenness(
    columns: NDArray[np.int64],
    values: Numbers,
    held: Numbers,
    frequency: NDArray[np.integer] | Numbers,
) -> Numbers:
    """Sum how far terms lie from an even spread (DP, not divided by its maximum).

    Parameters
    ----------
    columns, values, held
        Of each document that holds a term: the number of the term, how often it stands
        there, and the document's share of the tokens.
    frequency
        How often each term stands in all documents.

    Returns
    -------
    One value per term; NaN where the term does not occur.
    """
    part = values / frequency[columns]
    apart = np.bincount(columns, np.abs(part - held), minlength=len(frequency))
    present = np.bincount(columns, held, minlength=len(frequency))
    return np.where(frequency > 0, (apart + 1 - present) / 2, np.nan)


def dispersions(counts: Numbers, length: Numbers) -> pd.Series:
    """Compute the classical measures of dispersion of one term, for comparison with other tools.

    Parameters
    ----------
    counts, length
        How often the term stands in each part, and the size of each part.

    Returns
    -------
    range (parts with the term), DP, DPnorm (0 even), D (Juilland), S (Rosengren), DA
    (1 even) and KLD (bits, 0 even).

    References
    ----------
    Gries 2020, Analyzing dispersion, in: A Practical Handbook of Corpus Linguistics;
    Burch, Egbert and Biber 2017, Journal of Research Design and Statistics in Linguistics
    and Communication Science 3(2), for DA.
    """
    v, size = np.asarray(counts, dtype=float), np.asarray(length, dtype=float)
    share, frequency, rate = size / size.sum(), v.sum(), v / size
    dp = np.abs(v / frequency - share).sum() / 2
    occurs = v > 0
    pairs = np.abs(rate[:, None] - rate[None, :])[np.triu_indices(len(v), 1)]
    return pd.Series(
        {
            "range": float(occurs.sum()),
            "DP": dp,
            "DPnorm": dp / (1 - share.min()),
            "D": 1 - rate.std() / rate.mean() / np.sqrt(len(v) - 1),
            "S": np.sqrt(share * v).sum() ** 2 / frequency,
            "DA": 1 - pairs.mean() / (2 * rate.mean()),
            "KLD": float(
                (v[occurs] / frequency * np.log2(v[occurs] / frequency / share[occurs])).sum()
            ),
        }
    )
