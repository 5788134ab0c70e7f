"""Find the words that keep company with a node."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers, changes, falling
from analysis.corpus.tokens.find import find
from analysis.corpus.tokens.tokens import Tokens
from analysis.schema import COLLOCATES, COLLOCATES_APART, empty, shape
from analysis.statistics.apart import each_group
from analysis.statistics.association import g2_4term

# Hits whose windows are looked at in one piece.
_AT_ONCE: Final = 1 << 17


def collocates(
    corpus: Corpus, node: str, *, window: int = 5, minimum_frequency: int = 2
) -> pd.DataFrame:
    """Count and weigh the words within some words of a node, within the segment.

    Parameters
    ----------
    node
        A word or phrase, as for `concordance`.
    window
        Words on each side.
    minimum_frequency
        Collocates seen less often in the windows are left out.

    Returns
    -------
    One row per collocate, as `schema.COLLOCATES`, by falling log_dice, ties by name. A word
    that stands in two windows counts once. `mi` in bits; `log_dice` counts the span of the
    windows as the node's frequency (14 = every place around every node); `g2` 4-term,
    negative where the word keeps away from the node.

    References
    ----------
    Rychly 2008, RASLAN (logDice); Church and Hanks 1990, Computational Linguistics 16(1)
    (mi); Evert 2009, Corpora and collocations (g2).

    Examples
    --------
    >>> import samestory as ss
    >>> near = ss.collocates(ss.load("data/sample"), "blockade")
    >>> near[["collocate", "frequency", "log_dice"]].head(3).round(1)
      collocate  frequency  log_dice
    0       the         30       9.8
    1        of         13       9.5
    2         a         13       9.4
    """
    corpus.need_text(f"the collocates of {node!r}")
    assert isinstance(corpus.tokens, Tokens)
    tokens = corpus.tokens
    heads, size = find(tokens, node)
    if not len(heads):
        return empty(COLLOCATES)
    near_by = tokens.ids[_windows(tokens, heads, size, window)]
    vocabulary = len(tokens.vocabulary)
    observed = np.bincount(near_by, minlength=vocabulary)
    ids = np.flatnonzero(observed >= max(minimum_frequency, 1))
    total = tokens.frequency[ids].astype(float)
    joint, near, everything = observed[ids].astype(float), float(len(near_by)), len(tokens.ids)
    expected = near * total / everything
    log_dice = 14 + np.log2(2 * joint / (len(heads) * 2 * window + total))
    names = tokens.vocabulary[ids]
    columns = {
        "collocate": names,
        "frequency": observed[ids],
        "expected": expected,
        "log_dice": log_dice,
        "mi": np.log2(joint / expected),
        "g2": np.sign(joint - expected) * g2_4term(joint, total - joint, near, everything - near),
    }
    order = falling(log_dice, names)
    sorted_columns = {name: values[order] for name, values in columns.items()}
    return shape(pd.DataFrame({"node": node} | sorted_columns), COLLOCATES)


def collocates_apart(
    corpus: Corpus,
    node: str,
    by: str,
    *,
    window: int = 5,
    cluster: pd.Series | None = None,
) -> pd.DataFrame:
    """Compare which words stand near a node in each group and in all others.

    Which words a node has for company, not which outlet prints the node: counts are of the words
    near it, rates of all words near it. The unit is the document, as for `keyness`.

    Parameters
    ----------
    node, window
        As for `collocates`.
    by
        What the groups are.
    cluster
        For each document of `corpus` the cluster of copies it belongs to; see `keyness`.

    Returns
    -------
    `schema.COLLOCATES_APART`: a row per group and word that stands near the node in two
    documents or more, by group, `p_family` and falling size of the log ratio, ties by name.
    `p_family` is against the maximum over all these words. Intervals and p are missing where a
    side has the node in fewer than five independent documents.
    """
    corpus.need_text(f"the collocates of {node!r}")
    assert isinstance(corpus.tokens, Tokens)
    tokens = corpus.tokens
    heads, size = find(tokens, node)
    places = _windows(tokens, heads, size, window)
    documents = np.searchsorted(tokens.offsets, places, side="right") - 1
    shape_of = (len(corpus.documents), len(tokens.vocabulary))
    counts = csc_array((np.ones(len(places)), (documents, tokens.ids[places])), shape=shape_of)
    counts.sum_duplicates()
    terms = np.flatnonzero(np.diff(counts.indptr) > 1)
    sizes = np.bincount(documents, minlength=len(corpus.documents))
    table = each_group(corpus.grouped(by), csc_array(counts[:, terms]), sizes, cluster)
    if table.empty:
        return empty(COLLOCATES_APART)
    names = tokens.vocabulary[terms][table["number"].to_numpy()]
    table = table.assign(by=by, node=node, collocate=names, far=-table["log_ratio"].abs())
    order = ["group", "p_family", "far", "collocate"]
    return shape(table.sort_values(order), COLLOCATES_APART)


def _windows(tokens: Tokens, heads: Integers, size: int, window: int) -> Integers:
    """List the places that stand in a window, the node's own words left out."""
    parts = [np.zeros(0, dtype=np.int64)]
    for begin, end in pairwise([0, *heads[_AT_ONCE::_AT_ONCE].tolist(), len(tokens.ids)]):
        near = slice(*np.searchsorted(heads, [begin - size - window, end + window]))
        parts.append(_near(tokens, heads[near], size, window, (begin, end)))
    return np.concatenate(parts)


def _near(
    tokens: Tokens, heads: Integers, size: int, window: int, part: tuple[int, int]
) -> Integers:
    """Find the places in a part of the corpus that stand in a window, each once."""
    low, high = (np.clip(edges, *part)[:, None] for edges in tokens.bounds(heads))
    places = heads[:, None] + np.array([*range(-window, 0), *range(size, size + window)])
    near = places[(places >= low) & (places < high)]
    own = (heads[:, None] + np.arange(size)).ravel()
    # The node's words are in no window, not even in another's: of equal places they come first.
    marked = np.concatenate([own << 1, near << 1 | 1])
    marked.sort()
    neighbours: Integers = marked[changes(marked >> 1) & (marked & 1 > 0)] >> 1
    return neighbours
