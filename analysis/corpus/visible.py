"""Count the words of a whole page or row, furniture included."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus.arrays import Integers
from analysis.corpus.language import count_each
from analysis.corpus.owners import positions
from analysis.corpus.values import plain
from analysis.schema import COUNTED


def words_visible(documents: pd.DataFrame, segments: pd.DataFrame) -> Integers:
    """Count the words of each source: those that are counted are known, the others are added.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; `document_id`, `source`, `words` and `words_page` are used. What
        came with its number (`words_page` above 0: web pages) keeps it.
    segments
        `schema.SEGMENTS` of these documents.

    Returns
    -------
    Running words, one number for each document.
    """
    visible = documents["words_page"].to_numpy(copy=True)
    missing = visible == 0
    owner = positions(segments["document_id"], pd.Index(documents["document_id"]))
    beside = missing[owner] & ~segments["label"].isin(COUNTED).to_numpy()
    mine, others, sources = owner[beside], segments[beside], plain(documents["source"])
    places = zip(mine.tolist(), plain(others["start"]), plain(others["end"]), strict=True)
    found = count_each([sources[place][start:end] for place, start, end in places])
    words = documents["words"].to_numpy() + np.bincount(mine, found, len(documents))
    visible[missing] = words[missing]
    return visible
