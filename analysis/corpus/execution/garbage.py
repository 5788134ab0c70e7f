"""Leave Python's search for cycles aside where many small objects are made, and no cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
