"""The lines of text behind a number.

A number in a table links to `anchor(number)`; a page shows at most eight lines there, fewer where
there are many numbers, and 200 in all, each once. Numbers that a reader meets first are served
first. What a page has no room for goes to the page of lines beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from analysis.figures import lab
from analysis.figures.output import Output, typed
from analysis.figures.shown import articles, places
from analysis.figures.text import NO_TEXT, shorten
from analysis.figures.wording import plural, show
from analysis.measures.concordance import LINES_A_NUMBER
from analysis.schema import CONCORDANCE, require

LINES_A_PAGE: Final = 200
# Lines that a number has on a page, where all have room.
_OPEN: Final = 8
# A page stays small: a number takes more than half as much as a line.
_NUMBERS_A_PAGE: Final = 130
# As much as a page and the page of lines beside it could hold.
_MOST_LINES: Final = 1_000
_MOST_NUMBERS: Final = 400
# Letters of a headline.
_MOST_LETTERS: Final = 90
# Words beside the hit, and of it, where a page may not show the whole line.
_NEAR: Final = 4
_NEAR_HIT: Final = 8
_VOICES: Final = {"own": "own voice", "paraphrase": "paraphrase of {}", "quoted": "quoting {}"}


def anchor(number: str) -> str:
    """Name the place on the page where the evidence of a number stands.

    Examples
    --------
    >>> anchor("rebellion · The New Arab")
    'e-rebellion-the-new-arab-964dac'
    """
    readable = re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")[:40].strip("-")
    digest = hashlib.sha256(number.encode("utf-8", "replace")).hexdigest()[:6]
    return "-".join(part for part in ("e", readable, digest) if part)


def evidence(
    lines: pd.DataFrame | Sequence[pd.DataFrame],
    documents: pd.DataFrame | None = None,
    *,
    title: str,
    excerpt_words: int = 30,
) -> Output:
    """Show the lines behind numbers: outlet, date, headline, voice and speaker of each.

    Parameters
    ----------
    lines
        `schema.CONCORDANCE` with a column `number`: what the line is evidence for, in plain
        words (`"rebellion · The New Arab"`). One line may stand under several numbers. Where
        only the first lines of a number are here, a column `total` says how many there are.
        Several such tables stand one below the other, and share the page alike; a number that
        stands in two of them is shown once.
    documents
        `schema.DOCUMENTS` (or some of it), for outlet, date and headline.
    title
        What the numbers are.
    excerpt_words
        Words of a line at most, the node included; cut on the outer sides.

    Raises
    ------
    TableError
        A column is missing.
    """
    tables = [lines] if isinstance(lines, pd.DataFrame) else lines
    numbers: dict[str, dict[str, Any]] = {}
    stored: dict[str, dict[str, Any]] = {}
    for part in tables:
        require(part, CONCORDANCE, "evidence", [*CONCORDANCE.names, "number"])
        heads, totals = _chosen(part[~part["number"].isin(numbers)], len(tables))
        place_of = _places(documents, heads["document_id"])
        first: dict[str, list[dict[str, Any]]] = {}
        for hit in heads.itertuples():
            first.setdefault(str(hit.number), []).append(_line(hit, place_of, excerpt_words))
        for (number, shown), total in zip(first.items(), totals, strict=True):
            stored.update({line["id"]: line for line in shown})
            numbers[number] = {
                "anchor": anchor(number), "label": number, "total": int(total),
                "lines": [line["id"] for line in shown],
            }  # fmt: skip
    content = {
        "kind": "evidence", "title": title,
        "numbers": list(numbers.values()), "lines": list(stored.values()),
        "articles": articles(documents, [line["document_id"] for line in stored.values()]),
    }  # fmt: skip
    output = typed(content, "", "")
    return Output(output.mime, output.content, _html(output.content), _plain(output.content))


def _chosen(lines: pd.DataFrame, tables: int) -> tuple[pd.DataFrame, list[int]]:
    """Choose the lines that reports may show, and say how many each number of them has.

    Parameters
    ----------
    tables
        How many tables share the page: of too many numbers those with most lines stay.
    """
    totals = _totals(lines)
    most = totals.sort_values(ascending=False, kind="stable").index[: _MOST_NUMBERS // tables]
    by_number = lines[lines["number"].isin(most)].groupby("number", sort=False)
    sizes, room = by_number.size(), _MOST_LINES // tables
    fits = [each for each in range(2, LINES_A_NUMBER + 1) if sizes.clip(upper=each).sum() <= room]
    return by_number.head(max(fits, default=1)), totals[sizes.index].tolist()


def on_page(
    contents: Sequence[Mapping[str, Any]], first: Iterable[str] = ()
) -> dict[str, list[str]]:
    """Choose the lines that a page itself shows of each number.

    Parameters
    ----------
    contents
        Everything on the page that `evidence` made.
    first
        The places of the numbers that a reader meets first: each of them has a line of every
        voice in which it is printed, before any other has one.

    Returns
    -------
    Place of a number -> its lines; nothing of numbers for which there is no room.
    """
    lines = {line["id"]: line for content in contents for line in content["lines"]}
    numbers: dict[str, Mapping[str, Any]] = {}
    for content in contents:
        for number in content["numbers"]:
            numbers.setdefault(number["anchor"], number)
    asked = [place for place in dict.fromkeys(first) if place in numbers]
    rest = [place for place in numbers if place not in {*asked}]
    rest.sort(key=lambda place: -int(numbers[place]["total"]))
    said = {name: str(line["voice"]).partition(" ")[0] for name, line in lines.items()}
    shown: dict[str, list[str]] = {}
    for some, voices in ((asked, said), (rest, {})):
        room = LINES_A_PAGE - sum(map(len, shown.values()))
        lines_of = {
            place: numbers[place]["lines"] for place in some[: _NUMBERS_A_PAGE - len(shown)]
        }
        for place, names in _that_fit(lines_of, voices, room).items():
            if names[:room]:
                shown[place] = names[:room]
                room -= len(shown[place])
    return shown


def _that_fit(
    numbers: Mapping[str, Sequence[str]], voices: Mapping[str, str], room: int
) -> dict[str, list[str]]:
    """Take as many lines of each number as there is room for, and one at least."""
    picked: dict[str, list[str]] = {}
    for most in range(_OPEN, 0, -1):
        picked = {place: _heads(names, voices, most) for place, names in numbers.items()}
        if sum(map(len, picked.values())) <= room:
            break
    return picked


def _heads(names: Sequence[str], voices: Mapping[str, str], most: int) -> list[str]:
    """Take the first lines of a number, and the first of each voice, where voices are known."""
    spoken = {*{voices[name]: name for name in reversed(names) if name in voices}.values()}
    others = [name for name in names if name not in spoken][: max(0, most - len(spoken))]
    return [name for name in names if name in spoken or name in others]


def _totals(lines: pd.DataFrame) -> pd.Series:
    by_number = lines.groupby("number", sort=False)
    return by_number["total"].first() if "total" in lines else by_number.size()


def line_id(document_id: str, start: int, end: int) -> str:
    """Name a line by what it shows, so that a page stores it once."""
    digest = hashlib.sha256(document_id.encode("utf-8", "replace")).hexdigest()[:8]
    return f"l-{digest}-{start}-{end}"


def _places(documents: pd.DataFrame | None, shown: pd.Series) -> dict[str, tuple[str, ...]]:
    if documents is None or documents.empty:
        return {}
    documents = documents[documents["document_id"].isin(shown.unique())]
    dates = (
        documents["published_latest"]
        if "published_latest" in documents.columns
        else pd.Series(pd.NaT, index=documents.index)
    )
    titles, sources = (
        documents[name] if name in documents else [""] * len(documents)
        for name in ("title", "source")
    )
    columns = (documents["document_id"], documents["outlet"], dates, titles, sources)
    return {
        str(name): (str(outlet), "" if pd.isna(date) else show(date), _headline(title), str(source))
        for name, outlet, date, title, source in zip(*columns, strict=True)
    }


def _headline(title: Any) -> str:
    has_title = isinstance(title, str) and title not in ("", NO_TEXT)
    return f"“{shorten(title, _MOST_LETTERS)}”" if has_title else ""


def _line(hit: Any, place_of: Mapping[str, tuple[str, ...]], excerpt_words: int) -> dict[str, Any]:
    outlet, date, title, source = place_of.get(hit.document_id, ("", "", "", ""))
    side = max(1, (excerpt_words - len(hit.node.split())) // 2)
    return {
        "id": line_id(hit.document_id, int(hit.start), int(hit.end)),
        "left": _cut_left(hit.left, side),
        "node": hit.node,
        "right": _cut_right(hit.right, side),
        "at": _word_places(hit, source, side, len(hit.node.split())),
        "near": {
            "left": _cut_left(hit.left, _NEAR),
            "node": _cut_right(hit.node, _NEAR_HIT),
            "right": _cut_right(hit.right, _NEAR) if _is_short(hit.node) else "",
            "at": _word_places(hit, source, _NEAR if _is_short(hit.node) else 0, _NEAR_HIT, _NEAR),
        },
        "document_id": hit.document_id,
        "outlet": outlet,
        "date": date,
        "title": title,
        "voice": _VOICES.get(hit.voice, "").format(hit.speaker_id or "a speaker not named"),
        "start": int(hit.start),
    }


def _cut_left(text: str, words: int) -> str:
    parts = text.split()
    return " ".join(parts) if len(parts) <= words else "… " + " ".join(parts[-words:])


def _cut_right(text: str, words: int) -> str:
    parts = text.split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]) + " …"


def _is_short(node: str) -> bool:
    """Tell whether a hit is shown whole in a line that had to shrink."""
    return len(node.split()) <= _NEAR_HIT


def _word_places(hit: Any, source: str, side: int, most: int, left: int = -1) -> list[int]:
    """Give the places of the words of a line: so many of the hit, and on each side of it.

    Parameters
    ----------
    left
        Words to the left, where there are more of them than to the right.
    """
    start, end = int(hit.start), int(hit.end)
    before = len(source[:start].rstrip()) - len(hit.left)
    after = end + len(source[end:]) - len(source[end:].lstrip())
    lefts = list(re.finditer(r"\S+", hit.left))[-left if left >= 0 else -side :]
    rights = list(re.finditer(r"\S+", hit.right))[:side]
    hits = list(re.finditer(r"\S+", hit.node))[:most]
    spans = [
        (text[parts[0].start() : parts[-1].end()], begin + parts[0].start())
        for text, parts, begin in (
            (hit.left, lefts, before),
            (hit.node, hits, start),
            (hit.right, rights, after),
        )
        if parts and source
    ]
    return [place for text, begin in spans for place in places(text, begin)]


def _html(content: Mapping[str, Any]) -> str:
    lines = {line["id"]: line for line in content["lines"]}
    parts = [lab.tag("strong", content["title"])]
    shown = on_page([content])
    for number in content["numbers"]:
        here = shown.get(number["anchor"], [])
        parts.append(lab.tag("p", _heading(number, len(here))))
        rows = "".join(_row(lines[name]) for name in here)
        parts.append(f"<table><tbody>{rows}</tbody></table>")
    return "".join(parts)


def _row(line: Mapping[str, Any]) -> str:
    cells = [
        lab.tag("td", line["left"], "text-align:right"),
        lab.tag("th", line["node"]),
        lab.tag("td", line["right"], "text-align:left"),
        lab.tag("td", where(line), "text-align:left"),
    ]
    return f"<tr>{''.join(cells)}</tr>"


def where(line: Mapping[str, Any]) -> str:
    """Say where a line stands: outlet, date, headline and whose voice it is.

    An article without a headline is told by its id and the place in its source.
    """
    place = line.get("title", "") or f"{line['document_id']} at {line['start']:,}"
    parts = (line["outlet"], line["date"], place, line.get("voice", ""))
    return ", ".join(part for part in parts if part)


def _heading(number: Mapping[str, Any], here: int) -> str:
    left = number["total"] - here
    more = f", {left:,} more not shown" if left else ""
    return f"{number['label']}: {plural(number['total'], 'line')}{more}"


def _plain(content: Mapping[str, Any]) -> str:
    lines = {line["id"]: line for line in content["lines"]}
    parts = [content["title"]]
    shown = on_page([content])
    for number in content["numbers"]:
        here = shown.get(number["anchor"], [])
        parts.append(_heading(number, len(here)))
        for name in here:
            line = lines[name]
            parts.append(f"{line['left']} [{line['node']}] {line['right']} ({where(line)})")
    return "\n".join(parts)
