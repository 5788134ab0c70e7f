"""Say which names, titles and offices of a story are one person, body or state.

Such wordings are formal variants, and no choice of words: they are not proposed, but shown apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.syntax import phrases, sentence
from analysis.corpus.syntax.phrases import Phrase
from analysis.schema import CANDIDATES, empty, require, shape
from analysis.suggest import roles
from analysis.suggest.proposal import clean, counts_of, located

# At most so many are shown.
FOLDED: Final = 12
# A wording printed once may have come into the group by chance.
_TWICE: Final = 2
_CURLY: Final = str.maketrans("’‘ʼ", "'''")


@dataclass(frozen=True)
class Identity:
    """One person, body or state, by all its names, titles and offices.

    Attributes
    ----------
    wordings
        Each wording as it is printed most, and how often which outlet prints it; those of most
        mentions first.
    """

    wordings: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

    @property
    def name(self) -> str:
        """The commonest wording."""
        return self.wordings[0][0]


def identities(corpus: Corpus, minimum_documents: int = 2) -> pd.DataFrame:
    """Group the phrases of a story that name the same person, body or state.

    Parameters
    ----------
    corpus
        The documents of one story; English. What is not counted is not looked at.
    minimum_documents
        In how many documents a group must be named, by whichever of its phrases.

    Returns
    -------
    One row per phrase as `schema.CANDIDATES`, groups with most phrases first. `candidate` is the
    commonest phrase of its group; `score` falls from 1, a full name, to what may be chance.

    Raises
    ------
    CorpusError
        The corpus is a text-free release.
    """
    corpus.need_text("names and offices")
    sentences = sentence.read(corpus)
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    spans = phrases.find(sentences, sources)
    rows = [
        (key, label_of(phrase), phrase.document_id, phrase.start, phrase.end, phrase.text, score)
        for phrase, (key, score) in zip(spans, roles.grouped(spans), strict=True)
        if key
    ]
    where: dict[str, set[str]] = defaultdict(set)
    for key, _, document, *_ in rows:
        where[key].add(document)
    frequent = [row for row in rows if len(where[row[0]]) >= minimum_documents]
    if not frequent:
        return empty(CANDIDATES)
    names = _names([row[:2] for row in frequent])
    table = pd.DataFrame(frequent, columns=list(CANDIDATES.names))
    table["candidate"] = table["candidate"].map(names)
    size = table["candidate"].map(table["candidate"].value_counts())
    order = ["size", "candidate", "document_id", "start", "end"]
    ordered = table.assign(size=-size).sort_values(order, ignore_index=True)
    return shape(ordered.drop(columns="size"), CANDIDATES)


def folded(corpus: Corpus, table: pd.DataFrame, *, most: int = FOLDED) -> tuple[Identity, ...]:
    """Fold the wordings of each person, body or state that has several.

    Parameters
    ----------
    corpus
        The documents they were found in.
    table
        `schema.CANDIDATES`, as `identities` gives it.
    most
        At most so many.

    Returns
    -------
    In the order of the table; of each the wordings printed twice or more, where there are two.

    Raises
    ------
    TableError
        The table is not one of candidates.
    """
    require(table, CANDIDATES, "folded")
    rows = table.assign(times=table.groupby(["candidate", "label"])["label"].transform("size"))
    rows = rows[rows["times"] >= _TWICE]
    rows = rows[rows.groupby("candidate")["label"].transform("nunique") > 1]
    rows = rows[rows["candidate"].isin(rows["candidate"].unique()[:most])]
    groups = located(corpus, rows).groupby("candidate", sort=False)
    return tuple(Identity(_wordings(group)) for _, group in groups)


def _wordings(rows: pd.DataFrame) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    by_label = [group for _, group in rows.groupby("label")]
    by_label.sort(key=len, reverse=True)
    return tuple((_printed(group["text"].tolist()), counts_of(group)) for group in by_label)


def _printed(texts: Sequence[str]) -> str:
    """Choose how a wording is printed most."""
    counts = Counter(clean(text) for text in texts)
    return min(counts, key=lambda text: (-counts[text], text))


def label_of(phrase: Phrase) -> str:
    """Write a phrase in small letters, with single spaces and straight apostrophes."""
    return " ".join(phrase.text.lower().translate(_CURLY).split())


def _names(rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Name each group by its commonest phrase; of two with one name the smaller gets a number."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for key, label in rows:
        labels[key][label] += 1
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for key in sorted(labels, key=lambda key: (-labels[key].total(), key)):
        label = min(labels[key], key=lambda label: (-labels[key][label], label))
        taken[label] += 1
        names[key] = label if taken[label] == 1 else f"{label} ({taken[label]})"
    return names
