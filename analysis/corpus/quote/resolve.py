"""Resolve who speaks within a document: names, offices, pronouns, the same words elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.corpus.language.person_names import TITLES, People, bare, fits, last_subject, sex_of
from analysis.corpus.lexicons.speech import Speech
from analysis.corpus.quote.rows import Row

_PRONOUNS: Final = frozenset("he she they it i we who him her them his their its".split())
_PERSONAL: Final = frozenset("he she i who him her his".split())
_NOBODY: Final = frozenset("one another some others many both all most several few".split())
_ARTICLES: Final = ("the ", "a ", "an ")
# What somebody issues speaks for them: "the Russian statement", "China's readout".
_DOCUMENTS: Final = frozenset("statement readout text release communique communiqué note".split())
_DIPLOMATS: Final = "Foreign Ministry"
# Offices that stand for the person last named: "the minister said".
_OFFICES: Final = frozenset(
    "minister president official diplomat director spokesman spokeswoman spokesperson "
    "lawmaker senator governor mayor professor analyst expert author judge prosecutor lawyer "
    "candidate leader chairman chairwoman chair chief head captain premier chancellor "
    "ambassador envoy commander general secretary commissioner congressman congresswoman "
    "activist economist writer editor doctor officer politician billionaire businessman "
    "nominee king queen pope actor actress singer".split()
)
_FIRMS: Final = frozenset(
    "company firm agency group organisation organization newspaper paper channel network body "
    "government ministry report study poll statement court union party".split()
)
_LONGEST_ALIAS: Final = 8
_RUN: Final = re.compile(r"[\w'-]+")
_TITLED: Final = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+")


@dataclass(slots=True)
class _Document:
    """What has been resolved so far."""

    source: str
    speech: Speech
    people: People
    # Place and name of each speaker resolved, and whether it is a person.
    heard: list[tuple[int, str, bool]] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)


def resolve(rows: Sequence[Row], source: str, people: People, speech: Speech) -> None:
    """Fill `speaker_id` and `side` of a document's quotations.

    Parameters
    ----------
    rows
        Its quotations.
    source
        Its source.
    people
        The people the document names.
    speech
        The lexicon, whose identities are looked up.
    """
    document = _Document(source, speech, people)
    document.persons.update(people.full.values())
    # A headline is read last: it names nobody in full.
    for row in sorted(rows, key=lambda row: (row.how == "headline", row.start, -row.end)):
        if not row.speaker:
            continue
        name, rule = _identify(document, row)
        row.speaker_id = name
        if rule:
            row.how = f"{row.how}, {rule}"
            row.confidence = round(row.confidence * 0.9, 2)
        if name:
            person = name in document.persons or _is_somebody(row.speaker)
            document.heard.append((max(row.speaker_at, 0), name, person))
    _same_words(rows, source)
    for row in rows:
        identity = speech.identities.get(row.speaker_id.lower())
        row.side = identity.side if identity else ""


def _is_somebody(speaker: str) -> bool:
    """Tell a person without a name: "a girl", "one pilot"."""
    words = speaker.lower().split(" ")
    return words[0] in ("a", "an", "one") and words[-1] not in _FIRMS


def _identify(document: _Document, row: Row) -> tuple[str, str]:
    """Name a speaker: who it is, and the rule where it took more than its name."""
    surface = row.speaker.replace("’", "'")
    key = surface.lower()
    if key in _NOBODY:
        return "", ""
    if key in _PRONOUNS:
        return _pronoun(document, key, row.speaker_at), "pronoun"
    listed = _listed_name(document.speech, surface)
    if listed:
        return listed, ""
    words = surface.split(" ")
    last = words[-1]
    if last.lower() in _DOCUMENTS:
        return _issuer(document, surface), "statement"
    office = len(words) == 2 and words[0].lower() == "the" and last.lower() in _OFFICES
    if last[0].isupper() and not office:
        return _named(document, words), ""
    if (head := _head(words)) != words:
        return _named(document, head), ""
    role = _role(document, key, row.speaker_at)
    if role:
        return role, "role"
    for article in _ARTICLES:
        surface = surface.removeprefix(article).removeprefix(article.capitalize())
    return surface, ""


def _listed_name(speech: Speech, surface: str) -> str:
    """Look a speaker up among the identities: whole, then its last words."""
    words = surface.lower().split(" ")
    if words[-1] not in speech.last_words:
        return ""
    for article in ("the", "a", "an"):
        if words[0] == article and len(words) > 1:
            words = words[1:]
    for start in range(max(0, len(words) - _LONGEST_ALIAS), len(words)):
        identity = speech.identities.get(" ".join(words[start:]))
        if identity is None:
            continue
        lone = start == len(words) - 1 and start > 0
        # "Mrs Trump", "Eric Trump" are not the Trump of the list.
        if lone and words[start - 1].rstrip(".") not in TITLES - {"mrs", "ms", "miss"}:
            return ""
        return identity.name
    return ""


def _head(words: list[str]) -> list[str]:
    """Leave out what a person is of: "Ana Petrova of the drivers' union"."""
    for preposition in ("of", "for", "at", "from"):
        if preposition in words[1:]:
            head = words[: words.index(preposition, 1)]
            if head[-1][:1].isupper() and bare(" ".join(head)):
                words = head
    return words


def _named(document: _Document, words: list[str]) -> str:
    """Give the full name of a person or body that ends with a capital."""
    words = _head(words)
    run = len(words)
    while run > 0 and words[run - 1][:1].isupper():
        run -= 1
    capitals = words[run:]
    name = bare(" ".join(capitals))
    if name is not None:
        full_name = document.people.full.get(name.split(" ")[-1].lower(), "")
        return full_name if full_name.endswith(name) else name
    single = capitals[-1].removesuffix("'s")
    person = document.people.full.get(single.lower())
    if person and (len(capitals) == 1 or capitals[-2].rstrip(".").lower() in TITLES):
        return _listed_name(document.speech, person) or person
    while len(capitals) > 1 and capitals[0].lower() in ("the", "a", "an"):
        capitals = capitals[1:]
    return " ".join(capitals)


def _pronoun(document: _Document, pronoun: str, at: int) -> str:
    """Find whom a pronoun stands for: the last who fits."""
    if pronoun not in _PERSONAL:
        fitting = (
            name
            for place, name, person in reversed(document.heard)
            if place < at and not person and (pronoun != "it" or name[:1].isupper())
        )
        return next(fitting, "")
    sex = sex_of(pronoun)
    heard = (
        (place, name)
        for place, name, person in reversed(document.heard)
        if person and place < at and fits(document.people, name, sex)
    )
    since = next(heard, (-1, ""))
    place, name = last_subject(document.people, document.source, since[0], at, sex)
    antecedent = name if place > since[0] else since[1]
    if not antecedent:
        named = [
            (
                name in document.people.sure or name.lower() in document.speech.identities,
                place,
                name,
            )
            for place, name in document.people.mentions
            if place < at and fits(document.people, name, sex)
        ]
        antecedent = max(named)[2] if named else ""
    return _listed_name(document.speech, antecedent) or antecedent


def _issuer(document: _Document, surface: str) -> str:
    """Find who issued "the statement", "China's readout": the last body of that side."""
    state = ""
    for word in surface.split(" ")[:-1]:
        identity = document.speech.identities.get(word.lower().removesuffix("'s"))
        state = identity.side if identity else state
    for _, name, person in reversed(document.heard):
        identity = document.speech.identities.get(name.lower())
        if not person and (not state or (identity is not None and identity.side == state)):
            return name
    for identity in document.speech.identities.values():
        if state and identity.side == state and identity.name == state:
            return _foreign_ministry(document, state) or identity.name
    return ""


def _foreign_ministry(document: _Document, side: str) -> str:
    """Name a state's foreign ministry where the article speaks of it."""
    for alias, identity in document.speech.identities.items():
        if identity.side != side or not identity.name.endswith(_DIPLOMATS):
            continue
        if re.search(rf"\b{re.escape(alias)}\b", document.source, re.IGNORECASE):
            return identity.name
    return ""


def _role(document: _Document, key: str, at: int) -> str:
    """Resolve "the ministry", "the minister", "the diplomats" to whom they stand for."""
    words = key.split(" ")
    if words[0] not in ("the", "its", "their"):
        words = ["the", *words] if len(words) == 1 else []
    if len(words) > 2 and words[2] != "of":
        words = []
    if len(words) < 2:
        return ""
    noun = "ministry" if words[1] == "diplomats" else words[1]
    for _, name, _ in reversed(document.heard):
        if noun in name.lower().split(" "):
            return name
    printed = _titled(document, noun.capitalize(), at)
    if printed:
        return _listed_name(document.speech, printed) or bare(printed) or printed
    if noun in _OFFICES and words[0] == "the":
        return _pronoun(document, "who", at)
    if noun in _FIRMS and noun not in ("report", "study", "poll", "statement"):
        return _pronoun(document, "it", at)
    return ""


def _titled(document: _Document, title: str, at: int) -> str:
    """Find the last name printed with a title: "Economy Minister Lunna Petrask"."""
    end = at if at > 0 else len(document.source)
    place = document.source.rfind(title, 0, end)
    while place >= 0:
        around = document.source[max(0, place - 60) : place + 60]
        offset = min(place, 60)
        for match in _TITLED.finditer(around):
            if match.start() <= offset < match.end():
                return match.group()
        place = document.source.rfind(title, 0, place)
    return ""


def _same_words(rows: Sequence[Row], source: str) -> None:
    """Give a fragment that nothing attributes the speaker of the same words elsewhere."""
    quoted = [row for row in rows if row.kind != "indirect"]
    unsure = [row for row in quoted if row.how.startswith(("subject", "unresolved"))]
    if not unsure:
        return
    sure = [(f" {_folded(row, source)} ", row) for row in quoted if row.cue and row.speaker_id]
    for row in unsure:
        wanted = f" {_folded(row, source)} "
        for text, other in sure:
            if wanted in text:
                row.speaker, row.speaker_id = other.speaker, other.speaker_id
                row.how, row.confidence = "same words", 0.5
                break


def _folded(row: Row, source: str) -> str:
    words = source[row.start : row.end].lower().replace("’", "'")
    return " ".join(_RUN.findall(words))
