"""All tables of a corpus, computed and written to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from analysis.corpus import Corpus
from analysis.corpus.entities import load_gazetteer
from analysis.corpus.lexicon import load_frames, load_naming
from analysis.corpus.parallel import Workers, each
from analysis.corpus.pipeline import SHARE
from analysis.corpus.progress import Progress, silent
from analysis.measures.coverage import claims, conflicts, coverage, entities
from analysis.measures.event import events
from analysis.measures.frequency import counts, frequencies
from analysis.measures.keyness import keyness_of_groups
from analysis.measures.ledger import ledger, makeup
from analysis.measures.naming import frame_rates, frames, mentions, naming_shares
from analysis.measures.reuse import clusters, lineage, reuse, runs
from analysis.measures.statement import openings, statements, variorum
from analysis.measures.voice import cues as voice_cues
from analysis.measures.voice import speakers, voices
from analysis.schema import ParameterError, closest

Tables = dict[str, pd.DataFrame]

# What a sheet of a workbook can hold.
_ROWS: Final = 1_048_575
_CHARACTERS: Final = 32_767
_CUT: Final = " [cut here: a cell holds no more]"
# Words of a name in a release, at most.
_NAME: Final = 4


def compute(
    corpus: Corpus, by: str = "origin", workers: Workers = 1, progress: Progress = silent
) -> Tables:
    """Compute every table that needs no choice of words, and is not of time, by name.

    Parameters
    ----------
    by
        One of `schema.GROUPINGS`.
    workers
        How many processes, or the address of a Dask scheduler: for the tables that add up over
        articles. Those that compare articles with each other are made here.
    progress
        Is told which table is made, its number, and how many there are.
    """
    progress("events", 0, 0)
    stories = events(corpus)
    corpus = corpus.with_events(stories)
    made = {
        "documents": corpus.documents,
        "segments": corpus.segments,
        "quotations": corpus.quotations,
        "events": stories,
        "rejected": corpus.rejected,
        "notes": corpus.notes,
    }
    progress("counts", len(made), 0)
    made |= _by_parts(corpus, workers)
    of_stories = _stories(corpus, by, made)
    return _made(
        made,
        {
            "reuse": of_stories["reuse"],
            "frequencies": lambda: frequencies(corpus, by),
            "keyness": lambda: keyness_of_groups(
                corpus, by, cluster=clusters(corpus, made["reuse"])
            ),
            "naming_shares": lambda: naming_shares(corpus, made["mentions"], by),
            "frame_rates": lambda: frame_rates(corpus, made["frames"], by),
            "voices": lambda: voices(corpus, by),
            "speakers": lambda: speakers(corpus, by),
            "cues": lambda: voice_cues(corpus, by),
            **of_stories,
            "ledger": lambda: ledger(corpus),
            "makeup": lambda: makeup(corpus, by),
        },
        progress,
    )


def _made(
    made: Tables, makers: Mapping[str, Callable[[], pd.DataFrame]], progress: Progress
) -> Tables:
    """Add one table after the other to those there are."""
    total = len(made) + len(makers)
    for name, make in makers.items():
        progress(name, len(made), total)
        made[name] = make()
    return made


def _by_parts(corpus: Corpus, workers: Workers) -> Tables:
    """Compute the tables that add up, a share of the articles at a time."""
    if workers == 1 or len(corpus.documents) <= SHARE:
        return _of_articles(corpus)
    starts = range(0, len(corpus.documents), SHARE)
    places = np.arange(len(corpus.documents))
    shares = ((corpus.only(places[start : start + SHARE]),) for start in starts)
    found = list(each(_of_articles, shares, workers))
    return {name: pd.concat([one[name] for one in found], ignore_index=True) for name in found[0]}


def _of_articles(corpus: Corpus) -> Tables:
    """Compute the tables whose rows are of one article each."""
    return {
        "counts": counts(corpus),
        "mentions": mentions(corpus, load_naming(corpus.name)),
        "frames": frames(corpus, load_frames(corpus.name)),
    }


def _stories(corpus: Corpus, by: str, made: Tables) -> dict[str, Callable[[], pd.DataFrame]]:
    """Say how to compute what the articles of one story share: statements, text, claims."""
    return {
        "statements": lambda: statements(corpus),
        "variorum": lambda: variorum(corpus, made["statements"]),
        "openings": lambda: openings(corpus, made["statements"]),
        "reuse": lambda: reuse(corpus),
        "runs": lambda: runs(corpus, made["reuse"]),
        "lineage": lambda: lineage(corpus, made["reuse"]),
        "claims": lambda: claims(corpus),
        "conflicts": lambda: conflicts(corpus, made["claims"]),
        "coverage": lambda: coverage(
            corpus, by, entities(corpus, load_gazetteer(corpus.name)), made["claims"]
        ),
    }


def for_release(corpus: Corpus, progress: Progress = silent) -> Tables:
    """Compute the tables that a text-free release brings beside documents and segments."""
    progress("events", 0, 0)
    stories = events(corpus)
    corpus = corpus.with_events(stories)
    gazetteer = load_gazetteer(corpus.name)
    named = entities(corpus, gazetteer)
    # Names on no list, and long ones, are the article's own words.
    short = named["concept"].str.count(" ") < _NAME
    named = named[named["concept"].isin(gazetteer.kinds) & short]
    progress("claims", 1, 0)
    told = claims(corpus)
    made = {**_of_articles(corpus), "events": stories}
    of_stories = _stories(corpus, "origin", made)
    kept = ("statements", "openings", "reuse", "runs")
    return _made(
        made,
        {
            **{name: of_stories[name] for name in kept},
            "conflicts": lambda: conflicts(corpus, told),
            "coverage": lambda: coverage(corpus, "origin", named, told),
        },
        progress,
    )


def write(tables: Mapping[str, pd.DataFrame], out: Path, form: str) -> list[Path]:
    """Write each table to its own file; returns the files.

    Raises
    ------
    ParameterError
        The format is none of ours, or a table is too long for a sheet.
    """
    check_form(form)
    for name, table in tables.items() if form == "xlsx" else ():
        if len(table) > _ROWS:
            raise ParameterError(
                f"{name} has {len(table):,} rows, a sheet holds {_ROWS:,}. "
                "Use --format parquet or csv."
            )
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        path = out / f"{name}.{form}"
        FORMATS[form](table, path)
        written.append(path)
    return written


def check_form(form: str) -> None:
    """Stop where a format is none of ours.

    Raises
    ------
    ParameterError
        It is none.
    """
    if form not in FORMATS:
        allowed = ", ".join(FORMATS)
        raise ParameterError(
            f"--format {form!r} is not known. Allowed: {allowed}." + closest(form, FORMATS)
        )


def _parquet(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, index=False)


def _csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")


def _xlsx(table: pd.DataFrame, path: Path) -> None:
    """Write a sheet in which every text is text: '=…' in an article must not run as a formula.

    A text that no cell can hold is cut, and says so at its end.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(path.stem[:31])
    sheet.append([str(column) for column in table.columns])
    for row in table.itertuples(index=False):
        cells = []
        for value in row:
            if isinstance(value, str):
                text = ILLEGAL_CHARACTERS_RE.sub("", value)
                if len(text) > _CHARACTERS:
                    text = text[: _CHARACTERS - len(_CUT)] + _CUT
                cell = WriteOnlyCell(sheet, text)
                cell.data_type = "s"
            else:
                plain = None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
                cell = WriteOnlyCell(sheet, plain)
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


FORMATS: Final[Mapping[str, Callable[[pd.DataFrame, Path], None]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
}
