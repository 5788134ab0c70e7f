"""Learn from a story which nouns stand for one thing: what takes the other's place.

Where two outlets print nearly the same sentence, and one noun stands where the other outlet has
another, the two nouns may name one thing: a statement in two translations, two headlines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz.distance import Levenshtein

from analysis.corpus.language.wordlists import PREPOSITIONS
from analysis.suggest.kin import HAPPENED, HAPPENINGS, singular
from analysis.suggest.phrases import Phrase
from analysis.suggest.sentence import Sentence
from analysis.suggest.things import THING
from analysis.suggest.words import MONTHS

# Sentences are compared that share so many words of at most so many sentences.
_SHARED, _RARE = 3, 12
_WORDS: Final = 6
# So much of two sentences is the same, word for word and in the same order.
_ALIKE: Final = 0.5
# Words that can take the place of others: no more than a short phrase.
_SLOT: Final = 3
_IS: Final = (["is"], ["was"], ["are"], ["were"], ["is", "not"], ["was", "not"])
_CALLING: Final = frozenset(
    f"{verb}{ending}"
    for verb in "call label dub brand term describe denounce condemn consider deem declare".split()
    for ending in ("", "s", "d", "ed", "ing", "led", "ling")
) | frozenset("describing denouncing calling declaring considering".split())


def same_things(
    sentences: Sequence[Sentence], phrases: Sequence[Phrase], keys: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Find groups that take each other's place in sentences of two documents.

    Parameters
    ----------
    sentences, phrases
        All of a story.
    keys
        The group of each phrase; '' = none.
    """
    head_at: dict[tuple[int, int], str] = {}
    for phrase, key in zip(phrases, keys, strict=True):
        if key:
            head_at[phrase.sentence, phrase.last - 1] = key
    for one, other in _pairs(sentences):
        lower = [[token.lower for token in sentences[n].tokens] for n in (one, other)]
        if Levenshtein.normalized_similarity(*lower) < _ALIKE:
            continue
        for change in Levenshtein.opcodes(*lower):
            b, d = change.src_end, change.dest_end
            short = b - change.src_start <= _SLOT and d - change.dest_start <= _SLOT
            if change.tag == "replace" and short:
                first = head_at.get((one, b - 1), "")
                second = head_at.get((other, d - 1), "")
                if first != second and first.startswith(THING) and second.startswith(THING):
                    yield first, second


def _pairs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Find pairs of sentences of two documents that share rare words."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        if len(sentence.tokens) >= _WORDS:
            for word in {token.lower for token in sentence.tokens}:
                where[word].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in where.values():
        if len(numbers) <= _RARE:
            shared.update(
                pair
                for pair in combinations(numbers, 2)
                if sentences[pair[0]].document_id != sentences[pair[1]].document_id
            )
    return sorted(pair for pair, count in shared.items() if count >= _SHARED)


def said_to_be(
    sentences: Sequence[Sentence], phrases: Sequence[Phrase], keys: Sequence[str]
) -> dict[int, str]:
    """Find phrases that a sentence says of a thing: "X is a Y", "called X a Y", "X, a Y,".

    Returns
    -------
    Number of the phrase Y -> the group of X.
    """
    key_of: dict[int, str] = {}
    for number in range(1, len(phrases)):
        first, second = phrases[number - 1], phrases[number]
        key = key_of.get(number - 1, keys[number - 1])
        if not key or first.sentence != second.sentence or second.name:
            continue
        sentence = sentences[second.sentence]
        between = [token.lower for token in sentence.tokens[first.last : second.first]]
        article = between.pop() if between and between[-1] in ("a", "an", "the") else ""
        if not article:
            continue
        before = first.first - (1 if first.determiner not in ("", "'s") else 0)
        verb = sentence.tokens[before - 1].lower if before else ""
        joined = not between or between == ["as"]
        called = verb in _CALLING and joined and not second.apart
        if called or (between in _IS and verb not in PREPOSITIONS):
            key_of[number] = key
    return key_of


def dated(
    sentences: Sequence[Sentence], phrases: Sequence[Phrase], keys: Sequence[str]
) -> dict[int, int]:
    """Find phrases that name a happening by its date alone: "June 24 events", "events of June 24".

    Returns
    -------
    Number of the phrase -> where it ends in the source, the date included.
    """
    end_of: dict[int, int] = {}
    for number, (phrase, key) in enumerate(zip(phrases, keys, strict=True)):
        if not (key.startswith(THING) and singular(phrase.head) in HAPPENED):
            continue
        after = sentences[phrase.sentence].tokens[phrase.last : phrase.last + 4]
        date = [token for token in after[1:] if token.lower in MONTHS or token.lower.isdecimal()]
        if MONTHS & set(phrase.before):
            end_of[number] = phrase.end
        elif after and after[0].lower in ("of", "on") and date and after[1] == date[0]:
            together = 2 if date[1:2] == [after[2]] else 1
            if MONTHS & {token.lower for token in date[:together]}:
                end_of[number] = date[together - 1].end
    return end_of


def main_happening(keys: Sequence[str]) -> str:
    """Name the group of the happening a story speaks of most; '' = none."""
    count = Counter(key for key in keys if key.removeprefix(THING) in HAPPENINGS)
    return max(count, key=lambda key: (count[key], key)) if count else ""
