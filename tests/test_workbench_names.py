"""Names by hand: what a step makes of the list, of its file and of what is shown by it."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_prune import OLD, TOLD, proposals

import analysis.files
from analysis.corpus import load
from analysis.corpus.lexicons.files import blocks_of
from analysis.corpus.lexicons.naming import load_naming, own_lexicon
from analysis.schema import ParameterError, SamestoryError
from analysis.suggest.prune import Proposal, Wording
from analysis.suggest.write import revised
from analysis.workbench import explore
from analysis.workbench.lexicon import Book, Step, taken
from analysis.workbench.panel import TABS
from analysis.workbench.selection import View, followed
from attacks import PAYLOADS
from small import corpus

ROOT = Path(__file__).parents[1]
MORE = [*OLD, ("d", TOLD.format("stoppage", "ship"))]
BY_HAND = """\
# My own head.

STRIKE:  # mine
  about: what the crews did
  strike: [strike, to strike]
  # a thought
  not: [strike force]

# Of towns.
TOWN:
  fold: true
  town: [harbour town,
    old town]   # and this

dropped: [sea]
"""


def _book(folder: Path, texts=OLD, **columns) -> Book:
    book = Book(corpus(texts, **columns), folder / "naming-small.yml")
    book.open()
    return book


def _proposed(folder: Path, texts=OLD) -> Book:
    book = _book(folder, texts)
    book.look(book.corpus)()
    return book


def _concept(book: Book, form: str) -> str:
    return next(each.concept for each in book.proposal.wordings if each.text == form)


def _kept(proposal: Proposal) -> set[tuple[str, str, str, bool]]:
    kept = (each for each in proposal.wordings if each.is_kept)
    return {(each.concept, each.label, each.text, each.fold) for each in kept}


def _in_file(book: Book) -> set[tuple[str, str, str, bool]]:
    forms = own_lexicon(book.path)[0].forms
    return {(form.concept, form.label, form.text, form.fold) for form in forms}


def test_what_is_proposed_is_not_written_before_it_is_kept(tmp_path):
    book = _proposed(tmp_path)
    assert {"walkout", "vessel"} <= {each.text for each in book.proposal.wordings}
    assert not list(tmp_path.iterdir())
    book.do(Step("keep", _concept(book, "walkout")))
    text = book.path.read_text("utf-8")
    assert "walkout" in text and "vessel" not in text
    assert "The walkout" not in text


def test_what_was_dropped_stays_dropped_and_what_was_kept_survives_new_articles(tmp_path):
    book = _proposed(tmp_path)
    book.do(Step("rename", _concept(book, "walkout"), name="THE STRIKE"))
    book.do(Step("drop", _concept(book, "vessel")))
    book.look(book.corpus)()
    assert "vessel" not in {each.text for each in book.proposal.wordings}
    again = _proposed(tmp_path, MORE)
    assert "vessel" not in {each.text for each in again.proposal.wordings}
    found = {each.text: each for each in again.proposal.of("THE STRIKE") if each.is_kept}
    assert {"strike", "walkout", "stoppage"} <= set(found)
    assert dict(found["stoppage"].counts) == {"c": 2, "d": 2}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["keep", "drop", "rename", "relabel", "merge", "move", "move label"]),
        st.integers(0, 30),
        st.sampled_from(["NEW", "strike", "no", "a: b", "x # y", "“é”", "dropped", ""]),
    ),
    max_size=6,
)


def _step(proposal: Proposal, kind: str, number: int, name: str) -> Step:
    one = proposal.wordings[number % len(proposal.wordings)]
    other = proposal.concepts[number % len(proposal.concepts)]
    label = one.label if kind in ("relabel", "move label") or number % 2 else ""
    text = one.text if kind == "move" or (number % 3 and label) else ""
    if kind in ("rename", "merge"):
        label = text = ""
    if kind in ("relabel", "move label"):
        text = ""
    into = other if kind in ("merge", "move", "move label") else ""
    return Step(kind.split()[0], one.concept, label, text, into, name)  # type: ignore[arg-type]


# Each example writes and reads the file at every step.
@settings(max_examples=12)
@given(steps=STEPS)
def test_the_file_holds_what_is_shown_and_undo_is_the_way_back(steps, tmp_path_factory):
    book = _proposed(tmp_path_factory.mktemp("names"))
    before = [(book.proposal, None)]
    for each in steps:
        if not book.proposal.wordings:
            break
        try:
            book.do(_step(book.proposal, *each))
        except SamestoryError:
            assert book.proposal == before[-1][0]
            continue
        before.append((book.proposal, book.path.read_bytes()))
        assert _in_file(book) == _kept(book.proposal)
        assert own_lexicon(book.path)[1] == book.proposal.dropped
        load_naming(own=book.path)
        again = _book(book.path.parent)
        assert _kept(again.proposal) == _kept(book.proposal)
    while len(before) > 1:
        before.pop()
        book.undo()
        assert book.proposal == before[-1][0]
        there = book.path.read_bytes() if book.path.is_file() else None
        assert there == before[-1][1]


@given(proposals(), STEPS)
def test_a_step_loses_no_form_that_it_does_not_drop(made, steps):
    for each in steps:
        if not made.wordings:
            break
        step = _step(made, *each)
        try:
            done = taken(made, step)
        except ParameterError:
            continue
        lost = {w.text for w in made.wordings} - {w.text for w in done.wordings}
        assert not lost or step.kind == "drop"
        assert {form.lower() for form in lost} <= set(done.dropped)
        kept = {w.text for w in done.wordings if w.is_kept}
        assert step.kind == "drop" or {w.text for w in made.wordings if w.is_kept} <= kept
        made = done


def test_what_is_named_merged_or_moved_is_kept_thereby(tmp_path):
    made = Proposal(
        (
            Wording("A", "x", "x", True, True), Wording("A", "y", "y", True),
            Wording("B", "z", "z", True),
            Wording("C", "v", "v", True), Wording("C", "w", "w", True),
        )
    )  # fmt: skip
    kept = lambda step: {each.text for each in taken(made, step).wordings if each.is_kept}  # noqa: E731
    assert kept(Step("rename", "B", name="BB")) == {"x", "z"}
    # Of what was looked at before the rest stays open.
    assert kept(Step("rename", "A", name="AA")) == {"x"}
    assert kept(Step("merge", "B", into="A")) == {"x", "z"}
    assert kept(Step("merge", "B", into="C")) == {"x", "z", "v", "w"}
    assert kept(Step("move", "C", "v", "v", into="A")) == {"x", "v"}
    assert kept(Step("move", "C", "v", into="B", name="z")) == {"x", "v"}
    assert kept(Step("drop", "C")) == {"x"}


def test_what_was_written_by_hand_and_not_touched_stays_to_the_letter(tmp_path):
    (tmp_path / "naming-small.yml").write_text(BY_HAND, "utf-8")
    book = _book(tmp_path)
    book.do(Step("drop", "TOWN", "town", "old town"))
    text = book.path.read_text("utf-8")
    assert text.startswith(BY_HAND[: BY_HAND.index("TOWN:")])
    assert "[harbour town]" in text and text.endswith("dropped: [sea, old town]\n")
    assert book.lost == ["TOWN"]
    book.undo()
    assert book.path.read_text("utf-8") == BY_HAND


def test_comments_that_the_program_wrote_are_not_missed(tmp_path):
    book = _proposed(tmp_path)
    book.do(Step("keep", _concept(book, "walkout")))
    book.do(Step("rename", _concept(book, "walkout"), name="ACTS"))
    assert book.lost == []


@pytest.mark.parametrize(
    "text", [BY_HAND, "", "# only this\n", "\n\na:\n  b: [c]", "a:\n  b: [c]\n...\n", "{}\n"]
)
def test_the_blocks_of_a_file_make_it_whole(text):
    assert "".join(block for _, block in blocks_of(text)) in (text, "")


def test_a_file_in_braces_is_written_anew_and_that_is_said():
    made = Proposal((Wording("A", "x", "x", True, True),))
    text, lost = revised("{A: {x: [x]}}  # mine\n", made, made)
    assert "A:  # kept" in text and lost == ["the whole file"]


@pytest.mark.parametrize("step", ["do", "undo", "look"])
def test_a_file_that_was_changed_elsewhere_is_read_anew_and_not_overwritten(tmp_path, step):
    book = _proposed(tmp_path)
    book.do(Step("keep", _concept(book, "walkout")))
    show = book.look(book.corpus)
    book.path.write_text(BY_HAND, "utf-8")
    act = {"do": lambda: book.do(Step("drop", _concept(book, "vessel"))), "undo": book.undo,
           "look": show}[step]  # fmt: skip
    with pytest.raises(SamestoryError, match="changed elsewhere; it is read anew"):
        act()
    assert book.path.read_text("utf-8") == BY_HAND
    assert {"STRIKE", "TOWN"} <= set(book.proposal.concepts) and not book.can_undo
    assert _concept(book, "vessel")


def test_a_form_of_the_shipped_list_is_not_given_a_second_time(tmp_path):
    made = Proposal((Wording("MINE", "mutiny", "mutiny", True, True),))
    with pytest.raises(ParameterError, match="'mutiny' stands under 'EVENT' in the shipped list"):
        taken(made, Step("rename", "MINE", name="EVENT"), load_naming())


def test_a_form_that_folds_beside_one_that_does_not_is_shown_as_the_file_has_it(tmp_path):
    text = "A:\n  x: {fold: true, forms: [walkout]}\n  y: [Strike]\n"
    (tmp_path / "naming-small.yml").write_text(text, "utf-8")
    book = _book(tmp_path)
    book.do(Step("relabel", "A", "y", name="x"))
    assert _in_file(book) == _kept(book.proposal)
    assert {each.text for each in book.proposal.wordings} == {"walkout", "Walkout", "Strike"}


def test_a_view_goes_on_with_the_new_name_of_its_concept():
    view = View("concept: Act", picked=("a", "b", "c"))
    assert followed(view, ("ACT", "DEED"), {"deed"}) == View("concept: DEED")
    assert followed(view, ("ACT", "DEED"), {"act", "deed"}) == View("concept: Act")
    assert followed(View("act"), ("ACT", "DEED"), {"deed"}) == View("act")


@pytest.fixture(scope="module")
def sample():
    return load(ROOT / "data" / "sample")


@pytest.fixture
def panel(sample, tmp_path):
    made = explore(sample, folder=tmp_path, names=tmp_path / "naming-sample.yml")
    made.sides[0].tabs.selected_index = TABS.index("Names")
    return made


def _row(panel, concept: str, label: str = "", form: str = "") -> int:
    row = next(each for each in panel.names.concepts if each["name"] == concept)
    for name, below in ((label, "labels"), (form, "forms")):
        row = next(each for each in row[below] if each["name"] == name) if name else row
    return int(row["id"])


def _do(panel, kind: str, row: int = -1, **rest: str) -> None:
    panel.names._heard(None, {"kind": kind, "row": row, **rest}, None)


def _terms(panel) -> set[str]:
    return set(panel.sides[0]._rates["term"])


def test_the_list_opens_with_what_the_file_keeps(panel):
    shown = {each["name"]: each for each in panel.names.concepts}
    assert list(shown) == ["ACT", "CREWS", "RAID", "CABINET", "TRAIN"]
    assert {each["state"] for each in shown.values()} == {"kept"}
    strike = next(each for each in shown["ACT"]["labels"] if each["name"] == "strike")
    assert (strike["times"], strike["outlets"]) == (25, "The Hadrin Letter 25")
    assert strike["lines"][0][:2] == ["The Hadrin Letter", "letter-01"]
    assert "written with the first step" in panel.names.said


def test_what_is_done_is_in_the_charts_the_search_box_and_the_file_at_once(panel, tmp_path):
    (side,) = panel.sides
    side.search.value = "concept: ACT"
    _do(panel, "drop", _row(panel, "ACT", "strike"))
    assert "strike" not in _terms(panel)
    _do(panel, "relabel", _row(panel, "ACT", "blockade"), name="siege")
    assert {"siege"} <= _terms(panel) and "blockade" not in _terms(panel)
    row = _row(panel, "ACT")
    _do(panel, "rename", row, name="THE ACT")
    assert _row(panel, "THE ACT") == row
    assert side.view.search == side.search.value == "concept: THE ACT"
    assert "concept: THE ACT" in side.search.options and "concept: ACT" not in side.search.options
    _do(panel, "merge", _row(panel, "RAID"), into="the act")
    assert "storming" in _terms(panel)
    own, dropped = own_lexicon(tmp_path / "naming-sample.yml")
    assert own.labels("THE ACT")[:1] == ["siege"] and dropped == ("strike",)
    for _ in range(4):
        _do(panel, "undo")
    assert side.view.search == "concept: ACT" and "strike" in _terms(panel)
    assert not (tmp_path / "naming-sample.yml").exists()
    _do(panel, "undo")
    assert panel.names.said == "There is no step to take back."


def test_names_are_proposed_of_one_story_and_marked(panel):
    assert panel.names.stories[:2] == [
        "Port of Ordvik, June 2024",
        "Grelle tunnel train, September 2024",
    ]
    assert len(panel.names._part(2).documents) == 44
    panel.names.propose(0)
    new = [each for each in panel.names.concepts if each["state"] in ("proposed", "unsure")]
    assert 0 < len(new) <= 12 and not panel.names.is_wrong
    assert panel.names.aim == new[0]["id"]
    _do(panel, "keep", new[0]["id"])
    assert f"concept: {new[0]['name']}" in panel.sides[0].search.options
    _do(panel, "show", new[0]["id"])
    assert panel.sides[0].view.search == f"concept: {new[0]['name']}"


def test_names_of_one_person_are_shown_apart_and_gone_with_undo(panel):
    assert panel.names.identities == []
    panel.names.propose(0)
    assert ["Dorrin Aske", "Corranto 1, Pellin Valley Live 1, The Hadrin Letter 2"] in [
        [text, ", ".join(sorted(outlets.split(", ")))]
        for wordings in panel.names.identities
        for text, outlets in wordings
    ]
    assert all(len(wordings) > 1 for wordings in panel.names.identities)
    _do(panel, "undo")
    assert panel.names.identities == []


def test_a_form_moves_to_a_concept_that_is_typed(panel, tmp_path):
    _do(panel, "move", _row(panel, "TRAIN", "crash"), into="crews", name="victims")
    _do(panel, "move", _row(panel, "TRAIN", "derailment", "to derail"), into="OUT", name="")
    own = own_lexicon(tmp_path / "naming-sample.yml")[0]
    assert "victims" in own.labels("CREWS") and own.labels("OUT") == ["to derail"]
    assert own.labels("TRAIN") == ["accident", "derailment", "emergency"]


def test_a_panel_opens_with_the_names_of_its_file(panel, sample, tmp_path):
    _do(panel, "rename", _row(panel, "ACT"), name="DEED")
    again = explore(sample, folder=tmp_path, names=tmp_path / "naming-sample.yml")
    assert "concept: DEED" in again.sides[0].search.options


def test_what_cannot_be_done_is_said_and_nothing_is_lost(panel, tmp_path, monkeypatch):
    shown = panel.names.concepts
    _do(panel, "rename", _row(panel, "ACT"), name="RAID")
    assert panel.names.is_wrong and "Merge the two instead" in panel.names.said
    _do(panel, "merge", _row(panel, "ACT"), into="nothing")
    assert "There is no concept 'nothing'" in panel.names.said

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(analysis.files.os, "replace", full)
        _do(panel, "drop", _row(panel, "ACT"))
    assert panel.names.is_wrong and "No space left" in panel.names.said
    assert panel.names.concepts == shown and "ACT" in panel.desk.lexicons[0].concepts
    assert not (tmp_path / "naming-sample.yml").exists()
    _do(panel, "drop", _row(panel, "ACT"))
    assert not panel.names.is_wrong and "ACT" not in panel.desk.lexicons[0].concepts


def test_a_file_with_a_mistake_is_told_and_read_when_it_is_mended(sample, tmp_path):
    path = tmp_path / "naming-sample.yml"
    made = explore(sample, folder=tmp_path, names=path)
    path.write_text("ACT: [strike\n", "utf-8")
    made.sides[0].tabs.selected_index = TABS.index("Names")
    assert made.names.is_wrong and "naming-sample.yml: line" in made.names.said
    path.write_text("ACT:\n  strike: [strike]\n", "utf-8")
    made.names.begin()
    assert [each["name"] for each in made.names.concepts] == ["ACT"]


def test_a_message_in_another_form_does_nothing(panel):
    shown = panel.names.concepts
    for said in (
        {"kind": "drop"}, {"kind": "drop", "row": "0"}, {"kind": "keep", "row": 10**9},
        {"kind": "eval", "row": 0}, "drop", None,
    ):  # fmt: skip
        panel.names._heard(None, said, None)
    assert panel.names.concepts == shown


def test_a_release_has_no_names_by_hand_and_says_so(tmp_path):
    made = explore(load(ROOT / "data" / "wagner-2023"), folder=tmp_path,
                   names=tmp_path / "naming-wagner-2023.yml")  # fmt: skip
    made.sides[0].tabs.selected_index = TABS.index("Names")
    assert made.names.is_wrong and "text-free release" in made.names.said
    made.names.propose()
    assert "text-free release" in made.names.said


def test_hostile_names_are_text_and_go_by_numbers(tmp_path):
    hostile = [text for text in PAYLOADS.values() if "\ud800" not in text]
    texts = [(f"{p} outlet", f"The mill, {p}. The factory. A mill and a factory.") for p in hostile]
    made = corpus(texts, event=[hostile[n % 3] for n in range(len(hostile))])
    path = tmp_path / "naming-small.yml"
    path.write_text("".join(
        f"{json.dumps(p)}:\n  {json.dumps(p + ' label')}: [mill{n}]\n"
        for n, p in enumerate(hostile) if p.isprintable()
    ), "utf-8")  # fmt: skip
    panel = explore(made, folder=tmp_path, names=path)
    panel.sides[0].tabs.selected_index = TABS.index("Names")
    panel.names.propose()
    assert not panel.names.is_wrong
    for payload in hostile[:12]:
        first = panel.names.concepts[0]["id"]
        _do(panel, "rename", first, name=f"{payload} new")
        _do(panel, "move", panel.names.concepts[-1]["labels"][0]["id"], into=payload, name=payload)
        assert not panel.names.is_wrong, panel.names.said
    forms = {form.concept for form in own_lexicon(path)[0].forms}
    assert all(name.isprintable() for name in forms)


def test_the_scripts_make_text_nodes_and_ask_for_nothing():
    folder = ROOT / "analysis" / "workbench"
    script, style = ((folder / f"names.{end}").read_text("utf-8") for end in ("js", "css"))
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function("):
        assert word not in script
    for word in ("http", "import", "fetch", "url("):
        assert word not in style and (word == "import" or word not in script)


def test_two_sides_show_one_list(panel):
    panel.beside.value = True
    other = panel.sides[1]
    other.search.value = "concept: RAID"
    _do(panel, "drop", _row(panel, "RAID", "raid"))
    assert "raid" not in set(other._rates["term"])
    assert replace(other.view, search="") == View(by=other.view.by)
