"""Labels by hand in a real JupyterLab: all by keyboard, all follows, nothing is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from laboratory import Hand, opened, server
from test_workbench_lab import BARS, _hostile

from analysis.corpus.corrections import read_corrections
from attacks import MARK
from pages import browser

pytestmark = pytest.mark.browser
CELLS = "() => jupyterapp.shell.currentWidget.content.model.cells.length"
CARD = ".ss-checks-card"
PATIENCE = 60_000
GOVERNMENT = "government of Tolvania"
# Labels are looked at in this time each, by a hand that reads nothing.
SECONDS = 1.5


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with browser(chromium) as started, server(folder) as address:
        yield started, address, folder / "root"


def _notebook(root: Path, name: str, place: str) -> Path:
    """Make a notebook whose panel keeps its corrections beside it; returns where."""
    text = (root / "explore.ipynb").read_text(encoding="utf-8")
    file = root / f"corrections-{name}.csv"
    text = text.replace("data/sample", place)
    called = f"ss.explore(corpus, corrections='{file}')"
    text = text.replace("ss.explore(corpus, place)", called)
    (root / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return file


class _Hand(Hand):
    """Checks labels."""

    def __init__(self, page: Any, name: str) -> None:
        super().__init__(page, f"check-{name}", ".ss-checks")

    def at(self, number: int, of: int) -> Callable[[], bool]:
        return lambda: f"{number} of {of} ·" in self.text()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).first.click()

    def draw(self, kind: str, size: int) -> None:
        """Choose what is drawn by the keyboard alone."""
        self.page.locator(".ss-checks-draw select").first.focus()
        self.page.keyboard.type(kind)
        self.press("Tab")
        self.page.keyboard.type(str(size))
        self.sees(lambda: self.press("Enter"), self.at(1, size), f"{size} drawn")


@pytest.mark.parametrize("size", [(1400, 900), (1100, 700)])
def test_labels_are_checked_by_keyboard_and_all_follows(lab, size):
    started, address, root = lab
    name = f"checks-{size[0]}"
    file = _notebook(root, name, "data/sample")
    (root / "explore-sample.json").unlink(missing_ok=True)
    with opened(started, address, f"{name}.ipynb", size) as there:
        page, hand = there.page, _Hand(there.page, str(size[0]))
        page.wait_for_selector(BARS, timeout=PATIENCE)
        cells = page.evaluate(CELLS)
        hand.tab("Check")
        hand.sees(lambda: None, lambda: "--corrections" in hand.text(), "the tab")
        hand.shot("choose")
        _speakers(hand, file)
        _mentions(hand, file)
        _finding(hand)
        assert page.evaluate(CELLS) == cells
        assert there.refused == []
        assert there.console == []


def _speakers(hand: _Hand, file: Path) -> None:
    """Ten labels; one is corrected by a field, and the tables follow."""
    page, press = hand.page, hand.press
    table = lambda: page.locator(".ss-table:visible").first.inner_text()  # noqa: E731
    hand.tab("Who speaks")
    hand.sees(lambda: None, lambda: "quoted words" in table(), "who speaks")
    before = table()
    hand.tab("Check")
    hand.draw("speaker", 10)
    assert page.evaluate(f"() => document.activeElement.matches('{CARD}')")
    hand.shot("a label")
    begun = time.monotonic()
    for number in range(1, 9):
        key = "0" if number == 2 else "Enter"
        hand.sees(lambda key=key: press(key), hand.at(number + 1, 10), f"label {number}")
    press("e")
    # What is typed in a field is no key.
    page.keyboard.type("GOVERNMENT of tolvania", delay=5)
    hand.shot("a field")
    hand.sees(lambda: press("Enter"), hand.at(10, 10), "label 9, typed")
    hand.sees(lambda: press("Enter"), lambda: "10 of 10 checked" in hand.text(), "label 10")
    each = (time.monotonic() - begun) / 10
    print(f"seconds per label: {each:.2f}")
    assert each < SECONDS
    hand.sees(lambda: None, lambda: "8 right" in hand.text(), "the result")
    assert "2 of 10 were wrong: 20%" in hand.text()
    hand.shot("over")
    rows, faults = read_corrections(file)
    assert (len(rows), faults, rows["value"].tolist()[1::7]) == (10, [], ["", GOVERNMENT])
    hand.tab("Who speaks")
    hand.sees(lambda: None, lambda: table() not in ("", before), "who speaks follows")
    spoken = [sum(int(row.split("\t")[5]) for row in text.split("\n") if GOVERNMENT in row)
              for text in (before, table())]  # fmt: skip
    assert spoken[1] == spoken[0] - 1, spoken
    hand.tab("Check")
    page.locator(CARD).first.focus()
    for left in (9, 8):
        hand.sees(lambda: press("u"), lambda n=left: len(read_corrections(file)[0]) == n, "undone")
    hand.sees(lambda: None, hand.at(9, 10), "at the label before")
    press("ArrowLeft", "s", "ArrowRight", "ArrowUp")
    hand.sees(lambda: press("?"), page.locator(".ss-checks-keys").first.is_visible, "the keys")
    hand.shot("the keys")
    press("?")
    hand.sees(lambda: press("d"), lambda: "2 not looked at" in hand.text(), "done")
    hand.sees(lambda: press("Enter"), lambda: page.locator(CARD).first.is_hidden(), "left")


def _mentions(hand: _Hand, file: Path) -> None:
    """A mention that is none is gone from the rates."""
    page, press = hand.page, hand.press
    search = page.locator("input[placeholder^='word, phrase']").first
    assert search.input_value() == "concept: ACT"
    before = page.locator(".vega-embed svg").first.text_content()
    hand.draw("mention", 40)
    for number in range(1, 41):
        is_act = "ACT: " in page.locator(".ss-checks-right").first.inner_text()
        shown = hand.at(number + 1, 40) if number < 40 else lambda: "corrected" in hand.text()
        hand.sees(lambda key="0" if is_act else "Enter": press(key), shown, f"mention {number}")
    hand.sees(lambda: None, lambda: "40 of 40 checked" in hand.text(), "the result of mentions")
    hand.sees(lambda: None,
              lambda: page.locator(".vega-embed svg").first.text_content() != before,
              "rates follow")  # fmt: skip
    assert (read_corrections(file)[0]["value"] == "").any()
    hand.sees(lambda: press("Enter"), lambda: page.locator(CARD).first.is_hidden(), "left")


def _finding(hand: _Hand) -> None:
    """The labels of a finding, chosen by the arrows."""
    page, press = hand.page, hand.press
    page.get_by_role("button", name="list the findings").first.focus()
    press("Tab")
    page.keyboard.type("Port")
    press("Shift+Tab")
    findings = page.locator(".ss-checks-finding")
    hand.sees(lambda: press("Enter"), lambda: findings.count() > 0, "findings")
    hand.shot("findings")
    press("ArrowDown", "ArrowUp")
    hand.sees(lambda: press("Enter"), lambda: " 0 corrected" in hand.text(), "a finding")
    hand.sees(lambda: press("d"), lambda: "not looked at" in hand.text(), "a finding left")


def test_labels_of_a_hostile_corpus_do_nothing(lab, tmp_path):
    started, address, root = lab
    file = _notebook(root, "hostile-checks", _hostile(tmp_path).as_posix())
    with opened(started, address, "hostile-checks.ipynb", (1400, 900)) as there:
        page, hand = there.page, _Hand(there.page, "hostile")
        page.wait_for_selector(".ss-table", timeout=PATIENCE)
        hand.tab("Check")
        for kind in ("title", "outlet", "speaker"):
            hand.draw(kind, 20)
            for number in range(1, 12):
                hand.sees(lambda: hand.press("Enter"), hand.at(number + 1, 20), f"{kind} {number}")
            hand.press("e")
            page.keyboard.type(f"<img src=x onerror=window.{MARK}=1>")
            hand.sees(lambda: hand.press("Enter"), hand.at(13, 20), "typed")
            hand.press("ArrowLeft")
            hand.sees(lambda: None, lambda: "onerror" in hand.text(), "shown")
            hand.shot(kind)
            hand.sees(lambda: hand.press("d"), lambda: "not looked at" in hand.text(), "done")
            hand.press("Enter")
            hand.sees(lambda: None, lambda: page.locator(CARD).first.is_hidden(), "left")
        for name in ("Who speaks", "Numbers", "Lines"):
            hand.tab(name)
            page.wait_for_timeout(400)
        assert page.locator(".ss-checks img, .ss-checks script, .ss-checks b").count() == 0
        assert page.evaluate(f"!('{MARK}' in window) && document.title !== '{MARK}'")
        assert file.is_file() and there.refused == []
