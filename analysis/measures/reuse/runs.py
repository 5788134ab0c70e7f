"""Lay out the runs of words that two documents share, where they stand and in whose voice.

Here quotations are looked at too: that two reports print one statement word for word is worth
seeing, and `voice` says that it is a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers
from analysis.corpus.tokens.tokens import Tokens
from analysis.corpus.tokens.voices import NAMES
from analysis.measures.reuse.shingles import WORDS, Texts
from analysis.schema import REUSE, RUNS, empty, require, shape

# A run has a voice if all but this share of its words are in it: a sentence's end mark that
# takes a word along does not undo a quotation.
_STRAY: Final = 0.1

Place = tuple[int, int, int]


def runs(corpus: Corpus, pairs: pd.DataFrame) -> pd.DataFrame:
    """Find the longest runs of words that the documents of pairs share.

    Parameters
    ----------
    corpus
        A text-free release brings its runs.
    pairs
        `schema.REUSE`, or any table with its first two columns: `document_id`, `other_document_id`.

    Returns
    -------
    One row per run as `schema.RUNS`, pair after pair, by place: 8 words or more within one
    segment of each, equal as terms, that cannot be made longer. Where words stand twice in a
    document the run is given once. `voice` is quoted where the words stand in quotation marks
    in either document; empty where a run has words of several voices.
    """
    require(pairs, REUSE, "runs", ["document_id", "other_document_id"])
    if not corpus.has_text:
        table = corpus.held.get("runs")
        return empty(RUNS) if table is None else shape(table, RUNS)
    position = {name: row for row, name in enumerate(corpus.documents["document_id"])}
    ids = pairs[["document_id", "other_document_id"]]
    ids = ids[ids.isin(list(position)).all(axis=1)]
    if ids.empty:
        return empty(RUNS)
    texts, starts, ends = _texts_of(corpus, np.unique(ids.map(position.__getitem__).to_numpy()))
    rows = []
    for one, other in ids.itertuples(index=False, name=None):
        for here, there, words in _shared(texts, position[one], position[other]):
            span = (starts[here], ends[here + words - 1])
            other_span = (starts[there], ends[there + words - 1])
            voice = _voice(texts.tokens.voice, here, there, words)
            rows.append((one, *span, other, *other_span, words, voice))
    return shape(pd.DataFrame(rows, columns=RUNS.names), RUNS)


def _texts_of(corpus: Corpus, documents: Integers) -> tuple[Texts, Integers, Integers]:
    """Take the shingles of documents, and where each begins and ends in its source."""
    assert isinstance(corpus.tokens, Tokens)
    texts = Texts(corpus.tokens, documents)
    rows = corpus.documents.iloc[documents]
    stretches = corpus.stretches
    stretches = stretches[stretches["document_id"].isin(rows["document_id"])]
    words = texts.tokens.frame(rows, stretches, corpus.quotations["speaker_id"])
    return texts, words["start"].to_numpy(), words["end"].to_numpy()


def _shared(texts: Texts, one: int, other: int) -> list[Place]:
    """List the runs that two documents share: both places, and the words."""
    (starts, hashes), (other_starts, others) = texts.of(one), texts.of(other)
    order = np.argsort(others, kind="stable")
    low = np.searchsorted(others[order], hashes, side="left")
    times = np.searchsorted(others[order], hashes, side="right") - low
    here = np.repeat(starts, times)
    step = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    there = other_starts[order[np.repeat(low, times) + step]]
    return sorted(_once(_along_diagonals(here, there)))


def _voice(voices: NDArray[np.uint8], one: int, other: int, words: int) -> str:
    """Name the voice of a run: of each word the one farther from the outlet's own."""
    codes = np.maximum(voices[one : one + words], voices[other : other + words])
    shares = np.bincount(codes, minlength=len(NAMES)) / words
    best = int(shares.argmax())
    return str(NAMES[best]) if shares[best] >= 1 - _STRAY else ""


def _along_diagonals(here: Integers, there: Integers) -> Iterator[Place]:
    """Join places that follow each other in both documents to runs."""
    order = np.lexsort((here, there - here))
    here, there = here[order], there[order]
    breaks = (np.diff(here) != 1) | (np.diff(there) != 1)
    firsts = np.flatnonzero(np.concatenate([[True], breaks])) if len(here) else np.zeros(0, int)
    for first, after in zip(firsts, [*firsts[1:], len(here)], strict=True):
        yield int(here[first]), int(there[first]), int(after - first) + WORDS - 1


def _once(places: Iterator[Place]) -> list[Place]:
    """Drop runs whose words, in either document, lie within a longer one."""
    longest: list[Place] = []
    for here, there, words in sorted(places, key=lambda place: (-place[2], place)):
        if not any(
            (a <= here and here + words <= a + n) or (b <= there and there + words <= b + n)
            for a, b, n in longest
        ):
            longest.append((here, there, words))
    return longest
