"""Tell what the columns of a table are: ours, those of a known export, or other words for ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import regex

from analysis.corpus.read.reading import NAMES
from analysis.schema import closest

_NO_LETTER: Final = regex.compile(r"[\W_]+")
# What pandas calls the column of row numbers.
_INDEX: Final = regex.compile(r"(?:unnamed_\d+(?:_\d+)*|index|)")


class Shape(NamedTuple):
    """An export that many have.

    Attributes
    ----------
    name
        As its users call it.
    signature
        Columns that it has, all of them, folded.
    columns
        Our name -> its name, folded; where it has no text, "text" is missing.
    """

    name: str
    signature: frozenset[str]
    columns: Mapping[str, str]


def _shape(name: str, signature: str, **columns: str) -> Shape:
    return Shape(name, frozenset(signature.split()), columns)


SHAPES: Final = (
    _shape(
        "a Media Cloud export",
        "media_name publish_date url",
        outlet="media_name", date="publish_date",
    ),
    _shape(
        "a NewsAPI answer",
        "publishedat title content",
        text="content", outlet="source", byline="author", date="publishedat",
    ),
    _shape(
        "a newspaper4k export",
        "text publish_date authors top_image",
        outlet="meta_site_name", byline="authors", date="publish_date", language="meta_lang",
    ),
    _shape(
        "a news-please export",
        "maintext date_publish",
        text="maintext", outlet="source_domain", byline="authors", date="date_publish",
    ),
    _shape(
        "a trafilatura export",
        "text fingerprint hostname",
        outlet="sitename", byline="author", url="source",
    ),
    _shape(
        "a trafilatura export",
        "text fingerprint source_hostname",
        outlet="source_hostname", byline="author", url="source",
    ),
    _shape(
        "a Fundus export",
        "body publishing_date",
        text="body", outlet="publisher", byline="authors", date="publishing_date",
    ),
    _shape(
        "an “All the News” table",
        "title publication content",
        text="content", outlet="publication", byline="author",
    ),
    _shape(
        "an “All the News” table",
        "title publication article",
        text="article", outlet="publication", byline="author",
    ),
    _shape(
        "a Zotero export",
        "item_type publication_title date_added",
        outlet="publication_title", byline="author", url="url", id="key",
    ),
)  # fmt: skip

# Other words for our columns, the surer ones first.
SYNONYMS: Final[Mapping[str, Sequence[str]]] = {
    "text": (
        "full_text fulltext article_text text_body maintext main_text body_text bodytext plaintext "
        "plain_text article_body articlebody body article_content bodycontent content contents "
        "article news_text story raw_text volltext texte texto"
    ).split(),
    "title": (
        "headline head_line heading headlines article_title webtitle news_title titel titre titulo"
    ).split(),
    "outlet": (
        "publication publication_name publisher newspaper media_name medium media_outlet "
        "news_outlet source_name sitename site_name publication_title zeitung quelle journal medio "
        "site source domain source_domain hostname"
    ).split(),
    "date": (
        "published publish_date published_date date_published date_publish publication_date "
        "publishing_date pub_date pubdate published_at publishedat webpublicationdate "
        "article_date release_date date_of_publication datum erscheinungsdatum fecha day datetime "
        "date_time posted timestamp created_at"
    ).split(),
    "byline": (
        "author authors author_name by_line writer reporter journalist creator autor verfasser "
        "auteur"
    ).split(),
    "url": "link web_url weburl article_url permalink canonical_link article_link".split(),
    "language": "lang meta_lang".split(),
}
# What may be short for an article: never taken without being told.
_SHORT: Final = (
    "description summary abstract snippet excerpt lead lede lead_paragraph teaser".split()
)
# Letters of a cell that may be an article's.
_LONG: Final = 60


@dataclass(frozen=True)
class Plan:
    """How the columns of a table are read.

    Attributes
    ----------
    ours
        The name of a column -> our name.
    dropped
        Columns that hold row numbers, or nothing.
    said
        What is read as what without being told; ''.
    wrong
        Why the table cannot be read; ''.
    """

    ours: Mapping[str, str]
    dropped: frozenset[str] = frozenset()
    said: str = ""
    wrong: str = ""


def fold_column(name: str) -> str:
    r"""Write the name of a column in one way.

    Examples
    --------
    >>> fold_column("\ufeff Publication Title "), fold_column("source.name")
    ('publication_title', 'source_name')
    """
    plain = unicodedata.normalize("NFKC", name.replace("\ufeff", "")).casefold()
    return str(_NO_LETTER.sub("_", plain)).strip("_")


def plan(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], titles_only: bool = False
) -> Plan:
    """Say which column of a table is which of ours.

    Parameters
    ----------
    rows
        Some rows, as many as show what the columns hold.
    columns
        What the user says: our name -> its name.
    titles_only
        Whether headlines alone are to be read.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    if wrong := _wrong_map(names, columns):
        return Plan({}, wrong=wrong)
    dropped = frozenset(n for n in names if n not in columns.values() and _is_index(n, rows))
    names = [name for name in names if name not in dropped]
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold_column(name), name)
    ours = {their: our for our, their in columns.items()}
    taken = set(columns)
    for our in (*NAMES, "document_id"):
        their = our if our in names else folded.get(our, "")
        if their and our not in taken and their not in ours:
            ours[their] = our
            taken.add(our)
    # Where a user says what is what, nothing is guessed.
    said = "" if columns else _guessed(names, folded, ours, taken)
    if titles_only:
        ours = {their: our for their, our in ours.items() if our != "text"}
        unread = {their for their in names if folded_is_text(their) and their not in ours}
        return Plan(ours, dropped | unread, said, "" if "title" in taken else _no_text(names, rows))
    return Plan(ours, dropped, said, "" if "text" in taken else _no_text(names, rows, said, taken))


def folded_is_text(name: str) -> bool:
    """Tell whether a column is called as texts of articles are."""
    return fold_column(name) in ("text", *SYNONYMS["text"])


def _guessed(
    names: Sequence[str], folded: Mapping[str, str], ours: dict[str, str], taken: set[str]
) -> str:
    """Add the columns of a known export, else those with other words for ours; says which."""
    shape = next((shape for shape in SHAPES if shape.signature <= folded.keys()), None)
    asked = {our: (their,) for our, their in shape.columns.items()} if shape else {}
    found = []
    for our in dict.fromkeys((*asked, *SYNONYMS)):
        words = (*asked.get(our, ()), *SYNONYMS.get(our, ()))
        their = next((folded[w] for w in words if w in folded and folded[w] not in ours), "")
        dated = our == "date" and taken & {"published_earliest", "published_latest"}
        # A known export may call something else as we do ("source", "url").
        if their and not dated and (our not in taken):
            ours[their] = our
            taken.add(our)
            found.append(f"{our} = {their}")
    if not (shape or found):
        return ""
    what = f"read as {shape.name}" if shape else "read by other names of columns"
    return what + (f": {', '.join(found)}" if found else "")


def _is_index(name: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a column without a name of its own holds row numbers, or nothing."""
    if not _INDEX.fullmatch(fold_column(name)):
        return False
    cells = (str(row.get(name) or "0") for row in rows)
    return all(cell.removesuffix(".0").isdigit() for cell in cells)


def _wrong_map(names: Sequence[str], columns: Mapping[str, str]) -> str:
    for our, theirs in columns.items():
        if our not in NAMES:
            reason = f"--map {our}={theirs}: {our} is none of our names: {', '.join(NAMES)}."
            return reason + closest(our, NAMES)
        if theirs not in names:
            reason = f"--map {our}={theirs}: there is no column {theirs}. The file has "
            return f"{reason}{_listed(names)}." + closest(theirs, names)
    return ""


def _no_text(
    names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    said: str = "",
    taken: Iterable[str] = (),
) -> str:
    """Say that there is no column of texts, which may be one, and what to type."""
    known = f" It is {said.removeprefix('read as ').split(':')[0]}." if "read as" in said else ""
    reason = f"it has no column of texts.{known} The file has {_listed(names)}."
    likely = _likely(names, rows)
    if likely:
        reason += f" Likely: {', '.join(likely)}. Type --map text={_quoted(likely[0])}"
        reason += f"{_others(names)}."
    else:
        reason += " Name the right one by --map text=<column>."
    if "title" in taken:
        reason += " To read the headlines alone, type --titles-only."
    return reason


def _others(names: Sequence[str]) -> str:
    """Write the pairs that --map then needs too: where one is given, nothing is guessed."""
    folded = {fold_column(name): name for name in names}
    pairs = ""
    for our, words in SYNONYMS.items():
        their = next((folded[word] for word in words if word in folded), "")
        if our != "text" and our not in folded and their:
            pairs += f" --map {our}={_quoted(their)}"
    return pairs


def _quoted(name: str) -> str:
    return name if regex.fullmatch(r"[\w.-]+", name) else f"'{name}'"


def _likely(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the columns that may hold texts, the longest first."""
    sizes = {name: _usual_size([row.get(name) for row in rows]) for name in names}
    likely = [
        name
        for name in names
        if sizes[name] >= _LONG or folded_is_text(name) or fold_column(name) in _SHORT
    ]
    return sorted(likely, key=lambda name: -sizes[name])[:3]


def _usual_size(cells: Iterable[Any]) -> float:
    """Give the letters of a usual cell that has words; addresses have none."""
    sizes = [len(cell) if " " in cell else 0 for cell in cells if isinstance(cell, str) and cell]
    return sum(sizes) / len(sizes) if sizes else 0


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:30])
    return shown + (f" and {len(names) - 30:,} more" if len(names) > 30 else "")
