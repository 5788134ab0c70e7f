"""The sample corpus: fiction whose truth is known, so the truth must be right."""

from __future__ import annotations

import gzip
import itertools
import json
import lzma
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from analysis import schema

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLE = DATA / "sample"
STRIP = DATA / "sample-marked" / "strip.py"
TRUTH: dict[str, Any] = json.loads((DATA / "sample-marked" / "truth.json").read_text("utf-8"))
DOCUMENTS: dict[str, dict[str, Any]] = {row["document_id"]: row for row in TRUTH["documents"]}
SOURCES = {
    name: (SAMPLE / row["path"]).read_bytes().decode("utf-8") for name, row in DOCUMENTS.items()
}
LOCATED = ("segments", "quotations", "mentions", "statements", "claims", "not_speech")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
PORT = "Port of Ordvik, June 2024"
OUTLETS = ("TOLTA", "The Hadrin Letter", "Corranto")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def runs(tokens: list[str], length: int) -> set[tuple[str, ...]]:
    return set(zip(*(tokens[shift:] for shift in range(length)), strict=False))


def counted(document: str) -> list[dict[str, Any]]:
    return [
        row
        for row in TRUTH["segments"]
        if row["document_id"] == document and row["label"] in schema.COUNTED
    ]


def independent(event: str = "") -> list[str]:
    return [
        name
        for name, row in DOCUMENTS.items()
        if not row["reprint_of"] and event in ("", row["event"])
    ]


def test_the_sample_is_what_its_marks_say() -> None:
    done = subprocess.run(
        [sys.executable, str(STRIP), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("table", LOCATED)
def test_every_offset_of_the_truth_points_at_its_text(table: str) -> None:
    assert TRUTH[table]
    for row in TRUTH[table]:
        assert SOURCES[row["document_id"]][row["start"] : row["end"]] == row["text"] != ""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_visible_character_stands_in_one_segment_with_a_known_label(document: str) -> None:
    depth = [0] * len(SOURCES[document])
    for row in TRUTH["segments"]:
        if row["document_id"] == document:
            assert row["label"] in schema.LABELS or row["label"].startswith(schema.BOILERPLATE)
            for place in range(row["start"], row["end"]):
                depth[place] += 1
    for character, times in zip(SOURCES[document], depth, strict=True):
        assert times == 1 or (times == 0 and character.isspace())


def test_quotations_lie_in_counted_text_and_have_their_marks_outside() -> None:
    for row in TRUTH["quotations"]:
        assert any(
            (part["start"] <= row["start"] and row["end"] <= part["end"]) or "\n" in row["text"]
            for part in counted(row["document_id"])
        )
        if row["kind"] != "indirect":
            source = SOURCES[row["document_id"]]
            assert {source[row["outer_start"]], source[row["outer_end"] - 1]} <= set("\"'“”‘’«»")


def test_quotations_are_of_every_form_the_readers_must_know() -> None:
    opening = {
        SOURCES[row["document_id"]][row["outer_start"]]
        for row in TRUTH["quotations"]
        if row["kind"] != "indirect"
    }
    assert opening == set("\"'“‘«")
    assert {row["kind"] for row in TRUTH["quotations"]} == {"direct", "partial", "indirect"}
    assert {row["cue_class"] for row in TRUTH["quotations"]} >= {
        "neutral",
        "factive",
        "doubting",
        "conceding",
        "directive",
    }
    assert {"<headline colon>", "<headline dash>", "To", "according to"} <= {
        row["cue"] for row in TRUTH["quotations"]
    }
    assert {row["speaker"] for row in TRUTH["quotations"]} >= {"she", "he", "it", "the ministry"}
    assert any(row["nested_in"] and row["kind"] == "direct" for row in TRUTH["quotations"])
    assert any("\n\n“" in row["text"] for row in TRUTH["quotations"])
    assert any(row.get("via") == "TOLTA" for row in TRUTH["quotations"])


def test_there_are_as_many_documents_of_each_outlet_as_the_readme_says() -> None:
    number = Counter(
        (row["outlet"], row["event"] == PORT, bool(row["reprint_of"])) for row in DOCUMENTS.values()
    )
    assert number == {
        ("TOLTA", True, False): 10,
        ("The Hadrin Letter", True, False): 10,
        ("Corranto", True, False): 10,
        ("Pellin Valley Live", True, False): 2,
        ("Pellin Valley Live", True, True): 4,
        ("TOLTA", False, False): 3,
        ("The Hadrin Letter", False, False): 1,
        ("The Hadrin Letter", False, True): 1,
        ("Corranto", False, False): 3,
    }
    assert {path.name for path in SAMPLE.iterdir()} == {
        *(row["path"] for row in DOCUMENTS.values()),
        "ABOUT",
        "manifest.csv",
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_article_has_100_to_250_words_without_furniture(document: str) -> None:
    length = sum(len(words(row["text"])) for row in counted(document))
    assert 100 <= length <= 250
    assert DOCUMENTS[document]["words"] == length


def test_the_manifest_gives_only_what_the_page_does_not_say() -> None:
    manifest = pd.read_csv(SAMPLE / "manifest.csv", dtype=str, keep_default_na=False)
    assert list(manifest.columns) == [
        "file",
        "outlet",
        "event",
        "published_earliest",
        "published_latest",
    ]
    for row in manifest.itertuples():
        document = DOCUMENTS[str(row.file).removesuffix(".txt")]
        assert (row.outlet, row.event) == (document["outlet"], document["event"])
        if document["date_in_manifest"]:
            assert row.published_earliest == document["published_earliest"]
            assert row.published_latest == document["published_latest"]
            continue
        assert row.published_earliest == row.published_latest == ""
        own = " ".join(
            part["text"]
            for part in TRUTH["segments"]
            if part["document_id"] == document["document_id"]
            and not part["label"].startswith(schema.BOILERPLATE)
        )
        day = pd.Timestamp(document["published_earliest"])
        month = rf"(?:{day.month_name()}|{day.month_name()[:3]}t?\.?)"
        assert re.search(rf"\b{month} {day.day}\b|\b{day.day} {month}\b", own), row.file
        assert str(day.year) in own, row.file


def test_independent_articles_share_no_run_of_12_words_outside_statements() -> None:
    seen = {}
    for name in independent():
        source = list(SOURCES[name])
        for row in TRUTH["statements"]:
            if row["document_id"] == name:
                source[row["start"] : row["end"]] = "|" * (row["end"] - row["start"])
        text = "".join(source)
        seen[name] = set().union(
            *(
                runs(words(piece), 12)
                for part in counted(name)
                for piece in text[part["start"] : part["end"]].split("|")
            )
        )
    for one, other in itertools.combinations(seen, 2):
        assert not seen[one] & seen[other], (one, other)


def test_a_reprint_repeats_most_of_its_source() -> None:
    def shingles(document: str) -> set[tuple[str, ...]]:
        parts = (row["text"] for row in counted(document) if row["label"] == "body")
        return runs(words(" ".join(parts)), 5)

    assert len(TRUTH["reprints"]) == 5
    for row in TRUTH["reprints"]:
        copy, source = shingles(row["document_id"]), shingles(row["other_document_id"])
        assert len(copy & source) / len(copy) >= 0.9
        assert copy != source


def test_statements_keep_their_speakers_apart() -> None:
    speakers: dict[str, set[str]] = {}
    for row in TRUTH["statements"]:
        speakers.setdefault(row["statement_id"], set()).add(row["speaker_id"])
    assert all(len(who) == 1 for who in speakers.values())
    for one, other in TRUTH["hard_negatives"]:
        assert speakers[one] != speakers[other]
    changes = {row["change"] for row in TRUTH["statements"] if row["statement_id"] == "S1"}
    assert changes == {"verbatim", "reworded", "cut", "paraphrase", "fragment"}


def test_the_exile_paper_has_the_loaded_words_only_in_quotations() -> None:
    voices = {
        (row["label"], row["voice"])
        for row in TRUTH["mentions"]
        if DOCUMENTS[row["document_id"]]["outlet"] == "The Hadrin Letter"
    }
    for label in ("sabotage", "blockade"):
        assert {voice for name, voice in voices if name == label} == {"quoted"}
        heard = sum(
            words(part["text"]).count(label)
            for name, row in DOCUMENTS.items()
            if row["outlet"] == "The Hadrin Letter"
            for part in counted(name)
        )
        assert heard == 1


def rates(term: str, outlet: str) -> list[tuple[int, int]]:
    texts = [
        [word for part in counted(name) for word in words(part["text"])]
        for name in independent(PORT)
        if DOCUMENTS[name]["outlet"] == outlet
    ]
    return [(text.count(term), len(text)) for text in texts]


def test_planted_words_stand_in_nearly_all_documents_of_one_outlet_alone() -> None:
    for row in TRUTH["planted"]:
        target = rates(row["term"], row["target"])
        others = [outlet for outlet in OUTLETS if outlet != row["target"]]
        reference = others if row["reference"] == "rest" else [row["reference"]]
        assert sum(number > 0 for number, _ in target) >= 9
        for outlet in reference:
            assert sum(number for number, _ in rates(row["term"], outlet)) <= 2


def test_equal_words_stand_at_one_rate_in_all_outlets() -> None:
    assert len(TRUTH["equal"]) >= 3
    for term in TRUTH["equal"]:
        per_word = []
        for outlet in OUTLETS:
            found = rates(term, outlet)
            assert sum(number > 0 for number, _ in found) >= 5
            per_word.append(sum(n for n, _ in found) / sum(length for _, length in found))
        assert max(per_word) / min(per_word) < 2**0.5


def real_texts(shared: Path) -> Iterator[tuple[str, int, str]]:
    for path in sorted((shared / "corpora" / "wagner-2023").glob("*.txt")):
        yield path.name, 8, path.read_text("utf-8")
    opener = {".gz": gzip.open, ".xz": lzma.open, ".jsonl": open}
    for path in sorted(shared.glob("*/*/*.jsonl*")):
        with opener[path.suffix](path, "rt", encoding="utf-8") as lines:
            for line in cast("Iterator[str]", lines):
                text = json.loads(line).get("text")
                if isinstance(text, str):
                    yield path.name, 12, text


@pytest.mark.shared
def test_no_sentence_of_a_real_article_stands_in_the_sample(shared: Path) -> None:
    texts = [words(source) for source in SOURCES.values()]
    known = {word for text in texts for word in text}
    ours = {length: set().union(*(runs(text, length) for text in texts)) for length in (8, 12)}
    for name, length, text in real_texts(shared):
        tokens = words(text)
        familiar = 0
        for place, word in enumerate(tokens, 1):
            familiar = familiar + 1 if word in known else 0
            if familiar >= length:
                run = tuple(tokens[place - length : place])
                assert run not in ours[length], (name, " ".join(run))
