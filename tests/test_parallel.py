"""Calls in several processes: results in order, and no more threads than there are cores."""

from __future__ import annotations

import os
from operator import neg

import polars as pl
import pytest

from analysis.corpus.execution.processes import Later, each


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_calls(workers: int) -> None:
    calls = [(Later(neg, (number,)),) for number in range(9)]
    assert list(each(neg, calls, workers)) == list(range(9))


def test_each_of_several_processes_uses_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "3")
    assert list(each(pl.thread_pool_size, [()] * 4, 2)) == [1] * 4
    assert os.environ["POLARS_MAX_THREADS"] == "3"
    monkeypatch.delenv("POLARS_MAX_THREADS")
    for threads in each(pl.thread_pool_size, [()], 2):
        # One that starts now, in the place of another, is started alike.
        assert (threads, os.environ["POLARS_MAX_THREADS"]) == (1, "1")
    assert "POLARS_MAX_THREADS" not in os.environ
