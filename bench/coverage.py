"""Measure who reports what: `python bench/coverage.py ../shared`.

Entities: cells of annotated entities x documents (a name is looked up under every form of the
gazetteer, so that a name annotated under an alias counts). Claims: each annotated claim takes
the cluster of ours whose sentences overlap its own best (Jaccard); a cell is right where
both or neither have a sentence of the document. Status of a cell: absent, asserted (one of
its sentences is in the outlet's own voice), or attributed.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import Corpus, load
from analysis.corpus.lexicons.entities import Gazetteer, load_gazetteer
from analysis.measures.coverage import claims, entities
from analysis.schema import CorpusError
from analysis.suggest.entities import propose

PAGES = ("000", "001", "002", "003")
ROOT = Path(__file__).resolve().parents[1]


def read(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def cells(ours: set[tuple[str, str]], gold: set[tuple[str, str]]) -> tuple[float, float, float]:
    """Score cells: precision, recall, F1."""
    right = len(ours & gold)
    return right / max(len(ours), 1), right / len(gold), 2 * right / (len(ours) + len(gold))


def variants(corpus: Corpus) -> dict[str, Gazetteer]:
    """List the gazetteers to compare: with the corpus's own names, without, and none."""
    full, general = load_gazetteer(corpus.name), load_gazetteer()
    found = {"gazetteer and discovery": full, "discovery alone": Gazetteer((), full.clues)}
    return found if full.names == general.names else found | {"general gazetteer": general}


def proposed(corpus: Corpus) -> pd.DataFrame | None:
    """Propose names by spaCy without any list; None where the extra is not installed."""
    try:
        return propose(corpus, Gazetteer((), load_gazetteer().clues), 1)
    except CorpusError:
        return None


def score_entities(corpus: Corpus, gold: dict[str, list[str]], width: int) -> dict[str, Any]:
    """Score the annotated entities; a document is named by the first letters of its id."""
    entity = {name.form: name.entity for name in load_gazetteer(corpus.name).names}
    wanted = {(entity.get(name, name), document) for name in gold for document in gold[name]}
    known = {entity.get(name, name) for name in gold}
    scores = {}
    tables = {title: entities(corpus, names) for title, names in variants(corpus).items()}
    by_model = proposed(corpus)
    if by_model is not None:
        tables["proposed by spaCy, no list"] = by_model
    for title, found in tables.items():
        found["concept"] = [entity.get(name, name) for name in found["concept"]]
        ours = set(zip(found["concept"], found["document_id"].str[:width], strict=True))
        scores[title] = cells({cell for cell in ours if cell[0] in known}, wanted)
    return scores


def wagner_entities(corpus: Corpus, folder: Path) -> dict[str, Any]:
    """Score the 38 entities x 5 documents."""
    gold = {name: row["body"] for name, row in read(folder / "entities.json").items()}
    return score_entities(corpus, gold, 3)


def sentence_ids(table: pd.DataFrame, folder: Path) -> list[str]:
    """Name our sentences as the annotator did; '' where none overlaps by half."""
    gold = read(folder / "sentences.json")
    return [
        next(
            (
                row["id"]
                for row in gold
                if document.startswith(row["doc"])
                and 2 * (min(end, row["end"]) - max(start, row["start"]))
                > row["end"] - row["start"]
            ),
            "",
        )
        for document, start, end in zip(
            table["document_id"], table["start"], table["end"], strict=True
        )
    ]


def wagner_claims(table: pd.DataFrame, folder: Path) -> dict[str, float]:
    """Score the 36 claims x 4 documents, and sentence pairs of two documents."""
    table = table.assign(sentence=sentence_ids(table, folder))
    table = table[table["sentence"] != ""]
    voice = dict(zip(table["sentence"], table["voice"], strict=True))
    clusters = [set(rows) for _, rows in table.groupby("claim_id")["sentence"]]
    presence = status = total = alone = 0
    for claim in read(folder / "claims.json"):
        wanted = {name for page in PAGES for name in claim["docs"][page]["sents"]}
        best = max(clusters, key=lambda ours: (len(wanted & ours) / len(wanted | ours), -len(ours)))
        best = best if wanted & best else set()
        for page in PAGES:
            gold = claim["docs"][page]["status"].partition(":")[0]
            voices = {voice[name] for name in best if name.startswith(page)}
            ours = "asserted" if "own" in voices else "attributed" if voices else "absent"
            presence += (gold == "absent") == (ours == "absent")
            status += gold == ours
            alone += gold == "absent"
            total += 1
    same = read(folder / "alignments.json")["sentence_pairs"]["same_statement_or_fact"]
    gold_pairs = {frozenset(pair) for pair in same}
    pairs = {
        frozenset(pair)
        for ours in clusters
        for pair in combinations(sorted(ours), 2)
        if pair[0][:3] != pair[1][:3]
    }
    right = len(pairs & gold_pairs)
    return {
        "presence": presence / total,
        "status": status / total,
        "presence if all were absent": alone / total,
        "pair precision": right / max(len(pairs), 1),
        "pair recall": right / len(gold_pairs),
    }


def sample_claims(table: pd.DataFrame, truth: list[dict[str, Any]]) -> dict[str, float]:
    """Score pairs of marked places of two documents, and whether each is attributed."""
    rows = []
    for row in truth:
        here = table[
            (table["document_id"] == row["document_id"])
            & (table["start"] <= row["start"])
            & (table["end"] >= row["end"])
        ].iloc[0]
        rows.append((row, here["claim_id"], here["voice"]))
    pairs = [
        (one["claim"] == other["claim"], ours == theirs)
        for (one, ours, _), (other, theirs, _) in combinations(rows, 2)
        if one["document_id"] != other["document_id"]
    ]
    right = sum(gold and ours for gold, ours in pairs)
    return {
        "precision": right / max(sum(ours for _, ours in pairs), 1),
        "recall": right / sum(gold for gold, _ in pairs),
        "voice": sum((v == "own") == (row["voice"] == "own") for row, _, v in rows) / len(rows),
    }


def show(title: str, scores: dict[str, Any]) -> None:
    """Print scores, one a line."""
    print(title)
    for name, value in scores.items():
        values = value if isinstance(value, tuple) else (value,)
        print(f"  {name:30} " + "  ".join(f"{score:.3f}" for score in values))


def first_articles(path: Path, most: int = 500) -> Corpus:
    """Load the first articles of a table file."""
    with tempfile.TemporaryDirectory() as folder, gzip.open(path, "rt", encoding="utf-8") as file:
        some = Path(folder) / "some.jsonl"
        some.write_text("".join(islice(file, most)), encoding="utf-8")
        return load(some)


def main(shared: Path) -> None:
    """Print all figures."""
    pages = load(shared / "corpora" / "wagner-2023")
    folder = shared / "benchmarks" / "wagner-2023"
    sample = load(ROOT / "data" / "sample")
    truth = read(ROOT / "data" / "sample-marked" / "truth.json")
    show("wagner-2023, entities x documents: P R F1", wagner_entities(pages, folder))
    show("sample, entities x documents: P R F1", score_entities(sample, truth["entities"], 99))
    show("wagner-2023, claims x documents", wagner_claims(claims(pages), folder))
    show("sample, marked claims", sample_claims(claims(sample), truth["claims"]))
    scale = first_articles(shared / "corpora" / "allsides-events" / "events_visible.jsonl.gz")
    scale = replace(scale, documents=scale.documents.assign(event="one"))
    clock = time.process_time()
    table = claims(scale)
    seconds = time.process_time() - clock
    print(
        f"one event of {len(scale.documents)} articles, {len(table)} sentences: "
        f"claims {seconds:.1f} s of one core"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
