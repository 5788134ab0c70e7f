"""Each notebook in a real JupyterLab: all cells run, all charts are drawn, nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from laboratory import run_all, server

from pages import browser

VEGALITE = "application/vnd.vegalite.v5+json"
NOTEBOOKS = sorted(p.stem for p in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# The overview has matrices and bars, which are no charts; of five articles nothing is tested.
WITHOUT_CHARTS = {"0-overview", "7-robustness"}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    with browser(chromium) as started, server(tmp_path_factory.mktemp("lab")) as address:
        yield started, address


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_runs_in_jupyterlab(lab, notebook):
    ran = run_all(*lab, f"{notebook}.ipynb")
    assert all(cell["execution_count"] for cell in ran.code)
    assert [output for output in ran.outputs if output["output_type"] == "error"] == []
    charts = [output for output in ran.outputs if VEGALITE in output.get("data", {})]
    assert len(charts) >= 1 or notebook in WITHOUT_CHARTS
    # The panel to explore with has two charts of its own kind.
    assert ran.drawn == len(charts) + 2 * (notebook == "explore")
    assert ran.refused == []
    for trouble in ("Error loading script", "VegaLite Object", "Javascript Error"):
        assert trouble not in ran.text
