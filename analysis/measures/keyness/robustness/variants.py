"""Which findings stay when articles are counted otherwise: what moves, and by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from analysis.corpus import Corpus
from analysis.measures.keyness import Comparison, keyness, other_measures
from analysis.measures.keyness.match import EVENT, NONE
from analysis.measures.keyness.robustness.trial import Trial
from analysis.schema import ALPHA, TableError
from analysis.statistics.inference import matched_log_ratio, tested

# Words that other measures put first are compared with so many of ours.
_FIRST: Final = 20
# House style: articles of an outlet and of all others, the share of its own that hold a word, at
# least, and of the others', at most.
_FEWEST: Final = 10
_USUAL: Final = 0.8
_RARE: Final = 0.05
COLUMNS: Final = ["variant", "findings", "gone", "new", "words_gone", "words_new"]
# Findings that are named in a row.
_NAMED: Final = 8


def variants(
    corpus: Corpus, comparison: Comparison, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
    """Make a comparison again with other words, articles, terms and measures.

    Parameters
    ----------
    corpus
        Counted in all voices, as words.
    comparison, cluster
        As for `keyness`.

    Returns
    -------
    One row per variant that can be made here, the comparison itself first: `variant`, its
    `findings`, how many of the comparison are `gone` and how many are `new`, and the first of
    both by name. Of a measure without a test as many words as there are findings (20 where there
    are none) by the size of it.
    """
    base = _findings(keyness(corpus, comparison, cluster=cluster))
    rows = [("as on the page", base)]
    for name, made, asked in _counted(corpus, comparison):
        try:
            rows.append((name, _findings(keyness(made, asked, cluster=_of(made, cluster)))))
        except TableError:
            # A side has no word left, or nothing can be matched.
            continue
    if house := house_style(corpus):
        left = _without(corpus, comparison, house, cluster)
        rows.insert(1, ("without house-style words", _findings(left)))
    rows += list(_measured(corpus, comparison, len(base) or _FIRST))
    return pd.DataFrame([_row(name, words, base) for name, words in rows], columns=COLUMNS)


def _counted(corpus: Corpus, comparison: Comparison) -> Iterator[tuple[str, Corpus, Comparison]]:
    """Give the corpora and comparisons in whose findings differences are looked for."""
    documents = corpus.documents
    if corpus.has_text:
        yield "own voice alone, without quotations", corpus.select(voice="own"), comparison
    own = np.flatnonzero((documents["agency"] == "").to_numpy())
    if 0 < len(own) < len(documents):
        yield "without agency copy", corpus.only(own), comparison
    yield "not matched", corpus, replace(comparison, match=NONE)
    yield "within events", corpus, replace(comparison, match=EVENT)
    yield "stems instead of words", corpus.stemmed(), comparison
    if corpus.has_text:
        yield "capitals kept", corpus.as_printed(), comparison
    yield "words in three articles or more", corpus, replace(comparison, minimum_documents=3)


def house_style(corpus: Corpus) -> set[str]:
    """Find the words that are one outlet's house style rather than its wording of anything.

    Returns
    -------
    Terms that stand in four of five articles of an outlet with ten or more, or in more, and in
    at most one of twenty of those of all others, ten or more.
    """
    outlets = corpus.groups("outlet").to_numpy(dtype=str)
    counts, terms = corpus.tokens.matrix(1, _FEWEST)
    holds = csc_array((np.ones_like(counts.data), counts.indices, counts.indptr), counts.shape)
    total, found = np.asarray(holds.sum(axis=0)).ravel(), np.zeros(len(terms), dtype=bool)
    for outlet in sorted(set(outlets) - {""}):
        own = outlets == outlet
        if min(own.sum(), (~own).sum()) >= _FEWEST:
            here = np.asarray(holds.T @ own.astype(holds.dtype))
            is_usual = here >= _USUAL * own.sum()
            found |= is_usual & (total - here <= _RARE * (~own).sum())
    return {str(terms[place]) for place in np.flatnonzero(found)}


def _without(
    corpus: Corpus, comparison: Comparison, words: set[str], cluster: pd.Series | None
) -> pd.DataFrame:
    """Compare other terms than some; the articles stay as long as they are."""
    trial = Trial(corpus, comparison, cluster)
    terms = np.array([str(term) for term in trial.sides.terms], dtype=object)
    kept = np.array([term not in words for term in terms], dtype=bool)
    units = trial.sides.units
    units = replace(units, counts=csc_array(units.counts[:, np.flatnonzero(kept)]))
    effects = {"term": terms[kept], "log_ratio": matched_log_ratio(units)}
    return pd.DataFrame(effects).join(tested(units, seed=1))


def _of(corpus: Corpus, cluster: pd.Series | None) -> pd.Series | None:
    """Take the clusters of the documents that are left."""
    if cluster is None or len(cluster) == len(corpus.documents):
        return cluster
    return None


def _measured(corpus: Corpus, comparison: Comparison, most: int) -> Iterator[tuple[str, list[str]]]:
    """List the words that other measures put first, in either direction."""
    table = other_measures(corpus, comparison)
    names: Mapping[str, str] = {
        "g2_4term": "by G2 on words", "lrc": "by the conservative log ratio",
        "log_odds_z": "by log-odds with a prior",
    }  # fmt: skip
    size: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows.assign(  # noqa: E731
        size=rows["value"].abs()
    ).sort_values(["size", "term"], ascending=[False, True], kind="stable")
    for measure, name in names.items():
        yield name, size(table[table["measure"] == measure])["term"].head(most).tolist()


def _findings(table: pd.DataFrame) -> list[str]:
    rows = table[table["p_family"] <= ALPHA]
    order = rows["log_ratio"].abs().sort_values(ascending=False, kind="stable").index
    return [str(term) for term in rows.loc[order, "term"]]


def _row(name: str, words: list[str], base: list[str]) -> tuple[str, int, int, int, str, str]:
    gone = [word for word in base if word not in set(words)]
    new = [word for word in words if word not in set(base)]
    first = (
        ", ".join(some[:_NAMED]) + (" …" if len(some) > _NAMED else "") for some in (gone, new)
    )
    return (name, len(words), len(gone), len(new), *first)  # type: ignore[return-value]
