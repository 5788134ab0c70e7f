"""Choose what a reader sees of a comparison: findings, lockwords, words that are avoided."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.corpus.language import made_of
from analysis.schema import ALPHA


def notable(
    keyness: pd.DataFrame,
    without: Collection[str] = (),
    k: int = 8,
    *,
    names: Collection[str] = (),
) -> pd.DataFrame:
    """Choose what to show of each comparison: the findings; without a test, the largest effects.

    Parameters
    ----------
    keyness
        `schema.KEYNESS`.
    without
        Words not to show where there is no test (stop words); terms of several such words are
        never shown.
    k
        Rows each way, by the size of the effect; among equals the more frequent first.
    names
        Words that are no wording, such as outlets' names (`groups.own_names`): never shown.

    Returns
    -------
    Rows of `keyness`, in its order.
    """
    keyness = keyness[~_empty(keyness["term"], without, names)]
    # Of a comparison with a test, words that stand only in articles left out of it are no findings.
    sides = [keyness["target"], keyness["reference"]]
    tested = keyness["p_family"].notna().groupby(sides).transform("any")
    is_finding = tested & (keyness["p_family"] <= ALPHA)
    shown = is_finding | (~tested & ~keyness["term"].isin(set(without)))
    rows = keyness[shown].assign(
        size=lambda table: table["log_ratio"].abs().round(6),
        times=lambda table: table["frequency_target"] + table["frequency_reference"],
        up=lambda table: table["log_ratio"] > 0,
    )
    best = rows.sort_values(["size", "times", "term"], ascending=[False, False, True])
    chosen = best.groupby(["target", "reference", "up"], sort=False).head(k).index
    return keyness.loc[sorted(chosen)].reset_index(drop=True)


def lockwords(keyness: pd.DataFrame) -> pd.DataFrame:
    """Choose the words that both sides of a comparison share at the same rate."""
    rows = keyness[keyness["is_lockword"]]
    return rows.sort_values(
        ["target", "frequency_target", "term"], ascending=[True, False, True]
    ).reset_index(drop=True)


def avoided(keyness: pd.DataFrame, without: Collection[str] = (), k: int = 10) -> pd.DataFrame:
    """Choose the words the target never uses where the test says that this is no chance.

    `log_ratio_high` says how often the target may still use them elsewhere.

    Parameters
    ----------
    without
        Words not to show, nor terms of nothing else (stop words, outlets' names).
    """
    return _not_used(keyness, keyness["p_family"] <= ALPHA, without, k)


def not_printed(keyness: pd.DataFrame, without: Collection[str] = (), k: int = 10) -> pd.DataFrame:
    """Choose the words absent from the target's documents of which the test says nothing.

    Absent from these documents; it says nothing of others.

    Parameters
    ----------
    without
        As for `avoided`.
    """
    return _not_used(keyness, ~(keyness["p_family"] <= ALPHA), without, k)


def _not_used(
    keyness: pd.DataFrame, chosen: pd.Series, without: Collection[str], k: int
) -> pd.DataFrame:
    rows = keyness[(keyness["frequency_target"] == 0) & chosen]
    words = set(without)
    rows = rows[~rows["term"].map(lambda term: made_of(term, words)).astype(bool)]
    rows = rows.sort_values(
        ["target", "documents_reference", "frequency_reference", "term"],
        ascending=[True, False, False, True],
    )
    return rows.groupby(["target", "reference"], sort=False).head(k).reset_index(drop=True)


def _empty(terms: pd.Series, without: Collection[str], names: Collection[str]) -> pd.Series:
    """Tell which terms are names alone, or several words of which none is content."""
    own, both = set(names), {*without, *names}
    return terms.map(
        lambda term: made_of(term.casefold(), own) or (" " in term and made_of(term, both))
    ).astype(bool)
