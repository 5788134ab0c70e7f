"""Score statements on annotated articles: `python bench/statements.py ../shared`.

wagner-2023: pairs of sentences of the June 2023 event, ranked by the likeness of their
quotations; average precision (ties count as chance) against the annotated pairs that say the
same. "Within speaker" means that a speaker of the first may be one of the second, by our own
quotations; annotated pairs that this keeps apart are named, and counted as missed in the
second figure. The pages were known when the rules were made.

data/sample: variants marked in its truth. Two quotations are a pair if the truth gives both
one statement. `change` is relative to a base, and of two wordings either can be the base: where
we chose the one the truth calls reworded, verbatim and reworded change places.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import Corpus, load
from analysis.measures.statement import changes, pairs_scored, statements, variorum
from analysis.measures.statement.units import Speaker, stands_for, units

ROOT = Path(__file__).resolve().parents[1]
Pair = tuple[str, str]


def average_precision(scored: dict[Pair, float], wanted: set[Pair]) -> float:
    """Average the precision at each wanted pair; equal scores come in at one time."""
    total = right = 0
    area = 0.0
    ranked = sorted(scored.items(), key=lambda item: -item[1])
    for _, same in groupby(ranked, key=lambda item: item[1]):
        hits = [pair in wanted for pair, _ in same]
        total, right = total + len(hits), right + sum(hits)
        area += sum(hits) * right / total
    return area / len(wanted)


def sentences_of(sentences: list[dict[str, Any]], document: str, start: int, end: int) -> list[str]:
    """Name the sentences that a span touches."""
    return [
        one["id"]
        for one in sentences
        if document.startswith(one["doc"]) and one["start"] < end and start < one["end"]
    ]


def ranked_sentences(
    corpus: Corpus, sentences: list[dict[str, Any]]
) -> tuple[dict[Pair, float], dict[Pair, float]]:
    """Score the pairs of sentences whose speakers may be one, and all pairs."""
    documents = corpus.documents.set_index("document_id")["event"]
    event = documents.value_counts().idxmax()
    known = {name[:3] for name in documents[documents == event].index}
    mine = [one for one in sentences if one["doc"] in known]
    every = {
        tuple(sorted((a["id"], b["id"]))): 0.0
        for a, b in combinations(mine, 2)
        if a["doc"] != b["doc"]
    }
    within: dict[Pair, float] = {}
    rows = list(units(corpus).itertuples(index=False))
    for one, other in combinations(rows, 2):
        a, b = (Speaker(row.speaker_id, row.side) for row in (one, other))
        if a.name == b.name or stands_for(a, b) or stands_for(b, a):
            for pair in _pairs(sentences, one, other):
                within[pair] = 0.0
    for row in pairs_scored(corpus).itertuples(index=False):
        ours = sentences_of(sentences, row.document_id, row.start, row.end)
        theirs = sentences_of(sentences, row.other_document_id, row.other_start, row.other_end)
        for first in ours:
            for second in theirs:
                pair = tuple(sorted((first, second)))
                within[pair] = max(within.get(pair, 0.0), row.score)
    within = {pair: score for pair, score in within.items() if pair in every}
    return within, {**every, **within}


def _pairs(sentences: list[dict[str, Any]], one: Any, other: Any) -> set[Pair]:
    ours, theirs = (
        sentences_of(sentences, row.document_id, row.start, row.end) for row in (one, other)
    )
    return {tuple(sorted((a, b))) for a in ours for b in theirs}


def score_pages(shared: Path) -> None:
    """Score wagner-2023: ranking, hard negatives, the four changes of TASS."""
    corpus = load(shared / "corpora" / "wagner-2023")
    folder = shared / "benchmarks" / "wagner-2023"
    gold = json.loads((folder / "alignments.json").read_text(encoding="utf-8"))
    sentences = json.loads((folder / "sentences.json").read_text(encoding="utf-8"))
    within, every = ranked_sentences(corpus, sentences)
    for name in ("verbatim", "same_statement"):
        wanted = {tuple(sorted(pair)) for pair in gold["sentence_pairs"][name]}
        there = wanted & set(within)
        print(f"{name}: {len(wanted)} pairs, {len(there)} within speaker")
        print(f"  within speaker, {len(within)} pairs   {average_precision(within, there):.3f}")
        print(f"  within speaker, missed count {average_precision(within, wanted):.3f}")
        print(f"  all {len(every)} pairs              {average_precision(every, wanted):.3f}")
        print(f"  not of one speaker to us: {sorted(wanted - there)}")
    found = statements(corpus)
    together = sentence_pairs(found, sentences)
    hard = [tuple(sorted(pair)) for pair in gold["sentence_pairs"]["hard_negatives"]]
    hard += [("000.s2", "001.s9"), ("001.s3", "001.s9"), ("001.s9", "003.s2")]
    print(f"hard negatives merged: {[pair for pair in hard if pair in together]} of {len(hard)}")
    wanted = {tuple(sorted(pair)) for pair in gold["sentence_pairs"]["same_statement"]}
    merged = {pair for pair in together if pair in every}
    right = len(merged & wanted)
    print(f"merged sentence pairs: {len(merged)}, right {right}; of {len(wanted)} annotated")
    print(f"  also merged: {sorted(merged - wanted)}\n  not merged: {sorted(wanted - merged)}")
    ours, hand = tass_changes(corpus, found), hand_changes(gold)
    print(f"the {len(hand)} changes of TASS exactly: {ours == hand}")


def hand_changes(gold: dict[str, Any]) -> list[Pair]:
    """Read the annotator's changes of TASS, without the words both sides of one share."""
    group = next(group for group in gold["groups"] if group["id"] == "A1")
    return [_bare(row["common"], row["tass"]) for row in group["hand_diff"]]


def _bare(one: str, other: str) -> Pair:
    """Leave out the words, marks apart, with which both begin and end."""
    a, b = (re.findall(r"[\w'’]+|[^\w\s]", text) for text in (one, other))
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return " ".join(a), " ".join(b)


def tass_changes(corpus: Corpus, found: pd.DataFrame) -> list[Pair]:
    """Give the changes of TASS's quotation of the most reported statement."""
    first = found[found["statement_id"] == found.iloc[0]["statement_id"]]
    quoted = first[first["document_id"].str.startswith("003") & (first["kind"] == "direct")]
    table = changes(variorum(corpus, found, found.iloc[0]["statement_id"]))
    tass = table.merge(
        quoted, left_on=["document_id", "variant_start"], right_on=["document_id", "start"]
    )
    return [
        (before.replace("\u00a0", " "), after.replace("\u00a0", " "))
        for before, after in zip(tass["base_text"], tass["text"], strict=True)
    ]


def sentence_pairs(found: pd.DataFrame, sentences: list[dict[str, Any]]) -> set[Pair]:
    """Pair the sentences of variants of one statement."""
    pairs: set[Pair] = set()
    for _, rows in found.groupby("statement_id"):
        for one, other in combinations(rows.itertuples(index=False), 2):
            pairs |= _pairs(sentences, one, other)
    return pairs


def score_sample() -> None:
    """Score data/sample: pairs of marked variants, and the name of each change."""
    truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
    found = statements(load(ROOT / "data" / "sample"))
    marked = [
        (row, _overlapping(found, row))
        for row in truth["statements"]
        if sum(other["statement_id"] == row["statement_id"] for other in truth["statements"]) > 1
    ]
    right = wrong = missed = 0
    for (one, ours), (other, theirs) in combinations(marked, 2):
        same = one["statement_id"] == other["statement_id"]
        joined = bool(ours and theirs and ours[0] == theirs[0])
        right, wrong, missed = (
            right + (same and joined),
            wrong + (joined and not same),
            missed + (same and not joined),
        )
    print(f"\nsample: pairs right {right}, wrong {wrong}, missed {missed}")
    print(f"  precision {right / max(right + wrong, 1):.3f}  recall {right / (right + missed):.3f}")
    for one, ours in marked:
        if not ours:
            print(f"  in no statement: {one['statement_id']} {one['document_id']} {one['change']}")
    names = _changes(marked)
    agreed = sum(want == got for want, got, _ in names)
    print(f"  change: {agreed} of {len(names)}")
    for want, got, row in names:
        if want != got:
            print(f"    {row['statement_id']} {row['document_id']}: {want}, not {got}")


def _overlapping(found: pd.DataFrame, row: dict[str, Any]) -> tuple[str, str] | None:
    """Find the variant that covers most of a marked one: its statement and its change."""
    mine = found[found["document_id"] == row["document_id"]]
    common = mine["end"].clip(upper=row["end"]) - mine["start"].clip(lower=row["start"])
    size = (mine["end"] - mine["start"]).clip(lower=row["end"] - row["start"])
    share = common / size
    if mine.empty or share.max() < 0.5:
        return None
    best = mine.loc[share.idxmax()]
    return str(best["statement_id"]), str(best["change"])


def _changes(marked: list[Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Put each marked change beside ours, seen from the base that we chose."""
    swap = {"verbatim": "reworded", "reworded": "verbatim"}
    bases = {ours[0]: row["change"] for row, ours in marked if ours and ours[1] == "base"}
    names = []
    for row, ours in marked:
        if ours:
            is_other = bases.get(ours[0]) == "reworded"
            want = swap.get(row["change"], row["change"]) if is_other else row["change"]
            names.append((want, "verbatim" if ours[1] == "base" else ours[1], row))
    return names


if __name__ == "__main__":
    score_pages(Path(sys.argv[1]).resolve())
    score_sample()
