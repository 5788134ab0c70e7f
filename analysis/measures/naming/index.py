"""Find where the forms of a lexicon may begin, among running words as integers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import Final, NamedTuple

import numpy as np
import regex

from analysis.corpus.forms import pattern, variants
from analysis.corpus.lexicon import Form, Lexicon
from analysis.corpus.offsets import Integers
from analysis.corpus.tokens import Tokens

WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")


class Candidate(NamedTuple):
    """A form ready to be tried where its first word stands, and its place in the lexicon.

    `second` holds what its second word can be, so that "the" is not tried in vain; empty
    where any word can follow.
    """

    concept: str
    label: str
    rank: int
    second: frozenset[str]
    match: Callable[..., regex.Match[str] | None]


class Index(dict[str, tuple[Candidate, ...]]):
    """Word as printed -> the forms that can begin there; filled as words are met."""

    def __init__(self, forms: Iterable[Form]) -> None:
        super().__init__()
        self._words: dict[str, list[Candidate]] = {}
        self._stems: dict[str, list[Candidate]] = {}
        for rank, form in enumerate(forms):
            words = variants(form.text)
            match = regex.compile(pattern(form.text, fold=form.fold)).match
            candidate = Candidate(form.concept, form.label, rank, _second(words), match)
            table = self._stems if words[0][0].endswith("*") else self._words
            for head in {WORD.findall(word.casefold())[0] for word in words[0]}:
                table.setdefault(head, []).append(candidate)

    def __missing__(self, word: str) -> tuple[Candidate, ...]:
        key = word.casefold()
        found = list(self._words.get(key, ()))
        for size in range(3, len(key) + 1):
            found += self._stems.get(key[:size], ())
        self[word] = tuple(found)
        return self[word]


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


def beginnings(tokens: Tokens, index: Index) -> Integers:
    """Find the running words in which a form may begin.

    A running word can be several words of a form ("Wagner-led"). Where all forms that begin
    with its last one go on, the running word after it must begin as one of them does.
    """
    terms = tokens.vocabulary.tolist()
    begins, leads = np.zeros((2, len(terms)), dtype=bool)
    follows: dict[str, list[int]] = {}
    seconds: dict[int, frozenset[str]] = {}
    for number, term in enumerate(terms):
        words = WORD.findall(term)
        follows.setdefault(words[0].casefold(), []).append(number)
        begins[number] = any(_begins(index[one], other) for one, other in pairwise(words))
        last = index[words[-1]]
        if last and not begins[number]:
            begins[number] = any(not candidate.second for candidate in last)
            leads[number] = not begins[number]
            seconds[number] = frozenset(chain(*(candidate.second for candidate in last)))
    here = np.flatnonzero((begins | leads)[tokens.ids])
    following = tokens.ids[np.minimum(here + 1, len(tokens.ids) - 1)]
    keys = np.array(list(_pairs(seconds, follows, len(terms))), dtype=np.int64)
    pairs = tokens.ids[here].astype(np.int64) * len(terms) + following
    return here[begins[tokens.ids[here]] | np.isin(pairs, keys)]


def _begins(candidates: Iterable[Candidate], following: str) -> bool:
    """Tell whether a form may begin before a word."""
    return any(not one.second or following.casefold() in one.second for one in candidates)


def _pairs(
    seconds: dict[int, frozenset[str]], follows: dict[str, list[int]], size: int
) -> Iterator[int]:
    """List the pairs of terms in which a form may begin, as one number each."""
    for number, words in seconds.items():
        for word in words:
            for other in follows.get(word, ()):
                yield number * size + other
