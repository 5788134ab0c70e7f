"""Measure that reading takes linear time: `python bench/linear.py [KB]... [--only PHRASE]`.

One article of one phrase, repeated, in each size: CPU seconds of labelling, crediting, finding
quotations and counting; then the exponent of growth from the second size to the last (1: linear).
Each article is read in a process of its own, which is stopped after `PATIENCE` seconds.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.corpus.load import ReadOptions, resources
from analysis.corpus.pipeline import Work, read_shard
from analysis.corpus.read import read_documents

SIZES = (100, 200, 400, 800)
PATIENCE = 120
# Phrases that took quadratic time once, then others: marks, titles, dates, tags, brackets, cues.
PHRASES = [
    "said ", "Said ", "A", "he said that ", "said, ", "Smith said ", "according to ",
    "according to Smith, ", "told Reuters that ", "'a b' ", "A. ", "Mr. ", "10:30 a.m. ", "a\n",
    "a", "“a” ", "“a ", "a” ", "'a ", "\"", "\" ", "'", "“Go,” said Smith. ", "“Go,” ", "— ",
    "- ", "(", "(a ", "(a) ", ") ", "[", "[a] ", "<b>", "<p>a</p>\n", "&amp; ", "; ", ", ", ". ",
    "... ", "…", "? ", "! ", ": ", "Smith: ", "SMITH: a\n", "Q: a\nA: b\n", "Mr. Smith ",
    "Dr. A. B. Smith ", "President ", "the president of the ", "June 5, 2023 ", "June ", "2023 ",
    "5/6/2023 ", "on Monday ", "at 10 p.m. ", "(Reuters) - ", "LONDON, June 5 (Reuters) - ",
    "By Smith\n", "Reporting by Smith; ", "@smith ", "#tag ", "http://a.b/c ", "a@b.cd ",
    "$5 million ", "1,000,000 ", "U.S. ", "U.S", "e.g. ", "and ", "that ", "who said that ",
    "which he said ", "she told him ", "“", "”“", "«a» ", "„a“ ", "he ", "He said he said ",
    "accused of accusing ", "Smith, a doctor, ", "Smith's ", "not only but also ", "\n\n", " \n",
    "a b c d. ", "A B ", "é", "中", "🙂",
]  # fmt: skip


def seconds(phrase: str, size: int) -> float:
    """Read one article of a phrase in a process of its own; infinity where it took too long."""
    command = [sys.executable, __file__, "--child", phrase, str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    except subprocess.TimeoutExpired:
        return math.inf
    return float(done.stdout)


def read_one(phrase: str, size: int) -> float:
    """Read one article, and give the CPU seconds it took."""
    text = (phrase * (size // len(phrase) + 1))[:size]
    with TemporaryDirectory() as folder:
        # Lone halves of a letter are none: sizes are of code points.
        Path(folder, "a.txt").write_text(f"The port is shut\n\n{text}\n", encoding="utf-8")
        documents, _, _ = read_documents(Path(folder))
    rules = resources("x", ReadOptions())
    warm = documents.assign(source="The port is shut, Smith said.")
    read_shard(Work(warm), None, rules)
    start = time.process_time()
    read_shard(Work(documents), None, rules)
    return time.process_time() - start


def main() -> None:
    """Print a row for each phrase; the worst exponents last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="KB")
    parser.add_argument("--only", nargs="+", default=PHRASES, metavar="PHRASE")
    given = parser.parse_args()
    worst: list[tuple[float, str]] = []
    for phrase in given.only:
        took = [seconds(phrase, size * 1000) for size in given.sizes]
        first, last = took[min(1, len(took) - 1)], took[-1]
        growth = given.sizes[-1] / given.sizes[min(1, len(took) - 1)]
        # Below a tenth of a second what is fixed outweighs what grows.
        exponent = math.log(last / max(first, 0.1)) / math.log(growth) if growth > 1 else 0.0
        worst.append((exponent, phrase))
        print(f"{phrase!r:32}", *(f"{each:7.2f}" for each in took), f"{exponent:6.2f}", flush=True)
    print("steepest:", *(f"{phrase!r} {e:.2f}" for e, phrase in sorted(worst)[-5:]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(read_one(sys.argv[2], int(sys.argv[3])))
    else:
        main()
