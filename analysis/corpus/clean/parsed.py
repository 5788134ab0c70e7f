"""Take a regular expression apart, as `re` itself does."""

from __future__ import annotations

import importlib
import re
from typing import Any, Final

# The parser of `re` has no public name.
_PARSER: Final[Any] = importlib.import_module("re._parser")
# With IGNORECASE these fit an ASCII letter (i, i, s, k), and a search for ASCII misses them;
# the first also in small letters.
UNLIKE_I: Final = "ı"
UNLIKE: Final = f"{UNLIKE_I}İſ\u212a"


def parsed(pattern: re.Pattern[str]) -> Any:
    """Give the parts of a pattern: pairs of a kind and what belongs to it."""
    return _PARSER.parse(pattern.pattern, pattern.flags)
