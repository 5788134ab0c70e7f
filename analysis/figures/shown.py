"""Say which words of an article stand in an output, so that a page can keep to a ceiling.

A word is told by the place of its first letter in the source: words that stand on a page twice
are known to be the same. `analysis.reports.ceiling` counts them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.corpus.language import words
from analysis.figures.output import Output


def places(text: str, start: int = 0) -> list[int]:
    """Give the place of each running word of a text that begins at `start` of its source.

    Examples
    --------
    >>> places("the port is shut", 100)
    [100, 104, 109, 112]
    """
    return [start + word.start() for word in words(text)]


def cut(text: str, kept: int) -> str:
    """Cut a text after its first words.

    Examples
    --------
    >>> cut("“The port,” he said, is shut", 2), cut("The port", 0), cut("The port", 2)
    ('“The port …', '…', 'The port')
    """
    matches = list(words(text))
    if kept >= len(matches):
        return text
    return f"{text[: matches[kept - 1].end()]} …" if kept else "…"


def articles(documents: pd.DataFrame | None, shown: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Say of articles how many words are counted, and which of them are the headline.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; nothing is said of articles without text.
    shown
        The `document_id` of those that an output shows.

    Returns
    -------
    Article -> `words`, and the `title` as places; a headline that its source does not print
    has places before the first.
    """
    if documents is None or not {"words", "source", "title"} <= {*documents.columns}:
        return {}
    rows = documents[documents["document_id"].isin({*shown}) & (documents["source"] != "")]
    return {str(row["document_id"]): _article(row) for row in rows.to_dict("records")}


def _article(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    title = str(row["title"])
    position = str(row["source"]).find(title)
    inside = places(title, position)
    title_at = inside if position >= 0 else [-1 - place for place in range(len(inside))]
    return {"words": int(row["words"]), "title": title_at}


def excerpted(output: Output, documents: pd.DataFrame, column: int = 0) -> Output:
    """Mark what shows words of articles in a table or matrix: the report may have to cut them.

    Parameters
    ----------
    output
        A table, or a matrix whose labels are such words.
    documents
        `schema.DOCUMENTS`: a cell shows each article in whose source its words stand.
    column
        The column of such cells of a table, counted from 0.
    """
    if output.content.get("kind") not in ("table", "matrix") or "source" not in documents:
        return output
    with_text = documents[documents["source"] != ""]
    sources = dict(zip(with_text["document_id"], with_text["source"], strict=True))
    excerpts: list[dict[str, Any]] = [
        {"row": number, "column": column, "document_id": str(name), "at": places(text, at)}
        for number, row in enumerate(output.content["rows"])
        for text in [_words_of(row, column)]
        for name, source in sources.items()
        if text and (at := source.find(text)) >= 0
    ]
    about = articles(documents, [each["document_id"] for each in excerpts])
    content = {
        **output.content,
        "excerpts": [*output.content.get("excerpts", []), *excerpts],
        "articles": {**output.content.get("articles", {}), **about},
    }
    return replace(output, content=content)


def _words_of(row: Any, column: int) -> str:
    """Take the words of a cell as printed, without the sign that some are left out."""
    cell = row["label"] if isinstance(row, Mapping) else row[column]
    text = str(cell["text"] if isinstance(cell, Mapping) else cell)
    return text.removesuffix("…").rstrip()
