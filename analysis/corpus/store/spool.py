"""Documents laid aside in files as they are read, and taken up again meanwhile by another thread.

Reading fills one processor, cleaning all of them: the first shares are cleaned while the last
are still read.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Condition

import numpy as np
import pandas as pd

from analysis.corpus.execution.processes import Later
from analysis.corpus.pipeline import Work
from analysis.corpus.read import Reading
from analysis.corpus.shard import Found
from analysis.corpus.store import arrow
from analysis.schema import DOCUMENTS

Facts = Callable[[pd.DataFrame], Found | None]


class Spool:
    """The parts of a corpus as they were read, and what was found in them so far.

    Parameters
    ----------
    folder
        Where their files are made.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._columns: set[str] = set()
        self._sizes: list[int] = []
        self._kept = 0
        self._changed = Condition()
        self._is_complete = False

    @property
    def total(self) -> int:
        """How many documents are laid aside."""
        return sum(self._sizes)

    @property
    def is_complete(self) -> bool:
        """Whether none will follow."""
        return self._is_complete

    def add(self, documents: pd.DataFrame) -> None:
        """Lay documents aside."""
        arrow.write(documents, self._folder / f"{len(self._sizes)}.arrow")
        with self._changed:
            self._columns |= set(documents.columns)
            self._sizes.append(len(documents))
            self._changed.notify_all()

    def complete(self) -> None:
        """Tell those who wait that nothing follows."""
        with self._changed:
            self._is_complete = True
            self._changed.notify_all()

    def is_complete_within(self, seconds: float) -> bool:
        """Wait until none will follow, but no longer than this; says whether none will."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_complete, seconds)

    def wait(self, number: int) -> bool:
        """Wait for a part, by its number from 0; says whether there is one."""
        with self._changed:
            self._changed.wait_for(lambda: number < len(self._sizes) or self._is_complete)
        return number < len(self._sizes)

    def keep(self, segments: pd.DataFrame) -> int:
        """Lay the segments of documents aside, in the order of those; says of how many so far."""
        arrow.write(segments, self._folder / f"{self._kept}-segments.arrow")
        self._kept += 1
        return sum(self._sizes[: self._kept])

    def replace(self, segments: Iterable[pd.DataFrame]) -> None:
        """Lay aside what `relabel` gives, in the order of the parts."""
        for number, some in enumerate(segments):
            arrow.write(some, self._folder / f"{number}-again.arrow")

    def __iter__(self) -> Iterator[Later]:
        """Give the parts in order, each as soon as it is there."""
        number = 0
        while self.wait(number):
            yield Later(arrow.read, (self._folder / f"{number}.arrow",))
            number += 1

    def work(self, facts: Facts | None) -> Iterator[Later]:
        """Give the parts with the segments laid aside; see `Work`.

        Parameters
        ----------
        facts
            Says what is known of documents already; None if nothing is.
        """
        others = sorted(self._columns.difference(DOCUMENTS.names))
        for number, part in enumerate(self):
            paths = [self._folder / f"{number}-{name}.arrow" for name in ("segments", "again")]
            yield Later(_work, (part, paths, others, facts and facts(part())))


def _work(part: Later, paths: Sequence[Path], others: list[str], before: Found | None) -> Work:
    """Read documents, with the columns that any part of their corpus has, and their segments."""
    documents: pd.DataFrame = part()
    missing = {n: pd.Series(np.nan, documents.index, "str") for n in others if n not in documents}
    documents = documents.assign(**missing)[[*DOCUMENTS.names, *others]]
    segments, again = (arrow.read(path) if path.is_file() else None for path in paths)
    return Work(documents, segments, before, again)


@contextmanager
def filled(
    laid: Spool, reading: Reading, steps: Generator[None], size: int
) -> Iterator[Callable[[], None]]:
    """Read in a thread of its own, and lay aside what is read.

    Parameters
    ----------
    laid
        Where it is laid.
    reading, steps
        As `read.steps` takes and gives them.
    size
        Documents of a part.

    Returns
    -------
    What waits for the end, and raises what went wrong.
    """
    stopped = False

    def read() -> None:
        try:
            with closing(steps):
                for _ in steps:
                    if stopped:
                        return
                    if len(reading.documents) >= size:
                        laid.add(reading.take())
            if reading.documents:
                laid.add(reading.take())
        finally:
            laid.complete()

    with ThreadPoolExecutor(1) as thread:
        done: Future[None] = thread.submit(read)
        try:
            yield done.result
        finally:
            stopped = True
