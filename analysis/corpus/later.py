"""Tables that are made when they are looked at, and parts of tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Share of a table's rows below which they are fetched one by one.
_FEW: Final = 0.005


class Table:
    """A field that holds a table, or what makes it as soon as it is looked at."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, holder: Any, owner: type) -> pd.DataFrame:
        """Give the table; where it is not made yet, make it and keep it."""
        if holder is None:
            raise AttributeError("the field has no default")
        held = holder.__dict__[self._name]
        if callable(held):
            held = holder.__dict__[self._name] = held()
        table: pd.DataFrame = held
        return table

    def __set__(self, holder: Any, table: pd.DataFrame | Callable[[], pd.DataFrame]) -> None:
        """Hold a table, or what makes it."""
        holder.__dict__[self._name] = table


def rows_of(table: pd.DataFrame, mask: NDArray[np.bool_]) -> pd.DataFrame:
    """Keep rows; few are fetched one by one, for Arrow joins the pieces of a column before."""
    rows = np.flatnonzero(mask)
    few = len(rows) < _FEW * len(mask)
    columns = {name: table[name].array for name in table.columns}
    kept = {name: _fetched(c, rows) if few else c[mask] for name, c in columns.items()}
    return pd.DataFrame(kept, copy=False)


def _fetched(column: Any, rows: NDArray[np.int64]) -> Any:
    if not isinstance(column, pd.arrays.ArrowStringArray):
        return column.take(rows)
    held = column.__arrow_array__()
    return pd.Series([held[row].as_py() for row in rows.tolist()], dtype=column.dtype).array
