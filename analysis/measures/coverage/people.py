"""Tell people from what else has capitals, by what is printed around a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import regex

from analysis.corpus.language.person_names import TITLES, is_first_name
from analysis.corpus.language.wordlists import ARTICLES

# Letters that some word of a name has, and by which a first name may be shortened.
_LETTERS: Final = 3
# Two words run into one: "NoemSouth"; "McKay" and "DeVos" are one.
_TORN: Final = regex.compile(r"\p{Ll}{3}\p{Lu}")
# First names that are not the beginning of what they are short for.
_SHORT: Final = {
    "bill": "william", "bob": "robert", "chuck": "charles", "dave": "david", "dick": "richard",
    "jack": "john", "jim": "james", "larry": "lawrence", "liz": "elizabeth", "mike": "michael",
    "rick": "richard", "ted": "edward", "tony": "anthony",
}  # fmt: skip
# Behind a name an apposition, who it is, an age, a party, what is said; before it an office.
_BEHIND: Final = regex.compile(
    r"(?:,[^\S\n](?:an?|the|his|her|who|whose|\d\d|[DR]-|(?:\p{L}+[^\S\n]){0,2}(?:of|at|for))\b"
    r"|[^\S\n](?:\([DR\d@]|(?:who|said|says|told|tweeted|wrote|added|argued|testified)\b))"
)
_OFFICE: Final = regex.compile(r"(?<![\p{L}’'\-])\p{Ll}{2,}(?:er|or|ist|man|woman)[^\S\n]$")
_REACH: Final = 24
_AFTER_ARTICLE: Final = regex.compile(r"(?<!\p{L})(?:the|an?)[^\S\n]$", regex.IGNORECASE)
# "the Dick Cheney era" is of a person: a word that is no part of grammar follows.
_NOUN: Final = regex.compile(
    r"[^\S\n](?!(?:and|or|but|to|in|on|at|of|for|by|with|from|as|that|which|is|was|are|were|has|"
    r"have|had|will|would|can|could|may)\b)\p{Ll}"
)
_ALONE: Final = regex.compile(
    r"(?<![\p{L}\p{N}’'\-.])(?:(?P<before>\p{L}[\p{L}’'\-]*)[^\S\n])?+"
    r"(?P<name>\p{Lu}\p{L}+)(?![\p{L}\p{N}\-]|[^\S\n]\p{Lu})"
)


@dataclass
class Shown:
    """What bodies show of the runs of capitals that may be people.

    Attributes
    ----------
    alone
        Words with a capital that stand alone, without an article.
    people
        Names that what stands around them tells to be a person's.
    times, with_article
        How often a name was seen, and how often as a thing: "the Purple Heart".
    """

    alone: Counter[str] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)
    times: Counter[str] = field(default_factory=Counter)
    with_article: Counter[str] = field(default_factory=Counter)

    def read(self, source: str, start: int, end: int) -> None:
        """Read the surnames that a body prints alone."""
        for match in _ALONE.finditer(source, start, end):
            before = match["before"] or ""
            if not before[:1].isupper() and before.lower() not in ARTICLES:
                self.alone[match["name"]] += 1

    def see(self, source: str, start: int, end: int, name: str) -> None:
        """Take up one sighting of a name."""
        before, after = source[max(0, start - _REACH) : start], source[end : end + _REACH]
        self.times[name] += 1
        if _AFTER_ARTICLE.search(before) and not _NOUN.match(after):
            self.with_article[name] += 1
        lead = before.rstrip(" .").rpartition(" ")[2].lower()
        if lead in TITLES or _OFFICE.search(before) or _BEHIND.match(after):
            self.people.add(name)

    def is_person(self, name: str, small: Counter[str]) -> bool:
        """Tell whether a name is a person's, once all bodies are read.

        Parameters
        ----------
        small
            Words that bodies print in small letters.
        """
        words = name.split(" ")
        if not could_be_person(name) or 2 * self.with_article[name] > self.times[name]:
            return False
        if is_first_name(words[0]) or words[0].lower() in _SHORT:
            return True
        printed_small = [word.lower() in small for word in words if len(word) >= _LETTERS]
        if all(printed_small):
            return False
        stands_alone = self.alone[words[-1]] > 0 and words[-1].lower() not in small
        return name in self.people or stands_alone or not any(printed_small)


def could_be_person(name: str) -> bool:
    """Tell a name from words run together, from initials, and from a title that is cut off."""
    words = name.split(" ")
    last = words[-1].rstrip(".")
    is_title = len(last) <= _LETTERS and last.lower() in TITLES
    return (
        max(map(len, words)) >= _LETTERS
        and len(last) > 1
        and not is_title
        and not _TORN.search(name)
    )


def without_office(name: str) -> str:
    """Leave out what stands before a first name: Majority Whip James Clyburn."""
    words = name.split(" ")
    for place in range(1, len(words) - 1):
        if is_first_name(words[place]) and not any(map(is_first_name, words[:place])):
            return " ".join(words[place:]) if len(words) > 3 else name
    return name


def same_first(one: str, other: str) -> bool:
    """Tell whether two first names are one, or one is short for the other.

    Examples
    --------
    >>> same_first("Chris", "Christopher"), same_first("Jim", "James"), same_first("Ann", "Tom")
    (True, True, False)
    """
    first, second = sorted((one.lower(), other.lower()), key=len)
    if first == second:
        return True
    begins = len(first) >= _LETTERS and second.startswith(first)
    return begins or _SHORT.get(first) == second or _SHORT.get(second) == first


def same_middle(one: Iterable[str], other: Iterable[str]) -> bool:
    """Tell whether what stands between first and last name does not set two people apart.

    Examples
    --------
    >>> same_middle([], ["J."]), same_middle(["H.W."], ["W."]), same_middle(["J"], ["John"])
    (True, False, True)
    """
    first, second = list(one), list(other)
    return not first or not second or [w[0] for w in first] == [w[0] for w in second]
