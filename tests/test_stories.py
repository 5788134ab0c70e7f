"""Figures of stories: the variorum, lineage and coverage say what their tables hold."""

from __future__ import annotations

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.figures import covered, stories, variorum
from analysis.figures.output import Output
from analysis.figures.variorum import _MOST as SHOWN
from analysis.figures.variorum import HOW_TO_READ
from analysis.measures import coverage as cover
from analysis.measures.coverage.wording import ledes, of_several, wordings
from analysis.measures.event import events
from analysis.measures.reuse import lineage, reuse, runs
from analysis.measures.statement import openings, statements
from analysis.measures.statement import variorum as word_diff
from analysis.reports.export import SamestoryExporter
from analysis.schema import COVERAGE, MENTIONS, empty
from small import corpus

SAID = "The harbour will stay open to every ship of the sound this winter"
OTHER = "The harbour will remain open to every ship of the sound this winter"
HARBOUR = corpus(
    [
        ("A", f"A port. “{SAID}.”"),
        ("B", f"News. “{OTHER}.”"),
        ("C", "A <script>alert(1)</script> day. “open to every ship”"),
    ],
    event=["port", "port", "port"],
)


def page(*outputs: Output) -> str:
    """Render outputs as a report."""
    cells = [new_markdown_cell("# A page?")]
    for output in outputs:
        data = output._repr_mimebundle_()
        cells.append(new_code_cell("show", outputs=[new_output("display_data", data=data)]))
    notebook = new_notebook(cells=cells)
    nbformat.validate(notebook)
    html, resources = SamestoryExporter().from_notebook_node(notebook)
    assert resources["samestory"]["refused"] == []
    return html


def test_a_variorum_marks_what_was_put_in_and_left_out_in_signs_and_words():
    said = statements(HARBOUR)
    shown = variorum(said, word_diff(HARBOUR, said), HARBOUR.documents)
    assert "[stay] {remain}" in shown.plain or "[remain] {stay}" in shown.plain
    html = page(shown)
    assert '<del><span class="said">instead of: </span>' in html
    assert '<ins><span class="said">has: </span>' in html
    assert "of the sound this winter" in html


@pytest.mark.parametrize(("more", "said"), [(0, ""), (1, " Not shown: 1 more statement.")])
def test_a_variorum_says_how_many_statements_it_leaves_out(more, said):
    one = statements(HARBOUR)
    many = pd.concat([one.assign(statement_id=f"s{n:03}") for n in range(SHOWN + more)])
    drawn = variorum(many, word_diff(HARBOUR, one), HARBOUR.documents).content
    assert drawn["caption"].removeprefix(HOW_TO_READ) == said
    assert len(drawn["statements"]) == SHOWN


def test_what_an_article_prints_never_becomes_markup():
    html = page(
        stories.tellings(HARBOUR.documents, ledes(HARBOUR), empty(MENTIONS), HARBOUR.quotations),
        covered.coverage_table(
            cover.coverage(HARBOUR, "origin", empty(MENTIONS), cover.claims(HARBOUR)),
            title="Claims",
            caption="",
            texts=wordings(HARBOUR, cover.claims(HARBOUR)),
        ),
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "own 13%, paraphrase 0%, quoted 87%" in html


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("“Shut”", "own 0%, paraphrase 0%, quoted 100%"),
        ("“Shut” {now}", "own 0%, paraphrase 50%, quoted 50%"),
        ("…", "own 100%, paraphrase 0%, quoted 0%"),
    ],
)
def test_shares_of_voices_are_of_the_words_also_where_there_is_one_or_none(text, shares):
    made = corpus([("A", text), ("B", "The port is shut.")], event=["port", "port"])
    drawn = stories.tellings(made.documents, ledes(made), empty(MENTIONS), made.quotations)
    assert shares in str(drawn.content["rows"][0])


def test_a_piece_of_an_unknown_kind_is_refused_and_said():
    said = statements(HARBOUR)
    shown = variorum(said, word_diff(HARBOUR, said), HARBOUR.documents)
    content = {**shown.content}
    content["statements"] = [
        {**s, "variants": [{**v, "pieces": [["script", "", "x"]]} for v in s["variants"]]}
        for s in content["statements"]
    ]
    broken = Output(shown.mime, content, "", "")
    cell = new_code_cell("x", outputs=[new_output("display_data", data=broken._repr_mimebundle_())])
    _, resources = SamestoryExporter().from_notebook_node(new_notebook(cells=[cell]))
    assert resources["samestory"]["refused"] == [
        "a variorum is not in the form that the report knows"
    ]


def test_an_opening_has_five_cells():
    said = statements(HARBOUR)
    rows = stories.openings_table(openings(HARBOUR, said), HARBOUR.documents).content["rows"]
    assert all(len(row) == 5 for row in rows)


def test_no_text_no_variorum_but_a_reason():
    blank = HARBOUR.documents.assign(source="")
    said = statements(HARBOUR)
    shown = variorum(said, word_diff(HARBOUR, said), blank)
    assert shown.content["kind"] == "banner"
    assert "No article text" in shown.plain


def test_reprints_are_named():
    text = (
        "Nine tugs lay across the harbour mouth at dawn while their crews waited for a word. " * 3
    )
    made = corpus([("A", text), ("B", text), ("B", "Quite another text about a bridge.")])
    pairs = reuse(made)
    rows = stories.lineage_table(lineage(made, pairs), made.documents).content["rows"]
    assert [row[1] for row in rows] == ["A", "B"]
    assert stories.runs_table(runs(made, pairs), made.documents).content["rows"][0][0] == "A and B"


def test_coverage_is_one_mark_a_group_with_its_articles_beside_it_and_a_dash_for_none():
    table = cover.coverage(HARBOUR, "origin", empty(MENTIONS), cover.claims(HARBOUR))
    shown = covered.coverage_table(table, title="Claims", caption="Mine.")
    assert shown.content["kind"] == "matrix"
    assert shown.content["columns"] == ["A", "B", "C"]
    cells = [each for row in shown.content["rows"] for each in row["cells"]]
    assert {len(each["marks"]) for each in cells} == {0, 1}
    assert {each["count"] for each in cells if each["marks"]} == {1}
    assert {each["count"] for each in cells if not each["marks"]} == {0}
    assert {mark["voice"] for each in cells for mark in each["marks"]} == {"own", "quoted"}
    assert all(mark["link"] for each in cells for mark in each["marks"])
    assert "first" in shown.content["caption"]
    assert "–: not in these articles" in shown.content["caption"]
    html = page(shown)
    assert '<span class="none">–</span>' in html
    assert '<i class="k-quoted"></i>' in html
    assert (
        covered.coverage_table(empty(COVERAGE), title="t", caption="").content["kind"] == "banner"
    )
    claims = cover.claims(HARBOUR)
    several = of_several(table, claims, "claim_id")
    assert set(several["claim_id"]) < set(claims["claim_id"])


def test_of_many_groups_the_largest_have_a_column_and_the_others_are_counted():
    names = [chr(97 + number) for number in range(14)]
    sizes = [1, *[2] * 12, 3]
    texts = [
        (name, "Nine tugs lay across the harbour of Ordvik, where they had come to rest.")
        for name, size in zip(names, sizes, strict=True)
        for _ in range(size)
    ]
    made = corpus(texts, event=["port"] * len(texts))
    table = cover.coverage(made, "origin", empty(MENTIONS), cover.claims(made))
    shown = covered.coverage_table(table, title="Claims", caption="").content
    assert shown["columns"] == [*names[1:8], "n", "other groups"]
    last = [row["cells"][-1] for row in shown["rows"]]
    assert {(each["count"], each["note"]) for each in last} == {(6, "of 6 groups")}
    assert {row["cells"][-2]["note"] for row in shown["rows"]} == {"of 3"}
    assert shown["caption"].endswith("The 8 groups with the most articles have a column.")


def test_people_bodies_and_places_stand_under_their_kind_and_many_articles_are_a_number():
    made = corpus([("A", "Ann Bell of Ordvik spoke."), *[("B", "Ann Bell came.")] * 14])
    rows = [(f"d{n:03}", "Ann Bell", "person", 0, 8) for n in range(15)]
    rows.append(("d000", "Ordvik", "place", 12, 18))
    columns = ["document_id", "concept", "label", "start", "end"]
    named = pd.DataFrame(rows, columns=columns).assign(text="", voice="own", speaker_id="")
    table = cover.coverage(made, "origin", named, cover.claims(made))
    table = table[table["item_kind"] != "claim"]
    shown = covered.coverage_table(table, title="Who", caption="")
    assert [(row["section"], row["label"]) for row in shown.content["rows"]] == [
        ("People", "Ann Bell"),
        ("Places", "Ordvik"),
    ]
    html = page(shown)
    assert '<span class="count">14</span> <span class="aside">of 14</span>' in html
    assert "gauge" not in html[html.index('<figure class="matrix"') :]


def test_stories_are_listed_with_what_ties_them():
    found = events(HARBOUR)
    rows = stories.events_table(found, HARBOUR.documents).content["rows"]
    assert [row[:3] for row in rows] == [["port", "3", "A, B and C"]]
    assert stories.chosen("port", ["port"]).plain == "Only the event “port”."
    assert stories.chosen("port", ["port"], "story").plain == "Only the story “port”."
    told = ["port", "port", "mine", "mine", "fair", ""]
    assert stories.chosen("", told, "story").plain == (
        "All articles. 2 stories are told by several. Choose one with the parameter event."
    )
    assert (
        stories.chosen("", ["port", "port"]).plain == "All articles. One event is told by several."
    )
    assert stories.chosen("", ["", ""]).plain == "All articles. No event is told by several."
    assert stories.chosen("all", ["port"]).plain == "All articles, taken for tellings of one story."
