"""The manifest of collected pages: a row an address, what a hand added stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from analysis.collect.addresses import identity
from analysis.corpus.read.reading import Reading
from analysis.corpus.read.rows import csv_rows
from analysis.corpus.read.text import decode
from analysis.files import harmless
from analysis.schema import CorpusError

# Outlet and date are for a hand; `url` is the address that redirects led to.
COLUMNS: Final = (
    "file",
    "outlet",
    "date",
    "url",
    "address",
    "fetched",
    "status",
    "sha256",
    "reason",
)
Row = dict[str, str]


def key(address: str) -> str:
    """Tell by which key an address stands in a manifest."""
    return harmless(identity(address))


def rows_in(path: Path) -> list[Row]:
    """Read the rows of a manifest, with all their columns; none where there is no file.

    Raises
    ------
    CorpusError
        A row cannot be read: written anew, the manifest would lack it.
    """
    if not path.is_file():
        return []
    text, _ = decode(path.read_bytes())
    reading = Reading()
    lines = io.StringIO(text or "", newline="")
    rows = [
        {name: value for name, value in row.items() if name}
        for _, row in csv_rows(reading, path.name, lines)
    ]
    if reading.rejected or reading.notes:
        _, number, reason = (reading.rejected + reading.notes)[0]
        raise CorpusError(f"{path.name} row {number}: {reason}. Mend it first, or move it away.")
    if rows and "address" not in rows[0]:
        raise CorpusError(f"{path.name} has no column address any more: give it back its name.")
    return rows


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows as CSV: our columns first, then those that a hand added."""
    others = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = (*COLUMNS, *others)
    writer.writerow(columns)
    writer.writerows([harmless(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue()
