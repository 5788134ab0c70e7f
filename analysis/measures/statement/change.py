"""Name what became of a statement in a variant: cut, re-worded, kept as a fragment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from analysis.corpus import language
from analysis.measures.statement.words import QUOTED, fold, keys, tokens, trimmed

# Other words in quotation marks; between two languages a translation.
REWORDED: Final = "reworded"
TRANSLATION: Final = "translation"
PARAPHRASE: Final = "paraphrase"
# A fragment: so few words of a longer text, in quotation marks within the outlet's sentence.
_FRAGMENT: Final = 6
# A quotation with this share of the base's words or less leaves out part of it.
_CUT: Final = 0.6
# Share of a re-worded quotation's words that stand in the base, to call it a cut of it.
_OF_BASE: Final = 0.6
# Letters that a sentence must share with the base to belong to the statement (0-100).
_SENTENCE: Final = 55.0


def change(base: str, text: str, kind: str) -> str:
    """Name what became of the base text in a variant.

    Parameters
    ----------
    base, text
        Both as printed; marks of quotation, spaces and case do not count, nor does the mark
        that closes either.
    kind
        direct, partial or indirect.

    Returns
    -------
    verbatim (the same words), cut (part of the base left out), fragment (at most six words of
    a longer base), reworded (other words in quotation marks) or paraphrase (the outlet's words,
    even where they are the base's). Whether other words are a translation, or a paraphrase a
    reprint, two texts alone do not tell: see `statements`.

    Examples
    --------
    >>> change("The port is open and will stay open.", "will stay open", "partial")
    'fragment'
    >>> change("The port is open and will stay open.", "The port works and shall work", "direct")
    'reworded'
    """
    if kind not in QUOTED:
        return PARAPHRASE
    ours, theirs = keys(base), keys(text)
    shared = LCSseq.similarity(ours, theirs)
    is_part = _leaves_out(ours, theirs, text)
    if shared == len(theirs):
        if shared == len(ours):
            return "verbatim"
        return "fragment" if len(theirs) <= _FRAGMENT and not _marked(text) else "cut"
    if kind == "partial" and len(theirs) <= _FRAGMENT and (is_part or 2 * shared < len(theirs)):
        return "fragment"
    if is_part and shared >= _OF_BASE * len(theirs):
        return "cut"
    return REWORDED


def _leaves_out(base: Sequence[str], text: Sequence[str], printed: str) -> bool:
    return len(text) <= _CUT * len(base) or _marked(printed)


def _marked(text: str) -> bool:
    """Say whether a text marks its own cut by an ellipsis."""
    return any(word.kind == "ellipsis" for word in tokens(text))


def similarity(base: str, text: str) -> float:
    """Measure how alike the letters of the best-matching stretches are, 0-1.

    References
    ----------
    rapidfuzz, `fuzz.partial_ratio`, on folded texts.
    """
    return float(fuzz.partial_ratio(fold(trimmed(base)), fold(trimmed(text)))) / 100


def narrowed(base: str, text: str) -> tuple[int, int]:
    """Find the sentences of a quotation that vary the base; others are another utterance.

    Returns
    -------
    First and last code point of `text` to keep: from the first such sentence to the last.
    """
    spans = language.sentences(text)
    alike = [similarity(text[start:end], base) * 100 for start, end in spans]
    best = max(alike, default=0.0)
    near = [at for at, value in enumerate(alike) if value >= min(_SENTENCE, best)]
    if len(spans) < 2 or not near:
        return 0, len(text)
    return spans[near[0]][0], spans[near[-1]][1]
