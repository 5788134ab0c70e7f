"""Split a text file that ProQuest wrote into its articles, and read their fields."""

from __future__ import annotations

from typing import Final

import regex

from analysis.corpus.read.archives.articles import GAP, Articles, one_line, paragraphs, source_of

_LINE: Final = regex.compile(r"^[ \t]*_{30,}[ \t]*$", regex.M)
_NUMBER: Final = regex.compile(r"^[ \t]*Document (\d{1,5}) of (\d{1,5})[ \t]*$", regex.M)
_NAMES: Final = (
    "Abstract, Author, Classification, Column, Company / organization, Company, Contact us, "
    "Copyright, Correspondence author, Country of publication, Credit, Database, Dateline, "
    "Document feature, Document type, Document URL, Edition, First page, Full text, "
    "Identifier / keyword, Illustration, ISSN, Issue, Language of publication, Language, "
    "Last updated, Links, Location, Number of pages, Pages, People, Place of publication, "
    "ProQuest document ID, Publication date, Publication info, Publication subject, "
    "Publication title, Publication year, Publisher, Section, Source type, Subject, Supplement, "
    "Title, Volume, Word count, Year"
).split(", ")
_FIELD: Final = regex.compile(
    rf"^[ \t]*(?:(?P<name>{'|'.join(map(regex.escape, _NAMES))}):"
    r"|(?P<head>FULL TEXT|ABSTRACT(?: \(ENGLISH\))?|DETAILS|LINKS)[ \t]*$)",
    regex.M,
)
_PLACE: Final = regex.compile(r"[;,.\[].*", regex.S)


def split(text: str) -> Articles | None:
    r"""Split a file whose articles are parted by lines and have "Full text:"; None if it has none.

    Examples
    --------
    >>> text = f"{'_' * 60}\n\nDocument 1 of 2\n\nFerry stays\n\nAuthor: Lorne, Ada\n\n"
    >>> text += "Full text: It stays.\n\nSubject: Ferries\n\nTitle: Ferry stays\n\n"
    >>> text += f"Publication title: Port Post\n\nPublication date: Jun 3, 2031\n{'_' * 60}\n"
    >>> found = split(text)
    >>> found.announced, found.articles[0]["outlet"], found.articles[0]["source"]
    (2, 'Port Post', 'Ferry stays\n\nIt stays.')
    """
    plain = text.replace("\r\n", "\n")
    pieces = _LINE.split(plain)
    if len(pieces) < 2:
        return None
    articles = [each for piece in pieces if (each := _article(piece))]
    announced = max((int(match[2]) for match in _NUMBER.finditer(plain)), default=0)
    return Articles(articles, announced) if articles else None


def _fields(piece: str) -> list[regex.Match[str]]:
    """Find the fields before the story, and those behind it: what has a name within it is text."""
    fields = list(_FIELD.finditer(piece))
    story = next((n for n, f in enumerate(fields) if _name(f) == "Full text"), len(fields))
    ends = [*(field.start() for field in fields), len(piece)][1:]
    first = len(fields)
    # Behind the story each field is one paragraph.
    while first - 1 > story and not GAP.search(
        piece[: ends[first - 1]].rstrip(), fields[first - 1].end()
    ):
        first -= 1
    return fields[: story + 1] + fields[first:]


def _name(field: regex.Match[str]) -> str:
    return field["name"] or str(field["head"]).capitalize().partition(" (")[0]


def _article(piece: str) -> dict[str, str] | None:
    """Read one article; None of a piece that says something else, as the head of the file."""
    fields = _fields(piece)
    ends = [*(field.start() for field in fields), len(piece)][1:]
    values: dict[str, str] = {}
    for field, end in zip(fields, ends, strict=True):
        values.setdefault(_name(field), piece[field.end() : end].strip())
    if "Full text" not in values or not values.keys() & {"Publication title", "Publication info"}:
        return None
    above = _NUMBER.sub("", piece[: fields[0].start()])
    title = one_line(values.get("Title", "") or above.strip().partition("\n")[0])
    outlet = values.get("Publication title") or values.get("Publication info", "")
    return {
        "title": title,
        "byline": one_line(values.get("Author", "")),
        "date": one_line(values.get("Publication date", "")),
        "outlet": one_line(_PLACE.sub("", outlet)),
        "source": source_of(title, paragraphs(values["Full text"])),
    }
