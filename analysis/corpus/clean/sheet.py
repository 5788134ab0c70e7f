"""The lines of many documents side by side: looked at in columns, or taken out one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl

from analysis.corpus.arrays import Integers
from analysis.corpus.clean.lines import Line
from analysis.corpus.clean.prefilter import Mark, Truths, can_fit
from analysis.corpus.clean.rules import Rules
from analysis.corpus.clean.split_lines import column_of, facts, source_lines


class Sheet:
    """The lines of documents, and by which rules each can be labelled.

    Parameters
    ----------
    documents
        As `clean.segment` takes them.
    rules
        All rules.

    Attributes
    ----------
    page
        Number of the document of each line; they rise.
    first
        Where the lines of each document begin; one more than there are.
    starts, ends, texts, sizes, masks
        As a `Line` has them.
    small
        The texts in small letters.
    folded, edges
        Text and edges of each line, one by one.
    """

    def __init__(self, documents: pd.DataFrame, rules: Rules) -> None:
        sources = column_of(documents["source"])
        self._sources: list[str] = sources.to_list()
        found = source_lines(sources, documents["text_start"].to_numpy(np.int64))
        lines = facts(found.texts, found.printed)
        self.starts, self.ends, self.texts = found.starts, found.ends, found.texts
        self.sizes, self.masks = lines["size"].to_numpy(), rules.sieve.masks(lines)
        self.first = found.offsets
        self.page = np.repeat(np.arange(len(documents)), np.diff(found.offsets))
        self.small, self.is_plain = lines["small"], lines["is_plain"].to_numpy()
        self._printed, self._printed_plain = lines["printed"], lines["printed_plain"].to_numpy()
        self.folded: list[str] = found.texts.to_list()
        self.edges: list[str] = lines["edges"].to_list()
        self._is_folded = (~lines["is_same"]).to_list()
        self._places = self.starts.tolist(), self.ends.tolist()
        self._known = self.edges, self.sizes.tolist(), self.masks.tolist()

    def casefolded(self, numbers: Integers) -> pl.Series:
        """Give the texts of lines, casefolded; for plain letters small ones are that."""
        odd = np.flatnonzero(~self.is_plain[numbers])
        folded = [self.folded[number].casefold() for number in numbers[odd].tolist()]
        return self.small.gather(numbers).scatter(odd, folded)

    def can_fit(self, numbers: Integers, marks: tuple[Mark, ...]) -> Truths:
        """Say which lines, as they are printed, can fit one of some marks."""
        return can_fit(self._printed.gather(numbers), self._printed_plain[numbers], marks)

    def source(self, page: int) -> str:
        """Give the source of a document."""
        return self._sources[page]

    def printed(self, number: int) -> str:
        """Give a line as it is printed."""
        if not self._is_folded[number]:
            return self.folded[number]
        starts, ends = self._places
        return self.source(int(self.page[number]))[starts[number] : ends[number]]

    def line(self, number: int) -> Line:
        """Take a line out."""
        starts, ends = self._places
        return self._line(number, starts[number], ends[number])

    def alone(self, number: int) -> tuple[Line, str]:
        """Take a line out as if it stood alone: with a source that holds nothing else."""
        text = self.printed(number)
        return self._line(number, 0, len(text)), text

    def _line(self, number: int, start: int, end: int) -> Line:
        edges, sizes, masks = self._known
        return Line(start, end, self.folded[number], edges[number], sizes[number], masks[number])

    def lines(self, page: int) -> list[Line]:
        """Take the lines of a page out."""
        columns = (*self._places, self.folded, *self._known)
        some = slice(*self.first[page : page + 2].tolist())
        return list(map(Line, *(column[some] for column in columns)))

    def texts_of(self, page: int) -> list[str]:
        """Give the folded texts of a page's lines."""
        return self.folded[slice(*self.first[page : page + 2].tolist())]
