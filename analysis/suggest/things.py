"""Group phrases that name things and acts: by head noun, by nouns and verbs of one kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from analysis.corpus.language import stems
from analysis.suggest.kin import ACTS, KIN, singular
from analysis.suggest.phrases import Phrase
from analysis.suggest.sentence import Sentence
from analysis.suggest.words import EMPTY_HEADS

THING: Final = "thing "
# A verb counts with the noun of its stem where the story prints the noun so often.
_NOUNS: Final = 3
_ACTION: Final = tuple(
    ending + plural
    for ending in ("tion", "sion", "ment", "ance", "ence", "acy", "spiracy", "usal", "oval", "ure")
    for plural in ("", "s")
)
_SAYING: Final = frozenset("announce announced announces announcing announcements stated".split())


class Act(NamedTuple):
    """A verb that says what a noun names: where it stands and its group."""

    document_id: str
    start: int
    end: int
    text: str
    key: str


def keys_of(phrases: Sequence[Phrase]) -> list[str]:
    """Name the group of each phrase by its head; '' where the head names nothing.

    A noun of several classes counts with the one of which the story prints the other nouns most.
    """
    heads = [_noun(phrase) for phrase in phrases]
    printed = Counter(heads)
    class_of: dict[str, str] = {}
    left = {noun for noun in printed if noun in KIN}
    while left:
        totals: Counter[str] = Counter()
        for noun in left:
            totals.update(dict.fromkeys(KIN[noun], printed[noun]))
        best = max(totals, key=lambda name: (totals[name], name))
        taken = {noun for noun in left if best in KIN[noun]}
        class_of.update(dict.fromkeys(taken, best))
        left -= taken
    return [THING + class_of.get(noun, noun) if noun else "" for noun in heads]


def _noun(phrase: Phrase) -> str:
    noun = singular(phrase.head)
    empty = phrase.head in EMPTY_HEADS or noun in EMPTY_HEADS or not noun[0].isalpha()
    return "" if phrase.name or empty else noun


def acts(
    sentences: Sequence[Sentence], phrases: Sequence[Phrase], keys: Sequence[str]
) -> Iterator[Act]:
    """Find verbs of the stem of a noun that the story prints often."""
    nouns: Counter[tuple[str, str]] = Counter()
    covered: dict[int, set[int]] = defaultdict(set)
    for phrase, key in zip(phrases, keys, strict=True):
        covered[phrase.sentence] |= set(range(phrase.first, phrase.last))
        if key.startswith(THING) and phrase.head.endswith(_ACTION):
            nouns[singular(phrase.head), key] += 1
    key_of = {noun: key for (noun, key), count in sorted(nouns.items()) if count >= _NOUNS}
    by_stem = dict(zip(stems(key_of), key_of.values(), strict=True))
    for number, sentence in enumerate(sentences):
        for at, token in enumerate(sentence.tokens):
            if (
                sentence.kinds[at] in "EPGX"
                and token.lower not in _SAYING
                and at not in covered[number]
            ):
                key = by_stem.get(stems([token.lower])[0], "") or key_of.get(
                    ACTS.get(token.lower, ""), ""
                )
                if key:
                    yield Act(sentence.document_id, token.start, token.end, token.text, key)
