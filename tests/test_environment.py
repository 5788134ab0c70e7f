"""The environment files agree with each other and carry nothing of one machine."""

from __future__ import annotations

import re
from pathlib import Path

from environment import environment, pins

ROOT = Path(__file__).resolve().parents[1]


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
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [")[1].split("]")[0]
    names = {name.lower().replace("_", "-") for name in re.findall(r'"([\w\-]+)', block)}
    assert len(names) >= 25
    assert names <= set(pins())
