"""Pages are made in processes of their own: what ends one takes no other page with it.

A chart engine without memory aborts its process, and a notebook can kill it. None of these
processes outlives the command, nor does a kernel of theirs, nor a file that says how to reach it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, Final, TypeVar

import psutil

from analysis.reports.lifeline import at_close

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

# A fresh interpreter each: forking a process that has threads can hang it.
_CONTEXT: Final = multiprocessing.get_context("spawn")
# Seconds that a process has to end by itself.
_PATIENCE: Final = 2


def apart(
    function: Callable[[Task], Outcome],
    tasks: Sequence[Task],
    workers: int,
    tell: Callable[[Outcome], None],
) -> list[Task]:
    """Call a function with each task, in `workers` processes at a time.

    Parameters
    ----------
    function, tasks
        What is called, and with what.
    workers
        How many processes.
    tell
        Is told each outcome as it comes.

    Returns
    -------
    The tasks whose process died.
    """
    waiting, lost = deque(tasks), []
    busy: dict[Any, Task] = {}
    their_life, life = _CONTEXT.Pipe(duplex=False)
    # All are told to end, then each is waited for.
    with their_life, contextlib.ExitStack() as team, life:

        def start() -> Any:
            return team.enter_context(_worker(function, their_life))

        free = [start() for _ in tasks[:workers]]
        while waiting or busy:
            for pipe in free[: len(waiting)]:
                busy[pipe] = waiting.popleft()
                # One that died meanwhile says so when it is to answer.
                with contextlib.suppress(OSError):
                    pipe.send(busy[pipe])
            free = []
            for ready in wait(list(busy)):
                task, answer = busy.pop(ready), _answer(ready)
                if answer:
                    tell(answer[0])
                    free.append(ready)
                else:
                    lost.append(task)
                    free += [start()] if waiting else []
    return lost


def _answer(pipe: Any) -> tuple[Any, ...]:
    """Take an outcome from a process, or nothing if it died."""
    try:
        return (pipe.recv(),)
    except (EOFError, OSError):
        return ()


@contextmanager
def _worker(function: Callable[[Task], Outcome], life: Connection) -> Iterator[Connection]:
    """Start a process that works at the tasks it is sent; at the end nothing is left of it."""
    folder = tempfile.mkdtemp(prefix="samestory-")
    tasks, their_tasks = _CONTEXT.Pipe()
    process = _CONTEXT.Process(
        target=_work, args=(function, their_tasks, life, folder), daemon=True
    )
    try:
        with tasks:
            with their_tasks, _deaf():
                process.start()
            yield tasks
    finally:
        if process.pid:
            process.join(_PATIENCE)
            process.kill()
            process.join()
        _clear(folder)


def _work(
    function: Callable[[Task], Outcome], tasks: Connection, life: Connection, folder: str
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Here the file goes that says how to reach a kernel.
    tempfile.tempdir = folder
    ending = at_close(lambda: life.poll(None), lambda: _leave(folder))
    for task in _sent(tasks):
        outcome = function(task)
        with contextlib.suppress(BrokenPipeError):
            tasks.send(outcome)
    ending.join()


def _sent(pipe: Connection) -> Iterator[Any]:
    """Take what is sent, as long as somebody is there to send."""
    with contextlib.suppress(EOFError):
        while True:
            yield pipe.recv()


def _leave(folder: str) -> None:
    _clear(folder)
    os._exit(1)


def _clear(folder: str) -> None:
    """End the kernels that were started with a file in a folder, and remove the folder."""
    for process in psutil.process_iter(["cmdline"]):
        if any(part.startswith(folder) for part in process.info["cmdline"] or ()):
            with contextlib.suppress(psutil.Error):
                process.kill()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that are started meanwhile not hear Ctrl-C: they are told otherwise."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
