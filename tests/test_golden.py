"""What the rules read in the sample, row by row: a rule that changes shows what it changed.

`pytest --regenerate` writes these files anew; a reader of the change sees each row in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import load
from analysis.tables import Made, tables_of

ROOT = Path(__file__).resolve().parents[1]
# Of each table, what a reader of a change wants to see.
COLUMNS = {
    "segments": "document_id start end label rule",
    "quotations": "document_id start end kind speaker_id cue how text",
    "statements": "statement_id document_id start end kind speaker_id change text",
    "entities": "document_id start end concept label voice speaker_id",
    "mentions": "document_id start end concept label text voice speaker_id",
    "frames": "document_id start end frame text voice speaker_id",
    "claims": "claim_id document_id start end voice speaker_id text",
    "events": "event document_id score",
}
# Characters of a text, so that a row fits a screen.
_LONGEST = 60


@pytest.fixture(scope="module")
def made() -> Made:
    return tables_of(load(ROOT / "data" / "sample"))


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_the_sample_is_read_as_it_was(made: Made, golden: Callable[[str, str], None], name: str):
    table = made.entities if name == "entities" else made[name]
    columns = [column for column in COLUMNS[name].split() if column in (*table.columns, "text")]
    if "text" in columns:
        sources = made.told.documents.set_index("document_id")["source"]
        places = zip(table["document_id"], table["start"], table["end"], strict=True)
        texts = [sources[article][start:end] for article, start, end in places]
        table = table.assign(text=pd.Series(texts, index=table.index).map(_one_line))
    golden(f"{name}.csv", table[columns].to_csv(index=False, float_format="%.3f"))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
