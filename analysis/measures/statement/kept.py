"""Say who prints a quotation in full and who in part: tested against all running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.schema import QUOTATIONS, STATEMENTS, require

FULL: Final = "in full"
PART: Final = "in part"
UNSURE: Final = "unsure"
_Row = tuple[str, ...]
# Words of a quotation that is worth following, and of a row of words that is not alike by chance.
_LONG: Final = 8
_ROW: Final = 3
# Of a row that nobody prints of other things.
_LONG_ROW: Final = 5
# Shares of its words: a slip of the pen is no cut, and most of it may be a reworded whole.
_ALL: Final = 0.95
_SOME: Final = 0.6
_FEW: Final = 0.25
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What shows that the longest quotation of a statement is itself cut.
_CUT: Final = re.compile(r"\.\.\.|…|\[")


def kept(
    statements: pd.DataFrame, quotations: pd.DataFrame, documents: pd.DataFrame, groups: pd.Series
) -> pd.DataFrame:
    """Find what became of the words of each quotation in each group.

    In full: an article of the group prints all its words in rows of five, in marks or not. In
    part: the group quotes some, word for word, and prints no more than six in ten anywhere.
    Nothing is told of a quotation of which some group prints what lies between, or a quarter
    without marks, nor of one under eight words.

    Parameters
    ----------
    statements
        `schema.STATEMENTS`.
    quotations
        `schema.QUOTATIONS` of the same articles: a part may be given to nobody.
    documents
        `schema.DOCUMENTS`; without sources, as in a text-free release, nothing is found.
    groups
        The group of each document, by `document_id`.

    Returns
    -------
    `statement_id, text, speaker_id, group, fate`: one row per statement and group, the text
    that of the fullest quotation, the speaker '' where the name does not stand beside each
    quotation; statements as they stand, groups by name.
    """
    require(statements, STATEMENTS, "kept")
    require(quotations, QUOTATIONS, "kept", ["document_id", "start", "end", "kind"])
    told = []
    event = documents.set_index("document_id")["event"].to_dict()
    for name, of_event in statements.groupby(statements["document_id"].map(event), sort=False):
        here = documents[documents["event"] == name]
        sources = dict(zip(here["document_id"], here["source"], strict=True))
        printed = _by_group({each: [text] for each, text in sources.items()}, groups)
        quoted = _by_group(_marked(quotations, sources), groups)
        for statement, variants in of_event.groupby("statement_id", sort=False):
            rows = variants[variants["kind"] != "indirect"]
            text, who = _base(rows, sources), _speaker(rows, sources)
            words = [] if _CUT.search(text) else _words(text)
            if len(words) < _LONG:
                continue
            fates = {group: _fate(words, printed[group], quoted[group]) for group in printed}
            if UNSURE not in fates.values():
                told += [(statement, text, who, group, fates[group]) for group in sorted(fates)]
    kept = pd.DataFrame(told, columns=["statement_id", "text", "speaker_id", "group", "fate"])
    return kept[kept["fate"] != ""].reset_index(drop=True)


def _by_group(texts: dict[str, list[str]], groups: pd.Series) -> dict[str, list[set[_Row]]]:
    """Take the rows of words of the texts of each group."""
    found: dict[str, list[set[_Row]]] = {}
    for name, each in texts.items():
        if group := str(groups[name]):
            found.setdefault(group, []).extend(_rows(_words(text)) for text in each)
    return found


def _marked(quotations: pd.DataFrame, sources: dict[str, str]) -> dict[str, list[str]]:
    """Take what stands in quotation marks in each of some articles."""
    found: dict[str, list[str]] = {name: [] for name in sources}
    rows = quotations[quotations["document_id"].isin(sources) & (quotations["kind"] != "indirect")]
    for row in rows.to_dict("records"):
        found[row["document_id"]].append(_text(sources, row))
    return found


def _base(rows: pd.DataFrame, sources: dict[str, str]) -> str:
    """Take the fullest quotation of a statement; '' where nobody quotes it."""
    base = rows[rows["change"] == "base"].to_dict("records")
    return _text(sources, base[0]) if base else ""


def _fate(words: list[str], printed: list[set[_Row]], quoted: list[set[_Row]]) -> str:
    """Say whether articles print words in full, or quote a part of them; '' for hardly any."""
    if max(_share(words, rows, _LONG_ROW) for rows in printed) >= _ALL:
        return FULL
    there = _share(words, set().union(*printed), _ROW)
    wanted = _rows(words)
    if there <= _SOME and any(rows and rows <= wanted for rows in quoted):
        return PART
    return UNSURE if there > _FEW else ""


def _words(text: str) -> list[str]:
    return [word.replace("'", "’").casefold() for word in _WORD.findall(text)]


def _rows(words: Sequence[str]) -> set[_Row]:
    return {
        tuple(words[n : n + size])
        for size in (_ROW, _LONG_ROW)
        for n in range(len(words) - size + 1)
    }


def _share(words: list[str], rows: set[_Row], size: int) -> float:
    """Measure the share of words that stand in a row of so many that is printed."""
    there = {
        place
        for n in range(len(words) - size + 1)
        if tuple(words[n : n + size]) in rows
        for place in range(n, n + size)
    }
    return len(there) / len(words)


def _text(sources: dict[str, str], row: Any) -> str:
    return sources[row["document_id"]][row["start"] : row["end"]]


def _speaker(quoted: pd.DataFrame, sources: dict[str, str]) -> str:
    """Name the speaker whose last name stands in the paragraph of each quotation; '' for none."""
    who = str(quoted["speaker_id"].iloc[0]) if len(quoted) else ""
    last = re.compile(rf"\b{re.escape(who.split()[-1])}\b") if who else None
    for row in quoted.to_dict("records"):
        source, start, end = sources[row["document_id"]], row["start"], row["end"]
        low, high = source.rfind("\n", 0, start) + 1, source.find("\n", end)
        paragraph = source[low:start] + source[end : high if high >= 0 else len(source)]
        if last is None or not last.search(paragraph):
            return ""
    return who
