"""Write a text-free release of a corpus, and read one like any corpus.

Article text belongs to its publishers. A release holds what findings can be checked with:
counts of single words, labels and offsets, but no title, byline, source, token or n-gram.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from analysis import __version__
from analysis.corpus.corpus import Corpus
from analysis.corpus.tokens import bag
from analysis.schema import (
    COUNTS,
    DATE,
    DOCUMENTS,
    NOTES,
    QUOTATIONS,
    REJECTED,
    SEGMENTS,
    TABLES,
    TEXT,
    CorpusError,
    Table,
    empty,
    require,
    shape,
)

MARK: Final = "release.json"
FORM: Final = 2
# Columns that hold an article's own words.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": ("title", "byline", "source"),
    "mentions": ("text",),
    "frames": ("text",),
    "quotations": ("text", "speaker"),
    "openings": ("text",),
    "conflicts": ("text_value", "other_value"),
}
_ALWAYS: Final = ("documents", "segments", "quotations", "counts")


def is_release(path: Path) -> bool:
    """Say whether a folder is a text-free release."""
    return (path / MARK).is_file()


def write_release(corpus: Corpus, tables: Mapping[str, pd.DataFrame], out: Path) -> None:
    """Write a corpus as a text-free release.

    Parameters
    ----------
    tables
        By name: `counts` (`schema.COUNTS`, single words), and any that measures look for in
        `Corpus.held`.
    out
        The folder; files of an earlier release in it are replaced.

    Raises
    ------
    TableError
        A table lacks a column.
    """
    everything = {
        "documents": corpus.documents,
        "segments": corpus.segments,
        "quotations": corpus.quotations,
        **tables,
    }
    known = set(corpus.quotations["speaker_id"][corpus.quotations["side"] != ""])
    out.mkdir(parents=True, exist_ok=True)
    for name, table in everything.items():
        require(table, TABLES[name], "a release")
        kept = [c for c in TABLES[name].names if c not in _WORDS.get(name, ())]
        frame = table[kept]
        if "speaker_id" in frame:
            # A speaker who is on no list is named in the article's own words.
            frame = frame.assign(
                speaker_id=frame["speaker_id"].where(frame["speaker_id"].isin(known), "")
            )
        if name == "counts":
            # By term: the order of words in the article must not show.
            frame = frame.sort_values(["term", "document_id", "voice"])
        text = frame.to_csv(index=False, lineterminator="\n", float_format="%.6g")
        _write(out / f"{name}.csv", text)
    about = {
        "release": FORM,
        "samestory": __version__,
        "name": corpus.name,
        "about": corpus.about,
        "documents": len(corpus.documents),
        "hash": corpus.hash,
        "tables": sorted(everything),
    }
    _write(out / MARK, json.dumps(about, indent=2, ensure_ascii=False) + "\n")


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def read_release(path: Path) -> Corpus:
    """Read a text-free release.

    Raises
    ------
    CorpusError
        It was made by a later version, or a table is missing.
    """
    about = json.loads((path / MARK).read_text(encoding="utf-8"))
    if about.get("release") != FORM:
        raise CorpusError(
            f"{path.name} is a release of form {about.get('release')}; this version of samestory "
            f"reads form {FORM}. Update samestory, or make the release again."
        )
    missing = [name for name in _ALWAYS if name not in about["tables"]]
    if missing:
        raise CorpusError(f"{path.name} is no whole release: {', '.join(missing)} is missing.")
    documents = _read(path, DOCUMENTS)
    counts = _read(path, COUNTS)
    others = [name for name in about["tables"] if name not in _ALWAYS]
    return Corpus(
        about["name"],
        documents,
        _read(path, SEGMENTS),
        _read(path, QUOTATIONS),
        bag(counts, documents),
        empty(REJECTED),
        empty(NOTES),
        held={name: _read(path, TABLES[name]) for name in others},
        about=about["about"],
    )


def _read(path: Path, table: Table) -> pd.DataFrame:
    file = path / f"{table.name}.csv"
    if not file.is_file():
        raise CorpusError(f"{path.name} is no whole release: {file.name} is missing.")
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    blank: dict[str, Any] = {name: "" for name in _WORDS.get(table.name, ())}
    frame = frame.assign(**blank)
    for column in table.columns:
        if column.dtype == DATE and column.name in frame:
            frame[column.name] = pd.to_datetime(frame[column.name], format="%Y-%m-%d")
        elif column.dtype != TEXT and column.name in frame:
            frame[column.name] = pd.to_numeric(frame[column.name])
    return shape(frame, table)
