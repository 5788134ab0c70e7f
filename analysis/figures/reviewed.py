"""What was checked by hand, and how often labels that were drawn were wrong."""

from __future__ import annotations

import pandas as pd

from analysis.figures.output import Output
from analysis.figures.tables import table
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


def paraphrases_checked(said: pd.DataFrame) -> str:
    """Say how often paraphrases are right: as drawn and checked here, else as published."""
    rates = error_rates(said)
    rows = rates[rates["kind"] == "paraphrase"].to_dict("records")
    if not rows:
        return "What is called paraphrase is right in about seven of ten cases."
    row = rows[0]
    return (
        f"Of {row['drawn']:,} paraphrases that were drawn here and checked by hand, "
        f"{row['wrong']:,} were wrong: {row['share_low']:.0%} to {row['share_high']:.0%} of all "
        "that were found (95 % interval)."
    )
