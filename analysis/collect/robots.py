"""What a host asks robots to leave alone (RFC 9309).

The standard library's robotparser takes the first rule that fits in place of the longest, and
reads * and $ as letters, which news sites mean otherwise; so that it cannot be obeyed by it.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

# Bytes of a file that must be read (RFC 9309, 2.5).
_MOST: Final = 512_000
_AS_IT_IS: Final = "/?:@!$&'()*+,;=~-._%"


class Rules(NamedTuple):
    """What is asked of us.

    Attributes
    ----------
    paths
        Pattern of a path -> whether it may be fetched.
    delay
        Seconds between two requests; 0 where nothing is said.
    """

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0


def rules_for(name: str, raw: bytes) -> Rules:
    r"""Read the rules of a robots.txt for a robot of a name, else those for all.

    Examples
    --------
    >>> rules_for("samestory", b"User-agent: *\nDisallow: /x\nCrawl-delay: 5")
    Rules(paths=(('/x', False),), delay=5.0)
    """
    own, everybody = Rules(), Rules()
    has_own, named, at_names = False, set[str](), False
    for line in raw[:_MOST].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if not colon:
            continue
        if key == "user-agent":
            # Names in a row head one group.
            named = (named if at_names else set()) | {value.partition("/")[0].strip().lower()}
            has_own, at_names = has_own or name in named, True
            continue
        at_names = False
        if name in named:
            own = _with(own, key, value)
        if "*" in named:
            everybody = _with(everybody, key, value)
    return own if has_own else everybody


def _with(rules: Rules, key: str, value: str) -> Rules:
    if key in ("allow", "disallow") and value:
        return rules._replace(paths=(*rules.paths, (quote(value, _AS_IT_IS), key == "allow")))
    if key == "crawl-delay":
        try:
            delay = float(value)
        except ValueError:
            return rules
        return rules._replace(delay=delay) if delay > 0 and math.isfinite(delay) else rules
    return rules


def allows(rules: Rules, address: str) -> bool:
    """Tell whether an address may be fetched: the longest pattern decides, of equal ones "allow".

    Examples
    --------
    >>> rules = Rules((("/private", False), ("/private/open", True), ("/*?print=", False)))
    >>> [allows(rules, f"https://a.example{x}") for x in ("/private/open/1", "/private", "/a?b")]
    [True, False, True]
    """
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fitting = [(len(pattern), may) for pattern, may in rules.paths if _fits(pattern, path)]
    return max(fitting, default=(0, True))[1]


def _fits(pattern: str, path: str) -> bool:
    """Compare a path with a pattern: * is any letters, $ at the end the path's end."""
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    # What stands after a * is taken where it comes first, which leaves most for what follows.
    for part in rest[:-1] if is_whole else rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not is_whole:
        return True
    return len(path) - len(rest[-1]) >= at and path.endswith(rest[-1]) if rest else at == len(path)
