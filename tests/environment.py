"""Write environment.yml from requirements.lock: `python tests/environment.py`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = ("jupyterlab", "pandas", "altair", "nltk", "papermill")


def environment() -> str:
    """Compose environment.yml: Python and pip from conda, the rest as the lock has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [_canonical(name) for name in project["dependencies"]]
    locked = pins()
    ordered = [*FIRST, *sorted(set(names) - set(FIRST))]
    lines = [
        "# Follows requirements.lock; written by tests/environment.py.",
        "name: samestory",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        "  - python=3.12",
        "  - pip",
        "  - pip:",
        *(f"      - {pin}" for name in ordered for pin in locked[name]),
        "      - -e .",
    ]
    return "\n".join(lines) + "\n"


def _canonical(requirement: str) -> str:
    return re.split(r"[<>=!~ \[]", requirement)[0].lower().replace("_", "-")


def pins() -> dict[str, list[str]]:
    """Read the versions of the lock for Python 3.12: name -> ['name==version']."""
    found: dict[str, list[str]] = {}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, version, marker in re.findall(
        r"^([\w.\-]+)==([^\s;\\]+)(?: ; ([^\\\n]*))?", text, re.M
    ):
        if "< '3.12'" not in (marker or ""):
            found.setdefault(_canonical(name), []).append(f"{name}=={version}")
    return found


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
