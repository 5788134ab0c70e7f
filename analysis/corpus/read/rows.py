"""Give the rows of a table file, each for itself: what spoils one row takes no other.

Nothing is lost in silence: rows that cannot be read are refused with their number, what was
mended has a note.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TextIO

import pyarrow.parquet

from analysis.corpus.read.reading import Reading
from analysis.corpus.read.text import OPENED, as_text, decode, suffixes, whole_of
from analysis.schema import CorpusError

Row = tuple[int, dict[str, Any]]

TABLE_FILES: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
# What makes a text, a page or a table of a file that is none.
MADE_BY: Final = {
    ".doc": "save it as text from a word processor",
    ".odt": "save it as text, or: pandoc FILE -t plain --wrap=none -o FILE.txt",
    ".rtf": "save it as text, or: pandoc FILE -t plain --wrap=none -o FILE.txt",
    ".pdf": "pdftotext FILE makes a text of it",
    ".epub": "pandoc FILE -t plain --wrap=none -o FILE.txt",
    ".mbox": "save the messages as text from the mail program",
    ".webarchive": "save the page as HTML from the browser",
    ".xls": "save it as .xlsx or .csv from a spreadsheet",
    ".ods": "save it as .xlsx or .csv from a spreadsheet",
    ".rss": "save the pages that it lists as HTML",
    ".xml": "save the pages that it lists as HTML, or its articles as a table",
    ".zip": "unpack it",
}
# Bytes looked at in one go.
_BLOCK: Final = 1 << 20
# Rows of a Parquet file whose texts are held at once.
_ROWS: Final = 1_000
# Rows of a sheet that are looked at to tell which holds the articles.
_LOOKED_AT: Final = 30
_DELIMITERS: Final = ",;\t|"
# What an object of JSON calls its articles.
_LISTS: Final = ("articles", "stories", "documents", "items", "results", "data", "rows")
_NO_JSON: Final = (ValueError, RecursionError)

csv.field_size_limit(2**31 - 1)


def rows_of(reading: Reading, path: Path, kind: str) -> Iterator[Row]:
    """Give the rows of a table file with their numbers: of a table from 1, of JSON by line."""
    if kind == ".parquet":
        with OPENED[suffixes(path)[1]](path) as stream:
            batches = pyarrow.parquet.ParquetFile(stream, pre_buffer=False).iter_batches(_ROWS)
            yield from enumerate((row for batch in batches for row in _batch_rows(batch)), 1)
        return
    if kind == ".xlsx":
        yield from _sheet_rows(reading, path)
        return
    is_lines = kind in (".jsonl", ".ndjson")
    # Rows of JSON end at a line feed only.
    lines = _lines(reading, path, "\n" if is_lines else "")
    if lines is None:
        reading.rejected.append((path.name, 0, "its bytes are not text in any known encoding"))
        return
    with lines:
        if is_lines:
            yield from _json_rows(reading, path.name, lines)
        elif kind == ".json":
            yield from _listed_rows(reading, path.name, lines.read())
        else:
            yield from csv_rows(reading, path.name, lines, "\t" if kind == ".tsv" else "")


def _batch_rows(batch: pyarrow.RecordBatch) -> Iterator[dict[str, Any]]:
    """Give the rows of a batch; texts are taken out of it all at once."""
    names = batch.schema.names
    columns = (
        column.to_numpy(zero_copy_only=False)
        if pyarrow.types.is_string(column.type) or pyarrow.types.is_large_string(column.type)
        else column.to_pylist()
        for column in batch.columns
    )
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _lines(reading: Reading, path: Path, newline: str) -> TextIO | None:
    """Open the text of a table file: UTF-8 piece by piece, what else it may be as a whole."""
    opened = OPENED[suffixes(path)[1]]
    if _is_utf8(opened, path):
        return io.TextIOWrapper(opened(path), encoding="utf-8-sig", newline=newline)
    with opened(path) as stream:
        text, encoding = decode(whole_of(stream))
    if text is None:
        return None
    if encoding:
        reading.notes.append((path.name, 0, f"not UTF-8: read as {encoding}"))
    return io.StringIO(text, newline=newline)


def _is_utf8(opened: Callable[[Path], Any], path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        try:
            while block := stream.read(_BLOCK):
                # What has NULs may be of two bytes a character.
                if b"\x00" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


# --- CSV --------------------------------------------------------------------------------------


def csv_rows(
    reading: Reading, name: str, lines: Iterable[str], delimiter: str = ""
) -> Iterator[Row]:
    """Give the rows of a CSV file, whatever stands between its cells.

    Parameters
    ----------
    lines
        As they stand in the file, with their ends.
    delimiter
        The one to be taken if the head has it; else the one that it has most of.
    """
    source = iter(lines)
    head = next((line for line in source if line.strip("\ufeff \r\n")), "").lstrip("\ufeff")
    if head.lower().startswith("sep=") and len(head.strip("\r\n")) <= 5:
        # A blank or nothing stands for a tab that was trimmed.
        delimiter = head.strip("\r\n")[4:] or "\t"
        head = next(source, "")
    elif not delimiter or delimiter not in head:
        bare = "".join(head.split('"')[::2])
        delimiter = max(_DELIMITERS, key=bare.count)
    records = _records(chain([head], source), delimiter)
    columns = _columns(reading, name, next(records, ([], ""))[0])
    # Rows are numbered as they stand, but for empty ones and the head where it is repeated.
    numbered = ((cells, remark) for cells, remark in records if any(cells))
    for number, (cells, remark) in enumerate(numbered, 1):
        if remark:
            reading.notes.append((name, number, remark))
        if cells == columns:
            reading.notes.append((name, number, "not read: the head of the table, once more"))
            continue
        extra = cells[len(columns) :]
        if any(cell.strip() for cell in extra):
            reason = f"more cells than columns ({len(columns)}): put texts in quotes"
            reading.rejected.append((name, number, reason))
            continue
        cells[0] = cells[0].removeprefix("\ufeff")
        yield (
            number,
            dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=False)),
        )


def _columns(reading: Reading, name: str, head: Sequence[str]) -> list[str]:
    """Name the columns; of two with one name the second is another."""
    columns: dict[str, None] = {}
    for column in (cell.strip().removeprefix("\ufeff") for cell in head):
        called, number = column, 2
        while called in columns:
            called, number = f"{column}.{number}", number + 1
        columns[called] = None
        if called != column and column:
            remark = f"two columns are called {column}: the second is kept as {called}"
            reading.notes.append((name, 0, remark))
    return list(columns)


def _records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[list[str], str]]:
    """Give the cells of each record, and what was mended.

    A record ends where its quotation marks are even. One that cannot be read so is its first
    line alone, as well as that goes: a mark that is not closed swallows no other row.
    """
    waiting: deque[str] = deque()
    rest = iter(lines)

    def following() -> str:
        return waiting.popleft() if waiting else next(rest, "")

    while first := following():
        if '"' not in first:
            yield first.rstrip("\r\n").split(delimiter), ""
            continue
        # Marks are doubled within a cell, or else have a backslash before them.
        for escape in ("", "\\"):
            if escape and '\\"' not in first:
                continue
            record, is_open = [first], _is_odd(first, escape)
            while is_open and (line := following()):
                record.append(line)
                is_open ^= _is_odd(line, escape)
            cells = None if is_open else _cells(record, delimiter, escape)
            if cells is not None:
                yield cells, ""
                break
            waiting.extendleft(reversed(record[1:]))
        else:
            yield _loose(first, delimiter), "quotation marks do not pair: read as one line"


def _is_odd(line: str, escape: str) -> bool:
    return bool((line.count('"') - (line.count('\\"') if escape else 0)) % 2)


def _cells(record: Sequence[str], delimiter: str, escape: str) -> list[str] | None:
    """Split a record as the rules of CSV say; None where it breaks them."""
    ways: dict[str, Any] = {"escapechar": "\\", "doublequote": False} if escape else {}
    try:
        rows = list(csv.reader(record, delimiter=delimiter, strict=True, **ways))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _loose(line: str, delimiter: str) -> list[str]:
    """Split one line, whatever its quotation marks."""
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        cells = line.rstrip("\r\n").split(delimiter)
    return cells


# --- JSON -------------------------------------------------------------------------------------


def _json(content: str) -> Any:
    """Read JSON; a number that is too long for Python stays as written.

    Raises
    ------
    ValueError, RecursionError
        It is none; or its brackets are nested too deep.
    """
    try:
        return json.loads(content)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return json.loads(content, parse_int=str)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at column {error.colno}"
    if isinstance(error, RecursionError):
        return "its brackets are nested too deep"
    return f"not JSON: {error}"


def _json_rows(reading: Reading, name: str, lines: Iterable[str]) -> Iterator[Row]:
    for line, ended in enumerate(lines, 1):
        content = ended.strip("\ufeff \t\r\n\x00")
        if not content:
            continue
        try:
            row = _json(content)
        except _NO_JSON as error:
            reading.rejected.append((name, line, _why(error)))
            continue
        yield from _object(reading, name, line, row)


def _object(reading: Reading, name: str, number: int, row: Any) -> Iterator[Row]:
    if isinstance(row, dict):
        yield number, {as_text(key): value for key, value in row.items()}
    else:
        reading.rejected.append((name, number, "not a JSON object {…} with named fields"))


def _listed_rows(reading: Reading, name: str, text: str) -> Iterator[Row]:
    """Give the rows of a JSON file: a list, an object that holds one, or an object a line."""
    try:
        content = _json(text)
    except _NO_JSON as error:
        lines = text.split("\n")
        if sum(line.lstrip("\ufeff ").startswith("{") for line in lines[:100]) > 1:
            yield from _json_rows(reading, name, lines)
        else:
            reading.rejected.append((name, 0, _why(error)))
        return
    if isinstance(content, dict):
        lists = (content[key] for key in _LISTS if isinstance(content.get(key), list))
        content = next(lists, [content])
    if not isinstance(content, list):
        reading.rejected.append((name, 0, "neither a list of articles nor an object with one"))
        return
    for number, row in enumerate(content, 1):
        yield from _object(reading, name, number, row)


# --- Excel ------------------------------------------------------------------------------------


def _sheet_rows(reading: Reading, path: Path) -> Iterator[Row]:
    """Give the rows of the sheet that holds the most text beneath its heads."""
    # Not before: slow to import, and few tables are workbooks.
    import openpyxl

    with OPENED[suffixes(path)[1]](path) as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except Exception as error:  # Whatever a damaged archive brings.
            raise CorpusError(f"{path.name} is no workbook that can be read: {error}.") from None
        sheets = [sheet for sheet in book.worksheets if next(_filled(sheet), None)]
        if not sheets:
            return
        # Before the articles may lie a cover, behind them counts: the sheet of most text is read.
        sheet = max(sheets, key=_text_in)
        if len(book.worksheets) > 1:
            others = [s.title for s in book.worksheets if s.title != sheet.title]
            remark = f"read: the sheet {sheet.title}; not read: {', '.join(others)}"
            reading.notes.append((path.name, 0, as_text(remark)))
        rows = _filled(sheet)
        names = ["" if cell is None else str(cell) for cell in next(rows)]
        columns = _columns(reading, path.name, names)
        for number, row in enumerate(rows, 1):
            yield number, dict(zip(columns, row, strict=False))


def _filled(sheet: Any) -> Iterator[list[Any]]:
    """Give the rows of a sheet that hold anything."""
    rows = (list(row) for row in sheet.iter_rows(values_only=True))
    return (row for row in rows if any(cell is not None for cell in row))


def _text_in(sheet: Any) -> int:
    """Count the letters of texts beneath the heads of a sheet, in its first rows."""
    rows = islice(_filled(sheet), 1, _LOOKED_AT)
    return sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
