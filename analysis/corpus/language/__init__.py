"""Split text into sentences and words, and reduce words to stems.

The only user of NLTK at run time. Nothing here needs NLTK's data packages: Punkt runs with
our own abbreviations, Snowball carries its rules with it.
"""

from __future__ import annotations

import unicodedata
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

# "U.S.", or letters and digits, with marks between digits ("1,000", "40.3m").
_LETTERS: Final = r"[\p{L}\p{M}\p{N}]"
_UNIT: Final = (
    rf"(?:(?:\p{{Lu}}\.){{2,}}|(?:{_LETTERS}*\p{{N}}[.,])+\p{{N}}{_LETTERS}*|{_LETTERS}+)"
)
# For `regex` and for polars alike: no look around, no sign that the two understand otherwise.
# What joins the parts of one running word: apostrophes, hyphens, and what is not seen (soft
# hyphens, zero-width signs: default-ignorable characters).
UNSEEN: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
JOINTS: Final = rf"'’\-\u2010\u2011{UNSEEN}"
TOKEN: Final = rf"{_UNIT}(?:[{JOINTS}]{_UNIT})*"
_TOKEN: Final = regex.compile(TOKEN)
# Before "'s", these are "is", "has" or "us".
_NO_NOUNS: Final = "he here how it let she that there what when where who why".split()
_POSSESSIVE: Final = "'[sS]$"
_NO_POSSESSIVE: Final = f"(?i)^(?:{'|'.join(_NO_NOUNS)})'s$"
# The full stops of an abbreviation.
_STOPS: Final = r"(\p{Lu})\."
# What is printed in several ways, and numbers that stand above or below the line.
_PRINTED: Final = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})
_RAISED: Final = regex.compile(r"(\p{No}+)")
_DROPPED: Final = regex.compile(rf"[{UNSEEN}\u034f\u061c\ufe00-\ufe0f]")

# Abbreviations of news English that end in a full stop within a sentence; those with full stops
# inside need none here but for Punkt.
ABBREVIATIONS: Final = frozenset(
    "Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Cmdr Adm Sgt Gov Sen Sens Rep Reps Hon Rev St Jr Sr "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Inc Ltd Co Corp Dept vs No Pres Atty "
    "Ga Fla Calif Mich Conn Mass Ill Wis Minn Tenn Ala Ariz Ark Colo Okla Ore Pa Va Wash Tex "
    "Nev Neb Mont Mo Md La Ky Kan Ind Del Miss approx est fig ft Mt".split()
)
_DOTTED: Final = frozenset("u.s u.k u.n d.c a.m p.m e.g i.e".split())


def words(text: str) -> Iterator[regex.Match[str]]:
    """Find the running words of a text.

    Examples
    --------
    >>> [word.group() for word in words("Moscow's co-operation with the U.S., since 24 June")]
    ["Moscow's", 'co-operation', 'with', 'the', 'U.S.', 'since', '24', 'June']
    >>> [word.group() for word in words("1,000 or 40.3m, 12. So")]
    ['1,000', 'or', '40.3m', '12', 'So']
    """
    yield from _TOKEN.finditer(text)


def folded(printed: pl.Series) -> pl.Series:
    """Fold what printing varies in words: characters, full stops of an abbreviation, and the 's.

    A possessive is its noun; "it's", "he's", "who's" and their like are none. Case stays.

    Examples
    --------
    >>> folded(pl.Series(["U.S.-led", "China’s", "US's", "It's", "40.3", "oﬃce"])).to_list()
    ['US-led', 'China', 'US', "It's", '40.3', 'office']
    """
    text = printed.fill_null("")
    odd = np.flatnonzero((text.str.len_bytes() != text.str.len_chars()).to_numpy())
    text = text.scatter(odd, [_composed(word) for word in text.gather(odd)])
    text = text.str.replace_all(_STOPS, "$1")
    noun = text.str.replace(_POSSESSIVE, "")
    return noun.zip_with(~text.str.contains(_NO_POSSESSIVE), text)


def _composed(word: str) -> str:
    """Write a word in one way: NFKC, straight apostrophes and hyphens, nothing that is not seen.

    Numbers such as ½ and ² stay: they would run into the digits before them.

    Examples
    --------
    >>> [_composed(word) for word in ("cafe\u0301", "envi\u00adronment", "co‑op", "10½")]
    ['café', 'environment', 'co-op', '10½']
    """
    pieces = _RAISED.split(_DROPPED.sub("", word).translate(_PRINTED))
    pieces[::2] = (unicodedata.normalize("NFKC", piece) for piece in pieces[::2])
    # A sign that is not seen, alone, stays what it is: no term is empty.
    return "".join(pieces) or word


def terms_of(text: str) -> list[str]:
    """List the terms of a text as `folded` does, case as printed.

    Examples
    --------
    >>> terms_of("China's U.S.-led aid: it's 1,000")
    ['China', 'US-led', 'aid', "it's", '1,000']
    """
    plain = (_composed(word.group()) for word in words(text))
    terms = [regex.sub(_STOPS, r"\1", word) for word in plain]
    return [
        word if regex.search(_NO_POSSESSIVE, word) else regex.sub(_POSSESSIVE, "", word)
        for word in terms
    ]


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
    parameters.abbrev_types = {*map(str.lower, ABBREVIATIONS), *_DOTTED}
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
    """Say whether a term has none but these words.

    Examples
    --------
    >>> made_of("of the", {"of", "the"}), made_of("the port", {"of", "the"})
    (True, False)
    """
    return all(word in words for word in term.split(" "))


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
