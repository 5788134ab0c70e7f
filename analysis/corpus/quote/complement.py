"""Find the words a verb of saying governs to its right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.corpus.language.wordlists import (
    BREAKS,
    DAYS,
    FINITE,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    SPEAKING,
    STOPS,
    SUBORDINATORS,
    TIMES,
    WH,
    is_amount,
    skip_adverbs,
)
from analysis.corpus.quote.clause_bounds import clause_end, object_end
from analysis.corpus.quote.cues import Cue
from analysis.corpus.quote.noun_phrase import Span
from analysis.corpus.quote.sentences import MASK, Sentence

Found = tuple[Span | None, str]
_NOTHING: Final[Found] = (None, "")
# How far "that" or a quotation may stand from its verb, over "in a statement late Sunday".
_REACH: Final = 16
_HEARER_REACH: Final = 20
# Constructions by what may follow their words.
_SAYING: Final = frozenset(("clause", "that", "hearer"))
_ASKING: Final = frozenset(("clause", "question", "hearer"))
_ACTS: Final = frozenset(("request", "charge", "name", "object"))
_CLAUSES: Final = frozenset(("clause", "that", "question"))
_SUBJECTS: Final = (SPEAKING - {"who"}) | {"there"}
# Things that claim something by themselves.
_SOURCES: Final = frozenset(
    "poll polls survey surveys study studies data figures results research statistics "
    "census".split()
)
_CLAUSE_OPENERS: Final = frozenset(
    "despite if when while although though because unless once until without given under "
    "instead after before since".split()
)
_NEW_SUBJECTS: Final = frozenset("the a his her their no".split())


def complement(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Find the words a cue governs to its right, and the rule that found them."""
    lower = sentence.lower
    kinds = cue.entry.constructions
    at = skip_adverbs(lower, cue.end)
    if at >= len(lower) or lower[at] in STOPS:
        return _NOTHING
    word = lower[at]
    says = not kinds.isdisjoint(_SAYING)
    if word[0] == MASK:
        direct = says or "utterance" in kinds
        return _from(sentence, at, cue, cues), "before" if direct else "speech act"
    if word in (",", ":"):
        return _after_break(sentence, at, cue, cues)
    if word == "that" and (says or "object" in kinds):
        return _from(sentence, at + 1, cue, cues), "clause"
    if word in WH and not kinds.isdisjoint(_ASKING):
        return _from(sentence, at, cue, cues), "question"
    if word == "to" and "infinitive" in kinds:
        return _from(sentence, at, cue, cues), "speech act"
    content = _hearer(sentence, at, cue, cues) if "hearer" in kinds else None
    if content:
        return content, "told"
    if (kinds <= {"hearer", "utterance"} and "hearer" in kinds) or (word == "to" and not says):
        return _NOTHING
    return _phrase(sentence, at, cue, cues)


def _speaks_for_itself(sentence: Sentence, cue: Cue) -> bool:
    """Tell that a poll or a study is the subject: what it shows is always a claim."""
    lower = sentence.lower
    nouns = lower[max(0, cue.at - 8) : cue.at]
    return any(noun in _SOURCES for noun in nouns)


def _opens_clause(lower: list[str], at: int) -> bool:
    """Tell "says despite the rain, he will come": an adverbial within what is said."""
    if lower[at] not in _CLAUSE_OPENERS:
        return False
    for number in range(at + 1, min(at + _REACH, len(lower))):
        if lower[number] == ",":
            return any(word in FINITE for word in lower[number + 1 : number + 8])
        if lower[number] in ("that", ":", ";") or lower[number] in STOPS:
            return False
    return False


def _phrase(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Read on where neither "that" nor a mark follows."""
    lower = sentence.lower
    word = lower[at]
    kinds = cue.entry.constructions
    beside = (word in PREPOSITIONS or word in TIMES) and not is_amount(lower, at)
    if not kinds.isdisjoint(_ACTS) and not (beside and kinds & {"clause", "that"}):
        return _object(sentence, at, cue, cues)
    if not kinds.isdisjoint(_CLAUSES):
        if "clause" in kinds and _opens_clause(lower, at):
            return _from(sentence, at, cue, cues), "clause"
        if beside or word in ("when", "as"):
            return _past_adjunct(sentence, at, cue, cues)
        is_clause = _has_verb(lower, at) or _speaks_for_itself(sentence, cue)
        if "clause" in kinds or ("that" in kinds and is_clause):
            return _from(sentence, at, cue, cues), "clause"
    if "utterance" in kinds:
        return _past_adjunct(sentence, at, cue, cues)
    return _NOTHING


def _has_verb(lower: list[str], at: int) -> bool:
    """Tell a clause from a noun phrase by an auxiliary that is near."""
    for number in range(at, min(at + 10, len(lower))):
        word = lower[number]
        if word in FINITE:
            return True
        if number == at and word.endswith(("'s", "'ll", "'re", "'ve", "'d")):
            return True
        if word in BREAKS or word in STOPS or word in SUBORDINATORS:
            return False
    return False


def _from(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    lower = sentence.lower
    if at >= len(lower):
        return None
    if lower[at][0] == MASK and (lower[at - 1] in (",", ":") or sentence.endings.get(at) == ","):
        return at, at + 1
    end = clause_end(sentence, at, cue, cues)
    return (at, end) if end > at else None


def _after_break(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Read on after "said:" and "said,"; "said, in short, that"."""
    lower = sentence.lower
    if at + 1 >= len(lower):
        return _NOTHING
    if lower[at + 1][0] == MASK:
        return _from(sentence, at + 1, cue, cues), "before"
    if lower[at] == ":":
        return _from(sentence, at + 1, cue, cues), "colon"
    for number in range(at + 1, min(at + _REACH, len(lower))):
        if lower[number - 1] == ",":
            if lower[number] == "that":
                return _from(sentence, number + 1, cue, cues), "clause"
            if lower[number][0] == MASK:
                return _from(sentence, number, cue, cues), "before"
    return _NOTHING


def _past_adjunct(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Read on after "in a statement late Sunday", "on Twitter"."""
    lower = sentence.lower
    is_topic = lower[at] in ("on", "about", "of", "for") and lower[at + 1 : at + 2] != []
    is_topic = is_topic and lower[at + 1] not in TIMES
    takes_clause = "clause" in cue.entry.constructions
    # "closing the port in a blockade that …": what only opens a quotation takes no "that".
    says = cue.entry.constructions != {"utterance"}
    for number in range(at, min(at + _REACH, len(lower))):
        word = lower[number]
        before = lower[number - 1]
        if word == "that" and says and before not in PREPOSITIONS and not is_topic:
            return _from(sentence, number + 1, cue, cues), "clause"
        if word[0] == MASK and before in (",", ":"):
            return _from(sentence, number, cue, cues), "before"
        if word == ":":
            return _from(sentence, number + 1, cue, cues), "colon"
        if word in STOPS or word in (";", ")"):
            return _NOTHING
        if word == ",":
            if number + 1 < len(lower) and lower[number + 1][0] == MASK:
                continue
            return _NOTHING
        if (
            takes_clause
            and number > at
            and (word in _SUBJECTS or (word in ("the", "a") and before in TIMES))
        ):
            return _from(sentence, number, cue, cues), "clause"
    return _NOTHING


def _hearer(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    """Skip whom it is said to, and take the clause after."""
    lower = sentence.lower
    if lower[at] in OBJECT_PRONOUNS:
        return _after_pronoun(sentence, at, cue, cues)
    for number in range(at + 1, min(at + _HEARER_REACH, len(lower))):
        word, before = lower[number], lower[number - 1]
        if word == "that":
            return _from(sentence, number + 1, cue, cues)
        if word[0] == MASK or word in ("how", "why", "whether", "what"):
            return _from(sentence, number, cue, cues)
        if word in STOPS or word == ";":
            return None
        if word == ":":
            return _from(sentence, number + 1, cue, cues)
        if word in _SUBJECTS:
            return _from(sentence, number, cue, cues)
        if word in _NEW_SUBJECTS and before not in PREPOSITIONS and before not in (",", "and"):
            return _from(sentence, number, cue, cues)
    return None


def _after_pronoun(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    """Take the clause after "told him"."""
    lower = sentence.lower
    start = skip_adverbs(lower, at + 1)
    if start >= len(lower) or lower[start] in STOPS:
        return None
    word = lower[start]
    if word == "that":
        return _from(sentence, start + 1, cue, cues)
    if word in (",", ":"):
        quoted = start + 1 < len(lower) and lower[start + 1][0] == MASK
        return _from(sentence, start + 1, cue, cues) if quoted else None
    if word in PREPOSITIONS and word != "to":
        return _past_adjunct(sentence, start, cue, cues)[0]
    return _from(sentence, start, cue, cues)


def _object(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Take the object of a speech act."""
    whole = cue.entry.constructions & {"request", "charge", "name"}
    if whole and "object" not in cue.entry.constructions and sentence.lower[at] in PREPOSITIONS:
        return _NOTHING
    ends = clause_end if whole else object_end
    end = ends(sentence, at, cue, cues)
    if end - at > 2 and sentence.lower[end - 1] in DAYS:
        end -= 2 if sentence.lower[end - 2] in ("on", "last", "late", "early") else 1
    return ((at, end), "speech act") if end > at else _NOTHING
