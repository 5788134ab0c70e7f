"""What each group has more or less of than all others, tested on documents."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from analysis.statistics.association import log_ratio
from analysis.statistics.copies import labels_of, long_enough, members_of
from analysis.statistics.inference import tested
from analysis.statistics.units import Units

_SEED: Final = 1


def each_group(
    documents: pd.DataFrame,
    counts: csc_array,
    sizes: NDArray[np.int64],
    cluster: pd.Series | None = None,
) -> pd.DataFrame:
    """Compare the rates of things in each group with those in all others.

    Parameters
    ----------
    documents
        A row for each: `document_id`, by which they are ordered, `group`, "" for none, and
        `words`, how many it has. Copies are compared as their mean.
    counts
        Documents x things, as often as each document has them.
    sizes
        What the counts are of, in words of each document; one without any is in no test.
    cluster
        For each document the cluster of copies it belongs to; see `keyness`.

    Returns
    -------
    One row per group and thing: `group`, `number` (the column of `counts`), for the group and
    for all others `frequency_target`, `documents_target`, `size_target` and so on, `log_ratio`
    with its interval, `p_value` and `p_family`, the last against the maximum over all things.
    Intervals and p are missing where a side has fewer than five independent documents. Without
    rows where there are fewer than two groups.
    """
    groups = documents["group"].to_numpy(dtype=str)
    ids = documents["document_id"].to_numpy(dtype=str)
    rows = np.flatnonzero(groups != "")
    rows = rows[np.argsort(ids[rows], kind="stable")]
    names = sorted(set(groups[rows]))
    if not counts.shape[1] or len(names) < 2:
        return pd.DataFrame()
    is_long = long_enough(documents["words"].to_numpy(dtype=np.int64)[rows], sizes[rows])
    labels = labels_of(cluster, len(groups))[rows]
    groups, counts, sizes = groups[rows], csc_array(counts[rows]), sizes[rows]
    members = members_of(labels, np.full(len(rows), ""), is_long)
    merged, length = members.merged(counts, sizes)
    holds = csc_array((np.ones_like(counts.data), counts.indices, counts.indptr), counts.shape)
    parts = []
    for group in names:
        is_target = groups == group
        words = int(sizes[is_target].sum()), int(sizes[~is_target].sum())
        if 0 in words:
            continue
        kept = members.on_one_side(is_target)
        units = Units(
            csc_array(merged[kept]), length[kept], is_target[members.first[kept]],
            np.zeros(len(kept), dtype=np.int64),
        )  # fmt: skip
        sides = is_target.astype(float), (~is_target).astype(float)
        a, b = (np.asarray(counts.T @ side) for side in sides)
        part = pd.DataFrame({
            "group": group, "number": np.arange(counts.shape[1]),
            "frequency_target": a.astype(int), "frequency_reference": b.astype(int),
            "documents_target": np.asarray(holds.T @ sides[0]).astype(int),
            "documents_reference": np.asarray(holds.T @ sides[1]).astype(int),
            "size_target": words[0], "size_reference": words[1],
            "log_ratio": log_ratio(a, b, *words),
        })  # fmt: skip
        parts.append(part.join(tested(units, _SEED)))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
