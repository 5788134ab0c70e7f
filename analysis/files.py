"""Where the program's own files lie; and files written so that nobody sees half of one.

In a checkout its rules, lexicons and notebooks lie in the project's folder. Installed from a wheel
they lie in the package (`SHIPPED`), and the folder it works in (`ROOT`), where stores and reports
go and one's own lexicons lie, is the one in which the command was given.

What is new is written beside its place and put there by renaming. Where that fails, one line says
what could not be written and why, and what was there before is untouched.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from analysis.schema import WriteError

_PACKAGE: Final = Path(__file__).resolve().parent
_IN_WHEEL: Final = _PACKAGE / "shipped"
IS_CHECKOUT: Final = not _IN_WHEEL.is_dir()
# The folder that holds data/outlets, data/lexicons and notebooks of this program.
SHIPPED: Final = _PACKAGE.parent if IS_CHECKOUT else _IN_WHEEL
# For the kernels and processes of a command: the folder in which it was given.
HOME: Final = "SAMESTORY_HOME"
# Set for the kernels of `samestory lab`: somebody is there to fill in fields.
IN_LAB: Final = "SAMESTORY_LAB"
# The folder of the project; of an installed program, the one it is used in.
ROOT: Final = _PACKAGE.parent if IS_CHECKOUT else Path(os.environ.get(HOME) or Path.cwd()).resolve()
OUTLETS: Final = SHIPPED / "data" / "outlets"
LEXICONS: Final = SHIPPED / "data" / "lexicons"
# What a sheet takes for a formula, and what of that is a number.
_FORMULA: Final = ("=", "+", "-", "@", "\t")
_NUMBER: Final = re.compile(r"[-+]?[\d.,]+%?")
# Letters of a name that stand in the name of the file written beside it.
_SHOWN: Final = 40
# What some errors of the system mean here, in plainer words than its own.
_WORDS: Final = {
    errno.EEXIST: "a file is where a folder is needed",
    errno.ENOTDIR: "a file is where a folder is needed",
    errno.EISDIR: "a folder is where a file is needed",
}


def rule_file(folder: Path, name: str) -> Path:
    """Name a file of rules or words: one's own, in the folder worked in, before the shipped one."""
    if folder.is_relative_to(SHIPPED):
        own = ROOT / folder.relative_to(SHIPPED) / name
        if own.is_file():
            return own
    return folder / name


def rule_files(folder: Path) -> dict[str, Path]:
    """List the files of rules or words: name -> the one that is read, in the order of the names."""
    folders = [folder]
    if folder.is_relative_to(SHIPPED):
        folders.append(ROOT / folder.relative_to(SHIPPED))
    files = {path.name: path for each in folders for path in each.glob("*.yml")}
    return dict(sorted(files.items()))


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Tell in one line what could not be written.

    Parameters
    ----------
    place
        The file or folder that is to be written.

    Raises
    ------
    WriteError
        The system refused; what was there before is as it was.
    """
    try:
        yield
    except OSError as error:
        # Not every library fills in the number of the error, and some write several lines.
        said = " ".join((error.strerror or str(error)).split())
        raise WriteError(place.as_posix(), _WORDS.get(error.errno or 0) or said) from error


def check_place(folder: Path) -> None:
    """Stop before long work where its folder cannot be made or written; makes nothing.

    Raises
    ------
    WriteError
        A file is in its place, or the system refuses.
    """
    with writing(folder):
        place = folder.absolute()
        there = next(one for one in (place, *place.parents) if one.exists())
        if not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        tempfile.TemporaryFile(dir=there).close()


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make a folder; where what is to be written there fails, no empty one stays behind."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for one in missing:
            with contextlib.suppress(OSError):
                one.rmdir()
        raise


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a place beside a file: what is written there becomes the file, whole or not at all.

    Raises
    ------
    WriteError
        The disk is full or the folder cannot be written; the old file is untouched.
    """
    with writing(path), _folder(path.parent):
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name[:_SHOWN]}.", suffix=".new"
        )
        os.close(handle)
        try:
            yield Path(name)
            _put(Path(name), path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def replaced_together(folder: Path, last: str = "") -> Iterator[Path]:
    """Give an empty folder: when all is written there, its files replace those of the same names.

    They are renamed in the order of their making, one right after the other, once all of them are
    written; `last` names the one that comes after all others, since it tells of them.

    Raises
    ------
    WriteError
        The disk is full or the folder cannot be written; the old files are untouched.
    """
    with writing(folder), _folder(folder):
        made = Path(tempfile.mkdtemp(dir=folder, prefix=".", suffix=".new"))
        try:
            yield made
            files = sorted(
                made.iterdir(),
                key=lambda file: (file.name == last, file.stat().st_mtime_ns, file.name),
            )
            for file in files:
                if (folder / file.name).is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            for file in files:
                _put(file, folder / file.name)
        finally:
            # Made here under a name of its own: nothing of anybody else's is in it.
            shutil.rmtree(made, ignore_errors=True)


def _put(new: Path, path: Path) -> None:
    """Put a written file in its place, safe from a loss of power."""
    with new.open("rb") as file:
        os.fsync(file.fileno())
    # mkstemp makes files private; these are to be read by others.
    new.chmod(0o644)
    os.replace(new, path)  # noqa: PTH105 - one name that tests can make fail


def write_atomically(path: Path, text: str) -> None:
    """Write a text beside its place, then move it there in one step.

    Raises
    ------
    WriteError
        The disk is full or the folder cannot be written; the old file is untouched.
    """
    with replaced(path) as new:
        # Half a character, as a broken file may hold, is written as its JSON escape.
        new.write_bytes(text.encode("utf-8", "backslashreplace"))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that a person can read and that is the same for the same content."""
    write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object; an empty one where there is none that can be read."""
    try:
        content = json.loads(path.read_text("utf-8"))
    # A file may nest deeper than Python follows.
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def harmless(cell: str) -> str:
    """Keep a text from a sheet's formulas; numbers stay numbers."""
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
