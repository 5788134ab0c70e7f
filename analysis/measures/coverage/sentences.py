"""Lay out the sentences of the articles of one event, as bags of stems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import regex
from scipy.sparse import csr_array

from analysis.corpus import Corpus
from analysis.corpus.language import sentences, stems, words
from analysis.corpus.language.person_names import TITLES
from analysis.schema import COUNTED

# Words that say nothing of what a sentence claims: grammar, reporting, offices.
EMPTY: Final = (
    frozenset(
        "a about after again all also although am an and another any are as at be been before "
        "being both but by can could did do does during each for from further had has have he "
        "her here hers him his how however i if in into is it its just may me might more most "
        "much must my nor not of on only or other our out over own same she should since so "
        "some such than that the their them then there these they this those through to too "
        "under until up upon very was we were what when where which while who whom whose why "
        "will with would yet you your s t mr mrs ms "
        "said say says saying told tell tells according added adding stated statement noted "
        "announced reported reports report spokesman spokeswoman spokesperson monday tuesday "
        "wednesday thursday friday saturday sunday".split()
    )
    | TITLES
)
_CUT: Final = regex.compile(
    r"[,;:—–][\s\"”]+|\s(?=(?:as|after|while|and|but|when|who|which|that|amid|to)\s)"
)
_ISE: Final = regex.compile(r"(?<=\w{3})is(e[sd]?|ing|ation)$")
_OUR: Final = regex.compile(r"(?<=\w{3})our(?=s?$|ed$|ing$)")
# "That's", "I'm", "we'll": what is shortened tells nothing.
_SHORTENED: Final = regex.compile(r"'(?:s|m|re|ve|ll|d)$", regex.IGNORECASE)
# Number words that stand for a count.
NUMBERS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | dict(
    zip("thirty forty fifty sixty seventy eighty ninety".split(), range(30, 100, 10), strict=True)
)
# A clause with fewer words that tell something stays with its neighbour.
_CLAUSE: Final = 4


@dataclass(frozen=True)
class Sentences:
    """Sentences of one event.

    Attributes
    ----------
    bags, clauses
        Sentences (clauses) x stems, 1 where a stem occurs.
    owner
        The sentence each clause belongs to.
    weights
        Weight of each stem: log of sentences by sentences that have it.
    is_act
        Which stems some sentence prints in small letters: what is done, not who does it.
    """

    bags: csr_array
    clauses: csr_array
    owner: np.ndarray[Any, np.dtype[np.int64]]
    weights: np.ndarray[Any, np.dtype[np.float64]]
    is_act: np.ndarray[Any, np.dtype[np.bool_]]


def spans(corpus: Corpus) -> pd.DataFrame:
    """List the sentences of all counted segments: `document_id`, `start`, `end`.

    A title or a standfirst is one sentence; what ends in no letter or digit is none.
    """
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    columns = (counted[name] for name in ("document_id", "start", "end", "label"))
    rows = [
        (document, start + first, start + last)
        for document, start, end, label in zip(*columns, strict=True)
        for first, last in _split(sources[document][start:end], label)
    ]
    frame = pd.DataFrame(rows, columns=["document_id", "start", "end"])
    return frame.astype({"document_id": "str", "start": "int64", "end": "int64"})


def _split(text: str, label: str) -> list[tuple[int, int]]:
    places = sentences(text) if label == "body" else [(0, len(text.rstrip()))]
    return [(first, last) for first, last in places if any(map(str.isalnum, text[first:last]))]


def lay_out(texts: Sequence[str]) -> Sentences:
    """Turn sentences into bags of stems."""
    parts = [list(_clauses(text)) for text in texts]
    vocabulary: dict[str, int] = {}
    pieces = [
        [sorted({vocabulary.setdefault(stem, len(vocabulary)) for stem in part}) for part in row]
        for row in parts
    ]
    whole = [sorted({stem for piece in row for stem in piece}) for row in pieces]
    flat = [piece for row in pieces for piece in row]
    owner = np.repeat(np.arange(len(pieces)), [len(row) for row in pieces])
    bags = _matrix(whole, len(vocabulary))
    frequency = np.maximum(np.bincount(bags.indices, minlength=len(vocabulary)), 1)
    weights = np.log((len(whole) + 1) / frequency)
    small = {stem for text in texts for stem in acts(text)}
    is_act = np.array([stem in small for stem in vocabulary], dtype=np.bool_)
    return Sentences(bags, _matrix(flat, len(vocabulary)), owner, weights, is_act)


def _matrix(rows: Sequence[Sequence[int]], width: int) -> csr_array:
    """Make a matrix of rows x stems, 1 where a stem occurs."""
    lengths = [len(row) for row in rows]
    indices = np.array([column for row in rows for column in row], dtype=np.int64)
    pointers = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    data = np.ones(len(indices), dtype=np.float64)
    return csr_array((data, indices, pointers), shape=(len(rows), width))


def _clauses(text: str) -> Iterator[list[str]]:
    """Cut a sentence into clauses, each the stems of the words that tell something."""
    clause: list[str] = []
    edges = [0, *(cut.start() for cut in _CUT.finditer(text)), len(text)]
    pieces = [telling(text[a:b]) for a, b in pairwise(edges)]
    for piece in pieces:
        clause += piece
        if len(clause) >= _CLAUSE and piece is not pieces[-1]:
            yield clause
            clause = []
    yield clause


def telling(text: str) -> list[str]:
    """List the stems of the words of a text that tell something.

    Examples
    --------
    >>> telling("The guild's pilots said that they had moored eleven tugs.")
    ['guild', 'pilot', 'moor', '11', 'tug']
    """
    plain_words = (_bare(word.group()).lower() for word in words(text))
    return [_stem(word) for word in plain_words if word not in EMPTY]


def acts(text: str) -> list[str]:
    """List the stems of the words that tell something and are printed in small letters.

    Examples
    --------
    >>> acts("Oskar Lund moored eleven tugs at Ordvik.")
    ['moor', 'tug']
    """
    plain_words = (_bare(word.group()) for word in words(text))
    return [
        _stem(word)
        for word in plain_words
        if word[:1].islower() and word not in EMPTY and word not in NUMBERS
    ]


def _bare(word: str) -> str:
    return str(_SHORTENED.sub("", word.replace("’", "'")))


def _plain(word: str) -> str:
    """Write a number as digits, and British spelling as American."""
    if word in NUMBERS:
        return str(NUMBERS[word])
    return str(_OUR.sub("or", _ISE.sub(r"iz\1", word)))


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return stems([_plain(word)])[0]
