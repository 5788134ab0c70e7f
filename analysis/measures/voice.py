"""Count who gets to speak: in how many words, on which side, behind which verbs."""

from __future__ import annotations

import pandas as pd

from analysis.corpus import Corpus
from analysis.schema import CUES, SPEAKERS, VOICES, VOICES_ALLOWED, shape

# A speaker that the rules could not tell, and so its side; and the side of one that has none.
UNRESOLVED = "(unresolved)"
UNLISTED = "(no side listed)"


def voices(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count the words of each group that stand in each voice.

    Words of title, standfirst and body. Paraphrased words are the outlet's wording of what a
    speaker said; they are not the speaker's words.

    Returns
    -------
    One row per group and voice, as `schema.VOICES`; `share` of the group's words, 0-1.
    """
    spoken = _quotations(corpus, by)
    words = _words(corpus, by)
    sums = spoken.groupby([spoken["group"], spoken["kind"] == "indirect"])["spoken"].sum()
    rows = []
    for group, total in words.items():
        paraphrase, quoted = (int(sums.get((group, indirect), 0)) for indirect in (True, False))
        for voice, count in zip(
            VOICES_ALLOWED, (total - paraphrase - quoted, paraphrase, quoted), strict=True
        ):
            rows.append((group, voice, count, total, count / max(total, 1)))
    frame = pd.DataFrame(rows, columns=["group", "voice", "words", "words_group", "share"])
    return shape(frame.assign(by=by, documents=frame["group"].map(_sizes(corpus, by))), VOICES)


def speakers(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count the words each speaker gets in each group.

    Sides are the user's own list (`data/lexicons/identities.yml`), not a finding.

    Returns
    -------
    One row per group and speaker, as `schema.SPEAKERS`, by falling words, ties by name.
    """
    spoken = _quotations(corpus, by)
    indirect = spoken["kind"] == "indirect"
    spoken = spoken.assign(
        speaker_id=spoken["speaker_id"].replace("", UNRESOLVED),
        side=spoken["side"].replace("", UNLISTED).where(spoken["speaker_id"] != "", UNRESOLVED),
        quoted_words=spoken["spoken"].where(~indirect, 0),
        paraphrased_words=spoken["spoken"].where(indirect, 0),
    )
    rows = spoken.groupby(["group", "speaker_id"], as_index=False).agg(
        side=("side", "first"),
        quotations=("kind", "size"),
        quoted_words=("quoted_words", "sum"),
        paraphrased_words=("paraphrased_words", "sum"),
        document_frequency=("document_id", "nunique"),
    )
    rows = _with_group(corpus, by, rows)
    rows["words"] = rows["quoted_words"] + rows["paraphrased_words"]
    rows = rows.sort_values(["group", "words", "speaker_id"], ascending=[True, False, True])
    return shape(rows, SPEAKERS)


def cues(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count the reporting words of each group, by class.

    "noted" presupposes that what follows is true, "claimed" doubts it, "said" leaves it open.

    Returns
    -------
    One row per group and cue, as `schema.CUES`, by class, falling frequency, then name.
    """
    spoken = _quotations(corpus, by)
    spoken = spoken[spoken["cue"] != ""].assign(cue=lambda table: table["cue"].str.lower())
    rows = spoken.groupby(["group", "cue_class", "cue"], as_index=False).agg(
        frequency=("kind", "size"), document_frequency=("document_id", "nunique")
    )
    rows = _with_group(corpus, by, rows).sort_values(
        ["group", "cue_class", "frequency", "cue"], ascending=[True, True, False, True]
    )
    return shape(rows, CUES)


def cue_kinds(cues: pd.DataFrame) -> pd.DataFrame:
    """Add up the reporting words of each class: `group`, `cue_class`, `frequency` of `cues`."""
    return cues.groupby(["group", "cue_class"])[["frequency"]].sum().reset_index()


def reported(corpus: Corpus) -> pd.DataFrame:
    """Take the quotations that a reporting word brings, as `schema.QUOTATIONS`."""
    return corpus.quotations[corpus.quotations["cue"] != ""]


def _quotations(corpus: Corpus, by: str) -> pd.DataFrame:
    """Take the quotations of grouped documents, with their group."""
    group = corpus.group_of(by)
    spoken = corpus.quotations.assign(group=corpus.quotations["document_id"].map(group))
    return spoken[spoken["group"] != ""]


def _sizes(corpus: Corpus, by: str) -> pd.Series:
    return corpus.groups(by).value_counts()


def _words(corpus: Corpus, by: str) -> dict[str, int]:
    words = corpus.documents["words"].groupby(corpus.groups(by).to_numpy()).sum()
    return {str(group): int(count) for group, count in words.items() if group}


def _with_group(corpus: Corpus, by: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        by=by,
        words_group=rows["group"].map(_words(corpus, by)),
        documents=rows["group"].map(_sizes(corpus, by)),
    )
