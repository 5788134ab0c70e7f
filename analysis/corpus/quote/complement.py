"""Find the words a verb of saying governs to its right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.corpus.language.wordlists import (
    BREAKS,
    DAYS,
    DETERMINERS,
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
from analysis.corpus.quote.cues import Cue, speaks_for_itself
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
# The commonest verbs whose past has no ending.
_PASTS: Final = frozenset(
    "came went took gave made got fell rose won lost paid sold left began broke knew saw ran held "
    "kept stood led met sent told said thought found felt became wrote cut hit put set shut spent "
    "brought bought caught fought built grew drew drove flew hid shot struck threw wore".split()
)
# Verbs that tell a view only with "as".
_SEEING: Final = frozenset(("see", "view", "regard", "perceive"))
_ORDERING: Final = frozenset(("order", "direct", "command", "instruct"))
_COURTS: Final = frozenset(
    "judge judges court courts tribunal magistrate magistrates justices jury regulator "
    "commission panel ruling".split()
)
_NEAR: Final = 10
_TELLING: Final = frozenset(("neutral", "factive", "conceding"))
_NOT: Final = frozenset(("not", "never", "neither", "nor"))
_CLAUSES: Final = frozenset(("clause", "that", "question"))
_SUBJECTS: Final = (SPEAKING - {"who"}) | {"there"}
_CLAUSE_OPENERS: Final = frozenset(
    "despite if when while although though because unless once until without given under "
    "instead after before since".split()
)
# After these "the" and "a" go on with a noun phrase.
_WITHIN: Final = frozenset((",", "and", "such"))
_NEW_SUBJECTS: Final = frozenset("the a his her their no".split())


def complement(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Find the words a cue governs to its right, and the rule that found them."""
    lower = sentence.lower
    kinds = cue.entry.constructions
    at = skip_adverbs(lower, cue.end)
    if at >= len(lower) or lower[at] in STOPS:
        return _NOTHING
    if lower[at] == "of" and at > cue.end:
        # "said much of the harbour": the adverb is part of what follows.
        at -= 1
        return (_from(sentence, at, cue, cues), "clause") if "clause" in kinds else _NOTHING
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
    if {"question", "request"} <= kinds:
        asked = _asked(lower, at)
        if asked is not None:
            return _from(sentence, asked, cue, cues), "question"
    if not kinds.isdisjoint(_ACTS) and not (beside and kinds & {"clause", "that"}):
        return _object(sentence, at, cue, cues)
    if not kinds.isdisjoint(_CLAUSES):
        if "clause" in kinds and _opens_clause(lower, at):
            return _from(sentence, at, cue, cues), "clause"
        if beside or word in ("when", "as"):
            return _past_adjunct(sentence, at, cue, cues)
        is_clause = _has_verb(lower, at) or speaks_for_itself(lower, cue)
        if "several" in kinds and cue.at and not is_clause and not _has_past(lower, at):
            # "added 900 jobs", "claimed huge numbers": no words of anybody; "Added Aske:" has some.
            return _NOTHING
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


def _asked(lower: list[str], at: int) -> int | None:
    """Find the question after whom it is put to: "asked the mayor whether ..."."""
    for number in range(at + 1, min(at + _REACH, len(lower))):
        word = lower[number]
        if word in WH and word not in ("who", "when", "where"):
            return number
        if word in ("to", "that", "for", "about") or word in BREAKS or word in STOPS:
            return None
    return None


def _has_past(lower: list[str], at: int) -> bool:
    """Tell a clause by a verb in the past that is near: "the guild voted"."""
    for number in range(at + 1, min(at + 10, len(lower))):
        word, before = lower[number], lower[number - 1]
        if word in BREAKS or word in STOPS or word in SUBORDINATORS:
            return False
        if word in _PASTS or (word.endswith("ed") and len(word) > 4):
            return before not in PREPOSITIONS and before not in DETERMINERS and before != "and"
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
            if (
                number > at + 1
                and _is_subject(lower[number])
                and "clause" in cue.entry.constructions
            ):
                # "says, win or lose, he's staying"
                return _from(sentence, at + 1, cue, cues), "clause"
    return _NOTHING


def _is_subject(word: str) -> bool:
    """Tell a pronoun that begins a clause: "he", "he's", "there'll"."""
    return word.partition("'")[0] in _SUBJECTS


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
            and (_is_subject(word) or (word in ("the", "a") and before in TIMES))
        ):
            return _from(sentence, number, cue, cues), "clause"
    return _NOTHING


def _hearer(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    """Skip whom it is said to, and take the clause after."""
    lower = sentence.lower
    if lower[at] in OBJECT_PRONOUNS:
        return _after_pronoun(sentence, at, cue, cues)
    if _is_subject(lower[at]):
        # "promised he'd do whatever it takes": nobody it is said to is named.
        return None
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
        if _is_subject(word):
            return _from(sentence, number, cue, cues)
        if word in _NEW_SUBJECTS and before not in PREPOSITIONS and before not in _WITHIN:
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


def _is_denied(lower: list[str], at: int) -> bool:
    """Tell "did not name", "never mentioned"."""
    return any(word in _NOT or word.endswith("n't") for word in lower[max(0, at - 3) : at])


def _object(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Found:
    """Take the object of a speech act."""
    lower = sentence.lower
    if lower[at] in ("and", "or", "but"):
        return _NOTHING
    whole = cue.entry.constructions & {"request", "charge", "name"}
    if whole and "object" not in cue.entry.constructions and sentence.lower[at] in PREPOSITIONS:
        return _NOTHING
    ends = clause_end if whole else object_end
    end = ends(sentence, at, cue, cues)
    if cue.entry.word in _SEEING and "as" not in lower[at:end]:
        # "has seen a bigger fleet": no view of it.
        return _NOTHING
    if cue.entry.word in _ORDERING and _COURTS.isdisjoint(lower[max(0, cue.at - _NEAR) : cue.at]):
        # "ordered his men to march": an act; what a court orders is its ruling.
        return _NOTHING
    if cue.entry.cue_class in _TELLING and _is_denied(lower, cue.at):
        # "did not name the pilots": what nobody said.
        return _NOTHING
    if end - at > 2 and sentence.lower[end - 1] in DAYS:
        end -= 2 if sentence.lower[end - 2] in ("on", "last", "late", "early") else 1
    return ((at, end), "speech act") if end > at else _NOTHING
