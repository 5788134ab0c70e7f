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
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.corpus import places
from analysis.corpus.arrays import running
from analysis.corpus.corpus import Corpus
from analysis.corpus.places import ROOT, is_marked, own_folder
from analysis.corpus.read import name_of
from analysis.corpus.store import arrow
from analysis.corpus.store import packing as parts
from analysis.corpus.store.fingerprint import (
    FORM,
    ReadOptions,
    damage,
    is_same,
    made_by,
    our_version,
)
from analysis.corpus.store.kept_tables import KEPT, keep, kept, kept_sums
from analysis.corpus.tokens.matches import Matches
from analysis.corpus.tokens.tokens import Strings, Whole
from analysis.files import read_json
from analysis.schema import QUOTATIONS, CorpusError

__all__ = [
    "MARK",
    "PREPARED",
    "ReadOptions",
    "damage_of",
    "description",
    "find",
    "is_store",
    "keep_beside",
    "open_store",
    "usual_place",
]

PREPARED: Final = ROOT / "prepared"
MARK: Final = places.STORE
# What the marker of its folder says.
STORE: Final = "store"
TABLES: Final = ("documents", "segments", "quotations", "rejected", "notes", "vocabulary")
ARRAYS: Final = ("ids", "voice", "offsets", "sizes")
# Share of a table's pieces beyond which it is read as a whole, and kept.
_MOST: Final = 0.1
# The folder of a store's files: the time it was made, so that no two are the same.
FOLDER: Final = r"data-\d+"


class _Description(BaseModel):
    """What a store must say of itself."""

    model_config = ConfigDict(strict=True)

    name: str
    about: str
    by: dict[str, Any]
    pages_by: dict[str, Any]
    asked: dict[str, Any]
    folder: str = Field(pattern=f"^{FOLDER}$")
    files: dict[str, tuple[int, int, int, str]]
    made: int
    holds: dict[str, tuple[int, str]]


def is_store(path: Path) -> bool:
    """Tell whether a folder is a prepared store, also one that is damaged."""
    return (path / MARK).is_file() or is_marked(path, STORE)


def usual_place(corpus: Path) -> Path:
    """Name the folder where the store of a corpus is kept if nothing else is said."""
    return own_folder(PREPARED, corpus)


def description(place: Path) -> dict[str, Any]:
    """Read what a store of today's form says of itself; empty where it cannot be trusted."""
    content = read_json(place / MARK)
    try:
        _Description.model_validate_json(json.dumps(content))
    except ValidationError:
        return {}
    return content


def find(corpus: Path, asked: ReadOptions, place: Path) -> bool:
    """Tell whether the store at a place is whole, and of a corpus as its files are now."""
    written = description(place)
    return (
        bool(written)
        and written["by"] == made_by()
        and written["asked"] == asked.plain()
        and written["name"] == name_of(corpus)
        and is_same(corpus, written)
        and not damage_of(place)
    )


def damage_of(place: Path, *, deep: bool = False) -> str:
    """Say what of a store is not as it was written; '' where all is.

    Parameters
    ----------
    deep
        Whether the bytes of long files are read too, and not their number alone.
    """
    written = description(place)
    if not written:
        return f"{MARK} is missing or cannot be read"
    folder = place / written["folder"]
    beside = kept_sums(folder) if deep else {}
    return damage(folder, {**written["holds"], **beside}, deep=deep)


def open_store(place: Path) -> Corpus:
    """Open a prepared store; its ids and texts are memory-mapped.

    Segments, quotations and voices are unpacked when they are looked at.

    Raises
    ------
    CorpusError
        It was made by another version, or a file of it is damaged.
    """
    by = read_json(place / MARK).get("by", {})
    by = by if isinstance(by, dict) else {}
    if by and (by.get("version"), by.get("form")) != (version := our_version(), FORM):
        theirs = by.get("version", "unknown")
        raise CorpusError(
            f"The store {place.name} was made by version {theirs}, form {by.get('form')}; this is "
            f"{version}, form {FORM}. Make it again: samestory prepare CORPUS."
        )
    written = description(place)
    if not (damaged := damage_of(place)):
        try:
            return _opened(place, written)
        # Bytes that are other, but as many.
        except (ValueError, OSError, KeyError) as error:
            damaged = f"a file cannot be read ({' '.join(str(error).split()):.80})"
    # A writer may have put a new build in its place between two looks.
    if written and description(place).get("folder") != written["folder"]:
        return open_store(place)
    raise CorpusError(
        f"The store {place.name} is damaged: {damaged}. Make it anew: samestory prepare CORPUS."
    )


def keep_beside(place: Path, folder: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep tables beside a store: whoever opens it finds them in `held` or `matches`.

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


def _opened(place: Path, written: dict[str, Any]) -> Corpus:
    folder = place / written["folder"]
    ids, runs, offsets, sizes = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS)
    read, *tables = (arrow.Pieces(folder / f"{name}.arrow") for name in TABLES)
    segments, spoken, rejected, notes, vocabulary = tables
    documents, edges = read(), running(read.sizes())
    quotations = Shares(spoken, edges, partial(_with_texts, documents, _index(documents)))
    voices, terms = partial(_voices, runs, len(ids)), partial(_terms, vocabulary)
    return Corpus(
        written["name"],
        documents,
        Shares(segments, edges),
        quotations,
        Whole(ids, voices, offsets, running(sizes), terms),
        rejected(),
        notes(),
        {"events": events()} if (events := kept(folder, "events")) else {},
        about=written["about"],
    ).knowing(Matches(kept(folder, "forms")))


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


def _terms(table: arrow.Pieces) -> Strings:
    with table.whole():
        return table()["term"].to_numpy(dtype=object)


def _voices(runs: NDArray[Any], words: int) -> NDArray[np.uint8]:
    if int(runs["words"].sum(dtype=np.int64)) != words:
        raise arrow.damaged("voice.npy", "it is not of as many words as there are")
    return parts.voices(runs)


def _with_texts(documents: pd.DataFrame, index: pd.Index, quotations: pd.DataFrame) -> pd.DataFrame:
    """Complete quotations: their words are cut out of the sources they stand in."""
    quotations["text"] = parts.cut_out(documents["source"], index, quotations)
    return quotations[QUOTATIONS.names]
