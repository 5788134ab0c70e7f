"""Find the statements of a corpus, and what the openings of articles make of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.statement.alike import pairs
from analysis.measures.statement.change import (
    PARAPHRASE,
    REWORDED,
    TRANSLATION,
    change,
    narrowed,
    similarity,
)
from analysis.measures.statement.group import Group, groups, resolved
from analysis.measures.statement.same import best_names
from analysis.measures.statement.together import carried, companions
from analysis.measures.statement.units import place, units
from analysis.measures.statement.words import QUOTED, contained
from analysis.schema import OPENINGS, STATEMENT_PAIRS, STATEMENTS, empty, require, shape

# A paraphrase that another document prints word for word.
REPRINT: Final = "reprint"
# Share of the longer text that the shorter one has, if both are one.
_SAME_LENGTH: Final = 0.8


def statements(corpus: Corpus) -> pd.DataFrame:
    """Find what several documents quote or paraphrase of one utterance.

    Variants have one speaker and one event; where no document has an event, all documents are
    one story, where some have, the others are left out. The same words in quotation marks are
    one statement whatever each document calls the speaker: `speaker_id` is the name that most
    give. Other words of two speakers are never one, however alike, nor are words of speakers
    nobody could name. What only one document reports is no row here: it has nothing to be
    compared with.

    The base is the text in quotation marks whose words most documents print, of these the
    fullest, the earliest, the first by document; where nobody quotes, a paraphrase. It is the
    text that others are compared with, not necessarily what was said first.

    Returns
    -------
    One row per variant, as `schema.STATEMENTS`: statements by falling number of origins, then
    of documents, the base first, then by document and place. `similarity` to the base is 1
    where the letters of one stand in the other, 0 where they have none in common. One sentence
    that two documents print in the outlet's words is a reprint in the later of them, no second
    paraphrase; other words in quotation marks are a translation only where the article and that
    of the base are in two languages.
    """
    if not corpus.has_text:
        brought = corpus.held.get("statements", empty(STATEMENTS))
        return _in_languages(brought, brought, corpus.documents)
    spoken = units(corpus)
    compared = pairs(spoken)
    likeness = dict(carried(compared, companions(spoken, compared), _unquoted(spoken)))
    spoken = resolved(spoken, likeness)
    joined, apart = _said(corpus, spoken)
    grouped = groups(spoken, likeness, apart, joined)
    grouped.sort(key=lambda group: _rank(spoken, group))
    rows = [row for number, group in enumerate(grouped, 1) for row in _rows(spoken, group, number)]
    table = shape(pd.DataFrame(rows, columns=STATEMENTS.names), STATEMENTS)
    return _in_languages(table, table, corpus.documents)


def _unquoted(spoken: pd.DataFrame) -> set[int]:
    return set(spoken.index[~spoken["kind"].isin(QUOTED)])


def _said(
    corpus: Corpus, spoken: pd.DataFrame
) -> tuple[list[tuple[int, int]], set[frozenset[int]]]:
    """Find the pairs of which a hand says that they are one statement, or that they are not."""
    joined, apart = [], set()
    for row in corpus.said_of("same_statement").to_dict("records"):
        one, other = (
            _meant(spoken, row[f"{side}document_id"], row[f"{side}start"], row[f"{side}end"])
            for side in ("", "other_")
        )
        if one < 0 or other < 0:
            continue
        if row["value"] == "no":
            apart.add(frozenset((one, other)))
        else:
            joined.append((one, other))
    return joined, apart


def _meant(spoken: pd.DataFrame, document: str, start: int, end: int) -> int:
    """Find the quotation that has most in common with a span; -1 where none touches it."""
    rows = np.flatnonzero(
        (spoken["document_id"] == document) & (spoken["start"] < end) & (start < spoken["end"])
    )
    if not len(rows):
        return -1
    begins, ends = (spoken[name].to_numpy()[rows] for name in ("start", "end"))
    common = np.minimum(ends, end) - np.maximum(begins, start)
    share = common / (np.maximum(ends, end) - np.minimum(begins, start))
    return int(rows[np.argmax(share)])


def _in_languages(
    table: pd.DataFrame, statements: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Call other words a translation where the variant and its base are in two languages."""
    language = documents.set_index("document_id")["language"].str[:2].to_dict()
    bases = statements[statements["change"] == "base"]
    base = dict(zip(bases["statement_id"], bases["document_id"], strict=True))
    ours = table["document_id"].map(language).fillna("")
    theirs = table["statement_id"].map(base).map(language).fillna("")
    two = (ours != theirs) & (ours != "") & (theirs != "")
    other = table["change"].isin([REWORDED, TRANSLATION])
    named = table["change"].mask(other & two, TRANSLATION).mask(other & ~two, REWORDED)
    return table.assign(change=named)


def _rank(spoken: pd.DataFrame, group: Group) -> tuple[int, int, str, int]:
    """Order statements: most origins first, then documents, date and place of the base."""
    variants = spoken.iloc[list(group.members)]
    day = str(spoken["published"].iat[group.base])
    return -variants["origin"].nunique(), -variants["document_id"].nunique(), day, group.base


def _rows(spoken: pd.DataFrame, group: Group, number: int) -> list[tuple[object, ...]]:
    """Describe every variant of a statement."""
    base = str(spoken["text"].iat[group.base])
    members = [group.base, *(row for row in group.members if row != group.base)]
    speakers = best_names(spoken.iloc[members])
    rows: list[tuple[object, ...]] = []
    for row, speaker in zip(members, speakers, strict=True):
        quotation = spoken.iloc[row]
        start, end, text, kind = (
            quotation["start"],
            quotation["end"],
            str(quotation["text"]),
            str(quotation["kind"]),
        )
        became, alike = "base", 1.0
        if row != group.base:
            if kind in QUOTED:
                low, high = narrowed(base, text)
                if (low, high) != (0, len(text)):
                    end = end if high == len(text) else start + high
                    start, text = start + low, text[low:high]
            became, alike = change(base, text, kind), similarity(base, text)
            if became == PARAPHRASE and _is_printed_before(spoken, row, members):
                became = REPRINT
        rows.append(
            (f"s{number:03}", quotation["document_id"], start, end, kind, speaker, alike, became)
        )
    return rows


def _is_printed_before(spoken: pd.DataFrame, row: int, members: Sequence[int]) -> bool:
    """Say whether another document, of an earlier day or place, paraphrases in the same words."""
    columns = ("published", "document_id", "kind", "words")
    days, documents, kinds, words = (spoken[name].tolist() for name in columns)
    place = {member: (days[member], member) for member in members}
    place[members[0]] = ("", 0)
    return any(
        kinds[other] not in QUOTED
        and documents[other] != documents[row]
        and _is_one_text(words[row], words[other])
        for other in members
        if place[other] < place[row]
    )


def _is_one_text(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SAME_LENGTH * len(longer) and contained(shorter, longer)


def pairs_scored(corpus: Corpus) -> pd.DataFrame:
    """Score the pairs of quotations that could be one statement, as `statements` does.

    Returns
    -------
    One row per pair of quotations of one speaker (or of a state and its body) in two documents
    of one event, as `STATEMENT_PAIRS`, by falling score; pairs with nothing in common are left out.
    """
    corpus.need_text("statements")
    spoken = units(corpus)
    compared = pairs(spoken)
    likeness = carried(compared, companions(spoken, compared), _unquoted(spoken))
    columns = ("document_id", "start", "end", "speaker_id")
    document, start, end, speaker = (spoken[name].tolist() for name in columns)
    rows = [
        (document[a], start[a], end[a], document[b], start[b], end[b], speaker[a], score)
        for (a, b), score in likeness.items()
        if document[a] != document[b]
    ]
    frame = pd.DataFrame(rows, columns=STATEMENT_PAIRS.names)
    order = ["score", "document_id", "start", "other_document_id", "other_start"]
    ordered = frame.sort_values(order, ascending=[False, True, True, True, True])
    return shape(ordered, STATEMENT_PAIRS)


def openings(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Take the variants of statements with which articles open.

    What a headline, a standfirst and a lede make of a statement, to be read beside the words
    of the statement itself.

    Parameters
    ----------
    table
        `schema.STATEMENTS`.

    Returns
    -------
    One row per variant that begins in a headline, a standfirst or the first sentence of the
    body, as `OPENINGS`; by statement, document and place in the source. A text-free release
    brings them.
    """
    require(table, STATEMENTS, "openings")
    if not corpus.has_text:
        return _in_languages(corpus.held.get("openings", empty(OPENINGS)), table, corpus.documents)
    variants = place(corpus, table)
    variants = variants.assign(place=variants["label"].mask(variants["is_lede"], "lede"))
    variants = variants[variants["place"].isin(["title", "standfirst", "lede"])]
    sources = corpus.documents.set_index("document_id")["source"].to_dict()
    spans = zip(variants["document_id"], variants["start"], variants["end"], strict=True)
    variants = variants.assign(text=[sources[name][start:end] for name, start, end in spans])
    return shape(variants.sort_values(["statement_id", "document_id", "start", "end"]), OPENINGS)
