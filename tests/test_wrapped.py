"""Texts wrapped at a width are read as if they were not; files of archives as their articles."""

from __future__ import annotations

import io
import shutil
import textwrap
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import load
from analysis.corpus.read.archives import split
from analysis.corpus.read.packed import unpack
from analysis.corpus.read.wrapped import joined
from small import corpus, web_page

ROOT = Path(__file__).resolve().parents[1]
SAID = (
    "The guild of the pilots told the town on Friday that the ferry stays at the pier, for the "
    "harbour is shut, and that nobody knows for how long it will be."
)
WORDS = st.sampled_from([*"harbour guild 24 a of the Ordvik's, is-not".split(), "shut.", "“Yes,”"])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=60, max_size=120).map(" ".join), min_size=1)


def wrap(paragraphs: list[str], width: int) -> str:
    """Wrap paragraphs as a mail program does."""
    return "\n\n".join(
        textwrap.fill(each, width, break_on_hyphens=False, break_long_words=False)
        for each in paragraphs
    )


@given(PARAGRAPHS, st.integers(40, 100))
def test_what_was_wrapped_is_joined_again(paragraphs, width):
    text, found = joined(wrap(paragraphs, width))
    assert text == "\n\n".join(paragraphs)
    assert width - 12 < found <= width


@given(st.lists(st.text("ab .\n\r-”", max_size=60)).map("\n".join))
def test_nothing_is_lost_and_no_text_grows(text):
    whole, _ = joined(text)
    assert len(whole) == len(text)
    assert (
        sorted(whole.replace("\u00ad", "-").split()) == sorted(text.replace("-\n", "-").split())
        or "-" in text
    )


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["Ferry stays", "It is shut", "Nobody knows", "The guild of pilots met"] * 4),
        "\n\n".join([SAID] * 6),
        "\n".join([SAID, "No.", SAID[:90], SAID[:60], "Why?"] * 3),
    ],
)
def test_lines_that_end_before_they_are_full_are_left(text):
    assert joined(text) == (text, 0)


def test_lists_quoted_mail_and_indented_lines_begin_anew():
    for mark in ("* ", "• ", "> ", "    "):
        text = wrap([SAID, SAID], 50) + f"\n\n{textwrap.fill(SAID, 50)}\n{mark}The pier."
        assert joined(text)[0].split("\n")[-1] == f"{mark}The pier."


def test_a_divided_word_is_whole_where_it_stands_whole_elsewhere():
    text = "An environ-\nment guild calls the environment dear, as did a well-\nknown pilot."
    (whole, width), terms = joined(text), corpus([("A", joined(text)[0])]).tokens.vocabulary
    assert (len(whole), width) == (len(text), 0)
    assert {"environment", "well-known"} <= set(terms)
    assert not {"environ", "ment", "known"} & set(terms)
    # A list or a name goes on: no word is divided.
    for other in ("He is pro-\nKharsk.", "two- \nand three-fold", "a -\nthing"):
        assert joined(other)[0] == other


def test_a_wrapped_sample_reads_as_the_sample_does(tmp_path):
    sample = ROOT / "data" / "sample"
    files = sorted(sample.glob("*.txt"))[:12]
    assert len(files) == 12
    for folder, change in (("plain", str), ("mail", lambda text: wrapped_lines(text, 72))):
        (tmp_path / folder).mkdir()
        shutil.copy(sample / "manifest.csv", tmp_path / folder)
        for file in files:
            text = change(file.read_text(encoding="utf-8"))
            (tmp_path / folder / file.name).write_text(text, encoding="utf-8")
    plain, mail = load(tmp_path / "plain"), load(tmp_path / "mail")
    assert "its lines are wrapped at" in " ".join(mail.notes["reason"])
    columns = ["document_id", "label", "start", "end"]
    pd.testing.assert_frame_equal(plain.segments[columns], mail.segments[columns])
    columns = ["document_id", "start", "end", "speaker", "kind"]
    pd.testing.assert_frame_equal(plain.quotations[columns], mail.quotations[columns])
    assert len(plain.quotations) > 20


def wrapped_lines(text: str, width: int) -> str:
    """Wrap each line of a text by itself."""
    return "\n".join(
        textwrap.fill(line, width, break_on_hyphens=False, break_long_words=False)
        for line in text.split("\n")
    )


# --- files of archives --------------------------------------------------------------------------

PRINTED = """\
Ferry stays

By Ada Lorne
24 words
3 June 2031
05:12
Port Post
PORTPO
1
English
(c) 2031 Port Post Ltd

The ferry stays at the pier.

Nobody knows for how long.

Document PORTPO0020310603e76300001

Pilots leave
1,204 words
4 June 2031
The Alder Herald
ALDHER
English
Copyright 2031. The Alder Herald.
The pilots left on Wednesday.

Document ALDHER0020310604e76400002
"""
CODED = """\
HD
Ferry stays
at the pier
BY By Ada Lorne
WC 24 words
PD 3 June 2031
SN Port Post
SC PORTPO
LA English
CY (c) 2031 Port Post Ltd

LP
The ferry stays.
TD
Nobody knows for how long.

CO alder : Alder Ferries
NS gcat : Political/General News
AN
Document PORTPO0020310603e76300001
"""
LINE = "_" * 60
PROQUEST = f"""\
{LINE}

Report Information from ProQuest
June 05 2031 10:12
{LINE}

Document 1 of 3

Ferry stays

Author: Lorne, Ada

Publication info: Port Post ; Alder [Alder]. 03 June 2031: A.1.

Abstract: The ferry.

Full text: The ferry stays at the pier.

Nobody knows: for how long.

Subject: Ferries; Piers

Title: Ferry stays

Publication title: Port Post; Alder

Publication date: Jun 3, 2031

{LINE}

Document 2 of 3

Pilots leave

Publication info: The Alder Herald ; Alder. 04 June 2031.

FULL TEXT

The pilots left.

DETAILS

Subject: Pilots

Publication date: Jun 4, 2031

{LINE}
"""


def read(text: str) -> list[tuple[str, ...]]:
    """Split a file, and give title, outlet, date, byline and text of each article."""
    names = ("title", "outlet", "date", "byline", "source")
    many = split(text)
    assert many is not None
    return [tuple(article.get(name, "") for name in names) for article in many.found.articles]


def test_a_file_of_factiva_is_split_and_its_fields_are_read():
    assert read(PRINTED) == [
        ("Ferry stays", "Port Post", "3 June 2031", "By Ada Lorne",
         "Ferry stays\n\nThe ferry stays at the pier.\n\nNobody knows for how long."),
        ("Pilots leave", "The Alder Herald", "4 June 2031", "",
         "Pilots leave\n\nThe pilots left on Wednesday."),
    ]  # fmt: skip
    (article,) = read(CODED)
    assert article == (
        "Ferry stays at the pier", "Port Post", "3 June 2031", "By Ada Lorne",
        "Ferry stays at the pier\n\nThe ferry stays.\n\nNobody knows for how long.",
    )  # fmt: skip


def test_an_article_of_another_form_is_kept_without_fields():
    odd = "Ferry stays\n\nIt has no head.\n\nDocument PORTPO0020310603e76300009\n"
    assert read(PRINTED + odd)[2] == ("", "", "", "", "Ferry stays\n\nIt has no head.")
    assert split(odd) is None


def test_a_file_of_proquest_is_split_and_says_what_it_announced():
    assert read(PROQUEST) == [
        ("Ferry stays", "Port Post", "Jun 3, 2031", "Lorne, Ada",
         "Ferry stays\n\nThe ferry stays at the pier.\n\nNobody knows: for how long."),
        ("Pilots leave", "The Alder Herald", "Jun 4, 2031", "",
         "Pilots leave\n\nThe pilots left."),
    ]  # fmt: skip
    many = split(PROQUEST)
    assert many is not None
    assert many.remark == "read as ProQuest writes: 2 articles of 3 announced"


@pytest.mark.parametrize("text", [SAID, f"{LINE}\n{SAID}\n{LINE}", "24 words\n3 June 2031\nPost"])
def test_an_article_is_no_archive(text):
    assert split(text) is None


def test_archives_are_read_from_a_folder(tmp_path):
    for name, text in {"a": PRINTED, "b": CODED, "c": PROQUEST}.items():
        (tmp_path / f"{name}.txt").write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    found = load(tmp_path)
    assert found.documents["document_id"].tolist() == ["a-1", "a-2", "b", "c-1", "c-2"]
    assert found.documents["outlet"].tolist() == [
        "Port Post", "The Alder Herald", "Port Post", "Port Post", "The Alder Herald",
    ]  # fmt: skip
    assert found.documents["published_earliest"].iloc[1] == pd.Timestamp("2031-06-04")
    assert found.notes["reason"].str.startswith("read as").sum() == 3


UNI = """\
Page 1 of 2
Ferry stays at the pier
Port Post (Ordvik)
June 3, 2031 Tuesday

Copyright 2031 Port Post All Rights Reserved
Section: NEWS; Pg. 4
Length: 24 words
Byline: Ada Lorne
Body

The ferry stays.

Nobody knows for how long.

Load-Date: June 3, 2031

End of Document

Pilots leave
The Alder Herald
June 4, 2031
Length: 4 words
Body
The pilots left.
End of Document
"""


def test_what_nexis_uni_writes_is_split():
    text = UNI.replace("Page 1 of 2\n", "")
    assert read(text) == [
        ("Ferry stays at the pier", "Port Post (Ordvik)", "June 3, 2031 Tuesday", "Ada Lorne",
         "Ferry stays at the pier\n\nThe ferry stays.\n\nNobody knows for how long."),
        ("Pilots leave", "The Alder Herald", "June 4, 2031", "",
         "Pilots leave\n\nThe pilots left."),
    ]  # fmt: skip


# --- files that hold a text among other parts ---------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = (
    f"<w:document {W}><w:body><w:p><w:r><w:t>Ferry </w:t></w:r><w:del><w:r><w:delText>goes"
    "</w:delText></w:r></w:del><w:r><w:t>stays</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>The pier is"
    "</w:t><w:tab/><w:t>open.</w:t></w:r></w:p></w:body></w:document>"
)


def word(markup: str) -> bytes:
    """Pack markup as a Word document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("word/document.xml", markup)
    return made.getvalue()


def test_a_word_document_is_its_paragraphs(tmp_path):
    (tmp_path / "a.docx").write_bytes(word(DOCUMENT))
    (tmp_path / "b.docx").write_bytes(b"no document")
    (tmp_path / "c.docx").write_bytes(word("<broken"))
    found = load(tmp_path)
    assert found.documents["source"].tolist() == ["Ferry stays\n\nThe pier is\topen."]
    reasons = dict(
        zip(found.rejected[found.rejected.columns[0]], found.rejected["reason"], strict=True)
    )
    assert reasons["b.docx"] == "it is no Word document, whatever its name says"
    assert "cannot be read" in reasons["c.docx"]


def test_a_word_document_reads_no_other_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("not for you")
    entity = f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    text = unpack(".docx", word(entity + DOCUMENT.replace("open.", "&s;"))).text
    assert "not for you" not in text


def test_a_mail_is_its_text_and_a_saved_page_its_page(tmp_path):
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "Ferry stays", "Tue, 03 Jun 2031 05:12:00 +0000"
    mail.set_content("The ferry stays at the pier. “Nobody knows,” the guild said.\n")
    mail.add_alternative("<p>Another form</p>", subtype="html")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    page = EmailMessage()
    page["Snapshot-Content-Location"] = "https://portpost.example/ferry"
    page.set_content(web_page("Bridge reopens"), subtype="html")
    (tmp_path / "b.mht").write_bytes(page.as_bytes())
    empty = EmailMessage()
    empty.set_content(b"1", maintype="image", subtype="png")
    (tmp_path / "c.eml").write_bytes(empty.as_bytes())
    found = load(tmp_path)
    assert found.documents["title"].tolist() == ["Ferry stays", "Bridge reopens"]
    assert found.documents["source"].iloc[0].startswith("Ferry stays\n\nThe ferry stays at the")
    assert found.documents["published_earliest"].iloc[0] == pd.Timestamp("2031-06-03")
    assert found.documents["url"].iloc[1] == "https://portpost.example/ferry"
    assert found.rejected["reason"].tolist() == ["it holds neither a text nor a page"]


# --- what stands in a story is no field ----------------------------------------------------------


def test_a_paragraph_that_begins_as_a_field_does_is_text():
    more = "Subject: the pier. It is shut.\n\nTitle: none.\n\nNobody knows"
    (first, _) = read(PROQUEST.replace("Nobody knows", more, 1))
    assert first[:3] == ("Ferry stays", "Port Post", "Jun 3, 2031")
    assert "Subject: the pier. It is shut.\n\nTitle: none.\n\nNobody knows: for" in first[4]
    story = "It stays.\n\nSUBJECT: the pier.\n\nNobody knows.\n\nCopyright 2031 Alder Wire"
    nexis = f"1 of 1 DOCUMENTS\n\nPost\n\nJune 3, 2031\n\nFerry\n\nLENGTH: 9 words\n\n{story}"
    behind = "\n\nSUBJECT: FERRIES\n\nURL: https://a.example/x\n\nLOAD-DATE: June 3, 2031\n"
    assert read(nexis + behind)[0][4] == f"Ferry\n\n{story}"
    uni = UNI.replace("Nobody knows", "Graphic\n\nIt is one.\n\nTwo.\n\nThree.\n\nNobody knows")
    assert read(uni)[0][4].endswith("Three.\n\nNobody knows for how long.")


def test_a_cover_page_and_a_caption_are_no_text():
    cover = "User Name: a\n\nDocuments (2)\n\nSearch Terms: ferry\n\nAll\n\n"
    text = cover + UNI.replace("Load-Date", "Graphic\n\nThe pier.\n\nLoad-Date", 1)
    assert read(text)[0] == (
        "Ferry stays at the pier", "Port Post (Ordvik)", "June 3, 2031 Tuesday", "Ada Lorne",
        "Ferry stays at the pier\n\nThe ferry stays.\n\nNobody knows for how long.",
    )  # fmt: skip


def test_a_file_of_factiva_may_have_sections_gaps_and_no_last_line():
    section = PRINTED.replace("Ferry stays\n", "National Desk\nFerry stays at the pier\n", 1)
    assert read(section)[0][0] == "Ferry stays at the pier"
    gaps = PRINTED.replace("\n", "\n\n")
    assert [article[:4] for article in read(gaps)] == [article[:4] for article in read(PRINTED)]
    assert len(read(PRINTED.rpartition("Document")[0])) == 2


def test_a_long_title_hides_no_width_and_no_blank_is_doubled():
    text = (
        f"{'A title much longer than any of the lines below it ' * 3}\n\n{wrap([SAID, SAID], 40)}"
    )
    whole, width = joined(text.replace("\n", "\r\n"))
    assert (whole.split("\r\n")[-1], width) == (SAID, 40)
