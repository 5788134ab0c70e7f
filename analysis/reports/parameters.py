"""Parameters of a notebook: what it declares, and whether given values fit.

A notebook declares them in the cell tagged `parameters`, one line each:
`name: type = default  # help with unit`. papermill only warns of a name it does not know
and guesses types; here both are errors that list what is allowed.
"""

from __future__ import annotations

import ast
import datetime
import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat
from papermill.translators import PythonTranslator

from analysis.schema import ParameterError, closest

Value = str | int | float | bool | list[str]

# Tag of the cells that show the parameters as fields, in a copy of a notebook; never in a report.
PANEL: Final = "panel"
_TYPES: Final = ("str", "int", "float", "bool", "list[str]")
_TRUTHS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_SLUG_LENGTH: Final = 60


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook, as its cell declares it."""

    name: str
    type: str
    default: Value
    help: str


def parameters(notebook: Path) -> list[Parameter]:
    """Read the parameters that a notebook declares, in order.

    Raises
    ------
    ParameterError
        The notebook cannot be read, or a line of its cell is not in the form.
    """
    try:
        cells = nbformat.read(notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ParameterError(f"{notebook} cannot be read as a notebook: {reason}") from None
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        return []
    _require_readable(tagged[0].source, notebook.name)
    return [_declared(entry, notebook.name) for entry in PythonTranslator.inspect(tagged[0])]


def with_panel(notebook: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Put a cell that shows the parameters as fields above the first, and one that takes them.

    Parameters
    ----------
    notebook
        Its content, as JSON; without a cell of parameters it stays as it is.
    name
        The name of its file.
    """
    cells = list(notebook["cells"])
    place = next(
        (n for n, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", [])),
        None,
    )
    if place is None:
        return {**notebook}
    shown = _cell("panel", f"from analysis.workbench.parameters import panel\npanel({name!r})")
    taken = _cell("panel-values", f"globals().update(panel({name!r}).over(globals()))")
    return {**notebook, "cells": [shown, *cells[: place + 1], taken, *cells[place + 1 :]]}


def without_panel(cells: Sequence[Any]) -> list[Any]:
    """Leave out the cells that show the parameters as fields."""
    return [cell for cell in cells if PANEL not in cell["metadata"].get("tags", [])]


def _cell(name: str, source: str) -> dict[str, Any]:
    metadata = {"tags": [PANEL], "jupyter": {"source_hidden": True}}
    fixed: dict[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**fixed, "id": name, "metadata": metadata, "source": source.splitlines(keepends=True)}


def check_parameters(
    declared: Sequence[Parameter], given: Mapping[str, object]
) -> dict[str, Value]:
    """Bring given values into the declared types, and fill in the defaults.

    Parameters
    ----------
    declared
        What `parameters` read.
    given
        Name to value: a string (`-p n=3`), several strings (`-p` repeated), or a value
        that has its type already (a YAML file).

    Returns
    -------
    A value for each declared parameter, in the order of the notebook.

    Raises
    ------
    ParameterError
        A name is unknown or a value does not fit: says what is allowed.

    Examples
    --------
    >>> n = Parameter("n", "int", 2, "articles")
    >>> check_parameters([n], {"n": "3"}), check_parameters([n], {})
    ({'n': 3}, {'n': 2})
    """
    known = {parameter.name: parameter for parameter in declared}
    for name in given:
        if name not in known:
            allowed = ", ".join(f"{each.name}: {each.type}" for each in declared) or "none"
            raise ParameterError(
                f"unknown parameter {name!r}. The notebook has {allowed}." + closest(name, known)
            )
    return {
        name: _typed(parameter, given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }


def slug(declared: Sequence[Parameter], values: Mapping[str, Value]) -> str:
    """Name a choice of parameters for a file: those that differ from the default.

    Only a-z, 0-9, '-' and '_' come out; where that lost something, or the name grew too
    long, a short hash keeps two choices apart.

    Examples
    --------
    >>> slug([Parameter("by", "str", "origin", "")], {"by": "outlet"})
    'by-outlet'
    """
    parts, lossless = [], True
    for parameter in declared:
        value = values.get(parameter.name, parameter.default)
        if parameter.name == "corpus" or value == parameter.default:
            continue
        texts = value if isinstance(value, list) else [str(value).lower()]
        safe = [file_name(text) for text in texts]
        lossless &= safe == texts
        parts.append("-".join([parameter.name, *(safe or ["none"])]))
    name = "-".join(parts)
    if lossless and len(name) <= _SLUG_LENGTH:
        return name
    chosen = repr([(each.name, values.get(each.name, each.default)) for each in declared
                   if each.name != "corpus"])  # fmt: skip
    digest = hashlib.sha256(chosen.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{name[:_SLUG_LENGTH].rstrip('-')}-{digest}"


def file_name(text: str) -> str:
    """Make a text safe as part of a file name.

    Examples
    --------
    >>> file_name("../The Moscow Times")
    'the-moscow-times'
    """
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")


def _require_readable(source: str, notebook: str) -> None:
    """Refuse a line that papermill would skip with no more than a warning."""
    for line in source.splitlines():
        if line.count("=") > 1 and not line.lstrip().startswith("#"):
            raise ParameterError(
                f"{notebook}: papermill cannot read the parameter line {line!r}: "
                "it may hold one '=' only, also in its comment."
            )


def _declared(entry: Any, notebook: str) -> Parameter:
    form = "write 'name: type = default  # help', the type one of " + ", ".join(_TYPES)
    if entry.inferred_type_name not in _TYPES:
        raise ParameterError(
            f"{notebook}: the parameter {entry.name} is a {entry.inferred_type_name}; {form}."
        )
    try:
        default = ast.literal_eval(entry.default)
    except (ValueError, SyntaxError):
        raise ParameterError(
            f"{notebook}: the default of {entry.name}, {entry.default}, is not plain; {form}."
        ) from None
    bare = Parameter(entry.name, entry.inferred_type_name, "", entry.help)
    return Parameter(bare.name, bare.type, _typed(bare, default), bare.help)


def _typed(parameter: Parameter, value: object) -> Value:
    reader = {
        "str": _text, "int": _integer, "float": _number, "bool": _truth, "list[str]": _list,
    }[parameter.type]  # fmt: skip
    result = reader(value)
    if result is None:
        what = f" ({parameter.help})" if parameter.help else ""
        raise ParameterError(
            f"parameter {parameter.name}: {value!r} is not {_WANTED[parameter.type]}.{what}"
        )
    return result


_WANTED: Final = {
    "str": "one text; give it once, and put numbers in quotes in a YAML file",
    "int": "a whole number, such as 2",
    "float": "a number, such as 0.5",
    "bool": "true or false",
    "list[str]": "texts; repeat -p name=value for several",
}


def _text(value: object) -> str | None:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value if isinstance(value, str) else None


def _integer(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,15}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _truth(value: object) -> bool | None:
    if isinstance(value, str):
        return _TRUTHS.get(value.lower())
    return value if isinstance(value, bool) else None


def _list(value: object) -> list[str] | None:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list | tuple) and all(isinstance(text, str) for text in value):
        return [str(text) for text in value]
    return None
