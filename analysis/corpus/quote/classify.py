"""Tell speech in quotation marks from titles, names and labels; whole sentences from fragments."""

from __future__ import annotations

from typing import Final

from analysis.corpus.language.wordlists import ARTICLES, BREAKS, DASHES, PREPOSITIONS, SUBORDINATORS
from analysis.corpus.quote.sentences import MASK, Sentence

# Small words that titles write without a capital.
_SMALL: Final = frozenset(
    "the a an of and in on for to with at by from or as is vs vs. de la le van und y".split()
)
# Words after which quotation marks hold a title or a name.
_TITLING: Final = frozenset("titled entitled subtitled headlined named so-called nicknamed".split())
_WORKS: Final = frozenset(
    "book film movie documentary show song album single novel memoir play musical opera "
    "series program programme podcast magazine newspaper journal article essay column ad "
    "advert spot sitcom sketch episode painting exhibition poem game app website blog "
    "newsletter drama thriller hit comedy biography autobiography anthem video award radio "
    "television tv".split()
)
_LONGEST_TITLE: Final = 9


def kind(sentence: Sentence, number: int, inside: str) -> str:
    """Say whether a quotation is `direct` (sentences) or `partial` (a fragment in one).

    Parameters
    ----------
    sentence
        The sentence that holds it.
    number
        The quotation's number among the sentence's words.
    inside
        The words between the marks.
    """
    capital = inside[:1].isupper() or not inside[:1].isalpha()
    before = sentence.lower[number - 1] if number else ""
    if number == 0:
        return "direct" if inside[:1].isupper() or inside[-1:] in ",.?!" else "partial"
    if not capital:
        return "partial"
    if before in (",", ":") or before in DASHES or before[:1] == MASK or _is_longer(inside, 5):
        return "direct"
    return "partial"


def _is_longer(text: str, size: int) -> bool:
    """Tell whether a text has more words than that; only so many are looked at."""
    return len(text.split(maxsplit=size)) > size


def is_title(sentence: Sentence, number: int, inside: str) -> bool:
    """Tell the title of a work or a proper name: capitals, and no words of saying before."""
    words = inside.strip(" ,.!?;").split(maxsplit=_LONGEST_TITLE)
    if not words or len(words) > _LONGEST_TITLE or sentence.is_headline:
        return False
    if words[0][:1].islower() or not words[0][:1].isalnum():
        return False
    if any(word[:1].islower() and word not in _SMALL for word in words):
        return False
    lower = sentence.lower
    before = lower[number - 1] if number else ""
    after = lower[number + 1] if number + 1 < len(lower) else ""
    if before in _TITLING:
        return True
    if before == ",":
        return any(noun in _WORKS for noun in lower[max(0, number - 4) : number - 1])
    if number == 0:
        # "Blue Harbour" star Aske said: what is said would end with a mark.
        return inside[-1:] not in ",.!?…" and after not in (",", "")
    if len(words) == 1 and (inside[-1:] in "!?" or words[0].isupper()):
        return False
    return before not in (":", "said", "says") and before[:1] != MASK and before not in DASHES


def is_speech(sentence: Sentence, number: int, inside: str, before: str) -> bool:
    """Tell whether marks that nothing attributes may hold somebody's words.

    Parameters
    ----------
    sentence, number, inside
        As for `kind`.
    before
        The character before the opening mark.
    """
    lower = sentence.lower
    if before == "=" or not any(character.isalnum() for character in inside):
        return False
    if lower[number + 1 : number + 2] == ["by"] and sentence.words[number + 2 :][:1]:
        # "The Long Harbour" by Tilda Varn: a headline or a work, with its author.
        return not sentence.words[number + 2][0].isupper()
    if number == 0:
        # A line that begins with a name in marks: the title of a work, a nickname.
        alone = len(lower) == 1 or inside[-1:] in ".,!?…" or _is_longer(inside, 5)
        return alone and not is_title(sentence, number, inside)
    if is_title(sentence, number, inside) or lower[number - 1] in _TITLING:
        return False
    return not _is_label(sentence, number, inside)


def _is_label(sentence: Sentence, number: int, inside: str) -> bool:
    """Tell a label before a noun: the "middle-out" theories, a nickname within a name."""
    lower, words = sentence.lower, sentence.words
    if _is_longer(inside, 2) or inside[-1:] in ",.!?" or number + 1 >= len(lower):
        return False
    before, after = lower[number - 1], lower[number + 1]
    if words[number - 1][0].isupper() and words[number + 1][0].isupper() and inside[0].isupper():
        return True
    if not after[:1].isalpha() or after in PREPOSITIONS or after in SUBORDINATORS:
        return False
    return after not in BREAKS and (before in ARTICLES or before in ("this", "that", "its"))
