"""Read a folder: a file is an article."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from analysis.corpus.parallel import each
from analysis.corpus.read.page import Known, Page, is_web_page, open_page
from analysis.corpus.read.reading import TAKEN, Reading, laid_out, note_taken, sibling
from analysis.corpus.read.table import TABLE_FILES
from analysis.corpus.read.text import as_text, decode, suffixes
from analysis.schema import CorpusError

ARTICLES: Final = (".txt", ".html", ".htm")
MANIFEST: Final = "manifest.csv"
# What a corpus says of itself, in one line, for the reader of a report.
ABOUT: Final = "ABOUT"
# Files of a corpus's folder that are no articles, and need no remark.
ASIDE: Final = (ABOUT, "parameters.yml")
# Web pages that are worth the start of other processes: some take a tenth of a second.
_MANY: Final = 100


def read_folder(
    reading: Reading, folder: Path, manifest: Path | None, known: Known | None
) -> Iterator[None]:
    """Read a folder of articles, file after file; see `read_documents`.

    Parameters
    ----------
    known
        Says what a web page was when it was read before.
    """
    if manifest is not None and not manifest.is_file():
        raise CorpusError(f"There is no manifest at {manifest}.{sibling(manifest)}")
    manifest = manifest or folder / MANIFEST
    given = _read_manifest(reading, manifest) if manifest.is_file() else {}
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p, folder))
    articles = list(_articles(reading, folder, [file for file in files if file != manifest]))
    many = sum(map(is_web_page, (file for _, file in articles))) >= _MANY
    calls = ((file, known(name) if known else None) for name, file in articles)
    pages = each(open_page, calls, (os.cpu_count() or 1) if many else 1)
    for (name, file), page in zip(articles, pages, strict=True):
        _add_page(reading, name, file, page, given.pop(name, {}))
        yield
    for name, row in given.items():
        reason = f"the manifest names {name!r}, but there is no such article in the folder"
        reading.rejected.append((manifest.name, row["_row"], reason))
    if not articles:
        tables = [f.name for f in files if suffixes(f)[0] in TABLE_FILES and f.name != MANIFEST]
        hint = f" Did you mean the table file {tables[0]}?" if tables else ""
        raise CorpusError(f"{folder} holds no article ({', '.join(ARTICLES)}).{hint}")


def _articles(reading: Reading, folder: Path, files: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Give the files that can be articles, with their names in the folder."""
    for file in files:
        # A name whose bytes are no UTF-8 comes with halves of characters.
        name = as_text(file.relative_to(folder).as_posix())
        if name in ASIDE:
            continue
        if suffixes(file)[0] not in ARTICLES or file.stem.lower() == "readme":
            reading.notes.append((name, 0, f"not read: articles end in {', '.join(ARTICLES)}"))
        else:
            yield name, file


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read_manifest(reading: Reading, path: Path) -> dict[str, dict[str, Any]]:
    text, _ = decode(path.read_bytes())
    rows = csv.DictReader(io.StringIO(text or ""))
    if "file" not in (rows.fieldnames or []):
        there = ", ".join(rows.fieldnames or [])
        raise CorpusError(f"{path.name} needs the column file. It has {there}.")
    note_taken(reading, path.name, rows.fieldnames or [])
    known: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, 1):
        given = {k: (v or "").strip() for k, v in row.items() if k and k not in TAKEN}
        name = given.pop("file")
        if name in known:
            reading.rejected.append((path.name, number, f"the file {name!r} is listed twice"))
        else:
            known[name] = {**given, "_row": number}
    return known


def _add_page(
    reading: Reading, name: str, file: Path, page: Page, given: Mapping[str, Any]
) -> None:
    """Take a file that was read, or refuse it."""
    if not page.fields:
        reading.rejected.append((name, 0, page.remark))
        return
    if page.remark:
        reading.notes.append((name, 0, page.remark))
    identity = name[: -len("".join(suffixes(file)))]
    facts = {key: value for key, value in given.items() if value}
    document = laid_out(identity, {**page.fields, **facts}, name)
    if not document["source"].strip():
        reading.rejected.append((name, 0, "title and text are both empty"))
    elif reading.add(document, name, 0) and page.digest:
        others = {name: value for name, value in page.fields.items() if name != "source"}
        reading.pages[name] = page._replace(fields=others)
