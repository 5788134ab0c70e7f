"""Numbers and drawings that a reader can take along: addresses that hold their own content.

Nothing is fetched and nothing runs: a browser saves what stands behind `data:` to a file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from analysis.figures.theme import COLOURS, FONT
from analysis.files import harmless

# Bytes of one table; a larger one is named, not held.
MOST_BYTES: Final = 20_000
# A page is held to its size: what can be had elsewhere goes first.
PAGE_BYTES: Final = 290_000
# What an address may hold as it is.
_PLAIN: Final = ",;:/()!*-._~$@="
# A sheet would run these as a formula.
_VARIABLE: Final = re.compile(r"var\(--([a-z0-9]+)\)")
_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_GAP: Final = 20


def csv_address(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table as the address of a CSV file; "" where it is too large for a page.

    Examples
    --------
    >>> csv_address(["a", "b"], [["x", "=1"]])
    'data:text/csv;charset=utf-8,a,b%0Ax,%27=1%0A'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    address = f"data:text/csv;charset=utf-8,{quote(text.getvalue(), safe=_PLAIN)}"
    return address if len(address) <= MOST_BYTES else ""


def svg_address(title: str, strips: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Set the panels of a chart into one drawing that stands alone, on white paper.

    Parameters
    ----------
    title
        What the chart shows.
    strips
        Heading and panels of each row, as `svg.clean` writes them.
    """
    parts, top, wide = [_line(title, 18, 15)], 34.0, 600.0
    for heading, panels in strips:
        if heading:
            parts.append(_line(heading, top + 14, 13))
            top += 24
        left, tall = 0.0, 0.0
        for panel in panels:
            found = _SIZE.search(panel)
            width, height = map(float, found.groups()) if found else (0.0, 0.0)
            parts.append(panel.replace("<svg ", f'<svg x="{left:g}" y="{top:g}" ', 1))
            left, tall = left + width + _GAP, max(tall, height)
        wide, top = max(wide, left), top + tall + _GAP
    ink, grid = COLOURS["ink"].light, COLOURS["grid"].light
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{top:g}" '
        f'font-family="{FONT}" font-size="12"><style>text:not([fill]){{fill:{ink}}}'
        f"line:not([stroke]){{stroke:{grid}}}svg{{overflow:visible}}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>'
    )
    literal = _VARIABLE.sub(lambda role: COLOURS[role.group(1)].light, drawn)
    return f"data:image/svg+xml;charset=utf-8,{quote(literal, safe=_PLAIN + ' ')}"


def _line(text: str, y: float, size: int) -> str:
    return f'<text y="{y:g}" font-size="{size}" font-weight="bold">{escape(text)}</text>'
