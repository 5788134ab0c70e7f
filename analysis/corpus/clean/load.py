"""Read the rule files of a folder, and say what is wrong with one.

`generic.yml` holds for every page, `agencies.yml`, `anchors.yml` and `publishers.yml` are the lists
that credits and dates are read with, and every other file is the profile of one outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

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
    Publishers,
    Rules,
    fold_name,
)
from analysis.corpus.lexicons.files import read
from analysis.files import rule_files
from analysis.schema import RuleError

AGENCIES: Final = "agencies"
ANCHORS: Final = "anchors"
PUBLISHERS: Final = "publishers"
Model = TypeVar("Model", bound=BaseModel)


def load_rules(folder: Path) -> Rules:
    """Read and check all rule files of a folder.

    Parameters
    ----------
    folder
        `data/outlets`: generic.yml, agencies.yml, anchors.yml, publishers.yml where hosts have
        printed names, and one file per outlet.

    Raises
    ------
    RuleError
        A file is missing, is not YAML, or a key in it is not what it must be: names the file
        and the key.
    """
    files = {path.stem: path for path in rule_files(folder).values()}
    for name in (GENERIC, AGENCIES, ANCHORS):
        if name not in files:
            names = ", ".join(f"{stem}.yml" for stem in files) or "no .yml file"
            raise RuleError(f"{folder} needs {name}.yml. It has {names}.")
    agencies = _read(files.pop(AGENCIES), Agencies).agencies
    anchors = _read(files.pop(ANCHORS), Anchors).anchors
    listed = files.pop(PUBLISHERS, None)
    publishers = _read(listed, Publishers).publishers if listed else {}
    _check_listed(publishers)
    generic = _read(files.pop(GENERIC), Profile)
    profiles = {name: _read(path, Profile) for name, path in files.items()}
    _check_names(profiles, files)
    own = {p.outlet: p.agency for p in profiles.values() if p.agency is not None}
    return Rules(generic, profiles, {**agencies, **own}, anchors, publishers)


def _check_listed(publishers: Mapping[str, Iterable[str]]) -> None:
    taken: dict[str, str] = {}
    for outlet, sites in publishers.items():
        for site in map(fold_name, sites):
            if taken.setdefault(site, outlet) != outlet:
                raise RuleError(
                    f"{PUBLISHERS}.yml: {outlet}: {site!r} is listed under {taken[site]!r} already."
                )


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
    return read(model, path, lambda keys: _keys(model, keys[:-1]))


def _keys(model: type[BaseModel], steps: Iterable[str]) -> list[str]:
    """List the keys allowed at a place of a rule file."""
    inner: dict[str, type[BaseModel]] = {
        "agency": Agency,
        "lines": LineRule,
        "parts": PartRule,
        "blocks": BlockRule,
        "agencies": Agency,
        "anchors": Anchor,
        "publishers": Publishers,
    }
    for step in steps:
        model = inner.get(step, model)
    return list(model.model_fields)
