"""Cut sentences into noun phrases by rules: no model, no lexicon of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.corpus.language.wordlists import MODALS, PREPOSITIONS
from analysis.corpus.syntax.offices import PERSONS, TITLES
from analysis.corpus.syntax.sentence import Sentence, Token
from analysis.corpus.syntax.words import DETERMINERS, PRONOUNS, QUANTITIES

NOUN, MODIFIER = "noun", "modifier"
_YEAR: Final = 4
_QUOTES: Final = frozenset("\"“”‘’'")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase without what follows its head.

    Attributes
    ----------
    document_id, start, end, text
        Where it stands, without the determiner before it, and as printed.
    determiner
        The determiner in small letters; "'s" where an owner stands before it; or ''.
    owner
        The words of the owner: ("north", "korea") of "North Korea's leader".
    before
        The words before the head or name, in small letters.
    head
        The last word, in small letters; of a name its last word.
    name
        The words of the name at its end, as printed, without titles; () = none.
    sentence, first, last
        Number of its sentence, and of its first word there and the word after its last.
    apart
        Whether only a comma parts it from the words before.
    """

    document_id: str
    start: int
    end: int
    text: str
    determiner: str
    owner: tuple[str, ...]
    before: tuple[str, ...]
    head: str
    name: tuple[str, ...]
    sentence: int
    first: int
    last: int
    apart: bool


def find(sentences: Sequence[Sentence], sources: Mapping[str, str]) -> list[Phrase]:
    """Find the noun phrases of sentences, in order."""
    return [
        phrase
        for number, sentence in enumerate(sentences)
        for phrase in _phrases(sources[sentence.document_id], sentence, number)
    ]


def _phrases(source: str, sentence: Sentence, number: int) -> Iterator[Phrase]:
    at = 0
    while at < len(sentence.tokens):
        end = _chunk_end(sentence, at)
        if end > at:
            yield from _phrases_of(source, sentence, number, at, end)
        at = max(end, at + 1)


def _chunk_end(sentence: Sentence, start: int) -> int:
    """Find the word after the noun phrase that begins at a word; `start` where none does."""
    tokens = sentence.tokens
    end, good, nominal = start, start, False
    while end < len(tokens):
        if end > start and not _may_join(tokens, end):
            break
        step = _step(sentence, start, end, nominal=nominal)
        if not step:
            break
        end += 1
        nominal = step == NOUN and not tokens[end - 1].owner
        good = end if step == NOUN else good
    return good


def _may_join(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but space, or an opening quotation mark, parts two words."""
    gap = tokens[at].gap
    return gap.strip() == "" or (gap[0].isspace() and set(gap.strip()) <= _QUOTES and at == 1)


def _step(sentence: Sentence, start: int, at: int, *, nominal: bool) -> str:
    """Say what a word is to the phrase it may belong to: noun, modifier or '' (not of it)."""
    tokens, kinds = sentence.tokens, sentence.kinds
    kind = kinds[at]
    following = kinds[at + 1] if at + 1 < len(kinds) and _may_join(tokens, at + 1) else " "
    before = kinds[at - 1] if at > start else " "
    led = before in "DAQ" or (at > start and tokens[at - 1].owner)
    verbal = nominal and before in "XEP" and tokens[at - 1].lower not in PERSONS
    # "the June 24 events"; but "on June 24 officials ..."
    dating = following in "XA" or (led and following == "Q" and kinds[at + 2 : at + 3] == "X")
    steps: dict[str, tuple[bool, str]] = {
        "C": (False, ""),
        "D": (at == start, MODIFIER),
        "N": (not verbal, NOUN),
        "X": (at > start or not _is_infinitive(tokens, at), NOUN),
        "M": (not nominal, MODIFIER if dating else NOUN),
        "A": (not nominal or (before == "N" and following in "XA"), MODIFIER),
        "Q": (not nominal, MODIFIER),
        "R": (not nominal and following in ("APG" if led else "A"), MODIFIER),
        "V": (led and not nominal, NOUN),
    }
    if kind in steps:
        belongs, step = steps[kind]
        return step if belongs else ""
    if kind == "E":
        return _either(sentence, at, led=led, nominal=nominal)
    # -ed and -ing: "the armed men", "of ongoing talks"; not "the men armed".
    if nominal:
        return ""
    if following not in "XNEAG":
        return NOUN if led else ""
    first = at == start and (at == 0 or tokens[at - 1].lower in PREPOSITIONS)
    return MODIFIER if led or (first and following in "XA") else ""


def _is_infinitive(tokens: Sequence[Token], at: int) -> bool:
    """Tell "to disarm" and "could complicate" by the word before."""
    before, word = tokens[at - 1].lower if at else "", tokens[at].lower
    return (before in MODALS or before == "not") and (before != "to" or not word.endswith("s"))


def _either(sentence: Sentence, at: int, *, led: bool, nominal: bool) -> str:
    """Judge a word that can be a verb or a noun by the words beside it."""
    tokens, kinds = sentence.tokens, sentence.kinds
    lower = tokens[at].lower
    previous = kinds[at - 1] if at else ""
    near = at + 1 < len(tokens) and _may_join(tokens, at + 1)
    following = kinds[at + 1] if near else ""
    if led:
        return NOUN
    if nominal:
        singular = not tokens[at - 1].lower.endswith("s")
        if lower.endswith("s") == singular:
            objects = "DNAQPX" if sentence.headline else "DNAQP"
            object_follows = (following and following in objects) or (
                near and tokens[at + 1].lower in ("to", "that", "it", "him", "her", "them", "as")
            )
            return "" if object_follows else NOUN
        return NOUN if singular else ""
    if at and tokens[at - 1].lower in ("to", "will", "would", "not", "can", "could"):
        return ""
    if following in ("D", "N") or (near and tokens[at + 1].lower in PRONOUNS):
        return ""
    return NOUN if previous in ("C", "V", "P", "", "G") else ""


def _phrases_of(
    source: str, sentence: Sentence, number: int, start: int, end: int
) -> Iterator[Phrase]:
    """Make the phrase of some words, and one of each owner in it."""
    tokens, kinds = sentence.tokens, sentence.kinds
    determiner = ""
    if kinds[start] == "D":
        determiner, start = tokens[start].lower, start + 1
    while start + 1 < end and _is_quantity(tokens[start].lower):
        start += 1
    owner: tuple[str, ...] = ()
    begin = start
    for at in range(start, end):
        if tokens[at].owner and at + 1 < end:
            yield _phrase(source, sentence, number, (begin, at + 1), (determiner, owner))
            owner, determiner, begin = tuple(t.lower for t in tokens[begin : at + 1]), "'s", at + 1
    if begin < end:
        yield _phrase(source, sentence, number, (begin, end), (determiner, owner))


def _is_quantity(word: str) -> bool:
    """Tell "two" and "37" from a year and from "two-day"."""
    return word in QUANTITIES or (word.isdecimal() and len(word) != _YEAR)


def _phrase(
    source: str,
    sentence: Sentence,
    number: int,
    span: tuple[int, int],
    lead: tuple[str, tuple[str, ...]],
) -> Phrase:
    """Make a phrase of a span of words and of the determiner and owner before it."""
    (start, end), (determiner, owner) = span, lead
    tokens, kinds = sentence.tokens, sentence.kinds
    run = end
    while run > start and kinds[run - 1] == "N":
        run -= 1
    titled = [n for n in range(run, end) if tokens[n].lower.rstrip(".") in TITLES]
    name_at = titled[-1] + 1 if titled else run
    stop = name_at if name_at < end else end - 1
    return Phrase(
        sentence.document_id,
        tokens[start].start,
        tokens[end - 1].end,
        source[tokens[start].start : tokens[end - 1].end],
        determiner,
        owner,
        tuple(token.lower for token in tokens[start:stop]),
        tokens[end - 1].lower,
        tuple(token.text for token in tokens[name_at:end]),
        number,
        start,
        end,
        tokens[max(start - (determiner in DETERMINERS), 0)].gap == ", ",
    )
