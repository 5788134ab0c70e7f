"""Weigh what the rules found: where reported words end, and whether they are speech at all.

Each question is a logistic model: the log odds of "yes" are the sum of the weights of the signs
that are seen. Signs are words of grammar, shapes, distances and rules, so that every weight can be
read; `bench/weigh.py` fits them to PolNeAR's training set and writes `data/lexicons/weights.yml`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from analysis.corpus.language.wordlists import (
    AUXILIARIES,
    BE,
    BREAKS,
    DASHES,
    DETERMINERS,
    FINITE,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    SPEAKING,
    STOPS,
    SUBORDINATORS,
    TIMES,
)
from analysis.corpus.quote.clause_bounds import farthest
from analysis.corpus.quote.cues import Report
from analysis.corpus.quote.sentences import MASK, Sentence

Weights = Mapping[str, float]
Span = tuple[int, int]

# Words that are signs by themselves; of all others only the shape is looked at.
_GRAMMAR: Final = (
    AUXILIARIES | BE | BREAKS | DETERMINERS | OBJECT_PRONOUNS | PREPOSITIONS | SPEAKING
) | (STOPS | SUBORDINATORS | frozenset("and to there not no".split()))
_PAUSES: Final = DASHES | frozenset((",", ";", ":", "(", ")"))
# Where reported words may end, beside the end of the rules: before these, of which at least one
# in twenty ends them in PolNeAR's training set.
_ENDS: Final = _PAUSES | frozenset("and but while after before during despite although".split())
# The object of a speech act may also end before a place or a time.
_ENDS_OBJECT: Final = _ENDS | frozenset("on in at by last late early following".split())
_OF_OBJECTS: Final = frozenset(("speech act", "noun", "passive"))
# The likeliest end must be so many times as likely as that of the rules, to be taken instead.
_MARGIN: Final = 2.0
_ENOUGH: Final = 0.45
_SAID: Final = frozenset(("say", "tell", "according to"))
# Of more places than this none is weighed: no sentence that a newspaper prints has so many.
_MOST: Final = 16
# Words after a place that are looked through for a verb.
_VERB_REACH: Final = 7
_LENGTHS: Final = (1, 2, 3, 5, 8, 13, 21, 34)
_ENDINGS: Final = ("'s", "ing", "ed", "ly", "s")


def log_odds(weights: Weights, signs: Iterable[str]) -> float:
    """Add up the weights of signs; a sign without one weighs nothing."""
    get = weights.get
    return sum([get(sign, 0.0) for sign in signs])


def probability(odds: float) -> float:
    """Turn log odds into a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _shape(sentence: Sentence, number: int) -> str:
    """Describe a word of a sentence: itself if it is one of grammar, or its form."""
    if not 0 <= number < len(sentence.words):
        return "nothing"
    word = sentence.words[number]
    return "quotation" if word[0] == MASK else _form(word)


@lru_cache(maxsize=100_000)
def _form(printed: str) -> str:
    word = printed.lower()
    if word in _GRAMMAR:
        return word
    if word[0].isdigit() or word[0] in "$€£":
        return "number"
    if word in TIMES:
        return "time"
    if printed[0].isupper():
        return "Name's" if word.endswith("'s") else "Name"
    return next((f"-{ending}" for ending in _ENDINGS if word.endswith(ending)), "word")


def _size(number: int) -> int:
    """Round a count of words up to one of a few sizes."""
    return _LENGTHS[bisect_left(_LENGTHS, number)] if number <= _LENGTHS[-1] else 99


def _verb(lower: Sequence[str], at: int) -> str:
    """Name the first auxiliary after a place, before the next pause."""
    for word in lower[at : at + _VERB_REACH]:
        if word in FINITE:
            return word
        if word in _PAUSES:
            break
    return "none"


def places(sentence: Sentence, start: int, end: int, report: Report) -> list[int]:
    """List where words reported from `start` on may end, and last the farthest place.

    `end` is where the rules end them.
    """
    lower = sentence.lower
    ends = _ENDS_OBJECT if report.how in _OF_OBJECTS else _ENDS
    last = farthest(lower, start)
    found = [
        number
        for number, word in enumerate(lower[start + 1 : last], start + 1)
        if word in ends or number == end
    ]
    return [*found, last]


def end_signs(
    sentence: Sentence, span: Span, place: int, last: int, report: Report
) -> tuple[str, ...]:
    """List the signs that reported words end before a place.

    `span` is theirs by the rules, `last` the farthest place where they can end.
    """
    lower = sentence.lower
    start, end = span
    word = lower[place]
    following = _shape(sentence, place + 1)
    verb = _verb(lower, place + 1)
    own = "verb" if not FINITE.isdisjoint(lower[start:place]) else "no verb"
    comma = "," in lower[place + 1 : last]
    return (
        f"rule {place == end} {word}",
        f"{word} after {report.how}",
        f"{word} {following} {_shape(sentence, place + 2)}",
        f"{following} verb {verb}",
        f"before {word} {_shape(sentence, place - 1)}",
        f"length {_size(place - start)}",
        f"left {_size(last - place)}",
        f"{word} {own} {verb != 'none'} comma {comma}",
        f"cue {report.cue.entry.word} {word}",
    )


def end_of(sentence: Sentence, span: Span, report: Report, weights: Weights) -> int:
    """Choose where reported words end: the likeliest place.

    Parameters
    ----------
    sentence
        The sentence.
    span
        Numbers of their first word, and of the word after the last as the rules have it.
    report
        What reports them.
    weights
        Of the model `end`: the log odds that they end at a place, if not before.
    """
    *before, last = places(sentence, *span, report)
    if not 0 < len(before) <= _MOST or (span[1] < last and sentence.lower[span[1]] in FINITE):
        # Before the verb of the sentence around them the rules are sure.
        return span[1]
    going_on, chances = 1.0, {}
    for place in before:
        odds = log_odds(weights, end_signs(sentence, span, place, last, report))
        here = probability(odds)
        chances[place] = going_on * here
        going_on *= 1 - here
    chances[last] = going_on
    likeliest = max(chances, key=lambda place: chances[place])
    return likeliest if chances[likeliest] > _MARGIN * chances.get(span[1], 0.0) else span[1]


def is_speech(
    sentence: Sentence, report: Report, span: Span, reports: Sequence[Report], weights: Weights
) -> bool:
    """Tell whether a reported clause is speech, by the model `paraphrase`."""
    if is_beyond_doubt(sentence, report, span):
        return True
    odds = log_odds(weights, paraphrase_signs(sentence, report, span, reports))
    return probability(odds) > _ENOUGH


def is_beyond_doubt(sentence: Sentence, report: Report, span: Span) -> bool:
    """Tell what is not weighed: what is said, and "notes that ...", "the claim that ..."."""
    if sentence.lower[span[0] - 1] == "that":
        return True
    return report.cue.entry.word in _SAID and report.how not in ("speech act", "noun")


def paraphrase_signs(
    sentence: Sentence, report: Report, span: Span, reports: Sequence[Report]
) -> tuple[str, ...]:
    """List the signs that a reported clause is what somebody says or thinks."""
    cue, lower, how = report.cue, sentence.lower, report.how
    entry, use = cue.entry, cue.use
    a, b = span
    before, after = _shape(sentence, cue.at - 1), _shape(sentence, cue.end)
    outer = next(
        (
            other.how
            for other in reports
            if other is not report and any(x <= cue.at < y for x, y in other.contents)
        ),
        "none",
    )
    holds = any(other is not report and a <= other.cue.at < b for other in reports)
    return (
        f"{how} {entry.form} {use}",
        f"cue {entry.word} {use}",
        f"cue {entry.word} {how}",
        f"cue {entry.word} {after}",
        f"class {entry.cue_class} {use}",
        f"before {before} {use}",
        f"after {after} {how}",
        f"speaker {_speaker(sentence, report)} {how}",
        f"length {_size(b - a)} {how}",
        f"first {_shape(sentence, a)} {how}",
        f"last {_shape(sentence, b - 1)}",
        f"verb {not FINITE.isdisjoint(lower[a:b])} {how}",
        f"within {outer} {how} {entry.cue_class}",
        f"holds another {holds}",
        f"headline {sentence.is_headline}",
        f"either {entry.is_either} {use} {after}",
    )


def _speaker(sentence: Sentence, report: Report) -> str:
    """Describe a speaker: the shape of its first and last word."""
    if report.speaker is None:
        return "none"
    a, b = report.speaker
    if b - a == 1:
        return _shape(sentence, a)
    return f"{_shape(sentence, a)} … {_shape(sentence, b - 1)}"


_FAR: Final = (-200, -60, -20, 0, 20, 60, 200, 600)
_PLURAL_ENDS: Final = ("s", "people", "men", "women", "media", "police")


def speaker_signs(how: str, kind: str, speaker: str, cue: str, distance: int) -> tuple[str, ...]:
    """List the signs that words are those of the speaker who is named.

    Parameters
    ----------
    how, kind, speaker, cue
        As in `schema.QUOTATIONS`.
    distance
        Characters between the speaker and the words; below 0 where it stands after them.
    """
    rule = how.partition(",")[0]
    said = "marks" if kind != "indirect" else "no marks"
    looks = _looks(speaker)
    far = _FAR[bisect_left(_FAR, distance)] if distance <= _FAR[-1] else 9999
    return (
        f"{kind} {rule}",
        f"looks {looks}",
        f"{said} looks {looks}",
        f"{rule} looks {looks}",
        f"words {_size(len(speaker.split()))}",
        f"{said} far {far}",
        f"{rule} far {far}",
        f"cue {cue.lower()}",
    )


@lru_cache(maxsize=100_000)
def _looks(speaker: str) -> str:
    """Describe a speaker by its form: a pronoun, a name, the head of a noun phrase."""
    words = speaker.split()
    first, last = words[0].lower(), words[-1]
    if len(words) == 1 and (first in _GRAMMAR or first in ("someone", "nobody", "everyone")):
        return first
    if "and" in words and words[-1] != "and":
        return "two"
    if last[0].isupper():
        capitals = sum(word[0].isupper() for word in words)
        if capitals == len(words):
            return f"name of {min(4, len(words))}"
        return "the … Name" if first in ("the", "a", "an") else "role and name"
    if not last[0].isalpha():
        return "sign"
    number = "plural" if last.endswith(_PLURAL_ENDS) else "singular"
    if first in _GRAMMAR:
        return f"{first} … {number}"
    return f"{'Name' if words[0][0].isupper() else 'noun'} … {number}"
