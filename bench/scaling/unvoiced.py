"""Prepare a store without looking for voices: `python unvoiced.py CORPUS PLACE`."""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.corpus.load import prepare
from analysis.corpus.pipeline import UNVOICED
from analysis.corpus.store import Asked

if __name__ == "__main__":
    corpus, place = map(Path, sys.argv[1:])
    prepare(corpus, Asked(speakers=UNVOICED), place, lambda *_: None)
