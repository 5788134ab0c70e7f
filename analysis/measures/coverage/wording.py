"""The words of claims and of first sentences, as printed."""

from __future__ import annotations

import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.coverage.sentences import spans
from analysis.schema import CLAIMS, require


def of_several(coverage: pd.DataFrame, table: pd.DataFrame, item: str) -> pd.DataFrame:
    """Keep the mentions or sentences of items that at least two groups have.

    Parameters
    ----------
    coverage
        `schema.COVERAGE`.
    table
        `schema.MENTIONS` of entities or `schema.CLAIMS`.
    item
        Its column that names the item: concept or claim_id.

    Returns
    -------
    Rows of `table`, items in the order of `coverage`.
    """
    present = coverage[coverage["documents_with"] > 0]
    groups = present.groupby("item", sort=False)["group"].nunique()
    order = {name: place for place, name in enumerate(groups[groups > 1].index)}
    chosen = table[table[item].isin(list(order))]
    return chosen.iloc[chosen[item].map(order).argsort(kind="stable")].reset_index(drop=True)


def wordings(corpus: Corpus, claims: pd.DataFrame) -> dict[str, str]:
    """Give each claim the sentence that is most like the others of it.

    Parameters
    ----------
    claims
        `schema.CLAIMS`.

    Returns
    -------
    Claim -> sentence as printed; empty for a text-free release.
    """
    require(claims, CLAIMS, "wordings")
    if not corpus.has_text:
        return {}
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    best = claims.sort_values("similarity", ascending=False, kind="stable")
    best = best.drop_duplicates("claim_id")
    columns = (best[name] for name in ("claim_id", "document_id", "start", "end"))
    return {
        claim: sources[document][start:end]
        for claim, document, start, end in zip(*columns, strict=True)
    }


def ledes(corpus: Corpus) -> pd.DataFrame:
    """Give each document the first sentence of its body.

    Returns
    -------
    `document_id` and `lede`; no row for a document without a body, none in a release.
    """
    frame = pd.DataFrame({"document_id": [], "lede": []}, dtype="str")
    if not corpus.has_text:
        return frame
    body = corpus.segments[corpus.segments["label"] == "body"]
    begins = body.groupby("document_id")["start"].min()
    sentences = spans(corpus)
    sentences = sentences[sentences["start"] >= sentences["document_id"].map(begins)]
    first = sentences.sort_values("start", kind="stable").drop_duplicates("document_id")
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    columns = (first[name] for name in ("document_id", "start", "end"))
    texts = [sources[name][start:end] for name, start, end in zip(*columns, strict=True)]
    return pd.DataFrame({"document_id": first["document_id"].to_numpy(), "lede": texts})
