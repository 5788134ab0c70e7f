"""Build a prepared store: share by share, what is known already taken from the old one."""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.arrays import running
from analysis.corpus.execution.progress import Progress
from analysis.corpus.isolate import Fault, no_document, with_faults
from analysis.corpus.pipeline import (
    SHARE,
    Resources,
    learn,
    processes,
    read_shards,
    relabel,
)
from analysis.corpus.places import is_marked, is_older_store, mark, place_hash, remove
from analysis.corpus.read import Reading, has_many_pages, name_of, steps
from analysis.corpus.shard import Shard, Terms
from analysis.corpus.store import FOLDER, MARK, STORE, arrow
from analysis.corpus.store import packing as parts
from analysis.corpus.store.fingerprint import (
    ReadOptions,
    files_of,
    hashes_of,
    made_by,
    pages_found_by,
    sums_of,
)
from analysis.corpus.store.reuse import old_store, write_pages
from analysis.corpus.store.spool import Spool, filled
from analysis.files import read_json, write_json, writing
from analysis.schema import CorpusError

_LOCK: Final = "lock"
# Parts after which it is clear whether a corpus is worth several processes.
_SEEN: Final = 2
# Seconds after which it is told how many articles are read.
_LOOK: Final = 0.5
# Ids that are renumbered at a time.
_BLOCK: Final = 1 << 17
# The tables that are written share by share, and how they are compressed.
_TABLES: Final = {"documents": None, "segments": "zstd", "quotations": "zstd", "keys": "zstd"}
# The words of quotations stand in the sources.
_LEFT_OUT: Final = {"documents": (), "segments": (), "quotations": ("text",)}


@dataclass(frozen=True)
class BuildRequest:
    """What is to be prepared, how, and where; on which cluster, if on one."""

    corpus: Path
    asked: ReadOptions
    place: Path
    about: str = ""
    scheduler: str = ""


def prepare(order: BuildRequest, resources: Resources, progress: Progress) -> Path:
    """Make the store of a corpus, or make it again.

    Parameters
    ----------
    order
        What, how and where.
    resources
        The rules and lexicons.
    progress
        Is told the step, how many documents are done, and of how many.

    Raises
    ------
    CorpusError
        No document could be used; or another process is writing this store.
    """
    claim(order.place, order.corpus)
    with writing(order.place), _only_writer(order.place):
        stamp = time.time_ns()
        building = order.place / f"data-{stamp}"
        _sweep(order.place, building)
        mark(building, "files of a store")
        try:
            files = files_of(order.corpus)
            content = _build(order, resources, building, progress)
            sums = hashes_of(order.corpus, files)
            listed = {name: [*state, sums[name]] for name, state in files.items()}
            _publish(order, building, {**content, "files": listed, "made": stamp})
        except FileNotFoundError as error:
            gone = Path(error.filename or "a file").name
            raise CorpusError(f"{gone} is gone: it was removed meanwhile. Run it again.") from None
        finally:
            _sweep(order.place)
    return order.place


def claim(place: Path, corpus: Path) -> None:
    """Mark the folder of a store as this program's, before anything is written into it.

    Raises
    ------
    CorpusError
        It holds what this program did not write: nothing of it is touched.
    WriteError
        It cannot be made.
    """
    is_ours = is_marked(place, STORE) or is_older_store(place)
    if not is_ours and place.is_dir() and any(place.iterdir()):
        raise CorpusError(
            f"{place.as_posix()} is neither empty nor a store of samestory: nothing of it was "
            f"touched. Give another --out; or, if it may go, remove the folder {place.name} first."
        )
    mark(place, STORE, place_hash(corpus))


def _build(
    order: BuildRequest, resources: Resources, folder: Path, progress: Progress
) -> dict[str, Any]:
    """Write all files of a store; returns what has to be said of them."""
    progress("read", 0, 0)
    laid, reading, old = Spool(folder / "read"), Reading(), old_store(order.place, order.corpus)
    asked = order.asked
    page = old.page if old else None
    read = steps(
        reading, order.corpus, asked.manifest, asked.columns, page, titles_only=asked.titles_only
    )
    with filled(laid, reading, read, SHARE) as all_read:
        if has_many_pages(order.corpus):
            # The processes that look for articles on pages cannot be those that clean articles.
            while not laid.is_complete_within(_LOOK):
                progress("read", len(reading.seen), 0)
        for number in range(_SEEN):
            if laid.wait(number):
                progress("read", laid.total, 0)
        workers = order.scheduler or processes(laid.total, resources)

        def keep(segments: pd.DataFrame) -> None:
            progress("learn", laid.keep(segments), laid.total if laid.is_complete else 0)

        progress("learn", 0, 0)
        learnt = learn(laid, resources, keep, workers, folder) if laid.wait(1) else None
        all_read()
        if learnt and learnt.documents:
            laid.replace(relabel(laid, learnt, resources, workers))
    rejected, notes = reading.remarks()
    total, faults = laid.total, list[Fault]()
    progress("quote", 0, total)
    facts = old.found if old and old.is_read_alike(asked.speakers) else None
    shares = read_shards(laid.work(facts), learnt, resources, faults.extend, workers)
    used = _write(shares, folder, lambda done: progress("quote", done + len(faults), total))
    rejected = with_faults(rejected, faults)
    if not used:
        raise no_document(order.corpus, rejected)
    arrow.write(rejected, folder / "rejected.arrow")
    arrow.write(notes, folder / "notes.arrow")
    write_pages(reading.pages, folder)
    shutil.rmtree(folder / "read")
    return {"documents": used}


def _write(shares: Iterable[Shard], folder: Path, done: Callable[[int], None]) -> int:
    """Write shares as they come; returns how many documents they have."""
    terms = Terms()
    documents, lengths, sizes, runs = 0, [], [], []
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(arrow.Writer(folder / f"{name}.arrow", compression))
            for name, compression in _TABLES.items()
        }
        ids = stack.enter_context((folder / "ids.raw").open("wb"))
        for share in shares:
            for name, columns in _LEFT_OUT.items():
                tables[name].add(getattr(share, name).drop(columns=list(columns)))
            tables["keys"].add(pd.DataFrame({"key": pd.Series(share.keys, dtype="str")}))
            ids.write(terms.add(share).tobytes())
            lengths.append(np.diff(share.offsets))
            sizes.append(parts.small(np.diff(share.starts)))
            runs.append(parts.runs(share.voice))
            documents += len(share.documents)
            done(documents)
    if not documents:
        return 0
    rank, vocabulary = terms.ranked()
    _renumber(folder, rank)
    np.save(folder / "offsets.npy", running(np.concatenate(lengths)))
    np.save(folder / "sizes.npy", np.concatenate(sizes))
    np.save(folder / "voice.npy", np.concatenate(runs))
    names = vocabulary.to_pandas().astype("str")
    arrow.write(pd.DataFrame({"term": names}), folder / "vocabulary.arrow")
    return documents


def _renumber(folder: Path, rank: NDArray[np.int32]) -> None:
    """Put ranks in the place of the ids that were written, block by block."""
    raw = folder / "ids.raw"
    size = raw.stat().st_size // rank.itemsize
    with raw.open("rb") as source, (folder / "ids.npy").open("wb") as target:
        header = {"descr": np.lib.format.dtype_to_descr(rank.dtype), "fortran_order": False}
        np.lib.format.write_array_header_1_0(target, {**header, "shape": (size,)})
        while len(block := np.frombuffer(source.read(_BLOCK * rank.itemsize), rank.dtype)):
            target.write(rank[block].tobytes())
    raw.unlink()


def _publish(order: BuildRequest, building: Path, content: Mapping[str, Any]) -> None:
    """Make a complete build the store: from one moment to the next."""
    written = {
        "name": name_of(order.corpus),
        "about": order.about,
        "by": made_by(),
        "pages_by": pages_found_by(),
        "asked": order.asked.plain(),
        "folder": building.name,
        "holds": sums_of(building),
        **content,
    }
    older = read_json(order.place / MARK).get("folder")
    write_json(order.place / MARK, written)
    # The files of a store that was made before folders were marked are known by its description.
    if isinstance(older, str) and re.fullmatch(FOLDER, older) and older != building.name:
        mark(order.place / older, "files of a store")


def _sweep(place: Path, building: Path | None = None) -> None:
    """Remove what an interrupted build or an older store left: folders that are marked."""
    current = read_json(place / MARK).get("folder")
    for folder in place.glob("data-*"):
        if folder.is_dir() and folder.name != current and folder != building:
            with contextlib.suppress(OSError):
                remove(folder)


@contextmanager
def _only_writer(place: Path) -> Iterator[None]:
    """Keep other writers out; the lock goes with the process, also where it is killed."""
    with (place / _LOCK).open("a+b") as stream:
        try:
            _lock(stream)
        except OSError:
            raise CorpusError(f"Another process is preparing {place.name}: wait for it.") from None
        yield


def _lock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
