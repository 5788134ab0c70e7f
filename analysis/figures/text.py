"""Make text from anywhere safe to look at: no terminal codes, no hidden direction marks.

A headline may hold characters that turn the reading direction, colour a terminal or are not
characters at all. None of them is dropped in silence where it could mislead a reader:
direction marks are shown as ⟨U+202E⟩.
"""

from __future__ import annotations

import re
from typing import Any, Final

# CSI and OSC sequences (colours, hyperlinks of a terminal), whole.
_TERMINAL: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]"
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\U000e0000-\U000e007f]")
_BREAK: Final = re.compile(r"\r\n?|[\u2028\u2029]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_DIRECTION: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


# In the place of words that a text-free release does not hold.
NO_TEXT: Final = "(no text here)"


def visible(text: str) -> str:
    r"""Drop control characters and terminal codes, and show direction marks by their code.

    Examples
    --------
    >>> visible("a\u202eb\x1b[31mc")
    'a⟨U+202E⟩bc'
    """
    text = _TERMINAL.sub("", _BREAK.sub("\n", text))
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return _DIRECTION.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def visible_all(value: Any) -> Any:
    """Apply `visible` to every string of a JSON value, keys included."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(str(key)): visible_all(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [visible_all(entry) for entry in value]
    return value


def shorten(text: str, most: int) -> str:
    """Cut a text to `most` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def around(text: str, words: str, most: int) -> str:
    """Cut a text to `most` words around the first place where `words` stand in it.

    Examples
    --------
    >>> around("one two three four five six", "five", 3)
    '… four five six'
    """
    parts = text.split()
    if len(parts) <= most:
        return " ".join(parts)
    whole = " ".join(parts)
    before = len(whole[: max(0, whole.find(" ".join(words.split())))].split())
    first = max(0, min(before - most // 2, len(parts) - most))
    cut = " ".join(parts[first : first + most])
    return f"{'… ' if first else ''}{cut}{' …' if first + most < len(parts) else ''}"
