"""Keyness: effects, tests on documents, copies, floors, lockwords, other tools' measures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.corpus import Corpus, own_names
from analysis.corpus.tokens.tokens import bag
from analysis.figures.sentences import set_apart, units_said
from analysis.measures.frequency import counts
from analysis.measures.keyness import (
    Comparison,
    avoided,
    comparison_units,
    comparisons,
    keyness,
    keyness_of_groups,
    lockwords,
    not_printed,
    notable,
    other_measures,
)
from analysis.schema import TableError
from small import corpus

FILLER = [f"w{number}" for number in range(60)]


def _articles(sizes: dict[str, int], seed: int = 1, **planted: str) -> Corpus:
    """Make articles of 80 random filler words; a group's planted words stand in each twice."""
    random = np.random.default_rng(seed)
    pairs = []
    for group, size in sizes.items():
        for _ in range(size):
            words = random.choice(FILLER, 80).tolist()
            words += [planted[group]] * 2 if group in planted else []
            pairs.append((group, " ".join(random.permutation(words))))
    return corpus(pairs)


def _row(table: pd.DataFrame, term: str) -> pd.Series:
    return table.set_index("term").loc[term]


def test_effects_are_those_of_the_counts():
    made = corpus([("A", "coup coup state"), ("A", "state day"), ("B", "state coup day day day")])
    table = keyness(made, Comparison("A", minimum_documents=1))
    row = _row(table, "coup")
    assert (row["frequency_target"], row["frequency_reference"]) == (2, 1)
    assert (row["documents_target"], row["documents_reference"]) == (1, 1)
    assert row["log_ratio"] == pytest.approx(np.log2((2 / 5) / (1 / 5)))
    assert table["reference"].unique().tolist() == ["the rest"]


def test_with_nothing_to_compare_the_table_is_empty():
    for made, reference in (
        (corpus([("A", "coup state")]), ""),
        (corpus([("A", "coup state"), ("B", "")]), ""),
        (corpus([("", "coup state")]), ""),
    ):
        table = keyness_of_groups(made, "outlet", reference=reference)
        assert table.empty
        assert set_apart(table).plain == ""
        sides = comparison_units(made, "outlet", reference=reference)
        assert "Nothing is compared" in units_said(sides).plain


def test_a_reference_is_not_compared_with_itself():
    made = corpus([("A", "coup state"), ("B", "coup day"), ("C", "state day")])
    assert comparisons(made, "outlet", reference="B") == [("A", "B"), ("C", "B")]


def test_an_empty_side_is_named():
    made = corpus([("A", "coup state"), ("B", "")])
    with pytest.raises(TableError, match=r"B has 0 counted words here, and the rest 2"):
        keyness_of_groups(made, "outlet", "B")
    with pytest.raises(TableError, match=r"A has 2 counted words here, and A 0"):
        keyness_of_groups(made, "outlet", "A", "A")


def test_words_the_target_never_uses_are_there_with_half_a_hit():
    made = corpus([("A", "one two three four"), ("B", "coup coup one two"), ("B", "coup three")])
    row = _row(keyness(made, Comparison("A", "B")), "coup")
    assert row["frequency_target"] == 0
    assert row["log_ratio"] == pytest.approx(np.log2((0.5 / 4) / (3 / 6)))
    table = keyness(made, Comparison("A", "B"))
    assert not_printed(table)["term"].tolist() == ["coup"]
    assert not_printed(table, {"coup"}).empty


def test_words_that_a_target_avoids_stand_by_the_articles_of_others_then_by_their_uses():
    others = ["quay quay quay", "quay port bell", "port port sea", "sea bell fog fog fog fog fog"]
    made = corpus([("A", "calm calm"), *(("B", text) for text in others)])
    table = keyness(made, Comparison("A", "B", minimum_documents=1))
    # All but fog stand in two articles: quay four times, port three, bell and sea twice each.
    assert not_printed(table)["term"].tolist() == ["quay", "port", "bell", "sea", "fog"]


def test_an_article_without_a_counted_word_is_no_unit_of_a_test():
    made = _articles({"A": 6, "B": 6}, A="coup")
    texts = list(zip(made.documents["origin"], made.documents["source"], strict=True))
    blank = corpus([*texts, ("A", "–"), ("B", "…"), ("B", "–")])
    before, after = (keyness(each, Comparison("A", "B")) for each in (made, blank))
    pd.testing.assert_frame_equal(before, after)
    few = corpus([(group, text) for group, text in texts[1:7]] + [("B", "–")] * 6)
    assert keyness(few, Comparison("A", "B", minimum_documents=1))["p_value"].isna().all()


def test_a_noun_that_is_printed_as_a_possessive_is_printed():
    made = corpus([("A", "China’s plan and China's port"), ("B", "China spoke"), ("B", "China")])
    table = keyness(made, Comparison("A", "B", minimum_documents=1))
    assert "china" not in not_printed(table)["term"].tolist()
    row = _row(table, "china")
    assert (row["frequency_target"], row["documents_target"]) == (2, 1)
    assert (row["frequency_reference"], row["documents_reference"]) == (2, 2)


def test_names_of_outlets_and_phrases_of_stop_words_are_no_key_words():
    made = corpus([("Tass", "tass of the port"), ("Tass", "tass of the sea"), ("B", "of day")])
    table = keyness(made, Comparison("Tass", "B", minimum_documents=1))
    shown = notable(table, {"of", "the"}, names=own_names(made.documents))["term"].tolist()
    assert sorted(shown) == ["day", "port", "sea"]
    pairs = keyness(made, Comparison("Tass", "B", n=2, minimum_documents=1))
    tested = pairs.assign(p_family=0.01)
    assert "of the" in notable(tested)["term"].tolist()
    assert "of the" not in notable(tested, {"of", "the"})["term"].tolist()
    swapped = keyness(made, Comparison("B", "Tass", n=2, minimum_documents=1))
    assert "of the" not in not_printed(swapped, {"of", "the"})["term"].tolist()


def test_nothing_is_said_of_the_words_of_a_group_under_five_hundred():
    table = keyness(_articles({"A": 12, "B": 12}, A="coup"), Comparison("A", "B"))
    assert "More: coup" in set_apart(table, {"A": 500, "B": 500}).plain
    assert set_apart(table, {"A": 499, "B": 500}).plain == ""


def test_under_five_documents_a_side_there_is_no_p_and_no_interval():
    table = keyness(_articles({"A": 4, "B": 40}, A="coup"), Comparison("A", "B"))
    assert table[["p_value", "p_family", "log_ratio_low", "log_ratio_high"]].isna().all().all()
    assert not table["is_lockword"].any()
    sides = comparison_units(_articles({"A": 4, "B": 40}), "origin")
    sizes = sides[["target", "units_target", "units_reference", "is_tested"]]
    assert sizes.to_numpy().tolist() == [["A", 4, 40, False], ["B", 40, 4, False]]
    assert "(A: 4 v 40 and B: 40 v 4): effect sizes and lines only" in units_said(sides).plain


def test_five_against_five_has_a_test_and_finds_what_is_planted():
    table = keyness(_articles({"A": 5, "B": 5}, A="coup", B="rising"), Comparison("A", "B"))
    assert _row(table, "coup")["p_value"] < 0.05
    assert table["p_family"].min() >= 1 / 1000


def test_a_planted_word_is_a_finding_and_filler_is_not():
    table = keyness(_articles({"A": 12, "B": 12}, A="coup"), Comparison("A", "B"))
    found = table[table["p_family"] <= 0.05]
    assert found["term"].tolist() == ["coup"]
    assert notable(table)["term"].tolist() == ["coup"]


def test_words_left_out_of_a_test_are_not_shown_as_untested():
    tested = keyness(_articles({"A": 12, "B": 12}, A="coup"), Comparison("A", "B"))
    none = tested.assign(p_family=tested["p_family"].where(tested["term"] == "coup"))
    assert notable(none)["term"].tolist() == ["coup"]
    assert len(notable(tested.assign(p_family=np.nan))) > 1


def test_swapping_target_and_reference_flips_signs_and_keeps_p():
    made = _articles({"A": 6, "B": 9}, A="coup")
    forth = keyness(made, Comparison("A", "B")).set_index("term").sort_index()
    back = keyness(made, Comparison("B", "A")).set_index("term").sort_index()
    assert forth["log_ratio"].to_numpy() == pytest.approx(-back["log_ratio"].to_numpy())
    low, high = forth["log_ratio_low"].to_numpy(), back["log_ratio_high"].to_numpy()
    assert low == pytest.approx(-high, nan_ok=True)
    assert (abs(forth["p_value"] - back["p_value"]) < 0.06).all()


def test_the_order_of_documents_changes_nothing():
    made = _articles({"A": 6, "B": 7}, A="coup")
    order = np.random.default_rng(5).permutation(13)
    documents = made.documents.iloc[order].reset_index(drop=True)
    moved = Corpus(
        "moved",
        documents,
        made.segments,
        made.quotations,
        made.tokens.take(order),
        made.rejected,
        made.notes,
    )
    comparison = Comparison("A", "B")
    pd.testing.assert_frame_equal(keyness(made, comparison), keyness(moved, comparison))


def test_a_release_gives_the_same_keyness_as_the_text():
    made = _articles({"A": 6, "B": 7}, A="coup")
    held = Corpus(
        "held", made.documents, made.segments, made.quotations, bag(counts(made), made.documents),
        made.rejected, made.notes,
    )  # fmt: skip
    comparison = Comparison("A", "B")
    pd.testing.assert_frame_equal(keyness(made, comparison), keyness(held, comparison))


def _pasted(copies: int) -> tuple[Corpus, pd.Series]:
    """Take 30 articles by chance from one source and paste each several times."""
    random = np.random.default_rng(11)
    texts = [" ".join(random.choice(FILLER, 60)) + " " + FILLER[n % 20] * 2 for n in range(30)]
    pairs = [("A" if n % 2 else "B", text) for n, text in enumerate(texts) for _ in range(copies)]
    return corpus(pairs), pd.Series([f"c{n // copies}" for n in range(30 * copies)])


def test_pasted_copies_give_false_findings_unless_the_clusters_are_given():
    made, clusters = _pasted(3)
    alone, _ = _pasted(1)
    comparison = Comparison("A", "B")
    withheld = keyness(made, comparison)["p_value"]
    given = keyness(made, comparison, cluster=clusters)["p_value"]
    assert (withheld <= 0.05).mean() > 2 * (given <= 0.05).mean()
    # With the clusters each is its own document again.
    before = keyness(alone, Comparison("A", "B", minimum_documents=1)).set_index("term")
    after = keyness(made, Comparison("A", "B", minimum_documents=1), cluster=clusters)
    after = after.set_index("term").loc[before.index]
    assert after["p_value"].to_numpy() == pytest.approx(before["p_value"].to_numpy(), abs=0.002)


def test_a_copy_on_both_sides_is_counted_but_not_tested():
    made = _articles({"A": 7, "B": 7}, A="coup")
    clusters = pd.Series([""] * 14)
    clusters[[0, 13]] = "copy"
    whole, part = (keyness(made, Comparison("A", "B"), cluster=c) for c in (None, clusters))
    assert _row(whole, "coup")["frequency_target"] == _row(part, "coup")["frequency_target"] == 14
    low = "log_ratio_low"
    filler = FILLER[0]
    assert _row(whole, filler)[low] != _row(part, filler)[low]
    five = pd.Series(["a", "b", "c"] + [""] * 8 + ["a", "b", "c"])
    assert keyness(made, Comparison("A", "B"), cluster=five)["p_value"].isna().all()


def test_a_word_is_avoided_where_the_test_says_so_and_else_not_printed_here():
    made = _articles({"A": 30, "B": 30}, B="coup")
    texts = list(zip(made.documents["origin"], made.documents["source"], strict=True))
    texts[-1], texts[-2] = (("B", f"{text} hush") for _, text in texts[-2:])
    table = keyness(corpus(texts), Comparison("A", "B"))
    assert avoided(table)["term"].tolist() == ["coup"]
    assert avoided(table)["log_ratio_high"].iloc[0] < -3
    assert not_printed(table)["term"].tolist() == ["hush"]


def _of_events(number: int, both: int) -> Corpus:
    """Make A and B tell events; the first `both` of them alike, the others one outlet each."""
    texts, stories = [], []
    for event in range(number):
        is_even = event % 2 == 0
        word = "storm flood" if is_even else "vote day"
        sides = ["A", "B"] if event < both else ["A" if is_even else "B"] * 2
        texts += [(side, f"{' '.join(FILLER)} {word}") for side in sides]
        stories += [f"event {event:02}"] * 2
    return corpus(texts, event=stories)


def test_what_two_outlets_tell_of_one_event_is_compared_within_it():
    made = _of_events(60, 24)
    free, bound = (keyness(made, Comparison("A", "B", match=match)) for match in ("none", "event"))
    assert _row(free, "storm")["p_value"] < 0.01 and _row(free, "storm")["match"] == ""
    assert _row(bound, "storm")["p_value"] == 1 and _row(bound, "storm")["match"] == "event"
    assert _row(bound, "storm")["log_ratio"] == 0
    # 12 of the 24 events that both tell have the word, in two articles each.
    assert _row(bound, "storm")["documents_matched"] == 24
    assert _row(free, "storm")["documents_matched"] == 0


@pytest.mark.parametrize(("both", "column"), [(19, ""), (20, "event")])
def test_auto_compares_within_events_where_twenty_have_both_sides(both, column):
    made = _of_events(30, both)
    assert set(keyness(made, Comparison("A", "B"))["match"]) == {column}
    sides = comparison_units(made, "origin", "A", "B")
    assert sides["match"].tolist() == [column]
    assert sides["unmatched"].tolist() == [(30 - both) * 2 if column else 0]
    assert ("Compared within each event" in units_said(sides).plain) == bool(column)


def test_what_cannot_be_matched_says_what_is_missing():
    made = _of_events(30, 0)
    with pytest.raises(TableError, match="15 values of event on one side, none of them on the oth"):
        keyness(made, Comparison("A", "B", match="event"))
    with pytest.raises(TableError, match=r"no match 'evnt'\. Allowed: auto, none, .*'event'"):
        keyness(made, Comparison("A", "B", match="evnt"))


def test_an_outlet_with_many_articles_can_weigh_as_much_as_one_with_few():
    texts = [("A", f"{' '.join(FILLER)} coup")] * 90
    texts += [(name, " ".join(FILLER)) for name in "BCDEFGHIJK"]
    made = corpus(texts, agency=["One"] * 95 + ["Two"] * 5)
    documents, outlets = (
        _row(keyness(made, Comparison("One", "Two", by="agency", unit=unit)), "coup")["log_ratio"]
        for unit in ("", "outlet")
    )
    # One of the six outlets of One prints it: rates of .95 and of a sixth, against none.
    assert documents > outlets + 2


def test_articles_under_fifty_words_are_left_out_of_the_test_and_counted():
    texts = [("A", " ".join(["word"] * size)) for size in [60] * 7 + [49]]
    made = corpus(texts + [("B", " ".join(["word"] * 60))] * 7)
    sides = comparison_units(made, "origin", "A", "B")
    assert sides[["documents_target", "units_target", "short"]].to_numpy().tolist() == [[8, 7, 1]]
    assert "A 1 under 50 words" in units_said(sides).plain
    headlines = corpus([("A", "short one")] * 7 + [("B", "another")] * 7)
    assert comparison_units(headlines, "origin", "A", "B")["units_target"].tolist() == [7]


def test_a_copy_outside_a_named_reference_leaves_nothing_out():
    made = _articles({"A": 7, "B": 7, "C": 7})
    clusters = pd.Series(["copy"] + [""] * 13 + ["copy"] + [""] * 6)
    named = comparison_units(made, "origin", "A", "B", cluster=clusters)
    rest = comparison_units(made, "origin", "A", cluster=clusters)
    assert (named["elsewhere"].tolist(), named["units_target"].tolist()) == ([0], [7])
    assert (rest["elsewhere"].tolist(), rest["units_target"].tolist()) == ([2], [6])


def test_lockwords_are_even_words_of_both_sides():
    made = _articles({"A": 40, "B": 40}, A="harbour harbour harbour", B="harbour harbour harbour")
    table = keyness(made, Comparison("A", "B"))
    assert "harbour" in lockwords(table)["term"].tolist()
    assert (lockwords(table)["log_ratio"].abs() < 0.5).all()


def test_an_unknown_group_is_named_with_those_there_are():
    with pytest.raises(TableError, match=r"no origin 'TAS'.*TASS.*Did you mean 'TASS'"):
        keyness(corpus([("TASS", "one"), ("AP", "two")]), Comparison("TAS"))


def test_each_group_is_compared_with_the_rest():
    made = _articles({"A": 5, "B": 5, "C": 5})
    assert comparisons(made) == [("A", ""), ("B", ""), ("C", "")]
    assert comparisons(made, target="B", reference="C") == [("B", "C")]
    table = keyness_of_groups(made, "origin")
    assert table["target"].unique().tolist() == ["A", "B", "C"]


def test_bigrams_can_be_compared():
    table = keyness(_articles({"A": 8, "B": 8}, A="armed coup"), Comparison("A", "B", n=2))
    assert _row(table, "armed coup")["log_ratio"] > 3


def test_other_measures_agree_with_scipy_on_the_same_counts():
    made = _articles({"A": 20, "B": 20}, A="coup")
    comparison = Comparison("A", "B")
    table = keyness(made, comparison).set_index("term")
    values = other_measures(made, comparison).pivot(index="term", columns="measure", values="value")
    size = made.lengths()
    a, b = int(size[:20].sum()), int(size[20:].sum())
    for term in [*FILLER[:5], "coup"]:
        x, y = table.loc[term, "frequency_target"], table.loc[term, "frequency_reference"]
        cells = [[x, y], [a - x, b - y]]
        expected = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")[0]
        assert values.loc[term, "g2_4term"] == pytest.approx(expected)
    assert values["lrc"]["coup"] > 0
    assert values["log_odds_z"].idxmax() == "coup"
    assert values["clustered_log_ratio"].isna()["coup"]
