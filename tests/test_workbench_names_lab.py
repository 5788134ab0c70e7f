"""Names by hand in a real JupyterLab: all by keyboard, the charts follow, nothing is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from laboratory import Hand, _settled, opened, server
from test_workbench_lab import BARS, ROWS, _hostile

from analysis.corpus.lexicons.naming import own_lexicon
from attacks import MARK
from pages import browser

pytestmark = pytest.mark.browser
CELLS = "() => jupyterapp.shell.currentWidget.content.model.cells.length"
HERE = ".ss-item.ss-here"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with browser(chromium) as started, server(folder) as address:
        yield started, address, folder / "root"


def _notebook(root: Path, name: str, place: str) -> Path:
    """Make a notebook whose panel keeps its names beside it; returns where."""
    text = (root / "explore.ipynb").read_text(encoding="utf-8")
    file = root / f"naming-{Path(place).stem}.yml"
    text = text.replace("data/sample", place)
    text = text.replace("ss.explore(corpus, place)", f"ss.explore(corpus, names='{file}')")
    (root / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return file


class _Hand(Hand):
    """Prunes names."""

    def __init__(self, page: Any, name: str) -> None:
        super().__init__(page, name, ".ss-names")

    def sees(self, act: Callable[[], object], seen: Callable[[], bool], what: str) -> float:
        took = super().sees(act, seen, what)
        self.shot(what)
        return took

    def charted(self) -> str:
        """Say what stands in the bars' chart."""
        return str(self.page.locator(".vega-embed svg").first.text_content())

    def at(self) -> str:
        return str(self.page.locator(f"{HERE} .ss-name").first.inner_text())

    def go(self, name: str) -> None:
        """Go to a row by the arrows alone."""
        self.press("Home")
        for _ in range(200):
            if self.at() == name:
                return
            self.press("ArrowDown")
        raise AssertionError((name, self.text()))


@pytest.mark.parametrize("size", [(1400, 900), (1100, 700)])
def test_names_are_pruned_by_keyboard_and_the_charts_follow(lab, size):
    started, address, root = lab
    file = _notebook(root, f"names-{size[0]}", "data/sample")
    file.unlink(missing_ok=True)
    (root / "explore-sample.json").unlink(missing_ok=True)
    with opened(started, address, f"names-{size[0]}.ipynb", size) as there:
        page = there.page
        page.wait_for_selector(ROWS, timeout=PATIENCE)
        page.wait_for_selector(BARS, timeout=PATIENCE)
        _settled(page)
        search = page.locator("input[placeholder^='word, phrase']").first
        assert search.input_value() == "concept: ACT"
        cells = page.evaluate(CELLS)
        _prune(_Hand(page, str(size[0])), file)
        assert page.evaluate(CELLS) == cells
        assert there.refused == []
        assert there.console == []


def _prune(hand: _Hand, file: Path) -> None:
    page, press = hand.page, hand.press
    hand.sees(page.get_by_role("tab", name="Names", exact=True).first.click,
              lambda: page.locator(".ss-item").count() == 5, "the list")  # fmt: skip
    page.get_by_role("button", name="Propose names").first.focus()
    hand.sees(lambda: press("Enter"), lambda: "proposed: look" in hand.text(), "proposed")
    # The hand is at the first that is new, without another key.
    assert page.locator(f"{HERE} .ss-state-proposed").count() == 1
    assert page.evaluate("() => document.activeElement.classList.contains('ss-here')")
    first = hand.at()
    is_kept = page.locator(f"{HERE} .ss-state-kept")
    hand.sees(lambda: press("k"), lambda: is_kept.count() == 1, "kept")
    assert first in own_lexicon(file)[0].concepts
    hand.go("ACT")
    press("ArrowRight", "ArrowDown")
    assert hand.at() == "strike"
    hand.sees(lambda: press("d"), lambda: "strike" not in hand.charted(), "a label dropped")
    hand.go("blockade")
    press("r")
    # What is typed in a field is no key.
    page.keyboard.type("dkmu siege?", delay=5)
    hand.shot("a field")
    hand.sees(lambda: press("Enter"), lambda: "dkmu siege?" in hand.charted(), "a label renamed")
    assert hand.at() == "dkmu siege?"
    hand.go("RAID")
    press("m")
    page.keyboard.type("ACT")
    hand.sees(lambda: press("Enter"), lambda: "storming" in hand.charted(), "merged")
    hand.go("CREWS")
    press("ArrowRight", "ArrowDown", "f")
    page.keyboard.type("ACT")
    press("Tab")
    page.keyboard.type("those men")
    hand.sees(lambda: press("Enter"), lambda: "those men" in hand.charted(), "moved")
    hand.go("ACT")
    press("r")
    page.keyboard.type("WHAT THEY DID")
    search = page.locator("input[placeholder^='word, phrase']").first
    hand.sees(lambda: press("Enter"), lambda: search.input_value() == "concept: WHAT THEY DID",
              "a concept renamed")  # fmt: skip
    own, dropped = own_lexicon(file)
    assert {"dkmu siege?", "storming", "those men"} <= {*own.labels("WHAT THEY DID")}
    assert dropped == ("strike",)
    press("?")
    assert page.locator(".ss-names-keys").first.is_visible()
    hand.shot("the keys")
    press("?", "r", "Escape")
    assert page.locator(".ss-edit").count() == 0
    variants = page.locator(".ss-folded li").first
    page.locator(".ss-folded summary").first.focus()
    hand.sees(lambda: press("Enter"), variants.is_visible, "names of one person")
    hand.sees(lambda: press("Enter"), variants.is_hidden, "folded again")
    page.locator(HERE).first.focus()
    for step in range(5):
        hand.sees(lambda: press("u"), lambda: "taken back" in hand.text(), f"undo {step}")
        page.wait_for_timeout(700)
    hand.sees(lambda: None, lambda: "strike" in hand.charted(), "all undone")
    hand.sees(lambda: press("u"), lambda: not file.exists(), "nothing kept")


def test_names_of_a_hostile_corpus_do_nothing(lab, tmp_path):
    started, address, root = lab
    file = _notebook(root, "hostile-names", _hostile(tmp_path).as_posix())
    file.write_text("THE STRIKE:\n  strike: [strike]\n  walkout: [walkout]\n", encoding="utf-8")
    with opened(started, address, "hostile-names.ipynb", (1400, 900)) as there:
        page = there.page
        page.wait_for_selector(".ss-table", timeout=PATIENCE)
        hand = _Hand(page, "hostile")
        page.get_by_role("tab", name="Names", exact=True).first.click()
        page.get_by_role("button", name="Propose names").first.click()
        hand.sees(lambda: None, lambda: page.locator(".ss-item").count() > 0, "hostile names")
        page.locator(".ss-item").first.click()
        for payload in ("<img src=x onerror=window.MARK=1>".replace("MARK", MARK), '"><b>x</b>'):
            hand.press("Home", "r")
            page.keyboard.type(payload)
            hand.sees(lambda: hand.press("Enter"), lambda p=payload: p in hand.text(), "a name")
        assert page.locator(".ss-names img, .ss-names b, .ss-names script").count() == 0
        assert page.evaluate(f"!('{MARK}' in window) && document.title !== '{MARK}'")
        assert file.is_file() and there.refused == []
