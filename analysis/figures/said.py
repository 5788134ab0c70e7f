"""Say in computed sentences who gets to speak: of words in quotation marks alone.

What is called a paraphrase, and whose it is, is told by rules that err too often for a sentence;
marks are printed.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.sentences import share
from analysis.figures.tables import banner, finding
from analysis.figures.wording import FEWEST_WORDS

# The largest share of quoted words is so many times the smallest, in groups of 500 words or more.
_TIMES: Final = 2
# Quoted words of the group that has most.
_FEWEST_QUOTED: Final = 20


def voices_said(voices: pd.DataFrame) -> Output:
    """Say in which group most and in which fewest words stand in quotation marks.

    Groups of 500 words or more; nothing where no two are far apart.

    Parameters
    ----------
    voices
        `schema.VOICES`.
    """
    quoted = voices[(voices["voice"] == "quoted") & (voices["words_group"] >= FEWEST_WORDS)]
    if len(quoted) < 2:
        return finding([])
    rows = quoted.sort_values(["share", "group"], ascending=[False, True]).to_dict("records")
    first, second, last, last_but_one = rows[0], rows[1], rows[-1], rows[-2]
    tied = first["share"] == second["share"] or last["share"] == last_but_one["share"]
    if tied or first["share"] < _TIMES * last["share"] or first["words"] < _FEWEST_QUOTED:
        return finding([])
    parts = [
        f"{share(row['words'], row['words_group'])} of {row['group']} "
        f"({row['words']:,} of {row['words_group']:,} words)"
        for row in (first, last)
    ]
    among = f"Of groups with {FEWEST_WORDS} words or more it is the most and the least."
    return finding(
        [f"In quotation marks stand {' and '.join(parts)}.{f' {among}' if len(rows) > 2 else ''}"]
    )


def speakers_said(first: pd.DataFrame) -> Output:
    """Say whom each group quotes at most length, with how many words.

    Parameters
    ----------
    first
        As `voice.quoted_most` returns.
    """
    return finding(
        [
            f"{row['group']} quotes {row['speaker_id']} at most length: at least {row['words']:,} "
            f"of its {row['words_quoted']:,} words in quotation marks "
            f"({share(row['words'], row['words_quoted'])}), more than any other speaker."
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
