"""The file in which labels are checked: written for a spreadsheet, and taken back from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.corrections.file import (
    COLUMNS,
    OWN,
    PLACES,
    as_table,
    read_corrections,
    read_rows,
)
from analysis.schema import CORRECTIONS, ParameterError

# For the reader of a row: where it stands, and the words around it. They are not read back.
_BESIDE: Final = ("sentence", "outlet", "title")
# What may be written as a value, for the reader of a row.
_ALLOWED: Final = {
    "quotation": "quoted, paraphrase, own",
    "speaker": "a name, nothing where nobody in particular speaks, own where nobody does",
    "mention": "CONCEPT: label, or nothing where it names something else",
    "frame": "a frame, or nothing",
    "date": "2023-06-25, or 2023-06-25..2023-06-26",
    "same_text": "yes, no",
    "same_statement": "yes, no",
}
# Code points shown on either side of a span.
_AROUND: Final = 160
_ITEM: Final = (
    "kind", "document_id", "sha256", "start", "end",
    "other_document_id", "other_sha256", "other_start", "other_end",
)  # fmt: skip
_ENDINGS: Final = (".csv", ".xlsx")


def review_sheet(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Lay out rows to be checked: what is to be filled in first, then what it is about.

    Parameters
    ----------
    rows
        `schema.CORRECTIONS`.

    Returns
    -------
    The columns of a file of corrections, `kind, value, was, checked` first, then `allowed` (what a
    value may be), `sentence` (the words around the span, which stands in ⟦ ⟧), `outlet` and
    `title`, then the others; text.
    """
    documents = corpus.documents.set_index("document_id")
    shown = rows.drop(columns="row").astype({name: object for name in PLACES})
    shown = shown.replace({name: {-1: ""} for name in PLACES})
    places = zip(rows["document_id"], rows["start"], rows["end"], strict=True)
    sentences = [_around(str(documents["source"].at[n]), a, b) for n, a, b in places]
    articles = documents.loc[rows["document_id"]]
    for column in ("outlet", "title"):
        shown.insert(4, column, articles[column].to_numpy())
    shown.insert(4, "sentence", sentences)
    # An empty cell looks as if nobody had been there.
    for column in ("value", "was"):
        own = (shown["kind"] == "quotation") & (shown[column] == "")
        shown[column] = shown[column].mask(own, OWN)
    shown.insert(4, "allowed", shown["kind"].map(_ALLOWED).fillna(""))
    return shown[["kind", "value", "was", "checked", "allowed", *_BESIDE, *COLUMNS[4:]]]


def _around(source: str, start: int, end: int) -> str:
    if start < 0:
        return ""
    before, after = source[max(0, start - _AROUND) : start], source[end : end + _AROUND]
    return " ".join(f"{before}⟦{source[start:end]}⟧{after}".split())


def read_review(path: Path) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    """Read a file of corrections, as CSV or as the first sheet of an XLSX.

    Returns
    -------
    As `corrections.read_corrections`.

    Raises
    ------
    ParameterError
        It ends in neither.
    CorpusError
        It cannot be read, or a column is missing.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise ParameterError(
            f"{path.name} is no file of labels. Allowed endings: {', '.join(_ENDINGS)}."
        )
    if path.suffix.lower() == ".csv":
        return read_corrections(path)
    try:
        sheet = pd.read_excel(path, dtype=str, keep_default_na=False)
    except (BadZipFile, ValueError, KeyError, OSError) as error:
        why = " ".join(str(error).split())
        raise ParameterError(f"{path.name} cannot be read as a sheet: {why:.80}.") from None
    return read_rows(sheet.to_csv(index=False), path.name)


def merged(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Put new corrections with those there are: of one label the newest stays.

    Parameters
    ----------
    old, new
        `schema.CORRECTIONS`, with the hashes of their documents.

    Returns
    -------
    The same, old ones in their order, then what is new.
    """
    both = pd.concat([old, new], ignore_index=True)
    both = both[~both.duplicated(list(_ITEM), keep="last")]
    rows: Sequence[dict[Any, Any]] = both.to_dict("records")
    return as_table([{str(k): v for k, v in row.items()} for row in rows])[CORRECTIONS.names]
