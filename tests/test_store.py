"""The prepared store: the same tables as reading gives, opened at once, never half of them."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analysis import __main__ as command_line
from analysis.__main__ import app
from analysis.corpus import Corpus, credit, load, pipeline, store
from analysis.corpus.isolate import Fault
from analysis.corpus.lexicons.naming import Lexicon, load_frames, load_naming
from analysis.corpus.load import prepare, read, resources
from analysis.corpus.places import locate
from analysis.corpus.read import folder, html, read_documents
from analysis.corpus.shard import merge
from analysis.corpus.store import ReadOptions, arrow, build
from analysis.corpus.store import fingerprint as content
from analysis.corpus.store import kept_tables as beside
from analysis.corpus.store import packing as parts
from analysis.corpus.store import reuse as old
from analysis.corpus.tokens.tokens import Whole
from analysis.measures.event import Settings, events
from analysis.measures.naming import find as naming
from analysis.measures.naming import frames, mentions
from analysis.schema import CorpusError, RuleError
from small import web_page

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "data/sample"
TABLES = ("documents", "segments", "quotations", "rejected", "notes")
ARRAYS = ("ids", "stretch", "voice", "place", "offsets", "vocabulary")
PLAIN = ReadOptions()


def quietly(step: str, done: int, total: int) -> None:
    """Show no progress."""


def none(faults: list[Fault]) -> None:
    """Take no faulty article."""
    assert not faults


def same(one: Corpus, other: Corpus) -> None:
    """Compare two corpora, every table and array to the last bit."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    for name in ARRAYS:
        mine, theirs = getattr(one.tokens, name), getattr(other.tokens, name)
        assert mine.dtype == theirs.dtype, name
        assert np.array_equal(mine, theirs), name
    assert (one.name, one.about, one.hash) == (other.name, other.about, other.hash)


def in_shares(path: Path, size: int, processes: int = 1) -> Corpus:
    """Read a corpus in shares of a size."""
    documents, rejected, notes = read_documents(path)
    name = path.name.split(".")[0]
    known = resources(name, PLAIN)
    shares = list(pipeline.cut(documents, size))
    segments: list[pd.DataFrame] = []
    learnt = pipeline.learn(shares, known, segments.append, processes)
    work = map(pipeline.Work, shares, segments)
    tables = merge(pipeline.read_shards(work, learnt, known, none, processes))
    about = importlib.import_module("analysis.corpus.load").about(path)
    return Corpus(name, *tables, rejected, notes, about=about)


def test_documents_with_repeated_lines_are_labelled_alike_one_by_one_and_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = resources("sample", PLAIN)
    shares = list(pipeline.cut(read_documents(locate(SAMPLE))[0], 7))
    segments: list[pd.DataFrame] = []
    learnt = pipeline.learn(shares, known, segments.append)
    assert len(learnt.documents) > 2
    alone = list(map(pipeline.Work, shares, segments))
    expected = [pipeline.read_shard(one, learnt, known) for one in alone]
    monkeypatch.setattr(pipeline, "_RELABELLED", 10)
    again = list(pipeline.relabel(shares, learnt, known))
    # What is labelled already is not labelled once more.
    monkeypatch.setattr(pipeline.clean, "segment", None)
    for work, table, share in zip(alone, again, expected, strict=True):
        found = pipeline.read_shard(work._replace(again=table), learnt, known)
        pd.testing.assert_frame_equal(found.segments, share.segments)
        pd.testing.assert_frame_equal(found.documents, share.documents)


@pytest.fixture(scope="module")
def sample() -> Corpus:
    return read(locate(SAMPLE), PLAIN)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Make a small corpus that may be changed: some of the sample."""
    folder = tmp_path / "few"
    folder.mkdir()
    for file in sorted(locate(SAMPLE).glob("*-0[1-4].txt")):
        shutil.copy(file, folder)
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the place where `load` looks for the store of `articles`."""
    monkeypatch.setattr(store, "PREPARED", tmp_path / "prepared")
    return tmp_path / "prepared" / "few"


def opened(corpus: Corpus) -> bool:
    """Tell whether the words of a corpus lie in a file."""
    return isinstance(corpus.tokens.ids, np.memmap)  # type: ignore[union-attr]


# --- shares ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 7, 40])
def test_a_corpus_read_in_shares_of_any_size_is_the_same(sample: Corpus, size: int) -> None:
    same(sample, in_shares(locate(SAMPLE), size))


def test_a_corpus_read_in_two_processes_is_the_same(sample: Corpus) -> None:
    same(sample, in_shares(locate(SAMPLE), 20, 2))


@pytest.mark.shared
def test_real_articles_read_in_shares_are_the_same(shared: Path, tmp_path: Path) -> None:
    folder = shared / "corpora" / "wagner-2023"
    whole = read(folder, PLAIN)
    for size in (1, 2):
        same(whole, in_shares(folder, size))
    prepare(folder, PLAIN, tmp_path / "w", quietly)
    same(whole, load(tmp_path / "w"))


@pytest.mark.shared
def test_three_hundred_rows_of_a_table_are_the_same_in_shares_and_in_a_store(
    shared: Path, tmp_path: Path
) -> None:
    rows = shared / "corpora" / "allsides-scale" / "part_a.jsonl.xz"
    few = tmp_path / "rows.jsonl"
    lzma = importlib.import_module("lzma")
    with lzma.open(rows, "rt", encoding="utf-8") as stream:
        few.write_text("".join(line for line, _ in zip(stream, range(300), strict=False)))
    whole = read(few, PLAIN)
    same(whole, in_shares(few, 111))
    prepare(few, PLAIN, tmp_path / "s", quietly)
    same(whole, load(tmp_path / "s"))


# --- running words of whole documents --------------------------------------------------------


@given(st.data())
def test_documents_taken_from_a_store_are_those_taken_from_plain_tokens(
    data: st.DataObject,
) -> None:
    sizes = data.draw(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=6))
    lengths = [sum(parts) for parts in sizes]
    flat = [n for parts in sizes for n in parts]
    count = sum(flat)
    starts = np.concatenate([[0], np.cumsum(flat, dtype=np.int64)]).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    ids = np.arange(count, dtype=np.int32) % 3
    voice = (np.arange(count) % 2).astype(np.uint8)
    whole = Whole(ids, voice, offsets, starts, np.array(["a", "b", "c"]))
    plain = whole.plain()
    chosen = np.array(
        sorted(data.draw(st.sets(st.integers(0, len(sizes) - 1), max_size=len(sizes)))),
        dtype=np.int64,
    )
    twice = np.arange(len(chosen))[::2]
    for mine, theirs in (
        (whole.take(chosen), plain.take(chosen)),
        (whole.take(chosen).take(twice), plain.take(chosen).take(twice)),
        (whole.take(chosen).of_voice("own"), plain.take(chosen).of_voice("own")),
    ):
        for name in ARRAYS:
            assert np.array_equal(getattr(mine, name), getattr(theirs, name)), name


# --- the store -------------------------------------------------------------------------------


def test_a_store_holds_what_reading_gives(sample: Corpus, tmp_path: Path) -> None:
    prepare(locate(SAMPLE), PLAIN, tmp_path / "s", quietly)
    found = load(tmp_path / "s")
    assert opened(found)
    same(sample, found)
    same(sample.select(voice="quoted"), found.select(voice="quoted"))
    same(sample.select(outlet="TOLTA"), found.select(outlet="TOLTA"))
    same(sample.stemmed(), found.stemmed())
    for n in (1, 2, 3):
        mine, terms = sample.matrix(n)
        theirs, others = found.matrix(n)
        assert np.array_equal(terms, others)
        assert (mine != theirs).nnz == 0
    plain = sample.tokens.plain().matrix(2)  # type: ignore[union-attr]
    assert (found.matrix(2)[0] != plain[0]).nnz == 0
    words = sample.running_words()
    pd.testing.assert_frame_equal(words, found.running_words(), check_exact=True)


def test_load_opens_the_store_until_a_file_changes(articles: Path, place: Path) -> None:
    before = load(articles)
    assert not opened(before)
    prepare(articles, PLAIN, place, quietly)
    assert opened(load(articles))
    same(before, load(articles))
    file = sorted(articles.glob("*.txt"))[0]
    text = file.read_text()
    state = file.stat()
    file.write_text(text.replace("e", "o", 1))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    changed = load(articles)
    assert not opened(changed)
    assert changed.hash != before.hash
    file.write_text(text)
    assert opened(load(articles))
    (articles / "more.txt").write_text("One more article.\n\nIt is short.")
    assert not opened(load(articles))


def test_a_corpus_asked_for_in_another_way_is_read_again(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    manifest = articles.parent / "known.csv"
    name = sorted(articles.glob("*.txt"))[0].name
    manifest.write_text(f"file,event\n{name},strike\n")
    found = load(articles, manifest=manifest)
    assert not opened(found)
    assert set(found.documents["event"]) == {"", "strike"}


def test_a_store_of_other_rules_is_not_opened_for_its_corpus(
    articles: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(articles, PLAIN, place, quietly)
    monkeypatch.setattr(store, "made_by", lambda: {**content.made_by(), "rules": "other"})
    assert not opened(load(articles))


@pytest.mark.parametrize("other", [{"version": "0.0.1"}, {"form": 0}])
def test_a_store_of_another_version_is_not_opened(
    articles: Path, place: Path, other: dict[str, object]
) -> None:
    prepare(articles, PLAIN, place, quietly)
    mark = place / store.MARK
    written = json.loads(mark.read_text())
    mark.write_text(json.dumps({**written, "by": {**written["by"], **other}}))
    assert not opened(load(articles))
    with pytest.raises(CorpusError, match="samestory prepare"):
        load(place)


def test_a_store_that_lacks_a_file_says_so(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    next(place.glob("data-*/ids.npy")).unlink()
    with pytest.raises(CorpusError, match=r"ids\.npy is missing.*samestory prepare"):
        load(place)


KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.corpus.load import prepare
from analysis.corpus.store import ReadOptions

def stop(step, done, total):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

prepare(Path(sys.argv[1]), ReadOptions(), Path(sys.argv[2]), stop)
"""


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", ["read", "learn", "quote"])
def test_a_killed_preparation_leaves_the_old_store(articles: Path, place: Path, step: str) -> None:
    prepare(articles, PLAIN, place, quietly)
    before = load(place)
    (articles / "more.txt").write_text("One more article.\n\nIt is short.")
    ended = _python(KILLED, str(articles), str(place), step)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert len(list(place.glob("data-*"))) == 2
    same(before, load(place))
    prepare(articles, PLAIN, place, quietly)
    assert len(load(place).documents) == len(before.documents) + 1
    assert sorted(p.name for p in place.iterdir() if p.is_dir()) == [
        json.loads((place / store.MARK).read_text())["folder"]
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_first_preparation_that_is_killed_is_no_store(articles: Path, place: Path) -> None:
    _python(KILLED, str(articles), str(place), "quote")
    assert not store.description(place)
    with pytest.raises(CorpusError, match="samestory prepare"):
        load(place)
    assert not opened(load(articles))


def test_an_error_in_the_middle_leaves_the_old_store(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    before = load(place)

    def fail(step: str, done: int, total: int) -> None:
        if step == "quote":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(articles, PLAIN, place, fail)
    same(before, load(place))


def test_a_second_writer_is_turned_away(articles: Path, place: Path) -> None:
    def again(step: str, done: int, total: int) -> None:
        with pytest.raises(CorpusError, match="Another process"):
            prepare(articles, PLAIN, place, quietly)

    prepare(articles, PLAIN, place, again)
    assert opened(load(articles))


OPENED = """
import sys
from analysis.corpus import load
corpus = load(sys.argv[1])
print(type(corpus.tokens.ids).__name__, corpus.hash, int(corpus.tokens.ids.sum()))
"""


def test_two_processes_share_a_store_while_it_is_made_again(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    first = load(place)
    total = int(first.tokens.ids.sum())  # type: ignore[union-attr]
    other = _python(OPENED, str(place))
    assert other.stdout.split() == ["memmap", first.hash, str(total)], other.stderr
    (articles / "more.txt").write_text("One more article.\n\nIt is short.")
    prepare(articles, PLAIN, place, quietly)
    assert int(first.tokens.ids.sum()) == total  # type: ignore[union-attr]
    assert len(first.documents["source"].str.cat()) > 0
    assert len(first.segments) > len(first.documents)
    assert "said" in set(first.quotations["cue"])
    assert len(load(place).documents) == len(first.documents) + 1


def _bytes(place: Path) -> dict[str, bytes]:
    folder = place / json.loads((place / store.MARK).read_text())["folder"]
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_store_brought_up_to_date_is_the_one_made_from_the_beginning(
    articles: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(articles, PLAIN, place, quietly)
    files = sorted(articles.glob("*.txt"))
    files[0].write_text(files[0].read_text() + "\n\nA line was added, officials said.")
    files[1].unlink()
    (articles / "a-more.txt").write_text("One more.\n\n“It is short”, the mayor said.")
    read_again: list[str] = []
    credited = credit.credit

    def watched(documents: pd.DataFrame, *others: Any) -> pd.DataFrame:
        read_again.extend(documents["document_id"])
        return credited(documents, *others)

    monkeypatch.setattr(credit, "credit", watched)
    prepare(articles, PLAIN, place, quietly)
    assert len(read_again) < len(files)
    assert {"a-more", files[0].stem} <= set(read_again)
    prepare(articles, PLAIN, tmp_path / "new" / "few", quietly)
    assert _bytes(place) == _bytes(tmp_path / "new" / "few")
    same(load(place), read(articles, PLAIN))


def test_a_web_page_is_looked_at_again_only_where_it_changed(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "pages"
    corpus.mkdir()
    for name in ("a", "b", "c"):
        (corpus / f"{name}.html").write_text(web_page(f"The bridge at {name} reopens"))
    looked: list[str] = []
    works = html.article
    monkeypatch.setattr(html, "article", lambda page: looked.append(page) or works(page))
    prepare(corpus, PLAIN, place, quietly)
    assert len(looked) == 3
    (corpus / "b.html").write_text(web_page("The bridge at b stays shut"))
    (corpus / "d.html").write_text(web_page("A new bridge"))
    (corpus / "manifest.csv").write_text("file,outlet\na.html,Alder Courier\n")
    prepare(corpus, PLAIN, place, quietly)
    assert looked[3:] == [
        web_page("The bridge at b stays shut"),
        web_page("A new bridge"),
    ]
    found = store.open_store(place)
    same(found, read(corpus, PLAIN))
    assert found.documents["outlet"].tolist()[0] == "Alder Courier"
    looked.clear()
    prepare(corpus, PLAIN, place, quietly)
    assert not looked
    same(store.open_store(place), found)
    monkeypatch.setattr(old, "made_by", dict)
    prepare(corpus, PLAIN, place, quietly)
    assert not looked  # A change of rules does not change what is found on a page.
    monkeypatch.setattr(old, "pages_found_by", dict)
    prepare(corpus, PLAIN, place, quietly)
    assert len(looked) == 4
    same(store.open_store(place), found)


def test_many_web_pages_are_read_before_any_is_cleaned_and_it_is_told_how_many(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "pages"
    corpus.mkdir()
    for number in range(12):
        (corpus / f"{number:02}.html").write_text(web_page(f"Bridge {number} reopens"))
    whole = read(corpus, PLAIN)
    monkeypatch.setattr(folder, "_MANY", 2)
    monkeypatch.setattr(folder, "_AT_ONCE", 4)
    monkeypatch.setattr(build, "SHARE", 2)
    monkeypatch.setattr(build, "_LOOK", 0.01)
    monkeypatch.setattr(build, "processes", lambda total, known: 2)
    steps: list[tuple[str, int, int]] = []
    prepare(corpus, PLAIN, place, lambda *step: steps.append(step))
    same(store.open_store(place), whole)
    told = [done for step, done, _ in steps if step == "read"]
    assert told == sorted(told) and len(set(told)) > 2
    assert all(total == 12 for step, _, total in steps if step == "learn" and total)
    assert ("learn", 2, 12) in steps
    # A bar begins where nothing is done, and ends where all is.
    quoted = [step for step in steps if step[0] == "quote"]
    assert (quoted[0], quoted[-1]) == (("quote", 0, 12), ("quote", 12, 12))


def test_a_store_made_again_of_the_same_files_is_the_same(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    before = _bytes(place)
    prepare(articles, PLAIN, place, quietly)
    assert _bytes(place) == before


def test_a_table_of_an_opened_store_is_read_when_it_is_looked_at(
    articles: Path, place: Path
) -> None:
    prepare(articles, PLAIN, place, quietly)
    found = load(place)
    outlet = found.documents["outlet"].iloc[0]
    some = found.select(outlet=outlet, voice="quoted")
    assert not _is_made(found) and not _is_made(some)
    theirs = some.quotations
    assert some.quotations is theirs and _is_made(found)
    mine = found.quotations["document_id"].isin(some.documents["document_id"])
    assert len(theirs) == mine.sum() > 0
    pd.testing.assert_frame_equal(theirs, found.quotations[mine].reset_index(drop=True))


def test_rows_of_few_documents_are_read_without_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "SHARE", 5)
    monkeypatch.setattr(store, "_MOST", 0.5)
    place = prepare(locate(SAMPLE), PLAIN, tmp_path / "s", quietly)
    whole = load(place)
    assert len(whole.segments) and len(whole.quotations)
    for since in ("", "2015-01-01"):
        first, others = load(place).select(since=since), whole.select(since=since)
        few = first.only(np.array([0, 1, 7]))
        same(few, others.only(np.array([0, 1, 7])))
        assert len(few.quotations) and not _is_made(first)
        assert not len(first.only(np.zeros(0, dtype=np.int64)).segments)


def test_stories_kept_beside_a_store_are_those_of_its_articles(
    tmp_path: Path, sample: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "s"
    command = ["prepare", str(locate(SAMPLE)), "--out", str(place), "--stories"]
    assert CliRunner().invoke(app, command).exit_code == 0
    found = load(place)
    kept = found.held["events"]
    assert events(found) is kept
    pd.testing.assert_frame_equal(kept, events(sample), check_exact=True)
    outlet = found.documents["outlet"].iloc[0]
    assert not found.select(outlet=outlet).held and not found.with_events(kept).held
    other = Settings(threshold=0.9)
    pd.testing.assert_frame_equal(events(found, other), events(sample, other), check_exact=True)
    monkeypatch.setattr(beside, "hash_of", lambda folder: "other code")
    assert not load(place).held
    monkeypatch.undo()
    prepare(locate(SAMPLE), PLAIN, place, quietly)
    assert not load(place).held


def test_names_kept_beside_a_store_are_not_looked_for_again(
    tmp_path: Path, sample: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, words = tmp_path / "s", load_naming(sample.name)
    command = ["prepare", str(locate(SAMPLE)), "--out", str(place)]
    assert CliRunner().invoke(app, command).exit_code == 0
    kept = store.description(place)
    expected = mentions(sample, words), frames(sample, load_frames(sample.name))
    monkeypatch.setattr(naming, "_places", None)
    opened = load(place)
    pd.testing.assert_frame_equal(mentions(opened, words), expected[0])
    pd.testing.assert_frame_equal(frames(opened, load_frames(sample.name)), expected[1])
    # What is as it was stays.
    assert CliRunner().invoke(app, command).exit_code == 0 and store.description(place) == kept
    monkeypatch.setattr(beside, "hash_of", lambda folder: "other code")
    assert not load(place).matches.keys()


def test_a_lexicon_that_cannot_be_read_stops_no_preparing(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> Lexicon:
        raise RuleError(f"naming-{name}.yml: EVENT is no mapping.")

    monkeypatch.setattr(command_line, "load_naming", broken)
    result = CliRunner().invoke(app, ["prepare", str(articles), "--out", str(tmp_path / "s")])
    assert result.exit_code == 0 and "Names are not looked for yet: naming-" in result.stderr
    assert len(load(tmp_path / "s").documents)


def test_a_store_keeps_no_other_tables(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    with pytest.raises(CorpusError, match="Allowed: events"):
        store.keep_beside(place, store.description(place)["folder"], {"event": pd.DataFrame()})
    with pytest.raises(CorpusError, match="was made again meanwhile"):
        store.keep_beside(place, "data-1", {"events": pd.DataFrame()})


def test_a_store_that_lacks_a_file_is_made_again(articles: Path, place: Path) -> None:
    prepare(articles, PLAIN, place, quietly)
    whole = load(place)
    names = whole.documents["document_id"].tolist()
    (place / store.description(place)["folder"] / "quotations.arrow").unlink()
    prepare(articles, PLAIN, place, quietly)
    assert load(place).documents["document_id"].tolist() == names


def _is_made(corpus: Corpus) -> bool:
    return isinstance(vars(corpus)["_quotations"], pd.DataFrame)


def test_words_take_four_bytes_each_and_a_little(tmp_path: Path, sample: Corpus) -> None:
    prepare(locate(SAMPLE), PLAIN, tmp_path / "s", quietly)
    sizes = {name: len(data) for name, data in _bytes(tmp_path / "s").items()}
    words = len(sample.tokens.ids)  # type: ignore[union-attr]
    beside = sum(sizes[f"{name}.npy"] for name in ("ids", "voice", "offsets", "sizes"))
    assert beside < 5 * words


def test_words_of_quotations_are_kept_in_the_sources_only(tmp_path: Path, sample: Corpus) -> None:
    prepare(locate(SAMPLE), PLAIN, tmp_path / "s", quietly)
    assert "text" not in arrow.read(next(tmp_path.glob("s/data-*/quotations.arrow")))
    found = load(tmp_path / "s")
    pd.testing.assert_series_equal(found.quotations["text"], sample.quotations["text"])


def test_voices_are_unpacked_when_they_are_looked_at_and_once(
    articles: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(articles, PLAIN, place, quietly)
    times: list[int] = []
    unpacked = parts.voices
    monkeypatch.setattr(parts, "voices", lambda runs: times.append(1) or unpacked(runs))
    found = load(articles)
    some = found.only(np.array([0, 2]))
    assert len(some.tokens.ids) and not times  # type: ignore[union-attr]
    whole = found.tokens.voice  # type: ignore[union-attr]
    mine = some.tokens.voice  # type: ignore[union-attr]
    assert len(mine) < len(whole) and times == [1]


# --- what a store leaves out -----------------------------------------------------------------


@given(st.lists(st.integers(0, 2), max_size=30))
def test_voices_come_back_from_their_runs(voices: list[int]) -> None:
    given_ = np.array(voices, dtype=np.uint8)
    runs = parts.runs(given_)
    assert np.array_equal(parts.voices(runs), given_)
    assert not (runs["voice"][1:] == runs["voice"][:-1]).any()


def test_a_run_of_many_words_has_the_bytes_it_needs() -> None:
    long, short = (np.ones(size, dtype=np.uint8) for size in (70_000, 3))
    joined = np.concatenate([parts.runs(short), parts.runs(long)])
    assert np.array_equal(parts.voices(joined), np.ones(70_003, dtype=np.uint8))


@given(st.lists(st.tuples(st.text(min_size=1), st.lists(st.tuples(*[st.integers(0, 9)] * 2)))))
def test_spans_cut_out_of_a_store_are_the_characters_that_are_meant(
    texts: list[tuple[str, list[tuple[int, int]]]],
) -> None:
    # A half of a surrogate pair is no text that a file can hold.
    texts = [(text.encode("utf-8", "replace").decode(), spans) for text, spans in texts]
    documents = pd.DataFrame(
        {
            "document_id": pd.Series([str(n) for n in range(len(texts))], dtype="str"),
            "source": pd.Series([text for text, _ in texts], dtype="str"),
        }
    )
    rows = [
        (str(n), min(*span, len(text)), min(max(span), len(text)))
        for n, (text, spans) in enumerate(texts)
        for span in spans
    ]
    spans = pd.DataFrame(rows, columns=["document_id", "start", "end"])
    spans = spans.astype({"document_id": "str", "start": "int64", "end": "int64"})
    meant = [texts[int(n)][0][start:end] for n, start, end in rows]
    there = pd.Index(documents["document_id"])
    found = parts.cut_out(documents["source"], there, spans)
    assert found.tolist() == meant
    assert found.dtype == documents["source"].dtype


def test_a_table_that_is_empty_or_has_missing_values_comes_back(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "a": pd.Series(["x", None, "ü\x00"], dtype="str"),
            "b": pd.Series(["2020-01-01", None, None], dtype="datetime64[s]"),
            "c": [1.5, np.nan, 2.0],
            "d": [1, 2, 3],
            "e": [True, False, True],
        }
    )
    for rows in (frame, frame.iloc[:0]):
        arrow.write(rows, tmp_path / "t.arrow")
        pd.testing.assert_frame_equal(arrow.read(tmp_path / "t.arrow"), rows, check_exact=True)


def test_a_column_that_a_store_cannot_keep_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="'odd' holds complex128"):
        arrow.write(pd.DataFrame({"odd": [1j]}), tmp_path / "t.arrow")


def test_rows_with_different_columns_are_prepared_in_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [file.read_text() for file in sorted(locate(SAMPLE).glob("letter-*.txt"))]
    rows = [
        {
            "id": f"r{n}",
            "outlet": "The Letter",
            "text": text,
            **({f"extra{n}": "x"} if n % 2 else {}),
        }
        for n, text in enumerate(texts)
    ]
    table = tmp_path / "rows.jsonl"
    table.write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.setattr(build, "SHARE", 4)
    prepare(table, PLAIN, tmp_path / "s", quietly)
    same(read(table, PLAIN), load(tmp_path / "s"))
    steps: list[tuple[str, int, int]] = []
    prepare(table, PLAIN, tmp_path / "s", lambda *step: steps.append(step))
    same(read(table, PLAIN), load(tmp_path / "s"))
    assert steps[-1] == ("quote", len(rows), len(rows))
    learnt = [done for step, done, _ in steps if step == "learn"]
    assert learnt == sorted({*range(0, len(rows), 4), len(rows)})


def test_the_command_prepares_a_store_and_shows_its_progress(tmp_path: Path) -> None:
    code = "import sys; from analysis.__main__ import main; main()"
    ended = _python(code, "prepare", SAMPLE, "--out", str(tmp_path / "s"))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == (tmp_path / "s").as_posix()
    assert "100%" in ended.stderr
    assert opened(load(tmp_path / "s"))
    again = _python(code, "prepare", str(tmp_path / "s"))
    assert again.returncode == 2
    assert "is prepared already" in again.stderr


def test_a_name_or_frame_that_is_added_makes_no_store_anew_but_a_verb_of_speech_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = content.made_by()["rules"]
    added = {name: tmp_path / name for name in ("naming-mine.yml", "frames.yml", "verbs.yml")}
    for path in added.values():
        path.write_text("a: b", encoding="utf-8")
    shipped = content.rule_files

    def with_added(*names: str) -> str:
        def rule_files(folder: Path) -> dict[str, Path]:
            mine = folder.name == "lexicons"
            return shipped(folder) | ({name: added[name] for name in names} if mine else {})

        monkeypatch.setattr(content, "rule_files", rule_files)
        return str(content.made_by()["rules"])

    assert with_added("naming-mine.yml", "frames.yml") == usual
    assert with_added("verbs.yml") != usual
