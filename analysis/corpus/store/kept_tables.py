"""Tables that take long to make, kept beside a store for as long as it is not made again.

They hold for the code that made them, which is known by its folder alone: it stands on a floor
above.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import pandas as pd

from analysis.corpus.store import arrow
from analysis.corpus.store.fingerprint import hash_of, made_by, sums_of
from analysis.files import replaced_together

# Name of the table -> folder of the code that makes it.
KEPT: Final = {"events": "measures/event", "forms": "measures/naming"}
# Long tables of numbers are kept small.
_PACKED: Final = {"forms": "zstd"}


def keep(folder: Path, name: str, table: pd.DataFrame) -> None:
    """Keep a table beside the files of a store; it is whole or not there.

    Its name says of which code it is, and how many bytes it has with which hash.

    Parameters
    ----------
    folder
        The folder of the store's files.
    name
        One of `KEPT`.
    table
        The table, of all documents of the store.
    """
    with replaced_together(folder) as new:
        arrow.write(table, new / name, _PACKED.get(name))
        ((_, (size, digest)),) = sums_of(new).items()
        (new / name).rename(new / f"{_stem(name)}-{size}-{digest}.arrow")
    for path in _files(folder, name)[:-1]:
        path.unlink()


def kept(folder: Path, name: str) -> arrow.Pieces | None:
    """Open a table kept beside the files of a store; None if there is none of this code, whole."""
    whole = [path for path in _files(folder, name) if path.stat().st_size == _written(path)[0]]
    return arrow.Pieces(whole[-1]) if whole else None


def kept_sums(folder: Path) -> dict[str, tuple[int, str]]:
    """List the tables kept beside a store as `content.sums_of` does: as they were written."""
    return {path.name: _written(path) for name in KEPT for path in _files(folder, name)}


def _files(folder: Path, name: str) -> list[Path]:
    """List the files of a table, the newest last; of this code at most one is complete."""
    files = folder.glob(f"{_stem(name)}-*-*.arrow") if any(folder.glob(f"{name}-*")) else ()
    return sorted(files, key=lambda path: path.stat().st_mtime_ns)


def _written(path: Path) -> tuple[int, str]:
    size, digest = path.stem.split("-")[-2:]
    return int(size), digest


def _stem(name: str) -> str:
    digest = hashlib.sha256(made_by()["rules"].encode())
    digest.update(hash_of(KEPT[name]).encode())
    return f"{name}-{digest.hexdigest()[:16]}"
