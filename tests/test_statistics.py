"""Formulas against published values (methods.md 2.9), SciPy and their own laws."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csc_array

from analysis.statistics import association, inference, score
from analysis.statistics.dispersion import dispersions, dp_norm
from analysis.statistics.inference import clustered_variance, overdispersion
from analysis.statistics.units import Units, drawn, relabellings

EMMA, OTHERS = 160_952, 563_674
INAUGURAL = (43_002, 108_539)


@pytest.mark.parametrize(
    ("a", "b", "size_a", "size_b", "expected"),
    [
        (52, 57, 50_000, 75_000, 2.6517),
        (392, 170, 10**6, 10**6, 90.1301),
        (348, 99, 10**6, 10**6, 146.9529),
        (15, 14, 10**6, 10**6, 0.034),
        (9, 32, 10**6, 10**6, 13.682),
        (21, 25, 10**6, 10**6, 0.348),
        (786, 1, EMMA, OTHERS, 2350.3189),
        (415, 4, EMMA, OTHERS, 1205.6112),
        (389, 0, EMMA, OTHERS, 1170.5395),
        (200, 9, EMMA, OTHERS, 532.1223),
    ],
)
def test_g2_of_two_terms_gives_the_published_values(a, b, size_a, size_b, expected):
    assert association.g2_2term(a, b, size_a, size_b) == pytest.approx(expected, abs=6e-4)


def test_g2_of_four_terms_agrees_with_scipy():
    for a, b, size_a, size_b in [(52, 57, 50_000, 75_000), (3, 7, 10, 9), (1, 400, 900, 70_000)]:
        table = [[a, b], [size_a - a, size_b - b]]
        expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
        assert association.g2_4term(a, b, size_a, size_b) == pytest.approx(expected.statistic)


def test_g2_of_the_toy_corpus_is_quantedas():
    assert association.g2_4term(3, 7, 10, 9) == pytest.approx(4.53494, abs=1e-5)
    assert association.chi2(3, 7, 10, 9) == pytest.approx(4.33716, abs=1e-5)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(1048, 779, 764.4484), (148, 54, 200.5544), (76, 7, 163.1532), (2089, 8094, 331.99069)],
)
def test_chi2_gives_quantedas_inaugural_values(a, b, expected):
    assert association.chi2(a, b, *INAUGURAL) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("a", "b", "bits", "percent"),
    [
        (786, 1, 11.426616, 275167.0),
        (415, 4, 8.505198, 36234.55),
        (389, 0, 11.411857, None),
        (200, 9, 6.282162, 7682.5),
    ],
)
def test_log_ratio_and_percent_difference_give_the_published_values(a, b, bits, percent):
    assert association.log_ratio(a, b, EMMA, OTHERS) == pytest.approx(bits, abs=1e-6)
    if percent:
        found = association.percent_difference(a, b, EMMA, OTHERS)
        assert found == pytest.approx(percent, rel=1e-5)


def test_simple_maths_gives_sketch_engines_example():
    score = association.simple_maths(35, 263, (112_289_776, 1_559_716_979))
    assert score == pytest.approx(1.1224, abs=1e-4)


def test_log_odds_give_scattertexts_values_with_a_flat_prior():
    y1, y2, alpha = [1, 5, 1, 9], [100, 510, 100, 199], np.full(4, 0.01)
    sizes = (sum(y1), sum(y2))
    delta = association.log_odds(y1, y2, sizes, alpha)
    full, short = association.log_odds_variance(y1, y2, sizes, alpha)
    assert delta == pytest.approx([-0.6095321, -1.0345766, -0.6095321, 1.5201005], abs=1e-7)
    z_full = [-0.58984491, -1.90568407, -0.58984491, 2.98306431]
    assert delta / np.sqrt(full) == pytest.approx(z_full, abs=1e-7)
    z_short = [-0.60950219, -2.30440513, -0.60950219, 4.46292517]
    assert delta / np.sqrt(short) == pytest.approx(z_short, abs=1e-7)


def test_log_odds_give_the_recomputed_values_with_an_informative_prior():
    y1, y2 = np.array([1, 5, 1, 9.0]), np.array([100, 510, 100, 199.0])
    alpha = 10 * (y1 + y2) / (y1 + y2).sum()
    sizes = (y1.sum(), y2.sum())
    z = association.log_odds(y1, y2, sizes, alpha) / np.sqrt(
        association.log_odds_variance(y1, y2, sizes, alpha)[0]
    )
    assert z == pytest.approx([-0.474046, -1.541436, -0.474046, 2.477717], abs=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "alone", "of_a_thousand"),
    [(52, 57, 0, 0), (100, 20, 2.203981, 1.5643), (20, 0, 2.888615, 1.1023), (2, 0, 0, 0)],
)
def test_lrc_gives_the_recomputed_values(a, b, alone, of_a_thousand):
    sizes = (50_000, 75_000)
    assert association.lrc(a, b, sizes) == pytest.approx(alone, abs=1e-6)
    assert association.lrc(a, b, sizes, terms=1000) == pytest.approx(of_a_thousand, abs=1e-4)


def test_dispersion_of_a_word_in_one_part_only_is_the_published_one():
    size = np.array([9, 10, 10, 10, 11.0])
    for part, dp, norm, kld in [
        (0, 0.82, 1.0, 2.474),
        (1, 0.8, 0.976, 2.322),
        (4, 0.78, 0.951, 2.184),
    ]:
        counts = np.zeros(5)
        counts[part] = 3
        found = dispersions(counts, size)
        assert found["range"] == 1
        assert found["DP"] == pytest.approx(dp, abs=5e-4)
        assert found["DPnorm"] == pytest.approx(norm, abs=5e-4)
        assert found["KLD"] == pytest.approx(kld, abs=5e-4)
        assert found["S"] == pytest.approx(size[part] / 50, abs=5e-4)
        assert found["D"] == pytest.approx(0, abs=0.06)


def test_dispersion_of_a_word_as_often_in_every_part_is_the_published_one():
    found = dispersions(np.full(5, 2.0), np.array([9, 10, 10, 10, 11.0]))
    assert found["range"] == 5
    assert found["D"] == pytest.approx(0.968, abs=5e-4)
    assert found["S"] == pytest.approx(0.999, abs=5e-4)
    assert found["DP"] == pytest.approx(0.02, abs=5e-4)
    assert found["DPnorm"] == pytest.approx(0.024, abs=5e-4)
    assert found["KLD"] == pytest.approx(0.003, abs=5e-4)


def test_dispersion_of_allemand_is_lynes():
    counts = np.array([2, 0, 1, 1, 3, 0, 3, 0, 0, 0.0])
    size = np.array([8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930.0])
    found = dispersions(counts, size)
    assert found["range"] / 10 == 0.5
    assert found["D"] == pytest.approx(0.6038797, abs=1e-6)
    assert found["S"] == pytest.approx(0.4763652, abs=1e-6)
    assert found["DA"] == pytest.approx(0.3081640, abs=1e-6)
    assert found["DP"] == pytest.approx(0.4990705, abs=1e-6)
    assert found["DPnorm"] == pytest.approx(0.553548, abs=1e-6)
    assert found["KLD"] == pytest.approx(1.1435869, abs=1e-6)


def test_dp_norm_of_many_terms_is_that_of_each():
    counts = np.array([[2, 0, 1], [0, 5, 1], [7, 0, 1]])
    length = np.array([30, 50, 80])
    expected = [dispersions(counts[:, term], length)["DPnorm"] for term in range(3)]
    assert dp_norm(csc_array(counts), length) == pytest.approx(expected)


def test_dp_norm_is_missing_for_one_document_without_a_warning():
    assert np.isnan(dp_norm(csc_array(np.array([[3, 0]])), np.array([40]))).all()


@given(st.lists(st.integers(1, 30), min_size=2, max_size=8), st.integers(1, 5))
def test_the_same_rate_in_every_document_is_even(sizes, rate):
    length = np.array(sizes) * 10
    found = dp_norm(csc_array(np.array(sizes)[:, None] * rate), length)
    assert found[0] == pytest.approx(0, abs=1e-9)


tables = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=9).filter(
    lambda rows: all(sum(column) for column in zip(*rows, strict=True))
)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_no_dispersion(rows, random):
    length = [20 + 3 * place for place in range(len(rows))]
    order = list(range(len(rows)))
    random.shuffle(order)
    counts = np.array(rows)
    before = dp_norm(csc_array(counts), np.array(length))
    after = dp_norm(csc_array(counts[order]), np.array(length)[order])
    assert before == pytest.approx(after)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(61, 900), st.integers(61, 900))
def test_swapping_the_sides_flips_signs_and_keeps_g2(a, b, size_a, size_b):
    forth = association.log_ratio(a, b, size_a, size_b)
    back = association.log_ratio(b, a, size_b, size_a)
    assert forth == pytest.approx(-back, abs=1e-9)
    for g2 in (association.g2_2term, association.g2_4term):
        assert g2(a, b, size_a, size_b) == pytest.approx(g2(b, a, size_b, size_a), abs=1e-6)


def test_clustered_variance_is_that_of_the_ratio_estimator_by_hand():
    counts, length = np.array([[3.0], [1.0], [0.0], [5.0]]), np.array([100.0, 80, 90, 130])
    y, p = 9.0, 9 / 400
    residual = counts[:, 0] - p * length
    by_hand = 4 / 3 * (residual**2).sum() / y**2
    assert clustered_variance(csc_array(counts), length)[0] == pytest.approx(by_hand)
    assert np.isnan(clustered_variance(csc_array(np.array([[0.0]])), np.array([5.0]))[0])


def test_overdispersion_is_pearsons_chi2_over_its_degrees_and_never_below_one():
    counts, length = np.array([[9.0, 1], [0, 1], [0, 1]]), np.array([100.0, 100, 100])
    chi2 = ((counts[:, 0] - 3) ** 2 / 3).sum()
    assert overdispersion(csc_array(counts), length) == pytest.approx([chi2 / 2, 1.0])


def test_relabellings_multiply_over_strata():
    sides = np.array([True, True, False, False, False] * 2)
    assert relabellings(sides, np.zeros(10, dtype=int)) == math.comb(10, 4)
    assert relabellings(sides, np.repeat([0, 1], 5)) == math.comb(5, 2) ** 2


def _units(
    counts: np.ndarray, sides: list[bool], length: np.ndarray | None = None, stratum: Any = 0
) -> Units:
    n = len(sides)
    long = np.full(n, 200.0) if length is None else length
    strata = np.broadcast_to(np.asarray(stratum), n).astype(int)
    return Units(csc_array(counts.astype(float)), long, np.array(sides), strata)


def _score(units: Units, term: int) -> float:
    """Work the score of one term through, a document and a stratum at a time."""
    counts = units.counts.toarray()[:, term]
    expected = np.zeros(len(counts))
    for stratum in set(units.stratum):
        inside = units.stratum == stratum
        rate = counts[inside].sum() / units.length[inside].sum()
        expected[inside] = rate * units.length[inside]
    excess = sum((x - mu) ** 2 - x for x, mu in zip(counts, expected, strict=True))
    kappa = max(0.0, excess / sum(mu**2 for mu in expected))
    score = (counts - expected) / (1 + kappa * expected)
    total = variance = 0.0
    for stratum in set(units.stratum):
        inside = units.stratum == stratum
        n, targets = int(inside.sum()), int(units.is_target[inside].sum())
        centred = score[inside] - score[inside].mean()
        total += centred[units.is_target[inside]].sum()
        if n > 1:
            variance += targets * (n - targets) / (n * (n - 1)) * (centred**2).sum()
    return float(abs(total) / np.sqrt(variance))


@pytest.mark.parametrize("strata", [1, 12])
@pytest.mark.parametrize("bursts", [False, True])
def test_the_score_is_that_of_the_formula_worked_through(strata, bursts):
    random = np.random.default_rng(strata)
    length = random.integers(60, 900, 72).astype(float)
    mean = np.outer(length, random.uniform(0.001, 0.02, 9))
    counts = random.poisson(mean * random.gamma(0.5, 2, mean.shape) if bursts else mean)
    units = _units(counts, [True, False] * 36, length, np.repeat(np.arange(strata), 72 // strata))
    z = score.scores(units)
    assert z == pytest.approx([_score(units, term) for term in range(9)])


def test_of_many_units_lengths_are_rounded_and_little_changes(monkeypatch):
    random = np.random.default_rng(2)
    length = random.integers(60, 900, 600).astype(float)
    counts = random.poisson(np.outer(length, [0.002, 0.01, 0.03]))
    units = _units(counts, [True, False] * 300, length)
    exact = score.scores(units)
    monkeypatch.setattr(score, "_EXACT", 100)
    rounded = score.scores(units)
    assert rounded == pytest.approx(exact, abs=0.1)
    assert not np.array_equal(exact, rounded)


def test_a_word_that_one_side_alone_prints_once_each_is_found():
    # Of 100 v 100 documents: beyond any doubt, and no ratio of rates could be computed.
    counts = np.array([[1]] * 100 + [[0]] * 100)
    found = inference.tested(_units(counts, [True] * 100 + [False] * 100), 1)
    assert found["p_family"][0] == 1 / 1000
    assert found["log_ratio_low"][0] > 3
    assert np.isfinite(found["log_ratio_high"][0])


def test_the_permutation_p_is_the_share_of_all_relabellings_as_far_from_chance():
    # One word, 5 v 5, all on one side: of 252 relabellings only two are as extreme.
    units = _units(np.array([[2]] * 5 + [[0]] * 5), [True] * 5 + [False] * 5)
    found = score.permutation_test(units, permutations=20_000, seed=1)
    p, family = found.p_value, found.p_family
    assert p[0] == pytest.approx(2 / 252, abs=0.002)
    assert family[0] == p[0]


def test_the_family_p_is_never_below_the_single_p_and_never_zero():
    random = np.random.default_rng(3)
    units = _units(random.poisson(2, (16, 40)), [True] * 8 + [False] * 8)
    found = score.permutation_test(units, permutations=199, seed=1)
    p, family = found.p_value, found.p_family
    assert ((found.z >= found.critical(0.05)) == (family <= 0.05)).all()
    assert (family >= p).all()
    assert p.min() >= 1 / 200


def test_what_differs_between_strata_alone_is_no_difference():
    # Every word of the target's lies in a stratum where both sides print it alike.
    stratum = np.repeat([0, 1], 20)
    counts = np.where(stratum == 0, 4, 0)[:, None]
    sides = [True] * 16 + [False] * 4 + [True] * 4 + [False] * 16
    free = inference.tested(_units(counts, sides), 1)["p_value"][0]
    bound = inference.tested(_units(counts, sides, stratum=stratum), 1)["p_value"][0]
    assert free < 0.01 and bound == 1
    assert inference.matched_log_ratio(_units(counts, sides, stratum=stratum))[0] == 0


def test_strata_on_one_side_alone_are_left_out():
    counts = np.arange(24)[:, None] % 3
    sides = [True, False] * 6 + [True] * 12
    stratum = np.r_[np.repeat(np.arange(3), 4), np.full(12, 9)]
    whole = _units(counts, sides, stratum=stratum)
    part = whole.only(np.arange(12))
    pd.testing.assert_frame_equal(inference.tested(whole, 1), inference.tested(part, 1))


def test_an_interval_is_jeffreys_on_effective_counts():
    counts = np.array([[3], [1], [0], [5], [2], [0], [1], [0], [2], [1]])
    length = np.array([100.0, 80, 90, 130, 90, 110, 70, 60, 120, 95])
    sides = np.array([True] * 5 + [False] * 5)
    low, high = inference.interval(_units(counts, list(sides), length))
    squares, sums, sizes = 0.0, [], []
    for side in (sides, ~sides):
        x, n = counts[side, 0], length[side]
        squares += 5 / 4 * ((x - x.sum() / n.sum() * n) ** 2).sum()
        sums.append(x.sum()), sizes.append(n.sum())
    shrunk = (1.959964 / stats.t.ppf(0.975, 8)) ** 2 / max(1, squares / sum(sums))
    p = stats.beta(sums[0] * shrunk + 0.5, sums[1] * shrunk + 0.5).ppf([0.025, 0.975])
    expected = np.log2(sizes[1] / sizes[0] * p / (1 - p))
    assert [low[0], high[0]] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("target", "reference"), [(5, 5), (20, 20), (20, 100)])
def test_nineteen_of_twenty_intervals_hold_the_truth(target, reference):
    random = np.random.default_rng(target + reference)
    sides = [True] * target + [False] * reference
    inside = every = 0
    for _ in range(60):
        length = random.integers(150, 900, len(sides)).astype(float)
        rate = np.where(sides, 2.0, 1.0)[:, None] * np.repeat([0.001, 0.004], 20)
        bursts = random.gamma(1.5, 1 / 1.5, (len(sides), 40))
        units = _units(random.poisson(length[:, None] * rate * bursts), sides, length)
        low, high = inference.interval(units)
        inside += int(((low <= 1) & (high >= 1)).sum())
        every += int(np.isfinite(low).sum())
    assert 0.91 < inside / every < 0.985


@given(st.integers(1, 40), st.integers(1, 40), st.integers(2, 30))
def test_a_test_draws_so_many_units_and_keeps_the_smaller_side(target, reference, most):
    units = _units(np.arange(target + reference)[:, None], [True] * target + [False] * reference)
    some = drawn(units, 1, most)
    kept = some.counts.toarray()[:, 0].astype(int)
    assert len(kept) == min(most, target + reference)
    assert (np.diff(kept) > 0).all()
    assert (some.is_target == units.is_target[kept]).all()
    if target + reference > most:
        fewer = min(some.is_target.sum(), (~some.is_target).sum())
        assert fewer == min(target, reference, most // 2)


def test_a_term_that_hardly_a_unit_drawn_holds_is_no_finding(monkeypatch):
    monkeypatch.setattr("analysis.statistics.inference.MOST_UNITS", 20)
    counts = np.zeros((60, 2))
    counts[:, 0] = 3
    units = _units(counts, [True] * 30 + [False] * 30)
    left = sorted(set(range(60)) - set(_drawn_rows(units)))
    counts[[left[0], min(set(range(60)) - set(left))], 1] = 1
    found = inference.tested(_units(counts, [True] * 30 + [False] * 30), 1)
    assert found["p_family"].tolist() == [1, 1]
    assert found["p_value"].tolist() == [1, 1]


def _drawn_rows(units: Units) -> list[int]:
    numbered = replace(units, counts=csc_array(np.arange(1, len(units.length) + 1.0)[:, None]))
    return (drawn(numbered, 1, 20).counts.toarray()[:, 0].astype(int) - 1).tolist()


def test_chunks_of_terms_change_nothing(monkeypatch):
    random = np.random.default_rng(4)
    units = _units(random.poisson(1, (12, 30)), [True] * 6 + [False] * 6)
    whole = score.permutation_test(units, permutations=99, seed=1)
    monkeypatch.setattr(score, "_CHUNK", 7)
    pieces = score.permutation_test(units, permutations=99, seed=1)
    assert np.array_equal(whole.p_family, pieces.p_family) and np.array_equal(whole.z, pieces.z)
