"""Tell lines that have the same words, whatever marks and spaces stand between them.

Most lines differ in their first words already, so few are read to their end.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from analysis.corpus.clean.lines import Line, words

SHORTEST_DUPLICATE: Final = 12
# How a line begins, marks left out: of the same words always the same.
_BEGINNING: Final = re.compile(
    r"[\W_]*([^\W_]+)(?:[\W_]+([^\W_]+))?(?:[\W_]+([^\W_]+))?(?:[\W_]+([^\W_]+))?"
)


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Give the words of a line, in small letters."""
    return " ".join(words(text)).casefold()


def _beginning(text: str) -> str:
    found = _BEGINNING.match(text)
    return " ".join(filter(None, found.groups())).casefold() if found else ""


def is_same(one: str, other: str) -> bool:
    """Whether two lines have the same words."""
    return _beginning(one) == _beginning(other) and key(one) == key(other)


def alike(lines: list[Line]) -> list[tuple[int, Line]]:
    """Keep the longer lines that begin like another, with their positions."""
    begins: list[tuple[str, int, Line]] = []
    for position, line in enumerate(lines):
        if len(line.text) > SHORTEST_DUPLICATE and line.size >= SHORTEST_DUPLICATE:
            begins.append((_beginning(line.text), position, line))
    often = Counter([begin for begin, _, _ in begins])
    return [(position, line) for begin, position, line in begins if often[begin] > 1]


def last_letter(text: str) -> str:
    """Give the last letter or digit of a text, marks left out."""
    return next((letter.casefold() for letter in reversed(text) if letter.isalnum()), "")
