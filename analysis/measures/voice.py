"""Count who gets to speak: in how many words, on which side, behind which verbs."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.schema import CUES, SPEAKERS, VOICES, VOICES_ALLOWED, shape

# A speaker that the rules could not tell, and so its side; and the side of one that has none.
UNRESOLVED = "(unresolved)"
UNLISTED = "(no side listed)"
# The column of `reported`: where the reporting word stands in the source.
_AT: Final = "cue_at"
_LETTER: Final = re.compile(r"[^\W\d_]")
# Where a sentence ends, marks of quotation included.
_STOP: Final = re.compile(r"[.!?…][\"'”’»)]*\s")

# Quoted words of a first speaker, and how many more than of the next.
_FEWEST: Final = 20
_AHEAD: Final = 10
# Quoted words of another who speaks too: fewer may be a term in marks.
_SPEAKS: Final = 8
# A printed name: two words or more with a capital, and nothing else but particles; no office.
_NAME: Final = re.compile(
    r"(?!(?:[A-Z]{2,4}|Justices|Senators|Representatives) )[A-Z][\w.'’-]*"
    r"(?: (?:[A-Z][\w.'’-]*|al|bin|da|de|del|di|la|van|von|der))* [A-Z][\w'’-]+"
)
_CAPITALISED: Final = re.compile(r"\b[A-Z][\w-]{2,}")


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


def quoted_most(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Find whom each group quotes at most length, where no word of unsure speaker can change it.

    A quotation is surely of a speaker whose last name stands in its paragraph; rules that follow
    "he said" from paragraph to paragraph err. A speaker is first only with a printed name that
    shares no word with another speaker's, with 20 sure words, and with more words ahead of the
    next than are unsure, ten at least; and only where somebody else is quoted with eight words.

    Returns
    -------
    One row per group that has a first speaker, groups by name: `group`, `speaker_id`, `words`
    (surely of the speaker) and `words_quoted` (all words of the group in quotation marks). None
    for a text-free release.
    """
    columns = ["group", "speaker_id", "words", "words_quoted"]
    if not corpus.has_text:
        return pd.DataFrame(columns=columns)
    quoted = _quotations(corpus, by)
    quoted = quoted[quoted["kind"] != "indirect"]
    sources = corpus.documents.set_index("document_id")["source"].to_dict()
    spans = (quoted[name] for name in ("document_id", "start", "end", "speaker_id"))
    sure = [_names_beside(sources[name], *rest) for name, *rest in zip(*spans, strict=True)]
    rows = []
    for group, part in quoted.assign(sure=sure).groupby("group", sort=True):
        words = part[part["sure"]].groupby("speaker_id")["spoken"].sum()
        first = _first(words, int(part.loc[~part["sure"], "spoken"].sum()))
        others = part[part["speaker_id"] != first].groupby("speaker_id")["spoken"].sum()
        is_one_of_several = (others.drop("", errors="ignore") >= _SPEAKS).any()
        if first and is_one_of_several and not any(_share_a_name(first, o) for o in others.index):
            rows.append((group, first, int(words[first]), int(part["spoken"].sum())))
    return pd.DataFrame(rows, columns=columns)


def _names_beside(source: str, start: int, end: int, speaker: str) -> bool:
    """Tell whether the last name of a speaker stands in the paragraph around a quotation."""
    if not speaker:
        return False
    low, high = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    around = source[low:start] + " " + source[end : high if high >= 0 else len(source)]
    return re.search(rf"\b{re.escape(speaker.split()[-1])}\b", around) is not None


def _first(words: pd.Series, unsure: int) -> str:
    """Choose the speaker of most words, if it is a name and ahead by more than is unsure."""
    ranked = sorted(words.items(), key=lambda each: (-each[1], str(each[0])))
    if not ranked:
        return ""
    first, most = str(ranked[0][0]), int(ranked[0][1])
    ahead = most - (int(ranked[1][1]) if len(ranked) > 1 else 0)
    is_first = most >= _FEWEST and ahead >= max(_AHEAD, unsure + 1)
    return first if is_first and _NAME.fullmatch(first) else ""


def _share_a_name(one: str, other: str) -> bool:
    """Tell whether two speakers have a word with a capital in common."""
    return bool({*_CAPITALISED.findall(one)} & {*_CAPITALISED.findall(other)})


def cues(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count the reporting words of each group, by class.

    "noted" presupposes that what follows is true, "claimed" doubts it, "said" leaves it open.
    A word is counted where it stands in the text, once, however many quotations it brings.
    Colons and other marks are no words.

    Returns
    -------
    One row per group and cue, as `schema.CUES`, by class, falling frequency, then name.
    """
    spoken = _with_cue(_quotations(corpus, by), corpus)
    spoken = spoken.assign(cue=spoken["cue"].str.lower().str.split().str.join(" "))
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
    """Take the quotations that a reporting word brings, one for each place of such a word.

    Returns
    -------
    Rows of `schema.QUOTATIONS`, as they stand in the corpus.
    """
    return _with_cue(corpus.quotations, corpus)


def _with_cue(spoken: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Keep one quotation of each place where a reporting word stands."""
    spoken = spoken[spoken["cue"].map(is_word).to_numpy(dtype=bool)]
    if not corpus.has_text:
        return _at_most(spoken, corpus)
    sources = corpus.documents.set_index("document_id")["source"].to_dict()
    columns = (spoken[name] for name in ("document_id", "cue", "start", "end"))
    places = [place_of(sources[name], *rest) for name, *rest in zip(*columns, strict=True)]
    placed = spoken.assign(**{_AT: places})
    placed = placed[placed[_AT] >= 0].drop_duplicates(["document_id", _AT])
    return placed.drop(columns=_AT)


def _at_most(spoken: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Keep no more quotations of a reporting word than the word occurs, where counts are all."""
    if corpus.voice:
        return spoken
    counts, terms = corpus.matrix()
    column = {str(term): place for place, term in enumerate(terms.tolist())}
    cues = spoken["cue"].str.lower()
    rows = corpus.positions(spoken["document_id"])
    most = []
    for row, cue in zip(rows, cues, strict=True):
        places = [column.get(word, -1) for word in cue.split()]
        most.append(min(int(counts[row, place]) if place >= 0 else 0 for place in places))
    number = spoken.groupby([spoken["document_id"], cues]).cumcount()
    return spoken[number.to_numpy() < np.array(most, dtype=np.int64)]


def is_word(cue: str) -> bool:
    """Say whether what brings a quotation is a word: no colon, no other mark.

    Examples
    --------
    >>> [is_word(cue) for cue in ("said", ":", "<headline colon>", "")]
    [True, False, False, False]
    """
    return not cue.startswith("<") and _LETTER.search(cue) is not None


def place_of(source: str, cue: str, start: int, end: int) -> int:
    """Find where the reporting word of a quotation stands.

    In its paragraph, the nearest of the sentence, before those of others; else the nearest in
    the article.

    Parameters
    ----------
    source, cue
        The article, and the word as it prints it.
    start, end
        The quotation.

    Returns
    -------
    The first code point; -1 where the article has no such word outside the quotation.

    Examples
    --------
    >>> place_of("“No,” he said, “and I said no.”", "said", 16, 29)
    9
    """
    word = re.compile(rf"(?<!\w){re.escape(cue)}(?!\w)")
    first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    for low, high in ((first, last if last >= 0 else len(source)), (0, len(source))):
        ranked = []
        for at in (match.start() for match in word.finditer(source, low, high)):
            if not start <= at < end:
                between = source[at:start] if at < start else source[end:at]
                ranked.append((_STOP.search(between) is not None, len(between), at))
        if ranked:
            return min(ranked)[-1]
    return -1


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
