"""Show who reports what: entities and claims by group, what is only here and what is missing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from analysis.figures import front
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, nothing
from analysis.figures.sentences import named
from analysis.figures.tables import banner, finding
from analysis.figures.text import shorten
from analysis.figures.wording import SEVERAL, is_one_story, plural
from analysis.measures.concordance import number
from analysis.schema import COVERAGE, require

_READ: Final = (
    "A mark: in whose voice it stands there first; the number: articles of the group that have "
    "it; –: not in these articles."
)
_NO_ARTICLE: Final = "no article"
# Items of each kind, letters of a claim.
_MOST: Final = 40
_LONGEST: Final = 160
# Groups that have a column or a sentence of their own; a table of more cannot be read.
_MOST_GROUPS: Final = 8
_SECTIONS: Final = {"person": "People", "organisation": "Bodies", "place": "Places"}


def coverage_table(
    coverage: pd.DataFrame, *, title: str, caption: str, texts: Mapping[str, str] | None = None
) -> Output:
    """Set groups side by side: a mark for the voice of the first mention, and how many articles.

    Of many groups those with the most articles have a column; of the others it says how many
    have the item.

    Parameters
    ----------
    coverage
        `schema.COVERAGE`, items in the order in which they shall stand.
    texts
        Item to the words shown for it, as for claims; its name where there are none.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(coverage, COVERAGE, "coverage_table")
    if coverage.empty:
        return nothing(f"{title}: none here; a text-free release holds them by origin alone.")
    groups, others = _largest(coverage)
    items = coverage[["item", "item_kind"]].drop_duplicates()
    shown = items[items.groupby("item_kind").cumcount() < _MOST]
    # Of a large story this is a small part, and rows are slow to make.
    wanted = coverage[coverage["item"].isin(shown["item"]) & coverage["group"].isin(groups)]
    cells = {(row["item"], row["item_kind"], row["group"]): row for row in _records(wanted)}
    in_others = _in_others(coverage, others)
    columns, rows = list(groups), []
    for item, kind in zip(shown["item"], shown["item_kind"], strict=True):
        drawn = [_cell(cells.get((item, kind, group))) for group in groups]
        if others:
            drawn.append(_rest(in_others.get((item, kind), 0), len(others)))
        label = shorten((texts or {}).get(item, item), _LONGEST)
        rows.append({"section": _SECTIONS.get(kind, ""), "label": label, "cells": drawn})
    if others:
        columns.append("other groups")
    said = [caption, _READ, _left_out(len(items) - len(shown), groups, others)]
    if texts is not None and not texts:
        said.append("Shown by their numbers: no article text is here.")
    return front.matrix(columns, rows, title=title, caption=" ".join(x for x in said if x))


def _records(coverage: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return coverage.to_dict("records")


def _in_others(coverage: pd.DataFrame, groups: Sequence[str]) -> dict[Any, int]:
    """Count in how many of some groups each item stands."""
    had = coverage[coverage["group"].isin(groups) & (coverage["documents_with"] > 0)]
    return had.groupby(["item", "item_kind"]).size().to_dict()


def _left_out(items: int, groups: Sequence[str], others: Sequence[str]) -> str:
    said = f"Not shown: {items:,} more; samestory tables writes all." if items > 0 else ""
    if others:
        said += f" The {len(groups)} groups with the most articles have a column."
    return said.strip()


def _largest(coverage: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Split groups into those with the most articles and the others, each by name."""
    sizes = coverage.groupby("group")["documents"].max().to_dict()
    groups = sorted(map(str, sizes), key=lambda group: (-sizes[group], group))
    return sorted(groups[:_MOST_GROUPS]), sorted(groups[_MOST_GROUPS:])


def _cell(row: Mapping[Hashable, Any] | None) -> dict[str, Any]:
    """Mark in whose voice an item first stands in a group; the count is of articles."""
    if row is None or not row["documents_with"]:
        none = row is None or not row["documents"]
        return {"marks": [], "count": 0, "note": _NO_ARTICLE if none else ""}
    voice = row["voice"] if row["voice"] in front.VOICES else ""
    return {
        "marks": [{"voice": voice, "link": anchor(number(row["item"], row["group"]))}],
        "count": row["documents_with"],
        "note": f"of {row['documents']:,}" if row["documents"] > 1 else "",
    }


def _rest(having: int, groups: int) -> dict[str, Any]:
    """Say how many of the groups without a column have an item."""
    return {"marks": [], "count": having, "note": f"of {plural(groups, 'group')}" if having else ""}


def coverage_said(only: Mapping[str, Sequence[str]], events: Sequence[Any] = ()) -> Output:
    """Say whom one group alone names; nothing where the articles do not tell one story.

    Parameters
    ----------
    only
        Group -> people whom it alone names, from `coverage.named_alone`.
    events
        The event of each article: where they do not tell one story, what a group alone has may
        be no more than what its stories are about.
    """
    if not is_one_story(events):
        return banner(SEVERAL)
    listed = sorted((group for group in only if only[group]), key=lambda g: (-len(only[g]), g))
    return finding(
        [f"Only {group} names {named(only[group])}." for group in sorted(listed[:_MOST_GROUPS])]
    )
