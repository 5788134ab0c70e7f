"""The environment files agree with each other and carry nothing of one machine."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from environment import environment, pins

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_environment_yml_follows_the_lock():
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == environment()


def test_the_lock_has_a_hash_for_every_pin_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.\-]+==)", lock, flags=re.M)[1:]
    assert len(entries) > 100
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
    assert "--index" not in lock


def test_every_direct_dependency_is_locked():
    names = _names(PROJECT["dependencies"])
    assert len(names) >= 25
    assert names <= set(pins())


# Declared for what they bring, not for an import: the kernels, and `samestory lab`.
NOT_IMPORTED = {"ipykernel", "jupyterlab"}
# Of packages that may not be installed here: what is imported -> its package.
CALLED = {"yaml": "pyyaml", "vl_convert": "vl-convert-python"}


def _imported() -> dict[str, str]:
    """List what the packages import that is not theirs or Python's: package -> a file."""
    imported: dict[str, str] = {}
    for path in (
        path for name in ("analysis", "samestory") for path in (ROOT / name).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in {each.partition(".")[0] for each in names}:
                if name not in sys.stdlib_module_names and name not in ("analysis", "samestory"):
                    package = CALLED.get(name, name).lower().replace("_", "-")
                    imported.setdefault(package, path.relative_to(ROOT).as_posix())
    return imported


def _names(requirements: list[str]) -> set[str]:
    return {re.match(r"[\w\-.]+", each)[0].lower().replace("_", "-") for each in requirements}


def test_what_is_imported_is_declared():
    extras = PROJECT["optional-dependencies"]
    declared = _names(
        [
            *PROJECT["dependencies"],
            *extras["spacy"],
            *extras["spacy-model-copy"],
            *extras["cluster"],
        ]
    )
    undeclared = {name: file for name, file in _imported().items() if name not in declared}
    assert not undeclared


def test_what_is_declared_is_imported():
    assert _names(PROJECT["dependencies"]) - NOT_IMPORTED == set(_imported()) - _names(
        [each for name in ("spacy", "cluster") for each in PROJECT["optional-dependencies"][name]]
    )


def test_the_makefile_takes_the_pythons_that_the_project_is_for():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    first, behind = re.match(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    minors = range(int(first), int(behind))
    tried = " ".join(f"python3.{minor}" for minor in reversed(minors))
    assert f"for p in {tried} python3;" in makefile
    assert f"(3, {first}) <= sys.version_info[:2] <= (3, {int(behind) - 1})" in makefile
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "requires-python" not in lock and "< '3.14'" not in lock
