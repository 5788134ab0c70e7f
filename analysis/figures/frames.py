"""Which frames set a group apart, by a test of documents."""

from __future__ import annotations

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.tables import table
from analysis.schema import ALPHA, FRAMES_APART, require


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
