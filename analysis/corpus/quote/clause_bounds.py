"""Find where attributed words end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.corpus.language.wordlists import (
    BREAKS,
    DASHES,
    DAYS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    SPEAKING,
    STOPS,
    SUBORDINATORS,
    TIMES,
    is_adverb,
    skip_adverbs,
)
from analysis.corpus.quote.cues import Cue
from analysis.corpus.quote.sentences import Sentence

# After a comma these begin what the outlet adds, more often than not (PolNeAR, train).
_OUTLETS_OWN: Final = frozenset(
    "whose according while though although prompting saying adding".split()
)
# Words that open a clause within another.
_EMBEDDING: Final = frozenset(
    "when while if after although though because since before once until who whom unless".split()
)
_FAR: Final = 14
_PAUSES: Final = DASHES | frozenset((",", ";"))
# Before a finite verb these show that it belongs to the clause.
_GOING_ON: Final = frozenset("that who which and or but to not he she it they we i there".split())
_AFTER_OBJECT: Final = frozenset(
    "after during while when because before until although though if unless whereas despite "
    "amid following".split()
)
_JOINING: Final = frozenset(("and", "but", "so", "while"))
# Words before a time: "on Monday", "a day later".
_IN_TIME: Final = frozenset("on in at the a by".split())
# A verb of saying this near after a comma belongs to another attribution: ", he said".
_NEAR: Final = 5
# After a cue that stands aside there are as many words at most: "told the paper on Friday".
_SHORT: Final = 7


def farthest(lower: list[str], start: int) -> int:
    """Give the last place where words reported from `start` on can end.

    That of the sentence, or before ";" and "and on Monday he left".
    """
    end = sentence_end(lower)
    for number, word in enumerate(lower[start + 1 : end], start + 1):
        if word == ";" or (word in _JOINING and _next_clause(lower, number)):
            return number
    return end


def sentence_end(lower: list[str]) -> int:
    """Give the number of the word after the last, without the full stop."""
    end = len(lower)
    while end > 0 and lower[end - 1] in STOPS:
        end -= 1
    return end


def clause_end(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> int:
    """Find the end of an attributed clause: as a rule that of the sentence.

    Parameters
    ----------
    sentence
        The sentence.
    at
        Number of the clause's first word.
    cue
        What attributes it.
    cues
        All cues of the sentence.
    """
    lower = sentence.lower
    end = farthest(lower, at)
    if at == cue.end and (lower[at] in FINITE or lower[at].endswith("ed")):
        # "the bridge that Aske said threatened the harbour | was closed"
        end = own_verb_end(lower, at, end)
    embedded = _is_embedded(lower, cue)
    tag = _tag(sentence, at, end, cues)
    for number in range(at + 1, end):
        word = lower[number]
        if word in _PAUSES:
            if embedded or number == tag or _ends_clause(lower, number, end, cues):
                return number
        elif word in ("and", "but") and _second_cue(lower, number + 1, cue, cues):
            return number
    return end


def object_end(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> int:
    """Find the end of the object of a speech act; parameters as for `clause_end`."""
    lower = sentence.lower
    end = farthest(lower, at)
    for number in range(at + 1, end):
        word = lower[number]
        if word in _PAUSES or word in _AFTER_OBJECT:
            return number
        if word in ("and", "but") and _second_cue(lower, number + 1, cue, cues):
            return number
        if word in ("on", "in", "at") and number + 1 < end and lower[number + 1] in TIMES:
            return number
        before = lower[number - 1]
        if word in DAYS and before not in DETERMINERS and before not in PREPOSITIONS:
            return number
    return end


def _next_clause(lower: list[str], at: int) -> bool:
    """Tell "and on Monday he left": a time of its own, a subject of its own, no "would"."""
    number = at + 1
    while number < len(lower) and (lower[number] in _IN_TIME or lower[number] in TIMES):
        number += 1
    timed = lower[number - 1] in TIMES or lower[number - 1] == "later"
    if not timed or number + 1 >= len(lower):
        return False
    number += lower[number] == ","
    subject = lower[number] in SPEAKING and lower[number] != "who"
    return subject and lower[number + 1] not in ("would", "could", "should", "might")


def own_verb_end(lower: list[str], at: int, end: int) -> int:
    """End a clause before the verb of the sentence around it.

    "The claim that the bridge was safe | was never checked": its second finite verb.
    """
    own = False
    for number in range(at, end):
        word, before = lower[number], lower[number - 1]
        if word not in FINITE and not (number == at and word.endswith("ed")):
            continue
        if own and before not in FINITE and before not in _GOING_ON and not is_adverb(before):
            return number
        own = True
    return end


def _is_embedded(lower: list[str], cue: Cue) -> bool:
    """Tell a cue in a clause that another follows: "When Aske said ..., the crowd cheered"."""
    for number in range(cue.at - 1, max(-1, cue.at - _FAR), -1):
        word = lower[number]
        if word in _EMBEDDING:
            return True
        if word in BREAKS or word == "that":
            return False
    return False


def _ends_clause(lower: list[str], number: int, end: int, cues: Sequence[Cue]) -> bool:
    """Tell whether an attributed clause ends before this comma, semicolon or dash."""
    after = lower[number + 1] if number + 1 < end else ""
    if after in _OUTLETS_OWN:
        return True
    # "X says it is neutral, but has been criticised": the subject is X again.
    if after in ("but", "and") and number + 2 < end and lower[number + 2] in FINITE:
        return True
    for cue in cues:
        if cue.at <= number:
            continue
        distance = cue.at - number
        if cue.use == "participle":
            return distance <= 2
        if cue.use != "finite" or "clause" not in cue.entry.constructions:
            return False
        if distance == 1 and lower[number] == "," and cue.end < end:
            # "..., reports Dorrin Aske"
            return lower[cue.end] not in PREPOSITIONS and lower[cue.end] != "that"
        if after in ("and", "but") and distance <= _NEAR + 1:
            return True
        return distance <= _NEAR and lower[number] == "," and _stands_aside(lower, cue)
    return False


def _tag(sentence: Sentence, start: int, end: int, cues: Sequence[Cue]) -> int:
    """Find the comma before "..., two officials told the paper on Friday"; -1 if there is none."""
    lower = sentence.lower
    last = cues[-1]
    says = not last.entry.constructions.isdisjoint(("clause", "hearer"))
    if not says or last.use != "finite" or last.at <= start or end - last.end > _SHORT:
        return -1
    if any(word in BREAKS or word == "that" for word in lower[last.end : end]):
        return -1
    after = lower[last.end] if last.end < end else ""
    if after and not ("hearer" in last.entry.constructions or after in PREPOSITIONS | TIMES):
        return -1
    for number in range(last.at - 1, max(start, last.at - _FAR), -1):
        if lower[number] == ",":
            speaker = lower[number + 1 : last.at]
            return number if speaker and speaker[0] not in _JOINING else -1
        if lower[number] in FINITE or lower[number] in SUBORDINATORS:
            return -1
    return -1


def _stands_aside(lower: list[str], cue: Cue) -> bool:
    """Tell a cue that governs nothing after it: ", he said in Minsk."."""
    at = skip_adverbs(lower, cue.end)
    if at >= len(lower):
        return True
    return lower[at] in STOPS or lower[at] in BREAKS or lower[at] in PREPOSITIONS


def _second_cue(lower: list[str], at: int, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Tell whether a second verb of the same subject follows: "said ... and urged ..."."""
    at = skip_adverbs(lower, at)
    for other in cues:
        if other.at == at:
            if other.use == "finite":
                return other.entry.form == cue.entry.form
            return other.use == cue.use == "participle"
    return False
