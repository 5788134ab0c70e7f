"""Read the rule files of a folder, and say what is wrong with one.

`generic.yml` holds for every page, `agencies.yml` and `anchors.yml` are the lists that credits
and dates are read with, and every other file is the profile of one outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from analysis.corpus.clean.rules import (
    GENERIC,
    Agencies,
    Agency,
    Anchor,
    Anchors,
    BlockRule,
    LineRule,
    PartRule,
    Profile,
    Rules,
    fold_name,
)
from analysis.schema import RuleError, closest

AGENCIES: Final = "agencies"
ANCHORS: Final = "anchors"
Model = TypeVar("Model", bound=BaseModel)


def load_rules(folder: Path) -> Rules:
    """Read and check all rule files of a folder.

    Parameters
    ----------
    folder
        `data/outlets`: generic.yml, agencies.yml, anchors.yml, and one file per outlet.

    Raises
    ------
    RuleError
        A file is missing, is not YAML, or a key in it is not what it must be: names the file
        and the key.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    for name in (GENERIC, AGENCIES, ANCHORS):
        if name not in files:
            there = ", ".join(f"{stem}.yml" for stem in files) or "no .yml file"
            raise RuleError(f"{folder} needs {name}.yml. It has {there}.")
    agencies = _read(files.pop(AGENCIES), Agencies).agencies
    anchors = _read(files.pop(ANCHORS), Anchors).anchors
    generic = _read(files.pop(GENERIC), Profile)
    profiles = {name: _read(path, Profile) for name, path in files.items()}
    _check_names(profiles, files)
    own = {p.outlet: p.agency for p in profiles.values() if p.agency is not None}
    return Rules(generic, profiles, {**agencies, **own}, anchors)


def _check_names(profiles: Mapping[str, Profile], files: Mapping[str, Path]) -> None:
    taken: dict[str, str] = {}
    for key, profile in profiles.items():
        file = files[key].name
        if not profile.outlet:
            raise RuleError(f"{file}: outlet is missing: the name of the outlet it describes.")
        for name in map(fold_name, profile.names):
            if taken.setdefault(name, file) != file:
                raise RuleError(f"{file}: aliases: {name!r} is a name in {taken[name]} already.")


def _read(path: Path, model: type[Model]) -> Model:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise RuleError(f"{path.name} is not YAML: {error}") from None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise RuleError(_explain(path.name, error, model)) from None


def _explain(file: str, error: ValidationError, model: type[BaseModel]) -> str:
    """Say of each mistake which key of which file it is, and what is allowed there."""
    parts = []
    for mistake in error.errors():
        place = ".".join(str(step) for step in mistake["loc"] if step != "[key]") or "the file"
        reason = mistake["msg"].removeprefix("Value error, ")
        if mistake["type"] == "extra_forbidden":
            allowed = _keys(model, mistake["loc"][:-1])
            hint = closest(str(mistake["loc"][-1]), allowed)
            reason = f"this key is not known. Allowed: {', '.join(allowed)}.{hint}"
        parts.append(f"{file}: {place}: {reason}")
    return "\n".join(parts)


def _keys(model: type[BaseModel], steps: Iterable[int | str]) -> list[str]:
    """List the keys allowed at a place of a rule file."""
    inner: dict[str, type[BaseModel]] = {
        "agency": Agency,
        "lines": LineRule,
        "parts": PartRule,
        "blocks": BlockRule,
        "agencies": Agency,
        "anchors": Anchor,
    }
    for step in steps:
        model = inner.get(str(step), model)
    return list(model.model_fields)
