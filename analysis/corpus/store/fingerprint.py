"""Say what a store was made of: the files of the corpus, how they were read, and by what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from analysis.corpus.pipeline import RULES
from analysis.corpus.places import MARKER
from analysis.corpus.read.files import files_in
from analysis.corpus.read.folder import CORRECTIONS
from analysis.files import LEXICONS, OUTLETS, rule_files

# The form of the files in a store; a store of another form is not opened.
FORM: Final = 5
# Libraries that what is read depends on.
_READS_WITH: Final = ("charset-normalizer", "nltk", "polars", "spacy", "trafilatura")
# What the article on a web page depends on.
_LOOKS_WITH: Final = ("charset-normalizer", "htmldate", "lxml", "lxml-html-clean", "trafilatura")
_LOOKS_BY: Final = (
    "language/__init__.py",
    "language/dates.py",
    "language/given_dates.py",
    "read/bylines.py",
    "read/furniture.py",
    "read/headline.py",
    "read/html.py",
    "read/page_cache.py",
    "read/page_dates.py",
    "read/structured.py",
    "read/text.py",
)
# Lexicons that nothing is read by: what they name is found when it is asked for.
_ASKED_LATER: Final = ("naming", "frames", "entities", "findings", "stopwords")
_PACKAGE: Final = Path(__file__).resolve().parents[2]
# Bytes of a file that is read whole whenever a store is opened: a millisecond.
LOOKED_AT: Final = 1 << 20
# A file changed in the second its store was made in may show the same time.
_DOUBT: Final = 2 * 10**9


@dataclass(frozen=True)
class ReadOptions:
    """How a corpus is to be read.

    Attributes
    ----------
    manifest
        What is known of a folder's files, if not in its own `manifest.csv`.
    columns
        For a table file: our name -> its name.
    speakers
        How speakers are found: rules or spacy.
    titles_only
        Whether of a table the headlines alone are read.
    """

    manifest: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    speakers: str = RULES
    titles_only: bool = False

    def plain(self) -> dict[str, Any]:
        """Write it down; of a manifest its bytes."""
        manifest = self.manifest and _sha(self.manifest)
        columns = dict(sorted(self.columns.items()))
        return {
            "manifest": manifest,
            "columns": columns,
            "speakers": self.speakers,
            "titles_only": self.titles_only,
        }


def made_by() -> dict[str, Any]:
    """Name what makes stores: version, form, libraries, a hash of the code and rules of reading."""
    files = _named([*(_PACKAGE / "corpus").rglob("*.py"), _PACKAGE / "schema.py"])
    for folder in (OUTLETS, LEXICONS):
        files |= {
            f"{folder.name}/{name}": path
            for name, path in rule_files(folder).items()
            if not name.startswith(_ASKED_LATER)
        }
    libraries = {name: _version(name) for name in _READS_WITH}
    return {"version": our_version(), "form": FORM, "libraries": libraries, "rules": _hash(files)}


def pages_found_by() -> dict[str, Any]:
    """Name what finds the article on a web page: libraries, a hash of the code."""
    libraries = {name: _version(name) for name in _LOOKS_WITH}
    return {
        "libraries": libraries,
        "code": _hash(_named(_PACKAGE / "corpus" / f for f in _LOOKS_BY)),
    }


def hash_of(folder: str) -> str:
    """Hash the code of a folder of this package."""
    return _hash(_named((_PACKAGE / folder).rglob("*.py")))


def _named(files: Iterable[Path]) -> dict[str, Path]:
    return {file.relative_to(_PACKAGE).as_posix(): file for file in files}


def _hash(files: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, file in sorted(files.items()):
        digest.update(f"{name}\0{_sha(file)}\0".encode())
    return digest.hexdigest()[:16]


def our_version() -> str:
    """Name the version of this program."""
    return _version("samestory")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def files_of(corpus: Path) -> dict[str, list[int]]:
    """List the files of a corpus: name -> bytes, and times of the last changes (ns)."""
    files = files_in(corpus)[0] if corpus.is_dir() else [corpus]
    states = {}
    for file in files:
        if file == corpus / CORRECTIONS:
            continue
        state = file.stat()
        states[file.relative_to(corpus.parent).as_posix()] = [
            state.st_size,
            state.st_mtime_ns,
            state.st_ctime_ns,
        ]
    return states


def hashes_of(corpus: Path, names: Iterable[str]) -> dict[str, str]:
    """Hash files of a corpus."""
    return {name: _sha(corpus.parent / name) for name in names}


def is_same(corpus: Path, description: Mapping[str, Any]) -> bool:
    """Tell whether the files of a corpus are those that a store was made of.

    Names and sizes must be the same; the bytes are read of files whose times are others, or so
    near to the store's own that a change could hide.
    """
    before, now = description["files"], files_of(corpus)
    if {n: f[0] for n, f in before.items()} != {n: f[0] for n, f in now.items()}:
        return False
    sure = description["made"] - _DOUBT
    doubtful = [
        name for name, (_, *times) in now.items() if times != before[name][1:3] or max(times) > sure
    ]
    return hashes_of(corpus, doubtful) == {name: before[name][3] for name in doubtful}


def sums_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Measure the files of a folder: name -> bytes, and their SHA-256."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != MARKER)
    return {file.name: (file.stat().st_size, _sha(file)) for file in files}


def damage(folder: Path, sums: Mapping[str, tuple[int, str]], *, deep: bool = False) -> str:
    """Say which file of a folder is not as it was written; '' where all are.

    Parameters
    ----------
    sums
        As `sums_of` gave them.
    deep
        Whether the bytes of long files are read too, and not their number alone.
    """
    for name, (size, digest) in sums.items():
        try:
            actual = (folder / name).stat().st_size
        except FileNotFoundError:
            return f"{name} is missing"
        if actual != size:
            return f"{name} has {actual:,} of {size:,} bytes"
        if (deep or size <= LOOKED_AT) and _sha(folder / name) != digest:
            return f"{name} holds other bytes than were written"
    return ""


def _sha(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
