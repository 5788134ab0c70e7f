"""Learn how much each hint of a choice of words weighs: `python bench/choices.py ../shared`.

Pairs judged by reading (the same thing, or not; `naming/pairs.json` of the first argument, and
`bench/choices.csv`) are compared with what their story says of them, and a logistic model weighs
the hints. Printed is, for weights learnt without the story at hand, how many pairs of which
probability were the same thing; what all stories teach is written to
`data/lexicons/kin-weights.yml`. `python bench/choices.py ../shared spacy`, with the extra, does so
with what the parser puts beside each word, for `kin-weights-spacy.yml`.

`python bench/choices.py ../shared read 2911` writes no weights but lists what is proposed as sure
on the ten largest events of giveme5w1h and on 20 events of allsides-events, drawn with that seed
from those of three outlets that no pair was judged of, for a reader to mark each true or false.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.corpus import Corpus, load
from analysis.corpus.lexicons.kin import GRAMMARS, load_kin, load_kin_weights
from analysis.suggest.choices import SHOWN, choices, story_of
from analysis.suggest.likeness import Pair, read

ROOT: Final = Path(__file__).resolve().parents[1]
# Hints that can speak only against it, or only for it; the others as the pairs have it.
AGAINST: Final = ("joined by and", "in one sentence", "other figures", "one in the plural")
FOR: Final = (
    "synonyms", "classes shared", "same act", "same words beside", "neighbours alike",
    "slots shared", "contexts alike", "names alike",
)  # fmt: skip
# How strongly weights are held to nought (L2), of hints that are measured in standard deviations.
HELD: Final = 3.0
DRAWN: Final = 20
HEAD: Final = """\
# How much each hint weighs that two words of one class (`kin.yml`) mean the same thing in a story:
# a logistic model, learnt by bench/choices.py from pairs judged by reading. Above 0: speaks for
# it. What each hint measures stands in analysis/suggest/likeness.py.
"""
HEADS: Final = {
    "rules": HEAD,
    "spacy": f"{HEAD}# These are of the parser's reading (`suggest naming --grammar spacy`).\n",
}
Judged = dict[str, dict[frozenset[str], int]]
Row = tuple[str, dict[str, float], int]
Floats = NDArray[np.float64]


def judged_pairs(shared: Path) -> Judged:
    """Read the judged pairs: story -> the two words and N or V -> 1 for the same thing, or 0."""
    found: Judged = defaultdict(dict)
    own = csv.DictReader((ROOT / "bench" / "choices.csv").read_text("utf-8").splitlines())
    for row in [*json.loads((shared / "naming" / "pairs.json").read_text("utf-8")), *own]:
        key = frozenset((row["pos"], row["word"], row["other"]))
        found[row["story"]][key] = int(row["same"])
    return found


def stories(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the stories by the names that `pairs.json` gives them."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    corpora, largest = shared / "corpora", defaultdict(list)
    for row in _lines(corpora / "giveme5w1h" / "news_cluster.jsonl"):
        largest[row["event"]].append(row)
    for number, name in enumerate(sorted(largest, key=lambda n: (-len(largest[n]), n))[:10]):
        found[f"ten-{number}"] = largest[name]
    for row in _lines(shared / "benchmarks" / "newswcl50" / "newswcl50_raw.jsonl"):
        found[f"ncl-{row['event']}"].append(row)
    with gzip.open(corpora / "allsides-events" / "events_visible.jsonl.gz", "rt") as lines:
        for row in map(json.loads, lines):
            if row["text"].strip():
                found[f"all-{row['event']}"].append(row)
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return (row for row in rows if (row["text"] or "").strip())


def corpus_of(rows: Sequence[Mapping[str, Any]]) -> Corpus:
    """Load the articles of one story."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.jsonl"
        kept = ({key: row[key] for key in ("id", "outlet", "title", "text")} for row in rows)
        path.write_text("\n".join(map(json.dumps, kept)), encoding="utf-8")
        return load(path)


def rows_of(shared: Path, grammar: str) -> Iterator[Row]:
    """List the judged pairs of one class: story, hints, and whether it is the same thing."""
    kin, told = load_kin(), stories(shared)
    for name, pairs in sorted(judged_pairs(shared).items()):
        if name not in told:
            continue
        hints = read(story_of(corpus_of(told[name]), kin, grammar), kin)
        for pair, values in zip(hints.pairs, hints.values, strict=True):
            if _key(pair) in pairs:
                yield name, values, pairs[_key(pair)]


def _key(pair: Pair) -> frozenset[str]:
    return frozenset((pair[0][0][0].upper(), pair[0][1], pair[1][1]))


def learnt(names: Sequence[str], hints: Floats, same: Floats) -> Floats:
    """Learn weights, of the constant first, by penalised maximum likelihood."""
    centre, spread = hints.mean(axis=0), hints.std(axis=0) + 1e-9
    scaled = np.column_stack([np.ones(len(hints)), (hints - centre) / spread])

    def loss(weights: Floats) -> tuple[float, Floats]:
        total = scaled @ weights
        held = HELD * np.r_[0, weights[1:]]
        value = np.logaddexp(0, total).sum() - same @ total + held @ weights / 2
        return value, scaled.T @ (1 / (1 + np.exp(-total)) - same) + held

    bounds = [(None, None)] + [
        (0 if name in FOR else None, 0 if name in AGAINST else None) for name in names
    ]
    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, bounds=bounds).x
    weights = found[1:] / spread
    return np.r_[found[0] - weights @ centre, weights]


def learn(shared: Path, grammar: str) -> None:
    """Learn without each story in turn, say how that did, and write what all stories teach."""
    found = list(rows_of(shared, grammar))
    names = list(found[0][1])
    hints = np.array([[row[1][name] for name in names] for row in found])
    same = np.array([row[2] for row in found], dtype=float)
    story = np.array([row[0] for row in found])
    chance = np.zeros(len(found))
    for left_out in np.unique(story):
        rest = story != left_out
        weights = learnt(names, hints[rest], same[rest])
        chance[~rest] = 1 / (1 + np.exp(-(weights[0] + hints[~rest] @ weights[1:])))
    loss = -np.log(np.where(same > 0, chance, 1 - chance)).mean()
    print(f"{len(found)} pairs of one class, {int(same.sum())} the same thing; log loss {loss:.3f}")
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        some = chance >= least
        print(f"  p >= {least:.1f}: {int(some.sum()):4} pairs, {same[some].mean():.2f} the same")
    weights = learnt(names, hints, same)
    lines = [
        f"{name}: {weight:.3f}" for name, weight in zip(["always", *names], weights, strict=True)
    ]
    path = ROOT / "data" / "lexicons" / GRAMMARS[grammar]
    path.write_text(HEADS[grammar] + "\n".join(lines) + "\n", encoding="utf-8")


def show(shared: Path, seed: int) -> None:
    """List what is proposed as sure, to be read."""
    told, judged = stories(shared), judged_pairs(shared)
    names = sorted(
        name
        for name, rows in told.items()
        if name.startswith("all-") and name not in judged
        and len({row["outlet"] for row in rows}) > 2
    )  # fmt: skip
    drawn = [*(f"ten-{n}" for n in range(10)), *random.Random(seed).sample(names, DRAWN)]
    kin, weights = load_kin(), load_kin_weights()
    for name in drawn:
        corpus = corpus_of(told[name])
        began = time.perf_counter()
        found = choices(story_of(corpus, kin), kin, weights)
        took = time.perf_counter() - began
        print(f"{name}: {len(corpus.documents)} articles, {took:.1f} s")
        for choice in [each for each in found if each.is_sure][:SHOWN]:
            labels = ", ".join(f"{label} {len(each)}" for label, each in choice.labels.items())
            print(f"  {choice.probability:.2f}  {labels}")


if __name__ == "__main__":
    if sys.argv[2:3] == ["read"]:
        show(Path(sys.argv[1]).resolve(), int(sys.argv[3]))
    else:
        learn(Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else "rules")
