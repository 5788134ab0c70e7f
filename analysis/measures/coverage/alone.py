"""Find people whom one group names and of whose name no other group prints any word."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import Final

import pandas as pd

from analysis.corpus import Corpus, own_names
from analysis.schema import MENTIONS, require

# A word with a capital; a possessive is none of its letters.
_CAPITALISED: Final = re.compile(r"\b[^\W\d_a-z][\w-]+")
# Letters from which a word tells one person from another, and how alike two spellings are.
_LETTERS: Final = 3
_ALIKE: Final = 0.8
# Words of a line of prose, and marks with which it ends; a shorter line may be a teaser.
_PROSE: Final = 8
_ENDS: Final = ".!?”\"’'"
_ARTICLES: Final = ("the", "a", "an")
# Two words run into one; "McKay" and "DeVos" are one.
_TORN: Final = re.compile(r"[a-z]{4}[A-Z]")
# Who helped to write an article is nobody that it tells of.
_CREDIT: Final = re.compile(r"\b(?:[Cc]ontribut|[Rr]eporting by|[Rr]eported (?:by|from))")
_SMALL: Final = re.compile(r"\b[^\W\d_A-Z][\w-]+")


def named_alone(corpus: Corpus, by: str, mentions: pd.DataFrame) -> dict[str, list[str]]:
    """List for each group the people whom it alone names, tested against all running text.

    A person of two names or more, none of them a word in small letters, whose last name the
    group prints alone too: what else has capitals is no person. No other group prints a
    capitalised word of the name, nor one that is spelled much alike: what two lists call by two
    names may be one person. Authors and outlets are left out.

    Parameters
    ----------
    corpus
        Articles that tell one story; of others, and without running text, nothing is listed.
    by
        What the groups are: one of `schema.GROUPINGS`.
    mentions
        `schema.MENTIONS` of entities, from `entities`.

    Returns
    -------
    Group -> names as printed, in alphabetical order.
    """
    require(mentions, MENTIONS, "named_alone", ["document_id", "start", "concept", "label", "text"])
    events = set(corpus.documents["event"])
    if not corpus.has_text or len(events) > 1 or "" in events:
        return {}
    groups = corpus.group_of(by).to_dict()
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    printed: dict[str, str] = {}
    for name, source in sources.items():
        if group := str(groups[name]):
            printed[group] = f"{printed.get(group, '')}\n{source}"
    words = {group: _capitalised(text) for group, text in printed.items()}
    groups_with = Counter(word for each in words.values() for word in each)
    small = {word for text in printed.values() for word in _SMALL.findall(text)}
    own = own_names(corpus.documents, by)
    people = mentions[mentions["label"] == "person"]
    people = people.assign(group=people["document_id"].map(groups))
    alone: dict[str, list[str]] = {group: [] for group in sorted(printed)}
    for concept, rows in people[people["group"] != ""].groupby("concept", sort=True):
        group = str(rows["group"].iloc[0])
        name = max((" ".join(str(text).split()) for text in rows["text"]), key=_length)
        parts = _capitalised(f"{concept} {name}")
        if len(printed) < 2 or rows["group"].nunique() > 1:
            continue
        if len(_capitalised(name)) < 2 or parts & own or any(groups_with[p] > 1 for p in parts):
            continue
        places = zip(rows["document_id"], rows["start"], strict=True)
        if parts & small or not _is_a_person(name, printed[group]):
            continue
        lines = [_line(sources[document], start) for document, start in places]
        if not any(map(_is_prose, lines)) or any(_CREDIT.search(line) for line in lines):
            continue
        if not any(_is_spelled_otherwise(part, groups_with, words[group]) for part in parts):
            alone[group].append(name)
    return alone


def _length(name: str) -> tuple[int, str]:
    return len(name), name


def _capitalised(text: str) -> set[str]:
    """Take the words with a capital that can tell one person from another, folded."""
    return {w.casefold() for w in _CAPITALISED.findall(text) if len(w) >= _LETTERS}


def _is_spelled_otherwise(part: str, groups_with: Counter[str], own_words: set[str]) -> bool:
    """Tell whether another group prints a word that is spelled much alike."""
    others = [
        word
        for word, groups in groups_with.items()
        if word[0] == part[0]
        and abs(len(word) - len(part)) < _LETTERS
        and groups > (word in own_words)
    ]
    return bool(get_close_matches(part, others, 1, _ALIKE))


def _is_a_person(name: str, text: str) -> bool:
    """Tell whether a name is used as people's are: no article, and the last name stands alone."""
    *_, first, last = name.split()
    if len(last) < _LETTERS or _TORN.search(name):
        return False
    if re.search(rf"\b(?:[Tt]he|[Aa]n?)\s+{re.escape(name)}", text):
        return False
    before = re.findall(rf"([\w'’-]+)\W+{re.escape(last)}\b", text)
    return any(word != first.strip(".") and word.lower() not in _ARTICLES for word in before)


def _line(source: str, start: int) -> str:
    """Take the line in which a name stands; "" for the headline."""
    begin, end = source.rfind("\n", 0, start) + 1, source.find("\n", start)
    return source[begin : end if end >= 0 else len(source)].rstrip() if begin else ""


def _is_prose(line: str) -> bool:
    """Tell running text from a line of links: a long line that ends as a sentence does."""
    return len(line.split()) >= _PROSE and line[-1:] in _ENDS
