"""Find where the forms of a lexicon may begin, among running words as integers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Final

import numpy as np
import regex

from analysis.corpus.arrays import Integers
from analysis.corpus.language import JOINTS, terms_of
from analysis.corpus.language.inflection import pattern, variants
from analysis.corpus.lexicons.naming import Form
from analysis.corpus.tokens.tokens import Tokens

_JOINT: Final = regex.compile(f"[{JOINTS}]")
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
            for head in {_parts(word)[0] for word in words[0]}:
                if words[0][0].endswith("*"):
                    self._stems.setdefault(head[:_STEM], []).append((head, candidate))
                else:
                    self._words.setdefault(head, []).append(candidate)
        for stems in self._stems.values():
            stems.sort(key=lambda stem: len(stem[0]))
        self.seconds = frozenset(seconds)

    def __getitem__(self, word: str) -> Sequence[Candidate]:
        """Say which forms can begin with a part of a term, given in small letters."""
        hits = self._words.get(word, ())
        if stems := self._stems.get(word[:_STEM]):
            return [*hits, *(candidate for stem, candidate in stems if word.startswith(stem))]
        return hits

    def of(self, parts: Sequence[str], following: str) -> list[Candidate]:
        """List the forms that can begin within a term, given what the next one begins with."""
        return [
            candidate
            for part, after in zip(parts, (*parts[1:], following), strict=True)
            for candidate in self[part]
            if not candidate.second or after in candidate.second
        ]


def _parts(text: str) -> list[str]:
    """List what the terms of a text consist of, in small letters: "U.S.-led" is us, led."""
    return [part for term in terms_of(text) for part in _JOINT.split(term.casefold())]


def _second(words: list[list[str]]) -> frozenset[str]:
    """List what can come second in a form; nothing where a form of one word is among them."""
    pairs = [_parts(" ".join(pair)) for pair in product(*words[:2])]
    if any(len(pair) == 1 for pair in pairs) or any("*" in "".join(each) for each in words[:2]):
        return frozenset()
    return frozenset(pair[1] for pair in pairs)


@lru_cache(maxsize=8)
def index_of(forms: tuple[Form, ...]) -> Index:
    """Index forms by their first words."""
    return Index(forms)


class Beginnings:
    """The running words in which forms may begin, and which forms.

    Attributes
    ----------
    heads
        Their numbers among the running words, rising.
    """

    def __init__(self, tokens: Tokens, index: Index) -> None:
        self._tokens, self._index = tokens, index
        vocabulary = "\n".join(tokens.vocabulary.tolist()).casefold().split("\n")
        self._parts = [_JOINT.split(term) for term in vocabulary[: len(tokens.vocabulary)]]
        every = [[index[part] for part in parts] for parts in self._parts]
        goes_on = [any(c.second for c in last) for *_, last in every]
        within = [bool(index.of(parts, "")) for parts in self._parts]
        second = [parts[0] in index.seconds for parts in self._parts]
        self.heads = _heads(
            tokens, *(np.array(each, dtype=bool) for each in (within, goes_on, second))
        )

    def candidates(self, head: int) -> list[Candidate]:
        """List the forms that may begin in a running word."""
        ids = self._tokens.ids
        following = self._parts[ids[head + 1]][0] if head + 1 < len(ids) else ""
        return self._index.of(self._parts[ids[head]], following)


def _heads(tokens: Tokens, within: Integers, goes_on: Integers, second: Integers) -> Integers:
    """Find the running words that hold a form's beginning, or one that the next may go on."""
    heads = [np.zeros(0, dtype=np.int64)]
    for begin in range(0, len(tokens.ids), _AT_ONCE):
        ids = tokens.ids[begin : begin + _AT_ONCE + 1]
        here, following = ids[:_AT_ONCE], ids[1:]
        follows = np.append(second[following], False)[: len(here)]
        heads.append(begin + np.flatnonzero(within[here] | (goes_on[here] & follows)))
    return np.concatenate(heads)
