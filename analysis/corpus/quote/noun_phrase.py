"""Find the noun phrase that names a speaker: before a verb, after it, around an apposition."""

from __future__ import annotations

from typing import Final

from analysis.corpus.language.wordlists import (
    ARTICLES,
    AUXILIARIES,
    BREAKS,
    DASHES,
    DAYS,
    DETERMINERS,
    FINITE,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    RELATIVES,
    SPEAKING,
    STOPS,
    SUBORDINATORS,
    TIMES,
    WH,
    is_adverb,
    is_possessive,
)
from analysis.corpus.quote.cues import Cue
from analysis.corpus.quote.sentences import MASK, Sentence

Span = tuple[int, int]
# How far an apposition may reach: "Aske, 45, who chairs the guild and ..., said".
_LONGEST_APPOSITION: Final = 45
_LONGEST_SUBJECT: Final = 14
# Words that are no part of the noun phrase before a verb.
_NO_PART: Final = BREAKS | STOPS | FINITE | SUBORDINATORS
# Prepositions that belong to a name or an office: "the chair of the guild".
_WITHIN_NAMES: Final = frozenset(("of", "for"))
# Documents speak for those who made them: "a readout of the talks by the ministry".
_DOCUMENTS: Final = frozenset(
    "readout statement report study survey poll analysis article letter memo filing complaint "
    "transcript review document email ad readouts talks book essay paper column editorial "
    "post tweet tally".split()
)


def subject(sentence: Sentence, cue: Cue) -> Span | None:
    """Find the subject that stands before a cue."""
    lower = sentence.lower
    at = cue.at - 1
    while at >= 0 and (lower[at] in AUXILIARIES or is_adverb(lower[at])):
        at -= 1
    if at < 0 or lower[at][0] == MASK or lower[at] in ("and", "or", "but"):
        return None
    word = lower[at]
    if word in RELATIVES:
        return _antecedent(sentence, at)
    if word in (",", ")") or word in DASHES:
        return _before_apposition(sentence, at)
    return before(sentence, at + 1)


def before(sentence: Sentence, end: int) -> Span | None:
    """Find the noun phrase that ends before a word."""
    lower = sentence.lower
    start = end
    while start > 0:
        word = lower[start - 1]
        if word in _NO_PART or word[0] == MASK or start - 1 in sentence.verbs:
            break
        if word.endswith("ed") and _is_past(lower, start - 1):
            break
        if word == "and" and not _joins(sentence, start - 1, end):
            break
        if word in SPEAKING:
            if start == end:
                start -= 1
            break
        start -= 1
    return _trimmed(sentence, start, end)


def _is_past(lower: list[str], at: int) -> bool:
    """Tell "hoisted" in "Aske hoisted a sign that read" from "the embattled minister"."""
    if len(lower[at]) < 5 or not at:
        return False
    previous = lower[at - 1]
    return not (
        previous in DETERMINERS
        or previous in PREPOSITIONS
        or previous in BREAKS
        or is_adverb(previous)
        or is_possessive(previous)
    )


def after(sentence: Sentence, at: int) -> Span | None:
    """Find the noun phrase after an inverted cue: said Dorrin Aske, the guild's chair."""
    lower = sentence.lower
    size = len(lower)
    if at >= size or lower[at] in BREAKS or lower[at] in STOPS or lower[at][0] == MASK:
        return None
    if lower[at] in PREPOSITIONS or lower[at] in WH or lower[at] == "that":
        return None
    if is_adverb(lower[at]) or lower[at] in OBJECT_PRONOUNS - {"it", "you"}:
        return None
    end = at
    while end < size:
        word = lower[end]
        if word in BREAKS or word in STOPS or word[0] == MASK:
            break
        if end > at and (
            (word in PREPOSITIONS and word not in _WITHIN_NAMES)
            or word in SUBORDINATORS
            or word in FINITE
            or word in DAYS
            or (is_adverb(word) and end > at + 1)
        ):
            break
        end += 1
        if word in SPEAKING:
            break
    return (at, end) if end > at else None


def since_quotation(sentence: Sentence, cue: Cue) -> Span | None:
    """Take all that stands between a quotation and its cue for the speaker."""
    lower = sentence.lower
    end = cue.at
    while end > 0 and (lower[end - 1] in AUXILIARIES or is_adverb(lower[end - 1])):
        end -= 1
    for start in range(end - 1, max(-1, end - _LONGEST_SUBJECT), -1):
        word = lower[start]
        if word[0] == MASK:
            if start + 1 == end or lower[start + 1] in SUBORDINATORS:
                return None
            return _trimmed(sentence, start + 1, end)
        if word in BREAKS or word in FINITE:
            return None
    return None


def first_subject(sentence: Sentence, limit: int) -> Span | None:
    """Guess the subject of a sentence: the noun phrase before its first finite verb."""
    lower = sentence.lower
    start = _past_adverbial(sentence, limit)
    end = start
    while end < limit:
        word = lower[end]
        if word in FINITE or word in BREAKS or word[0] == MASK or end in sentence.verbs:
            break
        if word in SPEAKING:
            end += 1
            break
        if end > start and (
            word in PREPOSITIONS
            or word in SUBORDINATORS
            or is_adverb(word)
            or (word.endswith(("ed", "ing")) and not sentence.words[end][0].isupper())
        ):
            break
        end += 1
    if start < end <= limit:
        return _name_first(sentence, start, end)
    return None


def owner(sentence: Sentence, cue: Cue) -> Span | None:
    """Find whose claim it is: "Aske's claim that", "their claim that"."""
    lower, words = sentence.lower, sentence.words
    for number in range(cue.at - 1, max(-1, cue.at - 5), -1):
        word = lower[number]
        if word in ("his", "her", "their", "its", "my", "our"):
            return number, number + 1
        if word.endswith(("'s", "s'")):
            start = number
            while start > 0 and words[start - 1][0].isupper():
                start -= 1
            return start, number + 1
        if word in BREAKS or word in PREPOSITIONS:
            break
    return first_subject(sentence, cue.at)


def named(sentence: Sentence, start: int, end: int) -> Span | None:
    """Cut a phrase after "according to" to the name in it."""
    lower = sentence.lower
    for number in range(start + 1, end):
        if lower[number] == "by" and lower[start] != "by":
            return (number + 1, end) if number + 1 < end else None
        if lower[number] in RELATIVES or (
            lower[number] in PREPOSITIONS and lower[number] not in _WITHIN_NAMES
        ):
            return start, number
        if lower[number] in ("released", "published", "obtained", "conducted"):
            end = number
            break
    return (start, end) if start < end else None


def last_name(sentence: Sentence, span: Span) -> Span:
    """Cut a phrase to the name it ends with, if it does."""
    start, end = span
    run = end
    while run > start and sentence.words[run - 1][0].isupper():
        run -= 1
    return (run, end) if run < end else span


def _past_adverbial(sentence: Sentence, limit: int) -> int:
    """Step over "In Minsk on Monday," and "ReadOptions why," at the head of a sentence."""
    lower = sentence.lower
    start = 0
    while start < limit and (lower[start] in ("but", "and", "so", "yet") or lower[start] in BREAKS):
        start += 1
    while start < limit and _opens_adverbial(lower[start]):
        comma = next((n for n in range(start, limit) if lower[n] == ","), None)
        if comma is None:
            clause = lower[start] in PREPOSITIONS or lower[start] in SUBORDINATORS
            return limit if clause else start + 1
        start = comma + 1
    return start


def _opens_adverbial(word: str) -> bool:
    if word in PREPOSITIONS or word in SUBORDINATORS or is_adverb(word) or word in TIMES:
        return True
    return word.endswith(("ing", "ed")) and len(word) > 4


def _name_first(sentence: Sentence, start: int, end: int) -> Span | None:
    """Cut what follows a name where the verb is not known: "Rudenko flew", "Biden kind of"."""
    words = sentence.words
    stop = start
    while stop < end and (words[stop][0].isupper() or (stop == start and end - start > 1)):
        stop += 1
    named = start < stop < end and words[stop - 1][0].isupper() and words[start][0].isupper()
    if named and sentence.lower[start] not in ARTICLES:
        end = stop
    return _trimmed(sentence, start, end)


def _antecedent(sentence: Sentence, at: int) -> Span | None:
    """Find whom "who" stands for; "who" itself where that cannot be seen."""
    lower = sentence.lower
    end = at - 1 if at > 0 and lower[at - 1] == "," else at
    phrase = before(sentence, end) if end > 0 else None
    if lower[at] == "who":
        return phrase or (at, at + 1)
    return phrase


def _before_apposition(sentence: Sentence, at: int) -> Span | None:
    """Find the name before ", the head of the port,"."""
    lower = sentence.lower
    for number in range(at - 1, max(-1, at - _LONGEST_APPOSITION), -1):
        word = lower[number]
        if word[0] == MASK and number == at - 1:
            return None
        if number and (word in (",", "(") or word in DASHES):
            if lower[number + 1] in ("and", "but", "so", "when", "while", "because"):
                continue
            if _is_name(sentence, number + 1, at) and sentence.words[number - 1][0].islower():
                # "its head, Arne Skelby, said"
                return number + 1, at
            phrase = before(sentence, number)
            if phrase and not _is_beside(lower, phrase):
                return phrase
    return None


def _is_beside(lower: list[str], span: Span) -> bool:
    """Tell a place, a time or an age from a name."""
    if lower[span[0]] in PREPOSITIONS or lower[span[1] - 1] in TIMES:
        return True
    return span[1] - span[0] == 1 and lower[span[0]][0].isdigit()


def _is_name(sentence: Sentence, start: int, end: int) -> bool:
    return end - start > 1 and all(word[0].isupper() for word in sentence.words[start:end])


def _joins(sentence: Sentence, at: int, end: int) -> bool:
    """Tell "Aske and Morlan said" from "... left and Morlan said"."""
    words = sentence.words
    return at > 0 and at + 1 < end and words[at - 1][0].isupper() and words[at + 1][0].isupper()


def _trimmed(sentence: Sentence, start: int, end: int) -> Span | None:
    """Leave out times and places around a name: "On Monday Aske in a letter" is Aske."""
    lower, words = sentence.lower, sentence.words
    while start < end and (
        is_adverb(lower[start]) or lower[start] in TIMES or lower[start] == "and"
    ):
        start += 1
    stop = end
    while stop > start and (
        lower[stop - 1] in TIMES or is_adverb(lower[stop - 1]) or lower[stop - 1] in PREPOSITIONS
    ):
        stop -= 1
    # "the morning felt": a time that is the subject itself.
    if stop > start and lower[stop - 1] not in ARTICLES:
        end = stop
    if start >= end:
        return None
    if lower[start] in PREPOSITIONS:
        run = end
        while run > start and words[run - 1][0].isupper():
            run -= 1
        return (run, end) if run < end and run > start + 1 else None
    for number in range(start + 1, end):
        if lower[number] == "by" and any(noun in _DOCUMENTS for noun in lower[start:number]):
            return _trimmed(sentence, number + 1, end)
        if lower[number] in PREPOSITIONS and lower[number] not in _WITHIN_NAMES:
            end = number
            break
    return _bare_name(sentence, start, end)


def _bare_name(sentence: Sentence, start: int, end: int) -> Span:
    """Leave out the trade before a name: "mercenary leader Boris Krail"."""
    words, lower = sentence.words, sentence.lower
    run = end
    while run > start and words[run - 1][0].isupper():
        run -= 1
    if end - run >= 2 and run > start and not sentence.is_headline:
        lead = lower[run - 1]
        if lead not in PREPOSITIONS and lead not in ARTICLES and lead not in ("and", "including"):
            return run, end
    return start, end
