"""The wheel: what is in it, and that it works where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = """text,outlet,date,title
"The convoy turned back on Saturday, the ministry said. Officials called it a mutiny.",Alpha,2023-06-24,Convoy
"The march ended on Saturday. ""We stopped,"" the commander said of the rebellion.",Beta,2023-06-25,March
"Nothing more is known of the mutiny, officials said on Sunday.",Alpha,2023-06-26,After
"""  # noqa: E501


def _run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed; nothing in the environment leads to the checkout."""
    ours = ("PYTEST", "PYTHONPATH", "SAMESTORY")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    made = subprocess.run(
        list(map(str, command)), cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build as build; print(build.build_wheel(sys.argv[1]))"
    _run(sys.executable, "-c", build, folder, cwd=ROOT)
    (made,) = folder.glob("samestory-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment that sees the libraries of this one, not the checkout."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    own = Path(
        _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
        .strip()
    )  # fmt: skip
    # A folder named in a .pth is looked into last, and its own .pth files are not read.
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index",
         "--no-deps", "--ignore-installed", wheel, cwd=folder)  # fmt: skip
    return folder / "bin"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with one table of three articles."""
    (tmp_path / "articles.csv").write_text(ARTICLES, encoding="utf-8")
    return tmp_path


def test_the_wheel_holds_packages_rules_lexicons_and_notebooks(wheel: Path) -> None:
    there = set(zipfile.ZipFile(wheel).namelist())
    for package in ("analysis", "samestory"):
        assert f"{package}/py.typed" in there
        code = (ROOT / package).rglob("*.py")
        assert {path.relative_to(ROOT).as_posix() for path in code} <= there
    for folder in ("data/lexicons", "data/outlets", "notebooks"):
        files = [p for p in (ROOT / folder).iterdir() if p.suffix in (".yml", ".ipynb")]
        assert files
        assert {f"analysis/shipped/{folder}/{path.name}" for path in files} <= there
    assert not {name for name in there if name.startswith(("data/", "tests/", "bench/"))}


def test_tables_from_the_wheel_in_an_empty_folder(installed: Path, empty: Path) -> None:
    said = _run(installed / "samestory", "tables", "articles.csv", "--out", "tables",
                "--format", "csv", "--only", "mentions", cwd=empty)  # fmt: skip
    assert said == "tables/mentions.csv\n"
    assert "mutiny" in (empty / "tables" / "mentions.csv").read_text(encoding="utf-8")


def test_reports_from_the_wheel_stay_in_the_folder(installed: Path, empty: Path) -> None:
    before = set(installed.parent.rglob("*"))
    said = _run(installed / "samestory", "reports", "articles.csv", "--notebook", "1-corpus",
                cwd=empty)  # fmt: skip
    assert "made   reports/articles/1-corpus.html" in said
    assert {path.name for path in empty.iterdir()} == {"articles.csv", "prepared", "reports"}
    new = set(installed.parent.rglob("*")) - before
    assert not {path for path in new if "__pycache__" not in path.parts}
    page = (empty / "reports" / "articles" / "1-corpus.html").read_text(encoding="utf-8")
    assert str(empty) not in page and str(installed.parent) not in page


def test_a_kernel_imports_the_wheel_and_finds_the_folder_worked_in(
    installed: Path, empty: Path
) -> None:
    code = (
        "import nbformat, papermill.execute\n"
        "from pathlib import Path\n"
        "from analysis.reports.execute import Limits, execute\n"
        "cells = [nbformat.v4.new_code_cell("
        "'from analysis import files; print(files.__file__, files.ROOT)'), "
        "nbformat.v4.new_code_cell('1')]\n"
        "nbformat.write(nbformat.v4.new_notebook(cells=cells), 'deep/one.ipynb')\n"
        "try:\n"
        "    execute(Path('deep/one.ipynb'), {}, Limits())\n"
        "except Exception as error:\n"
        "    print(error.notebook.cells[0].outputs[0].text)\n"
    )
    (empty / "deep").mkdir()
    file, root = _run(installed / "python", "-c", code, cwd=empty).split()
    assert Path(file).is_relative_to(installed.parent.resolve())
    assert Path(root) == empty.resolve()


def test_ones_own_lexicon_is_read_before_the_shipped_one(installed: Path, empty: Path) -> None:
    own = empty / "data" / "lexicons"
    own.mkdir(parents=True)
    (own / "naming.yml").write_text("convoys:\n  convoy: [convoy]\n", encoding="utf-8")
    (own / "naming-articles.yml").write_text("marches:\n  march: [march]\n", encoding="utf-8")
    _run(installed / "samestory", "tables", "articles.csv", "--out", "tables",
         "--format", "csv", "--only", "mentions", cwd=empty)  # fmt: skip
    said = (empty / "tables" / "mentions.csv").read_text(encoding="utf-8")
    assert "convoy" in said and "march" in said and "mutiny" not in said


def test_without_a_corpus_the_wheel_asks_for_one(installed: Path, empty: Path) -> None:
    made = subprocess.run(
        [installed / "samestory", "reports"], cwd=empty, capture_output=True, text=True, check=False
    )
    assert made.returncode == 2
    assert made.stderr == "samestory: Name a corpus: a folder, a table file or a release.\n"


def test_the_lab_opens_copies_of_the_notebooks_in_the_folder(installed: Path, empty: Path) -> None:
    code = "from analysis.__main__ import _copies; print(_copies(None))"
    copies = Path(_run(installed / "python", "-c", code, cwd=empty).strip())
    assert copies == empty.resolve() / "lab" / "notebooks"
    names = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in copies.glob("*.ipynb")} == names
