"""The pages of some documents on their way through cleaning."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.corpus.arrays import plain
from analysis.corpus.clean import boilerplate, label, outlet_rules
from analysis.corpus.clean.boilerplate import Learnt
from analysis.corpus.clean.line_counts import Tally
from analysis.corpus.clean.lines import Page
from analysis.corpus.clean.outlet_rules import UNKNOWN
from analysis.corpus.clean.rules import Rules
from analysis.corpus.clean.split_lines import LineTable
from analysis.schema import DOCUMENTS, SEGMENTS, TEXT, require, shape

_GIVEN: Final = ("document_id", "outlet", "text_start", "title")
_HEAD_LINES: Final = ("html_standfirst", "html_byline")


class Pages:
    """Documents cut into lines, of which those are labelled that rules know.

    Parameters
    ----------
    documents, rules
        As `clean.segment` takes them.
    """

    def __init__(self, documents: pd.DataFrame, rules: Rules) -> None:
        require(documents, DOCUMENTS, "segment", [*_GIVEN, "source"])
        self._rules, self._names = rules, documents["document_id"]
        sheet, given = LineTable(documents, rules), _given_columns(documents)
        self._pages = [self._page(sheet, given, place) for place in range(len(documents))]
        book = cache(lambda profile: outlet_rules.book(rules, profile))
        self._books = [book(rules.profile_of(page.outlet)) for page in self._pages]
        for page, rules_of_page in zip(self._pages, self._books, strict=True):
            label.label_by_rules(page, rules_of_page, rules)

    def tally(self) -> Tally:
        """Tally the open lines."""
        return boilerplate.count(self._pages)

    def label_repeated(self, learnt: Learnt) -> None:
        """Label the open lines that an outlet repeats."""
        boilerplate.label_repeated(self._pages, learnt)

    def segments(self) -> pd.DataFrame:
        """Label what is open by the structure of each page, and lay all labels out."""
        verdicts: dict[tuple[str, str], int] = {}
        rows = []
        for place, (page, book) in enumerate(zip(self._pages, self._books, strict=True)):
            label.label_by_structure(page, book, self._rules)
            for part in page.parts():
                code = verdicts.setdefault((part.label, part.rule), len(verdicts))
                rows.append((place, part.start, part.end, code))
        spans = np.array(rows, dtype=np.int64).reshape(-1, 4)
        names = list(zip(*verdicts, strict=True)) or [(), ()]
        labels, by = (pd.array(list(each), dtype=TEXT) for each in names)
        columns = {
            "document_id": self._names.array.take(spans[:, 0]),
            "start": spans[:, 1],
            "end": spans[:, 2],
            "label": labels.take(spans[:, 3]),
            "rule": by.take(spans[:, 3]),
        }
        return shape(pd.DataFrame(columns), SEGMENTS)

    def _page(self, sheet: LineTable, given: dict[str, list[Any]], place: int) -> Page:
        outlet = given["outlet"][place]
        if outlet in ("", UNKNOWN):
            outlet, _ = outlet_rules.publisher(sheet.texts_of(place), self._rules)
        return Page(
            document_id=given["document_id"][place],
            source=sheet.source(place),
            outlet="" if outlet == UNKNOWN else self._rules.outlet_named(outlet),
            title=given["title"][place],
            standfirst=given["html_standfirst"][place],
            byline=given["html_byline"][place],
            text_start=given["text_start"][place],
            lines=sheet.lines(place),
        )


def _given_columns(documents: pd.DataFrame) -> dict[str, list[Any]]:
    """List what came with documents, column by column."""
    frame = documents.assign(**{name: "" for name in _HEAD_LINES if name not in documents})
    return {name: plain(frame[name]) for name in (*_GIVEN, *_HEAD_LINES)}
