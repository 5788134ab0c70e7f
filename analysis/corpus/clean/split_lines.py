"""Cut sources into lines: one paragraph each, also where a text was wrapped at 70 characters.

polars cuts all sources at once. What it is not to see otherwise than Python is evened before,
letter by letter, so that every place in a text stays what it was.
"""

from __future__ import annotations

from statistics import median
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, running
from analysis.corpus.clean.lines import BEGINNING, ENDING, FOLDS, QUOTES, STOPS, Line, edges, fold
from analysis.corpus.clean.rules import Rules
from analysis.schema import TEXT


class LineTable:
    """The lines of documents, and by which rules each can be labelled.

    Parameters
    ----------
    documents
        As `clean.segment` takes them.
    rules
        All rules.
    """

    def __init__(self, documents: pd.DataFrame, rules: Rules) -> None:
        sources = column_of(documents["source"])
        self._sources: list[str] = sources.to_list()
        cut = source_lines(sources, documents["text_start"].to_numpy(np.int64))
        lines = facts(cut.texts)
        self._texts: list[str] = cut.texts.to_list()
        self._first: list[int] = cut.offsets.tolist()
        self._columns = (
            cut.starts.tolist(),
            cut.ends.tolist(),
            self._texts,
            lines["edges"].to_list(),
            lines["size"].to_list(),
            rules.sieve.masks(lines).tolist(),
        )

    def source(self, page: int) -> str:
        """Give the source of a document."""
        return self._sources[page]

    def lines(self, page: int) -> list[Line]:
        """Take the lines of a page out."""
        some = slice(*self._first[page : page + 2])
        return list(map(Line, *(column[some] for column in self._columns)))

    def texts_of(self, page: int) -> list[str]:
        """Give the folded texts of a page's lines."""
        return self._texts[slice(*self._first[page : page + 2])]


# What str.splitlines ends a line at, and white space of Python that polars does not know.
_UNEVEN: Final = "\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"
# What stands for the one that Python alone calls a space.
_SPACE: Final = "\u2005"
_EVENED: Final = str.maketrans({**dict.fromkeys(_UNEVEN, "\n"), "\x1f": _SPACE})
# Halves of surrogate pairs, which only Python can hold.
_HALVES: Final = str.maketrans(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
_SENTENCE_ENDS: Final = ".!?:…"
_CLOSING: Final = "\"'”’)]"
# Marks of ASCII, and letters at either end of a line among which its edges mostly stand.
_MARKS: Final = r"[ -/:-@\[-`{-~]"
_NEAR: Final = 12
_WIDEST_WRAP: Final = 100
_NARROWEST_WRAP: Final = 45


class SourceLines(NamedTuple):
    """The lines of sources that are not blank, in order.

    Attributes
    ----------
    starts, ends
        Code points of the source; no white space at either end.
    texts
        Folded as `lines.fold` does; halves of surrogate pairs are U+FFFD.
    offsets
        Where the lines of each source begin; one more than there are sources.
    """

    starts: Integers
    ends: Integers
    texts: pl.Series
    offsets: Integers


class _Lines(NamedTuple):
    """What stands between line ends, blank or not, text after text.

    Attributes
    ----------
    texts
        Number of the text of each.
    starts
        Where it begins in that, blanks in front left out.
    indents
        How many blanks those are.
    widths
        How long it is without blanks at its ends; 0 where it is blank.
    bare
        The line itself, without them.
    """

    texts: Integers
    starts: Integers
    indents: Integers
    widths: Integers
    bare: pl.Series


def source_lines(sources: pl.Series, text_starts: Integers) -> SourceLines:
    """Cut sources into lines.

    Parameters
    ----------
    sources
        The texts.
    text_starts
        No line runs across this point of each, where the text of a table row begins.

    Returns
    -------
    Their lines. In a text that was wrapped to a width, a line is a paragraph: up to a blank or
    an indented line.
    """
    parts, shifts, owners = _parts(sources, text_starts)
    lines = _lines(_with_even_ends(parts))
    full = lines.widths > 0
    heads = (full & ~_goes_on(lines, full))[full]
    starts = (lines.starts + shifts[lines.texts])[full]
    ends = starts + lines.widths[full]
    first = np.flatnonzero(heads)
    last = np.append(first[1:], len(heads))[: len(first)] - 1
    bare = _join_lines(lines.bare.filter(pl.Series(full)), heads)
    return SourceLines(
        starts[first],
        ends[last],
        _folded(bare),
        np.searchsorted(owners[lines.texts[full][first]], np.arange(len(sources) + 1)),
    )


def facts(texts: pl.Series) -> pl.DataFrame:
    """Say what rules and comparisons ask of folded lines, all at once.

    Returns
    -------
    `text` as given; `small`, the text in small letters; `size` as `lines.size`; and `edges` as
    `lines.edges`.
    """
    text = pl.col("text").str
    first = text.strip_chars_start(QUOTES).str.head(BEGINNING)
    last = text.strip_chars_end(STOPS).str.tail(ENDING)
    frame = pl.DataFrame({"text": texts}).with_columns(
        small=text.to_lowercase(),
        size=text.count_matches(" ", literal=True).cast(pl.Int64) + 1,
        edges=(first + last).str.to_lowercase(),
    )
    odd = _without_edges(frame["edges"])
    return frame.with_columns(frame["edges"].scatter(odd, _edges(texts.gather(odd))))


def _without_edges(ends: pl.Series) -> Integers:
    """List the texts whose edges are not found yet: they are so many plain letters and digits."""
    return np.flatnonzero(~ends.str.contains(f"^[0-9a-z]{{{BEGINNING + ENDING}}}$").to_numpy())


def _edges(texts: pl.Series) -> pl.Series:
    """Give the edges of texts that begin or end with other marks than most do."""
    text = pl.col("text").str
    first, last = (
        near.str.replace_all(_MARKS, "").str for near in (text.head(_NEAR), text.tail(_NEAR))
    )
    near = (first.head(BEGINNING) + last.tail(ENDING)).str.to_lowercase()
    ends = pl.DataFrame({"text": texts}).select(near).to_series()
    odd = _without_edges(ends)
    return ends.scatter(odd, [edges(text) for text in texts.gather(odd).to_list()])


def _parts(sources: pl.Series, text_starts: Integers) -> tuple[pl.Series, Integers, Integers]:
    """Cut sources where the text of a table row begins: parts, their places, and their sources."""
    split = np.flatnonzero(text_starts)
    frame = pl.DataFrame({"source": sources, "start": text_starts})
    rows = frame.select(
        head=pl.col("source").str.head("start"), tail=pl.col("source").str.slice("start")
    )
    owners = np.append(split, np.arange(len(sources)))
    order = np.argsort(owners, kind="stable")
    shifts = np.append(np.zeros(len(split), dtype=np.int64), text_starts)
    parts = rows["head"].gather(split).append(rows["tail"]).gather(order)
    return parts, shifts[order], owners[order]


def column_of(texts: pd.Series) -> pl.Series:
    """Give texts to polars, without a copy if they are such that it can read them."""
    if texts.dtype == TEXT and not texts.hasnans:
        return pl.Series(texts.array.__arrow_array__(), dtype=pl.String)
    return text_column(texts.tolist())


def text_column(texts: list[str]) -> pl.Series:
    """Lay texts out as a column, in which halves of characters are replaced."""
    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        return pl.Series([text.translate(_HALVES) for text in texts], dtype=pl.String)


def _with_even_ends(column: pl.Series) -> pl.Series:
    """Let all lines end alike, letter by letter."""
    uneven = np.flatnonzero(column.str.contains(f"[{_UNEVEN}]").to_numpy()).tolist()
    if not uneven:
        return column
    evened = [column[n].replace("\r\n", " \n").translate(_EVENED) for n in uneven]
    return column.scatter(uneven, evened)


def _lines(texts: pl.Series) -> _Lines:
    lists = texts.str.split("\n")
    counts = _numbers(lists.list.len())
    raw = lists.list.explode(empty_as_null=False, keep_nulls=False)
    line = pl.col("line").str
    measured = pl.DataFrame({"line": raw}).select(
        bare=line.strip_chars(),
        length=line.len_chars(),
        unindented=line.strip_chars_start().str.len_chars(),
        width=line.strip_chars().str.len_chars(),
    )
    lengths = _numbers(measured["length"])
    indents = lengths - _numbers(measured["unindented"])
    number = np.repeat(np.arange(len(counts)), counts)
    begins = running(lengths + 1)
    first = begins[running(counts)[:-1]]
    starts = begins[:-1] - first[number] + indents
    return _Lines(number, starts, indents, _numbers(measured["width"]), measured["bare"])


def _numbers(column: pl.Series) -> Integers:
    return column.to_numpy().astype(np.int64)


def _goes_on(lines: _Lines, full: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell the lines that go on the one above: in a wrapped text, neither blank nor indented."""
    follows = full & np.append(False, full[:-1]) & (np.diff(lines.texts, prepend=-1) == 0)
    texts = _wrapped(lines, full, follows)
    same: NDArray[np.bool_] = follows & (lines.indents == 0) & np.isin(lines.texts, texts)
    return same


def _wrapped(lines: _Lines, full: NDArray[np.bool_], follows: NDArray[np.bool_]) -> Integers:
    """Find the texts wrapped to a width: lines of like length that end in mid-sentence."""
    firsts = np.flatnonzero(np.diff(lines.texts, prepend=-1))
    if not len(firsts):
        return firsts
    is_narrow = (np.maximum.reduceat(lines.widths, firsts) <= _WIDEST_WRAP)[lines.texts]
    bare, texts, breaks = (
        lines.bare.filter(pl.Series(is_narrow)),
        lines.texts[is_narrow],
        follows[is_narrow],
    )
    ended = bare.str.strip_chars_end(_CLOSING).str.contains(f"[{_SENTENCE_ENDS}]$").to_numpy()
    small = bare.str.contains(r"^\p{Lowercase}").to_numpy()

    def count(which: NDArray[np.bool_]) -> Integers:
        return np.bincount(texts[which], minlength=len(firsts))

    all_breaks = count(breaks)
    in_sentences = count(breaks & ~np.append(True, ended[:-1]))
    before_small = count(breaks & small)
    likely = (all_breaks > 0) & (in_sentences >= 0.6 * all_breaks)
    likely &= before_small >= 0.4 * all_breaks
    bounds = [*firsts.tolist(), len(full)]
    wrapped = []
    for number in np.flatnonzero(likely).tolist():
        widths = lines.widths[bounds[number] : bounds[number + 1]]
        if median(widths[widths > 0].tolist()) >= _NARROWEST_WRAP:
            wrapped.append(number)
    return np.array(wrapped, dtype=np.int64)


def _join_lines(lines: pl.Series, heads: NDArray[np.bool_]) -> pl.Series:
    """Join lines with those that go on them."""
    if heads.all():
        return lines
    frame = pl.DataFrame({"paragraph": np.cumsum(heads), "line": lines})
    frame = frame.with_columns(pl.col("paragraph").set_sorted())
    paragraphs = frame.group_by("paragraph", maintain_order=True).agg("line")
    return paragraphs["line"].list.join(" ")


def _folded(texts: pl.Series) -> pl.Series:
    """Fold texts without blanks at their ends as `fold` does, most of them in one go."""
    special = np.flatnonzero((texts.str.len_bytes() != texts.str.len_chars()).to_numpy())
    some = texts.gather(special).str.replace_many(list(FOLDS), list(FOLDS.values()))
    some = some.str.strip_chars()
    # `scatter` changes the column that it is called on.
    folded = texts.clone().scatter(special, some)
    # Two searches are several times faster than one for either.
    twice, tabs = (folded.str.contains(blank, literal=True) for blank in ("  ", "\t"))
    odd = np.flatnonzero((twice | tabs).to_numpy())
    odd = np.union1d(odd, special[some.str.contains(r"[\s&&[^ ]]").to_numpy()])
    if len(odd):
        folded = folded.scatter(odd, [fold(text) for text in folded.gather(odd).to_list()])
    return folded
