"""Every rule of the language rooms reads its sentence: the table is `language/rules.yml`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.corpus.load import LEXICONS
from analysis.corpus.quote import load_speech, quotations
from analysis.schema import SEGMENTS, shape

TABLE = Path(__file__).parent / "language" / "rules.yml"
RULES = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
KEYS = {"rule", "text", "words", "voice", "speaker", "who", "cue"}
SPEECH = load_speech(LEXICONS)


def spoken(text: str) -> pd.DataFrame:
    """Find who says what in a text whose paragraphs are all of its body."""
    documents = pd.DataFrame({"document_id": ["a"], "source": [text]})
    segments, at = [], 0
    for paragraph in text.split("\n\n"):
        segments.append(("a", at, at + len(paragraph), "body", "test"))
        at += len(paragraph) + 2
    table = shape(pd.DataFrame(segments, columns=SEGMENTS.names), SEGMENTS)
    return quotations(documents, table, SPEECH)


@pytest.mark.parametrize("row", RULES, ids=[row["rule"] for row in RULES])
def test_a_rule_reads_its_sentence(row):
    table = spoken(row["text"])
    start = row["text"].index(row["words"])
    end = start + len(row["words"])
    if row["voice"] == "own":
        assert not ((table["start"] < end) & (table["end"] > start)).any()
        return
    exact = table[(table["start"] == start) & (table["end"] == end)]
    assert len(exact) == 1, table[["kind", "text", "speaker"]].values.tolist()
    found = exact.iloc[0]
    assert ("indirect" if found["kind"] == "indirect" else "quoted") == row["voice"]
    for key, column in (("speaker", "speaker"), ("who", "speaker_id"), ("cue", "cue")):
        if key in row:
            assert found[column] == row[key]


def test_the_table_says_what_it_means():
    assert len({row["rule"] for row in RULES}) == len(RULES) >= 80
    for row in RULES:
        assert {"rule", "text", "words", "voice"} <= set(row) <= KEYS, row["rule"]
        assert row["voice"] in ("quoted", "indirect", "own"), row["rule"]
        assert row["text"].count(row["words"]) >= 1, row["rule"]
