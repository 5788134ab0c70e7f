"""Read YAML that users edit: every scalar is text, no key stands twice, errors name the line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
    several: _Words = ()
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


# What is wrong with a value, in the words of a file.
_FAULTS: Final = {
    "dict_type": "it must be keys, each with what stands under it",
    "tuple_type": "it must be a list: [first, second]",
    "too_short": "it is empty",
    "missing": "it is missing",
    "string_type": "it must be text",
    "bool_parsing": "it must be true or false",
}


def read(
    model: type[_Model],
    path: Path,
    allowed: Callable[[list[str]], Sequence[str]],
    *,
    unnamed: Collection[str] = (),
    faults: Mapping[str, str] = {},
) -> _Model:
    """Read a YAML file into its model.

    Parameters
    ----------
    model
        What the file must hold.
    allowed
        Given the keys that lead to one that is not known, and that one, lists those that are.
    unnamed
        Keys that the model has and the file has not.
    faults
        What is said of a kind of mistake, where other words fit this file better.

    Raises
    ------
    RuleError
        Names the file, and the line or the key that is not what it must be.
    """
    content = content_of(path)
    try:
        return model.model_validate({} if content is None else content)
    except ValidationError as error:
        lines = _explain(error, allowed, unnamed, {**_FAULTS, **faults})
        raise RuleError("\n".join(f"{path}: {line}" for line in lines)) from None


def _explain(
    error: ValidationError,
    allowed: Callable[[list[str]], Sequence[str]],
    unnamed: Collection[str],
    faults: Mapping[str, str],
) -> Iterator[str]:
    """Say what is wrong with each key, in the words of the file."""
    named: set[str] = set()
    # A list whose only entry is wrong is called too short as well: last, and then not at all.
    for fault in sorted(error.errors(), key=lambda fault: fault["type"] == "too_short"):
        keys = [key for key in fault["loc"] if isinstance(key, str) and key != "[key]"]
        where = " > ".join(key for key in keys if key not in unnamed) or "the file"
        what = faults.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        if fault["type"] == "extra_forbidden":
            names = allowed(keys)
            what = f"there is no such key. Allowed: {', '.join(names)}.{closest(keys[-1], names)}"
        if fault["type"] != "too_short" or where not in named:
            yield f"{where}: {what}"
        named.add(where)


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
        files = ", ".join(sorted(p.name for p in path.parent.glob("*.yml"))) or "no .yml file"
        raise RuleError(f"{path}: there is no such file. The folder has {files}.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(f"{path}: line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: it is not YAML in UTF-8: {error}") from None


def blocks_of(text: str) -> list[tuple[str | None, str]]:
    r"""Cut YAML into the texts of its keys and of what lies between them, to change one alone.

    Returns
    -------
    Key and text, in order, None for comments and empty lines between two keys; the texts make
    the whole again. Empty where no key begins a line of its own, as in {a: 1}.

    Raises
    ------
    yaml.YAMLError
        It is no YAML.

    Examples
    --------
    >>> blocks_of("# mine\na:\n  b: [c]  # d\n\n# e\nf: [g]\n")
    [(None, '# mine\n'), ('a', 'a:\n  b: [c]  # d\n'), (None, '\n# e\n'), ('f', 'f: [g]\n')]
    """
    root = yaml.compose(text, _Loader)
    lines = text.splitlines(keepends=True)
    if root is None:
        return [(None, text)] if text else []
    if not isinstance(root, yaml.MappingNode) or root.flow_style is not False:
        return []
    keys = [(key.start_mark, key.value) for key, _ in root.value]
    if any(mark.column for mark, _ in keys):
        return []
    starts = [mark.line for mark, _ in keys]
    blocks: list[tuple[str | None, str]] = [(None, "".join(lines[: starts[0]]))]
    for (_, key), first, last in zip(keys, starts, [*starts[1:], len(lines)], strict=True):
        end = last
        while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
            end -= 1
        blocks += [(str(key), "".join(lines[first:end])), (None, "".join(lines[end:last]))]
    return [block for block in blocks if block[1]]


def speech_keys(keys: list[str]) -> Sequence[str]:
    """List the keys allowed beside one of verbs.yml that is not."""
    return list(Verbs.model_fields) if len(keys) == 1 else CONSTRUCTIONS


def identity_keys(keys: list[str]) -> Sequence[str]:
    """List the keys allowed beside one of identities.yml that is not."""
    if len(keys) == 1:
        return list(Identities.model_fields)
    return list((State if keys[0] == "states" else Named).model_fields)
