"""Read one file of a folder: in whichever process, and not again where it was read before."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from analysis.corpus.read.packed import PACKED, unpack
from analysis.corpus.read.text import OPENED, as_text, decode, suffixes, whole_of
from analysis.corpus.read.wrapped import joined

# Letters that are shown of what went wrong.
_SHOWN: Final = 200


class Opened(NamedTuple):
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


# Name of a web page -> what was found on it before; None where it was not read.
Before = Callable[[str], Opened | None]


def is_web_page(file: Path) -> bool:
    """Tell a web page from a text by its name."""
    return suffixes(file)[0] != ".txt"


def still(file: Path, before: Opened | None) -> Opened | None:
    """Give what was found on a web page before, if its bytes are the same."""
    if before is None:
        return None
    try:
        return before if _digest(file.read_bytes()) == before.digest else None
    except OSError:
        return None


def open_article(file: Path) -> Opened:
    """Read a text or a web page, packed or not; what cannot be read says why."""
    try:
        return _opened(file)
    except MemoryError:
        raise
    # Whatever a library makes of a file that nobody meant for it.
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return Opened({}, as_text(f"cannot be read: {said:.{_SHOWN}}"))


def _opened(file: Path) -> Opened:
    kind, compression = suffixes(file)
    raw = file.read_bytes()
    unpacked = whole_of(OPENED[compression](io.BytesIO(raw))) if compression else raw
    if kind in PACKED:
        try:
            part, is_page, given = unpack(kind, unpacked)
        except ValueError as error:
            return Opened({}, as_text(str(error)))
        if is_page:
            found = _page(part, [], "")
            return found._replace(fields={**found.fields, **given} if found.fields else {})
        return Opened({"source": joined(part)[0], **given})
    text, encoding = decode(unpacked)
    if text is None:
        return Opened({}, "its bytes are not text in any known encoding")
    remarks = [f"not UTF-8: read as {encoding}"] if encoding else []
    if kind == ".txt":
        whole, width = joined(text)
        remarks += [f"its lines are wrapped at {width} characters: joined"] if width else []
        return Opened({"source": whole}, "; ".join(remarks))
    return _page(text, remarks, _digest(raw))


def _page(markup: str, remarks: list[str], digest: str) -> Opened:
    """Find the article on a web page; one that is none, as a page of errors, says why."""
    # Not before: slow to import, and few corpora are web pages.
    from analysis.corpus.read import html

    found = html.article(markup)
    if refused := found.pop("_refused", ""):
        return Opened({}, refused, digest)
    if shared := found.pop("_shared", ""):
        remarks = [*remarks, as_text(f"og:title is worded otherwise: {shared}")]
    # Structured data of a page can hold halves of characters.
    fields = {
        name: as_text(value) if isinstance(value, str) else value for name, value in found.items()
    }
    return Opened(fields, "; ".join(remarks), digest)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
