"""Labels to be checked: written for a spreadsheet, taken back, compared, and how often wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from scipy.stats import binomtest
from test_corrections import TEXT, of, row, rows_of

from analysis.corpus import Corpus, load
from analysis.corpus.corrections import placed, read_corrections, write_corrections
from analysis.corpus.corrections.file import COLUMNS, as_table
from analysis.figures.reviewed import PUBLISHED, how_often_wrong
from analysis.findings.labels import Label, looked_at
from analysis.measures.event import events
from analysis.review import (
    DRAWN,
    agreement,
    differences,
    drawn,
    error_rates,
    merged,
    of_finding,
    read_review,
    review_sheet,
    with_said,
)
from analysis.review.command import chosen, take, write
from analysis.schema import CorpusError, ParameterError
from analysis.tables import tables_of
from small import corpus


def small() -> Corpus:
    """Make a corpus of two articles with titles."""
    return corpus([("A", TEXT), ("B", TEXT.replace("Monday", "Friday"))], title=["=One", "'-Two"])


def speakers(made: Corpus) -> pd.DataFrame:
    """List the speakers as labels."""
    return drawn(made, {}, "speaker", 100, 1)


# --- What is drawn


@pytest.fixture(scope="module")
def sample() -> Corpus:
    """The made-up articles, with the stories that were found."""
    made = load("data/sample")
    return made.with_events(events(made))


@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_labels_of_each_kind_can_be_drawn_and_found_again(sample: Corpus, kind: str) -> None:
    tables = tables_of(sample, "origin")
    rows = drawn(sample, tables, kind, 5, 7)
    pd.testing.assert_frame_equal(rows, drawn(sample, tables, kind, 5, 7))
    assert (rows["value"] == rows["was"]).all()
    assert rows["drawn"].str.fullmatch(rf"seed 7, {len(rows)} of \d+ {kind}").all()
    table, faults = placed(rows.assign(row=np.arange(1, len(rows) + 1)), sample.documents)
    assert not faults
    places = ["document_id", "start", "end", "other_document_id", "other_start", "other_end"]
    pd.testing.assert_frame_equal(table[places], rows[places])


def test_every_label_is_as_likely_as_any_other() -> None:
    made = small()
    counts = np.zeros(6)
    for seed in range(600):
        rows = drawn(made, {}, "speaker", 2, seed)
        order = speakers(made)[["document_id", "start"]].apply(tuple, axis=1).tolist()
        for place in rows[["document_id", "start"]].apply(tuple, axis=1):
            counts[order.index(place)] += 1
    assert (abs(counts - 200) < 60).all()


def test_a_kind_that_cannot_be_drawn_is_named() -> None:
    with pytest.raises(ParameterError, match=r"speekers.*Allowed: speaker.*Did you mean"):
        drawn(small(), {}, "speekers", 3, 1)
    bare = corpus([("A", "Nothing is said here.")])
    with pytest.raises(ParameterError, match="has no label of the kind 'speaker'"):
        speakers(bare)


def test_the_labels_of_a_finding_are_rows() -> None:
    made = small()
    start = TEXT.index("crane")
    labels = [
        Label("mention", "CRANE: crane", "d000", start, start + 5),
        Label("same_text", "yes", "d000", other_document_id="d001"),
    ]
    rows = of_finding(made, labels)
    assert rows["excerpt"].tolist() == ["crane", "=One"]
    assert rows["other_document_id"].tolist() == ["", "d001"]
    assert placed(rows.assign(row=[1, 2]), made.documents)[1] == []


# --- The sheet


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_goes_out_and_comes_back(tmp_path: Path, form: str) -> None:
    made = small()
    rows = pd.concat([speakers(made), drawn(made, {}, "title", 2, 1)], ignore_index=True)
    file = tmp_path / f"labels.{form}"
    (line,) = write(made, rows, file, "my articles")
    assert line.endswith(f"samestory review 'my articles' --apply {file.as_posix()}")
    assert f"{len(rows)} labels" in line
    # Nothing is ticked yet, and so nothing is said.
    unticked, faults = read_review(file)
    assert unticked.empty
    assert not faults
    if form == "xlsx":
        book = load_workbook(file)
        sheet = book.active
        head = [cell.value for cell in sheet[1]]
        for cells in sheet.iter_rows(min_row=2):
            assert all(cell.data_type != "f" for cell in cells)
            cells[head.index("checked")].value = "x"
            cells[head.index("start")].value = float(cells[head.index("start")].value or 0) or None
        book.save(file)
    else:
        sheet = pd.read_csv(file, dtype=str, keep_default_na=False)
        assert sheet.columns[:4].tolist() == ["kind", "value", "was", "checked"]
        assert not sheet["value"].str.startswith(("=", "@")).any()
        sheet.assign(checked="x").to_csv(file, index=False, sep=";", encoding="utf-8-sig")
    back, faults = read_review(file)
    assert not faults
    columns = [name for name in COLUMNS if name != "checked"]
    pd.testing.assert_frame_equal(back[columns], rows[columns])


def test_a_day_that_a_spreadsheet_made_of_a_text_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "labels.xlsx"
    cells = {"kind": "date", "value": pd.Timestamp("2023-06-25"), "document_id": "d000"}
    pd.DataFrame([cells]).to_excel(file, index=False)
    table, faults = read_review(file)
    assert not faults
    assert table["value"].tolist() == ["2023-06-25"]


def test_a_sheet_shows_each_label_in_its_sentence() -> None:
    made = small()
    sheet = review_sheet(made, speakers(made))
    assert "⟦Nobody was hurt,⟧” it added" in sheet["sentence"].iloc[2]
    assert sheet["outlet"].tolist() == ["A"] * 3 + ["B"] * 3
    assert review_sheet(made, drawn(made, {}, "title", 1, 1))["start"].tolist() == [""]


@pytest.mark.parametrize("name", ["labels.ods", "labels.xlsx"])
def test_a_file_that_is_no_sheet_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("kind", "utf-8")
    with pytest.raises(ParameterError, match=r"labels\."):
        read_review(tmp_path / name)


@pytest.mark.parametrize("name", ["labels.csv", "labels.xlsx"])
def test_a_file_of_labels_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises((CorpusError, ParameterError), match=r"labels\..*[Nn]o such file"):
        read_review(tmp_path / name)


# --- Taken back


def test_good_rows_hold_and_bad_ones_are_named(tmp_path: Path) -> None:
    made = small()
    file, into = tmp_path / "back.csv", tmp_path / "corrections.csv"
    into.write_text("kind,value,document_id\ntitel,A,d000\n", "utf-8")
    rows = pd.concat([speakers(made), rows_of(row("title", "T", "nobody"))], ignore_index=True)
    rows["checked"] = "x"
    rows.loc[0, "value"] = "Ann Lee"
    write_corrections(rows, file)
    told = take(made, file, into, "Ann", "2024-06-01")
    assert told[0].endswith("6 labels taken, 1 of them corrected; it holds 6.")
    assert told[1].startswith("back.csv row 7 (line 8 of the sheet): not taken: there is no docu")
    kept, faults = read_corrections(into)
    assert kept["value"].tolist() == ["Ann Lee", *["X"] * 5]
    assert set(kept["by"]) == {"Ann"}
    assert set(kept["day"]) == {"2024-06-01"}
    # What stood there and cannot be meant is still there.
    assert len(faults) == 1
    before = into.read_bytes()
    take(made, file, into, "Ann", "2024-06-01")
    assert into.read_bytes() == before


def test_of_one_label_the_newest_row_stays(tmp_path: Path) -> None:
    made = small()
    into = tmp_path / "corrections.csv"
    for number, name in enumerate(("Ann", "Bea")):
        file = write_corrections(
            rows_of(of(TEXT, "Grelle", "speaker", name), row("outlet", f"O{number}", "d001")),
            tmp_path / f"{number}.csv",
        )
        take(made, file, into, "", "")
    assert read_corrections(into)[0]["value"].tolist() == ["Bea", "O1"]


def test_rows_of_two_documents_with_one_text_are_two() -> None:
    sha = "a" * 64
    old, new = (rows_of(row("outlet", n, f"d{n}", sha256=sha)) for n in "01")
    assert merged(old, new)["value"].tolist() == ["0", "1"]


def test_a_document_that_was_renamed_has_no_two_rows(tmp_path: Path) -> None:
    made = small()
    sha = made.documents["sha256"].iloc[0]
    into = write_corrections(
        rows_of(row("outlet", "Old", "old name", sha256=sha)), tmp_path / "corrections.csv"
    )
    file = write_corrections(rows_of(row("outlet", "New", "d000", sha256=sha)), tmp_path / "n.csv")
    take(made, file, into, "", "")
    assert read_corrections(into)[0][["document_id", "value"]].to_numpy().tolist() == [
        ["d000", "New"]
    ]


# --- Rates


def test_only_what_was_drawn_with_a_seed_gives_rates() -> None:
    drew = {"drawn": "seed 1, 4 of 9 speaker", "was": "A"}
    rows = rows_of(
        *(row("speaker", value, start=n, end=n + 1, **drew) for n, value in enumerate("AABA")),
        row("speaker", "B", start=9, end=10, was="A"),
        row("title", "B", was="A", drawn="by eye"),
    )
    (rate,) = error_rates(rows).to_dict("records")
    low, high = binomtest(1, 4).proportion_ci(method="wilson")
    wanted = {"kind": "speaker", "drawn": 4, "wrong": 1, "share_wrong": 0.25}
    assert {name: rate[name] for name in wanted} == wanted
    assert (rate["share_low"], rate["share_high"]) == pytest.approx((low, high))
    assert error_rates(as_table([])).empty


# --- Two analysts


def test_two_analysts_are_compared_on_what_both_looked_at() -> None:
    # Cohen's kappa by hand: 3 of 4 equal, by chance 1/2 * 3/4 + 1/2 * 1/4 = 1/2.
    one = rows_of(*(row("agency", value, f"d{n}") for n, value in enumerate(["P", "P", "", ""])))
    other = rows_of(
        *(row("agency", value, f"d{n}") for n, value in enumerate(["P", "P", "P", "", "P"]))
    )
    (line,) = agreement(one, other).to_dict("records")
    assert (line["labels"], line["equal"], line["share_equal"]) == (4, 3, 0.75)
    assert line["kappa"] == pytest.approx((0.75 - 0.5) / 0.5)
    apart = differences(one, other)
    assert apart[["document_id", "value", "value_other"]].to_numpy().tolist() == [["d2", "", "P"]]


@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=9))
def test_who_agrees_with_oneself_agrees_wholly(values: list[str]) -> None:
    rows = rows_of(*(row("outlet", value, f"d{n}") for n, value in enumerate(values)))
    (line,) = agreement(rows, rows).to_dict("records")
    assert line["share_equal"] == 1
    assert np.isnan(line["kappa"]) == (len(set(values)) == 1)
    assert line["kappa"] == pytest.approx(1) or len(set(values)) == 1
    assert differences(rows, rows).empty


# --- What a finding rests on


@pytest.mark.parametrize(
    ("label", "hand", "counts"),
    [
        (Label("mention", "C: a", "d", 3, 8), row("mention", "C: a", "d", start=3, end=8), (1, 0)),
        (Label("mention", "C: a", "d", 3, 8), row("mention", "C: a", "e", start=3, end=8), (0, 0)),
        (Label("speaker", "A", "d", 3, 8), row("speaker", "A", "d", start=0, end=9), (1, 0)),
        (Label("speaker", "A", "d", 3, 8), row("speaker", "B", "d", start=0, end=9), (0, 0)),
        # A quotation that lies in one that was looked at is another.
        (Label("quotation", "quoted", "d", 3, 8), row("quotation", "quoted", "d", start=0, end=9),
         (0, 0)),
        # The outlet's own words lie in what is no quotation.
        (Label("quotation", "", "d", 3, 8), row("quotation", "", "d", start=0, end=9, was="quoted"),
         (1, 1)),
        (Label("same_text", "yes", "d", other_document_id="e"),
         row("same_text", "yes", "e", other_document_id="d", was="yes"), (1, 0)),
    ],
)  # fmt: skip
def test_a_label_was_looked_at_where_a_row_speaks_of_it(
    label: Label, hand: dict[str, object], counts: tuple[int, int]
) -> None:
    hand = {"was": hand["value"], **{k: v for k, v in hand.items() if k != "was" or v}}
    assert looked_at([label], rows_of(hand)) == counts


def test_ticking_all_labels_of_each_finding_keeps_it_and_says_so(tmp_path: Path) -> None:
    made = load("data/sample")
    some = chosen(made, "origin", "Port of Ordvik, June 2024")
    before = some.tables["findings"]
    rows = [some.rows(finding, "", 0, 0) for finding in before["finding"]]
    ticked = pd.concat(rows, ignore_index=True).drop_duplicates(["kind", *COLUMNS[4:8]])
    file = write_corrections(ticked.assign(checked="x"), tmp_path / "all.csv")
    again = chosen(load("data/sample", corrections=file), "origin", "Port of Ordvik, June 2024")
    after = again.tables["findings"]
    rests = after["labels"] > 0
    assert (after["checked_labels"] == after["labels"])[rests].all()
    assert set(after["headline"]) >= set(before["headline"])


def test_a_draw_is_of_what_rules_found_and_shows_what_was_looked_at_before(tmp_path: Path) -> None:
    made = small()
    first = drawn(made, {}, "speaker", 3, 7)
    said = first.assign(value=["Ann Lee", *first["value"].iloc[1:]], checked="x", by="Ann")
    again = with_said(drawn(made, {}, "speaker", 3, 7), said)
    place = ["document_id", "start", "end", "drawn", "was"]
    pd.testing.assert_frame_equal(again[place], first[place])
    assert again["value"].tolist() == said["value"].tolist()
    assert set(again["checked"]) == {"x"} and set(again["by"]) == {"Ann"}
    # Taken back as it is, it says what it said: as many were wrong.
    both = merged(said, again)
    assert error_rates(both)["wrong"].tolist() == error_rates(said)["wrong"].tolist() == [1]


def test_the_outlet_s_own_words_are_written_and_read_as_own(tmp_path: Path) -> None:
    made = small()
    rows = drawn(made, {}, "quotation", 2, 1).assign(checked="x", value="")
    sheet = review_sheet(made, rows)
    assert set(sheet["value"]) == {"own"} and set(sheet["allowed"]) == {"quoted, paraphrase, own"}
    write(made, rows, tmp_path / "own.csv", "small")
    back, faults = read_review(tmp_path / "own.csv")
    assert set(back["value"]) == {""} and not faults


def test_a_label_that_no_list_has_is_not_taken(tmp_path: Path) -> None:
    made = small()
    rows = rows_of(of(TEXT, "Grelle", "mention", "PORT: firm"))
    file = write_corrections(rows.assign(checked="x"), tmp_path / "names.csv")
    told = take(made, file, tmp_path / "corrections.csv", "", "2024-06-01")
    assert any("PORT has no label 'firm'. Allowed: person, organisation, place" in t for t in told)


def test_a_speaker_where_nobody_speaks_is_named(tmp_path: Path) -> None:
    made = small()
    rows = rows_of(of(TEXT, "Grelle", "speaker", "Ann Lee"), of(TEXT, "Monday", "speaker", "Bo"))
    file = write_corrections(rows.assign(checked="x"), tmp_path / "speakers.csv")
    told = take(made, file, tmp_path / "corrections.csv", "", "2024-06-01")
    idle = [line for line in told if "changes nothing" in line]
    assert len(idle) == 1 and "d000 49-55" in idle[0] and "naming Bo" in idle[0]


def test_pages_say_how_often_rules_were_wrong_here_else_what_is_published() -> None:
    rows = rows_of(
        *(
            row("speaker", value, was="A", drawn="seed 1, 2 of 9 speaker", checked="x")
            for value in ("A", "B")
        )
    )
    here, published = how_often_wrong(rows, ["speaker"]), how_often_wrong(rows, ["paraphrase"])
    assert "Of 2 speakers drawn from this corpus and checked by hand, 1 were wrong" in here
    assert "9% to 91%" in here and "drawn" in published
    limits = Path("docs/limits.md").read_text(encoding="utf-8")
    assert f"paraphrase {PUBLISHED['paraphrase']:.2f}".replace(" 0", " ") in limits
    assert f"speakers {PUBLISHED['speaker']:.2f}".replace(" 0", " ") in limits


def test_corrections_are_begun_with_a_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    rows, faults = read_corrections(tmp_path / "empty.csv")
    assert rows.empty and not faults
