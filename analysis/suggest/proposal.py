"""Write proposals for an analyst: names and comments of YAML, with counts and lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

import pandas as pd
import regex

from analysis.corpus.corpus import Corpus

_LINES: Final = 3
_REACH: Final = 60
_PLAIN: Final = regex.compile(r"\p{L}[\p{L}\p{M}\p{N} .&/'\-]*")


class Line(NamedTuple):
    """One place where a wording is printed."""

    document_id: str
    outlet: str
    start: int
    end: int
    text: str


def located(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Add the `outlet` and the `line` of each row of a table with `document_id, start, end`."""
    outlets = dict(zip(corpus.documents["document_id"], corpus.documents["outlet"], strict=True))
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    places = zip(table["document_id"], table["start"], table["end"], strict=True)
    return table.assign(
        outlet=table["document_id"].map(outlets),
        line=[_line(sources[name], start, end) for name, start, end in places],
    )


def evidence(rows: pd.DataFrame) -> Iterator[str]:
    """Write the count of each outlet, and lines from as many outlets as there are.

    Parameters
    ----------
    rows
        What `located` returns, those of one name.
    """
    yield written(counts_of(rows))
    yield from (printed(line) for line in lines_of(rows))


def counts_of(rows: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """Count the rows of each outlet, most first."""
    outlets = Counter(rows["outlet"])
    order = sorted(outlets, key=lambda outlet: (-outlets[outlet], outlet))
    return tuple((str(outlet), outlets[outlet]) for outlet in order)


def lines_of(rows: pd.DataFrame) -> tuple[Line, ...]:
    """Choose lines from as many outlets as there are."""
    turn = rows.groupby("outlet").cumcount()
    shown = rows.assign(turn=turn).sort_values(["turn", "document_id", "start"]).head(_LINES)
    columns = (shown[name] for name in ("document_id", "outlet", "start", "end", "line"))
    return tuple(
        Line(str(document), str(outlet), int(start), int(end), str(line))
        for document, outlet, start, end, line in zip(*columns, strict=True)
    )


def written(counts: tuple[tuple[str, int], ...]) -> str:
    """Write counts of outlets on one line."""
    total = sum(count for _, count in counts)
    return f"{total}: {told(counts)}"


def told(counts: tuple[tuple[str, int], ...]) -> str:
    """Write counts of outlets one after another."""
    return ", ".join(f"{clean(name)} {count}" for name, count in counts)


def printed(line: Line) -> str:
    """Write a line with its place."""
    return f"{clean(line.document_id)} {line.start}: {line.text}"


def clean(text: str) -> str:
    """Keep what can stand in a comment: one line, nothing unprintable."""
    line = " ".join(text.split())
    return "".join(letter for letter in line if letter.isprintable())


def scalar(text: str) -> str:
    """Write a name as YAML, in quotation marks where it needs them."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _line(source: str, start: int, end: int) -> str:
    """Cut the words around a phrase out of its source, on one line, the phrase in brackets."""
    begin, stop = max(start - _REACH, 0), end + _REACH
    left, right = source[begin:start], source[end:stop]
    if begin:
        left = left.partition(" ")[2]
    if stop < len(source):
        right = right.rpartition(" ")[0]
    return clean(f"{left}[{source[start:end]}]{right}")
