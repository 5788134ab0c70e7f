"""The dictionary of tables: what is missing is told, and a frame is brought into form."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.schema import Column, Table, TableError, empty, require, shape

SHIPS = Table(
    "ships",
    "one ship",
    (
        Column("name", "str", "what stands on its bow"),
        Column("length", "int64", "in metres"),
    ),
)


def test_a_missing_column_is_told_with_its_meaning_and_what_there_is() -> None:
    frame = pd.DataFrame({"name": ["Orsa"], "lenght": [12]})
    with pytest.raises(TableError) as error:
        require(frame, SHIPS, "the harbour")
    assert str(error.value) == (
        "the harbour needs length (in metres) in the table ships. The table has name, lenght. "
        "Did you mean 'lenght'?"
    )


def test_a_table_without_columns_is_told_to_have_none() -> None:
    with pytest.raises(TableError, match=r"needs name \(what stands on its bow\).* has no columns"):
        require(pd.DataFrame(), SHIPS, "the harbour", ["name"])


def test_only_what_is_needed_is_required() -> None:
    require(pd.DataFrame({"name": ["Orsa"]}), SHIPS, "the harbour", ["name"])


def test_a_frame_is_brought_into_the_order_and_types_of_its_table() -> None:
    frame = pd.DataFrame({"length": ["12"], "of": ["Ordvik"], "name": ["Orsa"]}, index=[7])
    made = shape(frame, SHIPS)
    assert made.to_dict("list") == {"name": ["Orsa"], "length": [12]}
    assert made.index.tolist() == [0]
    assert made.dtypes.astype(str).tolist() == ["str", "int64"]
    assert empty(SHIPS).dtypes.tolist() == made.dtypes.tolist()
