"""Lay out who mentions what: items x groups of documents, nothing left out."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.coverage.claim import NEAR
from analysis.schema import (
    CLAIMS,
    COUNTED,
    COVERAGE,
    MENTIONS,
    empty,
    require,
    shape,
)

_KINDS: Final = ("person", "organisation", "place", "claim")
_COLUMNS: Final = ["document_id", "start", "voice", "speaker_id"]


def coverage(corpus: Corpus, by: str, mentions: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Count in how many documents of each group an entity or a claim stands.

    Parameters
    ----------
    corpus
        Mentions and claims of other documents are left out. A text-free release brings the
        table for the grouping of those who made it; by another it has no rows.
    by
        What the groups are: one of `schema.GROUPINGS`.
    mentions
        `schema.MENTIONS` of entities, from `entities`; may be empty.
    claims
        `schema.CLAIMS`, from `claims`; may be empty.

    Returns
    -------
    One row per item and group as `schema.COVERAGE`: persons, organisations, places, claims;
    items of most groups first. `documents_with` 0 means: not in these documents; then
    `first_start` is -1. The first mention is that of the document published first, of several
    the first listed; `voice` and `speaker_id` are its own. `documents` of a claim are those
    of the group that tell its event; with 0 of them nothing can be said. A claim of one group is
    left out where a sentence elsewhere is so like it that it may tell the same.
    """
    require(mentions, MENTIONS, "coverage", ["concept", "label", *_COLUMNS])
    require(claims, CLAIMS, "coverage")
    if not corpus.has_text:
        return _from_release(corpus, by)
    documents = _documents(corpus, by)
    kinds = mentions.rename(columns={"concept": "item", "label": "item_kind"})
    said = _told_surely(claims, documents).rename(columns={"claim_id": "item"})
    columns = ["item", "item_kind", *_COLUMNS]
    rows = pd.concat([kinds[columns], said.assign(item_kind="claim")[columns]], ignore_index=True)
    rows = rows.merge(documents, on="document_id")
    if rows.empty:
        return empty(COVERAGE)
    grid = _grid(rows, documents)
    rows = rows.sort_values(["order", "start"], kind="stable")
    keys = ["item", "item_kind", "group"]
    counts = rows.groupby(keys)["document_id"].nunique().rename("documents_with")
    first = rows.drop_duplicates(keys).rename(
        columns={"document_id": "first_document_id", "start": "first_start"}
    )
    first["first_label"] = _labels(corpus, first)
    table = grid.merge(counts.reset_index(), on=keys, how="left")
    table = table.merge(
        first[[*keys, "first_document_id", "first_start", "first_label", "voice", "speaker_id"]],
        on=keys,
        how="left",
    )
    blank = dict.fromkeys(("first_document_id", "first_label", "voice", "speaker_id"), "")
    return shape(
        _ordered(table.fillna({"documents_with": 0, "first_start": -1, **blank})), COVERAGE
    )


def only_here(table: pd.DataFrame) -> dict[str, list[str]]:
    """List for each group the items that no other group has.

    Parameters
    ----------
    table
        `schema.COVERAGE`; groups without a document that could have the item are not counted.

    Returns
    -------
    Group -> items, in the order of the table.
    """
    require(table, COVERAGE, "only_here")
    here = table[table["documents_with"] > 0]
    alone = here.groupby("item")["group"].transform("size") == 1
    asked = table[table["documents"] > 0].groupby("item")["group"].nunique()
    several = here["item"].map(asked) > 1
    return _lists(table, here[alone & several])


def everywhere_but(table: pd.DataFrame) -> dict[str, list[str]]:
    """List for each group the items that all other groups have, two of them at least.

    Parameters
    ----------
    table
        `schema.COVERAGE`; groups without a document that could have the item are not counted.

    Returns
    -------
    Group -> items, in the order of the table.
    """
    require(table, COVERAGE, "everywhere_but")
    asked = table[table["documents"] > 0]
    missing = asked[asked["documents_with"] == 0]
    alone = missing.groupby("item")["group"].transform("size") == 1
    several = missing["item"].map(asked.groupby("item")["group"].nunique()) > 2
    return _lists(table, missing[alone & several])


def _lists(table: pd.DataFrame, rows: pd.DataFrame) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {str(group): [] for group in sorted(table["group"].unique())}
    for group, item in zip(rows["group"], rows["item"], strict=True):
        lists[str(group)].append(str(item))
    return lists


def _from_release(corpus: Corpus, by: str) -> pd.DataFrame:
    """Take the table that a text-free release brings, if it is of these groups."""
    table = shape(corpus.held.get("coverage", empty(COVERAGE)), COVERAGE)
    table = table[table["group"].isin(set(corpus.groups(by)) - {""})]
    # What only groups that were left out have is nothing here.
    here = table.groupby(["item", "item_kind"])["documents_with"].transform("sum") > 0
    return table[here].reset_index(drop=True)


def _documents(corpus: Corpus, by: str) -> pd.DataFrame:
    """List the documents of all groups: their event, and their place in time."""
    documents = corpus.documents
    frame = pd.DataFrame(
        {
            "document_id": documents["document_id"],
            "group": corpus.groups(by).to_numpy(),
            "event": documents["event"].astype("str"),
            "published": documents["published_earliest"],
        }
    )
    order = frame["published"].argsort(kind="stable")
    frame.loc[order.to_numpy(), "order"] = np.arange(len(frame))
    return frame[frame["group"] != ""].drop(columns="published")


def _told_surely(claims: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Leave out claims of one group that others may make in other words."""
    group = claims["document_id"].map(documents.set_index("document_id")["group"])
    groups = group.groupby(claims["claim_id"]).transform("nunique")
    nearest = claims.groupby("claim_id")["nearest"].transform("max")
    return claims[(groups > 1) | (nearest < NEAR)]


def _grid(rows: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Pair every item with every group, and count the documents that could have it."""
    sizes = documents.groupby("group").size().rename("documents").reset_index()
    of_event = documents.groupby(["event", "group"]).size().rename("documents")
    items = rows[["item", "item_kind"]].drop_duplicates()
    grid = items.merge(sizes, how="cross")
    event = rows[rows["item_kind"] == "claim"].drop_duplicates("item").set_index("item")["event"]
    is_claim = grid["item_kind"] == "claim"
    asked = pd.MultiIndex.from_arrays(
        [grid.loc[is_claim, "item"].map(event), grid.loc[is_claim, "group"]]
    )
    grid.loc[is_claim, "documents"] = of_event.reindex(asked).fillna(0).to_numpy(dtype=np.int64)
    return grid


def _labels(corpus: Corpus, first: pd.DataFrame) -> list[str]:
    """Say in which kind of segment each first mention stands."""
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    places: dict[str, list[tuple[int, int, str]]] = {}
    columns = (counted[name] for name in ("document_id", "start", "end", "label"))
    for document, start, end, label in zip(*columns, strict=True):
        places.setdefault(document, []).append((start, end, label))
    return [
        next((name for low, high, name in places.get(document, []) if low <= start < high), "")
        for document, start in zip(first["first_document_id"], first["first_start"], strict=True)
    ]


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Put kinds in their order, items of most groups and documents first, groups by name."""
    keys = ["item", "item_kind"]
    has = (table["documents_with"] > 0).astype("int64")
    table = table.assign(
        kind=table["item_kind"].map({kind: place for place, kind in enumerate(_KINDS)}),
        groups=-has.groupby([table[key] for key in keys]).transform("sum"),
        total=-table.groupby(keys)["documents_with"].transform("sum"),
    )
    return table.sort_values(["kind", "groups", "total", "item", "group"], kind="stable")
