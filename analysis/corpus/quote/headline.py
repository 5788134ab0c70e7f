"""Read headlines that name their speaker with a mark: "...: ministry", "Aske: ...", "... — MFA"."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from analysis.corpus.language.wordlists import ARTICLES, DASHES, FINITE, STOPS
from analysis.corpus.quote.noun_phrase import Span
from analysis.corpus.quote.sentences import MASK, Sentence

# Offices that end the name of a speaker.
_OFFICES: Final = frozenset(
    "ministry minister mfa mod official officials report reports source sources police "
    "spokesman spokeswoman spokesperson president premier pm mayor study poll survey court "
    "prosecutor prosecutors lawyer lawyers expert experts analyst analysts agency government "
    "kremlin pentagon house un u.n. eu nato speaker director chief ceo governor senator media "
    "watchdog union embassy army military committee monitor monitors department office "
    "commission envoy ambassador diplomat diplomats economist economists scientists "
    "researchers bank authorities regulator operator administration leader general commander "
    "adviser secretary chancellor parliament council authority company family witnesses "
    "doctors party".split()
)
# What stands before a colon and speaks for nobody.
LABELS: Final = frozenset(
    "breaking exclusive video watch update updated live opinion analysis explainer editorial "
    "photos photo image related note review factbox timeline interview profile correction "
    "listen graphic fact-check "
    "column feature obituary recap brief".split()
)
_LONGEST_SPEAKER: Final = 6


def read(sentence: Sentence, surnames: Set[str]) -> tuple[Span, Span, str] | None:
    """Find what a headline attributes by a mark.

    Parameters
    ----------
    sentence
        The headline.
    surnames
        Last words of the names of those who speak in the article, in small letters.

    Returns
    -------
    Content, speaker, and '<headline colon>' or '<headline dash>'; or None.
    """
    lower = sentence.lower
    end = len(lower)
    while end and lower[end - 1] in STOPS:
        end -= 1
    for number in range(end - 2, 0, -1):
        if lower[number] == ":" or lower[number] in DASHES:
            mark = "<headline colon>" if lower[number] == ":" else "<headline dash>"
            if number > 2 and _speaks(sentence, number + 1, end, surnames):
                return (0, number), (number + 1, end), mark
            break
    for number in range(1, min(end - 1, _LONGEST_SPEAKER + 1)):
        if lower[number] == ":":
            enough = end - number > 3 or lower[number + 1][0] == MASK
            if enough and _speaks(sentence, 0, number, surnames):
                return (number + 1, end), (0, number), "<headline colon>"
            return None
    return None


def _speaks(sentence: Sentence, start: int, end: int, surnames: Set[str]) -> bool:
    """Tell whether words name a speaker."""
    lower = sentence.lower
    if not 0 < end - start <= _LONGEST_SPEAKER:
        return False
    words = lower[start:end]
    if any(word in FINITE or word in LABELS or not word[0].isalnum() for word in words):
        return False
    if words[-1] in ARTICLES:
        return False
    return words[-1] in _OFFICES or words[-1] in surnames
