"""Bring the words of quotations into a form in which they can be compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import regex
from rapidfuzz.distance import LCSseq

from analysis.corpus import language

# A closing mark belongs to the sentence around a quotation, not to what was said.
_CLOSING: Final = regex.compile(r"[\s.,;:'\"’”»]+$")
_ELLIPSIS: Final = r"[\[(]?\s?(?:…|\.\s?\.\s?\.)\s?[\])]?"
_TOKEN: Final = regex.compile(rf"(?P<ellipsis>{_ELLIPSIS})|(?P<word>{language.TOKEN})|(?P<mark>\S)")
_SAME_MARK: Final = str.maketrans("’‘‛`´“”„«»–—−", "'''''\"\"\"\"\"---")

# Kinds of quotation that stand in quotation marks.
QUOTED: Final = ("direct", "partial")
# Share of a quotation's words that a longer text must have in the same order to contain it.
_CONTAINED: Final = 0.9

# Words without content of their own, by which two statements are not alike.
FUNCTION_WORDS: Final = frozenset(
    "a an the this that these those such it its itself he him his she her they them their who whom "
    "whose which what i me my we us our you your one ones someone somebody anyone anybody everyone "
    "nobody nothing something and or but nor so as if than then when where while whether because "
    "although though until since of in on at to by for from with without within into onto upon "
    "about over under after before between among through during against amid up down out off "
    "not no any some all both each every other another same more most much many few own only also "
    "too very just even still yet again already now there here be is are was were been being am "
    "has have had having do does did done will would shall should can could may might must get "
    "say says said saying tell tells told add adds added note noted according".split()
)


class Word(NamedTuple):
    """A word or mark of a text: how it compares, and where it stands."""

    key: str
    start: int
    end: int
    kind: str


def fold(text: str) -> str:
    r"""Fold what typography may change: spaces, marks of quotation, dashes, case.

    Examples
    --------
    >>> fold("The\u00a0port’s “Calm”")
    'the port\'s "calm"'
    """
    plain = unicodedata.normalize("NFKC", text.replace("…", " … ").translate(_SAME_MARK))
    return " ".join(plain.casefold().split())


def trimmed(text: str) -> str:
    """Leave out the marks that close a quotation: they are the printing outlet's.

    Examples
    --------
    >>> trimmed("the port is open,")
    'the port is open'
    """
    return _CLOSING.sub("", text) or text


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[Word, ...]:
    """Find the words, marks and ellipses of a text.

    Examples
    --------
    >>> [(word.key, word.kind) for word in tokens("On June 24, … calm")][2:]
    [('24', 'word'), (',', 'mark'), ('…', 'ellipsis'), ('calm', 'word')]
    """
    words = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        printed = match.group()
        start, end = match.span()
        if kind == "ellipsis":
            start += len(printed) - len(printed.lstrip())
            end -= len(printed) - len(printed.rstrip())
        key = "…" if kind == "ellipsis" else fold(printed)
        words.append(Word(key, start, end, kind))
    return tuple(words)


def keys(text: str) -> list[str]:
    """Give the folded words of a text, without marks."""
    return [word.key for word in tokens(text) if word.kind == "word"]


def stem(key: str, stemmer: str = "english") -> str:
    """Reduce a folded word to its stem; '' for a word without content."""
    bare = key.removesuffix("'s").removesuffix("'")
    if bare in FUNCTION_WORDS or bare.endswith("n't"):
        return ""
    return _stem(bare, stemmer)


@lru_cache(maxsize=65536)
def _stem(word: str, stemmer: str) -> str:
    return language.stems([word], stemmer)[0] if stemmer else word


def stems(words: Sequence[str], stemmer: str = "english") -> list[str]:
    """Give the stems of the words with content, in order; compounds in their parts."""
    parts = (part for word in words for part in word.split("-"))
    return [root for part in parts if (root := stem(part, stemmer))]


def contained(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Say whether a text has nearly all words of another, in their order.

    Examples
    --------
    >>> contained(["the", "port", "will", "stay"], ["the", "old", "port", "will", "stay", "open"])
    True
    """
    return LCSseq.similarity(words, longer) >= _CONTAINED * len(words)
