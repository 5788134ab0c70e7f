"""Label plain pages, all of them at once.

A page is plain where lines that rules know by themselves, sign-offs at its end and paragraphs are
all that stands below the title it came with: no step of `structure` looks at one line because of
another. Most articles of a table are such pages. At any doubt a page is not plain, and `structure`
labels it line by line; both ways lead to the same labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from analysis.corpus.arrays import Integers
from analysis.corpus.clean import datelines as marks
from analysis.corpus.clean import label as structure
from analysis.corpus.clean.blocks import beginning
from analysis.corpus.clean.boilerplate import LABEL, RULE, Learnt
from analysis.corpus.clean.duplicates import CUT, SHORTEST_DUPLICATE, key
from analysis.corpus.clean.line_counts import Tally
from analysis.corpus.clean.lines import ENDING, TOP
from analysis.corpus.clean.outlet_rules import Book, Verdict
from analysis.corpus.clean.prefilter import Mark, Truths, literal
from analysis.corpus.clean.rules import LONGEST_BEGINNING, Rules
from analysis.corpus.clean.split_lines import Sheet

_OPEN: Final = ("", "")
# Letters of a lede that must stand at the end of the line above, where that leads it in.
_TAIL: Final = 20
_SENTENCE_END: Final = f"(?:{'|'.join(map(literal, structure.SENTENCE_END))})$"


class Head(NamedTuple):
    """What is known of a document before its lines are looked at.

    Attributes
    ----------
    document_id, outlet
        Its name, and who published it; '' where that is unknown.
    book
        The rules for its lines.
    text_start
        Where the text below its title begins; 0 for a file.
    is_bare
        Whether it came with nothing else of its head.
    """

    document_id: str
    outlet: str
    book: Book
    text_start: int
    is_bare: bool


class PlainPages:
    """The pages that are plain as far as is known, and the labels of their lines.

    Parameters
    ----------
    sheet
        The lines of documents.
    heads
        What is known of each document.
    rules
        All rules.

    Attributes
    ----------
    plain
        Whether each page is.
    """

    def __init__(self, sheet: Sheet, heads: Sequence[Head], rules: Rules) -> None:
        self._sheet, self._heads, self._rules = sheet, heads, rules
        self._verdicts = {_OPEN: 0, structure.TITLE: 1}
        text_starts = np.array([head.text_start for head in heads], dtype=np.int64)
        self._labels = (sheet.ends <= text_starts[sheet.page]).astype(np.int64)
        titled = np.append(self._labels, 0)[sheet.first[:-1]] == 1
        known = np.array([bool(head.outlet) and head.is_bare for head in heads], dtype=bool)
        self.plain: Truths = titled & known & (np.diff(sheet.first) > 0)
        ends = sheet.texts.str.contains(_SENTENCE_END).to_numpy()
        self._is_sentence: Truths = ends & (sheet.sizes > TOP)
        self._drop(self._beginnings())
        self._label_alone()
        self._label_ends(self.plain)
        self._give_up(self.plain)

    def tally(self) -> Tally:
        """Tally the open lines of plain pages, as `learn.count` does."""
        lines = self._open()
        heads = [self._heads[page] for page in np.flatnonzero(self.plain).tolist()]
        return Tally(
            [head.outlet.casefold() for head in heads],
            [head.document_id for head in heads],
            np.bincount(self._sheet.page[lines], minlength=len(self.plain))[self.plain],
            self._sheet.casefolded(lines),
        )

    def label_repeated(self, learnt: Learnt) -> None:
        """Label the open lines that an outlet repeats."""
        repeated = [learnt.lines.get(head.outlet.casefold(), frozenset()) for head in self._heads]
        changed = np.zeros(len(self.plain), dtype=bool)
        lines = self._open()
        texts = self._sheet.casefolded(lines).to_list()
        for text, (number, page) in zip(texts, self._each(lines), strict=True):
            if text in repeated[page]:
                self._labels[number] = self._code((LABEL, RULE))
                changed[page] = True
        self._label_ends(changed)
        self._give_up(changed)

    def labelled(self) -> tuple[Integers, Integers, list[Verdict]]:
        """Give the lines of plain pages, the number of the verdict on each, and all verdicts."""
        mine = np.flatnonzero(self.plain[self._sheet.page])
        codes = np.where(self._labels[mine] == 0, self._code(structure.BODY), self._labels[mine])
        return mine, codes, list(self._verdicts)

    def _code(self, verdict: Verdict) -> int:
        return self._verdicts.setdefault(verdict, len(self._verdicts))

    def _open(self, pages: Truths | None = None) -> Integers:
        """List the open lines of plain pages; of these pages only, where some are given."""
        some = self.plain if pages is None else self.plain & pages
        return np.flatnonzero((self._labels == 0) & some[self._sheet.page])

    def _each(self, lines: Integers) -> Iterator[tuple[int, int]]:
        """Give lines with their pages."""
        return zip(lines.tolist(), self._sheet.page[lines].tolist(), strict=True)

    def _bits(self, of: Callable[[Book], int]) -> Integers:
        """Choose bits of rules for each line."""
        bits = np.array([of(head.book) for head in self._heads], dtype=np.int64)
        return self._sheet.masks & bits[self._sheet.page]

    # --- what is labelled ------------------------------------------------------------------

    def _label_alone(self) -> None:
        fits = self._bits(lambda book: book.of_lines) != 0
        fits |= self._sheet.texts.str.starts_with(structure.BRACKET).to_numpy()
        lines = self._open()
        for number, page in self._each(lines[fits[lines]]):
            line, source = self._sheet.alone(number)
            structure.label_alone(line, source, self._heads[page].book, self._rules)
            self._labels[number] = self._code((line.label, line.rule))
            self.plain[page] &= not line.parts

    def _label_ends(self, pages: Truths) -> None:
        """Label what can only stand at the end of pages, from their last lines up."""
        left = pages
        while left.any():
            lines = self._open(left)
            last = lines[np.append(np.diff(self._sheet.page[lines]) != 0, True)[: len(lines)]]
            left = np.zeros(len(self.plain), dtype=bool)
            for number, page in self._each(last[self._can_be_ends(last)]):
                line, source = self._sheet.alone(number)
                verdict = structure.label_of_end(line, source, self._heads[page].book, self._rules)
                if verdict[0]:
                    self._labels[number] = self._code(verdict)
                    left[page] = True
                elif marks.sign_off(source, self._rules):
                    self.plain[page] = False

    def _can_be_ends(self, lines: Integers) -> Truths:
        """Tell the lines that a rule for the end of a page, or a sign-off, may fit."""
        sheet = self._sheet
        found: Truths = self._bits(lambda book: book.of_places["end"])[lines] != 0
        found |= (sheet.ends - sheet.starts)[lines] < marks.LONGEST_SIGN_ALONE
        signs: list[Mark] = [(sign, "end") for _, sign in self._rules.signs]
        return found | sheet.can_fit(lines, (*marks.SIGN_OFFS, *signs))

    # --- which pages are not plain ------------------------------------------------------------

    def _drop(self, lines: Integers) -> None:
        """Give up the pages of lines."""
        self.plain[self._sheet.page[lines]] = False

    def _beginnings(self) -> Integers:
        """Find the lines that blocks begin with, and titles with something behind them."""
        fits = self._bits(lambda book: book.of_blocks) != 0
        fits &= (self._sheet.sizes <= LONGEST_BEGINNING) & (self._labels == 0)
        fits &= self.plain[self._sheet.page]
        found = [
            number
            for number, page in self._each(np.flatnonzero(fits))
            if any(beginning(self._sheet.line(number), self._heads[page].book))
        ]
        added = (self._labels > 0) & (self._bits(lambda book: book.of_parts["title"]) != 0)
        return np.append(np.flatnonzero(added), np.array(found, dtype=np.int64))

    def _give_up(self, pages: Truths) -> None:
        """Find the pages among these on which a step of `structure` has more to do."""
        lines = self._open(pages)
        page = self._sheet.page[lines]
        rank = np.arange(len(lines)) - np.searchsorted(page, page)
        self._drop(self._teasers(lines))
        self._drop(self._tops(lines, rank))
        self._drop(self._datelines(lines[rank < structure.DATELINE_WITHIN]))
        self._drop(self._repeats(lines, rank))

    def _teasers(self, lines: Integers) -> Integers:
        """Find the lines that can be headlines of other stories, above what leads elsewhere."""
        inviting = [c for (label, _), c in self._verdicts.items() if label in structure.INVITING]
        above = np.append(np.isin(self._labels, inviting)[1:], False)
        above &= np.append(np.diff(self._sheet.page) == 0, False)
        some = lines[above[lines] & np.isin(self._sheet.sizes[lines], structure.HEADLINE_SIZES)]
        fits = self._sheet.texts.gather(some).str.contains(structure.HEADLINE).to_numpy()
        found: Integers = some[fits]
        return found

    def _tops(self, lines: Integers, rank: Integers) -> Integers:
        """Find the lines above the first sentence that are no part of an article."""
        sheet, headed = self._sheet, self._headed()
        sentences: Integers = np.cumsum(self._is_sentence[lines]) - self._is_sentence[lines]
        above: Truths = sentences == sentences[np.arange(len(lines)) - rank]
        # Further down only marks and short credits are looked for.
        sizes = sheet.sizes[lines]
        odd = (sizes == 1) | (sizes <= structure.LONGEST_CREDIT) & headed[sheet.page[lines]]
        near = above & (rank < TOP)
        odd[near] |= self._can_be_bylines(lines[near])
        above &= odd & ~self._is_sentence[lines] | (
            self._bits(lambda b: b.of_places["top"])[lines] != 0
        )
        below = np.append(lines[1:], lines[-1:])
        found = []
        for place in np.flatnonzero(above).tolist():
            number = int(lines[place])
            line, page = sheet.line(number), sheet.page[number]
            head = self._heads[page]
            is_odd = bool(head.book.verdict(line, "top")[0])
            if not self._is_sentence[number]:
                is_odd |= structure.is_mark_alone(line, self._rules)
                is_odd |= bool(headed[page]) and structure.is_small(line)
                if rank[place] < TOP:
                    following = sheet.line(int(below[place]))
                    is_odd |= structure.is_byline(line, following, head.outlet, self._rules)
            if is_odd:
                found.append(number)
        return np.array(found, dtype=np.int64)

    def _headed(self) -> Truths:
        """Tell the pages with a line that credits in small letters can stand below."""
        heads = [code for (label, _), code in self._verdicts.items() if label in structure.HEAD]
        found = np.zeros(len(self.plain), dtype=bool)
        found[self._sheet.page[np.isin(self._labels, heads)]] = True
        return found

    def _can_be_bylines(self, lines: Integers) -> Truths:
        """Tell the lines that can be a byline by themselves, or a name over the outlet's."""
        text = self._sheet.texts.gather(lines).str
        named: Truths = (text.len_chars() < marks.LONGEST_MARK).to_numpy()
        named = named | (self._sheet.sizes[lines] <= TOP)
        named &= ~text.contains(marks.NO_NAME).to_numpy()
        return named | self._sheet.can_fit(lines, marks.BYLINES)

    def _datelines(self, lines: Integers) -> Integers:
        can_be = self._sheet.can_fit(lines, marks.DATELINES)
        found = [
            number
            for number, page in self._each(lines[can_be])
            if marks.dateline(self._sheet.printed(number), self._rules, self._heads[page].outlet)
        ]
        return np.array(found, dtype=np.int64)

    def _repeats(self, lines: Integers, rank: Integers) -> Integers:
        """Find the lines that seem to stand on a page twice, as a whole or in part."""
        sheet, texts = self._sheet, self._sheet.folded
        edges = pl.Series(sheet.edges, dtype=pl.String)
        long = lines[sheet.sizes[lines] >= SHORTEST_DUPLICATE]
        long = self._alike(long, edges.gather(long))
        top = lines[rank <= TOP]
        led_in = self._alike(top, edges.gather(top).str.tail(ENDING))
        titles = sheet.first[sheet.page[top]]
        odd = (edges.gather(top) == edges.gather(titles)).to_numpy()
        odd |= sheet.texts.gather(top).str.ends_with(CUT).to_numpy()
        found = (
            self._alike(long, [key(texts[number]) for number in long]),
            self._alike(led_in, [key(texts[number])[-_TAIL:] for number in led_in]),
            top[odd],
        )
        return np.concatenate(found)

    def _alike(self, lines: Integers, values: pl.Series | list[str]) -> Integers:
        """Choose the lines that have a value in common with another of their page."""
        column = pl.Series(values, dtype=pl.String)
        pairs = pl.DataFrame({"page": self._sheet.page[lines], "value": column})
        chosen: Integers = lines[pairs.is_duplicated().to_numpy()]
        return chosen
