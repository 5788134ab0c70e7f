"""Read a table file: a row is an article."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

import pandas as pd
import pyarrow.parquet

from analysis.corpus.read.reading import NAMES, Reading, laid_out, note_taken
from analysis.corpus.read.text import COMPRESSED, DAMAGED, OPENED, as_text, decode, suffixes
from analysis.schema import CorpusError, closest

TABLE_FILES: Final = (".csv", ".tsv", ".jsonl", ".parquet")
# Bytes looked at in one go.
_BLOCK: Final = 1 << 20
# Rows of a Parquet file whose texts are held at once.
_ROWS: Final = 1_000

csv.field_size_limit(2**31 - 1)


def read_table(reading: Reading, path: Path, columns: dict[str, str]) -> Generator[None]:
    """Read a table file, row after row; see `read_documents`."""
    kind, _ = suffixes(path)
    if kind not in TABLE_FILES:
        raise CorpusError(
            f"{path.name} is not a table that can be read. Allowed: {', '.join(TABLE_FILES)}, "
            f"compressed or not ({', '.join(COMPRESSED)}); or a folder of articles."
        )
    ours = {theirs: our for our, theirs in columns.items()}
    is_first = True
    for number, row in _until_damage(reading, path.name, _rows(reading, path, kind)):
        if is_first:
            if not _has_columns(reading, path.name, row, columns):
                return
            note_taken(reading, path.name, [name for name in row if name not in ours])
        is_first = False
        # A column that is mapped to one of our names wins over one that is called so.
        if columns:
            row = {ours.get(k, k): v for k, v in row.items() if k in ours or k not in columns}
        _add_row(reading, row, path.name, number)
        yield
    if is_first and not reading.rejected:
        reading.rejected.append((path.name, 0, "it has no rows"))


def _until_damage(
    reading: Reading, name: str, rows: Iterator[tuple[int, dict[str, Any]]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the rows of a table file as far as it can be read."""
    number = 0
    try:
        for number, row in rows:
            yield number, row
    except DAMAGED as error:
        reading.rejected.append((name, number, f"cannot be read from here on: {error}"))


def _has_columns(
    reading: Reading, name: str, row: Mapping[str, Any], columns: Mapping[str, str]
) -> bool:
    names = ", ".join(row)
    for our, theirs in columns.items():
        if our not in NAMES:
            reason = f"--map {our}={theirs}: {our} is none of our names: {', '.join(NAMES)}."
            reading.rejected.append((name, 0, reason + closest(our, NAMES)))
            return False
        if theirs not in row:
            reason = f"--map {our}={theirs}: there is no column {theirs}. The file has {names}."
            reading.rejected.append((name, 0, reason + closest(theirs, row)))
            return False
    mapped = {*row, *columns}
    if "text" in mapped or "title" in mapped:
        return True
    reason = (
        f"it needs a column text (or at least title). The file has {names}. "
        "Name the right one by --map text=<column>."
    )
    reading.rejected.append((name, 0, reason))
    return False


def _add_row(reading: Reading, row: dict[str, Any], name: str, number: int) -> None:
    given = {str(key): _plain(value) for key, value in row.items() if key is not None}
    try:
        _add_document(reading, given, name, number)
    # JSON can bring halves of characters.
    except UnicodeEncodeError:
        remark = "halves of characters (surrogates), which no text can hold, are replaced by \ufffd"
        reading.notes.append((name, number, remark))
        whole = {key: as_text(value) for key, value in given.items()}
        _add_document(reading, whole, name, number)


def _add_document(reading: Reading, given: Mapping[str, str], name: str, number: int) -> None:
    """Add what is given as a document; raises before where that cannot be written as UTF-8."""
    others = dict(given)
    title, text = others.get("title", "").strip(), others.pop("text", "")
    "".join(others.values()).encode("utf-8")
    if not title and not text.strip():
        reading.rejected.append((name, number, "title and text are both empty"))
        return
    shift = 0 if text.startswith(title) else len(title) + 2
    source = text if text.startswith(title) else f"{title}\n\n{text}"
    identity = others.pop("id", "") or others.get("document_id") or f"row-{number}"
    others["source"] = source
    reading.add(laid_out(identity, others, name, shift), name, number)


def _plain(value: Any) -> str:
    """Write a cell as text; missing values as ''; lists joined by '; '."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and value != value) or value is pd.NaT:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return str(value)


def _rows(reading: Reading, path: Path, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if kind == ".parquet":
        with OPENED[suffixes(path)[1]](path) as stream:
            batches = pyarrow.parquet.ParquetFile(stream, pre_buffer=False).iter_batches(_ROWS)
            yield from enumerate((row for batch in batches for row in _batch_rows(batch)), 1)
        return
    # Rows of JSON end at a line feed only.
    lines = _lines(reading, path, "\n" if kind == ".jsonl" else "")
    if lines is None:
        reading.rejected.append((path.name, 0, "its bytes are not text in any known encoding"))
        return
    with lines:
        if kind == ".jsonl":
            yield from _json_rows(reading, path.name, lines)
        else:
            delimiter = "\t" if kind == ".tsv" else ","
            yield from _csv_rows(reading, path.name, csv.DictReader(lines, delimiter=delimiter))


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
        text, encoding = decode(stream.read())
    if text is None:
        return None
    reading.notes.append((path.name, 0, f"not UTF-8: read as {encoding}"))
    return io.StringIO(text, newline=newline)


def _is_utf8(opened: Callable[[Path], Any], path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _csv_rows(
    reading: Reading, name: str, rows: csv.DictReader[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(rows, 1):
        if None in row:
            reason = f"more cells than columns ({len(rows.fieldnames or [])}): put texts in quotes"
            reading.rejected.append((name, number, reason))
        else:
            yield number, row


def _json_rows(reading: Reading, name: str, lines: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, ended in enumerate(lines, 1):
        content = ended.removesuffix("\n")
        if not content.strip():
            continue
        try:
            row = json.loads(content)
        except json.JSONDecodeError as error:
            reading.rejected.append((name, line, f"not JSON: {error.msg} at column {error.colno}"))
            continue
        if not isinstance(row, dict):
            reading.rejected.append((name, line, "not a JSON object {…} with named fields"))
            continue
        yield line, row
