"""Say in computed sentences who gets to speak, and behind which words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.sentences import named, share
from analysis.figures.tables import banner, finding
from analysis.figures.wording import agree, plural
from analysis.measures.voice import UNRESOLVED

# Classes of words that do not colour what they report, and of what somebody thinks and did not say.
_PLAIN: Final = ("", "neutral")
_THOUGHT: Final = "attitude"


def voices_said(voices: pd.DataFrame) -> Output:
    """Say how much of each group's words is its own, paraphrased and quoted."""
    sentences = []
    for group, rows in voices.groupby("group", sort=True):
        part = rows.set_index("voice")["share"]
        sentences.append(
            f"{group}: {part['own']:.0%} in its own voice, {part['paraphrase']:.0%} paraphrase, "
            f"{part['quoted']:.0%} quoted, of {int(rows['words_group'].iloc[0]):,} words."
        )
    return finding(sentences)


def speakers_said(speakers: pd.DataFrame) -> Output:
    """Say who gets most words in each group, where the speakers that are told decide it.

    Words whose speaker the rules could not tell may be anybody's. Where there are enough of
    them to change the first place, nobody is put there.
    """
    sentences, open_ = [], []
    words = speakers["quoted_words"] + speakers["paraphrased_words"]
    for group, rows in speakers.assign(words=words).groupby("group", sort=True):
        untold = int(rows.loc[rows["speaker_id"] == UNRESOLVED, "words"].sum())
        told = rows[(rows["speaker_id"] != UNRESOLVED) & (rows["words"] > 0)]
        top = int(told["words"].max()) if len(told) else 0
        second = (
            int(told.loc[told["words"] < top, "words"].max()) if top > told["words"].min() else 0
        )
        if untold >= top - second:
            open_ += [str(group)] * (top > 0)
            continue
        first = sorted(told.loc[told["words"] == top, "speaker_id"])
        sentences.append(_first_said(str(group), first, told, top))
    if open_:
        sentences.append(
            f"For {named(open_, 8)} nobody can be put first: too many words there are of speakers "
            "that the rules could not tell."
        )
    return finding(sentences or ["Nobody is quoted or paraphrased by name in these articles."])


def _first_said(group: str, first: list[str], told: pd.DataFrame, top: int) -> str:
    whole = int(told["words_group"].iloc[0])
    of = f"of {plural(whole, 'word')} ({share(top, whole)})"
    if len(first) > 1:
        return f"{group}: {named(first, 8)} get most words, {top:,} each {of}."
    if len(told) == 1:
        return f"{group}: {first[0]} is the only speaker who is told, with {top:,} {of}."
    return f"{group}: {first[0]} gets most words, {top:,} {of}."


def cues_said(cues: pd.DataFrame) -> Output:
    """Say by which reporting words each group colours what it reports; no word, no sentence.

    Words of what somebody thinks or expects report no speech and are left out.
    """
    spoken = cues[cues["cue_class"] != _THOUGHT]
    sentences = []
    for group, rows in spoken.groupby("group", sort=True):
        marked = rows[~rows["cue_class"].isin(_PLAIN)]
        times = marked.groupby("cue")["frequency"].sum().to_dict()
        words = sorted(times, key=lambda cue: (-times[cue], cue))
        if not words:
            continue
        number, total = sum(times.values()), int(rows["frequency"].sum())
        each = [f"{cue} ({times[cue]:,})" if times[cue] > 1 else str(cue) for cue in words]
        sentences.append(
            f"{group}: of {plural(total, 'reporting word')} {number:,} {agree(number)} not "
            f"neutral: {named(each)}."
        )
    if not sentences:
        none = "Every reporting word in these articles is neutral."
        sentences = [none if len(spoken) else "No reporting word was found in these articles."]
    return finding(sentences)


def voice_chosen(voice: str) -> Output:
    """Say whose words a page counts."""
    meaning = {
        "": "Words of all voices are counted: the outlet's own, its paraphrases, and quotations.",
        "own": "Only words in the outlet's own voice are counted: no paraphrase, no quotation.",
        "paraphrase": "Only paraphrases are counted: the outlet's wording of what speakers said.",
        "quoted": "Only words in quotation marks are counted: the speakers' own.",
    }
    return banner(meaning[voice])
