"""Read a user's files: a folder of articles or a table file -> documents.

The only reader of users' files. Nothing is lost: what cannot be used stands in `rejected` with
path, row and reason, what was used with a remark in `notes`; the rest goes on.
"""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import hashlib
import io
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final, TextIO

import charset_normalizer
import pandas as pd
import pyarrow.parquet

from analysis.corpus import dates
from analysis.corpus.progress import Progress, silent
from analysis.schema import DOCUMENTS, NOTES, REJECTED, CorpusError, closest, shape

ARTICLES: Final = (".txt", ".html", ".htm")
TABLE_FILES: Final = (".csv", ".tsv", ".jsonl", ".parquet")
MANIFEST: Final = "manifest.csv"
# What a corpus says of itself, in one line, for the reader of a report.
ABOUT: Final = "ABOUT"
# Files of a corpus's folder that are no articles, and need no remark.
ASIDE: Final = (ABOUT, "parameters.yml")
_COMPRESSED: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
}
_OPENED: Final[Mapping[str, Callable[[Path], Any]]] = {
    "": lambda path: path.open("rb"),
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
# Bytes looked at in one go.
_BLOCK: Final = 1 << 20
# Rows of a Parquet file whose texts are held at once.
_ROWS: Final = 1_000
# Articles read after which it is told again how many there are.
_TOLD: Final = 200
_GIVEN: Final = ("outlet", "agency", "chain", "title", "byline", "event", "language", "url")
_BLANK: Final = dict.fromkeys(DOCUMENTS.names, "")
_OURS: Final = frozenset((*_BLANK, "date", "_row", "html_standfirst", "html_byline"))
_MANIFEST_ONLY: Final = ("dateline_place", "origin")
# What a column of a table file can be mapped to.
_PERIOD: Final = ("date", "published_earliest", "published_latest")
_NAMES: Final = ("id", "text", *_PERIOD, *_GIVEN, *_MANIFEST_ONLY)
# Columns that are found in the articles: what somebody else calls so is no fact of theirs.
_TAKEN: Final = _OURS - {*_NAMES, "_row", "document_id"}
# What comes of a damaged file.
_DAMAGED: Final = (OSError, EOFError, lzma.LZMAError, zlib.error, csv.Error, ValueError)

csv.field_size_limit(2**31 - 1)


@dataclass
class Reading:
    """What reading found: rows of documents, refused input, remarks."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)
    notes: list[tuple[str, int, str]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def add(self, document: dict[str, Any], path: str, row: int) -> None:
        """Take a document, unless its id is taken already: the first stays."""
        identity = document["document_id"]
        if identity in self.seen:
            reason = f"the id {identity!r} is taken by {self.seen[identity]}"
            self.rejected.append((path, row, reason))
            return
        self.seen[identity] = f"{path} row {row}" if row else path
        self.documents.append(document)

    def take(self) -> pd.DataFrame:
        """Return the documents so far, with any other columns kept, and let go of them."""
        documents = pd.DataFrame(
            self.documents, columns=None if self.documents else DOCUMENTS.names
        )
        self.documents = []
        core = shape(documents, DOCUMENTS)
        for name in documents.columns.difference(core.columns):
            core[name] = documents[name].reset_index(drop=True)
        return core

    def remarks(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return rejected and notes as tables."""
        rejected = pd.DataFrame(self.rejected, columns=REJECTED.names)
        notes = pd.DataFrame(self.notes, columns=NOTES.names)
        return shape(rejected, REJECTED), shape(notes, NOTES)


def read_documents(
    path: Path,
    *,
    manifest: Path | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read a folder of articles or a table file.

    Parameters
    ----------
    path
        A folder with .txt, .html or .htm files, or a .csv, .tsv, .jsonl or .parquet file;
        each may be compressed (.gz, .bz2, .xz).
    manifest
        What is known of the files of a folder: `file` and any of outlet, agency, origin, chain,
        title, byline, event, language, url, dateline_place, published_earliest,
        published_latest, or `date` for both ends. By default `manifest.csv` in the folder.
    columns
        For a table file: our name -> its name (`{"text": "content"}`).
    progress
        Is told now and then how many articles are read.

    Returns
    -------
    `schema.DOCUMENTS` as far as given, words not yet counted (columns of a manifest or table that
    are not ours are kept at the end), `schema.REJECTED` and `schema.NOTES`.

    Raises
    ------
    CorpusError
        There is nothing at the path, or nothing in it that could be an article.
    """
    reading = Reading()
    for number, _ in enumerate(steps(reading, path, manifest, columns), 1):
        if number % _TOLD == 0:
            progress("read", number, 0)
    return reading.take(), *reading.remarks()


def steps(
    reading: Reading, path: Path, manifest: Path | None, columns: Mapping[str, str] | None
) -> Iterator[None]:
    """Read article after article, so that documents can be taken away meanwhile.

    As `read_documents`; what is found is in `reading`.
    """
    if path.is_dir():
        if columns:
            raise CorpusError(
                f"--map names columns of a table file, and {path.name} is a folder: say what is "
                f"known of its files in {MANIFEST}, or by --manifest."
            )
        return _read_folder(reading, path, manifest)
    if path.is_file():
        if manifest is not None:
            raise CorpusError(
                f"--manifest says what is known of a folder's files, and {path.name} is a table: "
                "add the columns to it."
            )
        return _read_table(reading, path, dict(columns or {}))
    raise CorpusError(f"There is no corpus at {path}.{_sibling(path)}")


def _sibling(path: Path) -> str:
    parent = path.parent
    return closest(path.name, [p.name for p in parent.iterdir()]) if parent.is_dir() else ""


# --- folders ---------------------------------------------------------------------------------


def _suffixes(path: PurePosixPath | Path) -> tuple[str, str]:
    """Split off what a file is and how it is compressed: ('.html', '.gz')."""
    compression = path.suffix if path.suffix in _COMPRESSED else ""
    name = path.name.removesuffix(compression)
    return PurePosixPath(name).suffix.lower(), compression


def name_of(corpus: Path) -> str:
    """Name a corpus as its folder, or as its file without what tells the kind of file.

    Examples
    --------
    >>> name_of(Path("wires/news.2023.jsonl.gz"))
    'news.2023'
    """
    kind, compression = _suffixes(corpus)
    known = kind in TABLE_FILES and not corpus.is_dir()
    return corpus.name[: -len(kind + compression)] if known else corpus.name


def _read_folder(reading: Reading, folder: Path, manifest: Path | None) -> Iterator[None]:
    if manifest is not None and not manifest.is_file():
        raise CorpusError(f"There is no manifest at {manifest}.{_sibling(manifest)}")
    manifest = manifest or folder / MANIFEST
    known = _read_manifest(reading, manifest) if manifest.is_file() else {}
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p, folder))
    found = False
    for file in files:
        # A name whose bytes are no UTF-8 comes with halves of characters.
        name = _as_text(file.relative_to(folder).as_posix())
        kind, _ = _suffixes(file)
        if file == manifest or name in ASIDE:
            continue
        if kind not in ARTICLES or file.stem.lower() == "readme":
            reading.notes.append((name, 0, f"not read: articles end in {', '.join(ARTICLES)}"))
            continue
        found = True
        given = known.pop(name, {})
        _read_article(reading, file, name, given)
        yield
    for name, given in known.items():
        reason = f"the manifest names {name!r}, but there is no such article in the folder"
        reading.rejected.append((manifest.name, given["_row"], reason))
    if not found:
        tables = [f.name for f in files if _suffixes(f)[0] in TABLE_FILES and f.name != MANIFEST]
        hint = f" Did you mean the table file {tables[0]}?" if tables else ""
        raise CorpusError(f"{folder} holds no article ({', '.join(ARTICLES)}).{hint}")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read_manifest(reading: Reading, path: Path) -> dict[str, dict[str, Any]]:
    text, _ = _decode(path.read_bytes())
    rows = csv.DictReader(io.StringIO(text or ""))
    if "file" not in (rows.fieldnames or []):
        there = ", ".join(rows.fieldnames or [])
        raise CorpusError(f"{path.name} needs the column file. It has {there}.")
    _note_taken(reading, path.name, rows.fieldnames or [])
    known: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, 1):
        given = {k: (v or "").strip() for k, v in row.items() if k and k not in _TAKEN}
        name = given.pop("file")
        if name in known:
            reading.rejected.append((path.name, number, f"the file {name!r} is listed twice"))
        else:
            known[name] = {**given, "_row": number}
    return known


def _read_article(reading: Reading, file: Path, name: str, given: dict[str, Any]) -> None:
    kind, compression = _suffixes(file)
    try:
        raw = file.read_bytes()
        raw = _COMPRESSED[compression](raw) if compression else raw
    except _DAMAGED as error:
        reading.rejected.append((name, 0, f"cannot be read: {error}"))
        return
    text, encoding = _decode(raw)
    if text is None:
        reading.rejected.append((name, 0, "its bytes are not text in any known encoding"))
        return
    if encoding:
        reading.notes.append((name, 0, f"not UTF-8: read as {encoding}"))
    page = {"source": text} if kind == ".txt" else _web_page(text)
    identity = name[: -len(kind + compression)]
    document = _document(identity, {**page, **{k: v for k, v in given.items() if v}}, name)
    if not document["source"].strip():
        reading.rejected.append((name, 0, "title and text are both empty"))
        return
    reading.add(document, name, 0)


def _web_page(text: str) -> dict[str, Any]:
    # Not before: slow to import, and few corpora are web pages.
    from analysis.corpus import html

    return html.article(text)


def _decode(raw: bytes) -> tuple[str | None, str]:
    """Decode bytes as UTF-8, else as what they look like; the BOM goes, all else stays.

    Returns
    -------
    The text (None where the bytes are no text) and the encoding, '' for UTF-8.
    """
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, ""
    best = charset_normalizer.from_bytes(raw).best()
    if best is None:
        return None, ""
    return raw.decode(best.encoding).removeprefix("\ufeff"), best.encoding


# --- table files -----------------------------------------------------------------------------


def _read_table(reading: Reading, path: Path, columns: dict[str, str]) -> Iterator[None]:
    kind, _ = _suffixes(path)
    if kind not in TABLE_FILES:
        raise CorpusError(
            f"{path.name} is not a table that can be read. Allowed: {', '.join(TABLE_FILES)}, "
            f"compressed or not ({', '.join(_COMPRESSED)}); or a folder of articles."
        )
    ours = {theirs: our for our, theirs in columns.items()}
    is_first = True
    for number, row in _until_damage(reading, path.name, _rows(reading, path, kind)):
        if is_first:
            if not _has_columns(reading, path.name, row, columns):
                return
            _note_taken(reading, path.name, [name for name in row if name not in ours])
        is_first = False
        # A column that is mapped to one of our names wins over one that is called so.
        named = {ours.get(k, k): v for k, v in row.items() if k in ours or k not in columns}
        _add_row(reading, named, path, number)
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
    except _DAMAGED as error:
        reading.rejected.append((name, number, f"cannot be read from here on: {error}"))


def _note_taken(reading: Reading, name: str, columns: Iterable[str]) -> None:
    """Tell that columns are not used because their names are ours."""
    taken = sorted(_TAKEN.intersection(columns))
    if taken:
        remark = f"not used, as their names are taken here: the columns {', '.join(taken)}"
        reading.notes.append((name, 0, remark))


def _has_columns(
    reading: Reading, name: str, row: Mapping[str, Any], columns: Mapping[str, str]
) -> bool:
    there = ", ".join(row)
    for our, theirs in columns.items():
        if our not in _NAMES:
            reason = f"--map {our}={theirs}: {our} is none of our names: {', '.join(_NAMES)}."
            reading.rejected.append((name, 0, reason + closest(our, _NAMES)))
            return False
        if theirs not in row:
            reason = f"--map {our}={theirs}: there is no column {theirs}. The file has {there}."
            reading.rejected.append((name, 0, reason + closest(theirs, row)))
            return False
    mapped = {*row, *columns}
    if "text" in mapped or "title" in mapped:
        return True
    reason = (
        f"it needs a column text (or at least title). The file has {there}. "
        "Name the right one by --map text=<column>."
    )
    reading.rejected.append((name, 0, reason))
    return False


def _add_row(reading: Reading, row: dict[str, Any], path: Path, number: int) -> None:
    given = {str(key): _plain(value) for key, value in row.items() if key is not None}
    if not _is_text("".join(given.values())):
        given = {key: _as_text(value) for key, value in given.items()}
        remark = "halves of characters (surrogates), which no text can hold, are replaced by \ufffd"
        reading.notes.append((path.name, number, remark))
    title, text = given.get("title", "").strip(), given.pop("text", "")
    if not title and not text.strip():
        reading.rejected.append((path.name, number, "title and text are both empty"))
        return
    shift = 0 if text.startswith(title) else len(title) + 2
    source = text if text.startswith(title) else f"{title}\n\n{text}"
    identity = given.pop("id", "") or given.get("document_id") or f"row-{number}"
    document = _document(identity, {**given, "source": source}, path.name)
    reading.add({**document, "text_start": shift}, path.name, number)


def _is_text(value: str) -> bool:
    """Tell whether a string can be written as UTF-8: JSON can bring halves of characters."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _as_text(value: str) -> str:
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(value: Any) -> str:
    """Write a cell as text; missing values as ''; lists joined by '; '."""
    if value is None or (isinstance(value, float) and value != value) or value is pd.NaT:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return value if isinstance(value, str) else str(value)


def _rows(reading: Reading, path: Path, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if kind == ".parquet":
        with _OPENED[_suffixes(path)[1]](path) as stream:
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
    opened = _OPENED[_suffixes(path)[1]]
    if _is_utf8(opened, path):
        return io.TextIOWrapper(opened(path), encoding="utf-8-sig", newline=newline)
    with opened(path) as stream:
        text, encoding = _decode(stream.read())
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


# --- one document ----------------------------------------------------------------------------


def _document(identity: str, given: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Lay out a row of documents from what is given; the rest stays empty."""
    source = str(given["source"])
    interval = dates.given(given)
    ours = {name: given[name] for name in (*_GIVEN, *_MANIFEST_ONLY) if given.get(name)}
    others = {key: value for key, value in given.items() if key not in _OURS}
    return {
        **_BLANK,
        **others,
        **ours,
        **interval,
        "document_id": identity,
        "language": given.get("language") or "en",
        "words": 0,
        "words_page": given.get("words_page") or 0,
        "text_start": 0,
        "path": path,
        "sha256": hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        "source": source,
        "html_standfirst": given.get("html_standfirst", ""),
        "html_byline": given.get("html_byline", ""),
    }
