"""Judge what a host answered: a page to keep, or why it is none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

_HTML: Final = ("text/html", "application/xhtml+xml")
_BEGINS: Final = re.compile(rb"<(?:!doctype\s+html|html|head)\b", re.I)
# Bytes in which a page says what it is, and in which encoding.
_HEAD: Final = 1_024
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset|<\?xml[^>]{0,200}encoding", re.I)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
# Answers that may be others in a moment (RFC 9110, 6585).
_PASSING: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOVED: Final = frozenset((301, 302, 303, 307, 308))
OK: Final = 200
# Words by which hosts and paths of consent pages are called.
_CONSENT: Final = re.compile(
    r"(?<![a-z])(?:consent|collectconsent|cookiewall|guce|gdpr|myprivacy|zustimmung|"
    r"privacy-?(?:gate|wall)|cookie-?(?:wall|consent))(?![a-z])"
)
_FRONT: Final = re.compile(r"/?(?:(?:index|default)\.\w{1,5})?")


class Answer(NamedTuple):
    """What came of a request.

    Attributes
    ----------
    status
        Of HTTP; 0 where nothing came.
    headers
        Their names in small letters.
    body
        Unpacked.
    trouble
        Why nothing came, or not all of it; else ''.
    is_passing
        Whether the trouble may pass: no answer in time, the rest cut off.
    """

    status: int = 0
    headers: Mapping[str, str] = {}
    body: bytes = b""
    trouble: str = ""
    is_passing: bool = False


def may_pass(answer: Answer) -> bool:
    """Tell whether the same request may be answered otherwise in a moment."""
    return answer.is_passing or answer.status in _PASSING


def next_address(answer: Answer) -> str:
    """Give the address that a redirect leads to, as it says it; '' for other answers."""
    return answer.headers.get("location", "").strip() if answer.status in _MOVED else ""


def asked_wait(answer: Answer) -> float | None:
    """Give the seconds that a host asks to wait (Retry-After); None where it says nothing.

    A time of day is compared with the answer's own, so that no other clock matters.

    Examples
    --------
    >>> asked_wait(Answer(429, {"retry-after": "120"}))
    120.0
    """
    said = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", said, re.ASCII):
        return float(said)
    try:
        until = parsedate_to_datetime(said)
        now = parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def status_line(status: int) -> str:
    """Write a status with its words.

    Examples
    --------
    >>> status_line(404), status_line(599)
    ('404 Not Found', '599')
    """
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def why_no_page(hops: Sequence[str], answer: Answer) -> str:
    """Say why an answer is no page of the address that was asked for; '' where it is one.

    Parameters
    ----------
    hops
        The address, and those that redirects led to; the answer is of the last one.
    """
    return (
        _gate(hops, is_circle=bool(answer.trouble))
        or answer.trouble
        or ("" if answer.status == OK else status_line(answer.status))
        or _no_html(answer)
        or ("an empty page" if not answer.body.strip() else "")
    )


def _gate(hops: Sequence[str], is_circle: bool) -> str:
    """Tell a redirect away from the article: its law is what the address it led to says.

    A consent page has a word for it in its host or path that the address did not have; one that
    is passed on the way counts only where no page came of it. A gate of another kind (a login)
    carries in its query the way back, which is the address that was asked for. The front page has
    no path.
    """
    first, last = urlsplit(hops[0]), urlsplit(hops[-1])
    for hop in map(urlsplit, hops[1:] if is_circle else hops[-1:]):
        if _CONSENT.search(_place(hop)) and not _CONSENT.search(_place(first)):
            return f"led to a consent page: {hop.hostname}{hop.path[:80]}"
    way_back = f"{first.netloc.removeprefix('www.')}{first.path}".rstrip("/")
    is_carried = re.search(re.escape(way_back) + r"(?![\w-])", unquote(unquote(last.query)))
    if is_carried and first.path.strip("/") and first.path != last.path:
        return f"led to a gate that asks for something first: {last.hostname}{last.path[:80]}"
    if _FRONT.fullmatch(last.path) and not last.query and not _FRONT.fullmatch(first.path):
        return f"led to the front page of {last.hostname}"
    return ""


def _place(parts: SplitResult) -> str:
    return f"{parts.hostname or ''}{parts.path}".lower()


def _no_html(answer: Answer) -> str:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _HTML or (not kind and _BEGINS.search(answer.body[:_HEAD])):
        return ""
    return f"not a web page: {kind[:80] or 'of no kind that it names'}"


def to_keep(answer: Answer) -> bytes:
    """Give the bytes of a page to keep: as they came.

    A file has no header: where that alone says the encoding, and it is not UTF-8, the page is kept
    in UTF-8.
    """
    said = _CHARSET.search(answer.headers.get("content-type", ""))
    if said is None or answer.body.isascii() or _DECLARED.search(answer.body[:_HEAD]):
        return answer.body
    try:
        codecs.utf_8_decode(answer.body, "strict", True)
        return answer.body
    except UnicodeDecodeError:
        pass
    try:
        return answer.body.decode(said[1]).encode("utf-8")
    # An encoding that nobody knows, or that is no text's, or that does not fit.
    except (LookupError, ValueError):
        return answer.body
