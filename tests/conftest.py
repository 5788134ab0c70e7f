"""What several tests need: real articles beside the project, a browser, frozen golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run; a slow machine is no failure.
settings.register_profile("samestory", deadline=None, derandomize=True)
settings.load_profile("samestory")

ROOT = Path(__file__).resolve().parents[1]


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
