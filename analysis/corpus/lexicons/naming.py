"""Read the lexicons that analysts edit: naming choices, frame cues, stop words.

`naming.yml` is read for every corpus, and `naming-<corpus>.yml` beside it for the corpus of
that name alone; likewise `frames.yml`; `lexicons` leaves the shipped ones out where it is asked
to. How an entry is written stands at the head of
data/lexicons/naming.yml; `analysis.measures.naming` finds the entries in articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

import regex
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    model_validator,
)

from analysis.corpus.corpus import Corpus
from analysis.corpus.language.inflection import check_form
from analysis.corpus.lexicons.files import content_of, read
from analysis.corpus.places import ROOT, told_of
from analysis.files import LEXICONS, rule_file, rule_files
from analysis.schema import RuleError, closest

FOLDER: Final = LEXICONS
# The choice of a corpus's own files alone.
OWN: Final = "own"
# Label of a form that is no mention, but hides the shorter forms within it.
NO_MENTION: Final = ""
# Key of a file, not of a concept: a list of the forms that an analyst does not want proposed.
DROPPED: Final = "dropped"

OPTIONS: Final = ("about", "fold", "not", "kind", "precision")
# What a list of cues is of: a way of seeing the matter, or the matter itself.
Kind = Literal["frame", "topic"]
# What a form may be used as, to be a mention.
Part = Literal["", "noun", "verb", "either"]


@dataclass(frozen=True)
class Form:
    """One way of naming a concept, or one cue of a frame.

    Attributes
    ----------
    concept
        The concept or frame it belongs to.
    label
        The naming choice it counts as; '' where it is no mention but hides shorter ones.
    text
        The form as written in the file: 'rebellion', 'to threaten', 'terroris*'.
    fold
        Whether capitals and small letters are the same.
    part
        "noun", "verb" or "either" where only what is used so is a mention; "" for any use.
    """

    concept: str
    label: str
    text: str
    fold: bool
    part: Part = ""


@dataclass(frozen=True)
class Lexicon:
    """Concepts (or frames), their labels, and the forms of each, in the order of the files.

    Attributes
    ----------
    forms
        Every form, with the concept and the label it stands for.
    about
        Each concept and what the file says it is ('' = nothing).
    topics
        Those that are of a matter ("law and justice"), not of a way of seeing it.
    precision
        Each that was measured: how many of its mentions were right, of how many read.
    """

    forms: tuple[Form, ...]
    about: tuple[tuple[str, str], ...] = ()
    topics: frozenset[str] = frozenset()
    precision: tuple[tuple[str, int, int], ...] = ()

    @property
    def concepts(self) -> list[str]:
        """The concepts or frames, in the order of the files."""
        return list(dict.fromkeys(form.concept for form in self.forms))

    def labels(self, concept: str) -> list[str]:
        """List the labels of a concept, in the order of the files."""
        labels = (form.label for form in self.forms if form.concept == concept)
        return [label for label in dict.fromkeys(labels) if label != NO_MENTION]

    def only(self, *concepts: str) -> Lexicon:
        """Keep the concepts named.

        Raises
        ------
        RuleError
            The lexicon has no such concept; lists those it has.
        """
        for concept in concepts:
            if concept not in self.concepts:
                raise RuleError(
                    f"The lexicon has no {concept!r}. It has {', '.join(self.concepts)}."
                    + closest(concept, self.concepts)
                )
        forms = tuple(form for form in self.forms if form.concept in concepts)
        return Lexicon(
            forms,
            tuple(line for line in self.about if line[0] in concepts),
            self.topics & set(concepts),
            tuple(line for line in self.precision if line[0] in concepts),
        )


@dataclass(frozen=True)
class Stopwords:
    """Words left out of lists of content words, by the section of the file they stand in."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def words(self) -> frozenset[str]:
        """All of them, in small letters, with straight apostrophes."""
        return frozenset(word for _, words in self.sections for word in words)


def load_naming(corpus: str = "", *, folder: Path = FOLDER, own: Path | None = None) -> Lexicon:
    """Read the naming choices: concept -> label -> forms.

    Parameters
    ----------
    corpus
        Name of a corpus: `naming-<corpus>.yml` is read after `naming.yml`, where there is one.
        It may continue a concept, but not give a form a second time.
    folder
        Where the files are.
    own
        A file in the place of `naming-<corpus>.yml`.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    if own is not None:
        return _gathered([rule_file(folder, "naming.yml"), own])
    return _load(folder, "naming", corpus)


def own_concepts(corpus: str, *, folder: Path = FOLDER) -> frozenset[str]:
    """Name the concepts that `naming-<corpus>.yml` holds or continues; none where there is none.

    Whoever wrote it says that in this corpus their forms name one thing.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    path = rule_file(folder, f"naming-{corpus}.yml")
    return frozenset(_read(_Concepts, path).root) if corpus and path.is_file() else frozenset()


def own_lexicon(path: Path) -> tuple[Lexicon, tuple[str, ...]]:
    """Read one file of naming choices alone, and the forms that are listed as `dropped` in it.

    Returns
    -------
    Nothing of either where there is no such file.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    if not path.is_file():
        return Lexicon(()), ()
    lexicon = _gathered([path])
    dropped = (content_of(path) or {}).get(DROPPED, ())
    if not isinstance(dropped, list):
        return lexicon, ()
    if wrong := [form for form in dropped if not isinstance(form, str)]:
        raise RuleError(f"{path}: {DROPPED}: {wrong[0]!r} is no form; it takes a list of forms")
    return lexicon, tuple(dropped)


def load_frames(corpus: str = "", *, folder: Path = FOLDER) -> Lexicon:
    """Read the frame cues: frame -> label -> cues.

    Parameters
    ----------
    corpus
        Name of a corpus: `frames-<corpus>.yml` is read after `frames.yml`, where there is one.
    folder
        Where the files are.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    return _load(folder, "frames", corpus)


def lexicons(
    corpus: Corpus, lexicon: str = "", *, folder: Path = FOLDER
) -> tuple[Lexicon, Lexicon]:
    """Read the naming choices and the frame cues of a corpus, with the shipped ones or without.

    Parameters
    ----------
    corpus
        Its name says which files are its own.
    lexicon
        "" for the shipped files and its own; "own" for its own alone: names from
        `naming-<corpus>.yml`, frames from `frames-<corpus>.yml` if there is one, else as with
        "". Or a YAML file that holds the names, from the project's root, else from here; frames
        are as with "".
    folder
        Where the files are.

    Returns
    -------
    Names, frames.

    Raises
    ------
    RuleError
        Names the file that is missing, or the key that is not in the form it must have.
    CorpusError
        The corpus is a text-free release, in which no other names can be found.
    """
    frames = load_frames(corpus.name, folder=folder)
    if not lexicon:
        return load_naming(corpus.name, folder=folder), frames
    corpus.need_text("what another lexicon names")
    if lexicon != OWN:
        return _gathered([file_of(lexicon)]), frames
    own = [rule_file(folder, f"{kind}-{corpus.name}.yml") for kind in ("naming", "frames")]
    if not own[0].is_file():
        raise RuleError(
            f"{corpus.name} has no lexicon of its own. Write {_called(own[0])}, as the head of "
            f"{_called(rule_file(folder, 'naming.yml'))} says, or name a file."
        )
    return _gathered([own[0]]), _gathered([own[1]]) if own[1].is_file() else frames


def file_of(lexicon: str) -> Path:
    """Find a lexicon that is named by its file: from the project's root, else from here.

    Raises
    ------
    RuleError
        There is none; lists those of the project.
    """
    options = told_of(lexicon)
    for folder in (ROOT, Path.cwd()):
        path = folder / str(options.get("place", lexicon))
        if path.is_file():
            return path
    names = [_called(p) for n, p in rule_files(FOLDER).items() if n.startswith("naming")]
    raise RuleError(
        f"There is no lexicon at {lexicon}. Give {OWN}, or a YAML file such as "
        f"{', '.join(names)}.{closest(lexicon, [OWN, *names])}"
    )


def _called(path: Path) -> str:
    """Name a file as somebody in the project's folder does."""
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()


def load_stopwords(folder: Path = FOLDER) -> Stopwords:
    """Read the stop words of `stopwords.yml`: section -> words.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    path = rule_file(folder, "stopwords.yml")
    sections = _read(_Sections, path).root
    seen: dict[str, str] = {}
    for section, words in sections.items():
        for word in words:
            if word in seen:
                raise RuleError(f"{path}: {section}: {word!r} stands in {seen[word]} already")
            seen[word] = section
    return Stopwords(tuple(sections.items()))


def _stopword(word: str) -> str:
    if not regex.fullmatch(r"\p{Ll}+(?:['\-]\p{Ll}+)*", word):
        raise ValueError(f"{word!r} is not one word in small letters, apostrophe straight")
    return word


_Text = Annotated[str, AfterValidator(check_form)]
_Stopword = Annotated[str, AfterValidator(_stopword)]


class _Label(BaseModel):
    """A list of forms; or a mapping with `forms`, `fold` where it differs, and `as`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    forms: Annotated[tuple[_Text, ...], Field(min_length=1)]
    fold: bool | None = None
    part: Part = Field(default="", alias="as")

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        return given if isinstance(given, dict) else {"forms": given}


class _Precision(BaseModel):
    """How many mentions were right, of how many that were drawn and read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    right: Annotated[int, Field(ge=0)]
    read: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _check(self) -> _Precision:
        if self.right > self.read:
            raise ValueError(f"{self.right} right of {self.read} read cannot be")
        return self


class _Concept(BaseModel):
    """Labels; and for all of them `about`, `fold`, `not`, `kind`, `precision`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    labels: Annotated[dict[str, _Label], Field(min_length=1)]
    about: str = ""
    fold: bool = False
    hidden: _Label | None = Field(default=None, alias="not")
    kind: Kind = "frame"
    precision: _Precision | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            raise ValueError("it must hold labels, each with its forms")
        options = {key: value for key, value in given.items() if key in OPTIONS}
        labels = {key: value for key, value in given.items() if key not in OPTIONS}
        return {"labels": labels, **options}

    def forms(self, name: str) -> Iterator[Form]:
        """Lay out the forms; those that are no mention first."""
        hidden = {NO_MENTION: self.hidden} if self.hidden else {}
        for label, entry in (hidden | self.labels).items():
            fold = self.fold if entry.fold is None else entry.fold
            for text in entry.forms:
                yield Form(name, label, text, fold, entry.part)


_Model = TypeVar("_Model", bound=BaseModel)


class _Concepts(RootModel[dict[str, _Concept]]):
    """A file of naming choices or frame cues; a list under `dropped` is of forms refused."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_dropped(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get(DROPPED), list):
            return {key: value for key, value in given.items() if key != DROPPED}
        return given


class _Sections(RootModel[dict[str, Annotated[tuple[_Stopword, ...], Field(min_length=1)]]]):
    """The file of stop words."""


def _load(folder: Path, kind: str, corpus: str) -> Lexicon:
    paths = [rule_file(folder, f"{kind}.yml"), rule_file(folder, f"{kind}-{corpus}.yml")]
    return _gathered(paths if corpus and paths[1].is_file() else paths[:1])


def _gathered(paths: list[Path]) -> Lexicon:
    """Read files, each of which may continue a concept of one before it."""
    forms: dict[tuple[str, str, bool, str], Form] = {}
    from_file: dict[tuple[str, str, bool, str], Path] = {}
    about: dict[str, str] = {}
    topics: set[str] = set()
    precision: dict[str, _Precision] = {}
    for path in paths:
        for name, concept in _read(_Concepts, path).root.items():
            about[name] = about.get(name) or concept.about
            if concept.kind == "topic":
                topics.add(name)
            if concept.precision:
                precision.setdefault(name, concept.precision)
            for form in concept.forms(name):
                place = (name, form.text, form.fold, form.part)
                other = forms.setdefault(place, form)
                first = from_file.setdefault(place, path)
                if other is not form:
                    key, other_key = form.label or "not", other.label or "not"
                    where = "" if first == path else f", in {first}"
                    raise RuleError(
                        f"{path}: {name} > {key}: {form.text!r} stands under {other_key!r} already"
                        f"{where}. Delete one of the two."
                    )
    return Lexicon(
        tuple(forms.values()),
        tuple(about.items()),
        frozenset(topics),
        tuple((name, found.right, found.read) for name, found in precision.items()),
    )


def _read(model: type[_Model], path: Path) -> _Model:
    """Read a YAML file into its model."""
    return read(
        model,
        path,
        lambda keys: ("fold", "forms"),
        unnamed=("labels", "forms"),
        faults={"missing": "it has no forms"},
    )
