"""Score the reading of saved web pages: `python bench/pages.py ../shared`.

Body: F1 of word 4-grams (multiset) of the text kept against the publisher parser's paragraphs,
micro over pages. Title: equal after folding white space. Date: within a day.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

from analysis.corpus import clean
from analysis.corpus.language import words
from analysis.corpus.load import OUTLETS
from analysis.corpus.read import read_documents


def grams(text: str) -> Counter[tuple[str, ...]]:
    """Count the word 4-grams of a text."""
    run = [word.group().lower() for word in words(text)]
    return Counter(zip(*(run[step:] for step in range(4)), strict=False))


def main(shared: Path) -> None:
    """Print the scores of all pages together, and the worst of them."""
    folder = shared / "benchmarks/html-fundus"
    gold = {}
    for line in (folder / "html_fundus.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["html"].removeprefix("html/").removesuffix(".html.gz")] = row
    documents, rejected, _ = read_documents(folder / "html")
    segments = clean.segment(documents, clean.load_rules(OUTLETS))
    body = segments[segments["label"] == "body"].groupby("document_id")
    total: Counter[str] = Counter()
    worst = []
    for row in documents.itertuples():
        want = gold[row.document_id]
        spans = body.get_group(row.document_id) if row.document_id in body.groups else []
        text = "\n".join(row.source[s.start : s.end] for s in getattr(spans, "itertuples", list)())
        have, expected = grams(text), grams(want["text"])
        hit = (have & expected).total()
        total.update(hit=hit, have=have.total(), expected=expected.total(), pages=1)
        total["title"] += " ".join(want["title"].split()) == " ".join(row.title.split())
        day = pd.to_datetime(want["date"], utc=True).tz_localize(None)
        near = abs(row.published_earliest - day) <= pd.Timedelta("36h")
        total["date"] += bool(pd.notna(row.published_earliest) and near)
        total["wrong_date"] += bool(pd.notna(row.published_earliest) and not near)
        f1 = 2 * hit / max(1, have.total() + expected.total())
        worst.append((round(f1, 3), row.document_id))
    precision, recall = total["hit"] / total["have"], total["hit"] / total["expected"]
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{total['pages']} pages, {len(rejected)} refused")
    print(f"body 4-gram F1 {f1:.3f} (P {precision:.3f} R {recall:.3f})")
    print(f"title exact {total['title']}, date within a day {total['date']}", end="")
    print(f", wrong date {total['wrong_date']}")
    print("worst:", sorted(worst)[:8])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
