"""Files that hold a text or a web page among other parts: Word documents, mails, saved mails."""

from __future__ import annotations

import email
import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any, Final, NamedTuple

from analysis.corpus.read.text import MOST, decode

PACKED: Final = (".docx", ".eml", ".mht", ".mhtml")
# Where a document of Word Open XML keeps its text.
_DOCUMENT: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t"}
# Text that was deleted, and codes of fields.
_UNSEEN: Final = frozenset((f"{_WORD}del", f"{_WORD}instrText", f"{_WORD}delText"))


class Unpacked(NamedTuple):
    """What is read of a packed file.

    Attributes
    ----------
    text
        Its text, or the markup of its page.
    is_page
        Whether it is markup.
    fields
        What else it says, by our names.
    """

    text: str
    is_page: bool
    fields: dict[str, str]


def unpack(kind: str, raw: bytes) -> Unpacked:
    """Take the text out of a packed file.

    Parameters
    ----------
    kind
        One of `PACKED`.

    Raises
    ------
    ValueError
        It holds none; says why.
    """
    return Unpacked(_of_word(raw), False, {}) if kind == ".docx" else _of_mail(raw)


def _of_word(raw: bytes) -> str:
    """Read the paragraphs of a Word document, an empty line between two."""
    # Not before: few corpora have one.
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if parts.getinfo(_DOCUMENT).file_size > MOST:
                raise ValueError(f"its text has more than {MOST >> 20:,} MB")
            markup = parts.read(_DOCUMENT)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError("it is no Word document, whatever its name says") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    tree = etree.fromstring(markup, parser)
    paragraphs = ("".join(_printed(each)).strip() for each in tree.iter(f"{_WORD}p"))
    return "\n\n".join(filter(None, paragraphs))


def _printed(paragraph: Any) -> Iterator[str]:
    """Give what a paragraph prints; a paragraph within it, as of a text box, is one of its own."""
    for child in paragraph:
        if child.tag in _UNSEEN or child.tag == f"{_WORD}p":
            continue
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        else:
            yield from _printed(child)


def _of_mail(raw: bytes) -> Unpacked:
    """Read a mail, or a page that a browser saved as one: its page, else its plain text."""
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    page = next(_parts(message, "text/html"), "")
    plain = next(_parts(message, "text/plain"), "")
    saved = message.get("Snapshot-Content-Location") or message.get("Content-Location") or ""
    if page and (saved or not plain.strip()):
        return Unpacked(page, True, {"url": str(saved)} if saved else {})
    if not plain.strip():
        raise ValueError("it holds neither a text nor a page")
    subject = " ".join(str(message.get("Subject", "")).split())
    title = plain if plain.startswith(subject) else f"{subject}\n\n{plain}"
    return Unpacked(title, False, {"title": subject, "date": str(message.get("Date", ""))})


def _parts(message: Message, kind: str) -> Iterator[str]:
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_type() == kind else None
        if isinstance(content, bytes):
            yield _text(content, part.get_content_charset() or "")


def _text(content: bytes, charset: str) -> str:
    """Decode as the part says, else as it looks."""
    try:
        return content.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return decode(content)[0] or ""
