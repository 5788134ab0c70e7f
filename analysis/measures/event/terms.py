"""Turn each document into the weights of its words, names, figures and pairs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack

from analysis.corpus import Corpus, language
from analysis.corpus.arrays import Integers
from analysis.corpus.tokens.encode import encode
from analysis.corpus.tokens.tokens import Bag
from analysis.measures.event.plain import is_plain
from analysis.measures.event.settings import Settings
from analysis.schema import COUNTED

Numbers = NDArray[np.float64]
Strings = NDArray[np.str_]

# A word of which more than this share is written with a capital letter, titles apart, is a name.
_MOSTLY: Final = 0.6
_CAPITAL: Final = regex.compile(rf"(?<![\p{{L}}\p{{M}}\p{{N}}'’\-])(?=\p{{Lu}}){language.TOKEN}")


@dataclass(frozen=True)
class Running:
    """The running words of the counted segments, document after document."""

    word: Integers
    document: Integers
    segment: Integers
    title: NDArray[np.bool_]
    vocabulary: Strings
    capitals: Mapping[str, int]


@dataclass(frozen=True)
class Described:
    """Documents by the weights of their terms.

    Attributes
    ----------
    weights
        Documents x terms; the product of two rows is their likeness, 0-1.
    telling
        The same without the columns of titles, for naming a group.
    names
        Terms of `telling`: words, then pairs as numbers of two words.
    vocabulary
        The words.
    """

    weights: csr_array
    telling: csr_array
    names: Integers
    vocabulary: Strings

    def label(self, column: int) -> str:
        """Write a term of `telling`."""
        key, size = int(self.names[column]), len(self.vocabulary)
        if key < size:
            return str(self.vocabulary[key])
        first, second = divmod(key - size, size)
        return f"{self.vocabulary[first]} {self.vocabulary[second]}"


def describe(corpus: Corpus, order: Integers, settings: Settings) -> Described:
    """Weigh the terms of documents, taken in the given order of their positions.

    All words of title, standfirst and body are read, whatever voice was chosen. A text-free
    release has neither titles nor capitals nor pairs: its single words alone are compared.
    """
    if isinstance(corpus.tokens, Bag):
        return _of_bag(corpus.tokens, order, settings)
    running = _read(corpus, order)
    size, count = len(running.vocabulary), len(order)
    body, title = ~running.title, running.title
    words = _count(running.document, running.word, (count, size), body)
    titles = _count(running.document, running.word, (count, size), title)
    boost = _boost(running, settings)
    pairs, keys = _pairs(running, count, settings.title)
    counted = csr_array(words + settings.title * titles)
    rarity = _rarity(counted, settings.background)
    every = _weigh(counted, rarity * boost, settings.words)
    beside = _weigh(pairs, _rarity(pairs, settings.background), settings.words // 2)
    heads = _weigh(titles, rarity * boost, settings.words)
    shares = np.array([1.0, settings.pairs, settings.headline])
    parts = [
        csr_array(share * part)
        for share, part in zip(np.sqrt(shares / shares.sum()), (every, beside, heads), strict=True)
    ]
    names = np.concatenate([np.arange(size), keys + size])
    return Described(
        csr_array(hstack(parts)), csr_array(hstack(parts[:2])), names, running.vocabulary
    )


def _of_bag(bag: Bag, order: Integers, settings: Settings) -> Described:
    counts = csr_array(bag.counts[order]).astype(np.float64)
    telling = np.array([not is_plain(term) for term in bag.vocabulary.tolist()], dtype=float)
    rarity = _rarity(counts, settings.background) * telling
    weights = _weigh(counts, rarity, settings.words)
    return Described(weights, weights, np.arange(len(bag.vocabulary)), bag.vocabulary)


def _read(corpus: Corpus, order: Integers) -> Running:
    """Find the running words of the counted segments, and how often capitals begin them."""
    documents = corpus.documents.iloc[order]
    place = pd.Series(np.arange(len(order)), index=documents["document_id"])
    segments = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    owner = place.loc[segments["document_id"]].to_numpy()
    segments = segments.assign(owner=owner).sort_values(["owner", "start", "end"])
    segments = segments.assign(segment=np.arange(len(segments)), voice=0)
    tokens = encode(documents, segments)
    vocabulary, same = np.unique(
        np.array([_fold(term) for term in tokens.vocabulary.tolist()], dtype=str),
        return_inverse=True,
    )
    title = (segments["label"] == "title").to_numpy()
    return Running(
        same[tokens.ids].astype(np.int64),
        np.repeat(np.arange(len(order)), np.diff(tokens.offsets)),
        tokens.stretch.astype(np.int64),
        title[tokens.stretch],
        vocabulary,
        _capitals(documents["source"].to_numpy(), segments[~title]),
    )


def _capitals(sources: NDArray[np.object_], segments: pd.DataFrame) -> Mapping[str, int]:
    """Count words that begin with a capital letter; of titles nothing can be learnt."""
    printed: Counter[str] = Counter()
    for owner, start, end in zip(
        segments["owner"], segments["start"], segments["end"], strict=True
    ):
        printed.update(_CAPITAL.findall(sources[owner], start, end))
    folded: Counter[str] = Counter()
    for word, times in printed.items():
        folded[_fold(word)] += times
    return folded


def _fold(word: str) -> str:
    return word.replace("’", "'").lower().removesuffix("'s")


def _boost(running: Running, settings: Settings) -> Numbers:
    """Weigh names and figures above other words, and function words not at all."""
    size = len(running.vocabulary)
    body = ~running.title
    printed = np.bincount(running.word[body], minlength=size)
    words = running.vocabulary.tolist()
    capitals = np.array([running.capitals.get(word, 0) for word in words])
    figure = np.array([word[0].isdigit() for word in words], dtype=bool)
    plain = np.array([is_plain(word) for word in words], dtype=bool)
    boost = np.where(capitals > _MOSTLY * (printed + 0.5), settings.names, 1.0)
    boost = np.where(figure, settings.figures, boost)
    return np.where(plain, 0.0, boost)


def _count(
    rows: Integers, columns: Integers, shape: tuple[int, int], keep: NDArray[np.bool_]
) -> csr_array:
    ones = np.ones(int(keep.sum()))
    counts = csr_array(coo_array((ones, (rows[keep], columns[keep])), shape=shape))
    counts.sum_duplicates()
    return counts


def _pairs(running: Running, count: int, title: float) -> tuple[csr_array, Integers]:
    """Count two neighbouring words of one segment, neither a function word."""
    words = running.vocabulary.tolist()
    plain = np.array([is_plain(word) for word in words], dtype=bool)
    first, second = running.word[:-1], running.word[1:]
    keep = (running.segment[:-1] == running.segment[1:]) & ~plain[first] & ~plain[second]
    keys, columns = np.unique(first[keep] * len(words) + second[keep], return_inverse=True)
    rows, heads = running.document[:-1][keep], running.title[:-1][keep]
    shape = (count, len(keys))
    body = _count(rows, columns, shape, ~heads)
    counts = csr_array(body + title * _count(rows, columns, shape, heads))
    return counts, keys


def _rarity(counts: csr_array, background: float) -> Numbers:
    """Weigh terms by how few documents hold them, as if among `background` others."""
    document_counts = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity: Numbers = np.log((counts.shape[0] + background) / np.maximum(document_counts, 1))
    return rarity


def _weigh(counts: csr_array, rarity: Numbers, most: int) -> csr_array:
    """Weigh the terms of each document, as shares of the length of all of them.

    Only the weightiest that another document holds too are kept; the others tie nothing, but
    a document that shares little of what it says is like none.
    """
    weights = counts.copy()
    weights.data = (1 + np.log(weights.data)) * rarity[weights.indices]
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    document_counts = np.bincount(counts.indices, minlength=counts.shape[1])
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    shared = np.flatnonzero((document_counts[weights.indices] > 1) & (weights.data > 0))
    order = shared[np.lexsort((weights.indices[shared], -weights.data[shared], rows[shared]))]
    first = np.searchsorted(rows[order], rows[order], side="left")
    chosen = order[np.arange(len(order)) - first < most]
    data = weights.data[chosen] / length[rows[chosen]]
    return csr_array(coo_array((data, (rows[chosen], weights.indices[chosen])), shape=counts.shape))
