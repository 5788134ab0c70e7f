"""Read what a page says of its article in structured data (schema.org, as JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import regex

from analysis.corpus.language import words

_ARTICLE: Final = regex.compile(r"Article|BlogPosting|Report|WebPage|Review|CreativeWork")
# Share of a headline's words that the page's titles must know: a page declares others' too.
_ALIKE: Final = 0.4
_TITLES: Final = "//title | //h1 | //meta[@property='og:title' or @name='twitter:title']"


def data_of_article(tree: Any) -> list[dict[str, Any]]:
    """List the objects that tell of the page's own article.

    Those whose headline the page's titles know, too; where there are none, the only one without
    a headline. What a page says of other articles is no fact of this one.
    """
    titles = (each.get("content") or each.text_content() for each in tree.xpath(_TITLES))
    wanted = _terms(" ".join(titles))
    own, without = [], []
    for node in _objects(tree):
        if not _ARTICLE.search(str(node.get("@type", ""))):
            continue
        headline = _terms(str(node.get("headline") or node.get("name") or ""))
        if not headline:
            without.append(node)
        elif len(headline & wanted) > _ALIKE * len(headline):
            own.append(node)
    return own or (without if len(without) == 1 else [])


def authors(data: dict[str, Any]) -> list[str]:
    """List the names of an article's authors.

    Examples
    --------
    >>> authors({"author": [{"@type": "Person", "name": "Mina Holt"}, {"name": "Tom Brask"}]})
    ['Mina Holt', 'Tom Brask']
    """
    given = data.get("author") or []
    each = given if isinstance(given, list) else [given]
    named = (one.get("name") if isinstance(one, dict) else one for one in each)
    return list(dict.fromkeys(" ".join(n.split()) for n in named if isinstance(n, str)))


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting = [json.loads((script.text or "").strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(reversed(node))
            elif isinstance(node, dict):
                yield node
                within = (value for value in node.values() if isinstance(value, dict | list))
                waiting.extend(reversed(list(within)))


def _terms(text: str) -> set[str]:
    return {word.group().casefold().replace("’", "'") for word in words(text)}
