"""What reading finds in some documents of a corpus, and how it adds up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from pandas.util import hash_pandas_object

from analysis.corpus.arrays import Integers, positions, running
from analysis.corpus.language.tokenizer import Numbers, ranked
from analysis.corpus.tokens.tokens import Whole


@dataclass(frozen=True)
class Found:
    """What may be known of documents already: credits and quotations, and what they rest on.

    Attributes
    ----------
    documents, quotations
        Complete tables.
    keys
        What `keys` gave for each document.
    """

    documents: pd.DataFrame
    quotations: pd.DataFrame
    keys: Sequence[str]


def keys(documents: pd.DataFrame, segments: pd.DataFrame) -> list[str]:
    """Hash each document as it was read and cleaned: equal keys, equal credits and quotations.

    Returns
    -------
    40 hexadecimal digits for each document: of its columns' names, of what stands in them, and
    of its segments, whose hashes add up, for their order is that of their places.
    """
    names = ["document_id", *documents.columns.difference(["document_id", "source", "words"])]
    rows = hash_pandas_object(documents[names], index=False)
    places = hash_pandas_object(segments[["start", "end", "label", "rule"]], index=False)
    owner = positions(segments["document_id"], pd.Index(documents["document_id"]))
    sums = np.zeros(len(documents), dtype=np.uint64)
    np.add.at(sums, owner, places.to_numpy())
    head = hashlib.blake2b(repr(names).encode("utf-8"), digest_size=4).hexdigest()
    return [f"{head}{row:016x}{laid:016x}" for row, laid in zip(rows, sums.tolist(), strict=True)]


def still(documents: pd.DataFrame, new_keys: list[str], old: Found | None) -> Found | None:
    """Keep what is known of documents that were read and cleaned as they were."""
    if old is None:
        return None
    before = dict(zip(old.documents["document_id"], old.keys, strict=True))
    names = documents["document_id"].tolist()
    same = {name for name, key in zip(names, new_keys, strict=True) if before.get(name) == key}
    mask = old.documents["document_id"].isin(same)
    spoken = old.quotations[old.quotations["document_id"].isin(same)]
    return Found(old.documents[mask], spoken, ()) if same else None


def joined(parts: Sequence[pd.DataFrame], order: pd.Series) -> pd.DataFrame:
    """Put rows in the order of documents; those of one document keep theirs."""
    rows = pd.concat(parts, ignore_index=True)
    where = positions(rows["document_id"], pd.Index(order))
    return rows.iloc[np.argsort(where, kind="stable")].reset_index(drop=True)


@dataclass(frozen=True)
class Shard:
    """The tables of some documents, and their running words with a vocabulary of their own.

    Attributes
    ----------
    documents, segments, quotations
        Complete tables.
    ids, voice
        Term and voice of every running word.
    offsets, starts
        Where each document and each counted segment begins in `ids`; one more than there are.
    terms
        The term of each id.
    keys
        A hash of each document as it was read and cleaned: where it is the same, credits and
        quotations are.
    """

    documents: pd.DataFrame
    segments: pd.DataFrame
    quotations: pd.DataFrame
    ids: NDArray[np.int32]
    voice: NDArray[np.uint8]
    offsets: Integers
    starts: Integers
    terms: pl.Series
    keys: list[str]


class Terms:
    """The vocabulary of shares that were added up; a term keeps the number it got first."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._frequency = np.zeros(0, dtype=np.int64)

    def add(self, share: Shard) -> NDArray[np.int32]:
        """Count the terms of a share; returns its ids in the common numbers."""
        numbers = self._numbers.of(share.terms).astype(np.int32)
        grown = np.zeros(max(len(self._frequency), numbers.max(initial=-1) + 1), dtype=np.int64)
        grown[: len(self._frequency)] = self._frequency
        grown[numbers] += np.bincount(share.ids, minlength=len(numbers))
        self._frequency = grown
        return numbers[share.ids]

    def ranked(self) -> tuple[NDArray[np.int32], pl.Series]:
        """Rank terms by falling frequency, ties by name.

        Returns
        -------
        The rank of each number, and the terms in the order of their ranks.
        """
        terms = self._numbers.words()
        rank, order = ranked(terms, self._frequency)
        return rank, terms.gather(order)


def merge(shares: Iterable[Shard]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Whole]:
    """Add shares up.

    Returns
    -------
    Documents, segments and quotations of all of them, and their running words.
    """
    terms, parts = Terms(), []
    ids = []
    for share in shares:
        ids.append(terms.add(share))
        parts.append(share)
    rank, vocabulary = terms.ranked()
    tokens = Whole(
        rank[np.concatenate(ids)],
        np.concatenate([part.voice for part in parts]),
        _end_to_end([part.offsets for part in parts]),
        _end_to_end([part.starts for part in parts]),
        vocabulary.to_numpy(),
    )
    return (
        pd.concat([part.documents for part in parts], ignore_index=True),
        pd.concat([part.segments for part in parts], ignore_index=True),
        pd.concat([part.quotations for part in parts], ignore_index=True),
        tokens,
    )


def _end_to_end(edges: Sequence[Integers]) -> Integers:
    """Join running positions that each begin at 0."""
    return running(np.concatenate([np.diff(part) for part in edges]))
