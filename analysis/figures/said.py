"""Say in computed sentences who gets to speak: of words in quotation marks alone.

What is called a paraphrase, and whose it is, is told by rules that err too often for a sentence;
shares of voices stand in the figure.
"""

from __future__ import annotations

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.tables import banner, finding


def speakers_said(first: pd.DataFrame) -> Output:
    """Say whom each group quotes more than anybody else, with how many words.

    Parameters
    ----------
    first
        As `voice.quoted_most` returns.
    """
    return finding(
        [
            f"{row['group']} quotes {row['speaker_id']} more than anybody else: at least "
            f"{row['words']:,} words in quotation marks."
            for row in first.to_dict("records")
        ]
    )


def voice_chosen(voice: str) -> Output:
    """Say whose words a page counts."""
    meaning = {
        "": "Words of all voices are counted: the outlet's own, its paraphrases, and quotations.",
        "own": "Only words in the outlet's own voice are counted: no paraphrase, no quotation.",
        "paraphrase": "Only paraphrases are counted: the outlet's wording of what speakers said.",
        "quoted": "Only words in quotation marks are counted: the speakers' own.",
    }
    return banner(meaning[voice])
