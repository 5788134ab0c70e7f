"""Resolve who speaks within a document: names, offices, pronouns, the same words elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.corpus.language.person_names import TITLES, People, bare, fits, last_subject, sex_of
from analysis.corpus.language.wordlists import REPORTERS
from analysis.corpus.lexicons.speech import Speech
from analysis.corpus.quote.noun_phrase import OFFICES
from analysis.corpus.quote.rows import Row

_PRONOUNS: Final = frozenset("he she they it i we who him her them his their its".split())
_PERSONAL: Final = frozenset("he she who him her his".split())
# Whoever speaks says these of himself: the outlet's author, or who is being quoted.
_SELVES: Final = frozenset("i we".split())
_NOBODY: Final = frozenset("one another some others many both all most several few".split())
# What has been said or shown speaks, but is no person: "a website", "one poll", "a number".
_THINGS: Final = frozenset(
    "website site page sign banner poster placard number recording video ad advert tweet post "
    "email letter memo text message book article story headline lawsuit complaint filing "
    "document spokespeople couple pair series majority minority".split()
)
_ARTICLES: Final = ("the ", "a ", "an ")
# What somebody issues speaks for them: "the Russian statement", "China's readout".
_DOCUMENTS: Final = frozenset("statement readout text release communique communiqué note".split())
# Words that in capitals are bodies: WHO, US.
_NO_BODIES: Final = (" who", " us")
_DIPLOMATS: Final = "Foreign Ministry"
_FIRMS: Final = frozenset(
    "company firm agency group organisation organization newspaper paper channel network body "
    "government ministry report study poll statement court union party".split()
)
_LONGEST_ALIAS: Final = 8
# Characters of a paragraph before a pronoun that are looked at for whom it means.
_PARAGRAPH: Final = 2_000
_RUN: Final = re.compile(r"[\w'-]+")
_TITLED: Final = re.compile(r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+))+")


@dataclass(slots=True)
class _Document:
    """What has been resolved so far."""

    source: str
    speech: Speech
    people: People
    # Place and name of each speaker resolved, and whether it is a person.
    heard: list[tuple[int, str, bool]] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)
    # What stands in quotation marks: starts and ends, in order.
    quoted: tuple[list[int], list[int]] = ([], [])

    def hides(self, row: Row, place: int) -> bool:
        """Say whether a place lies in what a row reports, or in marks."""
        starts, ends = self.quoted
        over = bisect_right(starts, place) - 1
        return row.start <= place < row.end or (over >= 0 and place < ends[over])


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
    document.quoted = _in_marks(rows)
    around: list[Row] = []
    # A headline is read last: it names nobody in full.
    for row in sorted(rows, key=lambda row: (row.how == "headline", row.start, -row.end)):
        while around and around[-1].end <= row.start:
            around.pop()
        outer = next((other for other in reversed(around) if row.end <= other.end), None)
        if row.kind != "indirect":
            around.append(row)
        if not row.speaker:
            continue
        name, rule = _identify(document, row, outer)
        row.speaker_id = name
        if rule:
            row.how = f"{row.how}, {rule}"
        if name:
            person = name in document.persons or _is_somebody(row.speaker)
            document.heard.append((max(row.speaker_at, 0), name, person))
    _same_words(rows, source)
    for row in rows:
        identity = speech.identities.get(row.speaker_id.lower())
        row.side = identity.side if identity else ""


def _in_marks(rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    """List where the outermost quotations begin and end."""
    starts: list[int] = []
    ends: list[int] = []
    for row in sorted(rows, key=lambda row: (row.start, -row.end)):
        if row.kind != "indirect" and (not ends or row.start >= ends[-1]):
            starts.append(row.start)
            ends.append(row.end)
    return starts, ends


def _is_somebody(speaker: str) -> bool:
    """Tell a person without a name: "a girl", "one pilot"; not "a website", "a number of them"."""
    words = speaker.lower().split(" ")
    head = words[: words.index("of")] if "of" in words else words
    return words[0] in ("a", "an", "one") and head[-1] not in _FIRMS | _THINGS


def _identify(document: _Document, row: Row, outer: Row | None) -> tuple[str, str]:
    """Name a speaker: who it is, and the rule where it took more than its name.

    `outer` is the quotation that holds this one: "I" there is who speaks, "he" somebody whom
    those words may not name.
    """
    surface = row.speaker.replace("’", "'")
    key = surface.lower()
    if key in _NOBODY:
        return "", ""
    if key in _PRONOUNS:
        if key in _SELVES:
            return (outer.speaker_id if outer else ""), "pronoun"
        return ("" if outer else _pronoun(document, key, row)), "pronoun"
    return _described(document, surface, row)


def _described(document: _Document, surface: str, row: Row) -> tuple[str, str]:
    """Name a speaker who is named or described, as `_identify`."""
    key = surface.lower()
    both = _both(document, row.speaker)
    if both:
        return both, ""
    listed = _listed_name(document.speech, surface)
    if listed:
        return listed, ""
    words = surface.split(" ")
    last = words[-1]
    if last.lower() in _DOCUMENTS:
        return _issuer(document, surface), "statement"
    if _is_role_of(words):
        return _without_article(surface), ""
    office = len(words) == 2 and words[0].lower() == "the" and last.lower() in OFFICES
    if last[0].isupper() and not office:
        return _named(document, words), ""
    if (head := _head(words)) != words:
        return _named(document, head), ""
    role = _role(document, key, row)
    if role:
        return role, "role"
    return _without_article(surface), ""


def _is_role_of(words: list[str]) -> bool:
    """Tell "the sheriff of Halm County", who is not the county."""
    return any(
        words[number] == "of" and words[number - 1].lower() in OFFICES
        for number in range(1, min(len(words), 4))
    )


def _without_article(surface: str) -> str:
    for article in _ARTICLES:
        surface = surface.removeprefix(article).removeprefix(article.capitalize())
    return surface


def _both(document: _Document, surface: str) -> str:
    """Name two who speak together: "Orla Dask and Boris Krail"."""
    one, joined, other = surface.partition(" and ")
    if not joined or not (one[:1].isupper() and other[:1].isupper()):
        return ""
    words = one.split(" "), other.split(" ")
    people = [document.people.known(some[-1]) or bare(" ".join(some)) for some in words]
    if not all(people):
        return ""
    names = [_listed_name(document.speech, person or "") or person for person in people]
    return f"{names[0]} and {names[1]}"


def _listed_name(speech: Speech, surface: str) -> str:
    """Look a speaker up among the identities: whole, then its last words."""
    words = surface.lower().split(" ")
    if words[-1] not in speech.last_words or surface.endswith(_NO_BODIES):
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
        full_name = document.people.known(name.split(" ")[-1])
        return full_name if full_name.endswith(name) else name
    single = capitals[-1].removesuffix("'s")
    person = document.people.known(single)
    if person and (len(capitals) == 1 or capitals[-2].rstrip(".").lower() in TITLES):
        return _listed_name(document.speech, person) or person
    while len(capitals) > 1 and capitals[0].lower() in ("the", "a", "an"):
        capitals = capitals[1:]
    return " ".join(capitals)


def _pronoun(document: _Document, pronoun: str, row: Row) -> str:
    """Find whom a pronoun stands for: the last who fits, named outside what is reported."""
    at = row.speaker_at
    if pronoun not in _PERSONAL:
        fitting = (
            name
            for place, name, person in reversed(document.heard)
            if place < at and not person and _is_meant(pronoun, name)
        )
        return next(fitting, "")
    people, sex = document.people, sex_of(pronoun)
    heard = (
        (place, name)
        for place, name, person in reversed(document.heard)
        if person and place < at and fits(people, name, sex)
    )
    since = next(heard, (-1, ""))

    def is_hidden(place: int) -> bool:
        return document.hides(row, place)

    place, name = last_subject(people, document.source, (since[0], at), sex, is_hidden)
    antecedent = name if place > since[0] else since[1]
    begin = document.source.rfind("\n", max(0, at - _PARAGRAPH), at)
    near = antecedent if max(place, since[0]) >= begin else ""
    if not near:
        # Nobody acts or speaks in this paragraph: whoever is named in it, last.
        named_here = (
            other
            for where, other in _mentioned(people, max(begin, at - _PARAGRAPH), at)
            if fits(people, other, sex) and not is_hidden(where)
        )
        near = next(named_here, "")
    if near in document.persons and sex:
        # Who is "she" in one paragraph is no "he" in the next.
        people.sexes.setdefault(near, sex)
    antecedent = near or antecedent
    if not antecedent:
        named = [
            (
                name in people.sure or name.lower() in document.speech.identities,
                place,
                name,
            )
            for place, name in people.mentions
            if place < at and fits(people, name, sex) and not is_hidden(place)
        ]
        antecedent = max(named)[2] if named else _surname_heard(document, at)
    return _listed_name(document.speech, antecedent) or antecedent


def _mentioned(people: People, begin: int, end: int) -> list[tuple[int, str]]:
    """List the people named between two places, the last first."""
    mentions = people.mentions
    first = bisect_right(mentions, (begin, "\U0010ffff"))
    return mentions[first : bisect_left(mentions, (end, ""))][::-1]


def _surname_heard(document: _Document, at: int) -> str:
    """Find the last speaker known by one name, where the document gives nobody's in full."""
    identities = document.speech.identities
    return next(
        (
            name
            for place, name, _ in reversed(document.heard)
            if place < at and name.istitle() and " " not in name and name.lower() not in identities
        ),
        "",
    )


def _is_meant(pronoun: str, name: str) -> bool:
    """Tell whether a body can be meant by "it", or a group by "they"."""
    if pronoun in ("it", "its"):
        return name[:1].isupper()
    return name[:1].isupper() or name.endswith("s")


def _issuer(document: _Document, surface: str) -> str:
    """Find who issued "the statement", "China's readout": the last body of that side."""
    state = ""
    for word in surface.split(" ")[:-1]:
        identity = document.speech.identities.get(word.lower().removesuffix("'s"))
        state = identity.side if identity else state
    for _, name, person in reversed(document.heard):
        identity = document.speech.identities.get(name.lower())
        if person or not (name[:1].isupper() or identity):
            continue
        if not state or (identity is not None and identity.side == state):
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


def _role(document: _Document, key: str, row: Row) -> str:
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
    if noun in REPORTERS:
        # Several are no one of them: "analysts".
        return ""
    printed = _titled(document, noun.capitalize(), row.speaker_at)
    if printed:
        return _listed_name(document.speech, printed) or bare(printed) or printed
    if noun in OFFICES and words[0] == "the" and len(words) == 2:
        return _pronoun(document, "who", row)
    if noun in _FIRMS and noun not in ("report", "study", "poll", "statement"):
        return _pronoun(document, "it", row)
    return ""


def _titled(document: _Document, title: str, at: int) -> str:
    """Find the last name printed with a title: "Economy Minister Lunna Petrask"."""
    end = at if at > 0 else len(document.source)
    place = document.source.rfind(title, 0, end)
    while place >= 0:
        around = document.source[max(0, place - 60) : place + 60]
        offset = min(place, 60)
        for match in _TITLED.finditer(around):
            if match.start() <= offset < match.end() and title in match.group().split(" "):
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
                row.how = "same words"
                break


def _folded(row: Row, source: str) -> str:
    words = source[row.start : row.end].lower().replace("’", "'")
    return " ".join(_RUN.findall(words))
