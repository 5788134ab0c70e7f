"""Find in a story the nouns and verbs that `kin.yml` lists, each with what stands around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analysis.corpus.language import stems
from analysis.corpus.language.wordlists import BE
from analysis.corpus.lexicons.kin import Kin, Kind
from analysis.corpus.syntax.phrases import Phrase
from analysis.corpus.syntax.sentence import VERBAL, Sentence, Token
from analysis.corpus.syntax.uses import uses

# A neighbour stands within so many words.
_NEAR: Final = 4
_OWN_NAME: Final = "N"
_EMPTY: Final = frozenset("CDR")


@dataclass(frozen=True)
class Unit:
    """One mention of a listed word.

    Attributes
    ----------
    kind, word
        Whether it is a noun or a verb, and the word as the list has it.
    document_id, start, end
        Where it stands.
    sentence, at
        The number of its sentence, and of its first word there.
    plural
        Whether it is a noun in the plural.
    slots
        What stands beside it and how: ("object", "girl").
    """

    kind: Kind
    word: str
    document_id: str
    start: int
    end: int
    sentence: int
    at: int
    plural: bool
    slots: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Around:
    """What a sentence tells: the stems of its words, its names, its numbers and days."""

    words: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]


def around(sentence: Sentence) -> Around:
    """Say what a sentence tells."""
    told = [
        (token.lower, kind)
        for token, kind in zip(sentence.tokens, sentence.kinds, strict=True)
        if kind not in _EMPTY
    ]
    return Around(
        frozenset(stem(lower) for lower, _ in told),
        frozenset(lower for lower, kind in told if kind == _OWN_NAME),
        frozenset(lower for lower, kind in told if kind in "QM"),
    )


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Reduce a word to its stem."""
    return stems([word])[0]


def find(sentences: Sequence[Sentence], phrases: Sequence[Phrase], kin: Kin) -> list[Unit]:
    """Find the listed words of a story, in the order of its sentences."""
    by_sentence: dict[int, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_sentence[phrase.sentence].append(phrase)
    return [
        unit
        for number, sentence in enumerate(sentences)
        for unit in _Reader(sentence, number, by_sentence[number], kin).units()
    ]


class _Reader:
    """The words of one sentence."""

    def __init__(self, sentence: Sentence, number: int, phrases: list[Phrase], kin: Kin) -> None:
        self._sentence, self._number, self._kin = sentence, number, kin
        self._phrases = phrases
        self._tokens = sentence.tokens
        self._phrase_at = {
            at: phrase for phrase in phrases for at in range(phrase.first, phrase.last)
        }

    def units(self) -> Iterator[Unit]:
        """Find the listed words, each once: a noun of two words before its last alone."""
        for kind, first, last in uses(self._sentence, self._phrases, self._kin):
            text = " ".join(token.lower for token in self._tokens[first : last + 1])
            word = self._kin.words.get((kind, text.replace("-", " ")))
            if word:
                is_verb = kind == "verb"
                slots = self._verb_slots(last) if is_verb else self._noun_slots(first, last)
                yield self._unit(kind, word, first, last, slots)

    def _unit(
        self, kind: Kind, word: str, first: int, at: int, slots: Iterator[tuple[str, str]]
    ) -> Unit:
        start, end = self._tokens[first].start, self._tokens[at].end
        lower = self._tokens[at].lower
        plural = kind == "noun" and lower != word.rpartition("-")[2]
        document = self._sentence.document_id
        return Unit(kind, word, document, start, end, self._number, first, plural, frozenset(slots))

    def _noun_slots(self, first: int, at: int) -> Iterator[tuple[str, str]]:
        phrase = self._phrase_at[at]
        for n in range(phrase.first, first):
            yield "modifier", stem(self._tokens[n].lower)
        for word in phrase.owner:
            yield "of", stem(word)
        if phrase.name:
            yield "name", phrase.name[-1].lower()
        after = self._phrase_after(phrase.last)
        if after and after.first - phrase.last <= 2:
            between = [token.lower for token in self._tokens[phrase.last : after.first]]
            if between and self._sentence.kinds[phrase.last] == "C" and between[0] not in BE:
                yield between[0], _name_of(after)
        verb = self._verb_near(range(phrase.first - 1, max(phrase.first - _NEAR, 0) - 1, -1))
        if verb:
            yield "object of", verb
        verb = self._verb_near(range(phrase.last, min(phrase.last + _NEAR, len(self._tokens))))
        if verb:
            yield "subject of", verb
        yield from self._joined_before(phrase)

    def _joined_before(self, phrase: Phrase) -> Iterator[tuple[str, str]]:
        """Say what stands before a phrase with a preposition between: "release of the girls"."""
        for other in self._phrases:
            if other.last < phrase.first <= other.last + 2:
                word = self._tokens[other.last].lower
                if self._sentence.kinds[other.last] == "C" and word not in BE:
                    yield f"after {word}", _name_of(other)

    def _verb_slots(self, at: int) -> Iterator[tuple[str, str]]:
        before = next((p for p in reversed(self._phrases) if p.last <= at), None)
        after = self._phrase_after(at + 1)
        within = self._phrase_at.get(at)
        following = self._tokens[at + 1].lower if at + 1 < len(self._tokens) else ""
        helped = any(token.lower in BE for token in self._tokens[max(at - 2, 0) : at])
        passive = helped or following == "by"
        if within and at < within.last - 1:
            yield "object", _name_of(within)
            return
        if before and at - before.last < _NEAR:
            yield ("object" if passive else "subject"), _name_of(before)
        if after and after.first - at <= 3:
            role = following if self._sentence.kinds[at + 1] == "C" else "object"
            yield ("subject" if following == "by" else role), _name_of(after)

    def _phrase_after(self, at: int) -> Phrase | None:
        return next((phrase for phrase in self._phrases if phrase.first >= at), None)

    def _verb_near(self, places: range) -> str:
        for n in places:
            if n in self._phrase_at:
                return ""
            if self._sentence.kinds[n] in VERBAL:
                return stem(self._tokens[n].lower)
        return ""


def _name_of(phrase: Phrase) -> str:
    return phrase.name[-1].lower() if phrase.name else stem(phrase.head)


def joined(sentence: Sentence, first: Unit, second: Unit) -> bool:
    """Whether two words of a sentence are told as two things: "the attack and the raid"."""
    left, right = sorted((first.at, second.at))
    between: Sequence[Token] = sentence.tokens[left + 1 : right + 1]
    if not 1 <= len(between) <= _NEAR + 1:
        return False
    texts = [token.lower for token in between[:-1]]
    gaps = "".join(token.gap for token in between)
    return bool({"and", "or", "nor", "than", "versus"} & set(texts)) or (
        "," in gaps and len(between) <= 3
    )
