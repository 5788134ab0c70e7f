"""List the files of a folder, and open none: not what a link leads out to, nor what never ends."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from analysis.corpus.read.text import as_text

OUT: Final = "not read: a link that leads out of the folder"
NOWHERE: Final = "not read: a link to nothing that can be reached"
LOOP: Final = "not read: a link that leads back to itself"
FOLDER: Final = "not read: a link to a folder"
TWICE: Final = "read once: a link to another file of this folder"
FIFO: Final = "not read: a pipe (FIFO)"
SOCKET: Final = "not read: a socket"
DEVICE: Final = "not read: a device"
CLOSED: Final = "not read: a folder that may not be opened"


def files_in(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """List the files of a folder and of those in it, but for what is hidden.

    Parameters
    ----------
    folder
        May be a link itself: whoever names it means what it leads to.

    Returns
    -------
    Files that can be opened, in order, each once: by its own name, or where that is hidden by the
    first link to it. And what is none: its name in the folder, and why, in the order of the names.
    """
    files: list[Path] = []
    others: list[tuple[Path, str]] = []
    read: set[str] = set()
    for path in sorted(_walk(folder, others)):
        reason = _why_not(path, folder)
        if not reason and path.is_symlink():
            target = os.path.realpath(path)
            reason = TWICE if target in read or not _is_hidden(target, folder) else ""
            read.add(target)
        if reason:
            others.append((path, reason))
        else:
            files.append(path)
    return files, [(as_text(p.relative_to(folder).as_posix()), why) for p, why in sorted(others)]


def is_file_of(path: Path, folder: Path) -> bool:
    """Tell whether there is a file that can be opened, and no link leads out of a folder to it."""
    return os.path.lexists(path) and not _why_not(path, folder)


def _walk(folder: Path, closed: list[tuple[Path, str]]) -> Iterator[Path]:
    """Find all that is not hidden and no folder; links are not followed."""

    def note(error: OSError) -> None:
        closed.append((Path(error.filename), CLOSED))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = (path for path in map(Path(place).joinpath, folders) if path.is_symlink())
        yield from (Path(place, name) for name in names if not name.startswith("."))
        yield from links


def _why_not(path: Path, folder: Path) -> str:
    """Say why something is not to be opened; '' for a file of the folder."""
    try:
        target = Path(os.path.realpath(path, strict=True)) if path.is_symlink() else None
        mode = (target or path).lstat().st_mode
    except OSError as error:
        return LOOP if error.errno == errno.ELOOP else NOWHERE
    if target and not target.is_relative_to(os.path.realpath(folder)):
        return OUT
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return FOLDER
    return FIFO if stat.S_ISFIFO(mode) else SOCKET if stat.S_ISSOCK(mode) else DEVICE


def _is_hidden(target: str, folder: Path) -> bool:
    parts = Path(target).relative_to(os.path.realpath(folder)).parts
    return any(part.startswith(".") for part in parts)
