"""What a store holds that is made again: what is still the same is not looked for twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.corpus import Corpus
from analysis.corpus.read import Opened, name_of
from analysis.corpus.shard import Found
from analysis.corpus.store import arrow, damage_of, description, open_store
from analysis.corpus.store.fingerprint import made_by, pages_found_by
from analysis.schema import CorpusError

_PAGES: Final = "pages.arrow"


class Old:
    """The documents and web pages of an older store of the same corpus.

    Parameters
    ----------
    corpus
        As that store has it.
    folder
        Where its files are.
    told
        What it says of itself.
    """

    def __init__(self, corpus: Corpus, folder: Path, record: Mapping[str, Any]) -> None:
        self._corpus, self._folder, self._record = corpus, folder, record

    def is_read_alike(self, speakers: str) -> bool:
        """Whether this code read it, and found speakers in the same way."""
        alike = self._record["asked"]["speakers"] == speakers and self._record["by"] == made_by()
        return bool(alike)

    def found(self, documents: pd.DataFrame) -> Found | None:
        """Look up the credits and quotations of documents; None where it has none of those."""
        rows = self._corpus.positions(documents["document_id"])
        rows = np.sort(rows[rows >= 0])
        if not len(rows):
            return None
        spoken = [np.arange(self._edges[row], self._edges[row + 1]) for row in rows]
        quotations = self._corpus.quotations.iloc[np.concatenate(spoken)]
        return Found(self._corpus.documents.iloc[rows], quotations, self._keys[rows].tolist())

    def page(self, name: str) -> Opened | None:
        """Look up what was found on a web page by the name of its file; None if nothing was."""
        page, row = self._pages.get(name), self._rows.get(name)
        if page is None or row is None:
            return None
        source = self._corpus.documents["source"].iloc[row]
        return Opened({"source": source, **json.loads(page.fields)}, page.remark, page.digest)

    @cached_property
    def _keys(self) -> NDArray[Any]:
        return arrow.read(self._folder / "keys.arrow")["key"].to_numpy(dtype=object)

    @cached_property
    def _edges(self) -> NDArray[np.int64]:
        owner = self._corpus.positions(self._corpus.quotations["document_id"])
        return np.searchsorted(owner, np.arange(len(self._corpus.documents) + 1))

    @cached_property
    def _pages(self) -> Mapping[str, Any]:
        if self._record.get("pages_by") != pages_found_by():
            return {}
        pages = arrow.read(self._folder / _PAGES)
        return dict(zip(pages.pop("path"), pages.itertuples(index=False), strict=True))

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {path: row for row, path in enumerate(self._corpus.documents["path"])}


def old_store(place: Path, corpus: Path) -> Old | None:
    """Open the store at a place, if it is of this corpus and all its bytes are as written."""
    record = description(place)
    if not record or record["name"] != name_of(corpus) or damage_of(place, deep=True):
        return None
    try:
        return Old(open_store(place), place / record["folder"], record)
    except CorpusError:  # Of another version.
        return None


def write_pages(pages: Mapping[str, Opened], folder: Path) -> None:
    """Write what was found on web pages beside the files of a store."""
    rows = [(json.dumps(p.fields, ensure_ascii=False), p.remark, p.digest) for p in pages.values()]
    frame = pd.DataFrame(rows, columns=["fields", "remark", "digest"], dtype="str")
    frame.insert(0, "path", pd.Series(list(pages), dtype="str"))
    arrow.write(frame, folder / _PAGES)
