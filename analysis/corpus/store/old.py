"""What a store holds that is made again: what is still the same is not looked for twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.pipeline import Found
from analysis.corpus.read import Page, name_of
from analysis.corpus.store import arrow, description, open_store
from analysis.corpus.store.content import made_by
from analysis.schema import CorpusError

_PAGES: Final = "pages.arrow"


class Old:
    """The documents and web pages of an older store.

    Parameters
    ----------
    corpus
        As that store has it.
    folder
        Where its files are.
    speakers
        How its speakers were found.
    """

    def __init__(self, corpus: Corpus, folder: Path, speakers: str) -> None:
        self.speakers = speakers
        self._corpus = corpus
        self._keys = arrow.read(folder / "keys.arrow")["key"].to_numpy(dtype=object)
        pages = arrow.read(folder / _PAGES)
        self._pages = dict(zip(pages.pop("path"), pages.itertuples(index=False), strict=True))
        owner = corpus.positions(corpus.quotations["document_id"])
        self._edges = np.searchsorted(owner, np.arange(len(corpus.documents) + 1))

    def found(self, documents: pd.DataFrame) -> Found | None:
        """Look up the credits and quotations of documents; None where it has none of those."""
        rows = self._corpus.positions(documents["document_id"])
        rows = np.sort(rows[rows >= 0])
        if not len(rows):
            return None
        spoken = [np.arange(self._edges[row], self._edges[row + 1]) for row in rows]
        quotations = self._corpus.quotations.iloc[np.concatenate(spoken)]
        return Found(self._corpus.documents.iloc[rows], quotations, self._keys[rows].tolist())

    def page(self, name: str) -> Page | None:
        """Look up a web page by the name of its file; None where there was none."""
        page = self._pages.get(name)
        row = self._rows.get(name)
        if page is None or row is None:
            return None
        source = self._corpus.documents["source"].iloc[row]
        return Page({"source": source, **json.loads(page.fields)}, page.remark, page.digest)

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {path: row for row, path in enumerate(self._corpus.documents["path"])}


def old_store(place: Path, corpus: Path) -> Old | None:
    """Open the store at a place, if it is of this corpus, of whatever state, and of this code."""
    found = description(place)
    if not found or found["by"] != made_by() or found["name"] != name_of(corpus):
        return None
    try:
        return Old(open_store(place), place / found["folder"], found["asked"]["speakers"])
    except (CorpusError, FileNotFoundError):  # A file of it is gone.
        return None


def write_pages(pages: Mapping[str, Page], folder: Path) -> None:
    """Write what was found on web pages beside the files of a store."""
    told = [(json.dumps(p.fields, ensure_ascii=False), p.remark, p.digest) for p in pages.values()]
    frame = pd.DataFrame(told, columns=["fields", "remark", "digest"], dtype="str")
    frame.insert(0, "path", pd.Series(list(pages), dtype="str"))
    arrow.write(frame, folder / _PAGES)
