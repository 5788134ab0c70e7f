"""Bytes -> text, whatever they were packed and written in."""

from __future__ import annotations

import bz2
import csv
import gzip
import lzma
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

import charset_normalizer

COMPRESSED: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
}
OPENED: Final[Mapping[str, Callable[[Path], Any]]] = {
    "": lambda path: path.open("rb"),
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
# What comes of a damaged file.
DAMAGED: Final = (OSError, EOFError, lzma.LZMAError, zlib.error, csv.Error, ValueError)


def suffixes(path: PurePosixPath | Path) -> tuple[str, str]:
    """Split off what a file is and how it is compressed: ('.html', '.gz')."""
    compression = path.suffix if path.suffix in COMPRESSED else ""
    name = path.name.removesuffix(compression)
    return PurePosixPath(name).suffix.lower(), compression


def decode(raw: bytes) -> tuple[str | None, str]:
    """Decode bytes as UTF-8, else as what they look like; the BOM goes, all else stays.

    Returns
    -------
    The text (None where the bytes are no text) and the encoding, '' for UTF-8.
    """
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, ""
    best = charset_normalizer.from_bytes(raw).best()
    if best is None:
        return None, ""
    return raw.decode(best.encoding).removeprefix("\ufeff"), best.encoding


def as_text(value: str) -> str:
    """Replace halves of characters (surrogates), which no text can hold."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
