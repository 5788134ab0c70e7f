"""Find the documents that the rows of a table belong to."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def positions(names: pd.Series, there: pd.Index) -> NDArray[np.int64]:
    """Find names in an index; -1 where it has none of the name.

    The rows of a document mostly stand side by side: each name is looked up once.

    Examples
    --------
    >>> positions(pd.Series(["b", "b", "c", "a"]), pd.Index(["a", "b"])).tolist()
    [1, 1, -1, 0]
    """
    first = np.flatnonzero((names != names.shift()).to_numpy(dtype=bool))
    found = there.get_indexer(pd.Index(names.iloc[first]))
    return np.repeat(found, np.diff(np.append(first, len(names))))
