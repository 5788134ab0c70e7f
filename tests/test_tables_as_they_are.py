"""Tables, dates and spellings as people have them."""

from __future__ import annotations

import gzip
import json
import lzma
import shlex
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import regex
import test_wrapped
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.collect.answers import Answer
from analysis.collect.visits import Clock
from analysis.corpus import load
from analysis.corpus.language import folded, given_dates, terms_of
from analysis.corpus.language.tokenizer import running_words, word_offsets
from analysis.corpus.read import read_documents
from analysis.corpus.read import text as bytes_to_text
from analysis.corpus.read.reading import Reading
from analysis.corpus.read.rows import csv_rows
from analysis.corpus.read.shapes import SHAPES
from analysis.corpus.read.text import decode, is_blank
from analysis.schema import CorpusError
from small import web_page

ROOT = Path(__file__).resolve().parents[1]

TEXT = "The ferry to Ordvik stayed in port on Monday, the harbour master said."


def _read(folder: Path, name: str, content: str | bytes, **how):
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_documents(file, **how)


def _reasons(table: pd.DataFrame) -> str:
    return "\n".join(table["reason"])


# --- columns ----------------------------------------------------------------------------------


def test_a_table_without_texts_says_which_column_may_be_one_and_what_to_type(tmp_path):
    rows = f"headline,Lead text,link\nFerry stays,{TEXT.replace(',', '')},https://a.example/1\n"
    documents, rejected, _ = _read(tmp_path, "t.csv", rows)
    assert documents.empty
    assert "Likely: Lead text." in _reasons(rejected)
    typed = "--map text='Lead text' --map title=headline --map url=link"
    assert f"Type {typed}" in _reasons(rejected)
    columns = {"text": "Lead text", "title": "headline", "url": "link"}
    assert read_documents(tmp_path / "t.csv", columns=columns)[0]["url"][0].endswith("/1")


def test_headlines_alone_are_read_only_if_one_asks(tmp_path):
    rows = "title,media_name,publish_date,url\nFerry stays,Post,2031-06-03,https://a.example/1\n"
    documents, rejected, _ = _read(tmp_path, "t.csv", rows)
    assert documents.empty
    assert "It is a Media Cloud export." in _reasons(rejected)
    assert "type --titles-only" in _reasons(rejected)
    documents, _, notes = read_documents(tmp_path / "t.csv", titles_only=True)
    row = documents.iloc[0]
    assert (row["title"], row["outlet"], row["source"]) == (
        "Ferry stays",
        "Post",
        "Ferry stays\n\n",
    )
    assert "read as a Media Cloud export: outlet = media_name" in _reasons(notes)


def test_titles_only_leaves_the_texts_of_a_table_unread(tmp_path):
    documents, _, _ = _read(tmp_path, "t.csv", f'title,content\nFerry,"{TEXT}"\n', titles_only=True)
    assert documents["source"].tolist() == ["Ferry\n\n"]
    (tmp_path / "c").mkdir()
    with pytest.raises(CorpusError, match="--titles-only is for a table file"):
        read_documents(tmp_path / "c", titles_only=True)


@pytest.mark.parametrize(
    "head", ["ID;Outlet;Title;Date;Text", "\ufeff id ; OUTLET;title;date;text"]
)
def test_heads_are_read_whatever_their_case_and_blanks(tmp_path, head):
    row = _read(tmp_path, "t.csv", f"{head}\n7;Post;Ferry; 3.6.2031;{TEXT}\n")[0].iloc[0]
    assert (row["document_id"], row["outlet"], row["title"]) == ("7", "Post", "Ferry")
    assert row["published_latest"] == pd.Timestamp("2031-06-03")


@given(
    st.lists(st.text("ab ,;|\t\"'\n", max_size=8), min_size=2, max_size=4),
    st.sampled_from(",;|\t"),
)
def test_a_row_that_is_written_by_the_rules_is_read_as_it_was(cells, delimiter):
    written = pd.DataFrame([cells], columns=[f"c{n}" for n in range(len(cells))])
    text = written.to_csv(index=False, sep=delimiter, quoting=1)
    rows = list(csv_rows(Reading(), "t.csv", text.splitlines(keepends=True)))
    assert [list(row.values()) for _, row in rows] == ([cells] if any(cells) else [])


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_known_export_is_read_without_being_told(tmp_path, shape):
    columns = dict.fromkeys([*sorted(shape.signature), *shape.columns.values(), "title"], "x")
    columns |= {shape.columns.get("text", "text"): TEXT}
    (tmp_path / "t.jsonl").write_text(json.dumps(columns))
    documents, rejected, notes = read_documents(tmp_path / "t.jsonl")
    assert rejected.empty
    assert TEXT in documents["source"][0]
    assert f"read as {shape.name}" in _reasons(notes)


def test_an_answer_of_newsapi_is_read_as_it_came(tmp_path):
    article = {
        "source": {"id": None, "name": "Harbour Post"},
        "author": "Mina Holt",
        "title": "Ferry stays",
        "publishedAt": "2031-06-03T08:00:00Z",
        "content": f"{TEXT} Nobody… [+1200 chars]",
    }
    answer = {"status": "ok", "totalResults": 2, "articles": [article, {"title": "[Removed]"}]}
    documents, rejected, notes = _read(tmp_path, "t.json", json.dumps(answer))
    row = documents.iloc[0]
    assert (row["outlet"], row["byline"]) == ("Harbour Post", "Mina Holt")
    assert row["source"].endswith("Nobody")
    assert "1200 characters more were left out" in _reasons(notes)
    assert rejected["row"].tolist() == [2]


def test_an_article_in_parts_is_read_as_paragraphs(tmp_path):
    body = {"summary": ["Ferry stays."], "sections": [{"headline": [], "paragraphs": [TEXT]}]}
    row = {"title": "Ferry", "body": body, "authors": ["A", "B"], "publishing_date": "2031-06-03"}
    documents = _read(tmp_path, "t.json", json.dumps([row]))[0]
    assert documents["source"][0] == f"Ferry stays.\n\n{TEXT}".replace("Ferry", "Ferry", 1)
    assert documents["byline"][0] == "A; B"


def test_a_workbook_is_read_as_its_first_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Title", "Date", "Text"])
    book.active.append(["Ferry", pd.Timestamp("2031-06-03").to_pydatetime(), TEXT])
    book.create_sheet("Notes").append(["x"])
    book.save(tmp_path / "t.xlsx")
    documents, _, notes = read_documents(tmp_path / "t.xlsx")
    assert documents["published_earliest"].tolist() == [pd.Timestamp("2031-06-03")]
    assert "not read: Notes" in _reasons(notes)


def test_a_cover_before_the_sheet_of_articles_is_passed_over(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Export of the harbour archive", "week 23"])
    book.active.append(["Made by", "the port office"])
    sheet = book.create_sheet("Articles")
    sheet.append(["Title", "Author", "Text"])
    sheet.append(["Ferry", "By Mina Holt", TEXT])
    book.save(tmp_path / "t.xlsx")
    documents, _, notes = read_documents(tmp_path / "t.xlsx")
    assert documents["byline"].tolist() == ["Mina Holt"]
    assert "read: the sheet Articles; not read: Sheet" in _reasons(notes)


def test_what_is_no_table_says_which_tool_makes_it_one(tmp_path):
    with pytest.raises(CorpusError, match="pdftotext"):
        _read(tmp_path, "t.pdf", b"%PDF")
    (tmp_path / "a.txt").write_text(TEXT)
    assert "pdftotext" in _reasons(read_documents(tmp_path)[2])


def test_a_file_of_many_articles_is_split_and_its_fields_are_read(tmp_path):
    one = f"""
Ordvik Post

June {{0}}, 2031 Tuesday 9:15 PM GMT
Final Edition

Ferry stays in port
for a day

BYLINE: Orla Dask

SECTION: HARBOUR; Pg. 7

LENGTH: 96 words

DATELINE: ORDVIK

{TEXT}

NOBODY: that is what the master said.

LOAD-DATE: June 5, 2031

LANGUAGE: ENGLISH

Copyright 2031 Ordvik Post Ltd
All Rights Reserved
"""
    heads = ("1 of 7 DOCUMENTS\n", "                     2 of 7 DOCUMENTS\n")
    many = "\n".join(head + one.format(number) for number, head in enumerate(heads, 3))
    (tmp_path / "a.txt").write_text(many)
    documents, _, notes = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["a-1", "a-2"]
    assert documents["published_latest"].dt.day.tolist() == [3, 4]
    row = documents.iloc[1]
    assert row[["outlet", "byline", "dateline_place"]].tolist() == [
        "Ordvik Post", "Orla Dask", "ORDVIK",
    ]  # fmt: skip
    story = f"{TEXT}\n\nNOBODY: that is what the master said."
    assert row["source"] == f"Ferry stays in port for a day\n\n{story}"
    assert "2 articles of 7 announced" in _reasons(notes)


# --- each row for itself ----------------------------------------------------------------------


def test_a_mark_that_is_not_closed_takes_no_other_row(tmp_path):
    rows = f'id,text\n1,"Ferry in port\n2,{TEXT.replace(",", "")}\n3,"Open, again"\n'
    documents, _, notes = _read(tmp_path, "t.csv", rows)
    assert documents["document_id"].tolist() == ["1", "2", "3"]
    assert documents["source"][0] == "Ferry in port"
    assert notes["row"].tolist() == [1]


def test_a_mark_that_is_not_closed_in_a_manifest_spoils_one_row(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
    (tmp_path / "manifest.csv").write_text('file,outlet\na.txt,"Post\nb.txt,Herald\n')
    assert read_documents(tmp_path)[0]["outlet"].tolist() == ["Post", "Herald"]


def test_rows_of_json_that_break_a_reader_take_no_other(tmp_path):
    deep = "[" * 100_000
    lines = ['{"id": 1, "text": "A."}', f'{{"text": {deep}', f'{{"n": {"9" * 5000}, "text": "B."}}']
    lines += ['\ufeff{"id": 4, "text": "C."}', '{"half \\ud83d": 1, "text": "D."}']
    documents, rejected, _ = _read(tmp_path, "t.jsonl", "\n".join(lines))
    assert documents["document_id"].tolist() == ["1", "row-3", "4", "row-5"]
    assert rejected["row"].tolist() == [2]


def test_two_columns_of_one_name_are_two(tmp_path):
    documents, _, notes = _read(tmp_path, "t.csv", "text,desk,desk\nFerry.,x,y\n")
    assert documents[["desk", "desk.2"]].to_numpy().tolist() == [["x", "y"]]
    assert "two columns are called desk" in _reasons(notes)


def test_lines_may_end_as_on_an_old_mac_and_the_head_may_come_again(tmp_path):
    documents, _, notes = _read(tmp_path, "t.csv", "id,text\r1,A.\rid,text\r2,B.\r")
    assert documents["document_id"].tolist() == ["1", "2"]
    assert "once more" in _reasons(notes)


def test_many_columns_are_kept(tmp_path):
    names = ",".join(f"c{number}" for number in range(10_000))
    rows = "".join(f"{number}.," + "," * 9_999 + "\n" for number in range(20))
    documents = _read(tmp_path, "t.csv", f"text,{names}\n{rows}")[0]
    assert documents.shape[0] == 20
    assert "c9999" in documents


def test_what_is_packed_is_unpacked_up_to_a_size(tmp_path, monkeypatch):
    monkeypatch.setattr(bytes_to_text, "MOST", 1_000)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 1_001))
    (tmp_path / "b.txt.xz").write_bytes(lzma.compress(b"b" * 1_000))
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["b"]
    assert "more than 0 MB, unpacked" in _reasons(rejected)


@pytest.mark.parametrize(
    "piece", [" ", "<a ", "&", "<!--", '"', '\\"', "nan", "[", "3/4/", "June "]
)
def test_no_cell_takes_more_time_than_its_size(tmp_path, piece):
    """Each would take hours if the time grew with the square of the size."""
    cell = "x" + piece * 400_000 + "y"
    rows = json.dumps({"text": cell, "date": cell, "byline": cell, "title": "Ferry"})
    assert len(_read(tmp_path, "t.jsonl", rows)[0]) == 1
    _read(tmp_path, "t.csv", f"id,text\n1,{cell}\n2,Ferry.\n" + f"3,{piece}\n" * 20_000)


# --- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["nan", "None", "N/A", "[Removed]", "NULL", " "])
def test_what_says_that_there_is_nothing_is_nothing(tmp_path, nothing):
    rows = f"title,byline,outlet,text\nFerry,{nothing},{nothing},Stays.\n{nothing},,,{nothing}\n"
    documents, rejected, _ = _read(tmp_path, "t.csv", rows)
    assert documents[["byline", "outlet"]].to_numpy().tolist() == [["", ""]] or nothing == " "
    assert rejected["row"].tolist() == [2]


def test_names_in_a_written_list_are_names(tmp_path):
    rows = "byline,text\n\"['Mina Holt', 'Tom Brask']\",Ferry stays.\n"
    assert _read(tmp_path, "t.csv", rows)[0]["byline"].tolist() == ["Mina Holt; Tom Brask"]


def test_entities_and_markup_are_written_out_and_that_is_said(tmp_path):
    rows = "text\n<p>Ferry &amp; pier</p><p>3 &lt; 5 and R&D; AT&T</p>\n"
    documents, _, notes = _read(tmp_path, "t.csv", rows)
    assert documents["source"].tolist() == ["Ferry & pier\n\n3 < 5 and R&D; AT&T"]
    assert "entities and markup are written out (1 row)" in _reasons(notes)


# --- dates ------------------------------------------------------------------------------------

FORMS = [
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%S.000Z", "%B %d, %Y", "%b. %d, %Y",
    "%A, %B %d, %Y", "%B %d, %Y %A", "%d %B %Y", "%a, %d %b %Y 10:00:00 +0000", "%d.%m.%Y 10:15",
    "%d-%b-%Y", "%Y/%m/%d", "%Y%m%d", "%a %b %d 10:00:00 UTC %Y", "%m/%d/%Y 5:07 PM EDT",
    "%B %d, %Y at 7:15 p.m. ET",
]  # fmt: skip


@given(st.dates(pd.Timestamp("1980-01-01").date(), pd.Timestamp("2060-12-31").date()))
def test_a_day_is_itself_in_every_way_of_writing_it(day):
    for form in FORMS:
        assert given_dates.parse(day.strftime(form)) == (day, day), form
    seconds = int(pd.Timestamp(day, tz="UTC").timestamp()) + 3_600
    if seconds >= 10**9:
        assert given_dates.parse(str(seconds)) == (day, day)
        assert given_dates.parse(f"{seconds}000") == (day, day)
    serial = (day - pd.Timestamp("1899-12-30").date()).days
    assert given_dates.parse(str(serial), given_dates.form_of([str(serial)])) == (day, day)


@given(st.dates(pd.Timestamp("1980-01-01").date(), pd.Timestamp("2060-12-31").date()))
def test_a_day_that_can_be_two_is_both_and_one_that_cannot_is_one(day):
    for mark in "/-":
        first, last = given_dates.parse(day.strftime(f"%d{mark}%m{mark}%Y"))
        assert first <= day <= last
        assert (first == last) == (day.day > 12 or day.day == day.month)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Sept. 3rd, 2031", "2031-09-03", "2031-09-03"),
        ("3/6/31", "2031-03-06", "2031-06-03"),
        ("June 2031", "2031-06-01", "2031-06-30"),
        ("2031-06", "2031-06-01", "2031-06-30"),
        ("2031", "2031-01-01", "2031-12-31"),
    ],
)
def test_more_ways_to_write_a_day_or_a_month(text, first, last):
    assert [day.isoformat() for day in given_dates.parse(text)] == [first, last]


def test_numbers_are_days_of_a_spreadsheet_only_where_all_are(tmp_path):
    documents = _read(tmp_path, "t.csv", "text,date\nA.,48002\nB.,48003\n")[0]
    assert documents["published_earliest"].dt.day.tolist() == [3, 4]
    documents = _read(tmp_path, "u.csv", "text,date\nA.,48002\nB.,3 June 2031\n")[0]
    assert documents["published_earliest"].isna().tolist() == [True, False]


def _page(tmp_path: Path, head: str = "", above: str = "", below: str = "") -> pd.Series:
    body = f"<h1>Ferry stays in port</h1>{above}" + f"<p>{TEXT} It may sail on Friday.</p>" * 3
    title = "<title>Ferry stays in port</title>"
    page = f"<html><head>{title}{head}</head><body><article>{body}</article>{below}</body></html>"
    (tmp_path / "a.html").write_text(page)
    return read_documents(tmp_path)[0].iloc[0]


def _days(row: pd.Series) -> tuple[str, str, str]:
    days = (str(row[name])[:10] for name in ("published_earliest", "published_latest"))
    return (*days, row["date_certainty"])


def test_what_a_page_declares_is_given_and_what_is_found_beside_the_headline_inferred(tmp_path):
    meta = '<meta property="article:published_time" content="2031-06-03T08:00:00Z">'
    row = _page(tmp_path, meta, '<p class="date">June 5, 2031</p>')
    assert _days(row) == ("2031-06-03", "2031-06-03", "given")
    assert "article:published_time" in row["date_evidence"]
    row = _page(tmp_path, "", '<p class="date">June 5, 2031</p>')
    assert _days(row) == ("2031-06-05", "2031-06-05", "inferred")
    assert row["date_evidence"] == "beside the headline: June 5, 2031"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "<footer>© 2031 Harbour Post</footer>"),
        ("<p>The pier was built in 1999, and the ferry has sailed since 4 May 2003 without a day "
         "in port but for the storms of two winters, its owners say.</p>", ""),
        ("", '<aside><h3>Pier opens</h3><time datetime="2031-01-02">Jan 2</time></aside>'),
        ("", '<div class="related"><a>Pier opens</a> <span class="date">2 Jan 2031</span></div>'),
    ],
    ids=["copyright", "story", "aside", "related"],
)  # fmt: skip
def test_what_stands_elsewhere_dates_no_article(tmp_path, above, below):
    assert _days(_page(tmp_path, above=above, below=below)) == ("NaT", "NaT", "")


def test_another_articles_data_are_not_this_ones(tmp_path):
    other = {"@type": "NewsArticle", "headline": "Pier opens", "datePublished": "2031-01-02"}
    own = {
        "@type": "NewsArticle",
        "headline": "Ferry stays in port",
        "datePublished": "2031-06-03",
        "author": {"name": "Mina Holt"},
    }
    for graph, day in (([other, own], "2031-06-03"), ([other], "NaT")):
        data = json.dumps({"@graph": graph})
        row = _page(tmp_path, f'<script type="application/ld+json">{data}</script>')
        assert _days(row)[0] == day
        assert row["html_byline"] == ("Mina Holt" if own in graph else "")


def test_updated_never_outranks_published(tmp_path):
    updated = '<div>Updated: <time datetime="2031-06-09">June 9</time></div>'
    published = '<div>Published: <time datetime="2031-06-03">June 3</time></div>'
    assert _days(_page(tmp_path, above=updated + published))[0] == "2031-06-03"
    assert _days(_page(tmp_path, above=updated)) == ("NaT", "2031-06-09", "bound")


def test_a_month_in_an_address_is_the_days_of_that_month(tmp_path):
    link = '<link rel="canonical" href="https://post.example/2031/06/ferry-stays">'
    assert _days(_page(tmp_path, link)) == ("2031-06-01", "2031-06-30", "inferred")


def test_a_clock_tells_the_american_order(tmp_path):
    row = _page(tmp_path, above='<p class="stamp">10/04/2031 5:07 AM EDT</p>')
    assert _days(row)[:2] == ("2031-10-04", "2031-10-04")
    row = _page(tmp_path, above='<p class="stamp">10/04/2031</p>')
    assert _days(row)[:2] == ("2031-04-10", "2031-10-04")
    assert "day or month first?" in row["date_evidence"]


def test_a_given_day_wins_over_what_a_page_shows(tmp_path):
    (tmp_path / "manifest.csv").write_text("file,date\na.html,2031-07-01\n")
    assert _days(_page(tmp_path, above='<p class="date">June 5, 2031</p>'))[0] == "2031-07-01"


# --- characters -------------------------------------------------------------------------------

ENGLISH = "The harbour master said that the ferry would stay in port until the storm was over. "


@given(st.lists(st.sampled_from("é ñ ü ø ç “quay” £4m – don’t Forêt Århus".split()), max_size=8))
def test_english_with_a_few_western_letters_is_windows_1252(words_):
    text = ENGLISH * 2 + " ".join(words_)
    assert decode(text.encode("cp1252"))[0] == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=4))
def test_utf16_is_read_with_its_mark_and_english_without(text):
    assert decode(b"\xff\xfe" + text.encode("utf-16-le"))[0] == text
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode((ENGLISH * 9 + text[:20]).encode(encoding))[0] == ENGLISH * 9 + text[:20]


def test_a_stray_line_does_not_spoil_a_file_of_utf8():
    raw = "Señor Peña\n".encode() * 3 + "Ms Forêt\n".encode("cp1252")
    assert decode(raw) == ("Señor Peña\n" * 3 + "Ms Forêt\n", "UTF-8, but 1 line as windows-1252")


def test_other_code_pages_are_not_taken_for_western():
    text = "Елена сказала, что паром стоит. " * 4
    assert decode(text.encode("cp1251"))[0] == text


def test_what_nobody_sees_is_an_empty_text(tmp_path):
    assert is_blank("\u200b\ufeff\x00 \n")
    (tmp_path / "a.txt").write_text("\u200b\u200d\n", "utf-8")
    (tmp_path / "b.txt").write_text(TEXT)
    assert _reasons(read_documents(tmp_path)[1]) == "title and text are both empty"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cafe\u0301", "caf\u00e9"), ("envi\u00adron\u00adment", "environment"), ("oﬃce", "office"),
        ("co\u2011operation", "co-operation"), ("don\u02bct", "don't"), ("fer\u200bry", "ferry"),
        ("ｆｅｒｒｙ", "ferry"),
    ],
)  # fmt: skip
def test_two_ways_to_print_a_word_are_one_term(one, other):
    for text in (one, other):
        printed, sizes = running_words([text])
        assert sizes.tolist() == [1]
        assert folded(printed).to_list() == terms_of(text) == terms_of(other)


@given(st.text(st.sampled_from("ab1é'’-. \u00ad\u2011\u200b½²\u0301.,"), max_size=30))
def test_both_tokenizers_and_both_foldings_agree(text):
    printed, _ = running_words([text])
    starts, ends, _ = word_offsets([text])
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == printed.to_list()
    assert folded(printed).to_list() == terms_of(text)


# --- the command ------------------------------------------------------------------------------


def test_a_manifest_of_what_was_read_gives_the_same_corpus(tmp_path):
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "a.txt").write_text(f"Ferry stays\n\nORDVIK, June 3, 2031 (AP) - {TEXT}")
    (folder / "b.html").write_text(web_page("Bridge reopens"))
    written = tmp_path / "m.csv"
    answer = CliRunner().invoke(app, ["check", str(folder), "--write-manifest", str(written)])
    assert answer.exit_code == 0, answer.output
    names = ["outlet", "agency", "byline", "published_earliest", "published_latest"]
    before, after = load(folder).documents, load(folder, manifest=written).documents
    pd.testing.assert_frame_equal(before[names], after[names])
    answer = CliRunner().invoke(app, ["check", str(folder), "--write-manifest", str(written)])
    assert "is there already" in str(answer.exception)
    answer = CliRunner().invoke(app, ["check", str(written), "--write-manifest", "x.csv"])
    assert "correct the columns" in str(answer.exception)


def test_each_line_of_what_you_have_and_what_to_type_holds(tmp_path, monkeypatch):
    """Read the table of the README, and try each row on a small file."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = readme.split("| you have | you type |\n|---|---|\n")[1].split("\n\n")[0].split("\n")
    typed = [regex.search(r"`\.venv/bin/samestory (\w+) ([^`]+)`", row) for row in rows]
    assert all(typed)
    _made(tmp_path)
    # As samestory collect asks: a host that has the page of a saved one.
    kept = web_page("Bridge reopens").encode()
    html = Answer(200, {"content-type": "text/html"}, kept)
    answers = {"https://post.example/a": html, "https://post.example/robots.txt": Answer(404)}
    monkeypatch.setattr("analysis.collect.fetcher", lambda version: answers.__getitem__)
    monkeypatch.setattr("analysis.collect.clock", Clock(float, lambda seconds: None, date.today))
    monkeypatch.chdir(tmp_path)
    for command in typed:
        words = shlex.split(command[2])
        answer = CliRunner().invoke(app, [command[1], str(tmp_path / words[0]), *words[1:]])
        assert answer.exit_code == 0, (command[0], answer.output, answer.exception)
        said = "1 new page" if command[1] == "collect" else "refused: 0"
        assert said in answer.output


def _made(folder: Path) -> None:
    """Make one small file for each row of the README's table."""
    (folder / "my-articles").mkdir()
    (folder / "my-articles/a.txt").write_text(f"Ferry stays\n\n{TEXT}")
    (folder / "addresses.txt").write_text("https://post.example/a\n")
    (folder / "my-pages").mkdir()
    (folder / "my-pages/a.html").write_text(web_page("Bridge reopens"))
    (folder / "my-nexis").mkdir()
    nexis = f"1 of 1 DOCUMENTS\n\nPost\n\nJune 3, 2031\n\nFerry\n\nLENGTH: 9 words\n\n{TEXT}\n"
    (folder / "my-nexis/n.txt").write_text(nexis)
    (folder / "my-documents").mkdir()
    (folder / "my-documents/a.docx").write_bytes(test_wrapped.word(test_wrapped.DOCUMENT))
    for archive, text in (("factiva", test_wrapped.PRINTED), ("proquest", test_wrapped.PROQUEST)):
        (folder / f"my-{archive}").mkdir()
        (folder / f"my-{archive}/n.txt").write_text(text)
    row = {"Title": "Ferry stays", "Date": "3 June 2031", "Outlet": "Post", "Text": TEXT}
    pd.DataFrame([row]).to_csv(folder / "articles.csv", sep=";", index=False)
    pd.DataFrame([row]).to_excel(folder / "articles.xlsx", index=False)
    other = {"headline": "Ferry stays", "summary": TEXT, "site": "Post"}
    pd.DataFrame([other]).to_csv(folder / "other.csv", index=False)
    cloud = {
        "media_name": "Post",
        "title": "Ferry",
        "publish_date": "2031-06-03",
        "url": "a.example",
    }
    pd.DataFrame([cloud]).to_csv(folder / "media-cloud.csv", index=False)
    answer = {"source": {"name": "Post"}, "title": "Ferry", "content": TEXT, "publishedAt": "2031"}
    (folder / "newsapi.json").write_text(json.dumps({"articles": [answer]}))
    plain = {"title": "Ferry", "maintext": TEXT, "date_publish": "2031-06-03", "authors": ["A"]}
    (folder / "crawled.jsonl").write_text(json.dumps(plain))
    news = {"title": "Ferry", "publication": "Post", "author": "A", "content": TEXT}
    pd.DataFrame([news]).to_csv(folder / "all-the-news.csv")


# --- a table beside pages ---------------------------------------------------------------------


def test_an_article_of_a_page_and_of_a_row_counts_once(tmp_path):
    (tmp_path / "a.html").write_text(web_page("Bridge reopens after the flood"))
    (tmp_path / "b.txt").write_text(f"Ferry stays at the pier\n\n{TEXT}")
    page = load(tmp_path).documents["source"].iloc[0]
    rows = [
        {"id": "1", "title": "Bridge reopens after the flood", "text": page, "outlet": "Post"},
        {
            "id": "2",
            "title": "Ferry stays at the pier",
            "text": TEXT,
            "outlet": "Post",
            "date": "2031-06-03",
        },
        {"id": "3", "title": "Ferry stays at the pier", "text": "Another telling: it left."},
        {
            "id": "4",
            "title": "Guild meets",
            "text": TEXT,
            "url": "http://www.a.example/x/?utm_id=1",
        },
        {"id": "5", "title": "Pilots meet", "text": TEXT, "url": "https://a.example/x"},
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "export.csv", index=False)
    (tmp_path / "notes.csv").write_text("name,colour\nx,red\n")
    found = load(tmp_path)
    assert found.documents["document_id"].tolist() == ["a", "b", "export/3", "export/4"]
    # What a file does not say its row knows.
    assert found.documents["outlet"].tolist()[1:] == ["Post", "unknown", "a.example"]
    assert found.documents["published_earliest"].dt.year.tolist()[1] == 2031
    said = [reason for reason in found.notes["reason"] if "counted once" in reason]
    assert said == [
        "the same article as a.html: counted once",
        "the same article as b.txt: counted once",
        "the same article as export.csv row 4: counted once",
    ]
    assert "not read as a table of articles" in " ".join(found.notes["reason"])


def test_columns_of_other_languages_and_a_byline_s_agency_are_read(tmp_path):
    row = {"Zeitung": "Port Post", "Titel": "Ferry stays - Port Post", "Datum": "3.6.2031"}
    row |= {"Volltext": TEXT, "Autor": "The Associated Press"}
    pd.DataFrame([row]).to_csv(tmp_path / "a.csv", sep=";", index=False)
    (article,) = load(tmp_path / "a.csv").documents.to_dict("records")
    assert (article["outlet"], article["title"]) == ("Port Post", "Ferry stays")
    assert article["published_earliest"] == pd.Timestamp("2031-06-03")
    assert article["agency"] == "AP"


def test_check_names_the_columns_that_nothing_reads(tmp_path):
    pd.DataFrame([{"title": "Ferry", "text": TEXT, "Blatt": "Post"}]).to_csv(tmp_path / "a.csv")
    answer = CliRunner().invoke(app, ["check", str(tmp_path / "a.csv")])
    assert "--map outlet=COLUMN" in answer.output and "columns Blatt are not read" in answer.output
