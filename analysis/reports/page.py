"""An executed notebook becomes the parts of a page, in order; the template writes them.

Only our two MIME types are drawn. Other HTML keeps its tables and its text, streams and
plain text are shown as they are, everything else is dropped.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from analysis.figures.evidence import on_page
from analysis.figures.output import SAMESTORY, VEGALITE
from analysis.figures.text import visible, visible_all
from analysis.figures.wording import plural
from analysis.reports import downloads, drawing, lines, parts, sanitise
from analysis.reports.ceiling import ceiling

_HEADING: Final = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_ALONE: Final = re.compile(r'\s*<h2 id="([^"]+)">(?:(?!</h2>).)*</h2>\s*', re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]+>")
# Where the opening words of a page go when its finding stands first.
_FOOT: Final = "s-how-this-was-made"
_FIGURES: Final = ("chart", "matrix", "bars", "table", "variorum")
# Groups beyond these are counted, not named.
_MOST_GROUPS: Final = 8
# What a reader knows each notebook by.
NAMES: Final = {
    "0-overview": "Overview",
    "1-corpus": "Corpus",
    "2-terms": "Words",
    "3-framing": "Naming",
    "4-voices": "Voices",
    "5-statements": "Statements",
    "6-coverage": "Coverage",
    "7-robustness": "Robustness",
}


@dataclass(frozen=True)
class Block:
    """One part of a page: its kind, and what the template's macro of that name needs."""

    kind: str
    content: Mapping[str, Any]


@dataclass
class Page:
    """A page while it is put together."""

    title: str = "Report"
    question: str = ""
    headline: Mapping[str, Any] | None = None
    lead: Markup = field(default_factory=Markup)
    blocks: list[Block] = field(default_factory=list)
    opening: int = 0
    contents: list[tuple[str, str]] = field(default_factory=list)
    places: parts.Places = field(default_factory=parts.Places)
    ways: list[tuple[str, str]] = field(default_factory=list)
    index: str = ""
    file: str = ""
    charts: int = 0
    regions: int = 0
    has_code: bool = False
    refused: list[str] = field(default_factory=list)

    @property
    def story(self) -> str:
        """Story and days, where a headline names them."""
        return str(self.headline["kicker"]) if self.headline else ""

    @property
    def says(self) -> str:
        """The first sentence of what was found."""
        if self.headline:
            return next((str(each["text"]) for each in self.headline["sentences"]), "")
        found = (b.content["sentences"] for b in self.blocks if b.kind == "finding")
        return next((sentences[0] for sentences in found if sentences), "")

    @property
    def foot(self) -> str:
        """The section that tells how the page was made, if it has one."""
        return _FOOT if _FOOT in dict(self.contents) else ""

    @property
    def cite(self) -> str:
        """One line to copy: what was found, in what, and what made it."""
        facts = [b.content["facts"] for b in self.blocks if b.kind == "provenance"]
        known = {str(name): str(value) for name, value in facts[-1]} if facts else {}
        says = self.title if self.headline else self.says
        if not says or "Corpus" not in known:
            return ""
        story = self.story if self.headline else self.title
        print_ = known.get("Fingerprint", "").partition(" ")[0]
        made = known.get("Made with", "samestory").partition(";")[0]
        return f"{_stopped(says)} {_stopped(story)} Corpus {known['Corpus']} ({print_}), {made}."

    @property
    def groups(self) -> Mapping[str, int]:
        """Groups and their articles, as the provenance has them."""
        ends = [block.content for block in self.blocks if block.kind == "provenance"]
        return dict(ends[-1].get("groups", {})) if ends else {}

    @property
    def n(self) -> str:
        """Articles, in all and of the largest groups."""
        ordered = sorted(self.groups.items(), key=lambda group: (-group[1], group[0]))
        told = [f"{group} {size:,}" for group, size in ordered[:_MOST_GROUPS]]
        more = len(ordered) - len(told)
        each = ", ".join(told) + (f" and {plural(more, 'more group')}" if more else "")
        return f"{plural(sum(self.groups.values()), 'article')}: {each}."


def build(
    notebook: Mapping[str, Any],
    others: Mapping[str, str] | None = None,
    *,
    stem: str = "",
    index: str = "",
    file: str = "",
    page_of: Callable[[str], str] | None = None,
) -> Page:
    """Put a page together from an executed notebook.

    Parameters
    ----------
    notebook
        The notebook as it was run.
    others
        Notebook -> file of the page that shows the same articles, beside this one.
    stem
        The notebook's own name.
    index
        Where the index of all pages lies, seen from this page; "" for none.
    file
        The page's own name, where a page of lines may stand beside it; "" for none.
    page_of
        Story -> file of the page about it, "" for none.
    """
    page = Page(index=index, file=file)
    page.places.page_of = page_of or page.places.page_of
    page.places.others = others or {}
    page.ways = _ways(page.places.others, stem)
    cells = list(notebook.get("cells", []))
    page.places.anchors = set(_anchors(cells))
    page.places.ceiling = ceiling(_typed_contents(cells), stem)
    shown = [each for each in map(visible_all, _typed_contents(cells)) if _kind(each)]
    _choose_lines(page, shown)
    _give_hits_room(page, shown)
    first = next((cell for cell in cells if cell["cell_type"] == "markdown"), None)
    for cell in cells:
        if cell["cell_type"] == "markdown":
            _prose(page, cell["source"], opens=cell is first)
        elif cell["cell_type"] == "code":
            _code(page, cell)
    page.blocks = [block for block in page.blocks if not _empty(block)]
    _without_empty_sections(page)
    _arrange(page)
    return page


def _choose_lines(page: Page, contents: list[Any]) -> None:
    """Choose which lines stand on the page, and which beside it; a broken form has none."""
    evidence = [content for content in contents if _kind(content) == "evidence"]
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        page.places.chosen = on_page(evidence, lines.met_first(contents))
        page.places.numbers = {each["anchor"] for some in evidence for each in some["numbers"]}
        some_left = any(
            {*each["lines"]} - {*page.places.chosen.get(each["anchor"], [])}
            for content in evidence
            for each in content["numbers"]
        )
        page.places.beside = lines.beside(page.file) if some_left else ""
    if not page.places.beside and page.places.chosen is not None:
        away = page.places.numbers - {*page.places.chosen}
        page.places.anchors -= away


def _give_hits_room(page: Page, contents: list[Any]) -> None:
    """Let each line of the page have the words about its hit, before one has them all."""
    places = page.places
    evidence = [content for content in contents if _kind(content) == "evidence"]
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        for content in evidence:
            lines_of = {line["id"]: line for line in content["lines"]}
            for number in content["numbers"]:
                for name in (places.chosen or {}).get(number["anchor"], []):
                    line = lines_of[name]
                    places.ceiling.take(str(line["document_id"]), line["near"]["at"])


def _empty(block: Block) -> bool:
    """Tell whether a block would show nothing."""
    needed = {
        "finding": "sentences",
        "banner": "text",
        "headlines": "items",
        "variorum": "statements",
        "bars": "rows",
        "evidence": "numbers",
    }
    if block.kind == "evidence" and block.content.get("away"):
        return False
    return block.kind in needed and not block.content[needed[block.kind]]


def _without_empty_sections(page: Page) -> None:
    """Leave out a heading beneath which nothing stands."""
    kept: list[Block] = []
    for block in reversed(page.blocks):
        heading = _ALONE.fullmatch(block.content["markup"]) if block.kind == "prose" else None
        after = next((each for each in reversed(kept) if each.kind != "code"), None)
        if heading and (after is None or _opens(after)):
            page.contents = [each for each in page.contents if each[0] != heading.group(1)]
        else:
            kept.append(block)
    page.blocks = kept[::-1]


def _opens(block: Block) -> bool:
    return block.kind == "prose" and str(block.content["markup"]).startswith("<h2")


def _ways(others: Mapping[str, str], stem: str) -> list[tuple[str, str]]:
    """List the pages beside this one by name, and this one without an address."""
    files = {**others, stem: ""} if others and stem else dict(others)
    return [(NAMES[name], files[name]) for name in NAMES if name in files]


def _stopped(text: str) -> str:
    """End a text as a sentence."""
    return text if not text or text[-1] in ".?!" else f"{text}."


def _arrange(page: Page) -> None:
    """Put the finding first: notes follow it, and what the page cannot show goes to its foot."""
    if page.headline:
        page.question, page.title = page.title, str(page.headline["headline"])
    found = [place for place, block in enumerate(page.blocks) if block.kind == "finding"]
    if found and not page.headline:
        after = range(found[0], len(page.blocks))
        ends = (place for place in after if page.blocks[place].kind not in ("finding", "code"))
        _open(page, next(ends, len(page.blocks)))
    if found or page.headline:
        _to_the_foot(page)
    _one_paragraph(page)
    for block in page.blocks:
        for number in block.content.get("numbers", []) if block.kind == "evidence" else []:
            number["back"] = page.places.backs.get(number["anchor"], "")


def _open(page: Page, end: int) -> None:
    """Let the findings open the page; what else holds for all of it follows the first figure."""
    opening, rest = page.blocks[:end], page.blocks[end:]
    notes = [block for block in opening if block.kind == "banner"]
    opening = [block for block in opening if block.kind != "banner"]
    shown = (place for place, block in enumerate(rest, start=1) if block.kind in _FIGURES)
    first = next(shown, 0)
    page.opening = len(opening)
    page.blocks = [*opening, *rest[:first], *notes, *rest[first:]]


def _one_paragraph(page: Page) -> None:
    """Write what is said of the corpus at the foot in one paragraph: it is no finding."""
    foot = False
    for place, block in enumerate(page.blocks):
        foot = foot or (block.kind == "prose" and f'id="{_FOOT}"' in block.content["markup"])
        if foot and block.kind == "finding":
            page.blocks[place] = Block("facts", {"text": " ".join(block.content["sentences"])})


def _to_the_foot(page: Page) -> None:
    """Set the opening words of the notebook under "How this was made", where there is one."""
    lead = Block("prose", {"markup": page.lead})
    for place, block in enumerate(page.blocks):
        if block.kind == "prose" and f'id="{_FOOT}"' in block.content["markup"]:
            page.blocks.insert(place + 1, lead)
            page.lead = Markup()
            return


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
        place = parts.section(text)
        if place in dict(page.contents):
            place = f"{place}-{len(page.contents) + 1}"
        page.contents.append((place, text))
        link = f'<a class="here" href="#{place}" aria-label="Link to this section">#</a>'
        return f'<h2 id="{place}">{found.group(2)} {link}</h2>'

    return _HEADING.sub(write, markup)


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
    elif _kind(data.get(SAMESTORY)) in parts.KINDS:
        yield from _typed(page, visible_all(data[SAMESTORY]))
    elif "text/html" in data:
        page.regions += 1
        kept = sanitise.table_markup(_text(data["text/html"]))
        yield Block("markup", {"markup": Markup(kept), "number": page.regions})
    elif "text/markdown" in data:
        markup = _headed(page, sanitise.markdown(_text(data["text/markdown"])))
        yield Block("prose", {"markup": Markup(markup)})
    elif "text/plain" in data:
        yield Block("stream", {"text": visible(_text(data["text/plain"])), "name": "stdout"})


def _typed(page: Page, content: dict[str, Any]) -> Iterator[Block]:
    """Take an output of one of our kinds; a headline opens the page, whatever its place."""
    kind = content["kind"]
    try:
        block = Block(kind, parts.KINDS[kind](page.places, content))
    except (KeyError, TypeError, ValueError, AttributeError):
        page.refused.append(f"a {kind} is not in the form that the report knows")
        yield Block("banner", {"text": page.refused[-1], "tone": "warning"})
        return
    if kind == "headline":
        page.headline = page.headline or block.content
    else:
        yield block


def _kind(content: Any) -> str:
    return str(content.get("kind", "")) if isinstance(content, Mapping) else ""


def _chart(page: Page, spec: Any) -> Block:
    page.charts += 1
    meta = spec.get("usermeta", {}) if isinstance(spec, Mapping) else {}
    meta = visible_all(meta.get("samestory", {}) if isinstance(meta, Mapping) else {})
    try:
        strips = drawing.draw(spec, page.charts)
    except (drawing.DrawingError, AttributeError, TypeError) as error:
        page.refused.append(f"a chart was not drawn: {error}")
        return Block("banner", {"text": visible(page.refused[-1]), "tone": "warning"})
    page.places.figures += 1
    return Block("chart", {**_meta(meta, strips), "strips": strips, "number": page.places.figures})


def _meta(meta: Any, strips: list[drawing.Strip]) -> dict[str, Any]:
    meta = meta if isinstance(meta, Mapping) else {}
    table = meta.get("table") or {}
    title = str(meta.get("title", ""))
    columns, rows = (list(map(str, table.get("columns") or [])), list(table.get("rows") or []))
    drawn = [(strip.heading, [str(panel.svg) for panel in strip.panels]) for strip in strips]
    return {
        "title": title,
        "csv": downloads.csv_address(columns, [list(map(str, r)) for r in rows]) if rows else "",
        "svg": downloads.svg_address(title, drawn),
        "caption": str(meta.get("caption", "")),
        "alt": str(meta.get("alt", "")),
        "legend": list(meta.get("legend") or []),
        "columns": columns,
        "rows": rows,
        "more": int(table.get("more") or 0),
    }


def _anchors(cells: list[Any]) -> Iterator[str]:
    """Find every place that a number can link to."""
    for content in _typed_contents(cells):
        for list_ in ("numbers", "statements"):
            if _kind(content) in ("evidence", "variorum"):
                yield from (str(each.get("anchor", "")) for each in content.get(list_, []))


def _typed_contents(cells: list[Any]) -> Iterator[Any]:
    """Take what outputs hold of our own kind, in whatever form."""
    for cell in cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {}).get(SAMESTORY)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "".join(map(str, value))
