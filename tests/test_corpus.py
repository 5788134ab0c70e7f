"""Selections, groups and frequencies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.corpus import Selection
from analysis.corpus.lexicons.naming import lexicons
from analysis.corpus.tokens.tokens import bag
from analysis.measures.frequency import (
    counts,
    frequencies,
    frequencies_of,
    shared_top_terms,
    top_terms,
)
from analysis.measures.ledger import ledger, makeup
from analysis.schema import (
    COUNTS,
    TABLES,
    CorpusError,
    RuleError,
    TableError,
    codebook,
    empty,
    require,
)
from small import corpus

DAYS = {
    "published_earliest": pd.to_datetime(["2023-06-25", "2023-06-25", None, "2023-07-02"]),
    "published_latest": pd.to_datetime(["2023-06-25", "2023-06-26", None, "2023-07-02"]),
}


def _dated():
    pairs = [("TASS", "one two"), ("AP", "two"), ("AP", "three"), ("TASS", "three")]
    events = ["march", "march", "", "talks"]
    return corpus(pairs, event=events, **{k: list(v) for k, v in DAYS.items()})


def test_a_selection_keeps_what_it_names():
    made = _dated()
    assert made.select(origin="AP").documents["document_id"].tolist() == ["d001", "d002"]
    assert made.select(Selection(event="march"), origin="TASS").lengths().tolist() == [2]
    assert len(made.select().documents) == 4
    assert len(made.select(outlet=["TASS", "AP"], event="march").documents) == 2
    with pytest.raises(CorpusError, match="No document has the outlet 'Reuters'"):
        made.select(outlet=["AP", "Reuters"])


def test_a_period_keeps_intervals_that_touch_it_and_no_unknown_date():
    made = _dated()
    assert made.select(since="2023-06-26").documents["document_id"].tolist() == ["d001", "d003"]
    assert made.select(until="2023-06-25").documents["document_id"].tolist() == ["d000", "d001"]


def test_a_value_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(
        CorpusError, match=r"origin 'Tass'\. There are: AP, TASS\. Did you mean 'TASS'"
    ):
        _dated().select(origin="Tass")
    with pytest.raises(CorpusError, match="Did you mean 'origin'"):
        _dated().select(orgin="AP")
    with pytest.raises(CorpusError, match="since is a day such as 2023-06-25"):
        _dated().select(since="June 25")


def test_a_selection_that_leaves_nothing_says_so_and_when_there_is_something():
    with pytest.raises(CorpusError, match=r"since '2024-01-01'\. .* from 2023-06-25 to 2023-07-02"):
        _dated().select(since="2024-01-01")
    with pytest.raises(CorpusError, match="origin 'TASS', event 'march', since '2023-06-26'"):
        _dated().select(origin="TASS", event="march", since="2023-06-26")
    undated = corpus([("TASS", "one")])
    with pytest.raises(CorpusError, match="None here has a date"):
        undated.select(until="2023-06-25")


def test_an_interval_over_two_days_is_in_no_day_and_no_week_but_in_a_month():
    made = _dated()
    assert made.groups("day").tolist() == ["2023-06-25", "", "", "2023-07-02"]
    assert made.groups("week").tolist() == ["2023-W25", "", "", "2023-W26"]
    assert made.groups("month").tolist() == ["2023-06", "2023-06", "", "2023-07"]


def test_own_copy_is_a_group_of_agencies():
    assert set(_dated().groups("agency")) == {"(own copy)"}


def _owned():
    """Articles with columns of their own, as a manifest or a table file brings them."""
    made = _dated()
    own = {
        "bias": ["left", "right", "", "left"],
        "rank": [1.0, 2.5, np.nan, 1.0],
        "filed": pd.to_datetime(["2023-06-25", None, None, "2023-06-26"]),
        "desk": ["a", None, "b", "a"],
    }
    return replace(made, documents=made.documents.assign(**own))


def test_articles_are_grouped_by_any_column_the_corpus_has():
    made = _owned()
    assert made.groups("bias").tolist() == ["left", "right", "", "left"]
    assert made.groups("rank").tolist() == ["1", "2.5", "", "1"]
    assert made.groups("filed").tolist() == ["2023-06-25", "", "", "2023-06-26"]
    assert made.groups("desk").tolist() == ["a", "", "b", "a"]
    assert made.groups("path").tolist()[0] == "d000.txt"
    table = frequencies(made, "bias")
    assert table.groupby("group")["frequency"].sum().to_dict() == {"left": 3, "right": 1}


def test_groups_by_what_is_not_there_are_refused():
    with pytest.raises(TableError, match=r"grouped or chosen by 'outlets'.*Did you mean 'outlet'"):
        _dated().groups("outlets")
    own = r"month; and the columns of this corpus: bias, desk, filed, rank\. Did you mean 'bias'"
    with pytest.raises(TableError, match=own):
        _owned().groups("bais")
    with pytest.raises(TableError, match="chosen by 'source'"):
        _owned().groups("source")


def _kept(made, *where, **limits):
    return made.select(where=where, **limits).documents["document_id"].tolist()


def test_a_selection_by_any_column_takes_any_of_its_values_and_all_of_the_columns():
    made = _owned()
    assert _kept(made, "bias=left") == ["d000", "d003"]
    assert _kept(made, "bias=left", "bias=right") == ["d000", "d001", "d003"]
    assert _kept(made, "bias=left", "bias=right", "outlet=AP") == ["d001"]
    assert _kept(made, "bias=left", origin="TASS") == ["d000", "d003"]
    assert _kept(made) == _kept(made, "") == made.documents["document_id"].tolist()
    assert made.select(Selection(where="rank=2.5")).lengths().tolist() == [1]
    assert _kept(_dated(), "month=2023-07") == ["d003"]
    assert _kept(corpus([("A", "x")], url=["a=b"]), "url=a=b") == ["d000"]


def test_a_selection_by_what_is_not_there_says_what_is():
    with pytest.raises(CorpusError, match=r"bias 'lef'\. There are: left, right\. Did you mean"):
        _kept(_owned(), "bias=left", "bias=lef")
    with pytest.raises(TableError, match="Did you mean 'bias'"):
        _kept(_owned(), "bais=left")
    for odd in ("outlet", "=TASS", "outlet="):
        with pytest.raises(CorpusError, match="where is column=value, such as outlet=TASS"):
            _kept(_owned(), odd)
    with pytest.raises(CorpusError, match=r"has all of this: where .*'bias=right', 'outlet=TASS'"):
        _kept(_owned(), "bias=right", "outlet=TASS")


@pytest.fixture
def lists(tmp_path):
    """The shipped lists of names and frames."""
    (tmp_path / "naming.yml").write_text("EVENT:\n  mutiny: [mutiny]", encoding="utf-8")
    (tmp_path / "frames.yml").write_text("order:\n  calm: [calm]", encoding="utf-8")
    return tmp_path


def test_a_lexicon_of_ones_own_leaves_the_shipped_names_out(lists):
    made = corpus([("A", "one")])
    assert lexicons(made, folder=lists)[0].concepts == ["EVENT"]
    with pytest.raises(RuleError, match=r"Write .*naming-small\.yml, as the head of"):
        lexicons(made, "own", folder=lists)
    (lists / "naming-small.yml").write_text("SHIP:\n  tug: [tug]", encoding="utf-8")
    assert lexicons(made, folder=lists)[0].concepts == ["EVENT", "SHIP"]
    names, cues = lexicons(made, "own", folder=lists)
    assert (names.concepts, cues.concepts) == (["SHIP"], ["order"])
    (lists / "frames-small.yml").write_text("harm:\n  loss: [loss]", encoding="utf-8")
    assert lexicons(made, "own", folder=lists)[1].concepts == ["harm"]


def test_a_lexicon_is_taken_from_a_file_in_the_current_folder_too(lists, monkeypatch):
    made = corpus([("A", "one")])
    (lists / "mine.yml").write_text("SHIP:\n  tug: [tug]", encoding="utf-8")
    monkeypatch.chdir(lists)
    names, cues = lexicons(made, "mine.yml", folder=lists)
    assert (names.concepts, cues.concepts) == (["SHIP"], ["order"])
    with pytest.raises(RuleError, match=r"no lexicon at ow\. Give own, .* Did you mean 'own'"):
        lexicons(made, "ow", folder=lists)
    sample = lexicons(made, "data/lexicons/naming-sample.yml", folder=lists)[0]
    assert "EVENT" not in sample.concepts
    released = replace(made, tokens=bag(empty(COUNTS), made.documents))
    with pytest.raises(CorpusError, match="small is a text-free release"):
        lexicons(released, "mine.yml", folder=lists)


def test_the_hash_follows_the_articles_not_their_order():
    pairs = [("A", "one"), ("B", "two")]
    assert corpus(pairs).hash == corpus(pairs).hash
    assert corpus(pairs).hash != corpus([("A", "one"), ("B", "two!")]).hash


def test_frequencies_of_groups_add_up():
    table = frequencies(_dated(), "origin")
    assert table.groupby("group")["frequency"].sum().to_dict() == {"AP": 2, "TASS": 3}
    row = table[(table["group"] == "TASS") & (table["term"] == "two")].iloc[0]
    assert (row["corpus_size"], row["documents"], row["document_frequency"]) == (3, 2, 1)
    assert row["per_million"] == pytest.approx(1e6 / 3)
    assert table["dispersion"].isna().all()


def test_dispersion_is_given_from_five_documents_on():
    made = corpus([("A", "x y")] * 4 + [("A", "x x")])
    table = frequencies(made).set_index("term")
    assert table.loc["y", "dispersion"] == pytest.approx(0.2 / 0.8)
    assert 0 <= table.loc["x", "dispersion"] <= 1


def test_chosen_terms_are_there_also_where_they_do_not_occur():
    table = frequencies_of(_dated(), ["three", "nowhere"])
    assert table["term"].tolist() == ["three", "nowhere"] * 2
    assert table[table["term"] == "nowhere"]["frequency"].tolist() == [0, 0]


def test_chosen_terms_are_looked_for_as_they_are_typed():
    made = corpus([("A", "The prime minister and Russia's minister"), ("B", "a port")])
    table = frequencies_of(made, ["Minister", "prime minister", "Russia’s", "min*"])
    mine = table[table["group"] == "A"].set_index("term")
    assert mine["frequency"].tolist() == [2, 1, 1, 2]
    assert mine["n"].tolist() == [1, 2, 1, 1]
    assert mine["per_million"].to_numpy() == pytest.approx(np.array([2, 1, 1, 2]) * 1e6 / 6)
    assert table[table["group"] == "B"]["frequency"].tolist() == [0, 0, 0, 0]


def test_frequencies_by_month_leave_out_what_has_no_month():
    table = frequencies(_dated(), "month")
    assert sorted(table["group"].unique()) == ["2023-06", "2023-07"]


def test_top_terms_leave_out_stop_words_numbers_and_letters():
    made = corpus([("A", "the 24 s coup coup rising"), ("B", "the coup day day")])
    top = top_terms(frequencies(made), {"the"}, k=2)
    assert top[["group", "term", "rank"]].to_numpy().tolist() == [
        ["A", "coup", 1],
        ["A", "rising", 2],
        ["B", "day", 1],
        ["B", "coup", 2],
    ]
    assert shared_top_terms(top)[0] == "coup"


def test_top_terms_have_no_phrase_of_stop_words_and_possessives_with_their_nouns():
    made = corpus([("A", "China’s plan of the port; it’s of the China plan, who's plan")])
    pairs = top_terms(frequencies(made, n=2), {"of", "the"})["term"].tolist()
    assert "of the" not in pairs
    assert "plan of" in pairs
    top = top_terms(frequencies(made), {"of", "the"})
    counted = dict(zip(top["term"], top["frequency"], strict=True))
    assert counted == {"plan": 3, "china": 2, "it's": 1, "port": 1, "who's": 1}
    held = bag(counts(made), made.documents).renamed(["x"] * len(set(counts(made)["term"])))
    assert held.matrix()[1].tolist() == ["x"]


def test_the_ledger_and_the_makeup_account_for_every_character():
    made = corpus([("A", "Sign up\nThe story."), ("B", "Story.")])
    made.segments.loc[0, ["label", "rule"]] = ["boilerplate:newsletter", "generic/newsletter"]
    table = ledger(made)
    assert table.iloc[0].tolist() == ["boilerplate:newsletter", "generic/newsletter", 1, 1, 7]
    shares = makeup(made).set_index("group")["share_counted"]
    assert shares.to_dict() == pytest.approx({"A": 10 / 17, "B": 1.0})


def test_a_missing_column_is_named_explained_and_hinted_at():
    frame = pd.DataFrame({"document_id": ["a"], "terms": ["x"], "frequency": [1]})
    with pytest.raises(TableError) as caught:
        require(frame, COUNTS, "keyness", ["document_id", "term", "frequency"])
    message = str(caught.value)
    assert message.startswith("keyness needs term (the word as counted")
    assert "The table has document_id, terms, frequency. Did you mean 'terms'?" in message


def test_the_codebook_holds_every_column_of_every_table():
    text = codebook()
    for table in TABLES.values():
        assert f"### `{table.name}`" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.dtype} | {column.meaning} |" in text


def test_a_corpus_without_groups_gives_empty_tables():
    made = corpus([("A", "one")], event=[""])
    assert frequencies(made, "event").empty
    assert np.array_equal(made.groups("day"), [""])


@pytest.mark.parametrize(
    ("outlets", "end"), [(5, "E 1"), (6, "E 1 and 1 more"), (8, "E 1 and 3 more")]
)
def test_a_corpus_names_five_outlets_and_counts_the_others(outlets, end):
    shown = repr(corpus([(name, "The bridge is shut.") for name in "ABCDEFGH"[:outlets]]))
    assert f"  outlets: A 1, B 1, C 1, D 1, {end}" in shown.splitlines()


def test_documents_taken_for_one_story_bear_the_name_of_the_corpus():
    made = corpus([("A", "The bridge is shut."), ("B", "Shut it stays.")], event=["bridge", ""])
    assert made.as_one_story().documents["event"].tolist() == ["small", "small"]


def test_a_corpus_is_shown_in_five_lines_and_compares_with_itself_alone():
    made = corpus([("TOLTA", "The bridge is shut."), ("Cor<ranto", "Shut it stays.")])
    assert repr(made).splitlines() == [
        "Corpus 'small'",
        "  2 documents, 7 words counted",
        "  outlets: TOLTA 1, Cor<ranto 1",
        "  published: unknown",
        "  with text",
    ]
    assert "Cor&lt;ranto" in made._repr_html_() and "<ranto" not in made._repr_html_()
    again = corpus([("TOLTA", "The bridge is shut."), ("Cor<ranto", "Shut it stays.")])
    assert made == made and made != again and len({made, again}) == 2
    assert repr(made.tokens) == "7 running words, 6 terms"
