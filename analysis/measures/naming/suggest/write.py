"""Write naming candidates in the form of data/lexicons/naming.yml, for an analyst to prune."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pandas as pd
import regex

from analysis.corpus import Corpus
from analysis.corpus.forms import check_form
from analysis.schema import CANDIDATES, require

_HEAD: Final = """\
# Naming candidates: phrases that may name the same thing, proposed by rules. Nothing here is a
# result. Delete what does not belong, name the concepts, and move the rest to a lexicon
# (naming.yml or naming-<corpus>.yml in data/lexicons). Under each phrase: how often which outlet
# prints it, and up to three of the lines, each with its document and offset.
"""
_LINES: Final = 3
# From this score on a phrase is a name, and its capitals matter.
_NAME: Final = 0.9
_REACH: Final = 60
_LABELS: Final = 2
_OPTIONS: Final = frozenset(("about", "fold", "not"))
_PLAIN: Final = regex.compile(r"\p{L}[\p{L}\p{M}\p{N} .&/'\-]*")


def as_yaml(corpus: Corpus, table: pd.DataFrame) -> str:
    """Write candidates as a naming lexicon, with counts and lines as comments.

    Parameters
    ----------
    corpus
        The documents the candidates were found in.
    table
        `schema.CANDIDATES`.

    Returns
    -------
    YAML that `analysis.corpus.lexicon.load_naming` reads. Groups that only one phrase names are
    left out; a phrase that cannot be a form of a lexicon stands in a comment.

    Raises
    ------
    TableError
        The table is not one of candidates.
    """
    require(table, CANDIDATES, "as_yaml")
    outlets = dict(zip(corpus.documents["document_id"], corpus.documents["outlet"], strict=True))
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    places = zip(table["document_id"], table["start"], table["end"], strict=True)
    located = table.assign(
        outlet=table["document_id"].map(outlets),
        line=[_line(sources[name], start, end) for name, start, end in places],
    )
    groups = [
        text
        for name, group in located.groupby("candidate", sort=False)
        if (text := "\n".join(_group(str(name), group)))
    ]
    return "\n".join([_HEAD, *groups]) + "\n" if groups else f"{_HEAD}\n{{}}\n"


def _group(name: str, group: pd.DataFrame) -> Iterator[str]:
    """Write a group; nothing where fewer than two of its phrases can be forms."""
    counts = Counter(group["label"])
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    fit = [label for label in labels if _is_form(label)]
    if len(fit) < _LABELS:
        return
    documents = group["document_id"].nunique()
    yield f"{_scalar(name.upper())}:"
    yield f"  about: {_scalar(f'proposed - {len(group)} mentions in {documents} documents')}"
    for label in labels:
        rows = group[group["label"] == label]
        if label in fit:
            yield f"  {_scalar(label)}: {_forms(label, rows)}"
        else:
            yield f"  # no form of a lexicon: {_clean(label)}"
        yield from (f"    # {line}" for line in _evidence(rows))


def _is_form(label: str) -> bool:
    try:
        check_form(label)
    except ValueError:
        return False
    return label not in _OPTIONS


def _forms(label: str, rows: pd.DataFrame) -> str:
    """Write the forms of a label: a name as printed, all else in small letters."""
    printed = sorted({check_form(text) for text in rows["text"]})
    if rows["score"].max() >= _NAME:
        return f"[{', '.join(map(_scalar, printed))}]"
    return f"{{fold: true, forms: [{_scalar(label)}]}}"


def _evidence(rows: pd.DataFrame) -> Iterator[str]:
    """Write the count of each outlet, and lines from as many outlets as there are."""
    outlets = Counter(rows["outlet"])
    order = sorted(outlets, key=lambda outlet: (-outlets[outlet], outlet))
    yield f"{len(rows)}: " + ", ".join(f"{_clean(name)} {outlets[name]}" for name in order)
    turn = rows.groupby("outlet").cumcount()
    shown = rows.assign(turn=turn).sort_values(["turn", "document_id", "start"]).head(_LINES)
    for row in shown.itertuples():
        yield f"{_clean(str(row.document_id))} {row.start}: {row.line}"


def _line(source: str, start: int, end: int) -> str:
    """Cut the words around a phrase out of its source, on one line, the phrase in brackets."""
    begin, stop = max(start - _REACH, 0), end + _REACH
    left, right = source[begin:start], source[end:stop]
    if begin:
        left = left.partition(" ")[2]
    if stop < len(source):
        right = right.rpartition(" ")[0]
    return _clean(f"{left}[{source[start:end]}]{right}")


def _clean(text: str) -> str:
    """Keep what can stand in a comment: one line, nothing unprintable."""
    line = " ".join(text.split())
    return "".join(letter for letter in line if letter.isprintable())


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
