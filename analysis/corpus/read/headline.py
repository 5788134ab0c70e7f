"""Find the headline of a web page: what the page prints, if its titles know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import lxml.etree
import regex

from analysis.corpus.language import words
from analysis.corpus.read.structured import data_of_article

# What stands between a headline and the name of its site, at either end.
_SEPARATOR: Final = regex.compile(r"\s+(?:[|‖:·•»›*~/]|[-‐-―−]{1,3}|::)\s+|\s*[|‖»›]\s*|:\s+")
# What stands between a headline and a site whose name is not known.
BARS: Final = regex.compile(r"\s+(?:[|‖•·»›*~]|[-‐-―−]{1,3}|::)\s+|\s*[|‖»›]\s*")
_TITLES: Final = ("dc:title", "dc.title", "og:title", "twitter:title", "sailthru.title")
_SITES: Final = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
_HOST: Final = regex.compile(r"//(?P<whole>(?:www\.)?(?P<host>[^/:?#]+))")
# Least letters of a site's name, and its share of a longer one that holds it.
_SHORTEST_SITE: Final = 3
_MOST: Final = 0.5
# Least share of a heading's words that a title must know, and of the title's that the heading must.
_KNOWN: Final = 0.4
_COVERED: Final = 0.3
# How alike a title and a lesser heading must be (F1 of their words).
_SAME: Final = 0.8
_LONGEST: Final = 40
_APART: Final = frozenset("br div p li tr td".split())
_UNSEEN: Final = frozenset("script style noscript template svg".split())


class Headline(NamedTuple):
    """A page's headline.

    Attributes
    ----------
    text
        As the page prints it; where no heading is one, as it declares it.
    shared
        The wording for other sites (`og:title`) where it has other words; else ''.
    element
        The heading; None where none is.
    """

    text: str
    shared: str
    element: Any


def headline(tree: Any, sites: frozenset[str], otherwise: str = "") -> Headline:
    """Find the heading that shares words with a title that the page declares.

    Parameters
    ----------
    tree
        The page.
    sites
        The names of its site, from `site_names`.
    otherwise
        What another reader takes for the headline.
    """
    declared = [without_site(title, sites) for title in _declared(tree)]
    titles = [terms(max(BARS.split(title), key=len)) for title in declared if title]
    element = _best(tree.iter("h1"), titles, 0)
    if element is None:
        lesser = tree.xpath("//h2 | //h3 | //*[@itemprop='headline'][not(self::meta)]")
        element = _best(lesser, titles, _SAME)
    if element is None:
        return Headline(_of_page(tree, declared, without_site(otherwise, sites)), "", None)
    text = text_of(element)
    text = without_site(text, sites) or text
    shared = without_site(meta(tree, "og:title"), sites)
    is_other = bool(text and shared) and terms(text) != terms(shared)
    return Headline(text, shared if is_other else "", element)


def site_names(tree: Any, outlet: str, url: str) -> frozenset[str]:
    """List what a page calls its site, in small letters and digits.

    Parameters
    ----------
    tree
        The page.
    outlet, url
        What else is known of it, or ''.
    """
    found = [outlet, *(meta(tree, name) for name in _SITES)]
    for node in data_of_article(tree):
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            found.append(publisher["name"])
    links = [*tree.xpath("//link[@rel='canonical']/@href"), meta(tree, "og:url"), url]
    for match in filter(None, map(_HOST.search, links)):
        labels = match["host"].split(".")
        # "portpost" of "news.portpost.example", and the whole.
        found += [match["host"], max(labels[:-1] or labels, key=len)]
    return frozenset(filter(lambda name: len(name) >= _SHORTEST_SITE, map(letters, found)))


def host_of(tree: Any) -> str:
    """Give the host that a page says it is of; '' where it says none."""
    links = [*tree.xpath("//link[@rel='canonical']/@href"), meta(tree, "og:url")]
    found = next(filter(None, map(_HOST.search, links)), None)
    return found["whole"] if found else ""


def without_site(title: str, sites: frozenset[str]) -> str:
    """Take the site's own name off either end of a headline, whatever the dash.

    Examples
    --------
    >>> without_site("Bridge reopens -- Harbour Post", frozenset({"harbourpost"}))
    'Bridge reopens'
    >>> without_site("Harbour Post | Bridge reopens", frozenset({"harbourpost"}))
    'Bridge reopens'
    """
    title = " ".join(title.split())
    while parts := list(_SEPARATOR.finditer(title)):
        if _is_site(title[parts[-1].end() :], sites):
            title = title[: parts[-1].start()]
        elif _is_site(title[: parts[0].start()], sites):
            title = title[parts[0].end() :]
        else:
            break
    return title


def meta(tree: Any, name: str) -> str:
    """Give what a page's metadata say under a name; '' for nothing."""
    for element in tree.iter("meta"):
        named = [_folded(element.get(key)) for key in ("property", "name", "itemprop")]
        # Some archives of pages write `value`.
        said = " ".join((element.get("content") or element.get("value") or "").split())
        if said and name in named:
            return said
    return ""


def text_of(element: Any) -> str:
    """Write the text of an element as a reader sees it, on one line."""
    return " ".join("".join(_texts(element)).split())


def terms(text: str) -> frozenset[str]:
    """List the words of a text, in small letters."""
    return frozenset(word.group().casefold().replace("’", "'") for word in words(text))


def letters(name: str) -> str:
    """Fold a name to its small letters and digits.

    Examples
    --------
    >>> letters("The Harbour Post")
    'theharbourpost'
    """
    return "".join(filter(str.isalnum, name)).casefold()


def _texts(element: Any) -> Iterator[str]:
    walk = lxml.etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        apart = " " if node.tag in _APART else ""
        if event == "end":
            yield apart + ((node.tail or "") if node is not element else "")
        elif node.tag in _UNSEEN:
            walk.skip_subtree()
        else:
            yield apart + (node.text or "")


def _declared(tree: Any) -> Iterator[str]:
    yield next(filter(None, (" ".join((t.text or "").split()) for t in tree.iter("title"))), "")
    yield from (meta(tree, name) for name in _TITLES)


def _best(headings: Any, titles: list[frozenset[str]], least: float) -> Any:
    """Choose the heading that is most like a title; the first of those that are equally so."""
    best, alike = None, least
    for heading in headings:
        its = terms(text_of(heading))
        score = max((_alike(its, title) for title in titles), default=0.0)
        if score > alike or (best is None and score >= alike > 0):
            best, alike = heading, score
    return best


def _alike(its: frozenset[str], title: frozenset[str]) -> float:
    """Say how like a title a heading is (F1 of their words); 0 where it knows too few of it."""
    both = len(its & title)
    known = both >= _KNOWN * len(its) and both >= _COVERED * len(title)
    return 2 * both / (len(its) + len(title)) if both and known and len(its) <= _LONGEST else 0.0


def _of_page(tree: Any, declared: list[str], otherwise: str) -> str:
    """Choose a title that no heading prints: the other reader's, if the page declares its words."""
    # Dublin Core names the work itself.
    if named := meta(tree, "dc:title") or meta(tree, "dc.title"):
        return named
    is_known = any(_alike(terms(otherwise), terms(title)) for title in declared)
    return otherwise if is_known else next(filter(None, declared), otherwise)


def _is_site(text: str, sites: frozenset[str]) -> bool:
    its = letters(text)
    return any(
        (its in site or site in its)
        and min(len(its), len(site)) >= max(_SHORTEST_SITE, _MOST * max(len(its), len(site)))
        for site in sites
    )


def _folded(name: str | None) -> str:
    return (name or "").casefold()
