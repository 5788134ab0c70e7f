"""Time a store that is made again: `python bench/again.py ../shared [ROUNDS]`.

Real web pages, each some times over under other names, and real articles as texts: prepared for
the first time, again with nothing changed, and again with one more.
"""

from __future__ import annotations

import json
import lzma
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from analysis.corpus.load import prepare
from analysis.corpus.store import ReadOptions

PAGES = "benchmarks/html-fundus/html"
TEXTS = "corpora/allsides-scale/part_a.jsonl.xz"
TIMES, ARTICLES = 12, 2_000
STEPS = ("first", "again", "one more")


def pages(shared: Path, folder: Path) -> Path:
    """Copy the pages; returns one of them."""
    files = sorted((shared / PAGES).rglob("*.html.gz"))
    for time_ in range(TIMES):
        for number, file in enumerate(files):
            shutil.copy(file, folder / f"{time_}-{number}.html.gz")
    return files[0]


def texts(shared: Path, folder: Path) -> Path:
    """Write the first rows of a corpus as files; returns one of them."""
    with lzma.open(shared / TEXTS, "rt", encoding="utf-8") as rows:
        for number in range(ARTICLES):
            row = json.loads(next(rows))
            (folder / f"{number}.txt").write_text(f"{row['title']}\n\n{row['text']}", "utf-8")
    return folder / "0.txt"


def seconds(folder: Path, place: Path) -> float:
    """Prepare a folder."""
    began = time.perf_counter()
    prepare(folder, ReadOptions(), place, lambda *_: None)
    return time.perf_counter() - began


def main(shared: Path, rounds: int) -> None:
    """Print the medians."""
    for name, fill in (("web pages", pages), ("texts", texts)):
        found: dict[str, list[float]] = {step: [] for step in STEPS}
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made, "corpus")
            folder.mkdir()
            one = fill(shared, folder)
            count = sum(1 for _ in folder.iterdir())
            for number in range(rounds):
                place = Path(made, f"store-{number}")
                for step in STEPS:
                    if step == STEPS[-1]:
                        shutil.copy(one, folder / f"new-{number}{''.join(one.suffixes)}")
                    found[step].append(seconds(folder, place))
        told = ", ".join(f"{step} {statistics.median(found[step]):.1f} s" for step in STEPS)
        print(f"{count} {name}: {told} (medians of {rounds})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
