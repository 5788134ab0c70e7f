"""Take out of a web page what is no part of its article, and tell pages that hold none."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import Any, Final

import regex

from analysis.corpus.language import count_words
from analysis.corpus.read.headline import text_of, without_site

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
_SHORTEST_PULLED: Final = 4
# Words of an article that none of the notes below has.
FEW: Final = 120
_KINDS: Final = {
    "the page was not found": (
        r"(?:(?:http )?error\W*)?404\b.{0,40}|(?:(?:sorry|oops)\W*)?(?:the |this )?"
        r"(?:page|article|file|story|url) (?:(?:was|could|can) ?)?(?:not (?:be )?found|missing|"
        r"no longer (?:exists|available)|does ?n[o']t exist).{0,30}|not found",
        r"\b(?:the|this) (?:page|article|story|url|address) (?:that )?(?:you(?: a|')re|you were|"
        r"you have|you) (?:looking for|requested|tried to)\b.{0,40}\b(?:not|no longer|moved|removed|"
        r"deleted|unavailable|doesn't)\b",
    ),
    "an error page": (
        r"(?:(?:http )?error\W*)?(?:40[0-35-9]|41\d|429|50\d|52\d)\b.{0,40}|access (?:to this page )?"
        r"(?:has been |is )?(?:denied|forbidden)|forbidden|bad gateway|service (?:temporarily )?"
        r"unavailable|internal server error|gateway time-?out|too many requests|"
        r"(?:451\W*)?unavailable (?:due to|for) legal reasons",
        r"\byou (?:don't|do not) have permission to access\b|\bis unavailable in your (?:country|"
        r"region|location)\b|\breference #\d+\.",
    ),
    "a browser check": (
        r"just a moment\W*|attention required!?.{0,20}|(?:checking|please wait while we (?:check|"
        r"verify)) your browser\b.*|are you (?:a )?(?:human|robot)\W*|(?:verify|confirm)(?:ing)? "
        r"(?:that )?you are (?:a )?human.*|(?:security|human|browser|bot) (?:check|verification)|"
        r"pardon our interruption\W*|ddos(?:-guard| protection).*|robot check|captcha|"
        r"please (?:enable|turn on) (?:javascript|cookies|js)\b.*",
        r"\bchecking (?:if the site|your browser)\b|\b(?:enable|turn on) (?:javascript|cookies|js)\b"
        r".{0,60}\b(?:continue|proceed|to (?:view|access))\b|\bverify(?:ing)? (?:that )?you are "
        r"(?:a )?human\b|\bunusual (?:traffic|activity) from your\b|\bnot a robot\b",
    ),
    "a consent page": (
        r"before you continue.*|(?:your|we value your) (?:privacy|data)\b.{0,40}|"
        r"(?:cookie|privacy|consent) (?:consent|settings|preferences|notice|choices)|"
        r"(?:manage )?(?:your )?consent",
        r"\bwe (?:and our (?:\w+ )?partners )?(?:use|store) (?:cookies|and/or access)\b|\b(?:accept|agree"
        r" to) (?:all |our use of )?cookies\b",
    ),
}
_NO_ARTICLE: Final = {
    reason: (regex.compile(title, regex.I), regex.compile(text, regex.I))
    for reason, (title, text) in _KINDS.items()
}
# Where in a short text the note stands.
_NEAR: Final = 250


def refusal(titles: list[str], text: str, sites: frozenset[str]) -> str:
    """Say why a page holds no article: an error, a browser check, a consent page; or ''.

    Parameters
    ----------
    titles
        The page's title and headline.
    text
        What was found of an article; one of `FEW` words or more is never refused.
    sites
        The names of its site, see `headline.site_names`.

    Examples
    --------
    >>> refusal(["404 Not Found | Harbour Post"], "Try our search.", frozenset({"harbourpost"}))
    'no article: the page was not found'
    """
    if count_words(text) >= FEW:
        return ""
    bare = [without_site(title, sites).strip() for title in titles if title.strip()]
    begins = " ".join(text.split())[:_NEAR].replace("’", "'")
    for reason, (title, note) in _NO_ARTICLE.items():
        if any(map(title.fullmatch, bare)) or note.search(begins):
            return f"no article: {reason}"
    return ""


def take_out(tree: Any, heading: Any) -> list[str]:
    """Take furniture, captions, teasers, and what is printed twice, out of a page.

    Parameters
    ----------
    tree
        The page; it is changed.
    heading
        Its headline, an element of it; or None.

    Returns
    -------
    The words of what was taken out, folded as `without` asks.
    """
    out: list[str] = []
    kept = {heading, *heading.iterancestors()} if heading is not None else set()
    for element in kept:
        if element is not None and element.tag in ("aside", "footer", "nav", "header"):
            element.tag = "div"
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


def without(text: str, out: list[str]) -> list[str]:
    """List the lines of a text that are not in what was taken out of its page."""
    joined = "\n".join(f" {each} " for each in out)
    return [line for line in text.splitlines() if f" {_plain(line)} " not in joined]


def _drop(element: Any, out: list[str]) -> None:
    if element.getparent() is not None:
        out.append(_bare(element))
        element.drop_tree()


def _drop_pull_quotes(tree: Any, out: list[str]) -> None:
    """Drop a quotation that is set apart, if the article holds its words."""
    quotes = [
        element
        for element in tree.xpath("//*[@class]")
        if _PULL_QUOTE.search(element.get("class")) and element.tag not in _WHOLE
    ]
    if not quotes:
        return
    inside = {id(each) for quote in quotes for each in quote.iter()}
    story = " ".join(_bare(p) for p in tree.iter("p") if id(p) not in inside)
    for quote in quotes:
        # Whose words they are stands beneath them.
        longest = max((_plain(text) for text in quote.itertext()), key=len, default="")
        if longest.count(" ") + 1 >= _SHORTEST_PULLED and longest in story:
            _drop(quote, out)


def _drop_teasers(tree: Any, kept: set[Any], out: list[str]) -> None:
    """Drop what stands in a row, each with a heading that leads to another story.

    Where hardly any paragraph is left without them, they are the article: a round-up.
    """
    rows: dict[tuple[Any, ...], dict[Any, None]] = defaultdict(dict)
    for link in tree.xpath(_LEADING):
        # As far up as nothing but this teaser is held.
        for holder in islice(link.iterancestors("li", "div", "article", "section"), _UP):
            if holder in kept:
                break
            rows[holder.getparent(), holder.tag, holder.get("class")][holder] = None
    teasers = [
        each
        for row in rows.values()
        if len(row) >= _LIST
        for each in row
        if count_words(each.text_content()) in _TEASER
    ]
    inside = {within for each in teasers for within in each.iter("p")}
    left = (count_words(p.text_content()) for p in tree.iter("p") if p not in inside)
    if teasers and sum(left) >= FEW:
        for each in teasers:
            _drop(each, out)


def _bare(element: Any) -> str:
    return _plain(text_of(element))


def _plain(text: str) -> str:
    """Fold a text to its words."""
    return " ".join(regex.findall(r"\w+", text.casefold()))
