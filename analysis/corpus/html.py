"""Take the article out of a saved web page.

trafilatura finds the text; title, standfirst, byline, site name and date come from the page's
own metadata. The source of an HTML document is title, standfirst and byline lines, then that
text, so offsets point into something a reader can check.
"""

from __future__ import annotations

from typing import Any, Final

import lxml.html
import regex
import trafilatura
from trafilatura.settings import Document

from analysis.corpus.language import count_words

_SEEN: Final = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
_SEPARATOR: Final = regex.compile(r"\s+[|\-–—:·»]\s+")


def article(page: str) -> dict[str, Any]:
    """Take title, standfirst, byline, site, date and text out of a page.

    Parameters
    ----------
    page
        The HTML as decoded.

    Returns
    -------
    `source`, `title`, `html_standfirst`, `html_byline`, `outlet`, `url`, `date` and
    `words_page` (words visible on the page, kept or not); empty where the page has none.
    """
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False
    )
    visible = _visible_words(page)
    if not isinstance(found, Document):
        return {"source": "", "words_page": visible}
    text = found.text or ""
    outlet = (found.sitename or "").strip()
    title = _title(found.title or "", outlet)
    standfirst = _line(found.description or "")
    if not standfirst or standfirst.rstrip("….")[:60] in text or len(standfirst) > 400:
        standfirst = ""
    byline = _line((found.author or "").replace(";", ","))
    # trafilatura keeps the headline as the first line of some pages.
    text = text.removeprefix(title).lstrip()
    head = [line for line in (title, standfirst, byline) if line]
    return {
        "source": "\n\n".join([*head, text]),
        "title": title,
        "html_standfirst": standfirst,
        "html_byline": byline,
        "outlet": outlet,
        "url": found.url or "",
        "date": found.date or "",
        "words_page": visible,
    }


def _line(text: str) -> str:
    return " ".join(text.split())


def _title(title: str, outlet: str) -> str:
    """Take the site's own name off the end of a headline.

    Examples
    --------
    >>> _title("Bridge reopens | Harbour Post", "Harbour Post")
    'Bridge reopens'
    """
    title = _line(title)
    parts = list(_SEPARATOR.finditer(title))
    if not parts or not outlet:
        return title
    tail = title[parts[-1].end() :].casefold()
    site = outlet.casefold()
    return title[: parts[-1].start()] if tail and (tail in site or site in tail) else title


def _visible_words(page: str) -> int:
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8", "replace"))
    except (lxml.etree.ParserError, ValueError):
        return 0
    return count_words(" ".join(tree.xpath(_SEEN)))
