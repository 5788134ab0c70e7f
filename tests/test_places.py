"""Where corpora lie, and that nothing is removed but what this program made."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import load, places, store
from analysis.corpus.load import prepare
from analysis.corpus.places import MARKER, mark, named, own_folder, place_hash, remove
from analysis.corpus.store import ReadOptions, damage_of
from analysis.schema import CorpusError, WriteError

SAMPLE = places.ROOT / "data" / "sample"


def quietly(step: str, done: int, total: int) -> None:
    """Show nothing."""


def _corpus(folder: Path, word: str = "open") -> Path:
    folder.mkdir(parents=True)
    for number in range(2):
        (folder / f"{number}.txt").write_text(f"Bridge {number}\n\nThe bridge is {word} again.")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("own", ["data-2023/photo.jpg", "building/plan.txt", "thesis.txt", "lock"])
def test_a_folder_of_ones_own_is_refused_and_untouched(tmp_path: Path, own: str) -> None:
    corpus, mine = _corpus(tmp_path / "news"), tmp_path / "mine"
    (mine / own).parent.mkdir(parents=True)
    (mine / own).write_text("years of work")
    before = _files(mine)
    with pytest.raises(CorpusError, match=r"neither empty nor a store.*remove the folder mine"):
        prepare(corpus, ReadOptions(), mine, quietly)
    assert _files(mine) == before


def test_folders_of_ones_own_inside_a_store_stay(tmp_path: Path) -> None:
    corpus, place = _corpus(tmp_path / "news"), tmp_path / "store"
    prepare(corpus, ReadOptions(), place, quietly)
    for name in ("data-2023", "data-1700000000000000000", "building"):
        (place / name).mkdir()
        (place / name / "photo.jpg").write_text("mine")
    prepare(corpus, ReadOptions(), place, quietly)
    photos = sorted(path.parent.name for path in place.rglob("photo.jpg"))
    assert photos == ["building", "data-1700000000000000000", "data-2023"]
    assert len(list(place.glob("data-*/ids.npy"))) == 1


def test_a_store_is_known_by_its_marker_when_its_description_is_gone(tmp_path: Path) -> None:
    corpus, place = _corpus(tmp_path / "news"), tmp_path / "store"
    prepare(corpus, ReadOptions(), place, quietly)
    (place / store.MARK).unlink()
    with pytest.raises(CorpusError, match=r"store\.json is missing.*samestory prepare"):
        load(place)
    prepare(corpus, ReadOptions(), place, quietly)
    assert len(load(place).documents) == 2


def test_a_store_made_before_there_were_markers_is_made_anew(tmp_path: Path) -> None:
    corpus, place = _corpus(tmp_path / "news"), tmp_path / "store"
    prepare(corpus, ReadOptions(), place, quietly)
    written = json.loads((place / store.MARK).read_text())
    for marker in place.rglob(MARKER):
        marker.unlink()
    older = {**{n: v for n, v in written.items() if n != "holds"}, "by": {"form": 3}}
    (place / store.MARK).write_text(json.dumps(older))
    with pytest.raises(CorpusError, match=r"form 3.*samestory prepare"):
        load(place)
    prepare(corpus, ReadOptions(), place, quietly)
    assert not damage_of(place, deep=True)
    assert [path.name for path in place.glob("data-*")] == [store.description(place)["folder"]]


@pytest.mark.parametrize("folder", ["../mine", "data-1/../../mine", "/", "", ".", "data-x"])
def test_a_description_cannot_lead_out_of_its_store(tmp_path: Path, folder: str) -> None:
    corpus, place, mine = _corpus(tmp_path / "news"), tmp_path / "store", tmp_path / "mine"
    mine.mkdir()
    (mine / "photo.jpg").write_text("mine")
    prepare(corpus, ReadOptions(), place, quietly)
    written = json.loads((place / store.MARK).read_text())
    (place / store.MARK).write_text(json.dumps({**written, "folder": folder}))
    with pytest.raises(CorpusError, match="samestory prepare"):
        load(place)
    prepare(corpus, ReadOptions(), place, quietly)
    assert (mine / "photo.jpg").read_text() == "mine"


def test_only_a_marked_folder_is_removed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "photo.jpg").write_text("mine")
    (tmp_path / "ours").mkdir()
    mark(tmp_path / "ours", "a test")
    (tmp_path / "ours" / "link").symlink_to(tmp_path / "mine")
    (tmp_path / "again").symlink_to(tmp_path / "ours")
    for name in ("mine", "again", "nowhere"):
        remove(tmp_path / name)
    assert (tmp_path / "ours").is_dir()
    remove(tmp_path / "ours")
    assert not (tmp_path / "ours").exists()
    assert (tmp_path / "mine" / "photo.jpg").is_file()


def test_a_place_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path / "news")
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "store"):
        with pytest.raises(WriteError, match="a file is where a folder is needed"):
            prepare(corpus, ReadOptions(), place, quietly)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_disk_that_is_full_leaves_the_old_store_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, place = _corpus(tmp_path / "news"), tmp_path / "store"
    prepare(corpus, ReadOptions(), place, quietly)
    before = _files(place)
    (corpus / "3.txt").write_text("A third\n\nThe bridge is shut.")

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.corpus.store.build._renumber", full)
    with pytest.raises(WriteError, match="No space left on device"):
        prepare(corpus, ReadOptions(), place, quietly)
    assert _files(place) == before
    assert len(load(place).documents) == 2


def test_paths_of_the_command_line_are_those_of_the_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = _corpus(tmp_path / "data" / "sample")
    (corpus / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert named("data/sample") == corpus
    assert named("data/sample/sub/..") == corpus.resolve()
    assert named(str(corpus)) == corpus
    monkeypatch.chdir(corpus)
    assert named(".") == corpus
    assert named("..").name == "data"
    with pytest.raises(CorpusError, match="has no name"):
        named("")
    with pytest.raises(CorpusError, match=r"no corpus at data/sample\. The project has one"):
        named("data/sample")
    (corpus / "old").symlink_to("nowhere")
    with pytest.raises(CorpusError, match="leads nowhere"):
        named("old")


def test_two_corpora_of_one_name_get_a_folder_each(tmp_path: Path) -> None:
    first, second = _corpus(tmp_path / "a" / "news"), _corpus(tmp_path / "b" / "news")
    home = tmp_path / "prepared"
    assert own_folder(home, first) == own_folder(home, second) == home / "news"
    mark(home / "news", "store", place_hash(first))
    assert own_folder(home, first) == home / "news"
    apart = own_folder(home, second)
    assert apart == home / f"news-{place_hash(second)[:8]}"
    mark(apart, "store", place_hash(second))
    shutil.rmtree(home / "news")
    assert own_folder(home, second) == apart
    (home / "news").mkdir()
    assert own_folder(home, first) != home / "news"


def test_each_of_two_corpora_of_one_name_opens_its_own_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PREPARED", tmp_path / "prepared")
    first = _corpus(tmp_path / "a" / "news", "open")
    second = _corpus(tmp_path / "b" / "news", "shut")
    for corpus in (first, second):
        prepare(corpus, ReadOptions(), store.usual_place(corpus), quietly)
    for corpus, word in ((first, "open"), (second, "shut")):
        assert word in load(corpus).documents["source"].iloc[0]
        assert store.find(corpus, ReadOptions(), store.usual_place(corpus))


def test_no_store_holds_a_path_of_this_machine(tmp_path: Path) -> None:
    corpus, place = _corpus(tmp_path / "grün 'n' \"news\" & more"), tmp_path / "store"
    prepare(corpus, ReadOptions(), place, quietly)
    for name, content in _files(place).items():
        for path in (str(tmp_path), json.dumps(str(tmp_path))[1:-1]):
            assert path.encode() not in content, name


def test_a_hash_of_a_place_is_the_same_in_every_copy_of_the_project() -> None:
    assert place_hash(SAMPLE) == place_hash(SAMPLE / ".." / "sample")
    assert place_hash(SAMPLE) == hashlib.sha256(b"data/sample").hexdigest()[:16]


DAMAGES = {
    "missing": lambda content: None,
    "empty": lambda content: b"",
    "halved": lambda content: content[: len(content) // 2],
    "random": lambda content: random.Random(len(content)).randbytes(len(content)),
    "zeroed": lambda content: _zeroed(content, len(content) // 2),
    "one byte": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
}


def _zeroed(content: bytes, start: int, size: int = 512) -> bytes:
    return content[:start] + bytes(len(content[start : start + size])) + content[start + size :]


FILES = (
    *("store.json", "documents.arrow", "segments.arrow", "quotations.arrow", "keys.arrow"),
    *("vocabulary.arrow", "rejected.arrow", "notes.arrow", "pages.arrow"),
    *("ids.npy", "voice.npy", "offsets.npy", "sizes.npy"),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus and its store."""
    folder = tmp_path_factory.mktemp("damaged")
    corpus = folder / "news"
    corpus.mkdir()
    for path in sorted(SAMPLE.glob("letter-0*.txt")):
        shutil.copy(path, corpus)
    return corpus, prepare(corpus, ReadOptions(), folder / "store", quietly)


def test_the_damages_are_of_every_file(prepared: tuple[Path, Path]) -> None:
    written = store.description(prepared[1])
    assert {*written["holds"], store.MARK} == set(FILES)


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_store_says_so_and_is_made_anew(
    prepared: tuple[Path, Path], tmp_path: Path, name: str, how: str
) -> None:
    corpus, whole = prepared
    place = tmp_path / "store"
    shutil.copytree(whole, place)
    path = next(place.rglob(name))
    content = path.read_bytes()
    damaged = DAMAGES[how](content)
    if damaged is None:
        path.unlink()
    else:
        path.write_bytes(damaged)
    assert damage_of(place, deep=True)
    with pytest.raises(CorpusError, match="samestory prepare"):
        load(place)
    prepare(corpus, ReadOptions(), place, quietly)
    assert not damage_of(place, deep=True)
    again, before = load(place), load(whole)
    for table in ("documents", "segments", "quotations"):
        pd.testing.assert_frame_equal(getattr(again, table), getattr(before, table))
    assert (again.tokens.ids == before.tokens.ids).all()


def test_other_bytes_of_long_files_end_in_one_line_or_in_tables_but_in_no_traceback(
    prepared: tuple[Path, Path], tmp_path: Path
) -> None:
    # In a process of its own, which damaged memory could end.
    code = (
        "import sys\n"
        "from analysis.corpus import load\n"
        "from analysis.corpus.store import fingerprint\n"
        "fingerprint.LOOKED_AT = 0\n"
        "from analysis.schema import CorpusError\n"
        "for place in sys.argv[1:]:\n"
        "    print(place, flush=True)\n"
        "    try:\n"
        "        corpus = load(place)\n"
        "        corpus.segments, corpus.quotations, corpus.running_words()\n"
        "    except CorpusError as error:\n"
        "        assert 'samestory prepare' in str(error), error\n"
    )
    damaged = []
    for name in FILES[1:]:
        for how in ("random", "zeroed"):
            place = tmp_path / name / how
            shutil.copytree(prepared[1], place)
            path = next(place.rglob(name))
            path.write_bytes(DAMAGES[how](path.read_bytes()))
            damaged.append(str(place))
    ended = subprocess.run(
        [sys.executable, "-c", code, *damaged],
        cwd=places.ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert not ended.returncode, (ended.stdout.splitlines()[-1:], ended.stderr[-600:])
    assert ended.stdout.split() == damaged
