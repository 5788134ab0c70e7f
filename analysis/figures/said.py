"""Say in computed sentences who gets to speak, and behind which words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.sentences import named
from analysis.figures.tables import banner, finding
from analysis.figures.wording import plural
from analysis.measures.voice import UNLISTED, UNRESOLVED

_NOBODY: Final = "speakers that the rules could not tell"
# Reporting words that are named.
_MOST: Final = 3


def voices_said(voices: pd.DataFrame) -> Output:
    """Say how much of each group's words is its own, paraphrased and quoted."""
    sentences = []
    for group, rows in voices.groupby("group", sort=True):
        share = rows.set_index("voice")["share"]
        sentences.append(
            f"{group}: {share['own']:.0%} in its own voice, {share['paraphrase']:.0%} paraphrase, "
            f"{share['quoted']:.0%} quoted, of {int(rows['words_group'].iloc[0]):,} words."
        )
    return finding(sentences)


def speakers_said(speakers: pd.DataFrame) -> Output:
    """Say who gets most words in each group, and which sides get none there."""
    sentences = []
    sides = sorted({*speakers["side"].unique()} - {UNRESOLVED, UNLISTED})
    for group, rows in speakers.groupby("group", sort=True):
        words = (rows["quoted_words"] + rows["paraphrased_words"]).to_numpy()
        first = rows.iloc[int(words.argmax())]
        top = int(words.max())
        who = first["speaker_id"]
        told = (
            f"{group}: most words for {who if who != UNRESOLVED else _NOBODY}, {top:,} of "
            f"{int(first['words_group']):,} ({top / max(int(first['words_group']), 1):.0%})."
        )
        present = set(rows["side"].unique())
        silent = [side for side in sides if side not in present]
        if silent:
            told += f" No speaker of {named(silent, link='or')} in these articles."
        sentences.append(told)
    return finding(sentences or ["Nobody is quoted or paraphrased in these articles."])


def cues_said(cues: pd.DataFrame) -> Output:
    """Say which reporting words each group uses, and how many are not neutral."""
    sentences = []
    for group, rows in cues.groupby("group", sort=True):
        total = int(rows["frequency"].sum())
        common = rows.groupby("cue")["frequency"].sum().sort_values(ascending=False, kind="stable")
        often = [f"{str(cue).strip('<>')} ({times:,})" for cue, times in common.head(_MOST).items()]
        marked = rows[rows["cue_class"] != "neutral"]
        verbs = sorted(set(marked["cue"]))
        other = f"{int(marked['frequency'].sum()):,} not neutral ({named(verbs, 6)})"
        sentences.append(
            f"{group}: {plural(total, 'reporting word')}, most often {named(often)}; "
            f"{other if verbs else 'all neutral'}."
        )
    return finding(sentences or ["No reporting word was found in these articles."])


def voice_chosen(voice: str) -> Output:
    """Say whose words a page counts."""
    meaning = {
        "": "Words of all voices are counted: the outlet's own, its paraphrases, and quotations.",
        "own": "Only words in the outlet's own voice are counted: no paraphrase, no quotation.",
        "paraphrase": "Only paraphrases are counted: the outlet's wording of what speakers said.",
        "quoted": "Only words in quotation marks are counted: the speakers' own.",
    }
    return banner(meaning[voice])
