"""Find the words that report speech in a sentence, and which of their uses it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analysis.corpus.language.wordlists import (
    ARTICLES,
    AUXILIARIES,
    BE,
    DETERMINERS,
    FINITE,
    MODALS,
    OBJECT_PRONOUNS,
    PLURALS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUN_BE,
    RELATIVES,
    REPORTERS,
    SPEAKING,
    is_adverb,
    is_possessive,
)
from analysis.corpus.lexicons.speech import Entry
from analysis.corpus.quote.sentences import MASK, Sentence

_BEFORE_BASE: Final = MODALS | AUXILIARIES | PLURALS | REPORTERS | frozenset(("and",))
# After these "reported" is an adjective; after "one", "two" and "others" it is a verb.
_BEFORE_NOUN: Final = ARTICLES | POSSESSIVES | frozenset("this these those every no any".split())
# "a million confirmed cases"
_AMOUNTS: Final = frozenset("hundred thousand million billion dozen".split())
_VERBS: Final = frozenset(("base", "s", "ed", "ing"))
_PARTICLES: Final = (["off"], ["down"], ["up"], ["out"], ["away"])
_SINGULAR: Final = frozenset("he she it who which".split())
_BEFORE_ING: Final = BE | frozenset((",", "and", "by", "while", "after", "before", "in"))

# Things that claim something by themselves.
_SOURCES: Final = frozenset(
    "poll polls polling survey surveys study studies data figures results research statistics "
    "census records files documents filings papers emails e-mails messages letters minutes "
    "transcripts footage video logs numbers tally report reports".split()
)
# How far the noun may stand before its verb.
_NEAR: Final = 8


@dataclass(slots=True)
class Cue:
    """A word of a sentence that reports speech.

    Attributes
    ----------
    at, end
        Numbers of its first word and of the word after its last.
    entry
        What the lexicon says of it.
    use
        finite, infinitive, participle, passive, noun or cue.
    """

    at: int
    end: int
    entry: Entry
    use: str


@dataclass(slots=True)
class Report:
    """What one cue reports.

    Attributes
    ----------
    cue
        The cue.
    contents
        Spans of words, in order: one, or two around "..., X said, ...".
    speaker
        Span of words of the speaker as named, or none.
    how
        Name of the rule.
    """

    cue: Cue
    contents: list[tuple[int, int]]
    speaker: tuple[int, int] | None
    how: str


def find(sentence: Sentence, forms: Mapping[str, tuple[Entry, ...]]) -> list[Cue]:
    """Find the cues of a sentence, in order.

    Parameters
    ----------
    sentence
        The sentence.
    forms
        First word of each form -> its entries (`Speech.forms`).
    """
    cues: list[Cue] = []
    free = 0
    for at in sentence.known:
        if at < free:
            continue
        # Within a sentence a word with a capital is a name: the Post, Mark Price.
        if at and sentence.words[at][0].isupper() and not sentence.is_headline:
            continue
        cue = _cue(sentence, at, forms[sentence.lower[at]])
        if cue is not None:
            cues.append(cue)
            free = cue.end
    return cues


def _cue(sentence: Sentence, at: int, entries: tuple[Entry, ...]) -> Cue | None:
    lower = sentence.lower
    for entry in entries:
        end = at + 1 + len(entry.tail)
        if entry.tail and tuple(lower[at + 1 : end]) != entry.tail:
            continue
        if not entry.tail and entry.form in _VERBS and lower[end : end + 1] in _PARTICLES:
            # "called off", "backed down", "added up" are other verbs.
            continue
        use = _use(lower, at, entry)
        unsure = entry.is_either and use in ("finite", "participle") and entry.form != "ed"
        if use and not (unsure and not _is_verb(sentence, at, end, entry.form)):
            return Cue(at, end, entry, use)
    return None


def _use(lower: list[str], at: int, entry: Entry) -> str:
    """Say which use of a form this is; '' where it is another word."""
    form = entry.form
    if form in ("cue", "noun"):
        return form if form == "cue" or at == 0 or lower[at - 1] not in MODALS else ""
    previous = _previous(lower, at)
    if form == "ing":
        no_verb = previous in ARTICLES or previous in POSSESSIVES or previous == "without"
        return "" if no_verb else "participle"
    determined = previous in DETERMINERS and previous not in PLURALS
    nominal = (
        (determined and previous not in ("that", "which", "what"))
        or is_possessive(previous)
        or previous[:1].isdigit()
    )
    if form == "ed":
        if previous in BE or previous in PRONOUN_BE:
            return "passive"
        adjective = previous in _BEFORE_NOUN or is_possessive(previous) or previous[:1].isdigit()
        adjective = (
            adjective or previous in _AMOUNTS or lower[max(0, at - 2) : at] == ["the", "most"]
        )
        return "" if adjective else "finite"
    if nominal:
        return ""
    if form == "s":
        return "" if previous in PREPOSITIONS or previous in MODALS else "finite"
    if previous == "to":
        return "infinitive"
    plural = previous.endswith("s") and not previous.endswith("ss") and len(previous) > 3
    return "finite" if previous in _BEFORE_BASE or plural else ""


def _previous(lower: list[str], at: int) -> str:
    """Give the word before, adverbs left out."""
    before = at - 1
    while before >= 0 and is_adverb(lower[before]):
        before -= 1
    return lower[before] if before >= 0 else ""


def _is_verb(sentence: Sentence, at: int, end: int, form: str) -> bool:
    """Tell a verb from a noun of the same form by what stands beside it."""
    lower, words = sentence.lower, sentence.words
    following = lower[end] if end < len(lower) else ""
    if following == "that" and _opens_clause(sentence, end + 1):
        return True
    if following == "that" and _is_relative(lower, end + 1):
        return False
    if form != "base" and (following == ":" or following[:1] == MASK):
        return True
    previous = _previous(lower, at)
    if form == "base":
        return previous in _BEFORE_BASE
    takes = following in DETERMINERS and following not in ("that", "which", "what")
    if takes or following in OBJECT_PRONOUNS:
        return True
    if form == "ing":
        return previous in _BEFORE_ING
    if previous in _SINGULAR or previous in RELATIVES:
        return True
    name = words[at - 1] if at else ""
    return name[:1].isupper() and (at > 1 or len(name) > 3)


def _is_relative(lower: list[str], at: int) -> bool:
    """Tell "states that voted": the verb follows at once."""
    return at < len(lower) and (lower[at] in FINITE or lower[at].endswith("ed"))


def _opens_clause(sentence: Sentence, at: int) -> bool:
    """Tell "claims that the ..." from "states that border"."""
    if at >= len(sentence.lower):
        return False
    word = sentence.lower[at]
    subject = word in DETERMINERS or word in SPEAKING or word == "there"
    return subject or sentence.words[at][0].isupper()


def speaks_for_itself(lower: list[str], cue: Cue) -> bool:
    """Tell that a poll, a study or a file is the subject: what it shows is always a claim."""
    return any(noun in _SOURCES for noun in lower[max(0, cue.at - _NEAR) : cue.at])
