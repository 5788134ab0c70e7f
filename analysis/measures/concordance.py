"""Show every place where words stand, with the words around them (KWIC)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, language
from analysis.corpus.arrays import Integers
from analysis.corpus.language.tokenizer import LONGEST, word_offsets
from analysis.corpus.tokens.find import find
from analysis.corpus.tokens.tokens import Tokens
from analysis.schema import CONCORDANCE, empty, shape

Order = Literal["document", "left", "node", "right"]
# The number of the name (or group) of each line, and the names.
Coded = tuple[Integers, Sequence[str]]

# As many as a page of lines has room for.
LINES_A_NUMBER: Final = 40
# More would have a line each at most, and a page only so many of them.
NUMBERS_A_PAGE: Final = 75
SENTENCES_A_PAGE: Final = 200
# Hits whose documents are read in one piece.
_AT_ONCE: Final = 5_000


def concordance(
    corpus: Corpus, pattern: str, *, width: int = 10, order: Order = "document", limit: int = 0
) -> pd.DataFrame:
    """Find a word or phrase everywhere; nothing is cut unless a limit is given.

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
    limit
        Only the first so many lines; 0 = all. By document the search ends with the last of
        them; in any other order every line is made before the first is known.

    Returns
    -------
    One row per hit, as `schema.CONCORDANCE`.

    Raises
    ------
    CorpusError
        The corpus is a text-free release, or the pattern is empty.

    Examples
    --------
    >>> import samestory as ss
    >>> corpus = ss.load("data/sample")
    >>> ss.concordance(corpus, "blockad*", width=3, limit=2)[["document_id", "left", "node"]]
       document_id               left      node
    0  corranto-01   shut Ordvik with  blockade
    1  corranto-01        anchor in a  blockade
    """
    corpus.need_text(f"the lines of {pattern!r}")
    heads, size = _hits(corpus, pattern, limit if order == "document" else 0)
    if not len(heads):
        return empty(CONCORDANCE)
    table = _sorted(_at_hits(corpus, heads, size, width), order)
    return shape(table.head(limit or len(table)), CONCORDANCE)


def _hits(corpus: Corpus, pattern: str, limit: int = 0) -> tuple[Integers, int]:
    """Find the first word of each hit, and the words of the pattern."""
    assert isinstance(corpus.tokens, Tokens)
    if not corpus.voice or len(pattern.split()) < 2:
        return find(corpus.tokens, pattern, limit)
    # A mark in another voice may stand between two words of this one: then it is no line.
    heads, size = find(corpus.tokens, pattern)
    parts = [part.spoken(spans).index for part, spans in _spans(corpus, heads, size)]
    hits = [heads[rows] for rows in parts]
    return np.concatenate([heads[:0], *hits])[: limit or len(heads)], size


def _at_hits(corpus: Corpus, heads: Integers, size: int, width: int) -> pd.DataFrame:
    """Show the words around hits; the index numbers the hits."""
    return pd.concat([_around(part, spans, width) for part, spans in _spans(corpus, heads, size)])


def _spans(corpus: Corpus, heads: Integers, size: int) -> Iterator[tuple[Corpus, pd.DataFrame]]:
    """Find where hits stand in their sources; only their documents are read again.

    Yields
    ------
    The documents of some hits, and the spans of these; their index numbers the hits.
    """
    assert isinstance(corpus.tokens, Tokens)
    document = np.searchsorted(corpus.tokens.offsets, heads, side="right") - 1
    places = heads - corpus.tokens.offsets[document]
    for begin in range(0, len(heads), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        shown, shown_at = np.unique(document[some], return_inverse=True)
        part = corpus.only(shown)
        assert isinstance(part.tokens, Tokens)
        first = places[some] + part.tokens.offsets[shown_at]
        every = np.arange(len(shown))
        sources = part.documents["source"].tolist()
        _, starts, ends = part.tokens.spans(sources, part.stretches_of(every)[1])
        spans = {
            "document_id": part.documents["document_id"].take(shown_at).array,
            "start": starts[first],
            "end": ends[first + size - 1],
        }
        yield part, pd.DataFrame(spans, index=range(begin, begin + len(first)))


def _around(corpus: Corpus, spans: pd.DataFrame, width: int) -> pd.DataFrame:
    """Show the words around spans, within their segments, and who is speaking there."""
    segment = corpus.within(spans)
    spans, segment = spans[segment >= 0], segment[segment >= 0]
    shown, text_of = np.unique(segment, return_inverse=True)
    texts, begins = _texts(corpus, shown), corpus.segments["start"].to_numpy()[shown[text_of]]
    starts, stops = (spans[name].to_numpy() - begins for name in ("start", "end"))
    edges = _edges(texts, (text_of, starts, stops), width)
    lefts, nodes, rights = [], [], []
    for number, start, stop, low, high in zip(
        *(column.tolist() for column in (text_of, starts, stops, *edges)), strict=True
    ):
        text = texts[number]
        lefts.append(text[low:start].rstrip())
        nodes.append(text[start:stop])
        rights.append(text[stop:high].strip())
    return corpus.spoken(spans.assign(left=lefts, node=nodes, right=rights))


def _texts(corpus: Corpus, segments: Integers) -> list[str]:
    """Take the texts of segments."""
    rows = corpus.segments.take(segments)
    shown, source_of = np.unique(corpus.positions(rows["document_id"]), return_inverse=True)
    sources = corpus.documents["source"].take(shown).tolist()
    places = zip(source_of.tolist(), rows["start"].tolist(), rows["end"].tolist(), strict=True)
    return [sources[document][start:end] for document, start, end in places]


def _edges(
    texts: list[str], spans: tuple[Integers, Integers, Integers], width: int
) -> tuple[Integers, Integers]:
    """Find where the first word around each span starts, and where the last one ends.

    Parameters
    ----------
    spans
        The text each span stands in, and its start and end there.
    """
    text_of, low, high = spans
    starts, ends, sizes = word_offsets(texts)
    text = np.repeat(np.arange(len(texts)), sizes) * LONGEST
    last = np.cumsum(sizes)
    before = np.searchsorted(text + starts, text_of * LONGEST + low)
    after = np.searchsorted(text + ends, text_of * LONGEST + high, side="right")
    first_word = np.maximum(before - width, (last - sizes)[text_of])
    past_word = np.minimum(after + width, last[text_of])
    left = np.where(first_word < before, np.append(starts, 0)[first_word], low)
    right = np.where(after < past_word, np.append(ends, 0)[past_word - 1], high)
    return left, right


def _sorted(lines: pd.DataFrame, order: Order) -> pd.DataFrame:
    if order == "document":
        return lines
    key = [text.casefold().split() for text in lines[order].tolist()]
    if order == "left":
        key = [words[::-1] for words in key]
    return lines.iloc[sorted(range(len(lines)), key=lambda row: (key[row], row))]


def lines(
    corpus: Corpus,
    terms: Sequence[str],
    by: str = "origin",
    width: int = 15,
    limit: int = LINES_A_NUMBER,
    only: Collection[str] = (),
) -> pd.DataFrame:
    """Collect the first lines behind the counts of some terms in every group.

    Parameters
    ----------
    limit
        Lines a number; 0 = all.
    only
        The numbers wanted, as `numbers` names them; () for every group.

    Returns
    -------
    `schema.CONCORDANCE` with two columns: `number` ("term · group") and the `total` of its
    lines, shown or not; in the order of the terms, then of the groups, of more than 75 groups
    those with the most lines; no rows for a text-free release.
    """
    parts = [_no_lines()]
    if not corpus.has_text:
        return parts[0]
    groups, names = _grouped(corpus, by)
    for term in dict.fromkeys(terms):
        if only and not any(number(term, group) in only for group in names):
            continue
        heads, size = _hits(corpus, term)
        assert isinstance(corpus.tokens, Tokens)
        document = np.searchsorted(corpus.tokens.offsets, heads, side="right") - 1
        chosen = _first((np.zeros_like(heads), [term]), (groups[document], names), limit)
        if only:
            chosen = chosen[chosen["number"].isin(only)]
        if len(chosen):
            hit_lines = _at_hits(corpus, heads[chosen["row"]], size, width)
            parts.append(_numbered(hit_lines, chosen))
    return pd.concat(parts, ignore_index=True)


def lines_at(
    corpus: Corpus,
    spans: pd.DataFrame,
    *,
    of: str,
    by: str = "origin",
    width: int = 15,
    kind: str = "",
) -> pd.DataFrame:
    """Collect the first lines around spans that were found otherwise, such as mentions.

    Parameters
    ----------
    spans
        Any table with `document_id`, `start` and `end`, each within one segment.
    of
        The column that says what a line is evidence for.
    kind
        What the values are, where a page names things of two kinds.

    Returns
    -------
    As `lines`, in the order in which the values of `of` first occur; of more than 75 numbers
    those with the most lines.
    """
    if not corpus.has_text or spans.empty:
        return _no_lines()
    # Who speaks in a span is told before `of` is looked at: in nested words the innermost.
    spoken = corpus.spoken(spans[corpus.within(spans) >= 0])
    groups, names = _grouped(corpus, by)
    document = corpus.positions(spoken["document_id"])
    codes, values = pd.factorize(spoken[of])
    said = [_named(str(value), kind) for value in values]
    chosen = _first((codes, said), (groups[document], names), LINES_A_NUMBER)
    shown = (
        spoken[["document_id", "start", "end"]]
        .take(chosen["row"].to_numpy())
        .reset_index(drop=True)
    )
    return _numbered(_around(corpus, shown, width), chosen)


def with_sentences(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Add the `sentence` each span stands in; '' in a text-free release.

    Of more than `SENTENCES_A_PAGE` spans, which no page could show, all are ''.

    Parameters
    ----------
    spans
        Any table with `document_id`, `start` and `end`, each beginning within a segment.
    """
    if not corpus.has_text or spans.empty or len(spans) > SENTENCES_A_PAGE:
        return spans.assign(sentence="")
    segments = corpus.within(spans.assign(end=spans["start"] + 1))
    shown, text_of = np.unique(segments, return_inverse=True)
    texts, begins = _texts(corpus, shown), corpus.segments["start"].to_numpy()[segments]
    sentences = [language.sentences(text) for text in texts]
    shown_sentences = []
    for number, place in zip(text_of.tolist(), (spans["start"] - begins).tolist(), strict=True):
        text = texts[number]
        inside = [text[a:b] for a, b in sentences[number] if a <= place < b]
        shown_sentences.append(inside[0] if inside else text)
    return spans.assign(sentence=shown_sentences)


def number(term: str, group: str, kind: str = "") -> str:
    """Name what a line is evidence for; `kind` where a page names things of two kinds.

    Examples
    --------
    >>> number("rebellion", "AP"), number("war", "AP", "frame")
    ('rebellion · AP', 'frame war · AP')
    """
    return f"{_named(term, kind)} · {group}"


def numbers(table: pd.DataFrame, of: str, group: str = "group", kind: str = "") -> list[str]:
    """Name what the rows of a table are evidence for; see `number`.

    Parameters
    ----------
    of, group
        The columns that name the thing and its group.
    """
    return [number(*pair, kind) for pair in zip(table[of], table[group], strict=True)]


def _named(name: str, kind: str) -> str:
    return f"{kind} {name}".lstrip()


def _grouped(corpus: Corpus, by: str) -> Coded:
    """Say the number of each document's group; groups are numbered by name."""
    codes, names = pd.factorize(corpus.groups(by), sort=True)
    return codes, names.tolist()


def _first(names: Coded, groups: Coded, limit: int) -> pd.DataFrame:
    """Choose the first lines of every name and group; those of no group are left out.

    Returns
    -------
    The `row` of each line chosen, its `number`, and the `total` of that number.
    """
    has_group = np.array(groups[1], dtype=object) != ""
    rows = np.flatnonzero(has_group[groups[0]])
    key = names[0][rows] * len(groups[1]) + groups[0][rows]
    order = np.argsort(key, kind="stable")
    key = key[order]
    heads = np.flatnonzero(np.diff(key, prepend=-1))
    total = np.diff(np.append(heads, len(key)))
    place = np.arange(len(key)) - np.repeat(heads, total)
    rank = np.argsort(np.argsort(-total, kind="stable"))
    among = np.repeat(rank < (NUMBERS_A_PAGE if limit else len(rank)), total)
    chosen = np.flatnonzero(among & (place < (limit or len(key))))
    pairs = zip(*(code.tolist() for code in np.divmod(key[heads], len(groups[1]))), strict=True)
    numbers = [number(names[1][name], groups[1][group]) for name, group in pairs]
    which = np.repeat(np.arange(len(heads)), total)[chosen]
    return pd.DataFrame(
        {
            "row": rows[order[chosen]],
            "number": pd.Series(numbers, dtype="str").take(which).array,
            "total": total[which],
        }
    )


def _numbered(lines: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Say of each line what it is evidence for; the index numbers what was chosen."""
    numbers = chosen[["number", "total"]].take(lines.index.to_numpy()).reset_index(drop=True)
    return shape(lines, CONCORDANCE).assign(number=numbers["number"], total=numbers["total"])


def _no_lines() -> pd.DataFrame:
    return empty(CONCORDANCE).assign(number=pd.Series(dtype="str"), total=pd.Series(dtype="int64"))


def heads_of(corpus: Corpus, pattern: str) -> tuple[Integers, int]:
    """Find the running word at which each hit begins, and the words of the pattern.

    No text is read: who pages through many lines makes only those of a page, by `lines_of`.
    """
    corpus.need_text(f"the lines of {pattern!r}")
    assert isinstance(corpus.tokens, Tokens)
    return find(corpus.tokens, pattern)


def spans_of(corpus: Corpus, heads: Integers, size: int) -> pd.DataFrame:
    """Say where hits stand and who speaks there; the index numbers the hits."""
    columns = ["document_id", "start", "end", "voice", "speaker_id"]
    parts = [part.spoken(spans) for part, spans in _spans(corpus, heads, size)]
    return pd.concat(parts) if parts else empty(CONCORDANCE)[columns]


def lines_of(corpus: Corpus, heads: Integers, size: int, width: int = 10) -> pd.DataFrame:
    """Show the words around some hits, in their order, as `schema.CONCORDANCE`."""
    if not len(heads):
        return empty(CONCORDANCE)
    return shape(_at_hits(corpus, heads, size, width).sort_index(), CONCORDANCE)


def lines_around(corpus: Corpus, spans: pd.DataFrame, width: int = 10) -> pd.DataFrame:
    """Show the words around spans found otherwise, in their order, as `schema.CONCORDANCE`."""
    if not corpus.has_text or spans.empty:
        return empty(CONCORDANCE)
    document = corpus.positions(spans["document_id"])
    part = corpus.only(np.unique(document))
    wanted = spans[["document_id", "start", "end"]].reset_index(drop=True)
    return shape(_around(part, wanted, width).sort_index(), CONCORDANCE)
