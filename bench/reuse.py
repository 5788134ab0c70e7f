"""Score text reuse, lineage and wire credits: `python bench/reuse.py ../shared [CORPUS.pkl]`.

The reference for allsides-scale is exact: all pairs of documents, their runs of 8 words as
sets of words (no hash of ours), containment in the smaller set. It is made of the words that
are counted, as they are loaded: once without runs that reach into quotation marks, which is
what `reuse` claims to find; once with them; and once of the raw text of the rows, furniture
and all. The file is scored by ../shared/score/reuse.py, which asks whether a pair is listed
(recall) and whether one that is called .5 holds (precision). With CORPUS.pkl the loaded
corpus is kept there for the next run.
"""

from __future__ import annotations

import gzip
import json
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, clean, credit, load
from analysis.corpus.read import read_documents
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.reuse import REPRINT, WORDS, lineage, reuse, runs
from analysis.measures.reuse.shingles import index

ROOT = Path(__file__).resolve().parents[1]
RULES = clean.load_rules(ROOT / "data" / "outlets")
SCALE = "corpora/allsides-scale/part_a.jsonl.xz"
WAGNER = ("corpora/wagner-2023", "000_90b934d624b4a997", "001_a98bb6da0c61f6b5")
QUOTED = 2
HEAD = ("dateline", "byline")

Sets = list[set[int]]
Pairs = dict[tuple[int, int], float]


# --- the exact reference ---------------------------------------------------------------------


def counted_runs(corpus: Corpus, *, quoted: bool) -> Sets:
    """List the runs of 8 words of each document, within its segments."""
    tokens = corpus.tokens
    assert isinstance(tokens, Tokens)
    found: Sets = []
    for start, end in zip(tokens.offsets, tokens.offsets[1:], strict=False):
        words = tokens.vocabulary[tokens.ids[start:end]].tolist()
        stretch, voice = tokens.stretch[start:end].tolist(), tokens.voice[start:end].tolist()
        found.append(
            {
                hash(" ".join(words[n : n + WORDS]))
                for n in range(len(words) - WORDS + 1)
                if stretch[n] == stretch[n + WORDS - 1]
                and (quoted or QUOTED not in voice[n : n + WORDS])
            }
        )
    return found


def raw_runs(corpus: Corpus) -> Sets:
    """List the runs of 8 words of each row's text, as it came."""
    documents = corpus.documents
    found: Sets = []
    for source, start in zip(documents["source"], documents["text_start"], strict=True):
        words = re.findall(r"\w+", source[start:].lower())
        found.append({hash(" ".join(words[n : n + WORDS])) for n in range(len(words) - WORDS + 1)})
    return found


def containments(held: Sets) -> Pairs:
    """Compare every document with every other: the share of the smaller one's runs."""
    holders: dict[int, list[int]] = {}
    for document, found in enumerate(held):
        for run in found:
            holders.setdefault(run, []).append(document)
    shared: dict[tuple[int, int], int] = {}
    for of in holders.values():
        for pair in combinations(of, 2):
            shared[pair] = shared.get(pair, 0) + 1
    return {
        (one, other): count / min(len(held[one]), len(held[other]))
        for (one, other), count in shared.items()
    }


def scale(shared: Path, kept: Path | None) -> None:
    """Print recall, precision and time on allsides-scale."""
    corpus = _corpus(shared / SCALE, kept)
    began = time.perf_counter()
    found = reuse(corpus)
    ours = time.perf_counter() - began
    seen = index(corpus)
    print(f"allsides-scale: {len(corpus.documents)} articles")
    print(f"  reuse: {ours:.1f} s, {len(found)} pairs listed", end="; ")
    print(f"furniture {seen.furniture} shingles, in too many documents {seen.many}")
    print("  ", found["relation"].value_counts().to_dict())
    ids = corpus.documents["document_id"].tolist()
    references = {
        "counted words outside quotations": lambda: counted_runs(corpus, quoted=False),
        "counted words": lambda: counted_runs(corpus, quoted=True),
        "raw text": lambda: raw_runs(corpus),
    }
    for name, sets in references.items():
        began = time.perf_counter()
        gold = containments(sets())
        spent = time.perf_counter() - began
        print(f"  exact, {name} ({spent:.0f} s): {_scored(shared, found, gold, ids)}")
        _compare(found, gold, ids)
    began = time.perf_counter()
    told = lineage(corpus, found)
    print(f"  lineage: {time.perf_counter() - began:.1f} s, {told['cluster'].nunique()} clusters,")
    print(f"    agrees {told['agrees'].sum()} of {len(told)}; source by", end=" ")
    print(told.loc[told["source_document_id"] != "", "direction"].value_counts().to_dict())
    began = time.perf_counter()
    print(f"  runs: {len(runs(corpus, found))} in {time.perf_counter() - began:.1f} s")


def _corpus(path: Path, kept: Path | None) -> Corpus:
    if kept is not None and kept.exists():
        loaded = pickle.loads(kept.read_bytes())
        assert isinstance(loaded, Corpus)
        return loaded
    corpus = load(path)
    if kept is not None:
        kept.write_bytes(pickle.dumps(corpus))
    return corpus


def _scored(shared: Path, found: pd.DataFrame, gold: Pairs, ids: list[str]) -> str:
    """Run the scorer."""
    with tempfile.TemporaryDirectory() as folder:
        found.to_parquet(Path(folder, "reuse.parquet"))
        path = Path(folder, "pairs.jsonl.gz")
        with gzip.open(path, "wt") as file:
            for (one, other), value in gold.items():
                row = {"a": ids[one], "b": ids[other], "containment": value}
                file.write(json.dumps(row) + "\n")
        command = [sys.executable, str(shared / "score" / "reuse.py"), folder, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _compare(found: pd.DataFrame, gold: Pairs, ids: list[str]) -> None:
    """Print how far our containment lies from the exact one, and who is called what."""
    exact = {frozenset((ids[one], ids[other])): value for (one, other), value in gold.items()}
    names = zip(found["document_id"], found["other_document_id"], strict=True)
    theirs = np.array([exact.get(frozenset(pair), 0.0) for pair in names])
    mine = found[["containment", "other_containment"]].max(axis=1).to_numpy()
    high = {pair for pair, value in exact.items() if value >= 0.5}
    rows = found[found["relation"] == REPRINT]
    called = set(map(frozenset, zip(rows["document_id"], rows["other_document_id"], strict=True)))
    some = theirs >= 0.05
    near = np.abs(mine - theirs)[some]
    print(
        f"    of {some.sum()} pairs >= .05: equal within .01 {np.mean(near <= 0.01):.3f}", end="; "
    )
    print(f"reprints {len(called)}, of these exact >= .5: {len(called & high)} (of {len(high)})")


# --- small corpora ---------------------------------------------------------------------------


def small(shared: Path) -> None:
    """Print what is found in the sample and in wagner-2023."""
    sample = load(ROOT / "data" / "sample")
    truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
    found = reuse(sample)
    pairs = {
        tuple(sorted((row["document_id"], row["other_document_id"]))) for row in truth["reprints"]
    }
    rows = found[found["relation"] != "independent"]
    ours = set(zip(rows["document_id"], rows["other_document_id"], strict=True))
    told = lineage(sample, found).set_index("document_id")
    right = sum(
        told["source_document_id"].get(row["document_id"]) == row["other_document_id"]
        and told["chain"].get(row["document_id"]) == row["chain"]
        and bool(told["agrees"].get(row["document_id"]))
        for row in truth["reprints"]
    )
    print(
        f"sample: {len(ours & pairs)} of {len(pairs)} reprints, {len(ours - pairs)} others;", end=""
    )
    print(f" source, chain and agreement right {right}")
    wagner = load(shared / WAGNER[0])
    found = reuse(wagner)
    print(f"wagner-2023: reprints and parts {(found['relation'] != 'independent').sum()};", end=" ")
    lines = runs(wagner, found)
    both = lines[(lines["document_id"] == WAGNER[1]) & (lines["other_document_id"] == WAGNER[2])]
    for row in both.itertuples():
        print(f"MT-AP run of {row.words} words, voice {row.voice}", end="; ")
    print(f"{len(lines)} runs in all")


# --- polnear ---------------------------------------------------------------------------------


def wires(shared: Path) -> None:
    """Print how many wire articles are credited, with and without dateline and byline."""
    for part in ("train.jsonl.gz", "dev.jsonl"):
        documents, _, _ = read_documents(shared / "benchmarks" / "polnear" / part)
        documents = documents.assign(agency="", origin="", chain="", byline="")
        segments = clean.segment(documents, RULES)
        print(f"polnear {part}: {_credits(documents, segments)}")
        cut = documents.assign(source=list(_without_head(documents, segments)))
        segments = clean.segment(cut, RULES)
        print(f"  dateline and byline removed: {_credits(cut, segments)}")


def _credits(documents: pd.DataFrame, segments: pd.DataFrame) -> str:
    found = credit.credit(documents, segments, RULES)["agency"]
    wanted = documents["wire"].fillna("").replace({"reuters": "Reuters"})
    wire = wanted != ""
    return (
        f"agency {((found == wanted) & wire).sum()} of {wire.sum()}, wrong agency "
        f"{((found != wanted) & wire & (found != '')).sum()}, false alarms "
        f"{((found != '') & ~wire).sum()} of {(~wire).sum()}"
    )


def _without_head(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[str]:
    """Cut datelines and bylines out of the sources."""
    head = segments[segments["label"].isin(HEAD)]
    spans = {name: rows for name, rows in head.groupby("document_id")}
    for name, source in zip(documents["document_id"], documents["source"], strict=True):
        rows = spans.get(name, head.iloc[:0]).sort_values("start", ascending=False)
        for start, end in zip(rows["start"], rows["end"], strict=True):
            source = source[:start] + source[end:]
        yield source


def main() -> None:
    """Print all figures."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared").resolve()
    small(shared)
    wires(shared)
    scale(shared, Path(sys.argv[2]) if len(sys.argv) > 2 else None)


if __name__ == "__main__":
    main()
