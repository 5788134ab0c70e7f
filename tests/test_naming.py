"""Naming choices and frame cues: which words are found, and how they are counted."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.corpus import Corpus, load
from analysis.corpus.language.inflection import check_form, pattern, verb_forms
from analysis.corpus.lexicons.naming import Form, Lexicon, load_frames, load_naming, load_stopwords
from analysis.corpus.tokens import voices as voice
from analysis.corpus.tokens.encode import encode
from analysis.corpus.tokens.matches import Matches
from analysis.corpus.tokens.tokens import Bag
from analysis.measures.naming import (
    contested,
    form_places,
    frame_rates,
    frames,
    frames_apart,
    mentions,
    naming_shares,
    of_kind,
)
from analysis.measures.naming import find as finding
from analysis.schema import (
    COUNTED,
    FRAMES,
    MENTIONS,
    QUOTATIONS,
    CorpusError,
    RuleError,
    TableError,
    empty,
    shape,
)
from small import corpus

ROOT = Path(__file__).resolve().parents[1]


def lexicon(fold: bool = True, **labels: str) -> Lexicon:
    """Make a lexicon of one concept, EVENT: label = its forms, with commas between."""
    return Lexicon(
        tuple(
            Form("EVENT", "" if label == "no" else label, check_form(form), fold)
            for label, forms in labels.items()
            for form in forms.split(", ")
        )
    )


def found(text: str, words: Lexicon) -> list[tuple[str, str]]:
    """Find the mentions of a text: label and words."""
    rows = mentions(corpus([("A", text)]), words)
    return list(zip(rows["label"], rows["text"], strict=True))


def texts(text: str, form: str, fold: bool = True) -> list[str]:
    """Find the places of one form in a text, as printed."""
    return [words for _, words in found(text, lexicon(fold, label=form))]


# --- What a form matches


@pytest.mark.parametrize(
    ("part", "text", "printed"),
    [
        ("noun", "The attack ended. They attack the port. He will attack it.", ["attack"]),
        ("verb", "The attack ended. They attack the port. He will attack.", ["attack", "attack"]),
        ("", "The attack ended. They attack the port.", ["attack", "attack"]),
        ("either", "The attack ended. They attack the port.", ["attack", "attack"]),
        ("either", "The attack dogs of the port left.", []),
        # A headline of few words has verbs too.
        ("either", "Guild Attacks the Harbour\n\nIt is shut, the town said.", ["Attacks"]),
        # No head: it says of which kind another thing is.
        ("noun", "The attack dogs of the port left.", []),
        # Another word, though it ends with the same.
        ("noun", "The coup attack failed. A coup attempt failed.", ["attack"]),
    ],
)
def test_a_form_may_ask_for_a_noun_or_a_verb(part, text, printed):
    words = Lexicon(
        (Form("ACT", "attack", "to attack" if part == "verb" else "attack", True, part),)
    )
    assert [words for _, words in found(text, words)] == printed


def test_a_listed_noun_of_two_words_holds_no_noun_of_one():
    assert found("The cruise ship left. A ship was sold.", _nouns("ship")) == [("ship", "ship")]
    both = _nouns("ship", "cruise ship")
    assert found("The cruise ship left.", both) == [("cruise ship", "cruise ship")]


def _nouns(*texts):
    return Lexicon(tuple(Form("ACT", text, text, True, "noun") for text in texts))


def test_a_file_says_as_what_a_form_counts(tmp_path):
    file = tmp_path / "naming.yml"
    file.write_text(
        "ACT:\n  raid: {as: noun, fold: true, forms: [raid]}\n"
        "  strike: {as: either, fold: true, forms: [strike, to strike]}\n  blow: [blow]\n",
        encoding="utf-8",
    )
    parts = [(form.text, form.part) for form in load_naming(folder=tmp_path).forms]
    assert parts == [("raid", "noun"), ("strike", "either"), ("to strike", "either"), ("blow", "")]
    file.write_text("ACT:\n  raid: {as: adverb, forms: [raid]}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"naming.yml: ACT > raid > as"):
        load_naming(folder=tmp_path)


def test_a_form_is_found_as_a_whole_word_and_in_the_plural():
    text = "A rebel, rebels, rebellious, the arebel; a Rebel's."
    assert texts(text, "rebel") == ["rebel", "rebels", "Rebel"]
    assert texts("mutiny, mutinies, clash, clashes", "mutiny") == ["mutiny", "mutinies"]
    assert texts("a clash, two clashes", "clash") == ["clash", "clashes"]


def test_the_genitive_is_no_part_of_the_mention():
    assert texts("the regime's, the regime’s, the regimes' end", "regime") == [
        "regime",
        "regime",
        "regimes",
    ]
    assert texts("it can't, it can’t, it can", "can") == ["can"]


def test_a_verb_is_found_in_its_regular_forms():
    text = "They seize, seizes, seized, seizing the tugs; a seizure; to seize."
    assert texts(text, "to seize") == ["seize", "seizes", "seized", "seizing", "seize"]
    assert texts("She held on and marched on the port.", "to march on") == ["marched on"]
    assert verb_forms("panic")[2:] == ["panicked", "panicking"]
    assert verb_forms("die")[2:] == ["died", "dying"]
    assert verb_forms("agree")[2:] == ["agreed", "agreeing"]
    assert verb_forms("show")[2:] == ["showed", "showing"]


def test_a_star_takes_any_ending_and_none():
    text = "terror, terrorist, terrorising, terrorists'; counterterrorism"
    assert texts(text, "terror*") == ["terror", "terrorist", "terrorising", "terrorists"]


def test_capitals_count_unless_folded():
    text = "On March 20 they began a march. MARCH! March on."
    assert texts(text, "march", fold=False) == ["march"]
    assert texts(text, "march") == ["March", "march", "MARCH", "March"]


def test_a_space_matches_hyphens_line_breaks_and_hard_spaces_but_no_paragraph():
    text = "far right, far-right, far\u00a0right, far\u2011right, far, right, far – right"
    assert len(texts(text, "far right")) == len(texts(text, "far-right")) == 4
    whole = corpus([("A", "far right")])
    for gap, hits in (("\n", 1), ("\r\n   ", 1), ("\n\n", 0)):
        source = f"far{gap}right"
        documents = whole.documents.assign(source=source)
        segments = whole.segments.assign(end=len(source))
        one = replace(whole, documents=documents, segments=segments)
        assert len(mentions(one, lexicon(label="far right"))) == hits


def test_scare_quotes_within_a_form_do_not_hide_it():
    assert texts('his "march" on Ordvik', "march on Ordvik") == ['march" on Ordvik']
    assert texts("his ‘march’ on Ordvik", "march on Ordvik") == ["march’ on Ordvik"]
    assert texts("the “mutiny”", "mutiny") == ["mutiny"]


def test_curly_and_straight_apostrophes_are_the_same():
    assert texts("a coup d’état, a coup d'état", "coup d’état") == ["coup d’état", "coup d'état"]


def test_a_compound_holds_its_words():
    assert texts("a rebel-held town, anti-rebel forces", "rebel") == ["rebel", "rebel"]


def test_offsets_point_into_the_source_beyond_the_basic_plane():
    one = corpus([("A", "🚢🚢 the mutiny")])
    row = mentions(one, lexicon(label="mutiny")).iloc[0]
    assert (row["start"], row["end"]) == (7, 13)
    assert one.documents["source"][0][7:13] == "mutiny"


# --- Which form wins


def test_the_longest_form_of_a_concept_wins():
    words = lexicon(plain="uprising", armed="armed uprising", group="uprising of the guard")
    assert found("an armed uprising", words) == [("armed", "armed uprising")]
    assert found("an armed uprising of the guard", words) == [("group", "uprising of the guard")]


def test_what_is_no_mention_hides_the_forms_within_it():
    words = lexicon(no="mercenary leader, star wars", mercenaries="mercenary", war="war")
    text = "The mercenary leader hired mercenaries for a war, not for Star Wars."
    assert [label for label, _ in found(text, words)] == ["mercenaries", "war"]


def test_among_equals_the_first_in_the_lexicon_wins():
    words = lexicon(verb="to strike", noun="strike")
    assert found("They strike.", words) == [("verb", "strike")]


def test_among_equals_no_mention_wins_wherever_it_stands():
    words = lexicon(right="right", no="rights")
    assert found("the right and the rights", words) == [("right", "right")]


def test_one_mention_counts_under_one_concept_the_longest():
    words = Lexicon(
        (
            Form("EVENT", "mutiny", "Wagner mutiny", True),
            Form("WAGNER", "Wagner", "Wagner", False),
        )
    )
    rows = mentions(corpus([("A", "The Wagner Mutiny ended.")]), words)
    assert rows["text"].tolist() == ["Wagner Mutiny"]


def test_no_mention_crosses_a_segment_nor_hides_one_that_does_not():
    words = lexicon(plain="march", long="march on Ordvik")
    assert found("They march\non Ordvik", words) == [("plain", "march")]


def test_furniture_is_not_searched():
    whole = corpus([("A", "A mutiny.\nThe mutiny failed.")])
    segments = whole.segments.assign(label=["boilerplate:share", "title"])
    tokens = encode(whole.documents, voice.stretches(segments, whole.quotations))
    part = replace(whole, segments=segments, tokens=tokens)
    rows = mentions(part, lexicon(label="mutiny"))
    assert rows["start"].tolist() == [14]


def test_mentions_rest_on_the_words_as_printed_whatever_is_counted():
    whole = corpus(
        [("A", "Rebels of the “armed mutiny” rebelled."), ("B", "An armed-mutiny story.")]
    )
    names = lexicon(armed="armed mutiny", plain="mutiny, rebel")
    assert mentions(whole.stemmed(), names).equals(mentions(whole, names))
    assert mentions(whole, names)["label"].tolist() == ["plain", "armed", "armed"]
    assert mentions(whole.select(voice="quoted"), names)["label"].tolist() == ["armed"]


FORMS = ["war", "war of", "of words", "words war of", "war of words war"]


@given(st.lists(st.sampled_from(["war", "of", "words", "the"]), max_size=12))
def test_what_is_found_is_what_a_reader_with_a_pencil_finds(words: list[str]):
    text = " ".join(words) or "none"
    spans = [
        (at, at + len(form))
        for form in FORMS
        for at in range(len(text))
        if f" {text} "[at : at + len(form) + 2] == f" {form} "
    ]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end))
    rows = mentions(corpus([("A", text)]), lexicon(label=", ".join(FORMS)))
    assert list(zip(rows["start"], rows["end"], strict=True)) == sorted(kept)
    assert [text[start:end] for start, end in sorted(kept)] == rows["text"].tolist()


WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
PIECES = ["rebel", "Rebels", "anti", "coup", "état", "d", "s", "of", "Inc", "terrorist", "🚢"]
PIECES += [".", " ", " ", "-", "'", "’", "“", "\n", " of the "]
CASES = {"rebel": True, "coup d'état": True, "Inc.": False, "terror* coup": True, "of the": True}
CASES |= {"rebel of the coup": False, "anti-rebel": True, "s": True, "coup": False}


def pencilled(one: Corpus, words: Lexicon) -> list[tuple[int, int]]:
    """Find the mentions of one document word by word, without an index."""
    source, spans = one.documents["source"][0], []
    running = one.running_words()
    for start, end in zip(running["start"], running["end"], strict=True):
        inside = one.within(pd.DataFrame({"document_id": ["d000"], "start": start, "end": end}))
        stop = int(one.segments["end"][inside[0]])
        for word in WORD.finditer(source, start, end):
            for form in words.forms:
                match = regex.compile(pattern(form.text, fold=form.fold))
                hit = match.match(source, word.start(), stop)
                if hit and WORD.match(hit.group()).group() == word.group():
                    spans.append(hit.span())
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end))
    return sorted(kept)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.data())
def test_what_is_found_is_what_each_form_finds_also_where_a_voice_begins_within_a_word(
    pieces: list[str], data: st.DataObject
):
    text = "".join(pieces)
    whole = corpus([("A", text)])
    start, end = sorted(len("".join(pieces[: data.draw(st.integers(0, 14))])) for _ in range(2))
    assume(start < end)
    beside = [text[max(place - 1, 0) : place + 1] for place in (start, end)]
    # Within a word of letters: then the index may miss what a pencil finds.
    assume(not any(len(pair) > 1 and WORD.fullmatch(pair) for pair in beside))
    said = {c.name: "" if c.dtype == "str" else 0 for c in QUOTATIONS.columns}
    said |= {"document_id": "d000", "start": start, "end": end, "kind": "direct"}
    quotations = shape(pd.DataFrame([said]), QUOTATIONS)
    tokens = encode(whole.documents, voice.stretches(whole.segments, quotations))
    one = replace(whole, quotations=quotations, tokens=tokens)
    words = Lexicon(tuple(Form("EVENT", "label", form, fold) for form, fold in CASES.items()))
    rows = mentions(one, words)
    assert list(zip(rows["start"], rows["end"], strict=True)) == pencilled(one, words)
    assert [text[start:end] for start, end in pencilled(one, words)] == rows["text"].tolist()


# --- Counting


STORY = [
    ("A", "The mutiny failed. A mutiny?"),
    ("A", "An uprising."),
    ("B", "The revolt, an uprising."),
    ("C", "Quiet."),
]
CHOICES = lexicon(mutiny="mutiny", revolt="revolt", uprising="uprising")


def test_shares_are_of_the_groups_mentions_and_zeros_are_shown():
    story = corpus(STORY)
    shares = naming_shares(story, mentions(story, CHOICES), "origin")
    assert shares["label"].tolist() == ["mutiny", "uprising", "revolt"] * 3
    assert shares["frequency"].tolist() == [2, 1, 0, 0, 1, 1, 0, 0, 0]
    assert shares["document_frequency"].tolist() == [1, 1, 0, 0, 1, 1, 0, 0, 0]
    assert shares["documents"].tolist() == [2] * 3 + [1] * 6
    assert shares["share"].round(3).tolist()[:6] == [0.667, 0.333, 0, 0, 0.5, 0.5]
    assert shares["share"].isna().tolist()[6:] == [True] * 3


def test_mentions_of_documents_not_selected_are_left_out():
    story = corpus(STORY)
    shares = naming_shares(story.select(origin="B"), mentions(story, CHOICES), "origin")
    assert set(shares["group"]) == {"B"}
    assert shares["frequency"].sum() == 2


def test_a_corpus_without_mentions_or_groups_has_an_empty_table():
    story = corpus(STORY)
    none = mentions(story, lexicon(label="blockade"))
    assert naming_shares(story, none, "origin").empty
    assert frame_rates(story, frames(story, lexicon(label="blockade")), "origin").empty
    assert naming_shares(story, mentions(story, CHOICES), "event").empty
    assert contested(story, mentions(story, CHOICES), "event").empty


def test_a_choice_is_contested_where_two_groups_name_a_thing_in_two_ways():
    words = Lexicon((*CHOICES.forms, Form("CALM", "quiet", "quiet", True)))
    story = corpus(STORY)
    rows = contested(story, mentions(story, words), "origin")
    assert list(rows.columns) == MENTIONS.names
    assert rows["concept"].unique().tolist() == ["EVENT"]
    assert rows["label"].tolist() == ["mutiny", "mutiny", "uprising", "uprising", "revolt"]
    assert contested(story, mentions(story, words), "origin", most=0).empty


def test_frame_rates_are_per_thousand_words_of_the_group():
    story = corpus(STORY)
    rates = frame_rates(story, frames(story, CHOICES), "origin")
    assert rates["frequency"].tolist() == [3, 2, 0]
    assert rates["corpus_size"].tolist() == [7, 4, 1]
    assert rates["per_thousand"].round(1).tolist() == [428.6, 500.0, 0.0]


def test_a_wrong_table_is_named():
    story = corpus(STORY)
    with pytest.raises(TableError, match="naming_shares needs concept"):
        naming_shares(story, frames(story, CHOICES), "origin")


def test_a_release_gives_the_mentions_it_brings_and_says_so_if_it_brings_none():
    story = corpus(STORY)
    held = mentions(story, CHOICES).assign(text="")
    matrix, vocabulary = story.matrix()
    release = replace(story, tokens=Bag({"own": matrix}, vocabulary), held={"mentions": held})
    assert mentions(release, lexicon(label="nothing"))["label"].tolist() == held["label"].tolist()
    assert len(mentions(release.select(origin="B"), CHOICES)) == 2
    with pytest.raises(CorpusError, match=r"release without frames \(it brings mentions\)"):
        frames(release, CHOICES)


# --- The files


def written(folder: Path, text: str, name: str = "naming.yml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_labels_take_a_list_or_a_mapping_and_fold_where_told(tmp_path):
    text = (
        "EVENT:\n  fold: true\n  not: [Mutiny Bay]\n  a: [mutiny]\n  b: {fold: no, forms: [March]}"
    )
    forms = load_naming(folder=written(tmp_path, text)).forms
    assert [(form.label, form.text, form.fold) for form in forms] == [
        ("", "Mutiny Bay", True),
        ("a", "mutiny", True),
        ("b", "March", False),
    ]


def test_a_corpus_can_have_a_lexicon_of_its_own(tmp_path):
    written(tmp_path, "EVENT:\n  about: it\n  mutiny: [mutiny]")
    written(tmp_path, "EVENT:\n  strike: [strike]\nSHIP:\n  tug: [tug]", "naming-harbour.yml")
    assert load_naming(folder=tmp_path).concepts == ["EVENT"]
    own = load_naming("harbour", folder=tmp_path)
    assert own.concepts == ["EVENT", "SHIP"]
    assert own.labels("EVENT") == ["mutiny", "strike"]
    assert dict(own.about)["EVENT"] == "it"
    assert own.only("SHIP").concepts == ["SHIP"]
    with pytest.raises(RuleError, match=r"no 'SHIPS'.*Did you mean 'SHIP'"):
        own.only("SHIPS")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A:\n  x: [one two three four five six]", "A > x: .* has 6 words; at most 5"),
        ("A:\n  x: [un*e]", r"A > x: 'un\*e' is no form"),
        ("A:\n  x: ['\"march\"']", "A > x: .* is no form"),
        ("A:\n  x: [to seiz*]", "A > x: .* a whole verb"),
        ("A:\n  x: one", "A > x: it must be a list"),
        ("A:\n  x: []", "A > x: it is empty"),
        ("A:\n  x: {form: [one]}", "A > x > form: .* Did you mean 'forms'"),
        ("A:\n  fold: perhaps\n  x: [one]", "A > fold: it must be true or false"),
        ("A:\n  x: [one]\n  x: [two]", "line 3: the key 'x' stands twice"),
        ("A:\n  x: [one]\n  y: [one]", "A > y: 'one' stands under 'x' already"),
        ("A: [one]", "A: it must hold labels"),
        ("A:\n  x: [one", "line 2: expected"),
        ("[one]", "the file: it must be keys"),
    ],
)
def test_an_error_names_the_file_and_the_key(tmp_path, text, message):
    with pytest.raises(RuleError, match=rf"naming\.yml: {message}"):
        load_naming(folder=written(tmp_path, text))


def test_one_wrong_form_is_one_error(tmp_path):
    with pytest.raises(RuleError) as error:
        load_naming(folder=written(tmp_path, "A:\n  x: [un*e]"))
    assert len(str(error.value).splitlines()) == 1


def test_a_missing_file_is_named_with_those_there_are(tmp_path):
    written(tmp_path, "A:\n  x: [one]")
    with pytest.raises(RuleError, match=r"frames\.yml: there is no such file.*naming\.yml"):
        load_frames(folder=tmp_path)


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path):
    text = "VOTE:\n  no: [no, 24]\n  yes: ['yes', null]"
    assert [form.text for form in load_naming(folder=written(tmp_path, text)).forms] == [
        "no",
        "24",
        "yes",
        "null",
    ]


def test_stop_words_stand_once_in_small_letters(tmp_path):
    with pytest.raises(RuleError, match=r"stopwords\.yml: b: 'the' stands in a already"):
        load_stopwords(written(tmp_path, "a: [the]\nb: [the]", "stopwords.yml"))
    with pytest.raises(RuleError, match="a: 'The' is not one word in small letters"):
        load_stopwords(written(tmp_path, "a: [The]", "stopwords.yml"))


# --- The lexicons that are shipped


def test_the_shipped_frames_have_ten_to_thirty_cues_each():
    words = load_frames()
    asked = {"stability", "threat", "legitimacy", "internal affair", "partnership", "war"}
    generic = {"conflict", "responsibility", "human interest", "morality"}
    assert asked | generic <= set(words.concepts)
    cues = pd.Series([form.concept for form in words.forms if form.label]).value_counts()
    assert cues.between(10, 30).all()
    assert all(text for _, text in words.about)


def test_a_topic_stands_apart_from_a_frame(tmp_path):
    text = (
        "law:\n  kind: topic\n  precision: {right: 9, read: 10}\n  courts: [court]\n"
        "blame:\n  blame: [culprit]"
    )
    words = load_frames(folder=written(tmp_path, text, "frames.yml"))
    assert words.topics == {"law"}
    assert words.only("blame").topics == frozenset()
    story = corpus([("A", "The court named a culprit.")])
    rates = frame_rates(story, frames(story, words), "origin")
    assert of_kind(rates, words, "topic")[["frame", "right"]].to_numpy().tolist() == [
        ["law", "9 of 10"]
    ]
    assert of_kind(rates, words, "frame")[["frame", "right"]].to_numpy().tolist() == [["blame", ""]]


def test_a_list_has_one_of_two_kinds_and_no_more_right_than_read(tmp_path):
    for line, said in (("kind: theme", "kind"), ("precision: {right: 3, read: 2}", "3 right of 2")):
        with pytest.raises(RuleError, match=said):
            load_frames(folder=written(tmp_path, f"law:\n  {line}\n  c: [court]", "frames.yml"))


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Mirel Okonde works for the Alliance of Ferrymen.", []),
        ("The mayors announced an alliance of ferrymen.", ["alliance"]),
        ("It rained. Alliance and mistrust went hand in hand.", ["Alliance"]),
        ("“Alliance is the word,” she wrote to the ferrymen.", ["Alliance"]),
        ("Mayors Announce Alliance of Ferrymen", ["Alliance"]),
    ],
)
def test_a_capital_within_a_sentence_makes_a_name_and_no_cue(text, cues):
    words = Lexicon((Form("partnership", "allies", "alliance", True),))
    assert frames(corpus([("A", text)]), words)["text"].tolist() == cues
    topic = Lexicon(words.forms, topics=frozenset({"partnership"}))
    assert len(frames(corpus([("A", text)]), topic)) == 1


def test_every_shipped_list_of_cues_was_read_and_is_right_in_two_of_three():
    words = load_frames()
    assert {name for name, _, _ in words.precision} == set(words.concepts)
    assert all(read >= 20 and 3 * right >= 2 * read for _, right, read in words.precision)
    assert {"law and justice", "economy", "health and safety"} <= words.topics


@pytest.mark.parametrize(
    "text",
    [
        "The judges called the fee unconstitutional.",
        "The probe looked at interference in the harbour vote.",
        "A peaceful crowd walked along the quay.",
        "He left with his family before noon.",
        "The enemy of good soup is haste.",
        "Two victims were treated for burns.",
    ],
)
def test_what_was_wrong_in_most_lines_read_is_no_cue_of_a_frame(text):
    words = load_frames()
    found_cues = frames(corpus([("A", text)]), words)
    assert found_cues[~found_cues["frame"].isin(words.topics)].empty


def test_the_shipped_naming_choices_are_choices():
    words = load_naming()
    assert {"EVENT", "WAGNER", "PRIGOZHIN", "WAR"} <= set(words.concepts)
    assert all(len(words.labels(concept)) > 1 for concept in words.concepts)
    assert all(text for _, text in words.about)


def test_months_heads_of_government_and_composers_are_not_taken_for_the_story():
    words = load_naming().only("EVENT", "WAGNER", "PRIGOZHIN", "WAR")
    text = (
        "From March 20 to 22 the Prime Minister heard Richard Wagner, faced challenges at work, "
        "called the trade war a war of words and the Cold War history."
    )
    assert found(text, words) == []


def test_the_shipped_stop_words_hold_no_figures():
    words = load_stopwords().words
    assert {"the", "it's", "said"} <= words
    assert not any(character.isdigit() for word in words for character in word)
    assert not {"mutiny", "march", "support", "war"} & words


@pytest.fixture(scope="module")
def truth() -> dict[str, list[dict[str, object]]]:
    path = ROOT / "data" / "sample-marked" / "truth.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_planted_mention_of_the_sample_is_found_and_no_other(truth):
    segments = pd.DataFrame(truth["segments"]).assign(rule="truth")
    planted = pd.DataFrame(truth["mentions"])
    sample = replace(load("data/sample"), segments=segments)
    words = load_naming("sample").only(*planted["concept"].unique())
    columns = ["document_id", "start", "end", "concept", "label", "text"]
    ours = mentions(sample, words)[columns].sort_values(columns).reset_index(drop=True)
    theirs = planted[columns].sort_values(columns).reset_index(drop=True)
    assert ours.to_dict("records") == theirs.to_dict("records")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("naming", ROOT / "bench" / "naming.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_nineteen_of_twenty_mentions_in_the_real_pages_are_right(shared):
    bench = scorer()
    pages = load(shared / "corpora" / "wagner-2023")
    folder = shared / "benchmarks" / "wagner-2023"
    gold, _ = bench.read_gold(folder, pages.documents["document_id"])
    ours = mentions(pages, load_naming(pages.name).only(*bench.CONCEPTS))
    assert bench.overlapped(ours, gold).mean() >= 0.95
    assert set(gold["segment"]) <= set(COUNTED)
    tass = ours[ours["document_id"].str.startswith("003")]
    assert tass["label"].tolist() == ["events of June 24"] * 3


def test_of_equal_mentions_the_first_concept_of_the_lexicon_counts():
    words = Lexicon(
        (Form("STATE", "cabinet", "cabinet", True), Form("ARMS", "cabinet", "cabinet", True))
    )
    rows = mentions(corpus([("A", "The cabinet met.")]), words)
    assert rows["concept"].tolist() == ["STATE"]


def test_a_name_is_no_frame_cue():
    names = Lexicon((Form("ARMY", "men", "Ordvik mercenaries", True),))
    cues = Lexicon((Form("war", "mercenaries", "mercenaries", True),))
    articles = corpus([("A", "The Ordvik mercenaries left."), ("B", "Some mercenaries stayed.")])
    found = frames(articles, cues, mentions(articles, names))
    assert found["document_id"].tolist() == ["d001"]
    assert len(frames(articles, cues)) == 2


# --- What is known of where forms stand


_SENTENCES = st.lists(
    st.lists(st.sampled_from(["rebel", "march", "rebel march", "to", "“rebels”"]), max_size=6),
    min_size=1,
    max_size=6,
)
_SEVERAL = {"EVENT": "rebel march, march", "MEN": "rebel", "NONE": "tank"}


def _several(**concepts: str) -> Lexicon:
    return Lexicon(
        tuple(
            Form(concept, form, form, True)
            for concept, forms in concepts.items()
            for form in forms.split(", ")
        )
    )


@given(_SENTENCES, st.data())
def test_what_is_known_of_a_corpus_is_what_is_found_in_any_part_of_it(sentences, data):
    texts = [(f"outlet {n}", " ".join(words) or "-") for n, words in enumerate(sentences)]
    rows = data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=1).map(sorted))
    whole, words = corpus(texts), _several(**_SEVERAL)
    mentions(whole, words)
    part, fresh = (c.select(outlet=[texts[n][0] for n in rows]) for c in (whole, corpus(texts)))
    pd.testing.assert_frame_equal(mentions(part, words), mentions(fresh, words))
    pd.testing.assert_frame_equal(frames(part, words), frames(fresh, words))


def test_a_changed_or_added_concept_alone_is_looked_for_again(monkeypatch):
    looked = []
    places = finding._places
    monkeypatch.setattr(
        finding, "_places", lambda c, forms, p: looked.append(forms) or places(c, forms, p)
    )
    made = corpus([("A", "The rebel march ended."), ("B", "Rebels fled from tanks.")])
    mentions(made, _several(**_SEVERAL))
    assert [form.concept for form in looked.pop()] == ["EVENT", "EVENT", "MEN", "NONE"]
    changed = _several(**{**_SEVERAL, "MEN": "rebel, fled", "NEW": "ended"})
    rows = mentions(made, changed)
    assert [form.text for form in looked.pop()] == ["rebel", "fled", "ended"]
    assert list(rows["text"]) == ["rebel march", "ended", "Rebels", "fled", "tanks"]
    relabelled = Lexicon(tuple(replace(form, label="other") for form in changed.forms))
    assert set(mentions(made, relabelled)["label"]) == {"other"} and not looked


def test_places_are_kept_as_a_table_that_says_also_what_stands_nowhere():
    made = corpus([("A", "The rebel march ended."), ("B", "Rebels fled.")])
    words = _several(**_SEVERAL)
    table = form_places(made, [words])
    assert len(table["key"].unique()) == 3 and (table["document"] < 0).sum() == 3
    # "rebel march", "march" and "rebel" of the first, "Rebels" of the second.
    assert (table["document"] >= 0).sum() == 4
    assert form_places(made, [words]) is None
    opened = replace(made).knowing(Matches(lambda: table))
    assert form_places(opened, [words]) is None
    assert len(form_places(opened, [_several(MEN="rebel")])) == 3


def test_a_frame_that_one_group_cues_is_apart_by_documents_and_none_else_is():
    random = np.random.default_rng(7)
    texts = [
        (side, " ".join(random.choice(["calm", "tide", "quay", "bell"], 60).tolist() + words))
        for side, words in [("A", ["clash", "clash"]), ("B", ["calm", "calm"])]
        for _ in range(20)
    ]
    made = corpus(texts)
    cues = Lexicon(
        (
            Form("conflict", "clash", check_form("clash"), True),
            Form("order", "calm", check_form("calm"), True),
        )
    )
    table = frames_apart(made, frames(made, cues), "outlet").set_index(["group", "frame"])
    assert table.loc[("A", "conflict"), "p_family"] == 1 / 1000
    assert table.loc[("A", "conflict"), "log_ratio_low"] > 2
    assert table.loc[("A", "order"), "p_family"] > 0.05
    # What is more on one side is less on the other.
    both = table["log_ratio"].unstack("group")
    assert both["A"].tolist() == pytest.approx((-both["B"]).tolist())
    few = frames_apart(made.only(np.arange(16, 24)), frames(made, cues), "outlet")
    assert few["p_value"].isna().all() and len(few) == 4


def test_without_a_frame_or_a_second_group_nothing_is_apart():
    made = corpus([("A", "calm clash")])
    assert frames_apart(made, empty(FRAMES), "outlet").empty
