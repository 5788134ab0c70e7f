"""Measure one task in its own process: seconds, CPU seconds, peak memory.

Needs nothing but Python, so that it runs in any environment that holds a peer.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

# Articles of the one event whose pages are measured.
EVENT: Final = 500
# `analysis.corpus.language.TOKEN`; for polars, DuckDB and NLTK (which compiles with `regex`).
_LETTERS: Final = r"[\p{L}\p{M}\p{N}]"
_UNIT: Final = (
    rf"(?:(?:\p{{Lu}}\.){{2,}}|(?:{_LETTERS}*\p{{N}}[.,])+\p{{N}}{_LETTERS}*|{_LETTERS}+)"
)
TOKEN: Final = rf"{_UNIT}(?:['’\-]{_UNIT})*"
# The nearest that Python's `re` has: it knows no \p{M}.
_UNIT_RE: Final = r"(?:(?:[A-Z]\.){2,}|(?:[^\W_]*\d[.,])+\d[^\W_]*|[^\W_]+)"
TOKEN_RE: Final = rf"(?u){_UNIT_RE}(?:['’\-]{_UNIT_RE})*"
# Compared between engines; "us" and "march" stand for "US" and "March" too.
TERMS: Final = (
    "the",
    "said",
    "government",
    "president",
    "people",
    "oil",
    "us",
    "march",
    "so-called",
    "2016",
    "of the",
    "said the",
    "prime minister",
    "white house",
    "united states",
    "last year",
    "the us",
    "in march",
    "supreme court",
    "mln dlrs",
)

# How much more is held than ever before where it is worth counting.
_MORE: Final = 1.01


class Stopwatch:
    """Seconds and CPU seconds (all threads, and child processes that ended) since it was made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), cpu_seconds()

    def read(self) -> dict[str, float]:
        """Read both."""
        return {"seconds": time.perf_counter() - self.wall, "cpu": cpu_seconds() - self.cpu}


def cpu_seconds() -> float:
    """Sum the CPU seconds of this process and of its children that ended."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in times)


class Beside:
    """What else kept the machine's cores busy since this was made."""

    def __init__(self) -> None:
        self._before = _ticks()

    def read(self) -> tuple[float, float] | None:
        """Read it as shares of all cores, 0 to 1.

        Returns
        -------
        Other processes of this machine than this one and those it started, and other machines
        on the same hardware; None where no /proc says it.
        """
        if self._before is None:
            return None
        now = _ticks()
        assert now is not None
        total, other, stolen = (end - begin for begin, end in zip(self._before, now, strict=True))
        return max(other, 0.0) / total, stolen / total


def _ticks() -> tuple[float, float, float] | None:
    """Read seconds of all cores since the start: all, busy with others' work, and taken away."""
    with suppress(OSError):
        first = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()
        # user nice system idle iowait irq softirq steal; `user` holds what guests have.
        ticks = [int(one) / os.sysconf("SC_CLK_TCK") for one in first[1:9]]
        busy = sum(ticks) - ticks[3] - ticks[4] - ticks[7]
        return sum(ticks), busy - cpu_seconds(), ticks[7]
    return None


def folded(terms: Iterable[str]) -> int:
    """Count terms, those that differ by case or by the form of the apostrophe as one."""
    return len({term.replace("’", "'").lower() for term in terms})


def peak_mb() -> float:
    """Return the most memory this process has held, in MB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def report(result: dict[str, Any]) -> None:
    """Print the result as the last line of the process."""
    print(json.dumps(result))


class Peak:
    """The most that a process and all that it started held, in MB; 0 where no /proc says it.

    Pages that several of them share are counted once (PSS). To count them takes a process with
    hundreds of MB some hundredths of a second, in which it cannot go on: so it is done only when
    what they hold, shared pages counted for each (RSS), is more than ever before.

    Parameters
    ----------
    process
        Its id.
    """

    def __init__(self, process: int) -> None:
        self._process, self._plain = process, 0.0
        self.mb = 0.0

    def look(self) -> None:
        """Look at what they hold now."""
        plain = resident_mb(self._process)
        if plain > _MORE * self._plain:
            self._plain = plain
            self.mb = max(self.mb, sum(map(_held, _tree(self._process))))


def resident_mb(process: int) -> float:
    """Read what a process and all that it started hold now, in MB: shared pages for each (RSS)."""
    return sum(map(_resident, _tree(process)))


def _tree(process: int) -> list[int]:
    found = [process]
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                found += _tree(int(child))
    return found


def _resident(process: int) -> float:
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    return 0.0


def _held(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def timed(task: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Run a task; returns its result, how long it took, and the peak of memory up to its end."""
    watch = Stopwatch()
    result = task()
    return result, watch.read() | {"mb": peak_mb()}
