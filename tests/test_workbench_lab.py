"""The panel under a real hand: Chromium on JupyterLab, cut off from every other machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from laboratory import opened, server

import samestory as ss
from analysis.workbench.selection import View
from analysis.workbench.sharing import State, state_file, write_state
from attacks import MARK, PAYLOADS
from pages import browser

pytestmark = pytest.mark.browser
HEADING = ".ss-heading >> nth=0"
ROWS = ".ss-table tbody tr[tabindex]"
BARS = ".mark-rect.role-mark path"
PATIENCE = 30_000
# A page is made by a kernel of its own.
REPORT = 150_000


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with browser(chromium) as started, server(folder) as address:
        yield started, address, folder / "root"


def _seen(
    page: Any,
    act: Callable[[], object],
    shown: Callable[[], bool],
    what: str,
    patience: int = PATIENCE,
) -> None:
    """Do something and wait until it is seen; says how long that took."""
    begun = time.monotonic()
    act()
    while not shown():
        assert time.monotonic() - begun < patience / 1000, (what, page.inner_text(".jp-Notebook"))
        page.wait_for_timeout(20)
    print(f"{what}: {time.monotonic() - begun:.2f} s")
    if folder := os.environ.get("SAMESTORY_SHOTS"):
        page.screenshot(path=f"{folder}/{what.replace(' ', '-')}.png")


def _heading(page: Any) -> str:
    return str(page.locator(".ss-heading").first.inner_text())


def test_the_panel_answers_to_the_hand(lab):
    started, address, root = lab
    view = View("port, pilots, harbour", "outlet")
    write_state(state_file("sample", root), State((view,), ()))
    with opened(started, address, "explore.ipynb", (1400, 900)) as there:
        there.page.wait_for_selector(ROWS, timeout=60_000)
        there.page.wait_for_selector(BARS, timeout=60_000)
        _use(there.page, root)
        assert there.refused == []
        assert there.console == []


def _use(page: Any, root: Path) -> None:
    tab = lambda name: page.get_by_role("tab", name=name).first.click()  # noqa: E731
    charts = page.locator(".vega-embed")
    field = lambda label: page.get_by_label(label, exact=True).first  # noqa: E731
    assert _heading(page) == "226 lines"
    bar = charts.nth(0).locator(BARS).first
    _seen(page, bar.click, lambda: _heading(page) == "12 lines · Corranto, port, own", "a bar")
    assert {r.locator("td").first.inner_text() for r in page.locator(ROWS).all()} == {"Corranto"}
    _seen(page, lambda: field("voice").select_option("own"),
          lambda: "own voice" in page.inner_text(".ss-note >> nth=0"), "a voice")  # fmt: skip
    undo = page.get_by_role("button", name="Undo").first
    _seen(page, undo.click, lambda: "12 lines" in _heading(page), "undo")
    _seen(page, undo.click, lambda: _heading(page) == "226 lines", "undo again")
    box = charts.nth(1).locator("svg .background").first.bounding_box()

    def brush() -> None:
        page.mouse.move(box["x"] + 1, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 24, box["y"] + 50, steps=5)
        page.mouse.up()

    _seen(page, brush, lambda: _heading(page) not in ("226 lines", ""), "a brush")
    assert field("from").input_value() == "2024-06-03"
    _seen(page, undo.click, lambda: field("from").input_value() == "", "undo the brush")
    search = page.locator("input[placeholder^='word, phrase']").first
    search.fill("ship*")
    count = len(ss.concordance(ss.load("data/sample"), "ship*"))
    pages = -(-count // 25)
    _seen(page, lambda: search.press("Enter"), lambda: _heading(page) == f"{count} lines", "a word")
    _seen(page, lambda: page.get_by_label("sort by outlet").first.click(),
          lambda: "▲" in page.locator(".ss-table th").first.inner_text(), "a sort")  # fmt: skip
    _seen(page, lambda: page.get_by_label("next page").first.click(),
          lambda: page.locator(".ss-pager").first.inner_text().find(f"2 of {pages}") >= 0,
          "a page")  # fmt: skip
    page.get_by_label("keep this line").first.click()
    _seen(page, page.locator(ROWS).first.click,
          lambda: page.locator(".ss-aim.ss-is-hit").count() == 1, "a line")  # fmt: skip
    aim, article = (page.locator(x).bounding_box() for x in (".ss-aim", ".ss-article"))
    assert article["y"] <= aim["y"] <= article["y"] + article["height"]
    for name in ("Near the word", "Set apart", "Who speaks", "Numbers"):
        shown = page.locator(".lm-TabPanel-stackedPanel .ss-table:visible, .ss-table:visible")
        _seen(page, lambda name=name: tab(name), lambda shown=shown: shown.count() > 0, name)
    tab("Share")
    cells = "jupyterapp.shell.currentWidget.content.model.cells.length"
    number = page.evaluate(cells)
    _seen(page, page.get_by_role("button", name="As cell").first.click,
          lambda: page.evaluate(cells) == number + 1, "a cell")  # fmt: skip
    assert "ss.rates(articles, ['ship*']" in page.evaluate(
        "jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.getSource()"
    )
    _seen(page, page.get_by_role("button", name="Make the page").first.click,
          lambda: bool(list(root.glob("explore-reports/sample/2-terms*.html"))),
          "a report", REPORT)  # fmt: skip
    assert list(root.glob("explore-sample.json"))
    # The notebook draws charts of its own below.
    before = charts.count()
    _seen(page, page.get_by_role("button", name="Two side by side").click,
          lambda: charts.count() == before + 2 and charts.nth(3).locator(BARS).count() > 0,
          "two side by side")  # fmt: skip


def test_a_describing_word_opens_its_lines_by_keyboard(lab):
    started, address, root = lab
    view = View("described: Hesk Morlan", "outlet")
    write_state(state_file("sample", root), State((view,), ()))
    text = (root / "explore.ipynb").read_text(encoding="utf-8")
    (root / "described.ipynb").write_text(text, encoding="utf-8")
    with opened(started, address, "described.ipynb", (1400, 900)) as there:
        page = there.page
        page.wait_for_selector(ROWS, timeout=60_000)
        page.get_by_role("tab", name="Described", exact=True).first.click()
        words = page.locator(".ss-table:visible tbody tr[tabindex]")
        _seen(page, lambda: None, lambda: "describes Hesk Morlan" in _shown(page), "described")
        words.first.focus()
        page.keyboard.press("ArrowDown")
        cells = "[...document.activeElement.cells].map((cell) => cell.textContent)"
        how, word, *_ = page.evaluate(cells)
        _seen(page, lambda: page.keyboard.press("Enter"),
              lambda: _shown(page).endswith(f"lines · {how}: {word}"), "its lines")  # fmt: skip
        assert there.refused == []
        assert there.console == []


def _shown(page: Any) -> str:
    """Give the heading of the tab that is open."""
    return str(page.locator(".ss-tabs .ss-heading:visible").first.inner_text())


def test_a_panel_of_hostile_text_does_nothing(lab, tmp_path):
    started, address, root = lab
    text = (root / "explore.ipynb").read_text(encoding="utf-8")
    text = text.replace("data/sample", _hostile(tmp_path).as_posix())
    (root / "hostile.ipynb").write_text(text, encoding="utf-8")
    with opened(started, address, "hostile.ipynb", (1400, 900)) as there:
        page = there.page
        page.wait_for_selector(ROWS, timeout=60_000)
        page.locator(ROWS).first.click()
        page.wait_for_selector(".ss-article", timeout=PATIENCE)
        for name in ("Near the word", "Set apart", "Who speaks", "Numbers", "Share", "Lines"):
            page.get_by_role("tab", name=name).first.click()
            page.wait_for_timeout(400)
        for bar in page.locator(BARS).all()[:3]:
            bar.hover(force=True)
            page.wait_for_timeout(200)
        assert page.evaluate(f"!('{MARK}' in window) && document.title !== '{MARK}'")
        assert there.refused == []


def _hostile(folder: Path) -> Path:
    """Write a table of hostile articles."""
    import csv

    file = folder / "hostile.csv"
    texts = [text for text in PAYLOADS.values() if "\ud800" not in text and "\x00" not in text]
    with file.open("w", encoding="utf-8", newline="") as opened_file:
        writer = csv.writer(opened_file)
        writer.writerow(["id", "outlet", "title", "date", "text", f"{texts[0]} column"])
        for number, text in enumerate(texts):
            body = f"The harbour is shut, {text} said. “The harbour is ours,” said {text}."
            row = [number, f"{text} {number % 3}", text, f"2024-06-{number % 9 + 1:02}", body]
            writer.writerow([*row, text])
    return file
