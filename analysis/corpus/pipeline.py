"""Documents -> segments, credits, quotations and running words, share by share.

A share is some of the documents of a corpus. What is found in it does not depend on the other
documents, but for the lines that an outlet repeats, which are learnt from all beforehand; so
shares can be read in any number of processes or machines, and added up.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from numpy.typing import NDArray

from analysis.corpus import clean, cluster, credit, voice
from analysis.corpus.clean import Rules
from analysis.corpus.clean.learn import Learnt
from analysis.corpus.encode import encode
from analysis.corpus.quote import Speech, identify, quotations
from analysis.corpus.tokens import Integers, Strings
from analysis.corpus.whole import Whole
from analysis.schema import COUNTED, DOCUMENTS

RULES, SPACY = "rules", "spacy"
# Documents of a share: enough for polars to work on, few enough for memory.
SHARE: Final = 1_000
# From as many documents on, reading quotations takes longer than starting processes.
_MANY: Final = 2_000
Result = TypeVar("Result")
# How many processes of this machine, or the address of a Dask scheduler.
Workers = int | str
_HEAD: Final = ["html_standfirst", "html_byline"]


@dataclass(frozen=True)
class Lore:
    """What reading rests on: rules of cleaning, the lexicon of speech, how speakers are found."""

    rules: Rules
    speech: Speech
    speakers: str = RULES


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


Work = tuple[pd.DataFrame, Found | None]


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
    width
        Characters of the widest printed word, which the vocabulary has room for.
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
    terms: list[str]
    width: int
    keys: list[str]


def read_share(
    documents: pd.DataFrame, learnt: Learnt | None, lore: Lore, found: Found | None = None
) -> Share:
    """Read some documents.

    Parameters
    ----------
    documents
        Rows of `read_documents`.
    learnt
        The lines that outlets repeat, from `learn`; None where these documents are all.
    lore
        What reading rests on.
    found
        Credits and quotations of some of them, which are taken where their key is the same.
    """
    segments = clean.segment(documents, lore.rules, learnt)
    mine = keys(documents, segments)
    credited, spoken = _told(documents, segments, lore, _still(documents, mine, found))
    stretches = voice.stretches(segments, spoken)
    tokens = encode(credited, stretches)
    spoken["spoken"] = voice.words_spoken(credited, stretches, len(spoken))
    credited["words"] = tokens.lengths()
    credited = credited.drop(columns=_HEAD, errors="ignore")
    others = [name for name in credited.columns if name not in DOCUMENTS.names]
    counted = int(segments["label"].isin(COUNTED).sum())
    return Share(
        credited[[*DOCUMENTS.names, *others]],
        segments,
        spoken,
        tokens.ids,
        tokens.voice,
        tokens.offsets,
        np.searchsorted(tokens.stretch, np.arange(counted + 1)),
        tokens.vocabulary.tolist(),
        max(map(len, tokens.vocabulary.tolist()), default=1),
        mine,
    )


def keys(documents: pd.DataFrame, segments: pd.DataFrame) -> list[str]:
    """Hash each document as it was read and cleaned: equal keys, equal credits and quotations."""
    parts: dict[str, list[Any]] = {name: [] for name in documents["document_id"]}
    names = ["document_id", *documents.columns.difference(["document_id", "source", "words"])]
    rows = documents[names].astype(object).where(documents[names].notna(), "")
    for row in rows.itertuples(index=False, name=None):
        parts[row[0]].append([str(value) for value in row])
    for row in segments.itertuples(index=False, name=None):
        parts[row[0]].append(row[1:])
    head = "\0".join(names)
    written = (json.dumps([head, *part], separators=(",", ":")) for part in parts.values())
    return [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in written]


def _still(documents: pd.DataFrame, mine: list[str], found: Found | None) -> Found | None:
    """Keep what is known of documents that were read and cleaned as they were."""
    if found is None:
        return None
    before = dict(zip(found.documents["document_id"], found.keys, strict=True))
    names = documents["document_id"].tolist()
    same = {name for name, key in zip(names, mine, strict=True) if before.get(name) == key}
    kept = found.documents["document_id"].isin(same)
    spoken = found.quotations[found.quotations["document_id"].isin(same)]
    return Found(found.documents[kept], spoken, ()) if same else None


def _told(
    documents: pd.DataFrame, segments: pd.DataFrame, lore: Lore, found: Found | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Credit documents and find their quotations, but for those that are known."""
    if found is None:
        credited = credit.credit(documents, segments, lore.rules)
        return credited, _spoken(credited, segments, lore)
    known = documents["document_id"].isin(found.documents["document_id"]).to_numpy()
    new = documents[~known].reset_index(drop=True)
    mine = segments[segments["document_id"].isin(new["document_id"])].reset_index(drop=True)
    credited = credit.credit(new, mine, lore.rules)
    spoken = _spoken(credited, mine, lore)
    order = documents["document_id"]
    return (
        _joined([found.documents, credited], order)[list(documents.columns)],
        _joined([found.quotations, spoken], order),
    )


def _joined(parts: Sequence[pd.DataFrame], order: pd.Series) -> pd.DataFrame:
    """Put rows in the order of documents; those of one document keep theirs."""
    positions = pd.Series(np.arange(len(order)), index=order)
    rows = pd.concat(parts, ignore_index=True)
    where = positions.loc[rows["document_id"]].to_numpy()
    return rows.iloc[np.argsort(where, kind="stable")].reset_index(drop=True)


def _spoken(documents: pd.DataFrame, segments: pd.DataFrame, lore: Lore) -> pd.DataFrame:
    spoken = quotations(documents, segments, lore.speech)
    if lore.speakers != SPACY:
        return spoken
    # Not before: spaCy is an extra, and slow to import.
    from analysis.corpus import spacy_speakers

    spoken = spacy_speakers.improve(documents, spoken, speech=lore.speech)
    return identify(documents, segments, spoken, lore.speech)


def cut(documents: pd.DataFrame, size: int = SHARE) -> Iterator[pd.DataFrame]:
    """Cut documents into shares."""
    for start in range(0, len(documents), size):
        yield documents.iloc[start : start + size].reset_index(drop=True)


def learn(shares: Iterable[pd.DataFrame], lore: Lore, workers: Workers = 1) -> Learnt:
    """Learn the lines that outlets repeat from all shares of a corpus."""
    tally = clean.Tally()
    calls = ((documents, lore.rules) for documents in shares)
    for part in _each(clean.tally, calls, workers, (lore.rules,)):
        tally = tally + part
    return tally.learnt(lore.rules)


def read_shares(
    work: Iterable[Work], learnt: Learnt | None, lore: Lore, workers: Workers = 1
) -> Iterator[Share]:
    """Read shares, in their order, by as many processes, or on a cluster."""
    calls = ((documents, learnt, lore, found) for documents, found in work)
    yield from _each(read_share, calls, workers, (lore, *([learnt] if learnt else [])))


def _each(
    function: Callable[..., Result],
    calls: Iterable[tuple[Any, ...]],
    workers: Workers,
    same: Iterable[object] = (),
) -> Iterator[Result]:
    """Call a function with each set of arguments; results come in that order."""
    if isinstance(workers, str):
        yield from cluster.each(workers, function, calls, same)
    elif workers == 1:
        yield from (function(*arguments) for arguments in calls)
    else:
        jobs = (delayed(function)(*arguments) for arguments in calls)
        run = Parallel(n_jobs=workers, return_as="generator", pre_dispatch=workers + 1)
        yield from run(jobs)


def processes(documents: int, lore: Lore) -> int:
    """Say how many processes are worth their start; spaCy's model is loaded in one only."""
    return (os.cpu_count() or 1) if documents >= _MANY and lore.speakers == RULES else 1


class Terms:
    """The vocabulary of shares that were added up; a term keeps the number it got first."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._frequency = np.zeros(0, dtype=np.int64)
        self.width = 1

    def add(self, share: Share) -> NDArray[np.int32]:
        """Count the terms of a share; returns its ids in the common numbers."""
        numbers = self._numbers
        mine = [numbers.setdefault(term, len(numbers)) for term in share.terms]
        mapping = np.array(mine, dtype=np.int32)
        grown = np.zeros(len(numbers), dtype=np.int64)
        grown[: len(self._frequency)] = self._frequency
        grown[mapping] += np.bincount(share.ids, minlength=len(mapping))
        self._frequency, self.width = grown, max(self.width, share.width)
        return mapping[share.ids]

    def ranked(self) -> tuple[NDArray[np.int32], Strings]:
        """Rank terms by falling frequency, ties by name.

        Returns
        -------
        The rank of each number, and the terms in the order of their ranks.
        """
        terms = np.array(list(self._numbers), dtype=f"<U{self.width}")
        order = np.lexsort((terms, -self._frequency))
        rank = np.zeros(len(terms), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank, terms[order]


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
        vocabulary,
    )
    return (
        pd.concat([part.documents for part in parts], ignore_index=True),
        pd.concat([part.segments for part in parts], ignore_index=True),
        pd.concat([part.quotations for part in parts], ignore_index=True),
        tokens,
    )


def _end_to_end(edges: Sequence[Integers]) -> Integers:
    """Join running positions that each begin at 0."""
    sizes = np.concatenate([np.diff(part) for part in edges])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
