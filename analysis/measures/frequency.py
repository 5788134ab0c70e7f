"""Count terms: in each document, and in each group of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from analysis.corpus import Corpus
from analysis.corpus.arrays import changes
from analysis.corpus.corpus import hits
from analysis.corpus.language import made_of
from analysis.corpus.tokens.count import Cells, Words, rows_of
from analysis.schema import (
    COUNTS,
    FREQUENCIES,
    MINIMUM_DOCUMENTS_FOR_INFERENCE,
    VOICES_ALLOWED,
    empty,
    require,
    shape,
)
from analysis.statistics.dispersion import dp_norm, shares, unevenness


def counts(corpus: Corpus, n: int = 1) -> pd.DataFrame:
    """Count how often each term stands in each document, voice by voice.

    Parameters
    ----------
    n
        Words in a term, 1 to 3; no term crosses the end of a segment.

    Returns
    -------
    One row per document, voice and term that occurs, as `schema.COUNTS`; in the order of the
    documents, then by term and voice. `voice` is empty for terms whose words are in several.
    """
    table = _counts(corpus, n).assign(voice=corpus.voice)
    if not corpus.voice:
        parts = [_counts(corpus.select(voice=v), n).assign(voice=v) for v in VOICES_ALLOWED]
        keys = ["row", "term"]
        by_voice = pd.concat(parts, ignore_index=True)
        within = by_voice.groupby(keys, as_index=False)["frequency"].sum()
        mixed = table.merge(within, on=keys, how="left", suffixes=("", "_within"))
        mixed["frequency"] -= mixed["frequency_within"].fillna(0).astype("int64")
        table = pd.concat([by_voice, mixed[mixed["frequency"] > 0]], ignore_index=True)
    table = table.sort_values(["row", "term", "voice"])
    ids = corpus.documents["document_id"].to_numpy()[table["row"].to_numpy(dtype=int)]
    return shape(table.assign(document_id=ids), COUNTS)


def _counts(corpus: Corpus, n: int) -> pd.DataFrame:
    by_term, terms = corpus.matrix(n)
    matrix = csr_array(by_term)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return pd.DataFrame({"row": rows, "term": terms[matrix.indices], "frequency": matrix.data})


def frequencies(corpus: Corpus, by: str = "origin", n: int = 1) -> pd.DataFrame:
    """Count all terms in each group of documents, with rate, spread and dispersion.

    Rates of groups with few documents say something of these documents only; read
    `document_frequency` and `dispersion` beside them.

    Parameters
    ----------
    by
        One of `schema.GROUPINGS`. Documents that belong to no group are left out.
    n
        Words in a term, 1 to 3.

    Returns
    -------
    One row per group and term that occurs in it, as `schema.FREQUENCIES`; groups by name,
    terms by falling frequency in the corpus. Dispersion is missing for groups under 5 documents.
    """
    groups = _grouped(corpus, by, n)
    if not groups.names:
        return empty(FREQUENCIES)
    letters, parts = corpus.tokens.cells(n, groups.number)
    rows = pd.concat([_rows(part, groups) for part in parts], ignore_index=True)
    rows = _ranked(rows, len(groups.names))
    frame = rows.assign(term=letters.spell(rows["key"].to_numpy()))
    number = frame["group"].to_numpy()
    size = groups.size[number]
    frame = frame.assign(
        group=pd.Categorical.from_codes(number, pd.Index(groups.names)),
        corpus_size=size,
        per_million=frame["frequency"].to_numpy() / np.maximum(size, 1) * 1e6,
        documents=groups.documents[number],
    )
    return shape(frame.assign(by=by, n=n, voice=corpus.voice), FREQUENCIES)


def frequencies_of(corpus: Corpus, terms: str | Sequence[str], by: str = "origin") -> pd.DataFrame:
    """Count chosen words and phrases in each group of documents, as `frequencies` does all.

    Parameters
    ----------
    terms
        Words or phrases of any length, see `hits.hits`.
    by
        One of `schema.GROUPINGS`.

    Returns
    -------
    One row per group and term, also where it does not occur, as `schema.FREQUENCIES`; groups by
    name, terms in the order given. `n` is the words of the term, and rates are per million
    running words, of phrases too.

    Raises
    ------
    CorpusError
        A term is empty; or a phrase is asked of a text-free release.
    """
    wanted = list(dict.fromkeys([terms] if isinstance(terms, str) else terms))
    labels, length = corpus.groups(by).to_numpy(), corpus.lengths()
    hit_counts = np.array([hits(corpus, term) for term in wanted]).reshape(len(wanted), len(length))
    parts = []
    for group in sorted(set(labels) - {""}):
        mask = labels == group
        in_group, size = hit_counts[:, mask], int(length[mask].sum())
        enough = mask.sum() >= MINIMUM_DOCUMENTS_FOR_INFERENCE
        rows = pd.DataFrame({"term": wanted, "frequency": in_group.sum(axis=1)})
        parts.append(
            rows.assign(
                group=group,
                n=[len(term.split()) for term in wanted],
                corpus_size=size,
                per_million=rows["frequency"] / max(size, 1) * 1e6,
                document_frequency=(in_group > 0).sum(axis=1),
                documents=int(mask.sum()),
                dispersion=dp_norm(csc_array(in_group.T), length[mask]) if enough else np.nan,
            )
        )
    if not parts:
        return empty(FREQUENCIES)
    frame = pd.concat(parts, ignore_index=True)
    return shape(frame.assign(by=by, voice=corpus.voice), FREQUENCIES)


@dataclass(frozen=True)
class GroupCounts:
    """How often each term stands in each group, and in how many of its documents.

    Attributes
    ----------
    groups, terms
        Their names, both in the order of the alphabet.
    frequency, document_frequency
        Terms x groups.
    """

    groups: list[str]
    terms: Words
    frequency: csr_array
    document_frequency: csr_array


def group_counts(corpus: Corpus, by: str = "origin", n: int = 1) -> GroupCounts:
    """Count all terms in each group of documents, for those that make no table of them.

    Parameters
    ----------
    by, n
        See `frequencies`, whose table of all bigrams of 100,000 articles takes gigabytes.
    """
    groups = _grouped(corpus, by, n)
    letters, parts = corpus.tokens.cells(n, groups.number)
    rows = rows_of(parts, groups.of_document)
    size = (len(rows.keys), len(groups.names) + 1)
    # The last column, if there is one, holds the documents that are in no group.
    tables = [
        csr_array((values, rows.group, rows.starts), shape=size)
        for values in (rows.frequency, rows.documents)
    ]
    if groups.of_document.max(initial=-1) == len(groups.names):
        tables = [csr_array(table[:, : len(groups.names)]) for table in tables]
    for table in tables:
        table.resize(len(rows.keys), len(groups.names))
    return GroupCounts(groups.names, letters.spell(rows.keys), *tables)


@dataclass(frozen=True)
class _Groups:
    """Documents in the order of their groups; those in none come last.

    Attributes
    ----------
    number
        The place of each document of the corpus in that order.
    of_document, share
        Number of the group of each document, and its share of the group's tokens.
    size, documents, largest
        Tokens and documents of each group, and the largest deviation from an even spread.
    """

    names: list[str]
    number: NDArray[np.int32]
    of_document: NDArray[np.int32]
    share: NDArray[np.float64]
    size: NDArray[np.int64]
    documents: NDArray[np.int64]
    largest: NDArray[np.float64]


def _grouped(corpus: Corpus, by: str, n: int) -> _Groups:
    labels = corpus.groups(by)
    codes, names = pd.factorize(labels, sort=True)
    group_names = [str(name) for name in names if name]
    # '' is sorted before all names.
    codes = np.where(
        labels.to_numpy() == "", len(group_names), codes - (len(names) - len(group_names))
    )
    order = np.argsort(codes, kind="stable")
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.arange(len(order))
    length, of_document = corpus.lengths(n)[order], codes[order].astype(np.int32)
    share, largest = np.zeros(len(order)), np.full(len(group_names) + 1, np.nan)
    for group in range(len(group_names)):
        rows = slice(*np.searchsorted(of_document, [group, group + 1]))
        share[rows], most = shares(length[rows])
        if rows.stop - rows.start >= MINIMUM_DOCUMENTS_FOR_INFERENCE:
            largest[group] = most
    size = np.bincount(of_document, length, len(group_names) + 1).astype(np.int64)
    documents = np.bincount(of_document, minlength=len(group_names) + 1)
    return _Groups(group_names, number, of_document, share, size, documents, largest)


def _rows(part: Cells, groups: _Groups) -> pd.DataFrame:
    """Count the terms of one part of the alphabet in each group."""
    rows = rows_of([part], groups.of_document)
    column = np.repeat(np.arange(len(rows.group)), rows.documents)
    spread = unevenness(
        column, part.count.astype(float), groups.share[part.document], rows.frequency
    )
    return pd.DataFrame(
        {
            "key": np.repeat(rows.keys, np.diff(rows.starts)),
            "group": rows.group,
            "frequency": rows.frequency.astype(np.int64),
            "document_frequency": rows.documents.astype(np.int64),
            "dispersion": spread / groups.largest[rows.group],
        }
    )


def _ranked(rows: pd.DataFrame, groups: int) -> pd.DataFrame:
    """Order rows by group, then by falling frequency of the term in the corpus, ties by name."""
    first = np.flatnonzero(changes(rows["key"].to_numpy()))
    frequency = rows["frequency"].to_numpy()
    total = np.add.reduceat(frequency, first) if len(first) else first
    order = np.argsort(-total, kind="stable")
    data = np.arange(len(rows)), rows["group"].to_numpy(), np.append(first, len(rows))
    places = csr_array(csc_array(data, shape=(groups + 1, len(first)))[:, order])
    # The last group holds the documents that belong to none.
    return rows.take(places.data[: places.indptr[groups]])


def top_terms(frequencies: pd.DataFrame, without: Sequence[str], k: int = 20) -> pd.DataFrame:
    """Choose the most frequent content words of each group.

    Parameters
    ----------
    frequencies
        `schema.FREQUENCIES`.
    without
        Words to leave out (stop words), and terms of nothing else; numbers and single letters
        are left out too.

    Returns
    -------
    The rows of `frequencies` of the first `k` terms of each group, by falling rate, ties by
    name, with their `rank` from 1.
    """
    require(frequencies, FREQUENCIES, "top_terms")
    terms = pd.Series(frequencies["term"].unique())
    words = set(without)
    left_out = terms.map(lambda term: made_of(term, words)) | ~terms.str.match(
        r"^[^\W\d_].*[^\W\d_]"
    )
    left_out = frequencies["term"].isin(terms[left_out])
    content = frequencies[~left_out & (frequencies["frequency"] > 0)]
    content = content.sort_values(["group", "frequency", "term"], ascending=[True, False, True])
    rank = content.groupby("group").cumcount() + 1
    return content.assign(rank=rank)[rank <= k].reset_index(drop=True)


def shared_top_terms(top: pd.DataFrame, k: int = 12) -> list[str]:
    """Choose the terms to chart: the top terms of any group, the most widely used first.

    Parameters
    ----------
    top
        What `top_terms` returns.
    """
    spread = top.groupby("term").agg(
        groups=("group", "nunique"), best=("rank", "min"), frequency=("frequency", "sum")
    )
    spread = spread.reset_index().sort_values(
        ["groups", "frequency", "best", "term"], ascending=[False, False, True, True]
    )
    return spread["term"].head(k).tolist()
