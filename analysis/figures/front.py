"""What opens a page: its headline, the headlines it compares, who names what in whose voice.

All of it is data with a type; the report writes the markup. A link is the place of the lines
behind it (`evidence.anchor`), and is drawn where the page has that place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from analysis.figures import lab
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, typed
from analysis.figures.wording import MISSING

# How a mark of each voice is called, in the order in which marks stand.
VOICES: Final[dict[str, str]] = {
    "own": "outlet's own voice",
    "paraphrase": "paraphrase of a speaker",
    "quoted": "in quotation marks",
}
# Names beyond these share one colour.
_COLOURS: Final = 6


def headline(
    kicker: str,
    headline: str,
    sentences: Sequence[str | Mapping[str, str]],
    *,
    guard: str = "",
    facts: str = "",
    number_prefix: str = "",
) -> Output:
    """Open a page: its finding in one line, and the sentences beneath.

    Parameters
    ----------
    kicker
        Story and days.
    headline
        The finding; it becomes the page's title.
    sentences
        Sentences, or `{"text": ..., "link": anchor}` where lines of the page prove one.
    guard
        What the finding holds for ("in these 4 reports").
    facts
        Who is compared, with n.
    number_prefix
        A plain sentence leads to the lines of the number `<prefix> <its place, from 1>`;
        "" for none.
    """
    said = [
        {"text": each, "link": anchor(f"{number_prefix} {place}") if number_prefix else ""}
        if isinstance(each, str)
        else {"text": each["text"], "link": each.get("link", "")}
        for place, each in enumerate(sentences, start=1)
    ]
    content = {
        "kind": "headline", "kicker": kicker, "headline": headline,
        "sentences": said, "guard": guard, "facts": facts,
    }  # fmt: skip
    lines = [kicker, headline, *(each["text"] for each in said), guard, facts]
    lines = [line for line in lines if line]
    html = lab.tag("p", kicker) + lab.tag("h2", headline)
    return typed(content, html + "".join(lab.tag("p", x) for x in lines[2:]), "\n".join(lines))


def headlines(items: Sequence[Mapping[str, str]]) -> Output:
    """Set headlines side by side.

    Parameters
    ----------
    items
        `{"who": group, "when": days, "title": headline}`, in order; beyond eight they fold.
    """
    shown = [{name: str(item.get(name, "")) for name in ("who", "when", "title")} for item in items]
    lines = [f"{_byline(item)}: {item['title']}" for item in shown]
    return typed({"kind": "headlines", "items": shown}, lab.list_html(lines), "\n".join(lines))


def matrix(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    legend: Mapping[str, str] | None = None,
    *,
    title: str,
    caption: str = "",
    highlight: int = -1,
) -> Output:
    """Set groups side by side: one square one mention, its form says whose voice it is.

    Parameters
    ----------
    columns
        The groups, in order.
    rows
        `{"label": name, "cells": [...]}`, a cell for each column: `{"marks": [{"voice": own,
        paraphrase, quoted or "", "link": anchor or ""}], "count": n, "note": text}`. More than
        twelve mentions become a bar; no mark and no count is drawn as a dash. Rows in a row
        with the same `section` stand under it.
    legend
        Voice -> its words, of those that shall be explained; usually all that stand here.
    highlight
        The column that the headline is about, counted from 0; -1 for none.
    """
    filled: list[dict[str, Any]] = [
        {
            "section": str(row.get("section", "")),
            "label": str(row["label"]),
            "cells": [_cell(cell) for cell in row["cells"]],
        }
        for row in rows
    ]
    here = {mark["voice"] for row in filled for cell in row["cells"] for mark in cell["marks"]}
    labels = VOICES if legend is None else legend
    content: dict[str, Any] = {
        "kind": "matrix", "title": title, "caption": caption,
        "columns": [str(column) for column in columns], "rows": filled, "highlight": highlight,
        "legend": [
            {"voice": voice, "label": label} for voice, label in labels.items()
            if voice in here or legend is not None
        ],
    }  # fmt: skip
    heads = [{"label": column, "kind": "text"} for column in ["", *content["columns"]]]
    shown: dict[str, Any] = {
        "title": title, "caption": caption, "columns": heads,
        "rows": [[row["label"], *map(_written, row["cells"])] for row in filled],
    }  # fmt: skip
    return typed(content, lab.table_html(shown), lab.table_plain(shown))


def bars(rows: Sequence[Mapping[str, Any]], *, title: str, caption: str = "") -> Output:
    """Show whose words fill each report, one bar a row.

    Parameters
    ----------
    rows
        `{"label": group, "parts": [{"name": who, "share": 0-1, "role": ...}]}`. The role is
        `own`, `paraphrase`, `quoted`, `other`, or "" for a colour of its own that the name
        keeps in all rows.
    """
    names = [p["name"] for row in rows for p in row["parts"] if not p.get("role", "")]
    places = {name: place for place, name in enumerate(dict.fromkeys(names), start=1)}
    content: dict[str, Any] = {
        "kind": "bars", "title": title, "caption": caption,
        "rows": [
            {"label": str(row["label"]), "parts": [_part(part, places) for part in row["parts"]]}
            for row in rows
        ],
    }  # fmt: skip
    lines = [
        f"{row['label']}: {', '.join(_share(part) for part in row['parts'])}"
        for row in content["rows"]
    ]
    html = lab.tag("strong", title) + lab.list_html(lines)
    return typed(content, html, "\n".join([title, *lines]))


def voices_written(marks: Sequence[Mapping[str, str]]) -> str:
    """Say in words whose voice the marks of a cell are.

    Examples
    --------
    >>> voices_written([{"voice": "quoted"}, {"voice": "own"}, {"voice": "quoted"}])
    '1 own voice, 2 quoted'
    """
    counted = Counter(mark["voice"] for mark in marks)
    words = {"own": "own voice", "paraphrase": "paraphrase", "quoted": "quoted"}
    return ", ".join(f"{counted[voice]} {word}" for voice, word in words.items() if counted[voice])


def _byline(item: Mapping[str, str]) -> str:
    return ", ".join(part for part in (item["who"], item["when"]) if part)


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    order = [*VOICES, ""]
    marks = [
        {"voice": mark.get("voice", ""), "link": mark.get("link", "")}
        for mark in cell.get("marks", [])
    ]
    unknown = {mark["voice"] for mark in marks} - set(order)
    if unknown:
        raise ValueError(f"A mark has the voice own, paraphrase, quoted or none, not {unknown}.")
    marks.sort(key=lambda mark: order.index(mark["voice"]))
    count = int(cell.get("count", len(marks)))
    return {"marks": marks, "count": count, "note": str(cell.get("note", ""))}


def _written(cell: Mapping[str, Any]) -> str:
    if not cell["count"] and not cell["marks"]:
        return cell["note"] or MISSING
    said = voices_written(cell["marks"])
    return " ".join(
        x for x in (f"{cell['count']:,}", f"({said})" if said else "", cell["note"]) if x
    )


def _part(part: Mapping[str, Any], places: Mapping[str, int]) -> dict[str, Any]:
    name, share = str(part["name"]), float(part["share"])
    role = part.get("role", "") or (
        f"g{places[name]}" if places.get(name, _COLOURS + 1) <= _COLOURS else "other"
    )
    return {"name": name, "share": share, "role": role}


def _share(part: Mapping[str, Any]) -> str:
    return f"{part['name']} {part['share']:.0%}"
