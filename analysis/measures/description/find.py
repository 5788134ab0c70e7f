"""Find the words that describe people, bodies, places and listed things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.lexicons.entities import KINDS
from analysis.corpus.syntax.sentence import counted_spans
from analysis.measures.description.rules import Mention, describe
from analysis.measures.description.sentence import stretches
from analysis.schema import DESCRIPTIONS, MENTIONS, empty, require, shape

HELD: Final = "descriptions"
Span = tuple[int, int]
# start, end, concept, label
Found = tuple[int, int, str, str]


def descriptions(corpus: Corpus, entities: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find every word that is told to describe a mention, by rules and lists, without a parser.

    What is found is mostly right, and much is not found: pronouns are followed nowhere, nor is
    what stands in another clause. Headlines in capitals are passed over. Read the lines.

    Parameters
    ----------
    corpus
        Its counted segments are read; a text-free release brings the table, or there is none.
    entities
        `schema.MENTIONS` of people, bodies and places: `label` is their kind.
    mentions
        `schema.MENTIONS` of listed concepts; one that overlaps an entity is left to that.

    Returns
    -------
    `schema.DESCRIPTIONS`, in the order of the documents: of one word that describes two mentions
    a row for each.

    Raises
    ------
    TableError
        A column is missing.
    """
    if not corpus.has_text:
        table = corpus.held.get(HELD)
        return empty(DESCRIPTIONS) if table is None else shape(table, DESCRIPTIONS)
    columns = ["document_id", "start", "end", "concept", "label"]
    for table in (entities, mentions):
        require(table, MENTIONS, "descriptions", columns)
    named = _by_document(entities[columns])
    listed = _by_document(mentions[columns].assign(label=""))
    spans = counted_spans(corpus)
    rows = [
        (document, *row)
        for document, source in corpus.documents[["document_id", "source"]].itertuples(index=False)
        if document in named or document in listed
        for row in _in_document(
            source,
            spans.get(document, []),
            _apart(named.get(document, []), listed.get(document, [])),
        )
    ]
    names = [column for column in DESCRIPTIONS.names if column not in ("voice", "speaker_id")]
    found = pd.DataFrame(rows, columns=names).drop_duplicates()
    return shape(corpus.spoken(found), DESCRIPTIONS)


def _by_document(table: pd.DataFrame) -> dict[str, list[Found]]:
    by_document: dict[str, list[Found]] = {}
    for document, *found in table.itertuples(index=False):
        start, end, concept, label = found
        by_document.setdefault(document, []).append((start, end, concept, label))
    return by_document


def _apart(named: list[Found], listed: list[Found]) -> list[Found]:
    """Join both; a listed name that overlaps an entity is told as the entity."""
    starts = np.array(sorted(row[0] for row in named), dtype=np.int64)
    ends = np.array([row[1] for row in sorted(named)], dtype=np.int64)
    kept = []
    for row in listed:
        at = int(np.searchsorted(starts, row[1])) - 1
        if at < 0 or ends[at] <= row[0]:
            kept.append(row)
    return sorted({*named, *kept})


def _in_document(
    source: str, spans: list[Span], mentions: list[Found]
) -> Iterator[tuple[int, int, str, int, int, str, str, str]]:
    """Describe the mentions of one document, stretch by stretch, in order."""
    at = 0
    for words in stretches(source, spans):
        first, end = words.start[0], words.end[-1]
        while at < len(mentions) and mentions[at][0] < first:
            at += 1
        while at < len(mentions) and mentions[at][0] < end:
            start, stop, concept, label = mentions[at]
            at += 1
            placed = words.place(start, stop)
            if placed is None:
                continue
            kind = label if label in KINDS else ""
            mention = Mention(*placed, kind, words.is_genitive(stop, placed[1]))
            for found in sorted(set(describe(words, mention))):
                a, b = words.start[found.first], words.end[found.last - 1]
                yield a, b, concept, start, stop, found.role, found.term, source[a:b]
