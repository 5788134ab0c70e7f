"""Small corpora that a reader can count by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.tokens import voices as voice
from analysis.corpus.tokens.encode import encode_counted
from analysis.schema import (
    DATE,
    DOCUMENTS,
    INTEGER,
    NOTES,
    NUMBER,
    QUOTATIONS,
    REJECTED,
    SEGMENTS,
    empty,
    shape,
)


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
    spoken = _spoken(documents)
    stretches = voice.stretches(spans, spoken)
    tokens, sizes = encode_counted(documents, stretches)
    spoken["spoken"] = voice.words_spoken(stretches, sizes, len(spoken))
    documents["words"] = tokens.lengths()
    return Corpus("small", documents, spans, spoken, tokens, empty(REJECTED), empty(NOTES))


def _spoken(documents: pd.DataFrame) -> pd.DataFrame:
    """Take what stands in “…” for quoted and in {…} for paraphrased, by a speaker named X."""
    rows = []
    for document_id, source in zip(documents["document_id"], documents["source"], strict=True):
        for kind, pattern in (("direct", "“([^”]*)”"), ("indirect", "{([^}]*)}")):
            for match in re.finditer(pattern, source):
                row: dict[str, object] = {column.name: "" for column in QUOTATIONS.columns}
                row |= {c.name: 0 for c in QUOTATIONS.columns if c.dtype in (INTEGER, NUMBER)}
                row |= {"document_id": document_id, "kind": kind, "text": match.group(1)}
                row |= {"start": match.start(1), "end": match.end(1), "speaker_id": "X"}
                rows.append(row)
    found = pd.DataFrame(rows, columns=QUOTATIONS.names)
    return shape(found.sort_values(["document_id", "start"]), QUOTATIONS)


def web_page(title: str) -> str:
    """Write a page as a newspaper has it."""
    paragraphs = "".join(
        f"<p>The council of Harbour Town met for the {word} time and spoke about the bridge at "
        "some length, before its members went home late in the evening.</p>"
        for word in ("first", "second", "third", "fourth")
    )
    return (
        f"<html><head><title>{title} | Harbour Post</title>"
        '<meta property="og:site_name" content="Harbour Post">'
        '<meta property="article:published_time" content="2023-06-25T08:00:00Z">'
        '<meta name="author" content="Ann Lee"></head><body><nav>Home Sport</nav>'
        f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
