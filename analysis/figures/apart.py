"""Which frames, and which words near a word, set a group apart by a test of documents."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.tables import table
from analysis.measures.concordance import number
from analysis.schema import ALPHA, COLLOCATES_APART, FRAMES_APART, empty, require


def frames_apart_table(apart: pd.DataFrame) -> Output:
    """Show the frames whose cues a group prints more or less often than all others, by test.

    Parameters
    ----------
    apart
        `schema.FRAMES_APART`.
    """
    require(apart, FRAMES_APART, "frames_apart_table")
    found = apart[apart["p_family"] <= ALPHA].drop(columns=["by", "p_value"])
    tested = apart["p_family"].notna().any()
    said = (
        "Whole articles are relabelled; p is that over all frames, 999 relabellings. A cue is a "
        "word, not yet a frame; another choice of stories shows as another rate."
        if tested
        else "Fewer than five independent articles a side: no frame can be tested."
    )
    return table(found, title="Frames that set a group apart, by test", caption=said)


def collocates_apart_table(tables: Sequence[pd.DataFrame]) -> Output:
    """Show the words that stand near a word more or less often in one group, by test.

    Parameters
    ----------
    tables
        `schema.COLLOCATES_APART` of each word looked at.
    """
    for apart in tables:
        require(apart, COLLOCATES_APART, "collocates_apart_table")
    rows = pd.concat([empty(COLLOCATES_APART), *tables], ignore_index=True)
    found = rows[rows["p_family"] <= ALPHA].drop(columns=["by", "p_value"])
    said = (
        "Within five words; rates are of all words so near, against all other groups together. "
        "Whole articles are relabelled; p is that over all words near the word, 999 relabellings."
        if rows["p_family"].notna().any()
        else "Nothing is tested without the articles, or where fewer than five independent ones a "
        "side have the word."
    )
    links = [number(node, group) for node, group in zip(found["node"], found["group"], strict=True)]
    return table(
        found,
        title="Words near a word that set a group apart, by test",
        caption=said,
        labels={"node": "near"},
        links={"frequency_target": links},
    )
