"""Who may import whom: data moves up through the floors, each library has one home."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "analysis"
# From the ground up; a module imports only from floors below its own, or its own where allowed.
FLOORS = [
    "schema",
    "files",
    "statistics",
    "corpus",
    "measures",
    "suggest",
    "findings",
    "tables",
    "review",
    "figures",
    "reports",
    "workbench",
    "collect",
    "__main__",
]
# The rooms of `corpus`, from the ground up: each imports only from those before it.
ROOMS = [
    "arrays",
    "groups",
    "language",
    "execution",
    "read",
    "places",
    "tokens",
    "corpus",
    "lexicons",
    "syntax",
    "clean",
    "credit",
    "quote",
    "spacy",
    "release",
    "shard",
    "isolate",
    "pipeline",
    "corrections",
    "store",
    "load",
]
MAY_LOOK_SIDEWAYS = {
    *("statistics", "corpus", "suggest", "findings", "review", "figures", "reports", "workbench"),
    "collect",
}
# The reports floor runs notebooks; it must not know what they measure.
NOT_FOR_REPORTS = {"measures", "corpus"}
HOMES = {
    "altair": "figures",
    # Sentences and stems; and, of two analysts, how far they agree.
    "nltk": ("corpus/language", "review/agree"),
    "papermill": "reports",
    "nbconvert": "reports",
    "vl_convert": "reports",
    "nh3": "reports",
    "trafilatura": "corpus/read/html",
    "typer": "__main__",
    "ipywidgets": "workbench",
    "anywidget": "workbench",
    "dask": "corpus",
    "polars": "corpus",
    "openpyxl": ("tables", "corpus/read"),
    "urllib3": "collect/network",
    "courlan": "collect/addresses",
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _floor(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _ours(path: Path) -> set[tuple[str, ...]]:
    names = {tuple(name.split(".")[1:]) for name in _imports(path) if name.startswith("analysis.")}
    return {name for name in names if name and not name[0].startswith("__version")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(path):
    floor = _floor(path)
    if floor == "__init__":
        assert not _ours(path)
        return
    for name in _ours(path):
        if name[0] == floor:
            same_folder = len(path.relative_to(PACKAGE).parts) > 2
            own = path.relative_to(PACKAGE).parts[1] if same_folder else ""
            assert floor in MAY_LOOK_SIDEWAYS or own == name[1], f"{path.name} looks sideways"
        else:
            assert FLOORS.index(name[0]) < FLOORS.index(floor), f"{path.name} imports {name}"
        if floor == "reports":
            assert name[0] not in NOT_FOR_REPORTS


@pytest.mark.parametrize("library", sorted(HOMES))
def test_each_library_has_one_home(library):
    for path in MODULES:
        used = {name.split(".")[0] for name in _imports(path)}
        if library in used:
            where = path.relative_to(PACKAGE).with_suffix("").as_posix()
            assert where.startswith(HOMES[library]), f"{where} uses {library}"


def test_one_module_asks_the_network():
    """And nothing but the commands can get at it."""
    doors = {"aiohttp", "ftplib", "http.client", "httpx", "pycurl", "requests", "socket"}
    doors |= {"socketserver", "ssl", "trafilatura.downloads", "urllib.request", "urllib3"}
    for path in MODULES:
        found = {
            door for door in doors for name in _imports(path) if f"{name}.".startswith(f"{door}.")
        }
        where = path.relative_to(PACKAGE).as_posix()
        assert not found or where == "collect/network.py", f"{where} imports {found}"
        if any(name.startswith("analysis.collect") for name in _imports(path)):
            assert where.startswith(("collect/", "__main__")), where


def test_measures_are_pure():
    files = {"open", "os", "pathlib", "time", "datetime", "random", "altair", "requests", "urllib"}
    for path in (PACKAGE / "measures").rglob("*.py"):
        assert not {name.split(".")[0] for name in _imports(path)} & files, path.name
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "open" not in calls


@pytest.mark.parametrize("path", sorted((PACKAGE / "corpus").rglob("*.py")), ids=str)
def test_a_room_of_the_corpus_imports_only_from_rooms_before_it(path):
    room = path.relative_to(PACKAGE / "corpus").parts[0].removesuffix(".py")
    if room == "__init__":
        return
    assert room in ROOMS, f"{room} has no place in ROOMS"
    for name in _ours(path):
        if name[0] == "corpus" and len(name) > 1 and name[1] != room:
            assert name[1] in ROOMS[: ROOMS.index(room)], f"{room} imports {'.'.join(name)}"


def test_the_page_on_the_architecture_names_the_floors_and_rooms_in_their_order():
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    for names, part in zip((FLOORS, ROOMS), page.split("\n## ")[:2], strict=True):
        rows = [part.find(f"| `{name}` |") for name in names]
        assert -1 not in rows, f"not on the page: {names[rows.index(-1)]}"
        assert rows == sorted(rows), names


def test_samestory_stands_on_top_of_the_floors_and_nothing_on_it():
    for path in MODULES:
        assert not {name for name in _imports(path) if name.split(".")[0] == "samestory"}, path.name
    for path in (PACKAGE.parent / "samestory").rglob("*.py"):
        used = {name.split(".")[0] for name in _imports(path)}
        assert used <= {*sys.stdlib_module_names, "analysis", "pandas", "samestory"}, path.name
