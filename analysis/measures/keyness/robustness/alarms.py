"""How often a test finds a difference where there is none: articles of one group, dealt in two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import binomtest, chi2, false_discovery_control

from analysis.corpus import Corpus
from analysis.schema import ALPHA
from analysis.statistics.association import g2_4term
from analysis.statistics.copies import long_enough
from analysis.statistics.score import permutation_test
from analysis.statistics.units import Units

SPLITS: Final = 60
# Articles of the group that are dealt, at most and at least.
_MOST: Final = 120
_FEWEST: Final = 20
# Relabellings of each split: with so many a test at .05 is exact, and they are most of the cost.
_PERMUTATIONS: Final = 99
_SEED: Final = 11


@dataclass(frozen=True)
class Alarms:
    """False alarms of two tests among so many splits.

    Attributes
    ----------
    group
        Whose articles are dealt; '' where no group has enough.
    documents
        How many on both sides together.
    splits
        How often they are dealt.
    ours, tokens
        Splits in which some word is a finding: of the test of documents, and of G2 on words with
        Benjamini and Hochberg's correction.
    """

    group: str
    documents: int
    splits: int
    ours: int
    tokens: int

    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval of the share of splits with a false finding (Wilson)."""
        low, high = binomtest(self.ours, self.splits).proportion_ci(method="wilson")
        return float(low), float(high)


def false_alarms(corpus: Corpus, by: str, splits: int = SPLITS) -> Alarms:
    """Deal the articles of the largest group in two at random, and look for differences.

    Every finding is false, for both halves are of one group.

    Parameters
    ----------
    corpus
        Its words are counted; copies of a text may stand on both sides.
    by
        What the groups are.
    """
    groups = corpus.groups(by)
    sizes = groups[groups != ""].value_counts()
    largest = sorted(str(name) for name, size in sizes.items() if size == sizes.max())[:1]
    group = largest[0] if largest else ""
    lengths = corpus.lengths()
    rows = np.flatnonzero((groups == group).to_numpy() & long_enough(lengths, lengths))
    if not group or len(rows) < _FEWEST:
        return Alarms("", len(rows), 0, 0, 0)
    ids = corpus.documents["document_id"].to_numpy(dtype=str)
    rows = rows[np.argsort(ids[rows], kind="stable")]
    random = np.random.default_rng(_SEED)
    ours = tokens = 0
    size = min(len(rows), _MOST) // 2 * 2
    for split in range(splits):
        chosen = np.sort(random.choice(rows, size, replace=False))
        words = corpus.tokens.take(chosen)
        counts, _ = words.matrix(1, 2)
        is_target = random.permutation(np.repeat([True, False], size // 2))
        length = words.lengths(1).astype(float)
        units = Units(counts.astype(float), length, is_target, np.zeros(size, dtype=np.int64))
        found = permutation_test(units, permutations=_PERMUTATIONS, seed=split)
        ours += bool((found.p_family <= ALPHA).any())
        a, b = (np.asarray(counts.T @ side.astype(float)) for side in (is_target, ~is_target))
        g2 = g2_4term(a, b, length[is_target].sum(), length[~is_target].sum())
        tokens += bool((false_discovery_control(chi2.sf(g2, 1)) <= ALPHA).any())
    return Alarms(group, size, splits, ours, tokens)
