"""What files of archives have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


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
