"""From looking to sharing: what was kept, a report, a cell, files."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import yaml

from analysis.files import harmless, read_json, replaced, write_atomically, write_json
from analysis.reports.parameters import file_name
from analysis.tables import write
from analysis.workbench.desk import Desk
from analysis.workbench.selection import View, search_of, view_of

VERSION: Final = 1
_NOTEBOOKS: Final = {
    "words": "2-terms",
    "concept": "3-framing",
    "frame": "3-framing",
    "described": "3-framing",
}


@dataclass(frozen=True)
class Kept:
    """Something that was kept: a line or a chart, with a note and the view it was seen in."""

    kind: str
    note: str
    view: View
    content: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Write it as JSON."""
        return {
            "kind": self.kind,
            "note": self.note,
            "view": self.view.as_json(),
            "content": dict(self.content),
        }


@dataclass(frozen=True)
class State:
    """How a panel was left: its views, one or two side by side, and what was kept."""

    views: tuple[View, ...]
    kept: tuple[Kept, ...] = ()


def state_file(corpus: str, folder: Path) -> Path:
    """Name the file beside the notebook that says how the panel was left."""
    return folder / f"explore-{file_name(corpus) or 'corpus'}.json"


def write_state(path: Path, state: State) -> None:
    """Write how a panel was left."""
    write_json(
        path,
        {
            "version": VERSION,
            "views": [view.as_json() for view in state.views],
            "kept": [kept.as_json() for kept in state.kept],
        },
    )


def read_state(path: Path, first: View) -> State:
    """Read how a panel was left; the first view where there is nothing that can be read."""
    content = read_json(path)
    views = tuple(view_of(view) for view in _objects(content.get("views")))[:2]
    kept = tuple(
        Kept(
            str(each.get("kind", "")),
            str(each.get("note", "")),
            view_of(each["view"]) if isinstance(each.get("view"), dict) else View(),
            each["content"] if isinstance(each.get("content"), dict) else {},
        )
        for each in _objects(content.get("kept"))
    )
    return State(views or (first,), kept)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def parameters_of(view: View) -> tuple[str, dict[str, Any], list[str]]:
    """Say which page shows a view, with which parameters, and what the page cannot carry.

    Returns
    -------
    The notebook, its parameters, and sentences.
    """
    search = search_of(view.search)
    given: dict[str, Any] = {"by": view.by}
    for name, value in (
        ("where", view.where()), ("since", view.since), ("until", view.until),
        ("voice", view.voice),
    ):  # fmt: skip
        if value:
            given[name] = value
    lost = []
    if search.kind == "words":
        given["terms"] = list(search.terms)
    elif search.kind == "described":
        lost.append(f"The page shows how all are described, not {search.terms[0]} alone.")
    else:
        lost.append(f"The page shows all names and frames, not the {search.kind} alone.")
    if view.speaker:
        lost.append(f"A page is of all speakers: {view.speaker} is not carried.")
    if any(view.picked):
        lost.append("The bar that was clicked is not carried: the page shows all of them.")
    return _NOTEBOOKS[search.kind], given, lost


def report(view: View, corpus: str, place: str, folder: Path) -> tuple[Path, list[str], list[str]]:
    """Write the parameters file of a view.

    Parameters
    ----------
    corpus, place
        Its name, and where it lies.

    Returns
    -------
    The file; the words of the command that makes the page; what the page cannot carry.
    """
    notebook, given, lost = parameters_of(view)
    file = folder / f"explore-{file_name(corpus) or 'corpus'}.yml"
    write_atomically(file, yaml.safe_dump(given, allow_unicode=True, sort_keys=False))
    command = ["reports", place or corpus, "--notebook", notebook, "-f", file.name]
    return file, [*command, "--out", "explore-reports"], lost


def shell(command: Sequence[str]) -> str:
    """Write a command as it is typed."""
    return " ".join(["samestory", *map(shlex.quote, command)])


def cell(view: View, table: str = "rates") -> str:
    """Write the few lines of `samestory` that give the numbers of a view.

    Parameters
    ----------
    table
        rates, lines, collocates or speakers.
    """
    limits = {"where": view.where(), "since": view.since, "until": view.until, "voice": view.voice}
    asked = ", ".join(f"{name}={value!r}" for name, value in limits.items() if value)
    lines = [f"articles = corpus.select({asked})" if asked else "articles = corpus"]
    if view.speaker:
        lines += [
            "said = articles.quotations",
            f"names = said.loc[said['speaker_id'] == {view.speaker!r}, 'document_id']",
            "# Articles in which somebody speaks: the numbers below are of all in them.",
            "kept = articles.documents['document_id'].isin(names).to_numpy().nonzero()[0]",
            "articles = articles.only(kept)",
        ]
    return "\n".join([*lines, _asking(view, table)])


def _asking(view: View, table: str) -> str:
    search = search_of(view.search)
    if table == "speakers":
        return f"ss.speakers(articles, {view.by!r})"
    if search.kind == "described":
        start = f"found = ss.describe(articles, {view.by!r})"
        return f"{start}\nfound[found['concept'].str.casefold() == {search.terms[0].casefold()!r}]"
    if search.kind == "concept":
        start = f"found = ss.naming(articles, {view.by!r})"
        return f"{start}\nfound[found['concept'].str.casefold() == {search.terms[0].casefold()!r}]"
    if search.kind == "frame":
        start = f"found = ss.frames(articles, {view.by!r})"
        return f"{start}\nfound[found['frame'].str.casefold() == {search.terms[0].casefold()!r}]"
    first = search.terms[0] if search.terms else ""
    if table == "lines":
        return f"ss.concordance(articles, {first!r})"
    if table == "collocates":
        return f"ss.collocates(articles, {first!r})"
    return f"ss.rates(articles, {list(search.terms)!r}, by={view.by!r})"


def save_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as CSV or XLSX, by the ending of the path; no cell of it runs as a formula.

    Raises
    ------
    WriteError
        It cannot be written.
    """
    if path.suffix == ".xlsx":
        return write({path.stem: table}, path.parent, "xlsx")[0]
    with replaced(path) as new, new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([harmless(str(column)) for column in table.columns])
        for row in table.itertuples(index=False):
            writer.writerow([_cell(value) for value in row])
    return path


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    return "" if pd.isna(value) else value


def left(desk: Desk, state: State) -> State:
    """Take of a state what the corpus still has: a value that is gone is no longer asked for."""
    return replace(state, views=tuple(_standing(desk, view) for view in state.views))


def _standing(desk: Desk, view: View) -> View:
    facets = []
    for column, values in view.facets:
        if column in desk.columns:
            there = tuple(value for value in values if value in desk.groups(column)[1])
            facets += [(column, there)] if there else []
    by = view.by if view.by in choices(desk) else desk.first().by
    return replace(view, facets=tuple(facets), by=by)


def choices(desk: Desk) -> list[str]:
    """List what articles can be grouped by."""
    return [*desk.columns, "week", "month"]
