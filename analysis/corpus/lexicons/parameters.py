"""What a corpus asks for itself: the `parameters.yml` in its folder.

It holds on every way to a page: on the command line, in JupyterLab and under plain papermill.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from analysis.corpus.places import locate
from analysis.corpus.read.files import is_file_of
from analysis.schema import ParameterError, closest

STANDING: Final = "parameters.yml"
# Set for a kernel in which all parameters are settled: the command line heeds the file itself.
SETTLED: Final = "SAMESTORY_SETTLED"
# Every parameter of the notebooks but `corpus`, and what it is unless something else is given.
DEFAULTS: Final[Mapping[str, str | int | float | list[str]]] = {
    "by": "origin",
    "where": [],
    "target": "",
    "reference": "",
    "terms": [],
    "lexicon": "",
    "voice": "",
    "match": "auto",
    "unit": "",
    "minimum_documents": 2,
    "event": "",
    "scope": "event",
    "since": "",
    "until": "",
    "excerpt_words": 30,
    "excerpt_share": 0.0,
}


def standing(corpus: str | Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Take the parameters that a corpus asks for, where a notebook has them at their default.

    A default that was given on purpose looks like one that was not: whoever wants that edits
    the file, or uses the command line, which tells them apart.

    Parameters
    ----------
    corpus
        Its path, as `load` takes it.
    parameters
        Name -> value, among them those of the notebook: its `globals()`.

    Returns
    -------
    Name -> value, of those that are to be changed.

    Raises
    ------
    ParameterError
        The file is not in the form it must have, or holds an unknown name or a wrong type.
    """
    if os.environ.get(SETTLED):
        return {}
    path = locate(corpus)
    asked = {name: _converted(name, value, path) for name, value in standing_of(path).items()}
    return {
        name: value
        for name, value in asked.items()
        if name in parameters and parameters[name] == DEFAULTS[name]
    }


def standing_of(corpus: Path) -> dict[str, Any]:
    """Read the `parameters.yml` of a corpus as it stands there; nothing where there is none."""
    file = corpus / STANDING
    return parameters_in(file) if corpus.is_dir() and is_file_of(file, corpus) else {}


def parameters_in(file: Path) -> dict[str, Any]:
    """Read parameters from a YAML file.

    Raises
    ------
    ParameterError
        There is no such file, or it is not in the form `name: value`.
    """
    if not file.is_file():
        raise ParameterError(f"There is no file {file.name} with parameters.")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ParameterError(f"{file.name} is not YAML in UTF-8: {error}") from None
    if not isinstance(content, dict):
        raise ParameterError(f"{file.name} must hold lines `name: value`.")
    return {str(name): value for name, value in content.items()}


def _converted(name: str, value: object, corpus: Path) -> object:
    """Bring a value into the type of its parameter."""
    where = f"{corpus.name}/{STANDING}"
    if name not in DEFAULTS:
        raise ParameterError(
            f"{where}: No notebook has the parameter {name!r}. "
            f"Allowed: {', '.join(sorted(DEFAULTS))}.{closest(name, DEFAULTS)}"
        )
    usual = DEFAULTS[name]
    if isinstance(usual, list):
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return [text for text in texts if text]
    elif isinstance(value, datetime.date) and isinstance(usual, str):
        return value.isoformat()
    elif isinstance(usual, float) and type(value) is int:
        return float(value)
    elif type(value) is type(usual):
        return value
    wanted = {str: "one text", int: "a whole number", float: "a number", list: "texts"}[type(usual)]
    raise ParameterError(f"{where}: parameter {name}: {value!r} is not {wanted}.")
