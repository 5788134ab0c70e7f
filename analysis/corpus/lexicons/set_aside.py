"""Findings that an analyst sets aside by hand: `findings-<corpus>.yml` beside the lexicons.

A list of entries, each with `kind` and any of `groups` (the group it is about) and `forms` (one
of the printed words), and the `reason`, which the page prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from analysis.corpus.lexicons.files import content_of
from analysis.corpus.lexicons.naming import FOLDER
from analysis.files import rule_file
from analysis.schema import RuleError, closest

_KEYS: Final = ("kind", "groups", "forms", "reason")


def load_set_aside(corpus: str, *, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Read which findings of a corpus are set aside; none where there is no file.

    Raises
    ------
    RuleError
        Names the file and the entry that is not in the form it must have.
    """
    path = rule_file(folder, f"findings-{corpus}.yml")
    if not corpus or not path.is_file():
        return []
    entries = content_of(path) or []
    if not isinstance(entries, list):
        raise RuleError(f"{path}: it must be a list of entries: - kind: naming")
    return [_entry(path, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(path: Path, number: int, entry: object) -> dict[str, str]:
    if not isinstance(entry, dict) or not all(isinstance(v, str) for v in entry.values()):
        raise RuleError(
            f"{path}: entry {number} must hold lines name: value. Allowed: {_allowed()}"
        )
    for key in entry:
        if key not in _KEYS:
            raise RuleError(
                f"{path}: entry {number} has {key!r}. Allowed: {_allowed()}" + closest(key, _KEYS)
            )
    if not entry.get("reason") or not {"kind", "groups", "forms"} & set(entry):
        raise RuleError(f"{path}: entry {number} needs a reason, and a kind, groups or forms.")
    return {str(key): str(value) for key, value in entry.items()}


def _allowed() -> str:
    return f"{', '.join(_KEYS)}."
