"""Show who reports what: entities and claims by group, what is only here and what is missing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from analysis.figures.output import Output, nothing
from analysis.figures.sentences import named
from analysis.figures.tables import banner, finding, table
from analysis.figures.text import NO_TEXT, shorten
from analysis.figures.wording import SEVERAL, group_names, is_one_story, plural
from analysis.measures.concordance import number
from analysis.schema import CONFLICTS, COVERAGE, require

ABSENT: Final = "not in these articles"
CLAIM: Final = "claim"
_NAMES: Final = "Candidates to read: one thing may stand here under two names."
_CANDIDATES: Final = (
    "Candidates to read: the rules that match sentences keep like ones apart and join unlike ones."
)
_MOST: Final = 60
_LONGEST: Final = 160
# Groups that have a column or a sentence of their own; a table of more cannot be read.
_MOST_GROUPS: Final = 12
_IN: Final = {"title": "headline", "standfirst": "standfirst", "body": "body"}


def coverage_table(
    coverage: pd.DataFrame, *, title: str, caption: str, texts: Mapping[str, str] | None = None
) -> Output:
    """Set groups side by side: where each first mentions an item, and in whose voice.

    Of many groups those with the most articles have a column; of the others it says how many
    have the item.

    Parameters
    ----------
    coverage
        `schema.COVERAGE`, items in the order in which they shall stand.
    texts
        Item to the words shown for it, as for claims; its name where there are none.
    """
    require(coverage, COVERAGE, "coverage_table")
    if coverage.empty:
        return nothing(f"{title}: none here; a text-free release holds them by origin alone.")
    groups, others = _largest(coverage)
    items = coverage["item"].unique().tolist()[:_MOST]
    # Of a large story this is a small part, and rows are slow to make.
    wanted = coverage[coverage["item"].isin(items) & coverage["group"].isin(groups)]
    cells = {(row["item"], row["group"]): row for row in wanted.to_dict("records")}
    shown = {item: shorten((texts or {}).get(item, item), _LONGEST) for item in items}
    frame = pd.DataFrame({"item": [shown[item] for item in items]})
    links = {}
    for group in groups:
        frame[group] = [_cell(cells[item, group]) for item in items]
        links[group] = [
            number(item, group) if cells[item, group]["documents_with"] else "" for item in items
        ]
    labels = {group: (group, "") for group in groups}
    if others:
        had = coverage[coverage["group"].isin(others) & (coverage["documents_with"] > 0)]
        told = had.groupby("item").size()
        # No group is called so.
        frame[""] = [f"{told.get(item, 0)} of {len(others)} groups" for item in items]
        labels[""] = ("other groups", "")
    left = coverage["item"].nunique() - len(items)
    more = f" Not shown: {left:,} more; samestory tables writes all." if left > 0 else ""
    if others:
        more += f" The {len(groups)} groups with the most articles have a column."
    if texts is not None and not texts:
        more += " Shown by their numbers: no article text is here."
    return table(
        frame,
        title=title,
        caption=caption + more,
        labels=labels,
        links=links,
    )


def _largest(coverage: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Split groups into those with the most articles and the others, each by name."""
    sizes = coverage.groupby("group")["documents"].max().to_dict()
    groups = sorted(map(str, sizes), key=lambda group: (-sizes[group], group))
    return sorted(groups[:_MOST_GROUPS]), sorted(groups[_MOST_GROUPS:])


def _others_said(others: int) -> list[str]:
    """Say that groups are left out of the sentences."""
    if others <= 0:
        return []
    return [f"{plural(others, 'more group')}: see the table that samestory tables writes."]


def _cell(row: Mapping[Hashable, Any]) -> str:
    """Say how many articles hold an item, and where and by whom it is said first."""
    if not row["documents_with"]:
        return ABSENT
    voice, place = row["voice"], row["first_label"]
    who = row["speaker_id"] or "a speaker"
    said = "own voice" if voice == "own" else f"{voice}: {who}"
    counts = f"{row['documents_with']} of {row['documents']}"
    return f"{counts}, first in {_IN.get(place, place)}, {said}"


def coverage_said(
    only: Mapping[str, Sequence[str]],
    but: Mapping[str, Sequence[str]],
    what: str,
    events: Sequence[Any] = (),
) -> Output:
    """Say what stands in one group alone, and what in all groups but one.

    Parameters
    ----------
    only, but
        Group -> items of this group alone; group -> items of every group but this one.
    what
        What the items are: people and places, claims.
    events
        The event of each article: where they do not tell one story nothing is said, for then
        what a group alone has may be no more than what its stories are about.
    """
    if not is_one_story(events):
        return banner(SEVERAL)
    listed = sorted(group for group in {*only, *but} if only.get(group) or but.get(group))
    listed.sort(key=lambda group: -len(only.get(group, [])) - len(but.get(group, [])))
    said = []
    for group in sorted(listed[:_MOST_GROUPS]):
        if only.get(group):
            said.append(f"Only in {group}: {named(only[group], 8)}.")
        if but.get(group):
            said.append(f"Everywhere but in {group}: {named(but[group], 8)}.")
    said += _others_said(len(listed) - _MOST_GROUPS)
    none = f"No {what} that one group alone has, or all but one have, were found."
    return finding([_NAMES, *said]) if said else banner(none)


def claims_said(coverage: pd.DataFrame, events: Sequence[Any] = ()) -> Output:
    """Say how many claims each group makes, and how many of them others were found to make.

    Parameters
    ----------
    events
        The event of each article; see `coverage_said`.
    """
    if not is_one_story(events):
        return banner(SEVERAL)
    claims = coverage[coverage["item_kind"] == CLAIM]
    there = claims[claims["documents_with"] > 0]
    alone = there.groupby("item")["group"].transform("size") == 1
    largest, others = _largest(claims)
    said = []
    for group, rows in there[there["group"].isin(largest)].groupby("group", sort=True):
        others_too = int((~alone[rows.index]).sum())
        own = int((rows["voice"] == "own").sum())
        said.append(
            f"{group}: {plural(len(rows), 'claim')}, {others_too:,} matched with another group's; "
            f"{own:,} first in its own voice."
        )
    said += _others_said(len(others))
    return finding([_CANDIDATES, *said] if said else ["No claim was aligned in these articles."])


def conflicts_table(conflicts: pd.DataFrame, documents: pd.DataFrame, by: str = "origin") -> Output:
    """Show pairs of sentences that say much the same, but for a time or a number."""
    require(conflicts, CONFLICTS, "conflicts_table")
    groups = group_names(documents, by)
    frame = pd.DataFrame(
        {
            "conflict": conflicts["conflict"],
            "one": conflicts["document_id"].map(groups),
            "text_value": conflicts["text_value"].replace("", NO_TEXT),
            "other": conflicts["other_document_id"].map(groups),
            "other_value": conflicts["other_value"].replace("", NO_TEXT),
            "where": conflicts["document_id"] + " at " + conflicts["start"].astype(str),
            "other_where": (
                conflicts["other_document_id"] + " at " + conflicts["other_start"].astype(str)
            ),
        }
    )
    return table(
        frame.head(_MOST),
        title="Times and numbers that do not agree",
        caption="Candidates, not findings: filing times differ, and two things may be meant.",
        labels={"text_value": "says", "other_value": "says", "other_where": "and"},
    )
