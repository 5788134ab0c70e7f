"""Read a table file: a row is an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from analysis.corpus.language import given_dates
from analysis.corpus.read import cells
from analysis.corpus.read.reading import Reading, laid_out, note_taken
from analysis.corpus.read.rows import MADE_BY, TABLE_FILES, rows_of
from analysis.corpus.read.shapes import plan
from analysis.corpus.read.text import COMPRESSED, DAMAGED, as_text, is_blank, suffixes
from analysis.corpus.read.wrapped import joined
from analysis.schema import CorpusError

# Rows that show what the columns of a table hold.
_LOOKED_AT: Final = 1_000
_DATES: Final = ("date", "published_earliest", "published_latest")
# Columns whose entities and markup are written out.
_PRINTED: Final = ("text", "title", "outlet", "byline", "agency")


def read_table(
    reading: Reading, path: Path, columns: dict[str, str], titles_only: bool = False
) -> Generator[None]:
    """Read a table file, row after row; see `read_documents`."""
    kind, _ = suffixes(path)
    if kind not in TABLE_FILES:
        made = f" What helps: {MADE_BY[kind]}." if kind in MADE_BY else ""
        raise CorpusError(
            f"{path.name} is not a table that can be read.{made} Allowed: "
            f"{', '.join(TABLE_FILES)}, compressed or not ({', '.join(COMPRESSED)}); or a folder "
            "of articles."
        )
    rows = _until_damage(reading, path.name, rows_of(reading, path, kind))
    first = list(islice(rows, _LOOKED_AT))
    if not first:
        if not reading.rejected:
            reading.rejected.append((path.name, 0, "it has no rows"))
        return
    how = plan([row for _, row in first], columns, titles_only)
    if how.wrong:
        reading.rejected.append((path.name, 0, how.wrong))
        return
    if how.said:
        reading.notes.append((path.name, 0, how.said))
    names = dict.fromkeys(name for _, row in first for name in row)
    note_taken(reading, path.name, [n for n in names if n not in how.ours and n not in how.dropped])
    dates = [their for their, our in how.ours.items() if our in _DATES]
    form = given_dates.form_of(cells.plain(row.get(d)) for _, row in first for d in dates)
    told: Counter[str] = Counter()
    for number, row in chain(first, rows):
        given = _given(row, how.ours, how.dropped, told)
        _add_row(reading, {**given, "_form": form}, path.name, number)
        yield
    _note_told(reading, path.name, told)


def _note_told(reading: Reading, name: str, told: Counter[str]) -> None:
    """Say once a file what was done to many rows."""
    for remark, rows in sorted((+told).items()):
        reading.notes.append((name, 0, f"{remark} ({rows:,} row{'s' if rows > 1 else ''})"))


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


def _given(
    row: Mapping[str, Any],
    ours: Mapping[str, str],
    dropped: frozenset[str],
    told: Counter[str],
) -> dict[str, str]:
    """Write the cells of a row as text, by our names; what is done to many is counted."""
    # A column that is mapped to one of our names wins over one that is called so.
    taken = set(ours.values())
    given = {}
    for name, value in row.items():
        our = ours.get(name, "" if name in taken or name in dropped else name)
        if not our:
            continue
        cell = cells.present(cells.plain(cells.article_of(value) if our == "text" else value))
        if our in _PRINTED and ("&" in cell or "<" in cell):
            seen = cells.shown(cell)
            told["entities and markup are written out"] += seen != cell
            cell = seen
        if our == "text":
            whole, width = joined(cell)
            told["lines are wrapped, and joined"] += bool(width)
            told["words divided at a line's end are joined"] += whole != cell and not width
            cell = whole
        given[our] = cells.people(cell) if our == "byline" else cell
    if "outlet" not in given or is_blank(given["outlet"]):
        given["outlet"] = host_of(given.get("url", ""))
        told["no outlet is given: read from the address"] += bool(given["outlet"])
    if title := _without_outlet(given.get("title", ""), given["outlet"]):
        told["the outlet's name at the title's end is left out"] += 1
        given["title"] = title
    return given


def _without_outlet(title: str, outlet: str) -> str:
    """Cut off the outlet's name that an export puts behind a title; '' where none stands there.

    Examples
    --------
    >>> _without_outlet("Ferry stays - Port Post", "Port Post"), _without_outlet("Ferry", "Post")
    ('Ferry stays', '')
    """
    if not outlet or not title.casefold().endswith(outlet.casefold()):
        return ""
    left = title[: -len(outlet)]
    bare = left.rstrip(" \t-–—|")
    return bare if bare and len(left) - len(bare) > 1 else ""


def host_of(address: str) -> str:
    """Give the host of an address, without "www."; '' where it has none.

    Examples
    --------
    >>> host_of("https://www.portpost.example/a"), host_of("a1b2")
    ('portpost.example', '')
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def _add_row(reading: Reading, given: Mapping[str, str], name: str, number: int) -> None:
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
    text, cut = cells.whole(others.pop("text", ""))
    title = others.get("title", "").strip()
    "".join(others.values()).encode("utf-8")
    if is_blank(title) and is_blank(text):
        reading.rejected.append((name, number, "title and text are both empty"))
        return
    if cut:
        reading.notes.append((name, number, cut))
    shift = 0 if text.startswith(title) else len(title) + 2
    source = text if text.startswith(title) else f"{title}\n\n{text}"
    identity = others.pop("id", "") or others.get("document_id") or f"row-{number}"
    others["source"] = source
    reading.add(laid_out(identity, others, name, shift), name, number)
