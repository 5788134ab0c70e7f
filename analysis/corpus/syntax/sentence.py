"""Cut counted text into sentences of words, and class each word without a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import regex

from analysis.corpus.corpus import Corpus
from analysis.corpus.language import sentences
from analysis.corpus.syntax.offices import PERSONS
from analysis.corpus.syntax.powers import POWERS
from analysis.corpus.syntax.words import (
    ADJECTIVES,
    CLOSED,
    DETERMINERS,
    EITHER,
    GERUNDS,
    MONTHS,
    NOT_ADVERBS,
    NUMBERS,
    PRONOUNS,
    VERBS,
)
from analysis.schema import COUNTED

_TOKEN: Final = regex.compile(
    r"(?:\p{Lu}\.){2,}(?:['’]s)?|(?:Mrs?|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Maj|Capt|St|Jr|Sr)\.(?=\s|,)"
    r"|(?<=[\p{Ll}.] )\p{Lu}\.(?=\s\p{Lu})"
    r"|[\p{L}\p{M}\p{N}]+(?:['’&\-][\p{L}\p{M}\p{N}]+)*"
)
_OWNER: Final = regex.compile(r"['’]s$|(?<=s)['’]$", regex.IGNORECASE)
_PLURAL_OWNER: Final = regex.compile(r"['’] \p{Ll}")
_STOPS: Final = frozenset(".!?…")
_QUOTES: Final = frozenset("\"“”‘’'")
_ADJECTIVAL: Final = ("ful", "ous", "less", "able", "ible", "ical", "ish")
_DOTTED: Final = regex.compile(r"(?:\p{Lu}\.){2,}$")
# Kinds of words that can be verbs.
VERBAL: Final = "VEPG"
# A headline prints so large a share of its longer words with capitals.
_HEADLINE: Final = 0.8
_LONG: Final = 4


class Token(NamedTuple):
    """A word of a sentence.

    Attributes
    ----------
    text, lower, start, end
        As printed and in small letters, without 's; where it stands in the source.
    owner
        Whether 's follows.
    gap
        What stands between it and the word before, 's left out.
    """

    text: str
    lower: str
    start: int
    end: int
    owner: bool
    gap: str


class Sentence(NamedTuple):
    """A sentence: its document, its words, the class of each, and whether it is a headline."""

    document_id: str
    tokens: tuple[Token, ...]
    kinds: str
    headline: bool


def read(corpus: Corpus) -> list[Sentence]:
    """Find the sentences of what is counted, in the order of the document ids."""
    source_of = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    return [
        told
        for name, spans in counted_spans(corpus).items()
        for told in of_document(name, source_of[name], spans)
    ]


def counted_spans(corpus: Corpus) -> dict[str, list[tuple[int, int]]]:
    """Give the first and last places of the counted segments of each document, in their order."""
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    counted = counted.sort_values(["document_id", "start"])
    columns = (counted[name] for name in ("document_id", "start", "end"))
    spans: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in zip(*columns, strict=True):
        spans.setdefault(name, []).append((start, end))
    return spans


def of_document(
    document_id: str, source: str, counted: Iterable[tuple[int, int]]
) -> list[Sentence]:
    """Find the sentences of the counted segments of a document; no other document matters."""
    plain = [
        (tokens, _is_headline(tokens, ends=_ends(source[first + start : first + end])))
        for first, last in counted
        for start, end in _whole(source[first:last])
        if (tokens := tuple(_tokens(source, first + start, first + end)))
    ]
    printed = _printed(plain)
    return [
        Sentence(document_id, tokens, _kinds(tokens, printed, headline=headline), headline)
        for tokens, headline in plain
    ]


def _whole(text: str) -> Iterator[tuple[int, int]]:
    """Find sentences; one that ends with an abbreviation and goes on in small letters is one."""
    pending: tuple[int, int] | None = None
    for start, end in sentences(text):
        if (
            pending
            and (text[start].islower() or text[start] in _QUOTES)
            and _DOTTED.search(text, pending[0], pending[1])
        ):
            pending = pending[0], end
            continue
        if pending:
            yield pending
        pending = start, end
    if pending:
        yield pending


def _tokens(source: str, start: int, end: int) -> Iterator[Token]:
    last = start
    for match in _TOKEN.finditer(source, start, end):
        text, begin, stop = match.group(), match.start(), match.end()
        owner = _OWNER.search(text)
        gap = source[last:begin]
        last = stop
        if owner:
            text, stop = text[: owner.start()], begin + owner.start()
        elif text[-1:] in "sS" and _PLURAL_OWNER.match(source, stop):
            last += 1
        if text:
            yield Token(text, text.lower().replace("’", "'"), begin, stop, last != stop, gap)


def _ends(text: str) -> bool:
    """Tell whether a full stop, or a mark like it, ends a text."""
    return text.rstrip("\"”’' ")[-1:] in _STOPS


def _is_headline(tokens: Sequence[Token], *, ends: bool) -> bool:
    """Tell a headline by its capitals; one that no full stop ends may have a long word less."""
    long = [token.text for token in tokens if len(token.text) >= _LONG]
    capitals = sum(not word[0].islower() for word in long)
    return len(long) >= _LONG - (not ends) and capitals > _HEADLINE * len(long)


def _printed(plain: Sequence[tuple[tuple[Token, ...], bool]]) -> Counter[str]:
    """Count capitals less small letters of each word, where a capital is no matter of place."""
    balance: Counter[str] = Counter()
    for tokens, headline in plain:
        for number, token in enumerate(tokens):
            if token.text[0].islower():
                balance[token.lower] -= 1
            elif token.text[0].isupper() and number and not headline and _plain_gap(token.gap):
                balance[token.lower] += 1
    return balance


def _plain_gap(gap: str) -> bool:
    return gap.isspace() and "\n" not in gap


def _kinds(tokens: Sequence[Token], printed: Mapping[str, int], *, headline: bool) -> str:
    """Class every word by one letter; see `_kind`."""
    kinds = [_kind(token, n, printed, headline=headline) for n, token in enumerate(tokens)]
    if not headline and _begins_with_name(tokens, kinds, printed):
        kinds[0] = "N"
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "N":
            end += 1
        run = range(start, end)
        # "Suspend Nuclear Tests" in a sub-heading: words that elsewhere have small letters.
        if run and all(printed.get(tokens[n].lower, 0) < 0 for n in run):
            kinds[start:end] = [_plain_kind(tokens[n].lower) for n in run]
        start = end + 1
    return "".join(kinds)


def _begins_with_name(
    tokens: Sequence[Token], kinds: Sequence[str], printed: Mapping[str, int]
) -> bool:
    """Guess whether the first word is a name: never in small letters, and beside a name or verb."""
    first = tokens[0]
    if kinds[0] != "X" or not first.text[0].isupper() or printed.get(first.lower, 0) < 0:
        return False
    if (first.lower,) in POWERS or first.owner:
        return True
    following = kinds[1] if len(kinds) > 1 and tokens[1].gap.strip() == "" else ""
    alone = following in ("V", "P") and not first.lower.endswith("s")
    return alone or (following == "N" and first.lower not in PERSONS)


def _kind(token: Token, number: int, printed: Mapping[str, int], *, headline: bool) -> str:
    """Class a word.

    Closed class, Determiner, Month or day, Q number, Name, Adjective, adveRb, Verb, Either verb
    or noun, Participle in -ed, G in -ing, X noun or unknown.
    """
    lower, text = token.lower, token.text
    capital = text[0].isupper()
    closed = lower in CLOSED or lower in PRONOUNS
    if capital and "." in text and len(lower.replace(".", "")) > 1:
        return "N"
    if text.isupper() and text.isalpha() and 1 < len(text) <= (5 if headline else 40):
        return "C" if (closed or lower in DETERMINERS) and lower != "us" else "N"
    if capital and lower in MONTHS:
        return "M"
    if closed or lower in DETERMINERS:
        return "D" if lower in DETERMINERS else "C"
    sure = number > 0 and not headline and token.gap.strip() == ""
    if capital and (sure or printed.get(lower, 0) > 0):
        return "N"
    kind = _plain_kind(lower)
    first = number == 0 and not headline
    unknown = kind in "XG" and printed.get(lower, 0) == 0 and not first
    return "N" if capital and unknown and not headline else kind


def _plain_kind(lower: str) -> str:
    """Class a word that is no name."""
    if lower[0].isdigit() or lower in NUMBERS:
        return "Q"
    for kind, words in (("V", VERBS), ("A", ADJECTIVES), ("E", EITHER), ("X", GERUNDS)):
        if lower in words:
            return kind
    if lower.endswith("s") and (lower[:-1] in VERBS or lower[:-1] in EITHER):
        return "E"
    if lower.endswith(_ADJECTIVAL) and len(lower) > 5:
        return "A"
    for kind, ending, length in (("R", "ly", 5), ("P", "ed", 5), ("G", "ing", 6)):
        if lower.endswith(ending) and len(lower) >= length:
            return "X" if lower in NOT_ADVERBS or ("-" in lower and kind == "G") else kind
    return "X"
