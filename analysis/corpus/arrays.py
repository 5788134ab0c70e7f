"""Arrays of whole numbers: runs and their places, order, what differs from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from analysis.schema import TEXT

Integers = NDArray[np.int64]


def running(sizes: NDArray[np.integer] | NDArray[np.bool_]) -> Integers:
    """Say where parts begin that lie end to end; one more than there are.

    Examples
    --------
    >>> running(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    places = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=places[1:])
    return places


def expanded(first: Integers, times: Integers) -> Integers:
    """List the numbers of runs, each from its first.

    Examples
    --------
    >>> expanded(np.array([7, 3]), np.array([2, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    begins = np.cumsum(times) - times
    numbers: Integers = np.arange(int(times.sum())) + np.repeat(first - begins, times)
    return numbers


def changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell the values that differ from the one before."""
    new = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def distinct(numbers: Integers) -> Integers:
    """Sort numbers and keep each once; `np.unique` hashes them first and is much slower.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered: Integers = np.sort(numbers)
    return ordered[changes(ordered)]


def falling(values: NDArray[np.number], names: pl.Series | pd.Series | NDArray[Any]) -> Integers:
    """Order by falling value, ties by name; polars sorts text much faster than numpy.

    Examples
    --------
    >>> falling(np.array([1, 2, 1]), np.array(["b", "c", "a"])).tolist()
    [1, 2, 0]
    """
    text = names if isinstance(names, pl.Series) else pl.Series(names.tolist(), dtype=pl.String)
    by_name = text.arg_sort().to_numpy().astype(np.int64)
    order: Integers = by_name[np.argsort(-values[by_name], kind="stable")]
    return order


def narrow(starts: Integers) -> NDArray[np.integer]:
    """Write starts of cells in 4 bytes where that is enough: scipy takes as many for indices."""
    return starts.astype(np.int32 if starts[-1] < 1 << 31 else np.int64, copy=False)


def joined(parts: Sequence[NDArray[np.integer]]) -> NDArray[Any]:
    """Join parts, of which there may be none."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def positions(names: pd.Series, index: pd.Index) -> NDArray[np.int64]:
    """Find names in an index; -1 where it has none of the name.

    The rows of a document mostly stand side by side: each name is looked up once.

    Examples
    --------
    >>> positions(pd.Series(["b", "b", "c", "a"]), pd.Index(["a", "b"])).tolist()
    [1, 1, -1, 0]
    """
    first = np.flatnonzero((names != names.shift()).to_numpy(dtype=bool))
    places = index.get_indexer(pd.Index(names.iloc[first]))
    return np.repeat(places, np.diff(np.append(first, len(names))))


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
