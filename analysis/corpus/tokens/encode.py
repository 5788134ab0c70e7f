"""Turn the stretches of a corpus into term ids.

Words are found (docs/methods.md) in some documents at a time, so that little more is held than
the ids; what printing varies is folded on the vocabulary (`language.folded`), and so is case,
but for dates and short abbreviations.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, running
from analysis.corpus.language import folded
from analysis.corpus.language.dates import MONTHS, SHORT_MONTHS
from analysis.corpus.language.tokenizer import Numbers, ranked, running_words
from analysis.corpus.tokens.tokens import Whole

_MONTHS: Final = frozenset((*MONTHS, *SHORT_MONTHS))
# "US", "NATO": longer words in capitals are as a rule shouted, not abbreviated.
_SHORT: Final = range(2, 5)
# Documents whose words are found at once: enough for a thread, few enough for its cache.
_DOCUMENTS: Final = 400
# Running words that are looked at together.
_CHUNK: Final = 1 << 20
# What a printed word can be, in bits.
_CAPITALS, _ABBREVIATION, _MONTH, _NUMBER = (np.uint8(1 << bit) for bit in range(4))
# The same of words of ASCII letters alone: what `_kind` says of any.
_FORMS: Final = {
    "^[A-Z]{2,}$": _CAPITALS,
    f"^[A-Z]{{{_SHORT.start},{_SHORT.stop - 1}}}$": _ABBREVIATION,
    f"^(?:{'|'.join(f'{m[0]}(?i-u:{m[1:]})' for m in sorted(_MONTHS))})$": _MONTH,
    "^[0-9]": _NUMBER,
}


def encode(documents: pd.DataFrame, stretches: pd.DataFrame) -> Whole:
    """Turn the stretches of documents into term ids; see `encode_counted`."""
    return encode_counted(documents, stretches)[0]


def encode_counted(documents: pd.DataFrame, stretches: pd.DataFrame) -> tuple[Whole, Integers]:
    """Turn the stretches of documents into term ids, and count the words of each stretch.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; `document_id` and `source` are used.
    stretches
        What `voice.stretches` returns, sorted by document (in the order of `documents`) and
        start.

    Returns
    -------
    The running words, and how many each stretch has.
    """
    positions = pd.Series(np.arange(len(documents)), index=documents["document_id"])
    owner = positions.loc[stretches["document_id"]].to_numpy()
    raw, printed, sizes = _words(documents["source"], owner, stretches)
    ends = running(sizes)
    segment = stretches["segment"].to_numpy(dtype=np.int32)
    first = np.flatnonzero(np.diff(segment, prepend=-1))
    starts = ends[np.append(first, len(segment))]
    terms = _fold(raw, printed, starts)
    tokens = Whole(
        raw,
        partial(np.repeat, stretches["voice"].to_numpy(dtype=np.uint8), sizes),
        ends[np.searchsorted(owner, np.arange(len(documents) + 1))],
        starts,
        terms.to_numpy(),
        segment[first],
    )
    return tokens, sizes


def _words(
    sources: pd.Series, owner: Integers, stretches: pd.DataFrame
) -> tuple[NDArray[np.int32], pl.Series, Integers]:
    """Find the running words of stretches, on as many threads as polars has.

    Returns
    -------
    The number of each running word, the printed word of each number, and words per stretch.
    """
    start, end = stretches["start"].to_numpy(), stretches["end"].to_numpy()
    firsts = range(0, len(sources), _DOCUMENTS)
    edges = np.searchsorted(owner, [*firsts, len(sources)])
    numbers = Numbers()

    def words_of_part(part: int) -> tuple[NDArray[np.uint32], Integers]:
        some_sources = sources.array[firsts[part] : firsts[part] + _DOCUMENTS]
        texts = some_sources.__arrow_array__().to_pylist()
        some = slice(edges[part], edges[part + 1])
        places = zip(owner[some] - firsts[part], start[some], end[some], strict=True)
        words, size = running_words([texts[text][begin:stop] for text, begin, stop in places])
        return numbers.of(words), size

    # A text has half as many words as letters, at most. What is not filled takes no memory.
    raw = np.empty(int(((end - start + 1) // 2).sum()), dtype=np.int32)
    sizes, filled = [np.zeros(0, dtype=np.int64)], 0
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        for part, size in threads.map(words_of_part, range(len(firsts))):
            raw[filled : filled + len(part)] = part
            filled += len(part)
            sizes.append(size)
    raw.resize(filled, refcheck=False)
    return raw, numbers.words(), np.concatenate(sizes)


def _fold(raw: NDArray[np.int32], printed: pl.Series, starts: Integers) -> pl.Series:
    """Fold printed words to terms, numbered by falling frequency, ties by name.

    Terms are in small letters, but for dates and short abbreviations. The numbers of the
    printed words are replaced by those of their terms.

    Parameters
    ----------
    starts
        Where each segment begins in `raw`; one more than there are.

    Returns
    -------
    The term of each number.
    """
    printed = folded(printed)
    odd = np.flatnonzero((printed.str.len_bytes() != printed.str.len_chars()).to_numpy())
    lower, kinds = _lower(printed, odd), _kinds(printed, odd)
    asked, as_lower = [np.zeros(0, dtype=np.int64)], np.zeros(len(printed), dtype=np.int64)
    for some in _chunks(raw):
        asked.append(some.start + np.flatnonzero(kinds[raw[some]] & (_CAPITALS | _MONTH) > 0))
        as_lower += np.bincount(raw[some], minlength=len(printed))
    keeps = _with_capitals(np.concatenate(asked), raw, kinds, starts)
    capital_ids = raw[keeps]
    as_printed = np.bincount(capital_ids, minlength=len(printed))
    as_lower -= as_printed
    capitals = np.flatnonzero(as_printed)
    numbers, printed_as = Numbers(), np.zeros(len(printed), dtype=np.int64)
    small = numbers.of(lower)
    printed_as[capitals] = numbers.of(printed.gather(capitals))
    terms = numbers.words()
    frequency = np.bincount(small, as_lower, len(terms)).astype(np.int64)
    frequency += np.bincount(printed_as, as_printed, len(terms)).astype(np.int64)
    rank, order = ranked(terms, frequency)
    ranks = rank[small]
    for some in _chunks(raw):
        raw[some] = ranks[raw[some]]
    raw[keeps] = rank[printed_as[capital_ids]]
    return terms.gather(order[: np.count_nonzero(frequency)])


def _lower(words: pl.Series, odd: Integers) -> pl.Series:
    """Write words in small letters as Python does; `odd` ones have letters beside ASCII."""
    return words.str.to_lowercase().scatter(odd, [word.lower() for word in words.gather(odd)])


def _kinds(words: pl.Series, odd: Integers) -> NDArray[np.uint8]:
    """Tell what each printed word can be."""
    kinds = np.zeros(len(words), dtype=np.uint8)
    for form, kind in _FORMS.items():
        kinds |= words.str.contains(form).to_numpy() * kind
    kinds[odd] = [_kind(word) for word in words.gather(odd)]
    return kinds


def _kind(word: str) -> int:
    """Tell what a printed word can be, whatever its letters."""
    kind = _NUMBER if word[0].isdigit() else np.uint8(0)
    stem = word if word[0].isupper() else ""
    if len(stem) > 1 and stem.isupper() and stem.isalpha():
        kind |= _CAPITALS | (_ABBREVIATION if len(stem) in _SHORT else np.uint8(0))
    return int(kind | (_MONTH if stem.capitalize() in _MONTHS else np.uint8(0)))


def _chunks(raw: NDArray[np.int32]) -> Iterator[slice]:
    """Cut the running words so that what is made of them stays small."""
    return (slice(begin, begin + _CHUNK) for begin in range(0, len(raw), _CHUNK))


def _with_capitals(
    asked: Integers, raw: NDArray[np.int32], kinds: NDArray[np.uint8], starts: Integers
) -> Integers:
    """Find the running words that keep their capitals, among those that may."""
    kind = kinds[raw[asked]]
    inside = np.searchsorted(starts, asked, side="right") - 1
    shouted = np.bincount(inside[kind & _CAPITALS > 0], minlength=len(starts) - 1)
    shouted = shouted / np.diff(starts).clip(1)
    keeps = (kind & _ABBREVIATION > 0) & (shouted[inside] < 0.5)
    for step in (-1, 1):
        other = asked + step
        # A neighbour in the same segment: neither before its first word nor after its last.
        near = (other >= starts[inside]) & (other < starts[inside + 1])
        number = kinds[raw[np.where(near, other, asked)]] & _NUMBER > 0
        keeps |= (kind & _MONTH > 0) & near & number
    places: Integers = asked[keeps]
    return places
