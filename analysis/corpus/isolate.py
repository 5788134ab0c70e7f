"""Read on where one article cannot be read: the others are used, and it is told which and why."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import pandas as pd
from polars.exceptions import PanicException

from analysis.corpus import clean
from analysis.corpus.execution import processes as garbage
from analysis.schema import REJECTED, SEGMENTS, CorpusError, SamestoryError, empty, shape

Result = TypeVar("Result")
# A part of analysis.corpus -> what it does with an article.
_STEPS: Final = {
    "clean": "cleaning",
    "credit": "reading its credits",
    "quote": "finding its quotations",
    "spacy_speakers": "finding its speakers",
    "voice": "telling its voices apart",
    "encode": "finding its words",
}
# What says nothing of an article: memory has run out, or a rule is not as it must be.
_NOT_ITS_FAULT: Final = (MemoryError, SamestoryError)


class Fault(NamedTuple):
    """An article that cannot be read: its name, its file, and why."""

    document_id: str
    path: str
    reason: str


def apart(
    task: Callable[[pd.DataFrame], Result], documents: pd.DataFrame
) -> tuple[list[Result], list[Fault]]:
    """Do a task with documents; where that fails, with the halves of them, and theirs.

    Parameters
    ----------
    task
        What is done with rows of documents; its results for parts of them add up.

    Returns
    -------
    The results, in the order of the documents, and the documents with which it failed alone.
    """
    try:
        with garbage.kept():
            return [task(documents)], []
    except _NOT_ITS_FAULT:
        raise
    # What goes wrong inside polars is no `Exception`.
    except (Exception, PanicException) as error:
        if len(documents) == 1:
            return [], [_fault(documents, error)]
    done: list[Result] = []
    faults: list[Fault] = []
    for half in _halves(documents):
        results, half_faults = apart(task, half)
        done += results
        faults += half_faults
    return done, faults


def _halves(documents: pd.DataFrame) -> Iterator[pd.DataFrame]:
    middle = len(documents) // 2
    for half in (documents.iloc[:middle], documents.iloc[middle:]):
        yield half.reset_index(drop=True)


def _fault(document: pd.DataFrame, error: BaseException) -> Fault:
    name, path = document["document_id"].iloc[0], document["path"].iloc[0]
    said = " ".join(f"{type(error).__name__}: {error}".split())
    reason = f"the article {name!r} cannot be read: {_step(error)} failed ({said:.200})"
    return Fault(name, path, reason)


def _step(error: BaseException) -> str:
    """Say in plain words where an error comes from."""
    frames = traceback.walk_tb(error.__traceback__)
    modules = (str(frame.f_globals.get("__name__")).split(".") for frame, _ in frames)
    parts = (name[2] for name in modules if name[:2] == ["analysis", "corpus"] and name[2:])
    return next((_STEPS[part] for part in parts if part in _STEPS), "reading")


def draft(documents: pd.DataFrame, rules: clean.Rules) -> tuple[clean.Draft, list[Fault]]:
    """Label documents before it is known what their outlets repeat; see `clean.draft`."""
    drafts, faults = apart(lambda some: clean.draft(some, rules), documents)
    if len(drafts) == 1:
        return drafts[0], faults
    tables = [one.segments for one in drafts] or [empty(SEGMENTS)]
    tally = sum((one.tally for one in drafts), clean.Tally.of({}))
    return clean.Draft(pd.concat(tables, ignore_index=True), tally), faults


def with_faults(rejected: pd.DataFrame, faults: Sequence[Fault]) -> pd.DataFrame:
    """Add faulty articles to `schema.REJECTED`."""
    if not faults:
        return rejected
    rows = pd.DataFrame([(fault.path, 0, fault.reason) for fault in faults], columns=REJECTED.names)
    return shape(pd.concat([rejected, shape(rows, REJECTED)], ignore_index=True), REJECTED)


def no_document(corpus: Path, rejected: pd.DataFrame) -> CorpusError:
    """Say that no document of a corpus could be used, and why."""
    first = "; ".join(rejected["reason"].head(3))
    return CorpusError(f"No document of {corpus.name} could be used: {first}")
