"""Find the words that keep company with a node."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.find import find
from analysis.corpus.tokens import Tokens
from analysis.schema import COLLOCATES, empty, shape
from analysis.statistics.association import g2_4term


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
    windows as the node's frequency (14 = every place around every node); `g2` 4-term.

    References
    ----------
    Rychly 2008, RASLAN (logDice); Church and Hanks 1990, Computational Linguistics 16(1)
    (mi); Evert 2009, Corpora and collocations (g2).
    """
    corpus.need_text(f"the collocates of {node!r}")
    assert isinstance(corpus.tokens, Tokens)
    tokens = corpus.tokens
    heads, size = find(tokens, node)
    if not len(heads):
        return empty(COLLOCATES)
    inside = _windows(tokens, heads, size, window)
    vocabulary = len(tokens.vocabulary)
    observed = np.bincount(tokens.ids[inside], minlength=vocabulary)
    kept = np.flatnonzero(observed >= max(minimum_frequency, 1))
    total = np.bincount(tokens.ids, minlength=vocabulary)[kept].astype(float)
    joint, near, everything = observed[kept].astype(float), float(inside.sum()), len(tokens.ids)
    expected = near * total / everything
    frame = pd.DataFrame(
        {
            "node": node,
            "collocate": tokens.vocabulary[kept],
            "frequency": observed[kept],
            "expected": expected,
            "log_dice": 14 + np.log2(2 * joint / (len(heads) * 2 * window + total)),
            "mi": np.log2(joint / expected),
            "g2": g2_4term(joint, total - joint, near, everything - near),
        }
    )
    return shape(frame.sort_values(["log_dice", "collocate"], ascending=[False, True]), COLLOCATES)


def _windows(tokens: Tokens, heads: np.ndarray, size: int, window: int) -> np.ndarray:
    """Mark the running words that stand in a window, the node's own words left out."""
    inside = np.zeros(len(tokens.ids), dtype=bool)
    steps = [*range(-window, 0), *range(size, size + window)]
    for step in steps:
        places = heads + step
        valid = (places >= 0) & (places < len(tokens.ids))
        places, owners = places[valid], heads[valid]
        inside[places[tokens.stretch[places] == tokens.stretch[owners]]] = True
    for step in range(size):
        inside[heads + step] = False
    return inside
