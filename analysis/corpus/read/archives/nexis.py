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
# Nexis Uni writes otherwise.
_UNI_END: Final = regex.compile(r"^[ \t]*End of Document[ \t]*\r?$", regex.M)
_UNI_BODY: Final = regex.compile(r"^[ \t]*Body[ \t]*$", regex.M)
_UNI_BEHIND: Final = regex.compile(r"^[ \t]*(?:Load-Date|Classification|Graphic)\b.*$", regex.M)
_UNI_FIELD: Final = regex.compile(r"(?P<name>[A-Z][a-z-]{3,12}):[ \t]*(?P<value>\S.*)")
_RIGHTS: Final = regex.compile(r"(?:Copyright\b|©|All Rights Reserved)", regex.I)
_GAP: Final = regex.compile(r"\n[ \t\r]*\n\s*")


def split(text: str) -> Articles | None:
    r"""Split a file that says "1 of 200 DOCUMENTS", or "End of Document"; None where it does not.

    Examples
    --------
    >>> head = "1 of 2 DOCUMENTS\n\nPost\n\nJune 3, 2031 Tuesday\n\nFerry stays\n\n"
    >>> split(f"{head}LENGTH: 4 words\n\nIt stays.\n\nLANGUAGE: ENGLISH").articles[0]["source"]
    'Ferry stays\n\nIt stays.'
    """
    if _UNI_END.search(text):
        return _uni(text.replace("\r\n", "\n"))
    heads = list(_HEAD.finditer(text))
    if not heads or text[: heads[0].start()].strip("\ufeff \t\r\n\f"):
        return None
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found = [_article(text[h.end() : end]) for h, end in zip(heads, ends, strict=True)]
    return Articles(found, max(int(head[2]) for head in heads))


def _uni(text: str) -> Articles | None:
    """Split what Nexis Uni writes: a head, "Body", the story, "Load-Date", "End of Document"."""
    pieces = _UNI_END.split(text)[:-1]
    found = [_uni_article(piece) for piece in pieces]
    if not any(found):
        return None
    rest = ({"source": piece.strip()} for piece in pieces)
    return Articles([each or other for each, other in zip(found, rest, strict=True)], 0)


def _uni_article(piece: str) -> dict[str, str] | None:
    body = _UNI_BODY.search(piece)
    if body is None:
        return None
    head = [line.strip() for line in piece[: body.start()].split("\n") if line.strip()]
    dated = next((n for n, line in enumerate(head) if n > 1 and _day(line)), 0)
    if not dated:
        return None
    behind = _UNI_BEHIND.search(piece, body.end())
    story = _GAP.split(piece[body.end() : behind.start() if behind else len(piece)])
    named = (_UNI_FIELD.fullmatch(line) for line in head[dated + 1 :])
    fields = {match["name"]: match["value"] for match in named if match}
    # A headline may go over lines; lists of results print it twice.
    title = one_line(" ".join(dict.fromkeys(head[: dated - 1])))
    return {
        "title": title,
        "outlet": one_line(head[dated - 1]),
        "date": _day(head[dated]),
        "byline": fields.get("Byline", ""),
        "dateline_place": fields.get("Dateline", ""),
        "source": source_of(title, (part.strip() for part in story)),
    }


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
