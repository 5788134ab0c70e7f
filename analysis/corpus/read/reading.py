"""What reading finds: rows of documents, refused input, remarks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.corpus.arrays import texts
from analysis.corpus.language import given_dates
from analysis.corpus.read.page_cache import Opened
from analysis.schema import DOCUMENTS, NOTES, REJECTED, TEXT, closest, shape

_GIVEN: Final = ("outlet", "agency", "chain", "title", "byline", "event", "language", "url")
# Of a row its number, and how its column writes dates; of a page when it came out.
_ASIDE: Final = ("_row", "_form", "_found")
# What stands before the names of a byline that is given.
_BY: Final = re.compile(r"\A\s*by\s+(?=\S)", re.I)
_OURS: Final = frozenset((*DOCUMENTS.names, "date", *_ASIDE, "html_standfirst", "html_byline"))
_MANIFEST_ONLY: Final = ("dateline_place", "origin")
_FROM_GIVEN: Final = frozenset((*_GIVEN, *_MANIFEST_ONLY))
# What a column of a table file can be mapped to.
_PERIOD: Final = ("date", "published_earliest", "published_latest")
NAMES: Final = ("id", "text", *_PERIOD, *_GIVEN, *_MANIFEST_ONLY)
# Columns that are found in the articles: what somebody else calls so is no fact of theirs.
TAKEN: Final = _OURS - {*NAMES, *_ASIDE, "document_id"}


@dataclass
class Reading:
    """What reading found.

    Attributes
    ----------
    documents
        Rows of documents that were not taken away yet; their sources are UTF-8 still.
    rejected, notes
        Refused input, and remarks.
    seen
        The id of each document -> where it comes from.
    pages
        Of files that are web pages: what was found on them, but for the text.
    """

    documents: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)
    notes: list[tuple[str, int, str]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Opened] = field(default_factory=dict)

    def add(self, document: dict[str, Any], path: str, row: int) -> bool:
        """Take a document, unless its id is taken already: the first stays; says whether."""
        identity = document["document_id"]
        if identity in self.seen:
            reason = f"the id {identity!r} is taken by {self.seen[identity]}"
            self.rejected.append((path, row, reason))
            return False
        self.seen[identity] = f"{path} row {row}" if row else path
        self.documents.append(document)
        return True

    def take(self) -> pd.DataFrame:
        """Return the documents so far, with any other columns kept, and let go of them."""
        documents, self.documents = self.documents, []
        given = set().union(*documents)
        columns = {}
        for name, dtype in ((column.name, column.dtype) for column in DOCUMENTS.columns):
            if dtype != TEXT:
                columns[name] = pd.Series([row[name] for row in documents], dtype=dtype)
            elif name in given:
                columns[name] = texts([row.get(name, "") for row in documents])
            else:
                columns[name] = texts([""] * len(documents))
        for name in sorted(given.difference(columns)):
            columns[name] = pd.Series([row.get(name, np.nan) for row in documents])
        return pd.DataFrame(columns)

    def remarks(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return rejected and notes as tables."""
        rejected = pd.DataFrame(self.rejected, columns=REJECTED.names)
        notes = pd.DataFrame(self.notes, columns=NOTES.names)
        return shape(rejected, REJECTED), shape(notes, NOTES)


def laid_out(
    identity: str, given: Mapping[str, Any], path: str, text_start: int = 0
) -> dict[str, Any]:
    """Lay out a row of documents from what is given; texts that it lacks are empty.

    Raises
    ------
    UnicodeEncodeError
        The source holds halves of characters.
    """
    source = str(given["source"]).encode("utf-8")
    interval = given_dates.given(given, given.get("_form", ""))
    if not interval["date_evidence"] and given.get("_found"):
        interval = given_dates.as_columns(*given["_found"])
    columns = {k: v for k, v in given.items() if (v if k in _FROM_GIVEN else k not in _OURS)}
    if "byline" in columns:
        columns["byline"] = _BY.sub("", columns["byline"])
    return {
        **columns,
        **interval,
        "document_id": identity,
        "language": given.get("language") or "en",
        "words": 0,
        "words_page": given.get("words_page") or 0,
        "text_start": text_start,
        "path": path,
        "sha256": hashlib.sha256(source).hexdigest(),
        "source": source,
        "html_standfirst": given.get("html_standfirst", ""),
        "html_byline": given.get("html_byline", ""),
    }


def note_taken(reading: Reading, name: str, columns: Iterable[str]) -> None:
    """Tell that columns are not used because their names are ours."""
    taken = sorted(TAKEN.intersection(columns))
    if taken:
        remark = f"not used, as their names are taken here: the columns {', '.join(taken)}"
        reading.notes.append((name, 0, remark))


def sibling(path: Path) -> str:
    """Say which file beside a path that does not exist is called nearly so; '' for none."""
    parent = path.parent
    return closest(path.name, [p.name for p in parent.iterdir()]) if parent.is_dir() else ""
