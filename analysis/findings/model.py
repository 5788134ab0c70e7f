"""One finding, and the table of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from analysis.schema import FINDINGS, empty, shape

# Between the parts of a cell.
_BETWEEN: Final = "; "


def parts_of(cell: str) -> list[str]:
    """List the parts of a cell: groups, forms, numbers, places.

    Examples
    --------
    >>> parts_of("TASS; AP"), parts_of("")
    (['TASS', 'AP'], [])
    """
    return cell.split(_BETWEEN) if cell else []


class Span(NamedTuple):
    """A place in a source: `source[start:end]` is what is meant."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """Something that the tellings of a story do differently.

    Attributes
    ----------
    kind
        One of `admitted.ADMITTED`.
    groups
        Whom it is about first; then those it sets them against.
    forms
        Words as they are printed in the lines it rests on, and nothing else.
    numbers
        What was counted, by name.
    headline
        The finding in one clause, without a full stop.
    sentences
        The finding in one to three sentences.
    guard
        What it holds for.
    spans
        The lines it rests on.
    contrast
        What it is ranked by, larger first; see `find.findings`.
    verdict
        Of what a test found, whether it holds without any one article, and within events; ''
        where that is not asked, or not yet.
    """

    kind: str
    groups: tuple[str, ...]
    forms: tuple[str, ...]
    numbers: tuple[tuple[str, int], ...]
    headline: str
    sentences: tuple[str, ...]
    guard: str
    spans: tuple[Span, ...]
    contrast: tuple[float, ...] = ()
    verdict: str = ""


class Weighed(NamedTuple):
    """A finding, whether it may stand in a headline, and the labels it rests on.

    `checked` of its `labels` somebody looked at, `corrected` of these were wrong.
    """

    finding: Finding
    is_admitted: bool
    labels: int = 0
    checked: int = 0
    corrected: int = 0


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Give the rows of a table, each with its columns as attributes."""
    return table.itertuples()


def as_table(weighed: Sequence[Weighed]) -> pd.DataFrame:
    """Lay findings out as `schema.FINDINGS`, in their order."""
    if not weighed:
        return empty(FINDINGS)
    rows = [
        {
            "finding": f"f{rank:02}",
            "kind": each.kind,
            "is_admitted": is_admitted,
            "rank": rank,
            "labels": labels,
            "checked_labels": checked,
            "corrected_labels": corrected,
            "verdict": each.verdict,
            "groups": _BETWEEN.join(each.groups),
            "forms": _BETWEEN.join(each.forms),
            "numbers": _BETWEEN.join(f"{name} {value:,}" for name, value in each.numbers),
            "headline": each.headline,
            "sentence": " ".join(each.sentences),
            "guard": each.guard,
            "evidence": _BETWEEN.join(
                f"{span.document_id}@{span.start}-{span.end}" for span in each.spans
            ),
        }
        for rank, (each, is_admitted, labels, checked, corrected) in enumerate(weighed, 1)
    ]
    return shape(pd.DataFrame(rows), FINDINGS)


def spans_of(findings: pd.DataFrame) -> pd.DataFrame:
    """Lay out the places that findings rest on.

    Returns
    -------
    One row per place: `finding, document_id, start, end`, in the order of the findings.
    """
    rows = []
    for name, evidence in zip(findings["finding"], findings["evidence"], strict=True):
        for place in parts_of(evidence):
            document_id, _, ends = place.rpartition("@")
            start, _, end = ends.partition("-")
            rows.append((name, document_id, int(start), int(end)))
    return pd.DataFrame(rows, columns=["finding", "document_id", "start", "end"])
