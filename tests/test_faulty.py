"""One article that cannot be read stops nothing: it is refused with its reason."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from distributed import LocalCluster
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.corpus import Corpus, credit, pipeline, quote
from analysis.corpus import isolate as faulty
from analysis.corpus.clean import label as structure
from analysis.corpus.clean.prefilter import Prefilter
from analysis.corpus.load import read, resources
from analysis.corpus.pipeline import Resources
from analysis.corpus.places import locate
from analysis.corpus.store import ReadOptions, build, open_store
from analysis.schema import CorpusError

PLAIN = ReadOptions()
WORD = "qwertzuiop"
# Step -> a function that looks at the text of one article, and where it is called by that name.
STEPS = {
    "cleaning": (structure, "label_by_rules"),
    "reading its credits": (credit, "credited"),
    "finding its quotations": (quote, "meet"),
}


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Make a small corpus: some of the sample, and one article that will be at fault."""
    folder = tmp_path / "few"
    folder.mkdir()
    for file in sorted(locate("data/sample").glob("*-0[1-6].txt")):
        shutil.copy(file, folder)
    shutil.copytree(folder, tmp_path / "good" / "few")
    (folder / "m-odd.txt").write_text(f"A word\n\nHere the mayor said “{WORD}” and no more.\n")
    return folder


@pytest.fixture
def good(few: Path) -> Path:
    """Give the same corpus without the article at fault."""
    return few.parent / "good" / "few"


def quietly(step: str, done: int, total: int) -> None:
    """Show no progress."""


def break_at(step: str, patch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let a step raise an error where the article holds the word."""
    module, name = STEPS[step]
    works: Callable[..., Any] = getattr(module, name)

    def fails(*arguments: Any) -> Any:
        if WORD in str(arguments[0]):
            raise error
        return works(*arguments)

    patch.setattr(module, name, fails)


def in_shares(patch: pytest.MonkeyPatch, size: int) -> None:
    """Let corpora be read in shares of a size."""
    module = importlib.import_module("analysis.corpus.load")
    patch.setattr(module, "cut", lambda documents: pipeline.cut(documents, size))
    patch.setattr(build, "SHARE", size)


def same_but_for_the_fault(found: Corpus, good: Corpus) -> None:
    """Compare the tables and words of a corpus with those without the article at fault."""
    for name in ("documents", "segments", "quotations"):
        mine, theirs = getattr(found, name), getattr(good, name)
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
    words, others = (corpus.running_words() for corpus in (found, good))
    pd.testing.assert_frame_equal(words, others, check_exact=True)


def test_no_character_makes_an_article_faulty(tmp_path: Path) -> None:
    """Every control, private, odd or invisible character, beside quotations and far from them."""
    odd = [*map(chr, (*range(0x20), *range(0x7F, 0xA0)))]
    odd += "\u00ad\u02b9\u0301\u200b\u2028\u202e\ue000\ufdd0\ufeff\ufffd\uffff\U0010ffff"
    for character in odd:
        text = (
            "Barge shut\n\nThe may{0}or said it {0}was “a calm{0} day”{0}. {0}“We left,” he said."
        )
        file = tmp_path / f"{ord(character):06x}.txt"
        file.write_text(text.format(character), encoding="utf-8", newline="")
    corpus = read(tmp_path, PLAIN)
    assert corpus.rejected.empty
    assert len(corpus.documents) == len(odd)
    sources = dict(corpus.documents[["document_id", "source"]].itertuples(index=False))
    for row in corpus.quotations.itertuples():
        assert sources[row.document_id][row.start : row.end] == row.text
    for row in corpus.segments.itertuples():
        assert 0 <= row.start < row.end <= len(sources[row.document_id])
    assert set(corpus.quotations["document_id"]) == set(sources)


@pytest.mark.parametrize("size", [1, 5, 100])
@pytest.mark.parametrize("step", list(STEPS))
def test_an_article_that_cannot_be_read_is_refused_and_the_others_are_used(
    few: Path, good: Path, monkeypatch: pytest.MonkeyPatch, step: str, size: int
) -> None:
    in_shares(monkeypatch, size)
    whole = read(good, PLAIN)
    break_at(step, monkeypatch, IndexError("list index\nout of range"))
    found = read(few, PLAIN)
    same_but_for_the_fault(found, whole)
    assert found.rejected.iloc[0].tolist() == [
        "m-odd.txt",
        0,
        f"the article 'm-odd' cannot be read: {step} failed (IndexError: list index out of range)",
    ]
    assert len(found.rejected) == 1


@pytest.mark.parametrize("step", list(STEPS))
def test_a_store_is_made_without_the_article_that_cannot_be_read(
    few: Path, good: Path, monkeypatch: pytest.MonkeyPatch, step: str, tmp_path: Path
) -> None:
    in_shares(monkeypatch, 5)
    whole = read(good, PLAIN)
    break_at(step, monkeypatch, ValueError("no"))
    steps: list[tuple[str, int, int]] = []
    order = build.BuildRequest(few, PLAIN, tmp_path / "s")
    build.prepare(order, resources("few", PLAIN), lambda *one: steps.append(one))
    found = open_store(tmp_path / "s")
    same_but_for_the_fault(found, whole)
    assert found.rejected["path"].tolist() == ["m-odd.txt"]
    assert steps[-1] == ("quote", len(whole.documents) + 1, len(whole.documents) + 1)
    monkeypatch.undo()
    in_shares(monkeypatch, 5)
    build.prepare(order, resources("few", PLAIN), quietly)
    assert len(open_store(tmp_path / "s").documents) == len(whole.documents) + 1


class Trap(Prefilter):
    """The sieve of rules, which fails where the word stands; other processes can unpack it."""

    def masks(self, lines: pl.DataFrame) -> NDArray[np.int64]:
        if lines["text"].str.contains(WORD).any():
            raise ValueError("caught")
        return super().masks(lines)


def trapped() -> Resources:
    """Load rules with which the article cannot be cleaned."""
    known = resources("few", PLAIN)
    rules = replace(known.rules)
    rules.__dict__["sieve"] = Trap(known.rules.sieve.patterns)
    return replace(known, rules=rules)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("where", ["two processes", "a cluster"])
def test_other_processes_refuse_it_too(
    few: Path,
    good: Path,
    monkeypatch: pytest.MonkeyPatch,
    cluster: LocalCluster,
    where: str,
) -> None:
    in_shares(monkeypatch, 5)
    whole = read(good, PLAIN)
    monkeypatch.setattr(build, "processes", lambda documents, resources: 2)
    address = cluster.scheduler_address if where == "a cluster" else ""
    order = build.BuildRequest(few, PLAIN, few.parent / "s", "", address)
    build.prepare(order, trapped(), quietly)
    found = open_store(few.parent / "s")
    same_but_for_the_fault(found, whole)
    assert found.rejected["reason"].tolist() == [
        "the article 'm-odd' cannot be read: cleaning failed (ValueError: caught)"
    ]


@pytest.mark.parametrize("size", [1, 100])
def test_a_corpus_of_which_no_article_can_be_read_says_why(
    few: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    in_shares(monkeypatch, size)
    for file in few.glob("*-0*.txt"):
        file.unlink()
    (few / "odd-2.txt").write_text(f"A word\n\nHere the mayor said {WORD} once more.\n")
    break_at("cleaning", monkeypatch, ValueError("no"))
    with pytest.raises(CorpusError, match="No document of few could be used: the article 'm-odd'"):
        read(few, PLAIN)
    with pytest.raises(CorpusError, match="No document of few could be used: the article 'm-odd'"):
        build.prepare(
            build.BuildRequest(few, PLAIN, few.parent / "s"), resources("few", PLAIN), quietly
        )
    assert not (few.parent / "s" / "store.json").exists()


@pytest.mark.parametrize(
    "error", [MemoryError("full"), KeyboardInterrupt(), CorpusError("a rule is not a rule")]
)
def test_what_is_not_the_fault_of_an_article_stops_the_reading(
    few: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    break_at("finding its quotations", monkeypatch, error)
    with pytest.raises(type(error)):
        read(few, PLAIN)


@given(st.integers(1, 40), st.sets(st.integers(0, 39)))
def test_exactly_the_faulty_are_left_out_and_the_order_stays(size: int, bad: set[int]) -> None:
    numbers = range(size)
    documents = pd.DataFrame({"document_id": [f"d{n}" for n in numbers], "path": "rows.csv"})
    faults = {f"d{n}" for n in bad & set(numbers)}

    def task(some: pd.DataFrame) -> list[str]:
        names: list[str] = some["document_id"].tolist()
        if faults & set(names):
            raise ValueError
        return names

    done, found = faulty.apart(task, documents)
    assert [name for part in done for name in part] == [
        f"d{n}" for n in numbers if f"d{n}" not in faults
    ]
    assert [fault.document_id for fault in found] == [f"d{n}" for n in numbers if n in bad]
    rejected = faulty.with_faults(pd.DataFrame(columns=["path", "row", "reason"]), found)
    assert rejected["path"].tolist() == ["rows.csv"] * len(faults)
