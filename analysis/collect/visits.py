"""Ask for pages as a guest does: robots.txt first, slowly, and later where a host says so."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from analysis.collect.addresses import host_of, to_ask, why_no_address
from analysis.collect.answers import OK, Answer, asked_wait, may_pass, next_address, status_line
from analysis.collect.robots import Rules, allows, rules_for

# Our name in robots.txt.
NAME: Final = "samestory"
# Seconds between two requests to a host.
_BETWEEN: Final = 1.0
# Seconds before each time that is tried again.
_PAUSES: Final = (2.0, 4.0, 8.0)
# Seconds that are waited for a host; one that asks for longer is left for another run.
PATIENCE: Final = 120.0
_REDIRECTS: Final = 10
_ORIGIN: Final = 3
_CLIENT_ERROR: Final = 400
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429
_BUSY: Final = f"not asked: its host asks to be left alone for more than {PATIENCE:.0f} seconds"

# An address -> its answer; what goes wrong is in it.
Fetch = Callable[[str], Answer]


class Clock(NamedTuple):
    """The time, so that tests need not wait: seconds that only grow, a way to wait, the day."""

    seconds: Callable[[], float]
    wait: Callable[[float], None]
    today: Callable[[], date]


class Visit(NamedTuple):
    """An address, those that redirects led to, and the answer of the last."""

    hops: tuple[str, ...]
    answer: Answer


@dataclass
class Guest:
    """Who asks: remembers when each host may be asked again, and what its robots.txt says."""

    fetch: Fetch
    clock: Clock
    _free: dict[str, float] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, Rules | Answer] = field(default_factory=dict)

    def free_at(self, host: str) -> float:
        """Tell from which second on a host may be asked."""
        return self._free.get(host, 0.0)

    def visit(self, address: str) -> Visit:
        """Ask for an address, by its redirects, as far as robots.txt of each host allows."""
        hops = [to_ask(address)]
        while True:
            answer = self._refused(hops[-1]) or self._asked(hops[-1])
            said = next_address(answer)
            if not said:
                return Visit(tuple(hops), answer)
            following = _followed(hops[-1], said)
            if not following or following in hops or len(hops) > _REDIRECTS:
                why = "redirects that lead in a circle" if following else "a redirect to nowhere"
                hops += [following] if following else []
                return Visit(tuple(hops), Answer(answer.status, trouble=why))
            hops.append(following)

    def _refused(self, address: str) -> Answer | None:
        """Look whether robots.txt allows an address; else answer in its place."""
        origin = "/".join(address.split("/", _ORIGIN)[:_ORIGIN])
        if origin not in self._rules:
            self._rules[origin] = self._robots(origin)
        rules = self._rules[origin]
        if isinstance(rules, Answer):
            return rules
        return None if allows(rules, address) else Answer(trouble="robots.txt refuses it")

    def _robots(self, origin: str) -> Rules | Answer:
        """Read the robots.txt of a host: where it has none all is allowed, if it fails nothing."""
        at = f"{origin}/robots.txt"
        for _ in range(_REDIRECTS):
            answer = self._asked(at)
            at = _followed(at, next_address(answer))
            if not at:
                break
        if answer.status == OK and not answer.trouble:
            rules = rules_for(NAME, answer.body)
            self._delays[host_of(origin)] = max(rules.delay, _BETWEEN)
            return rules
        if _CLIENT_ERROR <= answer.status < _SERVER_ERROR and answer.status != _TOO_MANY:
            return Rules()
        if not answer.status:
            return answer
        why = answer.trouble or status_line(answer.status)
        return Answer(trouble=f"robots.txt cannot be read: {why}")

    def _asked(self, address: str) -> Answer:
        """Ask when the host is free, and again where that may help."""
        host, answer = host_of(address), Answer(trouble=_BUSY)
        for pause in (*_PAUSES, 0.0):
            left = self.free_at(host) - self.clock.seconds()
            if left > PATIENCE:
                return answer
            if left > 0:
                self.clock.wait(left)
            answer = self.fetch(address)
            again = may_pass(answer)
            said = asked_wait(answer) if again else None
            rest = max(self._delays.get(host, _BETWEEN), pause if again and said is None else 0)
            self._free[host] = self.clock.seconds() + max(rest, said or 0)
            if not again:
                break
        return answer


def _followed(address: str, said: str) -> str:
    """Give the address that a redirect leads to; '' where it is none."""
    try:
        following = urljoin(address, said) if said else ""
    except ValueError:
        return ""
    return to_ask(following) if following and not why_no_address(following) else ""


def in_turn(addresses: Iterable[str], free_at: Callable[[str], float]) -> Iterator[str]:
    """Give addresses so that hosts take turns: always one of the host that is free first.

    Examples
    --------
    >>> free = {"a.example": 1.0, "b.example": 0.0}
    >>> list(in_turn(["http://a.example/1", "http://b.example/2"], lambda host: free[host]))
    ['http://b.example/2', 'http://a.example/1']
    """
    waiting: dict[str, deque[str]] = {}
    for address in addresses:
        waiting.setdefault(urlsplit(address).hostname or "", deque()).append(address)
    while waiting:
        host = min(waiting, key=free_at)
        yield waiting[host].popleft()
        if not waiting[host]:
            del waiting[host]
