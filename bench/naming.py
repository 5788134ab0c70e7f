"""Score naming on the wagner-2023 pages: `python bench/naming.py ../shared`.

A predicted mention is right if it overlaps a hand-annotated mention of the same concept, of
whatever length. Recall: annotated mentions of at most four words (in title, standfirst or
body) that a prediction of their concept overlaps. The lexicon was written with these pages
known, so recall here is no evidence of recall elsewhere.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import load
from analysis.corpus.lexicons.naming import load_naming
from analysis.measures.naming import mentions
from analysis.schema import COUNTED

CONCEPTS = ("EVENT", "WAGNER", "PRIGOZHIN", "WAR")
SHORT = 4


def read_gold(folder: Path, documents: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the annotated mentions and segments, under the document ids of the corpus."""
    named: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    for path in sorted(folder.glob("0*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        name = next(name for name in documents if name.startswith(page["doc_id"]))
        named += [{**row, "document_id": name} for row in page["naming"]]
        segments += [{**row, "document_id": name, "rule": "hand"} for row in page["segments"]]
    gold = pd.DataFrame(named)
    gold = gold[gold["concept"].isin(CONCEPTS) & gold["segment"].isin(COUNTED)]
    gold = gold.assign(short=gold["surface"].str.split().str.len() <= SHORT)
    return gold, pd.DataFrame(segments)[["document_id", "start", "end", "label", "rule"]]


def overlapped(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Say of each row whether one of the others overlaps it, in document and concept."""
    pairs = rows.reset_index().merge(others, on=["document_id", "concept"], suffixes=("", "_other"))
    touch = (pairs["start"] < pairs["end_other"]) & (pairs["start_other"] < pairs["end"])
    return pd.Series(rows.index.isin(pairs.loc[touch, "index"]), index=rows.index)


def report(title: str, found: pd.DataFrame, gold: pd.DataFrame) -> None:
    """Print precision and recall, together and for each concept, and what is wrong."""
    found = found.assign(
        right=overlapped(found, gold), right_short=overlapped(found, gold[gold["short"]])
    )
    gold = gold[gold["short"]].assign(hit=overlapped(gold[gold["short"]], found))
    print(f"{title}\n{'':10} predicted  right  (only longer)  precision   gold<=4  found  recall")
    for concept in (*CONCEPTS, "all"):
        ours = found if concept == "all" else found[found["concept"] == concept]
        want = gold if concept == "all" else gold[gold["concept"] == concept]
        right, longer = ours["right"].sum(), (ours["right"] & ~ours["right_short"]).sum()
        print(
            f"{concept:10} {len(ours):9} {right:6} {longer:14} {right / len(ours):10.3f} "
            f"{len(want):9} {want['hit'].sum():6} {want['hit'].mean():7.3f}"
        )
    short, wrong = found["right_short"].sum(), (~found["right"]).sum()
    print(f"precision with longer gold set aside: {short / (short + wrong):.3f}")
    for row in found[~found["right"]].itertuples():
        print(f"  wrong   {row.document_id[:3]} {row.start} {row.concept} {row.text!r}")
    for row in gold[~gold["hit"]].itertuples():
        print(f"  missed  {row.document_id[:3]} {row.start} {row.concept} {row.surface!r}")


def main(shared: Path) -> None:
    """Score the articles as our cleaning leaves them, and as the annotator segmented them."""
    corpus = load(shared / "corpora" / "wagner-2023")
    lexicon = load_naming(corpus.name).only(*CONCEPTS)
    gold, segments = read_gold(
        shared / "benchmarks" / "wagner-2023", corpus.documents["document_id"]
    )
    report("our segments", mentions(corpus, lexicon), gold)
    report("hand-made segments", mentions(replace(corpus, segments=segments), lexicon), gold)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
