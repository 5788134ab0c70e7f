"""Learn the furniture of an outlet: the lines it repeats from article to article.

A line counts only within one outlet, and versions of one article count once. Repeating alone
does not make furniture: a paragraph of background that an agency puts under every story of
one event repeats too. It tells of what its article tells of, so its words stand elsewhere in
the article; the words of a sign-up form do not.

The pages a rule is learnt from can be counted in parts, by several processes: tallies add up,
and what is learnt of their sum does not depend on the parts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median
from typing import Final

from analysis.corpus.clean.line_counts import Keys, Pages, Spool, Tally
from analysis.corpus.clean.lines import Page, words
from analysis.corpus.clean.outlet_rules import OutletRules, book
from analysis.corpus.clean.rules import Rules
from analysis.corpus.execution.processes import each

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
# Pages that are worth a call of another process.
_BATCH: Final = 2_000
# What is remembered of pages and of pairs of them.
_PAGES: Final = 2_000
_PAIRS: Final = 1 << 16
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]*$")


@dataclass(frozen=True)
class Learnt:
    """What outlets repeat.

    Attributes
    ----------
    lines
        Outlet, folded -> its repeated lines, folded.
    documents
        The documents they were learnt from that hold one.
    """

    lines: Mapping[str, Keys] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()


class _Outlet:
    """The pages of one outlet, in order: their lines, and what is known of those lines."""

    def __init__(self, name: str, pages: Pages, rules: Rules) -> None:
        self.pages = pages
        self.name = frozenset(words(name))
        self.book: OutletRules = book(rules, rules.profile_of(name))
        # Line -> numbers of the pages it stands on, of those that may stand on several.
        where: dict[str, list[int]] = defaultdict(list)
        # Pages that can be a version of another: enough of them stands in such lines.
        self._versions: set[int] = set()
        for number, keys, letters in pages.likely():
            if sum(map(len, keys)) >= _SAME_ARTICLE * letters:
                self._versions.add(number)
            for key in keys:
                where[key].append(number)
        often = max(FEWEST, _COMMON * len(pages))
        self.common = frozenset(key for key, found in where.items() if len(found) >= often)
        self.where = {
            key: found
            for key, found in where.items()
            if len(found) >= _FEWEST_WITH_HINT and words(key)
        }
        self.own_words = lru_cache(maxsize=_PAGES)(self._own_words)
        self._is_version = lru_cache(maxsize=_PAIRS)(self._are_versions)

    def _own_words(self, page: int) -> Counter[str]:
        """Count the lines of a page's own that hold each word: neither common nor hinted."""
        lines = [k for k in self.pages[page] - self.common if not self.book.is_hinted(k)]
        return Counter(word for line in lines for word in set(words(line)))

    def apart(self, places: list[int]) -> list[int]:
        """Keep one page of each article: versions of it share nearly all of their words."""
        if self._versions.isdisjoint(places):
            return places
        chosen: list[int] = []
        for page in places:
            if not any(self._is_version(page, other) for other in chosen[-20:]):
                chosen.append(page)
        return chosen

    def _are_versions(self, page: int, other: int) -> bool:
        if page not in self._versions and other not in self._versions:
            return False
        return _overlap(self.pages[page], self.pages[other]) >= _SAME_ARTICLE

    def repeated(self) -> Iterator[tuple[str, list[int]]]:
        """Give the lines that are furniture, with the pages they stand on."""
        for key, places in self.where.items():
            if _is_furniture(key, places, self):
                yield key, places


def count(pages: Iterable[Page]) -> Tally:
    """Tally the open lines of pages that the rules have labelled."""
    return Tally.of(
        {
            (page.outlet.casefold(), page.document_id): [
                line.text.casefold() for line in page.open_lines()
            ]
            for page in pages
            if page.outlet
        }
    )


def repeated_lines(spool: Spool, rules: Rules, workers: int = 1) -> Learnt:
    """Find the repeated lines of outlets from the pages that were laid aside.

    Parameters
    ----------
    spool, rules
        The pages and the rules they were labelled by.
    workers
        How many processes.
    """
    lines: dict[str, Keys] = {}
    documents: set[str] = set()
    calls = ((some, rules) for some in _batches(spool.outlets()))
    for batch in each(_repeated, calls, workers, (rules,)):
        for name, repeated, holders in batch:
            lines[name] = repeated
            documents |= holders
    return Learnt(lines, frozenset(documents))


def _batches(outlets: Iterable[tuple[str, Pages]]) -> Iterator[list[tuple[str, Pages]]]:
    """Put outlets of few pages together."""
    batch: list[tuple[str, Pages]] = []
    for outlet in outlets:
        batch.append(outlet)
        if sum(len(pages) for _, pages in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _repeated(outlets: list[tuple[str, Pages]], rules: Rules) -> list[tuple[str, Keys, set[str]]]:
    """Find the repeated lines of some outlets, and the documents that hold one."""
    rows = []
    for name, pages in outlets:
        repeated = dict(_Outlet(name, pages, rules).repeated())
        holders = {pages.name(page) for places in repeated.values() for page in places}
        rows.append((name, frozenset(repeated), holders))
    return rows


def of_tally(tally: Tally, rules: Rules) -> Learnt:
    """Find the repeated lines of outlets from the pages of one tally."""
    with Spool() as spool:
        spool.add(tally)
        return repeated_lines(spool, rules)


def label_repeated(pages: Iterable[Page], learnt: Learnt) -> None:
    """Label the open lines that an outlet repeats; pages of no known outlet are left alone."""
    for page in pages:
        repeated = learnt.lines.get(page.outlet.casefold()) if page.outlet else None
        for line in page.open_lines() if repeated else ():
            if line.text.casefold() in (repeated or ()):
                line.give(LABEL, RULE)


def _overlap(one: Keys, other: Keys) -> float:
    """Share of the shorter page's characters that stand in lines of both."""
    shared = sum(map(len, one & other))
    return shared / max(1, min(sum(map(len, one)), sum(map(len, other))))


def _is_furniture(key: str, places: list[int], outlet: _Outlet) -> bool:
    pages = outlet.apart(places)
    size, count, share = len(words(key)), len(pages), len(pages) / len(outlet.pages)
    if size >= _SHORTEST_WITH_HINT and outlet.book.is_hinted(key):
        enough = FEWEST if _topical(key, pages, outlet) >= _TOPICAL else _FEWEST_WITH_HINT
        return count >= enough
    if count < FEWEST or (len(outlet.pages) <= _SMALL_OUTLET and share < SHARE):
        return False
    if key.endswith("...") or not _SENTENCE_END.search(key):
        return True
    if size <= _UTTERANCE:
        return share >= _UTTERANCE_SHARE and count >= _FEWEST_UTTERANCES
    return _topical(key, pages, outlet) < _TOPICAL


def _topical(key: str, pages: list[int], outlet: _Outlet) -> float:
    """Share of a line's longer words that its articles use in other lines of their own."""
    long_words = {word for word in words(key) if len(word) >= _LONG_WORD} - outlet.name
    if not long_words:
        return 0.0
    itself = key not in outlet.common and not outlet.book.is_hinted(key)
    shares = []
    for page in pages[:_PAGES_LOOKED_AT]:
        counts = outlet.own_words(page)
        shares.append(sum(counts[word] > itself for word in long_words) / len(long_words))
    return median(shares)
