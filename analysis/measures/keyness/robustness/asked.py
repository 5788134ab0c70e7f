"""The comparison whose findings are tried, and these."""

from __future__ import annotations

import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.keyness import Comparison, keyness
from analysis.measures.keyness.match import AUTO
from analysis.schema import ALPHA


def largest_comparison(
    corpus: Corpus,
    by: str,
    target: str = "",
    reference: str = "",
    *,
    minimum_documents: int = 2,
    match: str = AUTO,
    unit: str = "",
) -> Comparison:
    """Take the comparison that is asked for; without a target that of the largest group.

    Of groups with as many articles the first by name; "" where there is none.
    """
    sizes = corpus.groups(by)
    counts = sizes[sizes != ""].value_counts()
    ranked = sorted((-int(size), str(name)) for name, size in counts.items())
    largest = ranked[0][1] if ranked else ""
    return Comparison(
        target or largest,
        reference,
        by,
        minimum_documents=minimum_documents,
        match=match,
        unit=unit,
    )


def found_in(
    corpus: Corpus, comparison: Comparison, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
    """Compare, and keep the findings: `p_family` .05 or less.

    Parameters
    ----------
    comparison, cluster
        As for `keyness`.

    Returns
    -------
    Rows of `schema.KEYNESS`, in its order.
    """
    table = keyness(corpus, comparison, cluster=cluster)
    return table[table["p_family"] <= ALPHA].reset_index(drop=True)
