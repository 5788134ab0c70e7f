"""List what stands in a column."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.schema import TEXT


def plain(column: pd.Series) -> list[Any]:
    """List values as `tolist` does; texts several times faster."""
    return column.to_numpy(dtype=object).tolist() if column.dtype == TEXT else column.tolist()
