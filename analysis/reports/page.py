"""An executed notebook becomes the parts of a page, in order; the template writes them.

Only our two MIME types are drawn. Other HTML keeps its tables and its text, streams and
plain text are shown as they are, everything else is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from analysis.figures.evidence import LINES_A_PAGE, where
from analysis.figures.output import SAMESTORY, VEGALITE
from analysis.figures.text import visible, visible_all
from analysis.reports import drawing, sanitise
from analysis.reports.parameters import file_name

_HEADING: Final = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]+>")
_KINDS: Final = (
    "table", "evidence", "variorum", "finding", "banner", "elsewhere", "provenance"
)  # fmt: skip
_PIECES: Final = ("equal", "insert", "delete", "replace", "moved")


@dataclass(frozen=True)
class Block:
    """One part of a page: its kind, and what the template's macro of that name needs."""

    kind: str
    content: Mapping[str, Any]


@dataclass
class Page:
    """A page while it is put together."""

    title: str = "Report"
    others: Mapping[str, str] = field(default_factory=dict)
    lead: Markup = field(default_factory=Markup)
    blocks: list[Block] = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    charts: int = 0
    regions: int = 0
    has_code: bool = False
    refused: list[str] = field(default_factory=list)
    lines: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def build(notebook: Mapping[str, Any], others: Mapping[str, str] | None = None) -> Page:
    """Put a page together from an executed notebook.

    Parameters
    ----------
    notebook
        The notebook as it was run.
    others
        Notebook -> file of the page that shows the same articles, beside this one.
    """
    page = Page(others=others or {})
    cells = list(notebook.get("cells", []))
    page.anchors = set(_anchors(cells))
    first = next((cell for cell in cells if cell["cell_type"] == "markdown"), None)
    for cell in cells:
        if cell["cell_type"] == "markdown":
            _prose(page, cell["source"], opens=cell is first)
        elif cell["cell_type"] == "code":
            _code(page, cell)
    return page


def _prose(page: Page, source: str, *, opens: bool) -> None:
    markup = sanitise.markdown(source)
    headings = _HEADING.findall(markup)
    if opens and headings and headings[0][0] == "1":
        page.title = _bare(headings[0][1]) or page.title
        markup = _HEADING.sub("", markup, count=1)
        page.lead = Markup(_headed(page, markup))
        return
    page.blocks.append(Block("prose", {"markup": Markup(_headed(page, markup))}))


def _headed(page: Page, markup: str) -> str:
    """Give headings an id, put h2 into the contents; h1 is the page's title alone."""

    def write(found: re.Match[str]) -> str:
        level = max(2, int(found.group(1)))
        text = _bare(found.group(2))
        if level > 2:
            return f"<h{level}>{found.group(2)}</h{level}>"
        place = section(text)
        if place in dict(page.contents):
            place = f"{place}-{len(page.contents) + 1}"
        page.contents.append((place, text))
        return f'<h2 id="{place}">{found.group(2)}</h2>'

    return _HEADING.sub(write, markup)


def section(heading: str) -> str:
    """Name the place of a section: it stays the same where others are added.

    Examples
    --------
    >>> section("Who copied whom?")
    's-who-copied-whom'
    """
    return f"s-{file_name(heading)}"


def _bare(markup: str) -> str:
    return str(Markup(_TAGS.sub("", markup)).unescape()).strip()


def _code(page: Page, cell: Mapping[str, Any]) -> None:
    if cell["source"].strip():
        page.has_code = True
        page.blocks.append(Block("code", {"source": visible(cell["source"])}))
    for output in cell.get("outputs", []):
        for block in _output(page, output):
            page.blocks.append(block)


def _output(page: Page, output: Mapping[str, Any]) -> Iterator[Block]:
    kind = output.get("output_type")
    if kind == "stream":
        yield Block("stream", {"text": visible(_text(output["text"])), "name": output["name"]})
    elif kind == "error":
        said = visible(f"{output.get('ename', '')}: {output.get('evalue', '')}")
        yield Block("banner", {"text": f"This cell failed. {said}", "tone": "warning"})
    elif kind in ("display_data", "execute_result"):
        yield from _data(page, output.get("data", {}))


def _data(page: Page, data: Mapping[str, Any]) -> Iterator[Block]:
    if VEGALITE in data:
        yield _chart(page, data[VEGALITE])
    elif _kind(data.get(SAMESTORY)) in _KINDS:
        content = visible_all(data[SAMESTORY])
        kind = content["kind"]
        try:
            yield Block(kind, _prepared(page, kind, content))
        except (KeyError, TypeError, ValueError, AttributeError):
            page.refused.append(f"a {kind} is not in the form that the report knows")
            yield Block("banner", {"text": page.refused[-1], "tone": "warning"})
    elif "text/html" in data:
        page.regions += 1
        kept = sanitise.table_markup(_text(data["text/html"]))
        yield Block("markup", {"markup": Markup(kept), "number": page.regions})
    elif "text/markdown" in data:
        markup = _headed(page, sanitise.markdown(_text(data["text/markdown"])))
        yield Block("prose", {"markup": Markup(markup)})
    elif "text/plain" in data:
        yield Block("stream", {"text": visible(_text(data["text/plain"])), "name": "stdout"})


def _kind(content: Any) -> str:
    return str(content.get("kind", "")) if isinstance(content, Mapping) else ""


def _prepared(page: Page, kind: str, content: dict[str, Any]) -> Mapping[str, Any]:
    if kind == "table":
        page.regions += 1
        rows = [[_cell(page, cell) for cell in row] for row in content["rows"]]
        return {**content, "rows": rows, "number": page.regions}
    if kind == "evidence":
        return {**content, "numbers": [_number(page, content, each) for each in content["numbers"]]}
    if kind == "variorum":
        return {**content, "statements": [_statement(each) for each in content["statements"]]}
    if kind == "elsewhere":
        return {"links": [_elsewhere(page, each) for each in content["links"]]}
    if kind == "finding":
        return {"sentences": list(map(str, content["sentences"]))}
    return content


def _elsewhere(page: Page, link: Mapping[str, Any]) -> Mapping[str, str]:
    """Take a link to another page; without an address where no page is known."""
    notebook, heading = str(link["notebook"]), str(link["heading"])
    file = page.others.get(notebook)
    address = f"{file}#{section(heading)}" if file else ""
    return {"notebook": notebook, "text": str(link["text"]), "address": address}


def _statement(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a statement with the pieces of its variants; another kind of piece is an error."""
    variants = [
        {
            **{name: str(variant[name]) for name in ("who", "where", "change")},
            "pieces": [
                {"op": _PIECES[_PIECES.index(op)], "base": str(base), "text": str(text)}
                for op, base, text in variant["pieces"]
            ],
        }
        for variant in statement["variants"]
    ]
    return {
        **{name: str(statement[name]) for name in ("anchor", "label", "note")},
        "variants": variants,
    }


def _cell(page: Page, cell: Any) -> dict[str, str]:
    if isinstance(cell, Mapping):
        link = str(cell.get("link", ""))
        return {
            "text": str(cell["text"]),
            "note": str(cell.get("note", "")),
            "link": link if link in page.anchors else "",
        }
    return {"text": str(cell), "note": "", "link": ""}


def _number(page: Page, content: Mapping[str, Any], number: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take the lines of one number: a line the page has already is linked, not repeated."""
    lines = {line["id"]: line for line in content["lines"]}
    shown, known = [], []
    for name in number["lines"]:
        if name in page.lines:
            known.append(page.lines[name])
        elif len(page.lines) < LINES_A_PAGE:
            place = f"l{len(page.lines) + 1}"
            page.lines[name] = {**lines[name], "id": place, "where": where(lines[name])}
            shown.append(page.lines[name])
    more = int(number["total"]) - len(shown) - len(known)
    return {**number, "shown": shown, "known": known, "more": more}


def _chart(page: Page, spec: Any) -> Block:
    page.charts += 1
    meta = spec.get("usermeta", {}) if isinstance(spec, Mapping) else {}
    meta = visible_all(meta.get("samestory", {}) if isinstance(meta, Mapping) else {})
    try:
        strips = drawing.draw(spec, page.charts)
    except (drawing.DrawingError, AttributeError, TypeError) as error:
        page.refused.append(f"a chart was not drawn: {error}")
        return Block("banner", {"text": visible(page.refused[-1]), "tone": "warning"})
    return Block("chart", {**_meta(meta), "strips": strips, "number": page.charts})


def _meta(meta: Any) -> dict[str, Any]:
    meta = meta if isinstance(meta, Mapping) else {}
    table = meta.get("table") or {}
    return {
        "title": str(meta.get("title", "")),
        "caption": str(meta.get("caption", "")),
        "alt": str(meta.get("alt", "")),
        "legend": list(meta.get("legend") or []),
        "columns": list(table.get("columns") or []),
        "rows": list(table.get("rows") or []),
        "more": int(table.get("more") or 0),
    }


def _anchors(cells: list[Any]) -> Iterator[str]:
    """Find every place that a number can link to."""
    for cell in cells:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(SAMESTORY)
            for list_ in ("numbers", "statements"):
                if _kind(content) in ("evidence", "variorum"):
                    yield from (str(each.get("anchor", "")) for each in content.get(list_, []))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "".join(map(str, value))
