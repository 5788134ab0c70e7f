"""Learn who has which role in a story, and find whom "the president" stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from analysis.corpus.syntax.offices import PERSONS, RULERS, singular
from analysis.corpus.syntax.phrases import Phrase
from analysis.corpus.syntax.powers import BODIES, LANDS
from analysis.corpus.syntax.words import NUMBERS
from analysis.suggest.names import (
    BODY,
    NAME,
    PART,
    POWER,
    ROLE,
    Cast,
    is_body,
    is_titled,
    power_in,
    words_of,
)

# Weights of what speaks for one person as the holder of a role.
_SAME_POWER, _SAME_WORD, _SAME_RULE, _OFTEN = 8.0, 2.0, 0.5, 5.0
_THIS: Final = frozenset("the this that".split())
Named = tuple[str, float]
NOBODY: Final[Named] = ("", 0.0)


class Roles:
    """Which roles a story gives to whom: "President Aske", "Aske, the president".

    Attributes
    ----------
    rulers
        Those who are called president or the like.
    """

    def __init__(self, phrases: Sequence[Phrase], named: Sequence[Named]) -> None:
        self._roles: dict[str, Counter[str]] = defaultdict(Counter)
        self._powers: dict[str, Counter[str]] = defaultdict(Counter)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._printed: dict[str, Counter[str]] = defaultdict(Counter)
        for key, phrase, words in _persons_with_roles(phrases, named):
            if words:
                self._roles[key][words[-1].rstrip(".")] += 1
                self._words[key] |= set(words[:-1])
                power = power_in(words[:-1])
                self._powers[key].update([power] if power else [])
            self._printed[key][phrase.document_id] += 1
        self.rulers = sorted(key for key, roles in self._roles.items() if RULERS & set(roles))
        self._holders: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, roles in self._roles.items():
            for role in {*roles, *(RULERS if RULERS & set(roles) else ())}:
                for document in self._printed[key]:
                    self._holders[document, role].append(key)

    def power(self, key: str) -> str:
        """Name the power somebody has a role in; '' = not said."""
        counts = self._powers.get(key)
        return max(counts, key=lambda name: (counts[name], name)) if counts else ""

    def find(self, phrase: Phrase) -> str:
        """Name the person a role stands for where it is printed; '' = not said."""
        words = (*phrase.owner, *phrase.before)
        power = power_in(words)
        best: tuple[float, int, str] = (0.0, 0, "")
        for key in self._holders.get((phrase.document_id, phrase.head), ()):
            roles, times = self._roles[key], self._printed[key][phrase.document_id]
            fit = roles[phrase.head] + _SAME_RULE * bool(
                phrase.head in RULERS and RULERS & set(roles)
            )
            theirs = self.power(key)
            if power and theirs and power != theirs:
                continue
            # "Aske's spokesman" is not Aske.
            if set(key.split()) & {word.rstrip(".") for word in words}:
                continue
            weight = (
                _SAME_POWER * bool(power and power == theirs)
                + _SAME_WORD * len(set(words) & self._words[key])
                + min(fit, _OFTEN) * (1 + times)
            )
            best = max(best, (weight, times, key))
        return best[2]


def _persons_with_roles(
    phrases: Sequence[Phrase], named: Sequence[Named]
) -> Iterator[tuple[str, Phrase, tuple[str, ...]]]:
    """Go through the persons named, each with the role told beside the name, if one is."""
    for number, (phrase, (key, _)) in enumerate(zip(phrases, named, strict=True)):
        if not key.startswith(NAME):
            continue
        yield key, phrase, (*phrase.owner, *phrase.before) if is_titled(phrase) else ()
        full = len(key.removeprefix(NAME).split()) > 1
        for other in (number - 1, number + 1):
            if full and 0 <= other < len(phrases):
                first, second = sorted((number, other))
                beside = phrases[other]
                if _in_apposition(phrases[first], phrases[second]) and is_role(beside):
                    yield key, phrase, (*beside.owner, *beside.before, beside.head)


def _in_apposition(first: Phrase, second: Phrase) -> bool:
    """Whether two phrases are in apposition: "Aske, the president", "the president, Aske"."""
    near = first.sentence == second.sentence and second.first - first.last <= 1
    return near and second.apart


def is_role(phrase: Phrase) -> bool:
    """Whether a phrase without a name is a role that one person has."""
    return (
        not phrase.name
        and phrase.head in PERSONS
        and singular(phrase.head) == phrase.head
        and not NUMBERS & set(phrase.before)
    )


def grouped(phrases: Sequence[Phrase]) -> list[Named]:
    """Say of each phrase whom, which body or which power it names, and how sure."""
    cast = Cast(phrases)
    named = [cast.find(phrase) if phrase.name else NOBODY for phrase in phrases]
    roles = Roles(phrases, named)
    powers: dict[str, str] = {}
    bodies: dict[tuple[str, str], str] = {}
    for number, phrase in enumerate(phrases):
        key = named[number][0]
        if not key:
            named[number] = _named(phrase, roles, powers, bodies)
        elif is_body(words_of(phrase.name)) and len(phrase.name) > 1:
            bodies[phrase.document_id, phrase.head] = key
        if key.startswith(POWER):
            powers[phrase.document_id] = key
    return named


def _named(
    phrase: Phrase,
    roles: Roles,
    powers: Mapping[str, str],
    bodies: Mapping[tuple[str, str], str],
) -> Named:
    """Say whom a phrase without a name names: by role, as body of a power, by what came before."""
    words = (*phrase.owner, *phrase.before)
    power = power_in(words)
    if is_role(phrase):
        person = roles.find(phrase)
        if person:
            return person, ROLE
    if phrase.head in BODIES:
        if power:
            return POWER + power, BODY
        for key in roles.rulers:
            if key.split()[-1] in words and roles.power(key):
                return POWER + roles.power(key), BODY
    if phrase.determiner in _THIS and not words:
        if phrase.head in LANDS and phrase.document_id in powers:
            return powers[phrase.document_id], BODY
        if (phrase.document_id, phrase.head) in bodies:
            return bodies[phrase.document_id, phrase.head], PART
    return NOBODY
