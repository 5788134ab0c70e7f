"""Write what was measured as a page of Markdown: bench/RESULTS.md."""

from __future__ import annotations

import datetime
import math
import os
import platform
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from bars import judged
from measure import EVENT

Result = dict[str, Any]
Found = dict[str, dict[str, Result]]
Shares = tuple[float, float] | None

WHAT: Final = {
    "ids": "**plain polars pass**: ids of the running words, nothing else",
    "tokens": "**ours, token step**: ids, segment, voice, place, terms by frequency",
    "counts": "**ours, full task**: token step, then uni- and bigrams per outlet",
    "store": "ours, `samestory prepare`: reading, cleaning, credits, voices, ids, to disk",
    "unvoiced": "ours, the same without looking for voices, libraries loaded",
    "table": "ours: after the token step, the tables `frequencies` (rates, dispersion)",
    "sklearn": "scikit-learn CountVectorizer(1, 2), summed by outlet: full task",
    "polars": "polars written plainly, streaming: full task",
    "duckdb": "DuckDB written plainly: full task",
    "nltk": "NLTK RegexpTokenizer, FreqDist, bigrams: full task",
    "scattertext": "scattertext corpus build, terms by category: full task",
    "conc": "conc corpus build on disk: ids only, by spaCy's tokenizer",
}
FULL: Final = ("sklearn", "polars", "duckdb", "nltk", "scattertext")
BARS_AT: Final = 100_000
# Of the cores, from which on seconds are too long.
_MUCH: Final = 0.05
ORDER: Final = ("ids", "tokens", "conc", "counts", *FULL, "table", "store", "unvoiced")
WHY: Final = {
    "conc": "spaCy's own tokens (it takes no pattern): contractions and hyphened words are "
    "split; it counts no bigrams, and nothing by outlet",
    "sklearn": "Python's `re` knows no combining marks, so a word with one is cut",
    "scattertext": "leaves out as punctuation what `re` calls no word: a token that is a combining "
    "mark alone",
    "duckdb": "lower-cases before it matches, letter by letter (İ)",
}


def page(found: Found, beside: Shares) -> str:
    """Lay out the whole page; `beside` is what else the machine did, see `measure.Beside`."""
    sizes = sorted(int(name) for name in found if name.isdigit())
    parts = [
        _head(found, sizes, beside),
        _agreement(found, sizes),
        *[_seconds(found[str(size)], size) for size in sizes],
        _queries(found, sizes),
        *[
            _pages(found[str(size)].get("pages", {}), f"Pages of {size:,} articles")
            for size in sizes
        ],
        _pages(_apart(found, "event"), f"Pages of one event of {EVENT} articles"),
        _growth(found, sizes),
        _load(found),
        _bars(found, sizes),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(found: Found, sizes: list[int], beside: Shares) -> str:
    versions = sorted(
        {
            package
            for engines in found.values()
            for one in engines.values()
            for package in one.get("version", "").split(", ")
            if " " in package
        }
    )
    largest = found[str(sizes[-1])]
    told = largest.get("ids", largest.get("counts", {})).get("tokens", 0)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    paragraphs = [
        "# Time and memory, measured",
        f"{datetime.date.today()} · {os.cpu_count()} cores ({_processor()}), {memory:.0f} GB · "
        f"Python {platform.python_version()} · {' · '.join(versions)}.{_disturbed(beside)}",
        "Made by `python bench/scale.py ../shared --sizes "
        + " ".join(map(str, sizes))
        + "` (bench/README.md). The corpus: the real articles of `../shared/corpora`, each once, "
        "then copies of them in which every eighth word is exchanged, six outlets and six years "
        f"drawn at random, always the same; {told:,} running words in {sizes[-1]:,} articles. "
        "What is timed begins with the texts in memory. Medians of the runs given; every engine "
        "in a process of its own; MB is the most it held, with all processes that it started.",
    ]
    return "\n\n".join(_wrapped(one) for one in paragraphs)


def _disturbed(beside: Shares) -> str:
    """Say what else the machine did while this was measured."""
    if beside is None:
        return ""
    other, stolen = beside
    told = f" Of the cores other work took {other:.0%} meanwhile, other machines {stolen:.0%}"
    much = other + stolen > _MUCH
    return told + ("; compare CPU seconds: seconds are too long." if much else ".")


def _processor() -> str:
    """Name the processor, as far as the system says."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _agreement(found: Found, sizes: list[int]) -> str:
    rows = []
    for size in sizes:
        engines = found[str(size)]
        ours = engines.get("counts", {})
        for name in ("counts", "ids", *FULL, "conc"):
            one = engines.get(name, {})
            if "tokens" not in one:
                continue
            terms = one.get("terms") or {}
            same = sum(terms[key] == value for key, value in ours.get("terms", {}).items() if terms)
            differs = one["tokens"] != ours.get("tokens", one["tokens"])
            rows.append(
                (
                    f"{size:,}",
                    name if name != "counts" else "ours",
                    f"{one['tokens']:,}",
                    f"{one['bigram_types']:,}" if "bigram_types" in one else "",
                    f"{same} of {len(terms)}" if terms and ours.get("terms") else "",
                    WHY.get(name, "not explained") if differs else "",
                )
            )
    heads = ("articles", "engine", "tokens", "different bigrams", "terms equal", "difference")
    text = (
        "Twenty words and pairs in six outlets, each with its count and its document frequency, "
        "must be equal: 120 pairs of numbers. Ours keeps “US” and “March” apart from “us” and "
        "“march” (design.md, rule 6), the peers do not; they are added up here, and the curly "
        "apostrophe is taken for the straight one."
    )
    return f"## Do they count the same?\n\n{_wrapped(text)}\n\n{_table(heads, rows, 'lrrrrl')}"


def _seconds(engines: dict[str, Result], size: int) -> str:
    floor, ours = engines.get("ids", {}).get("cpu"), engines.get("counts", {}).get("cpu")
    rows = []
    for name in ORDER:
        one = engines.get(name)
        if one is None and size > BARS_AT:
            continue
        if one is None:
            rows.append((WHAT[name], "not measured", *[""] * 5))
        elif "error" in one:
            rows.append((WHAT[name], one["error"], *[""] * 5))
        else:
            rows.append(
                (
                    WHAT[name],
                    str(one["runs"]),
                    _number(one["seconds"]),
                    _number(one["cpu"]),
                    f"{one['mb']:,.0f}",
                    _ratio(one["cpu"], floor),
                    _ratio(one["cpu"], ours) if name in FULL else "",
                )
            )
    for step, one in engines.get("counts", {}).get("steps", {}).items():
        took = (_number(one["seconds"]), _number(one["cpu"]), f"{one['mb']:,.0f}")
        ratio = _ratio(one["cpu"], floor)
        rows.append((f"our full task, of which {step}", str(one["runs"]), *took, ratio, ""))
    heads = ("", "runs", "s", "CPU s", "MB", "CPU ÷ plain pass", "CPU ÷ ours")
    return f"## {size:,} articles: seconds and memory\n\n{_table(heads, rows, 'lrrrrrr')}"


def asked(engines: dict[str, Result]) -> dict[str, Result]:
    """Collect what was asked of the corpus, of both tasks that ask."""
    return {
        step: one
        for task in ("queries", "lines", "store")
        for step, one in engines.get(task, {}).get("steps", {}).items()
    }


def _queries(found: Found, sizes: list[int]) -> str:
    sizes = [size for size in sizes if asked(found[str(size)])]
    if not sizes:
        return ""
    rows = []
    for step in asked(found[str(sizes[0])]):
        cells = []
        for size in sizes:
            one = asked(found[str(size)]).get(step)
            units = [f"{one[unit] * 1000:,.0f}" for unit in ("seconds", "cpu")] if one else ["", ""]
            cells += units
        rows.append((step, *cells))
    peaks = [found[str(size)].get(task, {}) for task in ("queries", "lines") for size in sizes]
    held = [one.get("error") or f"{one['mb']:,.0f}" for one in peaks if one]
    text = f"In milliseconds, the words in memory. MB of the processes: {', '.join(held)}."
    for size in sizes:
        about = found[str(size)].get("lines", {}).get("about")
        if about:
            text += (
                f" With {size:,} articles the word is “{about['word']}” ({about['hits']:,} hits), "
                f"the phrase “{about['phrase']}” ({about['hits_phrase']:,} hits)."
            )
    heads = ("", *[f"{size:,}: {unit}" for size in sizes for unit in ("ms", "CPU ms")])
    marks = "l" + "rr" * len(sizes)
    return f"## What an analyst asks\n\n{_wrapped(text)}\n\n{_table(heads, rows, marks)}"


def _pages(one: Result, head: str) -> str:
    if "error" in one:
        return f"## {head}\n\n{one['error']}"
    if not one.get("runs"):
        return ""
    rows = [
        (f"`{page}`", *(_number(part[unit]) for unit in ("seconds", "cpu")), f"{part['kb']:,.0f}")
        for page, part in one["steps"].items()
    ]
    text = (
        "From a prepared store, with the start of a kernel: `samestory reports STORE --notebook "
        f"… --workers 1`; {one['runs']} run(s). The largest held {one['mb']:,.0f} MB."
    )
    table = _table(("", "s", "CPU s", "KB"), rows, "lrrr")
    return f"## {head}\n\n{_wrapped(text)}\n\n{table}"


def exponent(small: float, large: float, sizes: Sequence[int]) -> float:
    """Fit large / small = (N / n) ** exponent.

    Examples
    --------
    >>> exponent(1.0, 100.0, (10, 100))
    2.0
    """
    return math.log(large / small) / math.log(sizes[-1] / sizes[0])


class Growth(NamedTuple):
    """How a step grows, from the fewest articles it was measured with to the most."""

    step: str
    sizes: tuple[int, int]
    time: float
    memory: float | None


def growth(found: Found, sizes: Sequence[int]) -> list[Growth]:
    """List each step with its exponents of CPU seconds and of memory."""
    alone = {size: found[str(size)] for size in sizes}
    parts = {size: one.get("counts", {}).get("steps", {}) for size, one in alone.items()}
    questions = {size: asked(one) for size, one in alone.items()}
    return [
        *(one for name in ORDER for one in _grown(name, WHAT[name], alone)),
        *(one for name in parts[sizes[0]] for one in _grown(name, name, parts)),
        *(one for name in questions[sizes[0]] for one in _grown(name, name, questions)),
    ]


def _grown(name: str, step: str, measured: dict[int, dict[str, Result]]) -> Iterator[Growth]:
    there = [size for size, one in measured.items() if one.get(name, {}).get("runs")]
    if len(there) < 2:
        return
    sizes = min(there), max(there)
    first, last = (measured[size][name] for size in sizes)
    time = exponent(first["cpu"], last["cpu"], sizes)
    both = "mb" in first and "mb" in last
    yield Growth(step, sizes, time, exponent(first["mb"], last["mb"], sizes) if both else None)


def _growth(found: Found, sizes: list[int]) -> str:
    rows = [
        (
            one.step,
            f"{one.sizes[0]:,} to {one.sizes[1]:,}",
            f"{one.time:.2f}",
            "" if one.memory is None else f"{one.memory:.2f}",
        )
        for one in growth(found, sizes)
    ]
    if not rows:
        return ""
    text = (
        "Exponents: 1 is as much more as there are more articles. Memory includes what Python "
        "and the libraries take empty."
    )
    table = _table(("", "articles", "CPU seconds", "MB"), rows, "lrrr")
    return f"## How it grows\n\n{_wrapped(text)}\n\n{table}"


def _load(found: Found) -> str:
    one = _apart(found, "load")
    if not one.get("steps"):
        return ""
    count, total = one["documents"], one["cpu"]
    rows = [
        (
            step,
            _number(part["seconds"]),
            _number(part["cpu"]),
            f"{part['cpu'] / total:.0%}",
            f"{part['cpu'] / count * 1000:.2f}",
        )
        for step, part in one["steps"].items()
    ]
    rows.append(
        ("all", _number(one["seconds"]), _number(total), "100%", f"{total / count * 1e3:.2f}")
    )
    text = (
        f"The first {count:,} articles of the same corpus as a user's table file, through every "
        f"step of `load`, in one process ({one['runs']} run(s), {one['mb']:,.0f} MB)."
    )
    heads = ("", "s", "CPU s", "share", "CPU ms an article")
    return f"## Loading, step by step\n\n{_wrapped(text)}\n\n{_table(heads, rows, 'lrrrr')}"


def _bars(found: Found, sizes: list[int]) -> str:
    size = BARS_AT if BARS_AT in sizes else sizes[-1]
    engines, largest = found[str(size)], found[str(sizes[-1])]
    event = _apart(found, "event")
    rows = judged(engines, asked(engines), growth(found, sizes), largest.get("store", {}), event)
    text = f"Measured with {size:,} articles; the bars were set for {BARS_AT:,}."
    table = _table(("bar", "measured", ""), rows, "lll")
    return f"## Which bars are met\n\n{text}\n\n{table}"


def _apart(found: Found, engine: str) -> Result:
    """Take what an engine measured that has a corpus of its own."""
    return found.get(engine, {}).get(engine, {})


def _number(value: float) -> str:
    return f"{value:,.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(value: float, other: float | None) -> str:
    return f"{value / other:.1f}" if other else ""


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], marks: str) -> str:
    rule: Callable[[str], str] = lambda mark: "---:" if mark == "r" else "---"  # noqa: E731
    lines = [heads, [rule(mark) for mark in marks], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
