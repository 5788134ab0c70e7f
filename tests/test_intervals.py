"""Intervals of shares and rates whose unit is the document: by hand, and how often they hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, gamma, t

from analysis.corpus.language.inflection import check_form
from analysis.corpus.lexicons.naming import Form, Lexicon
from analysis.measures.naming import frame_rates, frames, mentions, naming_shares
from analysis.statistics.intervals import Clustered
from small import corpus

WORDS = ("mutiny", "revolt", "riot")
NAMES = Lexicon(tuple(Form("EVENT", word, check_form(word), True) for word in WORDS))
CUES = Lexicon(tuple(Form(word, word, check_form(word), True) for word in WORDS))
# Mentions of each name in each article.
MUTINY = [3, 0, 2, 5, 0, 1]
REVOLT = [1, 2, 0, 1, 4, 0]


def story():
    texts = [
        ("A", " ".join(["mutiny."] * one + ["revolt."] * other + ["Calm."] * 3))
        for one, other in zip(MUTINY, REVOLT, strict=True)
    ]
    return corpus([*texts, *[("B", "A mutiny. A riot.")] * 4])


def weighed(x: np.ndarray, m: np.ndarray) -> tuple[float, float]:
    """Sum the squared residuals one document after the other, and widen them by t."""
    ratio, squares = sum(x) / sum(m), 0.0
    for times, size in zip(x, m, strict=True):
        squares += (times - ratio * size) ** 2 / (1 - size / sum(m))
    return ratio, squares * (t.ppf(0.975, len(x) - 1) / 1.959963984540054) ** 2


def test_the_interval_of_a_share_is_that_of_counts_divided_by_the_design_effect():
    made = story()
    shares = naming_shares(made, mentions(made, NAMES), "origin").set_index(["group", "label"])
    x, m = np.array(MUTINY), np.array(MUTINY) + np.array(REVOLT)
    ratio, squares = weighed(x, m)
    design = max(1.0, squares / (m.sum() * ratio * (1 - ratio)))
    a, b = x.sum() / design + 0.5, (m - x).sum() / design + 0.5
    row = shares.loc[("A", "mutiny")]
    assert row["share"] == pytest.approx(ratio) and design > 1.5
    assert row[["share_low", "share_high"]].tolist() == pytest.approx(
        beta.ppf([0.025, 0.975], a, b).tolist()
    )
    # What is more of one name is less of the other.
    other = shares.loc[("A", "revolt")]
    assert other["share_low"] == pytest.approx(1 - row["share_high"])


def test_a_name_that_is_never_used_may_be_used_in_one_of_so_many_articles_as_they_never_mix():
    made = story()
    shares = naming_shares(made, mentions(made, NAMES), "origin").set_index(["group", "label"])
    m = np.array(MUTINY) + np.array(REVOLT)
    design = (m**2).sum() / m.sum() * (t.ppf(0.975, 5) / 1.959963984540054) ** 2
    row = shares.loc[("A", "riot")]
    assert row["share_low"] < 0.001
    assert row["share_high"] == pytest.approx(beta.ppf(0.975, 0.5, m.sum() / design + 0.5))


def test_fewer_than_five_articles_that_mention_it_have_no_interval_and_copies_are_one():
    made = story()
    found = mentions(made, NAMES)
    shares = naming_shares(made, found, "origin").set_index(["group", "label"])
    assert shares.loc["B", ["share_low", "share_high"]].isna().all(axis=None)
    assert shares.loc["A", "share_low"].notna().all()
    copies = pd.Series(["d000", "d000", *[""] * 4, *[""] * 4])
    wider = naming_shares(made, found, "origin", cluster=copies).set_index(["group", "label"])
    assert wider["share"].equals(shares["share"])
    assert wider.loc["A", "share_low"].notna().all()
    two = pd.Series(["d000", "d000", "d002", "d002", *[""] * 6])
    none = naming_shares(made, found, "origin", cluster=two)
    assert none["share_low"].isna().all()


def test_the_interval_of_a_rate_is_that_of_a_poisson_count_divided_by_the_design_effect():
    made = story()
    rates = frame_rates(made, frames(made, CUES), "origin").set_index(["group", "frame"])
    x, m = np.array(MUTINY), np.array(MUTINY) + np.array(REVOLT) + 3
    _, squares = weighed(x, m)
    design = max(1.0, squares / x.sum())
    ends = gamma.ppf([0.025, 0.975], x.sum() / design + 0.5) * design / m.sum() * 1000
    row = rates.loc[("A", "mutiny")]
    assert row[["per_thousand_low", "per_thousand_high"]].tolist() == pytest.approx(ends.tolist())
    assert rates.loc["B", "per_thousand_low"].isna().all()
    # Never: one article in so many words would still be no surprise.
    assert rates.loc[("A", "riot"), "per_thousand_high"] > 1000 / m.sum()


def sums(x: np.ndarray, m: np.ndarray) -> Clustered:
    """Sum over documents: cells x documents."""
    weight = 1 / (1 - m / m.sum(axis=1, keepdims=True))
    return Clustered(
        n=(m > 0).sum(axis=1).astype(float), above=x.sum(axis=1), below=m.sum(axis=1),
        above_squared=(weight * x**2).sum(axis=1), crossed=(weight * x * m).sum(axis=1),
        below_squared=(weight * m**2).sum(axis=1), whole=(m**2).sum(axis=1),
    )  # fmt: skip


@pytest.mark.parametrize("documents", [5, 10, 20, 150])
def test_intervals_hold_the_share_and_the_rate_that_documents_were_drawn_with(documents):
    random = np.random.default_rng(documents)
    size, inside = (1000, documents), []
    for share in (0.1, 0.3, 0.5, 0.8):
        # A document leans to a name: half of what differs lies between documents.
        m = 1.0 + random.poisson(3, size)
        x = random.binomial(m.astype(int), random.beta(share, 1 - share, size)).astype(float)
        low, high = sums(x, m).share_interval()
        inside.append(((low <= share) & (share <= high)).mean())
    for rate in (0.5, 2.0, 5.0):
        words = random.lognormal(np.log(600), 0.5, size)
        cues = random.poisson(rate / 1000 * words * random.gamma(2, 0.5, size)).astype(float)
        low, high = sums(cues, words).rate_interval()
        inside.append(((1000 * low <= rate) & (rate <= 1000 * high)).mean())
    shares, rates = np.mean(inside[:4]), np.mean(inside[4:])
    # Of five documents a share's errs to the wide side.
    assert 0.93 <= shares <= (0.97 if documents > 5 else 0.98), shares
    assert 0.93 <= rates <= 0.97, rates
