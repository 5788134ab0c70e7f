"""What findings are made from: the answers of the measures, as tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from analysis.findings.comparable import comparable
from analysis.schema import (
    CORRECTIONS,
    DESCRIPTION_WORDS,
    DESCRIPTIONS,
    DOCUMENTS,
    MENTIONS,
    QUOTATIONS,
    empty,
    require,
)

# Columns and guests write of what they choose.
_OPINION: Final = r"(?i)\b(?:opinion|editorial|guest|column|blog)"
# Tables whose rows are not of one document each.
_OF_GROUPS: Final = ("reuse", "keyness", "description_words", "by_hand")


@dataclass(frozen=True)
class Answers:
    """The answers about the articles of one story, or of a corpus of many.

    Attributes
    ----------
    documents
        `schema.DOCUMENTS`, with a column `group`; those in no group are left out.
    mentions
        `schema.MENTIONS` of naming choices, with `group` and `place` (title, standfirst, lede or
        body).
    listed
        The same of people, bodies and places that a list holds.
    unlisted
        The same of those that were found without a list.
    quotations
        `schema.QUOTATIONS` with `group`.
    statements
        `schema.STATEMENTS` with `group`.
    reuse
        `schema.REUSE`.
    keyness
        `schema.KEYNESS` of each group against the rest.
    descriptions
        `schema.DESCRIPTIONS`, with `group` and `place`.
    description_words
        `schema.DESCRIPTION_WORDS` of the groups.
    bodies
        The counted text of each document, by `document_id`.
    stories
        How many stories the articles tell; several are never compared as one.
    own
        Concepts that the corpus's own list holds: somebody says that they are one thing here.
    by_hand
        `schema.CORRECTIONS`: labels that somebody looked at.
    copies
        The cluster of reprints of each document, by `document_id`; '' for none.
    """

    documents: pd.DataFrame
    mentions: pd.DataFrame
    listed: pd.DataFrame
    unlisted: pd.DataFrame
    quotations: pd.DataFrame
    statements: pd.DataFrame
    reuse: pd.DataFrame
    keyness: pd.DataFrame
    descriptions: pd.DataFrame
    description_words: pd.DataFrame
    bodies: pd.Series
    stories: int = 1
    own: frozenset[str] = frozenset()
    by_hand: pd.DataFrame = field(default_factory=lambda: empty(CORRECTIONS))
    copies: pd.Series | None = None

    @property
    def reports(self) -> int:
        """How many articles there are."""
        return len(self.documents)

    @property
    def names(self) -> list[str]:
        """The groups, by name."""
        return sorted(set(self.documents["group"]))

    @property
    def groups_count(self) -> int:
        """How many groups there are."""
        return self.documents["group"].nunique()

    @cached_property
    def comparable(self) -> list[str]:
        """The groups of which it can be said what they do not print: all their reports are whole.

        See `comparable.comparable`.
        """
        names = pd.concat([self.listed, self.unlisted])
        fits = comparable(self.documents, self.bodies, names)
        fits &= ~self.documents["outlet"].str.contains(_OPINION).set_axis(fits.index)
        by_group = self.documents["document_id"].map(fits).groupby(self.documents["group"])
        all_fit = by_group.all()
        return sorted(map(str, all_fit.index[all_fit]))

    @cached_property
    def events(self) -> dict[str, str]:
        """The event that each document tells, by `document_id`; '' for none."""
        return dict(zip(self.documents["document_id"], self.documents["event"], strict=True))

    def texts(self, group: str) -> list[str]:
        """Give the sources of the articles of a group."""
        return self.documents["source"][self.documents["group"] == group].tolist()

    def group_of(self, document_id: str) -> str:
        """Name the group of an article."""
        rows = self.documents["group"][self.documents["document_id"] == document_id]
        return str(rows.iloc[0]) if len(rows) else ""


def answers(
    documents: pd.DataFrame,
    groups: pd.Series,
    bodies: pd.Series,
    stories: int = 1,
    own: frozenset[str] = frozenset(),
    copies: pd.Series | None = None,
    **tables: pd.DataFrame,
) -> Answers:
    """Put answers together: each row learns the group of its document.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`.
    groups
        The group of each document, by `document_id`; '' for none.
    bodies
        The counted text of each document, by `document_id`.
    stories, own, copies
        As in `Answers`.
    tables
        The other fields of `Answers`, without `group`.
    """
    require(documents, DOCUMENTS, "findings")
    named_groups = groups[groups != ""]
    for name in ("mentions", "listed", "unlisted"):
        require(tables[name], MENTIONS, "findings")
    require(tables["quotations"], QUOTATIONS, "findings")
    require(tables["descriptions"], DESCRIPTIONS, "findings")
    require(tables["description_words"], DESCRIPTION_WORDS, "findings")
    grouped = {
        name: table if name in _OF_GROUPS else _with_group(table, named_groups)
        for name, table in tables.items()
    }
    return Answers(
        documents=_with_group(documents, named_groups),
        bodies=bodies,
        stories=stories,
        own=own,
        copies=copies,
        **grouped,
    )


def _with_group(table: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    rows = table.assign(group=table["document_id"].map(groups).astype("str"))
    return rows[rows["document_id"].isin(groups.index)].reset_index(drop=True)
