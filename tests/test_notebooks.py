"""Notebooks are documents: their form, then each run as a report and under plain papermill."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis.corpus.lexicons.parameters import DEFAULTS, SETTLED, standing
from analysis.reports.execute import Limits, execute
from analysis.reports.parameters import parameters
from analysis.schema import ParameterError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem != "explore"]
ALLOWED = {
    "corpus": ("str", "data/wagner-2023"),
    "by": ("str", "origin"),
    "where": ("list[str]", []),
    "lexicon": ("str", ""),
    "target": ("str", ""),
    "reference": ("str", ""),
    "terms": ("list[str]", []),
    "event": ("str", ""),
    "scope": ("str", "event"),
    "since": ("str", ""),
    "until": ("str", ""),
    "match": ("str", "auto"),
    "unit": ("str", ""),
    "minimum_documents": ("int", 2),
    "voice": ("str", ""),
    "excerpt_words": ("int", 30),
    "excerpt_share": ("float", 0.0),
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


@names
def test_a_notebook_imports_samestory_alone_in_two_lines(path):
    sources = [_source(cell) for cell in _cells(path, "code")]
    lines = [line for source in sources for line in source.splitlines() if "import " in line]
    assert lines == ["import samestory as ss", "from samestory import figures, measures"]


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
    assert _source(_cells(path, "code")[-1]).startswith("figures.closing(")


def _papermill(path: Path, out: Path, **values: object) -> list[dict]:
    """Run a notebook as somebody without this program's command would; returns its code cells."""
    given = ["-y", yaml.safe_dump(values)]
    command = [sys.executable, "-m", "papermill", str(path), str(out), *given]
    bare = {name: value for name, value in os.environ.items() if name != SETTLED}
    done = subprocess.run(
        command, cwd=out.parent, capture_output=True, text=True, timeout=180, env=bare
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return _cells(out, "code")


@reports
def test_a_notebook_runs_under_plain_papermill(path, tmp_path):
    code = _papermill(path, tmp_path / "out.ipynb", by="outlet")
    assert all(cell["execution_count"] for cell in code)
    assert not [o for cell in code for o in cell["outputs"] if o["output_type"] == "error"]


def _shown(cells: list[dict]) -> int:
    """Count the articles of a run, as its end tells them."""
    told = [data for cell in cells for o in cell["outputs"] for data in o.get("data", {}).values()]
    (ending,) = [d for d in told if isinstance(d, dict) and d.get("kind") == "provenance"]
    return sum(ending["groups"].values())


FRAMING = ROOT / "notebooks" / "3-framing.ipynb"


def test_a_notebook_shows_what_the_command_renders(tmp_path):
    asked = yaml.safe_load((ROOT / "data/wagner-2023/parameters.yml").read_text(encoding="utf-8"))
    page = execute(FRAMING, asked, Limits())
    plain = _papermill(FRAMING, tmp_path / "out.ipynb", corpus="data/wagner-2023")
    assert _shown([cell for cell in page.cells if cell.cell_type == "code"]) == 4
    assert _shown(plain) == 4


def test_what_is_given_to_the_command_holds_also_where_it_is_the_default():
    page = execute(FRAMING, {"event": ""}, Limits())
    assert _shown([cell for cell in page.cells if cell.cell_type == "code"]) == 5


def _asking(folder: Path, text: str) -> Path:
    (folder / "parameters.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_corpus_changes_what_is_at_its_default_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.delenv(SETTLED, raising=False)
    corpus = _asking(tmp_path, "by: outlet\nwhere: desk=left\nsince: 2023-06-24\nterms: [a, b]\n")
    mine = {"by": "origin", "where": [], "since": "", "until": "", "corpus": str(tmp_path)}
    assert standing(corpus, mine) == {
        "by": "outlet",
        "where": ["desk=left"],
        "since": "2023-06-24",
    }
    assert "by" not in standing(corpus, mine | {"by": "agency"})
    assert standing(ROOT / "data" / "sample", mine) == {}
    monkeypatch.setenv(SETTLED, "1")
    assert standing(corpus, mine) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("evnt: x", "No notebook has the parameter 'evnt'.*Did you mean 'event'"),
        ("by: 3", "by: 3 is not one text"),
        ("minimum_documents: many", "'many' is not a whole number"),
        ("where: {a: b}", "is not texts"),
        ("- by", "must hold lines"),
    ],
)
def test_what_a_corpus_cannot_ask_for_is_told(tmp_path, monkeypatch, text, words):
    monkeypatch.delenv(SETTLED, raising=False)
    with pytest.raises(ParameterError, match=words):
        standing(_asking(tmp_path, text), {})


def test_all_parameters_of_the_notebooks_and_their_defaults_are_known():
    declared = {p.name: p.default for path in REPORTS for p in parameters(path)}
    assert declared == {"corpus": "data/wagner-2023", **DEFAULTS}


def test_papermills_help_is_the_manual_of_a_notebook():
    notebook = str(ROOT / "notebooks" / "2-terms.ipynb")
    command = [sys.executable, "-m", "papermill", "--help-notebook", notebook]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    for name in ("corpus: str", "by: str", "terms: list[str]", "minimum_documents: int"):
        assert name in told, told


STATEMENTS = "5-statements"
GROUPED = [(path.stem, "week") for path in REPORTS]
GROUPED += [(STATEMENTS, by) for by in ("outlet", "event")]


def _run(name: str, **values: object) -> dict[str, object]:
    """Run the cells of a notebook here; returns what they leave."""
    space: dict[str, object] = {}
    for cell in _cells(ROOT / "notebooks" / f"{name}.ipynb", "code"):
        exec(_source(cell), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space |= {"corpus": str(ROOT / "data" / "sample"), **values}
    return space


@pytest.mark.parametrize(("name", "by"), GROUPED)
def test_a_notebook_runs_with_any_grouping(name, by):
    space = _run(name, by=by)
    assert space["by"] == by
    assert len(space["articles"].documents) > 5


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    """Articles of the sample, with a column that only this corpus has."""
    folder = tmp_path_factory.mktemp("own")
    lines = ["file,outlet,desk"]
    for number, file in enumerate(sorted((ROOT / "data" / "sample").glob("*-0[1-3].txt"))):
        (folder / file.name).write_bytes(file.read_bytes())
        lines.append(f"{file.name},{file.name.split('-')[0]},{('left', 'right', '')[number % 3]}")
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", [path.stem for path in REPORTS])
def test_a_notebook_groups_and_selects_by_a_column_of_the_corpus(name, own):
    where = ["desk=left", "desk=right", "outlet=tolta", "outlet=corranto"]
    space = _run(name, corpus=str(own), by="desk", where=where)
    assert len(space["everything"].documents) == 12
    kept = space["articles"].documents
    assert sorted(kept["outlet"] + kept["desk"]) == [
        "corrantoleft", "corrantoright", "toltaleft", "toltaright",
    ]  # fmt: skip


def test_framing_takes_the_names_of_the_corpus_alone_or_of_a_file(tmp_path):
    shipped = _run("3-framing")["names"].concepts
    alone = _run("3-framing", lexicon="own")["names"].concepts
    assert set(alone) < set(shipped)
    file = tmp_path / "names.yml"
    file.write_text("PORT:\n  port: [port]\n", encoding="utf-8")
    space = _run("3-framing", lexicon=str(file))
    assert space["names"].concepts == ["PORT"]
    assert set(space["named"]["concept"]) == {"PORT"}
    assert len(space["cues"]) > 0
