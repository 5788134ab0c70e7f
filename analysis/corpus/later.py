"""Tables that are made when they are looked at, and parts of tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.execution.processes import in_threads

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


@dataclass(frozen=True)
class Cut:
    """The rows of some documents of a corpus, cut out of one of its tables when looked at.

    What makes a table of a corpus may have a method `near`, which makes rows among which are
    all of some documents, or None: so nobody reads a whole store to see a few of its lines.

    Attributes
    ----------
    corpus, table
        The corpus, and the name of the field.
    documents
        Positions of the documents, rising.
    """

    corpus: Any
    table: str
    documents: NDArray[np.int64]

    def __call__(self) -> pd.DataFrame:
        """Cut the rows out."""
        mine = np.zeros(len(self.corpus.documents) + 1, dtype=bool)
        mine[self.documents] = True
        near = self.near(np.arange(len(self.documents)))
        if near is None:
            return keep_rows(getattr(self.corpus, self.table), mine[self.corpus.owner(self.table)])
        # Of documents that are not the corpus's own the position is the last, -1.
        return keep_rows(near, mine[self.corpus.positions(near["document_id"])])

    def near(self, documents: NDArray[np.int64]) -> pd.DataFrame | None:
        """Make rows among which are all of some of these documents."""
        held = vars(self.corpus)[f"_{self.table}"]
        found: pd.DataFrame | None = None
        if callable(held) and hasattr(held, "near"):
            found = held.near(self.documents[documents])
        return found


def keep_rows(table: pd.DataFrame, mask: NDArray[np.bool_]) -> pd.DataFrame:
    """Keep rows; few are fetched one by one, for Arrow joins the pieces of a column before."""
    rows = np.flatnonzero(mask)
    few = len(rows) < _FEW * len(mask)
    columns = [table[name].array for name in table.columns]
    if few:
        kept = [_fetched(column, rows) for column in columns]
    else:
        kept = [*in_threads(lambda column: column[mask], columns)]
    return pd.DataFrame(dict(zip(table.columns, kept, strict=True)), copy=False)


def _fetched(column: Any, rows: NDArray[np.int64]) -> Any:
    if not isinstance(column, pd.arrays.ArrowStringArray):
        return column.take(rows)
    held = column.__arrow_array__()
    return pd.Series([held[row].as_py() for row in rows.tolist()], dtype=column.dtype).array
