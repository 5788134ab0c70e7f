"""Write findings in English that a newspaper would print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

# Words in a row that are taken over, and not alike by chance.
RUN: Final = 3
_NUMBERS: Final = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
)


def quoted(form: str) -> str:
    """Set printed words in quotation marks; marks within become single ones.

    Examples
    --------
    >>> quoted('march" on Moscow'), quoted("June 24 events")
    ('“march’ on Moscow”', '“June 24 events”')
    """
    inner = re.sub(r"[“”\"]", "’", " ".join(form.split()))
    return f"“{inner}”"


def listed(things: Sequence[str], most: int = 6, link: str = "and") -> str:
    """List things in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], 2), listed(["a"])
    ('a, b and c', 'a, b and 1 more', 'a')
    """
    shown = list(things[:most])
    if len(things) > most:
        return f"{', '.join(shown)} {link} {len(things) - most:,} more"
    return f" {link} ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown)


def neither(forms: Sequence[str]) -> str:
    """Deny one thing or several.

    Examples
    --------
    >>> neither(["a"]), neither(["a", "b"]), neither(["a", "b", "c"])
    ('not a', 'neither a nor b', 'none of a, b and c')
    """
    if len(forms) == 1:
        return f"not {forms[0]}"
    return f"neither {forms[0]} nor {forms[1]}" if len(forms) == 2 else f"none of {listed(forms)}"


def number(value: int) -> str:
    """Write a number as a newspaper does: small ones in words.

    Examples
    --------
    >>> number(3), number(10), number(11), number(1200)
    ('three', 'ten', '11', '1,200')
    """
    return _NUMBERS[value] if 0 < value < len(_NUMBERS) else f"{value:,}"


def counted(value: int, thing: str) -> str:
    """Count things.

    Examples
    --------
    >>> counted(1, "report"), counted(4, "report"), counted(2, "story")
    ('one report', 'four reports', 'two stories')
    """
    if value != 1:
        thing = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number(value)} {thing}"


def times(value: int) -> str:
    """Say how often.

    Examples
    --------
    >>> times(1), times(2), times(5)
    ('once', 'twice', 'five times')
    """
    return {1: "once", 2: "twice"}.get(value, f"{number(value)} times")


def others_do(count: int, plain: str) -> str:
    """Say that all others do something.

    Examples
    --------
    >>> others_do(1, "print"), others_do(2, "print"), others_do(7, "name")
    ('the other prints', 'both others print', 'all seven others name')
    """
    if count == 1:
        return f"the other {verb(['one'], plain)}"
    return f"both others {plain}" if count == 2 else f"all {number(count)} others {plain}"


def no_other_does(count: int, plain: str) -> str:
    """Say that no other does something.

    Examples
    --------
    >>> no_other_does(1, "name"), no_other_does(2, "name"), no_other_does(6, "name")
    ('the other does not name', 'neither of the other two names', 'none of the other six names')
    """
    if count == 1:
        return f"the other does not {plain}"
    does = verb(["one"], plain)
    return (
        f"neither of the other two {does}"
        if count == 2
        else (f"none of the other {number(count)} {does}")
    )


def verb(groups: Sequence[str], plain: str) -> str:
    """Let a verb agree with how many groups do it.

    Examples
    --------
    >>> verb(["AP"], "write"), verb(["AP", "TASS"], "write"), verb(["AP"], "do")
    ('writes', 'write', 'does')
    """
    if len(groups) > 1:
        return plain
    return f"{plain}es" if plain.endswith(("o", "s", "sh", "ch")) else f"{plain}s"


def guard(reports: int, groups: int) -> str:
    """Say what a finding holds for.

    Examples
    --------
    >>> guard(4, 4)
    'What is said here holds for these four reports, one from each, not for the outlets.'
    >>> guard(1, 1)
    'What is said here holds for this one report, not for the outlet.'
    """
    if reports == 1:
        return "What is said here holds for this one report, not for the outlet."
    these = f"these {number(reports)} reports" + (", one from each" if reports == groups else "")
    return f"What is said here holds for {these}, not for the outlets."


def stands_in(source: str, form: str, *, fold: bool = True) -> bool:
    """Tell whether words stand in a text, as whole words, whatever marks and blanks are between.

    Examples
    --------
    >>> stands_in("The “Wagner’s” men", "Wagner"), stands_in("Wagnerian", "Wagner")
    (True, False)
    """
    parts = re.findall(r"[^\W_]+", form)
    if not parts:
        return False
    pattern = r"[\W_]+".join(map(re.escape, parts))
    return bool(re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", source, re.I if fold else 0))


def plain_words(text: str) -> list[str]:
    """List the words of a text in small letters, without marks.

    Examples
    --------
    >>> plain_words("“It’s over,” he said")
    ['it’s', 'over', 'he', 'said']
    """
    return [w.replace("'", "’").casefold() for w in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]


def first(things: Iterable[str]) -> list[str]:
    """Keep each thing once, in the order of its first."""
    return list(dict.fromkeys(things))


def printed(words: Sequence[str], texts: Iterable[str]) -> set[int]:
    """List the places of words that texts print, three in a row or more.

    Parameters
    ----------
    words
        As `plain_words` gives them.

    Examples
    --------
    >>> sorted(printed("we will not sail at night".split(), ["“We will not sail,” she said."]))
    [0, 1, 2, 3]
    """
    places: set[int] = set()
    for text in texts:
        for block in SequenceMatcher(None, words, plain_words(text), False).get_matching_blocks():
            if block.size >= RUN:
                places |= set(range(block.a, block.a + block.size))
    return places
