"""What was checked by hand, and how often labels that were drawn were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.tables import banner, table
from analysis.review import drawn_as, error_rates
from analysis.schema import CORRECTIONS, require


def checked_by_hand(said: pd.DataFrame) -> Output:
    """Count the labels that were checked by hand, and how many of those drawn were wrong.

    Parameters
    ----------
    said
        `schema.CORRECTIONS` of a corpus.
    """
    require(said, CORRECTIONS, "what was checked by hand")
    kinds = drawn_as(said)
    rows = said.assign(
        kind=kinds.where(kinds != "", said["kind"]), corrected=said["value"] != said["was"]
    )
    counts = rows.groupby("kind")["corrected"].agg(checked="size", corrected="sum").reset_index()
    rates = error_rates(said)
    interval = [
        f"{low:.0%} to {high:.0%}"
        for low, high in zip(rates["share_low"], rates["share_high"], strict=True)
    ]
    rates = rates.assign(interval=interval)[["kind", "drawn", "wrong", "share_wrong", "interval"]]
    return table(
        counts.merge(rates, on="kind", how="left"),
        title="Labels checked by hand",
        caption="Shares are of labels that rules found and a draw chose, with the 95 % interval "
        "after Wilson; what rules missed is in none of them. An empty table: nothing was checked.",
        labels={"share_wrong": ("wrong", ".0%"), "wrong": "of these wrong", "kind": "label"},
    )


# How often labels were right on articles that no rule was made for; see docs/limits.md.
PUBLISHED: Final = {"paraphrase": 0.85, "speaker": 0.80}
_PLURAL: Final = {"paraphrase": "paraphrases", "speaker": "speakers"}


def how_often_wrong(said: pd.DataFrame, kinds: Sequence[str] = tuple(PUBLISHED)) -> str:
    """Say how often rules err: as drawn from this corpus and checked, else as published.

    Parameters
    ----------
    said
        `schema.CORRECTIONS` of a corpus.
    kinds
        Of `PUBLISHED`: a sentence for each.
    """
    rates = error_rates(said).set_index("kind").to_dict("index")
    sentences = []
    for kind in kinds:
        if kind in rates:
            row = rates[kind]
            sentences.append(
                f"Of {row['drawn']:,} {_PLURAL[kind]} drawn from this corpus and checked by hand, "
                f"{row['wrong']:,} were wrong: {row['share_low']:.0%} to {row['share_high']:.0%} "
                "of all that were found (95 % interval)."
            )
        else:
            sentences.append(
                f"Of the {_PLURAL[kind]} that rules find, about {1 - PUBLISHED[kind]:.0%} were "
                "wrong on articles that no rule was made for; none was drawn and checked here."
            )
    return " ".join(sentences)


def sureness(said: pd.DataFrame) -> Output:
    """Say beneath a figure of voices and speakers how often its labels are wrong."""
    require(said, CORRECTIONS, "what was checked by hand")
    return banner(how_often_wrong(said))
