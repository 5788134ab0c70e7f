"""Read a folder: a file is an article."""

from __future__ import annotations

import io
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from analysis.corpus.execution.processes import each
from analysis.corpus.language import given_dates
from analysis.corpus.read import archives
from analysis.corpus.read.beside import Articles, is_beside, known_of, read_beside
from analysis.corpus.read.cells import present
from analysis.corpus.read.files import files_in, is_file_of
from analysis.corpus.read.packed import PACKED
from analysis.corpus.read.page_cache import Before, Opened, is_web_page, open_article, still
from analysis.corpus.read.reading import NAMES, TAKEN, Reading, laid_out, note_taken, sibling
from analysis.corpus.read.rows import MADE_BY, csv_rows
from analysis.corpus.read.shapes import fold_column
from analysis.corpus.read.table import host_of
from analysis.corpus.read.text import as_text, decode, is_blank, suffixes
from analysis.schema import CorpusError

ARTICLES: Final = (".txt", ".html", ".htm", *PACKED)
MANIFEST: Final = "manifest.csv"
# What a corpus says of itself, in one line, for the reader of a report.
ABOUT: Final = "ABOUT"
# What a hand says of labels: no article, and no reason to read anew.
CORRECTIONS: Final = "corrections.csv"
# Files of a corpus's folder that are no articles, and need no remark.
ASIDE: Final = (ABOUT, "parameters.yml", CORRECTIONS)
# Columns of a manifest that are read.
# What says of an address why it has no file; what `samestory collect` says of a file's bytes.
_REASON: Final = "reason"
_HASH: Final = "sha256"
_DATES: Final = ("date", "published_earliest", "published_latest")
_KNOWN: Final = frozenset((*NAMES, "file"))
# Web pages that are worth the start of other processes: some take a tenth of a second.
_MANY: Final = 100
# Files that are opened together.
_AT_ONCE: Final = 64


def read_folder(
    reading: Reading, folder: Path, manifest: Path | None, before: Before | None
) -> Generator[None]:
    """Read a folder of articles, file after file; see `read_documents`.

    Parameters
    ----------
    before
        Says what was found on a web page before.
    """
    if manifest is not None and not manifest.is_file():
        raise CorpusError(f"There is no manifest at {manifest}.{sibling(manifest)}")
    own = folder / MANIFEST
    manifest = manifest or (own if is_file_of(own, folder) else None)
    given = _read_manifest(reading, manifest) if manifest else {}
    all_files, others = files_in(folder)
    reading.notes += [(name, 0, reason) for name, reason in others]
    files = [file for file in all_files if file != manifest]
    articles = list(_articles(reading, folder, files))
    tables = [file for file in files if is_beside(file)] if articles else []
    known, rows = Articles(), known_of(tables)
    for name, file, opened in _opened(articles, before):
        first = len(reading.documents)
        _add(reading, name, file, opened, given.pop(name, {}))
        for document in reading.documents[first:] if tables else ():
            rows.fill(document)
            known.add(name, document)
        yield
    for file in tables:
        yield from read_beside(reading, known, as_text(file.relative_to(folder).as_posix()), file)
    for name, row in given.items():
        reason = f"the manifest names {name!r}, but there is no such article in the folder"
        reading.rejected.append(((manifest or own).name, row["_row"], reason))
    if not articles:
        names = [file.name for file in files if is_beside(file)]
        hint = f" Did you mean the table file {names[0]}?" if names else ""
        hint += "".join(f" {name}: {reason}." for name, reason in others[:1])
        raise CorpusError(f"{folder} holds no article ({', '.join(ARTICLES)}).{hint}")


def has_many_pages(corpus: Path) -> bool:
    """Tell whether a corpus is a folder of so many web pages that processes read them."""
    return corpus.is_dir() and _are_many(files_in(corpus)[0])


def _are_many(files: Iterable[Path]) -> bool:
    pages = (file for file in files if suffixes(file)[0] in ARTICLES and is_web_page(file))
    return sum(1 for _ in pages) >= _MANY


def _opened(
    articles: list[tuple[str, Path]], before: Before | None
) -> Iterator[tuple[str, Path, Opened]]:
    """Open files in their order, some at a time; the web pages among them by processes, if many."""
    workers = (os.cpu_count() or 1) if _are_many(file for _, file in articles) else 1
    for begin in range(0, len(articles), _AT_ONCE):
        some = articles[begin : begin + _AT_ONCE]
        unchanged = {
            name: still(file, before(name))
            for name, file in some
            if before is not None and is_web_page(file)
        }
        new = [(name, file) for name, file in some if is_web_page(file) and not unchanged.get(name)]
        pages = each(open_article, [(file,) for _, file in new], workers if len(new) > 1 else 1)
        looked_at = dict(zip([name for name, _ in new], pages, strict=True))
        for name, file in some:
            yield name, file, unchanged.get(name) or looked_at.get(name) or open_article(file)


def _articles(reading: Reading, folder: Path, files: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Give the files that can be articles, with their names in the folder."""
    for file in files:
        # A name whose bytes are no UTF-8 comes with halves of characters.
        name = as_text(file.relative_to(folder).as_posix())
        if name in ASIDE or is_beside(file):
            continue
        if suffixes(file)[0] not in ARTICLES or file.stem.lower() == "readme":
            remark = f"not read: articles end in {', '.join(ARTICLES)}"
            kind = suffixes(file)[0]
            if kind in MADE_BY:
                remark += f"; {MADE_BY[kind]}"
            reading.notes.append((name, 0, remark))
        else:
            yield name, file


def _read_manifest(reading: Reading, path: Path) -> dict[str, dict[str, Any]]:
    text, encoding = decode(path.read_bytes())
    if encoding:
        reading.notes.append((path.name, 0, f"not UTF-8: read as {encoding}"))
    rows = list(csv_rows(reading, path.name, io.StringIO(text or "", newline="")))
    columns = {name: fold_column(name) for name in (rows[0][1] if rows else ())}
    # What is spelled otherwise is ours only if nothing is called so.
    ours = {n: f if f in _KNOWN and f not in columns else n for n, f in columns.items()}
    if "file" not in ours.values():
        head = (text or "").lstrip().partition("\n")[0].strip()
        listed = ", ".join(columns) or head.replace(",", ", ")
        raise CorpusError(f"{path.name} needs the column file. It has {listed}.")
    note_taken(reading, path.name, set(ours.values()) - {_HASH})
    dates = [name for name, our in ours.items() if our in _DATES]
    form = given_dates.form_of(present(row[name]) for _, row in rows for name in dates)
    by_name: dict[str, dict[str, Any]] = {}
    without = 0
    for number, row in rows:
        named = ((ours[key], present(value.strip())) for key, value in row.items() if key)
        given = {our: value for our, value in named if our not in TAKEN}
        name = given.pop("file")
        if not name and given.get(_REASON):
            without += 1
        elif name in by_name:
            reading.rejected.append((path.name, number, f"the file {name!r} is listed twice"))
        else:
            by_name[name] = {**given, "_row": number, "_form": form}
    if without:
        remark = f"rows without a file that say why in the column {_REASON}: {without:,}"
        reading.notes.append((path.name, 0, remark))
    return by_name


def _add_many(
    reading: Reading, name: str, identity: str, many: archives.Split, facts: Mapping[str, Any]
) -> None:
    """Take the articles of a file that holds many, and say how many it announces."""
    reading.notes.append((name, 0, many.remark))
    articles = many.found.articles
    for number, article in enumerate(articles, 1):
        called = f"{identity}-{number}" if len(articles) > 1 else identity
        if is_blank(article["source"]):
            reading.rejected.append((name, number, "title and text are both empty"))
        else:
            reading.add(laid_out(called, {**article, **facts}, name), name, number)


def _add(reading: Reading, name: str, file: Path, opened: Opened, given: Mapping[str, Any]) -> None:
    """Take a file that was opened, or refuse it."""
    if not opened.fields:
        reading.rejected.append((name, 0, opened.remark))
        return
    if opened.remark:
        reading.notes.append((name, 0, opened.remark))
    identity = name[: -len("".join(suffixes(file)))]
    facts = {key: value for key, value in given.items() if value}
    if not opened.digest and (many := archives.split(opened.fields["source"])):
        _add_many(reading, name, identity, many, facts)
        return
    fields = {**opened.fields, **facts}
    # As of a table: who has the address has published it, where nobody else is named.
    fields["outlet"] = fields.get("outlet") or host_of(facts.get("url", ""))
    document = laid_out(identity, fields, name)
    if is_blank(opened.fields["source"]):
        reading.rejected.append((name, 0, "title and text are both empty"))
    elif reading.add(document, name, 0) and opened.digest:
        others = {key: value for key, value in opened.fields.items() if key != "source"}
        reading.pages[name] = opened._replace(fields=others)
