"""Write data/README.md, the codebook, from schema.py: `python tests/codebook.py`."""

from __future__ import annotations

from pathlib import Path

from analysis.schema import codebook

FILE = Path(__file__).resolve().parents[1] / "data" / "README.md"
HEAD = """# Data, and what every column means
- `wagner-2023/`: a text-free release of five real pages: counts, labels, offsets, no text.
- `sample/`: fiction written for this project, with furniture like real pages' (CC0);
  its marked sources and the truth are in `sample-marked/`.
- `outlets/`: rules that tell article from furniture and read credits and dates.
- `lexicons/`: names, frames, stop words. Rules and lexicons are meant to be edited.

Offsets are Unicode code points of `documents.source`: `source[start:end]` is the text of
every row. Written from `analysis/schema.py` by `make codebook`.

## Tables
"""


def text() -> str:
    """Compose the file."""
    return HEAD + "\n" + codebook()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
