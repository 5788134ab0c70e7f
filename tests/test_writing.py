"""What is written is written whole or not at all, and tells nothing of who wrote it, or when."""

from __future__ import annotations

import errno
import getpass
import os
import runpy
import shutil
import socket
import stat
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.corpus import release
from analysis.files import replaced_together, write_atomically, writing
from analysis.schema import WriteError
from analysis.tables import FORMATS, write

ROOT = Path(__file__).resolve().parents[1]
TABLE = pd.DataFrame({"term": ["strike", "=1+1"], "frequency": [3, 1], "share": [0.5, None]})
COMMANDS = {
    **{form: ("tables", "--only", "counts", "--format", form) for form in FORMATS},
    "release": ("release",),
    "suggest": ("suggest", "naming", "--event", "Port of Ordvik, June 2024"),
}


def run(monkeypatch: pytest.MonkeyPatch, command: str, corpus: str, out: Path) -> int:
    """Run a command that writes, on a corpus."""
    name, *others = COMMANDS[command]
    if command == "suggest":
        name, others, out = "suggest naming", others[1:], out / "names.yml"
    arguments = [*name.split(), corpus, "--out", str(out), *others]
    monkeypatch.setattr("sys.argv", ["samestory", *arguments])
    monkeypatch.setenv("SAMESTORY_READING", "{}")
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()} if folder.is_dir() else {}


def one_line(said: str) -> str:
    """The one line in which a command says why it failed."""
    assert "Traceback" not in said
    (line,) = [line for line in said.splitlines() if "samestory: " in line]
    assert "cannot be written: " in line
    assert "What was there before is as it was." in line
    return line


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kilobytes of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "samestory-test", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("a disk of its own can be mounted by root alone, and not everywhere")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def old(command: str, folder: Path) -> dict[str, bytes]:
    """Put an earlier result in a folder."""
    folder.mkdir()
    names = {"release": ["counts.csv", "release.json"], "suggest": ["names.yml"]}
    for name in names.get(command, [f"counts.{command}"]):
        (folder / name).write_text("from an earlier time")
    return files(folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_full_disk_nothing_changes_and_one_line_says_so(command, disk, capsys, monkeypatch):
    before = old(command, disk / "out")
    filled = b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize)
    (disk / "filled").write_bytes(filled)
    assert run(monkeypatch, command, "data/sample", disk / "out") == 1
    assert "No space left" in one_line(capsys.readouterr().err)
    assert files(disk / "out") == before
    assert run(monkeypatch, command, "data/sample", disk / "new") == 1
    assert {path.name for path in disk.iterdir()} == {"out", "filled"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_read_only_place_is_found_before_the_work(command, disk, capsys, monkeypatch):
    before = old(command, disk / "out")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    monkeypatch.setattr("analysis.__main__._read", _too_late)
    for out in (disk / "out", disk / "new" / "place"):
        assert run(monkeypatch, command, "data/sample", out) == 1
        assert "Read-only" in one_line(capsys.readouterr().err)
    assert files(disk / "out") == before
    assert [path.name for path in disk.iterdir()] == ["out"]


def _too_late(*_: object, **__: object) -> None:
    raise AssertionError("the corpus is read before its place is looked at")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_in_the_place_of_a_folder_is_found_before_the_work(
    command, tmp_path, capsys, monkeypatch
):
    (tmp_path / "mine").write_text("my notes")
    monkeypatch.setattr("analysis.__main__._read", _too_late)
    for out in (tmp_path / "mine", tmp_path / "mine" / "deeper"):
        assert run(monkeypatch, command, "data/sample", out) == 1
        assert "a file is where a folder is needed" in one_line(capsys.readouterr().err)
    assert files(tmp_path) == {"mine": b"my notes"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        # As pyarrow says it: no number, and it may be several lines.
        OSError("Error writing bytes to file.\nDetail: [errno 28] No space left on device"),
    ],
    ids=["system", "pyarrow"],
)
def test_a_writer_that_fails_half_way_changes_nothing(form, error, tmp_path, monkeypatch):
    whole = FORMATS[form]

    def failing(table: pd.DataFrame, path: Path) -> None:
        whole(table, path)
        if path.stem == "second":
            path.write_bytes(path.read_bytes()[:10])
            raise error

    write({"first": TABLE}, tmp_path / "out", form)
    before = files(tmp_path / "out")
    monkeypatch.setitem(FORMATS, form, failing)
    for out in ("out", "new/place"):
        with pytest.raises(WriteError, match="No space left on device") as told:
            write({"first": TABLE.head(1), "second": TABLE}, tmp_path / out, form)
        assert len(str(told.value).splitlines()) == 1
    assert files(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_workbook_with_no_room_for_its_rows_is_one_line(disk, tmp_path, monkeypatch):
    (disk / "filled").write_bytes(b"x" * 60_000)
    monkeypatch.setattr("tempfile.tempdir", str(disk))
    long = pd.DataFrame({"term": [f"term {number * 7919}" for number in range(50_000)]})
    with pytest.raises(WriteError, match="no room for a temporary file"):
        write({"counts": long}, tmp_path / "out", "xlsx")
    assert not (tmp_path / "out").exists()


def test_a_release_that_cannot_be_finished_leaves_the_old_one(tmp_path, capsys, monkeypatch):
    assert run(monkeypatch, "release", "data/sample", tmp_path / "out") == 0
    before = files(tmp_path / "out")
    monkeypatch.setattr(release, "_sum", _full)
    capsys.readouterr()
    for out in ("out", "new"):
        assert run(monkeypatch, "release", "data/sample", tmp_path / out) == 1
        assert "No space left" in one_line(capsys.readouterr().err)
    assert files(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_file_that_tells_of_the_others_comes_last(tmp_path, monkeypatch):
    placed: list[str] = []
    put = os.replace

    def seen(new: Path, path: Path) -> None:
        placed.append(Path(path).name)
        put(new, path)

    monkeypatch.setattr(os, "replace", seen)
    with replaced_together(tmp_path, last="release.json") as new:
        for name in ("release.json", "counts.csv", "segments.csv"):
            (new / name).write_text(name)
            os.utime(new / name, (1, 1))
    assert placed == ["counts.csv", "segments.csv", "release.json"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_table_gives_the_same_bytes_at_any_time(form, tmp_path, monkeypatch):
    (first,) = write({"counts": TABLE}, tmp_path / "first", form)
    later = time.time() + 7200
    monkeypatch.setattr("time.time", lambda: later)
    (second,) = write({"counts": TABLE}, tmp_path / "second", form)
    assert first.read_bytes() == second.read_bytes()


def test_an_installed_program_works_where_it_is_used_or_where_it_is_told(tmp_path, monkeypatch):
    package = tmp_path / "installed"
    (package / "shipped").mkdir(parents=True)
    shutil.copy(ROOT / "analysis" / "files.py", package)
    here, told = tmp_path / "here", tmp_path / "told"
    here.mkdir()
    monkeypatch.chdir(here)
    for home, expected in (("", here), (str(told), told)):
        monkeypatch.setenv("SAMESTORY_HOME", home)
        made = runpy.run_path(str(package / "files.py"))
        assert (made["ROOT"], made["SHIPPED"]) == (expected, package / "shipped")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "Permission denied"),
        (OSError("no room\n  in the sheet"), "no room in the sheet"),
        (FileExistsError(errno.EEXIST, "File exists", "/x"), "a file is where a folder is needed"),
    ],
)
def test_why_something_cannot_be_written_is_said_in_the_words_of_the_system_or_plainer(error, said):
    with (
        pytest.raises(WriteError, match=f"cannot be written: {said}[.]") as raised,
        writing(Path("out")),
    ):
        raise error
    assert "/x" not in str(raised.value)


def test_what_is_written_can_be_read_by_all_and_run_by_nobody(tmp_path):
    write_atomically(tmp_path / "page.html", "<p>")
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644


def test_a_workbook_holds_no_name_and_no_time(tmp_path):
    (path,) = write({"counts": TABLE}, tmp_path, "xlsx")
    with zipfile.ZipFile(path) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = book.read("docProps/core.xml").decode()
        everything = b"".join(book.read(name) for name in book.namelist()).decode()
    assert "creator" not in properties
    assert "lastModifiedBy" not in properties
    assert properties.count("1980-01-01T00:00:00Z") == 2
    assert "openpyxl" not in everything


@pytest.mark.parametrize("name", ["plain", 'Über "uns" & it\'s so'])
def test_no_local_path_user_or_host_is_in_a_table_or_a_release(name, tmp_path, monkeypatch):
    corpus = tmp_path / "home of mine" / name
    corpus.mkdir(parents=True)
    for article in sorted((ROOT / "data" / "sample").glob("corranto-0*")):
        shutil.copy(article, corpus)
    (corpus / "left.pdf").write_text("no article")
    assert run(monkeypatch, "release", str(corpus), tmp_path / "out") == 0
    whole = ["samestory", "tables", str(corpus), "--out", str(tmp_path / "out" / "csv")]
    monkeypatch.setattr("sys.argv", [*whole, "--format", "csv"])
    with pytest.raises(SystemExit):
        main()
    made = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(made) > 30
    told = {"home of mine", str(tmp_path), socket.gethostname(), f"/{getpass.getuser()}/"}
    for path in made:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in told if word in text], path.name
