"""Group the phrases of a story by what they may name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import pandas as pd

from analysis.corpus import Corpus
from analysis.schema import CANDIDATES, empty, shape
from analysis.suggest import hints, phrases, roles, sentence, things

# How sure a phrase is of its group: by its head, by a verb, by what a sentence says of it.
_HEAD, _VERB, _SAID = 0.5, 0.4, 0.3
_CURLY: Final = str.maketrans("’‘ʼ", "'''")


class _Row(NamedTuple):
    """A phrase with its group, where it stands, and how sure it is of the group."""

    key: str
    document_id: str
    start: int
    end: int
    text: str
    score: float

    @property
    def label(self) -> str:
        """The phrase in small letters, with single spaces and straight apostrophes."""
        return " ".join(self.text.lower().translate(_CURLY).split())


def candidates(corpus: Corpus, minimum_documents: int = 2) -> pd.DataFrame:
    """Propose groups of phrases that may name the same person, group, act or event.

    Parameters
    ----------
    corpus
        The documents of one story, as `corpus.select(event=...)` gives them; English. What is
        not counted is not looked at. A text-free release gives the candidates it holds.
    minimum_documents
        In how many documents a group must be named, by whichever of its phrases.

    Returns
    -------
    One row per phrase as `schema.CANDIDATES`, groups with most phrases first. `candidate` is the
    commonest phrase of its group; `score` falls from 1, a full name, to what may be chance.

    Raises
    ------
    CorpusError
        The corpus is a text-free release without candidates.
    """
    if not corpus.has_text:
        if CANDIDATES.name in corpus.held:
            return shape(corpus.held[CANDIDATES.name], CANDIDATES)
        corpus.need_text("naming candidates")
    rows = _rows(corpus)
    where: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        where[row.key].add(row.document_id)
    frequent = [row for row in rows if len(where[row.key]) >= minimum_documents]
    if not frequent:
        return empty(CANDIDATES)
    names = _names(frequent)
    table = pd.DataFrame(
        [(names[row.key], row.label, *row[1:]) for row in frequent], columns=list(CANDIDATES.names)
    )
    size = table["candidate"].map(table["candidate"].value_counts())
    order = ["size", "candidate", "document_id", "start", "end"]
    ordered = table.assign(size=-size).sort_values(order, ignore_index=True)
    return shape(ordered.drop(columns="size"), CANDIDATES)


def _rows(corpus: Corpus) -> list[_Row]:
    """Find the phrases of a corpus and the group of each."""
    sentences = sentence.read(corpus)
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    spans = phrases.find(sentences, sources)
    named = roles.grouped(spans)
    keys = [key or thing for (key, _), thing in zip(named, things.keys_of(spans), strict=True)]
    keys = _merged(keys, hints.same_things(sentences, spans, keys))
    acts = list(things.acts(sentences, spans, keys))
    scores = [score or _HEAD for _, score in named]
    for number, key in hints.said_to_be(sentences, spans, keys).items():
        if not named[number][0]:
            keys[number], scores[number] = key, _SAID
    happening = hints.main_happening(keys)
    for number, end in hints.dated(sentences, spans, keys).items() if happening else ():
        keys[number], scores[number] = happening, _SAID
        text = sources[spans[number].document_id][spans[number].start : end]
        spans[number] = replace(spans[number], end=end, text=text)
    rows = [
        _Row(key, phrase.document_id, phrase.start, phrase.end, phrase.text, score)
        for phrase, key, score in zip(spans, keys, scores, strict=True)
        if key
    ]
    return rows + [_Row(act.key, *act[:4], _VERB) for act in acts]


def _merged(keys: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Make one group of two that take each other's place; named by the more frequent."""
    count = Counter(keys)
    into: dict[str, str] = {}
    for pair in sorted(set(pairs)):
        first, second = (_end(into, key) for key in pair)
        if first != second:
            small, large = sorted((first, second), key=lambda key: (count[key], key))
            into[small] = large
    return [_end(into, key) for key in keys]


def _end(into: dict[str, str], key: str) -> str:
    while key in into:
        key = into[key]
    return key


def _names(rows: Sequence[_Row]) -> dict[str, str]:
    """Name each group by its commonest phrase; of two with one name the smaller gets a number."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        labels[row.key][row.label] += 1
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for key in sorted(labels, key=lambda key: (-labels[key].total(), key)):
        label = min(labels[key], key=lambda label: (-labels[key][label], label))
        taken[label] += 1
        names[key] = label if taken[label] == 1 else f"{label} ({taken[label]})"
    return names
