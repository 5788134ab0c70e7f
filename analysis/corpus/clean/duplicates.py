"""Label what a page prints twice: paragraphs, and ledes that are teased above the article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import Final

from analysis.corpus.clean.lines import (
    ENDING,
    TOP,
    Line,
    Page,
    Part,
    has_dateline,
    trim,
    word_start,
    words,
)

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
    edges = [line.edges for line in lines if line.size >= SHORTEST_DUPLICATE]
    if len(set(edges)) == len(edges):
        return []
    often = Counter(edges)
    return [
        (position, line)
        for position, line in enumerate(lines)
        if line.size >= SHORTEST_DUPLICATE and often[line.edges] > 1
    ]


_SHORTEST_TEASED: Final = 8
# How a teaser ends.
CUT: Final = "..."
_LONGEST_LED_IN: Final = 20
# Words of a quotation that is set apart.
_QUOTATION: Final = re.compile(r'"(?P<words>[^"]+?)[.,!?]?"[.,]?')
_SHORTEST_PULLED: Final = 6
_LONGEST_PULLED: Final = 45
# Quotations of one beginning that are looked for.
_BEGIN_ALIKE: Final = 20
# Words of a phrase that a gallery repeats, how often it does so, and the share of its words.
_PHRASE: Final = 6
_OFTEN: Final = 5
_COVERED: Final = 0.1


def label_repeats(page: Page) -> None:
    """Label a paragraph that stands on the page twice; the one with the dateline stays."""
    opened = page.open_lines()
    originals: dict[str, Line] = {}
    for position, line in alike(opened):
        earlier = originals.setdefault(key(line.text), line)
        if earlier is line:
            continue
        kind = "duplicate_lede" if position < TOP else "duplicate_line"
        twice = earlier if has_dateline(line) and not has_dateline(earlier) else line
        originals[key(line.text)] = line if twice is earlier else earlier
        twice.give(f"boilerplate:{kind}", f"structure/{kind.replace('_', '-')}")
    for earlier, later in pairwise(opened[:TOP]):
        is_cut = earlier.text.endswith(CUT) and earlier.size >= _SHORTEST_TEASED
        if is_cut and earlier.is_open and key(later.text).startswith(key(earlier.text)):
            earlier.give("boilerplate:duplicate_lede", "structure/duplicate-lede")


def label_pull_quotes(page: Page) -> None:
    """Label a quotation that stands alone if a longer paragraph of the page holds its words."""
    opened = page.open_lines()
    # First words -> quotations that begin so.
    alone: dict[tuple[str, ...], list[tuple[Line, list[str]]]] = defaultdict(list)
    for line in opened:
        match = _QUOTATION.fullmatch(line.text)
        if match and _SHORTEST_PULLED <= line.size <= _LONGEST_PULLED:
            said = _bare(match["words"])
            alone[tuple(said[:_SHORTEST_PULLED])].append((line, said))
    for other in opened if alone else []:
        its = _bare(other.text)
        for at in range(len(its)):
            for line, said in alone.get(tuple(its[at : at + _SHORTEST_PULLED]), [])[:_BEGIN_ALIKE]:
                is_within = len(said) < len(its) and its[at : at + len(said)] == said
                if is_within and line.is_open and other.is_open:
                    line.give("boilerplate:pull_quote", "structure/pull-quote")


def _bare(text: str) -> list[str]:
    """List the words of a text as they are printed, without marks at their ends."""
    return [word.strip("\"'.,;:!?()") for word in text.split(" ")]


def label_galleries(page: Page) -> None:
    """Label a paragraph that prints one phrase of its beginning again and again.

    It is a gallery, whose name stands before each picture: what the pictures show are captions.
    """
    for line in page.open_lines():
        if line.size >= _OFTEN * _PHRASE and _repeats_its_beginning(line):
            line.give("caption", "structure/gallery")


def _repeats_its_beginning(line: Line) -> bool:
    begin = line.text.split(" ", 2 * _PHRASE)
    phrases = (" ".join(begin[first : first + _PHRASE]) for first in range(_PHRASE))
    needed = max(_OFTEN, _COVERED * line.size / _PHRASE)
    return any(line.text.count(phrase) >= needed for phrase in phrases)


def label_led_in(page: Page) -> None:
    """Label a teaser above the article: some words of the site, then the lede in full."""
    opened = page.open_lines()[: TOP + 1]
    endings = [line.edges[-ENDING:] for line in opened]
    if len(set(endings)) == len(endings):
        return
    for position, earlier in enumerate(opened):
        for later, its in zip(opened[position + 1 :], endings[position + 1 :], strict=True):
            if its != endings[position]:
                continue
            shown, lede = words(earlier.text.casefold()), words(later.text.casefold())
            extra = len(shown) - len(lede)
            is_same = shown[extra:] == lede if extra > 0 else False
            if is_same and len(lede) >= SHORTEST_DUPLICATE and extra <= _LONGEST_LED_IN:
                end = earlier.start + word_start(page.source[earlier.start : earlier.end], extra)
                start, end = trim(page.source, earlier.start, end)
                part = Part(start, end, "boilerplate:site_promo", "structure/before-lede")
                earlier.cut(page.source, part)
                earlier.give("boilerplate:duplicate_lede", "structure/duplicate-lede")
                break
