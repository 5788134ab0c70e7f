"""Small corpora that a reader can count by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.tokens import encode
from analysis.schema import DATE, DOCUMENTS, INTEGER, NOTES, REJECTED, SEGMENTS, empty, shape


def corpus(texts: Sequence[tuple[str, str]], **columns: Sequence[str]) -> Corpus:
    """Make a corpus of (origin, text) pairs; every line of a text is a body segment."""
    rows, segments = [], []
    for number, (origin, text) in enumerate(texts):
        row: dict[str, object] = {column.name: "" for column in DOCUMENTS.columns}
        row |= {c.name: 0 for c in DOCUMENTS.columns if c.dtype == INTEGER}
        row |= {c.name: pd.NaT for c in DOCUMENTS.columns if c.dtype == DATE}
        identity = f"d{number:03}"
        sha = hashlib.sha256(text.encode()).hexdigest()
        row |= {"document_id": identity, "outlet": origin, "origin": origin, "source": text}
        row |= {"sha256": sha, "language": "en", "path": f"{identity}.txt"}
        row |= {name: values[number] for name, values in columns.items()}
        rows.append(row)
        start = 0
        for line in text.split("\n"):
            if line.strip():
                segments.append((identity, start, start + len(line), "body", "test"))
            start += len(line) + 1
    documents = shape(pd.DataFrame(rows), DOCUMENTS)
    spans = shape(pd.DataFrame(segments, columns=SEGMENTS.names), SEGMENTS)
    tokens = encode(documents, spans)
    documents["words"] = tokens.lengths()
    return Corpus("small", documents, spans, tokens, empty(REJECTED), empty(NOTES))
