"""Time reading on a cluster of two local workers: `python bench/cluster.py ../shared [ARTICLES]`.

The same articles are read in one process, in two processes, on two Dask workers, and on two
workers of which one is killed when the first share has come back. Equality comes first.
"""

from __future__ import annotations

import lzma
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from distributed import LocalCluster

from analysis.corpus import clean
from analysis.corpus.execution.processes import Workers
from analysis.corpus.isolate import Fault
from analysis.corpus.load import LEXICONS, OUTLETS
from analysis.corpus.pipeline import Resources, Work, cut, learn, read_shards
from analysis.corpus.quote import load_speech
from analysis.corpus.read import read_documents
from analysis.corpus.shard import Shard, merge

SCALE = "corpora/allsides-scale/part_a.jsonl.xz"
SIZE = 250


def articles(shared: Path, number: int) -> pd.DataFrame:
    """Read the first rows of the corpus."""
    with tempfile.TemporaryDirectory() as place, lzma.open(shared / SCALE, "rt") as source:
        table = Path(place) / "articles.jsonl"
        table.write_text("".join(next(source) for _ in range(number)), encoding="utf-8")
        return read_documents(table)[0]


@contextmanager
def cluster() -> Iterator[LocalCluster]:
    """Start two workers of one thread."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


def timed(
    documents: pd.DataFrame, resources: Resources, workers: Workers, victim: int = 0
) -> list[Shard]:
    """Read all shares and print the seconds; a victim is killed after the first."""
    began = time.perf_counter()
    segments: list[pd.DataFrame] = []
    learnt = learn(cut(documents, SIZE), resources, segments.append, workers)
    shares, faults = [], list[Fault]()
    work = map(Work, cut(documents, SIZE), segments)
    for share in read_shards(work, learnt, resources, faults.extend, workers):
        if victim and not shares:
            os.kill(victim, signal.SIGKILL)
        shares.append(share)
    print(f"  {time.perf_counter() - began:6.1f} s")
    assert not faults, faults
    return shares


def equal(one: list[Shard], other: list[Shard]) -> bool:
    """Tell whether shares add up to the same to the last bit."""
    (*tables, words), (*others, theirs) = merge(one), merge(other)
    same = all(mine.equals(yours) for mine, yours in zip(tables, others, strict=True))
    return same and all(
        np.array_equal(getattr(words, name), getattr(theirs, name))
        for name in ("ids", "voice", "offsets", "vocabulary")
    )


def main(shared: Path, number: int) -> None:
    """Print the seconds of each way, and whether the results are equal."""
    documents = articles(shared, number)
    resources = Resources(clean.load_rules(OUTLETS), load_speech(LEXICONS))
    print(f"{number} articles of allsides-scale in shares of {SIZE}; one process:")
    here = timed(documents, resources, 1)
    print("two processes:")
    print("  equal:", equal(here, timed(documents, resources, 2)))
    with cluster() as made:
        print("two Dask workers:")
        print("  equal:", equal(here, timed(documents, resources, made.scheduler_address)))
        print("two Dask workers, one killed:")
        victim = next(iter(made.workers.values())).pid
        print("  equal:", equal(here, timed(documents, resources, made.scheduler_address, victim)))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 4_000)
