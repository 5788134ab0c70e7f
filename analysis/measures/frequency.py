"""Count terms: in each document, and in each group of documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.corpus import Corpus
from analysis.schema import (
    COUNTS,
    FREQUENCIES,
    MINIMUM_DOCUMENTS_FOR_INFERENCE,
    VOICES_ALLOWED,
    empty,
    require,
    shape,
)
from analysis.statistics.dispersion import dp_norm


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
        told = pd.concat(parts, ignore_index=True)
        within = told.groupby(keys, as_index=False)["frequency"].sum()
        mixed = table.merge(within, on=keys, how="left", suffixes=("", "_within"))
        mixed["frequency"] -= mixed["frequency_within"].fillna(0).astype("int64")
        table = pd.concat([told, mixed[mixed["frequency"] > 0]], ignore_index=True)
    table = table.sort_values(["row", "term", "voice"])
    ids = corpus.documents["document_id"].to_numpy()[table["row"].to_numpy(dtype=int)]
    return shape(table.assign(document_id=ids), COUNTS)


def _counts(corpus: Corpus, n: int) -> pd.DataFrame:
    matrix, terms = corpus.matrix(n)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return pd.DataFrame({"row": rows, "term": terms[matrix.indices], "frequency": matrix.data})


def frequencies(
    corpus: Corpus, by: str = "origin", n: int = 1, terms: Sequence[str] | None = None
) -> pd.DataFrame:
    """Count terms in each group of documents, with rate, spread and dispersion.

    Rates of groups with few documents say something of these documents only; read
    `document_frequency` and `dispersion` beside them.

    Parameters
    ----------
    by
        One of `schema.GROUPINGS`. Documents that belong to no group are left out.
    n
        Words in a term, 1 to 3.
    terms
        Only these terms, each also where it does not occur; all that occur by default.

    Returns
    -------
    One row per group and term, as `schema.FREQUENCIES`; groups by name, terms by falling
    frequency in the corpus (or in the order given). Dispersion is missing for groups under 5
    documents.
    """
    matrix, vocabulary = corpus.matrix(n)
    if terms is not None:
        matrix, vocabulary = _chosen(matrix, vocabulary, terms)
    groups, length = corpus.groups(by).to_numpy(), corpus.lengths(n)
    parts = [
        _group(matrix[groups == group], length[groups == group], vocabulary).assign(group=group)
        for group in sorted(set(groups) - {""})
    ]
    if not parts:
        return empty(FREQUENCIES)
    frame = pd.concat(parts, ignore_index=True)
    if terms is None:
        frame = frame[frame["frequency"] > 0]
    return shape(frame.assign(by=by, n=n, voice=corpus.voice), FREQUENCIES)


def _chosen(
    matrix: csr_array, vocabulary: np.ndarray, terms: Sequence[str]
) -> tuple[csr_array, np.ndarray]:
    """Take the columns of some terms; a column of zeros where a term does not occur."""
    place = {term: column for column, term in enumerate(vocabulary.tolist())}
    wide = csr_array(
        (matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], len(vocabulary) + 1)
    )
    columns = [place.get(term, len(vocabulary)) for term in terms]
    return csr_array(wide[:, columns]), np.array(list(terms), dtype=str)


def _group(matrix: csr_array, length: np.ndarray, vocabulary: np.ndarray) -> pd.DataFrame:
    frequency = np.asarray(matrix.sum(axis=0)).ravel()
    size, documents = int(length.sum()), matrix.shape[0]
    enough = documents >= MINIMUM_DOCUMENTS_FOR_INFERENCE
    return pd.DataFrame(
        {
            "term": vocabulary,
            "frequency": frequency,
            "corpus_size": size,
            "per_million": frequency / max(size, 1) * 1e6,
            "document_frequency": np.asarray((matrix > 0).sum(axis=0)).ravel(),
            "documents": documents,
            "dispersion": dp_norm(matrix, length) if enough else np.nan,
        }
    )


def top_terms(frequencies: pd.DataFrame, without: Sequence[str], k: int = 20) -> pd.DataFrame:
    """Choose the most frequent content words of each group.

    Parameters
    ----------
    frequencies
        `schema.FREQUENCIES`.
    without
        Words to leave out (stop words); numbers and single letters are left out too.

    Returns
    -------
    The rows of `frequencies` of the first `k` terms of each group, by falling rate, ties by
    name, with their `rank` from 1.
    """
    require(frequencies, FREQUENCIES, "top_terms")
    left_out = frequencies["term"].isin(set(without)) | ~frequencies["term"].str.match(
        r"^[^\W\d_].*[^\W\d_]"
    )
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
