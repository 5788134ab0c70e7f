"""The nbconvert exporter: an executed notebook becomes one HTML file that needs nothing else.

`jupyter nbconvert --to samestory notebook.ipynb` and the command line of this project both
end here. No script, no request: a strict content policy says so to every browser.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from analysis.figures.text import visible
from analysis.figures.theme import COLOURS
from analysis.reports import lines
from analysis.reports import page as pages
from analysis.reports.downloads import PAGE_BYTES
from analysis.reports.lines import MOST_LINES

TEMPLATES: Final = Path(__file__).with_name("template")
# Columns past these are set as text.
_MOST_COLUMNS: Final = 14


class SamestoryExporter(TemplateExporter):
    """Export a notebook as a self-contained page without scripts."""

    export_from_notebook = "Samestory report"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render an executed notebook; `resources["samestory"]` says what was drawn.

        `resources` may say which pages stand beside it (`others`: notebook -> file), the
        notebook's own name (`notebook`), where the index lies (`index`), the name of the page
        (`page`), and the page about a story (`page_of`: story -> file). What has no room on the
        page comes back as `resources["lines"]`.
        """
        notebook, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        name = resources.get("unique_key", "")
        page = pages.build(
            notebook,
            resources.get("others"),
            stem=str(resources.get("notebook", "")),
            index=str(resources.get("index", "")),
            file=str(resources.get("page", f"{name}.html" if name else "")),
            page_of=resources.get("page_of"),
        )
        resources["samestory"] = {
            "title": page.question or page.title,
            "headline": page.title if page.headline else "",
            "sentence": page.says,
            "stories": page.places.stories,
            "charts": page.charts,
            "refused": page.refused,
        }
        if page.places.beside:
            resources["lines"] = _lines(page)
            # nbconvert writes what stands here; it wants a folder.
            outputs = resources.setdefault("outputs", {})
            outputs[f"./{page.places.beside}"] = resources["lines"].encode("utf-8")
        return _light(page), resources


def _light(page: pages.Page) -> str:
    """Write a page; what makes it too large and can be had elsewhere is left out."""
    for left_out in ("", "svg", "csv"):
        for block in page.blocks if left_out else ():
            if isinstance(block.content, dict) and left_out in block.content:
                block.content[left_out] = ""
        html = render("page.html.j2", page=page)
        if len(html.encode("utf-8")) <= PAGE_BYTES:
            break
    return html


def _lines(page: pages.Page) -> str:
    """Write the page of lines beside a page; fewer of each number where it would be too large."""
    room = MOST_LINES
    while True:
        sections = lines.sections(page.places, page.file, room)
        html = render("lines.html.j2", page=page, sections=sections)
        if len(html.encode("utf-8")) <= PAGE_BYTES or room < 1:
            return html
        room //= 2


def render(template: str, **content: Any) -> str:
    """Fill a template: styles and content policy are given, everything else is escaped."""
    style = stylesheet()
    html = (
        environment()
        .get_template(template)
        .render(style=Markup(style), policy=policy(style), **content)
    )
    return visible(html)


def policy(style: str) -> str:
    """Write the content policy: one known style sheet, and nothing else at all."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def stylesheet() -> str:
    """Join the colours of the theme with the style sheet of the template."""
    light = "".join(f"--{role}:{colour.light};" for role, colour in COLOURS.items())
    dark = "".join(f"--{role}:{colour.dark};" for role, colour in COLOURS.items())
    keys = "".join(f".k-{role}{{color:var(--{role})}}" for role in COLOURS) + _columns()
    keys += "".join(f".w{share}{{flex-grow:{share}}}" for share in range(1, 101))
    keys += "".join(f".g-{role}{{background:var(--{role})}}" for role in COLOURS if role[0] == "g")
    rules = (TEMPLATES / "style.css").read_text("utf-8")
    lines = (line.strip() for line in rules.splitlines())
    return (
        f":root{{color-scheme:light dark;{light}}}{keys}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        + "".join(line for line in lines if line and not line.startswith("/*"))
    )


def _columns() -> str:
    """Write the rules for columns of numbers (n) and dates (d), by their place in a table."""
    places = range(1, _MOST_COLUMNS + 1)
    numbers = ",".join(f".n{place} tr>:nth-child({place})" for place in places)
    dates = ",".join(f".d{place} td:nth-child({place})" for place in places)
    plain = ",".join(f".n{place} td:nth-child({place})" for place in places)
    return f"{numbers}{{text-align:right}}{dates},{plain}{{white-space:nowrap}}"


@cache
def environment() -> Environment:
    """Make the template engine: it escapes everything that is not known as markup."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
