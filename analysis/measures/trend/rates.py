"""Trends of words: how often a term occurs in each group and period, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.corpus import hits
from analysis.measures.trend.cells import Cells, Ratio, cells
from analysis.schema import TRENDS, empty, shape


def trend(
    corpus: Corpus, terms: str | Sequence[str], by: str = "origin", grain: str = "month"
) -> pd.DataFrame:
    """Count terms or phrases in each group of documents, period by period.

    Words of one document hang together, so the interval has documents as its units; it is a
    statement on one cell, not on the difference of two.

    Parameters
    ----------
    terms
        Words or phrases of any length; * stands for any letters. No phrase crosses the end
        of a segment or of a voice.
    by
        One of `schema.GROUPINGS`, but no period. Documents in no group are left out.
    grain
        day, week (ISO 8601) or month. As in `Corpus.groups`, a document belongs to a period
        in which it must have been published; one that may have appeared in either of two is
        left out.

    Returns
    -------
    One row per term, group and period, as `schema.TRENDS`; terms in the order given, groups
    by name, and every period from the first to the last, also where a group has 0 documents.
    The rate is per 1,000 words, phrases too; missing where there are none. Its interval is
    missing where the term does not occur or fewer than 5 documents of the cell have words.

    Raises
    ------
    TableError
        Documents cannot be grouped so, or the table would have millions of rows.
    CorpusError
        A term is empty; or a phrase is asked of a text-free release.
    """
    wanted = list(dict.fromkeys([terms] if isinstance(terms, str) else terms))
    grid = cells(corpus, by, grain)
    grid.bear(len(wanted))
    if not wanted or not len(grid):
        return empty(TRENDS)
    words = corpus.lengths()
    size, squares = grid.sum(words), grid.sum(words * words)
    units, documents = grid.sum(words > 0), grid.sum(np.ones(len(words)))
    parts = []
    for term in wanted:
        counts = hits(corpus, term)
        ratio = Ratio(
            units,
            grid.sum(counts),
            size,
            grid.sum(counts * counts),
            grid.sum(counts * words),
            squares,
        )
        parts.append(_rows(grid, ratio).assign(term=term, document_frequency=grid.sum(counts > 0)))
    frame = pd.concat(parts, ignore_index=True)
    table = frame.assign(
        by=by, voice=corpus.voice, grain=grain, documents=np.tile(documents, len(wanted))
    )
    return shape(table, TRENDS)


def _rows(grid: Cells, ratio: Ratio) -> pd.DataFrame:
    low, high = ratio.interval()
    return grid.frame().assign(
        frequency=ratio.above,
        corpus_size=ratio.below,
        per_thousand=1000 * ratio.value,
        per_thousand_low=1000 * low,
        per_thousand_high=1000 * high,
    )
