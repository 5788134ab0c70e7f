"""Trends: rates, naming shares and keyness by period, and how sure each cell is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import altair
import numpy as np
import pandas as pd
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.corpus import Corpus
from analysis.corpus.tokens.tokens import bag
from analysis.figures.charts.panel import group_roles
from analysis.figures.charts.trend import naming_trend_chart, rolling_chart, trend_chart
from analysis.figures.theme import literal
from analysis.measures.frequency import counts, frequencies_of
from analysis.measures.keyness import Comparison, keyness
from analysis.measures.naming import naming_shares
from analysis.measures.trend import grain_of, naming_trend, rolling_keyness, trend
from analysis.schema import (
    MENTIONS,
    NAMING_TRENDS,
    ROLLING_KEYNESS,
    TRENDS,
    CorpusError,
    TableError,
    shape,
)
from analysis.statistics.inference import clustered_variance
from small import corpus

Z = 1.959963984540054


def dated(rows: Sequence[tuple[str, str, str]]) -> Corpus:
    """Make a corpus of (origin, day or '', text)."""
    days = [pd.Timestamp(day) if day else pd.NaT for _, day, _ in rows]
    columns = {"published_earliest": days, "published_latest": days}
    return corpus([(origin, text) for origin, _, text in rows], **columns)


def many(number: int = 120, seed: int = 3, months: int = 4) -> Corpus:
    """Make articles of two outlets over some months, with a bursty word."""
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(number):
        words = random.choice([f"w{place}" for place in range(30)], random.integers(20, 80))
        burst = ["strike"] * int(random.integers(1, 7)) * int(random.random() < 0.5)
        day = pd.Timestamp("2031-01-01") + pd.Timedelta(days=int(random.integers(0, 30 * months)))
        rows.append((str(random.choice(["A", "B"])), str(day.date()), " ".join([*words, *burst])))
    return dated(rows)


def cell(frame: pd.DataFrame, **wanted: str) -> pd.Series:
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def mentions(rows: Sequence[tuple[str, str]], voice: str = "own") -> pd.DataFrame:
    """Make mentions of one concept: document and label."""
    made = pd.DataFrame(rows, columns=["document_id", "label"])
    made = made.assign(concept="the act", start=range(len(made)), text="", speaker_id="")
    made = made.assign(end=made["start"] + 1, voice=voice, how="listed")
    return shape(made, MENTIONS)


def of_every_document(made: Corpus, seed: int = 5) -> pd.DataFrame:
    """Make bursts of names: each document keeps mostly to one of two."""
    random = np.random.default_rng(seed)
    rows = []
    for identity in made.documents["document_id"]:
        habit = random.choice([0.2, 0.7])
        for _ in range(int(random.integers(0, 6))):
            rows.append((identity, "coup" if random.random() < habit else "march"))
    return mentions(rows)


def test_a_rate_is_per_thousand_words_of_the_cell():
    made = dated(
        [
            ("A", "2031-01-03", "strike one two strike"),
            ("A", "2031-01-20", "three four five six"),
            ("A", "2031-02-01", "strike one"),
            ("B", "2031-02-02", "two three"),
        ]
    )
    table = trend(made, "strike")
    row = cell(table, group="A", period="2031-01")
    assert (row["frequency"], row["corpus_size"], row["per_thousand"]) == (2, 8, 250.0)
    assert (row["documents"], row["document_frequency"]) == (2, 1)
    assert row["period_start"] == pd.Timestamp("2031-01-01")
    assert cell(table, group="A", period="2031-02")["per_thousand"] == 500
    assert cell(table, group="B", period="2031-02")["per_thousand"] == 0
    assert table.columns.tolist() == TRENDS.names


def test_periods_run_on_and_empty_cells_are_rows_with_no_documents():
    made = dated([("A", "2031-01-03", "strike one"), ("B", "2031-04-03", "strike")])
    table = trend(made, ["strike"])
    assert table["period"].tolist() == ["2031-01", "2031-02", "2031-03", "2031-04"] * 2
    empty = cell(table, group="A", period="2031-03")
    assert (empty["documents"], empty["corpus_size"], empty["frequency"]) == (0, 0, 0)
    assert pd.isna(empty["per_thousand"])


def test_phrases_stars_and_several_terms_keep_the_order_they_are_given_in():
    made = dated([("A", "2031-01-03", "general strike ended\nstrike ended generals ended")])
    table = trend(made, ["strike ended", "general*", "general strike ended strike", "ended"])
    assert table["term"].tolist() == [
        "strike ended", "general*", "general strike ended strike", "ended",
    ]  # fmt: skip
    assert table["frequency"].tolist() == [2, 2, 0, 3]
    assert trend(made, ["ended", "ended"])["term"].tolist() == ["ended"]


def test_an_interval_is_that_of_the_formula_worked_through_by_hand():
    made = many()
    table = trend(made, "strike")
    group, month = made.groups("origin"), made.groups("month")
    for row in table[table["documents"] > 0].itertuples():
        inside = (group == row.group) & (month == row.period)
        hits = np.array([text.split().count("strike") for text in made.documents["source"][inside]])
        words = np.array([len(text.split()) for text in made.documents["source"][inside]])
        rate = hits.sum() / words.sum()
        n = len(hits)
        variance = n / (n - 1) * sum((hits - rate * words) ** 2) / hits.sum() ** 2
        width = stats.t.ppf(0.975, n - 1) * variance**0.5
        assert row.per_thousand_low == pytest.approx(1000 * rate * np.exp(-width))
        assert row.per_thousand_high == pytest.approx(1000 * rate * np.exp(width))


def test_an_interval_agrees_with_the_variance_that_keyness_uses():
    made = many(60)
    matrix, terms = made.matrix()
    column = int(np.flatnonzero(terms == "strike")[0])
    rows = np.flatnonzero((made.groups("origin") == "A") & (made.groups("month") == "2031-02"))
    counted = matrix[rows][:, [column]]
    error = float(np.sqrt(clustered_variance(counted, made.lengths()[rows].astype(float))[0]))
    row = cell(trend(made, "strike"), group="A", period="2031-02")
    width = stats.t.ppf(0.975, len(rows) - 1) * error
    assert np.log(row["per_thousand_high"] / row["per_thousand"]) == pytest.approx(width)


def test_the_standard_error_is_near_that_of_a_bootstrap_of_documents():
    made = many(400, months=1)
    made = made.select(origin="A")
    row = trend(made, "strike").iloc[0]
    hits = np.array([text.split().count("strike") for text in made.documents["source"]])
    words = made.lengths()
    random = np.random.default_rng(7)
    drawn = random.integers(0, len(hits), (2000, len(hits)))
    logs = np.log(hits[drawn].sum(axis=1) / words[drawn].sum(axis=1))
    error = np.log(row["per_thousand_high"] / row["per_thousand_low"]) / 2 / Z
    assert error == pytest.approx(float(logs.std()), rel=0.08)


def test_intervals_hold_the_true_rate_about_as_often_as_they_say():
    random = np.random.default_rng(11)
    held, true = [], 1000 * 3.5 * 0.5 / (30 + 1.75)
    for _ in range(150):
        texts = []
        for _ in range(25):
            burst = int(random.integers(1, 7)) * int(random.random() < 0.5)
            texts.append(("A", "2031-01-01", " ".join(["strike"] * burst + ["word"] * 30)))
        row = trend(dated(texts), "strike").iloc[0]
        held.append(row["per_thousand_low"] <= true <= row["per_thousand_high"])
    assert 0.88 <= np.mean(held) <= 0.99


def test_under_five_documents_with_words_a_cell_has_no_interval():
    rows = [
        ("A", "2031-01-01", "strike one"),
        *[("A", "2031-01-01", f"w{n} two") for n in range(3)],
    ]
    ends = ["per_thousand_low", "per_thousand_high"]
    assert trend(dated(rows), "strike")[ends].isna().all().all()
    five = dated([*rows, ("A", "2031-01-02", "strike again")])
    assert trend(five, "strike")[ends].notna().all().all()
    wordless = dated([*rows, ("A", "2031-01-02", "")])
    row = trend(wordless, "strike").iloc[0]
    assert row["documents"] == 5
    assert pd.isna(row["per_thousand_low"])


def test_a_term_that_does_not_occur_has_a_rate_of_none_and_no_interval():
    row = trend(many(), "absent").iloc[0]
    assert (row["frequency"], row["per_thousand"]) == (0, 0)
    assert pd.isna(row["per_thousand_low"])
    assert pd.isna(row["per_thousand_high"])


@pytest.mark.parametrize("grain", ["day", "week", "month"])
@pytest.mark.parametrize(
    "span",
    [("2030-12-30", "2031-01-05"), ("2031-01-31", "2031-01-31"), ("2031-01-31", "2031-02-01"),
     ("1969-12-31", "1969-12-31"), ("2032-02-29", "2032-02-29"), ("", "2031-01-01"),
     ("2031-01-01", ""), ("", ""), ("2027-01-03", "2027-01-03")],
)  # fmt: skip
def test_a_document_lies_in_the_period_that_the_corpus_says(grain, span):
    days = [pd.Timestamp(day) if day else pd.NaT for day in span]
    made = corpus([("A", "strike")], published_earliest=days[:1], published_latest=days[1:])
    said = [label for label in made.groups(grain) if label]
    assert trend(made, "strike", grain=grain)["period"].tolist() == said


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "C"]),
            st.integers(0, 500),
            st.lists(st.sampled_from(["strike", "one", "two"]), max_size=6),
        ),
        min_size=1,
        max_size=25,
    ),
    st.sampled_from(["day", "week", "month"]),
)
@settings(deadline=None, max_examples=40)
def test_cells_add_up_to_the_whole_corpus(articles, grain):
    start = pd.Timestamp("2030-11-17")
    made = dated(
        [(o, str((start + pd.Timedelta(days=d)).date()), " ".join(w)) for o, d, w in articles]
    )
    table = trend(made, ["strike", "one two"], grain=grain)
    for term, rows in table.groupby("term"):
        whole = frequencies_of(made, term)
        assert rows["frequency"].sum() == whole["frequency"].sum()
        assert rows["corpus_size"].sum() == made.lengths().sum()
        assert rows["documents"].sum() == len(made.documents)
        per_group = rows.groupby("group")["document_frequency"].sum()
        assert per_group.to_dict() == dict(
            zip(whole["group"], whole["document_frequency"], strict=True)
        )


def shuffled(made: Corpus, seed: int = 5) -> Corpus:
    order = np.random.default_rng(seed).permutation(len(made.documents))
    documents = made.documents.iloc[order].reset_index(drop=True)
    return replace(made, documents=documents, tokens=made.tokens.take(order))


def test_the_order_of_documents_changes_nothing():
    made = many()
    moved = shuffled(made)
    pd.testing.assert_frame_equal(
        trend(made, ["strike", "w1"]), trend(moved, ["strike", "w1"]), check_exact=True
    )
    named = of_every_document(made)
    pd.testing.assert_frame_equal(
        naming_trend(made, named),
        naming_trend(moved, named.iloc[::-1].reset_index(drop=True)),
        check_exact=True,
    )
    comparison = Comparison("A", "B", minimum_documents=10)
    pd.testing.assert_frame_equal(
        rolling_keyness(made, comparison, 2), rolling_keyness(moved, comparison, 2)
    )


def test_a_trend_within_a_voice_counts_its_words_alone():
    made = dated([("A", "2031-01-03", "one strike “the strike ended” {a strike began} strike")])
    sums = {}
    for voice in ("own", "paraphrase", "quoted"):
        table = trend(made.select(voice=voice), "strike")
        assert table["voice"].tolist() == [voice]
        sums[voice] = (int(table["frequency"].iloc[0]), int(table["corpus_size"].iloc[0]))
    assert sums == {"own": (2, 3), "paraphrase": (1, 3), "quoted": (1, 3)}
    assert trend(made.select(voice="own"), "strike strike")["frequency"].tolist() == [0]


def test_a_selection_of_documents_gives_the_same_cells():
    made = many()
    whole = trend(made, "strike")
    part = trend(made.select(origin="A"), "strike")
    pd.testing.assert_frame_equal(part, whole[whole["group"] == "A"].reset_index(drop=True))


def test_a_release_gives_the_same_trend_of_words_and_none_of_phrases():
    made = many(30)
    held = replace(made, tokens=bag(counts(made), made.documents))
    pd.testing.assert_frame_equal(trend(made, "strike"), trend(held, "strike"))
    with pytest.raises(CorpusError, match="text-free release"):
        trend(held, "general strike")


@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_without_any_date_there_is_an_empty_table(grain):
    made = dated([("A", "", "strike"), ("B", "", "strike one")])
    table = trend(made, "strike", grain=grain)
    assert table.empty
    assert table.columns.tolist() == TRENDS.names
    named = naming_trend(made, mentions([("d000", "coup")]), grain=grain)
    assert named.empty
    assert named.columns.tolist() == NAMING_TRENDS.names
    rolled = rolling_keyness(made, Comparison("A", "B"), grain=grain)
    assert rolled.empty
    assert rolled.columns.tolist() == ROLLING_KEYNESS.names


def test_documents_without_a_date_or_a_group_are_left_out():
    made = dated(
        [("A", "2031-01-01", "strike"), ("A", "", "strike"), ("B", "2031-01-01", "strike")]
    )
    assert trend(made, "strike")["documents"].tolist() == [1, 1]
    assert trend(made, "strike", by="event").empty


def test_what_cannot_be_is_refused_with_what_can():
    made = many(10)
    with pytest.raises(TableError, match="day, week, month"):
        trend(made, "strike", grain="year")
    with pytest.raises(TableError, match="over time already"):
        trend(made, "strike", by="week")
    with pytest.raises(TableError, match="origin, outlet"):
        trend(made, "strike", by="author")
    far = dated([("A", "1700-01-01", "strike"), ("B", "2200-01-01", "strike")])
    with pytest.raises(TableError, match="coarser grain"):
        trend(far, [f"w{n}" for n in range(9)], grain="day")


def test_a_share_is_of_the_mentions_of_the_concept_in_the_cell():
    made = dated([("A", "2031-01-01", "x"), ("A", "2031-01-02", "y"), ("B", "2031-03-01", "z")])
    told = mentions([("d000", "coup"), ("d000", "coup"), ("d001", "march"), ("d002", "march")])
    table = naming_trend(made, told)
    row = cell(table, group="A", period="2031-01", label="coup")
    assert (row["frequency"], row["mentions"]) == (2, 3)
    assert row["share"] == pytest.approx(2 / 3)
    assert (row["document_frequency"], row["documents_with"], row["documents"]) == (1, 2, 2)
    nothing = cell(table, group="B", period="2031-02", label="coup")
    assert nothing["documents"] == 0
    assert pd.isna(nothing["share"])
    assert table["label"].drop_duplicates().tolist() == ["coup", "march"]


def test_names_of_all_periods_add_up_to_the_naming_shares():
    made = many()
    told = of_every_document(made)
    table = naming_trend(made, told)
    whole = naming_shares(made, told, "origin").set_index(["group", "label"])["frequency"]
    assert table.groupby(["group", "label"])["frequency"].sum().to_dict() == whole.to_dict()
    shares = table.groupby(["group", "period"])["share"].sum()
    assert shares.to_numpy() == pytest.approx(1)


def test_the_intervals_of_two_names_mirror_one_another_and_stay_within_all_and_none():
    made = many(200)
    table = naming_trend(made, of_every_document(made))
    coup, march = (
        table[table["label"] == label].reset_index(drop=True) for label in ("coup", "march")
    )
    assert coup["share_low"].notna().all()
    assert coup["share_low"].to_numpy() == pytest.approx(1 - march["share_high"].to_numpy())
    assert (coup["share_low"] > 0).all()
    assert (coup["share_low"] < coup["share"]).all()
    assert (coup["share"] < coup["share_high"]).all()
    assert (coup["share_high"] < 1).all()


def test_the_standard_error_of_a_share_is_near_that_of_a_bootstrap_of_documents():
    made = many(300, months=1).select(origin="B")
    told = of_every_document(made)
    row = cell(naming_trend(made, told), label="coup")
    by_document = told.groupby(["document_id", "label"]).size().unstack(fill_value=0)
    coup, march = by_document["coup"].to_numpy(), by_document["march"].to_numpy()
    random = np.random.default_rng(7)
    drawn = random.integers(0, len(coup), (2000, len(coup)))
    odds = np.log(coup[drawn].sum(axis=1) / march[drawn].sum(axis=1))
    low, high = (np.log(row[end] / (1 - row[end])) for end in ("share_low", "share_high"))
    assert (high - low) / 2 / Z == pytest.approx(float(odds.std()), rel=0.08)


def test_a_share_of_all_or_none_or_of_few_documents_has_no_interval():
    made = dated([("A", "2031-01-01", f"w{n}") for n in range(6)])
    same = naming_trend(made, mentions([(f"d{n:03}", "coup") for n in range(6)]))
    assert same["share"].tolist() == [1]
    assert same[["share_low", "share_high"]].isna().all().all()
    few = mentions([(f"d{n:03}", label) for n in range(4) for label in ("coup", "march", "coup")])
    assert naming_trend(made, few)[["share_low", "share_high"]].isna().all().all()


def test_names_within_a_voice_are_those_in_this_voice():
    made = dated([("A", "2031-01-01", "x"), ("A", "2031-01-02", "y")])
    told = pd.concat(
        [mentions([("d000", "coup")]), mentions([("d001", "march")], "quoted")], ignore_index=True
    )
    table = naming_trend(made.select(voice="quoted"), told)
    assert table["label"].tolist() == ["march"]
    assert table["voice"].tolist() == ["quoted"]


def test_names_of_other_documents_are_left_out():
    made = dated([("A", "2031-01-01", "x")])
    assert naming_trend(made, mentions([("elsewhere", "coup")])).empty
    with pytest.raises(TableError, match="label"):
        naming_trend(made, mentions([("d000", "coup")]).drop(columns="label"))


def test_a_window_over_all_periods_is_the_keyness_of_the_whole():
    made = many(40)
    comparison = Comparison("A", "B", minimum_documents=3)
    rolled = rolling_keyness(made, comparison, window=12)
    whole = keyness(made, comparison)
    columns = [name for name in whole.columns if name in rolled.columns]
    pd.testing.assert_frame_equal(rolled[columns], whole[columns])
    assert rolled["p_family"].notna().all()


def test_each_window_is_the_keyness_of_its_periods():
    made = many(80)
    comparison = Comparison("A", minimum_documents=4)
    rolled = rolling_keyness(made, comparison, window=2, step=2)
    assert rolled["since"].unique().tolist() == ["2031-01", "2031-03"]
    assert rolled["until"].unique().tolist() == ["2031-02", "2031-04"]
    later = keyness(made.select(since="2031-03-01", until="2031-04-30"), comparison)
    rows = rolled[rolled["since"] == "2031-03"].reset_index(drop=True)
    columns = [name for name in later.columns if name in rolled.columns]
    pd.testing.assert_frame_equal(rows[columns], later[columns])


def test_words_of_a_window_that_differ_alike_stand_by_name():
    days = ("2031-01-05", "2031-02-05")
    made = dated(
        [(o, day, t) for o, t in (("A", "strike bell anchor"), ("B", "calm")) for day in days]
    )
    rolled = rolling_keyness(made, Comparison("A", "B", minimum_documents=1), window=1)
    terms = rolled.groupby("since")["term"].apply(list)
    assert terms.tolist() == [["anchor", "bell", "strike", "calm"]] * 2


def test_copies_are_one_document_of_a_window():
    made = many(40)
    names = made.documents["document_id"]
    copies = pd.Series("", index=range(len(names)))
    copies[made.documents["origin"].eq("A").to_numpy() & (np.arange(len(names)) < 30)] = "wire"
    comparison = Comparison("A", "B", minimum_documents=3)
    rolled = rolling_keyness(made, comparison, window=12, cluster=copies)
    whole = keyness(made, comparison, cluster=copies)
    columns = [name for name in whole.columns if name in rolled.columns]
    pd.testing.assert_frame_equal(rolled[columns], whole[columns])
    alone = keyness(made, comparison)
    assert not rolled["p_family"].equals(alone["p_family"])


def test_a_word_that_sets_apart_for_one_month_is_found_in_that_month():
    made = []
    random = np.random.default_rng(2)
    for month in (1, 2, 3):
        for number in range(20):
            words = random.choice([f"w{place}" for place in range(20)], 40).tolist()
            origin = "AB"[number % 2]
            words += ["strike"] * 3 * (month == 2 and origin == "A")
            made.append((origin, f"2031-0{month}-{number + 1:02}", " ".join(words)))
    rolled = rolling_keyness(dated(made), Comparison("A", "B"), window=1)
    found = rolled[rolled["p_family"] <= 0.05]
    assert list(zip(found["since"], found["term"], strict=True)) == [("2031-02", "strike")]


def test_a_window_of_few_documents_has_effects_only_and_one_of_one_side_no_row():
    made = dated(
        [("A", "2031-01-01", "strike one"), ("B", "2031-01-02", "strike two"),
         ("A", "2031-02-01", "strike one"), ("B", "2031-03-01", "strike")]
    )  # fmt: skip
    rolled = rolling_keyness(made, Comparison("A", "B"), window=1)
    assert rolled["since"].tolist() == ["2031-01"]
    assert rolled["term"].tolist() == ["strike"]
    ends = ["log_ratio_low", "log_ratio_high", "p_value", "p_family"]
    assert rolled[ends].isna().all().all()


def test_a_window_or_group_that_cannot_be_is_refused():
    made = many(10)
    with pytest.raises(TableError, match="1 period or more"):
        rolling_keyness(made, Comparison("A"), window=0)
    with pytest.raises(TableError, match="There are: A, B"):
        rolling_keyness(made, Comparison("C"))
    with pytest.raises(TableError, match="There are: A, B"):
        rolling_keyness(made, Comparison("A", "D"))


def rates_over_time() -> pd.DataFrame:
    return trend(many(), ["strike", "w1", "absent"])


CHARTS = {
    "trend": lambda: trend_chart(rates_over_time()),
    "trend of one group by week": lambda: trend_chart(
        trend(many(400).select(origin="A"), "strike", grain="week")
    ),
    "naming trend": lambda: naming_trend_chart(naming_trend(many(), of_every_document(many()))),
    "rolling keyness": lambda: rolling_chart(
        rolling_keyness(many(), Comparison("A", "B", minimum_documents=20), 2)
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_within_a_phone_with_its_words_and_numbers(name):
    made = CHARTS[name]()
    assert made == CHARTS[name]()
    assert made.mime == "application/vnd.vegalite.v5+json"
    meta = made.content["usermeta"]["samestory"]
    assert meta["title"]
    assert "in these articles" in meta["caption"]
    assert "95 % interval" in meta["caption"]
    assert meta["table"]["rows"]
    assert all(isinstance(told, str) for row in meta["table"]["rows"] for told in row)
    for panel in panels_of(made.content):
        assert panel["description"]
        altair.Chart.from_dict(panel, validate=True)
        svg = vl_convert.vegalite_to_svg(json.dumps(panel), vl_version="5.8", allowed_base_urls=[])
        assert float(svg.split('width="')[1].split('"')[0]) <= 360
        assert "NaN" not in svg
        assert svg.count("<path") > 3


def layers(panel: dict[str, object], kind: str) -> list[dict[str, object]]:
    return [layer for layer in panel["layer"] if layer["mark"]["type"] == kind]


def panels_of(spec: dict[str, object]) -> list[dict[str, object]]:
    rows = spec.get("vconcat", [spec])
    return [panel for row in rows for panel in row["concat"]]


def test_each_group_has_a_row_and_a_colour_that_is_no_voices_and_all_share_one_scale():
    rows = trend_chart(rates_over_time()).content["vconcat"]
    assert [row["title"]["text"] for row in rows] == ["A", "B"]
    for row, role in zip(rows, ("g1", "g2"), strict=True):
        marks = [layer["mark"]["color"] for panel in row["concat"] for layer in panel["layer"]]
        assert set(marks) == {literal(role)}
        assert [panel["title"]["text"] for panel in row["concat"]] == ["strike", "w1", "absent"]
        assert all(len(layers(panel, "line")) <= 1 for panel in row["concat"])
    scales = {
        str(layer["encoding"]["y"]["scale"]["domain"])
        for row in rows
        for panel in row["concat"]
        for layer in panel["layer"]
    }
    assert len(scales) == 1
    assert group_roles("hgfedcba")["h"] == "axis"


def test_bands_are_only_where_there_is_an_interval():
    panels = panels_of(trend_chart(rates_over_time()).content)
    assert len(layers(panels[0], "area")) == 1
    assert not layers(panels[2], "area")


def test_a_period_under_five_articles_has_no_point():
    rows = [("A", f"2031-0{month}-01", "strike one") for month in (1, 2, 4) for _ in range(5)]
    rows += [("A", "2031-03-01", "strike one")] * 4 + [("B", "2031-01-01", "strike")] * 4
    spec = trend_chart(trend(dated(rows), "strike")).content
    assert "vconcat" not in spec
    points = layers(spec["concat"][0], "line")[0]["data"]["values"]
    assert [row["run"] for row in points] == [1, 1, 2]
    assert len(layers(spec["concat"][0], "point")[0]["data"]["values"]) == 3
    caption = spec["usermeta"]["samestory"]["caption"]
    assert "A point is a month with 5 articles or more." in caption
    assert "Drawn: 1 of 2 groups, those with most articles" in caption
    few = trend_chart(trend(dated(rows[:4] + rows[-4:]), "strike", grain="day")).content
    assert few["kind"] == "banner"
    alone = trend_chart(trend(dated([*rows[:4], rows[5]]), "strike")).content
    assert alone["text"].endswith("no month holds 5 articles of one group.")


def test_an_interval_without_neighbours_is_a_whisker_of_its_own():
    rows = [("A", f"2031-0{month}-01", f"strike w{n}") for month in (1, 3) for n in range(5)]
    rows += [("A", "2031-02-01", "strike"), ("A", "2031-04-02", "strike one two")]
    rows += [("A", "2031-01-03", "one two three")]
    spec = trend_chart(trend(dated(rows), "strike")).content
    whiskers = layers(spec["concat"][0], "rule")[0]["data"]["values"]
    assert [row["low"] < row["high"] for row in whiskers if row["run"] == 1] == [True]
    assert not layers(spec["concat"][0], "area")


def test_an_interval_far_beyond_all_values_is_cut_and_the_caption_says_so():
    table = rates_over_time()
    cut = trend_chart(table.assign(per_thousand_high=table["per_thousand_high"] * 9)).content
    assert "beyond its scale" in cut["usermeta"]["samestory"]["caption"]
    top = layers(panels_of(cut)[0], "line")[0]["encoding"]["y"]["scale"]["domain"][1]
    assert top == pytest.approx(1.6 * table["per_thousand"].max(), rel=0.001)


def test_a_line_breaks_where_a_group_has_no_words():
    days = ["2031-01-01", "2031-02-01", "2031-04-01", "2031-05-01"]
    rows = [("A", day, "strike one") for day in days for _ in range(5)]
    spec = trend_chart(trend(dated(rows), "strike")).content
    rows = layers(spec["concat"][0], "line")[0]["data"]["values"]
    assert [row["run"] for row in rows] == [1, 1, 2, 2]
    assert spec["concat"][0]["title"]["subtitle"] == "A: 20 times in 20 articles"
    assert spec["usermeta"]["samestory"]["legend"] == []


def test_a_caption_says_how_many_articles_and_when():
    caption = trend_chart(rates_over_time()).content["usermeta"]["samestory"]["caption"]
    assert "120 articles with a date, 2031-01 to 2031-04" in caption
    quoted = trend_chart(trend(many().select(voice="own"), "strike"))
    assert "(own voice)" in quoted.content["usermeta"]["samestory"]["caption"]


def test_many_terms_and_groups_are_drawn_in_part_and_said_to_be():
    days = ["2031-01-01", "2031-02-01"]
    rows = [(f"G{n}", day, "strike") for n in range(9) for day in days for _ in range(5)]
    rows += [("G8", "2031-02-01", "strike")] * 5
    table = trend(dated(rows), [f"w{n}" for n in range(20)])
    spec = trend_chart(table).content
    caption = spec["usermeta"]["samestory"]["caption"]
    assert [row["title"]["text"] for row in spec["vconcat"]] == [*[f"G{n}" for n in range(7)], "G8"]
    assert len(panels_of(spec)) == 24
    said = "the first 3 of 20 words and 8 of 9 groups, those with most articles"
    assert f"Drawn: {said}; the rest in the data beneath." in caption
    one = trend_chart(trend(dated(rows).select(origin="G8"), [f"w{n}" for n in range(20)]))
    assert len(panels_of(one.content)) == 12


def test_one_point_is_no_line_over_time():
    rows = [("A", "2031-01-01", "strike")] * 5 + [("A", "2031-02-01", "strike")]
    alone = trend_chart(trend(dated(rows), "strike")).content
    assert alone["text"].endswith("no two months hold 5 articles of one group.")


def test_a_finding_over_time_is_a_diamond():
    rolled = rolling_keyness(many(), Comparison("A", "B", minimum_documents=20), 2)
    rolled = rolled.assign(p_family=0.5)
    rolled.loc[rolled["term"].eq("w1") & rolled["since"].eq("2031-01"), "p_family"] = 0.01
    spec = rolling_chart(rolled, ["w2", "w1"]).content
    titles = [panel["title"]["text"] for panel in spec["concat"][:2]]
    assert titles == ["w2", "w1"]
    shapes = [layer["mark"]["shape"] for layer in layers(spec["concat"][1], "point")]
    assert shapes == ["diamond", "circle"]
    assert rolling_chart(rolled).content["concat"][0]["title"]["text"] == "w1"
    assert "not over windows" in spec["usermeta"]["samestory"]["caption"]


def test_with_nothing_to_draw_a_banner_says_so():
    undated = dated([("A", "", "strike")])
    for made in (
        trend_chart(trend(undated, "strike")),
        naming_trend_chart(naming_trend(undated, mentions([("d000", "coup")]))),
        rolling_chart(rolling_keyness(undated, Comparison("A"))),
        rolling_chart(rolling_keyness(many(20), Comparison("A"), 9), ["absent"]),
    ):
        assert made.content["kind"] == "banner"


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="per_thousand_low"):
        trend_chart(rates_over_time().drop(columns="per_thousand_low"))


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=8))
def test_the_grain_is_the_finest_that_can_be_read(days: list[int]) -> None:
    first = np.datetime64("2020-01-01")
    chosen = dated([("Post", str(first + np.timedelta64(day, "D")), "A word.") for day in days])
    grain, span = grain_of(chosen), max(days) - min(days) + 1
    assert (grain == "day") == (span <= 40)
    assert grain != "week" or 40 < span <= 41 * 7
    assert grain != "month" or span > 38 * 7


def test_without_a_date_any_grain_will_do() -> None:
    assert grain_of(dated([("Post", "", "A word.")])) == "day"
