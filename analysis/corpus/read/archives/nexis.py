"""Split a text file that LexisNexis wrote into its articles, and read their fields."""

from __future__ import annotations

from typing import Final

import regex

from analysis.corpus.language.given_dates import parse
from analysis.corpus.read.archives.articles import Articles, one_line, source_of

_HEAD: Final = regex.compile(r"^[ \t]*(\d{1,6}) of (\d{1,6})[ \t]+DOCUMENTS[ \t]*\r?$", regex.M)
_FIELD: Final = regex.compile(r"(?P<name>[A-Z][A-Z-]{3,24}):[ \t]*(?P<value>.*)", regex.S)
# Fields between a headline and its story, and those behind it.
_BEFORE: Final = frozenset("BYLINE SECTION LENGTH DATELINE HEADLINE HIGHLIGHT BODY".split())
_BEHIND: Final = frozenset(
    "LOAD-DATE LANGUAGE PUBLICATION-TYPE GRAPHIC SUBJECT JOURNAL-CODE DOCUMENT-TYPE COMPANY "
    "ORGANIZATION PERSON CITY STATE COUNTRY INDUSTRY TICKER TYPE GEOGRAPHIC CORRECTION-DATE "
    "CORRECTION NOTES ACC-NO".split()
)
_RIGHTS: Final = regex.compile(r"(?:Copyright\b|©|All Rights Reserved)", regex.I)
_GAP: Final = regex.compile(r"\n[ \t\r]*\n\s*")


def split(text: str) -> Articles | None:
    r"""Split a file that says "1 of 200 DOCUMENTS"; None where it does not.

    Examples
    --------
    >>> head = "1 of 2 DOCUMENTS\n\nPost\n\nJune 3, 2031 Tuesday\n\nFerry stays\n\n"
    >>> split(f"{head}LENGTH: 4 words\n\nIt stays.\n\nLANGUAGE: ENGLISH").articles[0]["source"]
    'Ferry stays\n\nIt stays.'
    """
    heads = list(_HEAD.finditer(text))
    if not heads or text[: heads[0].start()].strip("\ufeff \t\r\n\f"):
        return None
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found = [_article(text[h.end() : end]) for h, end in zip(heads, ends, strict=True)]
    return Articles(found, max(int(head[2]) for head in heads))


def _article(text: str) -> dict[str, str]:
    """Read one article: outlet, day and headline, fields, story, fields."""
    paragraphs = [each.strip() for each in _GAP.split(text.strip("\r\n\f ")) if each.strip()]
    given: dict[str, str] = {}
    above: list[str] = []
    story: list[str] = []
    fields: dict[str, str] = {}
    for paragraph in paragraphs:
        match = _FIELD.fullmatch(paragraph)
        name = match["name"] if match else ""
        is_behind = bool(fields.keys() & _BEHIND)
        is_before = name in _BEFORE and not (story or is_behind)
        if match and (is_before or name in _BEHIND):
            fields[name] = one_line(match["value"])
        elif _RIGHTS.match(paragraph) and len(paragraph) < 200:
            continue
        elif not fields:
            above.append(paragraph)
        elif not is_behind:
            story.append(paragraph)
    dated = next((n for n, each in enumerate(above) if _day(each)), -1)
    if dated >= 0:
        given["date"] = _day(above[dated])
        given["outlet"] = one_line(above[dated - 1]) if dated else ""
    title = fields.get("HEADLINE") or one_line(" ".join(above[dated + 1 :]))
    given |= {"title": title, "byline": fields.get("BYLINE", "")}
    given["dateline_place"] = fields.get("DATELINE", "")
    given["source"] = source_of(title, story)
    return given


def _day(paragraph: str) -> str:
    """Give the date that opens a paragraph: its first line, without edition and clock."""
    words = paragraph.split("\n")[0].split()
    for size in range(min(len(words), 6), 2, -1):
        text = " ".join(words[:size])
        if parse(text):
            return text
    return ""
