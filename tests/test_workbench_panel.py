"""The panel without a browser: what a chooser, a click or a button makes of what is shown."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import samestory as ss
from analysis.corpus import load
from analysis.workbench import Panel, explore
from analysis.workbench.panel import MAKING, TABS
from analysis.workbench.selection import View
from analysis.workbench.sharing import State, state_file, write_state
from analysis.workbench.sheet import script
from attacks import PAYLOADS
from small import corpus

ROOT = Path(__file__).parents[1]
HOSTILE = [text for text in PAYLOADS.values() if "\ud800" not in text]


@pytest.fixture(scope="module")
def sample():
    return load(ROOT / "data" / "sample")


@pytest.fixture
def panel(sample, tmp_path):
    view = View("port, pilots, harbour", "outlet")
    write_state(state_file("sample", tmp_path), State((view,), ()))
    return explore(sample, folder=tmp_path)


def _open(panel: Panel, name: str) -> object:
    side = panel.sides[0]
    side.tabs.selected_index = TABS.index(name)
    return side.sheets[name]


def test_a_panel_opens_with_bars_days_and_lines(panel):
    (side,) = panel.sides
    assert side.search.value == "port, pilots, harbour"
    assert len(side.charts.children) == 2
    assert side.sheets["Lines"].heading == "226 lines"
    assert len(side.sheets["Lines"].rows) == 25


def test_a_new_panel_opens_with_what_goes_by_several_names(sample, tmp_path):
    side = explore(sample, folder=tmp_path).sides[0]
    assert side.search.value == "concept: ACT" and side.sheets["Lines"].rows


def test_samestory_offers_it():
    assert ss.explore is explore


@pytest.mark.parametrize("name", TABS)
def test_each_view_is_filled_when_it_is_opened(panel, name):
    shown = _open(panel, name)
    assert shown.heading or shown.note


def test_a_facet_changes_what_is_shown_and_undo_takes_it_back(panel):
    (side,) = panel.sides
    side.column.value = "outlet"
    side.values.value = ("TOLTA",)
    assert side.said.note == "13 of 44 articles: outlet TOLTA"
    assert {row[0] for row in side.sheets["Lines"].rows} == {"TOLTA"}
    side._back()
    assert side.said.note == "44 of 44 articles"
    assert side.values.value == ()


def test_a_bar_that_is_clicked_lists_its_lines_and_lets_them_go(panel):
    (side,) = panel.sides
    side._picked([{"group": "TOLTA", "term": "port", "voice": "own"}])
    rows = side.sheets["Lines"].rows
    assert {(row[0], row[3].lower(), row[5]) for row in rows} == {("TOLTA", "port", "own")}
    side._picked([])
    assert side.sheets["Lines"].heading == "226 lines"


def test_a_chart_that_is_drawn_anew_does_not_let_the_bar_go(panel):
    (side,) = panel.sides
    side._picked([{"group": "TOLTA", "term": "port", "voice": "own"}])
    side.rates_live._vl_selections = {"pick": {"value": {}, "store": []}}
    assert side.view.picked == ("TOLTA", "port", "own")


def test_how_each_group_describes_somebody_leads_to_the_lines_of_a_word(panel):
    (side,) = panel.sides
    assert _open(panel, "Described").note.startswith("Choose whom")
    assert "Hesk Morlan" in side.whom.options
    side.whom.value = "Hesk Morlan"
    shown = side.sheets["Described"]
    assert side.search.value == "described: Hesk Morlan"
    assert shown.heading == "How each outlet describes Hesk Morlan"
    assert (shown.opens, shown.keeps) == (True, False)
    labels = [column["label"] for column in shown.columns]
    assert labels[:2] == ["how", "word"] and labels[-3:] == ["own", "paraphrase", "quoted"]
    place = next(n for n, row in enumerate(shown.rows) if row[:2] == ["label", "port director"])
    counts = dict(zip(labels[2:], shown.rows[place][2:], strict=True))
    said = ss.describe(side.desk.corpus, "outlet")
    is_meant = (said["concept"] == "Hesk Morlan") & (said["word"] == "port director")
    said = said[is_meant & (said["role"] == "label")]
    assert {name: int(n) for name, n in counts.items() if n != "0"} == {
        **dict(zip(said["group"], said["frequency"], strict=True)), "own": said["frequency"].sum()
    }  # fmt: skip
    heard = {"kind": "open", "row": place}
    shown._handle_custom_msg(heard, [])
    assert TABS[side.tabs.selected_index] == "Lines"
    assert {row[3] for row in side.sheets["Lines"].rows} == {"port director"}
    assert len(side.sheets["Lines"].rows) == said["frequency"].sum()
    assert side.sheets["Lines"].keeps
    side._back()
    assert side.view.picked == () and side.whom.value == "Hesk Morlan"
    side.search.value = "port"
    assert side.whom.value == ""
    side.search.value = "described: nobody"
    assert side.said.heading.startswith("There is no description of 'nobody'")


def test_days_that_are_brushed_limit_bars_and_lines_but_not_the_days(panel):
    (side,) = panel.sides
    days = side._days_chart
    low, high = 1717545600000, 1717804800000  # 5 to 8 June 2024
    side._brushed({"day": [low, high]})
    assert (side.since.value, side.until.value) == ("2024-06-05", "2024-06-08")
    # One that appeared on the 4th or the 5th is among them.
    assert {row[1] for row in side.sheets["Lines"].rows} <= {f"2024-06-0{d}" for d in range(4, 9)}
    assert side._days_chart is days
    side._brushed({"day": [low, high + 86_400_000]})
    assert (side.until.value, len(side.history.past)) == ("2024-06-09", 1)
    side._brushed({})
    assert (side.view.since, side.history.past) == ("", ())


def test_lines_are_sorted_and_turned(panel):
    (side,) = panel.sides
    side._turn(2)
    assert side.sheets["Lines"].page == 2
    side._sort("outlet")
    outlets = [row[0] for row in side.sheets["Lines"].rows]
    assert (side.sheets["Lines"].page, set(outlets)) == (0, {"Corranto"})
    side._sort("outlet")
    assert {row[0] for row in side.sheets["Lines"].rows} == {"TOLTA"}


def test_a_line_opens_its_article_at_its_place(panel):
    (side,) = panel.sides
    side._open(3)
    line, shown = side._shown_lines.rows.iloc[3], side.sheets["Article"]
    assert line["document_id"] in shown.heading
    assert shown.pieces[shown.at]["start"] <= line["start"]
    assert "hit" in shown.pieces[shown.at]["kinds"]


@pytest.mark.parametrize(
    ("search", "words"), [("", "Type a word"), ("concept: x", "There is no concept 'x'")]
)
def test_what_cannot_be_shown_is_said_and_the_next_search_works(panel, search, words):
    (side,) = panel.sides
    side.search.value = search
    assert words in side.said.heading
    assert side.charts.children == ()
    side.search.value = "port"
    assert len(side.charts.children) == 2 and not side.said.heading


def test_two_selections_stand_side_by_side_and_do_not_touch(panel):
    panel.beside.value = True
    one, other = panel.sides
    other.search.value = "strike"
    assert (one.view.search, other.view.search) == ("port, pilots, harbour", "strike")
    panel.beside.value = False
    assert len(panel.sides) == 1


def test_a_panel_opens_as_it_was_left(sample, tmp_path):
    first = explore(sample, folder=tmp_path)
    assert not list(tmp_path.iterdir())
    first.sides[0].search.value = "strike"
    first.beside.value = True
    first.sides[1].voice.value = "own"
    first.sides[0].note.value = "look here"
    first.sides[0]._keep_line(0)
    again = explore(sample, folder=tmp_path)
    assert [side.view for side in again.sides] == [side.view for side in first.sides]
    (kept,) = again.kept
    assert (kept.kind, kept.note, kept.content["node"].lower()) == ("line", "look here", "strike")
    assert _open(again, "Share").rows[0][:2] == ["line", "look here"]


def test_what_is_shared_lies_beside_the_notebook(panel, tmp_path):
    side = panel.sides[0]
    for name in side.buttons:
        if name != "Make the page":
            side._share(name)
            assert side.told.value
    assert {path.name for path in tmp_path.iterdir()} == {
        "explore-sample.json", "explore-sample.yml", "explore-sample-lines.csv",
        "explore-sample-lines.xlsx", "explore-sample-numbers.csv", "explore-sample-numbers.xlsx",
        "explore-sample-rates.svg", "explore-sample-days.svg", "explore-sample-rates.png",
        "explore-sample-days.png",
    }  # fmt: skip
    assert "--notebook 2-terms" in _told(side, "As report")
    sent = []
    side.sheets["Share"].send = sent.append
    assert "ss.rates" in _told(side, "As cell")
    assert sent == [{"kind": "cell", "text": side.told.value}]
    side._inserted({"done": True})
    assert side.sheets["Share"].note == "A cell is inserted below."
    side._inserted({"done": False})
    assert side.sheets["Share"].note == "Copy these lines into a cell."


def _told(side, name: str) -> str:
    side._share(name)
    return side.told.value


def test_a_page_is_made_by_the_command(panel, tmp_path):
    side = panel.sides[0]
    side.values.value = ("TOLTA", "Corranto")
    side._share("Make the page")
    assert side.told.value.endswith("The page is being made …")
    for thread in threading.enumerate():
        if thread.name == MAKING:
            thread.join()
    assert re.search(r"made +explore-reports/sample/2-terms-.*\.html", side.told.value)
    assert list(tmp_path.glob("explore-reports/sample/2-terms-*.html"))


def test_a_release_shows_numbers_and_says_what_it_lacks(tmp_path):
    panel = explore(load(ROOT / "data" / "wagner-2023"), folder=tmp_path)
    assert len(panel.sides[0].charts.children) == 2
    panel.sides[0].search.value = "china, russia"
    for name in ("Lines", "Near the word", "Article"):
        assert "text-free release" in _open(panel, name).note
    for name in ("Set apart", "Who speaks", "Numbers"):
        assert _open(panel, name).heading


def test_the_scripts_of_a_sheet_make_text_nodes_and_ask_for_nothing():
    written = script("sheet.js")
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function("):
        assert word not in written
    style = (ROOT / "analysis" / "workbench" / "sheet.css").read_text(encoding="utf-8")
    for word in ("http", "import", "fetch", "url("):
        assert word not in style and (word in ("import",) or f"{word}" not in written)


def test_a_hostile_corpus_is_shown_as_text_in_every_view(tmp_path):
    texts = [(f"{p} outlet", f"{p}\nmill “{p}” {{{p}}} mill") for p in HOSTILE]
    made = corpus(texts, title=HOSTILE)
    named = made.quotations.assign(
        speaker_id=[HOSTILE[n % len(HOSTILE)] for n in range(len(made.quotations))]
    )
    columns = {f"{HOSTILE[n]} column": HOSTILE for n in (0, 5)}
    made = replace(made, documents=made.documents.assign(**columns), quotations=named)
    panel = explore(made, folder=tmp_path)
    (side,) = panel.sides
    side.search.value = "mill"
    for name in TABS:
        _open(panel, name)
    side._open(0)
    side._keep_line(0)
    side._picked([{"group": side._rates["group"][0], "term": "mill", "voice": "own"}])
    for column in side.desk.columns:
        side.column.value = column
    for shown in side.sheets.values():
        for kinds in (piece["kinds"] for piece in shown.pieces):
            assert all(re.fullmatch(r"[a-z]+", kind) for kind in kinds)
        assert {c["kind"] for c in shown.columns} <= {*"text number short left node right".split()}
    assert json.loads((tmp_path / "explore-small.json").read_text("utf-8"))["kept"]
    assert side.view == View(search="mill", by="outlet", picked=side.view.picked)


def _one_story(folder: Path) -> str:
    """Write a table of a few articles of one outlet, without dates and without events."""
    rows = [
        {"id": n, "outlet": "Courier", "title": f"The {word} strike", "text": f"The {word} strike "
         f"goes on, said Ann Lee. “We want our {word} back,” she told the Courier."}
        for n, word in enumerate(("ferry", "harbour", "bread"))
    ]  # fmt: skip
    file = folder / "one-story.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file.as_posix()


@pytest.mark.parametrize("place", ["data/sample", "data/wagner-2023", "one-story"])
def test_the_notebook_runs_from_top_to_bottom_on_any_corpus(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = _one_story(tmp_path) if place == "one-story" else place
    cells = json.loads((ROOT / "notebooks" / "explore.ipynb").read_text("utf-8"))["cells"]
    space: dict[str, object] = {}
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        exec("".join(cell["source"]).replace("data/sample", place), space)
    panel = explore(space["corpus"], place)
    assert not panel.sides[0].said.heading
    for name in TABS:
        shown = _open(panel, name)
        assert shown.heading or shown.note
