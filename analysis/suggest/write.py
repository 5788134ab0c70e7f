"""Write naming candidates in the form of data/lexicons/naming.yml, for an analyst to prune."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.language.inflection import check_form
from analysis.schema import CANDIDATES, require
from analysis.suggest.proposal import clean, evidence, located, scalar

_HEAD: Final = """\
# Naming candidates: phrases that may name the same thing, proposed by rules. Nothing here is a
# result. Delete what does not belong, name the concepts, and move the rest to a lexicon
# (naming.yml or naming-<corpus>.yml in data/lexicons). Under each phrase: how often which outlet
# prints it, and up to three of the lines, each with its document and offset.
"""
# From this score on a phrase is a name, and its capitals matter.
_NAME: Final = 0.9
_LABELS: Final = 2
_OPTIONS: Final = frozenset(("about", "fold", "not"))


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
    YAML that `corpus.lexicons.naming.load_naming` reads. Groups that only one phrase names are
    left out; a phrase that cannot be a form of a lexicon stands in a comment.

    Raises
    ------
    TableError
        The table is not one of candidates.
    """
    require(table, CANDIDATES, "as_yaml")
    rows = located(corpus, table)
    groups = [
        text
        for name, group in rows.groupby("candidate", sort=False)
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
    yield f"{scalar(name.upper())}:"
    yield f"  about: {scalar(f'proposed - {len(group)} mentions in {documents} documents')}"
    for label in labels:
        rows = group[group["label"] == label]
        if label in fit:
            yield f"  {scalar(label)}: {_forms(label, rows)}"
        else:
            yield f"  # no form of a lexicon: {clean(label)}"
        yield from (f"    # {line}" for line in evidence(rows))


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
        return f"[{', '.join(map(scalar, printed))}]"
    return f"{{fold: true, forms: [{scalar(label)}]}}"
