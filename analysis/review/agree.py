"""How far two analysts agree on the labels that both looked at."""

from __future__ import annotations

import pandas as pd
from nltk.metrics.agreement import AnnotationTask

from analysis.review.labels import ITEM


def _both(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Set the values of two analysts side by side, for the labels that both have."""
    tables = [table.drop_duplicates(ITEM) for table in (one, other)]
    return tables[0].merge(tables[1], on=ITEM, suffixes=("", "_other"))


def agreement(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Measure how far two analysts agree, kind by kind.

    Parameters
    ----------
    one, other
        `schema.CORRECTIONS` of one corpus, placed in it.

    Returns
    -------
    One row per kind: `labels` that both looked at, how many are `equal`, `share_equal` (0-1), and
    `kappa` (Cohen 1960) and `alpha` (Krippendorff 1980), by NLTK; empty where both gave one value
    alone, for then chance explains everything.
    """
    rows = []
    for kind, some in _both(one, other).groupby("kind"):
        equal = int((some["value"] == some["value_other"]).sum())
        kappa = alpha = float("nan")
        if some[["value", "value_other"]].stack().nunique() > 1:
            data = [
                (coder, number, value or "(none)")
                for coder, column in (("one", "value"), ("other", "value_other"))
                for number, value in enumerate(some[column])
            ]
            task = AnnotationTask(data=data)
            kappa, alpha = float(task.kappa()), float(task.alpha())
        rows.append((str(kind), len(some), equal, equal / len(some), kappa, alpha))
    columns = ["kind", "labels", "equal", "share_equal", "kappa", "alpha"]
    return pd.DataFrame(rows, columns=columns)


def differences(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """List the labels of which two analysts say different things.

    Returns
    -------
    `kind`, the place, `excerpt`, and what each says: `value`, `value_other`.
    """
    both = _both(one, other)
    columns = ["kind", "document_id", "start", "end", "excerpt", "value", "value_other"]
    return both.loc[both["value"] != both["value_other"], columns].reset_index(drop=True)
