"""Measure false alarms and power on real articles: `python bench/calibration.py ../shared`.

A/A: articles of one outlet are dealt into two pseudo-outlets, so that every finding is false.
Power: a word is planted in real articles, once per 1,000 words on one side and twice on the
other, evenly (Poisson) and in bursts (a negative binomial with variance twice its mean).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.sparse import csc_array, hstack

from analysis.corpus import Corpus, load
from analysis.measures.keyness import ALPHA, Comparison, keyness
from analysis.statistics.association import g2_4term
from analysis.statistics.inference import Units, informative_prior, permutation_test

OUTLET = "CNN (Web News)"
SPLITS = 200


def dealt(corpus: Corpus, size: int, seed: int) -> Corpus:
    """Deal articles into two pseudo-outlets, A and B, of `size` each."""
    random = np.random.default_rng(seed)
    chosen = np.sort(random.choice(len(corpus.documents), 2 * size, replace=False))
    labels = random.permutation(np.repeat(["A", "B"], size))
    documents = corpus.documents.iloc[chosen].reset_index(drop=True)
    documents["origin"] = labels
    return replace(corpus, documents=documents, tokens=corpus.tokens.take(chosen))


def false_alarms(corpus: Corpus, size: int = 150) -> tuple[int, int]:
    """Count splits with a finding: by our test, and by token G2 with Benjamini-Hochberg."""
    ours = tokens = 0
    for seed in range(SPLITS):
        made = dealt(corpus, size, seed)
        table = keyness(made, Comparison("A", "B"), seed=seed)
        ours += bool((table["p_family"] <= ALPHA).any())
        target = (made.documents["origin"] == "A").to_numpy()
        sizes = made.lengths()[target].sum(), made.lengths()[~target].sum()
        g2 = g2_4term(table["frequency_target"], table["frequency_reference"], *sizes)
        p = stats.false_discovery_control(stats.chi2.sf(g2, 1))
        tokens += bool((p <= ALPHA).any())
        if seed % 20 == 19:
            print(f"  {seed + 1} splits: {ours} with a finding, token G2 {tokens}", flush=True)
    return ours, tokens


def planted(corpus: Corpus, size: int, bursts: bool, rounds: int) -> Iterator[bool]:
    """Plant a word at log ratio 1 and say whether it is found among all words tested."""
    for seed in range(rounds):
        made = dealt(corpus, size, 10_000 + seed)
        random = np.random.default_rng(seed)
        counts, _ = made.matrix(minimum_documents=2)
        target = (made.documents["origin"] == "A").to_numpy()
        length = made.lengths()
        mean = length * np.where(target, 0.002, 0.001)
        # Variance twice the mean: p = 1/2 and as many successes as the mean.
        word = random.negative_binomial(mean, 0.5) if bursts else random.poisson(mean)
        table = csc_array(hstack([counts, csc_array(word[:, None])]))
        units = Units(table, length.astype(float), target, np.zeros(len(length), dtype=np.int64))
        frequency = np.asarray(table.sum(axis=0)).ravel().astype(float)
        prior = informative_prior(frequency, float(length.sum()))
        yield bool(permutation_test(units, prior, seed=seed)[1][-1] <= ALPHA)


def main(shared: Path) -> None:
    """Print both figures."""
    everything = load(shared / "corpora/allsides-scale/part_a.jsonl.xz")
    corpus = everything.select(outlet=OUTLET)
    print(f"{OUTLET}: {len(corpus.documents)} articles")
    for voice in ("", "own"):
        ours, tokens = false_alarms(corpus.select(voice=voice) if voice else corpus)
        print(
            f"A/A 150 v 150, {voice or 'all'} voice(s), {SPLITS} splits with a finding: "
            f"ours {ours}, token G2 with BH {tokens}"
        )
    for bursts in (False, True):
        found = list(planted(corpus, 100, bursts, 100))
        how = "in bursts (variance = 2 means)" if bursts else "evenly (Poisson)"
        print(f"log ratio 1 at 1 per 1,000, 100 v 100, {how}: power {np.mean(found):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
