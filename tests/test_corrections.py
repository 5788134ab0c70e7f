"""Labels by hand: what a row says holds, and nothing else changes."""

from __future__ import annotations

import csv
import importlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus, load
from analysis.corpus.corpus import Cut
from analysis.corpus.corrections import (
    COLUMNS,
    KINDS,
    corrected,
    corrections_of,
    placed,
    read_corrections,
    write_corrections,
)
from analysis.corpus.corrections.file import as_table, left_over, read_rows
from analysis.corpus.corrections.place import Fault
from analysis.corpus.language.inflection import check_form
from analysis.corpus.lexicons.entities import Gazetteer
from analysis.corpus.lexicons.naming import Form, Lexicon
from analysis.corpus.load import prepare, with_corrections
from analysis.corpus.release import read_release, write_release
from analysis.corpus.store import ReadOptions
from analysis.corpus.tokens import voices
from analysis.corpus.tokens.encode import encode_counted
from analysis.measures.coverage import entities
from analysis.measures.event import events
from analysis.measures.naming import frames, mentions
from analysis.measures.reuse import clusters, lineage, reuse
from analysis.measures.statement import statements
from analysis.review import DRAWN, drawn
from analysis.schema import CORRECTIONS, CorpusError
from analysis.tables import for_release, tables_of
from small import corpus

SAMPLE = "data/sample"
# Fiction: the harbour of Ordvik and its crane.
TEXT = "The harbour said {the crane of “Grelle” fell} on Monday. “Nobody was hurt,” it added."
NAMES = Lexicon(
    tuple(Form("CRANE", form, check_form(form), True) for form in ("crane", "harbour crane"))
)


def row(kind: str, value: str, document: str = "d000", **cells: Any) -> dict[str, Any]:
    """Write a row, as a person would."""
    empty: dict[str, Any] = dict.fromkeys(CORRECTIONS.names, "")
    places = {"start": -1, "end": -1, "other_start": -1, "other_end": -1, "row": 0}
    return empty | places | {"kind": kind, "value": value, "document_id": document} | cells


def of(text: str, words: str, kind: str, value: str, **cells: Any) -> dict[str, Any]:
    """Write a row of a span: the first place of some words."""
    start = text.index(words)
    return row(kind, value, start=start, end=start + len(words), **cells)


def rows_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Lay rows out, numbered from 1."""
    return as_table([each | {"row": number} for number, each in enumerate(rows, 1)])


def lay(made: Corpus, *rows: dict[str, Any]) -> tuple[Corpus, list[Fault]]:
    """Lay rows over a corpus."""
    table, faults = placed(rows_of(*rows), made.documents)
    laid, others = corrected(made, table)
    return laid, [*faults, *others]


def laid(made: Corpus, *rows: dict[str, Any]) -> Corpus:
    """Lay rows over a corpus; all of them hold."""
    result, faults = lay(made, *rows)
    assert not faults
    return result


def spoken(made: Corpus) -> list[tuple[str, str, str]]:
    """List the quotations: their words, voice and speaker."""
    table = made.quotations
    kinds = ["paraphrase" if kind == "indirect" else "quoted" for kind in table["kind"]]
    texts = dict(zip(made.documents["document_id"], made.documents["source"], strict=True))
    places = list(zip(table["document_id"], table["start"], table["end"], strict=True))
    words = [texts[name][start:end] for name, start, end in places]
    assert words == table["text"].tolist()
    order = sorted(range(len(table)), key=lambda n: (*places[n][:2], -places[n][2]))
    return [(words[n], kinds[n], table["speaker_id"].iloc[n]) for n in order]


def in_voice(made: Corpus, voice: str) -> str:
    """Join the words in a voice."""
    words = made.running_words()
    return " ".join(words["token"][words["voice"] == voice])


def read_text(text: str) -> tuple[list[tuple[str, str]], list[Fault]]:
    """Read a file: kind and value of its rows, and what is wrong."""
    table, faults = read_rows(text, "corrections.csv")
    return list(zip(table["kind"], table["value"], strict=True)), faults


def recounted(made: Corpus) -> None:
    """Count words by voice anew, from the spans alone, and compare."""
    words = made.running_words()
    quotes = made.quotations.to_dict("records")
    counts = [0] * len(quotes)
    for word in words.to_dict("records"):
        around = [
            (quote["kind"] == "indirect", quote["end"] - quote["start"], number)
            for number, quote in enumerate(quotes)
            if quote["document_id"] == word["document_id"]
            and quote["start"] <= word["start"] < quote["end"]
        ]
        is_outlets, _, number = min(around, default=(False, 0, -1))
        wanted = "own" if number < 0 else "paraphrase" if is_outlets else "quoted"
        assert word["voice"] == wanted, word
        if number >= 0:
            assert word["speaker_id"] == quotes[number]["speaker_id"]
            counts[number] += 1
    assert counts == made.quotations["spoken"].tolist()
    fresh = voices.stretches(made.segments, made.quotations)
    tokens, _ = encode_counted(made.documents, fresh)
    assert (tokens.vocabulary[tokens.ids] == made.tokens.vocabulary[made.tokens.ids]).all()
    assert tokens.voice.tolist() == made.tokens.voice.tolist()
    assert tokens.offsets.tolist() == made.tokens.offsets.tolist()


def equal(one: Corpus, other: Corpus) -> None:
    """Compare what is read and what is counted of two corpora."""
    for name in ("documents", "segments", "quotations"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.tokens.voice.tolist() == other.tokens.voice.tolist()
    assert (
        one.tokens.vocabulary[one.tokens.ids].tolist()
        == other.tokens.vocabulary[other.tokens.ids].tolist()
    )
    for measure in (lambda made: mentions(made, NAMES), statements, reuse):
        pd.testing.assert_frame_equal(measure(one), measure(other))


# --- The file


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_is_read_as_any_spreadsheet_writes_it(tmp_path: Path, delimiter: str) -> None:
    lines = [
        "\ufeffKind,value,was,checked,document_id,start,end",
        "speaker,Ann Lee,,x,d000,12.0,20",
    ]
    file = tmp_path / "corrections.csv"
    file.write_text("\r\n".join(lines).replace(",", delimiter), encoding="utf-8")
    table, faults = read_corrections(file)
    assert not faults
    assert table[["kind", "value", "start", "end"]].iloc[0].tolist() == [
        "speaker", "Ann Lee", 12, 20,
    ]  # fmt: skip


@pytest.mark.parametrize("yes", ["x", "X", "yes", "TRUE", "1", "1.0", "✓", "ok"])
def test_a_tick_is_what_people_write_for_yes(yes: str) -> None:
    head = "kind,value,was,checked,document_id\n"
    assert read_text(f"{head}title,A,A,{yes},d0\n")[0] == [("title", "A")]


def test_a_row_that_is_neither_ticked_nor_changed_says_nothing() -> None:
    head = "kind,value,was,checked,document_id\n"
    assert read_text(f"{head}title,A,A,,d0\ntitle,A,A,no,d1\ntitle,B,A,,d2\n") == (
        [("title", "B")],
        [],
    )


def test_without_columns_to_tick_each_row_is_meant() -> None:
    assert read_text("kind,value,document_id,start,end\nquotation,,d0,3,9\n") == (
        [("quotation", "")],
        [],
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"kind": "speakers"}, "there is no kind 'speakers'. Allowed: outlet"),
        ({"start": "twelve"}, "start is a whole number from 0, not 'twelve'"),
        ({"start": "-3"}, "start is a whole number from 0"),
        ({"start": "²"}, "start is a whole number from 0"),
        ({"end": "99999999999999999999"}, "end is a whole number from 0"),
        ({"document_id": ""}, "it names no document"),
        ({"start": ""}, "a speaker is of a span: give start and end, or its words as excerpt"),
        ({"kind": "same_text"}, "same_text is of a pair: give other_document_id"),
        ({"kind": "same_text", "other_document_id": "d1", "value": "maybe"}, "Allowed: yes, no"),
        ({"kind": "segment", "value": "headline"}, "Allowed: title"),
        ({"kind": "quotation", "value": "ours"}, "Allowed: paraphrase, quoted"),
        ({"kind": "mention", "value": "crane"}, "a mention is written as CONCEPT: label."),
        ({"kind": "date", "value": "25.06.2023"}, "a date is a day such as 2023-06-25"),
        ({"kind": "date", "value": "2023-06-25.."}, "a date is a day such as 2023-06-25"),
        ({"kind": "date", "value": "2023-06-26..2023-06-25"}, "a date is a day"),
        ({"kind": "date", "value": "2023-06-25..2023-06-26..2023-06-27"}, "a date is a day"),
    ],
)
def test_a_bad_row_is_named_with_what_is_allowed(cells: dict[str, str], told: str) -> None:
    good = {"kind": "speaker", "value": "A", "document_id": "d0", "start": "1", "end": "2"}
    names = [*good, "other_document_id"]
    lines = [",".join((good | some).get(name, "") for name in names) for some in ({}, cells)]
    rows, faults = read_text("\n".join([",".join(names), *lines]))
    assert rows == [("speaker", "A")]
    ((number, reason),) = faults
    assert number == 2
    assert told in reason


def test_a_file_without_a_column_that_is_needed_says_which() -> None:
    with pytest.raises(CorpusError, match=r"no column 'value'.*Allowed: kind, value"):
        read_text("kind,valeu,document_id\nspeaker,A,d0\n")


def test_an_open_quotation_mark_is_no_traceback() -> None:
    text = 'kind,value,document_id\ntitle,A,d0\ntitle,"B,d1\n' + "a" * 2_000
    assert read_text(text)[1] == [(2, "it names no document: give document_id or sha256.")]
    limit = csv.field_size_limit(1_000)
    try:
        with pytest.raises(CorpusError, match="is a quotation mark left open"):
            read_text(text)
    finally:
        csv.field_size_limit(limit)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=8)
        | st.sampled_from(["=1+1", "'=1", "''@a", "-5", "+x", "'", "'-", "a,b;c", "“x”", "12.0"]),
        min_size=3, max_size=3,
    )
)  # fmt: skip
def test_what_is_written_is_read_back(tmp_path_factory: Any, cells: list[str]) -> None:
    value, excerpt, note = (" ".join(cell.split()) for cell in cells)
    table = rows_of(
        row("title", value, was=value, checked="x", excerpt=excerpt, note=note),
        row("speaker", value, checked="x", start=3, end=9, drawn="seed 1, 1 of 2 speaker"),
    )
    file = tmp_path_factory.mktemp("written") / "corrections.csv"
    write_corrections(table, file)
    again, faults = read_corrections(file)
    assert not faults
    pd.testing.assert_frame_equal(again, table)
    lines = file.read_text("utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert not any(line.split(",")[1].startswith(("=", "@")) for line in lines)


def test_rows_that_cannot_be_meant_are_kept_when_a_file_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    file.write_text("kind,value,document_id\ntitel,A,d0\ntitle,B,d1\n", "utf-8")
    write_corrections(read_corrections(file)[0], file, left_over(file))
    assert "titel,A" in file.read_text("utf-8")
    assert read_corrections(file)[1][0][0] == 2


def test_the_corrections_of_a_corpus_lie_in_its_folder_or_beside_its_table(tmp_path: Path) -> None:
    table = tmp_path / "news.csv.gz"
    table.touch()
    assert corrections_of(tmp_path) is None
    (tmp_path / "corrections.csv").touch()
    (tmp_path / "corrections-news.csv").touch()
    assert corrections_of(tmp_path) == tmp_path / "corrections.csv"
    assert corrections_of(table) == tmp_path / "corrections-news.csv"


# --- What a row is of


def test_the_hash_finds_a_document_that_was_renamed() -> None:
    made = corpus([("A", TEXT)])
    sha = made.documents["sha256"].iloc[0]
    assert laid(made, row("title", "T", "old name", sha256=sha)).documents["title"].tolist() == [
        "T"
    ]


def test_of_documents_with_one_text_the_name_decides() -> None:
    made = corpus([("A", TEXT), ("B", TEXT)])
    sha = made.documents["sha256"].iloc[0]
    named = laid(made, row("title", "T", "d001", sha256=sha))
    assert named.documents["title"].tolist() == ["", "T"]
    _, ((number, reason),) = lay(made, row("title", "T", "old name", sha256=sha))
    assert number == 1
    assert "2 documents have this text (d000, d001): give document_id" in reason


def test_where_the_text_is_another_its_words_must_stand_once() -> None:
    made = corpus([("A", f"It rained. {TEXT}")])
    old = of(TEXT, "“Nobody was hurt,”", "quotation", "", sha256="0" * 64)
    gone = laid(made, old | {"excerpt": "Nobody was  hurt"})
    assert [words for words, *_ in spoken(gone)] == ["the crane of “Grelle” fell", "Grelle"]
    for excerpt, told in (("on", "2 times"), ("the ship", "nowhere"), ("", "no excerpt says")):
        same, ((_, reason),) = lay(made, old | {"excerpt": excerpt})
        assert told in reason
        equal(same, made)


def test_a_long_excerpt_shows_the_beginning_of_a_span_alone() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    made = corpus([("A", f"New. {words} end.")])
    old = row(
        "quotation", "quoted", start=0, end=len(words), excerpt=words[:200].strip(), sha256="0" * 64
    )
    assert spoken(laid(made, old))[0][0] == words
    short = corpus([("A", words[:250])])
    assert spoken(laid(short, old))[0][0] == words[:250]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (row("title", "T", "nobody"), "there is no document 'nobody'"),
        (row("speaker", "A", start=500, end=510), "it lies outside the text"),
        (row("speaker", "A", start=9, end=3), "it lies outside the text"),
        (row("same_text", "yes", other_document_id="d000"), "a pair is of two documents"),
    ],
)
def test_a_row_of_nothing_that_is_here_is_named(cells: dict[str, Any], told: str) -> None:
    made = corpus([("A", TEXT)])
    same, ((number, reason),) = lay(made, cells)
    assert number == 1
    assert told in reason
    equal(same, made)


PAIR = {"other_document_id": "d001"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("outlet", "A"), row("outlet", "B")),
        (row("mention", "X: a", start=0, end=5), row("mention", "X: a", start=3, end=9)),
        (row("quotation", "quoted", start=0, end=9), row("quotation", "quoted", start=5, end=15)),
        (row("speaker", "A", start=0, end=9), row("speaker", "B", start=0, end=9)),
        (row("same_text", "yes", **PAIR), row("same_text", "no", "d001", other_document_id="d000")),
    ],
)
def test_of_rows_that_contradict_one_another_none_holds(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    made = corpus([("A", TEXT), ("B", f"{TEXT} More.")])
    for pair in ((one, other), (other, one)):
        same, faults = lay(made, *pair)
        assert faults == [
            (1, "it contradicts row 2: neither holds."),
            (2, "it contradicts row 1: neither holds."),
        ]
        equal(same, made)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            row("quotation", "paraphrase", start=0, end=30),
            row("quotation", "quoted", start=5, end=9),
        ),
        (row("quotation", "", start=0, end=9), row("quotation", "", start=5, end=15)),
        (row("speaker", "A", start=0, end=9), row("speaker", "A", start=5, end=15)),
        (row("outlet", "A"), row("outlet", "A")),
    ],
)
def test_rows_that_can_hold_together_do(one: dict[str, Any], other: dict[str, Any]) -> None:
    laid(corpus([("A", TEXT)]), one, other)


# --- Documents


def test_outlet_and_agency_say_where_the_copy_is_from() -> None:
    made = corpus([("A", TEXT), ("B", TEXT)], chain=["A", "B"])
    result = laid(made, row("agency", "PTI"), row("outlet", "C", "d001")).documents
    assert result["agency"].tolist() == ["PTI", ""]
    assert result["origin"].tolist() == ["PTI", "C"]
    assert result["chain"].tolist() == ["PTI > A", "C"]
    assert result["credit_evidence"].tolist() == ["agency: by hand", "outlet: by hand"]
    none = laid(laid(made, row("agency", "PTI")), row("agency", "")).documents
    assert none[["origin", "chain"]].iloc[0].tolist() == ["A", "A"]


def test_an_agency_that_is_ticked_keeps_who_passed_it_on() -> None:
    made = corpus([("A", TEXT)], agency=["AP"], origin=["AP"], chain=["AP > PTI > A"])
    made = made.having(documents=made.documents.assign(outlet="A"))
    result = laid(made, row("agency", "AP", was="AP"), row("outlet", "A", was="A")).documents
    assert result["chain"].tolist() == ["AP > PTI > A"]


def test_an_origin_that_was_given_apart_stays() -> None:
    made = corpus([("A", TEXT)])
    made = made.having(documents=made.documents.assign(origin="Region"))
    assert laid(made, row("agency", "PTI")).documents["origin"].tolist() == ["Region"]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023-06-25", "2023-06-25", "2023-06-25"),
        ("2023-06-25..2023-06-26", "2023-06-25", "2023-06-26"),
        ("2023-06-25 00:00:00", "2023-06-25", "2023-06-25"),
        ("", "", ""),
    ],
)
def test_a_date_is_a_day_or_two_or_none(value: str, first: str, last: str) -> None:
    text = f"kind,value,document_id\ndate,{value},d000\n"
    table, faults = read_rows(text, "corrections.csv")
    made = corpus([("A", TEXT)])
    result = corrected(made, placed(table, made.documents)[0])[0].documents
    assert not faults
    for column, day in (("published_earliest", first), ("published_latest", last)):
        assert result[column].dt.strftime("%Y-%m-%d").fillna("").tolist() == [day]
    assert result["date_evidence"].tolist() == ["by hand"]
    assert result["date_certainty"].tolist() == ["given" if value else "unknown"]


def test_title_byline_and_event_are_as_a_hand_says() -> None:
    made = corpus([("A", TEXT), ("A", TEXT)])
    hands = [row(kind, f"the {kind}", "d001") for kind in ("title", "byline", "event")]
    result = laid(made, *hands)
    assert result.documents[["title", "byline", "event"]].to_numpy().tolist() == [
        ["", "", ""],
        ["the title", "the byline", "the event"],
    ]
    assert result.documents["source"].equals(made.documents["source"])


def test_a_document_of_no_event_stays_of_none_when_events_are_found() -> None:
    made = corpus([("A", TEXT), ("B", TEXT), ("C", TEXT)])
    result = laid(made, row("event", "", was="Fall of a crane"))
    found = events(result)
    assert "d000" not in set(found["document_id"])
    named = pd.DataFrame({"document_id": ["d000", "d001"], "event": ["E", "E"]})
    assert result.with_events(named).documents["event"].tolist() == ["", "E", ""]


# --- Segments


def test_a_segment_by_hand_is_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    body = "\n\n".join(f"“The crane {word} fell,” said Ann Lee on Monday." for word in "abc")
    text = f"A crane falls\n\n{body}\n\nRead our other news of the harbour\n"
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "b.txt").write_text(body, "utf-8")
    before = load(folder)
    start = text.index("“The crane b")
    hand = {"document_id": "a", "start": start, "end": start + len(body) // 3}
    end = text.index(" on Monday", start) + len(" on Monday.")
    write_corrections(
        rows_of(row("segment", "caption", **hand | {"end": end})), folder / "corrections.csv"
    )
    result = load(folder)
    assert len(result.rejected) == len(before.rejected)
    cut = result.segments[result.segments["rule"] == "by hand"]
    assert cut[["start", "end", "label"]].to_numpy().tolist() == [[start, end, "caption"]]
    assert [words for words, *_ in spoken(result)][:2] == ["The crane a fell,", "The crane c fell,"]
    assert result.documents["words"].tolist() == result.tokens.lengths().tolist()
    assert result.documents["words"].iloc[0] < before.documents["words"].iloc[0]
    assert result.documents["words_page"].equals(before.documents["words_page"])
    recounted(result)
    covered = result.segments.groupby("document_id")[["start", "end"]]
    for name, spans in covered:
        places = [place for a, b in spans.to_numpy() for place in range(a, b)]
        assert len(places) == len(set(places)), name
    (folder / "corrections.csv").unlink()
    equal(load(folder), before)


# --- Quotations and speakers


def test_a_quotation_that_is_none_gives_its_words_back_to_the_outlet() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "Nobody was hurt,", "quotation", "", was="quoted"))
    assert [words for words, *_ in spoken(result)] == ["the crane of “Grelle” fell", "Grelle"]
    assert in_voice(result, "quoted") == "Grelle"
    recounted(result)


def test_a_quotation_gets_another_extent_and_keeps_its_speaker() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "was hurt,” it added", "quotation", "paraphrase", was="quoted"))
    assert ("was hurt,” it added", "paraphrase", "X") in spoken(result)
    assert in_voice(result, "paraphrase") == "the crane of fell was hurt it added"
    recounted(result)


def test_a_quotation_that_was_missed_has_no_speaker() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "on Monday", "quotation", "quoted"))
    assert ("on Monday", "quoted", "") in spoken(result)
    recounted(result)


def test_a_tick_takes_nothing_that_lies_in_it_or_holds_it() -> None:
    made = corpus([("A", TEXT)])
    for words, value in (("Grelle", "quoted"), ("the crane of “Grelle” fell", "paraphrase")):
        result = laid(made, of(TEXT, words, "quotation", value, was=value, checked="x"))
        assert spoken(result) == spoken(made)
        assert sorted(result.quotations["kind"]) == sorted(made.quotations["kind"])
        assert "by hand" in result.quotations["how"].tolist()


def test_a_mark_that_is_no_quotation_leaves_the_paraphrase_around_it() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "Grelle", "quotation", "", was="quoted"))
    assert in_voice(result, "paraphrase") == "the crane of Grelle fell"
    recounted(result)


def test_the_outlets_own_words_lie_in_no_quotation() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "crane", "quotation", ""))
    assert [words for words, *_ in spoken(result)] == ["Grelle", "Nobody was hurt,"]


def test_a_partial_quotation_that_is_ticked_stays_one() -> None:
    made = corpus([("A", TEXT)])
    made = made.having(quotations=made.quotations.replace({"kind": {"direct": "partial"}}))
    result = laid(made, of(TEXT, "Grelle", "quotation", "quoted", was="quoted"))
    assert sorted(result.quotations["kind"]) == ["indirect", "partial", "partial"]


def test_a_speaker_is_named_of_one_quotation() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "Grelle", "speaker", "Ann Lee", was="X"))
    assert [speaker for _, _, speaker in spoken(result)] == ["X", "Ann Lee", "X"]
    assert result.quotations["speaker"].tolist()[1] == "Ann Lee"
    recounted(result)


def test_a_speaker_outlives_rules_that_cut_otherwise() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "hurt,” it added.", "speaker", ""))
    assert spoken(result)[-1] == ("Nobody was hurt,", "quoted", "")


def test_of_speakers_that_overlap_a_quotation_the_most_alike_wins_in_any_order() -> None:
    made = corpus([("A", TEXT)])
    hands = [
        of(TEXT, "said {the crane of “Grelle” fell}", "speaker", "Wide"),
        of(TEXT, "Grelle", "speaker", "Narrow"),
    ]
    for some in (hands, hands[::-1]):
        assert [who for *_, who in spoken(laid(made, *some))] == ["Wide", "Narrow", "X"]


def test_a_speaker_named_by_hand_is_on_the_side_that_a_list_says() -> None:
    made = corpus([("A", TEXT)])
    rows, faults = placed(rows_of(of(TEXT, "Grelle", "speaker", "Ann Lee")), made.documents)
    assert not faults
    by_hand, _ = corrected(made, rows, side_of={"Ann Lee": "Ordvik"}.get)
    table = by_hand.quotations
    assert (table["side"] == "Ordvik").tolist() == (table["speaker_id"] == "Ann Lee").tolist()
    assert (table["speaker_id"] == "Ann Lee").any()


def test_where_nobody_speaks_the_words_are_the_outlet_s_own() -> None:
    made = corpus([("A", TEXT)])
    before = spoken(made)
    result = laid(made, of(TEXT, "the crane of “Grelle” fell", "speaker", "own"))
    after = spoken(result)
    assert len(after) == len(before) - 1
    assert not any(voice == "paraphrase" and "crane" in words for words, voice, _ in after)
    recounted(result)


def test_the_lists_of_a_corpus_say_on_whose_side_a_named_speaker_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann Lee said the crane fell.", encoding="utf-8")
    write_corrections(
        rows_of(row("speaker", "Kremlin", document_id="a", excerpt="the crane fell")),
        tmp_path / "corrections.csv",
    )
    table = load(tmp_path).quotations
    assert table[["speaker_id", "side", "how"]].to_numpy().tolist() == [
        ["Kremlin", "Russia", "by hand"]
    ]


def test_where_a_quotation_ends_decides_what_is_one_word() -> None:
    text = "He said they left the U.S. Then he went home, and Ann Lee said {it was late}."
    made = corpus([("A", text), ("B", TEXT)])
    assert made.tokens.lengths().tolist() == [17, 15]
    hand = of(text, "they left the U.S", "quotation", "paraphrase")
    there = laid(made, hand)
    assert there.tokens.lengths().tolist() == [18, 15]
    assert in_voice(there, "paraphrase").startswith("they left the U S it was late the crane")
    recounted(there)
    gone = laid(there, hand | {"value": "", "was": "paraphrase"})
    assert gone.tokens.lengths().tolist() == [17, 15]
    recounted(gone)


# --- Names and frames


def called(made: Corpus) -> list[tuple[str, str, str, str]]:
    """List the mentions: words, concept, label and voice."""
    table = mentions(made, NAMES)
    return list(table[["text", "concept", "label", "voice"]].itertuples(index=False, name=None))


def test_a_name_by_hand_takes_the_place_of_those_it_overlaps() -> None:
    made = corpus([("A", TEXT)])
    assert called(made) == [("crane", "CRANE", "crane", "paraphrase")]
    assert mentions(made, NAMES)["how"].tolist() == ["listed"]
    other = laid(made, of(TEXT, "crane of “Grelle”", "mention", "PLACE: Grelle"))
    assert mentions(other, NAMES)["how"].tolist() == ["by hand"]
    assert called(other) == [("crane of “Grelle”", "PLACE", "Grelle", "quoted")]
    assert called(laid(made, of(TEXT, "crane", "mention", ""))) == []
    missed = laid(made, of(TEXT, "harbour", "mention", "PLACE: the harbour"))
    assert called(missed) == [
        ("harbour", "PLACE", "the harbour", "own"),
        ("crane", "CRANE", "crane", "paraphrase"),
    ]


def test_what_a_person_or_body_is_holds_for_all_its_mentions_and_is_no_choice_of_words() -> None:
    text = "Grelle Works shut the gate. A clerk of Grelle Works said so. Grelle Works is old."
    made = corpus([("A", text)])
    kinds = entities(made, Gazetteer(()))[["concept", "label", "how"]]
    assert set(kinds.itertuples(index=False, name=None)) == {("Grelle Works", "person", "rules")}
    hand = row("mention", "Grelle Works: organisation", start=0, end=12, was="Grelle Works: person")
    result = laid(made, hand)
    after = entities(result, Gazetteer(()))
    assert after["label"].tolist() == ["organisation"] * 3
    assert after["how"].tolist() == ["by hand", "rules", "rules"]
    assert called(result) == called(made)
    gone = laid(made, {**hand, "value": ""})
    assert len(entities(gone, Gazetteer(()))) == 2


def test_a_name_follows_its_voice_as_corrected() -> None:
    made = corpus([("A", TEXT)])
    result = laid(made, of(TEXT, "crane", "quotation", ""))
    assert called(result) == [("crane", "CRANE", "crane", "own")]


def test_a_name_in_furniture_is_not_counted() -> None:
    made = corpus([("A", f"Read more of cranes\n{TEXT}")])
    segments = made.segments.assign(label=["boilerplate:related", "body"])
    tokens, _ = encode_counted(made.documents, voices.stretches(segments, made.quotations))
    made = made.having(segments=segments, tokens=tokens)
    result = laid(made, row("mention", "CRANE: cranes", start=13, end=19))
    assert len(called(result)) == 1


def test_a_frame_by_hand_stands_even_within_a_name() -> None:
    cues = Lexicon((Form("disaster", "fall", check_form("fell"), True),))
    text = "The harbour crane fell."
    made = corpus([("A", text)])
    names = mentions(made, NAMES)
    assert frames(made, cues, names)[["frame", "label", "text"]].to_numpy().tolist() == [
        ["disaster", "fall", "fell"]
    ]
    hands = [of(text, "crane", "frame", "machines"), of(text, "fell", "frame", "disaster")]
    result = frames(laid(made, *hands), cues, names)
    assert result[["frame", "label", "text", "how"]].to_numpy().tolist() == [
        ["machines", "crane", "crane", "by hand"],
        ["disaster", "fall", "fell", "by hand"],
    ]
    assert frames(laid(made, of(text, "fell", "frame", "")), cues, names).empty


# --- Pairs

STORY = " ".join(f"The crane number {n} of the harbour fell near quay {n}." for n in range(8))


def test_a_hand_says_that_two_texts_are_one() -> None:
    made = corpus([("A", STORY), ("B", TEXT)])
    pairs = reuse(laid(made, row("same_text", "yes", "d001", other_document_id="d000")))
    assert pairs[["document_id", "other_document_id", "relation"]].to_numpy().tolist() == [
        ["d000", "d001", "reprint"]
    ]


def test_texts_that_are_not_one_are_parted_at_the_weakest_link() -> None:
    weak = STORY[: len(STORY) * 3 // 4]
    made = corpus([("A", STORY), ("B", STORY), ("C", f"{weak} {TEXT}")])
    assert clusters(made, reuse(made)).tolist() == ["d000"] * 3
    for name in ("d000", "d001"):
        result = laid(made, row("same_text", "no", name, other_document_id="d002"))
        assert clusters(result, reuse(result)).tolist() == ["d000", "d000", ""]
        assert set(lineage(result, reuse(result))["document_id"]) == {"d000", "d001"}


def test_what_a_hand_joins_is_not_parted_for_what_texts_show() -> None:
    made = corpus([("A", STORY), ("B", TEXT), ("C", STORY)])
    result = laid(
        made,
        row("same_text", "yes", "d000", other_document_id="d001"),
        row("same_text", "no", "d001", other_document_id="d002"),
    )
    assert clusters(result, reuse(result)).tolist() == ["d000", "d000", ""]


LONG = "The pilots of Ordvik will return to their boats when the gates are opened again"
LESS = "The pilots of Ordvik will go back to their vessels once the gates are open again"
OTHER = "Nobody paid the cooks of the canteen for the whole of that winter"


def groups_of(made: Corpus) -> list[list[str]]:
    """List the statements: the documents of each."""
    table = statements(made)
    return [sorted(some["document_id"]) for _, some in table.groupby("statement_id")]


def pair_of(value: str, one: int, other: int, texts: list[str]) -> dict[str, Any]:
    """Write a row of the first quotations of two documents."""
    start = 1
    return row(
        "same_statement", value, f"d{one:03}", start=start, end=start + len(texts[one]),
        other_document_id=f"d{other:03}", other_start=start, other_end=start + len(texts[other]),
    )  # fmt: skip


def test_a_hand_says_that_two_quotations_are_one_statement_or_are_not() -> None:
    texts = [LONG, LESS, OTHER]
    made = corpus([(name, f"“{text}.” He left.") for name, text in zip("ABC", texts, strict=True)])
    assert groups_of(made) == [["d000", "d001"]]
    assert groups_of(laid(made, pair_of("no", 1, 0, texts))) == []
    joined = laid(made, pair_of("yes", 2, 1, texts))
    assert groups_of(joined)[0] == ["d000", "d001", "d002"]
    both = [pair_of("yes", 2, 1, texts), pair_of("no", 0, 1, texts)]
    for some in (both, both[::-1]):
        assert groups_of(laid(made, *some)) == [["d001", "d002"]]


def test_a_statement_that_a_hand_joins_renames_no_other_quotation() -> None:
    texts = [LONG, OTHER, *["The cranes of Ordvik were never paid for by the town"] * 2]
    made = corpus([(name, f"“{text}.” He left.") for name, text in zip("ABCD", texts, strict=True)])
    made = made.having(quotations=made.quotations.assign(speaker_id=["X", "Y", "Z", "Z"]))
    result = statements(laid(made, pair_of("yes", 0, 1, texts)))
    speakers = dict(zip(result["document_id"], result["speaker_id"], strict=True))
    assert speakers == {"d000": "X", "d001": "Y", "d002": "Z", "d003": "Z"}


def test_short_quotations_are_one_statement_where_a_hand_says_so() -> None:
    texts = ["No cranes", "Never mind"]
    made = corpus([(name, f"“{text}.” He left.") for name, text in zip("AB", texts, strict=True)])
    assert groups_of(made) == []
    assert groups_of(laid(made, pair_of("yes", 0, 1, texts))) == [["d000", "d001"]]


# --- Laws

TEXTS = [
    TEXT,
    "Ann Lee told us {they left the U.S}. “We saw ‘the crane’ fall,” she said, {after all}.",
    f"“{LONG}.” The harbour crane stood. {{the gates were “open” again}} it said.",
]
DATED = {"title": ["One", "Two", "Three"], "event": ["Fall of a crane"] * 3}


@cache
def small() -> Corpus:
    """Make the corpus of the laws."""
    return corpus(list(zip("ABC", TEXTS, strict=True)), **DATED)


_VALUES = {
    "quotation": ["", "quoted", "paraphrase"],
    "speaker": ["", "Ann Lee", "X"],
    "mention": ["", "CRANE: it", "PLACE: there"],
    "outlet": ["A", "D"],
    "agency": ["", "PTI"],
    "title": ["", "Four"],
    "date": ["", "2024-06-01"],
    "event": ["", "Another"],
    "same_text": ["yes", "no"],
    "same_statement": ["yes", "no"],
}


@st.composite
def some_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw rows: most of spans that are quotations, or that are cut out of words."""
    made = []
    quotes = small().quotations[["document_id", "start", "end"]].to_numpy().tolist()
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(sorted(_VALUES)))
        number = draw(st.integers(0, 2))
        name, (start, end) = f"d{number:03}", (-1, -1)
        if kind in ("quotation", "speaker", "mention", "same_statement"):
            if draw(st.booleans()):
                name, start, end = draw(st.sampled_from(quotes))
            else:
                length = len(TEXTS[number])
                start, end = sorted(draw(st.tuples(*[st.integers(0, length)] * 2)))
        cells: dict[str, Any] = {"start": start, "end": max(end, start + 1) if start >= 0 else -1}
        if kind.startswith("same_"):
            other = (int(name[1:]) + draw(st.integers(1, 2))) % 3
            cells["other_document_id"] = f"d{other:03}"
            if kind == "same_statement":
                cells |= {"other_start": 0, "other_end": draw(st.integers(1, 60))}
        was = draw(st.sampled_from(["", "quoted", "paraphrase"])) if kind == "quotation" else ""
        made.append(row(kind, draw(st.sampled_from(_VALUES[kind])), name, was=was, **cells))
    return made


@given(some_rows())
@settings(max_examples=30)
def test_words_and_voices_are_those_of_the_spans(hands: list[dict[str, Any]]) -> None:
    recounted(lay(small(), *hands)[0])


@given(some_rows(), st.randoms())
@settings(max_examples=6)
def test_twice_is_once_and_order_is_nothing(hands: list[dict[str, Any]], random: Any) -> None:
    made = small()
    table, _ = placed(rows_of(*hands), made.documents)
    once, _ = corrected(made, table)
    equal(corrected(once, table)[0], once)
    shuffled = [*hands]
    random.shuffle(shuffled)
    equal(lay(made, *shuffled, *hands[:1])[0], once)


@given(some_rows())
@settings(max_examples=8)
def test_what_holds_at_no_row_is_what_was_read(hands: list[dict[str, Any]]) -> None:
    made = small()
    lay(made, *hands)
    equal(laid(made), corpus(list(zip("ABC", TEXTS, strict=True)), **DATED))


@given(some_rows())
@settings(max_examples=20)
def test_a_row_outlives_other_rules(hands: list[dict[str, Any]]) -> None:
    made = small()
    without = made.having(
        quotations=made.quotations.iloc[::2].reset_index(drop=True),
        tokens=made.tokens,
    )
    stretches = voices.stretches(without.segments, without.quotations)
    tokens, sizes = encode_counted(without.documents, stretches)
    table = without.quotations.assign(
        end=without.quotations["end"],
        spoken=voices.words_spoken(stretches, sizes, len(without.quotations)),
    )
    without = without.having(quotations=table, tokens=tokens)
    rows, _ = placed(rows_of(*hands), made.documents)
    for rules in (made, without):
        result, _ = corrected(rules, rows)
        recounted(result)
        there = set(
            result.quotations[["document_id", "start", "end"]].itertuples(index=False, name=None)
        )
        for hand in rows[rows["kind"] == "quotation"].to_dict("records"):
            place = hand["document_id"], hand["start"], hand["end"]
            assert (place in there) == bool(hand["value"])
        named = mentions(result, NAMES)
        spans = dict(
            zip(
                named[["document_id", "start", "end"]].itertuples(index=False, name=None),
                named["concept"] + ": " + named["label"],
                strict=True,
            )
        )
        for hand in rows[rows["kind"] == "mention"].to_dict("records"):
            place = hand["document_id"], hand["start"], hand["end"]
            assert spans.get(place, "") == hand["value"]


@pytest.fixture(scope="module")
def sample() -> Corpus:
    """The made-up articles, with the stories that were found."""
    made = load(SAMPLE)
    return made.with_events(events(made))


MEASURED = ("mentions", "frames", "reuse", "lineage", "statements")


@pytest.mark.parametrize("kind", sorted(set(DRAWN) - {"segment"}))
def test_a_tick_changes_no_number(sample: Corpus, kind: str) -> None:
    tables = tables_of(sample, "origin")
    rows = drawn(sample, tables, kind, 10_000, 1)
    rows = rows.assign(checked="x", row=np.arange(1, len(rows) + 1))
    table, faults = placed(rows, sample.documents)
    assert not faults
    result, _ = corrected(sample, table)
    told = {"how", "confidence", "credit_evidence", "date_evidence", "date_certainty"}
    for name in ("documents", "quotations", "segments"):
        one, other = (
            getattr(made, name).drop(columns=told, errors="ignore") for made in (sample, result)
        )
        pd.testing.assert_frame_equal(one, other)
    assert result.tokens.voice.tolist() == sample.tokens.voice.tolist()
    again = tables_of(result, "origin")
    for name in MEASURED:
        one, other = (table[name].drop(columns=told, errors="ignore") for table in (tables, again))
        pd.testing.assert_frame_equal(one, other)


# --- A store


def test_a_store_lays_the_same_over_what_it_has_not_read_yet(tmp_path: Path) -> None:
    source = Path(load.__globals__["locate"](SAMPLE))
    read = load(SAMPLE)
    place = prepare(source, ReadOptions(), tmp_path / "store", lambda *_: None)
    rows = pd.concat(
        [drawn(read, {}, kind, 25, 3) for kind in ("speaker", "quotation")], ignore_index=True
    )
    wrong = np.arange(len(rows)) % 3 == 0
    spoken_by = (rows["kind"] == "speaker").to_numpy()
    rows["value"] = np.where(wrong, np.where(spoken_by, "Ann Lee", ""), rows["value"])
    rows["checked"] = "x"
    file = write_corrections(rows, tmp_path / "by-hand.csv")
    eager = with_corrections(read, file, ReadOptions())
    lazy = load(place, corrections=file)
    assert len(eager.by_hand) == len(rows)
    assert eager.notes.empty
    few = np.array([3, 20])
    for some in (lazy.only(few), lazy.select(outlet="Corranto").only(np.array([0]))):
        assert isinstance(vars(some)["_quotations"], Cut)
        wanted = eager.quotations[
            eager.quotations["document_id"].isin(some.documents["document_id"])
        ].reset_index(drop=True)
        pd.testing.assert_frame_equal(some.quotations, wanted)
    assert callable(vars(lazy)["_quotations"]) or isinstance(
        vars(lazy)["_quotations"], pd.DataFrame
    )
    equal(lazy, eager)
    recounted(lazy.only(few))


def test_a_release_takes_what_needs_no_words(tmp_path: Path) -> None:
    made = load(SAMPLE)
    place = tmp_path / "release"
    write_release(made, for_release(made), place)
    result, faults = lay(
        read_release(place),
        row("outlet", "Another", made.documents["document_id"].iloc[0]),
        row("speaker", "A", made.documents["document_id"].iloc[0], start=1, end=9),
    )
    assert result.documents["outlet"].iloc[0] == "Another"
    # What the release brought is still there.
    assert len(mentions(result, NAMES)) > 0
    one, other = made.documents["document_id"].iloc[:2]
    pairs = reuse(laid(read_release(place), row("same_text", "yes", one, other_document_id=other)))
    added = pairs[(pairs["document_id"] == one) & (pairs["other_document_id"] == other)]
    assert added["relation"].tolist() == ["reprint"]
    assert faults == [(2, "a text-free release has no words that it could be laid over.")]


def test_annotations_written_as_corrections_give_the_annotations_back(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (shared / "benchmarks" / "wagner-2023").is_dir():
        pytest.skip("../shared has no annotations of wagner-2023")
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "bench")
    bench = importlib.import_module("corrections")
    made = bench.by_hand(shared, tmp_path)
    assert not made.notes["reason"].str.startswith("not applied").any()
    assert len(made.by_hand) == 390
    for what, found, wanted in bench.compared(shared, made):
        assert found == wanted, what


def test_every_kind_has_a_test_of_its_own() -> None:
    told = Path(__file__).read_text("utf-8")
    assert all(f'"{kind}"' in told for kind in KINDS)
