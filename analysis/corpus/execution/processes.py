"""Call a function many times: in this process, in several, or on a cluster."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from joblib import Parallel, delayed

from analysis.corpus.execution import dask as cluster

Item = TypeVar("Item")
Result = TypeVar("Result")
# How many processes of this machine, or the address of a Dask scheduler.
Workers = int | str
# What processes that share this machine are started with: polars uses one thread, and what share
# after share needs again is kept, by polars' memory (jemalloc) and by that of glibc. To hand it
# back each time, and fetch it again, takes 5 % of the time.
_STARTED_WITH: Final = {
    "POLARS_MAX_THREADS": "1",
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:10000,muzzy_decay_ms:10000",
    "MALLOC_MMAP_THRESHOLD_": str(64 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
}
# Different arguments that a process keeps unpacked.
_KEPT: Final = 4
# Seconds after which a process looks whether the one that started it is still there.
_OFTEN: Final = 0.5


class Later(NamedTuple):
    """An argument that is made where it is used, if that is this machine: read from a file."""

    make: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __call__(self) -> Any:
        """Make it."""
        return self.make(*self.arguments)


class _Packed(NamedTuple):
    """An argument that is packed once for all calls, and unpacked once by each process."""

    data: bytes


def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Call a function that counts outside Python's lock with each item; results in their order."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(function, items)


def each(
    function: Callable[..., Result],
    calls: Iterable[tuple[Any, ...]],
    workers: Workers,
    same: Iterable[object] = (),
) -> Iterator[Result]:
    """Call a function with each set of arguments; results come in that order.

    Parameters
    ----------
    function, calls
        What is called, and the arguments of each call; `Later` ones are made before.
    workers
        How many processes, or the address of a scheduler.
    same
        Arguments that all calls share.
    """
    if isinstance(workers, str):
        prepared = (tuple(map(_prepared, arguments)) for arguments in calls)
        yield from cluster.each(workers, function, prepared, same)
    elif workers == 1:
        yield from (_call(function, arguments) for arguments in calls)
    else:
        packed = {id(thing): _Packed(pickle.dumps(thing)) for thing in same}
        jobs = (
            delayed(_call)(function, [packed.get(id(a), a) for a in arguments])
            for arguments in calls
        )
        run = Parallel(
            n_jobs=workers,
            return_as="generator",
            pre_dispatch=workers + 1,
            initializer=_follow,
            initargs=(os.getpid(),),
        )
        # To the end: a process that has grown much is replaced by another meanwhile.
        with _environment(_STARTED_WITH):
            yield from run(jobs)


def _follow(parent: int) -> None:
    """Let this process end with its parent, however that ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_OFTEN)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Let the processes that start meanwhile find these values in their environment."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _call(function: Callable[..., Result], arguments: Iterable[Any]) -> Result:
    return function(*map(_prepared, arguments))


def _prepared(argument: Any) -> Any:
    if isinstance(argument, _Packed):
        return _unpacked(argument.data)
    return argument() if isinstance(argument, Later) else argument


@lru_cache(maxsize=_KEPT)
def _unpacked(data: bytes) -> Any:
    return pickle.loads(data)


@contextmanager
def kept() -> Iterator[None]:
    """Look for no cycles meanwhile: what nothing refers to goes at once in any case.

    Reading an article makes thousands of objects and no cycle; to look through them again and
    again would take a tenth of the time.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
