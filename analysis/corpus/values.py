"""List what stands in a column, and lay out what is to stand in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis.schema import TEXT


def plain(column: pd.Series) -> list[Any]:
    """List values as `tolist` does; texts several times faster."""
    return column.to_numpy(dtype=object).tolist() if column.dtype == TEXT else column.tolist()


def texts(values: Sequence[str] | Sequence[bytes]) -> pd.Series:
    """Lay texts out, or what is UTF-8 already, several times faster than pandas does.

    Raises
    ------
    UnicodeEncodeError
        One holds halves of characters (surrogates).
    """
    packed = pa.array(values, pa.large_binary()).cast(pa.large_string())
    return pd.Series(pd.array(packed, dtype=TEXT))
