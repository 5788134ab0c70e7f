"""Count naming choices and frame cues in each group of documents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.lexicons.naming import Kind, Lexicon
from analysis.schema import FRAME_RATES, FRAMES, MENTIONS, NAMING_SHARES, require, shape
from analysis.statistics.copies import labels_of
from analysis.statistics.intervals import Clustered


def naming_shares(
    corpus: Corpus, mentions: pd.DataFrame, by: str, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
    """Count how often each group of documents uses each name of a concept.

    Shares of a handful of mentions say little, and mentions of one document hang together:
    read the interval beside them, and `document_frequency`.

    Parameters
    ----------
    corpus
        Mentions of other documents are left out.
    mentions
        `schema.MENTIONS`.
    by
        What the groups are: one of `schema.GROUPINGS`.
    cluster
        For each document of `corpus` the cluster of copies it belongs to ('' for none): those
        of one group are one unit of the interval.

    Returns
    -------
    One row per group, concept and label that occurs in any group, as `schema.NAMING_SHARES`;
    groups by name, concepts and labels by falling frequency in all groups together. `share`
    is empty where the group never mentions the concept; its interval (`Clustered.share_interval`)
    also where fewer than 5 units of the group do.
    """
    require(mentions, MENTIONS, "naming_shares", ["document_id", "concept", "label"])
    rows = mentions.assign(unit=mentions["document_id"].map(_units(corpus, cluster)))
    counts = _count(corpus, rows, by, ["concept", "label"])
    rows = rows.assign(group=_group_of(corpus, rows, by)).dropna(subset="group")
    parts = rows.groupby(["group", "concept", "unit"]).size().rename("size").reset_index()
    low, high = _sums(counts, rows, parts, "label").share_interval()
    counts = counts.assign(share_low=low, share_high=high)
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


def frame_rates(
    corpus: Corpus, frames: pd.DataFrame, by: str, *, cluster: pd.Series | None = None
) -> pd.DataFrame:
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
    cluster
        As for `naming_shares`.

    Returns
    -------
    One row per group and frame that occurs in any group, as `schema.FRAME_RATES`, by group
    and frame. `per_thousand` is empty where the group has no words; its interval
    (`Clustered.rate_interval`) also where fewer than 5 units of the group have any.
    """
    require(frames, FRAMES, "frame_rates", ["document_id", "frame"])
    units = _units(corpus, cluster)
    rows = frames.assign(unit=frames["document_id"].map(units))
    counts = _count(corpus, rows, by, ["frame"]).sort_values(["group", "frame"])
    words = pd.DataFrame({
        "group": corpus.groups(by).to_numpy(), "unit": units.to_numpy(), "size": corpus.lengths()
    })  # fmt: skip
    size = counts["group"].map(words.groupby("group")["size"].sum()).astype("int64")
    rate = 1000 * counts["frequency"] / size.where(size > 0)
    rows = rows.assign(group=_group_of(corpus, rows, by)).dropna(subset="group")
    parts = words.groupby(["group", "unit"])["size"].sum().reset_index()
    low, high = _sums(counts, rows, parts, "frame").rate_interval()
    counts = counts.assign(per_thousand_low=1000 * low, per_thousand_high=1000 * high)
    return shape(counts.assign(by=by, corpus_size=size, per_thousand=rate), FRAME_RATES)


def _units(corpus: Corpus, cluster: pd.Series | None) -> pd.Series:
    """Name the unit of each document, by `document_id`: its cluster of copies, or itself."""
    ids = corpus.documents["document_id"].astype(str)
    labels = labels_of(cluster, len(ids))
    copies = len(ids) + np.unique(labels, return_inverse=True)[1]
    return pd.Series(np.where(labels == "", np.arange(len(ids)), copies), index=ids)


def _sums(counts: pd.DataFrame, rows: pd.DataFrame, parts: pd.DataFrame, name: str) -> Clustered:
    """Sum over the units of each row of `counts`.

    Parameters
    ----------
    rows
        What is counted, each with its group, unit and name.
    parts
        `size` of each unit: of what it holds are counted a part.
    name
        The column of what is counted.
    """
    within = [column for column in parts.columns if column not in ("unit", "size")]
    parts = parts[parts["size"] > 0]
    total = parts.groupby(within)["size"].transform("sum")
    with np.errstate(divide="ignore"):
        weight = 1 / (1 - parts["size"] / total)
    parts = parts.assign(weight=weight, whole=parts["size"] ** 2)
    parts = parts.assign(below_squared=parts["weight"] * parts["whole"])
    held = rows.groupby([*within, name, "unit"]).size().rename("times").reset_index()
    held = held.merge(parts, on=[*within, "unit"])
    held = held.assign(
        above_squared=held["weight"] * held["times"] ** 2,
        crossed=held["weight"] * held["times"] * held["size"],
    )
    of_cell = held.groupby([*within, name])[["above_squared", "crossed"]].sum().reset_index()
    of_all = parts.groupby(within).agg(
        n=("unit", "size"), below=("size", "sum"), whole=("whole", "sum"),
        below_squared=("below_squared", "sum"),
    ).reset_index()  # fmt: skip
    keys = counts[[*within, name]]
    cells = keys.merge(of_cell, on=[*within, name], how="left").merge(of_all, on=within, how="left")
    sums = cells.fillna(0.0)
    return Clustered(
        above=counts["frequency"].to_numpy(dtype=float),
        **{
            column: sums[column].to_numpy(dtype=float)
            for column in ("n", "below", "above_squared", "crossed", "below_squared", "whole")
        },
    )


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
