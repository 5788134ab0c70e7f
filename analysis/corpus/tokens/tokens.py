"""The running words of a corpus as integers, and their counts.

The corpus is one flat array of ids, the vocabulary is sorted by falling frequency (ties by
name), and offsets into the source are remade only for the documents one wants to see. No
n-gram crosses the end of a segment; one has a voice only if all its words share it. Token and
term: design.md, rule 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from analysis.corpus import language
from analysis.corpus.arrays import Integers, changes, expanded, falling, positions, running
from analysis.corpus.language.tokenizer import ranked, word_offsets
from analysis.corpus.tokens import count
from analysis.corpus.tokens.count import Alphabet, Cells, Words
from analysis.corpus.tokens.voices import NAMES, code
from analysis.schema import TOKENS, CorpusError, empty, shape

# Words of any length: an array as wide as the longest would take a kilobyte for some.
Strings = NDArray[Any]

LONGEST_NGRAM: Final = 3
_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True, eq=False, repr=False)
class Tokens:
    """The running words of a corpus, or those of one voice.

    Attributes
    ----------
    ids
        Term id of every running word, document after document.
    stretch
        Number of the run of neighbouring words every running word stands in: its segment, or
        where one voice is chosen a part of it.
    voice
        0 own, 1 paraphrase, 2 quoted.
    place
        Number of the running word in its document, all voices counted.
    offsets
        Where each document begins in `ids`; one more than there are documents.
    vocabulary
        The term of each id.
    """

    ids: NDArray[np.int32]
    stretch: NDArray[np.int32]
    voice: NDArray[np.uint8]
    place: NDArray[np.int32]
    offsets: Integers
    vocabulary: Strings

    def _rows(self, rows: Integers, offsets: Integers) -> Tokens:
        return Tokens(
            self.ids[rows],
            self.stretch[rows],
            self.voice[rows],
            self.place[rows],
            offsets,
            self.vocabulary,
        )

    def with_terms(self, ids: NDArray[np.int32], vocabulary: Strings) -> Tokens:
        """Put other terms in the place of these."""
        return replace(self, ids=ids, vocabulary=vocabulary)

    def take(self, documents: Integers) -> Tokens:
        """Keep the given documents, by their positions."""
        sizes = np.diff(self.offsets)[documents]
        return self._rows(expanded(self.offsets[documents], sizes), running(sizes))

    def of_voice(self, voice: str) -> Tokens:
        """Keep the words of one voice; words it did not stand between stay apart.

        Raises
        ------
        CorpusError
            There is no such voice.
        """
        wanted = self.voice == code(voice)
        begins = changes(self.stretch) | changes(self.voice)
        runs = np.cumsum(begins, dtype=np.int32)
        counts = running(wanted)
        rows = np.flatnonzero(wanted)
        return replace(self._rows(rows, counts[self.offsets]), stretch=runs[rows])

    def __repr__(self) -> str:
        """Say how many words there are."""
        return f"{len(self.ids):,} running words, {len(self.vocabulary):,} terms"

    @cached_property
    def frequency(self) -> Integers:
        """How often each term occurs."""
        size, parts = len(self.vocabulary), range(0, len(self.ids), _AT_ONCE)
        # Part by part: counting makes wider copies of what it counts.
        total = np.zeros(size, dtype=np.int64)
        for begin in parts:
            total += np.bincount(self.ids[begin : begin + _AT_ONCE], minlength=size)
        return total

    def lengths(self, n: int = 1) -> Integers:
        """Count the tokens (n-grams) of each document."""
        if n == 1:
            return np.diff(self.offsets)
        _check_n(n)
        without = np.searchsorted(count.headless(self, n), self.offsets)
        return np.diff(self.offsets) - np.diff(without)

    def matrix(self, n: int = 1, minimum_documents: int = 1) -> tuple[csc_array, Words]:
        """Count the n-grams of each document.

        Returns
        -------
        Documents x terms that stand in at least `minimum_documents`, term by term, and the
        terms, in order of falling frequency, ties by name.
        """
        _check_n(n)
        return count.matrix(self, n, minimum_documents)

    def cells(self, n: int, number: NDArray[np.int32]) -> tuple[Alphabet, Iterator[Cells]]:
        """Count n-grams in documents that are numbered so; see `count`."""
        _check_n(n)
        letters = count.alphabet(self, n)
        return letters, count.cells(self, letters, number)

    @cached_property
    def edges(self) -> Integers:
        """Where each stretch begins; one more than there are."""
        return np.append(np.flatnonzero(changes(self.stretch)), len(self.ids))

    def bounds(self, places: Integers) -> tuple[Integers, Integers]:
        """Say where the stretches begin and end that running words stand in."""
        stretch = np.searchsorted(self.edges, places, side="right")
        return self.edges[stretch - 1], self.edges[stretch]

    def stemmed(self, stemmer: str) -> Tokens:
        """Replace every term by its stem (Snowball)."""
        return self.renamed(language.stems(self.vocabulary.tolist(), stemmer))

    def renamed(self, terms: Sequence[str]) -> Tokens:
        """Give every term of the vocabulary another name; those of one name are one term."""
        vocabulary, mapping = np.unique(np.array(terms, dtype=object), return_inverse=True)
        return _renumbered(self.with_terms(mapping[self.ids].astype(np.int32), vocabulary))

    def as_printed(self, documents: pd.DataFrame, stretches: pd.DataFrame) -> Tokens:
        """Replace every term by the word as it is printed; what else printing varies is folded.

        Parameters
        ----------
        documents, stretches
            As for `frame`.
        """
        if not len(self.ids):
            return self
        _, owner, starts, ends = self._places(documents, stretches)
        sources = documents["source"].tolist()
        places = zip(owner.tolist(), starts.tolist(), ends.tolist(), strict=True)
        printed = pl.Series([sources[d][s:e] for d, s, e in places], dtype=pl.String)
        words = printed.unique().sort()
        ids = words.search_sorted(printed).to_numpy().astype(np.int32)
        spelt = self.with_terms(ids, np.array(words.to_list(), dtype=object))
        return spelt.renamed(language.folded(words).to_list())

    def _places(
        self, documents: pd.DataFrame, stretches: pd.DataFrame
    ) -> tuple[Integers, Integers, Integers, Integers]:
        """Find of each running word its stretch, its document, its start and its end."""
        of = positions(stretches["document_id"], pd.Index(documents["document_id"]))
        bounds = (of, stretches["start"].to_numpy(), stretches["end"].to_numpy())
        rows, starts, ends = self.spans(documents["source"].tolist(), bounds)
        return rows, np.repeat(np.arange(len(documents)), np.diff(self.offsets)), starts, ends

    def frame(
        self, documents: pd.DataFrame, stretches: pd.DataFrame, speakers: pd.Series
    ) -> pd.DataFrame:
        """Lay the running words out as a table, with their offsets in the source.

        Parameters
        ----------
        documents, stretches
            The documents these tokens are of, in their order, and all their stretches.
        speakers
            `speaker_id` of each row of quotations.

        Returns
        -------
        One row per running word, as `schema.TOKENS`.
        """
        if not len(self.ids):
            return empty(TOKENS)
        rows, owner, starts, ends = self._places(documents, stretches)
        sources = documents["source"].tolist()
        places = zip(owner.tolist(), starts.tolist(), ends.tolist(), strict=True)
        names = np.append(speakers.to_numpy(dtype=object), "")
        words = pd.DataFrame(
            {
                "document_id": documents["document_id"].take(owner).array,
                "position": self.place,
                "token": [sources[document][start:end] for document, start, end in places],
                "term": self.vocabulary[self.ids],
                "start": starts,
                "end": ends,
                "voice": NAMES[self.voice],
                "speaker_id": names[stretches["quotation"].to_numpy()[rows]],
            }
        )
        return shape(words, TOKENS)

    def spans(
        self, sources: Sequence[str], stretches: tuple[Integers, Integers, Integers]
    ) -> tuple[Integers, Integers, Integers]:
        """Find where the running words stand in the sources.

        Parameters
        ----------
        sources
            Of the documents these tokens are of, in their order.
        stretches
            All stretches of these documents, in their order: the number of its document, its
            start and its end.

        Returns
        -------
        Of each running word the number of its stretch, and its first code point and the one
        after its last.
        """
        owner, begins, stops = stretches
        places = zip(owner.tolist(), begins.tolist(), stops.tolist(), strict=True)
        texts = [sources[document][begin:stop] for document, begin, stop in places]
        starts, ends, sizes = word_offsets(texts)
        first = np.cumsum(sizes) - sizes
        first = np.append(first, len(starts))[np.searchsorted(owner, np.arange(len(sources)))]
        word_rows = np.repeat(first, np.diff(self.offsets)) + self.place
        stretch = np.repeat(np.arange(len(texts)), sizes)[word_rows]
        return stretch, begins[stretch] + starts[word_rows], begins[stretch] + ends[word_rows]


@dataclass(frozen=True, eq=False, repr=False)
class Bag:
    """The counts of single words that a text-free release holds, voice by voice."""

    parts: Mapping[str, csr_array]
    vocabulary: Strings

    def __repr__(self) -> str:
        """Say how many words were counted."""
        return f"counts of {int(self.counts.sum()):,} words, {len(self.vocabulary):,} terms"

    @property
    def counts(self) -> csr_array:
        """Documents x terms, all voices together."""
        first, *others = self.parts.values()
        total = first
        for other in others:
            total = total + other
        return csr_array(total)

    def _with_parts(self, parts: Mapping[str, csr_array], vocabulary: Strings | None = None) -> Bag:
        return Bag(parts, self.vocabulary if vocabulary is None else vocabulary)

    def take(self, documents: Integers) -> Bag:
        """Keep the given documents, by their positions."""
        return self._with_parts(
            {name: csr_array(part[documents]) for name, part in self.parts.items()}
        )

    def of_voice(self, voice: str) -> Bag:
        """Keep the words of one voice; see `Tokens.of_voice`."""
        return self._with_parts({voice: self.parts[str(NAMES[code(voice)])]})

    def lengths(self, n: int = 1) -> Integers:
        """Count the tokens of each document."""
        _only_single_words(n)
        return np.asarray(self.counts.sum(axis=1)).ravel()

    def matrix(self, n: int = 1, minimum_documents: int = 1) -> tuple[csc_array, Words]:
        """Count the words of each document; see `Tokens.matrix`."""
        _only_single_words(n)
        counts = self.counts
        enough = np.flatnonzero(_document_frequency(counts) >= max(minimum_documents, 1))
        return _by_frequency(csc_array(counts[:, enough]), self.vocabulary[enough])

    def cells(self, n: int, number: NDArray[np.int32]) -> tuple[Alphabet, Iterator[Cells]]:
        """Count words in documents that are numbered so; see `Tokens.cells`."""
        _only_single_words(n)
        names = pa.array(self.vocabulary.tolist(), pa.large_string())
        letters = Alphabet(names, np.arange(len(names)), n)
        return letters, iter([count.cells_of(self.counts, number)])

    def stemmed(self, stemmer: str) -> Bag:
        """Replace every term by its stem (Snowball)."""
        return self.renamed(language.stems(self.vocabulary.tolist(), stemmer))

    def renamed(self, terms: Sequence[str]) -> Bag:
        """Give every term of the vocabulary another name; those of one name are one term."""
        vocabulary, mapping = np.unique(np.array(terms, dtype=object), return_inverse=True)
        ones = np.ones(len(mapping), dtype=np.int64)
        merge = csr_array(
            (ones, (np.arange(len(mapping)), mapping)), shape=(len(mapping), len(vocabulary))
        )
        parts = {name: csr_array(part @ merge) for name, part in self.parts.items()}
        return self._with_parts(parts, vocabulary)


def bag(counts: pd.DataFrame, documents: pd.DataFrame) -> Bag:
    """Make the bag of a release from its table `counts`, in the order of its documents."""
    positions = pd.Series(np.arange(len(documents)), index=documents["document_id"])
    rows = positions.loc[counts["document_id"]].to_numpy()
    vocabulary, columns = np.unique(counts["term"].to_numpy(dtype=str), return_inverse=True)
    values = counts["frequency"].to_numpy(dtype=np.int64)
    size = (len(documents), len(vocabulary))
    parts = {}
    for name in NAMES.tolist():
        mask = (counts["voice"] == name).to_numpy()
        parts[name] = csr_array((values[mask], (rows[mask], columns[mask])), shape=size)
    return Bag(parts, vocabulary)


def _renumbered(tokens: Tokens) -> Tokens:
    """Renumber terms by falling frequency, ties by name; drop those that do not occur."""
    frequency = np.bincount(tokens.ids, minlength=len(tokens.vocabulary))
    rank, order = ranked(pl.Series(tokens.vocabulary.tolist(), dtype=pl.String), frequency)
    return tokens.with_terms(rank[tokens.ids], tokens.vocabulary[order[frequency[order] > 0]])


def _document_frequency(counts: csr_array) -> Integers:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _by_frequency(counts: csc_array, terms: Strings) -> tuple[csc_array, Words]:
    frequency = np.asarray(counts.sum(axis=0)).ravel()
    order = falling(frequency, terms)
    order = order[frequency[order] > 0]
    return counts[:, order], count.spelt(terms[order].tolist())


def _check_n(n: int) -> None:
    if n not in range(1, LONGEST_NGRAM + 1):
        raise CorpusError(f"Terms have 1 to {LONGEST_NGRAM} words, not {n}.")


def _only_single_words(n: int) -> None:
    _check_n(n)
    if n != 1:
        raise CorpusError(
            "A text-free release holds counts of single words only; "
            "terms of several words need the articles themselves."
        )


Lookup = Strings | Callable[[], Strings]
Later = Callable[[], NDArray[Any]]


class Pieces(NamedTuple):
    """Parts of an array, from `low` to `high`, that are not joined yet."""

    values: NDArray[Any] | Later
    low: Integers
    high: Integers


class Whole(Tokens):
    """Running words of whole documents; what `Tokens` has besides is made when asked for.

    Attributes
    ----------
    starts
        Where each counted segment begins in `ids`; one more than there are segments.
    numbers
        The number of each segment; without it they are numbered from 0.
    """

    starts: Integers
    numbers: NDArray[np.int32] | None

    def __init__(
        self,
        ids: NDArray[np.int32] | Pieces,
        voice: NDArray[np.uint8] | Pieces | Later,
        offsets: Integers,
        starts: Integers,
        terms: Lookup,
        numbers: NDArray[np.int32] | None = None,
    ) -> None:
        # Parts of these words look at the voices too: they are made once.
        voice = cache(voice) if callable(voice) else voice
        # The fields of a frozen class are set past its guard.
        vars(self).update(
            _ids=ids, _voice=voice, offsets=offsets, starts=starts, numbers=numbers, _terms=terms
        )

    @cached_property
    def ids(self) -> NDArray[np.int32]:
        """Term id of every running word."""
        return _array_of(vars(self)["_ids"])

    @cached_property
    def voice(self) -> NDArray[np.uint8]:
        """Voice of every running word."""
        return _array_of(vars(self)["_voice"])

    @cached_property
    def vocabulary(self) -> Strings:
        """The term of each id."""
        terms: Lookup = vars(self)["_terms"]
        return terms() if callable(terms) else terms

    @cached_property
    def stretch(self) -> NDArray[np.int32]:
        """Number of the segment of every running word."""
        numbers = self.numbers
        if numbers is None:
            numbers = np.arange(len(self.starts) - 1, dtype=np.int32)
        return np.repeat(numbers, np.diff(self.starts))

    @cached_property
    def place(self) -> NDArray[np.int32]:
        """Number of every running word in its document."""
        first = np.repeat(self.offsets[:-1].astype(np.int32), np.diff(self.offsets))
        return np.arange(len(self.ids), dtype=np.int32) - first

    @property
    def edges(self) -> Integers:
        """Where each segment begins, also one without words; one more than there are."""
        return self.starts

    def take(self, documents: Integers) -> Whole:
        """Keep the given documents, by their positions."""
        documents = np.asarray(documents, dtype=np.int64)
        sizes = np.diff(self.offsets)[documents]
        filled, edges = self._filled
        segments = filled[expanded(edges[documents], np.diff(edges)[documents])]
        numbers = segments.astype(np.int32) if self.numbers is None else self.numbers[segments]
        lengths = np.diff(self.starts)[segments]
        return Whole(
            self._pieces("ids", documents),
            self._pieces("voice", documents),
            running(sizes),
            running(lengths),
            vars(self).get("vocabulary", vars(self)["_terms"]),
            numbers,
        )

    @cached_property
    def _filled(self) -> tuple[Integers, Integers]:
        """List the segments that have words, and where those of each document begin."""
        filled = np.flatnonzero(np.diff(self.starts))
        return filled, np.searchsorted(self.starts[filled], self.offsets)

    def _pieces(self, name: str, documents: Integers) -> Pieces:
        """Say where the words of documents lie; choosing twice copies nothing twice."""
        words = vars(self).get(name, vars(self)[f"_{name}"])
        if isinstance(words, Pieces):
            return Pieces(words.values, words.low[documents], words.high[documents])
        return Pieces(words, self.offsets[documents], self.offsets[documents + 1])

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the words that are meant, not the files they lie in."""
        state = (self.ids, self.voice, self.offsets, self.starts, self.vocabulary, self.numbers)
        return Whole, state

    def plain(self) -> Tokens:
        """Lay everything out, word by word."""
        return Tokens(self.ids, self.stretch, self.voice, self.place, self.offsets, self.vocabulary)

    def with_terms(self, ids: NDArray[np.int32], vocabulary: Strings) -> Whole:
        """Put other terms in the place of these."""
        return Whole(ids, self.voice, self.offsets, self.starts, vocabulary, self.numbers)

    def with_voices(self, voice: Later) -> Whole:
        """Put other voices in the place of these, made when they are looked at."""
        ids, terms = (vars(self)[name] for name in ("_ids", "_terms"))
        return Whole(ids, voice, self.offsets, self.starts, terms, self.numbers)


class Late(Whole):
    """Running words of whole documents that are made when they are looked at."""

    def __init__(self, made: Callable[[], Whole]) -> None:
        vars(self)["_made"] = cache(made)

    @property
    def _whole(self) -> Whole:
        made: Whole = vars(self)["_made"]()
        return made

    def __getattr__(self, name: str) -> Any:
        """Give what the words have that are meant."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._whole, name)

    @property
    def ids(self) -> NDArray[np.int32]:
        """Term id of every running word."""
        return self._whole.ids

    @property
    def voice(self) -> NDArray[np.uint8]:
        """Voice of every running word."""
        return self._whole.voice

    @property
    def vocabulary(self) -> Strings:
        """The term of each id."""
        return self._whole.vocabulary

    def take(self, documents: Integers) -> Whole:
        """Keep the given documents, by their positions."""
        return self._whole.take(documents)

    def with_voices(self, voice: Later) -> Whole:
        """Put other voices in the place of these, made when they are looked at."""
        return self._whole.with_voices(voice)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the words that are meant."""
        return self._whole.__reduce__()


def _array_of(values: NDArray[Any] | Pieces | Later) -> NDArray[Any]:
    if isinstance(values, Pieces):
        return _gather(_array_of(values.values), values.low, values.high)
    return values() if callable(values) else values


def _gather(values: NDArray[Any], low: Integers, high: Integers) -> NDArray[Any]:
    """Join the parts of an array from `low` to `high`; neighbours are taken in one piece."""
    if not len(low):
        return np.asarray(values[:0])
    breaks = np.flatnonzero(low[1:] != high[:-1]) + 1
    firsts, lasts = low[np.append(0, breaks)], high[np.append(breaks - 1, len(low) - 1)]
    pairs = zip(firsts.tolist(), lasts.tolist(), strict=True)
    return np.concatenate([values[first:last] for first, last in pairs])
