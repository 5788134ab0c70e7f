"""Tell lines that have the same words, whatever marks and spaces stand between them.

Most lines differ in their first or last letters already, so few are read as a whole.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from analysis.corpus.clean.lines import Line, words

SHORTEST_DUPLICATE: Final = 12


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Give the words of a line, in small letters."""
    return " ".join(words(text)).casefold()


def is_same(one: Line, other: Line) -> bool:
    """Whether two lines have the same words."""
    return one.edges == other.edges and key(one.text) == key(other.text)


def alike(lines: list[Line]) -> list[tuple[int, Line]]:
    """Keep the longer lines that begin and end like others, with their positions."""
    found = [line.edges for line in lines if line.size >= SHORTEST_DUPLICATE]
    if len(set(found)) == len(found):
        return []
    often = Counter(found)
    return [
        (position, line)
        for position, line in enumerate(lines)
        if line.size >= SHORTEST_DUPLICATE and often[line.edges] > 1
    ]
