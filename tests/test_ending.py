"""Ending: whatever ends a command, no process, kernel or file of its work stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120


def started(folder: Path, *command: str) -> subprocess.Popen[str]:
    """Start Python in a group of its own, with a place for temporary files of its own."""
    for name in ("temporary", "runtime", "config"):
        (folder / name).mkdir()
    quiet = {"ServerApp": {"open_browser": False, "allow_root": True, "port": 0}}
    (folder / "config" / "jupyter_server_config.json").write_text(json.dumps(quiet))
    places = {
        "TMPDIR": str(folder / "temporary"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
    }
    with (folder / "said").open("w") as said:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, **places},
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
            text=True,
        )


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def below(process: subprocess.Popen[str], word: str = "") -> list[psutil.Process]:
    """Find the processes that a process started, and those they started."""
    found = []
    for each in psutil.Process(process.pid).children(recursive=True):
        try:
            if word in " ".join(each.cmdline()):
                found.append(each)
        except psutil.Error:
            continue
    return found


def nothing_is_left(processes: list[psutil.Process], folder: Path) -> None:
    gone, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    assert not alive, gone
    until(lambda: not list((folder / "temporary").iterdir()))
    assert not list((folder / "runtime").iterdir())


@pytest.fixture
def making(tmp_path: Path) -> subprocess.Popen[str]:
    """A command that makes pages, at a moment when kernels run."""
    out = str(tmp_path / "out")
    process = started(tmp_path, "-m", "analysis", "reports", "data/sample", "--out", out)
    until(lambda: len(below(process, "ipykernel")) == 2)
    return process


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_a_signal_ends_workers_and_kernels_and_is_one_line(
    tmp_path: Path, making: subprocess.Popen[str], name: str, code: int
) -> None:
    processes = below(making)
    # As a terminal does: everything that is in the group hears it.
    os.killpg(making.pid, getattr(signal, name))
    assert making.wait(PATIENCE) == code
    nothing_is_left(processes, tmp_path)
    word = {143: "terminated", 130: "interrupted"}[code]
    said = [line for line in (tmp_path / "said").read_text().splitlines() if "page/s" not in line]
    assert said[-1] == f"samestory: {word}; what was there before is as it was."
    assert not [line for line in said[:-1] if line.strip()]


def test_a_killed_command_leaves_no_worker_no_kernel_and_no_page(
    tmp_path: Path, making: subprocess.Popen[str]
) -> None:
    processes = below(making)
    making.kill()
    making.wait()
    nothing_is_left(processes, tmp_path)
    assert not list(tmp_path.glob("out/**/*.*"))


def test_a_killed_worker_leaves_no_kernel_and_its_page_is_made_by_another(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    arguments = ("reports", "data/sample", "--notebook", "1-corpus", "--out", out)
    process = started(tmp_path, "-m", "analysis", *arguments)
    until(lambda: below(process, "ipykernel"))
    processes = below(process)
    below(process, "spawn_main")[0].kill()
    assert process.wait(PATIENCE) == 0
    nothing_is_left(processes, tmp_path)
    assert (tmp_path / "out" / "sample" / "1-corpus.html").is_file()


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGKILL", -9)])
def test_jupyterlab_ends_with_its_command(tmp_path: Path, name: str, code: int) -> None:
    process = started(tmp_path, "-m", "analysis", "lab")
    until(lambda: list((tmp_path / "runtime").glob("jpserver-*.json")))
    processes = below(process)
    process.send_signal(getattr(signal, name))
    assert process.wait(PATIENCE) == code
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    assert not alive
    assert not list((tmp_path / "runtime").glob("jpserver-*"))


COUNT = (
    "import time; from analysis.corpus.execution.processes import each; "
    "list(each(time.sleep, [(60,)] * 4, 2))"
)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_processes_that_read_articles_end_with_their_command(tmp_path: Path, name: str) -> None:
    process = started(tmp_path, "-c", COUNT)
    until(lambda: len(below(process, "LokyProcess")) == 2)
    processes = below(process)
    process.send_signal(getattr(signal, name))
    process.wait(PATIENCE)
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    assert not alive
