"""The fields for the parameters of a notebook, in the copies that the lab opens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.corpus.lexicons.parameters import parameters_in
from analysis.files import IN_LAB
from analysis.reports.execute import Limits, RunError, execute
from analysis.reports.parameters import PANEL, parameters, with_panel, without_panel
from analysis.workbench.parameters import Parameters, panel

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "2-terms.ipynb"
    content = json.loads((NOTEBOOKS / path.name).read_text(encoding="utf-8"))
    path.write_text(json.dumps(with_panel(content, path.name)), encoding="utf-8")
    return path


def _globals(path: Path, **changed: object) -> dict[str, object]:
    return {each.name: each.default for each in parameters(path)} | changed


def test_each_parameter_but_the_corpus_has_a_field_with_its_help(copy: Path) -> None:
    made = Parameters(copy)
    declared = [each for each in parameters(copy) if each.name != "corpus"]
    assert list(made.fields) == [each.name for each in declared]
    assert made.fields["minimum_documents"].value == 2
    helps = [row.children[1].value for row in made.widget.children[:-1]]
    assert helps == [each.help.replace('"', "&quot;").replace("'", "&#x27;") for each in declared]


def test_what_is_filled_in_is_used_and_kept(copy: Path) -> None:
    made = Parameters(copy)
    made.fields["by"].value = "outlet"
    made.fields["terms"].value = "strike\n blockade \n"
    changed = {"by": "outlet", "terms": ["strike", "blockade"]}
    assert made.over(_globals(copy)) == changed
    assert parameters_in(copy.with_suffix(".parameters.yml")) == changed
    assert Parameters(copy).over(_globals(copy)) == changed


def test_a_cell_that_says_otherwise_wins(copy: Path) -> None:
    made = Parameters(copy)
    made.fields["by"].value = "outlet"
    assert made.over(_globals(copy, by="agency")) == {}


def test_what_is_taken_back_is_not_kept(copy: Path) -> None:
    made = Parameters(copy)
    made.fields["by"].value = "outlet"
    made.widget.children[-1].children[0].click()
    assert made.over(_globals(copy)) == {}
    assert not copy.with_suffix(".parameters.yml").exists()


def test_a_kept_file_that_does_not_fit_is_said_and_left_out(copy: Path) -> None:
    copy.with_suffix(".parameters.yml").write_text("bye: outlet\n", encoding="utf-8")
    made = Parameters(copy)
    assert made.over(_globals(copy)) == {}
    assert "Did you mean 'by'?" in made.said.value


def test_a_cell_that_is_run_again_shows_the_same_fields(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy.parent)
    monkeypatch.setenv(IN_LAB, "1")
    assert panel(copy.name) is panel(copy.name)


def test_outside_the_lab_nothing_is_shown_and_nothing_changed(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(IN_LAB, raising=False)
    copy.with_suffix(".parameters.yml").write_text("by: outlet\n", encoding="utf-8")
    monkeypatch.chdir(copy.parent)
    assert panel(copy.name).over(_globals(copy)) == {}


def test_a_copy_is_a_notebook_and_its_cells_are_those_of_the_notebook(copy: Path) -> None:
    made = nbformat.read(copy, as_version=4)
    nbformat.validate(made)
    tags = [PANEL in cell.metadata.get("tags", []) for cell in made.cells]
    assert tags[0] and sum(tags) == 2
    whole = nbformat.read(NOTEBOOKS / copy.name, as_version=4)
    assert [cell.source for cell in without_panel(made.cells)] == [c.source for c in whole.cells]


def test_a_notebook_without_parameters_gets_no_fields() -> None:
    content = json.loads((NOTEBOOKS / "explore.ipynb").read_text(encoding="utf-8"))
    assert with_panel(content, "explore.ipynb") == content


def test_a_report_of_a_copy_runs_without_the_fields(tmp_path: Path) -> None:
    shutil.copytree(NOTEBOOKS, tmp_path / "notebooks")
    path = tmp_path / "notebooks" / "tiny.ipynb"
    cells = [
        nbformat.v4.new_code_cell("by: str = 'origin'", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("assert 'panel' not in globals()"),
    ]
    content = json.loads(nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
    path.write_text(json.dumps(with_panel(content, path.name)), encoding="utf-8")
    # It comes to its end, which has no provenance.
    with pytest.raises(RunError, match="the end was not reached"):
        execute(path, {}, Limits())


def test_a_notebook_that_is_run_uses_what_was_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [
        nbformat.v4.new_code_cell("by: str = 'origin'", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("by"),
    ]
    content = json.loads(nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(with_panel(content, path.name)), encoding="utf-8")
    Parameters(path).fields["by"].value = "outlet"
    monkeypatch.setenv(IN_LAB, "1")
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    made = nbformat.read(path, as_version=4)
    NotebookClient(made, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert made.cells[-1].outputs[0]["data"]["text/plain"] == "'outlet'"
    widget = "application/vnd.jupyter.widget-view+json"
    assert widget in made.cells[0].outputs[0]["data"]
