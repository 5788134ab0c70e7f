"""Read one file of a folder: in whichever process, and not again where it was read before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from analysis.corpus.read.text import COMPRESSED, DAMAGED, decode, suffixes


class Page(NamedTuple):
    """What a file holds.

    Attributes
    ----------
    fields
        `source`, and of a web page what `html.article` finds; empty where it cannot be read.
    remark
        Why it cannot; or that it is not UTF-8; else ''.
    digest
        SHA-256 of the bytes of a web page, hexadecimal.
    """

    fields: dict[str, Any]
    remark: str = ""
    digest: str = ""


# Name of a file -> the page it was when it was read before; None where it was not.
Known = Callable[[str], Page | None]


def is_web_page(file: Path) -> bool:
    """Tell a web page from a text by its name."""
    return suffixes(file)[0] != ".txt"


def open_page(file: Path, before: Page | None) -> Page:
    """Read a file.

    Parameters
    ----------
    file
        A text or a web page, packed or not.
    before
        What it was before: of a web page that is still the same nothing is looked for again.
    """
    kind, compression = suffixes(file)
    try:
        raw = file.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if before and before.digest == digest:
            return before
        raw = COMPRESSED[compression](raw) if compression else raw
    except DAMAGED as error:
        return Page({}, f"cannot be read: {error}")
    text, encoding = decode(raw)
    if text is None:
        return Page({}, "its bytes are not text in any known encoding")
    remark = f"not UTF-8: read as {encoding}" if encoding else ""
    if kind == ".txt":
        return Page({"source": text}, remark)
    # Not before: slow to import, and few corpora are web pages.
    from analysis.corpus import html

    try:
        return Page(html.article(text), remark, digest)
    except Exception as error:  # Whatever a library makes of a page nobody meant for it.
        return Page({}, f"no article can be found on the page ({type(error).__name__}: {error})")
