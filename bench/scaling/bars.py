"""Hold what was measured against the bars that were set for 100,000 articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

Row = tuple[str, str, str]

# Step of `queries` -> what was asked for, and the bar in milliseconds.
ASKED: Final = {
    "counts of two outlets over a year, with effects, no test": 100,
    "keyness of two outlets over a year, 999 permutations": 3000,
    "lines of a word": 50,
    "lines of a common word": 50,
    "lines of a phrase": 50,
    "collocates ± 5 of a word": 50,
    "rate of a word by month": 150,
    "open": 150,
}
GROWTH: Final = 1.05
SMALLER: Final = 8
MEMORY: Final = 1300
ABOVE: Final = 1.5
WITHOUT: Final = 5
MORE: Final = 1.3


def judged(
    engines: dict[str, Any],
    asked: dict[str, Any],
    growth: list[Any],
    largest: dict[str, Any],
    event: dict[str, Any],
) -> list[Row]:
    """Say of every bar that can be measured here whether it is met.

    Parameters
    ----------
    growth
        `results.Growth` of each step.
    largest
        The prepared store of the most articles that were measured.
    event
        The pages of one event.
    """
    return [
        *_passes(engines),
        *_counting(engines),
        *_queries(asked),
        *_store(engines.get("store", {}), largest),
        *_pages(engines.get("pages", {})),
        *_pages(event),
        *_growth(growth),
        ("the cluster", "not measured by this command (bench/cluster.py)", ""),
    ]


def _passes(engines: dict[str, Any]) -> Iterator[Row]:
    plain = engines.get("ids", {})
    for name, what, most in (
        ("tokens", "token step", ABOVE),
        ("unvoiced", "the whole of prepare without voices", WITHOUT),
    ):
        ours = engines.get(name, {})
        if ours.get("runs") and plain.get("runs"):
            for unit, of in (("seconds", "seconds"), ("cpu", "CPU seconds")):
                ratio = ours[unit] / plain[unit]
                bar = f"{what} at most {most} × the plain polars pass, {of}"
                yield bar, f"{ratio:.2f} ×", _verdict(ratio, most)


def _counting(engines: dict[str, Any]) -> Iterator[Row]:
    ours, other = engines.get("counts", {}), engines.get("sklearn", {})
    if ours.get("runs") and other.get("runs"):
        ratio = other["cpu"] / ours["cpu"]
        bar = f"all uni- and bigrams per outlet {SMALLER} × less CPU than CountVectorizer(1, 2)"
        # Turned round: too small is what falls short.
        yield bar, f"{ratio:.1f} ×", _verdict(SMALLER, ratio)
    if "error" in ours:
        yield "all uni- and bigrams per outlet", ours["error"], "**falls short**"
    if ours.get("runs"):
        bar = f"the same in at most {MEMORY:,} MB"
        yield bar, f"{ours['mb']:,.0f} MB", _verdict(ours["mb"], MEMORY)


def _queries(steps: dict[str, Any]) -> Iterator[Row]:
    for step, bar in ASKED.items():
        if step in steps:
            took = steps[step]["seconds"] * 1000
            cpu = steps[step]["cpu"] * 1000
            said = f"{took:,.0f} ms ({cpu:,.0f} CPU ms)"
            yield f"{step}: at most {bar:,} ms", said, _verdict(took, bar)


def _store(one: dict[str, Any], largest: dict[str, Any]) -> Iterator[Row]:
    if "error" in one:
        yield "the prepared store", one["error"], "not measured"
    if one.get("runs"):
        for name, bar, measured, unit in (
            ("prepare with voice", 120, one["seconds"], "s"),
            ("peak memory of prepare", 1500, one["mb"], "MB"),
            ("disk a token, beside the documents", 6, one["about"]["bytes_a_token"], "bytes"),
        ):
            said = f"{measured:,.1f} {unit}"
            yield f"{name}: at most {bar:,} {unit}", said, _verdict(measured, bar)
    if one.get("runs") and largest.get("words", 0) > one["words"]:
        ratio = largest["mb"] / one["mb"]
        times = largest["words"] / one["words"]
        bar = f"peak memory of prepare with {times:.1f} × the words: at most {MORE} ×"
        yield bar, f"{ratio:.2f} ×", _verdict(ratio, MORE)


def _pages(one: dict[str, Any]) -> Iterator[Row]:
    if "error" in one:
        yield "pages", one["error"], "**falls short**"
    if one.get("runs"):
        for page, part in one["steps"].items():
            for unit, name, bar in (("seconds", "s", 60), ("kb", "KB", 300)):
                said = f"{part[unit]:,.0f} {name}"
                yield f"page {page}: at most {bar} {name}", said, _verdict(part[unit], bar)


def _growth(growth: list[Any]) -> Iterator[Row]:
    for one in growth:
        if one.step not in ASKED and "our" not in one.step and "counts" not in one.step:
            continue
        first, last = one.sizes
        both = [one.time] if one.memory is None else [one.time, one.memory]
        of = "time" if one.memory is None else "time and memory"
        bar = f"growth of {one.step.replace('**', '')}, {first:,} to {last:,} articles, in {of}"
        said = " and ".join(f"{part:.2f}" for part in both)
        yield f"{bar}: at most {GROWTH}", said, _verdict(max(both), GROWTH)


def _verdict(measured: float, bar: float) -> str:
    return "met" if measured <= bar else "**falls short**"
