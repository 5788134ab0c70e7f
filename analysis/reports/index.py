"""The index of all reports, written from the records beside the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from analysis.figures.text import visible_all
from analysis.figures.wording import plural
from analysis.files import read_json, write_atomically
from analysis.reports.export import render
from analysis.schema import ParameterError


@dataclass(frozen=True)
class Entry:
    """One line of the index."""

    corpus: str
    notebook: str
    title: str
    link: str
    articles: str
    outlets: str
    parameters: str
    status: str
    error: str
    headline: str
    sentence: str


@dataclass(frozen=True)
class Shelf:
    """One corpus of the index: what it is called, what was found first, and its pages."""

    corpus: str
    headline: str
    link: str
    entries: list[Entry]


# What comes with the project stands after one's own corpora.
# What an index of ours holds, of whatever version.
_OURS: Final = b'<p class="brand">samestory</p>'
_SHIPPED: Final = ("wagner-2023", "sample")


def write_index(out: Path) -> Path:
    """Write `index.html` over all pages in a folder of reports; returns its path."""
    entries = sorted(_entries(out), key=_order)
    shelves = [
        _shelf(corpus, list(group))
        for corpus, group in groupby(entries, key=lambda entry: entry.corpus)
    ]
    index = check_index(out)
    write_atomically(index, render("index.html.j2", shelves=shelves))
    return index


def check_index(out: Path) -> Path:
    """Name the index of a folder of reports; refuse to replace one that is somebody else's.

    Raises
    ------
    ParameterError
        There is an `index.html` that this program did not make.
    """
    index = out / "index.html"
    if index.is_file() and _OURS not in index.read_bytes():
        raise ParameterError(
            f"{index.as_posix()} was not made by samestory and stays as it is: give another --out."
        )
    return index


def _order(entry: Entry) -> tuple[bool, str, str, str]:
    """One's own corpora by name, then those of the project; pages by notebook."""
    return (entry.corpus in _SHIPPED, entry.corpus, entry.notebook, entry.link)


def _shelf(corpus: str, entries: list[Entry]) -> Shelf:
    """Set the pages of a corpus under the headline of the first that has one."""
    first = next((entry for entry in entries if entry.headline and entry.link), None)
    return Shelf(corpus, first.headline if first else "", first.link if first else "", entries)


def _entries(out: Path) -> Iterator[Entry]:
    for record in sorted(out.glob("*/*.json")):
        facts = visible_all(read_json(record))
        if "notebook" in facts and "status" in facts:
            yield _entry(out, record, facts)


def _entry(out: Path, record: Path, facts: Mapping[str, Any]) -> Entry:
    page = record.with_name(f"{record.stem}.html")
    documents = facts.get("documents") or {}
    status = str(facts["status"])
    if not page.is_file() and status != "failed":
        status = "failed"
    return Entry(
        corpus=str((facts.get("corpus") or {}).get("name", record.parent.name)),
        notebook=str(facts["notebook"]),
        title=str(facts.get("title", "")) or record.stem,
        link=quote(page.relative_to(out).as_posix()) if page.is_file() else "",
        articles=plural(sum(documents.values()), "article") if documents else "",
        outlets=", ".join(f"{group} {number:,}" for group, number in documents.items()),
        parameters=_chosen(facts.get("parameters") or {}),
        status=status,
        error=str(facts.get("error", "")),
        headline=str(facts.get("headline", "")),
        sentence=str(facts.get("sentence", "")),
    )


def _chosen(parameters: Mapping[str, Any]) -> str:
    written = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in parameters.items()
    }
    return "; ".join(f"{name} = {value}" for name, value in written.items() if value)
