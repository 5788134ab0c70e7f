"""Clean: source text -> labelled segments. Nothing is deleted, only labelled.

Whole lines, parts of lines and blocks are labelled by the rules of data/outlets; lines that an
outlet repeats are learnt; structure gives headline, standfirst, byline, dateline, sign-off and
paragraphs. What is counted is title, standfirst and body; the rest stays in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pandas as pd

from analysis.corpus.clean import learn, match, structure
from analysis.corpus.clean.learn import Learnt, repeated_lines
from analysis.corpus.clean.lines import Line, Part
from analysis.corpus.clean.load import load_rules
from analysis.corpus.clean.match import UNKNOWN
from analysis.corpus.clean.page import Page
from analysis.corpus.clean.rules import Rules
from analysis.corpus.clean.sources import source_lines
from analysis.corpus.clean.tally import Spool, Tally
from analysis.corpus.language import count_each
from analysis.corpus.values import plain
from analysis.schema import DOCUMENTS, SEGMENTS, empty, require, shape

__all__ = [
    "UNKNOWN",
    "Draft",
    "Learnt",
    "Rules",
    "Spool",
    "Tally",
    "draft",
    "flagged",
    "load_rules",
    "repeated_lines",
    "segment",
]

# A document that keeps less than this share of its words is shown to the analyst.
KEPT_AT_LEAST: Final = 0.3
_NEEDED: Final = ("document_id", "outlet", "title", "source", "text_start")
_OF_A_PART: Final = ("start", "end", "label", "rule")
_HEAD_LINES: Final = ("html_standfirst", "html_byline")


class Draft(NamedTuple):
    """Documents of a part of a corpus, labelled as if its outlets repeated nothing.

    Attributes
    ----------
    segments
        `schema.SEGMENTS`; of a document without a repeated line they are final.
    tally
        The lines that repeated ones are learnt from. Tallies of parts add up (`+`) to that of
        the whole, however it was cut and in any order.
    """

    segments: pd.DataFrame
    tally: Tally


def segment(
    documents: pd.DataFrame, rules: Rules, tally: Tally | Learnt | None = None
) -> pd.DataFrame:
    """Label every stretch of every source.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`, of which document_id, outlet ('' or 'unknown' = not known), title,
        source and text_start are used; and, of HTML files, html_standfirst and html_byline.
    rules
        The rules of `load_rules`.
    tally
        Where these documents are a part of a corpus: the tally of all of it, or what
        `repeated_lines` made of that, to know the lines its outlets repeat. Else they are
        learnt from these documents.

    Returns
    -------
    `schema.SEGMENTS`, by document (in their order) and start. Segments do not overlap, have no
    white space at their ends, and every other character of a source stands in exactly one;
    one body segment is one paragraph.
    """
    pages, books = _by_rules(documents, rules)
    if not isinstance(tally, Learnt):
        tally = learn.of_tally(learn.count(pages) if tally is None else tally, rules)
    learn.label_repeated(pages, tally)
    return _by_structure(pages, books, rules)


def draft(documents: pd.DataFrame, rules: Rules) -> Draft:
    """Label a part of a corpus before it is known which lines its outlets repeat.

    Parameters
    ----------
    documents, rules
        As for `segment`.
    """
    pages, books = _by_rules(documents, rules)
    tally = learn.count(pages)
    return Draft(_by_structure(pages, books, rules), tally)


def _by_structure(pages: list[Page], books: Mapping[str, match.Book], rules: Rules) -> pd.DataFrame:
    """Label what is open, and lay all labels out."""
    names: list[str] = []
    parts: list[Part | Line] = []
    for page in pages:
        structure.label_by_structure(page, books[page.profile], rules)
        mine = page.parts()
        parts += mine
        names += [page.document_id] * len(mine)
    if not parts:
        return empty(SEGMENTS)
    columns = {name: [getattr(part, name) for part in parts] for name in _OF_A_PART}
    return shape(pd.DataFrame({"document_id": names, **columns}), SEGMENTS)


def _by_rules(documents: pd.DataFrame, rules: Rules) -> tuple[list[Page], dict[str, match.Book]]:
    """Cut documents into lines and label those that the rules know; with the rules of each."""
    require(documents, DOCUMENTS, "segment", _NEEDED)
    pages = list(_pages(documents, rules))
    books = {profile: match.book(rules, profile) for profile in {page.profile for page in pages}}
    for page in pages:
        structure.label_by_rules(page, books[page.profile], rules)
    return pages, books


def _pages(documents: pd.DataFrame, rules: Rules) -> Iterator[Page]:
    """Cut documents into lines, which know by which rules they can be labelled."""
    found = source_lines(plain(documents["source"]), plain(documents["text_start"]))
    texts: list[str] = found.texts.to_list()
    sizes = found.sizes()
    masks = rules.sieve.masks(found.texts, sizes)
    starts, ends, counts, bits = (n.tolist() for n in (found.starts, found.ends, sizes, masks))
    lines = list(map(Line, starts, ends, texts, found.edges(), counts, bits))
    for row, (first, last) in zip(_rows(documents), pairwise(found.offsets.tolist()), strict=True):
        yield _page(row, lines[first:last], rules)


def _page(row: Mapping[str, Any], lines: list[Line], rules: Rules) -> Page:
    outlet = "" if row["outlet"] == UNKNOWN else row["outlet"]
    if not outlet:
        found, _ = match.publisher((line.text for line in lines), rules)
        outlet = "" if found == UNKNOWN else found
    return Page(
        document_id=row["document_id"],
        source=row["source"],
        outlet=outlet,
        profile=rules.profile_of(outlet),
        title=row["title"],
        standfirst=row["html_standfirst"],
        byline=row["html_byline"],
        text_start=row["text_start"],
        lines=lines,
    )


def _rows(documents: pd.DataFrame) -> Iterator[dict[str, Any]]:
    missing = {name: "" for name in _HEAD_LINES if name not in documents}
    frame = documents.assign(**missing)
    names = (*_NEEDED, *_HEAD_LINES)
    for values in zip(*(plain(frame[name]) for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def flagged(documents: pd.DataFrame) -> pd.DataFrame:
    """List the documents of which cleaning keeps so little that a reader should look.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`, `words` counted.

    Returns
    -------
    One row per document that keeps under 30 % of its words: `document_id`, `words` (counted:
    title, standfirst, body), `words_page` (all words of the source, furniture included) and
    `share` (of the two, 0-1), least first.
    """
    require(documents, DOCUMENTS, "flagged", ["document_id", "words", "source"])
    frame = pd.DataFrame(
        {
            "document_id": documents["document_id"].astype("str"),
            "words": documents["words"].astype("int64"),
            "words_page": count_each(documents["source"].tolist()),
        }
    )
    frame["share"] = (frame["words"] / frame["words_page"].clip(lower=1)).astype("float64")
    few = frame[(frame["share"] < KEPT_AT_LEAST) & (frame["words_page"] > 0)]
    return few.sort_values(["share", "document_id"]).reset_index(drop=True)
