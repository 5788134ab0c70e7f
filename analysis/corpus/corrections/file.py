"""The file of corrections: read and written, row by row, as a spreadsheet does."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from analysis.corpus.read import folder
from analysis.corpus.read.text import decode
from analysis.files import harmless, replaced
from analysis.schema import (
    BOILERPLATE,
    CORRECTIONS,
    LABELS,
    VOICES_ALLOWED,
    CorpusError,
    closest,
    shape,
)

COLUMNS: Final = tuple(name for name in CORRECTIONS.names if name != "row")
PLACES: Final = ("start", "end", "other_start", "other_end")
# Kinds that are of a document, of a span in it, and of a pair.
OF_DOCUMENTS: Final = ("outlet", "agency", "date", "title", "byline", "event")
OF_SPANS: Final = ("segment", "quotation", "speaker", "mention", "frame")
OF_PAIRS: Final = ("same_text", "same_statement")
KINDS: Final = (*OF_DOCUMENTS, *OF_SPANS, *OF_PAIRS)
# What spreadsheets and people write for yes.
_YES: Final = frozenset(("yes", "y", "x", "1", "1.0", "true", "ok", "checked", "✓"))
_PAIRED: Final = ("yes", "no")
# An interval has two.
_ENDS: Final = 2
_SPOKEN: Final = (*VOICES_ALLOWED[1:], "direct", "partial", "indirect")
# A place as a person or a spreadsheet writes it; no source is longer.
_PLACE: Final = re.compile(r"[0-9]{1,9}(?:\.0+)?")
# What a spreadsheet would take for a formula, and the marks that keep it from that.
_GUARDED: Final = re.compile(r"'+[=+\-@]")
# A sheet shows a day as one, and gives it back with its hour.
_MIDNIGHT: Final = " 00:00:00"
# Columns that tell a row that was looked at from one that was not.
_LOOKED: Final = ("was", "checked")


def corrections_of(corpus: Path) -> Path | None:
    """Find the corrections of a corpus: in its folder, or beside its table file; None if none."""
    name = corpus.name.split(".")[0]
    place = (
        corpus / folder.CORRECTIONS
        if corpus.is_dir()
        else corpus.with_name(f"corrections-{name}.csv")
    )
    return place if place.is_file() else None


def read_corrections(path: Path) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    """Read a file of corrections.

    Parameters
    ----------
    path
        CSV with a head; delimiters as spreadsheets write them, columns in any order.

    Returns
    -------
    `schema.CORRECTIONS`, a row for each correction that can be meant; and what is wrong with the
    others: the number of the row, and why, with what is allowed.

    Raises
    ------
    CorpusError
        The file cannot be read, or a column that is needed is missing.
    """
    try:
        written = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror or error}. It must be a CSV file.") from None
    return read_rows((decode(written)[0] or "").removeprefix("\ufeff"), path.name)


def read_rows(text: str, file: str) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    """Read the text of a file of corrections; see `read_corrections`.

    A row that is neither ticked nor changed says nothing, but where a file has neither of the
    columns that tell it, `was` and `checked`: there each row is meant.
    """
    good: list[dict[str, str | int]] = []
    faults: list[tuple[int, str]] = []
    for number, row, is_meant in _rows(text, file):
        reason = _fault(row)
        if reason:
            faults.append((number, reason))
        elif is_meant:
            places = {name: _place(row[name]) for name in PLACES}
            good.append({**row, "value": _value(row), **places, "row": number})
    return as_table(good), faults


def left_over(path: Path) -> list[dict[str, str]]:
    """Take the rows of a file that cannot be meant, as they are: nobody's work is thrown away.

    Raises
    ------
    CorpusError
        The file cannot be read.
    """
    text = (decode(path.read_bytes())[0] or "").removeprefix("\ufeff")
    return [row for _, row, _ in _rows(text, path.name) if _fault(row)]


def _rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Read the rows that are not empty: the number of each, its cells, and if it says something."""
    if not text.strip():
        return
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [str(name).strip().lower() for name in rows.fieldnames or ()]
        rows.fieldnames = names
        for name in ("kind", "value", "document_id"):
            if name not in names:
                raise CorpusError(
                    f"{file} has no column {name!r}. Needed: kind, value, document_id, and of a "
                    f"span start and end. Allowed: {', '.join(COLUMNS)}.{closest(name, names)}"
                )
        all_are_meant = not any(name in names for name in _LOOKED)
        for number, cells in enumerate(rows, 1):
            row = {name: _plain(cells.get(name)) for name in COLUMNS}
            if row["kind"] == "quotation":
                row |= {name: "" for name in ("value", "was") if row[name].casefold() == OWN}
            if any(row.values()):
                yield number, row, all_are_meant or is_said(row)
    except csv.Error as error:
        raise CorpusError(
            f"{file} is no table that can be read from row {rows.line_num} on ({error}): is a "
            "quotation mark left open there?"
        ) from None


def as_table(rows: list[dict[str, str | int]]) -> pd.DataFrame:
    """Make the table of corrections from its rows."""
    return shape(pd.DataFrame(rows, columns=CORRECTIONS.names), CORRECTIONS)


def write_corrections(
    table: pd.DataFrame, path: Path, others: Sequence[Mapping[str, str]] = ()
) -> Path:
    """Write corrections as CSV that a spreadsheet opens, and that is never half of one.

    Parameters
    ----------
    table
        `schema.CORRECTIONS`.
    others
        Rows as they were written, which stand at the end: see `left_over`.

    Raises
    ------
    WriteError
        It cannot be written; what was there is as it was.
    """
    with replaced(path) as new, new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in table.to_dict("records"):
            writer.writerow([_cell(name, row[name]) for name in COLUMNS])
        for other in others:
            writer.writerow([guarded(other[name]) for name in COLUMNS])
    return path


def is_said(row: Mapping[str, str]) -> bool:
    """Tell whether a row says something: it is ticked, or its value is another than it was."""
    return is_ticked(row["checked"]) or row["value"] != row["was"]


def is_ticked(text: str) -> bool:
    """Tell whether a cell says yes."""
    return text.strip().casefold() in _YES


def _cell(name: str, value: object) -> object:
    if name in PLACES:
        return "" if value == -1 else value
    return guarded(str(value))


def guarded(cell: str) -> str:
    """Keep a text from a sheet's formulas, so that it is read back as it was."""
    return doubled(cell) if _GUARDED.match(cell) else harmless(cell)


def doubled(cell: str) -> str:
    """Double the mark of a text that begins as if it were kept from formulas."""
    return f"'{cell}" if _GUARDED.match(cell) else cell


def _plain(cell: object) -> str:
    """Take a cell as a person wrote it: without the mark that keeps it from being a formula."""
    text = cell.strip() if isinstance(cell, str) else ""
    return text[1:] if _GUARDED.match(text) else text


def _place(text: str) -> int:
    return int(float(text)) if text else -1


def _fault(row: Mapping[str, str]) -> str:
    """Say what is wrong with a row; '' for nothing."""
    kind = row["kind"]
    if kind not in KINDS:
        return f"there is no kind {kind!r}. Allowed: {', '.join(KINDS)}.{closest(kind, KINDS)}"
    for name in PLACES:
        if row[name] and not _PLACE.fullmatch(row[name]):
            return f"{name} is a whole number from 0, not {row[name]!r}."
    if not (row["document_id"] or row["sha256"]):
        return "it names no document: give document_id or sha256."
    if kind in OF_SPANS and not row["excerpt"] and not (row["start"] and row["end"]):
        return f"a {kind} is of a span: give start and end, or its words as excerpt."
    if kind in OF_PAIRS and not (row["other_document_id"] or row["other_sha256"]):
        return f"{kind} is of a pair: give other_document_id or other_sha256."
    return _VALUES[kind](row["value"]) if kind in _VALUES and row["value"] else ""


def _of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def fault(value: str) -> str:
        if value.casefold() in allowed:
            return ""
        return (
            f"{value!r} is no value of it. Allowed: {', '.join(allowed)}, or nothing for none."
            + closest(value, allowed)
        )

    return fault


def _segment(value: str) -> str:
    if value.startswith(BOILERPLATE) and value != BOILERPLATE:
        return ""
    return _of((*LABELS, f"{BOILERPLATE}<kind>"))(value)


def _day(value: str) -> str:
    days = _days(value)
    try:
        ends = [pd.to_datetime(day, format="%Y-%m-%d") for day in days]
    except ValueError:
        ends = []
    if all(days) and ends and len(ends) <= _ENDS and ends[0] <= ends[-1]:
        return ""
    return f"a date is a day such as 2023-06-25, or 2023-06-25..2023-06-26, not {value!r}."


def _days(value: str) -> list[str]:
    return [day.strip().removesuffix(_MIDNIGHT) for day in value.split("..")]


def _mention(value: str) -> str:
    concept, colon, label = (part.strip() for part in value.partition(":"))
    return "" if concept and colon and label else "a mention is written as CONCEPT: label."


_VALUES: Final[Mapping[str, Callable[[str], str]]] = {
    "segment": _segment,
    "quotation": _of(_SPOKEN),
    "date": _day,
    "mention": _mention,
    "same_text": _of(_PAIRED),
    "same_statement": _of(_PAIRED),
}
# The outlet's own words, which are no quotation; of a speaker: nobody speaks there.
OWN: Final = "own"
_CANON: Final = {"direct": "quoted", "partial": "quoted", "indirect": "paraphrase"}


def _value(row: Mapping[str, str]) -> str:
    """Write a value in one way: nothing is no pair, direct is quoted."""
    value, kind = row["value"], row["kind"]
    if kind in OF_PAIRS:
        return value.casefold() or "no"
    if kind == "quotation":
        return _CANON.get(value.casefold(), value.casefold())
    if kind == "date" and value:
        return "..".join(_days(value))
    return value.casefold() if kind == "segment" else value
