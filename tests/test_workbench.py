"""What the workbench answers, without JupyterLab: views, their tables, files and cells."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

import samestory as ss
from analysis.corpus import Corpus, load
from analysis.corpus.lexicons.naming import load_naming
from analysis.figures.linked import days_chart, rates_chart, spec_of
from analysis.measures.naming import mentions
from analysis.reports.drawing import picture
from analysis.reports.parameters import check_parameters, parameters
from analysis.schema import SamestoryError
from analysis.workbench import answers, sharing
from analysis.workbench import desk as desks
from analysis.workbench.desk import Desk
from analysis.workbench.selection import History, View, search_of, view_of
from analysis.workbench.sharing import Kept, State
from attacks import PAYLOADS
from small import corpus

ROOT = Path(__file__).parents[1]


def _with(made: Corpus, **columns: Sequence[str]) -> Corpus:
    return replace(made, documents=made.documents.assign(**columns))


MADE = corpus(
    [
        ("A", "the mill and the old mill"),
        ("A", "a mill burns “the mill is ours” and {mill workers go}"),
        ("B", "no mill by the lake\na new mill"),
        ("C", "a lake"),
    ]
)
MADE = _with(MADE, desk=["home", "world", "home", ""])
DESK = Desk(MADE)
LOOK = View("mill", "outlet")


@pytest.fixture(scope="module")
def sample() -> Desk:
    return Desk(load(ROOT / "data" / "sample"))


@pytest.mark.parametrize(
    ("text", "kind", "terms"),
    [
        ("mill", "words", ("mill",)),
        (" the  mill , lake,, mill*,lake", "words", ("the mill", "lake", "mill*")),
        ("concept: ACT", "concept", ("ACT",)),
        ("Frame:law and justice", "frame", ("law and justice",)),
        ("described: Hesk Morlan", "described", ("Hesk Morlan",)),
        ("concept:", "words", ("concept:",)),
        ("", "words", ()),
    ],
)
def test_the_search_box_takes_words_a_concept_or_a_frame(text, kind, terms):
    assert (search_of(text).kind, search_of(text).terms) == (kind, terms)


def test_a_view_is_the_same_after_json():
    view = View("mill, x", "desk", (("desk", ("home", "a=b")),), "2024-01-01", "", "own", "X")
    view = view.with_(picked=("A", "mill", "own"))
    assert view_of(json.loads(json.dumps(view.as_json()))) == view


@pytest.mark.parametrize(
    "content",
    [{"voice": "loud"}, {"facets": [1]}, {"facets": {"a": "b"}}, {"picked": ["A"]}, {"by": 3}],
)
def test_json_in_another_form_is_left_out(content):
    assert view_of(content) == View()


def test_steps_are_taken_back_one_by_one_and_the_same_view_is_no_step():
    history = History(LOOK).to(LOOK).to(LOOK.with_(voice="own")).to(LOOK.with_(by="desk"))
    assert history.back().now == LOOK.with_(voice="own")
    assert history.back().back().now == LOOK
    assert history.back().back().back() == History(LOOK)


def test_a_step_that_is_not_over_is_gone_on_with():
    history = History(LOOK).to(LOOK.with_(since="2024-01-01"))
    longer = history.instead(LOOK.with_(since="2024-01-02"))
    assert longer.back().now == LOOK
    assert longer.instead(LOOK) == History(LOOK)


def test_another_look_lets_go_of_the_bar_that_was_clicked():
    assert LOOK.with_(picked=("A", "mill", "own")).with_(voice="own").picked == ()


def test_a_facet_is_set_and_taken_away():
    view = LOOK.with_facet("desk", ("home",)).with_facet("outlet", ("A",))
    assert view.where() == ["desk=home", "outlet=A"]
    assert view.with_facet("desk", ()).where() == ["outlet=A"]


def test_rates_count_each_voice_of_each_group():
    table = answers.rates(DESK, LOOK)
    found = {(r.group, r.voice): r.frequency for r in table.itertuples()}
    assert found == {
        ("A", "own"): 3, ("A", "quoted"): 1, ("A", "paraphrase"): 1, ("B", "own"): 2, ("C", ""): 0,
    }  # fmt: skip
    assert table["documents_with"].tolist() == [2, 1, 1, 1, 0]


VIEWS = [
    LOOK,
    LOOK.with_(search="the mill, lake, mil*"),
    LOOK.with_(voice="own"),
    LOOK.with_(voice="quoted", search="the mill"),
    LOOK.with_facet("desk", ("home",)),
    LOOK.with_(by="desk"),
]


@pytest.mark.parametrize("view", VIEWS)
def test_rates_are_those_of_the_measure(view):
    limits = {"where": view.where(), "voice": view.voice}
    theirs = ss.rates(MADE.select(**limits), search_of(view.search).terms, by=view.by)
    wanted = theirs.set_index(["group", "term"])["per_million"] / 1000
    ours = answers.rates(DESK, view).groupby(["group", "term"])["per_thousand"].sum()
    assert ours.to_dict() == pytest.approx(wanted.to_dict())


@pytest.mark.parametrize("view", VIEWS)
def test_lines_are_those_of_the_concordance(view):
    ours = answers.all_lines(DESK, view)
    part = MADE.select(where=view.where(), voice=view.voice)
    theirs = [ss.concordance(part, term) for term in search_of(view.search).terms]
    places = {(r.document_id, r.start, r.end) for lines in theirs for r in lines.itertuples()}
    assert {(r.document_id, r.start, r.end) for r in ours.itertuples()} == places
    assert len(ours) == sum(map(len, theirs))


def test_a_page_holds_its_lines_and_knows_how_many_there_are():
    pages = [answers.lines(DESK, LOOK, number, size=3) for number in range(3)]
    assert [len(page.rows) for page in pages[:2]] == [3, 3]
    assert (pages[0].total, pages[0].pages) == (7, 3)
    assert answers.lines(DESK, LOOK, 99, size=3).number == 2
    starts = [(r.document_id, r.start) for page in pages for r in page.rows.itertuples()]
    assert starts == sorted(starts) and len(set(starts)) == 7


def test_a_line_says_whose_it_is_and_who_speaks():
    row = answers.lines(DESK, LOOK.with_(voice="quoted")).rows.iloc[0]
    assert row[["outlet", "left", "node", "voice", "speaker_id"]].tolist() == [
        "A", "a mill burns “the", "mill", "quoted", "X",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "column", "place"),
    [("left1", "left", -1), ("left2", "left", -2), ("right1", "right", 0), ("right2", "right", 1)],
)
def test_lines_are_sorted_by_a_word_beside_the_hit(order, column, place):
    for down in (False, True):
        rows = answers.lines(DESK, LOOK, order=order, down=down).rows
        words = ["".join(c for c in text if c not in "“”{}").split() for text in rows[column]]
        keys = [w[place] if -len(w) <= place < len(w) else "" for w in words]
        assert keys == sorted(keys, reverse=down)


@pytest.mark.parametrize("order", ["outlet", "date", "title", "voice", "speaker_id", "node"])
def test_lines_are_sorted_by_any_column(order, sample):
    rows = answers.lines(sample, View("port, ship*"), order=order, size=400).rows
    if order == "voice":
        rank = rows["voice"].map({"own": 0, "paraphrase": 1, "quoted": 2}).tolist()
        assert rank == sorted(rank)
    elif order != "node":
        values = rows[order].str.casefold().tolist()
        assert values == sorted(values)


def test_an_order_that_is_none_is_told():
    with pytest.raises(SamestoryError, match="left1"):
        answers.lines(DESK, LOOK, order="length")


def test_the_lines_of_a_bar_are_as_many_as_the_bar_says(sample):
    view = View("port, pilots, concept", "outlet")
    for row in answers.rates(sample, view).itertuples():
        picked = view.with_(picked=(row.group, row.term, row.voice))
        if row.voice:
            assert answers.lines(sample, picked).total == row.frequency


@pytest.mark.parametrize("search", ["concept: act", "frame: law and justice"])
def test_names_and_frames_are_counted_and_listed(sample, search):
    view = View(search, "outlet")
    table = answers.rates(sample, view)
    kind, column = ("naming", "concept") if "concept" in search else ("frames", "frame")
    theirs = getattr(ss, kind)(sample.corpus, "outlet")
    theirs = theirs[theirs[column].str.casefold() == search.split(": ")[1]]
    assert table["frequency"].sum() == theirs["frequency"].sum() > 0
    assert len(answers.all_lines(sample, view)) == table["frequency"].sum()
    assert answers.lines(sample, view, order="left1").total == table["frequency"].sum()


def test_a_speaker_limits_articles_and_lines(sample):
    name = sample.speakers[0]
    rows = answers.all_lines(sample, View("port", speaker=name))
    assert set(rows["speaker_id"]) == {name}
    whole = answers.all_lines(sample, View("port"))
    assert len(rows) == (whole["speaker_id"] == name).sum()


def test_days_keep_the_articles_that_select_keeps(sample):
    view = View("port", since="2024-06-05", until="2024-06-08")
    kept = sample.corpus.select(since=view.since, until=view.until).documents
    assert int(sample.mask(view).sum()) == len(kept)
    assert len(sample.part(view).documents) == len(kept)


def test_over_time_adds_up_and_a_brush_says_its_days(sample):
    table = answers.over_time(sample, View("port", since="2024-06-05"))
    theirs = ss.measures.trend(sample.corpus, "port", by="outlet", grain="day")
    theirs = theirs[theirs["documents"] > 0].set_index(["group", "period"])["frequency"]
    assert table.set_index(["group", "period"])["frequency"].to_dict() == theirs.to_dict()
    days = sorted(set(table["period"]))
    low, high = (1000 * pd.Timestamp(day).timestamp() for day in days[1:3])
    assert answers.days_of(sample, days, low, high) == (days[1], days[2])
    assert answers.days_of(sample, days, 1, 2) == ("", "")


def test_words_near_a_word_are_compared_between_two_groups(sample):
    table = answers.near(sample, View("port"), "Corranto", "TOLTA")
    theirs = ss.collocates(sample.corpus.select(outlet="TOLTA"), "port").set_index("collocate")
    row = table.set_index("collocate").loc["reopened" if "reopened" in theirs.index else "ordvik"]
    assert row["log_dice · TOLTA"] == pytest.approx(theirs["log_dice"].get(row.name, 0.0))
    assert table["difference"].is_monotonic_decreasing


def test_a_group_is_not_compared_with_itself(sample):
    with pytest.raises(SamestoryError, match="Two different groups of outlet"):
        answers.near(sample, View("port"), "TOLTA", "TOLTA")


def test_a_selection_is_set_against_the_rest_of_the_corpus(sample):
    said, words = answers.apart(sample, View("x").with_facet("outlet", ("TOLTA",)))
    assert said == "the 13 selected articles against the other 31"
    assert "measures" in set(words["term"])
    theirs = ss.measures.keyness(sample.corpus, ss.Comparison("TOLTA", by="outlet"))
    merged = words.merge(theirs, on="term", suffixes=("", "_theirs"))
    assert (merged["log_ratio"] == merged["log_ratio_theirs"]).all() and len(merged) == len(words)


def test_the_largest_group_is_set_apart_where_all_articles_are_selected(sample):
    assert answers.apart(sample, View("x"))[0] == "outlet Corranto against all others"


def test_an_article_is_whole_and_marked(sample):
    name = "corranto-01"
    pieces = answers.article(sample, View("port"), name)
    source = sample.corpus.documents.set_index("document_id").loc[name, "source"]
    assert "".join(piece.text for piece in pieces) == source
    kinds = {kind for piece in pieces for kind in piece.kinds}
    assert {"title", "furniture", "own", "paraphrase", "quoted", "name", "hit"} <= kinds
    rows = answers.all_lines(sample, View("port"))
    for start, end in rows.loc[rows["document_id"] == name, ["start", "end"]].to_numpy():
        assert any("hit" in p.kinds and start <= p.start < end for p in pieces)


def test_the_first_look_is_at_what_goes_by_several_names_else_at_frequent_words(sample):
    first = sample.first()
    assert (first.by, first.search) == ("outlet", "concept: ACT")
    assert sample.frequent[:3] == ["port", "pilots", "harbour"]
    assert "mill" in Desk(MADE).first().search


def test_names_are_not_looked_for_in_a_large_corpus_before_the_panel_is_up(monkeypatch):
    made = corpus([("A", "A rebellion in the port."), ("B", "A mutiny in the port.")] * 3)
    assert Desk(made).first().search == "concept: EVENT"
    monkeypatch.setattr(desks, "_SMALL", 5)
    large = corpus([("A", "A rebellion in the port."), ("B", "A mutiny in the port.")] * 3)
    assert Desk(large).first().search.startswith("port")
    # Kept beside a store they cost nothing.
    mentions(large, load_naming("small"))
    assert Desk(large).first().search == "concept: EVENT"


def test_a_search_for_names_says_how_far_it_is():
    steps = []
    desk = Desk(corpus([("A", "A mutiny in the port.")]), lambda *step: steps.append(step))
    assert len(desk.everywhere("concept: EVENT")) == 1
    assert steps == [("find names", 0, 1)]


def test_a_corpus_without_outlets_is_looked_at_by_another_column():
    made = _with(corpus([("A", "a mill"), ("A", "a lake")]), desk=["home", "world"])
    assert Desk(made).first().by == "desk"


def test_a_release_has_numbers_and_says_what_it_lacks():
    desk = Desk(load(ROOT / "data" / "wagner-2023"))
    view = desk.first()
    assert view.search == "concept: EVENT" and answers.rates(desk, view)["frequency"].sum() > 0
    view = view.with_(search="china, russia")
    theirs = ss.rates(desk.corpus, search_of(view.search).terms, by="outlet")
    assert answers.rates(desk, view)["frequency"].sum() == theirs["frequency"].sum()
    assert len(answers.over_time(desk, view)) and len(answers.who_speaks(desk, view))
    for ask in (answers.lines, answers.near):
        with pytest.raises(SamestoryError, match="text-free release"):
            ask(desk, view)
    with pytest.raises(SamestoryError, match="text-free release"):
        answers.article(desk, view, desk.corpus.documents["document_id"][0])
    with pytest.raises(SamestoryError, match="text-free release"):
        answers.rates(desk, view.with_(search="two words"))


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (View(""), "Type a word"),
        (View("concept: NOTHING"), "There is no concept"),
        (LOOK.with_facet("desk", ("sport",)), "'sport'"),
        (LOOK.with_(since="yesterday"), "2023-06-25"),
        (LOOK.with_(by="harbour"), "harbour"),
        (LOOK.with_(voice="loud"), "Allowed: own"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(view, words):
    with pytest.raises(SamestoryError, match=words):
        answers.rates(DESK, view)


def _run(code: str, desk: Desk) -> object:
    *before, last = code.split("\n")
    space = {"ss": ss, "corpus": desk.corpus}
    exec("\n".join(before), space)
    return eval(last, space)


CELLS = [
    View("port, ship*", "outlet"),
    View("port", "event", voice="own"),
    View("port", "outlet", (("outlet", ("TOLTA", "Corranto")),), "2024-06-03", "2024-06-10"),
    View("concept: act", "outlet", (("outlet", ("TOLTA",)),)),
    View("frame: law and justice", "outlet"),
]


@pytest.mark.parametrize("view", CELLS)
def test_a_cell_gives_the_numbers_of_the_view(sample, view):
    theirs = _run(sharing.cell(view), sample)
    ours = answers.rates(sample, view).groupby(["group", "term"])["frequency"].sum()
    assert theirs["frequency"].sum() == ours.sum() > 0
    if search_of(view.search).kind == "words":
        assert theirs.set_index(["group", "term"])["frequency"].to_dict() == ours.to_dict()
        lines = _run(sharing.cell(view, "lines"), sample)
        first = search_of(view.search).terms[0]
        assert len(lines) == ours.xs(first, level="term").sum()


def test_a_cell_with_a_speaker_runs(sample):
    view = View("port", "outlet", speaker=sample.speakers[0])
    table = _run(sharing.cell(view), sample)
    assert table.drop_duplicates("group")["documents"].sum() == sample.mask(view).sum()


@pytest.mark.parametrize("view", CELLS)
def test_a_report_has_parameters_that_its_notebook_takes(tmp_path, view):
    file, command, _ = sharing.report(view, "sample", "data/sample", tmp_path)
    notebook = command[command.index("--notebook") + 1]
    given = yaml.safe_load(file.read_text(encoding="utf-8"))
    declared = parameters(ROOT / "notebooks" / f"{notebook}.ipynb")
    values = check_parameters(declared, given)
    assert (values["by"], values["where"], values["voice"]) == (view.by, view.where(), view.voice)


def test_a_report_names_what_it_cannot_carry():
    view = View("port", speaker="Lunna Petrask").with_(picked=("A", "port", "own"))
    _, _, lost = sharing.parameters_of(view)
    assert len(lost) == 2 and "Lunna Petrask" in lost[0]
    assert "concept" in sharing.parameters_of(View("concept: ACT"))[2][0]


def test_a_command_is_safe_to_type():
    assert sharing.shell(["reports", "my corpus; rm"]) == "samestory reports 'my corpus; rm'"


def test_a_panel_is_written_down_and_read_again(tmp_path):
    path = sharing.state_file("My corpus/é", tmp_path)
    state = State((LOOK, LOOK.with_(by="desk")), (Kept("line", "n", LOOK, {"node": "mill"}),))
    sharing.write_state(path, state)
    assert path.parent == tmp_path and path.name.startswith("explore-")
    assert sharing.read_state(path, View("x")) == state


@pytest.mark.parametrize("text", ["", "[", "[]", '{"views": 3}', '{"views": [], "kept": [1]}'])
def test_a_file_that_cannot_be_read_opens_the_first_view(tmp_path, text):
    path = tmp_path / "explore-x.json"
    path.write_text(text, encoding="utf-8")
    assert sharing.read_state(path, LOOK) == State((LOOK,))


def test_what_the_corpus_has_no_more_is_no_longer_asked_for():
    view = View("mill", "gone", (("desk", ("home", "gone")), ("gone", ("x",))))
    (left,) = sharing.left(DESK, State((view,))).views
    assert (left.facets, left.by) == ((("desk", ("home",)),), "outlet")


HOSTILE = [text for text in PAYLOADS.values() if "\ud800" not in text]


def _attacked() -> Desk:
    texts = [(f"{p} outlet", f"{p}\nmill “{p}” {{{p}}} mill") for p in HOSTILE]
    made = _with(corpus(texts, title=HOSTILE), **{f"{HOSTILE[0]} column": HOSTILE})
    made.quotations["speaker_id"] = [
        HOSTILE[number % len(HOSTILE)] for number in range(len(made.quotations))
    ]
    return Desk(made)


def test_a_table_saved_holds_no_formula(tmp_path):
    table = pd.DataFrame({"=1+1": ["=cmd()", "+1", "-2", "@x", "a"], "n": 1})
    path = sharing.save_table(table, tmp_path / "t.csv")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["'=1+1", "n"]
    assert [row[0] for row in rows[1:]] == ["'=cmd()", "+1", "-2", "'@x", "a"]
    sheet = openpyxl.load_workbook(sharing.save_table(table, tmp_path / "t.xlsx")).active
    assert {cell.data_type for row in sheet.iter_rows(max_col=1) for cell in row} == {"s"}


def test_hostile_text_is_data_in_every_answer_and_chart():
    desk = _attacked()
    view = View("mill", "outlet")
    tables = [answers.rates(desk, view), answers.over_time(desk, view),
              answers.lines(desk, view).rows, answers.who_speaks(desk, view)]  # fmt: skip
    assert all(len(table) for table in (tables[0], tables[2], tables[3]))
    for chart in (rates_chart(tables[0]), days_chart(tables[1])):
        spec = spec_of(chart)
        named = {c.get(k) for c in spec["encoding"].values() for k in ("field", "title")}
        assert named <= {None, *"group term voice rate rank hover day times".split()}
        assert not {"url", "href", "image"} & {*spec["encoding"], *spec["data"]}
        assert b"<script" not in picture(spec, "svg")
    name = desk.corpus.documents["document_id"][0]
    assert "".join(p.text for p in answers.article(desk, view, name)).startswith(HOSTILE[0])
