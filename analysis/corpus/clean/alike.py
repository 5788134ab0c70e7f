"""Tell lines that have the same words, whatever marks and spaces stand between them.

Most lines differ in their first or last words already, so few are read as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import Final

from analysis.corpus.clean.lines import Line, words

SHORTEST_DUPLICATE: Final = 12
# Letters of an ending: fewer than the shortest duplicate has.
_ENDING: Final = 5
_FIRST: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Give the words of a line, in small letters."""
    return " ".join(words(text)).casefold()


def _first_word(text: str) -> str:
    found = _FIRST.search(text)
    return found.group().casefold() if found else ""


def is_same(one: str, other: str) -> bool:
    """Whether two lines have the same words."""
    return _first_word(one) == _first_word(other) and key(one) == key(other)


def alike(lines: list[Line]) -> list[tuple[int, Line]]:
    """Keep the longer lines that begin and end like others, with their positions."""
    found = [(n, line) for n, line in enumerate(lines) if line.size >= SHORTEST_DUPLICATE]
    for edge in (_first_word, ending):
        edges = [edge(line.text) for _, line in found]
        often = Counter(edges)
        if len(often) == len(edges):
            return []
        found = [pair for pair, its in zip(found, edges, strict=True) if often[its] > 1]
    return found


def ending(text: str) -> str:
    """Give the last letters and digits of a text, folded, marks left out."""
    backwards = "".join(islice(filter(str.isalnum, reversed(text)), _ENDING))
    return backwards[::-1].casefold()[-_ENDING:]
