"""Time our own steps: `python ours.py TASK FILE.parquet`, each task in its own process.

The corpus is made of the stacked rows, one body segment a document, so that reading and
cleaning are not timed with counting; `load` times them, on the same rows read as a table.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from measure import TERMS, Peak, Stopwatch, folded, peak_mb, report, timed

from analysis.corpus import Corpus, clean, credit
from analysis.corpus.execution import processes as garbage
from analysis.corpus.load import LEXICONS, OUTLETS
from analysis.corpus.load import load as load_corpus
from analysis.corpus.places import ROOT
from analysis.corpus.quote import load_speech, quotations
from analysis.corpus.read import read_documents
from analysis.corpus.tokens import voices as voice
from analysis.corpus.tokens.encode import encode, encode_counted
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.frequency import GroupCounts, frequencies, group_counts
from analysis.schema import (
    DATE,
    DOCUMENTS,
    INTEGER,
    NOTES,
    QUOTATIONS,
    REJECTED,
    SEGMENTS,
    empty,
    shape,
)

Timed = dict[str, Any]

SINCE: Final = "2021-01-01"
UNTIL: Final = "2021-12-31"
# Hits of the word whose lines and collocates are timed, in 100,000 articles.
HITS: Final = 25_000
# The pages that a whole corpus is read on.
PAGES: Final = ("1-corpus", "2-terms", "3-framing", "4-voices")
EVENT_PAGES: Final = ("5-statements", "6-coverage")
# A word that most articles hold.
COMMON: Final = "said"
REPEATS: Final = 5
# A query that takes longer than this is not repeated as often.
_LONG: Final = 10.0
# Seconds between two looks at the memory of a command.
_LOOK: Final = 0.5
# Rows that are unpacked at once.
_BATCH: Final = 5_000
_TEXT: Final = pd.StringDtype("pyarrow", na_value=np.nan)


def rows(path: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read stacked rows as documents, and one body segment for each."""
    given = _unpacked(path, ["document_id", "outlet", "date", "title", "text"])
    blank: dict[str, Any] = {c.name: "" for c in DOCUMENTS.columns}
    blank |= {c.name: 0 for c in DOCUMENTS.columns if c.dtype == INTEGER}
    blank |= {c.name: pd.NaT for c in DOCUMENTS.columns if c.dtype == DATE}
    days = pd.to_datetime(given["date"])
    documents = pd.DataFrame(blank, index=given.index).assign(
        document_id=given["document_id"],
        outlet=given["outlet"],
        origin=given["outlet"],
        title=given["title"],
        source=given["text"],
        language="en",
        published_earliest=days,
        published_latest=days,
        date_certainty="given",
    )
    segments = pd.DataFrame(
        {
            "document_id": given["document_id"],
            "start": 0,
            "end": given["text"].str.len(),
            "label": "body",
            "rule": "bench",
        }
    )
    return shape(documents, DOCUMENTS), shape(segments, SEGMENTS)


def _unpacked(path: str, columns: list[str]) -> pd.DataFrame:
    """Read a file of texts; what unpacking it takes is no part of what is measured."""
    file = pyarrow.parquet.ParquetFile(path, pre_buffer=False)
    batches = file.iter_batches(_BATCH, columns=columns, use_threads=False)
    types = {pa.string(): _TEXT, pa.large_string(): _TEXT}
    given = pa.Table.from_batches(batches).to_pandas(types_mapper=types.get)
    pa.default_memory_pool().release_unused()
    return given


def _corpus(path: str) -> tuple[Corpus, dict[str, float]]:
    documents, segments = rows(path)
    spoken = empty(QUOTATIONS)
    stretches = voice.stretches(segments, spoken)
    tokens, took = timed(lambda: encode(documents, stretches))
    documents["words"] = tokens.lengths()
    tables = (documents, segments, spoken, tokens, empty(REJECTED), empty(NOTES))
    return Corpus("stacked", *tables), took


def tokens(path: str) -> Timed:
    """Make ids of the running words: the token step."""
    corpus, took = _corpus(path)
    assert isinstance(corpus.tokens, Tokens)
    return took | {"tokens": len(corpus.tokens.ids), "terms": {}}


def counts(path: str) -> Timed:
    """Token step, then count and document frequency of every term per outlet."""
    corpus, first = _corpus(path)
    tables, took = timed(lambda: [group_counts(corpus, "outlet", n) for n in (1, 2)])
    both = {name: first[name] + took[name] for name in ("seconds", "cpu")}
    return both | {
        "mb": took["mb"],
        "steps": {"token step": first, "counts and document frequencies": took},
        "tokens": int(tables[0].frequency.sum()),
        "bigram_types": folded(tables[1].terms.tolist()),
        "terms": _chosen(corpus, tables),
    }


def _chosen(corpus: Corpus, tables: list[GroupCounts]) -> dict[str, list[int]]:
    """Lay out the chosen terms; ours that differ by case alone are one for the peers."""
    groups = corpus.groups("outlet").to_numpy()
    found = {}
    for n, counted in enumerate(tables, 1):
        wanted = {term for term in TERMS if len(term.split()) == n}
        columns: dict[str, list[int]] = {term: [] for term in wanted}
        for column, term in enumerate(counted.terms.tolist()):
            if term.lower() in wanted:
                columns[term.lower()].append(column)
        matrix, terms = corpus.matrix(n)
        places = {term: place for place, term in enumerate(terms.tolist())}
        for term, mine in columns.items():
            some = [places[counted.terms[column]] for column in mine]
            inside = np.asarray(matrix[:, some].sum(axis=1)).ravel() > 0
            for row, name in enumerate(counted.groups):
                total = int(counted.frequency[mine, :][:, [row]].sum())
                found[f"{name}|{term}"] = [total, int(inside[groups == name].sum())]
    return found


def table(path: str) -> Timed:
    """Lay out the whole table of frequencies, rates and dispersions per outlet."""
    corpus, _ = _corpus(path)
    parts, took = timed(lambda: [frequencies(corpus, "outlet", n) for n in (1, 2)])
    return took | {"rows": sum(len(part) for part in parts), "terms": {}}


def queries(path: str) -> Timed:
    """Ask what an analyst asks; medians in seconds, the words in memory."""
    # Not before, here and below: the other tasks need none of the libraries these bring.
    from analysis.measures.collocation import collocates
    from analysis.measures.keyness import Comparison, keyness

    corpus, _ = _corpus(path)
    word = _nodes(corpus)["word"]
    pair = Comparison("Outlet A", "Outlet B", "outlet")
    return _asked(
        {
            "counts of two outlets over a year, with effects, no test": lambda: _effects(
                corpus, pair
            ),
            "keyness of two outlets over a year, 999 permutations": lambda: keyness(
                corpus.select(since=SINCE, until=UNTIL), pair
            ),
            "collocates ± 5 of a word": lambda: collocates(corpus, word),
            "rate of a word by month": lambda: _monthly(corpus, word),
        }
    )


def _monthly(corpus: Corpus, word: str) -> pd.DataFrame:
    """Follow a word by month, in each outlet."""
    from analysis.measures.trend import trend

    return trend(corpus, word, by="outlet", grain="month")


def lines(path: str) -> Timed:
    """Show the first 100 lines of a word, of a common one and of a phrase."""
    corpus, _ = _corpus(path)
    about = _nodes(corpus)
    word, phrase = about["word"], about["phrase"]
    asked = {
        "lines of a word": lambda: _first(corpus, word),
        "lines of a common word": lambda: _first(corpus, COMMON),
        "lines of a phrase": lambda: _first(corpus, phrase),
    }
    return _asked(asked) | {"about": about}


def _asked(asked: dict[str, Callable[[], Any]]) -> Timed:
    steps = {name: _median(task) for name, task in asked.items()}
    return {"steps": steps, "mb": peak_mb()}


def _effects(corpus: Corpus, pair: Any) -> Any:
    from analysis.measures.keyness.sides import sides_of
    from analysis.statistics.association import log_ratio

    sides = sides_of(corpus.select(since=SINCE, until=UNTIL), pair)
    sides.documents(of_target=True), sides.documents(of_target=False)
    return log_ratio(
        sides.frequency(of_target=True),
        sides.frequency(of_target=False),
        sides.size(of_target=True),
        sides.size(of_target=False),
    )


def _first(corpus: Corpus, pattern: str) -> pd.DataFrame:
    """Show the first 100 lines."""
    from analysis.measures.concordance import concordance

    return concordance(corpus, pattern, limit=100)


def _nodes(corpus: Corpus) -> dict[str, Any]:
    """Choose the word whose frequency is nearest to HITS in 100,000, and a frequent phrase."""
    assert isinstance(corpus.tokens, Tokens)
    found = np.bincount(corpus.tokens.ids)
    wanted = HITS * len(corpus.documents) / 100_000
    words = corpus.tokens.vocabulary
    nearest = np.argsort(np.abs(found - wanted), kind="stable").tolist()
    best = next(i for i in nearest if words[i].isalpha() and words[i].islower())
    phrase = "white house"
    first, second = (np.flatnonzero(words == word) for word in phrase.split())
    ids = corpus.tokens.ids
    times = int((np.isin(ids[:-1], first) & np.isin(ids[1:], second)).sum())
    chosen = {"word": str(words[best]), "hits": int(found[best])}
    return chosen | {"phrase": phrase, "hits_phrase": times}


def _median(task: Callable[[], Any]) -> dict[str, float]:
    """Time a task REPEATS times; once if it is slow."""
    took = []
    for _ in range(REPEATS):
        took.append(timed(task)[1])
        if took[-1]["seconds"] > _LONG:
            break
    found = {name: statistics.median(one[name] for one in took) for name in ("seconds", "cpu")}
    return found | {"runs": len(took)}


def load(path: str) -> Timed:
    """Load the rows as a user's table, step by step as `analysis.corpus.load` does."""
    watch, steps, last = Stopwatch(), {}, {"seconds": 0.0, "cpu": 0.0}

    def done(name: str) -> None:
        nonlocal last
        now = watch.read()
        steps[name] = {unit: now[unit] - last[unit] for unit in now}
        last = now

    documents, _, _ = read_documents(Path(path))
    done("read")
    rules = clean.load_rules(OUTLETS)
    segments = clean.segment(documents, rules)
    done("clean")
    documents = credit.credit(documents, segments, rules)
    done("credit")
    speech = load_speech(LEXICONS, Path(path).stem)
    with garbage.kept():
        spoken = quotations(documents, segments, speech)
    done("quotations")
    stretches = voice.stretches(segments, spoken)
    done("stretches of voice")
    encoded, sizes = encode_counted(documents, stretches)
    done("token step")
    voice.words_spoken(stretches, sizes, len(spoken))
    done("words spoken")
    about = {"tokens": len(encoded.ids), "documents": len(documents)}
    return last | about | {"steps": steps, "mb": peak_mb()}


def store(path: str) -> Timed:
    """Prepare a store of the rows, voices included, as the command line does; then open it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        command = [sys.executable, "-m", "analysis", "prepare"]
        said, took = _command([*command, str(Path(path).resolve()), "--out", str(place)])
        if said:
            return {"error": said}
        files = {p.name: p.stat().st_size for p in place.rglob("*") if p.is_file()}
        opened = load_corpus(place)
        steps = {"open": _median(lambda: load_corpus(place))}
        words = int(opened.lengths().sum())
        beside = sum(size for name, size in files.items() if not name.startswith("documents"))
    about = {"bytes_a_token": beside / words, "disk": sum(files.values()) / 1e6}
    return took | {"steps": steps, "about": about, "words": words}


def unvoiced(path: str) -> Timed:
    """Prepare the same store without looking for voices, which the command line never does.

    As with the peers, the seconds are those after the libraries were loaded.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        script = str(Path(__file__).with_name("unvoiced.py"))
        said, took = _command([sys.executable, script, str(Path(path).resolve()), str(place)])
        if said:
            return {"error": said}
        alone = json.loads(place.with_suffix(".json").read_text(encoding="utf-8"))
    whole = {"seconds": took["seconds"]}
    return took | alone | {"steps": {"the start of Python included": whole}}


def pages(path: str, names: Sequence[str] = PAGES) -> Timed:
    """Render pages of a prepared store, each as the command line does; seconds, MB and KB."""
    with tempfile.TemporaryDirectory() as folder:
        place, out = Path(folder) / "store", Path(folder) / "reports"
        made = [sys.executable, "-m", "analysis"]
        source = str(Path(path).resolve())
        said = _command([*made, "prepare", source, "--out", str(place)])[0]
        steps = {}
        for page in names if not said else ():
            options = ["--notebook", page, "--workers", "1", "--out", str(out)]
            said, took = _command([*made, "reports", str(place), *options])
            if said:
                break
            size = sum(file.stat().st_size for file in out.rglob(f"{page}*.html"))
            steps[page] = took | {"kb": size / 1024}
    if said:
        return {"error": said}
    total = {name: sum(one[name] for one in steps.values()) for name in ("seconds", "cpu")}
    return total | {"mb": max(one["mb"] for one in steps.values()), "steps": steps}


def _command(command: list[str]) -> tuple[str, dict[str, float]]:
    """Run a command to its end: what went wrong, seconds and CPU seconds, and its peak in MB.

    The peak is that of all its processes together.
    """
    with tempfile.TemporaryFile("w+") as err:
        run = partial(_watched, partial(subprocess.Popen, command, stderr=err, cwd=ROOT))
        (code, peak), took = timed(run)
        err.seek(0)
        lines = err.read().strip().splitlines() or [f"ended with code {code}"]
    return lines[-1][:120] if code else "", took | {"mb": peak}


def _watched(start: Callable[..., subprocess.Popen[bytes]]) -> tuple[int, float]:
    """Run a command; returns how it ended, and the most that its processes held, in MB."""
    process = start(stdout=subprocess.DEVNULL)
    peak = Peak(process.pid)
    while True:
        try:
            return process.wait(timeout=_LOOK), peak.mb
        except subprocess.TimeoutExpired:
            peak.look()


TASKS: Final = {
    "tokens": tokens,
    "counts": counts,
    "table": table,
    "queries": queries,
    "lines": lines,
    "load": load,
    "store": store,
    "unvoiced": unvoiced,
    "pages": pages,
    "event": partial(pages, names=EVENT_PAGES),
}

if __name__ == "__main__":
    name = f"samestory, numpy {version('numpy')}, scipy {version('scipy')}"
    result = TASKS[sys.argv[1]](sys.argv[2])
    report(result | {"version": f"{name}, polars {version('polars')}"})
