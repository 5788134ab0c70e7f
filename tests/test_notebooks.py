"""Notebooks are documents: their form, then each run as a report and under plain papermill."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem != "explore"]
ALLOWED = {
    "corpus": ("str", "data/wagner-2023"),
    "by": ("str", "origin"),
    "target": ("str", ""),
    "reference": ("str", ""),
    "terms": ("list[str]", []),
    "event": ("str", ""),
    "since": ("str", ""),
    "until": ("str", ""),
    "minimum_documents": ("int", 2),
    "voice": ("str", ""),
    "excerpt_words": ("int", 30),
}
names = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
reports = pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)


def _cells(path: Path, kind: str) -> list[dict]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == kind]


def _source(cell: dict) -> str:
    return "".join(cell["source"])


@names
def test_a_notebook_is_committed_without_outputs(path):
    for cell in _cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@names
def test_a_notebook_opens_with_its_question_and_its_limits(path):
    first = _source(_cells(path, "markdown")[0])
    assert first.startswith("# ")
    if path in REPORTS:
        assert first.split("\n")[0].endswith("?")
        assert "cannot show" in first


@names
def test_a_cell_has_no_logic_and_at_most_ten_lines(path):
    for cell in _cells(path, "code"):
        source = _source(cell)
        assert "%" not in re.sub(r'"[^"]*"', "", source), "magic"
        tagged = "parameters" in cell["metadata"].get("tags", [])
        assert len(source.splitlines()) <= 10 or tagged
        for node in ast.walk(ast.parse(source)):
            forbidden = (
                ast.FunctionDef,
                ast.ClassDef,
                ast.For,
                ast.While,
                ast.Try,
                ast.If,
                ast.Lambda,
            )
            assert not isinstance(node, forbidden)


@reports
def test_parameters_have_one_line_each_with_type_default_and_help(path):
    (cell,) = [c for c in _cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]
    for line in _source(cell).splitlines():
        name, kind, default, told = re.fullmatch(r"(\w+): (\S+) = ([^#]+?)  # (.+)", line).groups()
        assert (kind, ast.literal_eval(default)) == ALLOWED[name]
        assert "=" not in told


@reports
def test_a_notebook_ends_with_how_it_was_made(path):
    assert _source(_cells(path, "markdown")[-1]) == "## How this was made"
    assert _source(_cells(path, "code")[-1]).startswith("closing(")


@reports
def test_a_notebook_runs_under_plain_papermill(path, tmp_path):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(path), str(out), "-p", "by", "outlet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads(out.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in code)
    assert not [o for cell in code for o in cell["outputs"] if o["output_type"] == "error"]


def test_papermills_help_is_the_manual_of_a_notebook():
    notebook = str(ROOT / "notebooks" / "2-terms.ipynb")
    command = [sys.executable, "-m", "papermill", "--help-notebook", notebook]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    for name in ("corpus: str", "by: str", "terms: list[str]", "minimum_documents: int"):
        assert name in told, told


STATEMENTS = "5-statements"
GROUPED = [(path.stem, "week") for path in REPORTS]
GROUPED += [(STATEMENTS, by) for by in ("outlet", "event")]


@pytest.mark.parametrize(("name", "by"), GROUPED)
def test_a_notebook_runs_with_any_grouping(name, by):
    path = ROOT / "notebooks" / f"{name}.ipynb"
    space: dict[str, object] = {}
    for cell in _cells(path, "code"):
        exec(_source(cell), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space |= {"corpus": str(ROOT / "data" / "sample"), "by": by}
    assert space["by"] == by
    assert len(space["articles"].documents) > 5
