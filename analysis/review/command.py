"""What `samestory review` does: labels of findings or drawn ones, written, taken back, compared."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.corrections import placed, read_corrections, write_corrections
from analysis.corpus.corrections.file import as_table, doubled, guarded, left_over
from analysis.corpus.corrections.lay import over_spans
from analysis.corpus.corrections.place import Fault
from analysis.corpus.lexicons.naming import lexicons
from analysis.corpus.load import found_of, laid_anew
from analysis.corpus.read.folder import CORRECTIONS
from analysis.measures.event import events
from analysis.review import (
    agreement,
    differences,
    drawn,
    merged,
    of_finding,
    read_review,
    review_sheet,
    with_known_names,
    with_said,
)
from analysis.schema import CorpusError, ParameterError
from analysis.tables import Made, tables_of
from analysis.tables import write as write_tables


@dataclass(frozen=True)
class Chosen:
    """The articles whose labels are looked at, and their tables."""

    corpus: Corpus
    tables: Made

    found: Corpus

    def rows(self, finding: str, kind: str, sample: int, seed: int) -> pd.DataFrame:
        """Take the labels of a finding, or draw some of a kind; as `schema.CORRECTIONS`.

        What was looked at before stands as it was ticked or corrected. Draws are of the labels
        that the rules found, whatever a hand said of them: else what was corrected would look
        right, and the same seed would draw others.
        """
        said = self.corpus.by_hand
        if finding:
            return with_said(of_finding(self.corpus, self.tables.labels(finding)), said)
        tables = tables_of(self.found, "origin")
        return with_said(drawn(self.found, tables, kind, sample, seed), said)


def chosen(corpus: Corpus, by: str, event: str, scope: str = "event") -> Chosen:
    """Choose the articles of an event or story, or all, and the groups of the findings."""
    corpus.need_text("labels in their sentences")
    stories = events(corpus)
    articles = corpus.with_events(stories, scope).select(event=event)
    found = found_of(corpus).with_events(stories, scope).select(event=event)
    return Chosen(articles, tables_of(articles, by), found)


def listed(chosen: Chosen) -> list[str]:
    """List the findings, with how many labels each rests on."""
    findings = chosen.tables["findings"]
    lines = [
        f"{row.finding}  {row.checked_labels:,} of {row.labels:,} checked  {row.headline}"
        for row in findings.itertuples()
    ]
    hint = "Write the labels of one: --finding f01. Or draw some of a kind: --kind speaker."
    nothing = (
        "Nothing was found here that rests on labels. Name an event with --event (all where the "
        "articles tell one), other groups with --by, or draw labels: --kind speaker."
    )
    return [*lines, hint] if lines else [nothing]


def write(corpus: Corpus, rows: pd.DataFrame, out: Path, typed: str) -> list[str]:
    """Write labels to be checked, as CSV or XLSX.

    Parameters
    ----------
    typed
        How the corpus was named, for the next command.
    """
    form = out.suffix.removeprefix(".").lower()
    if form not in ("csv", "xlsx"):
        raise ParameterError(f"{out.name} ends in neither .csv nor .xlsx.")
    sheet = review_sheet(corpus, rows)
    write_tables({out.stem: sheet.map(_WRITTEN[form])}, out.parent, form)
    return [
        f"{out.as_posix()}: {len(rows):,} labels. Put x under checked where value is right, or "
        "write the right value (the column allowed says which there are); then: "
        + shlex.join(["samestory", "review", typed, "--apply", out.as_posix()])
    ]


def _text(write: Callable[[str], str]) -> Callable[[object], object]:
    return lambda cell: write(cell) if isinstance(cell, str) else cell


# How a text stands in a cell, so that it is read back as it was.
_WRITTEN: Final = {"csv": _text(guarded), "xlsx": _text(doubled)}


def place_of(path: Path) -> Path:
    """Name the file of a corpus's corrections, there or not.

    Raises
    ------
    CorpusError
        It is neither a folder nor a table: a file must be named.
    """
    if path.is_dir():
        return path / CORRECTIONS
    if path.is_file():
        return path.with_name(f"corrections-{path.name.split('.')[0]}.csv")
    raise CorpusError(f"{path.name} has no place for corrections: give one with --corrections.")


def take(corpus: Corpus, file: Path, into: Path, analyst: str, day: str) -> list[str]:
    """Put the rows of a file that hold with the corrections of a corpus; name the others."""
    rows, faults = read_review(file)
    rows, misplaced = placed(rows, corpus.documents)
    rows, unknown = with_known_names(rows, lexicons(corpus)[0])
    rows["by"] = rows["by"].mask(rows["by"] == "", analyst)
    rows["day"] = rows["day"].mask(rows["day"] == "", day)
    there = into.is_file()
    before = named_as_now(read_corrections(into)[0], corpus) if there else as_table([])
    after = merged(before, rows)
    if len(rows):
        write_corrections(after, into, left_over(into) if there else ())
    corrected = int((rows["value"] != rows["was"]).sum())
    idle = [] if rows.empty else speakers_of_nothing(laid_anew(corpus, into))
    return [
        f"{into.as_posix()}: {len(rows):,} labels taken, {corrected:,} of them corrected; it holds "
        f"{len(after):,}.",
        *([] if len(rows) else ["No row was ticked, and no value changed."]),
        *_faults(file, [*faults, *misplaced, *unknown]),
        *idle,
    ]


def speakers_of_nothing(corpus: Corpus) -> list[str]:
    """Name the rows that say who speaks where no quotation or paraphrase lies.

    They stay in the file, for other rules may find one there, but change nothing now.
    """
    named = corpus.said_of("speaker")
    spoken = over_spans(corpus.quotations[["document_id", "start", "end"]], named)
    over = corpus.quotations.drop(spoken.index)
    return [
        f"{row['document_id']} {row['start']}-{row['end']}: no quotation or paraphrase lies "
        f"there, so that naming {row['value'] or 'no speaker'} changes nothing. Add a row of the "
        "kind quotation with this span first."
        for row in over_spans(named, over).to_dict("records")
    ]


def named_as_now(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Give rows the names and places of now; those that do not hold stay as they are."""
    here = {row["row"]: row for row in placed(rows, corpus.documents)[0].to_dict("records")}
    both = [here.get(row["row"], row) for row in rows.to_dict("records")]
    return as_table([{str(name): cell for name, cell in row.items()} for row in both])


def agree(corpus: Corpus, one: Path, other: Path) -> list[str]:
    """Say how far two files of labels agree, kind by kind, and list where they do not."""
    tables, faults = [], []
    for file in (one, other):
        rows, wrong = read_review(file)
        rows, misplaced = placed(rows, corpus.documents)
        tables.append(rows)
        faults += _faults(file, [*wrong, *misplaced])
    table = agreement(*tables)
    if table.empty:
        return ["No label was looked at in both files.", *faults]
    lines = [
        f"{row.kind}: {row.equal:,} of {row.labels:,} equal, kappa {row.kappa:.2f}, "
        f"alpha {row.alpha:.2f}"
        for row in table.itertuples()
    ]
    columns = ["kind", "document_id", "start", "end", "value", "value_other", "excerpt"]
    apart = [
        f"  {kind}  {name} {start}-{end}  {value or '(none)'} | {other or '(none)'}  {excerpt}"
        for kind, name, start, end, value, other, excerpt in differences(*tables)[
            columns
        ].to_numpy()
    ]
    return [*lines, *apart, *faults]


def _faults(file: Path, faults: Sequence[Fault]) -> list[str]:
    return [
        f"{file.name} row {row} (line {row + 1} of the sheet): not taken: {reason}"
        for row, reason in sorted(faults)
    ]
