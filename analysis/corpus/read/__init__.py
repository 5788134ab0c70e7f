"""Read a user's files: a folder of articles or a table file -> documents.

The only reader of users' files. Nothing is lost: what cannot be used stands in `rejected` with
path, row and reason, what was used with a remark in `notes`; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from analysis.corpus.execution.progress import Progress, silent
from analysis.corpus.read.folder import ABOUT, ARTICLES, MANIFEST, has_many_pages, read_folder
from analysis.corpus.read.page_cache import Before, Opened
from analysis.corpus.read.reading import Reading, sibling
from analysis.corpus.read.rows import TABLE_FILES
from analysis.corpus.read.table import read_table
from analysis.corpus.read.text import suffixes
from analysis.schema import CorpusError

__all__ = [
    "ABOUT",
    "Before",
    "Opened",
    "Reading",
    "as_manifest",
    "has_many_pages",
    "name_of",
    "read_documents",
    "steps",
]

# Articles read after which it is told again how many there are.
_TOLD: Final = 200
_DAYS: Final = ("published_earliest", "published_latest")


def read_documents(
    path: Path,
    *,
    manifest: Path | None = None,
    columns: Mapping[str, str] | None = None,
    titles_only: bool = False,
    progress: Progress = silent,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read a folder of articles or a table file.

    Parameters
    ----------
    path
        A folder with .txt, .html, .htm, .docx, .eml or .mht files, and tables beside them; or a
        .csv, .tsv, .jsonl, .json, .parquet or .xlsx file; each may be compressed (.gz, .bz2, .xz).
    manifest
        What is known of the files of a folder: `file` and any of outlet, agency, origin, chain,
        title, byline, event, language, url, dateline_place, published_earliest,
        published_latest, or `date` for both ends. By default `manifest.csv` in the folder.
    columns
        For a table file: our name -> its name (`{"text": "content"}`).
    titles_only
        For a table file: whether its headlines alone are read.
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
    for number, _ in enumerate(steps(reading, path, manifest, columns, titles_only=titles_only), 1):
        if number % _TOLD == 0:
            progress("read", number, 0)
    return reading.take(), *reading.remarks()


def steps(
    reading: Reading,
    path: Path,
    manifest: Path | None,
    columns: Mapping[str, str] | None,
    before: Before | None = None,
    *,
    titles_only: bool = False,
) -> Generator[None]:
    """Read article after article, so that documents can be taken away meanwhile.

    As `read_documents`; what is found is in `reading`.

    Parameters
    ----------
    before
        Says what was found on a web page before.
    """
    if path.is_dir():
        if titles_only:
            raise CorpusError(
                f"--titles-only is for a table file, and {path.name} is a folder of articles."
            )
        if columns:
            raise CorpusError(
                f"--map names columns of a table file, and {path.name} is a folder: say what is "
                f"known of its files in {MANIFEST}, or by --manifest."
            )
        return read_folder(reading, path, manifest, before)
    if path.is_file():
        if manifest is not None:
            raise CorpusError(
                f"--manifest says what is known of a folder's files, and {path.name} is a table: "
                "add the columns to it."
            )
        return read_table(reading, path, dict(columns or {}), titles_only)
    raise CorpusError(f"There is no corpus at {path}.{sibling(path)}")


def name_of(corpus: Path) -> str:
    """Name a corpus as its folder, or as its file without what tells the kind of file.

    Examples
    --------
    >>> name_of(Path("wires/news.2023.jsonl.gz"))
    'news.2023'
    """
    kind, compression = suffixes(corpus)
    is_table_file = kind in TABLE_FILES and not corpus.is_dir()
    return corpus.name[: -len(kind + compression)] if is_table_file else corpus.name


def as_manifest(documents: pd.DataFrame) -> pd.DataFrame:
    """Write what was read of a folder's files as a manifest, which reads them so again.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`, credited.

    Returns
    -------
    A row for each file. A day that is only the last possible one is left out: given, it would
    be the day itself.
    """
    is_file = [suffixes(Path(path))[0] in ARTICLES for path in documents["path"]]
    documents = documents[is_file].reset_index(drop=True)
    manifest = documents[["path", "outlet", *_DAYS, "byline", "agency", "event"]].copy()
    open_ends = documents[[*_DAYS]].isna().any(axis=1)
    for day in _DAYS:
        manifest[day] = documents[day].dt.strftime("%Y-%m-%d").mask(open_ends, "").fillna("")
    manifest["outlet"] = manifest["outlet"].replace("unknown", "")
    return manifest.rename(columns={"path": "file"})
