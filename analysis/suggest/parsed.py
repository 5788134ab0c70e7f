"""Give the listed words of a story the slots that a parser reads, instead of those of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from analysis.corpus.spacy.slots import Place, Reading, read
from analysis.corpus.syntax.sentence import Sentence
from analysis.suggest.units import Unit, joined, stem

# Sentences of so many characters are none, and are left to the rules; a parser needs room for them.
_LONGEST: Final = 10_000


class Parse:
    """What the grammar of its sentences says of the listed words of a story.

    Parameters
    ----------
    sentences, units
        Those of the story.
    sources
        Document -> its source.

    Attributes
    ----------
    units
        The same words in the same order, with what the grammar puts beside them.

    Raises
    ------
    CorpusError
        spaCy or its English model is not installed; says how to install it.
    """

    def __init__(
        self, sentences: Sequence[Sentence], units: Sequence[Unit], sources: Mapping[str, str]
    ) -> None:
        by_sentence: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            if _length(sentences[unit.sentence]) < _LONGEST:
                by_sentence[unit.sentence].append(unit)
        told = [
            (_text(sentences[number], sources), _places(sentences[number], of_sentence))
            for number, of_sentence in by_sentence.items()
        ]
        self._readings = {
            _key(unit): reading
            for of_sentence, readings in zip(by_sentence.values(), read(told), strict=True)
            for unit, reading in zip(of_sentence, readings, strict=True)
        }
        self.units = [_read_anew(unit, self._readings.get(_key(unit))) for unit in units]

    def joined(self, sentence: Sentence, first: Unit, second: Unit) -> bool:
        """Whether two words of a sentence are coordinated: "the attack, the raid and the fire"."""
        one, other = (self._readings.get(_key(unit)) for unit in (first, second))
        return one.first == other.first if one and other else joined(sentence, first, second)


def _key(unit: Unit) -> tuple[str, int, str]:
    return unit.document_id, unit.start, unit.kind


def _read_anew(unit: Unit, reading: Reading | None) -> Unit:
    if reading is None:
        return unit
    return replace(unit, slots=frozenset((role, stem(word)) for role, word in reading.slots))


def _length(sentence: Sentence) -> int:
    return sentence.tokens[-1].end - sentence.tokens[0].start


def _text(sentence: Sentence, sources: Mapping[str, str]) -> str:
    """Cut out a sentence, with what is no name in small letters, as it is not in a headline."""
    begin, end = sentence.tokens[0].start, sentence.tokens[-1].end
    letters = list(sources[sentence.document_id][begin : end + 1])
    for token, kind in zip(sentence.tokens, sentence.kinds, strict=True):
        small = token.text.lower()
        if kind not in "NM" and len(small) == len(token.text) > 1:
            letters[token.start - begin : token.start - begin + len(small)] = small
    return "".join(letters)


def _places(sentence: Sentence, units: Sequence[Unit]) -> list[Place]:
    begin = sentence.tokens[0].start
    return [Place(each.start - begin, each.end - begin, each.kind == "verb") for each in units]
