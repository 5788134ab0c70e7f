"""Prepare a store without looking for voices: `python unvoiced.py CORPUS PLACE`.

How many seconds that took, the start of Python left out, is written beside it: PLACE.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from measure import Stopwatch

from analysis.corpus.load import prepare
from analysis.corpus.pipeline import UNVOICED
from analysis.corpus.store import ReadOptions

if __name__ == "__main__":
    corpus, place = map(Path, sys.argv[1:])
    watch = Stopwatch()
    prepare(corpus, ReadOptions(speakers=UNVOICED), place, lambda *_: None)
    took = json.dumps({"seconds": watch.read()["seconds"]})
    place.with_suffix(".json").write_text(took, encoding="utf-8")
