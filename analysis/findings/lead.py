"""What opens a page: the first finding as headline, and the sentences beneath it."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from analysis.findings import naming
from analysis.findings.model import parts_of
from analysis.findings.words import counted, guard, listed, plain_words

# Sentences beneath a headline that come from other findings.
_MORE: Final = 2


class Lead(NamedTuple):
    """The opening of a page.

    Attributes
    ----------
    headline
        The finding in one clause; where none is admitted, what is compared.
    sentences
        `finding` (its name; "" for none) and `sentence`.
    guard
        What it holds for.
    group
        Whom the headline is about; "" for nobody.
    """

    headline: str
    sentences: list[tuple[str, str]]
    guard: str
    group: str = ""


def lead(
    findings: pd.DataFrame, documents: pd.DataFrame, groups: pd.Series, stories: int = 1
) -> Lead:
    """Choose what opens a page; a headline is never filled where nothing is admitted.

    Parameters
    ----------
    findings
        `schema.FINDINGS`.
    documents
        `schema.DOCUMENTS` of what is compared.
    groups
        The group of each document, in their order.
    stories
        How many stories they tell.
    """
    admitted = findings[findings["is_admitted"]]
    if admitted.empty:
        count, size = groups[groups != ""].nunique(), len(documents)
        return Lead(_plain(count, size, stories), [], guard(size, count))
    first = admitted.iloc[0]
    group = parts_of(first["groups"])[0]
    sentences = [(first["finding"], first["sentence"])]
    headline = first["headline"]
    # What one group calls it, and whom it does not name, are one story.
    missing = admitted[
        (admitted["kind"] == naming.ABSENT) & admitted["groups"].str.startswith(f"{group}; ")
    ]
    others = admitted.iloc[1:]
    if first["kind"] == naming.KIND and len(missing):
        absent = missing.iloc[0]
        headline = f"{headline.split(', where ')[0]} and{_does(absent['headline'], group)}"
        sentences.append((absent["finding"], absent["sentence"]))
        others = others[others["finding"] != absent["finding"]]
    # A second finding about others says more than one more about the same.
    others = others.drop_duplicates("kind")
    room = _MORE - (len(sentences) - 1)
    sentences += list(zip(others["finding"].head(room), others["sentence"].head(room), strict=True))
    return Lead(headline, sentences, first["guard"], group)


def _does(headline: str, group: str) -> str:
    """Take what a headline says of a group, without the group and without the others."""
    return headline.removeprefix(group).split("; ")[0]


def _plain(groups: int, reports: int, stories: int) -> str:
    """Say plainly what is compared; that all of them tell one story is not known."""
    who = counted(groups, "outlet")
    beside = ", side by side" if groups > 1 and stories == 1 else ""
    sentence = f"{counted(reports, 'report')} by {who}{beside}"
    return sentence[0].upper() + sentence[1:]


def story_name(documents: pd.DataFrame) -> str:
    """Name the story of documents: as the analyst did, else by their most central headline.

    Returns
    -------
    The event where it is given in plain words; the title that shares most words with the others,
    of equals the first by day; "" where there is none.
    """
    events = documents["event"][documents["event"].str.contains(" ", regex=False)]
    if len(events) == len(documents) and events.nunique() == 1:
        return str(events.iloc[0])
    rows = documents[documents["title"] != ""].sort_values(
        ["published_earliest", "document_id"], kind="stable"
    )
    titles = [str(title) for title in rows["title"]]
    words = [set(plain_words(title)) for title in titles]
    shared = [sum(len(one & other) / max(len(one | other), 1) for other in words) for one in words]
    return " ".join(titles[shared.index(max(shared))].split()) if titles else ""


def whom(groups: pd.Series) -> str:
    """Say who is compared, with the number of reports of each.

    Examples
    --------
    >>> whom(pd.Series(["AP", "AP", "TASS"]))
    'AP 2 and TASS 1'
    """
    sizes = groups[groups != ""].value_counts()
    order = sorted(sizes.index, key=lambda group: (-sizes[group], str(group)))
    return listed([f"{group} {sizes[group]:,}" for group in order], 8)
