"""Tables that lie in a folder beside its articles: an article of both counts once.

What its row knows is the article's where the file does not say it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import regex

from analysis.corpus.language import terms_of
from analysis.corpus.read.reading import Reading
from analysis.corpus.read.rows import TABLE_FILES
from analysis.corpus.read.table import host_of, read_table
from analysis.corpus.read.text import suffixes

# Two articles of one headline are one where the shorter has so many of its words in the other.
_SAME: Final = 0.7
# Headlines of fewer words may be those of columns.
_LEAST: Final = 3
# Parts of an address that say where a reader came from.
_TRACKING: Final = regex.compile(r"(?:utm_|fbclid|gclid|cmp=|cmpid|ref=|smid|sref)", regex.I)
# What a row can tell of an article that a file holds.
_FACTS: Final = ("outlet", "agency", "chain", "byline", "event", "url")
_DAYS: Final = ("published_earliest", "published_latest", "date_certainty", "date_evidence")
# Names of tables that say something of articles, and hold none.
_NO_ARTICLES: Final = ("manifest", "corrections", "labels")


@dataclass
class Articles:
    """The articles of a folder, to find a row among them."""

    _by_address: dict[str, str] = field(default_factory=dict)
    _by_title: dict[str, list[tuple[str, frozenset[str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, name: str, article: Mapping[str, Any]) -> None:
        """Remember a file's article, or a row's."""
        if address := _address(article):
            self._by_address.setdefault(address, name)
        title, terms = _words(article)
        if title:
            self._by_title[title].append((name, terms))

    def same(self, article: Mapping[str, Any]) -> str:
        """Name what holds the same article: by its address, or by its headline and words; or ''."""
        address = _address(article)
        if address in self._by_address:
            return self._by_address[address]
        title, terms = _words(article)
        for name, others in self._by_title.get(title, []) if title else []:
            if len(terms & others) >= _SAME * min(len(terms), len(others)):
                return name
        return ""


@dataclass
class Beside(Reading):
    """What is read of a table that lies beside articles.

    Attributes
    ----------
    folder
        What was read of the folder; rows are added to it that no article is the same as.
    articles
        Its articles.
    prefix
        What the ids of the rows begin with.
    rows
        How many rows hold an article.
    """

    folder: Reading = field(default_factory=Reading)
    articles: Articles = field(default_factory=Articles)
    prefix: str = ""
    rows: int = 0

    def add(self, document: dict[str, Any], path: str, row: int) -> bool:
        """Add a row to what was read of the folder, unless the article is there already."""
        self.rows += 1
        there = self.articles.same(document)
        if there:
            self.folder.notes.append((path, row, f"the same article as {there}: counted once"))
            return False
        document["document_id"] = f"{self.prefix}/{document['document_id']}"
        self.articles.add(f"{path} row {row}", document)
        return self.folder.add(document, path, row)


@dataclass
class Known(Reading):
    """What tables know of articles that the folder holds as files too.

    Attributes
    ----------
    articles
        Their rows.
    facts
        Of each row what is given: outlet, day and the like.
    """

    articles: Articles = field(default_factory=Articles)
    facts: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def add(self, document: dict[str, Any], path: str, row: int) -> bool:
        """Remember a row; nothing is read of it yet."""
        name = f"{path} row {row}"
        self.articles.add(name, document)
        self.facts[name] = {key: document[key] for key in (*_FACTS, *_DAYS) if document.get(key)}
        return True

    def fill(self, document: dict[str, Any]) -> None:
        """Give an article what a row of the same one knows, where the article says nothing."""
        facts = self.facts.get(self.articles.same(document), {})
        lacks = [key for key in _FACTS if not document.get(key)]
        lacks += _DAYS if document["date_certainty"] != "given" else ()
        document.update({key: facts[key] for key in lacks if key in facts})


def known_of(tables: Iterable[Path]) -> Known:
    """Read what tables know of articles, to give it to files that hold the same ones."""
    known = Known()
    for file in tables:
        deque(read_table(known, file, {}), maxlen=0)
    return known


def is_beside(file: Path) -> bool:
    """Tell a table file that may hold articles."""
    kind, _ = suffixes(file)
    return kind in TABLE_FILES and not file.name.lower().startswith(_NO_ARTICLES)


def read_beside(reading: Reading, articles: Articles, name: str, file: Path) -> Generator[None]:
    """Add the rows of a table to what was read of its folder, row after row.

    Parameters
    ----------
    reading
        What was read of the folder.
    articles
        Its articles.
    name
        The table's name in the folder.
    """
    prefix = name[: -len("".join(suffixes(file)))]
    table = Beside(folder=reading, articles=articles, prefix=prefix)
    yield from read_table(table, file, {})
    if table.rows:
        reading.rejected += table.rejected
        reading.notes += table.notes
    else:
        why = "; ".join(reason for _, _, reason in table.rejected[:1]) or "it has no rows"
        reading.notes.append((name, 0, f"not read as a table of articles: {why}"))


def _address(article: Mapping[str, Any]) -> str:
    """Write an address in one way: without scheme, "www.", tracking and a slash at its end."""
    url = str(article.get("url") or "")
    host = host_of(url).removeprefix("m.")
    if not host:
        return ""
    parts = urlsplit(url)
    query = "&".join(sorted(p for p in parts.query.split("&") if p and not _TRACKING.match(p)))
    path = parts.path.rstrip("/")
    return f"{host}{path}?{query}".rstrip("?") if path else ""


def _words(article: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    """Give the words of an article's headline, and those of all of it."""
    source = article["source"]
    text = source.decode("utf-8") if isinstance(source, bytes) else str(source)
    title = str(article.get("title") or "") or text.strip().partition("\n")[0]
    headline = [term.casefold() for term in terms_of(title)]
    is_long = len(headline) >= _LEAST
    return " ".join(headline) if is_long else "", frozenset(map(str.casefold, terms_of(text)))
