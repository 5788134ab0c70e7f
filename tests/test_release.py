"""Text-free releases: read like any corpus, and nothing of a text can be rebuilt from them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import load
from analysis.corpus.language import words
from analysis.corpus.lexicon import load_naming
from analysis.corpus.release import write_release
from analysis.measures.concordance import concordance
from analysis.measures.coverage import claims, conflicts, coverage
from analysis.measures.frequency import counts, frequencies
from analysis.measures.keyness import Comparison, keyness
from analysis.measures.naming import mentions
from analysis.measures.reuse import reuse, runs
from analysis.measures.statement import openings, statements
from analysis.schema import CLAIMS, MENTIONS, VOICES_ALLOWED, CorpusError, empty
from analysis.tables import for_release

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "data" / "wagner-2023"


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The sample, and its release."""
    sample = load("data/sample")
    out = tmp_path_factory.mktemp("release") / "sample"
    write_release(sample, for_release(sample), out)
    return sample, load(out), out


def test_a_release_is_read_like_the_corpus_it_was_made_of(pair):
    sample, released, _ = pair
    assert not released.has_text
    assert released.hash == sample.hash
    assert released.name == sample.name
    blank = ["title", "byline", "source"]
    pd.testing.assert_frame_equal(
        released.documents.drop(columns=blank),
        sample.documents[released.documents.columns].drop(columns=blank),
    )
    pd.testing.assert_frame_equal(released.segments, sample.segments)
    words = ["text", "speaker", "speaker_id"]
    pd.testing.assert_frame_equal(
        released.quotations.drop(columns=words), sample.quotations.drop(columns=words)
    )
    assert set(released.quotations["speaker"]) == {""}
    listed = set(sample.quotations["speaker_id"][sample.quotations["side"] != ""])
    assert set(released.quotations["speaker_id"]) == listed | {""}
    for voice in VOICES_ALLOWED:
        pd.testing.assert_frame_equal(
            frequencies(released.select(voice=voice)), frequencies(sample.select(voice=voice))
        )
    pd.testing.assert_frame_equal(frequencies(released), frequencies(sample))


def test_keyness_of_a_release_is_that_of_its_corpus(pair):
    sample, released, _ = pair
    target = sample.documents["origin"].mode()[0]
    comparison = Comparison(target)
    pd.testing.assert_frame_equal(keyness(released, comparison), keyness(sample, comparison))


def test_mentions_of_a_release_have_no_text(pair):
    sample, released, _ = pair
    found, held = mentions(sample, load_naming(sample.name)), mentions(released, load_naming())
    words = ["text", "speaker_id"]
    pd.testing.assert_frame_equal(found.drop(columns=words), held.drop(columns=words))
    assert set(held["text"]) == {""}


def test_a_release_brings_what_articles_share_without_their_words(pair):
    _, released, out = pair
    made = load("data/sample")
    pairs, told, said = reuse(made), claims(made), statements(made)
    pd.testing.assert_frame_equal(runs(released, reuse(released)), runs(made, pairs))
    assert len(runs(made, pairs)) > 5
    for mine, theirs, dropped in (
        (openings(released, statements(released)), openings(made, said), ["text"]),
        (
            conflicts(released, claims(released)),
            conflicts(made, told),
            ["text_value", "other_value"],
        ),
    ):
        assert len(theirs) > 0
        assert set(mine[dropped].to_numpy().ravel()) == {""}
        pd.testing.assert_frame_equal(mine.drop(columns=dropped), theirs.drop(columns=dropped))
    assert "text_value" not in (out / "conflicts.csv").read_text(encoding="utf-8")


def test_of_a_chosen_story_a_release_shows_nothing_of_others(pair):
    _, released, _ = pair
    event = "Grelle tunnel train, September 2024"
    chosen = released.select(event=event)
    everything = coverage(released, "origin", empty(MENTIONS), empty(CLAIMS))
    table = coverage(chosen, "origin", empty(MENTIONS), empty(CLAIMS))
    assert 0 < table["item"].nunique() < everything["item"].nunique()
    assert table.groupby("item")["documents_with"].sum().min() > 0
    mine = set(chosen.documents["document_id"])
    for frame in (reuse(chosen), runs(chosen, reuse(chosen))):
        assert set(frame["document_id"]) | set(frame["other_document_id"]) <= mine


def test_a_release_says_that_it_cannot_show_lines(pair):
    with pytest.raises(CorpusError, match="text-free release"):
        concordance(pair[1], "harbour")


def test_writing_a_release_again_gives_the_same_bytes(pair, tmp_path):
    sample, _, out = pair
    tables = {"counts": counts(sample)}
    write_release(sample, tables, tmp_path)
    for name in ("documents.csv", "segments.csv", "counts.csv"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes()


def test_a_broken_release_says_what_is_missing(pair, tmp_path):
    about = json.loads((pair[2] / "release.json").read_text(encoding="utf-8"))
    (tmp_path / "release.json").write_text(json.dumps({**about, "release": 99}))
    with pytest.raises(CorpusError, match="reads form 2"):
        load(tmp_path)
    (tmp_path / "release.json").write_text(json.dumps(about))
    with pytest.raises(CorpusError, match=r"documents\.csv is missing"):
        load(tmp_path)


def _runs(text: str, n: int) -> set[tuple[str, ...]]:
    found = [word.group().lower() for word in words(text)]
    return set(zip(*(found[step:] for step in range(n)), strict=False))


def _readings(path: Path) -> list[str]:
    """Every way in which a file of a release could be read as running text."""
    text = path.read_text(encoding="utf-8")
    readings = [text, re.sub(r'[",;\[\]{}]', " ", text)]
    if path.suffix == ".csv":
        rows = list(csv.reader(text.splitlines()))
        readings += [" ".join(column) for column in zip(*rows, strict=True)]
        # Rows in the order of their offsets, document by document.
        head = rows[0]
        if "start" in head:
            place = head.index("start")
            ordered = sorted(rows[1:], key=lambda row: (row[0], int(row[place])))
            readings += [" ".join(column) for column in zip(*ordered, strict=True)]
    return readings


def _rebuilt(folder: Path, sources: list[str], n: int) -> set[tuple[str, ...]]:
    known = set().union(*(_runs(source, n) for source in sources))
    found = set()
    for path in folder.iterdir():
        for reading in _readings(path):
            found |= _runs(reading, n) & known
    return found


def test_no_run_of_five_words_can_be_rebuilt_from_a_release_of_the_sample(pair):
    sample, _, out = pair
    # A dateline's place may be a name of four words; labels and evidence are terms.
    found = _rebuilt(out, sample.documents["source"].tolist(), 5)
    assert not found, sorted(found)[:5]


def test_the_test_would_see_a_text(pair, tmp_path):
    sample, _, _ = pair
    table = sample.running_words().head(300)[["document_id", "start", "token"]]
    table.sample(frac=1, random_state=1).to_csv(tmp_path / "leak.csv", index=False)
    assert _rebuilt(tmp_path, sample.documents["source"].tolist(), 8)


@pytest.mark.shared
def test_no_run_of_words_can_be_rebuilt_from_the_committed_release(shared):
    sources = [
        p.read_text(encoding="utf-8") for p in (shared / "corpora/wagner-2023").glob("*.txt")
    ]
    assert len(sources) == 5
    assert {p.name for p in RELEASE.iterdir()} >= {"documents.csv", "counts.csv", "release.json"}
    found = _rebuilt(RELEASE, sources, 5)
    assert not found, sorted(found)[:5]


@pytest.mark.shared
def test_the_committed_release_is_the_one_that_is_made_now(shared, tmp_path):
    corpus = load(shared / "corpora/wagner-2023")
    write_release(corpus, for_release(corpus), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in RELEASE.iterdir()}
    del committed["parameters.yml"]
    assert made.keys() == committed.keys()
    for name, content in made.items():
        if name != "release.json":
            assert content == committed[name], name
