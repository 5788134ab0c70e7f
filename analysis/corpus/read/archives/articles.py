"""What files of archives have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import regex

# What parts two paragraphs.
GAP: Final = regex.compile(r"\n[ \t\r]*\n\s*")


class Articles(NamedTuple):
    """The articles of a file: what is known of each, by our names; how many it announces, or 0."""

    articles: list[dict[str, str]]
    announced: int


def one_line(text: str) -> str:
    """Write a text on one line, with single blanks."""
    return " ".join(text.split())


def source_of(title: str, story: Iterable[str]) -> str:
    """Write an article as a text file has it: its title, an empty line, its paragraphs."""
    return "\n\n".join(filter(None, [title, *story]))


def paragraphs(text: str) -> list[str]:
    """List the paragraphs of a text."""
    return [part.strip() for part in GAP.split(text) if part.strip()]


def all_of(found: Sequence[dict[str, str] | None], pieces: Sequence[str]) -> Articles | None:
    """Take what was read of each piece of a file; None where nothing was read of any.

    Of a piece in another form no field is known, but nothing is lost.
    """
    if not any(found):
        return None
    read: Iterable[tuple[Mapping[str, str] | None, str]] = zip(found, pieces, strict=True)
    return Articles([dict(each or {"source": piece.strip()}) for each, piece in read], 0)
