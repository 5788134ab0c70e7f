"""Candidates for contradictions: days and numbers in which aligned sentences do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.coverage import amounts as counted
from analysis.measures.coverage import moments as dated
from analysis.measures.coverage.align import similar
from analysis.measures.coverage.sentences import lay_out, telling
from analysis.schema import CLAIMS, CONFLICTS, empty, require, shape

# Sentences so alike are compared, also where they are not one claim: two that do not agree
# share fewer words.
NEAR: Final = 0.1


class _Document(NamedTuple):
    """What of a document is needed to read its sentences."""

    document_id: str
    event: str
    source: str
    earliest: pd.Timestamp
    latest: pd.Timestamp


@dataclass(frozen=True)
class _Sentence:
    """A sentence with what it says of time and number."""

    claim_id: str
    document: _Document
    start: int
    text: str
    moments: list[dated.Moment]
    amounts: list[counted.Amount]


def conflicts(corpus: Corpus, claims: pd.DataFrame) -> pd.DataFrame:
    """Flag sentences of two documents of one event that name other days or numbers.

    Candidates, for a reader to judge: an update, a rounder figure or another thing counted
    looks the same as a contradiction. Sentences are compared that are one claim, or share some
    words that tell something (`NEAR`). Days are resolved against the document's published
    interval where that leaves one day; numbers must count the same words ("tugs"), or people
    killed or injured, in documents at most a day apart; "at least three" and "four" do agree.

    Parameters
    ----------
    corpus
        Its sources are read; a text-free release brings its conflicts with it.
    claims
        `schema.CLAIMS`, from `claims`.

    Returns
    -------
    `schema.CONFLICTS`, the most similar sentences first within an event; `claim_id` is that of
    the first sentence.
    """
    require(claims, CLAIMS, "conflicts")
    if not corpus.has_text:
        table = corpus.held.get("conflicts")
        return empty(CONFLICTS) if table is None else shape(table, CONFLICTS)
    names = ("document_id", "event", "source", "published_earliest", "published_latest")
    columns = (corpus.documents[name] for name in names)
    documents = {row[0]: _Document(*row) for row in zip(*columns, strict=True)}
    rows = claims[claims["document_id"].isin(list(documents))]
    event = rows["document_id"].map({name: doc.event for name, doc in documents.items()})
    conflict_rows = [
        row
        for _, of_event in rows.groupby(event, sort=False)
        for row in _of_event(of_event.reset_index(drop=True), documents)
    ]
    return shape(pd.DataFrame(conflict_rows, columns=CONFLICTS.names), CONFLICTS)


def _of_event(
    rows: pd.DataFrame, documents: Mapping[str, _Document]
) -> Iterator[tuple[object, ...]]:
    """Compare the sentences of one event."""
    columns = (rows[name] for name in ("claim_id", "document_id", "start", "end"))
    sentences = [
        _read(claim, documents[document], start, end)
        for claim, document, start, end in zip(*columns, strict=True)
    ]
    dated_or_counted = np.flatnonzero([bool(s.moments or s.amounts) for s in sentences])
    event = lay_out([sentence.text for sentence in sentences]).take(dated_or_counted)
    first, second, value = similar(event, NEAR, 1)
    first, second = dated_or_counted[first], dated_or_counted[second]
    for place in np.lexsort((second, first, -value)):
        one, other = sentences[first[place]], sentences[second[place]]
        if one.document.document_id != other.document.document_id:
            yield from _compare(one, other)


def _read(claim: str, document: _Document, start: int, end: int) -> _Sentence:
    """Read the days and numbers of a sentence."""
    text = document.source[start:end]
    days = dated.moments(text, document.earliest, document.latest)
    return _Sentence(claim, document, start, text, days, counted.amounts(text))


def _compare(one: _Sentence, other: _Sentence) -> Iterator[tuple[object, ...]]:
    """Yield what two sentences do not agree in."""
    agreed = {a.text.lower() for a in one.amounts} & {a.text.lower() for a in other.amounts}
    for here, there in product(one.amounts, other.amounts):
        same = counted.same_thing(here, there) and _at_one_time(one.document, other.document)
        if (
            same
            and counted.differ(here, there)
            and not agreed
            and _same_count(one, here, other, there)
        ):
            yield _row("number", one, here, other, there)
    same_day = any(dated.agree(now, then) for now, then in product(one.moments, other.moments))
    for now, then in product(one.moments, other.moments):
        if not same_day and dated.differ(now, then) and _same_matter(one, now, other, then):
            yield _row("time", one, now, other, then)


def _same_matter(one: _Sentence, here: dated.Moment, other: _Sentence, there: dated.Moment) -> bool:
    """Tell whether the words beside two days share one that tells something."""
    return bool(set(_stems_beside(one.text, here)) & set(_stems_beside(other.text, there)))


def _at_one_time(one: _Document, other: _Document) -> bool:
    """Tell whether two documents may be of one day or the next: later, counts have moved on."""
    if pd.isna(one.earliest) or pd.isna(other.earliest):
        return True
    apart = max((other.earliest - one.latest).days, (one.earliest - other.latest).days)
    return apart <= 1


def _same_count(
    one: _Sentence, here: counted.Amount, other: _Sentence, there: counted.Amount
) -> bool:
    """Tell whether the words around two numbers share one more that tells something."""
    if here.units == there.units and here.units[0].startswith("@"):
        return True
    shared = set(_around(one.text, here)) & set(_around(other.text, there))
    return bool(shared - set(here.units[:2]) - set(there.units[:2]))


def _around(text: str, amount: counted.Amount) -> list[str]:
    """List the stems of the eight words on either side of a number and what it counts."""
    words = [*text[: amount.start].split()[-8:], *text[amount.end :].split()[:8]]
    return [*telling(" ".join(words)), *amount.units]


def _stems_beside(text: str, moment: dated.Moment) -> list[str]:
    """List the stems of what happened on a day: twelve words before it, or behind "a day after"."""
    if moment.is_after:
        return telling(" ".join(text[moment.end :].split()[:16]))
    before = text[: moment.start].split()[-12:]
    return telling(" ".join(before)) + telling(" ".join(text[moment.end :].split()[:6]))


def _row(
    conflict: str,
    one: _Sentence,
    here: dated.Moment | counted.Amount,
    other: _Sentence,
    there: dated.Moment | counted.Amount,
) -> tuple[object, ...]:
    """Lay out a candidate."""
    return (
        one.claim_id,
        conflict,
        one.document.document_id,
        one.start + here.start,
        one.start + here.end,
        here.text,
        other.document.document_id,
        other.start + there.start,
        other.start + there.end,
        there.text,
    )
