"""The labels that a finding rests on, and how many of them a hand has ticked or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

import pandas as pd

from analysis.findings import copies, naming, quotations, tested, unlisted
from analysis.findings.answers import Answers
from analysis.findings.model import Span

# Kinds that rest on names and on the voice they stand in; on quotations and who speaks.
_OF_NAMES: Final = (
    naming.KIND, naming.ABSENT, naming.SHIPPED, tested.NAME, unlisted.KIND,
)  # fmt: skip
_OF_SPEECH: Final = (quotations.CUT, quotations.ONLY)


class Label(NamedTuple):
    """What rules say of a span, or of a pair of documents.

    `kind` and `value` are those of `schema.CORRECTIONS`.
    """

    kind: str
    value: str
    document_id: str
    start: int = -1
    end: int = -1
    other_document_id: str = ""


class Near:
    """The names and quotations of some documents, to be asked for what lies at a place.

    Parameters
    ----------
    answers
        The answers that findings are made from.
    documents
        Their names; all that is asked for lies in these.
    """

    def __init__(self, answers: Answers, documents: Iterable[str]) -> None:
        names = list(set(documents))
        tables = (answers.mentions, answers.listed, answers.unlisted)
        self._names = [_by_document(table, names) for table in tables]
        self._quotations = _by_document(answers.quotations, names)

    def names(self, span: Span) -> list[dict[Any, Any]]:
        """Give the names at a place: those of lists, else those that nobody listed."""
        return next((rows for table in self._names if (rows := _over(span, table))), [])

    def quotations(self, span: Span) -> list[dict[Any, Any]]:
        """Give the quotations at a place, the innermost first."""
        rows = _over(span, self._quotations)
        return sorted(rows, key=lambda row: int(row["end"]) - int(row["start"]))


def _by_document(table: pd.DataFrame, names: list[str]) -> dict[str, list[dict[Any, Any]]]:
    rows: dict[str, list[dict[Any, Any]]] = {}
    for row in table[table["document_id"].isin(names)].to_dict("records"):
        rows.setdefault(str(row["document_id"]), []).append(row)
    return rows


def _over(span: Span, table: dict[str, list[dict[Any, Any]]]) -> list[dict[Any, Any]]:
    rows = table.get(span.document_id, [])
    return [row for row in rows if row["start"] < span.end and span.start < row["end"]]


def labels_of(kind: str, spans: Sequence[Span], near: Near) -> list[Label]:
    """List the labels that a finding of a kind rests on, in the order of its lines, each once.

    A name rests on its concept and on the voice it stands in, a quotation on its extent and its
    speaker, a copy on each pair of its articles. A word that is counted rests on no label.
    """
    labels: list[Label] = []
    if kind == copies.KIND:
        pairs = combinations(sorted({span.document_id for span in spans}), 2)
        labels = [Label("same_text", "yes", one, other_document_id=other) for one, other in pairs]
    for span in spans:
        if span.start >= span.end:
            continue
        if kind in _OF_NAMES:
            for row in near.names(span):
                labels.append(Label("mention", f"{row['concept']}: {row['label']}", *_place(row)))
            spoken = near.quotations(span)
            # The outlet's own words lie in no quotation.
            labels.append(_extent(spoken[0]) if spoken else Label("quotation", "", *span))
        if kind in _OF_SPEECH:
            for row in near.quotations(span):
                labels += [_extent(row), Label("speaker", str(row["speaker_id"]), *_place(row))]
    return list(dict.fromkeys(labels))


def _extent(row: dict[Any, Any]) -> Label:
    voice = "paraphrase" if row["kind"] == "indirect" else "quoted"
    return Label("quotation", voice, *_place(row))


def _place(row: dict[Any, Any]) -> tuple[str, int, int]:
    return str(row["document_id"]), int(row["start"]), int(row["end"])


def looked_at(labels: Sequence[Label], said: pd.DataFrame) -> tuple[int, int]:
    """Count of labels how many a hand has looked at, and how many of these it corrected.

    Parameters
    ----------
    said
        `schema.CORRECTIONS` that hold in the corpus.
    """
    checked = corrected = 0
    rows = said.to_dict("records")
    for label in labels:
        hands = [row for row in rows if _is_of(row, label)]
        checked += bool(hands)
        corrected += any(row["value"] != row["was"] for row in hands)
    return checked, corrected


def _is_of(row: dict[Any, Any], label: Label) -> bool:
    """Tell whether a row speaks of a label."""
    if row["kind"] != label.kind:
        return False
    if label.other_document_id:
        pair = {row["document_id"], row["other_document_id"]}
        return pair == {label.document_id, label.other_document_id}
    is_near = row["document_id"] == label.document_id
    return is_near and bool(row["start"] < label.end and label.start < row["end"])
