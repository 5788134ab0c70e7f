"""Statements: who is one speaker, what is one utterance, and what became of it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations, permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Corpus, load
from analysis.measures.statement import (
    changes,
    openings,
    pairs_scored,
    statements,
    variorum,
)
from analysis.measures.statement.change import change, narrowed
from analysis.measures.statement.diff import pieces
from analysis.measures.statement.units import Speaker, _names, stands_for
from analysis.measures.statement.words import fold, tokens, trimmed
from analysis.schema import OPENINGS, STATEMENTS, VARIORUM, CorpusError, TableError, empty
from small import corpus

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "bench"

# Fiction: the guild of pilots of Ordvik and its port.
LONG = "The pilots of Ordvik will return to their boats when the gates are opened again"
REWORDED = "The pilots of Ordvik will go back to their vessels once the gates are open again"
OTHER = "Nobody paid the cooks of the canteen for the whole of that winter"


def said(
    texts: list[tuple[str, str]], speakers: list[str], sides: list[str] | None = None, **columns
) -> Corpus:
    """Make a corpus whose quotations, in order, are those of the speakers named."""
    made = corpus(texts, **columns)
    spoken = made.quotations.assign(speaker_id=speakers, side=sides or [""] * len(speakers))
    return replace(made, quotations=spoken)


def shown(base: str, text: str) -> list[tuple[str, str, str]]:
    """Write the pieces of a comparison with their words."""
    ours, theirs = tokens(base), tokens(text)

    def cut(printed, words, span):
        first, last = span
        return printed[words[first].start : words[last - 1].end] if last > first else ""

    return [
        (piece.op, cut(base, ours, piece.base), cut(text, theirs, piece.text))
        for piece in pieces(base, text)
    ]


# Grouping


def test_the_same_words_of_one_speaker_in_two_documents_are_one_statement():
    found = statements(said([("A", f"He: “{LONG}.”"), ("B", f"“{LONG},” he said")], ["Orlan"] * 2))
    assert found[["document_id", "change"]].to_numpy().tolist() == [
        ["d000", "base"],
        ["d001", "verbatim"],
    ]
    assert set(found["statement_id"]) == {"s001"} and set(found["speaker_id"]) == {"Orlan"}
    assert found["similarity"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("other", ["Dree", "the head of the guild", "halted its boats", ""])
def test_the_same_words_in_quotation_marks_are_one_statement_whatever_the_speaker_is_called(other):
    texts = [("A", f"“{LONG}”"), ("B", f"“{LONG}”"), ("C", f"“{LONG}. {OTHER}”")]
    found = statements(said(texts, ["Orlan", other, "Orlan"]))
    assert sorted(found["document_id"]) == ["d000", "d001", "d002"]
    assert set(found["statement_id"]) == {"s001"} and set(found["speaker_id"]) == {"Orlan"}


def test_a_part_of_the_words_is_enough_and_a_word_may_be_another():
    part = "return to their boats when the gates are open again"
    found = statements(said([("A", f"“{LONG}”"), ("B", f"“{part}”")], ["Orlan", "Dree"]))
    assert found["change"].tolist() == ["base", "reworded"]


def test_other_words_of_two_speakers_are_two_statements():
    assert statements(said([("A", f"“{LONG}”"), ("B", f"“{REWORDED}”")], ["Orlan", "Dree"])).empty


def test_a_few_words_that_anybody_may_say_are_no_statement_of_two():
    for words in ("an act of war", "now we must speak out"):
        assert statements(said([("A", f"“{words}”"), ("B", f"“{words}”")], ["Orlan", "Dree"])).empty
    words = "a harbour of broken boats"
    assert len(statements(said([("A", f"“{words}”"), ("B", f"“{words}”")], ["Orlan", "Dree"]))) == 2


def test_the_speaker_of_the_same_words_is_whom_most_documents_name():
    texts = [("A", f"“{LONG}”"), ("B", f"“{LONG}”"), ("C", f"“{LONG}”")]
    for names in (["Orlan", "Orlan", "Dree"], ["Dree", "Orlan", "Orlan"]):
        assert set(statements(said(texts, names))["speaker_id"]) == {"Orlan"}


def test_a_wrong_speaker_of_the_same_words_parts_neither_from_other_words_of_the_right_one():
    texts = [("A", f"“{LONG}”"), ("B", f"“{LONG}”"), ("C", f"“{REWORDED}”")]
    for names in (["Orlan", "Dree", "Orlan"], ["Dree", "Orlan", "Orlan"]):
        found = statements(said(texts, names))
        assert sorted(found["document_id"]) == ["d000", "d001", "d002"]
        assert set(found["statement_id"]) == {"s001"}


def test_the_same_words_of_two_events_are_two_statements():
    made = said([("A", f"“{LONG}”"), ("B", f"“{LONG}”")], ["Orlan", "Dree"], event=["one", "two"])
    assert statements(made).empty


def test_a_name_alone_in_the_words_of_two_outlets_is_no_statement():
    texts = [
        ("A", "Orlan praised the Ordvik Harbour Safety Board."),
        ("B", "Orlan told of the Ordvik Harbour Safety Board."),
    ]
    made = said(
        [("A", f"“{LONG}” {texts[0][1]}"), ("B", f"“{OTHER}” {texts[1][1]}")], ["Orlan"] * 2
    )
    name = "the Ordvik Harbour Safety Board"
    starts = made.documents["source"].map(lambda source: source.index(name)).tolist()
    ends = [start + len(name) for start in starts]
    named = made.quotations.assign(start=starts, end=ends, kind="indirect")
    assert statements(replace(made, quotations=named)).empty


def test_likeness_of_a_sentence_is_not_that_of_a_fragment_which_it_holds():
    # The sentences are alike, in what they say of the meeting; nobody else has the fragment.
    holder = "He would “firmly and loudly object” when the guild of pilots met in Ordvik on Monday."
    other = "Orlan said the guild of pilots met in Ordvik on Monday."
    made = said([("A", holder), ("B", other)], ["Orlan"])
    whole = made.quotations.assign(
        document_id=["d000"], start=[0], end=[len(holder)], kind=["indirect"]
    )
    second = whole.assign(document_id="d001", start=11, end=len(other))
    spoken = pd.concat([made.quotations, whole, second], ignore_index=True)
    found = statements(replace(made, quotations=spoken))
    assert found.loc[found["change"] == "base", "kind"].tolist() == ["indirect"]


def test_unresolved_speakers_are_nobody():
    assert statements(said([("A", f"“{LONG}”"), ("B", f"“{LONG}”")], ["", ""])).empty


def test_a_statement_of_one_document_has_nothing_to_be_compared_with():
    assert statements(said([("A", f"“{LONG}” and “{LONG}”")], ["Orlan"] * 2)).empty


def test_two_events_have_two_statements():
    made = said([("A", f"“{LONG}”"), ("B", f"“{LONG}”")], ["Orlan"] * 2, event=["one", "two"])
    assert statements(made).empty


def test_documents_without_an_event_are_left_out_where_others_have_one():
    texts = [(name, f"“{LONG}”") for name in "ABCD"]
    made = said(texts, ["Orlan"] * 4, event=["strike", "strike", "", ""])
    assert statements(made)["document_id"].tolist() == ["d000", "d001"]


def test_a_third_text_does_not_chain_two_utterances_together():
    both = f"{LONG}. {OTHER}"
    made = said([("A", f"“{LONG}”"), ("B", f"“{both}”"), ("C", f"“{OTHER}”")], ["Orlan"] * 3)
    found = statements(made)
    # The text that holds both is the base, and either other one is a cut of it.
    assert found["change"].tolist() == ["base", "cut", "cut"]
    one = said([("A", f"“{LONG}”"), ("B", f"“{LONG}”"), ("C", f"“{OTHER}”")], ["Orlan"] * 3)
    assert statements(one)["document_id"].tolist() == ["d000", "d001"]


def test_the_base_is_the_fullest_of_the_wording_that_most_documents_print():
    texts = [
        ("A", f"“{REWORDED} and the lamps along the whole of the northern quay are lit”"),
        ("B", f"“{LONG}”"),
        ("C", f"“{LONG}”"),
        ("D", "“return to their boats when the gates are opened”"),
    ]
    found = statements(said(texts, ["Orlan"] * 4))
    assert found.iloc[0]["document_id"] == "d001"
    assert dict(zip(found["document_id"], found["change"], strict=True)) == {
        "d000": "reworded",
        "d001": "base",
        "d002": "verbatim",
        "d003": "cut",
    }


def test_equal_texts_have_the_earliest_as_base():
    days = [pd.Timestamp("2024-06-04"), pd.Timestamp("2024-06-03")]
    made = said([("A", f"“{LONG}”"), ("B", f"“{LONG}”")], ["Orlan"] * 2, published_earliest=days)
    assert statements(made).iloc[0]["document_id"] == "d001"


def test_a_paraphrase_and_the_fragment_it_holds_go_with_what_is_quoted_elsewhere():
    texts = [
        ("A", f"“{LONG}”"),
        ("B", "The guild said {its pilots would return once the gates were “opened again”}."),
    ]
    found = statements(said(texts, ["Orlan"] * 3))
    changed = {(row.kind, row.change) for row in found.itertuples()}
    assert changed == {("direct", "base"), ("indirect", "paraphrase"), ("direct", "fragment")}


def test_a_sentence_beside_the_statement_is_cut_off_the_variant():
    texts = [("A", f"“{LONG}.”"), ("B", f"“{LONG}”"), ("C", f"“{LONG}. We like tea.”")]
    made = said(texts, ["Orlan"] * 3)
    sources = made.documents.set_index("document_id")["source"]
    found = statements(made)
    third = found[found["document_id"] == "d002"].iloc[0]
    if third["change"] != "base":
        assert sources["d002"][third["start"] : third["end"]] == f"{LONG}."
    assert narrowed(LONG, f"{LONG}. We like tea.") == (0, len(LONG) + 1)


def test_a_state_may_stand_for_its_body_but_for_no_person():
    ministry = Speaker("Polish Foreign Ministry", "Poland")
    assert stands_for(Speaker("Poland", "Poland"), ministry)
    assert not stands_for(Speaker("Poland", "Poland"), Speaker("Jan Kowalski", "Poland"))
    assert not stands_for(Speaker("Russia", "Russia"), ministry)
    assert not stands_for(ministry, Speaker("Polish Embassy", "Poland"))
    land = Speaker("government of Tolvania", "state")
    assert stands_for(land, Speaker("Foreign Ministry of Tolvania", "state"))
    assert not stands_for(land, Speaker("Interior Ministry", "state"))


def test_a_state_joins_its_body_under_the_name_of_the_body():
    texts = [("A", f"“{LONG}”"), ("B", f"{{{LONG}}}"), ("C", f"“{OTHER}”")]
    names = ["Polish Foreign Ministry", "Poland", "Polish Embassy"]
    found = statements(said(texts, names, ["Poland"] * 3))
    assert found["document_id"].tolist() == ["d000", "d001"]
    assert set(found["speaker_id"]) == {"Polish Foreign Ministry"}


def test_a_release_has_the_statements_it_brings():
    class Released(Corpus):
        has_text = False

    made = corpus([("A", "no words")])
    fields = made.__dataclass_fields__.values()
    parts = {field.name: getattr(made, field.name) for field in fields if field.init}
    held = empty(STATEMENTS)
    found = statements(Released(**{**parts, "held": {"statements": held}}))
    pd.testing.assert_frame_equal(found, held)
    assert statements(Released(**parts)).empty
    assert variorum(Released(**parts), held).empty
    with pytest.raises(CorpusError, match="text-free release"):
        pairs_scored(Released(**parts))


def test_a_corpus_in_which_nobody_speaks_has_no_statements():
    made = corpus([("A", "nothing was said"), ("B", "nor here")])
    assert statements(made).empty and pairs_scored(made).empty
    assert openings(made, statements(made)).columns.tolist() == OPENINGS.names


# What became of it


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (f"{LONG},", "direct", "verbatim"),
        (LONG.upper().replace(" ", "\u00a0"), "direct", "verbatim"),
        ("The pilots of Ordvik will return … when the gates are opened again", "direct", "cut"),
        ("will return to their boats when the gates are opened", "partial", "cut"),
        ("return to their boats", "partial", "fragment"),
        (REWORDED, "direct", "reworded"),
        (LONG, "indirect", "paraphrase"),
    ],
)
def test_each_change_has_its_name(text, kind, name):
    assert change(LONG, text, kind) == name


def test_english_to_english_is_reworded_and_only_another_language_a_translation():
    texts = [("A", f"“{LONG}”"), ("B", f"“{REWORDED}”")]
    days = [pd.Timestamp("2024-06-03"), pd.Timestamp("2024-06-04")]
    for second, name in (("en", "reworded"), ("en-GB", "reworded"), ("", "reworded")):
        made = said(texts, ["Orlan"] * 2, published_earliest=days, language=["en", second])
        assert statements(made)["change"].tolist() == ["base", name]
    two = made.documents.assign(language=["en", "de"])
    found = statements(replace(made, documents=two))
    assert set(found["change"]) <= {"base", "translation"}


def test_one_sentence_that_two_print_without_marks_is_a_reprint_no_second_paraphrase():
    own = "the pilots of Ordvik would all be back in their boats by Monday"
    texts = [("A", f"{{{own}}}"), ("B", f"{{{own}}}"), ("C", f"“{LONG}”"), ("D", f"{{{own}}}")]
    days = [pd.Timestamp(f"2024-06-0{day}") for day in (4, 3, 3, 2)]
    made = said(texts, ["Orlan"] * 4, published_earliest=days)
    found = dict(zip(*(statements(made)[c] for c in ("document_id", "change")), strict=True))
    assert found == {"d000": "reprint", "d001": "reprint", "d002": "base", "d003": "paraphrase"}
    alone = said(texts[:2], ["Orlan"] * 2, published_earliest=days[:2])
    assert statements(alone)["change"].tolist() == ["base", "reprint"]


# The word diff


def test_a_moved_genitive_is_one_change():
    base = "support for the efforts of the council of the city to calm the port"
    found = shown(base, "support for the city council's efforts to calm the port")
    assert found == [
        ("equal", "support for the", "support for the"),
        ("moved", "", "city council's"),
        ("equal", "efforts", "efforts"),
        ("moved", "of the council of the city", ""),
        ("equal", "to calm the port", "to calm the port"),
    ]


def test_a_name_that_moves_leaves_the_word_beside_it_replaced():
    found = shown("the unity and lasting wealth of Ordvik", "Ordvik's union and lasting wealth")
    assert found == [
        ("moved", "", "Ordvik's"),
        ("replace", "the unity", "union"),
        ("equal", "and lasting wealth", "and lasting wealth"),
        ("moved", "of Ordvik", ""),
    ]
    assert {piece.change for piece in pieces("the unity of Ordvik", "Ordvik's union")} == {1}


@pytest.mark.parametrize(("between", "is_moved"), [(12, True), (13, False)])
def test_a_word_moves_over_twelve_others_at_most_wherever_in_the_text(between, is_moved):
    before, over = (
        " ".join(f"{a}x{n}" for n in range(size)) for a, size in (("b", 9), ("o", between))
    )
    ops = [op for op, *_ in shown(f"{before} Ordvik {over} port", f"{before} {over} Ordvik port")]
    assert ops == [
        "equal",
        *(["moved", "equal", "moved"] if is_moved else ["delete", "equal", "insert"]),
        "equal",
    ]


def test_a_comma_is_a_change_of_its_own():
    assert shown("on June 3, and later", "on June 3 and later") == [
        ("equal", "on June 3", "on June 3"),
        ("delete", ",", ""),
        ("equal", "and later", "and later"),
    ]


def test_an_ellipsis_marks_what_the_outlet_cut():
    found = pieces("it opened the port, used no force and left", "it opened the port … and left")
    assert [(piece.op, piece.is_ellipsis) for piece in found] == [
        ("equal", False),
        ("delete", True),
        ("equal", False),
    ]


def test_typography_is_no_change():
    found = shown("the\u00a0port’s “calm”", 'The port\'s "calm"')
    assert found == [("equal", "the\u00a0port’s “calm”", 'The port\'s "calm"')]


TEXTS = st.lists(
    st.sampled_from("the of and port pilots' port's Pilots opened open , … 24 June calm".split()),
    min_size=1,
    max_size=25,
).map(" ".join)


@given(TEXTS, TEXTS)
def test_applying_the_diff_to_the_base_gives_the_variant(base, text):
    ours, theirs = tokens(base), tokens(text)
    found = pieces(base, text)
    at_base = at_text = 0
    made = []
    for piece in found:
        assert piece.base[0] == at_base and piece.text[0] == at_text
        at_base, at_text = piece.base[1], piece.text[1]
        if piece.op == "equal":
            made += [word.key for word in ours[slice(*piece.base)]]
        else:
            made += [word.key for word in theirs[slice(*piece.text)]]
    assert made == [word.key for word in theirs]
    assert (at_base, at_text) == (len(ours), len(theirs))
    assert all(piece.change for piece in found if piece.op != "equal")


@given(TEXTS)
def test_equal_texts_give_one_equal_piece(text):
    found = pieces(text, text)
    assert [(piece.op, piece.change) for piece in found] == [("equal", 0)]


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([LONG, REWORDED, OTHER, "opened again", f"{LONG}. {OTHER}"]),
            st.sampled_from(["Orlan", "Dree", ""]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_speakers_mix_by_their_words_alone_and_the_order_of_documents_changes_nothing(rows, random):
    made = said([("A", f"“{text}”") for text, _ in rows], [name for _, name in rows])
    found = statements(made)
    printed = {f"d{number:03}": row for number, row in enumerate(rows)}
    for _, variants in found.groupby("statement_id"):
        assert variants["speaker_id"].nunique() == 1
        speakers = {printed[document][1] for document in variants["document_id"]}
        same = any(a in b for (a, one), (b, other) in permutations(rows, 2) if one != other)
        assert len(speakers) == 1 or same
        assert variants["document_id"].nunique() > 1
        assert (variants["change"] == "base").sum() == 1
    order = list(range(len(rows)))
    random.shuffle(order)
    mixed = replace(
        made,
        documents=made.documents.iloc[order].reset_index(drop=True),
        quotations=made.quotations.iloc[order].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(statements(mixed), found)


# The tables


def test_the_variorum_holds_every_word_at_its_place_in_the_source():
    made = said([("A", f"“{LONG}.”"), ("B", f"So “{REWORDED},” he said")], ["Orlan"] * 2)
    table = variorum(made, statements(made), "s001")
    assert table.columns.tolist() == VARIORUM.names
    sources = made.documents.set_index("document_id")["source"]
    for row in table.itertuples():
        assert sources[row.document_id][row.start : row.end] == row.text
        assert sources[row.base_document_id][row.base_start : row.base_end] == row.base_text
    whole = " ".join(text for text in table["text"] if text)
    assert [word.key for word in tokens(whole)] == [word.key for word in tokens(LONG)]
    assert ("go back", "return") in set(
        changes(table)[["base_text", "text"]].itertuples(index=False, name=None)
    )


def test_an_unknown_statement_is_named_with_those_there_are():
    made = said([("A", f"“{LONG}.”"), ("B", f"“{LONG},” he said")], ["Orlan"] * 2)
    with pytest.raises(TableError, match=r"no statement 's01'.*s001"):
        variorum(made, statements(made), "s01")


def test_openings_are_headline_standfirst_and_first_sentence():
    text = (
        f"Guild: {{pilots to return once gates opened}}\n{{Pilots will return when gates are "
        f"opened}}, it said. It also said {{the gates must be opened}}.\n“{LONG}”"
    )
    made = said([("A", text), ("B", f"“{LONG}”")], ["Orlan"] * 5)
    segments = made.segments.copy()
    segments.loc[0, "label"] = "title"
    made = replace(made, segments=segments)
    found = openings(made, statements(made))
    assert found["place"].tolist() == ["title", "lede", "lede"]
    assert found.iloc[0]["text"] == "pilots to return once gates opened"
    assert found["document_id"].tolist() == ["d000", "d000", "d001"]


# The sample and the real pages


@cache
def sample() -> tuple[Corpus, pd.DataFrame, dict]:
    made = load(ROOT / "data" / "sample")
    truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
    return made, statements(made), truth


def variant(found: pd.DataFrame, row: dict) -> pd.Series | None:
    """Find the variant that overlaps a marked one by half of the longer."""
    mine = found[found["document_id"] == row["document_id"]]
    common = mine["end"].clip(upper=row["end"]) - mine["start"].clip(lower=row["start"])
    share = common / (mine["end"] - mine["start"]).clip(lower=row["end"] - row["start"])
    return mine.loc[share.idxmax()] if len(mine) and share.max() >= 0.5 else None


def test_the_sample_statements_are_found_and_kept_apart():
    _, found, truth = sample()
    marked = [(row, variant(found, row)) for row in truth["statements"]]
    right = wrong = missed = 0
    for (one, ours), (other, theirs) in combinations(marked, 2):
        same = one["statement_id"] == other["statement_id"]
        joined = ours is not None and theirs is not None
        joined = joined and ours["statement_id"] == theirs["statement_id"]
        right += same and joined
        wrong += joined and not same
        missed += same and not joined
    assert wrong == 0
    # The others have a speaker whom the rules do not find, or share no word with the base.
    assert right / (right + missed) >= 0.6


def test_the_sample_hard_negatives_are_two_statements():
    _, found, truth = sample()
    for one, other in truth["hard_negatives"]:
        ids = [
            {
                ours["statement_id"]
                for row in truth["statements"]
                if row["statement_id"] == name and (ours := variant(found, row)) is not None
            }
            for name in (one, other)
        ]
        assert all(ids) and not ids[0] & ids[1]


def test_the_sample_changes_have_their_names():
    _, found, truth = sample()
    first = {
        row["document_id"]: variant(found, row)["change"]
        for row in truth["statements"]
        if row["statement_id"] == "S1" and row["change"] != "paraphrase"
        if row["document_id"] != "corranto-03" or row["change"] == "cut"
    }
    assert first == {
        "letter-03": "base",
        "corranto-03": "cut",
        "pellin-02": "cut",
        "tolta-03": "reworded",
    }


@pytest.mark.shared
def test_the_ministry_statement_and_its_four_changes(shared):
    sys.path.insert(0, str(BENCH))
    import statements as bench

    made = load(shared / "corpora" / "wagner-2023")
    folder = shared / "benchmarks" / "wagner-2023"
    gold = json.loads((folder / "alignments.json").read_text(encoding="utf-8"))
    sentences = json.loads((folder / "sentences.json").read_text(encoding="utf-8"))
    within, _ = bench.ranked_sentences(made, sentences)
    for name, least in (("verbatim", 0.99), ("same_statement", 0.93)):
        wanted = {tuple(sorted(pair)) for pair in gold["sentence_pairs"][name]} & set(within)
        assert bench.average_precision(within, wanted) >= least
    found = statements(made)
    together = bench.sentence_pairs(found, sentences)
    hard = {tuple(sorted(pair)) for pair in gold["sentence_pairs"]["hard_negatives"]}
    hard |= {("000.s2", "001.s9"), ("001.s3", "001.s9"), ("001.s9", "003.s2")}
    assert not hard & together
    assert bench.tass_changes(made, found) == bench.hand_changes(gold)


def test_closing_marks_are_the_outlets():
    assert trimmed("it stays open,”") == "it stays open"
    assert trimmed("Who paid?") == "Who paid?"


def test_a_capital_tells_a_name_but_not_at_the_head_of_a_sentence():
    names, others = _names("Mills in Ordvik are shut. Brill left it.", "english")
    assert names == {"ordvik"}
    assert others == {"shut", "left"}
