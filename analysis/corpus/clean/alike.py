"""Tell lines that have the same words, whatever marks and spaces stand between them.

Most lines differ in their first or last words already, so few are read as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from analysis.corpus.clean.lines import Line, words

SHORTEST_DUPLICATE: Final = 12
# Letters that are looked at, at either end: fewer than the shortest duplicate has.
_BEGINNING: Final = 2
_ENDING: Final = 3
# What mostly stands behind the last word of a line.
_STOPS: Final = ".\"'?!)"


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Give the words of a line, in small letters."""
    return " ".join(words(text)).casefold()


def beginning(text: str) -> str:
    """Give the first letters and digits of a text, folded, marks left out."""
    first = text[:_BEGINNING]
    if not first.isalnum():
        first = "".join(islice(filter(str.isalnum, text), _BEGINNING))
    return first.casefold()[:_BEGINNING]


def ending(text: str) -> str:
    """Give the last letters and digits of a text, folded, marks left out."""
    last = text.rstrip(_STOPS)[-_ENDING:]
    if not last.isalnum():
        last = "".join(islice(filter(str.isalnum, reversed(text)), _ENDING))[::-1]
    return last.casefold()[-_ENDING:]


def is_same(one: str, other: str) -> bool:
    """Whether two lines have the same words."""
    return beginning(one) == beginning(other) and key(one) == key(other)


def alike(lines: list[Line]) -> list[tuple[int, Line]]:
    """Keep the longer lines that begin and end like others, with their positions."""
    found = [(n, line) for n, line in enumerate(lines) if line.size >= SHORTEST_DUPLICATE]
    found = _shared(found, [ending(line.text) for _, line in found])
    return _shared(found, [(ending(line.text), beginning(line.text)) for _, line in found])


def _shared(lines: list[tuple[int, Line]], edges: Sequence[object]) -> list[tuple[int, Line]]:
    """Keep the lines whose edge is another's too."""
    if len(set(edges)) == len(edges):
        return []
    often = Counter(edges)
    return [line for line, its in zip(lines, edges, strict=True) if often[its] > 1]
