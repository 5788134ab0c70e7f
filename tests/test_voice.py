"""Voice in counts, keyness, lines and mentions: marks of quotation are “…”, of paraphrase {…}."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Corpus
from analysis.corpus.tokens import voices as voice
from analysis.corpus.tokens.tokens import bag
from analysis.measures.collocation import collocates
from analysis.measures.concordance import concordance, with_sentences
from analysis.measures.frequency import counts, frequencies_of
from analysis.measures.keyness import Comparison, keyness
from analysis.measures.voice import cues, place_of, reported, speakers, voices
from analysis.schema import VOICES_ALLOWED, CorpusError
from small import corpus

STORY = corpus(
    [
        ("A", "The mutiny ended, {it was no “mutiny” but a march}, he said."),
        ("B", "A mutiny. “The mutiny failed.”"),
    ]
)

texts = st.lists(st.text(alphabet="ab “”{}\n.", max_size=30), min_size=1, max_size=4)


def _terms(name: str) -> list[str]:
    return STORY.select(voice=name).running_words()["term"].tolist()


def test_every_word_has_one_voice():
    assert _terms("own") == ["the", "mutiny", "ended", "he", "said", "a", "mutiny"]
    assert _terms("paraphrase") == ["it", "was", "no", "but", "a", "march"]
    assert _terms("quoted") == ["mutiny", "the", "mutiny", "failed"]


@given(texts)
def test_the_voices_add_up_to_all_words(lines):
    made = corpus([("A", text) for text in lines])
    parts = [made.select(voice=name) for name in VOICES_ALLOWED]
    assert sum(part.lengths() for part in parts).tolist() == made.lengths().tolist()
    words = made.running_words()
    for part, name in zip(parts, VOICES_ALLOWED, strict=True):
        pd.testing.assert_frame_equal(
            part.running_words(), words[words["voice"] == name].reset_index(drop=True)
        )
    shares = voices(made)
    assert shares["words"].sum() == made.lengths().sum()


@given(texts)
def test_stretches_cover_the_counted_segments_in_order(lines):
    made = corpus([("A", text) for text in lines])
    for segment in made.segments.itertuples():
        mine = made.stretches[made.stretches["segment"] == segment.Index]
        assert mine["start"].iloc[0] == segment.start
        assert mine["end"].iloc[-1] == segment.end
        assert (mine["start"].iloc[1:].to_numpy() == mine["end"].iloc[:-1].to_numpy()).all()


def test_counts_tell_the_voices_apart_and_add_up():
    table = counts(STORY)
    mutiny = table[table["term"] == "mutiny"].groupby("voice")["frequency"].sum()
    assert mutiny.to_dict() == {"own": 2, "quoted": 2}
    assert table["frequency"].sum() == STORY.lengths().sum()
    assert counts(STORY.select(voice="own"))["voice"].unique().tolist() == ["own"]


def test_a_phrase_in_two_voices_has_none():
    table = counts(STORY, 2).set_index("term")
    assert table.loc["no mutiny", "voice"] == ""
    assert table.loc["mutiny ended", "voice"] == "own"
    assert "no but" not in STORY.select(voice="paraphrase").matrix(2)[1].tolist()


def test_frequencies_and_keyness_say_which_voice_was_counted():
    own = STORY.select(voice="own")
    table = frequencies_of(own, "mutiny")
    assert table["frequency"].tolist() == [1, 1]
    assert table["voice"].tolist() == ["own", "own"]
    found = keyness(own, Comparison("A", "B", minimum_documents=1))
    assert found["voice"].unique().tolist() == ["own"]


def test_lines_say_who_is_speaking_and_show_the_words_of_all():
    hits = concordance(STORY, "mutiny", width=3)
    assert hits["voice"].tolist() == ["own", "quoted", "own", "quoted"]
    assert hits["speaker_id"].tolist() == ["", "X", "", "X"]
    quoted = concordance(STORY.select(voice="quoted"), "mutiny", width=3)
    assert quoted["left"].tolist() == ["it was no “", "A mutiny. “The"]


def test_collocates_of_one_voice_are_words_of_that_voice():
    quoted = collocates(STORY.select(voice="quoted"), "mutiny", minimum_frequency=1)
    assert quoted["collocate"].tolist() == ["failed", "the"]
    own = collocates(STORY.select(voice="own"), "mutiny", minimum_frequency=1)
    assert "failed" not in own["collocate"].tolist()


def test_the_sentence_of_a_span_is_the_one_it_stands_in():
    hits = with_sentences(STORY, concordance(STORY, "failed"))
    assert hits["sentence"].tolist() == ["“The mutiny failed.”"]


def test_a_known_speaker_without_a_side_is_not_unresolved():
    made = corpus([("A", "“one two” {three} four"), ("B", "“five”")])
    made.quotations.loc[made.quotations["document_id"] == "d001", "speaker_id"] = ""
    told = speakers(made).set_index("group")
    assert told.loc["A", ["speaker_id", "side"]].tolist() == ["X", "(no side listed)"]
    assert told.loc["B", ["speaker_id", "side"]].tolist() == ["(unresolved)", "(unresolved)"]


def test_a_bag_keeps_the_voices():
    held = bag(counts(STORY), STORY.documents)
    assert held.of_voice("own").lengths().tolist() == STORY.select(voice="own").lengths().tolist()
    assert held.lengths().tolist() == STORY.lengths().tolist()


def test_words_of_a_quotation_within_a_paraphrase_are_counted_once():
    spoken = STORY.quotations.set_index(["document_id", "kind"])["spoken"].to_dict()
    assert spoken == {("d000", "indirect"): 6, ("d000", "direct"): 1, ("d001", "direct"): 3}


def test_speakers_and_voices_of_groups_add_up():
    told = voices(STORY).set_index(["group", "voice"])["words"].to_dict()
    assert told[("A", "own")] == 5
    assert told[("A", "paraphrase")] == 6
    assert told[("B", "quoted")] == 3
    who = speakers(STORY).set_index("group")
    assert (who.loc["A", "quoted_words"], who.loc["A", "paraphrased_words"]) == (1, 6)
    assert cues(STORY).empty


def test_an_unknown_voice_is_named_with_those_there_are():
    with pytest.raises(CorpusError, match="Did you mean 'quoted'"):
        STORY.select(voice="quote")
    with pytest.raises(CorpusError, match="hold none of 'own'"):
        STORY.select(voice="quoted").select(voice="own")


def test_a_span_partly_in_marks_is_quoted():
    spans = pd.DataFrame({"document_id": ["d001", "nobody"], "start": [2, 0], "end": [14, 2]})
    told = STORY.spoken(spans)
    assert told["voice"].tolist() == ["quoted", ""]
    assert told["speaker_id"].tolist() == ["X", ""]


spoken = st.lists(
    st.tuples(st.integers(0, 25), st.integers(0, 12), st.sampled_from(["direct", "indirect"])),
    max_size=6,
)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), spoken)
def test_of_words_in_several_quotations_those_in_marks_win_then_the_innermost(sizes, spans):
    ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
    segments = pd.DataFrame({"document_id": "d", "start": [0, *ends[:-1]], "end": ends})
    rows = [("d", start, start + size, kind) for start, size, kind in spans]
    quotations = pd.DataFrame(rows, columns=["document_id", "start", "end", "kind"])
    found = voice.stretches(segments.assign(label="body"), quotations)
    told = {}
    for piece in found.itertuples():
        told |= dict.fromkeys(range(piece.start, piece.end), (piece.voice, piece.quotation))
    for place in range(ends[-1]):
        over = [
            (-2 if kind == "direct" else -1, size, row)
            for row, (start, size, kind) in enumerate(spans)
            if start <= place < start + size
        ]
        first = min(over, default=(0, 0, -1))
        assert told[place] == (-first[0], first[2])
    assert len(told) == (found["end"] - found["start"]).sum()


def _reporting(texts: list[tuple[str, str]], words: list[str], **columns: list[str]) -> Corpus:
    """Make a corpus whose quotations, in order, are brought by these words."""
    made = corpus(texts, **columns)
    named = pd.Series(words, index=made.quotations.index, dtype="str")
    spoken = made.quotations.assign(cue=named, cue_class="neutral")
    return replace(made, quotations=spoken)


PIECES = [
    ("A", "“We shall sail,” Orlan said, “and we shall {sing},” and he said so. “To sea,” he said."),
    ("B", "Orlan: “Never.”\nHe Said “no” and “never”; said who?"),
]
BRINGS = ["said", "said", "said", "said", ":", "Said", "Said"]


def test_a_reporting_word_is_counted_where_it_stands_once_and_a_colon_is_none():
    made = _reporting(PIECES, BRINGS)
    told = cues(made)
    assert told[["group", "cue", "frequency"]].to_numpy().tolist() == [
        ["A", "said", 3],
        ["B", "said", 1],
    ]
    assert len(reported(made)) == told["frequency"].sum()


def test_without_text_no_reporting_word_is_counted_more_often_than_it_occurs():
    made = _reporting(PIECES, BRINGS)
    held = replace(made, tokens=bag(counts(made), made.documents))
    for told in (cues(made), cues(held)):
        times = told.groupby("group")["frequency"].sum().to_dict()
        assert times["A"] <= 3
        assert times["B"] <= 2


def test_the_word_of_a_sentence_goes_before_a_nearer_one_of_another():
    source = "He said. “Yes,” the very old harbour master of Ordvik said."
    assert place_of(source, "said", 10, 14) == source.rindex("said")
    assert place_of("“I said no.”", "said", 1, 11) == -1
    assert place_of("He said:\n“No.”", "said", 10, 13) == 3


@given(st.lists(st.sampled_from(["said ", "“a” ", "“said” ", ". ", "he ", "\n"]), max_size=14))
def test_a_word_is_never_counted_more_often_than_it_stands(pieces):
    text = "".join(pieces) + "x"
    made = corpus([("A", text)])
    made = _reporting([("A", text)], ["said"] * len(made.quotations))
    assert cues(made)["frequency"].sum() <= text.count("said")
