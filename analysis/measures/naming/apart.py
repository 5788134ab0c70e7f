"""Which frames a group's words cue more or less than those of all others, tested on documents."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.schema import FRAMES, FRAMES_APART, empty, require, shape
from analysis.statistics.association import log_ratio
from analysis.statistics.copies import labels_of, long_enough, members_of
from analysis.statistics.inference import tested
from analysis.statistics.units import Units

_SEED: Final = 1


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
    groups = corpus.groups(by).to_numpy(dtype=str)
    names = sorted(set(frames["frame"]))
    rows = np.flatnonzero(groups != "")
    ids = corpus.documents["document_id"].to_numpy(dtype=str)
    rows = rows[np.argsort(ids[rows], kind="stable")]
    if not names or len(set(groups[rows])) < 2:
        return empty(FRAMES_APART)
    lengths = corpus.lengths()[rows]
    place, number = pd.Index(ids[rows]), pd.Index(names)
    where = place.get_indexer(pd.Index(frames["document_id"].astype(str)))
    cells = (where[where >= 0], number.get_indexer(pd.Index(frames["frame"]))[where >= 0])
    counts = csc_array((np.ones(len(cells[0])), cells), shape=(len(rows), len(names)))
    counts.sum_duplicates()
    labels = labels_of(cluster, len(groups))[rows]
    members = members_of(labels, np.full(len(rows), ""), long_enough(lengths, lengths))
    merged, length = members.merged(counts, lengths)
    parts = []
    for group in sorted(set(groups[rows])):
        is_target = groups[rows] == group
        kept = members.on_one_side(is_target)
        units = Units(
            csc_array(merged[kept]), length[kept], is_target[members.first[kept]],
            np.zeros(len(kept), dtype=np.int64),
        )  # fmt: skip
        a, b = (np.asarray(counts.T @ side.astype(float)) for side in (is_target, ~is_target))
        sizes = int(lengths[is_target].sum()), int(lengths[~is_target].sum())
        if 0 in sizes:
            continue
        part = pd.DataFrame({
            "frame": names, "frequency": a.astype(int),
            "per_thousand": 1000 * a / sizes[0], "per_thousand_others": 1000 * b / sizes[1],
            "log_ratio": log_ratio(a, b, *sizes),
        })  # fmt: skip
        parts.append(part.join(tested(units, _SEED)).assign(by=by, group=group))
    if not parts:
        return empty(FRAMES_APART)
    table = pd.concat(parts, ignore_index=True)
    order = ["group", "log_ratio", "frame"]
    return shape(table.sort_values(order, ascending=[True, False, True]), FRAMES_APART)
