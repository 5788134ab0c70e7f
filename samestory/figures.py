"""Charts, tables and sentences of what the measures return, as the notebooks show them.

In a notebook they are the last line of a cell; `samestory reports` writes the same into a page.
Those of one page stand in its module: `overview`, `stories`, `covered`.
"""

from analysis.figures import (
    covered,
    crosstab,
    cue_classes,
    elsewhere,
    evidence,
    frame_rates_chart,
    keyness_chart,
    naming_matrix,
    naming_trend_chart,
    overview,
    rates,
    robustness,
    rolling_chart,
    shown,
    side_by_side,
    sides_chart,
    stories,
    table,
    timeline,
    trend_chart,
    variorum,
    voice_shares,
    xray,
)
from analysis.figures.frames import frames_apart_table
from analysis.figures.reviewed import checked_by_hand, sureness
from analysis.figures.said import speakers_said, voice_chosen
from analysis.figures.sentences import (
    about,
    closing,
    loaded,
    set_apart,
    set_aside,
    stop_words_said,
    units_said,
    word_sizes,
)

__all__ = [
    "about",
    "checked_by_hand",
    "closing",
    "covered",
    "crosstab",
    "cue_classes",
    "elsewhere",
    "evidence",
    "frame_rates_chart",
    "frames_apart_table",
    "keyness_chart",
    "loaded",
    "naming_matrix",
    "naming_trend_chart",
    "overview",
    "rates",
    "robustness",
    "rolling_chart",
    "set_apart",
    "set_aside",
    "shown",
    "side_by_side",
    "sides_chart",
    "speakers_said",
    "stop_words_said",
    "stories",
    "sureness",
    "table",
    "timeline",
    "trend_chart",
    "units_said",
    "variorum",
    "voice_chosen",
    "voice_shares",
    "word_sizes",
    "xray",
]
