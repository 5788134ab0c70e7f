"""Learn the furniture of an outlet: the lines it repeats from article to article.

A line counts only within one outlet, and versions of one article count once. Repeating alone
does not make furniture: a paragraph of background that an agency puts under every story of
one event repeats too. It tells of what its article tells of, so its words stand elsewhere in
the article; the words of a sign-up form do not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from analysis.corpus.clean.lines import Line, words
from analysis.corpus.clean.match import Book
from analysis.corpus.clean.page import Page

LABEL: Final = "boilerplate:repeated"
RULE: Final = "learnt/repeated-line"
# sources.md 3.1: seen in 3 documents, and in 20 % of them - where there are few. Among many
# articles a line of furniture stands in a few only, so the share falls away beyond 15.
FEWEST: Final = 3
SHARE: Final = 0.2
_FEWEST_WITH_HINT: Final = 2
_SHORTEST_WITH_HINT: Final = 4
_SMALL_OUTLET: Final = 15
# A spoken "Thank you." repeats among hundreds of transcripts and is no furniture.
_UTTERANCE: Final = 3
_UTTERANCE_SHARE: Final = 0.1
_FEWEST_UTTERANCES: Final = 10
# Versions of one article share nearly all of their words; two articles of an outlet can share
# half of theirs, all furniture.
_SAME_ARTICLE: Final = 0.8
# A line on half of an outlet's pages is no article's own.
_COMMON: Final = 0.5
# Furniture shares few of its longer words with the article it stands in.
_TOPICAL: Final = 0.5
_LONG_WORD: Final = 5
_PAGES_LOOKED_AT: Final = 25
_ENDS: Final = re.compile(r"[.!?][\"')\]]*$")


@dataclass(frozen=True)
class _Repeat:
    """A line, the pages of its outlet it stands on, and the words of the outlet's name."""

    key: str
    pages: tuple[int, ...]
    outlet: frozenset[str]

    @property
    def is_heading(self) -> bool:
        """Whether it does not end as a sentence does."""
        return self.key.endswith("...") or not _ENDS.search(self.key)


def label_repeated(pages: Iterable[Page], books: Mapping[str, Book]) -> None:
    """Label the open lines that an outlet repeats.

    Parameters
    ----------
    pages
        Pages whose lines the rules have labelled; those of no known outlet are left alone.
    books
        The rules by profile; their hints lower the bar.
    """
    by_outlet: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.outlet:
            by_outlet[page.outlet.casefold()].append(page)
    for own in by_outlet.values():
        own.sort(key=lambda page: page.document_id)
        learnt = _learn(own, books[own[0].profile])
        for page in own:
            for line in page.open_lines():
                if _key(line) in learnt:
                    line.give(LABEL, RULE)


def _key(line: Line) -> str:
    return line.text.casefold()


def _learn(pages: list[Page], book: Book) -> set[str]:
    """Find the repeated lines of one outlet that are furniture."""
    keys = [{_key(line) for line in page.open_lines()} for page in pages]
    frequency = Counter(key for page in keys for key in page)
    again = {key for key, n in frequency.items() if n >= _FEWEST_WITH_HINT and words(key)}
    common = {key for key, n in frequency.items() if n >= max(FEWEST, _COMMON * len(pages))}
    own = [[k for k in page - common if not book.hints.search(k)] for page in keys]
    where: dict[str, list[int]] = defaultdict(list)
    for position, page in enumerate(keys):
        for key in page & again:
            where[key].append(position)
    name = frozenset(words(pages[0].outlet.casefold()))
    repeats = (_Repeat(key, tuple(_apart(found, keys)), name) for key, found in where.items())
    return {r.key for r in repeats if _is_furniture(r, len(pages), own, book)}


def _apart(found: list[int], keys: list[set[str]]) -> list[int]:
    """Keep one page of each article: versions of it share nearly all of their words."""
    kept: list[int] = []
    for page in found:
        if not any(_overlap(keys[page], keys[other]) >= _SAME_ARTICLE for other in kept[-20:]):
            kept.append(page)
    return kept


def _overlap(one: set[str], other: set[str]) -> float:
    """Share of the shorter page's characters that stand in lines of both."""
    shared = sum(map(len, one & other))
    return shared / max(1, min(sum(map(len, one)), sum(map(len, other))))


def _is_furniture(repeat: _Repeat, pages: int, own: list[list[str]], book: Book) -> bool:
    size, count, share = len(words(repeat.key)), len(repeat.pages), len(repeat.pages) / pages
    if book.hints.search(repeat.key) and size >= _SHORTEST_WITH_HINT:
        return count >= FEWEST or (count >= _FEWEST_WITH_HINT and _topical(repeat, own) < _TOPICAL)
    if count < FEWEST or (pages <= _SMALL_OUTLET and share < SHARE):
        return False
    if repeat.is_heading:
        return True
    if size <= _UTTERANCE:
        return share >= _UTTERANCE_SHARE and count >= _FEWEST_UTTERANCES
    return _topical(repeat, own) < _TOPICAL


def _topical(repeat: _Repeat, own: list[list[str]]) -> float:
    """Share of a line's longer words that its articles use in lines of their own."""
    mine = {word for word in words(repeat.key) if len(word) >= _LONG_WORD} - repeat.outlet
    if not mine:
        return 0.0
    shares = []
    for page in repeat.pages[:_PAGES_LOOKED_AT]:
        rest = {word for key in own[page] if key != repeat.key for word in words(key)}
        shares.append(len(mine & rest) / len(mine))
    return median(shares)
