"""Read addresses out of a list, a feed or a sitemap; tell which can be asked for, and name files.

trafilatura reads feeds and sitemaps too, but drops in silence what it takes for another site's,
sorts by name, and fetches by itself; so the elements that the formats define are looked up here.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import lxml.etree
import lxml.html
from courlan import clean_url

from analysis.corpus.read.text import decode, whole_of
from analysis.schema import CorpusError

# Characters of the longest address that servers commonly take.
LONGEST: Final = 8_000
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# What may stand in a path and a query as it is (RFC 3986); "%" is taken for written out already.
_AS_IT_IS: Final = "/?:@!$&'()*+,;=~-._%"
_PACKED: Final = b"\x1f\x8b"
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
# Letters of the host and of the hash in the name of a file.
_HOST: Final = 60
_HASH: Final = 12
# Feeds of a web page that are named.
_NAMED: Final = 5


class Listing(NamedTuple):
    """What a list, a feed or a sitemap names.

    Attributes
    ----------
    pages
        Addresses as given, in their order, each once.
    sitemaps
        Of an index of sitemaps: theirs.
    """

    pages: list[str]
    sitemaps: list[str]


def listed(raw: bytes, base: str = "") -> Listing:
    r"""Read addresses out of a list (one a line), an RSS or Atom feed or a sitemap.

    Parameters
    ----------
    raw
        The file, packed by gzip or not.
    base
        Where it comes from: what it names may be relative to that.

    Raises
    ------
    CorpusError
        It is none of these; of a web page the message names its feeds.

    Examples
    --------
    >>> listed(b"# wires\nhttps://a.example/1\n\nhttps://a.example/1#top\n").pages
    ['https://a.example/1']
    """
    if raw.startswith(_PACKED):
        raw = _unpacked(raw)
    text, _ = decode(raw)
    if text is None:
        raise CorpusError(f"{base or 'The list'} is no text: give a list, a feed or a sitemap.")
    if not text.lstrip().startswith("<"):
        lines = (line.strip() for line in text.splitlines())
        return Listing(_once(line for line in lines if not line.startswith("#")), [])
    # Entities are not resolved and nothing is fetched for them.
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = lxml.etree.fromstring(raw.lstrip(), parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        root = None
    kind = "" if root is None else _name(root)
    if kind == "urlset":
        return Listing(_once(_joined(base, _texts(root, "url", "loc"))), [])
    if kind == "sitemapindex":
        return Listing([], _once(_joined(base, _texts(root, "sitemap", "loc"))))
    if kind in ("rss", "RDF"):
        return Listing(_once(_joined(base, map(_of_item, _all(root, "item")))), [])
    if kind == "feed":
        return Listing(_once(_joined(base, map(_of_entry, _all(root, "entry")))), [])
    raise CorpusError(
        f"{base or 'The file'} is neither a list of addresses (one a line) nor a feed (RSS, Atom) "
        f"nor a sitemap.{_feeds(text, base)}"
    )


def _unpacked(raw: bytes) -> bytes:
    try:
        return whole_of(gzip.open(io.BytesIO(raw)))
    except (OSError, EOFError, ValueError) as error:
        raise CorpusError(f"The list is packed and cannot be unpacked: {error}") from error


def _name(element: Any) -> str:
    """Give the name of an element without its namespace; '' for a comment."""
    return lxml.etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if _name(element) == name]


def _texts(root: Any, parent: str, name: str) -> Iterator[str]:
    """Give the texts of elements within others: `sitemap/loc`, and no `image/loc`."""
    for element in _all(root, parent):
        yield from (child.text or "" for child in element if _name(child) == name)


def _of_item(item: Any) -> str:
    """Give the address of an item of RSS: its link, else a guid that is one."""
    texts = {_name(child): child for child in reversed(item)}
    link, guid = texts.get("link"), texts.get("guid")
    if link is not None and (link.text or "").strip():
        return str(link.text)
    if guid is None or guid.get("isPermaLink", "true").lower() == "false":
        return ""
    return guid.text or ""


def _of_entry(entry: Any) -> str:
    """Give the address of an entry of Atom: of its links the one that is the article."""
    links = [child for child in entry if _name(child) == "link"]
    links = [link for link in links if link.get("rel", "alternate") == "alternate"]
    pages = [link for link in links if link.get("type", "text/html") == "text/html"]
    return next((link.get("href", "") for link in pages + links), "")


def _joined(base: str, addresses: Any) -> Iterator[str]:
    for address in map(str.strip, addresses):
        try:
            yield urljoin(base, address) if base and address else address
        # Brackets that are no address of a host.
        except ValueError:
            yield address


def _once(addresses: Any) -> list[str]:
    """Keep addresses that are not empty, of one page the first; control characters show as �."""
    kept: dict[str, str] = {}
    for address in addresses:
        shown = _CONTROL.sub("�", address)
        if shown:
            kept.setdefault(identity(shown), shown)
    return list(kept.values())


def _feeds(text: str, base: str) -> str:
    """Name the feeds that a web page declares."""
    try:
        links = lxml.html.document_fromstring(text.encode("utf-8", "replace")).iter("link")
        found = [
            link.get("href", "")
            for link in links
            if link.get("type", "") in ("application/rss+xml", "application/atom+xml")
        ]
    except (lxml.etree.ParserError, ValueError):
        found = []
    named = list(dict.fromkeys(filter(None, _joined(base, found))))[:_NAMED]
    return f" The page names feeds: {', '.join(named)}." if named else ""


def why_no_address(address: str) -> str:
    """Say why an address cannot be asked for; '' where it can.

    Examples
    --------
    >>> why_no_address("https://a.example/x"), why_no_address("javascript:alert(1)")
    ('', 'no http or https address')
    """
    if len(address) > LONGEST:
        return f"longer than {LONGEST:,} characters"
    if "�" in address:
        return "holds characters that no address has"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host:
            return "no http or https address"
        if parts.username is not None:
            return "holds a name or password"
        host.encode("ascii" if ":" in host else "idna")
    # A port that is no number, a label of the host that is too long or empty.
    except ValueError:
        return "not the address of a host"
    return ""


def to_ask(address: str) -> str:
    """Write an address as it is asked for: ASCII, without dots in its path and what follows #.

    Examples
    --------
    >>> to_ask("HTTPS://Bücher.example/a/../ü?q=1#top")
    'https://xn--bcher-kva.example/%C3%BC?q=1'
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
    port = f":{parts.port}" if parts.port is not None else ""
    path = _without_dots(quote(parts.path, _AS_IT_IS))
    return urlunsplit((parts.scheme, host + port, path, quote(parts.query, _AS_IT_IS), ""))


def _without_dots(path: str) -> str:
    """Resolve "." and ".." (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part != "..":
            kept += [] if part == "." else [part]
        elif kept:
            kept.pop()
    return "/" + "/".join(kept)


def host_of(address: str) -> str:
    """Give the host of an address that can be asked for."""
    return urlsplit(address).hostname or ""


def identity(address: str) -> str:
    """Tell pages apart: not by http or https, what follows #, or what tracks who follows a link.

    Examples
    --------
    >>> identity("http://a.example/x?utm_source=rss&id=2#top"), identity("javascript:x")
    ('a.example/x?id=2', 'javascript:x')
    """
    if why_no_address(address):
        return address
    plain = to_ask(address)
    return (clean_url(plain) or plain).partition("://")[2].rstrip("/")


def file_name(address: str) -> str:
    """Name the file of a page: of every system's letters, always the same.

    Examples
    --------
    >>> file_name("https://news.example/2031/06/ferry?id=4")
    'news-example-fb39c4914e75.html'
    """
    host = _NOT_PLAIN.sub("-", host_of(to_ask(address)))[:_HOST].strip("-")
    mark = hashlib.sha256(identity(address).encode()).hexdigest()[:_HASH]
    return f"{host}-{mark}.html"
