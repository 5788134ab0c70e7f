"""What was planted in the sample is found, what is even is not; its pages are read rightly."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import load
from analysis.measures.keyness import Comparison, comparison_units, keyness
from analysis.schema import ALPHA, COUNTED

ROOT = Path(__file__).resolve().parents[1]
TRUTH = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
PORT = "Port of Ordvik, June 2024"


@pytest.fixture(scope="module")
def sample():
    return load("data/sample")


@pytest.mark.parametrize("planted", TRUTH["planted"], ids=lambda p: f"{p['term']}-{p['reference']}")
def test_a_planted_word_is_found(sample, planted):
    reference = "" if planted["reference"] == "rest" else planted["reference"]
    comparison = Comparison(planted["target"], reference)
    row = keyness(sample.select(event=PORT), comparison).set_index("term").loc[planted["term"]]
    assert row["p_family"] <= ALPHA
    assert row["log_ratio"] > 1


@pytest.mark.parametrize("target", ["TOLTA", "The Hadrin Letter", "Corranto"])
def test_an_even_word_is_not_found(sample, target):
    table = keyness(sample.select(event=PORT), Comparison(target)).set_index("term")
    assert len(TRUTH["equal"]) >= 3
    for term in TRUTH["equal"]:
        assert table.loc[term, "p_family"] > ALPHA
        assert abs(table.loc[term, "log_ratio"]) < 1


def test_the_regional_site_has_too_few_documents_of_its_own(sample):
    sides = comparison_units(sample, "origin").set_index("target").loc["Pellin Valley Live"]
    assert (sides["units_target"], sides["units_reference"], sides["is_tested"]) == (2, 42, False)


@pytest.mark.parametrize("column", ["outlet", "agency", "origin", "chain"])
def test_credits_of_the_sample_are_right(sample, column):
    told = {row["document_id"]: row[column] or "" for row in TRUTH["documents"]}
    assert dict(zip(sample.documents["document_id"], sample.documents[column], strict=True)) == told


def test_what_is_counted_in_the_sample_is_what_is_article(sample):
    truth = pd.DataFrame(TRUTH["segments"])
    for document_id in sample.documents["document_id"]:
        spans = []
        for table in (sample.segments, truth):
            rows = table[(table["document_id"] == document_id) & table["label"].isin(COUNTED)]
            pairs = zip(rows["start"], rows["end"], strict=True)
            spans.append({place for start, end in pairs for place in range(start, end)})
        assert len(spans[0] ^ spans[1]) <= 15, document_id


def test_no_date_of_the_sample_is_wrong_and_all_are_known(sample):
    told = {row["document_id"]: row for row in TRUTH["documents"]}
    known = 0
    for row in sample.documents.itertuples():
        if pd.notna(row.published_earliest):
            first = pd.Timestamp(told[row.document_id]["published_earliest"])
            last = pd.Timestamp(told[row.document_id]["published_latest"])
            assert row.published_earliest <= last, row.document_id
            assert row.published_latest >= first, row.document_id
            known += 1
    assert known == len(sample.documents)
