"""Lines and collocates: complete, with offsets, by NLTK's definitions where they coincide."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

from analysis.measures.collocation import collocates, collocates_apart
from analysis.measures.concordance import concordance, lines, lines_at, number, numbers
from analysis.schema import CorpusError
from small import corpus

STORY = corpus(
    [
        ("A", "The armed mutiny began.\nA mutiny, they said, had failed. Mutinous men went home."),
        ("B", "They told us of the “mutiny” in the US on March 5. Troops march on Moscow."),
    ]
)


def _nodes(pattern: str) -> list[str]:
    return concordance(STORY, pattern)["node"].tolist()


def test_every_hit_is_found_with_its_words_around_it():
    hits = concordance(STORY, "mutiny", width=2)
    assert hits["document_id"].tolist() == ["d000", "d000", "d001"]
    assert hits["left"].tolist() == ["The armed", "A", "of the “"]
    assert hits["right"].tolist() == ["began", ", they said", "” in the"]


def test_context_stays_within_the_segment():
    assert concordance(STORY, "began", width=50)["right"].tolist() == [""]


def test_a_star_stands_for_any_letters():
    assert _nodes("mutin*") == ["mutiny", "mutiny", "Mutinous", "mutiny"]


def test_a_phrase_is_found_across_punctuation_but_not_across_segments():
    assert _nodes("mutiny they") == ["mutiny, they"]
    assert _nodes("began a") == []
    assert _nodes("march on *") == ["march on Moscow"]


def test_a_month_and_a_country_are_not_a_verb_and_a_pronoun():
    assert (_nodes("march"), _nodes("March")) == (["march"], ["March"])
    assert (_nodes("us"), _nodes("US")) == (["us"], ["US"])


def test_capitals_of_a_pattern_do_no_harm():
    assert _nodes("Mutiny") == _nodes("mutiny")


def test_lines_sort_from_the_node_outward():
    assert concordance(STORY, "mutiny", order="left")["left"].tolist()[0] == "A"
    rights = concordance(STORY, "mutin*", order="right")["right"].tolist()
    assert rights == sorted(rights, key=lambda text: text.casefold().split())
    assert concordance(STORY, "mutin*", order="node")["node"].iloc[0] == "Mutinous"


@pytest.mark.parametrize("order", ["document", "left", "node", "right"])
@pytest.mark.parametrize("pattern", ["mutin*", "they *", "on *"])
def test_a_limit_returns_the_first_lines_of_the_whole(pattern, order):
    whole = concordance(STORY, pattern, order=order)
    for limit in range(1, len(whole) + 2):
        some = concordance(STORY, pattern, order=order, limit=limit)
        assert some.equals(whole.head(limit))


def test_of_each_number_the_first_lines_are_made_and_all_are_counted():
    terms = ["mutiny", "march", "the"]
    whole = lines(STORY, terms, limit=0)
    assert whole["total"].tolist() == whole.groupby("number")["left"].transform("size").tolist()
    assert lines(STORY, terms, limit=1).equals(
        whole.groupby("number", sort=False).head(1).reset_index(drop=True)
    )


def test_lines_at_spans_in_one_voice_count_only_that_voice():
    spans = concordance(STORY, "mutiny").assign(label="a mutiny")
    table = lines_at(STORY.select(voice="quoted"), spans, of="label")
    assert (table["number"].tolist(), table["total"].tolist()) == (["a mutiny · B"], [1])


def test_an_empty_pattern_is_an_error():
    with pytest.raises(CorpusError, match="must be a word or a phrase"):
        concordance(STORY, " ")


def test_the_lines_behind_numbers_are_named_by_term_and_group():
    table = lines(STORY, ["mutiny", "march"])
    assert table["number"].tolist() == ["mutiny · A", "mutiny · A", "mutiny · B", "march · B"]


def test_only_the_numbers_asked_for_have_lines():
    asked = pd.DataFrame({"term": ["they", "mutiny"], "target": ["B", "A"]})
    wanted = numbers(asked, "term", "target")
    found = lines(STORY, ["mutiny", "they"], only=wanted)
    assert found["number"].tolist() == ["mutiny · A"] * 2 + ["they · B"]


def test_things_of_two_kinds_of_one_name_have_lines_of_their_own():
    spans = pd.DataFrame({"document_id": ["d000"], "start": [10], "end": [16], "of": ["mutiny"]})
    found = lines_at(STORY, spans, of="of", kind="frame")
    assert found["number"].tolist() == [number("mutiny", "A", "frame")] == ["frame mutiny · A"]


def test_lines_at_spans_show_what_stands_there():
    spans = concordance(STORY, "mutiny").assign(label="a mutiny")
    table = lines_at(STORY, spans, of="label", width=1)
    assert table["node"].tolist() == ["mutiny"] * 3
    assert table["left"].tolist() == ["armed", "A", "the “"]


words = st.lists(st.sampled_from("a b c d".split()), min_size=1, max_size=25)


@given(st.lists(words, min_size=1, max_size=4), st.sampled_from(["a", "a b", "b *", "a b c"]))
def test_no_hit_is_lost_and_offsets_point_at_it(texts, pattern):
    made = corpus([("A", " ".join(text)) for text in texts])
    parts = pattern.split()
    expected = sum(
        all(p in ("*", text[i + k]) for k, p in enumerate(parts))
        for text in texts
        for i in range(len(text) - len(parts) + 1)
    )
    hits = concordance(made, pattern, width=2)
    assert len(hits) == expected
    sources = made.documents.set_index("document_id")["source"]
    for hit in hits.itertuples():
        assert sources[hit.document_id][hit.start : hit.end] == hit.node


def test_collocates_agree_with_nltk_where_the_definitions_coincide():
    text = "a b c a b d a c b a b b c d a b c".split()
    # One word to the right only is NLTK's bigram: put each pair into a segment of its own.
    pairs = [f"{x} {y}" for x, y in pairwise(text) if x == "a"]
    made = corpus([("A", "\n".join([*pairs, "z b", "z c", "z z", "z d"]))])
    table = collocates(made, "a", window=1, minimum_frequency=1).set_index("collocate")
    near = sum(1 for _ in pairs)
    total = made.lengths().sum()
    for collocate in ("b", "c"):
        joint = sum(pair.split()[1] == collocate for pair in pairs)
        everywhere = joint + 1
        marginals = (joint, (near, everywhere), total)
        measures = BigramAssocMeasures()
        row = table.loc[collocate]
        assert row["frequency"] == joint
        assert row["mi"] == pytest.approx(measures.pmi(*marginals))
        assert abs(row["g2"]) == pytest.approx(measures.likelihood_ratio(*marginals))
        span = near * 2 * 1
        assert row["log_dice"] == pytest.approx(14 + math.log2(2 * joint / (span + everywhere)))


def test_joint_frequencies_are_those_of_nltks_finder_for_a_node_that_never_meets_itself():
    text = "x a b c a b d y a c b z".split()
    made = corpus([("A", " ".join(text))])
    finder = BigramCollocationFinder.from_words(text, window_size=2)
    table = collocates(made, "b", window=1, minimum_frequency=1).set_index("collocate")
    for collocate in ("c", "d", "z"):
        both = finder.ngram_fd[("b", collocate)] + finder.ngram_fd[(collocate, "b")]
        assert table.loc[collocate, "frequency"] == both


def test_a_word_in_two_windows_counts_once():
    made = corpus([("A", "node x node")])
    table = collocates(made, "node", window=2, minimum_frequency=1)
    assert table.set_index("collocate").loc["x", "frequency"] == 1
    assert "node" not in table["collocate"].tolist()


def test_a_page_shows_lines_of_so_many_numbers_and_no_more(monkeypatch):
    made = corpus([("A", "mill mill mill"), ("B", "mill mill"), ("C", "mill")])
    monkeypatch.setattr("analysis.measures.concordance.NUMBERS_A_PAGE", 2)
    shown = lines(made, ["mill"], by="origin", limit=2)
    assert shown["number"].tolist() == [number("mill", "A")] * 2 + [number("mill", "B")] * 2
    assert shown["total"].tolist() == [3, 3, 2, 2]
    assert len(lines(made, ["mill"], by="origin", limit=0)) == 6


def test_a_word_near_the_node_in_one_group_alone_is_apart_and_what_is_as_near_in_both_is_not():
    def text(near: str, far: str) -> str:
        return " ".join([*["calm"] * 30, f"A {near} storm came.", *["calm"] * 30, far])

    # Both print both words: what differs is which of them stands beside the storm.
    made = corpus([("A", text("grave", "mild"))] * 12 + [("B", text("mild", "grave"))] * 12)
    table = collocates_apart(made, "storm", "origin", window=2)
    rows = table.set_index(["group", "collocate"])
    grave = rows.loc[("A", "grave")]
    assert grave[["frequency_target", "frequency_reference"]].tolist() == [12, 0]
    assert grave[["documents_target", "documents_reference"]].tolist() == [12, 0]
    # 12 of 48 words near against half a word of 48.
    assert grave["log_ratio"] == pytest.approx(math.log2(12 / 0.5))
    assert grave["p_family"] == 1 / 1000 and grave["log_ratio_low"] > 1
    assert rows.loc[("B", "grave"), "log_ratio"] == pytest.approx(-grave["log_ratio"])
    assert rows.loc[("A", "came"), "log_ratio"] == 0
    assert rows.loc[("A", "came"), "p_family"] == 1
    assert "storm" not in set(table["collocate"])


def test_words_near_are_counted_as_by_collocates_and_tested_by_five_documents_a_side():
    random = np.random.default_rng(3)
    said = [" ".join(random.choice(["a", "b", "c", "node"], 60)) for _ in range(8)]
    made = corpus([("A" if place < 4 else "B", text) for place, text in enumerate(said)])
    table = collocates_apart(made, "node", "origin", window=3)
    of_a = table[table["group"] == "A"].set_index("collocate")["frequency_target"]
    alone = collocates(made.select(origin="A"), "node", window=3, minimum_frequency=1)
    assert of_a.to_dict() == dict(zip(alone["collocate"], alone["frequency"], strict=True))
    assert table["p_family"].isna().all() and table["log_ratio_low"].isna().all()
    assert collocates_apart(made, "elsewhere", "origin").empty
    assert collocates_apart(made.select(origin="A"), "node", "origin").empty
