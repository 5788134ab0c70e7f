"""Take out of a web page what is no part of its article, and tell pages that hold none."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import Any, Final, NamedTuple

import regex

from analysis.corpus.language import count_words
from analysis.corpus.read.headline import BARS, host_of, text_of, without_site

# Names of elements that hold no words of the article, whole words of class or id.
_FURNITURE: Final = regex.compile(
    r"(?:^|[\s_-])(?:share|shar(?:ing|ebar)|share-?(?:bar|tools?|links?)|social(?:-?(?:media|links|"
    r"share|bar|buttons))?|addthis\w*|sharedaddy|author-?(?:bio|box|card|info|description|profile)|"
    r"about-?(?:the-)?author|bio|related(?:-?\w+)?|more-?(?:from|stories|news|headlines|on)|"
    r"read-?(?:more|next|also)|trending|most-?(?:read|popular|viewed)|recommend(?:ed|ations?)|"
    r"newsletters?(?:-?\w+)?|sign-?up|consent|cookies?|"
    r"outbrain|taboola|advert(?:isement)?s?|promos?)(?:$|[\s_-])",
    regex.I,
)
_CAPTION: Final = regex.compile(
    r"(?:^|\s)(?:(?:image|photo|img|media|figure|slide|wp)[_-])?(?:caption|cutline)(?:[_-]text)?"
    r"(?:$|\s)|(?:^|\s)(?:image|photo)[_-]credit(?:$|\s)",
    regex.I,
)
_PULL_QUOTE: Final = regex.compile(r"(?:^|[\s_-])(?:pull-?quote|quote-?pull)", regex.I)
_WHOLE: Final = frozenset("html head body main article".split())
# A paragraph is marked by what bars it, too.
_NEVER: Final = _WHOLE | {"p"}
# Furniture holds few of a page's words in paragraphs.
_SHARE: Final = 0.25
_MOST_WORDS: Final = 150
# So many siblings that link to other stories of the site are a list of teasers; words of each.
_LIST: Final = 3
_TEASER: Final = range(4, 120)
_LEADING: Final = (
    "//a[@href][not(starts-with(@href, '#'))]"
    "[ancestor::h2 or ancestor::h3 or ancestor::h4 or .//h2 or .//h3 or .//h4]"
)
_UP: Final = 5
# Words of an opening.
_OPENING: Final = 40
# A heading and a picture, say.
_CARD: Final = 2
# Words of a quotation that is set apart, and how many of them a page is searched for.
_SHORTEST_PULLED: Final = 4
_MOST_PULLED: Final = 50
# Words that no page without an article has; and none whose title and text both say what it is.
FEW: Final = 120
_SEVERAL: Final = 400


class _Kind(NamedTuple):
    """A kind of page without an article: what its title is, and what its text says."""

    reason: str
    title: regex.Pattern[str]
    text: regex.Pattern[str]


def _any(*patterns: str) -> regex.Pattern[str]:
    return regex.compile("|".join(patterns), regex.I)


_ERROR: Final = r"(?:(?:http )?error\W*)?"
_HUMAN: Final = (
    r"\b(?:verify|confirm)(?:ing)? (?:that )?you(?:'re| are) (?:a |not a )?(?:human|robot)\b"
)
_SCRIPTS: Final = r"\b(?:enable|turn on) (?:javascript|cookies|js)\b"
_NO_ARTICLE: Final = (
    _Kind(
        "the page was not found",
        _any(
            rf"{_ERROR}404\W*(?:error|(?:page |file )?not found)?\W*|{_ERROR}not found\W*",
            r"(?:(?:sorry|oops|the|this)\W+)*(?:page|article|file|story|url) "
            r"(?:(?:was|is|could|can) ?)?(?:not (?:be )?(?:found|available)|missing|"
            r"no longer available|does ?n[o']t exist)\W*(?:error)?\W*(?:404)?\W*",
        ),
        _any(
            r"\b(?:page|article|story|url|address) (?:that )?you(?: are|'re| were| have)? "
            r"(?:looking for|requested|tried to)\b.{0,60}"
            r"\b(?:not|no longer|moved|removed|deleted|unavailable|doesn't)\b"
        ),
    ),
    _Kind(
        "an error page",
        _any(
            rf"{_ERROR}(?:40[0-35-9]|410|429|451|50\d|52\d)\W*(?:error|bad request|unauthorized|"
            r"forbidden|gone|bad gateway|service unavailable|internal server error)?\W*",
            r"access (?:to this page )?(?:has been |is )?(?:denied|forbidden)\W*|forbidden",
            r"bad gateway|service (?:temporarily )?unavailable|internal server error",
            r"gateway time-?out|too many requests",
            r"(?:451\W*)?unavailable (?:due to|for) legal reasons",
        ),
        _any(
            r"\byou (?:don't|do not) have permission to access\b",
            r"\bis (?:unavailable|not available) in your (?:country|region|location)\b",
        ),
    ),
    _Kind(
        "a browser check",
        _any(
            r"just a moment\W*|attention required!?.{0,20}|pardon our interruption\W*",
            r"(?:checking|please wait while we (?:check|verify)) your browser\b.*",
            r"are you (?:a )?(?:human|robot)\W*|robot check|captcha|ddos(?:-guard| protection).*",
            r"(?:security|human|browser|bot) (?:check|verification)",
            rf".{{0,20}}{_HUMAN}.{{0,40}}|(?:please )?{_SCRIPTS}.*",
        ),
        _any(
            r"\bchecking (?:if the site|your browser)\b|\bunusual (?:traffic|activity) from your\b",
            rf"{_SCRIPTS}.{{0,60}}\b(?:continue|proceed|to (?:view|access))\b|{_HUMAN}",
        ),
    ),
    _Kind(
        "a consent page",
        _any(
            r"before you continue(?: to .{2,30})?\W*|(?:we value )?your (?:privacy|data)"
            r"(?: (?:choices|settings|matters|is important to us))?\W*",
            r"(?:cookies?|privacy|consent) (?:consent|settings|preferences|notice|choices)",
            r"(?:manage )?(?:your )?consent",
        ),
        _any(
            r"\bwe (?:and our (?:\w+ )?partners )?(?:use|store) (?:cookies|and/or access)\b",
            r"\b(?:accept|agree to) (?:all |our use of )?cookies\b",
        ),
    ),
)
# Words of a site's name.
_LONGEST_SITE: Final = 4
# Where in a short text the note stands.
_NEAR: Final = 250


def refusal(titles: list[str], text: str, sites: frozenset[str]) -> str:
    """Say why a page holds no article: an error, a browser check, a consent page; or ''.

    Parameters
    ----------
    titles
        The page's title and headlines.
    text
        What was found of an article.
    sites
        The names of its site, see `headline.site_names`.

    Examples
    --------
    >>> refusal(["404 Not Found | Harbour Post"], "Try our search.", frozenset({"harbourpost"}))
    'no article: the page was not found'
    """
    size = count_words(text)
    if size >= _SEVERAL:
        return ""
    bare = [each for title in titles for each in _alone(without_site(title, sites))]
    plain = " ".join(text.split()).replace("’", "'")
    for kind in _NO_ARTICLE:
        is_called = any(map(kind.title.fullmatch, bare))
        if size < FEW and (is_called or kind.text.search(plain, endpos=_NEAR)):
            return f"no article: {kind.reason}"
        if is_called and kind.text.search(plain):
            return f"no article: {kind.reason}"
    return ""


def _alone(title: str) -> list[str]:
    """List a title, and what of it stands before or behind a name of a few words."""
    parts = [part.strip() for part in BARS.split(title)]
    first, last = parts[0], parts[-1]
    beside = [
        one for one, other in ((first, last), (last, first)) if len(other.split()) <= _LONGEST_SITE
    ]
    return [title.strip(), *beside]


def take_out(tree: Any, heading: Any) -> set[str]:
    """Take furniture, captions, teasers, and what is printed twice, out of a page.

    Parameters
    ----------
    tree
        The page; it is changed.
    heading
        Its headline, an element of it; or None.

    Returns
    -------
    The words of what was taken out, and of each element in it, folded as `without` asks.
    """
    out: set[str] = set()
    kept = {heading, *heading.iterancestors()} if heading is not None else set()
    for element in kept:
        if element is not None and element.tag in ("aside", "footer", "nav", "header"):
            element.tag = "div"
    for element in tree.xpath("//*[contains(@class, 'teaser')]"):
        if _is_opening(element):
            del element.attrib["class"]
    _drop_pull_quotes(tree, out)
    _drop_teasers(tree, kept, out)
    whole = sum(count_words(p.text_content()) for p in tree.iter("p"))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or element in kept:
            continue
        about = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_caption = element.tag == "figcaption" or _CAPTION.search(about)
        if is_caption or _FURNITURE.search(about):
            size = count_words(element.text_content())
            if size <= min(_MOST_WORDS, _SHARE * whole):
                _drop(element, out)
    return out


def without(text: str, out: set[str]) -> list[str]:
    """List the lines of a text that are not in what was taken out of its page."""
    return [line for line in text.splitlines() if _plain(line) not in out]


def _drop(element: Any, out: set[str]) -> None:
    if element.getparent() is not None:
        out |= {_bare(each) for each in element.iter()}
        element.drop_tree()


def _is_opening(element: Any) -> bool:
    """Tell the opening of a barred article, which is called a teaser too: no heading, and long."""
    if any(True for _ in element.iter("h1", "h2", "h3", "h4")):
        return False
    return sum(count_words(p.text_content()) for p in element.iter("p")) >= _OPENING


def _drop_pull_quotes(tree: Any, out: set[str]) -> None:
    """Drop a quotation that is set apart, if the article holds its words."""
    marked = (each for each in tree.xpath("//*[@class]") if each.tag not in _NEVER)
    quotes = [each for each in marked if _PULL_QUOTE.search(each.get("class"))][:_MOST_PULLED]
    if not quotes:
        return
    inside = {each for quote in quotes for each in quote.iter()}
    story = " ".join(_bare(p) for p in tree.iter("p") if p not in inside)
    for quote in quotes:
        # Whose words they are stands beneath them.
        longest = max((_plain(text) for text in quote.itertext()), key=len, default="")
        if longest.count(" ") + 1 >= _SHORTEST_PULLED and longest in story:
            _drop(quote, out)


def _drop_teasers(tree: Any, kept: set[Any], out: set[str]) -> None:
    """Drop what has a heading that leads to another story, in a row or with no other link.

    Where hardly any paragraph is left without them, they are the article: a round-up.
    """
    site = host_of(tree)
    rows: dict[tuple[Any, ...], dict[Any, None]] = defaultdict(dict)
    cards: dict[Any, None] = {}
    for link in tree.xpath(_LEADING):
        for holder in islice(link.iterancestors("li", "div", "article", "section"), _UP):
            row = rows[holder.getparent(), holder.tag, holder.get("class")]
            if holder in kept or holder in row:
                break
            row[holder] = None
            if _is_card(holder, site):
                cards[holder] = None
    many = (each for row in rows.values() if len(row) >= _LIST for each in row)
    teasers = [each for each in (*many, *cards) if count_words(each.text_content()) in _TEASER]
    inside = {within for each in teasers for within in each.iter("p")}
    left = (count_words(p.text_content()) for p in tree.iter("p") if p not in inside)
    if teasers and sum(left) >= FEW:
        for each in teasers:
            _drop(each, out)


def _is_card(holder: Any, site: str) -> bool:
    """Tell a box all of whose links, two at least, lead to one other page of the site."""
    links = [each.get("href") for each in holder.iter("a") if each.get("href")]
    if len(links) < _CARD or len(set(links)) > 1:
        return False
    href: str = links[0]
    is_own = href.startswith("/") and not href.startswith("//")
    return is_own or (bool(site) and f"//{site}/" in href)


def _bare(element: Any) -> str:
    return _plain(text_of(element))


def _plain(text: str) -> str:
    """Fold a text to its words."""
    return " ".join(regex.findall(r"\w+", text.casefold()))
