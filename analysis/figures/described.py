"""How each group describes the people in its reports: a matrix under the name of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from analysis.figures import front
from analysis.figures.called import cell, columns_of
from analysis.figures.output import Output, nothing
from analysis.figures.sentences import named
from analysis.figures.tables import banner, finding
from analysis.figures.wording import plural
from analysis.measures.description import set_apart
from analysis.schema import DESCRIPTION_WORDS, DESCRIPTIONS, require

# What is drawn: so many people and things, of each so many words.
_CONCEPTS: Final = 8
_WORDS: Final = 6
# How a word is written, by what it is to whom it describes.
_WRITTEN: Final[Mapping[str, str]] = {
    "modifier": "{}",
    "label": "{}",
    "does": "does: {}",
    "done_to": "done to: {}",
    "no_agent": "done to, by nobody named: {}",
}
_NAMES: Final = ("modifier", "label")
_SAID: Final = 5
TITLE: Final = "How each describes the people and things in it, and in whose voice"


def shown_words(descriptions: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Choose the words that the matrix shows, and name what their lines are evidence for.

    Words that one group alone prints are no contrast by themselves; those of people and things
    that several groups describe come first, then what most articles hold.

    Parameters
    ----------
    descriptions
        `schema.DESCRIPTIONS`.
    groups
        The group of each document, by `document_id`; "" for none.

    Returns
    -------
    Its rows that are shown, with columns `group`, `said` (how the word is written) and `line`
    (the same with its concept), in the order of the matrix.
    """
    require(descriptions, DESCRIPTIONS, "shown_words", ["document_id", "concept", "role", "word"])
    rows = descriptions.assign(group=descriptions["document_id"].map(groups))
    rows = rows[rows["group"].notna() & (rows["group"] != "")]
    pairs = zip(rows["role"], rows["word"], strict=True)
    said = [written(role, word) for role, word in pairs]
    rows = rows.assign(said=pd.Series(said, index=rows.index, dtype="str"))
    rows = rows.assign(line=rows["concept"] + ", " + rows["said"])
    concepts = rows.groupby("concept").agg(
        groups=("group", "nunique"), documents=("document_id", "nunique"), size=("said", "size")
    )
    several = concepts[concepts["groups"] >= min(2, groups[groups != ""].nunique())]
    ordered = several.sort_values(
        ["documents", "size"], ascending=False, kind="stable"
    ).index[:_CONCEPTS]  # fmt: skip
    parts = [_of_concept(rows[rows["concept"] == concept]) for concept in ordered]
    return pd.concat(parts) if parts else rows.iloc[:0]


def _of_concept(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the words of one concept that most articles hold: what it is before what it does."""
    words = rows.groupby(["role", "said"]).agg(
        documents=("document_id", "nunique"), size=("said", "size")
    )
    words = words.reset_index().assign(is_act=lambda table: ~table["role"].isin(_NAMES))
    words = words.sort_values(
        ["documents", "size", "is_act", "said"], ascending=[False, False, True, True]
    )
    # Both kinds have their half of the room, if there are as many.
    names = words[~words["is_act"]]
    acts = words[words["is_act"]]
    half = _WORDS // 2
    kept = pd.concat(
        [
            names.head(max(half, _WORDS - len(acts))),
            acts.head(max(half, _WORDS - len(names))),
        ]
    )
    place = {said: number for number, said in enumerate(kept["said"])}
    rows = rows[rows["said"].isin(place)]
    return rows.assign(place=rows["said"].map(place)).sort_values("place", kind="stable")


def description_matrix(
    descriptions: pd.DataFrame, groups: pd.Series, about: Iterable[tuple[str, str]] = ()
) -> Output:
    """Show by which words each group describes people and things: a row a word, a square a line.

    Parameters
    ----------
    descriptions
        `schema.DESCRIPTIONS`.
    groups
        The group of each document, by `document_id`; "" for none.
    about
        Each listed concept and what it is, from `Lexicon.about`.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(descriptions, DESCRIPTIONS, "description_matrix")
    rows = shown_words(descriptions, groups)
    if rows.empty:
        return nothing(
            "How each describes the people in it: no describing word is known. On a page they are "
            "looked for in up to 1,000 articles; the table `descriptions` has all."
        )
    said_of = {concept: said[:1].upper() + said[1:] for concept, said in about if said}
    columns = columns_of(groups)
    voices = {key: part["voice"].tolist() for key, part in rows.groupby(["line", "group"])}
    lines = rows.drop_duplicates("line")[["concept", "said", "line"]]
    drawn: list[dict[str, Any]] = [
        {
            "section": said_of.get(concept, concept.lower() if concept.isupper() else concept),
            "label": said,
            "cells": [cell(voices.get((line, group), []), line, group) for group in columns],
        }
        for concept, said, line in lines.itertuples(index=False)
    ]
    sizes = descriptions["concept"].value_counts()
    left = sorted({*sizes.index} - {*lines["concept"]}, key=lambda name: (-sizes[name], name))
    caption = (
        "One square is one mention so described, in title, standfirst or body. Found by rules: "
        "words under a pronoun, or in another clause, are not seen."
    )
    more = f" Not drawn, for fewer groups or articles describe them: {named(left)}." if left else ""
    return front.matrix(columns, drawn, title=TITLE, caption=caption + more)


def descriptions_apart(words: pd.DataFrame) -> Output:
    """Say which words set a group's description apart; why not, where nothing is tested.

    Parameters
    ----------
    words
        `schema.DESCRIPTION_WORDS`.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(words, DESCRIPTION_WORDS, "descriptions_apart")
    if words["p_value"].isna().all():
        return banner(
            "Too few articles for a test: nobody is described in five articles of a group and in "
            "five of the others."
        )
    columns = ["group", "role", "word", "concept", "document_frequency", "documents_with"]
    said = [
        f"{group} has “{written(role, word)}” of {concept} in {held:,} of "
        f"{plural(described, 'article')} that describe it, more than the others (p ≤ .05 over all "
        "words and groups)."
        for group, role, word, concept, held, described in set_apart(words)[columns]
        .head(_SAID)
        .itertuples(index=False, name=None)
    ]
    return finding(said or ["By the test over articles no word sets a description apart."])


def written(role: str, word: str) -> str:
    """Write a describing word with what it is to whom it describes.

    Examples
    --------
    >>> written("modifier", "angry"), written("no_agent", "kill")
    ('angry', 'done to, by nobody named: kill')
    """
    return _WRITTEN[role].format(word)
