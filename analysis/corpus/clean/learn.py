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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median
from typing import Any, Final

import pyarrow

from analysis.corpus.clean.lines import words
from analysis.corpus.clean.match import Book, book
from analysis.corpus.clean.page import Page
from analysis.corpus.clean.rules import Rules

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
_PAGES_UNPACKED: Final = 2_000
_CODEC: Final = pyarrow.Codec("zstd", compression_level=1)
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]*$")


Keys = frozenset[str]
# Outlet, folded -> its repeated lines, folded.
Learnt = Mapping[str, Keys]


@dataclass(frozen=True)
class Tally:
    """The lines that the rules leave open on the pages of each outlet.

    Attributes
    ----------
    pages
        Outlet, folded -> document -> its distinct open lines, folded and packed.
    """

    pages: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Put two tallies together; of a document that is in both, the other's page stays."""
        outlets = [*self.pages, *(outlet for outlet in other.pages if outlet not in self.pages)]
        return Tally({o: {**self.pages.get(o, {}), **other.pages.get(o, {})} for o in outlets})

    def learnt(self, rules: Rules) -> Learnt:
        """Find the repeated lines of each outlet."""
        return {outlet: _learn(outlet, _Packed(own), rules) for outlet, own in self.pages.items()}


class _Packed(Mapping[str, Keys]):
    """Pages of one outlet that are unpacked when they are looked at."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self._pages = pages
        self._unpacked = lru_cache(maxsize=_PAGES_UNPACKED)(lambda key: _unpack(pages[key]))

    def __getitem__(self, document: str) -> Keys:
        return self._unpacked(document)

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)


def _pack(keys: Keys) -> bytes:
    text = "\n".join(sorted(keys)).encode("utf-8", "surrogatepass")
    return len(text).to_bytes(4, "little") + bytes(_CODEC.compress(text, asbytes=True))


def _unpack(packed: bytes) -> Keys:
    size = int.from_bytes(packed[:4], "little")
    text = _CODEC.decompress(packed[4:], decompressed_size=size, asbytes=True)
    return frozenset(bytes(text).decode("utf-8", "surrogatepass").split("\n")) - {""}


@dataclass(frozen=True)
class _Outlet:
    """The pages of one outlet, in order: their lines, and what is known of those lines."""

    lines: Sequence[Keys]
    name: Keys
    common: Keys
    book: Book
    _own: dict[int, Counter[str]] = field(default_factory=dict)
    _same: dict[tuple[int, int], bool] = field(default_factory=dict)

    def own_words(self, page: int) -> Counter[str]:
        """Count the lines of a page's own that hold each word: neither common nor hinted."""
        if page not in self._own:
            lines = [k for k in self.lines[page] - self.common if not self.book.is_hinted(k)]
            self._own[page] = Counter(word for line in lines for word in set(words(line)))
        return self._own[page]

    def apart(self, found: list[int]) -> list[int]:
        """Keep one page of each article: versions of it share nearly all of their words."""
        kept: list[int] = []
        for page in found:
            if not any(self._is_version(page, other) for other in kept[-20:]):
                kept.append(page)
        return kept

    def _is_version(self, page: int, other: int) -> bool:
        pair = (page, other)
        if pair not in self._same:
            self._same[pair] = _overlap(self.lines[page], self.lines[other]) >= _SAME_ARTICLE
        return self._same[pair]


class _InOrder(Sequence[Keys]):
    """The pages of a mapping by their number, documents sorted by name."""

    def __init__(self, pages: Mapping[str, Keys]) -> None:
        self._pages, self._names = pages, sorted(pages)

    def __getitem__(self, number: Any) -> Any:
        return self._pages[self._names[number]]

    def __len__(self) -> int:
        return len(self._names)


def count(pages: Iterable[Page]) -> Tally:
    """Tally the open lines of pages that the rules have labelled."""
    return Tally({o: {d: _pack(k) for d, k in own.items()} for o, own in _open(pages).items()})


def learn(pages: Iterable[Page], rules: Rules) -> Learnt:
    """Find the repeated lines of outlets from pages that the rules have labelled."""
    return {outlet: _learn(outlet, own, rules) for outlet, own in _open(pages).items()}


def label_repeated(pages: Iterable[Page], learnt: Learnt) -> None:
    """Label the open lines that an outlet repeats; pages of no known outlet are left alone."""
    for page in pages:
        repeated = learnt.get(page.outlet.casefold()) if page.outlet else None
        for line in page.open_lines() if repeated else ():
            if line.text.casefold() in (repeated or ()):
                line.give(LABEL, RULE)


def _open(pages: Iterable[Page]) -> dict[str, dict[str, Keys]]:
    found: dict[str, dict[str, Keys]] = defaultdict(dict)
    for page in pages:
        if page.outlet:
            keys = frozenset([line.text.casefold() for line in page.open_lines()])
            found[page.outlet.casefold()][page.document_id] = keys
    return found


def _learn(name: str, pages: Mapping[str, Keys], rules: Rules) -> Keys:
    """Find the repeated lines of one outlet that are furniture."""
    lines = _InOrder(pages)
    frequency: Counter[str] = Counter()
    for page in lines:
        frequency.update(page)
    often = max(FEWEST, _COMMON * len(lines))
    outlet = _Outlet(
        lines=lines,
        name=frozenset(words(name)),
        common=frozenset(key for key, n in frequency.items() if n >= often),
        book=book(rules, rules.profile_of(name)),
    )
    repeated = {key for key, n in frequency.items() if n >= _FEWEST_WITH_HINT and words(key)}
    where: dict[str, list[int]] = defaultdict(list)
    for position, page in enumerate(lines if repeated else ()):
        for key in page & repeated:
            where[key].append(position)
    return frozenset(k for k, found in where.items() if _is_furniture(k, found, outlet))


def _overlap(one: Keys, other: Keys) -> float:
    """Share of the shorter page's characters that stand in lines of both."""
    shared = sum(map(len, one & other))
    return shared / max(1, min(sum(map(len, one)), sum(map(len, other))))


def _is_furniture(key: str, found: list[int], outlet: _Outlet) -> bool:
    pages = outlet.apart(found)
    size, count, share = len(words(key)), len(pages), len(pages) / len(outlet.lines)
    if size >= _SHORTEST_WITH_HINT and outlet.book.is_hinted(key):
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
    itself = key not in outlet.common and not outlet.book.is_hinted(key)
    shares = []
    for page in pages[:_PAGES_LOOKED_AT]:
        counts = outlet.own_words(page)
        shares.append(sum(counts[word] > itself for word in mine) / len(mine))
    return median(shares)
