"""Who says words that several articles print in quotation marks: one speaker, whatever the name.

Articles call somebody by name, by office or not at all, and rules may take the wrong one. The
words tell: what two print in quotation marks of one event was said by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.measures.statement.words import QUOTED, contained

# Words, those with content twice: fewer ("an act of war") two may say of themselves.
_LEAST: Final = 7
# Words in a row that the same words begin or end with.
_RUN: Final = 4


def speakers_of(quotations: pd.DataFrame) -> pd.Series:
    """List who may be the speaker of each quotation: whom those name that print the same words.

    The words are the same where one quotation in quotation marks has nearly all words of
    another in their order, and its first or its last ones in a row.

    Parameters
    ----------
    quotations
        `schema.QUOTATIONS` with `event`, `words` and `content`.

    Returns
    -------
    The names of each, as a sorted tuple; none where nobody names the speaker.
    """
    names = pd.Series([(name,) if name else () for name in quotations["speaker_id"]], dtype=object)
    names.index = quotations.index
    quoted = quotations[quotations["kind"].isin(QUOTED)]
    size, content = (quoted["words"].map(len), quoted["content"].map(lambda each: len(set(each))))
    quoted = quoted[(size >= _RUN) & (size + content >= _LEAST)]
    quoted = quoted.assign(text=quoted["words"].map(tuple))
    for _, rows in quoted.groupby("event", sort=False):
        for same in _together(rows):
            given = tuple(sorted(set(same["speaker_id"]) - {""}))
            for row in same.index:
                names[row] = given
    return names


def best_names(variants: pd.DataFrame) -> list[str]:
    """Name the speaker of each variant of a statement: as most documents of it do, of its own.

    Of names that as many documents give that counts which more quotations have, then the first.
    """
    given = variants[["speaker_id", "document_id"]]
    times = Counter(given["speaker_id"])
    documents = Counter(given.drop_duplicates()["speaker_id"])
    return [
        min(names, key=lambda name: (-documents[name], -times[name], name))
        for names in variants["speakers"]
    ]


def _together(quotations: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Put the quotations of one event together that print the same words."""
    number, texts = pd.factorize(quotations["text"])
    pairs = np.array([(0, 0), *_same(list(texts))])
    linked = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(texts), len(texts)))
    _, labels = connected_components(linked, directed=False)
    for _, rows in quotations.groupby(labels[number], sort=False):
        if len(rows) > 1:
            yield rows


def _same(texts: list[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """List the pairs of which the second has the words of the first."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for place, text in enumerate(texts):
        for run in {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}:
            holders.setdefault(run, []).append(place)
    for place, text in enumerate(texts):
        for other in {*holders[text[:_RUN]], *holders[text[-_RUN:]]}:
            longer = texts[other]
            if other != place and len(text) <= len(longer) and contained(text, longer):
                yield place, other
