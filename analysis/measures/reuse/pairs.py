"""Find the pairs of documents that share text, and say what they are to each other.

Containment is the share of a document's runs of 8 words that the other holds too, counted
segments only, and only runs outside quotation marks: two reports that quote one statement are
not copies of each other. The relation leaves out furniture as well (`shingles`). Listed is
also a pair that shares its words in quotations or furniture only, as independent, so that one
sees it was looked at.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

from analysis.corpus import Corpus
from analysis.corpus.tokens import Integers, Tokens
from analysis.measures.reuse import shingles
from analysis.measures.reuse.direction import sources
from analysis.measures.reuse.shingles import WORDS
from analysis.schema import REUSE, empty, shape

REPRINT: Final = "reprint"
PARTLY: Final = "partly"
INDEPENDENT: Final = "independent"
# Of the runs of either document, quotations and furniture left out: half make a reprint, a
# fifth a part.
_WHOLLY: Final = 0.5
_PART: Final = 0.2
# Two notes that share one sentence are no copies: at least the runs of this many words.
_FEWEST: Final = 2 * WORDS
# Pairs are listed from this share of either document's runs, quotations and furniture included.
_LISTED: Final = 0.05
# Where the runs of a document begin, their hashes, and these in order.
_Runs = tuple[Integers, NDArray[np.uint64], NDArray[np.uint64]]
# Documents whose pairs are counted at a time.
_BLOCK: Final = 2000


def reuse(corpus: Corpus) -> pd.DataFrame:
    """Find the documents that share text.

    Read `containment` both ways: a brief cut from a long report is contained in it, the report
    hardly in the brief. Words in quotation marks count on neither side.

    Parameters
    ----------
    corpus
        Its counted segments are compared. A text-free release brings its pairs.

    Returns
    -------
    One row per pair as `schema.REUSE`, `document_id` before `other_document_id` in the order
    of their letters, whatever the order of the documents: every pair in which one document
    shares a twentieth of its runs of 8 words with the other. `shared_words`: words in shared
    runs outside quotations, the fewer of both sides. `relation`: reprint from half of the runs
    of either, partly from a fifth, else independent; furniture of an outlet counts on neither
    side, so that a pair can share much and be independent. `source_document_id` and
    `direction`: see `direction.sources`; empty where nothing tells, and for independent pairs.

    References
    ----------
    Clough, Gaizauskas, Piao and Wilks 2002 (METER), ACL, for the three relations; Broder 1997,
    Compression and Complexity of Sequences, for containment. The thresholds are ours.
    """
    if not corpus.has_text:
        held = corpus.held.get("reuse")
        return empty(REUSE) if held is None else shape(held, REUSE)
    found = _listed(corpus)
    names = corpus.documents["document_id"].to_numpy(dtype=object)
    rows = pd.DataFrame(
        {
            "document_id": names[found["one"]],
            "other_document_id": names[found["other"]],
            "containment": found["own_one"],
            "other_containment": found["own_other"],
            "shared_words": _shared_words(corpus, found),
            "relation": _relations(found),
        }
    )
    told = sources(corpus.documents, rows[rows["relation"] != INDEPENDENT])
    rows = rows.join(told).fillna({"source_document_id": "", "direction": ""})
    return shape(rows.sort_values(["document_id", "other_document_id"]), REUSE)


def _listed(corpus: Corpus) -> pd.DataFrame:
    """Count the shared runs of all pairs, and keep those that share enough to be listed.

    Returns
    -------
    Positions `one` and `other` of the documents; and for all runs, own runs and the rest how
    many are shared, and which share this is of the runs of either (`own_one`, `own_other`).
    """
    index = shingles.index(corpus)
    matrices = {kind: index.matrix(kind) for kind in index.held}
    holders = {kind: matrix.T.tocsr() for kind, matrix in matrices.items()}
    blocks = []
    for start in range(0, len(corpus.documents), _BLOCK):
        parts = [
            _together(matrix[start : start + _BLOCK], holders[kind], start).rename(kind)
            for kind, matrix in matrices.items()
        ]
        blocks.append(pd.concat(parts, axis=1).fillna(0).reset_index())
    pairs = _by_name(pd.concat(blocks, ignore_index=True), corpus.documents["document_id"])
    for kind, size in index.size.items():
        for side in ("one", "other"):
            pairs[f"{kind}_{side}"] = pairs[kind] / np.maximum(size[pairs[side]], 1)
    largest = pairs[["all_one", "all_other", "own_one", "own_other"]].max(axis=1)
    return pairs[largest >= _LISTED].reset_index(drop=True)


def _relations(pairs: pd.DataFrame) -> pd.Series:
    """Name what two documents are to each other."""
    larger = pairs[["rest_one", "rest_other"]].max(axis=1)
    relation = pd.Series(INDEPENDENT, index=pairs.index, dtype="str")
    enough = pairs["rest"] > _FEWEST - WORDS
    relation[enough & (larger >= _PART)] = PARTLY
    relation[enough & (larger >= _WHOLLY)] = REPRINT
    return relation


def _together(block: csr_array, holders: csr_array, start: int) -> pd.Series:
    """Count the shingles that documents from `start` on share with later ones."""
    counts = triu(block @ holders, k=start + 1).tocoo()
    one, other = counts.row.astype(np.int64) + start, counts.col.astype(np.int64)
    pairs = pd.MultiIndex.from_arrays([one, other], names=["one", "other"])
    return pd.Series(counts.data, index=pairs)


def _by_name(pairs: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Put the document first whose id comes first."""
    rank = np.argsort(np.argsort(names.to_numpy(dtype=str), kind="stable"), kind="stable")
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    swap = rank[one] > rank[other]
    return pairs.assign(one=np.where(swap, other, one), other=np.where(swap, one, other))


def _shared_words(corpus: Corpus, pairs: pd.DataFrame) -> Integers:
    """Count the words of each pair in shared runs outside quotations: the fewer of both sides."""
    assert isinstance(corpus.tokens, Tokens)
    texts = shingles.Texts(corpus.tokens, np.unique(pairs[["one", "other"]].to_numpy()))

    @cache
    def runs_of(document: int) -> _Runs:
        starts, hashed, own = texts.of(document)
        return starts[own], hashed[own], np.sort(hashed[own])

    words = np.zeros(len(pairs), dtype=np.int64)
    both = zip(pairs["one"].tolist(), pairs["other"].tolist(), strict=True)
    for row, (one, other) in enumerate(both):
        mine, others = runs_of(one), runs_of(other)
        words[row] = min(_covered(mine, others), _covered(others, mine))
    return words


def _covered(runs: _Runs, others: _Runs) -> int:
    """Count the words of the runs that another document holds too."""
    (starts, hashed, _), (*_, there) = runs, others
    if not len(there):
        return 0
    places = np.minimum(there.searchsorted(hashed), len(there) - 1)
    shared = starts[there[places] == hashed]
    if not len(shared):
        return 0
    return int(np.minimum(np.diff(shared), WORDS).sum()) + WORDS
