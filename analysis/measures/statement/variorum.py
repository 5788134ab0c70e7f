"""Lay the variants of a statement beside its base, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.statement.diff import Piece, Span, pieces
from analysis.measures.statement.words import Word, tokens, trimmed
from analysis.schema import (
    CHANGES,
    STATEMENTS,
    VARIORUM,
    TableError,
    closest,
    empty,
    require,
    shape,
)


def variorum(corpus: Corpus, table: pd.DataFrame, statement_id: str = "") -> pd.DataFrame:
    """Compare every variant of a statement with its base, word by word.

    Equal means equal after folding (spaces, kinds of quotation marks, case); the words are
    shown as each prints them. The mark that closes a quotation is left out: outlets put it
    there for their own sentence. A move has two pieces, one on either side, that share their
    `change_number`; so have the words between them.

    Parameters
    ----------
    table
        `schema.STATEMENTS`.
    statement_id
        Which of them; "" for all.

    Returns
    -------
    One row per piece, as `VARIORUM`: the variants in the order of the table, without the base.
    The pieces of a variant hold each of its words once, and each of the base's. None for a
    text-free release.

    Raises
    ------
    TableError
        No statement has this name.
    """
    require(table, STATEMENTS, "variorum")
    if not corpus.has_text:
        return empty(VARIORUM)
    names = list(dict.fromkeys(table["statement_id"]))
    if statement_id and statement_id not in names:
        raise TableError(
            f"There is no statement {statement_id!r}. There are: "
            f"{', '.join(names[:20]) or 'none'}." + closest(statement_id, names)
        )
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    rows = [
        (name, *row)
        for name, mine in table.groupby("statement_id", sort=False)
        if statement_id in ("", name)
        for row in _pieces(mine, sources)
    ]
    return shape(pd.DataFrame(rows, columns=VARIORUM.names), VARIORUM)


def _pieces(variants: pd.DataFrame, sources: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """Lay the variants of one statement beside its base."""
    printed = [
        _Printed(name, start, trimmed(sources[name][start:end]))
        for name, start, end in zip(
            variants["document_id"], variants["start"], variants["end"], strict=True
        )
    ]
    at = int((variants["change"] == "base").to_numpy().argmax())
    for number, variant in enumerate(printed):
        if number != at:
            yield from _rows(printed[at], variant)


class _Printed:
    """A variant as printed: its document, place, text and words."""

    def __init__(self, document_id: str, start: int, text: str) -> None:
        self.document_id, self.start, self.text = document_id, start, text
        self.words: tuple[Word, ...] = tokens(text)

    def cut(self, span: Span) -> tuple[int, int, str]:
        """Give a span of words as a place in the source, and its text."""
        first, last = span
        if first == last:
            at = self.start + (
                self.words[first].start if first < len(self.words) else len(self.text)
            )
            return at, at, ""
        start, end = self.words[first].start, self.words[last - 1].end
        return self.start + start, self.start + end, self.text[start:end]


def _rows(base: _Printed, variant: _Printed) -> list[tuple[object, ...]]:
    laid_out: list[Piece] = pieces(base.text, variant.text)
    return [
        (
            variant.document_id,
            variant.start,
            number,
            piece.op,
            piece.change,
            piece.is_ellipsis,
            base.document_id,
            *base.cut(piece.base),
            *variant.cut(piece.text),
        )
        for number, piece in enumerate(laid_out)
    ]


def changes(table: pd.DataFrame) -> pd.DataFrame:
    """Sum the pieces of a variorum up as changes: these words, and what they became.

    Parameters
    ----------
    table
        `VARIORUM`.

    Returns
    -------
    One row per change, as `CHANGES`, in the order of the variants.
    """
    require(table, VARIORUM, "changes")
    parts = table[table["change_number"] > 0]
    keys = ["statement_id", "document_id", "variant_start", "change_number"]
    grouped = parts.groupby(keys, sort=False)
    changed = grouped.agg(
        is_move=("op", lambda ops: (ops == "moved").any()),
        base_text=("base_text", _join_words),
        text=("text", _join_words),
    )
    return shape(changed.reset_index(), CHANGES)


def _join_words(texts: pd.Series) -> str:
    joined = " ".join(text for text in texts if text)
    return joined.replace(" ,", ",")
