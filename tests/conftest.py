"""What several tests need: real articles beside the project, a browser, golden files."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run; a slow machine is no failure.
settings.register_profile("samestory", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("samestory")

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know `--regenerate`: write the golden files anew instead of comparing with them."""
    parser.addoption(
        "--regenerate", action="store_true", help="write the files of tests/golden anew"
    )


# Files whose tests start JupyterLab, every documented command, a wheel or a cluster.
SLOW = {
    "test_cluster", "test_docs", "test_ending", "test_lab", "test_notebooks", "test_wheel",
    "test_workbench_checks_lab", "test_workbench_lab", "test_workbench_names_lab",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow files: `make test` leaves them out, `make slow` runs them."""
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name, line by line, or write it with
    `--regenerate`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate"):
            path.write_text(text, encoding="utf-8")
            return
        assert path.is_file(), f"{path.name} is not there: pytest --regenerate writes it"
        wanted, made = path.read_text(encoding="utf-8").splitlines(), text.splitlines()
        changes = [
            line
            for line in difflib.unified_diff(wanted, made, "golden", "made", lineterm="", n=0)
            if not line.startswith("@@")
        ]
        assert not changes, "\n".join([f"{name} differs:", *changes[:40]])

    return compare


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real articles and annotations, which are not part of the project."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpora").is_dir():
        pytest.skip("../shared with the real articles is not here")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """A Chromium to look at pages with."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "no Chromium: install Debian's chromium and fonts-liberation"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Two worker processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


@pytest.fixture(autouse=True)
def _no_store_of_a_test_is_left(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the stores that commands make out of the project."""
    monkeypatch.setattr("analysis.corpus.store.PREPARED", tmp_path_factory.getbasetemp() / "kept")
