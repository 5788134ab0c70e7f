"""Reported speech: a table of invented sentences that grows without Python, polls, the weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis.corpus.load import LEXICONS
from analysis.corpus.quote import load_speech, quotations
from analysis.schema import SEGMENTS

TABLE = Path(__file__).parent / "language" / "paraphrase.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
SPEECH = load_speech(LEXICONS)


def read(text: str, speech=SPEECH) -> pd.DataFrame:
    """Find the quotations of a text of one paragraph."""
    documents = pd.DataFrame({"document_id": ["a"], "source": [text]})
    segment = ("a", 0, len(text), "body", "test")
    table = quotations(documents, pd.DataFrame([segment], columns=SEGMENTS.names), speech)
    return table.sort_values("start", kind="stable")


@pytest.mark.parametrize("case", CASES, ids=[case["sentence"] for case in CASES])
def test_a_sentence_reports_what_the_table_says(case):
    table = read(case["sentence"])
    said = table[table["kind"] == "indirect"][["text", "speaker", "cue"]]
    assert said.to_numpy().tolist() == case["said"]


def test_what_a_poll_shows_is_a_poll_s_finding_whatever_the_verb():
    rows = read("A new poll shows that most drivers want the bridge.")
    assert rows[["speaker", "cue_class"]].to_numpy().tolist() == [["A new poll", "poll"]]
    assert read("Varn shows that the bridge is old.")["cue_class"].tolist() != ["poll"]


def test_a_finding_that_nothing_speaks_for_is_dropped_and_kept_without_weights():
    sentence = "The crane was projecting calm and demanding more."
    assert read(sentence).empty
    assert not read(sentence, replace(SPEECH, weights={})).empty


def test_confidence_says_how_often_such_a_speaker_is_right():
    said = read("Varn said the bridge was safe.")["confidence"].item()
    guessed = read("Varn walked by the “sad old ruin of a town” in the rain.")["confidence"].item()
    assert guessed < 0.6 < 0.8 < said <= 1


def test_no_sign_of_the_weights_is_a_run_of_words():
    for weights in SPEECH.weights.values():
        assert weights
        assert all(len(sign.split()) < 8 for sign in weights)
