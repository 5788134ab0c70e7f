"""Take the article out of a saved web page.

trafilatura finds the text, standfirst and site name in what is left of the page without its
furniture; the headline is what the page prints. The source of an HTML document is title,
standfirst and byline lines, then that text, so offsets point into something a reader can check.
"""

from __future__ import annotations

import copy
import html
import json
from typing import Any, Final

import lxml.etree
import lxml.html
import regex
import trafilatura
from trafilatura.settings import Document

from analysis.corpus.language import count_words, words
from analysis.corpus.read.bylines import byline
from analysis.corpus.read.furniture import refusal, take_out, without
from analysis.corpus.read.headline import headline, letters, site_names, text_of
from analysis.corpus.read.page_dates import page_date

_SEEN: Final = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
# Tags that stand within each other, and how deep they do at most.
_NESTED: Final = regex.compile(
    r"</?(?:div|span|font|b|i|em|strong|center|section|article|main|small|big|u|blockquote|ul|ol|"
    r"table|tbody|tr|td|a|form|fieldset|aside|header)\b[^<>]*+>",
    regex.I,
)
_DEEPEST: Final = 120
_HEADLINE: Final = regex.compile(r'"headline"\s*:\s*("(?:[^"\\]|\\.)*")')
# Share of a declared headline's words that the page's title must know: a page declares others' too.
_ALIKE: Final = 0.4
_LONGEST_STANDFIRST: Final = 400
# Letters of a longer paragraph; the share of those of a page that an article mostly holds, and
# how much more is worth another look.
_PARAGRAPH: Final = 60
_WHOLE: Final = 0.8
_MORE: Final = 0.1
# Titles and headlines that can tell that a page holds no article.
_TITLES: Final = 4


def article(page: str) -> dict[str, Any]:
    """Take title, standfirst, byline, site, date and text out of a page.

    Parameters
    ----------
    page
        The HTML as decoded.

    Returns
    -------
    `source`, `title`, `html_standfirst`, `html_byline`, `outlet`, `url`, `_found` (a
    `PageDate`), `words_page` (words visible on the page, kept or not), `_refused` (why it holds
    no article) and `_shared` (another wording of its headline); empty where the page has none.
    """
    tree = _tree(page)
    if tree is None:
        return {"source": "", "words_page": 0}
    visible = count_words(" ".join(tree.xpath(_SEEN)))
    extracted = _extracted(tree)
    if extracted is None:
        return {"source": "", "words_page": visible, "_refused": _refusal(tree, "", frozenset())}
    text, outlet = extracted.text or "", _site(tree, _line(extracted.sitename or ""))
    url = extracted.url or ""
    sites = site_names(tree, outlet, url)
    printed = headline(tree, sites, _declared(page, extracted.title or "") or extracted.title or "")
    title = printed.text
    standfirst = _line(extracted.description or "")
    if standfirst.rstrip("….")[:60] in text or len(standfirst) > _LONGEST_STANDFIRST:
        standfirst = ""
    by = byline(tree, printed.element, sites, (extracted.author or "").replace(";", ","))
    # trafilatura keeps the headline as the first line of some pages.
    text = text.removeprefix(title).lstrip()
    published = page_date(tree, url)
    return {
        "source": "\n\n".join([line for line in (title, standfirst, by) if line] + [text]),
        "title": title,
        "html_standfirst": standfirst,
        "html_byline": by,
        "outlet": outlet,
        "url": url,
        "_found": tuple(published) if published else (),
        "words_page": visible,
        "_refused": _refusal(tree, text, sites),
        "_shared": printed.shared,
    }


def _site(tree: Any, name: str) -> str:
    """Take a site's name; not a headline ("Tolls rise 4.8 percent") that is taken for a host."""
    if " " not in name or "." not in name or letters(name) in site_names(tree, "", ""):
        return name
    headings = (letters(" ".join(heading.itertext())) for heading in tree.iter("h1"))
    return "" if letters(name) in headings else name


def _extracted(tree: Any) -> Document | None:
    """Let trafilatura look for the article in what is left of the page without its furniture."""
    left = copy.deepcopy(tree)
    out = take_out(left, headline(left, site_names(left, "", "")).element)
    found = _by_trafilatura(left)
    held = _held(left, found)
    if out and held < _WHOLE:
        # Less of a page can look like less of an article.
        other = _by_trafilatura(tree)
        if other is not None:
            other.text = "\n".join(without(other.text or "", out))
            if _held(left, other) > held + _MORE:
                return other
    return found


def _by_trafilatura(tree: Any) -> Document | None:
    found = trafilatura.bare_extraction(
        # Of some pages it makes nothing but from a text.
        lxml.html.tostring(tree, encoding="unicode"),
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # `page_dates` looks for the day.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return found if isinstance(found, Document) else None


def _held(tree: Any, found: Document | None) -> float:
    """Say which share of a page's longer paragraphs is in what was found, by letters."""
    lines = map(_line, (found.text or "").splitlines() if found is not None else [])
    ends = {end for line in lines for end in (line[:_PARAGRAPH], line[-_PARAGRAPH:])}
    paragraphs = (_line(p.text_content()) for p in tree.iter("p"))
    longer = [p for p in paragraphs if len(p) >= _PARAGRAPH]
    held = sum(len(p) for p in longer if p[:_PARAGRAPH] in ends or p[-_PARAGRAPH:] in ends)
    return held / max(1, sum(map(len, longer)))


def _refusal(tree: Any, text: str, sites: frozenset[str]) -> str:
    titles = [text_of(each) for each in (*tree.iter("title"), *tree.iter("h1"))]
    return refusal(titles[:_TITLES], text, sites)


def _line(text: str) -> str:
    return " ".join(text.split())


def _tree(page: str) -> Any:
    try:
        parser = _parser()
        tree = lxml.html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
        if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
            # libxml2 takes no more than 256 elements within each other, and drops what is deeper.
            flat = _shallow(page).encode("utf-8", "replace")
            tree = lxml.html.document_fromstring(flat, parser=_parser())
    except (lxml.etree.ParserError, ValueError):
        return None
    return tree


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _shallow(page: str) -> str:
    """Leave out the tags of elements that stand deeper than a page needs, and not their text."""
    depth = 0

    def kept(tag: regex.Match[str]) -> str:
        nonlocal depth
        is_end = tag.group().startswith("</")
        depth = max(0, depth - 1) if is_end else depth + 1
        return tag.group() if depth + is_end <= _DEEPEST else ""

    shallow: str = _NESTED.sub(kept, page)
    return shallow


def _declared(page: str, title: str) -> str:
    """Find the headline of the page's structured data that its metadata know, too."""
    title_terms = _terms(title)
    for declared in map(_line, _headlines(page)):
        terms = _terms(declared)
        if len(terms & title_terms) > _ALIKE * len(terms):
            return declared
    return ""


def _headlines(page: str) -> list[str]:
    """Read the headlines of the page's structured data (schema.org)."""
    headlines = []
    for match in _HEADLINE.finditer(page):
        try:
            headlines.append(html.unescape(json.loads(match.group(1), strict=False)))
        except json.JSONDecodeError:
            continue
    return headlines


def _terms(text: str) -> set[str]:
    return {word.group().casefold().replace("’", "'") for word in words(text)}
