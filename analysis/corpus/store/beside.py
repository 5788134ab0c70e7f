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
from analysis.corpus.store.content import hash_of, made_by

# Name of the table -> folder of the code that makes it.
KEPT: Final = {"events": "measures/event"}


def keep(folder: Path, name: str, table: pd.DataFrame) -> None:
    """Keep a table beside the files of a store; it is whole or not there.

    Parameters
    ----------
    folder
        The folder of the store's files.
    name
        One of `KEPT`.
    table
        The table, of all documents of the store.
    """
    path = folder / _file(name)
    half = path.with_suffix(".new")
    arrow.write(table, half)
    half.replace(path)


def kept(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables kept beside the files of a store, those of other code left out."""
    names = [name for name in KEPT if any(folder.glob(f"{name}-*.arrow"))]
    paths = {name: folder / _file(name) for name in names}
    return {name: arrow.read(path) for name, path in paths.items() if path.is_file()}


def _file(name: str) -> str:
    digest = hashlib.sha256(made_by()["rules"].encode())
    digest.update(hash_of(KEPT[name]).encode())
    return f"{name}-{digest.hexdigest()[:16]}.arrow"
