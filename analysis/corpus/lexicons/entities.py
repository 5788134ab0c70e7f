"""Read the gazetteer that analysts edit, and find its names in a text.

`entities.yml` is read for every corpus, and `entities-<corpus>.yml` beside it for the corpus of
that name alone; how an entry is written stands at the head of data/lexicons/entities.yml. The
adjectives and bodies of states ("Polish Foreign Ministry") come from identities.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict

from analysis.corpus.lexicons.files import Identities, identity_keys, read
from analysis.corpus.lexicons.naming import FOLDER
from analysis.files import rule_file
from analysis.schema import RuleError

KINDS: Final = ("person", "organisation", "place")
# Kind of a form that is no mention, but hides the shorter names within it.
NO_ENTITY: Final = ""

# Bodies whose country is part of the name.
_POSTED: Final = (" Embassy", " Consulate")

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_SPACE: Final = regex.compile(r"[\s\-‐‑–]+")
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": None, "”": None, '"': None})

_List = Annotated[
    tuple[str, ...], BeforeValidator(lambda given: () if given in ("", None) else given)
]


class Clues(BaseModel):
    """By what names that stand in no list are known.

    Attributes
    ----------
    surname_first
        First words of names that are surnames: Ma Zhaoxu is "Ma" later on.
    organisation, place
        Last words of names of organisations and of places.
    place_first
        First words of names of places.
    nothing
        Words that make a run of capitals no name at all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    surname_first: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    place_first: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()


class _File(BaseModel):
    """A file of entities: kind -> name -> other names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    person: dict[str, _List] = {}
    organisation: dict[str, _List] = {}
    place: dict[str, _List] = {}
    hidden: tuple[str, ...] = ()
    clues: Clues = Clues()


class Name(NamedTuple):
    """One way of naming an entity: the entity, its kind, and the form as printed."""

    entity: str
    kind: str
    form: str


class Found(NamedTuple):
    """A name found in a text."""

    start: int
    end: int
    name: Name


class Key(NamedTuple):
    """A form taken apart: its words, and what stands between them."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Names of persons, organisations and places, in the order of the files.

    Attributes
    ----------
    names
        Every form of every entity; those of kind '' only hide the shorter ones within them.
    clues
        By what names that are not listed are known.
    """

    names: tuple[Name, ...] = ()
    clues: Clues = field(default_factory=Clues)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of every entity."""
        return {name.entity: name.kind for name in self.names if name.kind != NO_ENTITY}

    @cached_property
    def index(self) -> Index:
        """The names, ready to be found."""
        return Index(self.names)


class Index:
    """Names by their first and second words; the longest are tried first."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._heads: dict[str, dict[str, list[tuple[Key, Name]]]] = {}
        for name in names:
            key = take_apart(name.form)
            if not key.words:
                continue
            second = key.words[1] if len(key.words) > 1 else ""
            table = self._heads.setdefault(key.words[0], {})
            table.setdefault(second, []).append((key, name))
        for seconds in self._heads.values():
            for rows in seconds.values():
                rows.sort(key=lambda row: -len(row[0].words))

    def at(self, words: Sequence[str], gaps: Sequence[str], place: int) -> tuple[int, Name] | None:
        """Find the longest name that begins at a word: how many words it has, and the name."""
        seconds = self._heads.get(words[place])
        if seconds is None:
            return None
        following = words[place + 1] if place + 1 < len(words) else ""
        for second in (following, ""):
            for key, name in seconds.get(second, ()):
                size = len(key.words)
                same = tuple(words[place : place + size]) == key.words
                if same and tuple(gaps[place : place + size - 1]) == key.gaps:
                    return size, name
            if not following:
                break
        return None


@lru_cache(maxsize=100_000)
def take_apart(form: str) -> Key:
    """Take a form apart into words and what stands between them.

    Examples
    --------
    >>> take_apart("Pilots' Guild")
    Key(words=('Pilots', 'Guild'), gaps=("' ",))
    """
    places = list(_WORD.finditer(form))
    gaps = (_gap(form[first.end() : second.start()]) for first, second in pairwise(places))
    return Key(tuple(place.group() for place in places), tuple(gaps))


def find(text: str, start: int, end: int, indexes: Sequence[Index]) -> Iterator[Found]:
    """Find names in a stretch of a text: from left to right, each time the longest.

    Of two of one length the name of the earlier index is taken. Capitals must be as in the form.
    """
    places = list(_WORD.finditer(text, start, end))
    words = [place.group() for place in places]
    gaps = [_gap(text[first.end() : second.start()]) for first, second in pairwise(places)]
    place = 0
    while place < len(places):
        hits = [hit for index in indexes if (hit := index.at(words, gaps, place))]
        if not hits or text[places[place].start() - 1 : places[place].start()] == "@":
            place += 1
            continue
        size, name = max(hits, key=lambda hit: hit[0])
        if name.entity.endswith(_POSTED) and words[place + size : place + size + 1] == ["in"]:
            size, name = _posted(words, gaps, place + size + 1, indexes, (size, name))
        if name.kind != NO_ENTITY:
            end_of_name = places[place + size - 1].end()
            end_of_name += name.form.endswith(".") and text[end_of_name : end_of_name + 1] == "."
            yield Found(places[place].start(), end_of_name, name)
        place += size


def _posted(
    words: Sequence[str],
    gaps: Sequence[str],
    place: int,
    indexes: Sequence[Index],
    embassy: tuple[int, Name],
) -> tuple[int, Name]:
    """Add the country to an embassy: "Chinese Embassy in Russia"."""
    size, name = embassy
    for index in indexes:
        hit = index.at(words, gaps, place) if place < len(words) else None
        if hit and hit[1].kind == "place":
            country = hit[1].entity
            return size + 1 + hit[0], name._replace(entity=f"{name.entity} in {country}")
    return embassy


def _gap(text: str) -> str:
    """Write what stands between two words in one way."""
    if text == " ":
        return text
    return str(_SPACE.sub(" ", text.translate(_QUOTES)))


def load_gazetteer(corpus: str = "", *, folder: Path = FOLDER) -> Gazetteer:
    """Read the names of persons, organisations and places.

    Parameters
    ----------
    corpus
        Name of a corpus: `entities-<corpus>.yml` is read before `entities.yml`, where there is
        one, and wins.
    folder
        Where the files are.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    own = rule_file(folder, f"entities-{corpus}.yml")
    paths = [*([own] if corpus and own.is_file() else []), rule_file(folder, "entities.yml")]
    files = [read(_File, path, lambda keys: list(_File.model_fields)) for path in paths]
    names: dict[Key, Name] = {}
    for path, file in zip(paths, files, strict=True):
        here: dict[Key, Name] = {}
        for name in _names_in(file):
            key = take_apart(name.form)
            other = here.setdefault(key, name)
            if (other.entity, other.kind) != (name.entity, name.kind):
                raise RuleError(
                    f"{path}: {name.kind or 'hidden'} > {name.entity}: {name.form!r} is a name "
                    f"of {other.entity} already"
                )
            names.setdefault(key, name)
    for name in _bodies(read(Identities, rule_file(folder, "identities.yml"), identity_keys)):
        names.setdefault(take_apart(name.form), name)
    return Gazetteer(tuple(names.values()), _clues(files))


def _names_in(file: _File) -> Iterator[Name]:
    """Lay out the names of a file."""
    for kind in KINDS:
        for entity, others in getattr(file, kind).items():
            for form in dict.fromkeys((entity, *others)):
                yield Name(entity, kind, form)
    for form in file.hidden:
        yield Name(form, NO_ENTITY, form)


def _clues(files: Sequence[_File]) -> Clues:
    """Join the clues of several files."""
    fields = Clues.model_fields
    return Clues(
        **{name: tuple(w for file in files for w in getattr(file.clues, name)) for name in fields}
    )


def _bodies(identities: Identities) -> Iterator[Name]:
    """Name the bodies of states: Polish Foreign Ministry, Poland's foreign ministry."""
    for state, entry in identities.states.items():
        adjectives = entry.adjective or (state,)
        short = [alias for alias in entry.aliases if alias.startswith(("U.", "UK"))]
        owners = dict.fromkeys((*adjectives, f"{state}'s", state, *(f"{a}'s" for a in short)))
        for body, others in identities.bodies.items():
            entity = f"{adjectives[0]} {body}"
            for kind in (body, *others):
                for printed in dict.fromkeys((kind, kind.lower())):
                    for owner in owners:
                        yield Name(entity, "organisation", f"{owner} {printed}")
                    yield Name(entity, "organisation", f"{printed} of {state}")
