"""The pages of some documents on their way through cleaning: the plain ones, and the others."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.corpus.arrays import plain
from analysis.corpus.clean import boilerplate as learn
from analysis.corpus.clean import label as structure
from analysis.corpus.clean import outlet_rules as match
from analysis.corpus.clean.boilerplate import Learnt
from analysis.corpus.clean.line_counts import Tally
from analysis.corpus.clean.lines import Page
from analysis.corpus.clean.outlet_rules import UNKNOWN
from analysis.corpus.clean.plain import Head, PlainPages
from analysis.corpus.clean.rules import Rules
from analysis.corpus.clean.split_lines import Sheet
from analysis.schema import DOCUMENTS, SEGMENTS, TEXT, require, shape

_KNOWN: Final = ("document_id", "outlet", "text_start")
_GIVEN: Final = (*_KNOWN, "title")
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
        self._given = _given(documents)
        self._sheet = Sheet(documents, rules)
        self._book = cache(lambda profile: match.book(rules, profile))
        self._heads = [self._head(number) for number in range(len(documents))]
        self._plain = PlainPages(self._sheet, self._heads, rules)
        self._others: dict[int, Page] = {}
        self._read_others()

    def tally(self) -> Tally:
        """Tally the open lines."""
        return self._plain.tally() + learn.count(self._others.values())

    def label_repeated(self, learnt: Learnt) -> None:
        """Label the open lines that an outlet repeats."""
        self._plain.label_repeated(learnt)
        self._read_others()
        learn.label_repeated(self._others.values(), learnt)

    def segments(self) -> pd.DataFrame:
        """Label what is open by the structure of each page, and lay all labels out."""
        lines, codes, verdicts = self._plain.labelled()
        numbers = {verdict: number for number, verdict in enumerate(verdicts)}
        rows = []
        for number, page in self._others.items():
            structure.label_by_structure(page, self._heads[number].book, self._rules)
            for part in page.parts():
                code = numbers.setdefault((part.label, part.rule), len(numbers))
                rows.append((number, part.start, part.end, code))
        sheet, others = self._sheet, np.array(rows, dtype=np.int64).reshape(-1, 4)
        known = np.stack([sheet.page[lines], sheet.starts[lines], sheet.ends[lines], codes], axis=1)
        every = np.concatenate([known, others])
        every = every[np.argsort(every[:, 0], kind="stable")]
        labels, by = (pd.array(list(names), dtype=TEXT) for names in zip(*numbers, strict=True))
        columns = {
            "document_id": self._names.array.take(every[:, 0]),
            "start": every[:, 1],
            "end": every[:, 2],
            "label": labels.take(every[:, 3]),
            "rule": by.take(every[:, 3]),
        }
        return shape(pd.DataFrame(columns), SEGMENTS)

    def _head(self, number: int) -> Head:
        name, outlet, text_start = (self._given[n][number] for n in _KNOWN)
        outlet = "" if outlet == UNKNOWN else outlet
        if not outlet:
            found, _ = match.publisher(self._sheet.texts_of(number), self._rules)
            outlet = "" if found == UNKNOWN else found
        is_bare = not any(self._given[line][number] for line in _HEAD_LINES)
        book = self._book(self._rules.profile_of(outlet))
        return Head(name, outlet, book, text_start, is_bare)

    def _read_others(self) -> None:
        """Take the pages apart that are not plain, and label the lines that rules know."""
        for number in np.flatnonzero(~self._plain.plain).tolist():
            if number not in self._others:
                page = self._others[number] = self._page(number)
                structure.label_by_rules(page, self._heads[number].book, self._rules)

    def _page(self, number: int) -> Page:
        given, head = self._given, self._heads[number]
        return Page(
            document_id=head.document_id,
            source=self._sheet.source(number),
            outlet=head.outlet,
            title=given["title"][number],
            standfirst=given["html_standfirst"][number],
            byline=given["html_byline"][number],
            text_start=head.text_start,
            lines=self._sheet.lines(number),
        )


def _given(documents: pd.DataFrame) -> dict[str, list[Any]]:
    """List what came with documents, column by column."""
    frame = documents.assign(**{name: "" for name in _HEAD_LINES if name not in documents})
    return {name: plain(frame[name]) for name in (*_GIVEN, *_HEAD_LINES)}
