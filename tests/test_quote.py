"""Quotations, speakers and cues: fictional sentences, the sample's truth, laws, real offsets."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import load
from analysis.corpus.load import LEXICONS
from analysis.corpus.quote import load_speech, quotations
from analysis.schema import DOCUMENTS, INTEGER, SEGMENTS, shape

ROOT = Path(__file__).resolve().parents[1]
TRUTH = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
SPEECH = load_speech(LEXICONS)


def _found(*paragraphs: str) -> pd.DataFrame:
    """Find the quotations of one text; every paragraph is a body segment."""
    source, spans = "\n\n".join(paragraphs), []
    start = 0
    for paragraph in paragraphs:
        if paragraph.strip():
            spans.append(("d", start, start + len(paragraph), "body", "test"))
        start += len(paragraph) + 2
    row: dict[str, object] = {c.name: 0 if c.dtype == INTEGER else "" for c in DOCUMENTS.columns}
    row |= {"document_id": "d", "source": source}
    row |= {"published_earliest": pd.NaT, "published_latest": pd.NaT}
    documents = shape(pd.DataFrame([row]), DOCUMENTS)
    segments = shape(pd.DataFrame(spans, columns=SEGMENTS.names), SEGMENTS)
    table = quotations(documents, segments, SPEECH)
    for found in table.itertuples():
        assert source[found.start : found.end] == found.text
    return table


def _marked(*paragraphs: str) -> list[tuple[str, str]]:
    table = _found(*paragraphs)
    table = table[table["kind"] != "indirect"]
    return list(zip(table["text"], table["speaker"], strict=True))


@pytest.mark.parametrize(
    ("text", "quoted", "speaker"),
    [
        ('"The bridge is closed until spring," Mayor Tilda Varn said.', "The bridge", "Varn"),
        ('"The bridge is closed until spring," said Tilda Varn.', "The bridge", "Varn"),
        ("Tilda Varn said: “The bridge is closed until spring.”", "The bridge", "Varn"),
        ("«The bridge is closed until spring», Tilda Varn told reporters.", "The bridge", "Varn"),
        ('According to Tilda Varn, the bridge is "closed until spring".', "closed", "Varn"),
        ('"The bridge is closed until spring," Varn told the Harbour Post.', "The bridge", "Varn"),
    ],
)
def test_a_quotation_has_its_words_and_its_speaker(text, quoted, speaker):
    ((words, who),) = _marked(text)
    assert words.startswith(quoted)
    assert who.split()[-1] == speaker


def test_apostrophes_are_no_marks():
    assert _marked("Varn's bridge isn't the pilots' bridge, and it's closed.") == []


def test_a_one_word_scare_quote_is_kept():
    words = [text for text, _ in _marked('Critics mocked the "reform" that the mayor announced.')]
    assert words == ["reform"]


def test_an_unbalanced_mark_costs_one_quotation_not_the_article():
    table = _found(
        'Varn said: "The bridge is closed.',
        "Nobody was hurt in the night.",
        '"We will reopen it in spring," Tilda Varn said.',
    )
    direct = table[table["kind"] == "direct"]["text"].tolist()
    assert any(text.startswith("We will reopen") for text in direct)
    assert not any("Nobody was hurt" in text for text in direct)


def test_reported_speech_is_found_with_its_clause():
    table = _found("The ministry said that the bridge would stay closed until spring.")
    (row,) = table.itertuples()
    assert row.kind == "indirect"
    assert row.text.rstrip(".") == "the bridge would stay closed until spring"
    assert row.speaker.lower() == "the ministry"
    assert (row.cue, row.cue_class) == ("said", "neutral")


def test_the_class_of_a_cue_is_that_of_the_list():
    for verb, expected in (("claimed", "doubting"), ("noted", "factive")):
        table = _found(f"Tilda Varn {verb} that the bridge was safe.")
        assert table["cue_class"].tolist() == [expected]


pieces = st.lists(
    st.sampled_from(
        ["Varn said", '"', "“", "”", "‘", "’", "«", "»", "the bridge", "is shut", ".", ",", "that",
         "according to", "he", "told", ":", "\n", "'"]
    ),
    max_size=30,
)  # fmt: skip


@given(st.lists(pieces, min_size=1, max_size=3))
def test_no_text_breaks_it_and_every_span_lies_in_the_text(texts):
    paragraphs = [" ".join(words).replace("\n", " ") for words in texts]
    table = _found(*paragraphs)
    assert (table["start"] < table["end"]).all()
    assert (table["end"] <= len("\n\n".join(paragraphs))).all()
    assert table["confidence"].between(0, 1).all()


@pytest.fixture(scope="module")
def sample():
    return load("data/sample")


def _overlap(one: pd.Series, other: pd.Series) -> bool:
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return shared > 0.5 * max(one["end"] - one["start"], other["end"] - other["start"])


def test_the_quotations_in_marks_of_the_sample_are_found(sample):
    truth = pd.DataFrame(TRUTH["quotations"])
    truth = truth[truth["kind"] != "indirect"]
    found = sample.quotations[sample.quotations["kind"] != "indirect"]
    mine = {name: rows for name, rows in found.groupby("document_id")}
    hits = sum(
        any(_overlap(row, other) for _, other in mine[row["document_id"]].iterrows())
        for _, row in truth.iterrows()
        if row["document_id"] in mine
    )
    assert len(truth) > 100
    assert hits / len(truth) >= 0.9
    assert hits / len(found) >= 0.85


@pytest.mark.shared
def test_the_quotations_of_the_real_pages_are_exactly_those_marked_by_hand(shared):
    corpus = load(shared / "corpora/wagner-2023")
    expected, found = set(), set()
    for path in sorted((shared / "benchmarks/wagner-2023").glob("00?.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        expected |= {
            (path.stem, quote["start"], quote["end"])
            for quote in gold["quotes"]
            if quote["kind"] != "indirect" and quote["function"] != "boilerplate"
        }
    rows = corpus.quotations[corpus.quotations["kind"] != "indirect"]
    found = {(row.document_id[:3], row.start, row.end) for row in rows.itertuples()}
    assert len(expected) == 25
    assert found == expected
