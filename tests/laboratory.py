"""Drive a real JupyterLab with a real Chromium, cut off from every other machine."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]

# Off-screen cells must be in the page too, and no pop-up may lie over it.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}
READ = """() => {
  const cells = jupyterapp.shell.currentWidget.content.model.cells;
  return Array.from({length: cells.length}, (_, i) => cells.get(i).toJSON());
}"""
DRAWN = """() => Array.from(document.querySelectorAll(
    '.jp-OutputArea-output canvas, .jp-OutputArea-output svg.marks'
  )).filter(e => e.getBoundingClientRect().width > 20).length"""
# The status says idle before there is a kernel; a run started then asks which to take.
CONNECTED = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
  return session?.kernel?.connectionStatus === 'connected' && session.kernel.status === 'idle';
}"""
# Run without waiting for the answer: a call that never comes back must not hang the test.
RUN = """() => {
  window.ranAll = false;
  jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ranAll = true; });
}"""
PATIENCE = 120_000


@dataclass
class Ran:
    """What running all cells of a notebook in JupyterLab gave."""

    cells: list[dict[str, Any]]
    drawn: int
    refused: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def code(self) -> list[dict[str, Any]]:
        """The code cells."""
        return [cell for cell in self.cells if cell["cell_type"] == "code" and cell["source"]]

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """All outputs."""
        return [output for cell in self.code for output in cell["outputs"]]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start JupyterLab on copies of the notebooks; yields its address with the token."""
    root = folder / "root"
    shutil.copytree(ROOT / "notebooks", root)
    for name, content in SETTINGS.items():
        file = folder / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {
        **os.environ,
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={root}",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=environment, stdout=log, stderr=log
        )
    try:
        _wait(f"http://127.0.0.1:{port}/api?token={token}", process, folder / "server.log")
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}?reset&token={token}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            assert process.poll() is None, log.read_text()[-2000:]
            time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()[-2000:]}")


@dataclass
class Opened:
    """A notebook that is open in JupyterLab: its page, and what that did."""

    page: Page
    refused: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


def run_all(browser: Browser, address: str, notebook: str) -> Ran:
    """Open a notebook, run all its cells, wait until its charts stand, and read it."""
    with opened(browser, address, notebook) as lab:
        cells = lab.page.evaluate(READ)
        drawn = _settled(lab.page)
        return Ran(cells, drawn, lab.refused, lab.page.inner_text(".jp-Notebook"))


@contextmanager
def opened(
    browser: Browser, address: str, notebook: str, size: tuple[int, int] = (1400, 1000)
) -> Iterator[Opened]:
    """Open a notebook and run all its cells; no other machine answers."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    refused: list[str] = []

    def decide(route: Any) -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    page = context.new_page()
    lab = Opened(page, refused)
    page.on("console", lambda said: said.type == "error" and lab.console.append(said.text))
    page.on("pageerror", lambda error: lab.console.append(str(error)))
    try:
        page.goto(address.format(notebook))
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        page.wait_for_function(CONNECTED, timeout=PATIENCE)
        page.evaluate(RUN)
        page.wait_for_function("() => window.ranAll", timeout=PATIENCE)
        yield lab
    finally:
        context.close()


def _settled(page: Page) -> int:
    """Count drawn charts once the number has stopped growing."""
    last = -1
    for _ in range(40):
        now = int(page.evaluate(DRAWN))
        if now == last and now > 0:
            return now
        last = now
        page.wait_for_timeout(250)
    return last


class Hand:
    """Types in a panel, and waits until what it does is seen; tells how long that took.

    Parameters
    ----------
    shown
        What the panel's text is read from (CSS).
    """

    def __init__(self, page: Page, name: str, shown: str) -> None:
        self.page, self.name, self.shown = page, name, shown

    def sees(self, act: Callable[[], object], seen: Callable[[], bool], what: str) -> float:
        """Do something and wait until it is seen; returns the seconds that took."""
        begun = time.monotonic()
        act()
        while not seen():
            assert time.monotonic() - begun < PATIENCE / 2000, (what, self.text())
            self.page.wait_for_timeout(10)
        took = time.monotonic() - begun
        print(f"{what}: {took:.2f} s")
        return took

    def shot(self, what: str) -> None:
        """Take a picture, where a folder for pictures is named."""
        if folder := os.environ.get("SAMESTORY_SHOTS"):
            self.page.screenshot(path=f"{folder}/{self.name}-{what.replace(' ', '-')}.png")

    def text(self) -> str:
        """Say what the panel shows."""
        return str(self.page.locator(self.shown).first.inner_text())

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
