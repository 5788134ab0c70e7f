"""What the documents say is so: commands exist, options are named, the codebook is fresh."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import codebook
import pytest
import typer.main

from analysis.__main__ import app
from analysis.corpus import load

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_codebook_follows_the_schema():
    assert codebook.FILE.read_text(encoding="utf-8") == codebook.text()


def test_every_command_and_option_is_in_the_readme():
    command = typer.main.get_command(app)
    there = {"reports", "tables", "check", "release", "lab", "suggest", "prepare"}
    assert set(command.commands) == there
    for name, one in command.commands.items():
        assert f"samestory {name}" in README
        for parameter in one.params:
            long = [option for option in parameter.opts if option.startswith("--")]
            for option in long:
                assert option in README or option == "--help", f"{name} {option}"


def test_every_make_target_of_the_documents_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    said = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"`make ([a-z]+)", said)) | set(
        re.findall(r"^make ([a-z]+)", said, re.M)
    )
    assert {"reports", "test", "lab", "check"} <= asked <= targets


def test_the_python_lines_of_the_readme_run():
    lines = re.search(r"```python\n(.*?)```", README, re.S).group(1)
    assert len(lines.strip().splitlines()) == 4
    scope: dict[str, object] = {"load": load}
    exec(lines, scope)
    assert len(scope["corpus"].documents) > 30


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_of_the_readme_leads_somewhere(link):
    assert (ROOT / link).exists()


def test_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {project['version']}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
