"""Escaped HTML for JupyterLab, where our own MIME type is unknown.

The report never uses it: it draws the typed content through its template.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from analysis.figures.text import visible


def tag(name: str, text: str, style: str = "") -> str:
    """Make an element with escaped text."""
    look = f' style="{style}"' if style else ""
    return f"<{name}{look}>{escape(visible(text))}</{name}>"


def cell_text(cell: str | Mapping[str, Any]) -> str:
    """Read the text of a table's cell, its note included."""
    if isinstance(cell, str):
        return cell
    return " ".join(part for part in (cell["text"], cell.get("note", "")) if part)


def table_html(content: Mapping[str, Any]) -> str:
    """Write a table of `tables.table` as HTML."""
    columns = content["columns"]
    head = "".join(tag("th", column["label"], _align(column)) for column in columns)
    rows = []
    for row in content["rows"]:
        cells = [
            tag("th" if position == 0 else "td", cell_text(cell), _align(columns[position]))
            for position, cell in enumerate(row)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = tag(
        "caption", _title_and_caption(content["title"], content["caption"]), "text-align:left"
    )
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def table_plain(content: Mapping[str, Any]) -> str:
    """Write a table of `tables.table` as text, tabs between cells."""
    lines = ["\t".join(column["label"] for column in content["columns"])]
    lines += ["\t".join(cell_text(cell) for cell in row) for row in content["rows"]]
    return "\n".join([content["title"], *lines])


def list_html(items: Iterable[str]) -> str:
    """Write sentences as a list."""
    return f"<ul>{''.join(tag('li', item) for item in items)}</ul>"


def facts_html(facts: Iterable[tuple[str, str]]) -> str:
    """Write names and values as a description list."""
    return f"<dl>{''.join(tag('dt', name) + tag('dd', value) for name, value in facts)}</dl>"


def _align(column: Mapping[str, Any]) -> str:
    return "text-align:right" if column["kind"] == "number" else "text-align:left"


def _title_and_caption(title: str, caption: str) -> str:
    return f"{title}. {caption}" if caption else title
