"""How often labels that were drawn and checked were wrong."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd
from scipy.stats import binomtest

_KIND: Final = re.compile(r"^seed \d+, \d+ of \d+ (\w+)$")


def drawn_as(said: pd.DataFrame) -> pd.Series:
    """Say as what each label was drawn: speaker, paraphrase …; '' where it was not drawn."""
    return said["drawn"].str.extract(_KIND, expand=False).fillna("")


def error_rates(said: pd.DataFrame) -> pd.DataFrame:
    """Count how many of the labels that were drawn were wrong.

    Only rows whose `drawn` names a seed count: what somebody went looking for says nothing of
    how often rules err. The shares are of labels that were found; what was missed is in none.

    Parameters
    ----------
    said
        `schema.CORRECTIONS` that hold in a corpus.

    Returns
    -------
    One row per kind that was drawn: `kind`, `drawn` (labels looked at), `wrong`, `share_wrong`
    and the ends of its 95 % interval (`share_low`, `share_high`), 0-1, after Wilson 1927, JASA 22.

    Examples
    --------
    >>> rows = {"drawn": ["seed 1, 2 of 9 speaker"] * 2, "value": ["A", "B"], "was": ["A", "C"]}
    >>> error_rates(pd.DataFrame(rows)).round(2).to_dict("records")[0]["share_wrong"]
    0.5
    """
    kinds = drawn_as(said)
    rows = []
    for kind, some in said[kinds != ""].groupby(kinds):
        wrong = int((some["value"] != some["was"]).sum())
        low, high = binomtest(wrong, len(some)).proportion_ci(method="wilson")
        rows.append((str(kind), len(some), wrong, wrong / len(some), float(low), float(high)))
    columns = ["kind", "drawn", "wrong", "share_wrong", "share_low", "share_high"]
    return pd.DataFrame(rows, columns=columns)
