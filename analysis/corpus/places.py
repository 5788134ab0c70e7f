"""Where corpora lie, and which folders this program made: only those are ever removed.

A folder that the program fills and empties holds a marker, written before anything else. It says
what the folder is, and of which corpus by a hash of its place: a path of somebody's machine is
never written down.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

from analysis import files
from analysis.corpus.read import name_of
from analysis.files import read_json, write_json, writing
from analysis.schema import CorpusError

ROOT: Final = files.ROOT
MARKER: Final = ".samestory"
# How a corpus named on the command line is to be read, for the notebooks that load it: JSON,
# path -> {"manifest": file, "columns": {our name: its name}, "speakers": how they are found};
# and where one outside the project lies, so that no notebook says it: name -> {"place": path}.
READING: Final = "SAMESTORY_READING"
STORE: Final = "store.json"
# Letters of the hash of a place, whole and in the name of a folder.
_HASH: Final = 16
_SHORT: Final = 8


def named(corpus: str) -> Path:
    """Find a corpus that is named on the command line: as the shell does, from here.

    Raises
    ------
    CorpusError
        There is none; offers one of that name in the project.
    """
    if not corpus:
        raise CorpusError("The corpus has no name. Give a folder, a table file or a release.")
    path = Path.cwd() / corpus
    # Two dots name a folder by another's place; its own name is what counts.
    path = path.resolve() if ".." in path.parts else path
    if path.exists():
        return path
    if os.path.lexists(path):
        raise CorpusError(f"The link {corpus} leads nowhere.")
    hint = ""
    if not Path(corpus).is_absolute() and (ROOT / corpus).exists():
        hint = f" The project has one: {Path(os.path.relpath(ROOT / corpus)).as_posix()}."
    raise CorpusError(f"There is no corpus at {corpus}.{hint}{_others()}")


def locate(corpus: str | Path) -> Path:
    """Find a corpus: where it was told, an absolute path, from the project's root, else from here.

    Raises
    ------
    CorpusError
        There is none; lists those of the project.
    """
    path = Path(told_of(corpus).get("place", corpus))
    for place in (ROOT, Path.cwd()):
        if (place / path).exists():
            return place / path
    raise CorpusError(f"There is no corpus at {corpus}.{_others()}")


def told_of(corpus: str | Path) -> dict[str, Any]:
    """Look up what the command line told of a corpus (`READING`)."""
    return json.loads(os.environ.get(READING, "{}")).get(str(corpus)) or {}


def _others() -> str:
    marks = ("manifest.csv", "release.json")
    names = sorted({p.parent.name for mark in marks for p in (ROOT / "data").glob(f"*/{mark}")})
    return f" The project holds {', '.join(f'data/{name}' for name in names)}." if names else ""


def place_hash(corpus: Path) -> str:
    """Hash where a corpus lies: from the project's root, or else on this machine."""
    path = corpus.resolve()
    inside = path.is_relative_to(ROOT)
    where = path.relative_to(ROOT) if inside else path
    return hashlib.sha256(os.fsencode(where.as_posix())).hexdigest()[:_HASH]


def own_folder(folder: Path, corpus: Path) -> Path:
    """Name the folder that is a corpus's own inside another: two of one name get two.

    Returns
    -------
    `<folder>/<name>`, or `<folder>/<name>-<hash of its place>` where that is another's.
    """
    place = place_hash(corpus)
    plain = folder / name_of(corpus)
    apart = plain.with_name(f"{plain.name}-{place[:_SHORT]}")
    is_free = not plain.exists() or marked_for(plain) == place or is_older_store(plain)
    return plain if is_free and not is_marked(apart) else apart


def is_older_store(folder: Path) -> bool:
    """Tell a prepared store that was made before folders were marked."""
    return not is_marked(folder) and {"by", "folder", "made"} <= set(read_json(folder / STORE))


def is_marked(folder: Path, what: str = "") -> bool:
    """Tell whether this program made a folder; given what it is, whether it made it as that."""
    made_as = read_json(folder / MARKER).get("samestory")
    return made_as == what if what else isinstance(made_as, str)


def marked_for(folder: Path) -> str:
    """Say of which corpus a folder is, by the hash of its place; '' where nothing says so."""
    return str(read_json(folder / MARKER).get("of", ""))


def mark(folder: Path, what: str, of: str = "") -> None:
    """Make a folder, or take an empty one, and mark it as this program's."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / MARKER, {"samestory": what, "of": of})


def remove(folder: Path) -> None:
    """Remove a folder that this program made, and no other."""
    if is_marked(folder) and not folder.is_symlink():
        # The marker goes last: a removal that is interrupted can be ended.
        for path in folder.iterdir():
            if path.name != MARKER:
                shutil.rmtree(path) if _is_folder(path) else path.unlink()
        (folder / MARKER).unlink()
        folder.rmdir()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
