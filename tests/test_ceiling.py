"""No article is shown beyond what all pages together may show of it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis import figures
from analysis.corpus import load
from analysis.figures import shown
from analysis.figures.output import SAMESTORY
from analysis.figures.sentences import closing
from analysis.measures.concordance import lines
from analysis.measures.statement import statements
from analysis.measures.statement import variorum as word_diff
from analysis.reports import page as pages
from analysis.reports import parts
from analysis.reports.ceiling import LEAST, MANY, WEIGHTS, Ceiling, allowance, room, weight
from analysis.schema import ParameterError

ROOT = Path(__file__).resolve().parents[1]
counts = st.integers(0, 3_000)
shares = st.floats(0, 0.99)


def notebook(*outputs: figures.Output) -> NotebookNode:
    bundles = [output._repr_mimebundle_() for output in outputs]
    made = [new_output("display_data", data=bundle) for bundle in bundles]
    return new_notebook(cells=[new_code_cell("make()", outputs=made)])


def test_the_parts_of_all_pages_add_up_to_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    many = weight("0-overview", "", lists_stories=True)
    story = weight("0-overview", "port", lists_stories=False)
    assert many + story == pytest.approx(weight("0-overview", "", lists_stories=False))
    assert many == MANY


@given(counted=counts, title=st.integers(0, 60), share=shares)
def test_all_pages_together_may_show_no_more_than_the_allowance(counted, title, share):
    most = allowance(counted, share)
    assert most >= min(LEAST, counted)
    rooms = [room(counted, title, share, part) for part in WEIGHTS.values()]
    assert title + sum(rooms) <= max(most, title)


@given(counted=counts, title=st.integers(0, 60))
def test_a_share_of_one_is_no_ceiling(counted, title):
    assert room(counted, title, 1.0, 0.0) == float("inf")


@given(
    rooms=st.dictionaries(st.sampled_from("abc"), st.integers(0, 30), min_size=3),
    asked=st.lists(
        st.tuples(st.sampled_from("abc"), st.lists(st.integers(0, 50)), st.booleans()), max_size=40
    ),
)
def test_no_more_words_are_taken_than_there_is_room_for(rooms, asked):
    ceiling = Ceiling(dict(rooms))
    for name, at, whole in asked:
        before = set(ceiling.shown.get(name, set()))
        if whole:
            assert ceiling.take(name, at) == ({*at} <= ceiling.shown[name])
        else:
            kept = ceiling.first(name, at)
            assert {*at[:kept]} <= ceiling.shown.get(name, set())
        # What is there once is there for nothing.
        assert ceiling.take(name, before)
    for name, words in ceiling.shown.items():
        assert len(words) == rooms[name] - ceiling.room[name] <= rooms[name]


@given(text=st.text(alphabet="ab ,.“”-", max_size=60), kept=st.integers(0, 20))
def test_a_text_is_cut_after_its_first_words(text, kept):
    words = shown.places(text)
    assert shown.places(shown.cut(text, kept)) == words[:kept]


def line(start: int, node: str = "strike") -> dict[str, object]:
    near = {"left": "the", "node": node, "right": "at", "at": [start - 4, start, start + 7]}
    return {
        "id": f"l{start}", "left": "long before the", "node": node, "right": "at noon began",
        "at": [start - 16, start - 11, *near["at"], start + 10, start + 15], "near": near,
        "document_id": "a", "outlet": "Tolta", "date": "2023-06-24", "title": "“A title”",
        "voice": "", "start": start,
    }  # fmt: skip


def test_a_line_shrinks_to_its_hit_and_then_to_its_place():
    places = parts.Places(ceiling=Ceiling({"a": 10}))
    lined = [line(100), line(200), line(300), line(100)]
    numbers = [{"anchor": "x", "label": "x", "total": 4, "lines": [each["id"] for each in lined]}]
    content = {"title": "t", "numbers": numbers, "lines": lined[:3]}
    told = parts.evidence(places, content)["numbers"][0]
    assert [each["left"] for each in told["shown"]] == ["long before the", "the", ""]
    assert [each["node"] for each in told["shown"]] == ["strike", "strike", "…"]
    assert told["shown"][-1]["where"] == "Tolta, 2023-06-24, “A title”, at 300"
    assert places.ceiling.room == {"a": 0}


def test_a_variant_is_cut_after_the_words_that_fit():
    variant = {
        "pieces": [["equal", "the port", "the port"], ["replace", "will open", "is shut"]],
        "at": [[[0, 4], [50, 54]], [[9, 14], [59, 62]]], "document_id": "b", "base": "a",
    }  # fmt: skip
    fits = list(parts._that_fit(Ceiling({"a": 9, "b": 3}), variant))
    assert fits == [("equal", "the port", "the port"), ("replace", "will open", "is …")]
    fits = list(parts._that_fit(Ceiling({"a": 1, "b": 9}), variant))
    assert fits == [("equal", "the port", "the port"), ("delete", "will …", "")]
    assert list(parts._that_fit(Ceiling(), variant))[1] == ("replace", "will open", "is shut")


def test_words_of_articles_in_a_cell_are_cut_or_told_by_their_place():
    source = "The port is shut. Nobody knows for how long it will be."
    documents = pd.DataFrame(
        {"document_id": ["a"], "source": [source], "title": ["The port"], "words": [12]}
    )
    frame = pd.DataFrame({"claim": [source[:17], source[18:], "no words of it"]})
    made = shown.excerpted(figures.table(frame, title="t"), documents)
    assert made.content["articles"] == {"a": {"words": 12, "title": [0, 4]}}
    for left, last in ((12, source[18:]), (6, "Nobody knows …"), (4, "… (a at 18)")):
        told = parts.table(parts.Places(ceiling=Ceiling({"a": left})), made.content)
        assert [row[0]["text"] for row in told["rows"]] == [source[:17], last, "no words of it"]


@pytest.fixture(scope="module")
def sample():
    return load(ROOT / "data" / "sample")


def made_of(corpus, share: float) -> NotebookNode:
    """Show far more of each article than may be shown."""
    said = statements(corpus)
    terms = ["the", "of", "port", "and", "a"]
    return notebook(
        figures.variorum(said, word_diff(corpus, said), corpus.documents),
        figures.evidence(lines(corpus, terms), corpus.documents, title="Lines"),
        closing(corpus, "origin", excerpt_share=share),
    )


def taken(page: pages.Page) -> dict[str, set[int]]:
    return page.places.ceiling.shown


@pytest.mark.parametrize("share", [0.05, 0.6])
def test_pages_of_the_sample_keep_to_the_ceiling(sample, share):
    # The fictional articles are short: counted as longer ones, the share is more than 120 words.
    documents = sample.documents.assign(words=sample.documents["words"] * 4)
    made = made_of(dataclasses.replace(sample, documents=documents), share)
    together: dict[str, set[int]] = {}
    for stem in WEIGHTS:
        page = pages.build(made, stem=stem)
        assert not page.refused
        for name, words in taken(page).items():
            together.setdefault(name, set()).update(words)
    counted = dict(zip(documents["document_id"], documents["words"], strict=True))
    assert len(together) > 5
    for name, words in together.items():
        assert len(words) <= allowance(counted[name], share)
    whole = taken(pages.build(made_of(sample, 1.0), stem="0-overview"))
    assert sum(map(len, together.values())) < sum(map(len, whole.values()))


def test_a_share_of_one_shows_what_was_shown_without_a_ceiling(sample):
    made = made_of(sample, 1.0)
    bare = nbformat.from_dict(json.loads(json.dumps(made)))
    for output in bare.cells[0].outputs:
        output.data[SAMESTORY].pop("articles", None)
    here, there = (pages.build(each, stem="2-terms") for each in (made, bare))
    assert [block.content for block in here.blocks] == [block.content for block in there.blocks]


def test_the_same_articles_make_the_same_page(sample):
    one, other = (pages.build(made_of(sample, 0.1), stem="5-statements") for _ in range(2))
    assert repr(one.blocks) == repr(other.blocks)


def test_the_places_of_a_line_are_those_of_its_words(sample):
    content = figures.evidence(lines(sample, ["port"]), sample.documents, title="t").content
    sources = dict(zip(sample.documents["document_id"], sample.documents["source"], strict=True))
    for each in content["lines"]:
        source = sources[each["document_id"]]
        for part, at in ((each, each["at"]), (each["near"], each["near"]["at"])):
            text = " ".join(part[side] for side in ("left", "node", "right"))
            found = shown.places(text)
            assert len(found) == len(at)
            for here, there in zip(found, at, strict=True):
                assert source[there] == text[here]


def test_the_share_is_said_at_the_foot_and_must_be_a_share(sample):
    said = dict(closing(sample, "origin", excerpt_share=0.0).content["facts"])
    assert said["Shown of each article"] == (
        "at most a third of its words, or 120 where that is more, on all pages together"
    )
    with pytest.raises(ParameterError, match="between 0 and 1, not 2"):
        closing(sample, "origin", excerpt_share=2.0)
