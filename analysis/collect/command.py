"""Collect the pages that a list, a feed or a sitemap names in a folder that can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from analysis.collect.addresses import file_name, identity, listed, why_no_address
from analysis.collect.answers import OK, status_line, to_keep, why_no_page
from analysis.collect.manifest import Row, as_csv, key, rows_in
from analysis.collect.visits import Clock, Fetch, Guest, Visit, in_turn
from analysis.corpus.execution.progress import Progress, silent
from analysis.corpus.places import is_marked, mark
from analysis.corpus.read.folder import MANIFEST
from analysis.corpus.read.reading import sibling
from analysis.files import replaced, write_atomically
from analysis.schema import CorpusError, FetchError, ParameterError

_MADE_AS: Final = "collected pages"
# Sitemaps that one index may lead to.
_SITEMAPS: Final = 500
# Pages after which the manifest is written; what is killed in between is asked again.
_OFTEN: Final = 20


class _Manifest:
    """The rows of a folder's manifest, by address, and which pages are there."""

    def __init__(self, out: Path, new: Iterable[str]):
        self._out = out
        self._others: list[Row] = []
        self._rows: dict[str, Row] = {}
        for row in rows_in(out / MANIFEST):
            if row["address"] and key(row["address"]) not in self._rows:
                self._rows[key(row["address"])] = row
            else:
                # A hand may list files of its own.
                self._others.append(row)
        self._order = [*dict.fromkeys((*self._rows, *map(key, new)))]
        self._files = {row.get("file", ""): one for one, row in self._rows.items()}

    def has(self, address: str) -> bool:
        """Tell whether an address was fetched, and its page is still there."""
        row = self._rows.get(key(address), {})
        return bool(row.get("sha256")) and (self._out / row.get("file", "")).exists()

    def put(self, address: str, row: Row, day: date) -> None:
        """Keep what came of an address, and since when; outlet, date and others' columns stay."""
        kept = self._rows.get(key(address), {})
        if row["file"] or any(kept.get(name) != value for name, value in row.items()):
            self._rows[key(address)] = {**kept, "address": address, **row, "fetched": f"{day}"}
        self._files.setdefault(row["file"], key(address))

    def is_of_another(self, file: str, address: str) -> bool:
        """Tell whether a file is the page of another address."""
        return self._files.get(file, key(address)) != key(address)

    def write(self) -> None:
        """Write the manifest: rows that were there, then new ones as the source has them."""
        rows = [self._rows[one] for one in self._order if one in self._rows]
        text, file = as_csv([*self._others, *rows]), self._out / MANIFEST
        # What did not change stays, and so do stores and pages that were made of it.
        if not file.is_file() or file.read_bytes() != text.encode("utf-8", "backslashreplace"):
            write_atomically(file, text)


class Collected(NamedTuple):
    """What one run did.

    Attributes
    ----------
    pages
        Files written.
    refused
        Addresses without a page, and why.
    before
        Addresses whose pages are there already, by an earlier run or another address.
    remarks
        Sitemaps that could not be read.
    """

    pages: int
    refused: list[tuple[str, str]]
    before: int
    remarks: list[str]


def collect(
    source: str, out: Path, fetch: Fetch, clock: Clock, progress: Progress = silent
) -> Collected:
    """Save the pages that a list of addresses, a feed or a sitemap names, and a manifest of them.

    Run again it asks for what is new and for what failed. The manifest is written whatever ends
    the work.

    Parameters
    ----------
    source
        A file, or an http or https address.
    out
        The folder of the pages: new, empty, or made by this function before.
    fetch, clock
        How an address is asked for, and what time it is.
    progress
        Is told how many addresses are asked for.

    Raises
    ------
    CorpusError
        The source is not there, is none of the three, or names nothing.
    FetchError
        The source cannot be fetched.
    ParameterError
        The folder holds what this program did not make.
    """
    _look(out)
    guest = Guest(fetch, clock)
    named, remarks = _named(source, guest)
    if not named:
        raise CorpusError(". ".join([f"{source} names no address", *remarks]) + ".")
    mark(out, _MADE_AS)
    held = _Manifest(out, named)
    new = [address for address in named if not held.has(address)]
    refused = {address: why for address in new if (why := why_no_address(address))}
    for address, why in refused.items():
        held.put(address, _row(why), clock.today())
    possible = [address for address in new if address not in refused]
    pages = 0
    try:
        for asked, address in enumerate(in_turn(possible, guest.free_at)):
            progress("fetch", asked, len(possible))
            row = _saved(guest.visit(address), address, out, held)
            held.put(address, row, clock.today())
            pages += bool(row["file"])
            if not row["sha256"]:
                refused[address] = row["reason"]
            if asked % _OFTEN == _OFTEN - 1:
                held.write()
    finally:
        held.write()
    told = [(address, refused[address]) for address in new if address in refused]
    return Collected(pages, told, len(named) - pages - len(told), remarks)


def _look(out: Path) -> None:
    """Stop before a folder that holds what this program did not collect."""
    if out.exists() and any(out.iterdir()) and not is_marked(out, _MADE_AS):
        raise ParameterError(
            f"{out} holds files that were not collected: give --out a new folder, or one that "
            "samestory collect made."
        )


def _named(source: str, guest: Guest) -> tuple[list[str], list[str]]:
    """Read the addresses of a source, and of the sitemaps that it leads to; with remarks."""
    raw, base = _read(source, guest)
    pages, waiting = listed(raw, base or source)
    remarks: list[str] = []
    asked: set[str] = set()
    while waiting and len(asked) < _SITEMAPS:
        sitemap, *waiting = waiting
        if sitemap in asked:
            continue
        asked.add(sitemap)
        try:
            found = listed(*_read(sitemap, guest))
        except (CorpusError, FetchError) as error:
            remarks.append(f"{error}".rstrip("."))
            continue
        pages += found.pages
        waiting += found.sitemaps
    if waiting:
        remarks.append(f"{source} leads to more than {_SITEMAPS} sitemaps: the rest is left")
    once: dict[str, str] = {}
    for page in pages:
        once.setdefault(identity(page), page)
    return list(once.values()), remarks


def _read(source: str, guest: Guest) -> tuple[bytes, str]:
    """Read a source, from the disk or the network; also says to what its links are relative."""
    if not source.startswith(("http://", "https://")):
        path = Path(source)
        if not path.is_file():
            raise CorpusError(f"There is no list of addresses at {source}.{sibling(path)}")
        return path.read_bytes(), ""
    if why := why_no_address(source):
        raise CorpusError(f"{source} is no address to read from: {why}.")
    hops, answer = guest.visit(source)
    if why := answer.trouble or ("" if answer.status == OK else status_line(answer.status)):
        raise FetchError(f"{source} cannot be fetched: {why}.")
    return answer.body, hops[-1]


def _row(reason: str = "", url: str = "", status: int = 0) -> Row:
    return {
        "file": "",
        "url": url,
        "status": f"{status or ''}",
        "sha256": "",
        "reason": reason,
    }


def _saved(visit: Visit, address: str, out: Path, held: _Manifest) -> Row:
    """Save the page of a visit, if it is one; returns its row of the manifest."""
    hops, answer = visit
    row = _row(why_no_page(hops, answer), hops[-1], answer.status)
    if row["reason"]:
        return row
    page, file = to_keep(answer), file_name(hops[-1])
    row["sha256"] = hashlib.sha256(page).hexdigest()
    if held.is_of_another(file, address):
        return {**row, "reason": f"leads to the page of another address: {file}"}
    with replaced(out / file) as new:
        new.write_bytes(page)
    return {**row, "file": file}
