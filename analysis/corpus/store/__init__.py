"""The prepared store: a corpus as files that open at once and that many readers share.

A store is a folder with `store.json`, which names the folder of its files; a new build becomes
the store by replacing that one file, so that an interrupted one is never opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.arrays import running
from analysis.corpus.corpus import Corpus
from analysis.corpus.read import name_of
from analysis.corpus.store import arrow, parts
from analysis.corpus.store.beside import KEPT, keep, kept
from analysis.corpus.store.content import FORM, Asked, is_same, made_by, our_version
from analysis.corpus.tokens import Strings
from analysis.corpus.whole import Whole
from analysis.schema import QUOTATIONS, CorpusError

__all__ = [
    "MARK",
    "PREPARED",
    "Asked",
    "description",
    "find",
    "is_store",
    "keep_beside",
    "open_store",
]

PREPARED: Final = Path(__file__).resolve().parents[3] / "prepared"
MARK: Final = "store.json"
TABLES: Final = ("documents", "segments", "quotations", "rejected", "notes", "vocabulary")
ARRAYS: Final = ("ids", "voice", "offsets", "sizes")
# Share of a table's pieces beyond which it is read as a whole, and kept.
_MOST: Final = 0.1


def is_store(path: Path) -> bool:
    """Tell whether a folder is a prepared store."""
    return (path / MARK).is_file()


def description(place: Path) -> dict[str, Any]:
    """Read what a store says of itself; empty where there is none, or none that can be read."""
    try:
        found = json.loads((place / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "folder" in found else {}


def find(corpus: Path, asked: Asked, place: Path) -> bool:
    """Tell whether the store at a place is of a corpus as its files are now, read as asked."""
    found = description(place)
    return (
        bool(found)
        and found["by"] == made_by()
        and found["asked"] == asked.plain()
        and found["name"] == name_of(corpus)
        and is_same(corpus, found)
    )


def open_store(place: Path) -> Corpus:
    """Open a prepared store; its ids and texts are memory-mapped.

    Segments, quotations and voices are unpacked when they are looked at.

    Raises
    ------
    CorpusError
        It was made by another version, or is not complete.
    """
    found = description(place)
    by = found.get("by", {})
    if (by.get("version"), by.get("form")) != (version := our_version(), FORM):
        theirs = by.get("version", "unknown")
        raise CorpusError(
            f"The store {place.name} was made by version {theirs}; this is {version}. "
            "Make it again: samestory prepare CORPUS."
        )
    try:
        return _opened(place, found)
    except FileNotFoundError:
        # A writer put a new build in its place between two looks.
        again = description(place)
        if again.get("folder") == found["folder"]:
            raise CorpusError(f"The store {place.name} lacks files: prepare it again.") from None
        return open_store(place)


def keep_beside(place: Path, folder: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep tables beside a store: whoever opens it finds them in `held`.

    Parameters
    ----------
    folder
        What `description` named as its folder before the tables were made.

    Raises
    ------
    CorpusError
        A table is none that can be kept; or the store was made again meanwhile.
    """
    if description(place).get("folder") != folder:
        raise CorpusError(f"The store {place.name} was made again meanwhile: run it once more.")
    for name, table in tables.items():
        if name not in KEPT:
            raise CorpusError(f"A store keeps no table {name!r}. Allowed: {', '.join(KEPT)}.")
        keep(place / folder, name, table)


def _opened(place: Path, found: dict[str, Any]) -> Corpus:
    folder = place / found["folder"]
    ids, runs, offsets, sizes = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS)
    read, *tables = (arrow.Pieces(folder / f"{name}.arrow") for name in TABLES)
    segments, spoken, rejected, notes, vocabulary = tables
    documents, edges = read(), running(read.sizes())
    quotations = Shares(spoken, edges, partial(_with_texts, documents, _index(documents)))
    voices, terms = partial(parts.voices, runs), partial(_terms, vocabulary)
    return Corpus(
        found["name"],
        documents,
        Shares(segments, edges),
        quotations,
        Whole(ids, voices, offsets, running(sizes), terms),
        rejected(),
        notes(),
        kept(folder),
        about=found["about"],
    )


class Shares:
    """What makes a table of a corpus, or the rows of some of its documents.

    Parameters
    ----------
    pieces
        The table in its file, a piece for each share of the corpus.
    edges
        The first document of each share; one more than there are.
    finish
        What is done to rows as they are read.
    """

    def __init__(
        self,
        pieces: arrow.Pieces,
        edges: NDArray[np.int64],
        finish: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows,
    ) -> None:
        self._pieces, self._edges, self._finish = pieces, edges, finish

    def __call__(self) -> pd.DataFrame:
        """Make the table."""
        return self._finish(self._pieces())

    def near(self, documents: NDArray[np.int64]) -> pd.DataFrame | None:
        """Make rows among which are all of some documents; None where that saves little."""
        shares = np.unique(np.searchsorted(self._edges, documents, side="right") - 1)
        if len(shares) > _MOST * len(self._pieces):
            return None
        return self._finish(self._pieces.some(shares.tolist()))


def _index(documents: pd.DataFrame) -> pd.Index:
    index: pd.Index = pd.Index(documents["document_id"])
    return index


def _terms(table: Callable[[], pd.DataFrame]) -> Strings:
    return table()["term"].to_numpy(dtype=object)


def _with_texts(documents: pd.DataFrame, index: pd.Index, found: pd.DataFrame) -> pd.DataFrame:
    """Complete quotations: their words are cut out of the sources they stand in."""
    found["text"] = parts.cut_out(documents["source"], index, found)
    return found[QUOTATIONS.names]
