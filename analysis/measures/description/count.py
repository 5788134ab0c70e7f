"""Count describing words in each group of documents, and test which set a group apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.schema import ALPHA, DESCRIPTION_WORDS, DESCRIPTIONS, require, shape
from analysis.statistics.inference import fisher
from analysis.statistics.units import allows_inference

_TERM: Final = ["concept", "role", "word"]
_CELL: Final = ["group", *_TERM]
# Documents of both sides that must hold a word to be tested.
_FEWEST: Final = 2


def description_words(
    corpus: Corpus, descriptions: pd.DataFrame, by: str, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
    """Count by which words each group describes people and things.

    Tested is whether more of the group's documents that describe somebody do so by a word than
    of the others' (Fisher's exact test, one-sided, by documents), where each side has five of
    them or more. Documents that reprint one another count once; those that stand on both sides
    are left out of the test.

    Parameters
    ----------
    corpus
        Descriptions in other documents are left out.
    descriptions
        `schema.DESCRIPTIONS`.
    by
        What the groups are: one of `schema.GROUPINGS`.
    cluster
        For each document, by its `document_id`, the cluster of reprints it belongs to; '' for
        none.

    Returns
    -------
    One row per group and word found there, as `schema.DESCRIPTION_WORDS`; concepts, then their
    words, by the documents of all groups that hold them, ties by name. `documents_with` counts
    those of the group that describe the concept at all; `p_family` is `p_value` times the words
    and groups that could be told apart at .05, were all that hold the word the group's. Both are
    missing where there is no test.

    References
    ----------
    Tarone 1990, Biometrics 46(2), 515-522: tests that cannot reject count for nothing in
    Bonferroni's correction.
    """
    require(descriptions, DESCRIPTIONS, "description_words", ["document_id", *_TERM])
    groups = corpus.group_of(by)
    groups = groups[groups != ""]
    rows = descriptions.assign(group=descriptions["document_id"].map(groups).astype("str"))
    rows = rows[rows["document_id"].isin(groups.index)]
    counts = rows.groupby(_CELL, as_index=False)["document_id"].agg(["size", "nunique"])
    counts = counts.rename(columns={"size": "frequency", "nunique": "document_frequency"})
    described = rows.groupby(["group", "concept"])["document_id"].nunique()
    counts = counts.join(described.rename("documents_with"), on=["group", "concept"])
    counts["documents"] = counts["group"].map(groups.value_counts())
    tested = pd.DataFrame(_tests(rows, cluster), columns=[*_CELL, "p_value", "least"])
    tested["p_family"] = (tested["p_value"] * _tests_that_count(tested["least"])).clip(upper=1)
    tested = tested.drop(columns="least")
    counts = counts.merge(tested, on=_CELL, how="left").assign(by=by)
    counts["of_concept"] = (
        -rows.groupby("concept")["document_id"].nunique()[counts["concept"]].to_numpy()
    )
    counts["of_word"] = -counts.groupby(_TERM)["document_frequency"].transform("sum")
    order = ["of_concept", "concept", "of_word", "role", "word", "group"]
    return shape(counts.sort_values(order, kind="stable"), DESCRIPTION_WORDS)


def set_apart(words: pd.DataFrame) -> pd.DataFrame:
    """Keep the words that set a group's description apart: `p_family` of .05 or less.

    Parameters
    ----------
    words
        `schema.DESCRIPTION_WORDS`.

    Returns
    -------
    Its rows, by rising `p_family`.
    """
    require(words, DESCRIPTION_WORDS, "set_apart", ["p_family"])
    kept = words[words["p_family"] <= ALPHA]
    return kept.sort_values("p_family", kind="stable").reset_index(drop=True)


def units_of(documents: pd.Series, cluster: pd.Series | None) -> pd.Series:
    """Name the unit of the test that each document stands in: its cluster of copies, or itself.

    Parameters
    ----------
    documents
        Values of `document_id`.
    cluster
        As for `description_words`.
    """
    if cluster is None:
        return documents
    copies = documents.map(cluster).fillna("")
    return documents.where(copies == "", copies)


def _tests_that_count(least: pd.Series) -> int:
    """Count the tests that pay for one another: those whose least p is alpha / count or less.

    Examples
    --------
    >>> _tests_that_count(pd.Series([0.001, 0.01, 0.02, 0.04, 0.5]))
    3
    """
    ordered = np.sort(least.to_numpy(dtype=float))
    count = 1
    while np.searchsorted(ordered, ALPHA / count, side="right") > count:
        count += 1
    return count


def _tests(
    rows: pd.DataFrame, cluster: pd.Series | None
) -> Iterator[tuple[str, str, str, str, float, float]]:
    """Test each word of each group against all other groups; give the least p it might have."""
    rows = rows.assign(unit=units_of(rows["document_id"], cluster))
    rows = rows[["group", *_TERM, "unit"]].drop_duplicates()
    for concept, of_concept in rows.groupby("concept"):
        for group in sorted(of_concept["group"].unique()):
            here = set(of_concept["unit"][of_concept["group"] == group])
            there = set(of_concept["unit"][of_concept["group"] != group])
            first, second = here - there, there - here
            is_target = np.arange(len(first) + len(second)) < len(first)
            if not allows_inference(is_target, np.zeros(len(is_target), dtype=np.int64)):
                continue
            for (role, word), units in of_concept.groupby(["role", "word"])["unit"]:
                holding = set(units)
                held = len(holding & first), len(holding & second)
                if held[0] and sum(held) >= _FEWEST:
                    sizes = len(first), len(second)
                    most = min(sum(held), sizes[0])
                    least = fisher((most, sum(held) - most), sizes)
                    cell = str(group), str(concept), str(role), str(word)
                    yield *cell, fisher(held, sizes), least
