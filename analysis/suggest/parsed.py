"""Give the listed words of a story the slots that a parser reads, instead of those of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.corpus.spacy.slots import Place, read
from analysis.corpus.syntax.sentence import Sentence
from analysis.suggest.units import Unit, stem


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
            by_sentence[unit.sentence].append(unit)
        told = [
            (_text(sentences[number], sources), _places(sentences[number], of_sentence))
            for number, of_sentence in by_sentence.items()
        ]
        self._first: dict[tuple[str, int, str], int] = {}
        self.units: list[Unit] = []
        for of_sentence, readings in zip(by_sentence.values(), read(told), strict=True):
            for unit, reading in zip(of_sentence, readings, strict=True):
                slots = frozenset((role, stem(word)) for role, word in reading.slots)
                self.units.append(replace(unit, slots=slots))
                self._first[_key(unit)] = reading.first

    def joined(self, _: Sentence, first: Unit, second: Unit) -> bool:
        """Whether two words of a sentence are coordinated: "the attack, the raid and the fire"."""
        return self._first[_key(first)] == self._first[_key(second)]


def _key(unit: Unit) -> tuple[str, int, str]:
    return unit.document_id, unit.start, unit.kind


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
