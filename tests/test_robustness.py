"""How far a comparison can be trusted: false alarms, the smallest effect, what holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.corpus import Corpus
from analysis.figures import robustness as figures
from analysis.figures import smallest_effects_chart
from analysis.measures.keyness import Comparison
from analysis.measures.keyness.robustness import (
    HANGS,
    HOLDS,
    UNMATCHED,
    Trial,
    false_alarms,
    found_in,
    hold,
    inflation,
    just_missed,
    largest_comparison,
    smallest_effects,
    variants,
)
from analysis.measures.keyness.robustness.inflation import Inflation
from analysis.measures.keyness.robustness.power import COLUMNS
from analysis.measures.keyness.robustness.variants import house_style
from small import corpus

WORDS = [f"word{number}" for number in range(40)]


def _articles(number: int, seed: int = 1, size: int = 80) -> list[str]:
    random = np.random.default_rng(seed)
    return [" ".join(random.choice(WORDS, size)) for _ in range(number)]


def _two(target: list[str], reference: list[str], **columns: list[str]) -> Corpus:
    return corpus([*(("A", t) for t in target), *(("B", t) for t in reference)], **columns)


def test_articles_of_one_group_differ_in_about_one_of_twenty_deals():
    made = corpus([("A", text) for text in _articles(60)])
    alarms = false_alarms(made, "outlet", 40)
    assert (alarms.group, alarms.documents, alarms.splits) == ("A", 60, 40)
    assert alarms.ours <= 6
    assert alarms.interval()[0] <= 0.05


def test_where_every_article_repeats_its_own_word_words_alarm_and_documents_do_not():
    texts = [f"{text} {' '.join([f'only{n % 15}'] * 30)}" for n, text in enumerate(_articles(60))]
    alarms = false_alarms(corpus([("A", text) for text in texts]), "outlet", 40)
    assert alarms.tokens >= 30 > 8 >= alarms.ours


def test_of_few_articles_no_alarm_can_be_told():
    assert false_alarms(corpus([("A", "one two")] * 19), "outlet").splits == 0


def test_more_articles_see_smaller_differences():
    few, many = (
        smallest_effects(
            Trial(_two(_articles(size, 1), _articles(size, 2)), Comparison("A", "B"))
        ).set_index("per_thousand")
        for size in (8, 120)
    )
    # Of few articles not even the largest effect is found in four of five cases.
    assert np.isnan(few.loc[2.0, "spread"])
    assert many.loc[2.0, "spread"] <= 2
    assert many.loc[2.0, "spread"] <= many.loc[2.0, "bursts"]
    # Printed twice as often it needs more articles than eight; the commoner it is the fewer.
    assert few.loc[2.0, "articles_target"] > 8
    needed = many["articles_target"].tolist()
    assert needed == sorted(needed, reverse=True) and needed[-1] < needed[0]
    assert smallest_effects(Trial(_two(["a b"], ["c d"]), Comparison("A", "B"))).empty


def test_a_finding_of_many_articles_holds_and_one_of_a_few_hangs_on_one():
    comparison = Comparison("A", "B")
    for number in range(5, 13):
        target = [f"{text} gale" for text in _articles(12, 3)]
        target = [f"{text} squall" if n < number else text for n, text in enumerate(target)]
        made = _two(target, _articles(12, 4))
        found = found_in(made, comparison)["term"].tolist()
        if "squall" in found:
            break
    # So many are just enough for a finding, one fewer is not.
    assert 5 < number < 12 and "gale" in found
    assert hold(Trial(made, comparison), found) == {"gale": HOLDS, "squall": HANGS}
    assert hold(Trial(_two(["a"], ["b"]), comparison), ["a"]) == {}


def test_a_word_of_stories_that_one_side_tells_more_is_found_only_unmatched():
    target, reference, events = [], [], []
    for number, text in enumerate(_articles(60, 5)):
        is_gale = number < 40
        target.append(f"{text} gale" if is_gale else text)
        events.append(f"gale {number % 8}" if is_gale else f"calm {number % 8}")
    for number, text in enumerate(_articles(60, 6)):
        is_gale = number < 8
        reference.append(f"{text} gale" if is_gale else text)
        events.append(f"gale {number % 8}" if is_gale else f"calm {number % 8}")
    made = _two(target, reference, event=events)
    trial = Trial(made, Comparison("A", "B"))
    assert hold(trial, ["gale"]) == {"gale": UNMATCHED}
    said = figures.in_short(
        trial.comparison, false_alarms(made, "outlet", 0), smallest_effects(trial),
        inflation(trial), {"gale": UNMATCHED},
    )  # fmt: skip
    assert "no difference is found for “gale”: it may be one of topics." in said.plain


def test_findings_are_inflated_by_what_bayes_says_of_normal_effects():
    random = np.random.default_rng(21)
    # 600 words as common as one another, differing by a known spread; articles of 1,500 words.
    words, effects = [f"w{number}" for number in range(600)], random.normal(0, 1.0, 600)
    shares = [np.exp2(effects / 2 * sign) for sign in (1, -1)]
    target, reference = (
        [" ".join(random.choice(words, 1_500, p=share / share.sum())) for _ in range(20)]
        for share in shares
    )
    told = inflation(Trial(_two(target, reference), Comparison("A", "B")))
    # E[effect | estimate] = estimate tau^2 / (tau^2 + s^2), found or not; s^2 by the delta method.
    error = (1 / 50 + 1 / 50) / np.log(2) ** 2
    assert told.found >= 150
    assert told.factor == pytest.approx(1 + error / 1.0, abs=0.05)
    assert told.seen > told.true > 1.0


def test_of_articles_that_differ_in_nothing_no_inflation_is_told():
    told = inflation(Trial(_two(_articles(20, 1), _articles(20, 2)), Comparison("A", "B")))
    assert np.isnan(told.factor)
    assert inflation(Trial(_two(["a"], ["b"]), Comparison("A", "B"))).planted == 0


def test_a_word_just_missed_is_found_in_as_many_articles_as_are_said():
    def made(size: int, holding: float) -> Corpus:
        target = [
            f"{text} squall" if n < holding * size else text
            for n, text in enumerate(_articles(size, 3))
        ]
        return _two(target, _articles(size, 4))

    for number in range(1, 12):
        missed = just_missed(Trial(made(12, number / 12), Comparison("A", "B")), 40)
        if "squall" in missed["term"].tolist():
            break
    row = missed.set_index("term").loc["squall"]
    assert 0.05 < row["p_family"] <= 0.2 and row["articles_target"] == row["articles_reference"]
    size = int(row["articles_target"])
    assert 12 < size < 60
    found = found_in(made(size, number / 12), Comparison("A", "B"))
    assert "squall" in found["term"].tolist()


def test_words_of_house_style_are_left_out_as_one_variant():
    texts = [[f"{text} tonight" for text in _articles(12, 3)], _articles(12, 4)]
    texts[0][:11] = [f"{text} gale" for text in texts[0][:11]]
    # One of the others prints "gale", none "tonight".
    texts[1][0] += " gale"
    made = _two(*texts)
    assert house_style(made) == {"tonight"}
    table = variants(made, Comparison("A", "B")).set_index("variant")
    row = table.loc["without house-style words"]
    assert row["words_gone"] == "tonight" and row["findings"] == 1


def test_capitals_tell_two_words_apart_where_they_are_kept():
    made = corpus([("A", "March on. They march; China's MARCH.")]).as_printed()
    counts, terms = made.tokens.matrix()
    said = dict(zip(map(str, terms), counts.toarray()[0].tolist(), strict=True))
    assert said == {"March": 1, "on": 1, "They": 1, "march": 1, "China": 1, "MARCH": 1}


def test_variants_name_what_goes_and_what_comes():
    quoted = [f"“{text} gale,” it said." for text in _articles(15, 7)]
    made = _two(quoted, _articles(15, 8))
    table = variants(made, Comparison("A", "B")).set_index("variant")
    assert table.iloc[0][["gone", "new"]].tolist() == [0, 0]
    assert "gale" in table.loc["own voice alone, without quotations", "words_gone"]
    assert {"by G2 on words", "capitals kept", "stems instead of words"} <= set(table.index)
    # One event and no agency: nothing can be matched, and no copy is left out.
    assert not {"within events", "without agency copy"} & set(table.index)


@pytest.mark.parametrize(("sizes", "largest"), [((3, 2), "A"), ((2, 3), "B"), ((2, 2), "A")])
def test_the_largest_group_is_tried_unless_one_is_named(sizes, largest):
    made = _two(["a b"] * sizes[0], ["c d"] * sizes[1])
    assert largest_comparison(made, "outlet").target == largest
    assert largest_comparison(made, "outlet", "B", "A").target == "B"
    assert largest_comparison(corpus([("", "a")]), "outlet").target == ""


def test_a_page_without_a_test_says_so_in_few_words():
    made = corpus([("A", "one"), ("B", "two")])
    trial = Trial(made, Comparison("A", "B"))
    nothing = smallest_effects(trial)
    alarms = false_alarms(made, "outlet")
    assert figures.in_short(trial.comparison, alarms, nothing, inflation(trial), {}).plain == ""
    assert "too few articles" in smallest_effects_chart(nothing).plain
    assert just_missed(trial).empty


def test_a_page_says_what_it_would_take_and_how_much_is_inflated():
    alarms = false_alarms(corpus([("A", "one")]), "outlet")
    effects = pd.DataFrame([[0.5, 3.0, np.nan, 48.0, 60.0]], columns=COLUMNS)
    said = figures.in_short(
        Comparison("A"), alarms, effects, Inflation(800, 200, 2.0, 3.0), {}
    ).plain
    assert said.startswith("A is compared with all others: no word is a finding.")
    assert "prints it 8 times as often or more" in said
    assert "would take some 48 articles of the target and 60 of the reference" in said
    assert "looked 1.50 times as far apart as they are" in said
    # 8 of 19 found are too few to say; 64 times as many articles do not show it.
    effects = pd.DataFrame([[0.5, np.nan, np.nan, np.nan, np.nan]], columns=COLUMNS)
    said = figures.in_short(
        Comparison("A"), alarms, effects, Inflation(800, 19, 2.0, 3.0), {}
    ).plain
    assert "more than 64 times as many articles" in said and "inflated" not in said


def test_the_chart_of_smallest_effects_draws_what_is_found_and_no_more():
    effects = pd.DataFrame([[0.1, np.nan, np.nan, 90, 90], [2.0, 1.0, 1.5, 9, 9]], columns=COLUMNS)
    drawn = smallest_effects_chart(effects)
    spread, bursts = drawn.content["concat"][0]["layer"]
    assert [point["bits"] for point in spread["data"]["values"]] == [1.0]
    assert [point["bits"] for point in bursts["data"]["values"]] == [1.5]
    assert "2.0 times as often" in spread["data"]["values"][0]["hover"]
    assert drawn.content["usermeta"]["samestory"]["table"]["rows"][0] == ["0.1", "–", "–"]
