"""Clean: source text -> labelled segments. Nothing is deleted, only labelled.

Whole lines, parts of lines and blocks are labelled by the rules of data/outlets; lines that an
outlet repeats are learnt; structure gives headline, standfirst, byline, dateline, sign-off and
paragraphs. What is counted is title, standfirst and body; the rest stays in the ledger.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from analysis.corpus.clean import boilerplate as learn
from analysis.corpus.clean.boilerplate import Learnt, repeated_lines
from analysis.corpus.clean.line_counts import Spool, Tally
from analysis.corpus.clean.load import load_rules
from analysis.corpus.clean.outlet_rules import UNKNOWN
from analysis.corpus.clean.pages import Pages
from analysis.corpus.clean.rules import Rules
from analysis.corpus.language import count_each
from analysis.schema import DOCUMENTS, require

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
    pages = Pages(documents, rules)
    if not isinstance(tally, Learnt):
        tally = learn.of_tally(pages.tally() if tally is None else tally, rules)
    pages.label_repeated(tally)
    return pages.segments()


def draft(documents: pd.DataFrame, rules: Rules) -> Draft:
    """Label a part of a corpus before it is known which lines its outlets repeat.

    Parameters
    ----------
    documents, rules
        As for `segment`.
    """
    pages = Pages(documents, rules)
    tally = pages.tally()
    return Draft(pages.segments(), tally)


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
