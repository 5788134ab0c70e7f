"""Show every place where words stand, with the words around them (KWIC)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus import Corpus, language
from analysis.corpus.find import find
from analysis.corpus.tokens import Tokens
from analysis.schema import CONCORDANCE, empty, shape

Order = Literal["document", "left", "node", "right"]


def concordance(
    corpus: Corpus, pattern: str, *, width: int = 10, order: Order = "document"
) -> pd.DataFrame:
    """Find a word or phrase everywhere; complete, nothing is cut silently.

    Parameters
    ----------
    pattern
        Words by spaces; `*` stands for any letters ("mutin*", "march on *"). Lower case
        finds the term as counted; "US" and "March" find the abbreviation and the month.
    width
        Words of context on each side, within the segment.
    order
        By document and position, by the words to the left (from the node outward), by the
        node or by the words to the right.

    Returns
    -------
    One row per hit, as `schema.CONCORDANCE`.

    Raises
    ------
    CorpusError
        The corpus is a text-free release, or the pattern is empty.
    """
    corpus.need_text(f"the lines of {pattern!r}")
    assert isinstance(corpus.tokens, Tokens)
    heads, size = find(corpus.tokens, pattern)
    if not len(heads):
        return empty(CONCORDANCE)
    document = np.searchsorted(corpus.tokens.offsets, heads, side="right") - 1
    shown = np.unique(document, return_counts=True)[0]
    part = corpus.documents.iloc[shown].reset_index(drop=True)
    segments = corpus.segments[corpus.segments["document_id"].isin(part["document_id"])]
    words = corpus.tokens.take(shown)
    frame = words.frame(part, segments)
    # Where the hits stand among the running words of the documents shown.
    moved = (
        heads - corpus.tokens.offsets[document] + words.offsets[np.searchsorted(shown, document)]
    )
    sources = dict(zip(part["document_id"], part["source"], strict=True))
    lines = _lines(frame, words.stretch, moved, size, width, sources)
    return shape(_sorted(lines, order), CONCORDANCE)


def _lines(
    frame: pd.DataFrame,
    stretch: NDArray[np.int32],
    heads: NDArray[np.int64],
    size: int,
    width: int,
    sources: dict[str, str],
) -> pd.DataFrame:
    start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
    ids = frame["document_id"].to_numpy()
    first = np.searchsorted(stretch, stretch[heads], side="left")
    after = np.searchsorted(stretch, stretch[heads], side="right")
    left = np.maximum(heads - width, first)
    right = np.minimum(heads + size + width, after) - 1
    rows = []
    for head, begin, finish in zip(heads, left, right, strict=True):
        source, last = sources[ids[head]], head + size - 1
        rows.append(
            (
                ids[head],
                start[head],
                end[last],
                source[start[begin] : start[head]].rstrip(),
                source[start[head] : end[last]],
                source[end[last] : end[finish]].strip(),
            )
        )
    return pd.DataFrame(rows, columns=CONCORDANCE.names)


def _sorted(lines: pd.DataFrame, order: Order) -> pd.DataFrame:
    if order == "document":
        return lines
    key = [text.casefold().split() for text in lines[order].tolist()]
    if order == "left":
        key = [words[::-1] for words in key]
    return lines.iloc[sorted(range(len(lines)), key=lambda row: (key[row], row))]


def lines(
    corpus: Corpus, terms: Sequence[str], by: str = "origin", width: int = 15
) -> pd.DataFrame:
    """Collect the lines behind the counts of some terms in every group.

    Returns
    -------
    `schema.CONCORDANCE` with a column `number` ("term · group"), in the order of the terms,
    then of the groups; no rows for a text-free release.
    """
    if not corpus.has_text:
        return _no_lines()
    parts = [
        _numbered(corpus, hits, [term] * len(hits), by)
        for term, hits in ((term, concordance(corpus, term, width=width)) for term in terms)
    ]
    return pd.concat([_no_lines(), *parts], ignore_index=True)


def lines_at(
    corpus: Corpus, spans: pd.DataFrame, *, of: str, by: str = "origin", width: int = 15
) -> pd.DataFrame:
    """Collect the lines around spans that were found otherwise, such as mentions.

    Parameters
    ----------
    spans
        Any table with `document_id`, `start` and `end`, each within one segment.
    of
        The column that says what a line is evidence for.

    Returns
    -------
    As `lines`, in the order in which the values of `of` first occur.
    """
    if not corpus.has_text or spans.empty:
        return _no_lines()
    documents = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    segments = corpus.segments
    rows = []
    inside = spans.merge(segments, on="document_id", suffixes=("", "_segment"))
    inside = inside[
        (inside["start"] >= inside["start_segment"]) & (inside["end"] <= inside["end_segment"])
    ]
    for span in inside.itertuples():
        source = documents[span.document_id]
        left = source[span.start_segment : span.start]
        right = source[span.end : span.end_segment]
        starts = [word.start() for word in language.words(left)][-width:]
        ends = [word.end() for word in language.words(right)][:width]
        rows.append(
            (
                span.document_id,
                span.start,
                span.end,
                left[starts[0] :].rstrip() if starts else "",
                source[span.start : span.end],
                right[: ends[-1]].strip() if ends else "",
            )
        )
    found = shape(pd.DataFrame(rows, columns=CONCORDANCE.names), CONCORDANCE)
    return _numbered(corpus, found, inside[of].tolist(), by)


def number(term: str, group: str) -> str:
    """Name what a line is evidence for.

    Examples
    --------
    >>> number("rebellion", "AP")
    'rebellion · AP'
    """
    return f"{term} · {group}"


def _numbered(corpus: Corpus, hits: pd.DataFrame, names: Sequence[str], by: str) -> pd.DataFrame:
    """Say of each hit what it is evidence for; names in their order, then groups."""
    named = pd.Categorical(list(names), categories=list(dict.fromkeys(names)))
    group = corpus.group_of(by).loc[hits["document_id"]].to_numpy()
    table = hits.assign(name=named, group=group)
    table = table[table["group"] != ""].sort_values(["name", "group"], kind="stable")
    numbers = [number(*pair) for pair in zip(table["name"], table["group"], strict=True)]
    return table.assign(number=pd.Series(numbers, index=table.index, dtype="str"))[
        [*CONCORDANCE.names, "number"]
    ]


def _no_lines() -> pd.DataFrame:
    return empty(CONCORDANCE).assign(number=pd.Series(dtype="str"))
