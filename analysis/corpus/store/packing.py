"""Sizes instead of places: what a store leaves out because it follows from the rest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import positions


def small(values: NDArray[Any]) -> NDArray[np.unsignedinteger]:
    """Write numbers that are not negative in as few bytes as the largest needs."""
    return values.astype(np.min_scalar_type(values.max(initial=0)))


def runs(voice: NDArray[np.uint8]) -> NDArray[Any]:
    """Count neighbouring words of one voice: `words` and `voice` of each run.

    Examples
    --------
    >>> runs(np.array([0, 0, 2, 0], np.uint8)).tolist()
    [(2, 0), (1, 2), (1, 0)]
    """
    begins = np.flatnonzero(np.diff(voice, prepend=np.uint8(255)))
    words = small(np.diff(np.append(begins, len(voice))))
    table = np.empty(len(begins), dtype=[("words", words.dtype), ("voice", voice.dtype)])
    table["words"], table["voice"] = words, voice[begins]
    return table


def voices(runs: NDArray[Any]) -> NDArray[np.uint8]:
    """Say the voice of each word; the opposite of `runs`."""
    return np.repeat(runs["voice"], runs["words"])


def cut_out(sources: pd.Series, index: pd.Index, spans: pd.DataFrame) -> pd.Series:
    """Cut the words of spans out of the sources of their documents.

    Parameters
    ----------
    sources, index
        The source of each document, and their names.
    spans
        `document_id`, `start` and `end`; those of one document side by side.
    """
    owner = positions(spans["document_id"], index)
    texts = pl.Series(sources.array.__arrow_array__())
    pieces = pl.DataFrame(
        {
            "source": texts.gather(owner),
            "start": spans["start"].to_numpy(),
            "length": (spans["end"] - spans["start"]).to_numpy(),
        }
    ).select(pl.col("source").str.slice("start", "length"))
    words = pieces.to_series().to_arrow(compat_level=pl.CompatLevel.oldest())
    return pd.Series(pd.array(words, dtype=sources.dtype), spans.index, copy=False)
