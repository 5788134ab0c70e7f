"""Split a text file that Factiva wrote into its articles, and read their fields."""

from __future__ import annotations

from typing import Final

import regex

from analysis.corpus.language.given_dates import parse
from analysis.corpus.read.archives.articles import Articles, all_of, one_line, paragraphs, source_of

# "Document PORTPO0020310603e76300001" ends each article.
_END: Final = regex.compile(
    r"^[ \t]*(?:AN[ \t]*\n?[ \t]*)?Document [A-Z][A-Z0-9]{2,9}0{0,4}\d{8}[0-9a-z]{5,}[ \t]*$",
    regex.M,
)
_LENGTH: Final = regex.compile(r"(\d{1,3}(?:,\d{3})*|\d+) words?")
_CODE: Final = regex.compile(
    r"^[ \t]*(CLM|SE|HD|BY|CR|WC|PD|ET|SN|SC|NGC|GC|ED|PG|VOL|LA|CY|LP|TD|RF|ART|CT|CO|IN|NS|RE|"
    r"IPC|IPD|PUB|AN)(?:[ \t]+(\S.*))?[ \t]*$",
    regex.M,
)
# Codes without which a file is not coded.
_NEEDED: Final = frozenset(("HD", "PD", "SN"))
_RIGHTS: Final = regex.compile(r"(?:\(c\)|©|copyright\b)", regex.I)
_SIGNED: Final = regex.compile(r"by \p{Lu}", regex.I)
# After the length stand a day and perhaps a clock, a source and its code, a page, a language.
_MOST_LINES: Final = 9
_CLOCK: Final = regex.compile(r"\d{1,2}:\d{2}.*")
# Words that the name of a section has at most.
_SECTION: Final = 3
_LANGUAGES: Final = frozenset("English Russian French German Spanish Chinese Arabic".split())


def split(text: str) -> Articles | None:
    r"""Split a file whose articles end with "Document" and a number; None where none does.

    Examples
    --------
    >>> text = "Ferry stays\n\nBy Ada Lorne\n4 words\n3 June 2031\nPort Post\nPORTPO\nEnglish\n"
    >>> text += "(c) 2031 Port Post\n\nIt stays.\n\nDocument PORTPO0020310603e76300001\n"
    >>> article = split(text).articles[0]
    >>> article["outlet"], article["date"], article["byline"], article["source"]
    ('Port Post', '3 June 2031', 'By Ada Lorne', 'Ferry stays\n\nIt stays.')
    """
    plain = text.replace("\r\n", "\n")
    *pieces, last = _END.split(plain)
    found = [_coded(piece) or _printed(piece) for piece in pieces]
    # The last may lack the line that ends it.
    if any(found) and (unended := _coded(last) or _printed(last)):
        pieces, found = [*pieces, last], [*found, unended]
    return all_of(found, pieces)


def _coded(piece: str) -> dict[str, str] | None:
    """Read an article whose parts have codes: HD, BY, PD, SN, LP, TD."""
    codes = list(_CODE.finditer(piece))
    ends = [*(code.start() for code in codes), len(piece)][1:]
    values: dict[str, str] = {}
    for code, end in zip(codes, ends, strict=True):
        values.setdefault(code[1], f"{code[2] or ''}\n{piece[code.end() : end]}".strip())
    if not values.keys() >= _NEEDED:
        return None
    title = one_line(values["HD"])
    story = [part for code in ("LP", "TD") for part in paragraphs(values.get(code, ""))]
    return _article(title, values.get("BY", ""), values["PD"], values["SN"], story)


def _printed(piece: str) -> dict[str, str] | None:
    """Read an article without codes by the line that says how many words it has."""
    lines = [line.strip() for line in piece.split("\n")]
    at = next((n for n, line in enumerate(lines) if _LENGTH.fullmatch(line)), -1)
    if at < 0:
        return None
    above = [line for line in lines[:at] if line]
    signed = next((line for line in above[1:] if _SIGNED.match(line)), "")
    printed = [line for line in above if line != signed]
    # The name of a section stands above the headline.
    if len(printed) > 1 and len(printed[0].split()) <= _SECTION < len(printed[1].split()):
        printed = printed[1:]
    after = [n for n in range(at + 1, len(lines)) if lines[n]][:_MOST_LINES]
    if not after or parse(lines[after[0]]) is None:
        return None
    last = _last(lines, after)
    head = [lines[n] for n in after if n <= last]
    named = [line for line in head[1:] if not _CLOCK.fullmatch(line)]
    story = paragraphs("\n".join(lines[last + 1 :]))
    title = one_line(" ".join(printed))
    return _article(title, signed, head[0], named[0] if named else "", story)


def _last(lines: list[str], head: list[int]) -> int:
    """Find the last line of a head: that of the rights, else of the language, else of its block."""
    for ends in (_RIGHTS.match, _LANGUAGES.__contains__):
        last = next((n for n in head if ends(lines[n])), -1)
        if last >= 0:
            return last
    return next((n - 1 for n in range(head[0], len(lines)) if not lines[n]), head[-1])


def _article(title: str, byline: str, date: str, outlet: str, story: list[str]) -> dict[str, str]:
    return {
        "title": title,
        "byline": one_line(byline),
        "date": one_line(date),
        "outlet": one_line(outlet),
        "source": source_of(title, story),
    }
