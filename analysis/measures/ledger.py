"""Account for every character: what is counted, what is set aside and by which rule."""

from __future__ import annotations

import pandas as pd

from analysis.corpus import Corpus
from analysis.schema import COUNTED, LEDGER, MAKEUP, shape


def ledger(corpus: Corpus) -> pd.DataFrame:
    """List what is not counted, by label and rule.

    Returns
    -------
    One row per label and rule, as `schema.LEDGER`, by falling characters.
    """
    segments = corpus.segments[~corpus.segments["label"].isin(COUNTED)]
    aside = segments.assign(characters=segments["end"] - segments["start"])
    rows = aside.groupby(["label", "rule"], as_index=False).agg(
        stretches=("document_id", "size"),
        documents=("document_id", "nunique"),
        characters=("characters", "sum"),
    )
    rows = rows.sort_values(["characters", "label", "rule"], ascending=[False, True, True])
    return shape(rows, LEDGER)


def makeup(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Say how much of each group's pages is counted.

    Returns
    -------
    One row per group, as `schema.MAKEUP`.
    """
    segments = corpus.segments
    size = (segments["end"] - segments["start"]).rename("characters")
    counted = size.where(segments["label"].isin(COUNTED), 0)
    per_document = (
        pd.DataFrame({"document_id": segments["document_id"], "all": size, "counted": counted})
        .groupby("document_id")
        .sum()
        .reindex(corpus.documents["document_id"], fill_value=0)
    )
    table = pd.DataFrame(
        {
            "group": corpus.groups(by).to_numpy(),
            "words": corpus.documents["words"].to_numpy(),
            "words_page": corpus.documents["words_page"].to_numpy(),
            "all": per_document["all"].to_numpy(),
            "counted": per_document["counted"].to_numpy(),
        }
    )
    rows = table[table["group"] != ""].groupby("group", as_index=False).sum()
    documents = table.groupby("group").size()
    rows = rows.assign(
        by=by,
        documents=documents.loc[rows["group"]].to_numpy(),
        share_counted=rows["counted"] / rows["all"].clip(lower=1),
    )
    return shape(rows, MAKEUP)
