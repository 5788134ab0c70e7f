"""Reading on a cluster: the same tables to the last bit, also when a worker is killed."""

from __future__ import annotations

import os
import pickle
import signal

import numpy as np
import pandas as pd
import pytest

from analysis import tables
from analysis.corpus import clean, load
from analysis.corpus.isolate import Fault
from analysis.corpus.load import LEXICONS, OUTLETS
from analysis.corpus.pipeline import Resources, Work, cut, learn, read_shards
from analysis.corpus.places import ROOT
from analysis.corpus.quote import load_speech
from analysis.corpus.read import read_documents
from analysis.corpus.shard import Shard, merge
from analysis.schema import CorpusError

pytestmark = pytest.mark.filterwarnings("ignore")
LORE = Resources(clean.load_rules(OUTLETS), load_speech(LEXICONS, "sample"))


def work(size: int = 5) -> list[Work]:
    """Cut the sample into shares."""
    documents, _, _ = read_documents(ROOT / "data/sample")
    return [Work(share) for share in cut(documents, size)]


def ignore(segments: object) -> None:
    """Keep no segments."""


def none(faults: list[Fault]) -> None:
    """Take no faulty article."""
    assert not faults


def learnt(workers: int | str = 1) -> clean.Learnt:
    """Learn what the sample's outlets repeat."""
    return learn((one.documents for one in work()), LORE, ignore, workers)


def same(one: list[Shard], other: list[Shard]) -> None:
    """Compare what shares add up to."""
    *tables, words = merge(one)
    *others, their_words = merge(other)
    for mine, theirs in zip(tables, others, strict=True):
        pd.testing.assert_frame_equal(mine, theirs)
    for name in ("ids", "voice", "offsets", "vocabulary"):
        np.testing.assert_array_equal(getattr(words, name), getattr(their_words, name))


def test_a_cluster_reads_what_one_process_reads(cluster):
    here = list(read_shards(work(), learnt(), LORE, none))
    lines = learnt(cluster.scheduler_address)
    there = list(read_shards(work(), lines, LORE, none, cluster.scheduler_address))
    assert len(here) == 9
    same(here, there)


def test_a_killed_worker_costs_time_and_nothing_else(cluster):
    here = list(read_shards(work(2), learnt(), LORE, none))
    there = []
    for share in read_shards(work(2), learnt(), LORE, none, cluster.scheduler_address):
        if not there:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        there.append(share)
    same(here, there)


def test_tables_are_the_same_from_a_cluster(cluster, monkeypatch):
    corpus = load("data/sample")
    here = tables.compute(corpus)
    monkeypatch.setattr(tables, "SHARE", 10)
    there = tables.compute(corpus, workers=cluster.scheduler_address)
    assert here.keys() == there.keys()
    for name, table in here.items():
        pd.testing.assert_frame_equal(table, there[name], check_exact=True, obj=name)


def test_a_part_travels_without_the_rest_of_the_words():
    corpus = load("data/sample")
    part = corpus.only(np.arange(3))
    sent = pickle.dumps(part.tokens)
    np.testing.assert_array_equal(pickle.loads(sent).ids, part.tokens.ids)
    assert pickle.loads(sent).frequency.sum() == len(part.tokens.ids) < len(corpus.tokens.ids)
    assert len(sent) < len(pickle.dumps(corpus.tokens))


def test_an_address_where_nobody_answers_is_named():
    with pytest.raises(CorpusError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(read_shards(work(), learnt(), LORE, none, "tcp://127.0.0.1:9"))
