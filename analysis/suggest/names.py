"""Group the names of persons, bodies and powers: parts of names, acronyms, other names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from analysis.corpus.syntax.offices import INSTITUTIONS, PERSONS
from analysis.corpus.syntax.phrases import Phrase
from analysis.corpus.syntax.powers import BODIES, POWERS

# How sure a phrase is of its group: a full name, a part of one, a role, a body of a power.
FULL, PART, ROLE, BODY = 1.0, 0.9, 0.7, 0.6
NAME, POWER = "name ", "power "
_SMALL: Final = frozenset("jr sr ii iii".split())
_LONGEST: Final = 3

Words = tuple[str, ...]


def words_of(name: Iterable[str]) -> Words:
    """Write a name in one way: small letters, hyphens as spaces, no full stops.

    Examples
    --------
    >>> words_of(("Dorrin", "Aske-Ruel")), words_of(("U.P.P.",))
    (('dorrin', 'aske', 'ruel'), ('upp',))
    """
    text = " ".join(name).lower().replace(".", "").replace("-", " ").replace("’", "'")
    return tuple(text.split())


def power_in(words: Sequence[str]) -> str:
    """Find the state or party that words name, or whose adjective they hold; '' = none.

    Examples
    --------
    >>> power_in(("senior", "north", "korean")), power_in(("dutch",)), power_in(("port",))
    ('North Korea', 'Netherlands', '')
    """
    for size in range(_LONGEST, 0, -1):
        for at in range(len(words) - size + 1):
            power = POWERS.get(tuple(words[at : at + size]))
            if power:
                return power
    return ""


def power_of(phrase: Phrase) -> str:
    """Name the power that a phrase with a name stands for; '' = none."""
    name = tuple(word.lower().replace("’", "'") for word in phrase.name)
    if name in POWERS and not is_titled(phrase):
        return POWERS[name]
    if len(name) > 1 and name[-1] in BODIES:
        return power_in(name[:-1])
    return ""


def is_titled(phrase: Phrase) -> bool:
    """Whether a title or role stands before the name: "President Aske", "pilot Dorrin Aske"."""
    return bool(phrase.name and phrase.before) and phrase.before[-1].rstrip(".") in PERSONS


def is_body(name: Words) -> bool:
    """Tell names of bodies and places by their last word."""
    return name[-1] in INSTITUTIONS


class Cast:
    """Who is named in a story, learnt from all its phrases."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._printed: Counter[Words] = Counter()
        self._where: dict[Words, set[str]] = defaultdict(set)
        self._titles: dict[Words, set[str]] = defaultdict(set)
        powers: Counter[str] = Counter()
        for phrase in phrases:
            name = words_of(phrase.name)
            power = power_of(phrase) if name else ""
            powers[power] += 1
            if is_titled(phrase):
                self._titles[name].add(phrase.before[-1].rstrip("."))
            if len(name) > 1 and not power:
                self._printed[name] += 1
                self._where[name].add(phrase.document_id)
        # "the North" is the commonest power of the story whose name begins so.
        self._quarters = {
            power.lower().split()[0]: power
            for power, _ in sorted(powers.items(), key=lambda item: (item[1], item[0]))
            if power.startswith(("North ", "South ", "East ", "West "))
        }
        self._same = self._merge()
        self._parts: dict[str, set[Words]] = defaultdict(set)
        self._acronyms: dict[str, set[Words]] = defaultdict(set)
        for name, same in self._same.items():
            self._acronyms["".join(word[0] for word in name)].add(same)
            if not is_body(name):
                last = [word for word in name if word not in _SMALL][-1]
                self._parts[last].add(same)
                self._parts[name[0]].add(same)
            self._where[same] |= self._where[name]
            self._titles[same] |= self._titles[name]

    def _merge(self) -> dict[Words, Words]:
        """Give each name the commonest of those that differ from it by words between."""
        same: dict[Words, Words] = {}
        # Names that are one have their ends in common, or all letters.
        chosen: dict[Words, list[Words]] = defaultdict(list)
        for name in sorted(self._printed, key=self._order):
            keys = (name[0], name[-1]), ("".join(name),)
            may = [other for key in keys for other in chosen[key] if _is_one_name(name, other)]
            same[name] = min(may, key=self._order, default=name)
            if same[name] == name:
                for key in keys:
                    chosen[key].append(name)
        return same

    def _order(self, name: Words) -> tuple[int, Words]:
        return -self._printed[name], name

    def find(self, phrase: Phrase) -> tuple[str, float]:
        """Say whom or what a phrase with a name names, and how sure."""
        power = power_of(phrase)
        name = words_of(phrase.name)
        if not power and phrase.determiner == "the" and len(name) == 1 and not phrase.before:
            power = self._quarters.get(name[0], "")
        if power:
            return POWER + power, PART if phrase.before else FULL
        if name in self._same:
            return NAME + " ".join(self._same[name]), FULL
        full_names = self._parts.get(name[0], set()) if len(name) == 1 else set()
        if len(name) == 1 and phrase.name[0].replace(".", "").isupper():
            full_names = full_names or self._acronyms.get(name[0], set())
        if full_names:
            best = max(full_names, key=lambda full: self._weight(full, name, phrase.document_id))
            return NAME + " ".join(best), PART
        return NAME + " ".join(name), FULL

    def _weight(self, full: Words, part: Words, document_id: str) -> tuple[int | Words, ...]:
        """Weigh whom a part of a name stands for: titles that both have, then how widely known."""
        titles, where = len(self._titles[full] & self._titles[part]), self._where[full]
        return titles, len(where), document_id in where, self._printed[full], full


def _is_one_name(name: Words, other: Words) -> bool:
    """Tell "Dorrin T. Aske" and "Dorrin Aske" from two names."""
    if name[0] == other[0] and name[-1] == other[-1]:
        short, long = sorted((name, other), key=len)
        return set(short) <= set(long)
    return "".join(name) == "".join(other)
