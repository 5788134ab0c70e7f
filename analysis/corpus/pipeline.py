"""Documents -> segments, credits, quotations and running words, share by share.

A share is some of the documents of a corpus. What is found in it does not depend on the other
documents, but for the lines that an outlet repeats, which are learnt from all beforehand; so
shares can be read in any number of processes or machines, and added up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus import clean, credit
from analysis.corpus import isolate as faulty
from analysis.corpus.arrays import Integers, plain, positions, running
from analysis.corpus.clean import Learnt, Rules, Spool
from analysis.corpus.execution.processes import Later, Workers, each
from analysis.corpus.isolate import Fault
from analysis.corpus.language import count_each
from analysis.corpus.quote import Speech, identify, quotations
from analysis.corpus.shard import Found, Shard, joined, keys, still
from analysis.corpus.tokens import voices as voice
from analysis.corpus.tokens.encode import encode_counted
from analysis.schema import COUNTED, DOCUMENTS, QUOTATIONS, SEGMENTS, empty

# How speakers are found; UNVOICED looks for no quotation at all: what the other steps take.
RULES, SPACY, UNVOICED = "rules", "spacy", "unvoiced"
# Documents of a share: enough for polars to work on, few enough for memory.
SHARE: Final = 3_000
# From as many documents on, reading quotations takes longer than starting processes.
_MANY: Final = 2_000
# Documents that are labelled again in one call.
_RELABELLED: Final = 1_000
_HEAD: Final = ["html_standfirst", "html_byline"]


@dataclass(frozen=True)
class Resources:
    """What reading rests on: rules of cleaning, the lexicon of speech, how speakers are found."""

    rules: Rules
    speech: Speech
    speakers: str = RULES


class Work(NamedTuple):
    """Some documents, and what may be known of them.

    Attributes
    ----------
    documents
        Rows of `read_documents`.
    segments
        What `learn` kept of them.
    found
        Credits and quotations, which are taken where their key is the same.
    again
        What `relabel` gave; without it documents with repeated lines are labelled again now.
    """

    documents: pd.DataFrame
    segments: pd.DataFrame | None = None
    found: Found | None = None
    again: pd.DataFrame | None = None

    def of(self, documents: pd.DataFrame) -> Work:
        """Keep some of the documents."""
        names = documents["document_id"]
        tables = (
            None
            if table is None
            else table[table["document_id"].isin(names)].reset_index(drop=True)
            for table in (self.segments, self.again)
        )
        segments, again = tables
        return Work(documents, segments, self.found, again)


def read_shard(
    work: Work,
    learnt: Learnt | None,
    resources: Resources,
    by_hand: pd.DataFrame | None = None,
) -> Shard:
    """Read some documents.

    Parameters
    ----------
    work
        The documents.
    learnt
        The lines that outlets repeat, from `learn`; None where these documents are all.
    resources
        What reading rests on.
    by_hand
        The segments of these documents, where a hand says which they are.
    """
    documents = work.documents
    segments = _segments(work, learnt, resources) if by_hand is None else by_hand
    shard_keys = keys(documents, segments)
    credited, spoken = _credit_and_quote(
        documents, segments, resources, still(documents, shard_keys, work.found)
    )
    stretches = voice.stretches(segments, spoken)
    tokens, sizes = encode_counted(credited, stretches)
    spoken["spoken"] = voice.words_spoken(stretches, sizes, len(spoken))
    credited["words"] = tokens.lengths()
    credited["words_page"] = words_visible(credited, segments)
    credited = credited.drop(columns=_HEAD, errors="ignore")
    others = [name for name in credited.columns if name not in DOCUMENTS.names]
    counted = int(segments["label"].isin(COUNTED).sum())
    return Shard(
        credited[[*DOCUMENTS.names, *others]],
        segments,
        spoken,
        tokens.ids,
        tokens.voice,
        tokens.offsets,
        np.searchsorted(tokens.stretch, np.arange(counted + 1)),
        pl.Series(tokens.vocabulary, dtype=pl.String),
        shard_keys,
    )


def _segments(work: Work, learnt: Learnt | None, resources: Resources) -> pd.DataFrame:
    """Label the documents that are not labelled as it must be."""
    documents, segments, _, again = work
    if segments is None or learnt is None:
        return clean.segment(documents, resources.rules, learnt)
    repeating = _is_among(documents, learnt.documents)
    if not repeating.any():
        return segments
    names = pd.Index(documents["document_id"])
    parts = [segments[~repeating[positions(segments["document_id"], names)]]]
    if again is not None:
        parts.append(again)
        repeating[positions(again["document_id"], names)] = False
    if repeating.any():
        parts.append(clean.segment(documents[repeating], resources.rules, learnt))
    return joined(parts, documents["document_id"])


def _is_among(documents: pd.DataFrame, names: Collection[str]) -> NDArray[np.bool_]:
    """Tell which documents are among some."""
    return np.array([name in names for name in plain(documents["document_id"])], dtype=bool)


def _credit_and_quote(
    documents: pd.DataFrame, segments: pd.DataFrame, resources: Resources, before: Found | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Credit documents and find their quotations, but for those that are known."""
    if before is None:
        credited = credit.credit(documents, segments, resources.rules)
        return credited, _spoken(credited, segments, resources)
    is_known = documents["document_id"].isin(before.documents["document_id"]).to_numpy()
    new = documents[~is_known].reset_index(drop=True)
    new_segments = segments[segments["document_id"].isin(new["document_id"])].reset_index(drop=True)
    credited = credit.credit(new, new_segments, resources.rules)
    spoken = _spoken(credited, new_segments, resources)
    order = documents["document_id"]
    return (
        joined([before.documents, credited], order)[list(documents.columns)],
        joined([before.quotations, spoken], order),
    )


def _spoken(documents: pd.DataFrame, segments: pd.DataFrame, resources: Resources) -> pd.DataFrame:
    if resources.speakers == UNVOICED:
        return empty(QUOTATIONS)
    spoken = quotations(documents, segments, resources.speech)
    if resources.speakers != SPACY:
        return spoken
    # Not before: spaCy is an extra, and slow to import.
    from analysis.corpus.spacy import speakers as spacy_speakers

    spoken = spacy_speakers.improve(documents, spoken, speech=resources.speech)
    return identify(documents, segments, spoken, resources.speech)


def cut(documents: pd.DataFrame, size: int = SHARE) -> Iterator[pd.DataFrame]:
    """Cut documents into shares."""
    for start in range(0, len(documents), size):
        yield documents.iloc[start : start + size].reset_index(drop=True)


def learn(
    shares: Iterable[pd.DataFrame | Later],
    resources: Resources,
    keep: Callable[[pd.DataFrame], None],
    workers: Workers = 1,
    folder: Path | None = None,
) -> Learnt:
    """Learn the lines that outlets repeat from all shares of a corpus.

    Parameters
    ----------
    shares
        Rows of `read_documents`.
    resources
        What reading rests on.
    keep
        Takes the segments of each share, as they are but for repeated lines: in the order of the
        shares, each as soon as it is read, so that the documents done can be counted meanwhile.
    workers
        How many processes, or the address of a scheduler.
    folder
        Where pages are laid aside meanwhile.
    """
    calls = ((documents, resources.rules) for documents in shares)
    faults: list[Fault] = []
    with Spool(folder) as spool:
        for draft, draft_faults in each(faulty.draft, calls, workers, (resources.rules,)):
            keep(draft.segments)
            spool.add(draft.tally)
            faults += draft_faults
        # The pages are on this machine, not on the cluster.
        here = workers if isinstance(workers, int) else 1
        learnt = clean.repeated_lines(spool, resources.rules, here)
    # They are labelled again with the others, and refused then.
    names = {fault.document_id for fault in faults}
    return replace(learnt, documents=learnt.documents | names) if faults else learnt


def relabel(
    shares: Iterable[pd.DataFrame | Later],
    learnt: Learnt,
    resources: Resources,
    workers: Workers = 1,
) -> Iterator[pd.DataFrame]:
    """Label the documents with repeated lines again: those of several shares at once.

    Parameters
    ----------
    shares, learnt, resources, workers
        As for `learn`, and what it returned.

    Returns
    -------
    The segments of each share's, in their order; documents that cannot be labelled have none.
    """
    parts = list(shares)
    size = max(1, _RELABELLED * len(parts) // max(1, len(learnt.documents)))
    calls = (
        (Later(_repeating, (parts[n : n + size], learnt.documents)), learnt, resources.rules)
        for n in range(0, len(parts), size)
    )
    yield from chain.from_iterable(each(_relabelled, calls, workers, (learnt, resources.rules)))


def _repeating(parts: Sequence[pd.DataFrame | Later], names: frozenset[str]) -> list[pd.DataFrame]:
    """Choose the documents with repeated lines."""
    tables = (part() if isinstance(part, Later) else part for part in parts)
    return [table[_is_among(table, names)] for table in tables]


def _relabelled(parts: Sequence[pd.DataFrame], learnt: Learnt, rules: Rules) -> list[pd.DataFrame]:
    documents = pd.concat(parts, ignore_index=True)
    tables, _ = faulty.apart(lambda some: clean.segment(some, rules, learnt), documents)
    segments = pd.concat([empty(SEGMENTS), *tables], ignore_index=True)
    owner = positions(segments["document_id"], pd.Index(documents["document_id"]))
    edges = np.searchsorted(owner, running(np.array(list(map(len, parts))))).tolist()
    return [segments.iloc[first:last] for first, last in pairwise(edges)]


def read_shards(
    work: Iterable[Work | Later],
    learnt: Learnt | None,
    resources: Resources,
    refuse: Callable[[list[Fault]], object],
    workers: Workers = 1,
) -> Iterator[Shard]:
    """Read shares, in their order, by as many processes, or on a cluster.

    Parameters
    ----------
    work, learnt, resources
        As for `read_shard`.
    refuse
        Takes the articles that cannot be read.
    workers
        How many processes, or the address of a scheduler.
    """
    calls = ((one, learnt, resources) for one in work)
    for shares, faults in each(_read, calls, workers, (resources, *([learnt] if learnt else []))):
        refuse(faults)
        yield from shares


def _read(
    work: Work, learnt: Learnt | None, resources: Resources
) -> tuple[list[Shard], list[Fault]]:
    """Read some documents, in parts where one among them cannot be read."""

    @cache
    def lines() -> Learnt:
        return learn([work.documents], resources, lambda segments: None)

    def read(documents: pd.DataFrame) -> Shard:
        if documents is work.documents:
            return read_shard(work, learnt, resources)
        return read_shard(work.of(documents), learnt or lines(), resources)

    return faulty.apart(read, work.documents)


def processes(documents: int, resources: Resources) -> int:
    """Say how many processes are worth their start; spaCy's model is loaded in one only."""
    return (os.cpu_count() or 1) if documents >= _MANY and resources.speakers != SPACY else 1


def words_visible(documents: pd.DataFrame, segments: pd.DataFrame) -> Integers:
    """Count the words of each source: those that are counted are known, the others are added.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; `document_id`, `source`, `words` and `words_page` are used. What
        came with its number (`words_page` above 0: web pages) keeps it.
    segments
        `schema.SEGMENTS` of these documents.

    Returns
    -------
    Running words, one number for each document.
    """
    visible = documents["words_page"].to_numpy(copy=True)
    missing = visible == 0
    owner = positions(segments["document_id"], pd.Index(documents["document_id"]))
    beside = missing[owner] & ~segments["label"].isin(COUNTED).to_numpy()
    owners, others, sources = owner[beside], segments[beside], plain(documents["source"])
    places = zip(owners.tolist(), plain(others["start"]), plain(others["end"]), strict=True)
    counts = count_each([sources[place][start:end] for place, start, end in places])
    words = documents["words"].to_numpy() + np.bincount(owners, counts, len(documents))
    visible[missing] = words[missing]
    return visible
