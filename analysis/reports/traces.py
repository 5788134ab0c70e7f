"""Take out what tells of this machine before others see it: paths, and when a notebook ran."""

from __future__ import annotations

import html
import json
import os
import re
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from nbformat import NotebookNode

from analysis.figures.text import visible
from analysis.reports.key import root

# A shorter path, as "/" or "/a", may stand in any text; so may a folder as "/data".
_LEAST: Final = 4
_LEAST_PARTS: Final = 3
# The file that a kernel says a cell is, with the number of its process.
_CELL: Final = re.compile(r"[^\s\"'(<>]*[/\\]ipykernel_\d+[/\\]+\d+\.py")
# What must not stand before and after a path: it would be part of a longer one.
_BEFORE: Final = r"(?:(?<=file://)|(?<=\\[nrt])|(?<![\w/.-]))"
_AFTER: Final = r"(?![\w-])"
_TIMES: Final = ("papermill", "execution")


def places(corpus: Mapping[Path, str]) -> dict[str, str]:
    """List the paths that nobody is to see, and what stands for them.

    Parameters
    ----------
    corpus
        Where a corpus lies, and its name.
    """
    found = {Path.cwd(): "."}
    around = {path.parent: "." for path in corpus if len(path.parent.parts) >= _LEAST_PARTS}
    found |= around | dict(corpus)
    found |= {Path(sysconfig.get_path(name)): name for name in ("stdlib", "purelib", "platlib")}
    if sys.prefix != sys.base_prefix:
        found[Path(sys.prefix)] = "python"
    found |= {Path(tempfile.gettempdir()): "temporary", Path.home(): "~", root(): "."}
    both = {str(each): name for path, name in found.items() for each in (path, path.resolve())}
    return {path: name for path, name in both.items() if len(path) >= _LEAST}


def without(value: Any, places: Mapping[str, str]) -> Any:
    """Replace paths of this machine in every string of a notebook, however they are written."""
    names = {form: name for path, name in places.items() for form in _forms(path)}
    longest = sorted(names, key=lambda form: (-len(form), form))
    pattern = re.compile(f"{_BEFORE}({'|'.join(map(re.escape, longest))}){_AFTER}")

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            # Colours of a terminal would hide where a path begins.
            plain = visible(value) if "\x1b" in value else value
            return pattern.sub(lambda found: names[found.group()], _CELL.sub("cell", plain))
        if isinstance(value, dict):
            return type(value)({key: clean(entry) for key, entry in value.items()})
        return [clean(entry) for entry in value] if isinstance(value, list) else value

    return clean(value)


def _forms(path: str) -> Iterator[str]:
    """Write a path as Python, JSON, HTML and addresses may."""
    for plain in {path, path.replace("\\", "/")}:
        yield plain
        yield visible(plain)
        yield repr(plain)[1:-1]
        yield plain.encode("unicode_escape").decode().replace('"', r"\"")
        yield json.dumps(plain)[1:-1]
        yield json.dumps(plain, ensure_ascii=False)[1:-1]
        yield html.escape(plain)
        yield quote(os.fsencode(plain))


def without_times(notebook: NotebookNode) -> NotebookNode:
    """Take out of a notebook when it was run, and how long that took."""
    for part in (notebook, *notebook.cells):
        for name in _TIMES:
            part.metadata.pop(name, None)
    return notebook
