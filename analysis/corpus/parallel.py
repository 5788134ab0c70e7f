"""Call a function many times: in this process, in several, or on a cluster."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from joblib import Parallel, delayed

from analysis.corpus import cluster

Item = TypeVar("Item")
Result = TypeVar("Result")
# How many processes of this machine, or the address of a Dask scheduler.
Workers = int | str
# polars reads it when it is imported.
_THREADS: Final = "POLARS_MAX_THREADS"
# Different arguments that a process keeps unpacked.
_KEPT: Final = 4


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
        made = (tuple(map(_made, arguments)) for arguments in calls)
        yield from cluster.each(workers, function, made, same)
    elif workers == 1:
        yield from (_call(function, arguments) for arguments in calls)
    else:
        packed = {id(thing): _Packed(pickle.dumps(thing)) for thing in same}
        jobs = (
            delayed(_call)(function, [packed.get(id(a), a) for a in arguments])
            for arguments in calls
        )
        run = Parallel(n_jobs=workers, return_as="generator", pre_dispatch=workers + 1)
        with _one_thread_each():
            results = run(jobs)
        yield from results


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let polars use one thread in the processes that start meanwhile: they share the cores."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        del os.environ[_THREADS]
        if before is not None:
            os.environ[_THREADS] = before


def _call(function: Callable[..., Result], arguments: Iterable[Any]) -> Result:
    return function(*map(_made, arguments))


def _made(argument: Any) -> Any:
    if isinstance(argument, _Packed):
        return _unpacked(argument.data)
    return argument() if isinstance(argument, Later) else argument


@lru_cache(maxsize=_KEPT)
def _unpacked(data: bytes) -> Any:
    return pickle.loads(data)
