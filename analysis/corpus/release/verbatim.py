"""Find runs of an article's words in what must hold none, and shorten what holds one.

A headline can come by many ways: as the name of a file, in an address, as a cell that a date was
looked for in, joined by hyphens into one word. Words are compared as letters and digits alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, islice
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, distinct, expanded, joined, running
from analysis.schema import COUNTS, TABLES, TEXT

Tables = dict[str, pd.DataFrame]

# Words in a row that are an article's own; design.md, section 8.
RUN: Final = 8
# Words of a run over several cells that must differ and hold a letter: numbers, and the same few
# names again and again, are how a table looks, and no text.
_DIFFERENT: Final = 4
# Words that stay of a name that is cut, at most.
_KEPT: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_SUFFIX: Final = re.compile(r"\.\w{1,8}")
_KINDS: Final = ("document_id", "path", "url", "term", "evidence", "name")
_TEXTS: Final = frozenset(c.name for t in TABLES.values() for c in t.columns if c.dtype == TEXT)
# How often rows are exchanged until no run is left.
_TIMES: Final = 10
# An odd number: no run is lost in the product.
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
# Cells looked at in one go.
_AT_ONCE: Final = 1 << 20

# How many ends of the numbers of runs are told apart: 26 bits.
_ENDS: Final = 1 << 26

Hashes = NDArray[np.uint64]


def words_of(text: str) -> list[str]:
    """Split a text at all that is no letter or digit, its case folded.

    Examples
    --------
    >>> words_of("https://a.example/Two_words%20more")
    ['https', 'a', 'example', 'two', 'words', 'more']
    """
    plain = unquote(text) if "%" in text else text
    return _WORD.findall(unicodedata.normalize("NFKC", plain).casefold())


def _hashes(words: Iterable[str]) -> Hashes:
    return np.fromiter(map(hash, words), dtype=np.int64).view(np.uint64)


def _runs(words: Hashes) -> Integers:
    """Give a number to every run of words, which are numbers themselves."""
    size = max(len(words) - RUN + 1, 0)
    total = np.zeros(size, dtype=np.uint64)
    for place in range(RUN):
        total = total * _FACTOR + words[place : place + size]
    return total.view(np.int64)


class Runs:
    """The runs of words of some texts.

    Attributes
    ----------
    known
        A number for each, sorted; two runs share one with a chance of 1 in 2^64.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        runs = [_runs(_hashes(words_of(text))) for text in texts]
        self.known: Integers = distinct(joined(runs))
        # Most runs that are looked for are not known, which their last bits tell at once.
        self._ends = np.zeros(_ENDS, dtype=bool)
        self._ends[self.known & (_ENDS - 1)] = True

    def __contains__(self, text: str) -> bool:
        """Say whether a text holds one of them."""
        return bool(self.among(_runs(_hashes(words_of(text)))).any())

    def among(self, runs: Integers) -> NDArray[np.bool_]:
        """Tell the runs that are known."""
        is_known: NDArray[np.bool_] = self._ends[runs & (_ENDS - 1)]
        likely = runs[is_known]
        place = np.minimum(np.searchsorted(self.known, likely), len(self.known) - 1)
        is_known[is_known] = self.known[place] == likely
        return is_known

    def values(self, column: pd.Series) -> list[str]:
        """List the values of a column that hold one."""
        texts = (str(value) for value in column.dropna().unique())
        return [value for value in texts if len(value) > 2 * (RUN - 1) and value in self]

    def cells(self, table: pd.DataFrame) -> Iterator[list[tuple[int, int]]]:
        """Find runs along the rows of a table and down its columns.

        Yields
        ------
        Of each run its cells, one for each word: row and column from 0.
        """
        cells = _Cells(table)
        across = np.arange(table.size).reshape(table.shape)
        for lines in (across, across.T[cells.varied]):
            for some in _parts(lines, cells):
                yield from self._in_lines(some, cells)

    def _in_lines(self, lines: Integers, cells: _Cells) -> Iterator[list[tuple[int, int]]]:
        flat = lines.ravel()
        sizes = cells.sizes[flat]
        words = expanded(cells.first[flat], sizes)
        of_line = np.repeat(np.arange(flat.size) // max(lines.shape[1], 1), sizes)
        of_cell = np.repeat(flat, sizes)
        is_run = self.among(_runs(cells.hashes[words]))
        is_run &= of_line[: len(is_run)] == of_line[len(of_line) - len(is_run) :]
        for place in np.flatnonzero(is_run).tolist():
            run_cells = of_cell[place : place + RUN]
            if run_cells[0] == run_cells[-1] or cells.is_text(words[place : place + RUN]):
                yield [divmod(cell, cells.width) for cell in run_cells.tolist()]


class _Cells:
    """The words of the cells of a table, each value split once."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.width = table.shape[1]
        codes, split = np.zeros(table.shape, dtype=np.int64), [[""][:0]]
        # Whether a column can read as a text: its words differ enough.
        self.varied = np.zeros(self.width, dtype=bool)
        for number, name in enumerate(table.columns):
            code, unique = pd.factorize(table[name])
            codes[:, number] = np.where(code < 0, 0, code + len(split))
            word_lists = [words_of(str(value)) for value in unique]
            self.varied[number] = _differ(chain.from_iterable(word_lists))
            split += word_lists
        self.words = [word for words in split for word in words]
        self.hashes = _hashes(self.words)
        begins = running(np.array([len(words) for words in split]))
        # Of each cell, row after row: where its words begin, and how many there are.
        self.first = begins[codes.ravel()]
        self.sizes = np.diff(begins)[codes.ravel()]

    def is_text(self, words: Integers) -> bool:
        """Say whether a run over several cells reads as a text."""
        return _differ(self.words[word] for word in words.tolist())


def _differ(words: Iterable[str]) -> bool:
    """Say whether enough of some words differ and hold a letter."""
    different: set[str] = set()
    for word in words:
        if not word.isdigit():
            different.add(word)
            if len(different) == _DIFFERENT:
                return True
    return False


def _parts(lines: Integers, cells: _Cells) -> Iterator[Integers]:
    """Give the lines that are long enough for a run, some at a time."""
    sizes = cells.sizes[lines.ravel()].reshape(lines.shape)
    long = lines[sizes.sum(axis=1) >= RUN]
    step = max(_AT_ONCE // max(lines.shape[1], 1), 1)
    for begin in range(0, len(long), step):
        yield long[begin : begin + step]


def cut(text: str, mark: str = " …") -> str:
    """Keep the first words of a text: four at most, and no more than half of them.

    Examples
    --------
    >>> cut("one two, three four five")
    'one two …'
    """
    ends = [word.end() for word in _WORD.finditer(text)]
    size = max(min(_KEPT, len(ends) // 2), 1)
    return text[: ends[size - 1]] + mark if ends else ""


def shortened(tables: Mapping[str, pd.DataFrame], runs: Runs) -> tuple[Tables, list[str]]:
    """Shorten the values that hold a run, or the most of one that goes over several cells.

    An address becomes its host, a document's name its number, any other value its first words;
    a value becomes the same in all tables, and stays apart from other names. Terms that become
    the same are counted together.

    Parameters
    ----------
    tables
        By name; `documents` is among them.

    Returns
    -------
    The tables, and the columns in which something was shortened.
    """
    short, changed = _Shortener(tables, runs), dict(tables)
    for search in (_values_with_a_run, _cells_of_a_run):
        new = dict(changed) if len(runs.known) else {}
        while values := sorted({one for table in new.values() for one in search(table, short)}):
            for column, value in values:
                short.add(column, value)
            put = {name: short.put(table) for name, table in changed.items()}
            new = {name: table for name, table in put.items() if table is not changed[name]}
            changed = put
    return changed, sorted(short.columns)


def by_term(counts: pd.DataFrame) -> pd.DataFrame:
    """Order counts by term: the order of words in an article must not show."""
    return counts.sort_values(["term", "document_id", "voice"])


def parted(table: pd.DataFrame, runs: Runs) -> pd.DataFrame:
    """Exchange rows where a column read downwards shows a run that cannot be shortened.

    Such is a list of states in alphabetical order: that of `counts`, too.
    """
    for _ in range(_TIMES if len(runs.known) else 0):
        order, moved = np.arange(len(table)), set[int]()
        for run in runs.cells(table):
            rows = sorted({row for row, _ in run})
            if len(rows) > 1 and moved.isdisjoint(rows):
                moved.update(rows)
                middle = rows[len(rows) // 2 - 1 : len(rows) // 2 + 1]
                order[middle] = order[middle[::-1]]
        if not moved:
            break
        table = table.iloc[order]
    return table


def _values_with_a_run(table: pd.DataFrame, short: _Shortener) -> Iterator[tuple[str, str]]:
    for column in _TEXTS.intersection(table.columns):
        for value in short.runs.values(table[column]):
            if short.can(column, value):
                yield column, value


def _cells_of_a_run(table: pd.DataFrame, short: _Shortener) -> Iterator[tuple[str, str]]:
    for run in short.runs.cells(table):
        cells = (
            (str(table.columns[column]), str(table.iat[row, column]))
            for (row, column), _ in Counter(run).most_common()
        )
        yield from islice((cell for cell in cells if short.can(*cell)), 1)


class _Shortener:
    """What values become that are shortened.

    Attributes
    ----------
    runs
        What no value may hold.
    columns
        Where something was shortened.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], runs: Runs) -> None:
        self.runs = runs
        self.columns: set[str] = set()
        self._new: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
        self._done: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        self._taken: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        for table in tables.values():
            for column in _TEXTS.intersection(table.columns):
                self._taken[_kind(column)].update(table[column].dropna().unique())
        self._numbers: dict[str, int] = {}
        for column in ("path", "document_id"):
            for number, value in enumerate(tables["documents"][column], 1):
                self._numbers.setdefault(value, number)

    def can(self, column: str, value: str) -> bool:
        """Say whether a value can be shortened: of several words, not yet, nor made so."""
        kind = _kind(column)
        if column not in _TEXTS or value in self._new[kind] or value in self._done[kind]:
            return False
        return len(words_of(value)) > 1

    def add(self, column: str, value: str) -> None:
        """Shorten a value."""
        kind = _kind(column)
        if value in self._new[kind]:
            return
        short_form = self._short_form(kind, value)
        if kind in ("document_id", "path", "name"):
            again = (f"{short_form} ({number})" for number in count(2))
            short_form = next(
                one for one in chain([short_form], again) if one not in self._taken[kind]
            )
            self._taken[kind].add(short_form)
        self._new[kind][value] = short_form
        self._done[kind].add(short_form)

    def _short_form(self, kind: str, value: str) -> str:
        if kind == "url":
            host = _host(value)
            return "" if host in self.runs else host
        if kind in ("document_id", "path"):
            number = self._numbers.get(value, 0)
            suffix = "".join(filter(_SUFFIX.fullmatch, [PurePosixPath(value).suffix]))
            return f"article-{number:04}" + (suffix if kind == "path" else "")
        return cut(value, "…" if kind == "term" else " …")

    def put(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put what is shortened into a table."""
        changed: dict[str, pd.Series] = {}
        for column in _TEXTS.intersection(table.columns):
            new = self._new[_kind(column)]
            mask = table[column].isin(list(new))
            if mask.any():
                changed[column] = table[column].where(~mask, table[column].map(new))
        self.columns.update(changed)
        if not changed:
            return table
        table = table.assign(**changed)
        if table.columns.tolist() != COUNTS.names:
            return table
        same = [name for name in table.columns if name != "frequency"]
        return by_term(table.groupby(same, sort=False)["frequency"].sum().reset_index())


def _kind(column: str) -> str:
    if column.endswith("document_id"):
        return "document_id"
    if column.endswith("_evidence"):
        return "evidence"
    return column if column in _KINDS else "name"


def _host(address: str) -> str:
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
