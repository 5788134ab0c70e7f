"""Match lines with the rules of the YAML files, and find who published a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from analysis.corpus.clean.lines import Line, Part, trim
from analysis.corpus.clean.rules import GENERIC, BlockRule, LineRule, PartRule, Rules

Where = Literal["anywhere", "top", "end"]
Verdict = tuple[str, str]
UNKNOWN: Final = "unknown"
_NOTHING: Final = ("", "")


@dataclass
class Book:
    """The rules that hold for one outlet's pages: its own first, then the generic ones.

    Attributes
    ----------
    lines, parts, blocks
        Rules with the name that stands in `segments.rule`.
    hints
        One expression for all words of furniture.
    """

    lines: list[tuple[str, LineRule]]
    parts: list[tuple[str, PartRule]]
    blocks: list[tuple[str, BlockRule]]
    hints: re.Pattern[str]
    _known: dict[tuple[Where, str], Verdict] = field(default_factory=dict)
    _any: dict[tuple[Where, int], re.Pattern[str]] = field(default_factory=dict)

    def verdict(self, text: str, where: Where) -> Verdict:
        """Say which label and rule fit all of a line; empty where none does."""
        key = (where, text)
        if key not in self._known:
            self._known[key] = self._judge(text, where)
        return self._known[key]

    def _judge(self, text: str, where: Where) -> Verdict:
        size = text.count(" ") + 1
        if size > self._longest or not self._expression(where, size).fullmatch(text):
            return _NOTHING
        for name, rule in self.lines:
            if rule.where == where and size <= rule.longest and rule.pattern.fullmatch(text):
                return rule.label, name
        return _NOTHING

    @cached_property
    def _longest(self) -> int:
        return max((rule.longest for _, rule in self.lines), default=0)

    def _expression(self, where: Where, size: int) -> re.Pattern[str]:
        """Join the patterns a line of so many words can fit: one test for most lines."""
        key = (where, size)
        if key not in self._any:
            fitting = [r for _, r in self.lines if r.where == where and r.longest >= size]
            joined = "|".join(f"(?:{rule.pattern.pattern})" for rule in fitting) or "(?!)"
            self._any[key] = re.compile(joined, re.IGNORECASE | re.DOTALL)
        return self._any[key]


def book(rules: Rules, profile: str) -> Book:
    """Collect the rules for the pages of one outlet.

    Parameters
    ----------
    rules
        All rules.
    profile
        Key of the outlet's profile; '' for a page of an outlet without one.
    """
    sources = [(profile, rules.profiles[profile])] if profile else []
    sources.append((GENERIC, rules.generic))
    hints = [hint.pattern for _, source in sources for hint in source.hints]
    return Book(
        lines=[(f"{s}/{name}", rule) for s, p in sources for name, rule in p.lines.items()],
        parts=[(f"{s}/{name}", rule) for s, p in sources for name, rule in p.parts.items()],
        blocks=[(f"{s}/{name}", rule) for s, p in sources for name, rule in p.blocks.items()],
        hints=re.compile("|".join(f"(?:{hint})" for hint in hints) or "(?!)", re.IGNORECASE),
    )


def cut_parts(line: Line, source: str, rules: Book, of: str) -> None:
    """Cut the parts that rules know off a line, and label the rest where they say so."""
    for name, rule in rules.parts:
        if rule.of != of or not line.is_open or line.size > rule.longest:
            continue
        text = source[line.start : line.end]
        found = rule.pattern.match(text) if rule.at == "start" else _at_end(rule.pattern, text)
        if not found or not found.group():
            continue
        start, end = trim(source, line.start + found.start(), line.start + found.end())
        line.cut(source, Part(start, end, rule.label, name))
        if rule.rest and line.is_open:
            line.give(rule.rest, name)


def _at_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for found in pattern.finditer(text):
        if found.end() == len(text) or not text[found.end() :].strip(" ."):
            return found
    return None


def publisher(lines: Iterable[str], rules: Rules) -> tuple[str, str]:
    """Find the outlet that a page's own furniture names as its publisher.

    Parameters
    ----------
    lines
        The lines of the page, folded.
    rules
        All rules.

    Returns
    -------
    The outlet, and a few words it rests on; 'unknown' and '' where no line names one, or as
    many name another.
    """
    votes: Counter[str] = Counter()
    evidence: dict[str, str] = {}
    for text in lines:
        for outlet, printed in _named(text, rules):
            votes[outlet] += 1
            evidence.setdefault(outlet, printed)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return UNKNOWN, ""
    return ranked[0][0], evidence[ranked[0][0]]


def _named(text: str, rules: Rules) -> Iterator[tuple[str, str]]:
    for frame in rules.frames:
        if found := frame.fullmatch(text):
            named = rules.profiles[rules.profile_of(found["outlet"])]
            yield named.outlet, _around(text, *found.span("outlet"))
            return
    for profile in rules.profiles.values():
        if any(own.fullmatch(text) for own in profile.own_marks):
            yield profile.outlet, "its mark in the dateline"


def _around(text: str, start: int, end: int) -> str:
    """Quote a name with at most two words either side."""
    before = " ".join(text[:start].split()[-2:])
    after = " ".join(text[end:].split(" ")[:3])
    return f"{before} {text[start:end]}{after}".strip()
