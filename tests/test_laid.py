"""Documents are laid aside by one thread and taken up by another."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.read import Reading
from analysis.corpus.store.spool import Spool, filled
from analysis.schema import DOCUMENTS, TEXT

BLANK = {column.name: "" if column.dtype == TEXT else None for column in DOCUMENTS.columns}
NUMBERS = {"words": 0, "words_page": 0, "text_start": 0}


def reads(reading: Reading, names: list[str]) -> Generator[None]:
    """Read documents of which nothing is known but their names."""
    for name in names:
        reading.add({**BLANK, **NUMBERS, "document_id": name, "source": name}, name, 0)
        yield


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20
)
@given(st.integers(0, 9), st.integers(1, 4))
def test_every_document_is_taken_up_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, count: int, size: int
) -> None:
    names = [f"d{number}" for number in range(count)]
    laid, reading = Spool(tmp_path_factory.mktemp("laid") / "read"), Reading()
    with filled(laid, reading, reads(reading, names), size) as all_read:
        parts = [part()["document_id"].tolist() for part in laid]
        all_read()
    assert [name for part in parts for name in part] == names
    assert [len(part) for part in parts] == [
        min(size, count - begin) for begin in range(0, count, size)
    ]
    assert laid.total == count
    again = [work().documents["document_id"].tolist() for work in laid.work(None)]
    assert again == parts


def test_one_who_waits_for_all_to_be_read_can_look_up_meanwhile(tmp_path: Path) -> None:
    reading, last = Reading(), Event()

    def slow() -> Generator[None]:
        yield from reads(reading, ["a", "b"])
        last.wait()
        yield from reads(reading, ["c"])

    laid = Spool(tmp_path / "read")
    with filled(laid, reading, slow(), 1):
        assert not laid.is_complete_within(0.01)
        last.set()
        assert laid.is_complete_within(60) and laid.total == 3


def test_what_goes_wrong_while_reading_is_raised_and_nobody_waits_for_more(tmp_path: Path) -> None:
    reading = Reading()

    def fails() -> Generator[None]:
        yield from reads(reading, ["a", "b"])
        raise OSError("the disk is gone")

    laid = Spool(tmp_path / "read")
    with filled(laid, reading, fails(), 1) as all_read:
        assert [len(part()) for part in laid] == [1, 1]
        with pytest.raises(OSError, match="the disk is gone"):
            all_read()


def test_who_leaves_early_does_not_wait_for_all_to_be_read(tmp_path: Path) -> None:
    reading, left = Reading(), Event()

    def endless() -> Generator[None]:
        yield from reads(reading, ["a"])
        while True:
            left.wait()
            yield

    laid, steps = Spool(tmp_path / "read"), endless()
    with pytest.raises(KeyboardInterrupt), filled(laid, reading, steps, 1):
        assert laid.wait(0)
        left.set()
        raise KeyboardInterrupt
    assert laid.is_complete
    assert next(steps, "closed") == "closed"
