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
    spans = _spans(corpus, heads, size)
    return shape(_sorted(_around(corpus, spans, width), order), CONCORDANCE)


def _spans(corpus: Corpus, heads: NDArray[np.int64], size: int) -> pd.DataFrame:
    """Find where hits stand in their sources; only their documents are read again."""
    assert isinstance(corpus.tokens, Tokens)
    tokens = corpus.tokens
    document = np.searchsorted(tokens.offsets, heads, side="right") - 1
    shown, mine = np.unique(document, return_inverse=True)
    part = corpus.documents.iloc[shown].reset_index(drop=True)
    stretches = corpus.stretches[corpus.stretches["document_id"].isin(part["document_id"])]
    words = tokens.take(shown)
    frame = words.frame(part, stretches, corpus.quotations["speaker_id"])
    moved = heads - tokens.offsets[document] + words.offsets[mine]
    return pd.DataFrame(
        {
            "document_id": part["document_id"].to_numpy()[mine],
            "start": frame["start"].to_numpy()[moved],
            "end": frame["end"].to_numpy()[moved + size - 1],
        }
    )


def _around(corpus: Corpus, spans: pd.DataFrame, width: int) -> pd.DataFrame:
    """Show the words around spans, within their segments, and who is speaking there."""
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    inside = spans.merge(corpus.segments, on="document_id", suffixes=("", "_segment"))
    inside = inside[
        (inside["start"] >= inside["start_segment"]) & (inside["end"] <= inside["end_segment"])
    ]
    lefts, nodes, rights = [], [], []
    for span in inside.itertuples():
        source = sources[span.document_id]
        left = source[span.start_segment : span.start]
        right = source[span.end : span.end_segment]
        starts = [word.start() for word in language.words(left)][-width:] if width else []
        ends = [word.end() for word in language.words(right)][:width]
        lefts.append(left[starts[0] :].rstrip() if starts else "")
        nodes.append(source[span.start : span.end])
        rights.append(right[: ends[-1]].strip() if ends else "")
    return corpus.spoken(inside.assign(left=lefts, node=nodes, right=rights))


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
    found = _around(corpus, spans, width)
    return _numbered(corpus, shape(found, CONCORDANCE), found[of].tolist(), by)


def with_sentences(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Add the `sentence` each span stands in; '' in a text-free release.

    Parameters
    ----------
    spans
        Any table with `document_id`, `start` and `end`, each within one segment.
    """
    if not corpus.has_text or spans.empty:
        return spans.assign(sentence="")
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    ends: dict[str, list[tuple[int, int]]] = {}
    columns = (corpus.segments[name] for name in ("document_id", "start", "end"))
    for document, start, end in zip(*columns, strict=True):
        ends.setdefault(document, []).append((start, end))
    told = []
    for document, place in zip(spans["document_id"], spans["start"], strict=True):
        first, last = next(pair for pair in ends[document] if pair[0] <= place < pair[1])
        text = sources[document][first:last]
        inside = [text[a:b] for a, b in language.sentences(text) if a <= place - first < b]
        told.append(inside[0] if inside else text)
    return spans.assign(sentence=told)


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
