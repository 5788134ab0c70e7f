"""Turn counted stretches of text into token ids, and ids into counts.

A stretch is a counted segment: no n-gram crosses its end. The corpus is one flat array of
ids, the vocabulary is sorted by falling frequency (ties by name), and offsets into the source
are remade only for the documents one wants to see. Token and term: design.md, rule 6.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus import language
from analysis.schema import COUNTED, SEGMENTS, TOKENS, CorpusError, empty, require, shape

Integers = NDArray[np.int64]
Strings = NDArray[np.str_]

LONGEST_NGRAM: Final = 3
_MONTHS: Final = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()
)
# "US", "NATO": longer words in capitals are as a rule shouted, not abbreviated.
_SHORT: Final = range(2, 5)


@dataclass(frozen=True)
class Tokens:
    """The running words of a corpus as integers.

    Attributes
    ----------
    ids
        Term id of every running word, document after document.
    stretch
        Number of the stretch every running word stands in.
    offsets
        Where each document begins in `ids`; one more than there are documents.
    vocabulary
        The term of each id.
    """

    ids: NDArray[np.int32]
    stretch: NDArray[np.int32]
    offsets: Integers
    vocabulary: Strings

    def take(self, documents: Integers) -> Tokens:
        """Keep the given documents, by their positions."""
        sizes = np.diff(self.offsets)[documents]
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        rows = np.repeat(self.offsets[documents] - offsets[:-1], sizes) + np.arange(offsets[-1])
        return replace(self, ids=self.ids[rows], stretch=self.stretch[rows], offsets=offsets)

    def lengths(self, n: int = 1) -> Integers:
        """Count the tokens (n-grams) of each document."""
        document = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        return np.bincount(document[self._heads(n)], minlength=len(self.offsets) - 1)

    def _heads(self, n: int) -> Integers:
        """Find the positions at which an n-gram begins."""
        _check_n(n)
        last = len(self.ids) - n + 1
        same = self.stretch[: max(last, 0)] == self.stretch[n - 1 :]
        return np.flatnonzero(same)

    def matrix(self, n: int = 1, minimum_documents: int = 1) -> tuple[csr_array, Strings]:
        """Count the n-grams of each document.

        Returns
        -------
        Documents x terms that stand in at least `minimum_documents`, and the terms, in order
        of falling frequency, ties by name.
        """
        heads = self._heads(n)
        size = len(self.vocabulary)
        keys = self.ids[heads].astype(np.int64)
        for step in range(1, n):
            keys = keys * size + self.ids[heads + step]
        unique, columns = np.unique(keys, return_inverse=True)
        rows = np.searchsorted(self.offsets, heads, side="right") - 1
        ones = np.ones(len(heads), dtype=np.int64)
        counts = csr_array((ones, (rows, columns)), shape=(len(self.offsets) - 1, len(unique)))
        counts.sum_duplicates()
        enough = np.flatnonzero(_document_frequency(counts) >= minimum_documents)
        return _by_frequency(csr_array(counts[:, enough]), self._terms(unique[enough], n))

    def _terms(self, keys: Integers, n: int) -> Strings:
        size = len(self.vocabulary)
        parts = [self.vocabulary[keys // size ** (n - 1 - step) % size] for step in range(n)]
        terms: Strings = parts[0]
        for part in parts[1:]:
            terms = np.strings.add(np.strings.add(terms, " "), part)
        return terms

    def stemmed(self, stemmer: str) -> Tokens:
        """Replace every term by its stem (Snowball)."""
        new = np.array(language.stems(self.vocabulary.tolist(), stemmer), dtype=str)
        vocabulary, mapping = np.unique(new, return_inverse=True)
        return _ranked(replace(self, ids=mapping[self.ids].astype(np.int32), vocabulary=vocabulary))

    def frame(self, documents: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
        """Lay the running words out as a table, with their offsets in the source.

        Parameters
        ----------
        documents, segments
            The documents these tokens are of, in their order, and their segments.

        Returns
        -------
        One row per running word, as `schema.TOKENS`.
        """
        spans = counted(segments)
        by_document = dict(iter(spans.groupby("document_id", sort=False)))
        rows: list[tuple[str, int, str, int, int]] = []
        for document_id, source in zip(documents["document_id"], documents["source"], strict=True):
            position = 0
            for span in by_document.get(document_id, spans.iloc[:0]).itertuples():
                for word in language.words(source[span.start : span.end]):
                    start = span.start + word.start()
                    rows.append(
                        (document_id, position, word.group(), start, span.start + word.end())
                    )
                    position += 1
        if not rows:
            return empty(TOKENS)
        frame = pd.DataFrame(rows, columns=["document_id", "position", "token", "start", "end"])
        return shape(frame.assign(term=self.vocabulary[self.ids]), TOKENS)


@dataclass(frozen=True)
class Bag:
    """The counts of single words that a text-free release holds."""

    counts: csr_array
    vocabulary: Strings

    def take(self, documents: Integers) -> Bag:
        """Keep the given documents, by their positions."""
        return replace(self, counts=self.counts[documents])

    def lengths(self, n: int = 1) -> Integers:
        """Count the tokens of each document."""
        _only_single_words(n)
        return np.asarray(self.counts.sum(axis=1)).ravel()

    def matrix(self, n: int = 1, minimum_documents: int = 1) -> tuple[csr_array, Strings]:
        """Count the words of each document; see `Tokens.matrix`."""
        _only_single_words(n)
        enough = np.flatnonzero(_document_frequency(self.counts) >= minimum_documents)
        return _by_frequency(csr_array(self.counts[:, enough]), self.vocabulary[enough])

    def stemmed(self, stemmer: str) -> Bag:
        """Replace every term by its stem (Snowball)."""
        new = np.array(language.stems(self.vocabulary.tolist(), stemmer), dtype=str)
        vocabulary, mapping = np.unique(new, return_inverse=True)
        ones = np.ones(len(mapping), dtype=np.int64)
        merge = csr_array(
            (ones, (np.arange(len(mapping)), mapping)), shape=(len(mapping), len(vocabulary))
        )
        return Bag(csr_array(self.counts @ merge), vocabulary)


def counted(segments: pd.DataFrame) -> pd.DataFrame:
    """Keep the segments whose words are counted: title, standfirst and body."""
    require(segments, SEGMENTS, "counted")
    return segments[segments["label"].isin(COUNTED)]


def encode(documents: pd.DataFrame, segments: pd.DataFrame) -> Tokens:
    """Turn the counted segments of documents into term ids.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; `document_id` and `source` are used.
    segments
        `schema.SEGMENTS`, sorted by document (in the order of `documents`) and start.
    """
    spans = counted(segments)
    positions = pd.Series(np.arange(len(documents)), index=documents["document_id"])
    owner = positions.loc[spans["document_id"]].to_numpy()
    sources = documents["source"].to_numpy()
    texts = [
        sources[document][start:end]
        for document, start, end in zip(owner, spans["start"], spans["end"], strict=True)
    ]
    lists = pl.Series(texts, dtype=pl.String).str.extract_all(language.TOKEN)
    sizes = lists.list.len().to_numpy().astype(np.int64)
    raw, printed = _categories(lists)
    stretch = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    per_document = np.bincount(owner, weights=sizes, minlength=len(documents)).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(per_document)]).astype(np.int64)
    ids, vocabulary = _terms_of(raw, printed, stretch)
    return _ranked(Tokens(ids, stretch, offsets, vocabulary))


def bag(counts: pd.DataFrame, documents: pd.DataFrame) -> Bag:
    """Make the bag of a release from its table `counts`, in the order of its documents."""
    positions = pd.Series(np.arange(len(documents)), index=documents["document_id"])
    rows = positions.loc[counts["document_id"]].to_numpy()
    vocabulary, columns = np.unique(counts["term"].to_numpy(dtype=str), return_inverse=True)
    values = counts["frequency"].to_numpy(dtype=np.int64)
    return Bag(
        csr_array((values, (rows, columns)), shape=(len(documents), len(vocabulary))), vocabulary
    )


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
    raw: NDArray[np.int32], printed: Strings, stretch: NDArray[np.int32]
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
    shouted = np.bincount(stretch, weights=is_capitals[raw]) / np.bincount(stretch).clip(1)
    keeps = (is_capitals & is_short)[raw] & (shouted[stretch] < 0.5)
    keeps |= is_month[raw] & _beside(is_number[raw], stretch)
    kept = np.array(words, dtype=str)
    vocabulary, mapping = np.unique(np.concatenate([lower, kept]), return_inverse=True)
    return mapping[raw + np.where(keeps, len(lower), 0)].astype(np.int32), vocabulary


def _beside(marked: NDArray[np.bool_], stretch: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Mark the words whose neighbour in the same stretch is marked."""
    beside = np.zeros(len(marked), dtype=bool)
    same = stretch[1:] == stretch[:-1]
    beside[1:] |= marked[:-1] & same
    beside[:-1] |= marked[1:] & same
    return beside


def _ranked(tokens: Tokens) -> Tokens:
    """Renumber terms by falling frequency, ties by name; drop those that do not occur."""
    frequency = np.bincount(tokens.ids, minlength=len(tokens.vocabulary))
    order = np.lexsort((tokens.vocabulary, -frequency))
    order = order[frequency[order] > 0]
    rank = np.zeros(len(tokens.vocabulary), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return replace(tokens, ids=rank[tokens.ids], vocabulary=tokens.vocabulary[order])


def _document_frequency(counts: csr_array) -> Integers:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _by_frequency(counts: csr_array, terms: Strings) -> tuple[csr_array, Strings]:
    frequency = np.asarray(counts.sum(axis=0)).ravel()
    order = np.lexsort((terms, -frequency))
    order = order[frequency[order] > 0]
    return csr_array(counts[:, order]), terms[order]


def _check_n(n: int) -> None:
    if n not in range(1, LONGEST_NGRAM + 1):
        raise CorpusError(f"Terms have 1 to {LONGEST_NGRAM} words, not {n}.")


def _only_single_words(n: Any) -> None:
    _check_n(n)
    if n != 1:
        raise CorpusError(
            "A text-free release holds counts of single words only; "
            "terms of several words need the articles themselves."
        )
