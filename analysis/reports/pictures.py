"""Matrices and bars as drawings to take along: what a page shows of them as tables and lists.

The colours are the variables of the page; `downloads.svg_address` writes them out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from analysis.figures.theme import COLOURS

_LINE: Final = 16
_LABEL: Final = 200
_COLUMN: Final = 120
# Letters of a line of text in these widths.
_LABEL_LETTERS: Final = 32
_COLUMN_LETTERS: Final = 17
_SQUARE: Final = 10
_SQUARES_A_LINE: Final = 8
_KEY: Final = 170
_BAR: Final = 480
_TALL: Final = 24
# Letters for which a part of a bar has room, in pixels each.
_LETTER: Final = 7
# What a page paints in another colour than the role is called by.
_PAINTED: Final = {"own": "wash", "other": "rest"}
_DARK: Final = ("quoted", "g1", "g3", "g5", "g6")


def matrix(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    legend: Sequence[Mapping[str, str]] = (),
) -> str:
    """Draw a matrix as `parts.matrix` makes it: a square a mention, a bar for many.

    Parameters
    ----------
    columns
        The heads.
    rows
        `section`, `label`, and `cells` with their `runs`, `bar` and `count`.
    legend
        `voice` and `label` of each kind of square.
    """
    heads = [textwrap.wrap(column, _COLUMN_LETTERS) or [""] for column in columns]
    top = _LINE * max(map(len, heads), default=1)
    drawn = [
        _text(head, _LABEL + _COLUMN * place, top - _LINE * (len(head) - 1), bold=True)
        for place, head in enumerate(heads)
    ]
    section = ""
    for row in rows:
        if row["section"] and row["section"] != section:
            section = row["section"]
            top += _LINE + 8
            drawn.append(_text([section], 0, top, bold=True))
        label = textwrap.wrap(row["label"], _LABEL_LETTERS) or [""]
        marks = [
            [voice for run in cell["runs"] for voice in run["voices"]] for cell in row["cells"]
        ]
        lines = [1 if c["bar"] else -(-len(m) // _SQUARES_A_LINE)
                 for c, m in zip(row["cells"], marks, strict=True)]  # fmt: skip
        drawn.append(_text(label, 0, top + _LINE))
        for place, (cell, voices) in enumerate(zip(row["cells"], marks, strict=True)):
            drawn += _cell(cell, voices, _LABEL + _COLUMN * place, top + 6)
        top += _LINE * max(len(label), *lines, 1) + 4
    top += _LINE if legend else 0
    for place, key in enumerate(legend):
        drawn.append(_mark(key["voice"], _KEY * place, top + 6))
        drawn.append(_text([key["label"]], _KEY * place + 16, top + 6 + _SQUARE))
    wide = max(_LABEL + _COLUMN * len(columns), _KEY * len(legend))
    return _svg(wide, top + (24 if legend else 8), drawn)


def _cell(cell: Mapping[str, Any], voices: list[str], x: float, y: float) -> Iterator[str]:
    if cell["bar"]:
        for span in cell["bar"]:
            fill, wide = f"var(--{span['voice'] or 'muted'})", span["width"] * 2 / 3
            yield _rect(x + span["x"] * 2 / 3, y, wide, _SQUARE, fill)
        yield _text([f"{cell['count']:,}"], x + cell["width"] * 2 / 3 + 4, y + _SQUARE)
        return
    for number, voice in enumerate(voices):
        line, place = divmod(number, _SQUARES_A_LINE)
        yield _mark(voice, x + (_SQUARE + 2) * place, y + _LINE * line)
    if voices or cell["count"]:
        last = min(len(voices), _SQUARES_A_LINE)
        yield _text([f"{cell['count']:,}"], x + (_SQUARE + 2) * last + 2, y + _SQUARE)
    else:
        yield _text(["–"], x, y + _SQUARE)


def _mark(voice: str, x: float, y: float) -> str:
    """Draw a square: full, half full or hollow; where nobody is known to speak, on its corner."""
    colour = f"var(--{voice or 'muted'})"
    if voice == "own":
        return _rect(x, y, _SQUARE, _SQUARE, colour)
    if not voice:
        half = _SQUARE / 2
        points = f"M{x + half:g} {y:g}l{half:g} {half:g} {-half:g} {half:g} {-half:g} {-half:g}z"
        return f'<path d="{points}" fill="{colour}"/>'
    hollow = (
        f'<rect x="{x + 0.75:g}" y="{y + 0.75:g}" width="{_SQUARE - 1.5:g}" '
        f'height="{_SQUARE - 1.5:g}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    )
    half_full = _rect(x, y + _SQUARE / 2, _SQUARE, _SQUARE / 2, colour)
    return hollow + (half_full if voice == "paraphrase" else "")


def bars(rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw bars of shares as `parts.bars` makes them; a part too short for its name has a title.

    Parameters
    ----------
    rows
        `label`, and `parts` with `name`, `share`, `per_cent` and `role`.
    """
    drawn, top = [], 0.0
    for row in rows:
        label = textwrap.wrap(row["label"], _LABEL_LETTERS) or [""]
        drawn.append(_text(label, 0, top + _LINE))
        x = float(_LABEL)
        for part in row["parts"]:
            wide = part["share"] * _BAR
            drawn.append(_part(part, x, top, wide))
            x += wide
        top += max(_TALL, _LINE * len(label)) + 6
    return _svg(_LABEL + _BAR, top, drawn)


def _part(part: Mapping[str, Any], x: float, y: float, wide: float) -> str:
    role = _PAINTED.get(part["role"], part["role"])
    said = f"{part['name']} {part['per_cent']}"
    fill = f"var(--{role if role in COLOURS else 'data'})"
    box = _rect(x, y, max(0.0, wide - 2), _TALL, fill, said)
    if len(said) * _LETTER > wide:
        return box
    return box + _text([said], x + 6, y + _LINE, "paper" if role in _DARK else "ink")


def _svg(wide: float, tall: float, drawn: Sequence[str]) -> str:
    return f'<svg width="{wide:g}" height="{tall:g}">{"".join(drawn)}</svg>'


def _rect(x: float, y: float, wide: float, tall: float, fill: str, title: str = "") -> str:
    said = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{tall:g}" fill="{fill}">{said}</rect>'
    )


def _text(
    lines: Sequence[str], x: float, y: float, role: str = "ink", *, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return "".join(
        f'<text x="{x:g}" y="{y + _LINE * n:g}" fill="var(--{role})"{weight}>{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
