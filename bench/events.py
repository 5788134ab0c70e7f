"""Score events and stories against hand-made ones: `python bench/events.py ../shared`.

The `event` column is taken away: only id, outlet, title, date and text are read. The setting
was chosen by figures of giveme5w1h; the others were scored three times on the way, and a poor
score of newswcl50 led to one more trial on giveme5w1h (see `Settings`).

Pair F1 and adjusted Rand index over all pairs of documents, as `../shared/score/events.py`
counts them: a document outside the table stands alone. "event" and "story" are the columns
that are scored. Then the seconds that allsides-scale takes, after loading.
"""

from __future__ import annotations

import gzip
import json
import lzma
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysis.corpus import Corpus, load
from analysis.measures.event import events
from analysis.schema import SCOPES

SETS = {
    "giveme5w1h": "corpora/giveme5w1h/news_cluster.jsonl",
    "basil": "benchmarks/basil/basil.jsonl",
    "newswcl50": "benchmarks/newswcl50/newswcl50_raw.jsonl",
    "allsides-events": "corpora/allsides-events/events_visible.jsonl.gz",
}
SCALE = "corpora/allsides-scale/part_a.jsonl.xz"
READ = ("id", "outlet", "title", "date", "text")


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Read the rows of a set."""
    content = path.read_bytes()
    if path.suffix in (".gz", ".xz"):
        content = gzip.decompress(content) if path.suffix == ".gz" else lzma.decompress(content)
    for line in content.split(b"\n"):
        if line.strip():
            yield json.loads(line)


def without_events(path: Path) -> Corpus:
    """Load a set as one that nobody has grouped."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / f"{path.name.split('.')[0]}.jsonl"
        with plain.open("w", encoding="utf-8") as out:
            for row in rows_of(path):
                out.write(json.dumps({name: row.get(name) for name in READ}) + "\n")
        return load(plain)


def agreement(gold: Iterable[str], found: Iterable[str]) -> dict[str, float]:
    """Compare two groupings of the same documents: pair F1, precision, recall and ARI."""
    pairs = list(zip(gold, found, strict=True))

    def within(labels: Iterable[Any]) -> float:
        return sum(count * (count - 1) / 2 for count in Counter(labels).values())

    both, one, two = within(pairs), within(g for g, _ in pairs), within(f for _, f in pairs)
    chance = one * two / (len(pairs) * (len(pairs) - 1) / 2)
    return {
        "F1": 2 * both / max(one + two, 1),
        "P": both / max(two, 1),
        "R": both / max(one, 1),
        "ARI": (both - chance) / max((one + two) / 2 - chance, 1e-9),
    }


def score(shared: Path, name: str) -> dict[str, dict[str, float]]:
    """Group one set without its events and compare with them: event and story."""
    path = shared / SETS[name]
    gold = {str(row["id"]): str(row["event"]) for row in rows_of(path)}
    corpus = without_events(path)
    table = events(corpus).set_index("document_id")
    scores = {}
    for scope in SCOPES:
        found = table[scope].to_dict()
        scores[scope] = agreement(gold.values(), [found.get(one, f"alone {one}") for one in gold])
    return scores


def main(shared: Path) -> None:
    """Print the scores of every set and the seconds of the large one."""
    for name in SETS:
        for scope, values in score(shared, name).items():
            shown = "  ".join(f"{key} {value:.3f}" for key, value in values.items())
            print(f"{name:16} {scope:6} {shown}", flush=True)
    corpus = without_events(shared / SCALE)
    wall, cpu = time.perf_counter(), time.process_time()
    table = events(corpus)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"allsides-scale: {len(corpus.documents):,} articles, {len(table):,} of them in "
        f"{table['event'].nunique():,} events of {table['story'].nunique():,} stories, "
        f"{wall:.1f} s ({cpu:.1f} s of processor time)"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
