"""Turn the stretches of a corpus into term ids.

polars' Rust regex finds the words (design.md, section 6); case is folded on the vocabulary,
but for dates and short abbreviations (rule 6).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus import language
from analysis.corpus.tokens import Strings, Tokens

_MONTHS: Final = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()
)
# "US", "NATO": longer words in capitals are as a rule shouted, not abbreviated.
_SHORT: Final = range(2, 5)
# Texts for which a thread is worth its start.
_FEWEST: Final = 1_000


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
    texts = _texts(documents["source"].tolist(), owner, stretches)
    raw, printed, sizes = _words(texts)
    segment = np.repeat(stretches["segment"].to_numpy(dtype=np.int32), sizes)
    voice = np.repeat(stretches["voice"].to_numpy(dtype=np.uint8), sizes)
    per_document = np.bincount(owner, weights=sizes, minlength=len(documents)).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(per_document)]).astype(np.int64)
    place = np.arange(len(raw), dtype=np.int32) - np.repeat(
        offsets[:-1].astype(np.int32), per_document
    )
    ids, vocabulary = _terms_of(raw, printed, segment)
    return Tokens(ids, segment, voice, place, offsets, vocabulary)


def _texts(sources: list[str], owner: NDArray[np.int64], stretches: pd.DataFrame) -> list[str]:
    places = zip(
        owner.tolist(), stretches["start"].tolist(), stretches["end"].tolist(), strict=True
    )
    return [sources[document][start:end] for document, start, end in places]


def _words(texts: list[str]) -> tuple[NDArray[np.int64], list[str], NDArray[np.int64]]:
    """Find the running words of texts, on as many threads as polars has.

    Returns
    -------
    The dense id of each running word, the printed word of each id, and words per text.
    """
    step = max(_FEWEST, -(-len(texts) // pl.thread_pool_size()))
    parts = [texts[begin : begin + step] for begin in range(0, len(texts), step)]
    if not parts:
        return np.zeros(0, dtype=np.int64), [], np.zeros(0, dtype=np.int64)
    with ThreadPoolExecutor(len(parts)) as threads:
        found = list(threads.map(_categories, parts))
    running = pl.concat([categories for categories, _ in found], rechunk=True)
    sizes = np.concatenate([size for _, size in found])
    if not len(running):
        return np.zeros(0, dtype=np.int64), [], sizes
    physical = running.to_physical().to_numpy()
    # Where each printed word stands last: any place of it would do.
    place = np.full(int(physical.max()) + 1, -1, dtype=np.int64)
    place[physical] = np.arange(len(physical))
    known = np.flatnonzero(place >= 0)
    dense = np.zeros(len(place), dtype=np.int64)
    dense[known] = np.arange(len(known))
    return dense[physical], running.gather(place[known]).cast(pl.String).to_list(), sizes


def _categories(texts: list[str]) -> tuple[pl.Series, NDArray[np.int64]]:
    """Find the running words of some texts, as categories, and how many each text has."""
    lists = pl.Series(texts, dtype=pl.String).str.extract_all(language.TOKEN)
    running = lists.list.explode(empty_as_null=False, keep_nulls=False)
    return running.cast(pl.Categorical), lists.list.len().to_numpy().astype(np.int64)


def _terms_of(
    raw: NDArray[np.int64], printed: list[str], segment: NDArray[np.int32]
) -> tuple[NDArray[np.int32], Strings]:
    """Fold printed words to terms, numbered by falling frequency, ties by name.

    Terms are in small letters, but for dates and short abbreviations.
    """
    words = [word.replace("’", "'") for word in printed]
    lower = [word.lower() for word in words]
    keeps = _kept(raw, words, segment)
    kept, which = np.unique(raw[keeps], return_inverse=True)
    capital = [words[place] for place in kept.tolist()]
    terms = sorted({*lower, *capital})
    number = {term: place for place, term in enumerate(terms)}
    ids = np.array([number[word] for word in lower], dtype=np.int32)[raw]
    ids[keeps] = np.array([number[word] for word in capital], dtype=np.int32)[which]
    frequency = np.bincount(ids, minlength=len(terms))
    order = np.argsort(-frequency, kind="stable")
    order = order[: np.count_nonzero(frequency)]
    rank = np.zeros(len(terms), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    width = max(map(len, (*words, *lower)), default=1)
    return rank[ids], np.array([terms[place] for place in order.tolist()], dtype=f"<U{width}")


def _kept(
    raw: NDArray[np.int64], words: list[str], segment: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Find the running words that keep their capitals."""
    numbers = np.array([word[0].isdigit() for word in words], dtype=bool)
    capitals, is_short, is_month = np.zeros((3, len(words)), dtype=bool)
    for place in [place for place, word in enumerate(words) if word[0].isupper()]:
        stem = words[place].removesuffix("'s")
        capitals[place] = len(stem) > 1 and stem.isupper() and stem.isalpha()
        is_short[place] = len(stem) in _SHORT
        is_month[place] = stem.capitalize() in _MONTHS
    short = np.flatnonzero((capitals & is_short)[raw])
    months = np.flatnonzero(is_month[raw])
    shouted = np.bincount(segment[capitals[raw]], minlength=int(segment.max(initial=0)) + 1)
    shouted = shouted / np.bincount(segment).clip(1) if len(segment) else shouted
    months = months[_beside(months, numbers[raw], segment)]
    return np.concatenate([short[shouted[segment[short]] < 0.5], months])


def _beside(
    places: NDArray[np.int64], marked: NDArray[np.bool_], segment: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Tell the places whose neighbour in the same segment is marked."""
    before, after = np.maximum(places - 1, 0), np.minimum(places + 1, len(marked) - 1)
    is_first, is_last = before == places, after == places
    found: NDArray[np.bool_] = marked[before] & (segment[before] == segment[places]) & ~is_first
    found |= marked[after] & (segment[after] == segment[places]) & ~is_last
    return found
