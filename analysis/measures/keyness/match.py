"""What documents are compared within: an event, a week, a month, or any column; or nothing.

Outlets choose other stories; compared within each story what differs is wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.corpus import Corpus
from analysis.schema import GROUPINGS, TableError, closest

AUTO: Final = "auto"
NONE: Final = "none"
EVENT: Final = "event"
# So many events must have both sides for `auto` to compare within events.
ENOUGH: Final = 20


@dataclass(frozen=True)
class Matching:
    """What documents are compared within.

    Attributes
    ----------
    column
        The column; '' where they are compared without.
    stratum
        Of each document of the corpus its value; a document without one is in a stratum alone.
    strata
        How many have both sides.
    asked
        What was asked for.
    """

    column: str
    stratum: NDArray[np.str_]
    strata: int
    asked: str


def matched_by(
    corpus: Corpus, match: str, is_target: NDArray[np.bool_], is_either: NDArray[np.bool_]
) -> Matching:
    """Choose what the documents of two sides are compared within.

    Parameters
    ----------
    match
        See `Comparison`.
    is_target, is_either
        Of each document whether it is the target's, and whether it stands on either side.

    Raises
    ------
    TableError
        Documents have no such column, or none of its values stands on both sides.
    """
    alone = np.zeros(len(is_target), dtype="U1")
    if match == NONE:
        return Matching("", alone, 0, match)
    column = EVENT if match == AUTO else match
    values = _values(corpus, column, "match")
    known = values != ""
    targets = set(values[is_target & known])
    strata = len(targets & set(values[is_either & ~is_target & known]))
    if match == AUTO and strata < ENOUGH:
        return Matching("", alone, strata, match)
    if not strata:
        of = f"{len(targets):,} values of {match} on one side, none of them on the other"
        raise TableError(
            f"Nothing can be matched by {match}: {of if targets else 'no document has one'}. "
            f"Choose match: {NONE}, or a column that both sides share."
        )
    number = np.char.add("\0", np.arange(len(values)).astype(str))
    return Matching(column, np.where(known, values, number), strata, match)


def units_by(corpus: Corpus, unit: str, is_target: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Name the unit of each document: its value of a column, on its side; '' where it has none.

    Raises
    ------
    TableError
        Documents have no such column.
    """
    values = _values(corpus, unit, "unit")
    named = np.char.add(np.where(is_target, "target\0", "reference\0"), values)
    return np.where(values == "", "", named)


def _values(corpus: Corpus, column: str, parameter: str) -> NDArray[np.str_]:
    """Take the value of each document in a column; '' where it has none."""
    words = [AUTO, NONE] if parameter == "match" else []
    if column not in (*GROUPINGS, *corpus.documents.columns):
        allowed = [*words, *GROUPINGS]
        raise TableError(
            f"There is no {parameter} {column!r}. Allowed: {', '.join(allowed)}, or any column "
            f"of the corpus.{closest(column, [*allowed, *map(str, corpus.documents.columns)])}"
        )
    return np.asarray(corpus.groups(column).to_numpy(dtype=str))
