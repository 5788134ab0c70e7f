"""Say who wrote an article, and by which way it came to its outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from analysis.corpus.clean import datelines as marks
from analysis.corpus.clean.rules import Rules

# Notes in which a syndicator or owner names itself. A note that an agency "contributed to this
# report" is none of them: that report is the outlet's own.
_COPYRIGHT: Final = "boilerplate:copyright"
_NOTES: Final = ("boilerplate:disclaimer", "boilerplate:syndication", _COPYRIGHT)
# A line that an outlet repeats credits nobody, but can say by whose hands a credited text came.
_REPEATED: Final = "boilerplate:repeated"
# The copyright of a text, not of a picture.
_OWNED: Final = re.compile(r"\b(?:19|20)\d\d\b|\brights reserved\b|\bmay not be\b", re.IGNORECASE)
# What stands between the names of a byline: marks, and words too.
_BESIDE: Final = re.compile(r"\s*[|,•/]\s*|\s+[-–—]\s+")
_BETWEEN: Final = re.compile(rf"{_BESIDE.pattern}|\s+(?:for|in|at|of|and)\s+")
# Letters of a mark that may have lost its capitals; "Pa." is Pennsylvania.
_LEAST_MARK: Final = 3
# What stands behind "with" supplied material: "Jane Doe, with AP" wrote it herself.
_WITH: Final = re.compile(r"[\s,(]*\b[Ww]ith\b.*", re.DOTALL)


class Piece(NamedTuple):
    """A labelled stretch with its words as printed."""

    label: str
    text: str


@dataclass(frozen=True)
class Credit:
    """Who wrote it ('' = own copy), the way to the outlet, and what that rests on."""

    agency: str
    chain: str
    evidence: str


def credited(pieces: Sequence[Piece], outlet: str, rules: Rules) -> Credit:
    """Read the credit of an article.

    A dateline outranks a byline, a byline a sign-off, a sign-off a syndicator's note; photo
    credits, captions and what somebody "told Reuters" are never looked at.

    Parameters
    ----------
    pieces
        The labelled stretches of the article, in order.
    outlet
        Who published it; 'unknown' where nobody says.
    rules
        The agencies and their marks.
    """
    own = agency_that_is(outlet, rules)
    if own and rules.agencies[own].publishes:
        candidate = next((c for c in _candidates(pieces, outlet, rules) if c[0] != own), None)
    else:
        candidate = next(_candidates(pieces, outlet, rules), None)
        if candidate is None and own:
            candidate = (own, "the outlet is a news agency")
    if candidate is None:
        return Credit("", outlet, "")
    agency, evidence = candidate
    if agency == own:
        return Credit(agency, agency, evidence)
    between = [name for name in _noted(pieces, rules, _REPEATED) if name not in (agency, own)]
    return Credit(agency, " > ".join([agency, *between, outlet]), evidence)


def agency_that_is(outlet: str, rules: Rules) -> str:
    """Find the agency that an outlet is, by its name or by its host; '' for none.

    "CNN", "edition.cnn.com" and "money.cnn.com" are CNN, "apnews.com" is AP.
    """
    return rules.agency_of(rules.outlet_named(outlet))


def _candidates(pieces: Sequence[Piece], outlet: str, rules: Rules) -> Iterator[tuple[str, str]]:
    """Give the agencies that are credited, the best evidence first."""
    for text in _texts(pieces, "dateline"):
        dateline = marks.dateline(text, rules, outlet)
        if dateline and dateline.agency:
            yield dateline.agency, f"{dateline.agency} in the dateline"
    for text in _texts(pieces, "byline"):
        for agency in _in_byline(text, rules):
            yield agency, f"{agency} in the byline"
    for text in _texts(pieces, "agency_signoff"):
        styled = marks.house_style(text, rules) is not None
        _, signed = marks.sign_off(text, rules) or (0, [])
        if styled and agency_that_is(outlet, rules):
            continue
        # Several agencies together ("AFP, Reuters") supplied material; none of them wrote it.
        if len(signed) == 1:
            yield signed[0], f"{signed[0]} in the sign-off"
    for agency in _noted(pieces, rules):
        yield agency, f"{agency} in the syndicator's note"


def _texts(pieces: Sequence[Piece], label: str) -> list[str]:
    return [piece.text for piece in pieces if piece.label == label]


def _in_byline(text: str, rules: Rules) -> list[str]:
    """List the agencies of a byline: "By AFP", "Jane Doe, Associated Press"."""
    who = _WITH.sub("", marks.byline(text, rules) or text)
    # The whole name before its words: "Press Trust of India", "Jane Doe of Reuters".
    for parts in (_BESIDE.split(who), _BETWEEN.split(who)):
        for part in parts:
            if agency := rules.agency_of(part.strip(" .")):
                return [agency]
    # Pages' metadata write names with one capital: "Jane Doe, Afp". Alone, "Nan" is a name.
    author, *marked = _BESIDE.split(who)
    if author and len(marked) == 1 and len(marked[0]) >= _LEAST_MARK and marked[0].istitle():
        return [agency] if (agency := rules.agency_of(marked[0].upper())) else []
    return []


def _noted(pieces: Sequence[Piece], rules: Rules, *more: str) -> list[str]:
    """List the agencies that notes (and stretches with other labels) name, each once."""
    agencies = []
    for piece in pieces:
        if piece.label not in (*_NOTES, *more):
            continue
        if piece.label != _COPYRIGHT or _OWNED.search(piece.text):
            for match in rules.agency_mention.finditer(piece.text):
                agencies.append(rules.agency_of(match["name"] or match["mark"]))
    return list(dict.fromkeys(agencies))
