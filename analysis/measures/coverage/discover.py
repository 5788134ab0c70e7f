"""Discover names that stand in no gazetteer: runs of capitals in bodies, without a model.

What a run of capitals names is read off its words: a title or a first name before it, an ending
such as "Ministry" or "Bridge". It proposes; a listed name always wins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import regex
from rapidfuzz.distance import Levenshtein

from analysis.corpus.language import sentences
from analysis.corpus.language.person_names import TITLES, bare
from analysis.corpus.lexicons.entities import Gazetteer, find
from analysis.measures.coverage.people import (
    Shown,
    could_be_person,
    same_first,
    same_middle,
    without_office,
)
from analysis.measures.coverage.sentences import EMPTY

_WORD: Final = r"(?:(?:\p{Lu}|St|Mt)\.|\p{Lu}[\p{L}\p{M}\p{N}]*(?:['’\-]\p{L}+)*)"
_LINK: Final = r"(?:(?:of|for|on|de|von|van|der|bin|al|and)[^\S\n](?:the[^\S\n])?)?"
_RUN: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}@#]){_WORD}(?:[^\S\n]{_LINK}{_WORD})+")
# A place is told by what stands around it: "in Ordvik on Monday", "near Ordvik."
_TOWN: Final = regex.compile(
    r"(?<=[\p{Ll},][^\S\n])(?:in|near|outside|around|at)[^\S\n](\p{Lu}\p{Ll}{3,})"
    r"(?=[,.;:]|[^\S\n](?:on|and|at|to|for|by|with|as|since|after|before|during|last|this|late|"
    r"early|where|when|who|was|is|were|has|had|said|have|until|while|that)(?!\w))"
)
_ADJECTIVE: Final = ("-based", "-led", "-backed")
_DEMONYM: Final = ("ish", "ese", "ian", "ans")
_TITLED: Final = ('"', "“")
_CLOSING: Final = ('"', "”")
_OPENING: Final = ('"', "“", "‘", "'")
_LOWER: Final = regex.compile(r"(?<![\p{L}\p{N}'’\-])\p{Ll}+(?![\p{L}\p{N}])")
_CONNECTED: Final = regex.compile(r" (?:of|for|on|and)(?: the)? ")
# "Political and Legal Affairs Commission" is one body.
_PAIRED: Final = regex.compile(r"(?:al|ic|ive|ary) and \p{Lu}")
_PARTICLE: Final = regex.compile(r" (?:and|of|for|on)(?: the)? ")
_ACRONYM: Final = regex.compile(r"[^\S\n]\((\p{Lu}{2,8})\)")
# Words that begin a sentence and no name: "Unlike King".
_OPENERS: Final = frozenset(
    "unlike despite amid besides beyond like meanwhile perhaps instead even still later "
    "managing".split()
)
_LONGEST: Final = 7
_ALIKE: Final = 0.8


@dataclass(frozen=True)
class Sighting:
    """A name seen in a body: where, what it is, and what it is of."""

    start: int
    end: int
    name: str
    kind: str


@dataclass
class Known:
    """What is known of the names of a whole corpus.

    Attributes
    ----------
    lower
        Words that bodies print in small letters, and how often.
    shown
        What stands around names that may be people's.
    sightings
        Document -> the names seen in its bodies, in order.
    """

    lower: Counter[str] = field(default_factory=Counter)
    shown: Shown = field(default_factory=Shown)
    sightings: dict[str, list[Sighting]] = field(default_factory=dict)


def discover(
    bodies: Iterable[tuple[str, str, int, int]], gazetteer: Gazetteer
) -> dict[str, list[Sighting]]:
    """See the full names in bodies.

    Parameters
    ----------
    bodies
        Document, source, and where a body begins and ends in it.
    gazetteer
        Its clues are used; a run of capitals that one of its names is in is left to it.

    Returns
    -------
    Document -> the names seen, in order; transliterations of one name are joined under that
    of the gazetteer, or the commonest.
    """
    rows = list(bodies)
    known = Known()
    for _, source, start, end in rows:
        known.lower.update(_LOWER.findall(source, start, end))
        known.shown.read(source, start, end)
    for document, source, start, end in rows:
        sightings = _seen(source, start, end, known, gazetteer)
        known.sightings.setdefault(document, []).extend(sightings)
    people = {name: known.shown.is_person(name, known.lower) for name in known.shown.times}
    for document, seen in known.sightings.items():
        known.sightings[document] = [s for s in seen if people.get(s.name, True)]
    for document, town in list(_towns(rows, known, gazetteer)):
        known.sightings[document].append(town)
    return _join_spellings(known.sightings, gazetteer)


def _towns(
    rows: Sequence[tuple[str, str, int, int]], known: Known, gazetteer: Gazetteer
) -> Iterator[tuple[str, Sighting]]:
    """List places of one word that two documents or more print as such, wherever they stand."""
    seen = [s.name for rows in known.sightings.values() for s in rows if s.kind == "person"]
    taken = {word for name in seen for word in name.split(" ")}
    taken |= {name.form for name in gazetteer.names}
    nothing = _sets(gazetteer)["nothing"] | _sets(gazetteer)["organisation"]
    documents_with: dict[str, set[str]] = {}
    for document, source, start, end in rows:
        for match in _TOWN.finditer(source, start, end):
            word = match.group(1)
            small = word.lower()
            if word in taken or small in nothing or small in known.lower:
                continue
            if not word.endswith(_DEMONYM):
                documents_with.setdefault(word, set()).add(document)
    places = sorted(word for word, documents in documents_with.items() if len(documents) > 1)
    if not places:
        return
    letter = r"[\p{L}\p{N}'’\-]"
    any_of = regex.compile(rf"(?<!{letter})(?:{'|'.join(places)})(?![\p{{L}}\p{{N}}\-])")
    for document, source, start, end in rows:
        for match in any_of.finditer(source, start, end):
            yield document, Sighting(match.start(), match.end(), match.group(), "place")


def acronym(source: str, end: int, name: str) -> str:
    """Read the abbreviation that follows a name in brackets: "... Organization (SCO)"."""
    match = _ACRONYM.match(source, end)
    initials = "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())
    return match.group(1) if match and match.group(1) == initials else ""


def _seen(
    source: str, start: int, end: int, known: Known, gazetteer: Gazetteer
) -> Iterator[Sighting]:
    """List the names in one body."""
    heads = {start + first for first, _ in sentences(source[start:end])}
    for match in _RUN.finditer(source, start, end):
        reach = -1
        for first, last in _parts(match.group(), match.start()):
            if first < reach:
                continue
            run = source[first:last]
            # "Earlier Putin": a word that is printed small elsewhere only begins the sentence.
            word = run.partition(" ")[0]
            begins = first in heads or source[first - 1 : first] in _OPENING
            opens = word.lower() in EMPTY or word.lower() in _OPENERS or word.lower() in known.lower
            if begins and opens:
                first += len(word) + 1
                run = source[first:last]
            judged = judge(run, gazetteer)
            if judged is None:
                continue
            offset, size, name, kind = judged
            place = first + offset
            reach = place + size
            before, after = source[place - 1 : place], source[place + size : place + size + 1]
            titled = before in _TITLED and after in _CLOSING
            if not titled and not _is_listed_name(source, place, name, kind, gazetteer):
                if kind == "person":
                    known.shown.see(source, place, place + size, name)
                yield Sighting(place, place + size, name, kind)


def _parts(run: str, start: int) -> list[tuple[int, int]]:
    """Cut a run at "and", "of", "for", "on" unless it is the name of one body."""
    whole = (start, start + len(run.rstrip(".")))
    cuts = list(_PARTICLE.finditer(run))
    if not cuts:
        return [whole]
    edges = [0, *(edge for cut in cuts for edge in cut.span()), len(run.rstrip("."))]
    pieces = [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [whole, *pieces]


def judge(run: str, gazetteer: Gazetteer) -> tuple[int, int, str, str] | None:
    """Say what a run of capitals names.

    Returns
    -------
    Where the name begins in the run, how long it is, the name, and its kind; None where the run
    is no full name.
    """
    clues = _sets(gazetteer)
    words = _words(run)
    if not 2 <= len(words) <= _LONGEST or words[-1].endswith(_ADJECTIVE):
        return None
    if words[-1].lower() in clues["nothing"]:
        return None
    last = words[-1].rstrip(".").lower()
    connected = _CONNECTED.search(run) is not None
    paired = _PAIRED.search(run) is not None and last in clues["organisation"]
    if paired or _heads_body(words, clues["organisation"]):
        return _place(run, " ".join(words), "organisation")
    if connected:
        return None
    if last in clues["organisation"]:
        return _place(run, " ".join(words), "organisation")
    if last in clues["place"] or (words[0] in clues["place_first"] and _is_place(words)):
        return _place(run, " ".join(words), "place")
    # "Security Council Sergei Shoigu": the person stands after the body.
    bodies = [n for n, word in enumerate(words) if word.lower() in clues["organisation"]]
    name = bare(" ".join(words[bodies[-1] + 1 :] if bodies else words))
    if name is None or any(word.lower() in clues["nothing"] for word in name.split(" ")):
        return None
    if any(word.isupper() and len(word) > 2 for word in name.split(" ")):
        return None
    name = without_office(name)
    return _place(run, name, "person") if could_be_person(name) else None


def _is_place(words: Sequence[str]) -> bool:
    """Tell "New Ordvik" from its people, and from "New Ordvik Senator Mira Holm"."""
    offices = any(word.lower() in TITLES for word in words)
    return not offices and not words[-1].endswith(("ans", "ese"))


def _words(run: str) -> list[str]:
    """List the words of a name; none of a line in capitals, or where somebody says "I"."""
    words = run.replace("’", "'").split()
    while words and (
        words[0].endswith(("'s", "'m", *_ADJECTIVE)) or words[0].lower() in ("the", "a", "an")
    ):
        words = words[1:]
    if "I" in words or (run.isupper() and len(words) > 2):
        return []
    return [word.removesuffix("'s") for word in words]


def _heads_body(words: Sequence[str], endings: frozenset[str]) -> bool:
    """Tell "Ministry of Foreign Affairs", "Academy of Social Sciences" by their heads."""
    for place, word in enumerate(words[:-1]):
        if words[place + 1] in ("of", "for", "on"):
            return word.lower() in endings
    return False


def _place(run: str, name: str, kind: str) -> tuple[int, int, str, str] | None:
    """Find a name in the run it was read from."""
    plain = run.replace("’", "'").replace("\u00a0", " ")
    at = plain.rfind(name)
    return None if at < 0 else (at, len(name), name, kind)


@lru_cache(maxsize=8)
def _clue_sets(clues: object) -> dict[str, frozenset[str]]:
    fields = ("organisation", "place", "nothing", "place_first", "surname_first")
    return {name: frozenset(getattr(clues, name)) for name in fields}


def _sets(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    return _clue_sets(gazetteer.clues)


def _is_listed_name(source: str, start: int, name: str, kind: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a listed name lies in the run: then the list knows better.

    A place within the name of a body is part of it: Kyiv School of Economics; one that begins
    what is no other place stands for itself: New York Jets.
    """
    end = start + len(name)
    is_place = kind == "place" and name.rpartition(" ")[2].lower() in _sets(gazetteer)["place"]
    for mention in find(source, start, end, [gazetteer.index]):
        whole = mention.start <= start and mention.end >= end
        begins = kind == "place" and mention.start == start and not is_place
        if whole or begins or kind == "person" or mention.name.kind != "place":
            return True
    return False


def short_form(name: str, clues: frozenset[str]) -> str:
    """Say what a person is called later on: the surname, where that stands first the first word.

    Examples
    --------
    >>> short_form("Ma Zhaoxu", frozenset({"Ma"})), short_form("Ursula von der Leyen", frozenset())
    ('Ma', 'von der Leyen')
    """
    words = name.split(" ")
    if words[0] in clues and len(words) <= 3:
        return words[0]
    place = len(words) - 1
    if words[place].rstrip(".") in ("Jr", "Sr", "II", "III") and place > 1:
        place -= 1
    while place > 1 and words[place - 1][0].islower():
        place -= 1
    return " ".join(words[place:]).removesuffix(" Jr.")


def surnames_first(gazetteer: Gazetteer) -> frozenset[str]:
    """List the surnames that stand first."""
    return _sets(gazetteer)["surname_first"]


def alike(name: str, other: str) -> bool:
    """Tell whether two names may be one: Andrei and Andrey Rudenko, Jim and James R. Holt."""
    words, others = name.split(" "), other.split(" ")
    if words[0].lower() in TITLES:
        return False
    if words[-1] == others[-1] and same_first(words[0], others[0]):
        return same_middle(words[1:-1], others[1:-1])
    if len(words) != len(others):
        return False
    changed = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(changed) != 1 or words[-1] != others[-1]:
        return False
    first, second = changed[0]
    near = Levenshtein.normalized_similarity(first.lower(), second.lower())
    return first[0] == second[0] and min(len(first), len(second)) > 3 and near >= _ALIKE


def _join_spellings(
    sightings: dict[str, list[Sighting]], gazetteer: Gazetteer
) -> dict[str, list[Sighting]]:
    """Join the spellings of a name."""
    counts = Counter(s.name for rows in sightings.values() for s in rows if s.kind == "person")
    listed = [name.form for name in gazetteer.names if name.kind == "person" and " " in name.form]
    entity = {name.form: name.entity for name in gazetteer.names}
    by_surname: dict[str, list[str]] = {}
    for form in listed:
        by_surname.setdefault(form.split(" ")[-1], []).append(form)
    becomes: dict[str, str] = {}
    for name, _ in counts.most_common():
        others = by_surname.setdefault(name.split(" ")[-1], [])
        same = next((other for other in others if alike(name, other)), None)
        if same is None:
            others.append(name)
        else:
            becomes[name] = entity.get(same, same)
    return {
        document: [Sighting(s.start, s.end, becomes.get(s.name, s.name), s.kind) for s in rows]
        for document, rows in sightings.items()
    }
