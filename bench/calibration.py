"""Measure false alarms, power and intervals: `python bench/calibration.py ../shared [SPLITS]`.

A/A: articles of one outlet are dealt into two pseudo-outlets, so that every finding is false.
Power: words are planted in real articles, evenly (Poisson) and in bursts (a negative binomial),
and held against what a finding needs there. Intervals: how often that of a planted word holds the
ratio it was planted at, and how often that of a share or rate in some articles of the outlet holds
that of all. Topics: articles are dealt by event, unmatched and matched.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csc_array
from scipy.stats import binomtest, chi2, false_discovery_control

from analysis.corpus import Corpus, load
from analysis.corpus.lexicons.naming import load_frames, load_naming
from analysis.measures.naming import frames, mentions
from analysis.schema import ALPHA
from analysis.statistics.association import g2_4term
from analysis.statistics.copies import long_enough
from analysis.statistics.inference import interval
from analysis.statistics.intervals import Clustered
from analysis.statistics.score import permutation_test, scores
from analysis.statistics.units import Units

OUTLET = "CNN (Web News)"
SIZES = ((150, 150), (30, 270), (5, 295), (20, 20))
PERMUTATIONS = 399
POWER = (
    # How a word is planted: shape of its bursts (0 for none), log ratio, times per 1,000 words.
    (0.0, 1.0, 1.0),
    (0.3, 2.0, 1.0),
    (0.0, 2.0, 0.1),
    (0.3, 3.0, 0.1),
    (0.0, 3.0, 0.1),
)
COVERED = ((5, 5), (10, 10), (20, 20), (150, 150), (5, 295))


def units_of(corpus: Corpus, rows: np.ndarray, is_target: np.ndarray) -> Units:
    """Count the words of some articles."""
    words = corpus.tokens.take(rows)
    counts, _ = words.matrix(1, 2)
    length = words.lengths(1).astype(float)
    return Units(csc_array(counts, dtype=float), length, is_target, np.zeros(len(rows), dtype=int))


def dealt(corpus: Corpus, sizes: tuple[int, int], seed: int) -> Units:
    """Deal articles with words enough into two pseudo-outlets at random."""
    random = np.random.default_rng(seed)
    lengths = corpus.lengths()
    pool = np.flatnonzero(long_enough(lengths, lengths))
    rows = np.sort(random.choice(pool, sum(sizes), replace=False))
    return units_of(corpus, rows, random.permutation(np.repeat([True, False], sizes)))


def share(hits: int, of: int) -> str:
    """Write a share with its 95 % interval."""
    low, high = binomtest(hits, of).proportion_ci(method="wilson")
    return f"{hits}/{of} = {hits / of:.3f} [{low:.3f}, {high:.3f}]"


def false_alarms(corpus: Corpus, sizes: tuple[int, int], splits: int) -> tuple[int, int]:
    """Count splits with a finding: by our test, and by token G2 with Benjamini-Hochberg."""
    ours = tokens = 0
    for seed in range(splits):
        units = dealt(corpus, sizes, seed)
        found = permutation_test(units, permutations=PERMUTATIONS, seed=seed)
        ours += bool((found.p_family <= ALPHA).any())
        a, b = (
            np.asarray(units.counts.T @ side.astype(float))
            for side in (units.is_target, ~units.is_target)
        )
        words = units.length[units.is_target].sum(), units.length[~units.is_target].sum()
        p = chi2.sf(g2_4term(a, b, *words), 1)
        tokens += bool((false_discovery_control(p) <= ALPHA).any())
    return ours, tokens


def planted(units: Units, shape: float, effect: float, rate: float, seed: int) -> csc_array:
    """Plant sixty words of one kind."""
    random = np.random.default_rng(seed)
    mean = units.length * rate / 1000 * np.where(units.is_target, 2.0**effect, 1.0)
    means = np.repeat(mean[:, None], 60, axis=1)
    if shape:
        means = means * random.gamma(shape, 1 / shape, means.shape)
    return csc_array(random.poisson(means).astype(float))


def power(corpus: Corpus, size: int, kind: tuple[float, float, float], rounds: int) -> float:
    """Give the share of planted words that reach what a finding needs."""
    hits = []
    for seed in range(rounds):
        units = dealt(corpus, (size, size), 10_000 + seed)
        needed = permutation_test(units, permutations=PERMUTATIONS, seed=seed).critical(ALPHA)
        words = planted(units, *kind, seed)
        z = scores(Units(words, units.length, units.is_target, units.stratum))
        hits.append((z >= needed).mean())
    return float(np.mean(hits))


def coverage(corpus: Corpus, sizes: tuple[int, int], rounds: int) -> float:
    """Give the share of intervals that hold the ratio of planted words, bursts of k = 1."""
    inside = every = 0
    for seed in range(rounds):
        units = dealt(corpus, sizes, 20_000 + seed)
        for effect in (0.0, 1.0):
            words = planted(units, 1.0, effect, 2.0, seed)
            low, high = interval(Units(words, units.length, units.is_target, units.stratum))
            inside += int(((low <= effect) & (effect <= high)).sum())
            every += int(np.isfinite(low).sum())
    return inside / every


def drawn(x: np.ndarray, m: np.ndarray, size: int, seed: int) -> tuple[Clustered, float]:
    """Draw so many articles a thousand times; and what x / M is in all."""
    holding = np.flatnonzero(m > 0)
    picked = holding[np.random.default_rng(seed).integers(0, len(holding), (1000, size))]
    a, b = x[picked], m[picked]
    weight = 1 / (1 - b / b.sum(axis=1, keepdims=True))
    sums = Clustered(
        np.full(len(a), float(size)), a.sum(axis=1), b.sum(axis=1), (weight * a**2).sum(axis=1),
        (weight * a * b).sum(axis=1), (weight * b**2).sum(axis=1), (b**2).sum(axis=1),
    )  # fmt: skip
    return sums, x.sum() / m.sum()


def ratios(corpus: Corpus) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Count for each article what shares of names and rates of frames are made of, x and m.

    Names that 15 articles use, of what 60 mention, and which are not nearly all of its mentions.
    """

    def per_document(rows: pd.DataFrame) -> np.ndarray:
        places = corpus.positions(rows["document_id"])
        return np.bincount(places, minlength=len(corpus.documents)).astype(float)

    shares, words = [], corpus.lengths().astype(float)
    for _, of_concept in mentions(corpus, load_naming()).groupby("concept"):
        m = per_document(of_concept)
        for _, of_label in of_concept.groupby("label"):
            x = per_document(of_label)
            if (m > 0).sum() >= 60 and (x > 0).sum() >= 15 and x.sum() < 0.97 * m.sum():
                shares.append(np.stack([x, m]))
    cues = frames(corpus, load_frames()).groupby("frame")
    return shares, [np.stack([per_document(of_frame), words]) for _, of_frame in cues]


def held(parts: list[np.ndarray], size: int, *, is_share: bool) -> list[float]:
    """Give for each name or frame how often its interval holds that of all articles."""
    inside = []
    for x, m in parts:
        sums, whole = drawn(x, m, size, 5)
        low, high = sums.share_interval() if is_share else sums.rate_interval()
        inside.append(float(((low <= whole) & (whole <= high)).mean()))
    return inside


def by_topic(corpus: Corpus, splits: int, sigma: float = 2.0) -> tuple[int, int]:
    """Deal articles by probabilities that hang on their event; look unmatched and matched."""
    events = corpus.documents["event"].to_numpy(dtype=str)
    names, event = np.unique(events, return_inverse=True)
    several = np.flatnonzero((np.bincount(event) > 1)[event] & (events != ""))
    free = bound = 0
    for seed in range(splits):
        random = np.random.default_rng(30_000 + seed)
        chance = 1 / (1 + np.exp(-sigma * random.normal(size=len(names))))
        rows = np.sort(random.choice(several, min(300, len(several)), replace=False))
        units = units_of(corpus, rows, random.random(len(rows)) < chance[event[rows]])
        matched = Units(units.counts, units.length, units.is_target, event[rows]).on_both_sides
        for number, each in enumerate((units, matched)):
            kept = np.flatnonzero(np.diff(each.counts.indptr))
            some = Units(csc_array(each.counts[:, kept]), each.length, each.is_target, each.stratum)
            found = permutation_test(some, permutations=PERMUTATIONS, seed=seed)
            is_alarm = bool((found.p_family <= ALPHA).any())
            free, bound = free + (is_alarm and not number), bound + (is_alarm and number)
    return free, bound


def main(shared: Path, splits: int = 500) -> None:
    """Print all figures."""
    everything = load(shared / "corpora/allsides-scale/part_a.jsonl.xz")
    corpus = everything.select(outlet=OUTLET)
    print(f"{OUTLET}: {len(corpus.documents)} articles")
    for voice in ("", "own"):
        some = corpus.select(voice=voice) if voice else corpus
        for sizes in SIZES:
            ours, tokens = false_alarms(some, sizes, splits)
            print(
                f"A/A {sizes[0]} v {sizes[1]}, {voice or 'all'} voice(s): ours "
                f"{share(ours, splits)}, token G2 with BH {tokens}/{splits}",
                flush=True,
            )
    stories = load(shared / "corpora/allsides-events/events_visible.jsonl.gz")
    free, bound = by_topic(stories, splits)
    print(
        f"dealt by topic (sigma 2): unmatched {share(free, splits)}, matched "
        f"{share(bound, splits)}",
        flush=True,
    )
    for size in (20, 100):
        for kind in POWER:
            how = f"bursts k = {kind[0]}" if kind[0] else "even"
            print(
                f"power {size} v {size}, {how}, log ratio {kind[1]:g} at {kind[2]:g} per 1,000: "
                f"{power(corpus, size, kind, 40):.2f}",
                flush=True,
            )
    for sizes in COVERED:
        print(f"coverage {sizes[0]} v {sizes[1]}: {coverage(corpus, sizes, 60):.3f}", flush=True)
    of_names, of_frames = ratios(corpus)
    for size in (5, 10, 20, 150):
        for kind, parts in (("share of a name", of_names), ("rate of a frame", of_frames)):
            inside = held(parts, size, is_share=parts is of_names)
            print(
                f"coverage of the {kind}, {size} articles: mean {np.mean(inside):.3f}, "
                f"median {np.median(inside):.3f} of {len(inside)}",
                flush=True,
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
