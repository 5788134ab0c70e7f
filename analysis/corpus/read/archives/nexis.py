"""Split a text file that LexisNexis wrote into its articles, and read their fields."""

from __future__ import annotations

from typing import Final

import regex

from analysis.corpus.language.given_dates import parse
from analysis.corpus.read.archives.articles import (
    GAP,
    Articles,
    all_of,
    one_line,
    paragraphs,
    source_of,
)

_HEAD: Final = regex.compile(r"^[ \t]*(\d{1,6}) of (\d{1,6})[ \t]+DOCUMENTS[ \t]*\r?$", regex.M)
_FIELD: Final = regex.compile(r"(?P<name>[A-Z][A-Z-]{2,24}):[ \t]*(?P<value>.*)", regex.S)
# Fields between a headline and its story, and those behind it.
_BEFORE: Final = frozenset("BYLINE SECTION LENGTH DATELINE HEADLINE HIGHLIGHT BODY".split())
_BEHIND: Final = frozenset(
    "LOAD-DATE LANGUAGE PUBLICATION-TYPE GRAPHIC SUBJECT JOURNAL-CODE DOCUMENT-TYPE COMPANY "
    "ORGANIZATION PERSON CITY STATE COUNTRY INDUSTRY TICKER TYPE GEOGRAPHIC CORRECTION-DATE "
    "CORRECTION NOTES ACC-NO URL".split()
)
# Nexis Uni writes otherwise.
_UNI_END: Final = regex.compile(r"^[ \t]*End of Document[ \t]*\r?$", regex.M)
_UNI_BODY: Final = regex.compile(r"^[ \t]*Body[ \t]*$", regex.M)
_UNI_LOADED: Final = regex.compile(r"^[ \t]*Load-Date:.*$", regex.M)
_UNI_CAPTION: Final = regex.compile(r"^[ \t]*(?:Graphic|Classification)[ \t]*$", regex.M)
_PAGE: Final = regex.compile(r"Page \d+ of \d+")
# Lines of a headline, and paragraphs of a caption.
_MOST_ABOVE: Final = 3
_UNI_FIELD: Final = regex.compile(r"(?P<name>[A-Z][a-z-]{3,12}):[ \t]*(?P<value>\S.*)")
_RIGHTS: Final = regex.compile(r"(?:Copyright\b|©|All Rights Reserved)", regex.I)
_SHORT: Final = 200


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
    return all_of([_uni_article(piece) for piece in pieces], pieces)


def _uni_article(piece: str) -> dict[str, str] | None:
    body = _UNI_BODY.search(piece)
    if body is None:
        return None
    head = [line.strip() for line in piece[: body.start()].split("\n") if line.strip()]
    head = [line for line in head if not _PAGE.fullmatch(line)]
    days = [n for n, line in enumerate(head) if n > 1 and _day(line)]
    if not days:
        return None
    dated = days[-1]
    above = head[: dated - 1]
    # What stands above may be a cover page: then the last line is the headline.
    above = above if len(above) <= _MOST_ABOVE else above[-1:]
    story = paragraphs(piece[body.end() : _uni_end(piece, body.end())])
    named = (_UNI_FIELD.fullmatch(line) for line in head[dated + 1 :])
    fields = {match["name"]: match["value"] for match in named if match}
    # A headline may go over lines; lists of results print it twice.
    title = one_line(" ".join(dict.fromkeys(above)))
    return {
        "title": title,
        "outlet": one_line(head[dated - 1]),
        "date": _day(head[dated]),
        "byline": fields.get("Byline", ""),
        "dateline_place": fields.get("Dateline", ""),
        "source": source_of(title, story),
    }


def _uni_end(piece: str, begin: int) -> int:
    """Find the end of a story: before the last day of loading, and the caption just above it."""
    loaded = [match.start() for match in _UNI_LOADED.finditer(piece, begin)]
    end = loaded[-1] if loaded else len(piece)
    captions = [match.start() for match in _UNI_CAPTION.finditer(piece, begin, end)]
    is_last = captions and len(GAP.findall(piece[captions[-1] : end].strip())) < _MOST_ABOVE
    return captions[-1] if is_last else end


def _article(text: str) -> dict[str, str]:
    """Read one article: outlet, day and headline, fields, story, fields."""
    parts = paragraphs(text.strip("\r\n\f "))
    behind = len(parts)
    # A paragraph of the story may begin as a field does: only those at the end are fields.
    while behind and (_named(parts[behind - 1], _BEHIND) or _is_rights(parts[behind - 1])):
        behind -= 1
    given: dict[str, str] = {}
    above: list[str] = []
    story: list[str] = []
    fields: dict[str, str] = {}
    for paragraph in parts[:behind]:
        name, value = _named(paragraph, _BEFORE) or ("", "")
        if name and not story:
            fields[name] = value
        elif fields:
            story.append(paragraph)
        elif not _is_rights(paragraph):
            above.append(paragraph)
    dated = next((n for n, each in enumerate(above) if _day(each)), -1)
    if dated >= 0:
        given["date"] = _day(above[dated])
        given["outlet"] = one_line(above[dated - 1]) if dated else ""
    title = fields.get("HEADLINE") or one_line(" ".join(above[dated + 1 :]))
    given |= {"title": title, "byline": fields.get("BYLINE", "")}
    given["dateline_place"] = fields.get("DATELINE", "")
    # Whose copy it is may stand in the rights behind the story.
    own = given.get("outlet", "").partition(" (")[0]
    rights = (each for each in parts[behind:] if _is_rights(each))
    story += [each for each in rights if own and own.casefold() not in each.casefold()]
    given["source"] = source_of(title, story)
    return given


def _named(paragraph: str, names: frozenset[str]) -> tuple[str, str] | None:
    """Read a field that has one of some names: its name, and its value on one line."""
    match = _FIELD.fullmatch(paragraph)
    return (match["name"], one_line(match["value"])) if match and match["name"] in names else None


def _is_rights(paragraph: str) -> bool:
    return len(paragraph) < _SHORT and _RIGHTS.match(paragraph) is not None


def _day(paragraph: str) -> str:
    """Give the date that opens a paragraph: its first line, without edition and clock."""
    words = paragraph.split("\n")[0].split()
    for size in range(min(len(words), 6), 2, -1):
        text = " ".join(words[:size])
        if parse(text):
            return text
    return ""
