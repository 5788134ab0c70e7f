"""Find the pairs of documents that share text, and say what they are to each other.

Containment is the share of a document's runs of 8 words that the other holds too, counted
segments only, and only runs outside quotation marks: two reports that quote one statement are
not copies of each other. The relation leaves out furniture as well (`shingles`). Listed is
also a pair that shares its words in quotations or furniture only, as independent, so that one
sees it was looked at.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu

from analysis.corpus import Corpus
from analysis.corpus.execution.processes import in_threads
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.reuse import shingles
from analysis.measures.reuse.direction import sources
from analysis.measures.reuse.overlap import shared_words
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
# What is counted of each pair at first.
_COUNTED: Final = ("packed", "own_touched", "rest_touched")
# Three counts are packed in one number of 63 bits; no two articles share more runs.
_MOST_BITS: Final = 21
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

    Examples
    --------
    >>> import samestory as ss
    >>> pairs = ss.reuse(ss.load("data/sample"))
    >>> pairs[["document_id", "other_document_id", "relation", "shared_words"]].head(2)
       document_id other_document_id     relation  shared_words
    0  corranto-01         pellin-01      reprint           158
    1  corranto-03         letter-03  independent             0
    """
    if not corpus.has_text:
        table = corpus.held.get("reuse")
        brought = empty(REUSE) if table is None else shape(table, REUSE)
        said = corpus.said_of("same_text")
        return brought if said.empty else _directed(corpus, _with_said(brought, said))
    assert isinstance(corpus.tokens, Tokens)
    runs = shingles.shingles(corpus.tokens)
    pairs = _overlaps(corpus.documents, shingles.index(runs, corpus.documents["outlet"]))
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    names = corpus.documents["document_id"].to_numpy(dtype=object)
    rows = pd.DataFrame(
        {
            "document_id": names[one],
            "other_document_id": names[other],
            "containment": pairs["own_one"],
            "other_containment": pairs["own_other"],
            "shared_words": shared_words(runs, one, other),
            "relation": _relations(pairs),
        }
    )
    return _directed(corpus, _with_said(rows, corpus.said_of("same_text")))


def _directed(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Say of each pair which was copied, and put them in order."""
    rows = rows.drop(columns=["source_document_id", "direction"], errors="ignore")
    directions = sources(corpus.documents, rows[rows["relation"] != INDEPENDENT])
    rows = rows.join(directions).fillna({"source_document_id": "", "direction": ""})
    return shape(rows.sort_values(["document_id", "other_document_id"]), REUSE)


def _with_said(rows: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Let a hand say which two documents are one text, and which are not."""
    if said.empty:
        return rows
    both = ["document_id", "other_document_id"]
    said = said.assign(**dict(zip(both, np.sort(said[both].to_numpy(dtype=str)).T, strict=True)))
    relation = said["value"].map({"yes": REPRINT, "no": INDEPENDENT}).rename("said")
    said = said[both].assign(said=relation).drop_duplicates(both)
    merged = rows.merge(said, on=both, how="outer")
    merged["relation"] = merged["said"].fillna(merged["relation"])
    numbers = dict.fromkeys(("containment", "other_containment", "shared_words"), 0)
    filled = merged.fillna(numbers).drop(columns="said")
    return filled.astype({"shared_words": "int64"})


def _overlaps(documents: pd.DataFrame, index: shingles.Index) -> pd.DataFrame:
    """Count the shared runs of all pairs, and keep those that share enough to be listed.

    Returns
    -------
    Positions `one` and `other` of the documents; and for all runs, own runs and the rest how
    many are shared, and which share this is of the runs of either (`own_one`, `own_other`).
    """
    # One product counts own runs and all: where either is quoted it adds more than all own do.
    bits = min(int(index.size["all"].max(initial=1)).bit_length(), _MOST_BITS)
    values = np.where(index.held["own"], 1, 1 << bits)
    touched = index.touched
    own_and_rest = [index.held[kind] & touched for kind in ("own", "rest")]
    holders = [index.holders(index.held["all"], values), *map(index.holders, own_and_rest)]
    matrices = list(in_threads(_transposed, holders))

    def block(start: int) -> pd.DataFrame:
        some = slice(start, start + _BLOCK)
        tables = zip(matrices, holders, _COUNTED, strict=True)
        counted = [_together(one[some], held, start).rename(name) for one, held, name in tables]
        return pd.concat(counted, axis=1).fillna(0).astype(np.int64).reset_index()

    blocks = list(in_threads(block, range(0, len(documents), _BLOCK)))
    pairs = _by_name(pd.concat(blocks, ignore_index=True), documents["document_id"])
    packed, one = pairs.pop("packed").to_numpy(), (1 << bits) - 1
    pairs["own"] = packed & one
    pairs["all"] = pairs["own"] + (packed >> bits & one) + (packed >> 2 * bits)
    # Of most shingles no entry is furniture: there what is own is the rest.
    pairs["rest"] = pairs["own"] - pairs.pop("own_touched") + pairs.pop("rest_touched")
    for kind, size in index.size.items():
        for side in ("one", "other"):
            pairs[f"{kind}_{side}"] = pairs[kind] / np.maximum(size[pairs[side]], 1)
    largest = pairs[["all_one", "all_other", "own_one", "own_other"]].max(axis=1)
    return pairs[largest >= _LISTED].reset_index(drop=True)


def _transposed(table: csr_array) -> csr_array:
    return table.T.tocsr()


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
