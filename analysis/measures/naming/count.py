"""Count naming choices and frame cues in each group of documents."""

from __future__ import annotations

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.lexicons.naming import Kind, Lexicon
from analysis.schema import FRAME_RATES, FRAMES, MENTIONS, NAMING_SHARES, require, shape


def naming_shares(corpus: Corpus, mentions: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count how often each group of documents uses each name of a concept.

    Shares of a handful of mentions say little, and mentions of one document hang together:
    read `document_frequency` beside them.

    Parameters
    ----------
    corpus
        Mentions of other documents are left out.
    mentions
        `schema.MENTIONS`.
    by
        What the groups are: one of `schema.GROUPINGS`.

    Returns
    -------
    One row per group, concept and label that occurs in any group, as `schema.NAMING_SHARES`;
    groups by name, concepts and labels by falling frequency in all groups together. `share`
    is empty where the group never mentions the concept.
    """
    require(mentions, MENTIONS, "naming_shares", ["document_id", "concept", "label"])
    counts = _count(corpus, mentions, by, ["concept", "label"])
    total = counts.groupby(["group", "concept"])["frequency"].transform("sum")
    counts["share"] = counts["frequency"] / total.where(total > 0)
    counts["of_concept"] = -counts.groupby("concept")["frequency"].transform("sum")
    counts["of_label"] = -counts.groupby(["concept", "label"])["frequency"].transform("sum")
    counts = counts.sort_values(["group", "of_concept", "concept", "of_label", "label"])
    return shape(counts.assign(by=by), NAMING_SHARES)


def contested(corpus: Corpus, mentions: pd.DataFrame, by: str, *, most: int = 12) -> pd.DataFrame:
    """Keep the mentions of what goes by several names: a choice was open there.

    A concept is kept where two groups or more name it (one, if there is but one group), and
    two names or more are in use. It is a way to begin reading: a name that all share, or
    that one group alone ever needs, is a finding too.

    Parameters
    ----------
    corpus
        Mentions of other documents are left out.
    mentions
        `schema.MENTIONS`.
    by
        What the groups are: one of `schema.GROUPINGS`.
    most
        Keep so many concepts, those with most mentions.

    Returns
    -------
    The mentions; concepts and their labels by falling frequency, ties by name, and the
    mentions of a label in the order they had.
    """
    require(mentions, MENTIONS, "contested", ["document_id", "concept", "label"])
    rows = mentions.assign(group=_group_of(corpus, mentions, by)).dropna(subset="group")
    concepts = rows.groupby("concept").agg(
        mentions=("label", "size"), labels=("label", "nunique"), groups=("group", "nunique")
    )
    groups = corpus.groups(by)
    several = min(2, groups[groups != ""].nunique())
    open_choice = (concepts["labels"] > 1) & (concepts["groups"] >= several)
    concepts = concepts[open_choice].sort_values("mentions", ascending=False, kind="stable")
    rows = rows[rows["concept"].isin(concepts.index[:most])]
    rows["of_concept"] = -rows.groupby("concept")["label"].transform("size")
    rows["of_label"] = -rows.groupby(["concept", "label"])["label"].transform("size")
    order = ["of_concept", "concept", "of_label", "label"]
    ordered = rows.sort_values(order, kind="stable")[mentions.columns]
    return ordered.reset_index(drop=True)


def of_kind(frame_rates: pd.DataFrame, lexicon: Lexicon, kind: Kind) -> pd.DataFrame:
    """Keep the rates of frames, or those of topics, and say how often each list was right.

    Parameters
    ----------
    frame_rates
        `schema.FRAME_RATES`; a frame that the lexicon does not hold is no topic.
    lexicon
        From `corpus.lexicons.naming.load_frames`.

    Returns
    -------
    Rows of `frame_rates`, with a column `right`: of how many cues read by hand how many stood
    for it ("34 of 40"); empty where none was read.
    """
    require(frame_rates, FRAME_RATES, "of_kind", ["frame"])
    is_topic = frame_rates["frame"].isin(lexicon.topics)
    kept = frame_rates[is_topic if kind == "topic" else ~is_topic]
    measured = {name: f"{right} of {read}" for name, right, read in lexicon.precision}
    right = kept["frame"].map(measured).fillna("").astype("str")
    return kept.assign(right=right).reset_index(drop=True)


def frame_rates(corpus: Corpus, frames: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count the cues of each frame in each group of documents, per 1,000 running words.

    Compare one frame across groups, not two frames with one another: a frame with more cues
    in the lexicon is found more often.

    Parameters
    ----------
    corpus
        Cues of other documents are left out.
    frames
        `schema.FRAMES`.
    by
        What the groups are: one of `schema.GROUPINGS`.

    Returns
    -------
    One row per group and frame that occurs in any group, as `schema.FRAME_RATES`, by group
    and frame. `per_thousand` is empty where the group has no words.
    """
    require(frames, FRAMES, "frame_rates", ["document_id", "frame"])
    counts = _count(corpus, frames, by, ["frame"]).sort_values(["group", "frame"])
    words = pd.Series(corpus.lengths()).groupby(corpus.groups(by).to_numpy()).sum()
    size = counts["group"].map(words).astype("int64")
    rate = 1000 * counts["frequency"] / size.where(size > 0)
    return shape(counts.assign(by=by, corpus_size=size, per_thousand=rate), FRAME_RATES)


def _count(corpus: Corpus, rows: pd.DataFrame, by: str, columns: list[str]) -> pd.DataFrame:
    """Count rows and their documents in every group, zeros included."""
    rows = rows.assign(group=_group_of(corpus, rows, by)).dropna(subset="group")
    groups = corpus.groups(by)
    documents = groups[groups != ""].value_counts().rename_axis("group").rename("documents")
    grid = documents.reset_index().merge(rows[columns].drop_duplicates(), how="cross")
    counts = (
        rows.groupby(["group", *columns])["document_id"]
        .agg(frequency="size", document_frequency="nunique")
        .reset_index()
        .astype({"group": "str"})
    )
    grid = grid.merge(counts, on=["group", *columns], how="left")
    return grid.fillna({"frequency": 0, "document_frequency": 0})


def _group_of(corpus: Corpus, rows: pd.DataFrame, by: str) -> pd.Series:
    """Say the group of each row; missing where its document is not here or in no group."""
    groups = corpus.group_of(by)
    return rows["document_id"].map(groups[groups != ""]).astype("str")
