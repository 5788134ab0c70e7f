"""What reading finds in some documents of a corpus, and how it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, running
from analysis.corpus.language.tokenizer import Numbers, ranked
from analysis.corpus.tokens.whole import Whole


@dataclass(frozen=True)
class Share:
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

    def add(self, share: Share) -> NDArray[np.int32]:
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


def merge(shares: Iterable[Share]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Whole]:
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
