"""Write a text-free release of a corpus, and read one like any corpus.

Article text belongs to its publishers. A release holds what findings can be checked with:
counts of single words, labels and offsets, and of names and cues the printed form of four words
at most, but no title, byline, source, token or n-gram, and nowhere eight words in a row of an
article (`verbatim`).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from analysis import __version__
from analysis.corpus.corpus import Corpus
from analysis.corpus.release.verbatim import RUN, Runs, by_term, cut, parted, shortened
from analysis.corpus.tokens.tokens import bag
from analysis.files import replaced_together
from analysis.schema import (
    CORRECTIONS,
    DATE,
    DOCUMENTS,
    NOTES,
    REJECTED,
    TABLES,
    TEXT,
    VOICES_ALLOWED,
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
    "quotations": ("text", "speaker"),
    "openings": ("text",),
    "corrections": ("excerpt", "note"),
}
# Tables that carry a printed form: single words and short names are facts.
_PRINTED: Final = ("mentions", "frames", "descriptions")
_FORM_WORDS: Final = 4
# Tables of older releases that are no longer made: passed over.
_RETIRED: Final = ("conflicts",)
_ALWAYS: Final = ("documents", "segments", "quotations", "counts")
_PLACE: Final = ("document_id", "start", "end")
# Characters that end a line or a file for those who read tables.
_CONTROL: Final = r"[\x00-\x1f\x7f]"
# What `release.json` always says.
_SAID: Final = {"name": str, "about": str, "documents": int, "hash": str, "tables": list}


def is_release(path: Path) -> bool:
    """Say whether a folder is a text-free release, be it one whose `release.json` is lost."""
    return (path / MARK).is_file() or _has_lost_its_mark(path)


def _has_lost_its_mark(path: Path) -> bool:
    if not all((path / f"{name}.csv").is_file() for name in _ALWAYS):
        return False
    # Tables of a corpus have the same names, and its articles' text.
    with (path / "documents.csv").open("rb") as file:
        columns = file.readline().decode("utf-8", "replace").strip().split(",")
    return columns == _columns(DOCUMENTS)


def _columns(table: Table) -> list[str]:
    """Name the columns of a table that a release holds."""
    return [name for name in table.names if name not in _WORDS.get(table.name, ())]


def write_release(corpus: Corpus, tables: Mapping[str, pd.DataFrame], out: Path) -> list[str]:
    """Write a corpus as a text-free release.

    Values that hold a run of an article's words are shortened, see `verbatim.shortened`.

    Parameters
    ----------
    tables
        By name: `counts` (`schema.COUNTS`, single words), and any that measures look for in
        `Corpus.held`.
    out
        The folder; files of an earlier release in it are replaced.

    Returns
    -------
    The columns in which something was shortened.

    Raises
    ------
    TableError
        A table lacks a column.
    CorpusError
        A run of an article's words stands in a file all the same; nothing is written.
    WriteError
        The disk is full or the folder cannot be written; an earlier release is untouched.
    """
    runs = Runs(pd.concat([corpus.documents["source"], corpus.documents["title"]]))
    frames, columns = shortened(_frames(corpus, tables), runs)
    # The order of articles, and of the places in them, has a meaning.
    frames |= {n: parted(t, runs) for n, t in frames.items() if n not in _ALWAYS[:3]}
    name, about = (cut(text) if text in runs else text for text in (corpus.name, corpus.about))
    description = {
        "release": FORM,
        "samestory": __version__,
        "name": name,
        "about": about,
        "documents": len(corpus.documents),
        "hash": replace(corpus, documents=corpus.documents.assign(**frames["documents"])).hash,
        "tables": sorted(frames),
        **({"labels_by_hand": len(corpus.by_hand)} if len(corpus.by_hand) else {}),
        **({"shortened": columns} if columns else {}),
    }
    with replaced_together(out, last=MARK) as new:
        for table, frame in frames.items():
            file = new / f"{table}.csv"
            frame.to_csv(file, index=False, lineterminator="\n", float_format="%.6g")
            _guard(pd.read_csv(file, header=None, dtype=str, keep_default_na=False), file, runs)
        description["files"] = {
            file.name: _sum(file.read_bytes()) for file in sorted(new.iterdir())
        }
        text = json.dumps(description, indent=2, ensure_ascii=False) + "\n"
        (new / MARK).write_bytes(text.encode("utf-8"))
        _guard(pd.DataFrame([[text]]), new / MARK, runs)
    return columns


def _frames(corpus: Corpus, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Take from each table what a release holds of it."""
    own = {name: getattr(corpus, name) for name in ("documents", "segments", "quotations")}
    identified = set(corpus.quotations["speaker_id"][corpus.quotations["side"] != ""])
    frames = {}
    for name, table in {**own, **tables}.items():
        require(table, TABLES[name], "a release")
        frame = table[_columns(TABLES[name])]
        if "speaker_id" in frame:
            # A speaker who is on no list is named in the article's own words.
            named = frame["speaker_id"].where(frame["speaker_id"].isin(identified), "")
            frame = frame.assign(speaker_id=named)
        if name == "corrections":
            frame = _without_names(frame, identified)
        if name in _PRINTED:
            forms = frame["text"].str.split().str[:_FORM_WORDS].str.join(" ")
            frame = frame.assign(text=forms.fillna(""))
        plain = frame.select_dtypes("str").replace(_CONTROL, " ", regex=True)
        frame = frame.assign(**plain)
        frames[name] = by_term(frame) if name == "counts" else frame
    return frames


def _without_names(rows: pd.DataFrame, identified: Collection[str]) -> pd.DataFrame:
    """Leave out the names of speakers on no list; whether they were corrected stays."""
    unlisted = (rows["kind"] == "speaker") & ~rows["value"].isin(["", *identified])
    same = unlisted & (rows["value"] == rows["was"])
    value = rows["value"].mask(unlisted, "(named)")
    was = rows["was"].mask(same, "(named)").mask(unlisted & ~same, "(named otherwise)")
    return rows.assign(value=value, was=was)


def _guard(table: pd.DataFrame, file: Path, runs: Runs) -> None:
    """Stop where a finished file shows a run of an article's words."""
    for run in runs.cells(table):
        (row, column), (last_row, last_column) = run[0], run[-1]
        names = [str(table.iat[0, place]) for place in (column, last_column)]
        rows = f"row {row + 1}" if row == last_row else f"rows {row + 1} to {last_row + 1}"
        where = f"{rows}, column {names[0]}" if file.suffix == ".csv" else "what it says"
        if column != last_column:
            where += f" to {names[1]}"
        raise CorpusError(
            f"No release is written: {file.name} would hold {RUN} words in a row of an article "
            f"({where}). Change what the corpus says there, such as a name of a file or a cell of "
            "a manifest."
        )


def _sum(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def read_release(path: Path) -> Corpus:
    """Read a text-free release.

    Raises
    ------
    CorpusError
        It was made by a later version, or by one that lacked a column, or is damaged: says which
        file, and what to do.
    """
    description = _description(path)
    names = dict.fromkeys([*_ALWAYS, *description["tables"]])
    contents = {name: _content(path, f"{name}.csv", description) for name in names}
    tables = {name: _parsed(path, TABLES[name], contents.pop(name)) for name in names}
    for file, why in _faults(tables, description["documents"]):
        raise _damaged(path, file, why)
    documents, counts = tables["documents"], tables["counts"]
    by_hand = tables.pop("corrections", empty(CORRECTIONS))
    corpus = Corpus(
        description["name"],
        documents,
        tables["segments"],
        tables["quotations"],
        bag(counts, documents),
        empty(REJECTED),
        _notes(description),
        held={name: table for name, table in tables.items() if name not in _ALWAYS},
        about=description["about"],
        by_hand=by_hand,
    )
    if corpus.hash != description["hash"]:
        raise _damaged(path, "documents.csv", f"holds other articles than {MARK} says")
    return corpus


def _damaged(path: Path, file: str, why: str) -> CorpusError:
    return CorpusError(
        f"{path.name} is no whole release: {file} {why}. Make the release again, or fetch it anew."
    )


def _older(path: Path, why: str) -> CorpusError:
    return CorpusError(
        f"{path.name} was made by an older version of samestory, {why}. Make the release again "
        "from its articles (samestory release CORPUS --out FOLDER), or fetch it anew."
    )


def _check_form(path: Path, form: int) -> None:
    if form < FORM:
        raise _older(path, f"as form {form}; this one reads form {FORM}")
    if form > FORM:
        raise CorpusError(
            f"{path.name} was made by a newer version of samestory, as form {form}; this one reads "
            f"form {FORM}. Update samestory, or make the release again."
        )


def _description(path: Path) -> dict[str, Any]:
    """Read what a release says of itself, and check that it says it."""
    try:
        description = json.loads(_bytes(path, MARK))
    # Text that is no UTF-8, no JSON, or nested deeper than Python follows.
    except (ValueError, RecursionError):
        raise _damaged(path, MARK, "is not JSON") from None
    if not isinstance(description, dict) or not isinstance(description.get("release"), int):
        raise _damaged(path, MARK, "does not say of which form the release is")
    _check_form(path, description["release"])
    for key, kind in _SAID.items():
        if not isinstance(description.get(key), kind):
            raise _damaged(path, MARK, f"lacks {key}, or it is of the wrong kind")
    unknown = [name for name in description["tables"] if name not in [*TABLES, *_RETIRED]]
    if unknown:
        raise _damaged(path, MARK, f"names tables that do not exist: {str(unknown)[:80]}")
    missing = [name for name in _ALWAYS if name not in description["tables"]]
    if missing:
        raise _damaged(path, MARK, f"does not name {', '.join(missing)}")
    if not isinstance(description.get("shortened", []), list):
        raise _damaged(path, MARK, "does not list what was shortened")
    sums = description.get("files", {})
    if not isinstance(sums, dict) or (
        "files" in description and sums.keys() != _files(description)
    ):
        raise _damaged(path, MARK, "does not give the checksums of just its tables")
    tables = [name for name in description["tables"] if name not in _RETIRED]
    return {**description, "tables": tables}


def _files(description: Mapping[str, Any]) -> set[str]:
    return {f"{name}.csv" for name in description["tables"]}


def _bytes(path: Path, file: str) -> bytes:
    try:
        return (path / file).read_bytes()
    except FileNotFoundError:
        raise _damaged(path, file, "is missing") from None
    except OSError as error:
        raise _damaged(path, file, f"cannot be read ({error.strerror})") from None


def _content(path: Path, file: str, description: Mapping[str, Any]) -> bytes:
    """Read a file, and check that it is as it was written."""
    content = _bytes(path, file)
    if "files" in description and description["files"][file] != _sum(content):
        raise _damaged(path, file, "is not as it was written: its length or checksum differs")
    if not content.endswith(b"\n") or b"\0" in content:
        raise _damaged(path, file, "is cut short or overwritten")
    if "files" not in description and not _is_even(content):
        raise _damaged(path, file, "has rows of different lengths")
    return content


def _is_even(content: bytes) -> bool:
    """Say whether all rows have as many cells; pandas fills up those that have too few."""
    rows = csv.reader(io.StringIO(content.decode("latin-1"), newline=""))
    try:
        return len({len(row) for row in rows}) == 1
    except csv.Error:
        return False


def _parsed(path: Path, table: Table, content: bytes) -> pd.DataFrame:
    """Read a table from the bytes of its file."""
    try:
        frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        if table.name in _PRINTED and "text" not in frame:
            # Of a release that was made before it carried printed forms.
            frame = frame.assign(text="")
        lacking = [name for name in _columns(table) if name not in frame.columns]
        if lacking and {*frame.columns} < {*_columns(table)}:
            why = f"before `{lacking[0]}` was added as a column of {table.name}.csv"
            raise _older(path, why)
        # A row that has too many cells would be taken for one with a name.
        if lacking or frame.isna().any(axis=None) or not isinstance(frame.index, pd.RangeIndex):
            raise ValueError
        blank: dict[str, Any] = {name: "" for name in _WORDS.get(table.name, ())}
        frame = frame.assign(**blank)
        for column in table.columns:
            if column.dtype == DATE:
                frame[column.name] = pd.to_datetime(frame[column.name], format="%Y-%m-%d")
            elif column.dtype != TEXT:
                frame[column.name] = pd.to_numeric(frame[column.name])
        return shape(frame, table)
    # Bytes that are no UTF-8, rows of other lengths, letters where numbers are due.
    except (ValueError, TypeError, OverflowError):
        why = f"cannot be read as the table {table.name}"
        raise _damaged(path, f"{table.name}.csv", why) from None


def _faults(tables: Mapping[str, pd.DataFrame], articles: int) -> Iterator[tuple[str, str]]:
    """Find what cannot be so if the tables are of the same articles: the file, and what is wrong.

    Without checksums this is how damage is seen.
    """
    documents, counts = tables["documents"], tables["counts"]
    ids = pd.Index(documents["document_id"])
    if len(documents) != articles or ids.has_duplicates:
        yield "documents.csv", f"does not hold the {articles:,} articles that {MARK} tells of"
    for name, table in tables.items():
        for column in table.columns[table.columns.str.endswith("document_id")]:
            if not table[column][table[column] != ""].isin(ids).all():
                yield f"{name}.csv", "names articles that documents.csv lacks"
    words = counts.groupby("document_id")["frequency"].sum().reindex(ids, fill_value=0)
    sound = counts["voice"].isin(VOICES_ALLOWED) & (counts["frequency"] > 0)
    if not sound.all() or not (words.to_numpy() == documents["words"].to_numpy()).all():
        yield "counts.csv", "does not hold all words of the articles"
    last = tables["segments"].groupby("document_id")["end"].max().reindex(ids)
    if last[documents["words"].to_numpy() > 0].isna().any():
        yield "segments.csv", "does not hold the parts of all articles"
    yield from _misplaced(tables, last)


def _misplaced(tables: Mapping[str, pd.DataFrame], last: pd.Series) -> Iterator[tuple[str, str]]:
    """Find places that no article can have; `last` is where each ends, by its name."""
    for name, table in tables.items():
        for other in ("", "other_"):
            if f"{other}end" not in table:
                continue
            owner, start, end = (table[f"{other}{column}"] for column in _PLACE)
            until = last.reindex(owner).fillna(0).to_numpy()
            if (start < 0).any() or (start > end).any() or (end.to_numpy() > until).any():
                yield f"{name}.csv", "holds places that no article has"


def _notes(description: Mapping[str, Any]) -> pd.DataFrame:
    """Tell what to know of a release."""
    remarks = []
    if "files" not in description:
        remarks.append(
            "without checksums: not every damage to its files can be seen; make the release again"
        )
    if description.get("shortened"):
        columns = ", ".join(map(str, description["shortened"]))
        remarks.append(f"shortened, since words of an article stood there: {columns}")
    rows = [(MARK, 0, remark) for remark in remarks]
    return shape(pd.DataFrame(rows, columns=NOTES.names), NOTES)
