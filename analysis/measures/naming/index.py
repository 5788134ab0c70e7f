"""Find where the forms of a lexicon may begin, among running words as integers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, product
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers
from analysis.corpus.language.inflection import pattern, variants
from analysis.corpus.language.tokenizer import JOINTS
from analysis.corpus.lexicons.naming import Form, Lexicon
from analysis.corpus.tokens.tokens import Tokens

WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# Letters that a stem has at least.
_STEM: Final = 3
# Running words looked at in one piece, so that they stay in the processor's cache.
_AT_ONCE: Final = 1 << 18


@dataclass(frozen=True)
class Candidate:
    """A form ready to be tried where its first word stands.

    Attributes
    ----------
    form
        What is looked for.
    rank
        Its place in the lexicon.
    second
        What its second word can be, so that "the" is not tried in vain; empty where any word
        can follow.
    """

    form: Form
    rank: int
    second: frozenset[str]

    @cached_property
    def match(self) -> Callable[..., regex.Match[str] | None]:
        """Match the form where it may begin."""
        matching: Callable[..., regex.Match[str] | None]
        matching = regex.compile(pattern(self.form.text, fold=self.form.fold)).match
        return matching

    @cached_property
    def reach(self) -> int:
        """How many words one must see, from the first, to tell whether the form is there."""
        # After the full stop of "Inc." the next word tells that it is a whole one.
        return max(
            len(WORD.findall(word)) + (not word.endswith("*") and not WORD.fullmatch(word[-1]))
            for word in (" ".join(words) for words in product(*variants(self.form.text)))
        )


class Index:
    """The forms of a lexicon by their first words."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._words: dict[str, list[Candidate]] = {}
        # The stems that begin with three letters, the shortest first.
        self._stems: dict[str, list[tuple[str, Candidate]]] = {}
        seconds: set[str] = set()
        for rank, form in enumerate(forms):
            words = variants(form.text)
            candidate = Candidate(form, rank, _second(words))
            seconds |= candidate.second
            for head in {WORD.findall(word.casefold())[0] for word in words[0]}:
                if words[0][0].endswith("*"):
                    self._stems.setdefault(head[:_STEM], []).append((head, candidate))
                else:
                    self._words.setdefault(head, []).append(candidate)
        for stems in self._stems.values():
            stems.sort(key=lambda stem: len(stem[0]))
        self.seconds = sorted(seconds)

    def __getitem__(self, word: str) -> Sequence[Candidate]:
        """Say which forms can begin with a word, given in small letters."""
        found = self._words.get(word, ())
        if stems := self._stems.get(word[:_STEM]):
            return [*found, *(candidate for stem, candidate in stems if word.startswith(stem))]
        return found


def _second(words: list[list[str]]) -> frozenset[str]:
    """List what can come second in a form, an 's included."""
    pairs = [WORD.findall(" ".join(pair).casefold()) for pair in product(*words[:2])]
    if any(len(pair) == 1 for pair in pairs) or "*" in "".join(chain(*words[:2])):
        return frozenset()
    return frozenset(pair[1] for pair in pairs)


@lru_cache(maxsize=8)
def index_of(lexicon: Lexicon) -> Index:
    """Index the forms of a lexicon by their first words."""
    return Index(lexicon.forms)


def beginnings(tokens: Tokens, index: Index) -> tuple[Integers, Integers]:
    """Find the running words in which a form may begin.

    Returns
    -------
    The number of each, and how many running words from it on must be seen to tell.
    """
    alone, last, first, reach = _reaches(tokens, index)
    may = (alone > 0) | (last > 0)
    none = np.zeros(0, dtype=np.int64)
    heads, seen = [none], [none]
    for begin in range(0, len(tokens.ids), _AT_ONCE):
        ids = tokens.ids[begin : begin + _AT_ONCE + 1]
        here = np.flatnonzero(may[ids[:_AT_ONCE]])
        following = ids[np.minimum(here + 1, len(ids) - 1)]
        found = np.maximum(alone[ids[here]], reach[last[ids[here]], first[following]])
        heads.append(begin + here[found > 0])
        seen.append(found[found > 0].astype(np.int64))
    return np.concatenate(heads), np.concatenate(seen)


_Codes = NDArray[np.int32]


def _reaches(tokens: Tokens, index: Index) -> tuple[Integers, _Codes, _Codes, Integers]:
    """Say how many running words must be seen from one on: 0 where no form begins in it.

    A running word can be several words of a form ("Wagner-led"). Where a form that begins with
    its last one goes on, it depends on how the running word after it begins.

    Returns
    -------
    Of each term how many whatever follows; a number for its last word, and one for its first;
    and of each last and first word how many where they meet.
    """
    terms = "\n".join(tokens.vocabulary.tolist()).casefold()
    for joint in JOINTS:
        terms = terms.replace(joint, " ")
    seconds = {word: number for number, word in enumerate(index.seconds, 1)}
    alone = np.zeros(len(tokens.vocabulary), dtype=np.int64)
    last, first = np.zeros((2, len(tokens.vocabulary)), dtype=np.int32)
    lasts: dict[str, int] = {}
    for number, term in enumerate(terms.split("\n")[: len(tokens.vocabulary)]):
        words = term.split()
        first[number] = seconds.get(words[0], 0)
        for place, word in enumerate(words):
            candidates = index[word]
            if candidates:
                alone[number] = max(alone[number], _within(candidates, words[place:]))
        if any(candidate.second for candidate in candidates):
            last[number] = lasts.setdefault(words[-1], len(lasts) + 1)
    reach = np.zeros((len(lasts) + 1, len(seconds) + 1), dtype=np.int64)
    for word, row in lasts.items():
        for candidate in index[word]:
            columns = [seconds[second] for second in candidate.second]
            reach[row, columns] = np.maximum(reach[row, columns], candidate.reach)
    return alone, last, first, reach


def _within(candidates: Iterable[Candidate], words: list[str]) -> int:
    """Say how many running words must be seen for forms that begin with the first of some words.

    Parameters
    ----------
    words
        Those of one running word, to its end. Forms that need another one do not count.
    """
    reaches = [
        candidate.reach
        for candidate in candidates
        if not candidate.second or set(words[1:2]) & candidate.second
    ]
    return 1 + max(max(reaches) - len(words), 0) if reaches else 0
