"""Tell whether a term is spread over a group's documents or clumped in a few.

A word with a high rate may owe it to one article. Read the dispersion beside every rate:
0 means in proportion to length in every document, 1 means all in the shortest one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

Numbers = NDArray[np.float64]


def dp_norm(counts: csr_array, length: NDArray[np.int64]) -> Numbers:
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
    size = np.asarray(length, dtype=float)
    keep = size > 0
    if keep.sum() < 2:
        return np.full(counts.shape[1], np.nan)
    share = size[keep] / size.sum()
    table = csc_array(counts[np.flatnonzero(keep)], dtype=float)
    frequency = np.asarray(table.sum(axis=0)).ravel()
    held = share[table.indices]
    columns = np.repeat(np.arange(table.shape[1]), np.diff(table.indptr))
    part = table.data / frequency[columns]
    apart = np.bincount(columns, np.abs(part - held), minlength=table.shape[1])
    present = np.bincount(columns, held, minlength=table.shape[1])
    deviation = (apart + 1 - present) / 2
    return np.where(frequency > 0, deviation / (1 - share.min()), np.nan)


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
    held = v > 0
    pairs = np.abs(rate[:, None] - rate[None, :])[np.triu_indices(len(v), 1)]
    return pd.Series(
        {
            "range": float(held.sum()),
            "DP": dp,
            "DPnorm": dp / (1 - share.min()),
            "D": 1 - rate.std() / rate.mean() / np.sqrt(len(v) - 1),
            "S": np.sqrt(share * v).sum() ** 2 / frequency,
            "DA": 1 - pairs.mean() / (2 * rate.mean()),
            "KLD": float((v[held] / frequency * np.log2(v[held] / frequency / share[held])).sum()),
        }
    )
