"""Text files of news archives, each of which holds many articles: split, their fields read."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Final, NamedTuple

from analysis.corpus.read.archives import factiva, nexis, proquest
from analysis.corpus.read.archives.articles import Articles

__all__ = ["Articles", "Split", "split"]

_ARCHIVES: Final[Mapping[str, ModuleType]] = {
    "LexisNexis": nexis,
    "Factiva": factiva,
    "ProQuest": proquest,
}


class Split(NamedTuple):
    """What a file of an archive holds, and whose it is."""

    archive: str
    found: Articles

    @property
    def remark(self) -> str:
        """Say what the file was read as."""
        number, announced = len(self.found.articles), self.found.announced
        of = f" of {announced:,} announced" if announced else ""
        return f"read as {self.archive} writes: {number:,} article{'s' * (number != 1)}{of}"


def split(text: str) -> Split | None:
    """Split a file of an archive into its articles; None where it is of none that is known."""
    for name, archive in _ARCHIVES.items():
        found = archive.split(text)
        if found is not None:
            return Split(name, found)
    return None
