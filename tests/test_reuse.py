"""Text reuse: who shares words with whom, who was copied, and how many texts are independent."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus, load
from analysis.corpus.tokens.tokens import Bag, Whole
from analysis.measures.keyness import Comparison
from analysis.measures.keyness.sides import sides_of
from analysis.measures.reuse import clusters, effective_documents, lineage, reuse, runs
from analysis.measures.reuse.direction import take
from analysis.schema import LINEAGE, REUSE, RUNS, TableError, empty
from small import corpus

ROOT = Path(__file__).resolve().parents[1]
TRUTH: dict[str, Any] = json.loads((ROOT / "data/sample-marked/truth.json").read_text("utf-8"))
WORDS = [f"{first}{second}" for first in "bcdfghklmn" for second in "aeiou"]


def prose(first: int, words: int = 40) -> str:
    """Make words that come twice in no text: numbers spelled with letters."""
    return " ".join(
        f"w{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(first, first + words)
    )


STORY = prose(0)
OTHER = prose(100)
STATEMENT = prose(200, 30)


def dated(*days: str) -> dict[str, list[Any]]:
    """Give each document its day; '' for none."""
    stamps = [pd.Timestamp(day) if day else pd.NaT for day in days]
    return {"published_earliest": stamps, "published_latest": stamps}


def one(found: pd.DataFrame) -> Any:
    """Take the only row."""
    assert len(found) == 1
    return next(found.itertuples())


def test_a_pasted_copy_is_a_reprint_with_containment_one() -> None:
    pair = one(reuse(corpus([("A", STORY), ("B", STORY), ("C", OTHER)])))
    assert (pair.document_id, pair.other_document_id) == ("d000", "d001")
    assert pair.relation == "reprint"
    assert (pair.containment, pair.other_containment, pair.shared_words) == (1, 1, 40)


def test_a_brief_is_contained_in_the_report_it_was_cut_from_and_not_the_other_way() -> None:
    pair = one(reuse(corpus([("A", f"{STORY}\n{OTHER}"), ("B", STORY)])))
    assert pair.containment == pytest.approx(0.5)
    assert pair.other_containment == 1


def test_a_third_of_a_text_is_partly_reused() -> None:
    pair = one(
        reuse(
            corpus([("A", f"{STORY}\n{OTHER}\n{prose(300)}"), ("B", STORY + "\n" + prose(400, 90))])
        )
    )
    assert pair.relation == "partly"
    assert pair.containment == pytest.approx(1 / 3)


def test_a_shared_quotation_is_no_reprint_but_is_a_run_and_called_quoted() -> None:
    small = corpus([("A", f"{STORY} “{STATEMENT}”"), ("B", f"“{STATEMENT}” {OTHER}")])
    pairs = reuse(small)
    pair = one(pairs)
    assert (pair.containment, pair.other_containment, pair.shared_words) == (0, 0, 0)
    assert (pair.relation, pair.source_document_id, pair.direction) == ("independent", "", "")
    run = one(runs(small, pairs))
    assert (run.words, run.voice) == (30, "quoted")
    source = small.documents["source"]
    assert source[0][run.start : run.end] == STATEMENT
    assert source[1][run.other_start : run.other_end] == STATEMENT
    assert lineage(small, pairs).empty


def test_a_reprint_with_a_long_quotation_is_a_reprint_by_its_own_words() -> None:
    text = f"{STORY} “{prose(200, 90)}”"
    pair = one(reuse(corpus([("A", text), ("B", text)])))
    assert (pair.relation, pair.containment, pair.shared_words) == ("reprint", 1, 40)


def test_words_taken_over_without_their_marks_count_as_quoted() -> None:
    small = corpus([("A", f"{STORY} “{STATEMENT}”"), ("B", f"{OTHER}\n{STATEMENT}")])
    pairs = reuse(small)
    assert pairs["relation"].tolist() == ["independent"]
    assert runs(small, pairs)["voice"].tolist() == ["quoted"]


def test_a_headline_in_common_is_no_copy() -> None:
    headline = prose(0, 10)
    pair = one(reuse(corpus([("A", headline), ("B", headline)])))
    assert (pair.containment, pair.relation) == (1, "independent")


def test_what_an_outlet_prints_everywhere_is_furniture_and_its_copies_are_not() -> None:
    tag = prose(500, 30)
    texts = [("A", f"{tag}\n{prose(60 * n, 60)}") for n in range(5)]
    found = reuse(corpus(texts))
    assert len(found) == 10
    assert set(found["relation"]) == {"independent"}
    assert found["containment"].to_numpy() == pytest.approx(23 / (23 + 53))
    elsewhere = reuse(corpus([(f"{outlet}{n}", text) for n, (outlet, text) in enumerate(texts)]))
    assert set(elsewhere["relation"]) == {"partly"}
    copies = reuse(corpus([("A", STORY)] * 7))
    assert set(copies["relation"]) == {"reprint"} and len(copies) == 21


def test_a_run_does_not_cross_the_end_of_a_segment_and_cannot_be_made_longer() -> None:
    small = corpus([("A", f"x {STORY}\n{OTHER} y"), ("B", f"z {STORY}\n{OTHER} v")])
    found = runs(small, reuse(small))
    assert found["words"].tolist() == [40, 40]
    assert found["start"].tolist() == [2, 3 + len(STORY)]
    assert found["voice"].tolist() == ["own", "own"]


def test_words_repeated_in_a_document_give_one_run() -> None:
    small = corpus([("A", STORY), ("B", f"{STORY}\n{STORY}")])
    assert len(runs(small, reuse(small))) == 1


# --- laws ------------------------------------------------------------------------------------

SENTENCES = st.lists(st.sampled_from(WORDS), min_size=6, max_size=24).map(" ".join)
PIECES = st.lists(SENTENCES, min_size=4, max_size=4)
TEXTS = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=5),
    min_size=2,
    max_size=5,
)


def built(pieces: list[str], plans: list[list[tuple[int, bool]]]) -> list[tuple[str, str]]:
    """Write texts out of common pieces, some of them in quotation marks."""
    return [
        (f"O{n}", "\n".join(f"“{pieces[k]}”" if quoted else pieces[k] for k, quoted in plan))
        for n, plan in enumerate(plans)
    ]


@settings(max_examples=60)
@given(PIECES, TEXTS)
def test_containment_is_a_share_of_the_exact_sets_of_runs(
    pieces: list[str], plans: list[list[tuple[int, bool]]]
) -> None:
    small = corpus(built(pieces, plans))
    lines = plain_lines(small)
    held = {name: {run for run, _ in runs_of(told)} for name, told in lines.items()}
    for row in reuse(small).itertuples():
        mine, others = held[row.document_id], held[row.other_document_id]
        both = len(mine & others)
        assert row.containment == pytest.approx(both / max(len(mine), 1))
        assert row.other_containment == pytest.approx(both / max(len(others), 1))
        assert 0 <= row.containment <= 1 and 0 <= row.other_containment <= 1
        sides = (row.document_id, row.other_document_id)
        assert row.shared_words == min(covered(lines[name], mine & others) for name in sides)


def plain_lines(small: Corpus) -> dict[str, list[list[str]]]:
    """List the words of the lines without a quotation, by hand."""
    texts = zip(small.documents["document_id"], small.documents["source"], strict=True)
    return {
        name: [line.split() for line in source.split("\n") if "“" not in line]
        for name, source in texts
    }


def runs_of(lines: list[list[str]]) -> list[tuple[tuple[str, ...], list[tuple[int, int]]]]:
    """List the runs of 8 words with the places of their words: line and number."""
    return [
        (tuple(words[n : n + 8]), [(line, n + step) for step in range(8)])
        for line, words in enumerate(lines)
        for n in range(len(words) - 7)
    ]


def covered(lines: list[list[str]], shared: set[tuple[str, ...]]) -> int:
    """Count the words that lie in a shared run."""
    return len({place for run, places in runs_of(lines) if run in shared for place in places})


@settings(max_examples=40)
@given(PIECES, TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(
    pieces: list[str], plans: list[list[tuple[int, bool]]], shuffler: Any
) -> None:
    texts = built(pieces, plans)
    names = [f"n{number}" for number in range(len(texts))]
    order = list(range(len(texts)))
    shuffler.shuffle(order)
    first = renamed(corpus(texts), names)
    again = renamed(corpus([texts[n] for n in order]), [names[n] for n in order])
    pd.testing.assert_frame_equal(reuse(first), reuse(again))
    pairs = reuse(first)
    pd.testing.assert_frame_equal(runs(first, pairs), runs(again, pairs))
    pd.testing.assert_frame_equal(lineage(first, pairs), lineage(again, pairs))
    same = clusters(again, pairs).loc[first.documents["document_id"]]
    pd.testing.assert_series_equal(clusters(first, pairs), same)


def renamed(small: Corpus, names: list[str]) -> Corpus:
    """Give the documents other ids."""
    new = dict(zip(small.documents["document_id"], names, strict=True))
    tables = {
        table: getattr(small, table).assign(
            document_id=getattr(small, table)["document_id"].map(new).astype("str")
        )
        for table in ("documents", "segments", "quotations")
    }
    return replace(small, **tables)


@settings(max_examples=40)
@given(PIECES, TEXTS)
def test_swapped_names_swap_the_two_containments(
    pieces: list[str], plans: list[list[tuple[int, bool]]]
) -> None:
    small = corpus(built(pieces, plans[:2]))
    found, swapped = reuse(small), reuse(renamed(small, ["b", "a"]))
    assert len(found) == len(swapped)
    for here, there in zip(found.itertuples(), swapped.itertuples(), strict=True):
        assert (here.containment, here.other_containment) == (
            there.other_containment,
            there.containment,
        )
        assert (here.shared_words, here.relation) == (there.shared_words, there.relation)


@settings(max_examples=40)
@given(PIECES, TEXTS)
def test_masking_quotations_only_lowers_what_is_shared(
    pieces: list[str], plans: list[list[tuple[int, bool]]]
) -> None:
    small = corpus(built(pieces, plans))
    words = small.tokens
    assert isinstance(words, Whole)
    bare = replace(small, tokens=replace(words.plain(), voice=np.zeros_like(words.voice)))
    pairs = ["document_id", "other_document_id"]
    masked = reuse(small).set_index(pairs)["shared_words"]
    plain = reuse(bare).set_index(pairs)["shared_words"].reindex(masked.index)
    assert (masked <= plain).all()


@settings(max_examples=60)
@given(PIECES, TEXTS)
def test_the_words_of_a_run_are_equal_in_both_sources(
    pieces: list[str], plans: list[list[tuple[int, bool]]]
) -> None:
    small = corpus(built(pieces, plans))
    source = small.documents.set_index("document_id")["source"]
    found = runs(small, reuse(small))
    for row in found.itertuples():
        mine = source[row.document_id][row.start : row.end].split()
        others = source[row.other_document_id][row.other_start : row.other_end].split()
        assert mine == others
        assert len(mine) == row.words >= 8


# --- direction and lineage -------------------------------------------------------------------


def test_a_credit_tells_the_source_also_through_a_middleman() -> None:
    small = corpus(
        [("W", STORY), ("P", STORY)],
        outlet=["Wire", "Paper"],
        agency=["Wire", "Wire"],
        chain=["Wire", "Wire > Pool > Paper"],
    )
    pair = one(reuse(small))
    assert (pair.source_document_id, pair.direction) == ("d000", "credit")
    told = lineage(small, reuse(small))
    assert told["cluster"].tolist() == ["d000", "d000"]
    assert told["chain"].tolist() == ["Wire", "Wire > Pool > Paper"]
    assert told["source_document_id"].tolist() == ["", "d000"]
    assert told["agrees"].tolist() == [True, True] and not "".join(told["reason"])


def test_two_that_credit_one_wire_copied_neither_and_no_date_is_asked() -> None:
    small = corpus(
        [("A", STORY), ("B", STORY)],
        chain=["Wire > A", "Wire > B"],
        **dated("2024-03-01", "2024-03-05"),
    )
    pairs = reuse(small)
    assert (one(pairs).source_document_id, one(pairs).direction) == ("", "")
    told = lineage(small, pairs)
    assert told["agrees"].all()
    assert told["reason"].str.startswith("All credit Wire").all()


def test_where_one_credits_a_wire_that_is_not_here_nothing_is_guessed() -> None:
    small = corpus(
        [("A", STORY), ("B", STORY)],
        chain=["Wire > A", "B"],
        **dated("2024-03-05", "2024-03-01"),
    )
    pairs = reuse(small)
    assert one(pairs).direction == ""
    told = lineage(small, pairs)
    assert not told["agrees"].any()
    assert told["reason"][0].startswith("Nothing can be told: it credits Wire")
    assert told["reason"][1] == "It credits nobody; A (d000) has the text as by Wire."


def test_without_credits_the_earlier_is_the_source_and_the_missing_credit_is_named() -> None:
    small = corpus([("A", STORY), ("B", STORY)], **dated("2024-03-05", "2024-03-01"))
    pairs = reuse(small)
    assert (one(pairs).source_document_id, one(pairs).direction) == ("d001", "date")
    told = lineage(small, pairs).set_index("document_id")
    assert told["agrees"].tolist() == [False, True]
    assert (
        "credits nobody, but B printed the text before (d001, 2024-03-01)" in told["reason"]["d000"]
    )


def test_the_same_day_or_no_day_tells_nothing() -> None:
    for days in (("2024-03-01", "2024-03-01"), ("2024-03-01", ""), ("", "")):
        small = corpus([("A", STORY), ("B", STORY)], **dated(*days))
        pairs = reuse(small)
        assert (one(pairs).source_document_id, one(pairs).direction) == ("", "")
        assert lineage(small, pairs)["reason"].str.contains("the dates do not decide").all()


def test_a_wire_dated_a_day_after_a_paper_did_not_copy_it() -> None:
    credits = {"outlet": ["Paper", "Wire"], "agency": ["", "Wire"], "chain": ["Paper", "Wire"]}
    texts = [("Paper", STORY), ("Wire", STORY)]
    near = reuse(corpus(texts, **credits, **dated("2024-03-01", "2024-03-02")))
    far = reuse(corpus(texts, **credits, **dated("2024-03-01", "2024-03-04")))
    assert (one(near).direction, one(far).direction) == ("", "date")


def test_a_credit_to_a_text_of_a_later_day_is_reported() -> None:
    small = corpus(
        [("Paper", STORY), ("Wire", STORY)],
        chain=["Wire > Paper", "Wire"],
        **dated("2024-03-01", "2024-03-09"),
    )
    told = lineage(small, reuse(small)).set_index("document_id").loc["d000"]
    assert (told["source_document_id"], told["direction"], told["agrees"]) == (
        "d001",
        "credit",
        False,
    )
    assert told["reason"] == (
        "It credits Wire, but is dated 2024-03-01, before d001 of 2024-03-09."
    )


def test_the_takes_of_one_wire_are_in_the_order_of_their_numbers() -> None:
    titles = ["UPDATE 2-Pilots end blockade", "UPDATE 1-Pilots in talks"]
    small = corpus([("W", STORY), ("W", STORY)], title=titles, **dated("2024-03-01", "2024-03-01"))
    assert (one(reuse(small)).source_document_id, one(reuse(small)).direction) == ("d001", "series")
    assert lineage(small, reuse(small))["agrees"].all()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Pilots end blockade", (0, False)),
        ("UPDATE 3-Pilots end blockade", (3, False)),
        ("WRAPUP 1 - Pilots end blockade", (1, False)),
        ("Pilots-Blockade, 4th Ld-Writethru", (4, False)),
        ("Pilots end blockade (Update 2)", (2, False)),
        ("RPT-UPDATE 1-Pilots end blockade", (1, True)),
        ("CORRECTED-Pilots end blockade", (0, True)),
        ("Update on the pilots of 2 ports", (0, False)),
    ],
)
def test_a_headline_tells_its_take(title: str, expected: tuple[int, bool]) -> None:
    assert take(title) == expected


# --- clusters --------------------------------------------------------------------------------


def test_a_cluster_bears_its_first_id_and_loners_bear_none() -> None:
    small = corpus([("A", STORY), ("B", OTHER), ("B", STORY), ("C", STORY)])
    found = clusters(small, reuse(small))
    assert found.to_dict() == {"d000": "d000", "d001": "", "d002": "d000", "d003": "d000"}
    counted = effective_documents(small, "origin", found).set_index("group")
    assert counted["documents"].to_dict() == {"A": 1, "B": 2, "C": 1}
    assert counted["independent"].to_dict() == {"A": 1, "B": 2, "C": 1}
    assert counted["elsewhere"].to_dict() == {"A": 1, "B": 1, "C": 1}


def test_copies_within_a_group_count_once_and_keyness_takes_the_clusters() -> None:
    texts = [("A", prose(50 * n)) for n in range(6)] + [
        ("B", prose(50 * n + 400)) for n in range(6)
    ]
    small = corpus([*texts, ("A", texts[0][1]), ("A", texts[0][1])])
    pairs = reuse(small)
    counted = effective_documents(small, "origin", clusters(small, pairs))
    assert counted["documents"].tolist() == [8, 6]
    assert counted["independent"].tolist() == [6, 6]
    comparison = Comparison("A", "B")
    _, is_target, _ = sides_of(small, comparison, clusters(small, pairs)).relabelled
    assert (is_target.sum(), (~is_target).sum()) == (6, 6)


def test_pairs_of_documents_that_are_not_in_a_selection_are_left_out() -> None:
    small = corpus([("A", STORY), ("B", STORY), ("B", OTHER), ("B", OTHER)])
    pairs = reuse(small)
    part = small.select(origin="B")
    assert clusters(part, pairs).tolist() == ["", "d002", "d002"]
    assert lineage(part, pairs)["document_id"].tolist() == ["d002", "d003"]
    assert len(runs(part, pairs)) == 1


def test_a_corpus_without_pairs_gives_empty_tables() -> None:
    small = corpus([("A", STORY)])
    pairs = reuse(small)
    pd.testing.assert_frame_equal(pairs, empty(REUSE))
    pd.testing.assert_frame_equal(runs(small, pairs), empty(RUNS))
    pd.testing.assert_frame_equal(lineage(small, pairs), empty(LINEAGE))
    assert clusters(small, pairs).tolist() == [""]


def test_a_table_that_is_no_table_of_pairs_is_refused() -> None:
    small = corpus([("A", STORY)])
    with pytest.raises(TableError, match="relation"):
        clusters(small, pd.DataFrame({"document_id": [], "other_document_id": []}))


# --- real and sample corpora -----------------------------------------------------------------


def test_the_reprints_of_the_sample_are_found_and_no_others_with_their_chains() -> None:
    sample = load("data/sample")
    pairs = reuse(sample)
    assert set(pairs["relation"]) <= {"reprint", "independent"}
    found = pairs[pairs["relation"] == "reprint"]
    wanted = {
        frozenset((row["document_id"], row["other_document_id"])) for row in TRUTH["reprints"]
    }
    assert set(map(frozenset, found[["document_id", "other_document_id"]].to_numpy())) == wanted
    assert set(found["direction"]) == {"credit"}
    told = lineage(sample, pairs).set_index("document_id")
    assert told["agrees"].all()
    for row in TRUTH["reprints"]:
        assert told["source_document_id"][row["document_id"]] == row["other_document_id"]
        assert told["chain"][row["document_id"]] == row["chain"]
    counted = effective_documents(sample, "origin", clusters(sample, pairs)).set_index("group")
    assert counted.loc["Corranto", ["documents", "independent"]].tolist() == [18, 13]


@pytest.mark.shared
def test_no_wagner_page_is_a_reprint_and_the_ministrys_statement_is_a_quoted_run(
    shared: Path,
) -> None:
    pages = load(shared / "corpora" / "wagner-2023")
    pairs = reuse(pages)
    assert set(pairs["relation"]) == {"independent"}
    assert lineage(pages, pairs).empty
    found = runs(pages, pairs)
    mt_ap = found[
        found["document_id"].str.startswith("000")
        & found["other_document_id"].str.startswith("001")
    ]
    assert mt_ap["words"].max() >= 43
    assert mt_ap.loc[mt_ap["words"].idxmax(), "voice"] == "quoted"


@pytest.mark.shared
def test_pairs_of_real_articles_equal_the_exact_sets_of_their_runs(shared: Path) -> None:
    news = load(shared / "corpora" / "giveme5w1h" / "news_cluster.jsonl")
    tokens = news.tokens
    held = []
    for low, high in pairwise(tokens.offsets):
        ids, stretch = tokens.ids[low:high].tolist(), tokens.stretch[low:high].tolist()
        voice = tokens.voice[low:high].tolist()
        own = [
            n
            for n in range(len(ids) - 7)
            if stretch[n] == stretch[n + 7] and 2 not in voice[n : n + 8]
        ]
        held.append({tuple(ids[n : n + 8]) for n in own})
    pairs = reuse(news)
    place = {name: row for row, name in enumerate(news.documents["document_id"])}
    found = {}
    for row in pairs.itertuples():
        mine, others = held[place[row.document_id]], held[place[row.other_document_id]]
        assert row.containment == pytest.approx(len(mine & others) / max(len(mine), 1))
        found[frozenset((place[row.document_id], place[row.other_document_id]))] = row
    for one_of, other in combinations(range(len(held)), 2):
        both = len(held[one_of] & held[other])
        if both and both / min(len(held[one_of]), len(held[other])) >= 0.05:
            assert frozenset((one_of, other)) in found
    assert (pairs["relation"] == "reprint").sum() >= 10
    told = lineage(news, pairs)
    assert told["chain"].str.startswith("AP > ").sum() >= 5
    assert not told.loc[told["source_document_id"] == "", "direction"].any()


def test_a_release_brings_its_pairs_runs_and_lineage() -> None:
    small = corpus([("A", STORY), ("B", STORY)], **dated("2024-03-05", "2024-03-01"))
    pairs = reuse(small)
    counts, vocabulary = small.matrix()
    bare = replace(small, tokens=Bag({"own": counts}, vocabulary))
    assert reuse(bare).empty and runs(bare, pairs).empty
    tables = {"reuse": pairs, "runs": runs(small, pairs), "lineage": lineage(small, pairs)}
    pd.testing.assert_frame_equal(lineage(bare, pairs), tables["lineage"])
    release = replace(bare, held=tables)
    pd.testing.assert_frame_equal(reuse(release), pairs)
    pd.testing.assert_frame_equal(runs(release, pairs), tables["runs"])
    pd.testing.assert_frame_equal(lineage(release, pairs), tables["lineage"])
    assert clusters(release, reuse(release)).tolist() == ["d000", "d000"]
