"""Which groups print the same text."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.findings.answers import Answers
from analysis.findings.model import Finding, Span, rows_of
from analysis.findings.words import guard, listed, quoted

KIND: Final = "reprint"
# Share of the words of each that the other has too, for "the same report".
_SAME: Final = 0.85


def reprints(answers: Answers) -> list[Finding]:
    """Find the texts that several groups print, quotations left out."""
    groups = dict(zip(answers.documents["document_id"], answers.documents["group"], strict=True))
    pairs = answers.reuse[answers.reuse["relation"] == "reprint"]
    both = pairs[["containment", "other_containment"]].min(axis=1)
    pairs = pairs[both >= _SAME]
    findings = []
    for documents in clusters_of(pairs):
        named = sorted({groups[document] for document in documents if document in groups})
        if len(named) > 1:
            their_pairs = pairs[pairs["document_id"].isin(documents)]
            findings.append(_finding(answers, named, sorted(documents), their_pairs))
    return findings


# Headlines in a sentence.
_TITLES: Final = 3


def clusters_of(pairs: pd.DataFrame) -> list[set[str]]:
    """Join pairs that share an article."""
    clusters: list[set[str]] = []
    for row in rows_of(pairs):
        pair = {str(row.document_id), str(row.other_document_id)}
        joined = [cluster for cluster in clusters if cluster & pair]
        clusters = [cluster for cluster in clusters if not cluster & pair]
        clusters.append(pair.union(*joined))
    return clusters


def _finding(
    answers: Answers, groups: list[str], documents: list[str], pairs: pd.DataFrame
) -> Finding:
    least = float(pairs[["containment", "other_containment"]].min(axis=1).min())
    share = "all" if least >= 1 else f"{least:.0%} or more"
    alike = f"{listed(groups, 8)} carry the same report almost word for word"
    of_each = f"{share} of the words of each outside quotation marks stand in the other"
    titles = _titles(answers, documents)
    return Finding(
        KIND,
        tuple(groups),
        (),
        (("articles", len(documents)), ("words shared", int(pairs["shared_words"].min()))),
        f"{listed(groups, 4)} carry the same report almost word for word",
        (f"{alike} ({of_each}): {titles}." if titles else f"{alike}: {of_each}.",),
        guard(answers.reports, answers.groups_count),
        tuple(Span(document, 0, 0) for document in documents),
        (float(len(groups)), least),
    )


def _titles(answers: Answers, documents: list[str]) -> str:
    """Name reports by their headlines, three at most; nothing where a headline is missing."""
    rows = answers.documents[answers.documents["document_id"].isin(documents)]
    titles = [" ".join(str(title).split()) for title in rows["title"]]
    printed = list(dict.fromkeys(titles))[:_TITLES]
    return listed([quoted(title) for title in printed]) if all(titles) else ""
