"""Say which group each document belongs to."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.schema import GROUPINGS, TableError, closest

OWN_COPY: Final = "(own copy)"


def groups_of(documents: pd.DataFrame, by: str) -> pd.Series:
    """Say which group each document belongs to.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`, or the column `by` of it; for day, week and month the two of
        publication.
    by
        origin, outlet, agency, event, day, week or month.

    Returns
    -------
    One label a document, in their order; '' where it belongs to none: no event given, or an
    interval of publication that does not lie within one day, week or month.

    Raises
    ------
    TableError
        `by` is none of these.
    """
    if by not in GROUPINGS:
        raise TableError(
            f"Documents cannot be grouped by {by!r}. Allowed: {', '.join(GROUPINGS)}."
            + closest(by, GROUPINGS)
        )
    if by == "agency":
        return documents["agency"].replace("", OWN_COPY).rename("group")
    if by in documents:
        return documents[by].rename("group")
    first = _grain(documents["published_earliest"], by)
    last = _grain(documents["published_latest"], by)
    return first.where(first == last, "").rename("group")


def _grain(days: pd.Series, by: str) -> pd.Series:
    """Write days as '2023-06-25', '2023-W25' (ISO 8601) or '2023-06'; '' where unknown."""
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[by]
    codes, different = pd.factorize(days)
    names = pd.Series(different).dt.strftime(form).astype("str").to_numpy(dtype=object)
    # -1, where the day is unknown, is the last of these.
    return pd.Series(np.append(names, "")[codes], index=days.index, name=days.name, dtype="str")


def check_group(name: str, groups: list[str], by: str) -> None:
    """Stop where a group is named that does not exist; '' names none.

    Raises
    ------
    TableError
        There is none of the name; lists those there are.
    """
    if name and name not in groups:
        raise TableError(
            f"There is no {by} {name!r}. There are: {', '.join(groups) or 'none'}."
            + closest(name, groups)
        )
