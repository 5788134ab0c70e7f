"""Read who wrote the article on a web page: what it declares, or prints beside its headline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import lxml.etree
import regex

from analysis.corpus.language.dates import MONTH, WEEKDAY
from analysis.corpus.read.headline import letters, meta
from analysis.corpus.read.page_dates import ELSEWHERE
from analysis.corpus.read.structured import authors, data_of_article

_METAS: Final = (
    *(
        "dc:creator",
        "dc.creator",
        "dcterms.creator",
        "author",
        "authors",
        "article:author",
        "article:author_name",
        "parsely-author",
    ),
    *("sailthru.author", "byl", "byline", "citation_author"),
)
# What marks an element as one that names the author.
_MARKED: Final = regex.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?)(?:$|[\s_-])|byline|author-?(?:s|name)|(?<=[a-z])Authors?\b",
    regex.I,
)
_PAGE_OF_AUTHOR: Final = regex.compile(
    r"/(?:authors?|by|byline|people|profiles?|staff|contributors?|reporters?|journalists?|"
    r"editors|columnists?|writers?)/(?:@?[\w.%-]+/?)+(?:[?#].*)?$",
    regex.I,
)
# Where a name ends: a day, an hour, an address, a handle, what a reader can press.
_END: Final = regex.compile(
    rf"\b(?:{MONTH}\s+\d|\d|{WEEKDAY}\b,?\s)|\d|\S+@|@\w|\bhttps?:|\bwww\.|[[{{]"
    r"|\b(?:view|see|read|show|get|more|full|all|follow|contact|e-?mail|link copied|share|"
    r"updated|published|posted|bio(?:graphy)?|archives?|rss|feed|facebook|twitter|"
    r"is an?|covers|min read)\b",
    regex.I,
)
_APART: Final = regex.compile(r"\s*(?:[,;|•·&\n]|\s/\s|\s[–—-]\s|\b(?:and|und|et|y|with)\b)\s*")
_LEAD: Final = regex.compile(
    r"^\W*(?:(?:article|words|story|written|posted|reported|published|edited)\s+)?"
    r"(?:(?:by)+|von|par)\b:?\s*(?:by\s+)?"
    r"|^\W*authors?\s*:\s*",
    regex.I,
)
_PLACEHOLDER: Final = regex.compile(
    r"(?:nan|none|null|n/?a|undefined|unknown|user ?name|admin(?:istrator)?|guest|web ?master|"
    r"author|by|staff writers?|copyright|advertisement|comments?|print|save)",
    regex.I,
)
_ROLE: Final = regex.compile(
    r"(?:\w+ ){0,4}(?:editor|reporter|correspondent|writer|columnist|contributor|journalist|"
    r"producer|photographer|bureau chief|director|analyst|fellow|staff)s?",
    regex.I,
)
_NICKNAME: Final = regex.compile(r"\s*\([^()]*\)\s*")
# A full stop, but for that of "Jr." and of an initial.
_STOP: Final = regex.compile(r"(?<=\w{4})\.$")
# What goes on in the next element.
_GOES_ON: Final = regex.compile(r"(?:[,;&|/·•]|\b(?:and|by|with|author):?)$", regex.I)
_CARRIES_ON: Final = regex.compile(r"(?:[,;&|]|and\b)", regex.I)
_SUFFIX: Final = regex.compile(r"(?:Jr|Sr|II|III|IV|PhD|Ph\.D|MD|M\.D)\.?")
_BODY: Final = regex.compile(
    r"\b(?:news|press|staff|agency|agencies|desk|team|reuters|post|times|editors?|media|board|"
    r"magazine|wires?|service|nast|network|radio|tv|online|\w+\.(?:com|org|net))\b",
    regex.I,
)
_SMALL: Final = frozenset("de la le van von der den ter da do dos di del al el bin ibn y e".split())
_LONGEST_NAME: Final = 5
# Letters of a story behind which no byline stands, and those of a byline.
_FAR: Final = 1_500
_LONGEST: Final = 300


def byline(tree: Any, heading: Any, sites: frozenset[str], otherwise: str) -> str:
    """Find the authors of an article, written "Mina Holt, Tom Brask"; '' where none is named.

    Parameters
    ----------
    tree
        The page.
    heading
        Its headline, an element; or None.
    sites
        The names of its site, see `headline.site_names`.
    otherwise
        Whom another reader takes for the authors.
    """
    declared = next(filter(None, _declared(tree)), [])
    printed = _printed(tree, heading)
    people, named = ([n for n in some if _is_person(n, sites)] for some in (declared, printed))
    # The page can print more of them than its data hold.
    is_longer = len(named) > len(people) and _last(people) <= _last(named)
    return ", ".join((named if is_longer else people) or declared or names(otherwise))


def names(text: str) -> list[str]:
    """List the names of a byline, without what stands around them.

    Parameters
    ----------
    text
        As printed; each element of a page on a line of its own.

    Examples
    --------
    >>> names("By Mina Holt and Tom Brask June 3, 2031")
    ['Mina Holt', 'Tom Brask']
    """
    found: list[str] = []
    for piece in _APART.split(text):
        bare = _LEAD.sub("", piece)
        end = _END.search(bare)
        name = _NICKNAME.sub(" ", bare[: end.start()] if end else bare)
        name = _STOP.sub("", " ".join(name.split()).strip(" ,:|-–—_\u200b"))
        if _SUFFIX.fullmatch(name) and found:
            found[-1] += f", {name}"
        elif name and not _PLACEHOLDER.fullmatch(name) and not _ROLE.fullmatch(name):
            found.append(name)
    return list(dict.fromkeys(found))


def _declared(tree: Any) -> Iterator[list[str]]:
    for node in data_of_article(tree):
        yield names("\n".join(authors(node)))
    for name in _METAS:
        if (said := meta(tree, name)) and "://" not in said:
            yield names(said)


def _is_person(name: str, sites: frozenset[str]) -> bool:
    parts = name.replace(",", "").split()
    return (
        2 <= len(parts) <= _LONGEST_NAME
        and not _BODY.search(name)
        and letters(name) not in sites
        and all(part[:1].isupper() or part.casefold() in _SMALL for part in parts)
    )


def _last(found: Iterable[str]) -> set[str]:
    return {name.split()[-1].casefold() for name in found}


def _printed(tree: Any, heading: Any) -> list[str]:
    """Read the first byline behind the headline, or else above it."""
    above: list[str] = []
    behind, story = heading is None, 0
    for element in _of_article(tree, heading):
        behind |= element is heading
        if element.tag == "p" and behind:
            story += len(element.text_content())
        if story > _FAR:
            break
        if (behind or not above) and _is_marked(element) and (found := _named(element)):
            if behind:
                return found
            above = above or found
    return above


def _is_marked(element: Any) -> bool:
    if element.tag in ("meta", "link", "body", "main", "article", "img", "input", "time"):
        return False
    is_link = element.tag == "a" and _PAGE_OF_AUTHOR.search(element.get("href") or "")
    about = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_author = element.get("rel") == "author" or "author" in (element.get("itemprop") or "")
    is_marked = bool(is_link or is_author or _MARKED.search(about))
    return is_marked and 0 < sum(map(len, _lines(element))) <= _LONGEST


def _named(element: Any) -> list[str]:
    """Read the names of an element: those at its head, or of its links and of those beside it."""
    head = ""
    for line in _lines(element):
        if names(head) and not (_GOES_ON.search(head) or _CARRIES_ON.match(line)):
            break
        head = f"{head} {line}".strip()
    found = names(head)
    if not found:
        return []
    parent = element.getparent()
    is_line = parent is not None and sum(map(len, _lines(parent))) <= _LONGEST
    around = parent if is_line else element
    links = [other for other in around.iter() if _is_marked(other) and other is not around]
    linked = {name: 0 for link in links for name in names("\n".join(_lines(link)[:1]))}
    return list(linked) if set(found) < set(linked) else found


def _lines(element: Any) -> list[str]:
    """List the texts of an element and of those within it."""
    return [" ".join(text.split()) for text in element.itertext() if text.strip()]


def _of_article(tree: Any, heading: Any) -> Iterator[Any]:
    """Give the elements where the page's own author can be named, in reading order."""
    holders = set(heading.iterancestors()) if heading is not None else set()
    walk = lxml.etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        about = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_whole = element.tag in ("html", "body", "main", "article") or element in holders
        if element.tag in ("nav", "footer", "script", "style", "noscript", "template", "form") or (
            not is_whole and ELSEWHERE.search(about)
        ):
            walk.skip_subtree()
        else:
            yield element
