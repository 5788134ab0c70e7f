"""Where the forms of concepts stand: found once, kept, and cut to a part of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.arrays import Integers

# One row a place, and one of document -1 for each concept: it was looked for.
COLUMNS: Final = ("key", "document", "start", "end", "form")


class Spans(NamedTuple):
    """Places where forms were found.

    Attributes
    ----------
    owner
        Only spans of one owner hide one another.
    start, end
        Where each lies.
    rank
        Which form it is: of two that are equal otherwise the lower is chosen.
    """

    owner: Integers
    start: Integers
    end: Integers
    rank: Integers

    def take(self, rows: Integers) -> Spans:
        """Take some spans, by their rows."""
        return Spans(*(column[rows] for column in self))


class Matches:
    """What is known of where forms stand, by the hash of the concept that they belong to.

    Parameters
    ----------
    made
        Makes a table of `COLUMNS` when it is first asked for; its documents are positions.
    """

    def __init__(self, made: Callable[[], pd.DataFrame] | None = None) -> None:
        self._made = made
        self._known: dict[str, Spans] = {}

    def __reduce__(self) -> tuple[type[Matches], tuple[()]]:
        """Leave behind what can be found again."""
        return Matches, ()

    def _made_known(self) -> dict[str, Spans]:
        if self._made is not None:
            made, self._made = self._made, None
            self._known |= _by_key(made())
        return self._known

    def keys(self) -> set[str]:
        """List what is known."""
        return set(self._made_known())

    def get(self, key: str) -> Spans | None:
        """Give the spans of a concept, their owners documents; None where it is not known."""
        return self._made_known().get(key)

    def add(self, key: str, spans: Spans) -> None:
        """Keep what was found of a concept."""
        self._known[key] = spans

    def of(self, documents: Integers) -> Matches:
        """Take what is known of some documents, by their positions in rising order."""
        return _Part(self, documents)


class _Part(Matches):
    """What is known of a part of the documents, from the whole; and what was found in it alone."""

    def __init__(self, whole: Matches, documents: Integers) -> None:
        super().__init__()
        self._whole, self._documents = whole, documents

    def get(self, key: str) -> Spans | None:
        """Give the spans of a concept; see `Matches.get`."""
        known = super().get(key)
        if known is None and (of_whole := self._whole.get(key)) is not None:
            place = np.searchsorted(self._documents, of_whole.owner)
            inside = np.append(self._documents, -1)[place] == of_whole.owner
            known = of_whole.take(np.flatnonzero(inside))._replace(owner=place[inside])
            self.add(key, known)
        return known


def as_table(spans: Mapping[str, Spans]) -> pd.DataFrame:
    """Lay out the spans of concepts as a table of `COLUMNS`, which `Matches` takes."""
    frames = [
        pd.DataFrame({"key": key, **dict(zip(COLUMNS[1:], _marked(each), strict=True))})
        for key, each in sorted(spans.items())
    ]
    table = pd.concat(frames, ignore_index=True)
    return table.astype({"key": "str"})


def _marked(spans: Spans) -> tuple[Integers, ...]:
    """Put before the spans of a concept the row that says it was looked for."""
    first = (-1, 0, 0, 0)
    return tuple(np.concatenate([[a], column]) for a, column in zip(first, spans, strict=True))


def _by_key(table: pd.DataFrame) -> dict[str, Spans]:
    heads = np.flatnonzero(table["document"].to_numpy() < 0)
    keys = table["key"].iloc[heads].tolist()
    columns = [table[name].to_numpy() for name in COLUMNS[1:]]
    bounds = zip(heads, [*heads[1:], len(table)], strict=True)
    return {
        key: Spans(*(column[first + 1 : last] for column in columns))
        for key, (first, last) in zip(keys, bounds, strict=True)
    }
