"""Split text into sentences and words, and reduce words to stems.

The only user of NLTK at run time. Nothing here needs NLTK's data packages: Punkt runs with
our own abbreviations, Snowball carries its rules with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import regex
from numpy.typing import NDArray

from analysis.schema import CorpusError, closest

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

TOKEN: Final = r"[\p{L}\p{M}\p{N}]+(?:['’\-][\p{L}\p{M}\p{N}]+)*"
_TOKEN: Final = regex.compile(TOKEN)
# What joins the parts of one running word.
JOINTS: Final = "'’-"
# Before "'s", these are "is", "has" or "us".
_NO_NOUNS: Final = frozenset("he here how it let she that there what when where who why".split())

# Abbreviations of news English that end in a full stop within a sentence.
_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cmdr adm sgt gov sen rep hon rev st jr sr u.s u.k u.n "
    "d.c a.m p.m e.g i.e vs no jan feb mar apr jun jul aug sept sep oct nov dec inc ltd co corp "
    "dept fig approx est ft".split()
)


def words(text: str) -> Iterator[regex.Match[str]]:
    """Find the running words of a text, as design.md's rule 6 defines a token.

    Examples
    --------
    >>> [word.group() for word in words("Moscow's co-operation, since 24 June")]
    ["Moscow's", 'co-operation', 'since', '24', 'June']
    """
    yield from _TOKEN.finditer(text)


def terms_of(text: str) -> list[str]:
    """List the terms of a text, case as printed: "U.S." is US, *China's* is China."""
    return [match.group() for match in words(text)]


def count_words(text: str) -> int:
    """Count the running words of a text."""
    return sum(1 for _ in words(text))


def count_each(texts: Sequence[str]) -> NDArray[np.int64]:
    """Count the running words of many texts; polars finds the same words as `words` does."""
    counted = pl.Series(texts, dtype=pl.String).str.count_matches(TOKEN)
    return counted.to_numpy().astype(np.int64)


@lru_cache(maxsize=1)
def _punkt() -> PunktSentenceTokenizer:
    # Not before: NLTK takes a second and 60 MB, and who only counts needs none of it.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text.

    Returns
    -------
    Start and end of each sentence, code points of `text`.

    References
    ----------
    Kiss and Strunk 2006, Computational Linguistics 32(4), with a fixed list of abbreviations
    instead of learnt ones.

    Examples
    --------
    >>> text = "Gen. Orlov left at 5 p.m. on Sunday. Nobody followed."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Gen. Orlov left at 5 p.m. on Sunday.', 'Nobody followed.']
    """
    return [(int(start), int(end)) for start, end in _punkt().span_tokenize(text)]


def made_of(term: str, words: Collection[str]) -> bool:
    """Say whether a term has none but these words, possessives taken for their nouns.

    Examples
    --------
    >>> made_of("of the", {"of", "the"}), made_of("the port", {"of", "the"})
    (True, False)
    """
    return all(word in words for word in nouns(term.split(" ")))


def nouns(terms: Iterable[str]) -> list[str]:
    """Reduce possessives to their nouns; "it's" and its like are none.

    Examples
    --------
    >>> nouns(["china's", "US's", "it's", "sails"])
    ['china', 'US', "it's", 'sails']
    """
    return [
        term[:-2] if term.endswith("'s") and term[:-2] not in _NO_NOUNS and term[:-2] else term
        for term in terms
    ]


def stems(terms: Iterable[str], language: str = "english") -> list[str]:
    """Reduce terms to their Snowball stems; every word of an n-gram by itself.

    Raises
    ------
    CorpusError
        Snowball has no rules for the language.

    Examples
    --------
    >>> stems(["rebels", "armed rebellions"])
    ['rebel', 'arm rebellion']
    """
    from nltk.stem.snowball import SnowballStemmer

    if language not in SnowballStemmer.languages:
        allowed = ", ".join(SnowballStemmer.languages)
        raise CorpusError(
            f"There is no Snowball stemmer for {language!r}. Allowed: {allowed}."
            + closest(language, SnowballStemmer.languages)
        )
    stem = lru_cache(maxsize=None)(SnowballStemmer(language).stem)
    return [" ".join(stem(word) for word in term.split(" ")) for term in terms]
