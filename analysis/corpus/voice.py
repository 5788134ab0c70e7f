"""Say who is speaking in every stretch of a text.

A stretch is a part of a counted segment in one voice: the outlet's own words, its paraphrase of
a speaker, or a speaker's words in quotation marks. Where quotations lie in one another the
words in marks win, then the innermost.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.language import TOKEN
from analysis.schema import COUNTED, VOICES_ALLOWED, CorpusError, closest

OWN, PARAPHRASE, QUOTED = range(3)
NAMES: Final = np.array(VOICES_ALLOWED)
_COLUMNS: Final = ("document_id", "start", "end", "segment", "voice", "quotation")
# No source is longer: keys of (document, place) stay in order.
_LONGEST: Final = 1 << 32

Spans = list[tuple[int, int, int, int]]


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
    spoken: dict[str, Spans] = {}
    rows = zip(
        quotations["document_id"],
        quotations["start"],
        quotations["end"],
        quotations["kind"] == "indirect",
        strict=True,
    )
    for row, (document, start, end, indirect) in enumerate(rows):
        voice = PARAPHRASE if indirect else QUOTED
        spoken.setdefault(document, []).append((start, end, voice, row))
    counted = segments[segments["label"].isin(COUNTED)]
    documents: list[str] = []
    found: list[tuple[int, ...]] = []
    places = (counted[name].tolist() for name in ("document_id", "start", "end"))
    for number, (document, start, end) in enumerate(zip(*places, strict=True)):
        spans = spoken.get(document)
        inside = [span for span in spans if span[0] < end and span[1] > start] if spans else []
        if inside:
            pieces = _cut(start, end, inside)
            found += [(*piece[:2], number, *piece[2:]) for piece in pieces]
            documents += [document] * len(pieces)
        else:
            found.append((start, end, number, OWN, -1))
            documents.append(document)
    numbers = np.array(found, dtype=np.int64).reshape(-1, len(_COLUMNS) - 1)
    frame = pd.DataFrame(numbers, columns=list(_COLUMNS[1:]))
    frame.insert(0, "document_id", pd.Series(documents, dtype="str"))
    return frame


def _cut(start: int, end: int, spans: Spans) -> Spans:
    """Cut one segment at the ends of quotations; neighbours with one owner stay together."""
    if not spans:
        return [(start, end, OWN, -1)]
    cuts = {start, end}
    for first, last, _, _ in spans:
        cuts |= {max(first, start), min(last, end)}
    edges = sorted(cuts)
    pieces: Spans = []
    for low, high in pairwise(edges):
        over = [span for span in spans if span[0] <= low and span[1] >= high]
        # Words in marks first, then the shortest: the innermost.
        owner = max(over, key=lambda span: (span[2], span[0] - span[1]), default=None)
        voice, row = owner[2:] if owner else (OWN, -1)
        if pieces and pieces[-1][2:] == (voice, row):
            pieces[-1] = (pieces[-1][0], high, voice, row)
        else:
            pieces.append((low, high, voice, row))
    return pieces


def of_spans(
    spans: pd.DataFrame, stretches: pd.DataFrame, quotations: pd.DataFrame
) -> tuple[NDArray[np.str_], NDArray[np.object_]]:
    """Say in whose voice spans stand.

    A span over several voices has that of its words in marks, else it is a paraphrase: a name
    of which one word stands in marks is not the outlet's.

    Returns
    -------
    The name of the voice and the `speaker_id` of each span; '' where no segment is counted.
    """
    codes = {name: place for place, name in enumerate(stretches["document_id"].unique())}
    owner = stretches["document_id"].map(codes).to_numpy(dtype=np.int64)
    starts, ends = stretches["start"].to_numpy(), stretches["end"].to_numpy()
    keys = owner * _LONGEST + starts
    document = spans["document_id"].map(codes).fillna(-1).to_numpy(dtype=np.int64)
    low, high = spans["start"].to_numpy(), spans["end"].to_numpy()
    first = np.searchsorted(keys, document * _LONGEST + low, side="right") - 1
    last = np.searchsorted(keys, document * _LONGEST + high, side="left") - 1
    rows, voices = first.copy(), stretches["voice"].to_numpy()
    for place in np.flatnonzero(last > first):
        options = np.arange(max(first[place], 0), last[place] + 1)
        options = options[(ends[options] > low[place]) & (starts[options] < high[place])]
        if len(options):
            rows[place] = options[np.argmax(voices[options])]
    known = (rows >= 0) & (document >= 0)
    known &= owner[rows] == document if len(owner) else False
    rows = np.where(known, rows, 0)
    if not len(stretches):
        blank = np.full(len(spans), "")
        return blank, blank.astype(object)
    voice = np.where(known, NAMES[voices[rows]], "")
    speakers = np.append(quotations["speaker_id"].to_numpy(dtype=object), "")
    speaker = np.where(known, speakers[stretches["quotation"].to_numpy()[rows]], "")
    return voice, speaker


def words_spoken(
    documents: pd.DataFrame, stretches: pd.DataFrame, quotations: int
) -> NDArray[np.int64]:
    """Count the running words of each quotation that no inner one holds."""
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    mine = stretches[stretches["quotation"] >= 0]
    places = (mine[name].tolist() for name in ("document_id", "start", "end"))
    texts = [sources[document][start:end] for document, start, end in zip(*places, strict=True)]
    counts = pl.Series(texts, dtype=pl.String).str.count_matches(TOKEN).to_numpy()
    words = np.bincount(mine["quotation"].to_numpy(np.int64), weights=counts, minlength=quotations)
    return words.astype(np.int64)
