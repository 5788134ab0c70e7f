"""One hash for each table of each corpus: a move or a deletion must change none of them.

`python bench/hashes.py ../shared > before.txt`, then again after the change, then `diff`. Of
corpora of more than 2,000 articles the tables that compare articles with each other are left
out: they take long, and rest on those that are hashed.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.corpus import load
from analysis.tables import tables_of

ROOT = Path(__file__).resolve().parents[1]
OF_ARTICLES = ("documents", "segments", "quotations", "rejected", "notes", "mentions", "frames")
OF_STORIES = ("events", "statements", "reuse", "claims", "coverage")
_SMALL = 2_000


def hashes(corpus: Path) -> Iterator[tuple[str, int, str]]:
    """Give (table, rows, hash) of each table of a corpus; hashes are of their CSV."""
    read = load(corpus)
    made = tables_of(read, "outlet")
    tokens = read.running_words()
    yield "tokens", len(tokens), _hash(tokens)
    small = len(read.documents) <= _SMALL
    for name in (*OF_ARTICLES, *(OF_STORIES if small else ())):
        if name != "documents" or small:
            yield name, len(made[name]), _hash(made[name])
        else:
            yield name, len(read.documents), _hash(read.documents)
    if small:
        yield "entities", len(made.entities), _hash(made.entities)


def _hash(table: pd.DataFrame) -> str:
    digest = hashlib.sha256()
    for start in range(0, max(1, len(table)), 200_000):
        part = table.iloc[start : start + 200_000]
        digest.update(part.to_csv(index=False, float_format="%.9g").encode())
    return digest.hexdigest()[:16]


def main() -> None:
    """Print a line for each table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--only", default="", help="only corpora whose name holds this")
    given = parser.parse_args()
    corpora = given.shared / "corpora"
    with tempfile.TemporaryDirectory() as folder:
        places = [
            ROOT / "data" / "sample",
            *sorted(path for path in corpora.iterdir() if path.is_dir()),
        ]
        for place in places:
            if given.only in place.name:
                for name, rows, digest in hashes(_alone(place, Path(folder))):
                    print(f"{place.name}\t{name}\t{rows}\t{digest}", flush=True)


def _alone(place: Path, folder: Path) -> Path:
    """Give the articles of a corpus without the page that describes them."""
    tables = [path for path in sorted(place.iterdir()) if ".jsonl" in path.suffixes]
    if not tables:
        return place
    (folder / tables[0].name).symlink_to(tables[0].resolve())
    return folder / tables[0].name


if __name__ == "__main__":
    sys.exit(main())
