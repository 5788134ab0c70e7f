"""Typed content becomes what the template shows of it; content in another form is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from analysis.figures.evidence import where
from analysis.figures.front import VOICES, voices_written
from analysis.figures.shown import cut
from analysis.reports import downloads, pictures
from analysis.reports.ceiling import Ceiling
from analysis.reports.parameters import file_name

_PIECES: Final = ("equal", "insert", "delete", "replace", "moved")
# More rows fold, and the first of them stay open.
MOST_ROWS: Final = 12
OPEN_ROWS: Final = 8
# A table of fewer rows keeps a column that says the same everywhere.
_FEW_ROWS: Final = 3
# More headlines fold; more marks become a bar.
_MOST_HEADLINES: Final = 8
_MOST_MARKS: Final = 12
_BAR: Final = 120
_WHOLE: Final = 100


@dataclass
class Places:
    """The places of a page: what may be linked, where links stand, what is numbered.

    `chosen` are the lines of each number that the page itself shows (None for all); what is
    `left` goes to the page of lines `beside` it, where there is one. `stored` are all lines, and
    `fitted` those beside the page, as the ceiling lets them stand.
    """

    anchors: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    chosen: Mapping[str, Sequence[str]] | None = None
    beside: str = ""
    left: list[tuple[str, Mapping[str, Any], list[str]]] = field(default_factory=list)
    stored: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    fitted: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    backs: dict[str, str] = field(default_factory=dict)
    figures: int = 0
    tables: int = 0
    lines: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    page_of: Callable[[str], str] = lambda story: ""
    stories: list[str] = field(default_factory=list)
    ceiling: Ceiling = field(default_factory=Ceiling)

    def link(self, anchor: Any) -> tuple[str, str]:
        """Give a link that arrives, or ""; and the id of the place where it first stands."""
        anchor = str(anchor)
        if anchor not in self.anchors:
            return "", ""
        first = anchor not in self.backs
        back = self.backs.setdefault(anchor, f"b{len(self.backs) + 1}")
        return f"{self.beside if self.is_away(anchor) else ''}#{anchor}", back if first else ""

    def is_away(self, anchor: str) -> bool:
        """Tell whether the lines of a number stand beside the page only."""
        return self.chosen is not None and anchor in self.numbers and anchor not in self.chosen


def headline(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take the opening of a page; its sentences lead to their lines."""
    sentences = []
    for each in content["sentences"]:
        link, back = places.link(each.get("link", ""))
        sentences.append({"text": str(each["text"]), "link": link, "back": back})
    words = {name: str(content[name]) for name in ("kicker", "headline", "guard", "facts")}
    return {**words, "sentences": sentences}


def headlines(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take headlines that stand side by side; more than eight fold."""
    items = [
        {name: str(item[name]) for name in ("who", "when", "title")} for item in content["items"]
    ]
    rows = [[item["who"], item["when"], item["title"]] for item in items]
    return {
        "items": items[:_MOST_HEADLINES],
        "folded": items[_MOST_HEADLINES:],
        "csv": downloads.csv_address(["who", "when", "headline"], rows),
    }


def table(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take a table: long ones fold, and what is the same in all rows goes to the caption."""
    places.tables += 1
    rows = [[_cell(places, cell) for cell in row] for row in content["rows"]]
    excerpts = content.get("excerpts", [])
    for row, column in dict.fromkeys((each["row"], each["column"]) for each in excerpts):
        text = rows[row][column]["text"]
        rows[row][column]["text"] = _that_fits(places.ceiling, text, excerpts, row, column)
    for row, story in zip(rows, content.get("stories", []), strict=False):
        row[0]["page"] = places.page_of(str(story))
        places.stories.append(str(story))
    columns = [dict(column) for column in content["columns"]]
    labels = [str(column["label"]) for column in columns]
    written = [[" ".join(filter(None, (c["text"], c["note"]))) for c in row] for row in rows]
    constant = list(_constant(rows)) if len(rows) > _FEW_ROWS else []
    said = "; ".join(f"{labels[place]} {rows[0][place]['text']}" for place in constant)
    keep = [place for place in range(len(columns)) if place not in constant]
    rows = [[row[place] for place in keep] for row in rows]
    folds = len(rows) > MOST_ROWS
    caption = str(content["caption"])
    return {
        "title": str(content["title"]),
        "caption": f"{caption} In all rows: {said}.".strip() if said else caption,
        "columns": [columns[place] for place in keep],
        "rows": rows[:OPEN_ROWS] if folds else rows,
        "folded": rows[OPEN_ROWS:] if folds else [],
        "number": places.tables,
        "csv": downloads.csv_address(labels, written),
    }


def _that_fits(ceiling: Ceiling, text: str, excerpts: Sequence[Any], row: int, column: int) -> str:
    """Cut words of articles in a cell where the page may show no more of them."""
    for each in excerpts:
        if (each["row"], each["column"]) == (row, column):
            at = list(each["at"])
            kept = ceiling.first(str(each["document_id"]), at)
            if not kept and at:
                return f"… ({each['document_id']} at {int(at[0]):,})"
            text = cut(text, kept) if kept < len(at) else text
    return text


def _constant(rows: Sequence[Sequence[Mapping[str, str]]]) -> Iterator[int]:
    """Find the columns, but for the first, that say one thing in all rows."""
    for place in range(1, len(rows[0])):
        cells = [row[place] for row in rows]
        if len({cell["text"] for cell in cells}) == 1 and not any(
            cell["link"] or cell["note"] for cell in cells
        ):
            yield place


def _cell(places: Places, cell: Any) -> dict[str, str]:
    if isinstance(cell, Mapping):
        link, back = places.link(cell.get("link", ""))
        note = str(cell.get("note", ""))
        return {"text": str(cell["text"]), "note": note, "link": link, "back": back, "page": ""}
    return {"text": str(cell), "note": "", "link": "", "back": "", "page": ""}


def matrix(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take a matrix: squares that lead to their lines, bars for many, a dash for none."""
    places.figures += 1
    columns = [str(column) for column in content["columns"]]
    most = max((int(c["count"]) for row in content["rows"] for c in row["cells"]), default=1)
    rows: list[dict[str, Any]] = []
    numbers: list[list[str]] = []
    excerpts = content.get("excerpts", [])
    for place, row in enumerate(content["rows"]):
        cells = [_marked(places, cell, max(1, most)) for cell in row["cells"]]
        if len(cells) != len(columns):
            raise ValueError("a row has a cell for each column")
        label = _that_fits(places.ceiling, str(row["label"]), excerpts, place, 0)
        section = str(row.get("section", ""))
        rows.append({"section": section, "label": label, "cells": cells})
        numbers += [
            [section, label, column, *map(str, cell["voices"].values()), str(cell["count"])]
            for column, cell in zip(columns, cells, strict=True)
        ]
    legend = [
        {"voice": _voice(key["voice"]), "label": str(key["label"])}
        for key in content.get("legend", [])
    ]
    return {
        "title": str(content["title"]), "caption": str(content["caption"]), "columns": columns,
        "rows": rows, "highlight": int(content.get("highlight", -1)), "legend": legend,
        "number": places.figures,
        "csv": downloads.csv_address(["of", "name", "group", *VOICES.values(), "in all"], numbers),
        "svg": downloads.svg_address(
            str(content["title"]), [("", [pictures.matrix(columns, rows, legend)])]
        ),
    }  # fmt: skip


def _marked(places: Places, cell: Mapping[str, Any], most: int) -> dict[str, Any]:
    marks = [{"voice": _voice(mark["voice"]), "link": mark["link"]} for mark in cell["marks"]]
    count, voices = int(cell["count"]), {v: sum(m["voice"] == v for m in marks) for v in VOICES}
    links = list(dict.fromkeys(mark["link"] for mark in marks))
    runs = []
    for anchor in links:
        link, back = places.link(anchor)
        mine = [mark["voice"] for mark in marks if mark["link"] == anchor]
        said = voices_written([{"voice": voice} for voice in mine])
        runs.append({"link": link, "back": back, "voices": mine, "said": said})
    # A count of something else than the marks is a number.
    as_bar = count > _MOST_MARKS and len(marks) == count
    shares = [(voice, n * _BAR / most) for voice, n in voices.items() if n]
    spans = [
        {"voice": voice, "x": round(sum(w for _, w in shares[:place]), 1), "width": round(width, 1)}
        for place, (voice, width) in enumerate(shares or [("", count * _BAR / most)])
    ]
    return {
        "runs": runs, "count": count, "note": str(cell["note"]), "voices": voices,
        "bar": spans if as_bar else [], "width": round(max(2.0, count * _BAR / most), 1),
    }  # fmt: skip


def _voice(voice: Any) -> str:
    if voice not in (*VOICES, ""):
        raise ValueError(f"no voice is called {voice}")
    return str(voice)


def bars(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take bars of shares; widths are whole per cents, names stand in the bar or its title."""
    places.figures += 1
    rows: list[dict[str, Any]] = [
        {"label": str(row["label"]), "parts": [_part(part) for part in row["parts"]]}
        for row in content["rows"]
    ]
    numbers = [
        [str(row["label"]), part["name"], f"{part['share']:.4f}"]
        for row in rows
        for part in row["parts"]
    ]
    return {
        "title": str(content["title"]), "caption": str(content["caption"]), "rows": rows,
        "number": places.figures,
        "csv": downloads.csv_address(["group", "who", "share"], numbers),
        "svg": downloads.svg_address(str(content["title"]), [("", [pictures.bars(rows)])]),
    }  # fmt: skip


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    share = min(1.0, max(0.0, float(part["share"])))
    return {
        "name": str(part["name"]), "share": share, "width": round(share * _WHOLE),
        "role": file_name(str(part["role"])), "per_cent": f"{share:.0%}",
    }  # fmt: skip


def variorum(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take statements with the pieces of their variants; another kind of piece is an error."""
    places.figures += 1
    statements = [_statement(places.ceiling, each) for each in content["statements"]]
    known = {name: value for name, value in content.items() if name != "articles"}
    words = [
        [statement["label"], variant["who"], variant["where"], variant["change"], _read(variant)]
        for statement in statements
        for variant in statement["variants"]
    ]
    return {
        **known, "statements": statements, "number": places.figures, "rows": words,
        "csv": downloads.csv_address(["statement", "who", "where", "change", "words"], words),
    }  # fmt: skip


def _read(variant: Mapping[str, Any]) -> str:
    """Write a variant as it reads, without what it leaves out."""
    return " ".join(piece["text"] for piece in variant["pieces"] if piece["text"])


def _statement(ceiling: Ceiling, statement: Mapping[str, Any]) -> Mapping[str, Any]:
    variants = [
        {
            **{name: str(variant[name]) for name in ("who", "where", "change")},
            "pieces": [
                {"op": _PIECES[_PIECES.index(op)], "base": str(base), "text": str(text)}
                for op, base, text in _that_fit(ceiling, variant)
            ],
        }
        for variant in statement["variants"]
    ]
    return {
        **{name: str(statement[name]) for name in ("anchor", "label", "note")},
        "variants": variants,
    }


def _that_fit(ceiling: Ceiling, variant: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Take the pieces of a variant up to the word with which the page has shown enough."""
    pieces = variant["pieces"]
    for (op, base, text), (base_at, text_at) in zip(
        pieces, variant.get("at", [[[], []]] * len(pieces)), strict=True
    ):
        struck = op in ("delete", "replace") or (op == "moved" and not text)
        kept = ceiling.first(str(variant.get("base", "")), base_at) if struck else len(base_at)
        if kept < len(base_at):
            yield "delete", cut(base, kept), ""
            return
        kept = 0 if op == "delete" else ceiling.first(str(variant.get("document_id", "")), text_at)
        if op != "delete" and kept < len(text_at):
            yield op, base if struck else "", cut(text, kept)
            return
        yield op, base, text


def evidence(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take the lines of numbers: a line the page has already is linked, not repeated."""
    places.stored.update({line["id"]: line for line in content["lines"]})
    numbers = [_number(places, str(content["title"]), each) for each in content["numbers"]]
    here = [each for each in numbers if each["shown"] or each["known"] or not places.beside]
    away = [each for each in numbers if each not in here]
    return {
        "title": str(content["title"]), "numbers": here, "away": len(away),
        "address": f"{places.beside}#{away[0]['anchor']}" if away else "",
    }  # fmt: skip


def _number(places: Places, title: str, number: Mapping[str, Any]) -> dict[str, Any]:
    names = list(number["lines"])
    mine = names if places.chosen is None else places.chosen.get(number["anchor"], [])
    shown, known = [], []
    for name in mine:
        if name in places.lines:
            known.append(places.lines[name])
        else:
            place = f"l{len(places.lines) + 1}"
            places.lines[name] = {**fitting(places.ceiling, places.stored[name]), "id": place}
            shown.append(places.lines[name])
    left = [name for name in names if name not in mine]
    if left and not any(number["anchor"] == each["anchor"] for _, each, _ in places.left):
        places.left.append((title, number, left))
    more = int(number["total"]) - len(shown) - len(known)
    there = f"{places.beside}#{number['anchor']}" if left and places.beside else ""
    return {**number, "shown": shown, "known": known, "more": more, "beside": there, "back": ""}


def fitting(ceiling: Ceiling, line: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a line whole, or the words about its hit, or where it stands alone."""
    name, said = str(line["document_id"]), where(line)
    if ceiling.take(name, line.get("at", [])):
        return {**line, "where": said}
    near = line["near"]
    if ceiling.take(name, near["at"]):
        return {**line, **{side: near[side] for side in ("left", "node", "right")}, "where": said}
    said = f"{said}, at {line['start']:,}" if line.get("title", "") else said
    return {**line, "left": "", "node": "…", "right": "", "where": said}


def elsewhere(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take links to other pages; without an address where no page is known."""
    links = []
    for link in content["links"]:
        notebook, heading = str(link["notebook"]), str(link["heading"])
        file = places.others.get(notebook)
        address = f"{file}#{section(heading)}" if file else ""
        links.append({"notebook": notebook, "text": str(link["text"]), "address": address})
    return {"links": links}


def section(heading: str) -> str:
    """Name the place of a section: it stays the same where others are added.

    Examples
    --------
    >>> section("Who copied whom?")
    's-who-copied-whom'
    """
    return f"s-{file_name(heading)}"


def finding(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take sentences; each may lead to its lines."""
    links = [places.link(link) for link in content.get("links", [])]
    return {"sentences": list(map(str, content["sentences"])), "links": links}


def as_it_is(places: Places, content: Mapping[str, Any]) -> dict[str, Any]:
    """Take content that the template shows as it is."""
    return dict(content)


# What an output of each kind becomes.
KINDS: Final = {
    "headline": headline,
    "headlines": headlines,
    "matrix": matrix,
    "bars": bars,
    "table": table,
    "evidence": evidence,
    "variorum": variorum,
    "elsewhere": elsewhere,
    "finding": finding,
    "banner": as_it_is,
    "provenance": as_it_is,
}
