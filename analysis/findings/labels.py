"""The labels that a finding rests on, and how many of them a hand has ticked or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

import pandas as pd

from analysis.findings import copies, described, naming, quotations, tested, unlisted
from analysis.findings.answers import Answers
from analysis.findings.model import Span

# Kinds that rest on names and on the voice they stand in; on quotations and who speaks.
_OF_NAMES: Final = (
    naming.KIND, naming.ABSENT, naming.SHIPPED, tested.NAME, unlisted.KIND,
    described.KIND, described.MODIFIER,
)  # fmt: skip
# Those that rest on all mentions of what they name.
_WHOLE_NAMES: Final = (naming.KIND, naming.SHIPPED)
_OF_SPEECH: Final = (quotations.CUT, quotations.ONLY)


# Kinds all of whose labels are listed: one is as true as these are.
COMPLETE: Final = (*_WHOLE_NAMES, *_OF_SPEECH, copies.KIND)


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
        Their names: all that is asked for lies in these. Of one story all documents are taken.
    """

    def __init__(self, answers: Answers, documents: Iterable[str]) -> None:
        of_story = answers.documents["document_id"] if answers.stories == 1 else documents
        names = list(set(of_story))
        tables = (answers.mentions, answers.listed, answers.unlisted)
        self._names = [_by_document(table, names) for table in tables]
        self._quotations = _by_document(answers.quotations, names)

    def names(self, span: Span) -> list[dict[Any, Any]]:
        """Give the names at a place: those of lists, else those that nobody listed."""
        return next((rows for table in self._names if (rows := _over(span, table))), [])

    def named(self, concepts: Iterable[str]) -> list[Span]:
        """Give every place at which concepts are named, in the order of documents and places."""
        wanted = set(concepts)
        spans = {
            Span(*_place(row))
            for table in self._names
            for rows in table.values()
            for row in rows
            if row["concept"] in wanted
        }
        return sorted(spans)

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
    """List the labels that a finding of a kind rests on, each once.

    A name rests on every mention of its concept in the story and on the voice of each, a quotation
    on its extent and its speaker, a copy on each pair of its articles. What is said of names that
    are not printed, or tested over many articles, rests on more than its lines: of these the labels
    of the lines are listed. A word that is counted rests on no label.
    """
    if kind in _WHOLE_NAMES:
        concepts = [row["concept"] for span in spans for row in near.names(span)]
        spans = near.named(concepts) or spans
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
    rows: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    names = {name for label in labels for name in (label.document_id, label.other_document_id)}
    for row in said[said["document_id"].isin(names)].to_dict("records"):
        rows.setdefault((row["kind"], row["document_id"]), []).append(row)
    checked = corrected = 0
    for label in labels:
        ends = {label.document_id, label.other_document_id} - {""}
        near = [row for name in sorted(ends) for row in rows.get((label.kind, name), ())]
        hands = [row for row in near if _is_of(row, label)]
        checked += bool(hands)
        corrected += any(row["value"] != row["was"] for row in hands)
    return checked, corrected


def _is_of(row: dict[Any, Any], label: Label) -> bool:
    """Tell whether a row of its kind speaks of a label.

    A label is as the row says, once it was laid over: it has its span, or the speaker that it
    names; the outlet's own words lie in what it says is no quotation.
    """
    if label.other_document_id:
        pair = {row["document_id"], row["other_document_id"]}
        return pair == {label.document_id, label.other_document_id}
    if (row["start"], row["end"]) == (label.start, label.end):
        return True
    may_differ = label.kind == "speaker" or not label.value
    is_over = row["start"] < label.end and label.start < row["end"]
    return bool(may_differ and row["value"] == label.value and is_over)
