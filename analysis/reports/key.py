"""The key of a page: everything that it follows from. Same key, same page."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from analysis.files import LEXICONS, OUTLETS, rule_files
from analysis.reports.parameters import Value

LIBRARIES: Final = (
    "altair", "jinja2", "mistune", "nbclient", "nbconvert", "nh3", "nltk", "numpy", "pandas",
    "papermill", "polars", "regex", "scipy", "vl-convert-python",
)  # fmt: skip
_CODE: Final = (".py", ".j2", ".css")
_PACKAGES: Final = ("analysis", "samestory")


def page_key(
    notebook: Path, values: Mapping[str, Value], corpus_name: str, corpus_hash: str
) -> str:
    """Hash what a page follows from; the corpus by name and content, not by its place."""
    parts = {
        "notebook": sha256(notebook),
        "parameters": {name: value for name, value in values.items() if name != "corpus"},
        "corpus": [corpus_name, corpus_hash],
        "code": code_hash(),
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()


@cache
def code_hash() -> str:
    """Hash the package, its templates, and the rule files and lexicons it reads."""
    digest = hashlib.sha256()
    for name, path in sorted(_sources()):
        digest.update(f"{name}\0{sha256(path)}\n".encode())
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Say which versions this environment has of what a page depends on."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "none"
    return found


def root() -> Path:
    """Find the folder of the project: the package lies in it."""
    return Path(__file__).resolve().parents[2]


def _sources() -> Iterator[tuple[str, Path]]:
    for package in _PACKAGES:
        for path in (root() / package).rglob("*"):
            if path.suffix in _CODE and path.is_file():
                yield path.relative_to(root()).as_posix(), path
    for folder in (OUTLETS, LEXICONS):
        for name, path in rule_files(folder).items():
            yield f"{folder.name}/{name}", path


def sha256(path: Path) -> str:
    """Hash a file, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
