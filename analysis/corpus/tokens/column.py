"""An array that grows: what is counted part by part is held once."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# Values for which a column gets a block of its own, and how many that holds at least.
_FEW: Final = 1 << 16
_ROOM: Final = 1 << 23


class Column:
    """Values that come in parts, end to end in one array.

    Many values get a block of memory of their own, which goes back to the system when it is
    outgrown. Of what is not filled it takes none.

    Parameters
    ----------
    values
        The first of them, if only their kind.

    Examples
    --------
    >>> column = Column(np.array([3]))
    >>> column.add(np.array([1, 4]))
    >>> column.all()
    array([3, 1, 4])
    """

    def __init__(self, values: NDArray[np.integer]) -> None:
        self._room, self.filled = values, len(values)

    def add(self, more: NDArray[np.integer]) -> None:
        """Put values at the end."""
        end = self.filled + len(more)
        if end > len(self._room):
            size = end if end < _FEW else max(2 * end, _ROOM)
            room = np.empty(size, dtype=self._room.dtype)
            room[: self.filled] = self._room[: self.filled]
            self._room = room
        self._room[self.filled : end] = more
        self.filled = end

    def all(self) -> NDArray[Any]:
        """Return all values; none can be added then."""
        self._room.resize(self.filled, refcheck=False)
        return self._room
