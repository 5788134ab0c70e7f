"""Match lines with the rules of the YAML files, and find who published a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Final, Literal

from analysis.corpus.clean.lines import Line, Part, trim
from analysis.corpus.clean.required_words import UNLIKE_I, needed
from analysis.corpus.clean.rules import GENERIC, BlockRule, LineRule, PartRule, Rules

Where = Literal["anywhere", "top", "end"]
Verdict = tuple[str, str]
UNKNOWN: Final = "unknown"
_NOTHING: Final = ("", "")
# Masks whose rules are remembered.
_MASKS: Final = 4096


@dataclass(frozen=True)
class OutletRules:
    """The rules that hold for one outlet's pages: its own first, then the generic ones.

    Attributes
    ----------
    lines, parts, blocks
        Rules with their bit in a line's mask and the name that stands in `segments.rule`;
        lines by where they hold, parts by what they are of.
    hints
        One expression for all words of furniture.
    profile
        Key of the outlet's profile; '' where it has none.
    """

    lines: Mapping[Where, list[tuple[int, str, LineRule]]]
    parts: Mapping[str, list[tuple[int, str, PartRule]]]
    blocks: list[tuple[int, str, BlockRule]]
    hints: re.Pattern[str]
    profile: str

    @cached_property
    def of_lines(self) -> int:
        """Bits of the rules that a line anywhere can fit, or be cut by."""
        rules = (*self.lines["anywhere"], *self.parts["line"])
        return reduce(or_, (bit for bit, _, _ in rules), 0)

    @cached_property
    def of_places(self) -> Mapping[Where, int]:
        """Bits of the rules for whole lines, by where on a page those stand."""
        return {
            where: reduce(or_, (bit for bit, _, _ in rules), 0)
            for where, rules in self.lines.items()
        }

    @cached_property
    def of_blocks(self) -> int:
        """Bits of the rules that a block can begin by."""
        return reduce(or_, (bit for bit, _, _ in self.blocks), 0)

    @cached_property
    def _of_hints(self) -> frozenset[str]:
        return needed(self.hints)

    def is_own(self, name: str) -> bool:
        """Whether a rule is of the outlet's own file."""
        return name.startswith(f"{self.profile}/")

    def is_hinted(self, key: str) -> bool:
        """Whether a line in small letters has a word of furniture."""
        texts = self._of_hints
        can_be = not texts or UNLIKE_I in key or any(map(key.__contains__, texts))
        return can_be and self.hints.search(key) is not None

    def verdict(self, line: Line, where: Where) -> Verdict:
        """Say which label and rule fit all of a line; empty where none does."""
        for name, rule in self._rules_left(where, line.mask):
            if line.size <= rule.longest and rule.pattern.fullmatch(line.text):
                return rule.label, name
        return _NOTHING

    @cached_property
    def _rules_left(self) -> Callable[[Where, int], list[tuple[str, LineRule]]]:
        """Choose the rules of a place that a mask leaves; the masks of most lines are few."""
        return lru_cache(maxsize=_MASKS)(
            lambda where, mask: [(name, r) for bit, name, r in self.lines[where] if mask & bit]
        )

    @cached_property
    def of_parts(self) -> Mapping[str, int]:
        """Bits of the rules of parts, by what they are of."""
        return {
            of: reduce(or_, (bit for bit, _, _ in rules), 0) for of, rules in self.parts.items()
        }


def book(rules: Rules, profile: str) -> OutletRules:
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
    bits = rules.sieve.bits
    outlet_rules = OutletRules(
        lines={"anywhere": [], "top": [], "end": []},
        parts={"first": [], "title": [], "line": []},
        blocks=[
            (bits[f"blocks/{s}/{name}"], f"{s}/{name}", rule)
            for s, p in sources
            for name, rule in p.blocks.items()
        ],
        hints=re.compile("|".join(f"(?:{hint})" for hint in hints) or "(?!)", re.IGNORECASE),
        profile=profile,
    )
    for source, rules_of in sources:
        for name, line in rules_of.lines.items():
            bit = bits[f"lines/{source}/{name}"]
            outlet_rules.lines[line.where].append((bit, f"{source}/{name}", line))
        for name, part in rules_of.parts.items():
            bit = bits[f"parts/{source}/{name}"]
            outlet_rules.parts[part.of].append((bit, f"{source}/{name}", part))
    return outlet_rules


def cut_parts(line: Line, source: str, rules: OutletRules, of: str) -> None:
    """Cut the parts that rules know off a line, and label the rest where they say so."""
    if not line.mask & rules.of_parts[of]:
        return
    for bit, name, rule in rules.parts[of]:
        if not line.mask & bit or not line.is_open or line.size > rule.longest:
            continue
        text = source[line.start : line.end]
        match = rule.pattern.match(text) if rule.at == "start" else _at_end(rule.pattern, text)
        if not match or not match.group():
            continue
        start, end = trim(source, line.start + match.start(), line.start + match.end())
        line.cut(source, Part(start, end, rule.label, name))
        if rule.rest and line.is_open:
            line.give(rule.rest, name)


def _at_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for match in pattern.finditer(text):
        if match.end() == len(text) or not text[match.end() :].strip(" ."):
            return match
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
    for text, times in Counter(lines).items():
        for outlet, printed in _named(text, rules):
            votes[outlet] += times
            evidence.setdefault(outlet, printed)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return UNKNOWN, ""
    return ranked[0][0], evidence[ranked[0][0]]


def _named(text: str, rules: Rules) -> Iterator[tuple[str, str]]:
    for frame in rules.frames:
        if match := frame.fullmatch(text):
            named = rules.profiles[rules.profile_of(match["outlet"])]
            yield named.outlet, _around(text, *match.span("outlet"))
            return
    for profile in rules.profiles.values():
        if any(own.fullmatch(text) for own in profile.own_marks):
            yield profile.outlet, "its mark in the dateline"


def _around(text: str, start: int, end: int) -> str:
    """Quote a name with at most two words either side."""
    before = " ".join(text[:start].split()[-2:])
    after = " ".join(text[end:].split(" ")[:3])
    return f"{before} {text[start:end]}{after}".strip()
