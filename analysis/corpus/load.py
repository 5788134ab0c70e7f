"""Load a corpus: files -> documents -> segments -> credits -> running words."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from analysis.corpus import clean, credit, release
from analysis.corpus.corpus import Corpus
from analysis.corpus.read import ABOUT, read_documents
from analysis.corpus.tokens import encode
from analysis.schema import DOCUMENTS, CorpusError

ROOT: Final = Path(__file__).resolve().parents[2]
OUTLETS: Final = ROOT / "data" / "outlets"
# How a corpus named on the command line is to be read, for the notebooks that load it: JSON,
# path -> {"manifest": file, "columns": {our name: its name}}.
READING: Final = "SAMESTORY_READING"


def locate(corpus: str | Path) -> Path:
    """Find a corpus: an absolute path, or one from the project's root, else from here.

    Raises
    ------
    CorpusError
        There is none; lists those of the project.
    """
    path = Path(corpus)
    for place in (ROOT, Path.cwd()):
        if (place / path).exists():
            return place / path
    there = sorted(p.parent.name for p in (ROOT / "data").glob("*/manifest.csv"))
    there += sorted(p.parent.name for p in (ROOT / "data").glob(f"*/{release.MARK}"))
    hint = ", ".join(f"data/{name}" for name in there)
    raise CorpusError(f"There is no corpus at {corpus}. The project holds {hint}.")


def load(
    corpus: str | Path,
    *,
    manifest: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Corpus:
    """Load a folder of articles, a table file or a text-free release.

    Parameters
    ----------
    corpus
        Its path; a relative one is looked up from the project's root.
    manifest
        For a folder: what is known of its files, if not in its own `manifest.csv`.
    columns
        For a table file: our name -> its name (`{"text": "content"}`).

    Raises
    ------
    CorpusError
        There is no corpus, or no document in it could be used.

    Examples
    --------
    >>> corpus = load("data/sample")
    >>> corpus.documents.columns[:4].tolist()
    ['document_id', 'outlet', 'agency', 'origin']
    """
    path = locate(corpus)
    if release.is_release(path):
        return release.read_release(path)
    asked = json.loads(os.environ.get(READING, "{}")).get(str(path.resolve()), {})
    manifest, columns = manifest or asked.get("manifest"), columns or asked.get("columns")
    documents, rejected, notes = read_documents(
        path, manifest=Path(manifest) if manifest else None, columns=columns
    )
    if documents.empty:
        first = "; ".join(rejected["reason"].head(3))
        raise CorpusError(f"No document of {path.name} could be used: {first}")
    rules = clean.load_rules(OUTLETS)
    segments = clean.segment(documents, rules)
    documents = credit.credit(documents, segments, rules)
    tokens = encode(documents, segments)
    documents["words"] = tokens.lengths()
    documents = documents.drop(columns=["html_standfirst", "html_byline"], errors="ignore")
    others = [name for name in documents.columns if name not in DOCUMENTS.names]
    return Corpus(
        path.name.split(".")[0],
        documents[[*DOCUMENTS.names, *others]],
        segments,
        tokens,
        rejected,
        notes,
        about=_about(path),
    )


def fingerprint(path: Path, *extra: str) -> str:
    """Hash a corpus as it lies on disk: names and bytes of its files, and what `extra` says."""
    digest = hashlib.sha256("\0".join(extra).encode())
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(path.parent).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()[:16]


def _about(path: Path) -> str:
    """Read what a corpus says of itself."""
    about = path / ABOUT
    return about.read_text(encoding="utf-8").strip().split("\n")[0] if about.is_file() else ""
