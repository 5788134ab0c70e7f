"""Say which group each document belongs to."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from analysis.schema import DOCUMENTS, GROUPINGS, TableError, closest

OWN_COPY: Final = "(own copy)"
# How a period is written: '2023-06-25', '2023-W25' (ISO 8601), '2023-06'.
_PERIODS: Final = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
# No label of a group, but an article's whole text.
_NO_LABEL: Final = "source"


def own_names(documents: pd.DataFrame, by: str = "") -> set[str]:
    """List the words of the names of outlets, agencies, authors and groups: no wording of theirs.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`.
    by
        The column of the groups, if it is another.

    Returns
    -------
    Words in small letters.
    """
    columns = {"outlet", "agency", "origin", "byline", by} & set(documents.columns)
    texts = {str(text) for name in columns for text in documents[name].unique()}
    return {word for text in texts for word in re.findall(r"[^\W_]+", text.casefold())}


def groups_of(documents: pd.DataFrame, by: str) -> pd.Series:
    """Say which group each document belongs to.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS` and columns of its own, or the column `by` of it; for day, week and
        month the two of publication.
    by
        One of `schema.GROUPINGS`, or a column of the documents: also one that came with a
        manifest or a table file.

    Returns
    -------
    One label a document, in their order; '' where it belongs to none: no value given, or an
    interval of publication that does not lie within one day, week or month.

    Raises
    ------
    TableError
        `by` is none of these: lists those that are usual, and the columns of this corpus alone.

    Examples
    --------
    >>> groups_of(pd.DataFrame({"desk": ["left", "", None, "left"]}), "desk").tolist()
    ['left', '', '', 'left']
    """
    if by in _PERIODS:
        days = documents[["published_earliest", "published_latest"]]
        first, last = (_written(days[name], _PERIODS[by]) for name in days)
        return first.where(first == last, "").rename("group")
    if by not in documents or by == _NO_LABEL:
        raise TableError(_unknown(documents, by))
    labels = _labels(documents[by]).rename("group")
    return labels.replace("", OWN_COPY) if by == "agency" else labels


def _labels(column: pd.Series) -> pd.Series:
    """Write the values of a column as text; '' for what is missing."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return _written(column, _PERIODS["day"])
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        # A whole number is written without a point, be some missing or not.
        return column.map("{:.15g}".format, na_action="ignore").fillna("").astype("str")
    return column.astype("str").fillna("").str.strip()


def _written(days: pd.Series, form: str) -> pd.Series:
    """Write days in a form; '' where unknown."""
    codes, different = pd.factorize(days)
    names = pd.Series(different).dt.strftime(form).astype("str").to_numpy(dtype=object)
    # -1, where the day is unknown, is the last of these.
    return pd.Series(np.append(names, "")[codes], index=days.index, name=days.name, dtype="str")


def _unknown(documents: pd.DataFrame, by: str) -> str:
    """Say by what documents can be grouped or chosen."""
    usual = [name for name in GROUPINGS if name in documents or name in _PERIODS]
    own = sorted(set(map(str, documents)) - set(DOCUMENTS.names) - set(GROUPINGS))
    brought = f"; and the columns of this corpus: {', '.join(own)}" if own else ""
    near = closest(by, sorted({*usual, *map(str, documents)} - {_NO_LABEL}))
    return (
        f"Documents cannot be grouped or chosen by {by!r}. "
        f"Allowed: {', '.join(usual)}{brought}.{near}"
    )


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
