"""Tell how far long work is."""

from __future__ import annotations

from collections.abc import Callable

# Is told the step, how much of it is done, and of how much (0 = not known yet).
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
