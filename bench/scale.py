"""Measure time and memory against peers: `python bench/scale.py ../shared [--sizes N N]`.

Stacks the real articles of ../shared to corpora of N (scaling/stack.py), lets every engine
count the same articles in a process of its own, one after another and in turns, checks that
the counts agree, and writes bench/RESULTS.md. Peers that are not installed are reported as
such; bench/README.md says how to install them. This process itself stays small: a child's
peak of memory never reads less than its parent's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
SCRIPTS: Final = HERE / "scaling"
sys.path.insert(0, str(SCRIPTS))

import results  # noqa: E402
from measure import Beside, resident_mb  # noqa: E402

# Engine -> the module that must be there.
PEERS: Final = {
    "ids": "polars",
    "sklearn": "sklearn",
    "polars": "polars",
    "duckdb": "duckdb",
    "nltk": "nltk",
    "scattertext": "scattertext",
    "conc": "conc",
}
OURS: Final = ("tokens", "counts", "table", "queries", "lines", "store", "unvoiced", "pages")
# Beyond the articles of the bars the peers run for an hour or out of memory: these are measured.
BEYOND: Final = ("ids", *(name for name in OURS if name != "pages"))
LOADED: Final = 5_000
# Engines that measure a corpus of their own, and its file.
APART: Final = {"load": f"{LOADED}.parquet", "event": "event.parquet"}
Result = dict[str, Any]


def environments(given: Sequence[str]) -> dict[str, str]:
    """Find the first Python that holds each peer, of this one and those given."""
    found: dict[str, str] = {}
    for python in (sys.executable, *given):
        names = sorted(set(PEERS.values()))
        code = f"import importlib.util as u; print(*[n for n in {names} if u.find_spec(n)])"
        there = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
        for engine, module in PEERS.items():
            if module in there.stdout.split():
                found.setdefault(engine, python)
    return found


def run(python: str, engine: str, file: Path, options: argparse.Namespace) -> Result:
    """Run one engine once; what went wrong stands under `error`."""
    script = SCRIPTS / ("peers.py" if engine in PEERS else "ours.py")
    environment = os.environ | ({} if engine in PEERS else {"PYTHONPATH": str(HERE.parent)})
    command = [python, str(script), engine, str(file)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(
            command, stdout=out, stderr=err, env=environment, start_new_session=True
        )
        stopped = _watched(process, options)
        out.seek(0)
        err.seek(0)
        said, lines = out.read().strip().splitlines(), err.read().strip().splitlines()
    if stopped:
        return {"error": stopped}
    if process.returncode:
        last = lines[-1][:200] if lines else f"ended with code {process.returncode}"
        # The page is shared: no folder of this machine belongs on it.
        return {"error": re.sub(r"/[^\s',\"]+/", "…/", last)}
    return dict(json.loads(said[-1]))


def _watched(process: subprocess.Popen[bytes], options: argparse.Namespace) -> str:
    """Wait for a process; stop it where it takes too long or too much, and say so."""
    end = time.monotonic() + options.timeout
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
            return ""
        why = ""
        if time.monotonic() > end:
            why = f"stopped after {options.timeout:,.0f} s"
        if resident_mb(process.pid) > options.memory:
            why = f"stopped at {options.memory:,} MB"
        if why:
            # With all that it started.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return why


def merged(runs: Sequence[Result]) -> Result:
    """Take the medians of several runs of one engine."""
    good = [one for one in runs if "error" not in one]
    if not good:
        return {**runs[-1], "runs": 0}
    middle = dict(good[-1]) | {"runs": len(good)}
    for name in ("seconds", "cpu", "mb"):
        if name in middle:
            middle[name] = statistics.median(one[name] for one in good)
    steps: dict[str, Result] = {}
    for step, last in middle.get("steps", {}).items():
        units = {
            unit: statistics.median(one["steps"][step][unit] for one in good)
            for unit in last
            if unit != "runs"
        }
        times = sum(one["steps"][step].get("runs", 1) for one in good)
        steps[step] = units | {"runs": times}
    return middle | {"steps": steps}


def measure(
    engines: Sequence[str], pythons: dict[str, str], file: Path, options: argparse.Namespace
) -> dict[str, Result]:
    """Run engines in turns, so that what else the machine does falls on all of them."""
    runs: dict[str, list[Result]] = {engine: [] for engine in engines}
    for turn in range(options.repeats):
        for engine in engines:
            if engine in PEERS and engine not in pythons:
                runs[engine] = [{"error": "not installed"}]
                continue
            slow = [one for one in runs[engine] if one.get("seconds", 0) > options.patience]
            if slow or any("error" in one for one in runs[engine]):
                continue
            python = pythons.get(engine, sys.executable)
            one = run(python, engine, file, options)
            runs[engine].append(one)
            said = one.get("error") or {name: one.get(name) for name in ("seconds", "cpu", "mb")}
            print(f"{file.stem} · {engine} · {turn + 1}: {said}", file=sys.stderr, flush=True)
    return {engine: merged(done) for engine, done in runs.items()}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    parser.add_argument("--peers", nargs="*", default=[], help="Pythons that hold peers")
    parser.add_argument(
        "--only",
        nargs="*",
        default=[],
        choices=(*PEERS, *OURS, *APART),
        metavar="ENGINE",
        help="only these; others as last measured",
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--patience", type=float, default=300, help="slower: not repeated (s)")
    parser.add_argument("--timeout", type=float, default=1800, help="of one run (s)")
    parser.add_argument("--memory", type=int, default=12_000, help="of one run (MB)")
    folder = Path(tempfile.gettempdir()) / "samestory-scale"
    parser.add_argument("--folder", type=Path, default=folder)
    return parser.parse_args()


def main() -> None:
    """Measure, and write bench/RESULTS.md."""
    options, beside = arguments(), Beside()
    sizes = sorted(options.sizes)
    wanted = [str(size) for size in (*sizes, LOADED)]
    stack = [sys.executable, str(SCRIPTS / "stack.py"), str(options.shared), str(options.folder)]
    subprocess.run([*stack, *wanted], check=True)
    kept = options.folder / "results.json"
    found: dict[str, dict[str, Result]] = {}
    if options.only and not kept.is_file():
        sys.exit(f"Nothing was measured yet in {options.folder}: --only would leave the rest out.")
    if options.only:
        found = json.loads(kept.read_text(encoding="utf-8"))
    pythons = environments(options.peers)
    engines = [name for name in (*PEERS, *OURS) if not options.only or name in options.only]
    for size in sizes:
        file = options.folder / f"{size}.parquet"
        some = [name for name in engines if size <= results.BARS_AT or name in BEYOND]
        found.setdefault(str(size), {}).update(measure(some, pythons, file, options))
        kept.write_text(json.dumps(found), encoding="utf-8")
    for engine, name in APART.items():
        if not options.only or engine in options.only:
            found[engine] = measure([engine], pythons, options.folder / name, options)
    kept.write_text(json.dumps(found), encoding="utf-8")
    (HERE / "RESULTS.md").write_text(results.page(found, beside.read()), encoding="utf-8")


if __name__ == "__main__":
    main()
