"""The ceiling: how much of each article all pages of a corpus may show together.

Each page has its part of what may be shown, by its notebook, so that no page needs to know
another and the same input gives the same bytes. Headlines name articles and stand everywhere:
they are taken from what may be shown before it is parted. Words that a page shows twice count
once. Not counted: names, and words of at most some letters that a sentence puts in marks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from analysis.figures.text import visible_all

# As many words of an article may be shown, where its share is less.
LEAST: Final = 120
THIRD: Final = 1 / 3
# The part of each notebook; they add up to 1.
WEIGHTS: Final[Mapping[str, float]] = {
    "0-overview": 0.25,
    "1-corpus": 0.0,
    "2-terms": 0.15,
    "3-framing": 0.2,
    "4-voices": 0.1,
    "5-statements": 0.2,
    "6-coverage": 0.1,
    "7-robustness": 0.0,
}
# The part of a notebook that is none of ours.
OTHER: Final = 0.1
# Of the overview's part, what goes to the page of a corpus of many stories; a story has the rest.
MANY: Final = 0.1


@dataclass
class Ceiling:
    """What a page may still show of each article; of those not in `room`, everything."""

    room: dict[str, int] = field(default_factory=dict)
    shown: dict[str, set[int]] = field(default_factory=dict)

    def take(self, document_id: str, at: Iterable[int]) -> bool:
        """Take the room that words need, if all of them fit."""
        known = self.shown.setdefault(document_id, set())
        new = {*at} - known
        room = self.room.get(document_id, len(new))
        if len(new) > room:
            return False
        known |= new
        if document_id in self.room:
            self.room[document_id] = room - len(new)
        return True

    def first(self, document_id: str, at: Sequence[int]) -> int:
        """Take the room of the first words that fit, and say how many these are."""
        for number, place in enumerate(at):
            if not self.take(document_id, [place]):
                return number
        return len(at)


def allowance(counted: int, share: float) -> float:
    """Say how many words of an article all pages together may show.

    Parameters
    ----------
    counted
        Its words.
    share
        0-1; 0 for a third.

    Examples
    --------
    >>> allowance(900, 0.0), allowance(200, 0.5), allowance(600, 1.0)
    (300.0, 120, inf)
    """
    if share >= 1:
        return math.inf
    most = max(counted * (share or THIRD), LEAST)
    # What may be shown whole needs no ceiling.
    return math.inf if most >= counted else most


def room(counted: int, title: int, share: float, weight: float) -> float:
    """Say how many words of an article a page may show, beside its headline."""
    most = allowance(counted, share)
    return most if math.isinf(most) else math.floor(max(0.0, most - title) * weight + 1e-9)


def weight(stem: str, event: str, *, lists_stories: bool) -> float:
    """Say which part of what may be shown a page has.

    Parameters
    ----------
    stem
        Its notebook.
    event
        The story that it is about, where its corpus may have more.
    lists_stories
        Whether it leads to pages of stories.
    """
    if stem == "0-overview" and lists_stories:
        return MANY
    if stem == "0-overview" and event:
        return WEIGHTS[stem] - MANY
    return WEIGHTS.get(stem, OTHER)


def ceiling(contents: Iterable[Any], stem: str) -> Ceiling:
    """Find what a page may show of each article, before any of it is put together.

    Parameters
    ----------
    contents
        Its outputs.
    stem
        Its notebook.
    """
    outputs = [visible_all(content) for content in contents if isinstance(content, Mapping)]
    ends = [content for content in outputs if content.get("kind") == "provenance"]
    share = _number(ends[-1].get("excerpt_share", 0.0)) if ends else 0.0
    event = str(ends[-1].get("event", "")) if ends else ""
    part = weight(stem, event, lists_stories=any(content.get("stories") for content in outputs))
    made = Ceiling()
    for content in outputs:
        for name, (counted, title) in _articles(content.get("articles")).items():
            made.shown[name] = title
            may = room(counted, len(title), share, part)
            if not math.isinf(may):
                made.room[name] = int(may)
    return made


def _articles(known: Any) -> dict[str, tuple[int, set[int]]]:
    """Take the words and the headline of articles; nothing of what is in another form."""
    try:
        return {
            name: (int(article["words"]), {int(place) for place in article["title"]})
            for name, article in known.items()
        }
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else 0.0
