"""The page of lines beside a page: what that has no room for, in the same style.

It belongs to its page: both are written together, each leads to the other, and both keep to
one ceiling. What a page shows of an article is taken first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from analysis.reports.parts import MOST_ROWS, Places, fitting

# More would make the page too large.
MOST_LINES: Final = 600


def beside(file: str) -> str:
    """Name the page of lines that belongs to a page.

    Examples
    --------
    >>> beside("2-terms.html"), beside("")
    ('2-terms-lines.html', '')
    """
    return f"{file.removesuffix('.html')}-lines.html" if file else ""


def met_first(contents: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """List the places of numbers that a reader meets first.

    They stand in a headline, in a finding, and in the first rows of a table.
    """
    tables = []
    for content in contents:
        if content.get("kind") == "headline":
            yield from (str(each.get("link", "")) for each in content["sentences"])
        elif content.get("kind") == "finding":
            yield from map(str, content.get("links", []))
        elif content.get("kind") in ("table", "matrix"):
            tables += content["rows"][:MOST_ROWS]
    for row in tables:
        for cell in row["cells"] if isinstance(row, Mapping) else row:
            if isinstance(cell, Mapping):
                linked = cell.get("marks", [cell])
                yield from (str(each["link"]) for each in linked if each.get("link"))


def sections(places: Places, file: str, room: int = MOST_LINES) -> list[dict[str, Any]]:
    """Set the lines that a page leaves out under their numbers, in the order of the page.

    Parameters
    ----------
    file
        The page.
    room
        How many lines there is room for; of each number as many as of the others, and one
        at least.
    """
    most = _most([left for _, _, left in places.left], room)
    here: dict[str, Mapping[str, Any]] = {}
    made: dict[str, list[dict[str, Any]]] = {}
    for title, number, left in places.left:
        shown, known = [], []
        for name in left[:most]:
            if name in places.lines:
                line = places.lines[name]
                known.append({**line, "address": f"{file}#{line['id']}"})
            elif name in here:
                known.append({**here[name], "address": f"#{here[name]['id']}"})
            else:
                here[name] = {**_kept(places, name), "id": f"l{len(here) + 1}"}
                shown.append(here[name])
        anchor = str(number["anchor"])
        there = len(number["lines"]) - len(left)
        back = f"#{places.backs[anchor]}" if anchor in places.backs else ""
        made.setdefault(title, []).append({
            **number, "shown": shown, "known": known, "there": there,
            "page": f"{file}#{anchor}" if there else f"{file}{back}",
            "more": int(number["total"]) - there - len(shown) - len(known),
        })  # fmt: skip
    return [{"title": title, "numbers": numbers} for title, numbers in made.items()]


def _most(left: Sequence[Sequence[str]], room: int) -> int:
    """Say how many lines of each number fit."""
    longest = max(map(len, left), default=1)
    sizes = range(longest, 1, -1)
    return next((n for n in sizes if sum(min(n, len(each)) for each in left) <= room), 1)


def _kept(places: Places, name: str) -> Mapping[str, Any]:
    """Take a line as far as the ceiling lets it; the same each time it is asked for."""
    if name not in places.fitted:
        places.fitted[name] = fitting(places.ceiling, places.stored[name])
    return places.fitted[name]
