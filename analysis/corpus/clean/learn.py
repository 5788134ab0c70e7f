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
from dataclasses import dataclass, field
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
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]*$")


@dataclass(frozen=True)
class _Outlet:
    """The pages of one outlet: their lines, folded, and what is known of those lines."""

    lines: list[set[str]]
    name: frozenset[str]
    common: frozenset[str]
    hints: re.Pattern[str]
    _own: dict[int, Counter[str]] = field(default_factory=dict)

    def own_words(self, page: int) -> Counter[str]:
        """Count the lines of a page's own that hold each word: neither common nor hinted."""
        if page not in self._own:
            lines = [k for k in self.lines[page] - self.common if not self.hints.search(k)]
            self._own[page] = Counter(word for line in lines for word in set(words(line)))
        return self._own[page]


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
    lines = [{_key(line) for line in page.open_lines()} for page in pages]
    frequency = Counter(key for page in lines for key in page)
    often = max(FEWEST, _COMMON * len(pages))
    outlet = _Outlet(
        lines=lines,
        name=frozenset(words(pages[0].outlet.casefold())),
        common=frozenset(key for key, n in frequency.items() if n >= often),
        hints=book.hints,
    )
    where: dict[str, list[int]] = defaultdict(list)
    for position, page in enumerate(lines):
        for key in page:
            if frequency[key] >= _FEWEST_WITH_HINT and words(key):
                where[key].append(position)
    return {key for key, found in where.items() if _is_furniture(key, _apart(found, lines), outlet)}


def _apart(found: list[int], lines: list[set[str]]) -> list[int]:
    """Keep one page of each article: versions of it share nearly all of their words."""
    kept: list[int] = []
    for page in found:
        if not any(_overlap(lines[page], lines[other]) >= _SAME_ARTICLE for other in kept[-20:]):
            kept.append(page)
    return kept


def _overlap(one: set[str], other: set[str]) -> float:
    """Share of the shorter page's characters that stand in lines of both."""
    shared = sum(map(len, one & other))
    return shared / max(1, min(sum(map(len, one)), sum(map(len, other))))


def _is_furniture(key: str, pages: list[int], outlet: _Outlet) -> bool:
    size, count, share = len(words(key)), len(pages), len(pages) / len(outlet.lines)
    if size >= _SHORTEST_WITH_HINT and outlet.hints.search(key):
        enough = FEWEST if _topical(key, pages, outlet) >= _TOPICAL else _FEWEST_WITH_HINT
        return count >= enough
    if count < FEWEST or (len(outlet.lines) <= _SMALL_OUTLET and share < SHARE):
        return False
    if key.endswith("...") or not _SENTENCE_END.search(key):
        return True
    if size <= _UTTERANCE:
        return share >= _UTTERANCE_SHARE and count >= _FEWEST_UTTERANCES
    return _topical(key, pages, outlet) < _TOPICAL


def _topical(key: str, pages: list[int], outlet: _Outlet) -> float:
    """Share of a line's longer words that its articles use in other lines of their own."""
    mine = {word for word in words(key) if len(word) >= _LONG_WORD} - outlet.name
    if not mine:
        return 0.0
    itself = key not in outlet.common and not outlet.hints.search(key)
    shares = []
    for page in pages[:_PAGES_LOOKED_AT]:
        counts = outlet.own_words(page)
        shares.append(sum(counts[word] > itself for word in mine) / len(mine))
    return median(shares)
