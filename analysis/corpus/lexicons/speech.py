"""The lexicon quotations are found with: verbs that report, and identities that speak.

How an entry is written stands at the heads of `verbs.yml` and `identities.yml`.
`identities-<corpus>.yml` is read after the latter, for the corpus of that name alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, count
from pathlib import Path
from typing import Final

from analysis.corpus.language.inflection import verb_forms
from analysis.corpus.lexicons.files import (
    CONSTRUCTIONS,
    Identities,
    Verbs,
    content_of,
    identity_keys,
    read,
    speech_keys,
)
from analysis.files import LEXICONS, rule_file
from analysis.schema import RuleError, closest

FOLDER: Final = LEXICONS
_SAYING: Final = frozenset(("clause", "that", "hearer", "utterance", "question"))
_NO_VERBS: Final = ("noun", "cue")
# Verbs whose past is the form itself.
_UNCHANGED: Final = frozenset("put read cast hit forecast bid let".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of a word that reports speech.

    Attributes
    ----------
    word
        The word as the file has it: 'point out'.
    tail
        The words that must follow the form: ('out',).
    form
        base, s, ed (past or participle), ing, noun or cue.
    cue_class
        Its class.
    constructions
        What it may be followed by, or stand in; "several" where it also has other senses.
    is_either
        Whether its forms are nouns at least as often.
    """

    word: str
    tail: tuple[str, ...]
    form: str
    cue_class: str
    constructions: frozenset[str]
    is_either: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone who speaks: a person, an office, a country.

    Attributes
    ----------
    name
        The normalised name, the `speaker_id` of quotations.
    aliases
        Every way of writing it, the name itself among them.
    side
        Whose side the analyst counts it to ('' = none).
    """

    name: str
    aliases: tuple[str, ...]
    side: str


@dataclass(frozen=True)
class Speech:
    """Everything quotations are found with.

    Attributes
    ----------
    forms
        First word of a form in small letters -> its entries, the longest first.
    speaks
        Forms that may follow the words said: "...?" she asked.
    identities
        Alias in small letters -> identity.
    weights
        Model -> sign -> weight: what speaks for a finding of the rules (`quote.weigh`).
    """

    forms: Mapping[str, tuple[Entry, ...]]
    speaks: frozenset[str] = frozenset()
    identities: Mapping[str, Identity] = field(default_factory=dict)
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def _seconds(self) -> Mapping[str, frozenset[str]]:
        """First word -> the words one of which must follow, where one must."""
        return {
            form: frozenset(entry.tail[0] for entry in entries)
            for form, entries in self.forms.items()
            if all(entry.tail for entry in entries)
        }

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The last word of every alias of an identity."""
        return frozenset(alias.rpartition(" ")[2] for alias in self.identities)

    def known(self, lower: list[str]) -> list[int]:
        """List the words of a sentence at which a form may begin: "in" only before "response"."""
        seconds = self._seconds
        return [
            n
            for n in compress(count(), map(self.forms.__contains__, lower))
            if lower[n] not in seconds or not seconds[lower[n]].isdisjoint(lower[n + 1 : n + 2])
        ]


def load_speech(folder: Path = FOLDER, corpus: str = "") -> Speech:
    """Read verbs.yml and identities.yml of a folder.

    Parameters
    ----------
    folder
        Where the files are.
    corpus
        Name of a corpus: `identities-<corpus>.yml` is read after `identities.yml`, and wins.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    path = rule_file(folder, "verbs.yml")
    verbs = read(Verbs, path, speech_keys)
    _check(verbs, path)
    forms = _forms(verbs)
    speaks = frozenset(
        form
        for form, entries in forms.items()
        for entry in entries
        if entry.form in ("ed", "s") and entry.constructions & _SAYING
    )
    own = rule_file(folder, f"identities-{corpus}.yml")
    files = [rule_file(folder, "identities.yml"), *([own] if corpus and own.is_file() else [])]
    return Speech(forms, speaks, _identities(files), _weights())


def _weights() -> dict[str, dict[str, float]]:
    """Read the shipped weights.yml: of each model, a line a sign."""
    path = LEXICONS / "weights.yml"
    if not path.is_file():
        return {}
    models: dict[str, dict[str, float]] = {}
    for model, block in content_of(path).items():
        pairs = (line.split(" ", 1) for line in block.splitlines())
        models[model] = {sign: float(weight) for weight, sign in pairs}
    return models


def _check(verbs: Verbs, path: Path) -> None:
    """Stop at a verb of two classes, and at words of no class."""
    classes: dict[tuple[str, bool], str] = {}
    for cue_class, construction, word in verbs.words():
        key = (word, construction in _NO_VERBS)
        if classes.setdefault(key, cue_class) != cue_class:
            raise RuleError(
                f"{path}: {cue_class} > {construction}: {word!r} is {classes[key]} already"
            )
    verb_words = {word.split(" ")[0] for word, is_noun in classes if not is_noun}
    for section, words in (
        ("irregular", tuple(verbs.irregular)),
        ("either", verbs.either),
        ("several", verbs.several),
    ):
        for word in words:
            if word not in verb_words:
                hint = closest(word, verb_words)
                raise RuleError(f"{path}: {section}: {word!r} is a verb of no class.{hint}")


def _forms(verbs: Verbs) -> dict[str, tuple[Entry, ...]]:
    """Inflect every word, and gather the entries under their first words."""
    slots: dict[str, dict[tuple[tuple[str, ...], str], tuple[str, str, set[str]]]] = {}
    for cue_class, construction, word in verbs.words():
        for first, tail, form in _inflect(word.lower(), construction, verbs.irregular):
            entry = slots.setdefault(first, {}).setdefault((tail, form), (word, cue_class, set()))
            entry[2].add(construction)
    # The longest first, and verbs before nouns.
    return {
        first: tuple(
            Entry(
                word,
                tail,
                form,
                cue_class,
                frozenset((*constructions, *(("several",) if word in verbs.several else ()))),
                word in verbs.either,
            )
            for (tail, form), (word, cue_class, constructions) in sorted(
                slot.items(),
                key=lambda item: (-len(item[0][0]), item[0][1] == "noun", item[0]),
            )
        )
        for first, slot in slots.items()
    }


def _inflect(
    word: str, construction: str, irregular: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """List the forms of a word: its first word, the rest, and which form it is."""
    first, *rest = word.split(" ")
    tail = tuple(rest)
    if construction == "cue":
        yield first, tail, "cue"
        return
    if construction == "noun":
        yield first, tail, "noun"
        yield (first[:-1] + "ies" if first.endswith("y") else first + "s"), tail, "noun"
        return
    forms = list(irregular.get(first, ())) or verb_forms(first)[1:]
    yield first, tail, "base"
    for form in forms:
        if form.endswith("ing") and form != first:
            yield form, tail, "ing"
        else:
            yield form, tail, "s" if form == forms[0] else "ed"
    if first in _UNCHANGED:
        yield first, tail, "ed"


def _identities_in(file: Identities) -> Iterator[Identity]:
    """Lay out the identities of a file: states, their bodies, and the others."""
    for name, state in file.states.items():
        yield Identity(name, (name, *state.aliases, *state.capital), state.side)
        adjectives = state.adjective or (name,)
        owners = (*adjectives, f"{name}'s", name)
        for body, others in file.bodies.items():
            kinds = (body, *others)
            aliases = [f"{owner} {kind}" for kind in kinds for owner in owners]
            aliases += [f"{kind} of {name}" for kind in kinds]
            yield Identity(f"{adjectives[0]} {body}", tuple(aliases), state.side)
    for name, entry in file.identities.items():
        yield Identity(name, (name, *entry.aliases), entry.side)


def _identities(files: Sequence[Path]) -> dict[str, Identity]:
    """Gather identities under their aliases; those of a later file win."""
    by_alias: dict[str, Identity] = {}
    for path in files:
        here: dict[str, str] = {}
        for identity in _identities_in(read(Identities, path, identity_keys)):
            for alias in identity.aliases:
                key = alias.lower()
                if here.setdefault(key, identity.name) != identity.name:
                    raise RuleError(
                        f"{path}: {identity.name}: {alias!r} is a name of {here[key]} already"
                    )
                by_alias[key] = identity
    return by_alias


__all__ = ["CONSTRUCTIONS", "Entry", "Identity", "Speech", "load_speech"]
