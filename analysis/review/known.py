"""Names that a hand gives: those of a list, and people, bodies and places."""

from __future__ import annotations

import pandas as pd

from analysis.corpus.corrections.place import Fault
from analysis.corpus.lexicons.entities import KINDS
from analysis.corpus.lexicons.naming import Lexicon
from analysis.schema import closest


def unknown_name(value: str, names: Lexicon) -> str:
    """Say why a name cannot be counted: no list has it under that label; '' where it can.

    Parameters
    ----------
    value
        As a correction has it, "CONCEPT: label"; '' for no name.
    names
        The list of naming choices. What it does not hold is a person, a body or a place.
    """
    concept, _, label = (part.strip() for part in value.partition(":"))
    allowed = names.labels(concept) if concept in names.concepts else list(KINDS)
    if not value or label in allowed:
        return ""
    said = f"{concept} has no label {label!r}. Allowed: {', '.join(allowed)}."
    return said + closest(label, allowed)


def with_known_names(rows: pd.DataFrame, names: Lexicon) -> tuple[pd.DataFrame, list[Fault]]:
    """Leave out rows whose names cannot be counted, and say of each why.

    Parameters
    ----------
    rows
        `schema.CORRECTIONS`. A name that rules found holds, whatever lists have now.
    """
    faults = [
        (int(row["row"]), why)
        for row in rows[(rows["kind"] == "mention") & (rows["value"] != rows["was"])].to_dict(
            "records"
        )
        if (why := unknown_name(row["value"], names))
    ]
    return rows[~rows["row"].isin([number for number, _ in faults])], faults
