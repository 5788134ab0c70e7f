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
import regex

COMPRESSED: Final = (".gz", ".bz2", ".xz")
# Bytes that an article, or a table that is decoded as a whole, may have when it is unpacked.
MOST: Final = 1 << 28
OPENED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "": lambda path: path.open("rb"),
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
_WIDE: Final = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_BOMS: Final = tuple(_WIDE)
_EVERY_OTHER: Final = 0.3
_ASCII: Final = bytes(range(128))
# Of a Western text at most so many bytes are not ASCII, and of those so many stand oddly.
_MOSTLY: Final = 0.15
_ODD: Final = 0.1
# What no Western text prints: signs within a word ("Wa³êsa"), a capital after a small letter
# ("donÕt"), three accents in a row ("Åëåíà"), signs that are no punctuation.
_OUT_OF_PLACE: Final = regex.compile(
    r"(?<=\p{L})[^\p{L}\p{M}\x00-\x7f’‘“”–—…«»\xa0·®™°º²³\xad](?=\p{L})"
    r"|(?<=\p{L})[²³](?=\p{L})|(?<=\p{Ll})[À-ÖØ-ÞŠŽŒŸ]|[À-ÖØ-öø-ÿŠšŽžŒœŸƒ]{3,}|[¤¦¨¯¸ˆ˜‡¬]"
)
_UNSEEN: Final = regex.compile(r"[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]*")
# What comes of a damaged file.
DAMAGED: Final = (OSError, EOFError, lzma.LZMAError, zlib.error, csv.Error, ValueError)


def suffixes(path: PurePosixPath | Path) -> tuple[str, str]:
    """Split off what a file is and how it is compressed: ('.html', '.gz')."""
    compression = path.suffix if path.suffix in COMPRESSED else ""
    name = path.name.removesuffix(compression)
    return PurePosixPath(name).suffix.lower(), compression


def whole_of(stream: Any) -> bytes:
    """Read a stream to its end.

    Raises
    ------
    ValueError
        It has more than `MOST` bytes.
    """
    raw: bytes = stream.read(MOST + 1)
    if len(raw) > MOST:
        raise ValueError(f"it has more than {MOST >> 20:,} MB, unpacked")
    return raw


def decode(raw: bytes) -> tuple[str | None, str]:
    """Decode bytes as UTF-8, else as what they look like; the BOM goes, all else stays.

    Returns
    -------
    The text (None where the bytes are no text) and the encoding, '' for UTF-8.

    Examples
    --------
    >>> decode("Señor Peña paid £4m, “enough” for a bridge".encode("cp1252"))
    ('Señor Peña paid £4m, “enough” for a bridge', 'windows-1252')
    >>> decode("Bridge shut".encode("utf-16-be"))
    ('Bridge shut', 'utf-16-be')
    """
    if b"\x00" in raw:
        return _with_nuls(raw)
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    if not raw.startswith(_BOMS):
        for guess in (_by_line, _western):
            text, encoding = guess(raw)
            if text is not None:
                return text, encoding
    best = charset_normalizer.from_bytes(raw).best()
    if best is None:
        return None, ""
    return raw.decode(best.encoding).removeprefix("\ufeff"), best.encoding


def _with_nuls(raw: bytes) -> tuple[str | None, str]:
    """Decode what has NULs: two or four bytes a character, else UTF-8 with a few strays."""
    encoding = next((name for mark, name in _WIDE.items() if raw.startswith(mark)), "")
    if not encoding:
        # Of Western text every other byte is 0.
        even, odd = (raw[at::2].count(0) / max(1, len(raw) // 2) for at in (0, 1))
        wide = len(raw) % 2 == 0 and max(even, odd) > _EVERY_OTHER > min(even, odd)
        encoding = ("utf-16-be" if even > odd else "utf-16-le") if wide else "utf-8-sig"
    try:
        text = raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None, ""
    return text, "" if encoding == "utf-8-sig" else encoding


def _by_line(raw: bytes) -> tuple[str | None, str]:
    """Decode what is UTF-8 but for a few lines, and those as Windows-1252."""
    lines, texts, is_utf8, strays = raw.splitlines(keepends=True), [], 0, 0
    for line in lines:
        try:
            texts.append(line.decode("utf-8"))
            is_utf8 += not line.isascii()
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", "replace"))
            strays += 1
    if strays >= is_utf8:
        return None, ""
    number = f"{strays:,} line{'s' if strays > 1 else ''}"
    return "".join(texts).removeprefix("\ufeff"), f"UTF-8, but {number} as windows-1252"


def _western(raw: bytes) -> tuple[str | None, str]:
    """Decode mostly ASCII as Windows-1252, where each other byte makes sense in its place so."""
    others = len(raw.translate(None, _ASCII))
    if others > _MOSTLY * len(raw):
        return None, ""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None, ""
    odd = sum(1 for _ in _OUT_OF_PLACE.finditer(text))
    return (text, "windows-1252") if odd <= _ODD * others else (None, "")


def is_blank(text: str) -> bool:
    r"""Tell whether nothing of a text is seen: blanks, NULs, zero-width characters.

    Examples
    --------
    >>> is_blank(" \u200b\ufeff\x00\n"), is_blank("\u200bA")
    (True, False)
    """
    return not text.strip() or _UNSEEN.fullmatch(text) is not None


def as_text(value: str) -> str:
    """Replace halves of characters (surrogates), which no text can hold."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
