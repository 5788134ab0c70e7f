"""Which reports may be said to lack something: whole ones, of the same story and days.

What a report prints can be told of any text. What it does not print can only be told of a report
that is here as a whole and tells the same story no earlier than the others: a torn page, a
caption, another matter under the same headline lack everything.
"""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from analysis.findings.words import plain_words

# Words of a report, at least, and share of the median of its story.
_WORDS: Final = 120
_SHARE: Final = 1 / 3
# Days between a report and the middle one of its story.
_DAYS: Final = 2
# Share of the names that half of the reports have which a report of the same story prints.
_NAMES: Final = 0.5
# Letters that words of one family share.
_STEM: Final = 5
# Names that half of the reports have, fewer of which tell nothing of a story.
_FEW: Final = 3
# Words of an opening; words of a headline that two reports of one matter share.
_OPENING: Final = 130
_SHARED: Final = 2
# A text that begins so is the rest of one.
_TORN: Final = re.compile(
    r"\s*[“\"‘]|\s*'?(?:[a-z…]|(?:But|And|Or|So|Yet|At the same time|A similar|Similarly|Meanwhile|"
    r"Nevertheless|However|Still|Instead|Also|He|She|They|It|His|Her|Their|That|Those|This|These|Another|Others)\b[,\s])"
)
# A text that begins with a label is the part of a page under it; one that is nearly all in
# quotation marks is a transcript.
_LABEL: Final = re.compile(r"\s*(?:[\w’'-]+ ){0,3}[\w’'-]+: ")
_SPOKEN: Final = 0.6
_MARKED: Final = re.compile(r"[“\"][^“”\"]*[”\"]")
# Share of the long words of a headline that stand in its text.
_TITLE: Final = 0.4
_TITLED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.? ([A-Z][\w’'-]+)")


def comparable(documents: pd.DataFrame, bodies: pd.Series, names: pd.DataFrame) -> pd.Series:
    """Tell the reports of which it can be said what they do not print.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS` of one story.
    bodies
        The counted text of each body, by `document_id`.
    names
        `document_id` and `concept` of the people, bodies and places that they name.

    Returns
    -------
    True or False by `document_id`.
    """
    ids = documents["document_id"]
    words = documents["words"].to_numpy()
    enough = (words >= _WORDS) & (words >= _SHARE * pd.Series(words).median())
    if not bodies.str.strip().any():
        # A text-free release: what was left of the texts was looked at by who made it.
        return pd.Series(enough & _near(documents).to_numpy(), index=ids.to_numpy(), dtype=bool)
    whole = [
        not _is_torn(str(bodies.get(name, "")).strip(), str(title))
        for name, title in zip(ids, documents["title"], strict=True)
    ]
    fits = enough & whole & _near(documents).to_numpy() & _same_story(ids, names).to_numpy()
    return pd.Series(fits & _same_matter(documents, bodies), index=ids.to_numpy(), dtype=bool)


def _same_matter(documents: pd.DataFrame, bodies: pd.Series) -> list[bool]:
    """Tell the reports whose opening has words of at least half of the others' headlines."""
    ids, titles = documents["document_id"].tolist(), documents["title"].map(str).tolist()
    heads = [_stems(title) for title in titles]
    opens = [
        head | _stems(_opening(str(bodies.get(name, ""))))
        for name, head in zip(ids, heads, strict=True)
    ]
    is_same = []
    for place, opening in enumerate(opens):
        others = [head for n, head in enumerate(heads) if n != place and len(head) >= _SHARED]
        alike = sum(len(head & opening) >= _SHARED for head in others)
        is_same.append(alike * 2 >= len(others))
    return is_same


def _opening(body: str) -> str:
    """Take the first words of a body."""
    return " ".join(body.split()[:_OPENING])


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in plain_words(text) if len(word) >= _STEM}


def _is_torn(body: str, title: str) -> bool:
    """Tell a text that begins in the middle, or stands under another's headline."""
    if not body or _TORN.match(body) or _LABEL.match(body):
        return True
    if sum(map(len, _MARKED.findall(body))) > _SPOKEN * len(body):
        return True
    # Whoever is only Mr. Buck was named before.
    for name in _TITLED.findall(body):
        if not re.search(
            rf"[A-Z][\w.’'-]+ {re.escape(name)}\b", _TITLED.sub("", f"{title} {body}")
        ):
            return True
    # The headline's words stand where a report opens; where they do not, its opening is lost.
    named = _stems(title)
    return len(named & _stems(_opening(body))) < _TITLE * len(named)


def _near(documents: pd.DataFrame) -> pd.Series:
    """Tell the reports published near the middle of their story, and not before all others."""
    first, last = documents["published_earliest"], documents["published_latest"]
    dated = first.dropna().sort_values()
    if dated.empty:
        return pd.Series(True, index=range(len(documents)))
    middle = dated.iloc[len(dated) // 2]
    is_near = (first - middle).dt.days.abs() <= _DAYS
    is_late = (last - middle).dt.days >= 0
    near: pd.Series = (first.isna() | (is_near & is_late)).reset_index(drop=True)
    return near


def _same_story(ids: pd.Series, names: pd.DataFrame) -> pd.Series:
    """Tell the reports that print enough of the names which half of them print."""
    pairs = names[["document_id", "concept"]].drop_duplicates()
    spread = pairs["concept"].value_counts()
    common = set(spread.index[spread * 2 >= len(ids)])
    if len(common) < _FEW:
        return pd.Series(True, index=range(len(ids)))
    counts = pairs[pairs["concept"].isin(common)]["document_id"].value_counts()
    return (ids.map(counts).fillna(0) >= _NAMES * len(common)).reset_index(drop=True)
