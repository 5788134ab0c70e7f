"""Labels by hand in the panel: what an answer makes of the file, of the corpus and of its views."""

from __future__ import annotations

import errno
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.files
from analysis.corpus import Corpus, load
from analysis.corpus.corrections import read_corrections
from analysis.review import DRAWN, drawn
from analysis.schema import ParameterError, SamestoryError
from analysis.tables import tables_of
from analysis.workbench import explore
from analysis.workbench.checking import Checking, file_of
from analysis.workbench.desk import Desk
from analysis.workbench.panel import TABS
from attacks import PAYLOADS

ROOT = Path(__file__).parents[1]
DAY = "2024-06-30"
# Rows as somebody wrote them: with other delimiters, one that cannot be meant, one of no document.
BY_HAND = (
    "kind;value;document_id;was;checked;start;end;excerpt;note\n"
    "speaker;Somebody;nowhere;;x;1;9;;of another corpus\n"
    "speeker;Somebody;letter-01;;x;1;9;;a slip\n"
)


@pytest.fixture(scope="module")
def sample():
    return load(ROOT / "data" / "sample")


def _checking(corpus: Corpus, folder: Path, kind: str = "speaker", size: int = 12) -> Checking:
    made = Checking(Desk(corpus), folder / "c.csv")
    made.begin("drawn", drawn(made.found, tables_of(corpus, "outlet"), kind, size, 1))
    return made


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "answer", "move", "back"]),
        st.sampled_from(["", "Somebody", "government of Tolvania", "=1+1", "'-x", "“é”; a,b"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30)
@given(steps=ANSWERS, before=st.sampled_from([None, BY_HAND]))
def test_answers_that_are_taken_back_leave_the_file_to_the_letter(
    steps, before, sample, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("checks")
    if before is not None:
        (folder / "c.csv").write_text(before, "utf-8")
    checking = _checking(sample, folder, size=4)
    seen = [_bytes(checking.hand.path)]
    for kind, value in steps:
        if kind in ("move", "back"):
            checking.move(1 if kind == "move" else -1)
            continue
        if kind == "tick":
            checking.tick("me", DAY)
        else:
            checking.answer(value, "me", DAY)
        if _bytes(checking.hand.path) != seen[-1]:
            seen.append(_bytes(checking.hand.path))
        states = checking.states
        rows, _ = read_corrections(checking.hand.path) if seen[-1] else (pd.DataFrame(), [])
        others = 0 if before is None else 1
        assert len(rows) == (len(states) - states.count("open") + others if seen[-1] else 0)
    while len(seen) > 1:
        seen.pop()
        assert checking.undo()
        assert _bytes(checking.hand.path) == seen[-1]
    assert not checking.undo()


def test_rows_that_were_there_stay(sample, tmp_path):
    (tmp_path / "c.csv").write_text(BY_HAND, "utf-8")
    checking = _checking(sample, tmp_path)
    checking.tick("me", DAY)
    text = checking.hand.path.read_text("utf-8")
    assert "of another corpus" in text and "a slip" in text
    assert text.count("\n") == 4


@pytest.mark.parametrize(
    ("kind", "value"),
    [("speaker", "Somebody"), ("speaker", ""), ("quoted", "paraphrase"), ("paraphrase", ""),
     ("outlet", "The Paper"), ("date", "2024-01-02"), ("mention", "ACT: stoppage"),
     ("segment", "caption"), ("same_text", "no"), ("event", "Another")],
)  # fmt: skip
def test_what_is_answered_is_what_load_applies(kind, value, sample, tmp_path):
    checking = _checking(sample, tmp_path, kind, 3)
    checking.tick("me", DAY)
    checking.answer(value, "me", DAY)
    laid = checking.laid()
    again = load(ROOT / "data" / "sample", corrections=checking.hand.path)
    assert laid is not None
    for name in ("documents", "segments", "quotations", "by_hand", "notes"):
        pd.testing.assert_frame_equal(getattr(laid, name), getattr(again, name))
    assert (laid.tokens.voice == again.tokens.voice).all()
    rows = laid.by_hand
    assert rows["value"].iloc[1] == value and rows["was"].iloc[1] != value
    assert set(rows["by"]) == {"me"} and set(rows["day"]) == {DAY}
    # Of a corpus that was laid over, what is taken back leaves no trace.
    checking.desk.lay(again)
    other = Checking(Desk(again), checking.hand.path)
    assert other.laid() is None
    checking.undo()
    checking.undo()
    bare = other.laid()
    assert bare is not None and not len(bare.by_hand)
    pd.testing.assert_frame_equal(bare.quotations, sample.quotations)
    pd.testing.assert_frame_equal(bare.documents, sample.documents)


def test_a_name_that_no_list_has_is_refused_and_nothing_written(sample, tmp_path):
    checking = _checking(sample, tmp_path, "mention", 1)
    with pytest.raises(ParameterError, match=r"ACT has no label 'lull'\. Allowed: strike"):
        checking.answer("ACT: lull", "me", DAY)
    assert checking.at == 0 and not checking.hand.path.exists()


def test_a_corpus_that_is_laid_anew_is_drawn_from_as_the_rules_found_it(sample, tmp_path):
    checking = _checking(sample, tmp_path)
    first = [row["was"] for row in checking.labels]
    for _ in first:
        checking.answer("Somebody", "me", DAY)
    laid = checking.laid()
    assert laid is not None
    again = _checking(laid, tmp_path)
    assert [row["was"] for row in again.labels] == first
    assert again.states == ["corrected"] * len(first) and again.at == 0
    assert "12 of 12 were wrong: 100%" in again.result()


def test_what_was_looked_for_counts_as_drawn_once_it_is_looked_at_again(sample, tmp_path):
    checking = _checking(sample, tmp_path)
    rows = pd.DataFrame(checking.labels[:1]).assign(drawn="")
    checking.begin("a finding", rows)
    checking.answer("Somebody", "me", DAY)
    assert "Of labels drawn" not in checking.result()
    again = _checking(sample, tmp_path)
    assert again.states[0] == "open" and again.card().value == "Somebody"
    again.tick("me", DAY)
    assert again.states[0] == "corrected" and "1 of 1 were wrong" in again.result()
    # Ticked in a finding again, it stays drawn.
    again.begin("a finding", rows)
    again.answer("Another", "me", DAY)
    assert read_corrections(again.hand.path)[0]["drawn"].iloc[0].startswith("seed 1")


def test_a_value_that_is_none_of_its_kind_is_refused(sample, tmp_path):
    checking = _checking(sample, tmp_path, "date")
    with pytest.raises(ParameterError, match="a date is a day such as"):
        checking.answer("yesterday", "me", DAY)
    assert checking.at == 0 and not checking.hand.path.exists()


@pytest.mark.parametrize("kind", DRAWN)
def test_every_kind_has_its_question_and_its_keys(kind, sample, tmp_path):
    card = _checking(sample, tmp_path, kind, 3).card()
    assert card.asked.endswith("?") and card.passages[0].about
    keys = {choice.key for choice in card.choices}
    assert keys == {"q", "p", "o"} or keys == {"y", "n"} or "0" in keys
    assert len(card.passages) == (2 if kind.startswith("same") else 1)
    assert card.passages[0].span or kind in ("outlet", "agency", "title", "byline", "event",
                                             "date", "same_text")  # fmt: skip


def test_a_label_of_a_mention_is_typed_without_its_concept(sample, tmp_path):
    checking = _checking(sample, tmp_path, "mention")
    concept = checking.card().value.partition(":")[0]
    assert checking.meant("walkout  now") == f"{concept}: walkout now"
    assert {each.value.partition(":")[0] for each in checking.card().choices} == {concept, ""}


def test_a_file_that_was_changed_elsewhere_keeps_what_is_new_in_it(sample, tmp_path):
    checking = _checking(sample, tmp_path)
    checking.tick("me", DAY)
    other = _checking(sample, tmp_path)
    other.move(3)
    other.tick("you", DAY)
    with pytest.raises(SamestoryError, match="changed elsewhere; it is read anew"):
        checking.undo()
    checking.tick("me", DAY)
    assert sorted(read_corrections(checking.hand.path)[0]["by"]) == ["me", "me", "you"]


def test_the_file_is_that_of_the_corpus_or_beside_the_notebook(sample, tmp_path):
    place = ROOT / "data" / "sample"
    assert file_of(sample, "", tmp_path) == (place / "corrections.csv", "")
    part = sample.select(outlet="TOLTA")
    beside = tmp_path / "corrections-sample.csv"
    assert file_of(part, "", tmp_path) == (beside, f"--corrections {beside.as_posix()}")
    assert file_of(part, str(place), tmp_path)[0] == place / "corrections.csv"
    assert file_of(sample, "", tmp_path, "x.csv") == (Path("x.csv"), "--corrections x.csv")


# The panel.


@pytest.fixture
def panel(sample, tmp_path):
    made = explore(sample, folder=tmp_path, names=tmp_path / "naming-sample.yml",
                   corrections=tmp_path / "c.csv")  # fmt: skip
    made.sides[0].tabs.selected_index = TABS.index("Check")
    return made


def _say(panel, kind: str, **rest) -> None:
    panel.checks._heard(None, {"kind": kind, "at": panel.checks.at, **rest}, None)


def _draw(panel, kind: str, size: int = 10, story: int = 0) -> None:
    _say(panel, "draw", number=panel.checks.kinds.index(kind), size=size, seed=1, story=story)


def test_every_view_follows_when_a_batch_is_done(panel):
    checks, side = panel.checks, panel.sides[0]
    assert "--corrections" in checks.said and checks.stage == "choose"
    _draw(panel, "speaker")
    assert checks.counter == "1 of 10 · 0 checked, 0 corrected"
    _say(panel, "type", text="Somebody New")
    for _ in range(9):
        _say(panel, "tick")
    assert checks.stage == "over" and "9 right, 1 corrected" in checks.result
    assert "Somebody New" in dict(side.speaker.options).values()
    side.speaker.value = "Somebody New"
    assert side.said.note.startswith("1 of 44 articles")
    _say(panel, "undo")
    _say(panel, "move", number=-1)
    side.tabs.selected_index = TABS.index("Numbers")
    assert len(panel.desk.corpus.by_hand) == 9


def test_a_concept_loses_the_mentions_that_are_none(panel):
    side = panel.sides[0]
    before = side._rates["frequency"].sum()
    _draw(panel, "mention", 50)
    lost = 0
    while panel.checks.stage == "label":
        is_act = panel.checks.card["value"].startswith("ACT: ")
        lost += is_act
        last = len(panel.checks.card["choices"]) - 1
        _say(panel, "choose", number=last) if is_act else _say(panel, "tick")
    assert lost and side._rates["frequency"].sum() == before - lost


def test_a_panel_opens_with_what_was_ticked(panel, sample, tmp_path):
    _draw(panel, "speaker", 5)
    panel.checks.analyst = "Ann"
    _say(panel, "tick")
    _say(panel, "choose", number=len(panel.checks.card["choices"]) - 1)
    again = explore(sample, folder=tmp_path, names=tmp_path / "naming-sample.yml",
                    corrections=tmp_path / "c.csv")  # fmt: skip
    assert len(again.desk.corpus.by_hand) == 2
    again.sides[0].tabs.selected_index = TABS.index("Check")
    assert again.checks.analyst == "Ann" and "holds 2 labels" in again.checks.said
    _draw(again, "speaker", 5)
    assert again.checks.counter == "3 of 5 · 2 checked, 1 corrected"


def test_a_finding_says_how_many_of_its_labels_were_checked(panel):
    checks = panel.checks
    _say(panel, "findings", story=1)
    assert checks.findings and checks.findings[0]["checked"] == 0
    _say(panel, "open", number=0)
    size = len(checks.checking.labels)
    assert size == checks.findings[0]["labels"]
    for _ in range(size):
        _say(panel, "tick")
    _say(panel, "close")
    assert checks.stage == "choose" and checks.findings[0]["checked"] == size


def test_an_answer_meant_for_another_label_is_none(panel, tmp_path):
    _draw(panel, "speaker", 5)
    for said in ({"kind": "tick", "at": 1}, {"kind": "choose", "at": 0, "number": 99},
                 {"kind": "choose", "at": 0, "number": "0"}, {"kind": "eval", "at": 0},
                 {"kind": "open", "number": 10**9}, "tick", None):  # fmt: skip
        panel.checks._heard(None, said, None)
    assert panel.checks.at == 0 and not (tmp_path / "c.csv").exists()


def test_what_cannot_be_written_is_said_and_nothing_is_lost(panel, tmp_path, monkeypatch):
    _draw(panel, "speaker", 5)
    _say(panel, "tick")
    before = (tmp_path / "c.csv").read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(analysis.files.os, "replace", full)
        _say(panel, "tick")
    assert panel.checks.is_wrong and "No space left" in panel.checks.said
    assert panel.checks.at == 1 and (tmp_path / "c.csv").read_bytes() == before
    _say(panel, "tick")
    assert not panel.checks.is_wrong and panel.checks.at == 2


def test_a_file_with_a_mistake_is_told_and_not_overwritten(sample, tmp_path):
    (tmp_path / "c.csv").write_text("a,b\n1,2\n", "utf-8")
    made = explore(sample, folder=tmp_path, names=tmp_path / "n.yml",
                   corrections=tmp_path / "c.csv")  # fmt: skip
    made.sides[0].tabs.selected_index = TABS.index("Check")
    assert made.checks.is_wrong and "has no column 'kind'" in made.checks.said
    _draw(made, "speaker", 5)
    assert made.checks.stage == "choose" and made.checks.is_wrong
    assert (tmp_path / "c.csv").read_text("utf-8") == "a,b\n1,2\n"


def test_a_release_has_no_labels_to_check_and_says_so(tmp_path):
    made = explore(load(ROOT / "data" / "wagner-2023"), folder=tmp_path,
                   names=tmp_path / "naming-wagner-2023.yml")  # fmt: skip
    made.sides[0].tabs.selected_index = TABS.index("Check")
    assert made.checks.is_wrong and "text-free release" in made.checks.said
    _draw(made, "speaker", 5)
    assert "text-free release" in made.checks.said


def test_hostile_labels_are_text_and_go_by_numbers(tmp_path):
    from test_workbench_lab import _hostile

    made = explore(load(_hostile(tmp_path)), folder=tmp_path, names=tmp_path / "n.yml")
    made.sides[0].tabs.selected_index = TABS.index("Check")
    assert "corrections-hostile.csv" in made.checks.said
    payloads = [text for text in PAYLOADS.values() if "\x00" not in text]
    for kind in ("title", "speaker", "outlet", "segment"):
        _draw(made, kind, 20)
        for payload in payloads[:9]:
            _say(made, "type", text=payload)
            if made.checks.is_wrong:
                _say(made, "tick")
        _say(made, "done")
        assert made.checks.stage == "over"
    assert (tmp_path / "corrections-hostile.csv").is_file()


def test_the_scripts_make_text_nodes_and_ask_for_nothing():
    folder = ROOT / "analysis" / "workbench"
    script, style = ((folder / f"checks.{end}").read_text("utf-8") for end in ("js", "css"))
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function("):
        assert word not in script
    for word in ("http", "import", "fetch", "url("):
        assert word not in style and (word == "import" or word not in script)
