"""Which documents tell the same story: small fictional corpora, the sample, real articles."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analysis.corpus import Corpus, load
from analysis.corpus.tokens.tokens import bag
from analysis.measures.event import Settings, events, near
from analysis.measures.event.group import belonging, group
from analysis.measures.event.terms import _weigh
from analysis.measures.frequency import counts
from analysis.schema import DATE, EVENTS, REJECTED, ParameterError, empty
from small import corpus

sys.path.insert(0, str(ROOT / "bench"))
from events import agreement, score

FERRY = (
    "Ferry Marlinda runs aground off Toskel\nThe ferry Marlinda ran aground on a sandbank off "
    "Toskel with 214 passengers aboard. Captain Bo Ragnell radioed for tugs.",
    "Passengers leave stranded Marlinda\nTugs reached the ferry Marlinda on its sandbank near "
    "Toskel and 214 passengers climbed into lifeboats, Captain Bo Ragnell told the coastguard.",
    "Toskel sandbank holds Marlinda fast\nThe coastguard of Toskel blamed a broken rudder after "
    "the ferry Marlinda ran aground. All 214 passengers reached land, Captain Ragnell said.",
)
CHEESE = (
    "Orvane cheese maker fined over mould\nA court in Orvane fined the dairy Pelliet 90,000 "
    "crowns because inspectors found mould in its blue cheese Vieux Orvane.",
    "Dairy Pelliet must pay 90,000 crowns\nInspectors found mould in the blue cheese Vieux "
    "Orvane; the dairy Pelliet was fined 90,000 crowns by a court in Orvane.",
)
CHESS = (
    "Schoolgirl wins chess open\nMira Dastan, thirteen, beat the grandmaster Ulric Fenn in the "
    "final round of the Karsten open with a rook sacrifice.",
)
ALL = (*FERRY, *CHEESE, *CHESS)
DAYS = ("2031-05-02", "2031-05-03", "2031-05-04", "2031-05-03", "2031-05-03", "2031-05-03")


def _heap(texts: tuple[str, ...] = ALL, days: tuple[str, ...] = (), **columns: list[str]) -> Corpus:
    made = corpus([("A", text) for text in texts], **columns)
    segments = made.segments.copy()
    segments.loc[segments["start"] == 0, "label"] = "title"
    dates = pd.Series(pd.to_datetime(list(days or [None] * len(texts)))).astype(DATE)
    documents = made.documents.assign(published_earliest=dates, published_latest=dates)
    return replace(made, documents=documents, segments=segments)


def _groups(table: pd.DataFrame, scope: str = "event") -> list[list[str]]:
    return sorted(sorted(part["document_id"]) for _, part in table.groupby(scope))


def test_documents_of_one_story_are_grouped_and_a_lone_one_is_not_in_the_table():
    table = events(_heap(days=DAYS))
    assert list(table.columns) == EVENTS.names
    assert _groups(table) == [["d000", "d001", "d002"], ["d003", "d004"]]


def test_a_name_is_the_earliest_day_and_the_terms_that_tie_the_story():
    table = events(_heap(days=DAYS)).set_index("document_id")
    assert table.loc["d001", "event"].startswith("2031-05-02-")
    assert {"marlinda", "toskel"} & set(table.loc["d001", "event"].split("-"))
    assert table.loc["d001", "terms"].split(", ")[0].replace(" ", "-") in table.loc["d001", "event"]


def test_documents_without_a_date_are_grouped_with_a_lower_score():
    dated, undated = events(_heap(days=DAYS)), events(_heap())
    assert _groups(dated) == _groups(undated)
    assert undated["event"].str.startswith("undated-").all()
    assert undated["score"].mean() <= dated["score"].mean()
    assert undated["score"].between(0, 1).all()


def test_the_same_words_years_later_are_another_story():
    later = tuple(text.replace("214", "87").replace("Ragnell", "Sund") for text in FERRY)
    days = ("2031-05-02", "2031-05-03", "2031-05-04", "2039-01-10", "2039-01-10", "2039-01-11")
    near = events(_heap((*FERRY, *later), (*days[:3], *days[:3])))
    apart = events(_heap((*FERRY, *later), days), Settings(floor=0.1))
    assert _groups(near, "story") == [[f"d{number:03}" for number in range(6)]]
    assert _groups(apart, "story") == [["d000", "d001", "d002"], ["d003", "d004", "d005"]]


def test_an_event_given_by_hand_stays_and_others_may_join_it():
    table = events(_heap(event=["Ferry", "", "", "", "", ""])).set_index("document_id")
    assert table.loc[["d000", "d001", "d002"], "event"].tolist() == ["Ferry"] * 3
    assert table.loc["d000", "score"] == 1.0
    assert table.loc["d003", "event"] not in ("Ferry", "")


def test_a_given_event_of_one_document_is_in_the_table():
    table = events(_heap(event=["", "", "", "", "", "Chess"])).set_index("document_id")
    assert table.loc["d005", ["event", "score"]].tolist() == ["Chess", 1.0]


def test_two_given_events_are_never_merged():
    table = events(_heap(event=["One", "Two", "", "", "", ""])).set_index("document_id")
    assert table.loc[["d000", "d001"], "event"].tolist() == ["One", "Two"]
    assert table.loc["d002", "event"] in ("One", "Two")


@dataclass
class Alike:
    """What documents are to one another, as a table says."""

    table: np.ndarray
    settings: Settings = field(default_factory=lambda: Settings(threshold=0.5))

    def between(self, rows: np.ndarray, others: np.ndarray) -> np.ndarray:
        return self.table[np.ix_(rows, others)].copy()


@pytest.mark.parametrize(("ends", "expected"), [(0.0, [[0, 1]]), (0.6, [[0, 1, 2]])])
def test_one_article_between_two_does_not_join_them(ends, expected):
    # Mean linkage (Sokal and Michener 1958): the third joins the pair where 0.7 and `ends` have a
    # mean of 0.5 or more.
    table = np.array([[1, 0.8, ends], [0.8, 1, 0.7], [ends, 0.7, 1]])
    found = group(Alike(table), csr_array(table), np.full(3, -1))
    assert [part.tolist() for part in found] == expected


def test_a_document_belongs_to_its_story_as_much_as_it_is_like_the_others():
    table = np.array([[1, 0.3, 0.5], [0.3, 1, 0.1], [0.5, 0.1, 1]])
    np.testing.assert_allclose(belonging(Alike(table), np.arange(3)), [0.4, 0.2, 0.3])
    np.testing.assert_allclose(belonging(Alike(table), np.array([0, 2])), [0.5, 0.5])
    assert belonging(Alike(table), np.array([1])).tolist() == [1]


@pytest.mark.parametrize(("alike", "home"), [(0.5, 0), (0.499, None)])
def test_an_article_joins_a_given_story_that_it_is_just_near_enough_to(alike, home):
    # Two given stories, of one document each; the third document is as like the one as the other.
    linked = csr_array(np.ones((3, 3)))
    found = group(Alike(np.full((3, 3), alike)), linked, np.array([0, 1, -1]))
    expected = [[0, 2], [1]] if home == 0 else [[0], [1]]
    assert [part.tolist() for part in found] == expected


def test_a_repeated_word_weighs_by_the_logarithm_of_its_uses():
    # Manning, Raghavan and Schütze 2008, section 6.4.1: 1 + log(uses), in shares of the length.
    counts = csr_array(np.array([[1.0, np.e, np.e**2], [1.0, 1.0, 1.0]]))
    weights = _weigh(counts, np.array([1.0, 1.0, 2.0]), 3).toarray()
    length = np.sqrt(1 + 2**2 + 6**2)
    np.testing.assert_allclose(weights[0], np.array([1, 2, 6]) / length)
    np.testing.assert_allclose(weights[1], np.array([1, 1, 2]) / np.sqrt(6))


def test_event_all_says_that_a_corpus_is_one_story_whatever_was_found_or_given():
    made = _heap(days=DAYS, event=["Ferry", "", "", "", "", ""])
    one = made.with_events(events(made)).select(event="all")
    assert one.documents["event"].tolist() == ["small"] * len(ALL)
    assert _groups(events(one)) == [made.documents["document_id"].tolist()]
    late = made.select(event="all", since="2031-05-04").documents
    assert late[["document_id", "event"]].to_numpy().tolist() == [["d002", "small"]]


def test_a_new_name_is_never_that_of_a_given_event():
    name = events(_heap())["event"].iloc[-1]
    table = events(_heap((*CHEESE, *CHESS), event=["", "", name])).set_index("document_id")
    found = events(_heap((*CHEESE, *CHESS))).set_index("document_id")
    clash = events(_heap((*CHEESE, *CHESS), event=["", "", found.loc["d000", "event"]]))
    assert table.loc["d002", "event"] == name
    assert clash["event"].nunique() == 2


@given(st.permutations(range(len(ALL))))
def test_the_order_of_documents_changes_nothing(order):
    heap = _heap(days=DAYS)
    documents = heap.documents.iloc[list(order)].reset_index(drop=True)
    place = pd.Series(range(len(order)), index=documents["document_id"])
    rows = heap.segments["document_id"].map(place).sort_values(kind="stable").index
    moved = replace(heap, documents=documents, segments=heap.segments.loc[rows])
    pd.testing.assert_frame_equal(events(moved), events(heap))


@given(st.lists(st.sampled_from(["", "One", "Two", "Three"]), min_size=6, max_size=6))
def test_what_is_given_is_kept_whatever_is_given(labels):
    table = events(_heap(event=labels)).set_index("document_id")
    for number, label in enumerate(labels):
        if label:
            assert table.loc[f"d{number:03}", ["event", "score"]].tolist() == [label, 1.0]
    assert table.index.is_unique
    assert table["score"].between(0, 1).all()


@given(st.lists(st.text(alphabet="ab 1.\n", max_size=25), min_size=1, max_size=5))
def test_any_text_can_be_grouped(lines):
    table = events(corpus([("A", text) for text in lines]))
    assert list(table.columns) == EVENTS.names
    assert (table.groupby("story").size() > 1).all()


def test_all_words_are_read_whatever_voice_was_chosen():
    heap = _heap((*ALL[:5], CHESS[0] + " “So be it.”"))
    pd.testing.assert_frame_equal(events(heap.select(voice="quoted")), events(heap))


def test_furniture_makes_no_story():
    noise = "\nSign up to the Toskel Morning letter, edited by Bo Ragnell of Marlinda Media."
    heap = _heap(tuple(text + noise for text in (CHEESE[0], CHESS[0])))
    labels = heap.segments["label"].where(heap.segments["start"] < 150, "boilerplate:letter")
    assert events(replace(heap, segments=heap.segments.assign(label=labels))).empty


def test_a_corpus_without_documents_has_no_events():
    heap = _heap()
    none = replace(heap, documents=heap.documents.iloc[:0], segments=heap.segments.iloc[:0])
    assert events(none).empty


def test_a_release_gives_the_events_it_brings_and_else_groups_by_single_words():
    heap = _heap(days=DAYS)
    held = replace(
        heap, tokens=bag(counts(heap), heap.documents), rejected=empty(REJECTED), held={}
    )
    assert _groups(events(held)) == _groups(events(heap))
    brought = events(heap).head(2)
    pd.testing.assert_frame_equal(events(replace(held, held={"events": brought})), brought)


def test_agreement_counts_pairs():
    assert agreement("aab", "xxy") == {"F1": 1.0, "P": 1.0, "R": 1.0, "ARI": 1.0}
    assert np.isclose(agreement("aabb", "xxxx")["P"], 2 / 6)


def test_no_story_of_the_sample_mixes_two_events():
    sample = load(ROOT / "data/sample")
    truth = sample.documents.set_index("document_id")["event"]
    table = events(replace(sample, documents=sample.documents.assign(event="")))
    told = table.assign(truth=truth.loc[table["document_id"]].to_numpy())
    assert len(table) >= 30
    assert (told.groupby("event")["truth"].nunique() == 1).all()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("giveme5w1h", {"story": 0.88}),
        ("basil", {"event": 0.95, "story": 0.95}),
        ("newswcl50", {"event": 0.95, "story": 0.95}),
        ("allsides-events", {"event": 0.72}),
    ],
)
def test_real_events_and_stories_are_found(shared, name, least):
    found = score(shared, name)
    for scope, floor in least.items():
        assert min(found[scope]["F1"], found[scope]["ARI"]) >= floor


@pytest.mark.shared
def test_the_four_pages_of_one_story_are_together_and_the_fifth_is_not(shared):
    pages = load(shared / "corpora/wagner-2023")
    table = events(replace(pages, documents=pages.documents.assign(event="")))
    assert [name[:3] for name in table["document_id"]] == ["000", "001", "002", "003"]
    assert table["event"].nunique() == 1


@pytest.mark.shared
def test_without_a_manifest_the_page_of_another_year_stands_apart(shared, tmp_path):
    for page in (shared / "corpora/wagner-2023").glob("0*.txt"):
        shutil.copy(page, tmp_path)
    table = events(load(tmp_path)).assign(page=lambda rows: rows["document_id"].str[:3])
    assert table.groupby("event")["page"].agg(list).tolist() == [
        ["000", "001", "002", "003"],
        ["004"],
    ]


LATER = (
    "Marlinda ferry: hearing on the rudder\nA hearing in Toskel on the ferry Marlinda, which ran "
    "aground on a sandbank with 214 passengers, heard Captain Bo Ragnell on the rudder.",
    "Captain Ragnell heard on ferry Marlinda\nCaptain Bo Ragnell told the hearing in Toskel that "
    "the rudder of the ferry Marlinda broke off the sandbank with 214 passengers aboard.",
)


@pytest.mark.parametrize(("day", "events_of_it"), [("2031-05-07", 1), ("2031-05-08", 2)])
def test_more_than_three_days_without_an_article_part_a_story_into_events(day, events_of_it):
    table = events(_heap((*FERRY, *LATER), (*DAYS[:3], day, day)))
    assert table["story"].nunique() == 1
    assert table["event"].nunique() == events_of_it


def test_an_event_of_one_article_is_in_the_table_where_its_story_has_others():
    table = events(_heap((*FERRY, LATER[0]), (*DAYS[:3], "2031-06-20")))
    assert _groups(table) == [["d000", "d001", "d002"], ["d003"]]
    assert table["event"].str[:10].tolist() == ["2031-05-02"] * 3 + ["2031-06-20"]
    assert table["story"].nunique() == 1


def test_a_story_of_one_event_has_its_name():
    table = events(_heap(days=DAYS))
    assert (table["event"] == table["story"]).all()


def test_an_article_without_a_day_joins_the_event_its_text_is_most_like():
    heap = _heap((*FERRY, *LATER), (*DAYS[:3], "2031-06-20", "2031-06-20"))
    last = heap.documents["document_id"] == "d004"
    day = heap.documents["published_earliest"]
    undated = heap.documents.assign(published_earliest=day.mask(last))
    loose = heap.documents.assign(published_earliest=day.mask(last, pd.Timestamp("2031-05-01")))
    for documents in (undated, loose):
        table = events(replace(heap, documents=documents))
        assert _groups(table) == [["d000", "d001", "d002"], ["d003", "d004"]]


@pytest.mark.parametrize(
    ("week", "found"),
    [
        (("2031-05-08", "2031-05-14"), [["d000", "d001", "d002"], ["d003", "d004"]]),
        (("2031-05-07", "2031-05-14"), [["d000", "d001", "d002", "d003", "d004"]]),
    ],
)
def test_of_a_week_that_is_far_from_every_day_an_article_is_of_no_event_of_those_days(week, found):
    heap = _heap((*FERRY, *LATER), (*DAYS[:3], week[0], week[0]))
    last = heap.documents["document_id"].isin(["d003", "d004"])
    until = heap.documents["published_latest"].mask(last, pd.Timestamp(week[1]))
    table = events(replace(heap, documents=heap.documents.assign(published_latest=until)))
    assert _groups(table) == found


def test_a_given_event_is_its_own_story_and_stays_one_whenever_published():
    days = (*DAYS[:3], "2031-06-20", "2031-06-21")
    table = events(_heap((*FERRY, *LATER), days, event=["Ferry", "", "", "Ferry", ""]))
    assert table["event"].tolist() == ["Ferry"] * 5
    assert table["story"].tolist() == ["Ferry"] * 5
    assert table["event_certainty"].tolist() == ["given", "found", "found", "given", "found"]


def test_an_article_of_a_later_day_joins_the_story_of_a_given_event_not_the_event():
    days = (*DAYS[:3], "2031-06-20", "2031-06-21")
    table = events(_heap((*FERRY, *LATER), days, event=["Ferry", "", "", "", ""]))
    assert table.loc[table["event"] == "Ferry", "document_id"].tolist() == ["d000", "d001", "d002"]
    assert set(table["story"]) == {"Ferry"}


def test_a_given_event_without_a_day_is_where_most_of_its_text_is():
    heap = _heap((*FERRY, *LATER), (*DAYS[:3], "2031-05-12", "2031-05-13"))
    documents = heap.documents.assign(event=["", "", "", "", "Hearing"])
    last = documents["event"] != ""
    undated = documents.assign(published_latest=documents["published_latest"].mask(last))
    table = events(replace(heap, documents=undated)).set_index("document_id")
    assert table.loc[["d003", "d004"], "event"].tolist() == ["Hearing"] * 2
    assert "Hearing" not in set(table.loc[["d000", "d001", "d002"], "event"])


def test_what_is_printed_twice_is_found_and_not_given():
    table = events(_heap((FERRY[0], FERRY[0], CHESS[0])))
    assert table["score"].round(6).tolist() == [1.0, 1.0]
    assert table["event_certainty"].tolist() == ["found", "found"]


def test_scope_says_what_documents_are_compared_within():
    heap = _heap((*FERRY, *LATER), (*DAYS[:3], "2031-05-12", "2031-05-13"))
    table = events(heap)
    assert heap.with_events(table).documents["event"].nunique() == 2
    told = heap.with_events(table, "story").documents
    assert told["event"].nunique() == 1
    assert (told["event"] == told["story"]).all()
    with pytest.raises(ParameterError, match="scope is event or story"):
        heap.with_events(table, "chain")


def test_what_was_named_before_is_known_again():
    heap = _heap((*FERRY, *LATER), (*DAYS[:3], "2031-05-12", "2031-05-13"))
    told = heap.with_events(events(heap))
    columns = ["document_id", "event", "story", "event_certainty"]
    pd.testing.assert_frame_equal(events(told)[columns], events(heap)[columns])
    one = heap.having(documents=heap.documents.assign(event=["Ferry", "", "", "", ""]))
    story = one.with_events(events(one), "story")
    assert story.documents["event"].tolist() == ["Ferry"] * 5
    assert story.documents["event_certainty"].tolist() == ["given"] + ["found"] * 4


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from(["", "One", "Two"])), min_size=5, max_size=5
    )
)
def test_events_part_stories_and_no_gap_is_left_in_what_was_found(rows):
    days = tuple(str(np.datetime64("2031-05-01") + day) for day, _ in rows)
    table = events(_heap((*FERRY, *LATER), days, event=[label for _, label in rows]))
    assert (table.groupby("event")["story"].nunique() == 1).all()
    day = dict(zip([f"d{n:03}" for n in range(5)], [day for day, _ in rows], strict=True))
    for name, mine in table.groupby("event"):
        known = sorted(day[one] for one in mine["document_id"])
        assert name in ("One", "Two") or (np.diff(known) <= 3).all()


@pytest.mark.parametrize("block", [1, 2, 512])
def test_the_nearest_of_a_document_does_not_hang_on_its_place(monkeypatch, block):
    monkeypatch.setattr(near, "_BLOCK", block)
    weights = np.array([[0.6, 0.8, 0], [0.8, 0.6, 0], [0, 0.6, 0.8], [0, 0, 1.0]])
    same_day = near.Days(np.zeros(4), np.zeros(4), np.ones(4, dtype=bool))
    settings = replace(Settings(), scale=(0.1, 1.0))
    likeness, graph = near.compare(near.csr_array(weights), same_day, settings)
    products = weights @ weights.T - np.diag(np.ones(4))
    nearest = products.max(axis=1)
    assert likeness.scale == pytest.approx(nearest)
    ratio = products / np.sqrt(np.outer(nearest, nearest))
    assert graph.toarray() == pytest.approx(np.where(ratio >= settings.threshold, ratio, 0))
    rows = np.arange(4)
    between = likeness.between(rows, rows) - np.diag(1 / nearest)
    assert between == pytest.approx(ratio)
