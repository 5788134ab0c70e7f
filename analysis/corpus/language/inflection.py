"""The forms of a lexicon: how one is written, and which words of an article it matches.

- A form is one to five words, matched as whole words. Its last word also matches in the
  regular plural; an 's after it does no harm, and is no part of the match.
- `to threaten` is a verb: threaten, threatens, threatened, threatening.
- `terroris*` takes any ending.
- Where a form has a space or a hyphen the article may have either, or a line break, also with
  a quotation mark beside it ("march" on Moscow). Curly and straight apostrophes are the same.
"""

from __future__ import annotations

from typing import Final

import regex

MAXIMUM_WORDS: Final = 5
_APOSTROPHES: Final = str.maketrans("’‘ʼ", "'''")

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'&/]*|\p{L}{3,}\*")
_GAP: Final = regex.compile(r"[ \-]")
_BEFORE: Final = r"(?<![\p{L}\p{M}\p{N}]|\p{L}['’ʼ])"
_AFTER: Final = r"(?:(?!['’ʼ]?[\p{L}\p{M}\p{N}])|(?=['’ʼ]s(?![\p{L}\p{M}\p{N}])))"
_QUOTE: Final = "[\"'“”„‘’«»]{0,2}"
_BETWEEN: Final = rf"{_QUOTE}(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*|[-‐‑–]){_QUOTE}"
_CONSONANT_Y: Final = regex.compile(r"[^aeiou\W]y", regex.IGNORECASE)
_HISSING: Final = regex.compile(r".*(?:s|x|z|ch|sh|o)", regex.IGNORECASE)
# One consonant after one vowel: 'stop', 'rebel'; but not 'show', 'fix' or 'stoop'.
_ONE_CONSONANT: Final = regex.compile(r"(?:.*[^aeiou])?[aeiou][^aeiouwxy]")


def check_form(text: str) -> str:
    """Check a form, and write its spaces and apostrophes in one way.

    Raises
    ------
    ValueError
        Says what a form may be.

    Examples
    --------
    >>> check_form("coup  d’état")
    "coup d'état"
    """
    form = " ".join(text.translate(_APOSTROPHES).split())
    words = _GAP.split(form.removeprefix("to "))
    if len(words) > MAXIMUM_WORDS:
        raise ValueError(f"{text!r} has {len(words)} words; at most {MAXIMUM_WORDS} are allowed")
    if form == "to" or not all(_WORD.fullmatch(word) for word in words):
        raise ValueError(
            f"{text!r} is no form: it takes words of letters and digits, one space or hyphen "
            "between them, and * only at the end of a word, after three letters or more"
        )
    if form.startswith("to ") and words[0].endswith("*"):
        raise ValueError(f"{text!r} is no form: after 'to' comes a whole verb, without *")
    return form


def variants(form: str) -> list[list[str]]:
    """List the words of a form, each with its inflections.

    Examples
    --------
    >>> variants("armed mutiny")
    [['armed'], ['mutiny', 'mutinies']]
    >>> variants("to seize power")
    [['seize', 'seizes', 'seized', 'seizing'], ['power']]
    """
    words = [[word] for word in _GAP.split(form.removeprefix("to "))]
    if form.startswith("to "):
        words[0] = verb_forms(*words[0])
    elif words[-1][0][-1].isalpha():
        words[-1].append(_with_s(*words[-1]))
    return words


def pattern(form: str, *, fold: bool) -> str:
    """Write the regular expression of a form, for the `regex` library.

    Parameters
    ----------
    form
        A form that `check_form` has passed.
    fold
        Whether capitals and small letters are the same.
    """
    words = ["|".join(map(_escape, alternatives)) for alternatives in variants(form)]
    body = _BETWEEN.join(f"(?:{word})" for word in words)
    return _BEFORE + (f"(?i:{body})" if fold else body) + _AFTER


def verb_forms(verb: str) -> list[str]:
    """Inflect a verb by the regular rules; where two are in use, by both.

    Examples
    --------
    >>> verb_forms("deny"), verb_forms("blame")
    (['deny', 'denies', 'denied', 'denying'], ['blame', 'blames', 'blamed', 'blaming'])
    >>> verb_forms("stop")
    ['stop', 'stops', 'stopped', 'stopping']
    >>> verb_forms("rebel")
    ['rebel', 'rebels', 'rebeled', 'rebeling', 'rebelled', 'rebelling']
    """
    forms = [verb, _with_s(verb)]
    if verb.endswith("ie"):
        return [*forms, verb + "d", verb[:-2] + "ying"]
    if verb.endswith("e"):
        return [*forms, verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"]
    if _CONSONANT_Y.fullmatch(verb[-2:]):
        return [*forms, verb[:-1] + "ied", verb + "ing"]
    if verb.endswith("c"):
        return [*forms, verb + "ked", verb + "king"]
    plain, doubled = [verb + "ed", verb + "ing"], [verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    if not _ONE_CONSONANT.fullmatch(verb):
        return [*forms, *plain]
    one_syllable = len(regex.findall("[aeiou]+", verb)) == 1
    return [*forms, *doubled] if one_syllable else [*forms, *plain, *doubled]


def _with_s(word: str) -> str:
    if _CONSONANT_Y.fullmatch(word[-2:]):
        return word[:-1] + "ies"
    return word + ("es" if _HISSING.fullmatch(word) else "s")


def _escape(word: str) -> str:
    stem = str(regex.escape(word.removesuffix("*"))).replace("'", "['’‘ʼ]")
    return stem + (r"[\p{L}\p{M}]*" if word.endswith("*") else "")
