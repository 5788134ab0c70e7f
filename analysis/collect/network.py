"""Fetch one address over the network, and tell the time: all that is not pure, and nothing else.

urllib3, which trafilatura brings: it unpacks piece by piece, so that a limit on size holds, and
notices what is cut off. trafilatura's own downloads give no reason for what fails, no header that
says when to come again, and accept certificates that are not valid.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Final

import urllib3
from urllib3 import exceptions

from analysis.collect.answers import Answer
from analysis.collect.visits import NAME, Clock, Fetch

# Seconds for a connection, and without a byte.
_CONNECT: Final = 10.0
_READ: Final = 30.0
# Seconds and bytes, unpacked, of a whole answer.
_LONGEST: Final = 120.0
_MOST: Final = 20 << 20
_PIECE: Final = 1 << 16
_ACCEPTED: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
# What each error of the library means, and whether it may pass; the first that fits.
_MEANS: Final[tuple[tuple[type[Exception], str, bool], ...]] = (
    (exceptions.NameResolutionError, "no such host", False),
    # A kind of timeout for the library, so it stands before that.
    (exceptions.NewConnectionError, "no connection", True),
    (exceptions.TimeoutError, "no answer in time", True),
    (exceptions.SSLError, "its certificate is not valid", False),
    (exceptions.DecodeError, "not packed as it says", False),
    (exceptions.ProtocolError, "the answer was cut off", True),
)

clock: Final = Clock(time.monotonic, time.sleep, date.today)


def fetcher(version: str, read_timeout: float = _READ, most: int = _MOST) -> Fetch:
    """Make a way to fetch addresses, under the program's name.

    Parameters
    ----------
    read_timeout
        Seconds without a byte after which nothing is waited for.
    most
        Bytes that an answer may have, unpacked.

    Returns
    -------
    An address -> its `Answer`. It follows no redirect and tries once.
    """
    pool = urllib3.PoolManager(
        headers={
            "User-Agent": f"{NAME}/{version}",
            "Accept": _ACCEPTED,
            "Accept-Encoding": "gzip, deflate",
        },
        timeout=urllib3.Timeout(connect=_CONNECT, read=read_timeout),
        retries=False,
    )

    def fetch(address: str) -> Answer:
        try:
            response = pool.request("GET", address, redirect=False, preload_content=False)
        except (exceptions.HTTPError, OSError, ValueError) as error:
            return _failed(error)
        headers = {name.lower(): value for name, value in response.headers.items()}
        try:
            body, trouble = _body(response, most)
            answer = Answer(response.status, headers, body, trouble)
        except (exceptions.HTTPError, OSError, ValueError) as error:
            answer = _failed(error)._replace(status=response.status, headers=headers)
        # What was read to its end can be asked again on the same connection.
        (response.close if answer.trouble else response.release_conn)()
        return answer

    return fetch


def _body(response: urllib3.BaseHTTPResponse, most: int) -> tuple[bytes, str]:
    """Read an answer to its end; also says what is too much of it."""
    pieces, size, begun = [], 0, time.monotonic()
    for piece in response.stream(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            return b"", f"more than {most >> 20:,} MB"
        if time.monotonic() - begun > _LONGEST:
            return b"", f"not whole after {_LONGEST:.0f} seconds"
    return b"".join(pieces), ""


def _failed(error: Exception) -> Answer:
    for kind, means, passes in _MEANS:
        if isinstance(error, kind):
            return Answer(trouble=means, is_passing=passes)
    return Answer(trouble=f"no connection ({type(error).__name__})", is_passing=False)
