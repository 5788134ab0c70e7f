"""Read YAML that users edit: every scalar is text, no key stands twice, errors name the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from analysis.schema import RuleError, closest

CONSTRUCTIONS: Final = (
    "clause",
    "that",
    "hearer",
    "utterance",
    "question",
    "infinitive",
    "request",
    "object",
    "name",
    "charge",
    "noun",
    "cue",
)
CLASSES: Final = (
    "neutral",
    "factive",
    "doubting",
    "conceding",
    "directive",
    "denying",
    "approving",
    "attitude",
)

_Words = Annotated[tuple[str, ...], Field(min_length=1)]
_OneOrMore = Annotated[
    tuple[str, ...], BeforeValidator(lambda given: [given] if isinstance(given, str) else given)
]


class CueClass(BaseModel):
    """The words of a class, by construction."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    clause: _Words = ()
    that: _Words = ()
    hearer: _Words = ()
    utterance: _Words = ()
    question: _Words = ()
    infinitive: _Words = ()
    request: _Words = ()
    object: _Words = ()
    name: _Words = ()
    charge: _Words = ()
    noun: _Words = ()
    cue: _Words = ()


class Verbs(BaseModel):
    """The file verbs.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    irregular: dict[str, _Words] = {}
    either: _Words = ()
    neutral: CueClass = CueClass()
    factive: CueClass = CueClass()
    doubting: CueClass = CueClass()
    conceding: CueClass = CueClass()
    directive: CueClass = CueClass()
    denying: CueClass = CueClass()
    approving: CueClass = CueClass()
    attitude: CueClass = CueClass()

    def words(self) -> Iterator[tuple[str, str, str]]:
        """List class, construction and word of every entry, in the order of the constructions."""
        for cue_class in CLASSES:
            group = getattr(self, cue_class)
            for construction in CONSTRUCTIONS:
                for word in getattr(group, construction):
                    yield cue_class, construction, word


class Named(BaseModel):
    """One identity: its side, and its other names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    side: str = ""
    aliases: tuple[str, ...] = ()


class State(Named):
    """A state, which stands for its government; its bodies are named after it."""

    adjective: _OneOrMore = ()
    capital: _OneOrMore = ()


class Identities(BaseModel):
    """The file identities.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    states: dict[str, State] = {}
    bodies: dict[str, tuple[str, ...]] = {}
    identities: dict[str, Named] = {}


_Model = TypeVar("_Model", bound=BaseModel)


def read(model: type[_Model], path: Path) -> _Model:
    """Read a YAML file into its model.

    Raises
    ------
    RuleError
        Names the file, and the line or the key that is not what it must be.
    """
    content = content_of(path)
    try:
        return model.model_validate(content or {})
    except ValidationError as error:
        raise RuleError("\n".join(f"{path}: {line}" for line in _explain(error, model))) from None


def _explain(error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    """Say what is wrong with each key, in the words of the file."""
    for fault in error.errors():
        keys = [str(key) for key in fault["loc"]]
        what = {
            "tuple_type": "it must be a list: [first, second]",
            "too_short": "it is empty",
            "string_type": "it must be text",
        }.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        if fault["type"] == "extra_forbidden":
            allowed = _allowed(keys, model)
            hint = closest(keys[-1], allowed)
            what = f"there is no such key. Allowed: {', '.join(allowed)}.{hint}"
        yield f"{' > '.join(keys) or 'the file'}: {what}"


def _allowed(keys: list[str], model: type[BaseModel]) -> list[str]:
    """List the keys allowed beside one that is not."""
    if len(keys) == 1:
        return list(model.model_fields)
    if keys[0] in CLASSES:
        return list(CONSTRUCTIONS)
    return list((State if keys[0] == "states" else Named).model_fields)


class _Loader(yaml.BaseLoader):
    """YAML in which every scalar is text ('no' and '24' too) and no key stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Make a dict of a mapping."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                problem = f"the key {key.value!r} stands twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def content_of(path: Path) -> Any:
    """Read the content of a YAML file.

    Raises
    ------
    RuleError
        There is no such file, or it is not YAML: names the file, and the line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except FileNotFoundError:
        there = ", ".join(sorted(p.name for p in path.parent.glob("*.yml"))) or "no .yml file"
        raise RuleError(f"{path}: there is no such file. The folder has {there}.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(f"{path}: line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: it is not YAML in UTF-8: {error}") from None
