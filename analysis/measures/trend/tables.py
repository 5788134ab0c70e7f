"""The tables of trends, in the form they have in the schema."""

from __future__ import annotations

from typing import Final

from analysis.schema import (
    DATE,
    FRAME_RATES,
    INTEGER,
    KEYNESS,
    NAMING_SHARES,
    NUMBER,
    TEXT,
    Column,
    Table,
)

_C: Final = {
    column.name: column
    for column in (
        *KEYNESS.columns,
        *NAMING_SHARES.columns,
        *FRAME_RATES.columns,
        Column("grain", TEXT, "what a period is: day, week (ISO 8601) or month"),
        Column("period", TEXT, "the period: 2023-06-25, 2023-W25 or 2023-06"),
        Column("period_start", DATE, "first day of the period"),
        Column("per_thousand_low", NUMBER, "lower end of its 95 % document-clustered interval"),
        Column("per_thousand_high", NUMBER, "upper end of its 95 % document-clustered interval"),
        Column("share_low", NUMBER, "lower end of its 95 % document-clustered interval"),
        Column("share_high", NUMBER, "upper end of its 95 % document-clustered interval"),
        Column("mentions", INTEGER, "mentions of the concept, by whatever name"),
        Column("documents_with", INTEGER, "documents of the group that hold the item"),
        Column("since", TEXT, "first period of the window"),
        Column("until", TEXT, "last period of the window"),
    )
}


def _table(name: str, row: str, columns: str) -> Table:
    return Table(name, row, tuple(_C[column] for column in columns.split()))


TRENDS: Final = _table(
    "trends",
    "term of a group and period",
    "by group voice grain period period_start term frequency corpus_size per_thousand "
    "per_thousand_low per_thousand_high document_frequency documents",
)
NAMING_TRENDS: Final = _table(
    "naming_trends",
    "naming choice of a group and period",
    "by group voice grain period period_start concept label frequency mentions share share_low "
    "share_high document_frequency documents_with documents",
)
ROLLING_KEYNESS: Final = _table(
    "rolling_keyness",
    "term of a comparison and window of periods",
    "by target reference voice grain since until period_start term frequency_target "
    "frequency_reference documents_target documents_reference log_ratio log_ratio_low "
    "log_ratio_high p_value p_family",
)
