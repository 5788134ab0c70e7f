"""Trends of names: which name a group uses for a concept, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers
from analysis.measures.trend.cells import Cells, Ratio, cells
from analysis.schema import MENTIONS, NAMING_TRENDS, empty, require, shape


def naming_trend(
    corpus: Corpus, mentions: pd.DataFrame, by: str = "origin", grain: str = "month"
) -> pd.DataFrame:
    """Count each name's share among the mentions of its concept, period by period.

    Parameters
    ----------
    corpus
        Mentions of other documents, or in another voice than the one chosen, are left out.
    mentions
        `schema.MENTIONS`.
    by, grain
        Groups and periods; see `trend`.

    Returns
    -------
    One row per concept, label, group and period, as `schema.NAMING_TRENDS`; concepts and
    their labels by falling frequency, ties by name, and every period from the first to the
    last. `share` is missing where the group does not mention the concept; its interval
    (ratio of two sums over documents) also where the share is 0 or 1, or fewer than 5
    documents of the cell mention the concept.

    Raises
    ------
    TableError
        A column is missing, documents cannot be grouped so, or there would be millions of rows.
    """
    require(mentions, MENTIONS, "naming_trend", ["document_id", "concept", "label", "voice"])
    grid = cells(corpus, by, grain)
    if corpus.voice:
        mentions = mentions[mentions["voice"] == corpus.voice]
    names, numbered = _named(corpus, grid, mentions)
    grid.bear(len(names))
    if not len(names) or not len(grid):
        return empty(NAMING_TRENDS)
    documents = grid.sum(np.ones(len(corpus.documents)))
    frame = pd.concat(
        [_rows(grid, numbered, name) for name in names.itertuples()], ignore_index=True
    )
    frame = frame.assign(by=by, voice=corpus.voice, grain=grain)
    return shape(frame.assign(documents=np.tile(documents, len(names))), NAMING_TRENDS)


@dataclass(frozen=True)
class _Mentions:
    """Mentions that lie in a cell: position of the document, and number of its name."""

    document: Integers
    name: Integers
    concept: Integers
    documents: int


def _named(corpus: Corpus, grid: Cells, mentions: pd.DataFrame) -> tuple[pd.DataFrame, _Mentions]:
    """List and number the names that occur in any cell, most frequent concepts and labels first."""
    place = corpus.positions(mentions["document_id"])
    inside = np.isin(place, grid.rows)
    rows = mentions.loc[inside, ["concept", "label"]].reset_index(drop=True)
    names = rows.value_counts().rename("times").reset_index()
    names["of_concept"] = names.groupby("concept")["times"].transform("sum")
    names = names.sort_values(
        ["of_concept", "concept", "times", "label"], ascending=[False, True, False, True]
    ).reset_index(drop=True)
    names["number"] = np.arange(len(names))
    names["concept_number"] = pd.factorize(names["concept"])[0]
    numbered = rows.merge(names, on=["concept", "label"], how="left")
    return names, _Mentions(
        place[inside],
        numbered["number"].to_numpy(dtype=np.int64),
        numbered["concept_number"].to_numpy(dtype=np.int64),
        len(corpus.documents),
    )


def _rows(grid: Cells, mentions: _Mentions, name: Any) -> pd.DataFrame:
    """Count one name and its concept in every cell."""
    is_name, concept = mentions.name == name.number, mentions.concept == name.concept_number
    above = np.bincount(mentions.document[is_name], minlength=mentions.documents)
    below = np.bincount(mentions.document[concept], minlength=mentions.documents)
    ratio = Ratio(
        grid.sum(below > 0),
        grid.sum(above),
        grid.sum(below),
        grid.sum(above * above),
        grid.sum(above * below),
        grid.sum(below * below),
    )
    low, high = ratio.share_interval()
    return grid.frame().assign(
        concept=name.concept,
        label=name.label,
        frequency=ratio.above,
        mentions=ratio.below,
        share=ratio.value,
        share_low=low,
        share_high=high,
        document_frequency=grid.sum(above > 0),
        documents_with=ratio.n,
    )
