"""What is known of documents from an older store, and which of it is still true."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.util import hash_pandas_object

from analysis.corpus.owners import positions


@dataclass(frozen=True)
class Found:
    """What may be known of documents already: credits and quotations, and what they rest on.

    Attributes
    ----------
    documents, quotations
        Complete tables.
    keys
        What `keys` gave for each document.
    """

    documents: pd.DataFrame
    quotations: pd.DataFrame
    keys: Sequence[str]


def keys(documents: pd.DataFrame, segments: pd.DataFrame) -> list[str]:
    """Hash each document as it was read and cleaned: equal keys, equal credits and quotations.

    Returns
    -------
    40 hexadecimal digits for each document: of its columns' names, of what stands in them, and
    of its segments, whose hashes add up, for their order is that of their places.
    """
    names = ["document_id", *documents.columns.difference(["document_id", "source", "words"])]
    rows = hash_pandas_object(documents[names], index=False)
    places = hash_pandas_object(segments[["start", "end", "label", "rule"]], index=False)
    owner = positions(segments["document_id"], pd.Index(documents["document_id"]))
    sums = np.zeros(len(documents), dtype=np.uint64)
    np.add.at(sums, owner, places.to_numpy())
    head = hashlib.blake2b(repr(names).encode("utf-8"), digest_size=4).hexdigest()
    return [f"{head}{row:016x}{laid:016x}" for row, laid in zip(rows, sums.tolist(), strict=True)]


def still(documents: pd.DataFrame, mine: list[str], found: Found | None) -> Found | None:
    """Keep what is known of documents that were read and cleaned as they were."""
    if found is None:
        return None
    before = dict(zip(found.documents["document_id"], found.keys, strict=True))
    names = documents["document_id"].tolist()
    same = {name for name, key in zip(names, mine, strict=True) if before.get(name) == key}
    kept = found.documents["document_id"].isin(same)
    spoken = found.quotations[found.quotations["document_id"].isin(same)]
    return Found(found.documents[kept], spoken, ()) if same else None


def joined(parts: Sequence[pd.DataFrame], order: pd.Series) -> pd.DataFrame:
    """Put rows in the order of documents; those of one document keep theirs."""
    rows = pd.concat(parts, ignore_index=True)
    where = positions(rows["document_id"], pd.Index(order))
    return rows.iloc[np.argsort(where, kind="stable")].reset_index(drop=True)
