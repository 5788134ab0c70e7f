"""Say when the article on a web page came out, and what tells it.

What the page declares of this article (schema.org, metadata, a marked time) is given; what is
searched for, beside the headline or in the address, is inferred. A year in a footer, a day that
the story tells of, another article's data and the day of a masthead are no dates of this one;
"updated" is only the last possible day.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

import htmldate
import lxml.etree
import regex

from analysis.corpus.language.dates import FULL
from analysis.corpus.language.given_dates import CLOCK, Days, is_ambiguous, parse
from analysis.corpus.read.structured import data_of_article

# Names of metadata that say when an article was first published, without their marks.
_PUBLISHED: Final = frozenset(
    "articlepublishedtime ogarticlepublishedtime articlepublished articlepublisheddate "
    "articlepublicationdate articleoriginal articledateoriginal articlepostdate articlecreated "
    "ogpublishedtime ogpubdate ogpublishdate ogdatepublished datepublished publisheddate "
    "publisheddatetime publishedtime publishedat publishdate publishtime publicationdate "
    "dateposted datecreated originalpublicationdate pubdate pdate ptime displaydate date "
    "dcdate dcdateissued dcdatecreated dcdatepublication dctermsdate dctermsissued "
    "dctermscreated dccreated btpubdate sailthrudate parselypubdate rnewsdatepublished "
    "cxenseparserecspublishtime shareaholicarticlepublishedtime mediatorpublishedtime "
    "citationpublicationdate citationdate articlefirstpublished vrpublishedtime".split()
)
_NO_LETTER: Final = regex.compile(r"[\W_]+")
# Where other articles stand, or nothing of this one.
ELSEWHERE: Final = regex.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|comments?|footer|sidebar|popular|trending|teasers?|"
    r"promos?|most-?read|more-?news|latest|nav\w*|menu|masthead|copyright|widget|carousel)"
    r"(?:$|[\s_-])",
    regex.I,
)
_NO_PLACE: Final = frozenset("nav aside footer script style noscript template form select".split())
_MARKED: Final = regex.compile(
    r"date|time|publish|posted|byline|dateline|meta(?:$|[\s_-])|created|stamp", regex.I
)
_UPDATED: Final = regex.compile(
    r"updat|modif|edited|revis|aktualisiert|mis à jour|actualiz|correct|accessed|retrieved", regex.I
)
_FIRST: Final = regex.compile(r"publi|posted|created|original|first|issued|erstellt", regex.I)
_DAY: Final = regex.compile(
    rf"(?:\b(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b|{FULL.pattern}"
    r"|(?<![\d/.-])\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?![\d/.-]))"
    rf"(?:[\s,|@–—-]{{0,4}}(?:at\s+)?{CLOCK.pattern})?",
    regex.I,
)
_IN_ADDRESS: Final = regex.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2}|[a-z]{3})(?:[/-](?P<day>\d{1,2}))?(?=[/_-])"
)
# Behind year and month, the whole day once more: "/2021/06/210603-cracks".
_STAMP: Final = regex.compile(r"/(?:19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)[-_]")
# Letters of a line that may be a time stamp, and of the story behind which none stands.
_SHORT: Final = 120
_FAR: Final = 1_200
# What the tag before a date says of it.
_LABEL: Final = 40


class PageDate(NamedTuple):
    """When an article came out: the days it can mean as ISO dates, '' where an end is open."""

    earliest: str
    latest: str
    certainty: str
    evidence: str


def page_date(tree: Any, url: str = "") -> PageDate | None:
    """Find when the article on a page came out.

    Parameters
    ----------
    tree
        The page.
    url
        Where it stood.

    Returns
    -------
    None where nothing says it.
    """
    declared = _declared(tree)
    if declared:
        return declared
    in_address = _in_address(url)
    if in_address and in_address.earliest == in_address.latest:
        return in_address
    found = _beside_headline(tree) or _searched(tree)
    if in_address and not (found and in_address.earliest <= found.earliest <= in_address.latest):
        return in_address
    return found


def _of(days: Days, certainty: str, evidence: str) -> PageDate:
    first, last = days
    doubt = " (day or month first?)" if is_ambiguous(days) else ""
    return PageDate(first.isoformat(), last.isoformat(), certainty, f"{evidence}{doubt}")


# --- declared ---------------------------------------------------------------------------------


def _declared(tree: Any) -> PageDate | None:
    for text, where in chain(_structured(tree), _metadata(tree), _marked(tree)):
        if days := parse(text):
            return _of(days, "given", f"the page declares {text[:40]} ({where})")
    return None


def _structured(tree: Any) -> Iterator[tuple[str, str]]:
    """Give the days of the page's structured data that are of its article."""
    for node in data_of_article(tree):
        if isinstance(day := node.get("datePublished"), str):
            yield day, "datePublished"


def _metadata(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if _NO_LETTER.sub("", name).casefold() in _PUBLISHED and meta.get("content"):
            yield meta.get("content").strip(), name


def _marked(tree: Any) -> Iterator[tuple[str, str]]:
    """Give the days that elements are marked with as that of publication."""
    for element in tree.xpath(
        "//*[contains(@itemprop, 'datePublished') or (self::time and @pubdate)]"
        "[not(self::meta)][not(ancestor::aside or ancestor::footer or ancestor::nav)]"
    ):
        text = element.get("datetime") or element.get("content") or _line(element.text_content())
        found = text if parse(text) else _first_day(text[:_SHORT])
        if found:
            yield found, "datePublished"


# --- searched ---------------------------------------------------------------------------------


def _in_address(url: str) -> PageDate | None:
    """Read the day of an address, or its month.

    Examples
    --------
    >>> _in_address("https://post.example/2021/06/cracks")[:3]
    ('2021-06-01', '2021-06-30', 'inferred')
    >>> _in_address("https://post.example/2021/06/210603-cracks")[0]
    '2021-06-03'
    """
    match = _IN_ADDRESS.search(url)
    if not match:
        return None
    month, stamp = match["month"], _STAMP.match(url, match.end())
    if (
        stamp
        and not match["day"]
        and stamp["month"] == month
        and match["year"].endswith(stamp["year"])
    ):
        days = parse("-".join((match["year"], month, stamp["day"])))
        return _of(days, "inferred", f"the address has {stamp.group()[1:-1]}") if days else None
    text = f"{match['day'] or ''} {month} {match['year']}" if month.isalpha() else ""
    days = parse(text.strip() or "-".join(filter(None, match.group("year", "month", "day"))))
    return _of(days, "inferred", f"the address has {match.group().strip('/')}") if days else None


def _beside_headline(tree: Any) -> PageDate | None:
    """Read the time stamp that stands beside the headline."""
    bodies = tree.xpath("//body")
    stamps = list(_stamps(bodies[0])) if bodies else []
    first = [stamp for stamp in stamps if not stamp.is_update]
    if first:
        # One that says what it is before one that only stands there.
        best = next((stamp for stamp in first if stamp.is_first), first[0])
        return _of(best.days, "inferred", f"beside the headline: {best.text[:40]}")
    if stamps:
        latest = stamps[0].days[1].isoformat()
        return PageDate("", latest, "bound", f"last updated {latest}")
    return None


class _Stamp(NamedTuple):
    days: Days
    text: str
    is_update: bool
    is_first: bool


def _stamps(body: Any) -> Iterator[_Stamp]:
    """Give the time stamps around the headline: behind it before the story, or within the article.

    What stands before the headline counts only within the article: a masthead prints today.
    """
    has_headline = any(True for _ in body.iter("h1"))
    behind, story, label = not has_headline, 0, ""
    for element, text in _pieces(body):
        tag = element.tag
        if tag == "h1":
            behind = True
        size = len(text)
        is_line = size <= _SHORT
        if not is_line:
            story += size if behind else 0
        datetime = element.get("datetime") if tag == "time" else None
        about = f"{_names(element)} {element.get('itemprop') or ''}"
        found = datetime or (_first_day(text) if is_line else "")
        days = parse(found) if found else None
        if days and (days[0] == days[1] or is_ambiguous(days)):
            before = text[: text.find(found)] if found in text else ""
            told = f"{label} {before} {about}"[-160:]
            is_first, is_update = bool(_FIRST.search(told)), bool(_UPDATED.search(told))
            near = behind and story < _FAR
            is_mark = tag == "time" or _MARKED.search(about) or size - len(found) < _LABEL
            if is_mark and (near or is_first):
                yield _Stamp(days, found, is_update and not _FIRST.search(before), is_first)
            label = ""
        elif text:
            label = text[-_LABEL:] if is_line else ""


def _pieces(body: Any) -> Iterator[tuple[Any, str]]:
    """Give elements of the article with the text that they themselves hold, in reading order."""
    skipped: Any = None
    for event, element in _walk(body):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
            continue
        if event == "start":
            about = _names(element)
            if element.tag in _NO_PLACE or (
                element.tag not in ("body", "main", "article") and ELSEWHERE.search(about)
            ):
                skipped = element
                continue
            own = [element.text or "", *(child.tail or "" for child in element)]
            yield element, _line(" ".join(own))


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    for event, element in lxml.etree.iterwalk(body, events=("start", "end")):
        if isinstance(element.tag, str):
            yield event, element


def _first_day(text: str) -> str:
    match = _DAY.search(text)
    return match.group().strip() if match else ""


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_no_stamp(element: Any) -> bool:
    """Tell what never says when an article came out: data, paragraphs, furniture."""
    if element.getparent() is None or element.tag in ("head", "body", "main", "article"):
        return False
    about = _names(element)
    is_story = element.tag == "p" and len(element.text_content()) > _SHORT
    return element.tag in _NO_PLACE or is_story or bool(ELSEWHERE.search(about))


def _searched(tree: Any) -> PageDate | None:
    """Let htmldate look for a date in what is marked as one; it reads more languages than we do."""
    plain = copy.deepcopy(tree)
    for element in list(plain.iter()):
        if isinstance(element.tag, str) and _is_no_stamp(element):
            # What follows it stays.
            element.drop_tree()
    found = htmldate.find_date(plain, extensive_search=False, original_date=True)
    days = parse(found) if found else None
    return _of(days, "inferred", f"found on the page: {found}") if days else None
