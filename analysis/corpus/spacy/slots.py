"""Read from parsed sentences what stands beside a noun or a verb, and in which role.

An extra (`schema.INSTALL`). What a word governs and what governs it is told by its grammar, over
any distance: "the girls, whom gunmen of the group abducted" gives the verb its object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from analysis.corpus.spacy.model import load_model

_UNUSED: Final = ("lemmatizer", "ner")
_PLAIN: Final = {0x2018: "'", 0x2019: "'", 0xA0: " ", 0x201C: '"', 0x201D: '"', 10: " "}
_RELATIVES: Final = frozenset(("who", "that", "which", "whom"))
_EMPTY: Final = frozenset(("PRON", "DET", "NUM", "PUNCT", "SYM", "X"))
_OBJECTS: Final = ("dobj", "nsubjpass")
# A verb takes its subject from the one it leans on, over so many.
_FAR: Final = 5
Slot = tuple[str, str]


class Place(NamedTuple):
    """A word in a text: where it stands, and whether it is a verb."""

    start: int
    end: int
    is_verb: bool


class Reading(NamedTuple):
    """What the grammar says of a word.

    Attributes
    ----------
    slots
        Role and word in small letters: ("object", "girls"), ("subject of", "abducted").
    first
        Where the first of the words it is coordinated with stands; its own place if with none.
    """

    slots: frozenset[Slot]
    first: int


def read(sentences: Iterable[tuple[str, list[Place]]]) -> Iterator[list[Reading]]:
    """Read the places of sentences, in order.

    Raises
    ------
    CorpusError
        spaCy or its English model is not installed; says how to install it.
    """
    model = load_model("Choices of words read by spaCy", _UNUSED)
    texts = ((text.translate(_PLAIN), places) for text, places in sentences)
    for parsed, places in model.pipe(texts, as_tuples=True, batch_size=64):
        yield [_reading(parsed, place) for place in places]


def _reading(parsed: Any, place: Place) -> Reading:
    word = parsed.char_span(place.start, place.end, alignment_mode="expand")[-1]
    slots = _of_verb(word) if place.is_verb else _of_noun(word)
    return Reading(frozenset(slot for slot in slots if slot[1]), _first(word).idx)


def _of_noun(noun: Any) -> Iterator[Slot]:
    for child in noun.children:
        match child.dep_:
            case "amod" | "compound" | "nmod":
                yield "modifier", _word(child)
            case "poss":
                yield "of", _word(child)
            case "appos" if child.pos_ == "PROPN":
                yield "name", child.lower_
            case "prep":
                yield from _after(child)
            case "relcl":
                is_subject = any(_is_relative(word) for word in _children(child, "nsubj"))
                yield "subject of" if is_subject else "object of", child.lower_
            case "acl":
                yield "object of" if child.tag_ == "VBN" else "subject of", child.lower_
    yield from _above(_first(noun))


def _above(noun: Any) -> Iterator[Slot]:
    """Say what governs a noun."""
    head = noun.head
    match noun.dep_:
        case "appos" | "compound" | "nmod":
            yield "name" if head.pos_ == "PROPN" else "modifies", _word(head)
        case "poss":
            yield "owner of", _word(head)
        case "dobj" | "nsubjpass" | "dative":
            yield "object of", head.lower_
        case "nsubj" if head.pos_ == "AUX":
            yield from (("is", _word(child)) for child in _children(head, "attr", "acomp"))
        case "nsubj":
            yield "subject of", head.lower_
        case "attr":
            yield from (("is", _word(child)) for child in _children(head, "nsubj"))
        case "pobj" if head.dep_ == "agent":
            yield "subject of", head.head.lower_
        case "pobj":
            yield f"after {head.lower_}", _word(head.head)


def _of_verb(verb: Any) -> Iterator[Slot]:
    passive = any(_children(verb, "auxpass", "nsubjpass", "agent"))
    passive = passive or (verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod"))
    objects = list(_children(verb, *_OBJECTS))
    yield from (("object", _word(_meant(child, verb))) for child in objects)
    if verb.dep_ in ("acl", "amod"):
        yield "object" if passive else "subject", _word(verb.head)
    elif verb.dep_ == "relcl" and not objects and not _has_relative_subject(verb):
        yield "object", _word(verb.head)
    elif verb.dep_ == "conj" and verb.tag_ == "VBN" and not objects:
        # "were caught and held": what is done to it is told once.
        first = _first(verb)
        patients = list(_children(first, "nsubjpass"))
        passive = passive or bool(patients)
        yield from (("object", _word(child)) for child in patients)
    if not passive:
        yield from (("subject", _word(word)) for word in _subject(verb))
    for child in _children(verb, "agent"):
        yield from (("subject", word) for _, word in _after(child))
    for child in _children(verb, "prep"):
        yield from _after(child)
    yield from (("particle", child.lower_) for child in _children(verb, "prt"))


def _subject(verb: Any) -> list[Any]:
    """Find who does a verb: its subject, or that of the verb it leans on."""
    for _ in range(_FAR):
        own = [_meant(child, verb) for child in _children(verb, "nsubj")]
        if own or verb.dep_ not in ("conj", "xcomp"):
            return own
        verb = verb.head
    return []


def _meant(word: Any, verb: Any) -> Any:
    """Put the noun for the relative pronoun that stands for it."""
    return verb.head if verb.dep_ == "relcl" and _is_relative(word) else word


def _has_relative_subject(verb: Any) -> bool:
    return any(_is_relative(child) for child in _children(verb, "nsubj", "nsubjpass"))


def _is_relative(word: Any) -> bool:
    return word.lower_ in _RELATIVES


def _after(preposition: Any) -> Iterator[Slot]:
    yield from ((preposition.lower_, _word(child)) for child in _children(preposition, "pobj"))


def _children(word: Any, *roles: str) -> Iterator[Any]:
    return (child for child in word.children if child.dep_ in roles)


def _first(word: Any) -> Any:
    """Go back to the first of coordinated words."""
    while word.dep_ == "conj":
        word = word.head
    return word


def _word(word: Any) -> str:
    """Write a word in small letters; "" where it names nothing."""
    return "" if word.pos_ in _EMPTY else str(word.lower_)
