"""The labels of a corpus as rows that a hand can tick or correct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.corrections.place import excerpt_of
from analysis.findings.labels import Label
from analysis.schema import CORRECTIONS, ParameterError, closest, shape

# Tables by name, each made when it is looked at.
Tables = Mapping[str, pd.DataFrame]
# What names one label of a corpus, in whatever file it stands.
ITEM: Final = ["kind", "document_id", "start", "end",
               "other_document_id", "other_start", "other_end"]  # fmt: skip
_SPAN: Final = ["document_id", "start", "end"]


def of_finding(corpus: Corpus, labels: Iterable[Label]) -> pd.DataFrame:
    """Lay out the labels of a finding, as `schema.CORRECTIONS`, in the order of its lines."""
    return _rows(corpus, pd.DataFrame(labels, columns=Label._fields))


def drawn(corpus: Corpus, tables: Tables, kind: str, sample: int, seed: int) -> pd.DataFrame:
    """Draw labels of one kind, each as likely as any other.

    Parameters
    ----------
    tables
        `mentions`, `frames`, `reuse`, `statements`; made when they are asked for.
    kind
        One of `DRAWN`.
    sample
        How many; all of them where there are no more.
    seed
        The same seed draws the same labels of the same corpus.

    Returns
    -------
    `schema.CORRECTIONS`, in the order of documents and places; `drawn` names the seed, how many
    were drawn and of how many.

    Raises
    ------
    ParameterError
        There is no such kind, or no label of it here.
    """
    if kind not in DRAWN:
        raise ParameterError(
            f"No labels of the kind {kind!r} can be drawn. Allowed: {', '.join(DRAWN)}."
            + closest(kind, DRAWN)
        )
    labels = DRAWN[kind](corpus, tables).reset_index(drop=True)
    if labels.empty:
        raise ParameterError(f"{corpus.name} has no label of the kind {kind!r}.")
    size = min(sample, len(labels))
    chosen = np.sort(np.random.default_rng(seed).choice(len(labels), size, replace=False))
    said = f"seed {seed}, {size} of {len(labels)} {kind}"
    return _rows(corpus, labels.iloc[chosen]).assign(drawn=said)


def with_said(rows: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Put what a hand said of labels before in their rows; `was` stays what the rules say.

    Parameters
    ----------
    rows, said
        `schema.CORRECTIONS`: labels to be looked at, and those that were.
    """
    before: dict[tuple[Any, ...], dict[Any, Any]] = {
        tuple([row[name] for name in ITEM]): row for row in said.to_dict("records")
    }
    both: list[dict[Any, Any]] = []
    for row in rows.to_dict("records"):
        old = before.get(tuple([row[name] for name in ITEM]))
        if old is not None:
            row |= {name: old[name] for name in ("value", "was", "by", "day", "note")}
            row["checked"] = old["checked"] or "x"
        both.append(row)
    return shape(pd.DataFrame(both, columns=CORRECTIONS.names), CORRECTIONS)


def _rows(corpus: Corpus, labels: pd.DataFrame) -> pd.DataFrame:
    documents = corpus.documents.set_index("document_id")
    rows = []
    for label in labels.to_dict("records"):
        name, other = label["document_id"], label.get("other_document_id", "")
        start, end = int(label.get("start", -1)), int(label.get("end", -1))
        source = str(documents["source"].at[name])
        row: dict[str, Any] = {column: "" for column in CORRECTIONS.names}
        row |= {"kind": label["kind"], "value": label["value"], "was": label["value"]}
        row |= {"document_id": name, "sha256": documents["sha256"].at[name]}
        row |= {"start": start, "end": end, "excerpt": excerpt_of(source[max(start, 0) : end])}
        row |= {"other_start": -1, "other_end": -1, "row": 0}
        if start < 0:
            row["excerpt"] = excerpt_of(str(documents["title"].at[name]))
        if other:
            row |= {"other_document_id": other, "other_sha256": documents["sha256"].at[other]}
            row |= {key: label[key] for key in ("other_start", "other_end") if key in label}
        rows.append(row)
    return shape(pd.DataFrame(rows, columns=CORRECTIONS.names), CORRECTIONS)


def _quotations(voices: Iterable[str]) -> Callable[[Corpus, Tables], pd.DataFrame]:
    def labels(corpus: Corpus, tables: Tables) -> pd.DataFrame:
        table = corpus.quotations
        voice = np.where(table["kind"] == "indirect", "paraphrase", "quoted")
        rows = table[_SPAN].assign(kind="quotation", value=voice)
        return rows[rows["value"].isin(list(voices))]

    return labels


def _speakers(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    table = corpus.quotations[corpus.quotations["speaker_id"] != ""]
    return table[_SPAN].assign(kind="speaker", value=table["speaker_id"])


def _mentions(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    table = tables["mentions"]
    return table[_SPAN].assign(kind="mention", value=table["concept"] + ": " + table["label"])


def _frames(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    table = tables["frames"]
    return table[_SPAN].assign(kind="frame", value=table["frame"])


def _segments(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    return corpus.segments[_SPAN].assign(kind="segment", value=corpus.segments["label"])


def _of_documents(column: str) -> Callable[[Corpus, Tables], pd.DataFrame]:
    def labels(corpus: Corpus, tables: Tables) -> pd.DataFrame:
        rows = corpus.documents[["document_id"]]
        return rows.assign(kind=column, value=corpus.documents[column])

    return labels


def _dates(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    ends = [
        corpus.documents[name].dt.strftime("%Y-%m-%d").fillna("")
        for name in ("published_earliest", "published_latest")
    ]
    days = ends[0].where(ends[0] == ends[1], ends[0] + ".." + ends[1])
    # An interval that is open at one end is no day that could be ticked.
    days = days.mask((ends[0] == "") | (ends[1] == ""), "")
    return corpus.documents[["document_id"]].assign(kind="date", value=days)


def _same_text(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    pairs = tables["reuse"]
    pairs = pairs[pairs["relation"] == "reprint"]
    return pairs[["document_id", "other_document_id"]].assign(
        kind="same_text", value="yes", start=-1, end=-1
    )


def _same_statement(corpus: Corpus, tables: Tables) -> pd.DataFrame:
    table = tables["statements"]
    bases = table.drop_duplicates("statement_id").set_index("statement_id")[_SPAN]
    variants = table[table.duplicated("statement_id")]
    theirs = bases.loc[variants["statement_id"]].reset_index(drop=True)
    rows = variants[_SPAN].reset_index(drop=True)
    # A pair is of two documents.
    apart = rows["document_id"] != theirs["document_id"]
    rows, theirs = (table[apart].reset_index(drop=True) for table in (rows, theirs))
    named = {name: f"other_{name}" for name in _SPAN}
    return rows.join(theirs.rename(columns=named)).assign(kind="same_statement", value="yes")


# What can be drawn -> the labels of a corpus, as `kind`, `value` and the place.
DRAWN: Final[Mapping[str, Callable[[Corpus, Tables], pd.DataFrame]]] = {
    "speaker": _speakers,
    "quotation": _quotations(("quoted", "paraphrase")),
    "quoted": _quotations(("quoted",)),
    "paraphrase": _quotations(("paraphrase",)),
    "mention": _mentions,
    "frame": _frames,
    "segment": _segments,
    **{name: _of_documents(name) for name in ("outlet", "agency", "title", "byline", "event")},
    "date": _dates,
    "same_text": _same_text,
    "same_statement": _same_statement,
}
