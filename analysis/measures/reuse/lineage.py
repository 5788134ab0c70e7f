"""Set the credit that reprints print beside what their texts and dates show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.corpus import Corpus
from analysis.measures.reuse.direction import (
    CREDIT,
    Print,
    credits_same,
    day,
    is_credited,
    prints,
    same_outlet,
)
from analysis.measures.reuse.pairs import REPRINT
from analysis.schema import LINEAGE, REUSE, empty, require, shape

# Of several sources the one whose direction is surest.
_SUREST: Final = ("credit", "date", "series")
_BOTH: Final = ("document_id", "other_document_id")
Told = tuple[str, str, bool, str]


def clusters(corpus: Corpus, pairs: pd.DataFrame) -> pd.Series:
    """Say which documents reprint one another, for `keyness(…, cluster=)`.

    Parameters
    ----------
    pairs
        `schema.REUSE`; the reprints among documents of `corpus` join a cluster.

    Returns
    -------
    One label a document, by its `document_id`, in the order of the documents: the first id of
    its cluster in the order of letters; '' for a document that stands alone.
    """
    require(pairs, REUSE, "clusters", [*_BOTH, "relation"])
    names = corpus.documents["document_id"]
    joined = _reprints(corpus, pairs)
    one, other = (corpus.positions(joined[name]) for name in _BOTH)
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(len(names), len(names)))
    label = pd.Series(connected_components(graph, directed=False)[1], index=names.index)
    first = names.groupby(label).transform("min")
    alone = names.groupby(label).transform("size") == 1
    names_of = first.mask(alone, "").set_axis(names)
    return names_of.astype("str").rename("cluster")


def effective_documents(corpus: Corpus, by: str, cluster: pd.Series) -> pd.DataFrame:
    """Count how many documents of each group are independent texts.

    Parameters
    ----------
    cluster
        For each document of `corpus` the cluster of copies it belongs to; see `clusters`.

    Returns
    -------
    One row per group: `by`, `group`, `documents`, `independent` (a cluster of reprints counts
    as one) and `elsewhere`: documents whose text stands in another group too, which a test
    between the groups leaves out.
    """
    table = pd.DataFrame({"group": corpus.groups(by).to_numpy(), "cluster": cluster.to_numpy()})
    table = table[table["group"] != ""]
    alone = table["cluster"] == ""
    groups_with = table[~alone].groupby("cluster")["group"].nunique()
    table = table.assign(
        text=table["cluster"].where(~alone, table.index.astype(str) + "\0"),
        elsewhere=table["cluster"].map(groups_with).fillna(1) > 1,
    )
    rows = table.groupby("group", as_index=False).agg(
        documents=("text", "size"), independent=("text", "nunique"), elsewhere=("elsewhere", "sum")
    )
    return rows.assign(by=by)[["by", "group", "documents", "independent", "elsewhere"]]


def lineage(corpus: Corpus, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say of every reprint whom it credits, whom it follows, and whether these agree.

    Parameters
    ----------
    corpus
        A text-free release brings its lineage; without, it is made from its pairs.
    pairs
        `schema.REUSE`.

    Returns
    -------
    One row per document of a cluster as `schema.LINEAGE`, by cluster and id. `chain` is what is
    printed. `source_document_id` is the document of the cluster it follows; empty for the
    first, and where nothing tells. `agrees`: the credit fits what texts and dates show. Where
    it does not, or where nothing can be told, `reason` says so in words.
    """
    if not corpus.has_text and "lineage" in corpus.held and corpus.said_of("same_text").empty:
        return shape(corpus.held["lineage"], LINEAGE)
    cluster = clusters(corpus, pairs)
    cluster = cluster[cluster != ""]
    if cluster.empty:
        return empty(LINEAGE)
    by_document = prints(corpus.documents)
    joined = _reprints(corpus, pairs)
    chain = dict(zip(corpus.documents["document_id"], corpus.documents["chain"], strict=True))
    rows = []
    for of, members in cluster.groupby(cluster):
        names = sorted(map(str, members.index))
        for name in names:
            others = {other: by_document[other] for other in names if other != name}
            rows.append(
                (
                    of,
                    name,
                    chain[name],
                    *_source_and_credit(name, by_document[name], others, joined),
                )
            )
    return shape(pd.DataFrame(rows, columns=LINEAGE.names), LINEAGE)


def _reprints(corpus: Corpus, pairs: pd.DataFrame) -> pd.DataFrame:
    """Take the pairs of reprints among the documents of a corpus."""
    joined = pairs[pairs["relation"] == REPRINT]
    one, other = (corpus.positions(joined[name]) for name in _BOTH)
    joined = joined[(one >= 0) & (other >= 0)]
    said = corpus.said_of("same_text")
    apart, together = (set(_pairs(said[said["value"] == value])) for value in ("no", "yes"))
    return _parted(joined, apart, together)


def _pairs(said: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """List pairs, each in both orders."""
    for one, other in said[[*_BOTH]].itertuples(index=False, name=None):
        yield from ((one, other), (other, one))


def _parted(
    joined: pd.DataFrame, apart: Collection[tuple[str, str]], together: Collection[tuple[str, str]]
) -> pd.DataFrame:
    """Leave out the weakest links that would join what a hand says is not one text.

    What a hand joins is stronger than what texts show.
    """
    if not apart:
        return joined
    strength = joined[["containment", "other_containment"]].max(axis=1)
    strength[joined[[*_BOTH]].apply(tuple, axis=1).isin(list(together))] = np.inf
    order = joined.assign(strength=strength).sort_values("strength", ascending=False, kind="stable")
    members: dict[str, set[str]] = {}
    links = []
    for row, one, other in order[[*_BOTH]].itertuples(name=None):
        ones, others = members.get(one, {one}), members.get(other, {other})
        if any(a in ones and b in others for a, b in apart):
            continue
        links.append(row)
        both = ones | others
        members.update(dict.fromkeys(both, both))
    return joined.loc[sorted(links)]


def _source_and_credit(
    name: str, own: Print, others: Mapping[str, Print], joined: pd.DataFrame
) -> Told:
    """Tell the source of one document, the direction, whether its credit agrees, and why not."""
    source, direction = _source(name, joined)
    if not source:
        return "", "", *_without(name, own, others, joined)
    return source, direction, *_against(own, others[source], source, direction)


def _source(name: str, joined: pd.DataFrame) -> tuple[str, str]:
    """Choose the source of a document: surest direction first, then the closest text."""
    rows = joined[(joined["document_id"] == name) | (joined["other_document_id"] == name)]
    rows = rows[~rows["source_document_id"].isin(["", name])]
    if rows.empty:
        return "", ""
    share = rows["containment"].where(rows["document_id"] == name, rows["other_containment"])
    ranked = rows.assign(sure=rows["direction"].map(_SUREST.index), less=-share.round(9))
    best = ranked.sort_values(["sure", "less", "source_document_id"]).iloc[0]
    return str(best["source_document_id"]), str(best["direction"])


def _against(own: Print, source: Print, name: str, direction: str) -> tuple[bool, str]:
    """Hold the credit of a document against the source that was found."""
    if direction == CREDIT:
        if own.latest < source.earliest:
            return False, (
                f"It credits {source.way[-1]}, but is dated {day(own.latest)}, before "
                f"{name} of {day(source.earliest)}."
            )
        return True, ""
    if same_outlet(own, source):
        return True, ""
    return False, (
        f"It credits nobody, but {source.way[-1]} printed the text before ({name}, "
        f"{day(source.earliest)}); both may follow a third."
    )


def _without(
    name: str, own: Print, others: Mapping[str, Print], joined: pd.DataFrame
) -> tuple[bool, str]:
    """Say of a document whose source is not found what its credit is worth."""
    if len(own.way) > 1:
        return _credited(own, others)
    credited = {o: its for o, its in others.items() if len(its.way) > 1}
    credited = {o: its for o, its in credited.items() if not is_credited(its, own)}
    if credited:
        agency = " or ".join(sorted({its.way[0] for its in credited.values()}))
        return False, f"It credits nobody; {_list(credited)} has the text as by {agency}."
    if name in set(joined["source_document_id"]):
        return True, ""
    days = ", ".join(sorted({day(its.latest) for its in [*others.values(), own]}))
    return False, f"Nothing can be told: no credit, and the dates do not decide ({days})."


def _credited(own: Print, others: Mapping[str, Print]) -> tuple[bool, str]:
    """Say what a credit is worth where the text of the one who is credited was not found."""
    agency = own.way[0]
    named = {o: its for o, its in others.items() if is_credited(own, its)}
    if named:
        return False, f"It credits {agency}, but less than half of it is in {_list(named)}."
    rest = {o: its for o, its in others.items() if not credits_same(own, its)}
    if not rest:
        return True, f"All credit {agency}, whose own text is not among these documents."
    return False, (
        f"Nothing can be told: it credits {agency}, whose own text is not among these "
        f"documents; without that credit: {_list(rest)}."
    )


def _list(documents: Mapping[str, Print]) -> str:
    """Name the first of some documents by its outlet and id, and count the others."""
    first, *more = sorted(documents)
    said = f"{documents[first].way[-1]} ({first})"
    return f"{said} and {len(more)} more" if more else said
