"""What a story itself says for and against two words of one class meaning the same thing in it.

Each hint is a number of about 0 to 1 or a logarithm of a count; `kin-weights.yml` weighs them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus.lexicons.kin import Kin, Kind
from analysis.corpus.syntax.sentence import Sentence
from analysis.suggest.units import Around, Unit, around, joined, stem

Word = tuple[Kind, str]
Pair = tuple[Word, Word]
_T = TypeVar("_T")
_Floats = NDArray[np.float64]
# So many pairs are compared, those that are printed most; of each word so many mentions.
_PAIRS: Final = 400
_MENTIONS: Final = 60
_LEAST: Final = 3
# In a story of so many documents each of its words is printed twice.
_LARGE, _TWICE = 10, 2
# Words beside a word are so near.
_NEAR: Final = 5


class Hints(NamedTuple):
    """The pairs of a story, and what is seen of each: pair x name of the hint."""

    pairs: list[Pair]
    values: list[dict[str, float]]


class Story:
    """The words of a story that `kin.yml` lists, and the sentences they stand in.

    Parameters
    ----------
    sentences
        Those of the story.
    units
        Its listed words.
    outlets
        Document -> outlet.
    is_joined
        Whether two words of a sentence are told as two things; by rules, if not given.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        units: Sequence[Unit],
        outlets: Mapping[str, str],
        is_joined: Callable[[Sentence, Unit, Unit], bool] = joined,
    ) -> None:
        self.sentences, self.outlets, self._is_joined = sentences, outlets, is_joined
        self.units: dict[Word, list[Unit]] = defaultdict(list)
        for unit in units:
            self.units[unit.kind, unit.word].append(unit)
        self._is_large = len(outlets) >= _LARGE
        # The more articles, the more often a choice must be met.
        self._least = max(_LEAST, len(outlets) // 3)
        self._around = [around(sentence) for sentence in sentences]
        self._weight = _rarity(self._around)
        self._number = {word: n for n, word in enumerate(self._weight)}

    def pairs(self, kin: Kin) -> list[Pair]:
        """List pairs of one class that outlets may choose between, those printed most first."""
        by_class: dict[int, list[Word]] = defaultdict(list)
        for kind, word in sorted(self.units):
            for number in kin.classes.get((kind, word), ()):
                by_class[number].append((kind, word))
        found = {pair for words in by_class.values() for pair in combinations(words, 2)}
        may = [pair for pair in found if self._is_choice(pair, kin)]
        return sorted(may, key=lambda pair: (-min(map(self._times, pair)), pair))[:_PAIRS]

    def is_headline(self, number: int) -> bool:
        """Whether a sentence is printed as a headline, or is the first of its document."""
        is_first = number == 0 or self.document_of(number) != self.document_of(number - 1)
        return is_first or self.sentences[number].headline

    def document_of(self, number: int) -> str:
        """Name the document of a sentence."""
        return self.sentences[number].document_id

    def _times(self, word: Word) -> int:
        return len(self.units[word])

    def _is_choice(self, pair: Pair, kin: Kin) -> bool:
        first, second = (word for _, word in pair)
        if {first, second} & kin.offices and not {first, second} & kin.loaded:
            return False
        units = [*self.units[pair[0]], *self.units[pair[1]]]
        outlets = {self.outlets[unit.document_id] for unit in units}
        rarest = min(map(self._times, pair))
        is_told = len(units) >= self._least and rarest >= (_TWICE if self._is_large else 1)
        return is_told and len(outlets) > 1 and not _one_word(first, second)

    def hints(self, pair: Pair, kin: Kin) -> dict[str, float]:
        """Say what speaks for and against the two words of a pair meaning the same thing.

        Returns
        -------
        Name of the hint -> number; the same names for every pair.
        """
        (kind, first), (_, second) = pair
        one, other = (_some(self.units[word]) for word in pair)
        shared = kin.shared(kind, first, second)
        classes = [len(kin.classes.get(word, ())) for word in pair]
        times = sorted(map(self._times, pair))
        documents = [{unit.document_id for unit in units} for units in (one, other)]
        outlets = {self.outlets[name] for name in documents[0] | documents[1]}
        near = [Counter(slot for unit in units for slot in unit.slots) for units in (one, other)]
        beside = [Counter(name for _, name in each.elements()) for each in near]
        alike = self._alike(one, other, self._sentence_of)
        close = self._alike(one, other, self._near)
        names = [self._told(units, "names") for units in (one, other)]
        figures = [self._told(units, "figures") for units in (one, other)]
        plural = [float(np.mean([unit.plural for unit in units])) for units in (one, other)]
        together, apart = self._together(one, other)
        return {
            "verb": float(kind == "verb"),
            "classes shared": math.log(max(len(shared), 1)),
            "synonyms": float(bool(shared & kin.synonyms)),
            "smallest class": 1 / math.sqrt(min((kin.sizes[n] for n in shared), default=20)),
            "senses": math.log(max(classes[0], 1) * max(classes[1], 1)),
            "commoner word": math.log(times[1]),
            "outlets": math.log(len(outlets)),
            "documents in common": len(documents[0] & documents[1])
            / min(len(documents[0]), len(documents[1])),
            "slots shared": math.log1p(len(near[0].keys() & near[1].keys())),
            "neighbours alike": _cosine(
                beside[0], beside[1], lambda name: self._weight.get(name, 1.0)
            ),
            "same act": float(alike[0]),
            "same words beside": float(close[0]),
            "contexts alike": _cosine(
                self._told(one, "words"), self._told(other, "words"), lambda w: self._weight[w] ** 2
            ),
            "names alike": _cosine(names[0], names[1], lambda _: 1.0),
            "other figures": float(
                bool(figures[0] and figures[1]) and not figures[0].keys() & figures[1].keys()
            ),
            "one in the plural": abs(plural[0] - plural[1]),
            "joined by and": apart,
            "in one sentence": together,
            "vague": float(first in kin.vague) + float(second in kin.vague),
            "loaded": float((first in kin.loaded) != (second in kin.loaded)),
        }

    def _told(self, units: Iterable[Unit], what: str) -> Counter[str]:
        told: Counter[str] = Counter()
        for unit in units:
            told.update(getattr(self._around[unit.sentence], what) - {stem(unit.word)})
        return told

    def _together(self, one: Sequence[Unit], other: Sequence[Unit]) -> tuple[float, float]:
        """Say how often two words stand in one sentence, and how often they are joined there."""
        by_sentence = {unit.sentence: unit for unit in one}
        both = [(by_sentence[u.sentence], u) for u in other if u.sentence in by_sentence]
        together = sum(self._is_joined(self.sentences[a.sentence], a, b) for a, b in both)
        rarer = min(len(one), len(other))
        return len(both) / rarer, math.sqrt(together / rarer)

    def _alike(
        self, one: Sequence[Unit], other: Sequence[Unit], words_of: Callable[[Unit], Iterable[str]]
    ) -> _Floats:
        """Compare what stands around two words in different outlets, 0 to 1; most alike first."""
        own, theirs = self._rows(one, words_of), self._rows(other, words_of)
        likeness = (own @ theirs.T).toarray()
        outlets = [np.array([self.outlets[u.document_id] for u in units]) for units in (one, other)]
        likeness[outlets[0][:, None] == outlets[1][None, :]] = 0
        flat: _Floats = np.sort(likeness, axis=None)[::-1]
        return flat

    def _sentence_of(self, unit: Unit) -> frozenset[str]:
        return self._around[unit.sentence].words

    def _near(self, unit: Unit) -> Iterable[str]:
        sentence = self.sentences[unit.sentence]
        part = slice(max(unit.at - _NEAR, 0), unit.at + _NEAR + 1)
        told = zip(sentence.tokens[part], sentence.kinds[part], strict=True)
        return {stem(token.lower) for token, _ in told} & self._around[unit.sentence].words

    def _rows(self, units: Sequence[Unit], words_of: Callable[[Unit], Iterable[str]]) -> csr_array:
        """Lay out words around mentions, without the word itself: mention x word, of length 1."""
        data: list[float] = []
        columns: list[int] = []
        bounds = [0]
        for unit in units:
            words = sorted({*words_of(unit)} - {stem(unit.word)})
            weights = np.array([self._weight[word] for word in words])
            data += (weights / (np.linalg.norm(weights) or 1)).tolist()
            columns += [self._number[word] for word in words]
            bounds.append(len(data))
        return csr_array((data, columns, bounds), shape=(len(units), len(self._number)))


def read(story: Story, kin: Kin) -> Hints:
    """Compare the pairs of a story."""
    pairs = story.pairs(kin)
    return Hints(pairs, [story.hints(pair, kin) for pair in pairs])


def probability(hints: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Weigh hints: how likely two words mean the same thing, 0 to 1 (a logistic model)."""
    total = weights.get("always", 0.0)
    total += sum(weight * hints.get(name, 0.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


def _rarity(sentences: Sequence[Around]) -> dict[str, float]:
    """Weigh the words of a story by how few of its sentences have them."""
    count = Counter(word for told in sentences for word in told.words)
    every = max(len(sentences), 1)
    return {word: math.log(1 + every / count[word]) for word in sorted(count)}


def _cosine(one: Counter[_T], other: Counter[_T], weight: Callable[[_T], float]) -> float:
    shared = sum(weight(key) * one[key] * other[key] for key in one.keys() & other.keys())
    sizes = (sum(weight(key) * n * n for key, n in each.items()) for each in (one, other))
    length = math.sqrt(math.prod(sizes))
    return shared / length if length else 0.0


def _some(units: Sequence[Unit]) -> Sequence[Unit]:
    """Take mentions from all over a story, at most so many."""
    step = -(-len(units) // _MENTIONS)
    return units[::step]


def _one_word(first: str, second: str) -> bool:
    """Tell spellings of one word, and a word within another: "girl", "schoolgirl"."""
    short, long = sorted((first.replace("-", ""), second.replace("-", "")), key=len)
    return short in long or stem(short) == stem(long) or _british(short) == _british(long)


def _british(word: str) -> str:
    plain = word.replace("our", "or")
    # "Adviser", "advisor".
    plain = f"{plain[:-2]}er" if plain.endswith("or") else plain
    return plain.replace("ise", "ize").replace("yse", "yze").replace("ence", "ense")
