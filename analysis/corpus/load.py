"""Load a corpus: files -> documents -> segments -> credits -> running words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import repeat
from pathlib import Path
from typing import Final

import pandas as pd

from analysis import files
from analysis.corpus import clean, release, store
from analysis.corpus import isolate as faulty
from analysis.corpus.corpus import Corpus
from analysis.corpus.corrections import corrected, corrections_of, placed, read_corrections
from analysis.corpus.execution.progress import Progress, silent
from analysis.corpus.pipeline import (
    RULES,
    SPACY,
    Resources,
    Work,
    cut,
    learn,
    processes,
    read_shard,
    read_shards,
    relabel,
)
from analysis.corpus.places import locate, told_of
from analysis.corpus.quote import load_speech
from analysis.corpus.read import ABOUT, name_of, read_documents
from analysis.corpus.read.files import is_file_of
from analysis.corpus.shard import Shard, merge
from analysis.corpus.store import ReadOptions
from analysis.corpus.store.build import BuildRequest
from analysis.corpus.store.build import prepare as build
from analysis.corpus.store.fingerprint import files_of, hashes_of
from analysis.schema import CORRECTIONS, NOTES, CorpusError, closest, empty, shape

OUTLETS: Final = files.OUTLETS
LEXICONS: Final = files.LEXICONS


def load(
    corpus: str | Path,
    *,
    manifest: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    titles_only: bool = False,
    speakers: str = "",
    scheduler: str = "",
    corrections: str | Path | None = None,
    progress: Progress = silent,
) -> Corpus:
    """Load a folder of articles, a table file, a text-free release or a prepared store.

    Where `samestory prepare` made a store of the corpus and nothing changed since, it is opened.

    Parameters
    ----------
    corpus
        Its path; a relative one is looked up from the project's root.
    manifest
        For a folder: what is known of its files, if not in its own `manifest.csv`.
    columns
        For a table file: our name -> its name (`{"text": "content"}`).
    titles_only
        For a table file: whether its headlines alone are read; one without texts is refused
        unless they are.
    speakers
        How speakers of quotations are found: "rules" (the default), or "spacy", slower and
        better, which needs an extra (`schema.INSTALL`).
    scheduler
        Address of a Dask scheduler on whose workers the articles are read, which needs an
        extra (`schema.INSTALL`); "" for this machine.
    corrections
        What a hand says of labels: `corrections.csv` in the folder, or `corrections-<name>.csv`
        beside the table file, if it is not given; a store and a release have none unless it is.
        Rows that do not hold are listed in `notes`.
    progress
        Is told the step, how many articles are done, and of how many (0 = not known yet).

    Raises
    ------
    CorpusError
        There is no corpus, or no document in it could be used; spaCy is not installed; or a
        store was made by another version.

    Examples
    --------
    >>> corpus = load("data/sample")
    >>> corpus.documents.columns[:4].tolist()
    ['document_id', 'outlet', 'agency', 'origin']
    """
    path = locate(corpus)
    given = ReadOptions(Path(manifest) if manifest else None, columns or {}, speakers, titles_only)
    asked = reading(path, given)
    if release.is_release(path) or store.is_store(path):
        if manifest or columns or titles_only:
            raise CorpusError(f"{path.name} was read before: no manifest or column changes it.")
        opened = store.open_store(path) if store.is_store(path) else release.read_release(path)
    elif store.find(path, asked, place := store.usual_place(path)):
        opened = store.open_store(place)
    else:
        opened = read(path, asked, scheduler, progress)
    file = corrections_for(path, corrections)
    how = Loaded(path, asked, file)
    opened.loaded(how)
    if file is None:
        return opened
    return with_corrections(opened, file, asked).loaded(replace(how, found=opened))


@dataclass(frozen=True, eq=False)
class Loaded:
    """Whence and how a corpus was loaded, so that labels by hand can be laid over it anew.

    Attributes
    ----------
    path
        Where it lies; None where nobody knows.
    asked
        How it was read.
    corrections
        The file that is laid over it.
    found
        The corpus as the rules found it; None where that is the corpus itself.
    """

    path: Path | None
    asked: ReadOptions
    corrections: Path | None
    found: Corpus | None = None


def found_of(corpus: Corpus) -> Corpus:
    """Give a corpus as the rules found it, without what a hand says of its labels.

    Of a part of a corpus that was loaded with corrections it is the part as it is.
    """
    how = corpus.loaded_as
    return corpus if how is None or how.found is None else how.found


def laid_anew(corpus: Corpus, file: Path) -> Corpus:
    """Lay the corrections of a file over what the rules found; nothing is read anew but the file.

    Where there is no such file, the corpus is as the rules found it.

    Raises
    ------
    CorpusError
        The file cannot be read.
    """
    found = found_of(corpus)
    how = found.loaded_as or Loaded(None, ReadOptions(), None)
    if len(found.by_hand):
        found = found.having(by_hand=empty(CORRECTIONS))
    if not file.is_file():
        return found.loaded(how)
    made = with_corrections(found, file, how.asked)
    return made.loaded(replace(how, corrections=file, found=found))


def corrections_for(path: Path, given: str | Path | None = None) -> Path | None:
    """Find the corrections of a corpus: those given, else as the command line says, else its own.

    Raises
    ------
    CorpusError
        There is no such file.
    """
    named = given or told_of(path.resolve()).get("corrections")
    if named and not Path(named).is_file():
        raise CorpusError(f"There are no corrections at {named}.")
    return Path(named) if named else corrections_of(path)


def with_corrections(corpus: Corpus, file: Path, asked: ReadOptions) -> Corpus:
    """Lay the corrections of a file over a corpus; rows that do not hold go to its notes.

    Raises
    ------
    CorpusError
        The file cannot be read.
    """
    rows, faults = read_corrections(file)
    rows, misplaced = placed(rows, corpus.documents)

    def read_anew(documents: pd.DataFrame, segments: pd.DataFrame) -> Shard:
        return read_shard(Work(documents), None, resources(corpus.name, asked), segments)

    def side_of(name: str) -> str:
        identity = speech().identities.get(name.lower())
        return identity.side if identity else ""

    # Read where a speaker is named by hand, and once.
    speech = cache(partial(load_speech, LEXICONS, corpus.name))
    laid, not_here = corrected(corpus, rows, read_anew, side_of)
    why = sorted([*faults, *misplaced, *not_here])
    notes = pd.DataFrame(
        [(file.name, row, f"not applied: {reason}") for row, reason in why], columns=NOTES.names
    )
    return laid.having(notes=shape(pd.concat([laid.notes, notes]), NOTES)) if why else laid


def reading(path: Path, given: ReadOptions) -> ReadOptions:
    """Say how a corpus is read: as given, else as the command line told the notebooks."""
    options = told_of(path.resolve())
    manifest = given.manifest or (Path(options["manifest"]) if options.get("manifest") else None)
    speakers = known_speakers(given.speakers or options.get("speakers", RULES))
    columns = given.columns or options.get("columns") or {}
    titles_only = given.titles_only or bool(options.get("titles_only"))
    return ReadOptions(manifest, columns, speakers, titles_only)


def read(
    path: Path, asked: ReadOptions, scheduler: str = "", progress: Progress = silent
) -> Corpus:
    """Read a folder of articles or a table file from the beginning, on a cluster if one is given.

    Raises
    ------
    CorpusError
        No document in it could be used.
    """
    documents, rejected, notes = read_documents(
        path,
        manifest=asked.manifest,
        columns=asked.columns,
        titles_only=asked.titles_only,
        progress=progress,
    )
    name, total = name_of(path), len(documents)
    corpus_resources = resources(name, asked)
    shares, workers = list(cut(documents)), scheduler or processes(total, corpus_resources)
    segments: list[pd.DataFrame] = []

    def keep(some: pd.DataFrame) -> None:
        segments.append(some)
        progress("learn", sum(map(len, shares[: len(segments)])), total)

    learnt = learn(shares, corpus_resources, keep, workers) if len(shares) > 1 else None
    nothing = repeat(None)
    again = list(relabel(shares, learnt, corpus_resources, workers)) if learnt else nothing
    work = map(Work, shares, segments or nothing, nothing, again)
    faults: list[faulty.Fault] = []
    read: list[Shard] = []
    progress("quote", 0, total)
    for share in read_shards(work, learnt, corpus_resources, faults.extend, workers):
        read.append(share)
        progress("quote", sum(len(one.documents) for one in read) + len(faults), total)
    rejected = faulty.with_faults(rejected, faults)
    if not read:
        raise faulty.no_document(path, rejected)
    return Corpus(name, *merge(read), rejected, notes, about=about(path))


def prepare(
    path: Path, asked: ReadOptions, place: Path, progress: Progress, scheduler: str = ""
) -> Path:
    """Make the prepared store of a corpus; see `store.build.prepare`."""
    order = BuildRequest(path, asked, place, about(path), scheduler)
    return build(order, resources(name_of(path), asked), progress)


def resources(name: str, asked: ReadOptions) -> Resources:
    """Load the rules and lexicons that a corpus is read with."""
    return Resources(clean.load_rules(OUTLETS), load_speech(LEXICONS, name), asked.speakers)


def known_speakers(how: str) -> str:
    """Check how speakers are to be found.

    Raises
    ------
    CorpusError
        There is no such way.
    """
    if how not in (RULES, SPACY):
        raise CorpusError(
            f"Speakers cannot be found by {how!r}. Allowed: {RULES}, {SPACY}."
            + closest(how, (RULES, SPACY))
        )
    return how


def fingerprint(path: Path, asked: ReadOptions | None = None) -> str:
    """Hash a corpus as it lies on disk: names and bytes of its files, and how it is to be read."""
    how = json.dumps(asked.plain(), sort_keys=True) if asked else ""
    digest = hashlib.sha256(how.encode())
    for name, content in hashes_of(path, files_of(path)).items():
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()[:16]


def about(path: Path) -> str:
    """Read what a corpus says of itself."""
    about = path / ABOUT
    if not (path.is_dir() and is_file_of(about, path)):
        return ""
    return about.read_text(encoding="utf-8", errors="replace").strip().split("\n")[0]
