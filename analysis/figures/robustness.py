"""What `7-robustness` says: false alarms, the smallest effect, what holds, what moves."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.sentences import named
from analysis.figures.tables import finding, table
from analysis.figures.wording import plural
from analysis.measures.keyness.robustness import HANGS, HOLDS, UNMATCHED
from analysis.measures.keyness.robustness.alarms import Alarms
from analysis.measures.keyness.robustness.inflation import Inflation
from analysis.measures.keyness.robustness.power import TWICE
from analysis.measures.keyness.sides import Comparison


def in_short(
    comparison: Comparison,
    alarms: Alarms,
    effects: pd.DataFrame,
    inflation: Inflation,
    verdicts: Mapping[str, str],
) -> Output:
    """Say in plain sentences what is compared, and how far the comparison can be trusted."""
    counts = {verdict: [t for t, v in verdicts.items() if v == verdict] for verdict in _SAID}
    said = [
        _SAID[verdict].format(words=named([f"“{term}”" for term in terms], 6), number=len(terms))
        for verdict, terms in counts.items()
        if terms
    ]
    # Without a test there is nothing to try.
    tried = [] if effects.empty else [_tried(comparison, len(verdicts))]
    return finding([*tried, *_alarms(alarms), *_effects(effects), *_inflated(inflation), *said])


def _tried(comparison: Comparison, findings: int) -> str:
    """Name the comparison, and say how many words set its target apart.

    Examples
    --------
    >>> _tried(Comparison("A"), 1), _tried(Comparison("A", "B"), 0)
    ('A is compared with all others: 1 word is a finding.', 'A is compared with B: no word is a \
finding.')
    """
    words = f"{plural(findings, 'word')} {'is a finding' if findings == 1 else 'are findings'}"
    return (
        f"{comparison.target} is compared with {comparison.reference or 'all others'}: "
        f"{words if findings else 'no word is a finding'}."
    )


_SAID = {
    HOLDS: "Without any one article {number} of the words found still differ: {words}.",
    HANGS: "Hanging on one article: {words}. Without it the test finds no difference.",
    UNMATCHED: "Within the events that both sides tell, no difference is found for {words}: it may "
    "be one of topics.",
}


def _alarms(alarms: Alarms) -> list[str]:
    if not alarms.splits:
        return []
    low, high = alarms.interval()
    return [
        f"Articles of {alarms.group} dealt in two halves at random {alarms.splits:,} times: the "
        f"test found a difference, falsely, in {alarms.ours:,} of them ({low:.0%} to {high:.0%} of "
        f"all such deals; 5% is what it promises). G2 on words did in {alarms.tokens:,}."
    ]


def _effects(effects: pd.DataFrame) -> list[str]:
    """Say what the test can see of words of middle frequency."""
    rows = effects[effects["per_thousand"] == 0.5].to_dict("records")
    if not rows:
        return []
    row = rows[0]
    target, reference = row["articles_target"], row["articles_reference"]
    more = (
        f" One printed twice as often would take some {target:,.0f} articles of the target and "
        f"{reference:,.0f} of the reference."
        if row["spread"] > TWICE or math.isnan(row["spread"])
        else ""
    )
    if math.isnan(target) and more:
        more = " One printed twice as often would take more than 64 times as many articles."
    if math.isnan(row["spread"]):
        return [
            "With so few articles a word that stands once in 2,000 words is not found even where "
            f"one side prints it sixteen times as often.{more}"
        ]
    return [
        "A word that stands once in 2,000 words is found in four of five cases where the target "
        f"prints it {round(2 ** row['spread'], 1):g} times as often or more; a smaller difference "
        f"may be missed.{more}"
    ]


def _inflated(inflation: Inflation) -> list[str]:
    """Say how much larger differences look because they were found."""
    if math.isnan(inflation.factor):
        return []
    return [
        "Effects of findings are inflated at this size: of words planted here like its own those "
        f"that were found looked {inflation.factor:.2f} times as far apart as they are, in log "
        f"ratios and on average ({inflation.seen:.1f} for {inflation.true:.1f} bits)."
    ]


def smallest_effects_table(effects: pd.DataFrame) -> Output:
    """Show the smallest log ratio that is found in four of five cases, by frequency."""
    return table(
        effects,
        title="The smallest difference that the test would find",
        caption="Words planted in these articles, spread as chance has it or in bursts: the "
        "smallest log ratio (bits) found in four of five cases; empty: none up to 4 bits. Then how "
        "many articles as long as these would show a word that is spread evenly and printed twice "
        "as often, both sides grown alike.",
        labels={
            "per_thousand": "times per 1,000 words in the reference",
            "spread": ("spread evenly", ".1f"),
            "bursts": ("in bursts", ".1f"),
            "articles_target": ("articles of the target for twice as often", ",.0f"),
            "articles_reference": ("of the reference", ",.0f"),
        },
    )


def just_missed_table(missed: pd.DataFrame) -> Output:
    """Show the words that are nearly findings, and how many articles would tell."""
    return table(
        missed,
        title="Words just missed",
        caption="Over .05 and at most .2 over all words. With so many articles each would be found "
        "in four of five cases, were its difference what it looks like here; it may be none.",
        labels={
            "articles_target": ("articles of the target", ",.0f"),
            "articles_reference": ("of the reference", ",.0f"),
        },
    )


def verdicts_table(keyness: pd.DataFrame, verdicts: Mapping[str, str]) -> Output:
    """Show each finding with what is said of it."""
    columns = [
        "term", "documents_target", "documents_reference", "log_ratio", "log_ratio_low",
        "log_ratio_high", "p_family",
    ]  # fmt: skip
    rows = keyness[keyness["term"].isin(list(verdicts))][columns]
    rows = rows.assign(verdict=rows["term"].map(dict(verdicts)))
    return table(
        rows,
        title="Do the findings hold?",
        caption="Each is tested again without the articles that have most of it, one at a time, "
        "and where events have both sides within these. Effects of findings are inflated: a word "
        "is found because it is far apart here; where it can be told, by how much stands above.",
    )


def variants_table(variants: pd.DataFrame) -> Output:
    """Show which findings go and which come when articles are counted otherwise."""
    return table(
        variants,
        title="What moves when articles are counted otherwise",
        caption="Against the comparison of this page: findings of the same test with other words, "
        "articles or terms; of measures without a test as many words as there are findings.",
        labels={"words_gone": "gone, the first", "words_new": "new, the first"},
    )
