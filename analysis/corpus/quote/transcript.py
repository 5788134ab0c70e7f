"""Find the lines of an interview that name who speaks: "KRAIL: We left." and "Q: Why?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from analysis.corpus.language.person_names import is_first_name
from analysis.corpus.quote.headline import LABELS

_LABEL: Final = re.compile(
    r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})"
    r"(?:, ([A-Z][\w .'’-]{1,40}+))?:\s+(?=[^\W\d_]|[\[(“\"‘….$-]|[0-9])"
)
# A word with a capital within a sentence, as behind a first name or a verb; no label.
_WITHIN: Final = re.compile(r"(?<=[\w,;] )[A-Z][\w-]*+(?!:)")
_LONGEST: Final = 90
# A page is a transcript from this many labelled lines on, of two labels, one at least twice.
_ENOUGH: Final = 3
# One line in so many has a label, at least.
_THINNEST: Final = 5
# Labels of answers name nobody; those of questions are the outlet's.
_NOBODY: Final = frozenset("A ANSWER".split())
_OUTLET: Final = frozenset("Q QUESTION Question REPORTER Reporter INTERVIEWER Interviewer".split())
# What stands behind the name of whoever asks for the outlet.
_ASKING: Final = frozenset("HOST ANCHOR MODERATOR".split())
# "(SOUNDBITE OF MUSIC)", "[Applause]": nobody's words.
_SOUND: Final = re.compile(r"[(\[][^()\[\]]{1,80}[)\]]")


class Line(NamedTuple):
    """One line of a transcript.

    Attributes
    ----------
    start
        Where its words begin.
    speaker
        Who speaks, as printed; '' for the answers of one who is not named.
    at
        Where the name stands.
    is_spoken
        Whether somebody is quoted; an interviewer's question is the outlet's own.
    """

    start: int
    speaker: str
    at: int
    is_spoken: bool


def lines(text: str, paragraphs: Sequence[tuple[int, int]]) -> Mapping[int, Line]:
    """Find the lines of a transcript.

    Parameters
    ----------
    text
        The source.
    paragraphs
        Start and end of paragraphs that follow each other.

    Returns
    -------
    Number of a paragraph -> its line. A line without a name between two that have one goes on
    from the first.
    """
    labels: dict[int, tuple[str, str, int]] = {}
    for number, (start, end) in enumerate(paragraphs):
        if text.find(":", start, min(end, start + _LONGEST)) < 0:
            continue
        match = _LABEL.match(text, start, end)
        if match and match[1].lower() not in LABELS:
            labels[number] = match[1], match[2] or "", match.end()
    # "ORLA DASK, HOST:" is "DASK:" from then on.
    counts = Counter(label.split(" ")[-1] for label, _, _ in labels.values())
    if len(labels) < _ENOUGH or max(counts.values()) < 2 or len(counts) < 2:
        return {}
    if len(labels) * _THINNEST < max(labels) - min(labels):
        return {}
    asking = _interviewers(text, paragraphs, labels)
    headings = _headings(text, {label for label, role, _ in labels.values() if not role})
    result: dict[int, Line] = {}
    label, at, sound = "", 0, False
    for number in range(min(labels), max(labels) + 1):
        start, end = paragraphs[number]
        sound = _SOUND.fullmatch(text, start, end) is not None
        if number in labels:
            label, _, begin = labels[number]
            at, start = start, begin
        # "THE FACTS:" and "Pluses:" head what the outlet found.
        asks = (
            label in _OUTLET | headings
            or label.startswith("THE ")
            or (label in asking and text[end - 1] == "?")
        )
        name = "" if label in _NOBODY else label
        result[number] = Line(start, name, at, not (asks or sound))
    return result


def _headings(text: str, labels: Iterable[str]) -> set[str]:
    """List the labels that name nobody: "Pluses:" is a word that no sentence capitalises."""
    several = {word for label in labels if " " in label for word in label.split(" ")}
    named = several | {match.group() for match in _WITHIN.finditer(text)}
    return {
        label
        for label in labels
        if not (" " in label or label.isupper() or label in named or is_first_name(label))
    }


def _interviewers(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    labels: Mapping[int, tuple[str, str, int]],
) -> set[str]:
    """Name those who ask: called hosts, or most of their lines, two at least, are questions."""
    asked: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    hosts = set()
    for number, (label, role, _) in labels.items():
        spoken[label] += 1
        asked[label] += text[paragraphs[number][1] - 1] == "?"
        if role.upper() in _ASKING:
            hosts |= {label, label.split(" ")[-1]}
    return hosts | {name for name in asked if asked[name] > 1 and 2 * asked[name] > spoken[name]}
