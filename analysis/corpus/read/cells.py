"""Take what a cell says out of how exports and spreadsheets write it."""

from __future__ import annotations

import ast
import html
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
import regex

# What programs write where there is nothing.
_MISSING: Final = frozenset(
    "nan none null nil nat n/a na #n/a <na> undefined [removed] [deleted] [null]".split()
)
_LONGEST_MISSING: Final = max(map(len, _MISSING))
_ENTITY: Final = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCK: Final = regex.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote|section|article|tr|table)|br)(?:\s[^<>]*)?/?>\s*",
    regex.I,
)
_GAP: Final = regex.compile(r"\n{3,}")
_INLINE: Final = regex.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|img|mark|small|span|strike|strong|sub|sup|td|tt|u)"
    r"(?:\s[^<>]*)?/?>",
    regex.I,
)
# What nobody sees: from here to there.
_UNSHOWN: Final = {"<!--": "-->", "<script": "</script>", "<style": "</style>"}
_LEFT_OUT: Final = regex.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(\d[\d,]*) chars\]\s*$")
_LISTED: Final = regex.compile(r"\s*[\[(].*[\])]\s*", regex.S)
_NAMES: Final = ("name", "full_name", "title", "text", "value")
# Characters that a cell of Excel holds.
_CELL: Final = 32_767


def plain(value: Any) -> str:
    """Write a cell as text; missing values as ''; lists joined by '; '; of an object its name.

    Examples
    --------
    >>> plain(["Ada Lorne", {"name": "Tom Brask"}]), plain(float("nan")), plain(2021.0)
    ('Ada Lorne; Tom Brask', '', '2021.0')
    """
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and value != value) or value is pd.NaT:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(plain, value)))
    if isinstance(value, Mapping):
        return next((plain(value[name]) for name in _NAMES if value.get(name)), "")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def present(cell: str) -> str:
    """Give a cell, or '' where it says that there is nothing.

    Examples
    --------
    >>> present("nan"), present(" N/A "), present("[Removed]"), present("Nan Holt")
    ('', '', '', 'Nan Holt')
    """
    if len(cell) > _LONGEST_MISSING + 8:
        return cell
    return "" if cell.strip().casefold() in _MISSING else cell


def shown(text: str) -> str:
    r"""Write out entities and markup as a reader would see them; a block is a paragraph.

    Examples
    --------
    >>> shown("<p>Bridge &amp; pier</p><p>&ldquo;Shut&rdquo;, <b>he</b> said: 3 &lt; 5.</p>")
    'Bridge & pier\n\n“Shut”, he said: 3 < 5.'
    """
    if "<" in text:
        plainer = _INLINE.sub("", _BLOCK.sub("\n\n", _seen(text)))
        text = text if plainer == text else _GAP.sub("\n\n", plainer).strip()
    # Some are written twice: &amp;ldquo;
    for _ in range(2):
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return text


def _seen(text: str) -> str:
    for opening, closing in _UNSHOWN.items():
        kept, at = [], 0
        while (begin := text.find(opening, at)) >= 0 and (end := text.find(closing, begin)) >= 0:
            kept.append(text[at:begin])
            at = end + len(closing)
        text = "".join([*kept, text[at:]])
    return text


def whole(text: str) -> tuple[str, str]:
    """Take off what an export says of the rest it left out; also says how a text is cut, or ''.

    Examples
    --------
    >>> whole("Engineers found… [+2310 chars]")
    ('Engineers found', 'the text is cut: 2310 characters more were left out')
    """
    if text.endswith("chars]") and (left := _LEFT_OUT.search(text, max(0, len(text) - 60))):
        return text[: left.start()], f"the text is cut: {left[1]} characters more were left out"
    if len(text) == _CELL:
        return text, f"the text may be cut: it has {_CELL:,} characters, the most of an Excel cell"
    return text, ""


def people(cell: str) -> str:
    """Read names out of a list that is written as Python or JSON does.

    Examples
    --------
    >>> people("['Ada Lorne', 'Tom Brask']"), people("[]"), people("Ada Lorne")
    ('Ada Lorne; Tom Brask', '', 'Ada Lorne')
    """
    if len(cell) > 2_000 or not _LISTED.fullmatch(cell):
        return cell
    try:
        value = ast.literal_eval(cell.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return cell
    return plain(value) if isinstance(value, list | tuple) else cell


def article_of(body: Any) -> Any:
    r"""Take the text out of an article that is kept in parts, as Fundus does; else as it is.

    Examples
    --------
    >>> article_of({"summary": ["Shut."], "sections": [{"headline": [], "paragraphs": ["It is."]}]})
    'Shut.\n\nIt is.'
    """
    if isinstance(body, list):
        return "\n\n".join(filter(None, map(plain, body)))
    if not isinstance(body, Mapping) or "sections" not in body:
        return body
    lines = list(body.get("summary") or [])
    for section in body["sections"] or []:
        if isinstance(section, Mapping):
            lines += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
    return "\n\n".join(map(plain, lines))
