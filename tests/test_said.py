"""Computed sentences: each is written only where the printed text bears it out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.corpus import Corpus
from analysis.figures import covered, said, sentences, stories
from analysis.figures.output import Output
from analysis.figures.sentences import units_said
from analysis.measures.coverage import named_alone
from analysis.measures.keyness import comparison_units
from analysis.measures.reuse import reuse
from analysis.measures.voice import quoted_most
from analysis.schema import KEYNESS, MENTIONS, empty
from small import corpus

LONG = "The pilots of Ordvik will return to their boats when the gates are opened again"
TUGS = "Nine tugs lay across the harbour mouth at dawn while their crews waited for a word. "


def told(output: Output) -> list[str]:
    return list(output.content["sentences"])


def by_speakers(made: Corpus, *speakers: str) -> Corpus:
    """Give each quotation its speaker."""
    return replace(made, quotations=made.quotations.assign(speaker_id=list(speakers)))


WORDS_30, WORDS_12 = ("ship " * 30).strip(), ("crew " * 12).strip()


@pytest.mark.parametrize(
    ("text", "speakers", "first"),
    [
        (f"“{WORDS_30},” said Ann Bell.\n“{WORDS_12},” said Bo Krail.",
         ["Ann Bell", "Bo Krail"], 30),
        # A lead of two words is none.
        (f"“{WORDS_12} {WORDS_12},” said Ann Bell.\n“{WORDS_12} a b c d e f g h,” said Bo Krail.",
         ["Ann Bell", "Bo Krail"], 0),
        # Nobody is named beside the longer quotation.
        (f"“{WORDS_30},” he said.\n“{WORDS_12},” said Bo Krail.", ["Ann Bell", "Bo Krail"], 0),
        # No printed name, one man under two names, and nobody beside the first.
        (f"“{WORDS_30},” a local source said.\n“{WORDS_12},” said Bo Krail.",
         ["local source", "Bo Krail"], 0),
        (f"“{WORDS_30},” said Ann Bell.\n“{WORDS_12},” said Mayor Bell.",
         ["Ann Bell", "Mayor Bell"], 0),
        (f"“{WORDS_30},” said Ann Bell.", ["Ann Bell"], 0),
        # An office is no part of a name.
        (f"“{WORDS_30},” said CEO Ann Bell.\n“{WORDS_12},” said Bo Krail.",
         ["CEO Ann Bell", "Bo Krail"], 0),
        # Who says four words beside her may be a term in marks.
        (f"“{WORDS_30},” said Ann Bell.\n“Ship to shore talks,” said Bo Krail.",
         ["Ann Bell", "Bo Krail"], 0),
    ],
)  # fmt: skip
def test_a_printed_name_is_quoted_most_where_no_unsure_word_can_change_it(text, speakers, first):
    rows = quoted_most(by_speakers(corpus([("A", text)]), *speakers), "outlet")
    assert rows["words"].tolist() == ([first] if first else [])
    if first:
        assert told(said.speakers_said(rows)) == [
            "A quotes Ann Bell more than anybody else: at least 30 words in quotation marks."
        ]


def test_a_text_free_release_says_nobody_is_quoted_most():
    made = by_speakers(corpus([("A", f"“{WORDS_30},” said Ann Bell.")]), "Ann Bell")
    blank = replace(made, documents=made.documents.assign(source=""))
    assert told(said.speakers_said(quoted_most(blank, "outlet"))) == []


def alone(*texts: tuple[str, str]) -> dict[str, list[str]]:
    """List who is named in one group alone; each “name” is a person."""
    made = corpus(texts, event=["port"] * len(texts))
    spans = made.quotations[["document_id", "start", "end", "text"]]
    rows = spans.assign(concept=spans["text"], label="person", voice="own", speaker_id="")
    return named_alone(made, "outlet", rows)


@pytest.mark.parametrize("second", ["bridge", ""])
def test_nobody_is_named_alone_where_there_are_several_stories(second):
    texts = [("Alpha", PERSON.format("Ann Bell", "Bell")), ("Beta", "Nobody came to the port.")]
    for event, expected in (("port", {"Alpha": ["Ann Bell"], "Beta": []}), (second, {})):
        made = corpus(texts, event=["port", event])
        spans = made.quotations[["document_id", "start", "end", "text"]]
        rows = spans.assign(concept=spans["text"], label="person", voice="own", speaker_id="")
        assert named_alone(made, "outlet", rows) == expected


PERSON = "A port.\n“{}” came to the harbour at noon and stayed there. Then {} left."


@pytest.mark.parametrize(
    ("name", "other", "is_alone"),
    [
        ("Ann Bell", "Nobody came to the port.", True),
        # Another group prints a word of the name, or one spelled much alike.
        ("Ann Bell", "A Mr Bell came to the port.", False),
        ("Ann Bell", "ANN came to the port.", False),
        ("Asabe Gonwell", "A Mrs Gonnwell came to the port.", False),
        # One word is no full name, and an outlet is nobody.
        ("Bell", "Nobody came to the port.", False),
        ("Ann Beta", "Nobody came to the port.", False),
        # Two names run into one, or a word in small letters, are no name of a person.
        ("Ann RobertsBo Krail", "Nobody came to the port.", False),
        ("Ann Harbour", "Nobody came to the port.", False),
    ],
)
def test_only_one_group_names_somebody_if_no_other_prints_any_word_of_the_name(
    name, other, is_alone
):
    found = alone(("Alpha", PERSON.format(name, name.split()[-1])), ("Beta", other))
    assert found == {"Alpha": [name] if is_alone else [], "Beta": []}


def test_who_is_named_once_or_in_a_list_of_links_or_with_an_article_is_nobody_named_alone():
    once = "A port.\n“Ann Bell” came to the harbour at noon and stayed there."
    assert alone(("Alpha", once), ("Beta", "Nobody."))["Alpha"] == []
    thing = "A port.\n“Ordvik Lions” won at noon, and the whole town saw it. The Lions left."
    assert alone(("Alpha", thing), ("Beta", "Nobody."))["Alpha"] == []
    credit = f"{PERSON.format('Ann Bell', 'Bell')} “Ann Bell” contributed to this report."
    assert alone(("Alpha", credit), ("Beta", "Nobody."))["Alpha"] == []
    links = "A port.\nMORE “Ann Bell” at the ball\nBell again"
    assert alone(("Alpha", links), ("Beta", "Nobody."))["Alpha"] == []


def test_only_here_is_said_of_one_story_and_an_empty_sentence_is_not_written():
    only = {"A": ["Ann Bell", "Bo Krail"], "B": []}
    assert told(covered.coverage_said(only, ["port", "port"])) == [
        "Only A names Ann Bell and Bo Krail."
    ]
    assert told(covered.coverage_said({"A": []}, ["port"])) == []
    for several in (["port", "bridge"], ["port", ""], ["", ""], ()):
        assert covered.coverage_said(only, several).content["kind"] == "banner"
    two = corpus([("A", "Ann Bell spoke."), ("B", "No.")], event=["port", "bridge"])
    assert named_alone(two, "outlet", empty(MENTIONS)) == {}


def test_groups_that_print_one_text_are_named_together():
    text = " ".join(f"On day {number} ship number {number} came in." for number in range(40))
    made = corpus([("A", text), ("B", text), ("C", text), ("D", "Quite another text.")])
    assert told(stories.lineage_said(reuse(made), made.documents)) == [
        "A, B and C print one text, quotations left out of account."
    ]
    other = " ".join(f"In week {number} pilot {number} went out." for number in range(40))
    two = corpus([("A", text), ("B", text), ("B", other), ("C", other)])
    assert told(stories.lineage_said(reuse(two), two.documents)) == [
        "A and B print one text, quotations left out of account.",
        "B and C print one text, quotations left out of account.",
    ]
    short = corpus([("A", TUGS * 3), ("B", TUGS * 3)])
    assert told(stories.lineage_said(reuse(short), short.documents)) == []


def test_what_the_tests_count_once_or_leave_out_is_a_note_and_else_there_is_none():
    text = TUGS * 8
    texts = [("A", text), ("B", text)] + [
        (o, f"{text[:n]} {o}") for n in range(400, 406) for o in "AB"
    ]
    made = corpus(texts)
    cluster = pd.Series(["copy", "copy", *[""] * 12])
    note = units_said(comparison_units(made, "outlet", "A", "B", cluster=cluster)).plain
    assert note == "Counted, but not in the test: A 2 printed on both sides."
    assert units_said(comparison_units(made, "outlet", "A", "B")).plain == ""


def test_little_is_said_of_what_is_set_aside():
    makeup = pd.DataFrame({"group": ["Alpha", "Beta"], "share_counted": [0.8, 0.3]})
    documents = pd.DataFrame({"document_id": ["d0", "d1"], "outlet": ["Alpha", "Beta"]})
    none = documents.head(0)
    assert told(sentences.set_aside(makeup, none, documents)) == [
        "Less than half of the characters is counted of Beta (30%)."
    ]
    assert told(sentences.set_aside(makeup.head(1), none, documents)) == []
    assert told(sentences.set_aside(makeup.head(1), documents, documents)) == [
        "More than 70 % of the words are set aside on pages of Alpha (1 page) and Beta (1 page)."
    ]
    assert len(told(sentences.set_aside(makeup.tail(1), documents.tail(1), documents))) == 1


def test_of_words_that_were_not_tested_or_do_not_differ_nothing_is_said():
    row: dict[str, object] = {column.name: "" for column in KEYNESS.columns}
    row |= {"target": "A", "reference": "the rest", "term": "coup", "log_ratio": 2.0}
    found = pd.DataFrame([row | {"p_family": value} for value in (0.01, 0.6)])
    assert told(sentences.set_apart(found)) == [
        "A against the rest: of 2 words tested 1 differs (p ≤ .05 over all words). More: coup."
    ]
    assert told(sentences.set_apart(found.tail(1))) == []
    assert told(sentences.set_apart(found, names={"coup"})) == []
    assert told(sentences.set_apart(found.assign(p_family=float("nan")))) == []


def test_what_was_loaded_is_a_short_note_and_what_is_known_of_all_is_not_said():
    days = pd.to_datetime(["2031-04-01", "2031-04-02"])
    pairs = [("A", "one two"), ("B", "three")]
    exact = corpus(pairs, published_earliest=list(days), published_latest=list(days))
    note = str(sentences.loaded(exact, "outlet").content["text"])
    assert "are counted" in note
    assert "day" not in note
    wide = corpus(pairs, published_earliest=[days[0], None], published_latest=[days[1], None])
    note = str(sentences.loaded(wide, "outlet").content["text"])
    assert note.endswith("Of 2 articles the day of publication is not known.")
