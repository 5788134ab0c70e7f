"""A process that ends with the one that started it, however that one ended.

It waits at the reading end of a pipe whose other end the starting process alone holds: that
closes when it is told to, and when that process dies.

`python -m analysis.reports.lifeline MODULE ARGUMENT...` runs a module so, at its standard input.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from collections.abc import Callable
from typing import Final

# Held while files are put in their place: the end waits for that.
UNBROKEN: Final = threading.Lock()


def at_close(wait: Callable[[], object], end: Callable[[], object]) -> threading.Thread:
    """Call `end` in a thread of its own as soon as `wait` returns; returns the thread."""

    def follow() -> None:
        wait()
        with UNBROKEN:
            end()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    return thread


def _terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    at_close(lambda: os.read(0, 1), _terminate)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
