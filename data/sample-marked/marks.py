"""Read the marked articles: what the marks are and where they lie once they are stripped.

The marks are explained in README.md beside this file. Offsets are computed here, in Unicode
code points of the stripped text, and never typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
INCLUDE = re.compile(r"\{include\|([a-z-]+)\}")
TAG = re.compile(r"\{(/?)([a-z_]+(?::[a-z_]+)?)((?:\|[^{}]*)?)\}")
LINE = re.compile(r"\S(?:[^\n]*\S)?")
MARKS = "\"'“”‘’«»"
# Marks that lie within the text of a segment; every other mark is a segment.
STRETCHES = ("q", "m", "s", "c", "w")


class MarkError(Exception):
    """A mark is not in the form README.md gives."""


@dataclass(frozen=True)
class Mark:
    """One opened and closed mark: its name, its fields, where it lies in the stripped text."""

    name: str
    fields: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """One article: its header, its text without marks, its marks in order of their start."""

    header: dict[str, str]
    source: str
    marks: tuple[Mark, ...]

    @property
    def id(self) -> str:
        """The document's id, which is also its file name without suffix."""
        return self.header["id"]

    def text(self, start: int, end: int) -> dict[str, Any]:
        """Give a stretch as the columns that every table of the truth begins with."""
        return {
            "document_id": self.id,
            "start": start,
            "end": end,
            "text": self.source[start:end],
        }


def read(path: Path) -> Article:
    """Read one marked file: header lines, a line of three dashes, the marked text."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    header = dict(line.split(": ", 1) for line in head.splitlines())
    header.setdefault("chain", header["outlet"])
    header.setdefault("agency", "")
    header["origin"] = header["agency"] or header["outlet"]
    return Article(header, *unmark(INCLUDE.sub(furniture, body), path.name))


def furniture(include: re.Match[str]) -> str:
    """Give the text of a piece of furniture that several pages of an outlet carry."""
    path = HERE / "furniture" / f"{include[1]}.marked"
    return path.read_text(encoding="utf-8").removesuffix("\n")


def unmark(marked: str, name: str) -> tuple[str, tuple[Mark, ...]]:
    """Take the marks out of a text and note where they lay."""
    pieces: list[str] = []
    opened: list[tuple[str, tuple[str, ...], int]] = []
    marks: list[Mark] = []
    length = last = 0
    for tag in TAG.finditer(marked):
        pieces.append(marked[last : tag.start()])
        length += len(pieces[-1])
        last = tag.end()
        if not tag[1]:
            opened.append((tag[2], tuple(tag[3][1:].split("|")), length))
        elif not opened or opened[-1][0] != tag[2]:
            raise MarkError(f"{name}: {tag[0]} closes {opened[-1][0] if opened else 'nothing'}")
        else:
            marks.append(Mark(*opened.pop(), length))
    pieces.append(marked[last:])
    source = "".join(pieces)
    if opened or "{" in source or "}" in source:
        raise MarkError(f"{name}: a mark is left open or misspelt")
    return source, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def segments(article: Article) -> list[dict[str, Any]]:
    """List the labelled lines; every visible character stands in exactly one."""
    rows = [
        article.text(mark.start + line.start(), mark.start + line.end()) | {"label": mark.name}
        for mark in article.marks
        if mark.name not in STRETCHES
        for line in LINE.finditer(article.source[mark.start : mark.end])
    ]
    covered = [0] * len(article.source)
    for row in rows:
        covered[row["start"] : row["end"]] = [
            depth + 1 for depth in covered[row["start"] : row["end"]]
        ]
    for place, character in enumerate(article.source):
        if covered[place] > 1 or (not covered[place] and not character.isspace()):
            near = article.source[max(0, place - 20) : place + 20]
            raise MarkError(f"{article.id}: {near!r} stands in {covered[place]} segments")
    return rows


def within(outer: Mark, inner: Mark) -> bool:
    """Tell whether a mark lies in another one."""
    return outer is not inner and outer.start <= inner.start and inner.end <= outer.end


def spoken_in(article: Article, mark: Mark) -> Mark | None:
    """Find the innermost quotation that a mark lies in."""
    around = [other for other in article.marks if other.name == "q" and within(other, mark)]
    return around[-1] if around else None


def quotation_id(article: Article, mark: Mark) -> str:
    """Give a quotation its number in the order they open in the article."""
    quotations = [other for other in article.marks if other.name == "q"]
    return f"{article.id}/q{quotations.index(mark) + 1}"


def options(mark: Mark) -> dict[str, str]:
    """Read the options of a quotation: `name=value` or a bare name, semicolons between."""
    parts = [part for field in mark.fields[4:] for part in field.split(";") if part]
    return {part.partition("=")[0]: part.partition("=")[2] or "yes" for part in parts}


def bare(article: Article, mark: Mark) -> tuple[int, int]:
    """Leave the quotation marks at both ends of a direct or partial quotation outside."""
    if mark.fields[0] == "indirect":
        return mark.start, mark.end
    start, end = mark.start, mark.end
    if article.source[start] not in MARKS or article.source[end - 1] not in MARKS:
        raise MarkError(f"{article.id}: no quotation marks at {article.source[start:end]!r}")
    return start + 1, end - 1


def voice(article: Article, mark: Mark) -> dict[str, str]:
    """Say in whose voice a mark stands: own, paraphrase or quoted, and who speaks."""
    quotation = spoken_in(article, mark)
    if quotation is None:
        return {"voice": "own", "speaker_id": ""}
    kind = "paraphrase" if quotation.fields[0] == "indirect" else "quoted"
    return {"voice": kind, "speaker_id": quotation.fields[1]}
