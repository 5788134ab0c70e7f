"""Turn the stretches of a corpus into term ids.

polars' Rust regex finds the words (design.md, section 6); case is folded on the vocabulary,
but for dates and short abbreviations (rule 6).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus import language
from analysis.corpus.tokens import Strings, Tokens, ranked

_MONTHS: Final = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()
)
# "US", "NATO": longer words in capitals are as a rule shouted, not abbreviated.
_SHORT: Final = range(2, 5)


def encode(documents: pd.DataFrame, stretches: pd.DataFrame) -> Tokens:
    """Turn the stretches of documents into term ids.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; `document_id` and `source` are used.
    stretches
        What `voice.stretches` returns, sorted by document (in the order of `documents`) and
        start.
    """
    positions = pd.Series(np.arange(len(documents)), index=documents["document_id"])
    owner = positions.loc[stretches["document_id"]].to_numpy()
    sources = documents["source"].to_numpy()
    texts = [
        sources[document][start:end]
        for document, start, end in zip(owner, stretches["start"], stretches["end"], strict=True)
    ]
    lists = pl.Series(texts, dtype=pl.String).str.extract_all(language.TOKEN)
    sizes = lists.list.len().to_numpy().astype(np.int64)
    raw, printed = _categories(lists)
    segment = np.repeat(stretches["segment"].to_numpy(dtype=np.int32), sizes)
    voice = np.repeat(stretches["voice"].to_numpy(dtype=np.uint8), sizes)
    per_document = np.bincount(owner, weights=sizes, minlength=len(documents)).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(per_document)]).astype(np.int64)
    place = np.arange(len(raw)) - np.repeat(offsets[:-1], per_document)
    ids, vocabulary = _terms_of(raw, printed, segment)
    return ranked(Tokens(ids, segment, voice, place.astype(np.int32), offsets, vocabulary))


def _categories(lists: pl.Series) -> tuple[NDArray[np.int32], Strings]:
    """Give every printed word a dense id; returns those of the running words, and the words."""
    running = lists.list.explode(empty_as_null=False, keep_nulls=False)
    if not len(running):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype="<U1")
    categories = running.cast(pl.Categorical)
    physical = categories.to_physical().to_numpy()
    unique = categories.unique()
    dense = np.zeros(int(physical.max()) + 1, dtype=np.int32)
    dense[unique.to_physical().to_numpy()] = np.arange(len(unique), dtype=np.int32)
    return dense[physical], np.array(unique.cast(pl.String).to_list(), dtype=str)


def _terms_of(
    raw: NDArray[np.int32], printed: Strings, segment: NDArray[np.int32]
) -> tuple[NDArray[np.int32], Strings]:
    """Fold printed words to terms: lower case, but for dates and short abbreviations."""
    words = [word.replace("’", "'") for word in printed.tolist()]
    stem = [word.removesuffix("'s") for word in words]
    lower = np.array([word.lower() for word in words], dtype=str)
    is_month = np.array([word.capitalize() in _MONTHS and word[0].isupper() for word in stem])
    is_number = np.array([word[0].isdigit() for word in words])
    is_capitals = np.array([len(word) > 1 and word.isalpha() and word.isupper() for word in stem])
    is_short = np.array([len(word) in _SHORT for word in stem])
    if not len(raw):
        return raw, lower
    shouted = np.bincount(segment, weights=is_capitals[raw]) / np.bincount(segment).clip(1)
    keeps = (is_capitals & is_short)[raw] & (shouted[segment] < 0.5)
    keeps |= is_month[raw] & _beside(is_number[raw], segment)
    kept = np.array(words, dtype=str)
    vocabulary, mapping = np.unique(np.concatenate([lower, kept]), return_inverse=True)
    return mapping[raw + np.where(keeps, len(lower), 0)].astype(np.int32), vocabulary


def _beside(marked: NDArray[np.bool_], segment: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Mark the words whose neighbour in the same segment is marked."""
    beside = np.zeros(len(marked), dtype=bool)
    same = segment[1:] == segment[:-1]
    beside[1:] |= marked[:-1] & same
    beside[:-1] |= marked[1:] & same
    return beside
