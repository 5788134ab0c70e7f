"""All tables of a corpus, computed and written to files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import gettempdir
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pandas as pd
from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from analysis.corpus import Corpus
from analysis.corpus.execution.processes import Workers, each
from analysis.corpus.execution.progress import Progress, silent
from analysis.corpus.lexicons.entities import load_gazetteer
from analysis.corpus.lexicons.naming import lexicons, load_stopwords, own_concepts
from analysis.corpus.lexicons.set_aside import load_set_aside
from analysis.corpus.pipeline import SHARE
from analysis.files import replaced_together
from analysis.findings import Answers, Label, Near, Span, findings, labels_of, spans_of
from analysis.findings import answers as put_together
from analysis.findings.tested import WORD
from analysis.measures.coverage import claims, coverage, entities
from analysis.measures.description import description_words, descriptions
from analysis.measures.event import events
from analysis.measures.frequency import counts, frequencies
from analysis.measures.keyness import Comparison, keyness_of_groups
from analysis.measures.keyness.robustness import Trial, hold
from analysis.measures.ledger import ledger, makeup
from analysis.measures.naming import frame_rates, frames, mentions, naming_shares
from analysis.measures.reuse import clusters, lineage, reuse, runs
from analysis.measures.statement import openings, statements, variorum
from analysis.measures.statement.units import place
from analysis.measures.voice import cues as voice_cues
from analysis.measures.voice import speakers, voices
from analysis.schema import (
    DESCRIPTION_WORDS,
    DESCRIPTIONS,
    FINDINGS,
    SCOPES,
    ParameterError,
    closest,
    empty,
)

Tables = dict[str, pd.DataFrame]

# What a text-free release brings beside documents, segments and quotations.
_RELEASED: Final = (
    *("counts", "mentions", "frames", "descriptions", "events"),
    *("statements", "openings", "reuse", "runs", "coverage"),
)
# Articles for which the findings are made on every page.
_PAGE: Final = 1_000
# What a sheet of a workbook can hold.
_ROWS: Final = 1_048_575
_CHARACTERS: Final = 32_767
_CUT: Final = " [cut here: a cell holds no more]"
# Words of a name in a release, at most.
_NAME: Final = 4


class Made(dict[str, pd.DataFrame]):
    """The tables of a corpus, each made when it is first looked at.

    Attributes
    ----------
    makers
        How each is made, by name.
    """

    def __init__(
        self, corpus: Corpus, by: str, workers: Workers, progress: Progress, lexicon: str = ""
    ) -> None:
        super().__init__()
        self._corpus, self._by, self._workers, self._lexicon = corpus, by, workers, lexicon
        self._progress, self._wanted = progress, 0
        self.makers = self._usual()

    def __missing__(self, name: str) -> pd.DataFrame:
        self._progress(name, len(self), self._wanted)
        table = self[name] = self.makers[name]()
        return table

    def take(self, names: Collection[str]) -> Tables:
        """Make some tables, in their order, and what they are made from."""
        self._wanted = len(names)
        return {name: self[name] for name in names}

    @cached_property
    def told(self) -> Corpus:
        """The corpus, its stories found; to find them takes long, and most tables need none."""
        return self._corpus.with_events(self["events"])

    @cached_property
    def _added(self) -> Tables:
        return _by_parts(self._corpus, self._workers, self._lexicon)

    def _usual(self) -> dict[str, Callable[[], pd.DataFrame]]:
        corpus, by = self._corpus, self._by
        here: Callable[[], Corpus] = lambda: self.told if by in SCOPES else corpus  # noqa: E731
        of_stories = self._of_stories()
        return {
            "documents": lambda: self.told.documents,
            "segments": lambda: corpus.segments,
            "quotations": lambda: corpus.quotations,
            "events": lambda: events(corpus),
            "rejected": lambda: corpus.rejected,
            "notes": lambda: corpus.notes,
            "counts": lambda: self._added["counts"],
            "mentions": lambda: self._added["mentions"],
            "frames": lambda: self._added["frames"],
            "reuse": of_stories["reuse"],
            "frequencies": lambda: frequencies(here(), by),
            "keyness": lambda: keyness_of_groups(
                self.told, by, cluster=clusters(self.told, self["reuse"])
            ),
            "naming_shares": lambda: naming_shares(
                here(), self["mentions"], by, cluster=clusters(self.told, self["reuse"])
            ),
            "frame_rates": lambda: frame_rates(
                here(), self["frames"], by, cluster=clusters(self.told, self["reuse"])
            ),
            "descriptions": lambda: descriptions(self.told, self.entities, self["mentions"]),
            "description_words": lambda: description_words(
                here(), self["descriptions"], by, cluster=clusters(self.told, self["reuse"])
            ),
            "voices": lambda: voices(here(), by),
            "speakers": lambda: speakers(here(), by),
            "cues": lambda: voice_cues(here(), by),
            **of_stories,
            "findings": self._findings,
            "ledger": lambda: ledger(corpus),
            "makeup": lambda: makeup(here(), by),
        }

    def _of_stories(self) -> dict[str, Callable[[], pd.DataFrame]]:
        """Say how to compute what the articles of one story share: statements, text, claims."""
        return {
            "statements": lambda: statements(self.told),
            "variorum": lambda: variorum(self.told, self["statements"]),
            "openings": lambda: openings(self.told, self["statements"]),
            "reuse": lambda: reuse(self.told),
            "runs": lambda: runs(self.told, self["reuse"]),
            "lineage": lambda: lineage(self.told, self["reuse"]),
            "claims": lambda: claims(self.told),
            "coverage": lambda: coverage(
                self.told,
                self._by,
                self.entities,
                self["claims"],
            ),
        }

    @cached_property
    def entities(self) -> pd.DataFrame:
        """`schema.MENTIONS` of people, bodies and places, listed or found."""
        return entities(self.told, load_gazetteer(self.told.name))

    @cached_property
    def set_aside(self) -> list[dict[str, str]]:
        """What the analyst set aside; see `corpus.lexicons.set_aside`."""
        return load_set_aside(self._corpus.name)

    @property
    def stories(self) -> int:
        """How many stories the articles tell, at least; what tells none with another counts."""
        named = self.told.documents["event"]
        return named[named != ""].nunique() + bool((named == "").any())

    def of_story(self, name: str) -> pd.DataFrame:
        """Take a table that is about one story; without rows where there are several."""
        return self[name] if self.stories == 1 else self[name].iloc[:0]

    def for_page(self) -> pd.DataFrame:
        """Take the findings for a page about something else; of a large corpus there are none.

        There they take longer than the page; the overview and `samestory tables` have them.
        """
        small = len(self._corpus.documents) <= _PAGE
        return self["findings"] if small else empty(FINDINGS)

    def described(self, voice: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
        """Take the descriptions for a page, and their counts; of a large corpus there are none.

        Parameters
        ----------
        voice
            Only words in this voice; "" for all.
        """
        if len(self._corpus.documents) > _PAGE:
            return empty(DESCRIPTIONS), empty(DESCRIPTION_WORDS)
        found = self["descriptions"]
        found = found[found["voice"] == voice] if voice else found
        corpus = self.told if self._by in SCOPES else self._corpus
        copies = clusters(self.told, self["reuse"])
        return found, description_words(corpus, found, self._by, cluster=copies)

    def _findings(self) -> pd.DataFrame:
        """Find what the tellings do differently; see `findings.findings`."""
        table = findings(self.answers, load_stopwords().words, self.set_aside)
        return table.assign(verdict=self._verdicts(table))

    def _verdicts(self, table: pd.DataFrame) -> pd.Series:
        """Say of words found by test whether they hold; other findings say it themselves."""
        words = table[table["kind"] == WORD]
        cluster = clusters(self.told, self["reuse"]) if len(words) else None
        verdicts = table["verdict"].to_dict()
        for group, rows in words.groupby("groups"):
            terms = rows["forms"].str.lower().tolist()
            asked = Comparison(str(group), by=self._by)
            said = hold(Trial(self.told, asked, cluster), terms)
            verdicts |= {place: said.get(t, "") for place, t in zip(rows.index, terms, strict=True)}
        return pd.Series(verdicts, index=table.index, dtype="str")

    @cached_property
    def answers(self) -> Answers:
        """What findings are made from."""
        corpus = self.told
        listed = self.entities["concept"].isin(load_gazetteer(corpus.name).kinds)
        return put_together(
            corpus.documents,
            corpus.group_of(self._by),
            _bodies(corpus),
            self.stories,
            own_concepts(corpus.name),
            clusters(corpus, self["reuse"]),
            mentions=_with_places(corpus, self["mentions"]),
            listed=_with_places(corpus, self.entities[listed]),
            unlisted=_with_places(corpus, self.entities[~listed]),
            quotations=corpus.quotations,
            statements=self["statements"],
            reuse=self["reuse"],
            keyness=self["keyness"],
            descriptions=_with_places(corpus, self["descriptions"]),
            description_words=self["description_words"],
            by_hand=corpus.by_hand,
        )

    def labels(self, finding: str) -> list[Label]:
        """List the labels that a finding rests on.

        Raises
        ------
        ParameterError
            There is none of that name; lists those there are.
        """
        table = self["findings"]
        if finding not in set(table["finding"]):
            there = ", ".join(table["finding"].head(12)) or "none"
            raise ParameterError(f"There is no finding {finding!r}. There are: {there}.")
        row = table[table["finding"] == finding]
        places = spans_of(row).drop(columns="finding").itertuples(index=False)
        spans = [Span(*place) for place in places]
        near = Near(self.answers, {span.document_id for span in spans})
        return labels_of(str(row["kind"].iloc[0]), spans, near)


def _bodies(corpus: Corpus) -> pd.Series:
    """Join the body of each document, by its `document_id`; no text in a release."""
    segments = corpus.segments[corpus.segments["label"] == "body"]
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    columns = (segments[name] for name in ("document_id", "start", "end"))
    texts = [sources[name][start:end] for name, start, end in zip(*columns, strict=True)]
    return pd.Series(texts, dtype="str").groupby(segments["document_id"].to_numpy()).agg(" ".join)


def _with_places(corpus: Corpus, mentions: pd.DataFrame) -> pd.DataFrame:
    """Say of each mention whether it opens its article: title, standfirst, lede or body."""
    at = place(corpus, mentions[["document_id", "start", "end"]])
    return mentions.assign(place=at["label"].mask(at["is_lede"], "lede"))


def tables_of(corpus: Corpus, by: str = "origin", lexicon: str = "") -> Made:
    """Make the tables of a corpus, each when it is looked at first: `tables_of(c)["reuse"]`.

    `lexicon` says whose names are found: see `corpus.lexicons.naming.lexicons`.
    """
    return Made(corpus, by, 1, silent, lexicon)


def compute(
    corpus: Corpus,
    by: str = "origin",
    workers: Workers = 1,
    progress: Progress = silent,
    only: Collection[str] = (),
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
        Is told which table is made, its number, and how many are wanted.
    only
        Names of tables: these alone, and what they are made from.

    Raises
    ------
    ParameterError
        There is no table of a name in `only`; lists those there are.
    """
    tables = Made(corpus, by, workers, progress)
    for name in only:
        if name not in tables.makers:
            allowed = ", ".join(tables.makers)
            raise ParameterError(
                f"There is no table {name!r}. There are: {allowed}." + closest(name, tables.makers)
            )
    return tables.take(only or tables.makers)


def _by_parts(corpus: Corpus, workers: Workers, lexicon: str) -> Tables:
    """Compute the tables that add up, a share of the articles at a time."""
    of_articles = partial(_of_articles, lexicon=lexicon)
    if workers == 1 or len(corpus.documents) <= SHARE:
        return of_articles(corpus)
    starts = range(0, len(corpus.documents), SHARE)
    places = np.arange(len(corpus.documents))
    shares = ((corpus.only(places[start : start + SHARE]),) for start in starts)
    parts = list(each(of_articles, shares, workers))
    return {name: pd.concat([one[name] for one in parts], ignore_index=True) for name in parts[0]}


def _of_articles(corpus: Corpus, lexicon: str) -> Tables:
    """Compute the tables whose rows are of one article each."""
    names, framing = lexicons(corpus, lexicon)
    named = mentions(corpus, names)
    return {"counts": counts(corpus), "mentions": named, "frames": frames(corpus, framing, named)}


def for_release(corpus: Corpus, progress: Progress = silent) -> Tables:
    """Compute the tables that a text-free release brings beside documents and segments."""
    tables = Made(corpus, "origin", 1, progress)
    told, listed = tables.told, _listed_entities(tables.told)
    tables.makers["coverage"] = lambda: coverage(told, "origin", listed, tables["claims"])
    tables.makers["descriptions"] = lambda: descriptions(told, listed, tables["mentions"])
    made = tables.take(_RELEASED)
    return {**made, "corrections": corpus.by_hand} if len(corpus.by_hand) else made


def _listed_entities(corpus: Corpus) -> pd.DataFrame:
    """Find the entities that are listed: names on no list, and long ones, are an article's own."""
    gazetteer = load_gazetteer(corpus.name)
    named = entities(corpus, gazetteer)
    short = named["concept"].str.count(" ") < _NAME
    return named[named["concept"].isin(gazetteer.kinds) & short]


def write(tables: Mapping[str, pd.DataFrame], out: Path, form: str) -> list[Path]:
    """Write each table to its own file, all of them or none; returns the files.

    Raises
    ------
    ParameterError
        The format is none of ours, or a table is too long for a sheet.
    WriteError
        The disk is full or the folder cannot be written; files of an earlier time are untouched.
    """
    check_form(form)
    for name, table in tables.items() if form == "xlsx" else ():
        if len(table) > _ROWS:
            raise ParameterError(
                f"{name} has {len(table):,} rows, a sheet holds {_ROWS:,}. "
                "Use --format parquet or csv."
            )
    with replaced_together(out) as new:
        for name, table in tables.items():
            FORMATS[form](table, new / f"{name}.{form}")
    return [out / f"{name}.{form}" for name in tables]


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

    A text that no cell can hold is cut, and says so at its end. The same table gives the same
    bytes: no name stands in them, and no time but the earliest that a zip file can tell.
    """
    book = Workbook(write_only=True)
    book.properties.creator = None
    book.properties.created = book.properties.modified = datetime(1980, 1, 1)
    sheet = book.create_sheet(path.stem[:31])
    try:
        sheet.append([_cell(sheet, str(column)) for column in table.columns])
        for row in table.itertuples(index=False):
            sheet.append([_cell(sheet, value) for value in row])
        with _Undated(path, "w", ZIP_DEFLATED) as file:
            ExcelWriter(book, file).write_data()
    except SerialisationError as error:
        # Rows are gathered in a file of the system's folder for such; left open, it would tell so.
        with suppress(SerialisationError, AttributeError):
            sheet._writer.close()
        raise OSError(f"no room for a temporary file in {gettempdir()} ({error})") from None


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if not isinstance(value, str):
        plain = None if pd.isna(value) else getattr(value, "item", lambda: value)()
        return WriteOnlyCell(sheet, plain)
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(text) > _CHARACTERS:
        text = text[: _CHARACTERS - len(_CUT)] + _CUT
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


class _Undated(ZipFile):
    """A zip file in which every entry has the same time, the earliest there is."""

    def writestr(self, name: str, data: str | bytes) -> None:  # type: ignore[override]
        """Write an entry from memory."""
        super().writestr(ZipInfo(name), data, ZIP_DEFLATED)

    def write(self, file: str, name: str) -> None:  # type: ignore[override]
        """Write an entry from a file."""
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED
        with Path(file).open("rb") as old, self.open(entry, "w") as new:
            copyfileobj(old, new)


FORMATS: Final[Mapping[str, Callable[[pd.DataFrame, Path], None]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
}
