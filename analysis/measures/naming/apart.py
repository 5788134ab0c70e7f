"""Which frames a group's words cue more or less than those of all others, tested on documents."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.schema import FRAMES, FRAMES_APART, empty, require, shape
from analysis.statistics.apart import each_group


def frames_apart(
    corpus: Corpus, frames: pd.DataFrame, by: str, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
    """Compare how often each group cues each frame with how often all others do.

    Parameters
    ----------
    corpus
        Its running words are what rates are of.
    frames
        `schema.FRAMES`.
    by
        What the groups are.
    cluster
        For each document of `corpus` the cluster of copies it belongs to; see `keyness`.

    Returns
    -------
    `schema.FRAMES_APART`: a row per group and frame, by group and falling log ratio; intervals
    and p are missing where a side has fewer than five independent documents. `p_family` is
    against the maximum over all frames: what it says of one, it says among all.
    """
    require(frames, FRAMES, "frames_apart", ["document_id", "frame"])
    names = sorted(set(frames["frame"]))
    where = corpus.positions(frames["document_id"])
    cells = (where[where >= 0], pd.Index(names).get_indexer(pd.Index(frames["frame"]))[where >= 0])
    shape_of = (len(corpus.documents), len(names))
    counts = csc_array((np.ones(len(cells[0])), cells), shape=shape_of)
    counts.sum_duplicates()
    table = each_group(corpus.grouped(by), counts, corpus.lengths(), cluster)
    if table.empty:
        return empty(FRAMES_APART)
    a, b = table["frequency_target"], table["frequency_reference"]
    table = table.assign(
        by=by,
        frame=np.array(names)[table["number"]],
        frequency=a,
        per_thousand=1000 * a / table["size_target"],
        per_thousand_others=1000 * b / table["size_reference"],
    )
    order = ["group", "log_ratio", "frame"]
    return shape(table.sort_values(order, ascending=[True, False, True]), FRAMES_APART)
