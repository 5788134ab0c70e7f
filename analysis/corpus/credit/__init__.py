"""Credit: who published, who wrote, by which way, from where and when - each with its evidence.

What came with the corpus always wins. The rest is read from labelled segments only, so that
neither a photo credit nor a teaser speaks for the article. Where nothing is printed the
column stays empty: outlet 'unknown', agency '' (own copy), dates NaT.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.corpus.arrays import plain, positions, texts
from analysis.corpus.clean import UNKNOWN
from analysis.corpus.clean import datelines as marks
from analysis.corpus.clean.outlet_rules import publisher
from analysis.corpus.clean.rules import Rules, fold_name
from analysis.corpus.clean.split_lines import column_of, source_lines
from analysis.corpus.credit.agency import Piece, agency_that_is, credited
from analysis.corpus.credit.when import Interval, published
from analysis.schema import DOCUMENTS, SEGMENTS, require

_TEXTS: Final = (
    "outlet agency origin chain credit_evidence title byline dateline_place date_certainty "
    "date_evidence"
).split()
# Where the author was: "Ana Petrova in Port Alder".
_FROM: Final = re.compile(r"\s+(?:in|at|from)\s+[A-Z].*$")
_NEEDED: Final = ("document_id", "source", "text_start")
_DATES: Final = ("published_earliest", "published_latest")


def credit(documents: pd.DataFrame, segments: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Fill in the credits and dates of documents.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; what is given in a column is kept.
    segments
        `schema.SEGMENTS` of these documents, from `clean.segment`.
    rules
        The same rules.

    Returns
    -------
    The documents with outlet, agency, origin, chain, credit_evidence, title, byline,
    dateline_place, published_earliest, published_latest (datetime64[s], NaT = unknown),
    date_certainty and date_evidence filled in; rows, order and other columns as they were.
    """
    require(documents, DOCUMENTS, "credit", [*_NEEDED, *_TEXTS, *_DATES])
    require(segments, SEGMENTS, "credit")
    columns = ["document_id", "source", *_TEXTS, *_DATES]
    places = _places(documents, segments)
    named = _publishers(documents, rules)
    rows = []
    for values in zip(*(plain(documents[name]) for name in columns), strict=True):
        row = dict(zip(columns, values, strict=True))
        source, spans = row["source"], places.get(row["document_id"], ())
        pieces = [Piece(label, source[start:end]) for start, end, label in spans]
        outlet = named.get(row["document_id"], (row["outlet"], "given"))
        rows.append(_credited(row, outlet, pieces, rules))
    filled = documents.copy()
    for name in _TEXTS:
        filled[name] = texts([row[name] for row in rows]).set_axis(documents.index)
    for name in _DATES:
        days = pd.Series([row[name] for row in rows], index=documents.index)
        filled[name] = pd.to_datetime(days).astype("datetime64[s]")
    return filled


def _places(
    documents: pd.DataFrame, segments: pd.DataFrame
) -> dict[str, list[tuple[int, int, str]]]:
    """List the segments of each document that are read: start, end and label.

    Of an article's body nothing is but the day it came out, where that is not given.
    """
    undated = documents[[*_DATES]].isna().all(axis=1).to_numpy()
    owner = positions(segments["document_id"], pd.Index(documents["document_id"]))
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    some = segments[(segments["label"] != "body").to_numpy() | np.append(undated, False)[owner]]
    columns = (plain(some[name]) for name in ("start", "end", "label"))
    for document_id, place in zip(
        plain(some["document_id"]), zip(*columns, strict=True), strict=True
    ):
        places[document_id].append(place)
    return places


def _publishers(documents: pd.DataFrame, rules: Rules) -> dict[str, tuple[str, str]]:
    """Find who published the documents of which that is not given, and what tells it."""
    unknown = documents[documents["outlet"].isin(["", UNKNOWN]).to_numpy()]
    if unknown.empty:
        return {}
    lines = source_lines(column_of(unknown["source"]), unknown["text_start"].to_numpy(np.int64))
    texts, edges = lines.texts.to_list(), pairwise(lines.offsets.tolist())
    outlets = {}
    for name, (first, last) in zip(plain(unknown["document_id"]), edges, strict=True):
        outlet, words = publisher(texts[first:last], rules)
        outlets[name] = outlet, f"“{words}”" if words else "nothing names it"
    return outlets


def _credited(
    row: Mapping[str, Any], named: tuple[str, str], pieces: Sequence[Piece], rules: Rules
) -> dict[str, Any]:
    printed, shown = named
    outlet = rules.outlet_named(printed)
    shown = shown if outlet == printed else f"{shown} as {printed}"
    # A byline that is given counts where none is printed.
    if row["byline"] and not any(piece.label == "byline" for piece in pieces):
        pieces = [*pieces, Piece("byline", row["byline"])]
    read = credited(pieces, outlet, rules)
    agency = row["agency"] or read.agency
    basis = "given" if row["agency"] else read.evidence or "none credited"
    given = bool(row["agency"])
    return {
        "outlet": outlet,
        "agency": agency,
        "origin": row["origin"] or agency or outlet,
        "chain": row["chain"] or (_chain(agency, outlet, rules) if given else read.chain),
        "credit_evidence": f"outlet: {shown}; agency: {basis}",
        "title": row["title"] or _first(pieces, "title"),
        "byline": row["byline"] or _byline(pieces, outlet, rules),
        "dateline_place": row["dateline_place"] or _place(pieces, outlet, rules),
        **_dates(row, pieces, rules),
    }


def _chain(agency: str, outlet: str, rules: Rules) -> str:
    same = fold_name(agency) == fold_name(outlet) or agency_that_is(outlet, rules) == agency
    return agency if same else f"{agency} > {outlet}"


def _first(pieces: Sequence[Piece], label: str) -> str:
    return next((fold_spaces(piece.text) for piece in pieces if piece.label == label), "")


def fold_spaces(text: str) -> str:
    """Write a text on one line, with single spaces."""
    return " ".join(text.split())


def _byline(pieces: Sequence[Piece], outlet: str, rules: Rules) -> str:
    """Write out the named authors, without "By" and without the outlet's own name."""
    names = []
    for piece in pieces:
        if piece.label == "byline" and fold_name(piece.text) != fold_name(outlet):
            printed = fold_spaces(piece.text)
            names.append(_FROM.sub("", marks.byline(printed, rules) or printed))
    return ", ".join(dict.fromkeys(names))


def _place(pieces: Sequence[Piece], outlet: str, rules: Rules) -> str:
    for piece in pieces:
        if piece.label == "dateline":
            dateline = marks.dateline(piece.text, rules, outlet)
            return fold_spaces(dateline.place) if dateline else ""
    return ""


def _has_date(row: Mapping[str, Any]) -> bool:
    return row["published_earliest"] is not pd.NaT or row["published_latest"] is not pd.NaT


def _dates(row: Mapping[str, Any], pieces: Sequence[Piece], rules: Rules) -> dict[str, Any]:
    """Keep a date that was given, also one that did not parse; else read one."""
    if _has_date(row):
        return {
            **{name: row[name] for name in _DATES},
            "date_certainty": row["date_certainty"] or "given",
            "date_evidence": row["date_evidence"] or "given with the corpus",
        }
    if row["date_evidence"]:
        certainty = row["date_certainty"] or "unknown"
        nothing = dict.fromkeys(_DATES, pd.NaT)
        return {**nothing, "date_certainty": certainty, "date_evidence": row["date_evidence"]}
    return _as_columns(published(pieces, rules))


def _as_columns(interval: Interval) -> dict[str, Any]:
    return {
        "published_earliest": pd.NaT
        if interval.earliest is None
        else pd.Timestamp(interval.earliest),
        "published_latest": pd.NaT if interval.latest is None else pd.Timestamp(interval.latest),
        "date_certainty": interval.certainty,
        "date_evidence": interval.evidence,
    }
