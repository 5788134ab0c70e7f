"""Markup from a notebook becomes markup for a page: little of it, and none that acts.

Three fences stand one behind the other: mistune escapes raw HTML in Markdown, nh3 keeps a
short list of elements, and the page's content policy allows no script and no request.
"""

from __future__ import annotations

from typing import Final

import mistune
import nh3

from analysis.figures.text import visible

_MARKDOWN_TAGS: Final = frozenset(
    [
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
_TABLE_TAGS: Final = frozenset(
    ["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "p", "br", "em", "strong"]
)
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "template",
        "form",
        "noscript",
        "title",
    ]
)

_markdown: Final = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])


def markdown(source: str) -> str:
    """Turn Markdown into harmless HTML; raw HTML in it is shown as text."""
    return _clean_markdown(str(_markdown(visible(source))))


def table_markup(source: str) -> str:
    """Keep the tables and the plain text of HTML that a cell emitted."""
    return _clean_tables(visible(source))


def _clean_markdown(markup: str) -> str:
    return visible(
        nh3.clean(
            markup,
            tags=set(_MARKDOWN_TAGS),
            clean_content_tags=set(_DROPPED),
            attributes={"a": {"href", "title"}},
            url_schemes=set(_SCHEMES),
            link_rel="noopener noreferrer",
        )
    )


def _clean_tables(markup: str) -> str:
    return visible(
        nh3.clean(
            markup,
            tags=set(_TABLE_TAGS),
            clean_content_tags=set(_DROPPED),
            attributes={"th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
            url_schemes=set(),
            link_rel=None,
        )
    )
