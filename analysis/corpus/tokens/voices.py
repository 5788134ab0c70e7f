"""Say who is speaking in every stretch of a text.

A stretch is a part of a counted segment in one voice: the outlet's own words, its paraphrase of
a speaker, or a speaker's words in quotation marks. Where quotations lie in one another the
words in marks win, then the innermost.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, distinct, expanded
from analysis.corpus.language.tokenizer import LONGEST
from analysis.schema import COUNTED, VOICES_ALLOWED, CorpusError, closest

OWN, PARAPHRASE, QUOTED = range(3)
NAMES: Final = np.array(VOICES_ALLOWED)
_COLUMNS: Final = ("document_id", "start", "end", "segment", "voice", "quotation")

# Where spans begin and end, as keys of (document, place).
Spans = tuple[Integers, Integers]
Pieces = tuple[Integers, Integers, Integers, Integers]


def code(voice: str) -> int:
    """Look up the number of a voice.

    Raises
    ------
    CorpusError
        There is no such voice; lists those there are.
    """
    if voice not in VOICES_ALLOWED:
        allowed = ", ".join(VOICES_ALLOWED)
        raise CorpusError(
            f"There is no voice {voice!r}. Allowed: {allowed}, or '' for all."
            + closest(voice, VOICES_ALLOWED)
        )
    return VOICES_ALLOWED.index(voice)


def stretches(segments: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """Cut the counted segments where the voice changes.

    Parameters
    ----------
    segments
        `schema.SEGMENTS`.
    quotations
        `schema.QUOTATIONS` of the same documents.

    Returns
    -------
    One row per stretch, in the order of the segments: `document_id`, `start`, `end`, number of
    the `segment`, `voice` (0 own, 1 paraphrase, 2 quoted) and the row of the `quotation` it
    belongs to, -1 for none.
    """
    counted = segments[segments["label"].isin(COUNTED)]
    codes, names = pd.factorize(counted["document_id"])
    first, last = (codes * LONGEST + counted[name].to_numpy() for name in ("start", "end"))
    owner = names.get_indexer(pd.Index(quotations["document_id"]))
    begin, finish = (owner * LONGEST + quotations[name].to_numpy() for name in ("start", "end"))
    voices = np.where(quotations["kind"] == "indirect", PARAPHRASE, QUOTED)
    order = np.argsort(first, kind="stable")
    whole, pieces = _cut((first[order], last[order]), (begin, finish), voices)
    numbers, low, high, rows = (np.concatenate(pair) for pair in zip(whole, pieces, strict=True))
    numbers = order[numbers]
    place = np.lexsort((low, numbers))
    numbers, rows = numbers[place], rows[place]
    base = codes[numbers] * LONGEST
    owners = counted["document_id"].take(numbers).reset_index(drop=True)
    spoken = np.append(voices, OWN)[rows]
    values = (owners, low[place] - base, high[place] - base, numbers, spoken, rows)
    return pd.DataFrame(dict(zip(_COLUMNS, values, strict=True)))


def _cut(segments: Spans, spans: Spans, voices: Integers) -> tuple[Pieces, Pieces]:
    """Cut segments at the ends of spans; neighbours with one owner stay together.

    Returns
    -------
    The segments that no span touches, and the pieces of the others: number of the segment,
    where it begins and ends, and the span it belongs to, -1 for none.
    """
    first, last = segments
    low = np.searchsorted(last, spans[0], side="right")
    times = np.maximum(np.searchsorted(first, spans[1], side="left") - low, 0)
    inside = np.repeat(np.arange(len(low)), times)
    segment = expanded(low, times)
    begin = np.maximum(spans[0][inside], first[segment])
    finish = np.minimum(spans[1][inside], last[segment])
    touched = distinct(segment)
    edges = distinct(np.concatenate([first[touched], last[touched], begin, finish]))
    # Words in marks first, then the shortest: the innermost.
    precedence = np.lexsort((spans[1] - spans[0], -voices))
    rank = np.argsort(precedence)
    best = np.full(max(len(edges) - 1, 0), len(rank))
    from_edge = np.searchsorted(edges, begin)
    covered = np.searchsorted(edges, finish) - from_edge
    np.minimum.at(best, expanded(from_edge, covered), np.repeat(rank[inside], covered))
    owner = np.append(precedence, -1)[best]
    segment_of = touched[np.searchsorted(first[touched], edges[:-1], side="right") - 1]
    within = edges[1:] <= last[segment_of]
    pieces = _merged(segment_of[within], edges[:-1][within], edges[1:][within], owner[within])
    others = np.delete(np.arange(len(first)), touched)
    return (others, first[others], last[others], np.full(len(others), -1)), pieces


def _merged(segment: Integers, low: Integers, high: Integers, owner: Integers) -> Pieces:
    """Join neighbouring pieces of one segment that have one owner."""
    ends = np.append((np.diff(segment) != 0) | (np.diff(owner) != 0), True)[: len(segment)]
    heads = np.roll(ends, 1)
    return segment[heads], low[heads], high[ends], owner[heads]


def of_spans(
    spans: pd.DataFrame,
    stretches: pd.DataFrame,
    quotations: pd.DataFrame,
    documents: tuple[Integers, Integers],
) -> tuple[NDArray[np.str_], NDArray[np.object_]]:
    """Say in whose voice spans stand.

    A span over several voices has that of its words in marks, else it is a paraphrase: a name
    of which one word stands in marks is not the outlet's.

    Parameters
    ----------
    documents
        The number of the document of each span, -1 for none, and of each stretch; these rise.

    Returns
    -------
    The name of the voice and the `speaker_id` of each span; '' where no segment is counted.
    """
    if not len(stretches):
        blank = np.full(len(spans), "")
        return blank, blank.astype(object)
    document, owner = documents
    first, last = (owner * LONGEST + stretches[name].to_numpy() for name in ("start", "end"))
    low, high = (document * LONGEST + spans[name].to_numpy() for name in ("start", "end"))
    voices = stretches["voice"].to_numpy()
    begin = np.searchsorted(first, low, side="right") - 1
    finish = np.searchsorted(first, high, side="left") - 1
    rows = _loudest(voices, (first, last), (low, high), (begin, finish))
    is_inside = rows >= 0
    is_inside &= owner[rows] == document
    rows = np.where(is_inside, rows, 0)
    voice = np.where(is_inside, NAMES[voices[rows]], "")
    speakers = np.append(quotations["speaker_id"].to_numpy(dtype=object), "")
    speaker = np.where(is_inside, speakers[stretches["quotation"].to_numpy()[rows]], "")
    return voice, speaker


def _loudest(voices: Integers, stretches: Spans, spans: Spans, rows: Spans) -> Integers:
    """Choose of the stretches that each span lies in the first of words in marks, if any."""
    chosen = rows[0].copy()
    several = np.flatnonzero(rows[1] > rows[0])
    begin = np.maximum(rows[0][several], 0)
    times = rows[1][several] + 1 - begin
    options = expanded(begin, times)
    over = stretches[1][options] > np.repeat(spans[0][several], times)
    over &= stretches[0][options] < np.repeat(spans[1][several], times)
    # The lowest is the first of the highest voice.
    worth = np.where(over, options - voices[options] * len(voices), len(voices))
    best = np.minimum.reduceat(worth, np.cumsum(times) - times) if len(several) else worth
    is_covered = best < len(voices)
    chosen[several[is_covered]] = best[is_covered] % len(voices)
    return chosen


def within(
    segments: pd.DataFrame, owners: Integers, spans: pd.DataFrame, documents: Integers
) -> Integers:
    """Find the segment that each span lies within: its row, or -1.

    Parameters
    ----------
    owners, documents
        The number of the document of each segment, and of each span.
    """
    first, last = (owners * LONGEST + segments[name].to_numpy() for name in ("start", "end"))
    low, high = (documents * LONGEST + spans[name].to_numpy() for name in ("start", "end"))
    order = np.argsort(first, kind="stable")
    place = np.searchsorted(first[order], low, side="right") - 1
    rows = np.append(order, -1)[place]
    lies = rows >= 0
    lies[lies] = high[lies] <= last[rows[lies]]
    return np.where(lies, rows, -1)


def words_spoken(stretches: pd.DataFrame, sizes: Integers, quotations: int) -> Integers:
    """Count the running words of each quotation that no inner one holds.

    Parameters
    ----------
    stretches
        What `stretches` returns.
    sizes
        The running words of each of them, as `encode_counted` counts them.
    quotations
        How many quotations there are.
    """
    owner = stretches["quotation"].to_numpy(np.int64)
    is_quoted = owner >= 0
    words = np.bincount(owner[is_quoted], weights=sizes[is_quoted], minlength=quotations)
    return words.astype(np.int64)
