"""Stack the real articles of ../shared to a corpus of N: `python stack.py SHARED FOLDER N [N ...]`.

Every article once, in a shuffled order, then copies of them in which every eighth word is
exchanged for one drawn from the running words of all articles: copies alone would bring no new
words or pairs of words, and everything that counts would look better than it is. Smaller
corpora are the beginnings of larger ones; the same seed makes the same corpus.
"""

from __future__ import annotations

import gzip
import json
import lzma
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from measure import EVENT

SEED: Final = 20230625
FILES: Final = (
    "corpora/allsides-scale/part_a.jsonl.xz",
    "corpora/allsides-events/events_visible.jsonl.gz",
    "corpora/giveme5w1h/news_cluster.jsonl",
    "corpora/reuters-21578/reuters21578.jsonl.xz",
)
OUTLETS: Final = ("Outlet A", "Outlet B", "Outlet C", "Outlet D", "Outlet E", "Outlet F")
FIRST: Final = np.datetime64("2019-01-01")
DAYS: Final = 2192
EXCHANGED: Final = 1 / 8
_OPEN: Final = {".xz": lzma.open, ".gz": gzip.open}
_GROUP: Final = 5000
_COLUMNS: Final = ("document_id", "outlet", "date", "title", "text")
# What stands for one event that very many report: of these articles the latest on this matter.
_MATTER: Final = ("corpora/allsides-scale/part_a.jsonl.xz", "white_house")


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with _OPEN.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def pool(shared: Path) -> list[tuple[str, str]]:
    """Read (title, text) of every article that has text."""
    found = []
    for name in FILES:
        for row in _read(shared / name):
            text = unicodedata.normalize("NFC", (row["text"] or "").strip())
            if text:
                found.append((" ".join((row["title"] or "").split()), text))
    return found


def event(shared: Path, folder: Path) -> None:
    """Write the articles of one event, with their own outlets and dates."""
    target = folder / "event.parquet"
    if target.exists():
        return
    name, matter = _MATTER
    about = [row for row in _read(shared / name) if row["topic"] == matter and row["date"]]
    if len(about) < EVENT:
        sys.exit(f"{name} has {len(about)} articles with a date on {matter}, not {EVENT}.")
    latest = sorted(about, key=lambda row: (row["date"], row["id"]))[-EVENT:]
    columns = {
        key: [row[key] for row in latest] for key in ("id", "outlet", "date", "title", "text")
    }
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table(columns | {"event": [matter] * len(latest)})
    pq.write_table(table, folder / "event.part", compression="zstd")
    (folder / "event.part").rename(target)


def rows(articles: list[tuple[str, str]], size: int) -> Iterator[tuple[str, ...]]:
    """Make the rows of the corpus, one after another."""
    random = np.random.default_rng(SEED)
    order = random.permutation(len(articles))
    # Words are drawn from some articles only: the list of all would take a gigabyte.
    drawn = [word for place in order[:4000] for word in articles[place][1].split(" ") if word]
    for number in range(size):
        title, text = articles[order[number % len(articles)]]
        if number >= len(articles):
            words = text.split(" ")
            count = max(int(len(words) * EXCHANGED), 1)
            places = random.integers(len(words), size=count).tolist()
            others = random.integers(len(drawn), size=count).tolist()
            for place, other in zip(places, others, strict=True):
                words[place] = drawn[other]
            text = " ".join(words)
        day = str(FIRST + int(random.integers(DAYS)))
        yield f"d{number:07}", OUTLETS[int(random.integers(len(OUTLETS)))], day, title, text


def write(shared: Path, folder: Path, sizes: list[int]) -> None:
    """Write one Parquet file for each size that is not there yet."""
    wanted = [size for size in sizes if not (folder / f"{size}.parquet").exists()]
    if not wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, pa.string()) for name in _COLUMNS])
    paths = {size: folder / f"{size}.part" for size in wanted}
    writers = {size: pq.ParquetWriter(paths[size], schema, compression="zstd") for size in wanted}
    group: list[tuple[str, ...]] = []
    for number, row in enumerate(rows(pool(shared), max(wanted)), 1):
        group.append(row)
        if len(group) == _GROUP or number in wanted:
            table = pa.table(dict(zip(_COLUMNS, map(list, zip(*group, strict=True)), strict=True)))
            for writer in writers.values():
                writer.write_table(table.cast(schema))
            group = []
        if number in wanted:
            writers.pop(number).close()
            paths[number].rename(folder / f"{number}.parquet")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]])
    event(Path(sys.argv[1]), Path(sys.argv[2]))
