"""Find who is speaking: quotations and reported speech, each with its speaker.

The words in marks are found first (`marks`), then the cues of each sentence (`cues`), what each
of them reports (`clause`), and at last who the speakers are within the document (`resolve`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.language.person_names import meet
from analysis.corpus.lexicons.speech import Speech, load_speech
from analysis.corpus.quote.document import Segment, attribute
from analysis.corpus.quote.resolve import resolve
from analysis.corpus.quote.rows import Row, sureness
from analysis.schema import COUNTED, DOCUMENTS, QUOTATIONS, SEGMENTS, empty, require, shape

__all__ = ["Speech", "identify", "load_speech", "quotations"]

Article = tuple[str, str, list[Segment]]
Values = tuple[int | str | float, ...]

# Columns that this step fills; the words a quotation holds are counted with the tokens.
_FILLED = [name for name in QUOTATIONS.names if name != "spoken"]


def quotations(documents: pd.DataFrame, segments: pd.DataFrame, speech: Speech) -> pd.DataFrame:
    """Find the quotations of documents, and who is quoted.

    A quotation over several paragraphs has a row for each; one within another comes before it.

    Parameters
    ----------
    documents, segments
        `schema.DOCUMENTS` (`document_id`, `source`), `schema.SEGMENTS`; the counted are read.
    speech
        The lexicon (`load_speech`).

    Returns
    -------
    One row per quotation, as `schema.QUOTATIONS`, in the order of `documents`; `spoken` is 0.

    Examples
    --------
    >>> from analysis.corpus.quote import load_speech
    >>> text = 'The pilots "will not sail", Aske said.'
    >>> documents = pd.DataFrame({"document_id": ["a"], "source": [text]})
    >>> segment = ("a", 0, len(text), "body", "hand")
    >>> segments = pd.DataFrame([segment], columns=SEGMENTS.names)
    >>> found = quotations(documents, segments, load_speech())
    >>> found[["kind", "text", "speaker"]].values.tolist()[0]
    ['partial', 'will not sail', 'Aske']
    """
    require(documents, DOCUMENTS, "quotations", ("document_id", "source"))
    counted = _counted(segments)
    articles = [
        (name, source, sorted(counted[name]))
        for name, source in zip(
            documents["document_id"].to_numpy(dtype=object),
            documents["source"].to_numpy(dtype=object),
            strict=True,
        )
        if name in counted
    ]
    rows = _read(articles, speech)
    if not rows:
        return empty(QUOTATIONS)
    return shape(pd.DataFrame(rows, columns=_FILLED).assign(spoken=0), QUOTATIONS)


def identify(
    documents: pd.DataFrame, segments: pd.DataFrame, table: pd.DataFrame, speech: Speech
) -> pd.DataFrame:
    """Fill in who the named speakers are that nobody has been identified for.

    Parameters
    ----------
    documents, segments, speech
        As for `quotations`.
    table
        `schema.QUOTATIONS`; rows that name a speaker and have no `speaker_id` are looked at.

    Returns
    -------
    The same rows, with `speaker_id` and `side` where it is known.
    """
    require(table, QUOTATIONS, "identify")
    counted = _counted(segments)
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    result = table.copy()
    asked = (table["speaker"] != "") & (table["speaker_id"] == "")
    for name in dict.fromkeys(table["document_id"][asked]):
        of_document = table[table["document_id"] == name]
        rows = [_row(row, sources[name]) for row in of_document.to_dict("records")]
        people = meet(sources[name], sorted(counted[name]))
        resolve(rows, sources[name], people, speech)
        for index, row in zip(of_document.index, rows, strict=True):
            if asked[index]:
                result.loc[index, ["speaker_id", "side"]] = [row.speaker_id, row.side]
    return result


def _row(row: Mapping[Hashable, Any], source: str) -> Row:
    """Make a row again, its speaker at the place nearest to the quotation."""
    start, end, speaker = row["start"], row["end"], row["speaker"]
    before, after = source.rfind(speaker, 0, start), source.find(speaker, end)
    places = [at for at in (before, after) if speaker and at >= 0]
    nearest = min(places, key=lambda at: start - at if at < start else at - end, default=-1)
    return Row(start, end, row["kind"], speaker, nearest, row["cue"], how=row["how"])


def _read(articles: Sequence[Article], speech: Speech) -> list[Values]:
    """Find the quotations of some documents."""
    return [
        (name, *row)
        for name, source, segments in articles
        for row in _document(source, segments, speech)
    ]


def _counted(segments: pd.DataFrame) -> dict[str, list[Segment]]:
    """Gather the counted segments of each document."""
    require(segments, SEGMENTS, "quotations")
    counted = segments[segments["label"].isin(COUNTED)]
    names, labels = (counted[name].to_numpy(dtype=object) for name in ("document_id", "label"))
    starts, ends = counted["start"].tolist(), counted["end"].tolist()
    gathered: dict[str, list[Segment]] = {}
    for name, start, end, label in zip(names, starts, ends, labels, strict=True):
        gathered.setdefault(name, []).append((start, end, label))
    return gathered


def _document(source: str, segments: list[Segment], speech: Speech) -> Iterator[Values]:
    """Lay out the quotations of one document."""
    people = meet(source, segments)
    rows = attribute(source, segments, speech, people)
    resolve(rows, source, people, speech)
    for row in rows:
        row.confidence = sureness(row, speech)
        yield _values(row, source)


def _values(row: Row, source: str) -> Values:
    return (
        row.start,
        row.end,
        row.kind,
        source[row.start : row.end],
        row.speaker,
        row.speaker_id,
        row.side,
        row.cue,
        row.cue_class,
        row.how,
        row.confidence,
    )
