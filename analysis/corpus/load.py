"""Load a corpus: files -> documents -> segments -> credits -> running words."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from analysis.corpus import clean, credit, release, voice
from analysis.corpus.corpus import Corpus
from analysis.corpus.encode import encode
from analysis.corpus.quote import identify, load_speech, quotations
from analysis.corpus.read import ABOUT, read_documents
from analysis.schema import DOCUMENTS, CorpusError, closest

ROOT: Final = Path(__file__).resolve().parents[2]
OUTLETS: Final = ROOT / "data" / "outlets"
LEXICONS: Final = ROOT / "data" / "lexicons"
# How a corpus named on the command line is to be read, for the notebooks that load it: JSON,
# path -> {"manifest": file, "columns": {our name: its name}}.
READING: Final = "SAMESTORY_READING"
RULES, SPACY = "rules", "spacy"
# From as many documents on, reading quotations takes longer than starting processes.
_MANY: Final = 2_000


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
    speakers: str = "",
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
    speakers
        How speakers of quotations are found: "rules" (the default), or "spacy", slower and
        better, which needs the extra `samestory[spacy]`.

    Raises
    ------
    CorpusError
        There is no corpus, or no document in it could be used; or spaCy is not installed.

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
    speakers = _speakers(speakers or asked.get("speakers", RULES))
    documents, rejected, notes = read_documents(
        path, manifest=Path(manifest) if manifest else None, columns=columns
    )
    if documents.empty:
        first = "; ".join(rejected["reason"].head(3))
        raise CorpusError(f"No document of {path.name} could be used: {first}")
    rules = clean.load_rules(OUTLETS)
    segments = clean.segment(documents, rules)
    documents = credit.credit(documents, segments, rules)
    name = path.name.split(".")[0]
    speech = load_speech(LEXICONS, name)
    spoken = quotations(documents, segments, speech, _processes(len(documents)))
    if speakers == SPACY:
        # Not before: spaCy is an extra, and slow to import.
        from analysis.corpus import spacy_speakers

        spoken = spacy_speakers.improve(documents, spoken, speech=speech)
        spoken = identify(documents, segments, spoken, speech)
    stretches = voice.stretches(segments, spoken)
    tokens = encode(documents, stretches)
    spoken["spoken"] = voice.words_spoken(documents, stretches, len(spoken))
    documents["words"] = tokens.lengths()
    documents = documents.drop(columns=["html_standfirst", "html_byline"], errors="ignore")
    others = [name for name in documents.columns if name not in DOCUMENTS.names]
    return Corpus(
        name,
        documents[[*DOCUMENTS.names, *others]],
        segments,
        spoken,
        tokens,
        rejected,
        notes,
        about=_about(path),
    )


def _processes(documents: int) -> int:
    """Say how many processes are worth their start."""
    return (os.cpu_count() or 1) if documents >= _MANY else 1


def _speakers(how: str) -> str:
    if how not in (RULES, SPACY):
        raise CorpusError(
            f"Speakers cannot be found by {how!r}. Allowed: {RULES}, {SPACY}."
            + closest(how, (RULES, SPACY))
        )
    return how


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
