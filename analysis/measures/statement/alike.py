"""How alike two quotations of one speaker are, and which of one document go together.

Words that many speakers of an event use say little about who said what; those of one speaker
say much. So the weight of a word falls with the number of speakers who use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy.sparse import csr_array

from analysis.measures.statement.units import Speaker, is_state, stands_for
from analysis.measures.statement.words import QUOTED, fold

# From this likeness on two quotations of one speaker are taken for one statement. Chosen on
# data/sample and wagner-2023, and read by eye on other articles: higher, paraphrases are lost.
ALIKE: Final = 0.3
# What stands in quotation marks is compared by letters too (rapidfuzz's partial ratio, 0-100):
# words that one has whole; one text in two wordings, which may share few words with content;
# and two long ones, each the other's nearest in its document, that may be two translations.
_WHOLE: Final = (98.0, 3)
_WORDED: Final = (60.0, 6)
_TRANSLATED: Final = (55.0, 12)
_WORDED_SHARED: Final = 2
_TRANSLATED_SHARED: Final = 4
# Speakers repeat their words: below this two quotations whose letters differ are two.
_ALIKE_QUOTED: Final = 0.45
# A name says whom a statement is about, not what it says: half a word.
_NAME: Final = 0.5
_CHUNK: Final = 512
_SEED: Final = 0.05

Numbers = NDArray[np.float64]


def pairs(units: pd.DataFrame) -> pd.DataFrame:
    """Compare the quotations of one speaker within one event.

    Returns
    -------
    One row per pair that shares a word with content: `one, other` (rows of units), `shared`
    (such words; a name is half a word), `likeness` 0-1. Ordered by one, other.
    """
    parts = [
        part
        for _, rows in units.groupby("event", sort=True)
        for part in _of_event(units, rows.index.to_numpy())
    ]
    columns = ["one", "other", "shared", "likeness"]
    if not parts:
        return pd.DataFrame(columns=columns).astype({"one": int, "other": int})
    joined = {name: np.concatenate([part[name] for part in parts]) for name in columns}
    table = pd.DataFrame(joined).drop_duplicates(["one", "other"])
    table = table.sort_values(["one", "other"]).reset_index(drop=True)
    return _worded(units, table)


def _of_event(units: pd.DataFrame, rows: NDArray[np.int64]) -> Iterator[dict[str, NDArray[Any]]]:
    """Compare the quotations of one event, speaker by speaker; one may have several."""
    quotations = units.loc[rows]
    matrix, worth, weights = _weighed(quotations)
    document = units["document_id"].to_numpy()
    named = quotations["speakers"].reset_index(drop=True).explode()
    by_speaker = {str(name): rows.index.to_numpy() for name, rows in named.groupby(named)}
    for one, other in _speakers(quotations):
        ours, theirs = by_speaker[one], by_speaker[other]
        if one == other and len(ours) < 2:
            continue
        for at in range(0, len(ours), _CHUNK):
            part = ours[at : at + _CHUNK]
            a, b, shared, likeness = _compare(matrix[part], matrix[theirs], worth, weights)
            first, second = rows[part[a]], rows[theirs[b]]
            # Within a document a single shared word can matter; see `together`.
            keep = (likeness >= _SEED) | (document[first] == document[second])
            keep &= (first != second) & ((one != other) | (first < second))
            low, high = np.minimum(first, second)[keep], np.maximum(first, second)[keep]
            yield {"one": low, "other": high, "shared": shared[keep], "likeness": likeness[keep]}


def _speakers(quotations: pd.DataFrame) -> list[tuple[str, str]]:
    """List whose quotations are compared: each speaker's own, and a state with its bodies."""
    named = quotations[["speaker_id", "side"]].drop_duplicates("speaker_id")
    speakers = [Speaker(*row) for row in named.itertuples(index=False)]
    same = [(one.name, one.name) for one in speakers]
    sides: dict[str, list[Speaker]] = {}
    for one in speakers:
        sides.setdefault(one.side, []).append(one)
    stand = [
        (a.name, b.name)
        for side, there in sides.items()
        for a in there
        if side and is_state(a)
        for b in there
        if stands_for(a, b)
    ]
    return sorted({*same, *stand})


def _weighed(quotations: pd.DataFrame) -> tuple[csr_array, Numbers, Numbers]:
    """Lay out quotations x stems, what each stem counts, and its weight among the speakers."""
    classes, names = _classes(quotations)
    cells = [sorted({classes[stem] for stem in content}) for content in quotations["content"]]
    width = max(classes.values()) + 1
    pointers = np.cumsum([0, *map(len, cells)])
    columns = np.array([column for row in cells for column in row], dtype=np.int64)
    matrix = csr_array((np.ones(len(columns)), columns, pointers), shape=(len(cells), width))
    codes, speakers = pd.factorize(quotations["speaker_id"])
    users: list[set[int]] = [set() for _ in range(width)]
    for speaker, row in zip(codes, cells, strict=True):
        for column in row:
            users[column].add(int(speaker))
    used = np.array([max(len(each), 1) for each in users])
    worth = np.ones(width)
    worth[list(names)] = _NAME
    return matrix, worth, np.log((len(speakers) + 1) / used) * worth


def _classes(quotations: pd.DataFrame) -> tuple[dict[str, int], set[int]]:
    """Give each stem a number, and say which numbers are names.

    A country and its adjective ("China", "Chinese") have one number.
    """
    large = set().union(*(names for names, _ in quotations["names"]))
    small = set().union(*(others for _, others in quotations["names"]))
    vocabulary = sorted(set().union(*map(set, quotations["content"])))
    classes: dict[str, int] = {}
    names: set[int] = set()
    last = ""
    for stem in vocabulary:
        name = stem in large and stem not in small
        if name and last and _one_name(last, stem):
            classes[stem] = classes[last]
            continue
        classes[stem] = len(classes)
        if name:
            names.add(classes[stem])
            last = stem
    return classes, names


def _one_name(name: str, other: str) -> bool:
    shared = next(
        (n for n, (a, b) in enumerate(zip(name, other, strict=False)) if a != b),
        min(len(name), len(other)),
    )
    return shared >= 4 and shared >= min(len(name), len(other)) - 1


def _compare(
    ours: csr_array, theirs: csr_array, worth: Numbers, weights: Numbers
) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers, Numbers]:
    """Give the pairs that share stems, how many, and how alike they are.

    Geometric mean of containment (of the lighter in the heavier) and cosine of sets, less
    what chance may do: one shared stem counts half, two three quarters.
    """
    shared = (ours.multiply(worth).tocsr() @ theirs.T).tocoo()
    common = ours.multiply(weights).tocsr() @ theirs.T
    a, b = shared.coords
    n = shared.data
    weight = np.asarray(common.tocsr()[a, b]).ravel()
    left, right = (side @ weights for side in (ours, theirs))
    containment = weight / np.minimum(left[a], right[b])
    cosine = weight / np.sqrt(left[a] * right[b])
    likeness = (1 - 0.5**n) * np.sqrt(containment * cosine)
    return a, b, n, likeness


def _worded(units: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Compare what stands in quotation marks by letters too."""
    quoted = units["kind"].isin(QUOTED).to_numpy()
    length = units["words"].map(len).to_numpy()
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    shared, likeness = pairs["shared"].to_numpy(), pairs["likeness"].to_numpy().copy()
    shortest = np.minimum(length[one], length[other])
    nearest = _nearest(units, pairs)
    folded = [fold(text) for text in units["text"]]
    for at in np.flatnonzero(quoted[one] & quoted[other] & (shortest >= _WHOLE[1])):
        letters = fuzz.partial_ratio(folded[one[at]], folded[other[at]])
        is_whole, is_worded, is_translated = (
            letters >= floor and shortest[at] >= words
            for floor, words in (_WHOLE, _WORDED, _TRANSLATED)
        )
        is_worded &= shared[at] >= _WORDED_SHARED
        is_translated &= bool(nearest[at]) and shared[at] >= _TRANSLATED_SHARED
        if is_whole or is_worded or is_translated:
            likeness[at] = max(likeness[at], letters / 100)
        elif letters < _WORDED[0] and likeness[at] < _ALIKE_QUOTED:
            likeness[at] /= 2
    return pairs.assign(likeness=likeness)


def _nearest(units: pd.DataFrame, pairs: pd.DataFrame) -> NDArray[np.bool_]:
    """Say of each pair whether each is the other's most alike direct quotation there."""
    direct = (units["kind"] == "direct").to_numpy()
    document = units["document_id"].to_numpy()
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    nearest: NDArray[np.bool_] = direct[one] & direct[other]
    nearest &= document[one] != document[other]
    among = pairs[nearest]
    for unit, opposite in (("one", other), ("other", one)):
        keys = [among[unit].to_numpy(), document[opposite][nearest]]
        best = among.groupby(keys)["likeness"].transform("max")
        nearest[np.flatnonzero(nearest)[(among["likeness"] < best).to_numpy()]] = False
        among = pairs[nearest]
    return nearest
