"""Say which words of a text are used as nouns, and which as verbs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from analysis.corpus.language.wordlists import ARTICLES, MODALS
from analysis.corpus.lexicons.kin import Kin, Kind
from analysis.corpus.syntax import phrases, sentence
from analysis.corpus.syntax.phrases import Phrase
from analysis.corpus.syntax.sentence import VERBAL, Sentence

_EITHER: Final = {"either": ("noun", "verb")}
_SUBJECTS: Final = frozenset("i you he she it we they who".split())
# "In exchange for", "as a result of": the nouns of prepositions of three or four words, which name
# nothing there (Quirk et al. 1985, A Comprehensive Grammar, 9.10-9.13).
_IN: Final = frozenset("as at by for in on under with".split())
_OF: Final = frozenset("for of that to with".split())
_OF_PREPOSITIONS: Final = frozenset(
    "account aid answer back behalf case charge comparison contact cost course danger event "
    "exchange expense face favour favor front ground hand interest lack lieu light line means need "
    "order part place quest regard response result return risk search support view wake way".split()
)


class Use(NamedTuple):
    """A word of a sentence, or a listed noun of two: its kind, and its first and last word."""

    kind: Kind
    first: int
    last: int


def uses(told: Sentence, of_sentence: Sequence[Phrase], kin: Kin) -> Iterator[Use]:
    """Find the verbs of a sentence and the heads of its noun phrases.

    Parameters
    ----------
    told
        The sentence.
    of_sentence
        Its noun phrases.
    kin
        Nouns of two words that it lists are one: "coup attempt" holds no "attempt".
    """
    phrase_at = {at: phrase for phrase in of_sentence for at in range(phrase.first, phrase.last)}
    for at in range(len(told.tokens)):
        kind = _kind(told, phrase_at.get(at), at)
        if kind == "noun":
            text = " ".join(token.lower for token in told.tokens[max(at - 1, 0) : at + 1])
            is_two = at > 0 and (kind, text.replace("-", " ")) in kin.words
            yield Use(kind, at - is_two, at)
        elif kind:
            yield Use(kind, at, at)


def _kind(told: Sentence, phrase: Phrase | None, at: int) -> Kind | None:
    """Say whether a word is a verb, or the head of a noun phrase, or neither."""
    kind, tokens = told.kinds[at], told.tokens
    if kind in "NMQDCRA" or _names_nothing(told, at):
        return None
    before = tokens[at - 1].lower if at else ""
    if before == "to" or before in MODALS or before in _SUBJECTS:
        return "verb"
    if phrase is None:
        return "verb" if kind in VERBAL else None
    head = phrase.last - 1 - len(phrase.name)
    if at != head:
        return "verb" if kind in "PG" else None
    # "dictator Aske": the word before a name says what it is; with a capital it is a title.
    return "noun" if not phrase.name or tokens[at].text[0].islower() else None


def _names_nothing(told: Sentence, at: int) -> bool:
    """Whether a word is part of a web address, or of a preposition: "in exchange for"."""
    after = told.tokens[at + 1 : at + 2]
    if after and after[0].gap == ".":
        return True
    if not after or after[0].lower not in _OF or told.tokens[at].lower not in _OF_PREPOSITIONS:
        return False
    before = [token.lower for token in told.tokens[max(at - 2, 0) : at]]
    if before and before[-1] in ARTICLES:
        before.pop()
    return bool(before) and before[-1] in _IN


class Uses:
    """What the words of a document are used as.

    Parameters
    ----------
    document_id, source
        The document.
    counted
        First and last place of each of its counted segments.
    kin
        As for `uses`.
    """

    def __init__(
        self, document_id: str, source: str, counted: Sequence[tuple[int, int]], kin: Kin
    ) -> None:
        read = sentence.of_document(document_id, source, counted)
        of_sentence: dict[int, list[Phrase]] = defaultdict(list)
        for phrase in phrases.find(read, {document_id: source}):
            of_sentence[phrase.sentence].append(phrase)
        self._uses = {
            told.tokens[use.last].end: (use.kind, told.tokens[use.first].start)
            for number, told in enumerate(read)
            for use in uses(told, of_sentence[number], kin)
        }

    def holds(self, kind: str, start: int, end: int) -> bool:
        """Tell whether words are used as a noun, a verb or either, and are no part of a longer."""
        used, first = self._uses.get(end, ("", end))
        return used in (kind, *_EITHER.get(kind, ())) and start <= first
