"""Score descriptions on NewsWCL50's PROPERTY codes: `python bench/description.py ../shared`.

A PROPERTY is a stretch that describes a coded concept. It is found where a description overlaps
it; with the right target where the mention that is described overlaps a coded mention of the
concept. Most codes stand under a pronoun, in another clause or are whole clauses, of which rules
that look at neighbours see nothing; "beside" are those with a coded mention of their target in
the same sentence. Events 0 to 4 alone are here.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from suggest import plain_text

from analysis.corpus import load
from analysis.measures.description import descriptions
from analysis.tables import tables_of

FILE = Path("benchmarks/newswcl50/newswcl50_raw.jsonl")
_ARTICLE = ("id", "outlet", "title", "text")


class Code(NamedTuple):
    """A coded stretch: where it stands, its sentence, and what it names or describes."""

    document_id: str
    start: int
    end: int
    sentence: int
    concepts: frozenset[str]
    is_property: bool


def codes(row: dict[str, Any], source: str) -> Iterator[Code]:
    """Lay the annotations of an article out as places in its source."""
    source, position, starts = plain_text(source), 0, []
    for sentence in row["sentences"]:
        plain = plain_text(sentence)
        inner = plain.strip("\" '")
        start = source.find(inner, position)
        start = start if start >= 0 else source.find(inner)
        starts.append(start - plain.find(inner) if start >= 0 else -1)
        position = max(start, position)
    for note in row["annotations"]:
        at = note["char_in_sentence"]
        if starts[note["sentence"]] < 0 or at is None or at < 0:
            continue
        start = starts[note["sentence"]] + at
        is_property = note["type"] == "PROPERTY"
        named = str(note["target"] if is_property else note["concept"]).split("; ")
        concepts = frozenset(name.rpartition("\\")[2] for name in named)
        end = start + len(note["mention"])
        yield Code(row["id"], start, end, note["sentence"], concepts, is_property)


def overlapping(rows: pd.DataFrame, code: Code, start: str = "start", end: str = "end") -> Any:
    """Keep the rows that overlap a coded stretch of their document."""
    return rows[(rows[start] < code.end) & (rows[end] > code.start)]


def score(found: pd.DataFrame, coded: Sequence[Code]) -> dict[str, int]:
    """Count the properties, those that are found, and those found of the right target."""
    by_document = dict(tuple(found.groupby("document_id")))
    nothing = found.iloc[:0]
    counts = dict.fromkeys(("all", "found", "right", "beside", "beside right"), 0)
    for code in coded:
        if not code.is_property:
            continue
        named = [
            other
            for other in coded
            if not other.is_property
            and other.document_id == code.document_id
            and other.concepts & code.concepts
        ]
        if not named:
            continue
        rows = overlapping(by_document.get(code.document_id, nothing), code)
        right = any(
            not overlapping(rows, other, "concept_start", "concept_end").empty for other in named
        )
        beside = any(other.sentence == code.sentence for other in named)
        counts["all"] += 1
        counts["found"] += not rows.empty
        counts["right"] += right
        counts["beside"] += beside
        counts["beside right"] += beside and right
    return counts


def main(shared: Path) -> None:
    """Print, for each event and all, how many properties are found and of the right target."""
    lines = (shared / FILE).read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    total: dict[str, int] = {}
    seconds = 0.0
    for event in sorted({str(row["event"]) for row in articles}):
        rows = [row for row in articles if str(row["event"]) == event]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "event.jsonl"
            kept = [{name: row[name] for name in _ARTICLE} for row in rows]
            path.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
            corpus = load(str(path))
        tables = tables_of(corpus, "outlet")
        people, named = tables.entities, tables["mentions"]
        begin = time.perf_counter()
        found = descriptions(corpus, people, named)
        seconds += time.perf_counter() - begin
        sources = dict(
            zip(corpus.documents["document_id"], corpus.documents["source"], strict=True)
        )
        coded = [code for row in rows for code in codes(row, sources[row["id"]])]
        counts = score(found, coded)
        total = {name: total.get(name, 0) + count for name, count in counts.items()}
        print(f"event {event}: {len(found):4} descriptions", counts)
    print("all", total, f"{1000 * seconds / len(articles):.1f} s per 1,000 articles")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
