"""Find the lines of an interview that name who speaks: "KRAIL: We left." and "Q: Why?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

_LABEL: Final = re.compile(r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}):\s+(?=[^\W\d_]|[\[(“\"‘…])")
_LONGEST: Final = 40
# A page is a transcript from this many labelled lines on, one label at least twice.
_ENOUGH: Final = 3
# Labels of questions and answers name nobody.
_NOBODY: Final = frozenset("Q A QUESTION ANSWER".split())


def lines(text: str, paragraphs: Sequence[tuple[int, int]]) -> Mapping[int, tuple[int, str, int]]:
    """Find the lines of a transcript.

    Parameters
    ----------
    text
        The source.
    paragraphs
        Start and end of paragraphs that follow each other.

    Returns
    -------
    Number of a paragraph -> where the words begin, the speaker as printed ('' for Q and A), and
    where the name stands. A line without a name between two that have one goes on from the first.
    """
    labelled: dict[int, tuple[int, str, int]] = {}
    for number, (start, end) in enumerate(paragraphs):
        if text.find(":", start, min(end, start + _LONGEST)) < 0:
            continue
        match = _LABEL.match(text, start, end)
        if match:
            label = match.group(1)
            labelled[number] = match.end(), "" if label in _NOBODY else label, start
    counts = Counter(text[at : at + 12].split(":")[0] for _, _, at in labelled.values())
    if len(labelled) < _ENOUGH or max(counts.values()) < 2:
        return {}
    for number in range(min(labelled), max(labelled)):
        if number not in labelled:
            _, speaker, at = labelled[number - 1]
            labelled[number] = paragraphs[number][0], speaker, at
    return labelled
