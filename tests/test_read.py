"""Reading users' files: what is taken, what is refused, and what is said of it."""

from __future__ import annotations

import builtins
import bz2
import gzip
import io
import json
import lzma
import os
import socket
import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.execution import processes as parallel
from analysis.corpus.language import given_dates
from analysis.corpus.read import files, folder, html, read_documents
from analysis.schema import CorpusError
from small import web_page


def _folder(path: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path):
    _folder(tmp_path, {"b/2.txt": "Two.", "a.txt": "One.", "b/c.txt.gz": gzip.compress(b"Three.")})
    documents, rejected, notes = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["a", "b/2", "b/c"]
    assert documents["source"].tolist() == ["One.", "Two.", "Three."]
    assert rejected.empty
    assert notes.empty


def test_the_source_is_the_file_as_decoded_without_bom(tmp_path):
    text = "A\u00a0B\r\nC\u0065\u0301 “x”\n\n"
    _folder(tmp_path, {"a.txt": b"\xef\xbb\xbf" + text.encode()})
    assert read_documents(tmp_path)[0]["source"].tolist() == [text]


def test_another_encoding_is_detected_and_said(tmp_path):
    text = "Der Präsident sprach über die Straße, während die Wähler fröhlich zuhörten. " * 3
    _folder(tmp_path, {"a.txt": text.encode("cp1252")})
    documents, _, notes = read_documents(tmp_path)
    assert documents["source"].tolist() == [text]
    assert notes["path"].tolist() == ["a.txt"]
    assert notes["reason"].str.contains("not UTF-8: read as").all()


def test_bytes_that_are_no_text_are_refused_and_the_rest_goes_on(tmp_path):
    _folder(tmp_path, {"a.txt": b"\x00\x01\x02\xff\xfe\x00\x9d" * 40, "b.txt": "Fine."})
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["b"]
    assert rejected.to_dict("records") == [
        {"path": "a.txt", "row": 0, "reason": "its bytes are not text in any known encoding"}
    ]


def test_a_file_whose_name_is_no_utf8_is_read(tmp_path):
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Fine.")
    except OSError as error:
        pytest.skip(f"this file system refuses such names: {error}")
    documents, rejected, _ = read_documents(tmp_path)
    assert documents[["document_id", "source"]].to_numpy().tolist() == [["caf\ufffd", "Fine."]]
    assert rejected.empty


def test_a_broken_archive_is_refused(tmp_path):
    _folder(tmp_path, {"a.txt.gz": b"not gzip", "b.txt": "Fine."})
    _, rejected, _ = read_documents(tmp_path)
    assert rejected["path"].tolist() == ["a.txt.gz"]
    assert rejected["reason"].str.startswith("cannot be read").all()


def test_an_empty_article_is_refused(tmp_path):
    _folder(tmp_path, {"a.txt": " \n", "b.txt": "Fine."})
    assert read_documents(tmp_path)[1]["reason"].tolist() == ["title and text are both empty"]


def test_of_two_files_with_one_id_the_first_stays(tmp_path):
    _folder(tmp_path, {"a.txt": "First.", "a.txt.gz": gzip.compress(b"Second.")})
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["source"].tolist() == ["First."]
    assert rejected["reason"].tolist() == ["the id 'a' is taken by a.txt"]


def test_a_manifest_gives_what_an_analyst_knows(tmp_path):
    manifest = (
        "file,outlet,published_earliest,published_latest,desk\na.txt,Post,2023-06-25,2023-06-26,x\n"
    )
    _folder(tmp_path, {"a.txt": "One.", "manifest.csv": manifest})
    row = read_documents(tmp_path)[0].iloc[0]
    assert (row["outlet"], row["desk"], row["date_certainty"]) == ("Post", "x", "given")
    assert row["published_latest"] == pd.Timestamp("2023-06-26")


def test_a_manifest_row_without_its_file_is_refused(tmp_path):
    _folder(tmp_path, {"a.txt": "One.", "manifest.csv": "file,outlet\na.txt,Post\nb.txt,Post\n"})
    _, rejected, _ = read_documents(tmp_path)
    assert rejected[["path", "row"]].to_numpy().tolist() == [["manifest.csv", 2]]
    assert "'b.txt'" in rejected["reason"][0]


def test_a_manifest_row_without_a_file_may_say_why(tmp_path):
    rows = "file,outlet,reason\na.txt,Post,\n,,404 Not Found\n,,an empty page\n"
    _folder(tmp_path, {"a.txt": "One.", "manifest.csv": rows})
    _, rejected, notes = read_documents(tmp_path)
    assert rejected.empty
    said = "rows without a file that say why in the column reason: 2"
    assert notes["reason"].tolist() == [said]
    _folder(tmp_path, {"manifest.csv": f"{rows},Herald,\n"})
    assert len(read_documents(tmp_path)[1]) == 1


def test_a_full_stop_in_a_headline_makes_it_no_site(tmp_path):
    page = web_page("Tolls rise 4.8 percent in June").replace("og:site_name", "og:other")
    (tmp_path / "a.html").write_text(page.replace("Harbour Post", "The Quay"))
    documents, _, _ = read_documents(tmp_path)
    assert documents["title"].tolist() == ["Tolls rise 4.8 percent in June"]
    assert documents["outlet"].tolist() == [""]


def test_a_page_that_names_no_site_is_of_the_host_it_came_from(tmp_path):
    nameless = web_page("Bridge").replace("og:site_name", "other")
    rows = "file,url\na.html,https://www.portpost.example/a\n"
    _folder(tmp_path, {"a.html": nameless, "manifest.csv": rows})
    assert read_documents(tmp_path)[0]["outlet"].tolist() == ["portpost.example"]


def test_a_manifest_elsewhere_wins(tmp_path):
    _folder(tmp_path, {"c/a.txt": "One.", "c/manifest.csv": "file,outlet\na.txt,Post\n"})
    _folder(tmp_path, {"other.csv": "file,outlet\na.txt,Herald\n"})
    found = read_documents(tmp_path / "c", manifest=tmp_path / "other.csv")[0]
    assert found["outlet"].tolist() == ["Herald"]


def test_a_manifest_cannot_replace_an_articles_text(tmp_path):
    _folder(tmp_path, {"a.txt": "One.", "manifest.csv": "file,outlet,source\na.txt,TASS,archive\n"})
    documents, _, notes = read_documents(tmp_path)
    assert documents[["outlet", "source"]].to_numpy().tolist() == [["TASS", "One."]]
    assert notes.to_dict("records") == [
        {
            "path": "manifest.csv",
            "row": 0,
            "reason": "not used, as their names are taken here: the columns source",
        }
    ]


def test_options_that_say_nothing_of_a_corpus_are_refused(tmp_path):
    _folder(tmp_path, {"a/a.txt": "One.", "t.csv": "text\nOne.\n", "known.csv": "file\na.txt\n"})
    with pytest.raises(CorpusError, match=r"There is no manifest at .*Did you mean 'known.csv'"):
        read_documents(tmp_path / "a", manifest=tmp_path / "knwon.csv")
    with pytest.raises(CorpusError, match=r"t.csv is a table: add the columns to it"):
        read_documents(tmp_path / "t.csv", manifest=tmp_path / "known.csv")
    with pytest.raises(CorpusError, match="a is a folder: say what is known"):
        read_documents(tmp_path / "a", columns={"text": "body"})


def test_a_row_with_more_cells_than_columns_is_refused(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("id,text\n1,Ships, and more\n2,Boats\n3,a,b,c\n", encoding="utf-8")
    documents, rejected, _ = read_documents(table)
    assert documents["document_id"].tolist() == ["2"]
    assert rejected["row"].tolist() == [1, 3]
    assert set(rejected["reason"]) == {"more cells than columns (2): put texts in quotes"}


def test_a_mapped_column_wins_over_one_that_is_called_so(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("content,text,document_id\nThe article.,a summary,x\n", encoding="utf-8")
    documents, _, _ = read_documents(table, columns={"text": "content"})
    assert documents[["document_id", "source"]].to_numpy().tolist() == [["x", "The article."]]


def test_a_damaged_table_is_read_as_far_as_it_goes(tmp_path):
    whole = "".join(json.dumps({"id": n, "text": f"Ship {n}."}) + "\n" for n in range(20_000))
    packed = gzip.compress(whole.encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "no.parquet").write_bytes(b"no table")
    (tmp_path / "empty.csv").write_text("id,text\n", encoding="utf-8")
    for name, reason in (
        ("cut.jsonl.gz", "cannot be read from here on: "),
        ("no.parquet", "cannot be read from here on: "),
        ("empty.csv", "it has no rows"),
    ):
        _, rejected, _ = read_documents(tmp_path / name)
        assert rejected["path"].tolist() == [name]
        assert rejected["reason"].iloc[0].startswith(reason)


def test_a_damaged_stream_in_an_archive_is_refused(tmp_path):
    packed = bytearray(gzip.compress(b"One. " * 1000))
    packed[12:40] = bytes(28)
    _folder(tmp_path, {"a.txt.gz": bytes(packed), "b.txt": "Fine."})
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["b"]
    assert rejected["reason"].iloc[0].startswith("cannot be read: ")


def test_a_manifest_without_file_names_says_what_it_has(tmp_path):
    _folder(tmp_path, {"a.txt": "One.", "manifest.csv": "name,outlet\na.txt,Post\n"})
    with pytest.raises(CorpusError, match=r"needs the column file\. It has name, outlet"):
        read_documents(tmp_path)


def test_a_folder_with_a_table_only_hints_at_the_table(tmp_path):
    _folder(tmp_path, {"part.jsonl": '{"text": "x"}'})
    with pytest.raises(CorpusError, match=r"Did you mean the table file part\.jsonl"):
        read_documents(tmp_path)


def test_other_files_of_a_folder_are_named_in_the_notes(tmp_path):
    _folder(tmp_path, {"a.txt": "One.", "README.txt": "About.", "x.pdf": b"%PDF"})
    assert read_documents(tmp_path)[2]["path"].tolist() == ["README.txt", "x.pdf"]


# --- links, and what is no file --------------------------------------------------------------


def _notes(folder: Path) -> list[tuple[str, str]]:
    return list(read_documents(folder)[2][["path", "reason"]].itertuples(index=False, name=None))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    _folder(tmp_path, {"secret.txt": "Keys.", "other/b.txt": "Two.", "c/a.txt": "One."})
    (tmp_path / "c/in.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "c/more").symlink_to("../other")
    (tmp_path / "c/null.txt").symlink_to("/dev/null")
    (tmp_path / "c/twice.txt").symlink_to("more/b.txt")
    assert read_documents(tmp_path / "c")[0]["source"].tolist() == ["One."]
    names = ["in.txt", "more", "null.txt", "twice.txt"]
    assert _notes(tmp_path / "c") == [(name, files.OUT) for name in names]


def test_a_folder_whose_name_begins_alike_is_another(tmp_path):
    _folder(tmp_path, {"news/a.txt": "One.", "news-old/b.txt": "Two."})
    (tmp_path / "news/b.txt").symlink_to("../news-old/b.txt")
    assert _notes(tmp_path / "news") == [("b.txt", files.OUT)]


def test_a_file_is_read_once_under_its_own_name(tmp_path):
    _folder(tmp_path, {"b/real.txt": "One.", "copy.txt": "One."})
    (tmp_path / "a.txt").symlink_to("b/real.txt")
    (tmp_path / "z.txt").symlink_to("a.txt")
    assert read_documents(tmp_path)[0]["document_id"].tolist() == ["b/real", "copy"]
    assert _notes(tmp_path) == [("a.txt", files.TWICE), ("z.txt", files.TWICE)]


def test_a_file_whose_own_name_is_hidden_is_read_by_the_first_link_to_it(tmp_path):
    _folder(tmp_path, {".kept/4f": "One."})
    (tmp_path / "a.txt").symlink_to(".kept/4f")
    (tmp_path / "b.txt").symlink_to(".kept/4f")
    assert read_documents(tmp_path)[0]["document_id"].tolist() == ["a"]
    assert _notes(tmp_path) == [("b.txt", files.TWICE)]


def test_links_that_lead_nowhere_or_round_are_noted(tmp_path):
    _folder(tmp_path, {"a.txt": "One.", "sub/b.txt": "Two."})
    (tmp_path / "gone.txt").symlink_to("nothing.txt")
    (tmp_path / "round.txt").symlink_to("round.txt")
    (tmp_path / "there.txt").symlink_to("back.txt")
    (tmp_path / "back.txt").symlink_to("there.txt")
    (tmp_path / "sub/up").symlink_to("..")
    (tmp_path / "through.txt").symlink_to("a.txt/x")
    assert read_documents(tmp_path)[0]["document_id"].tolist() == ["a", "sub/b"]
    assert _notes(tmp_path) == [
        ("back.txt", files.LOOP),
        ("gone.txt", files.NOWHERE),
        ("round.txt", files.LOOP),
        ("sub/up", files.FOLDER),
        ("there.txt", files.LOOP),
        ("through.txt", files.NOWHERE),
    ]


def test_pipes_and_sockets_are_noted_and_never_opened(tmp_path, monkeypatch):
    _folder(tmp_path, {"a.txt": "One."})
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.html")
    Path("link.txt").symlink_to("pipe.html")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("plug.txt")
        expected = [("link.txt", files.FIFO), ("pipe.html", files.FIFO), ("plug.txt", files.SOCKET)]
        assert _notes(tmp_path) == expected


def test_a_device_is_noted(tmp_path):
    _folder(tmp_path, {"a.txt": "One."})
    try:
        os.mknod(tmp_path / "zero.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except OSError as error:
        pytest.skip(f"only some may make devices: {error}")
    assert _notes(tmp_path) == [("zero.txt", files.DEVICE)]


def test_a_folder_that_may_not_be_opened_is_noted(tmp_path):
    _folder(tmp_path, {"a.txt": "One.", "shut/b.txt": "Two."})
    (tmp_path / "shut").chmod(0)
    if os.access(tmp_path / "shut", os.R_OK):
        pytest.skip("whoever runs this may open everything")
    assert _notes(tmp_path) == [("shut", files.CLOSED)]


def test_files_are_listed_without_opening_one(tmp_path, monkeypatch):
    _folder(tmp_path, {"b.txt": "Two.", "a/c.txt": "One.", ".hidden/d.txt": "No.", ".e.txt": "No."})
    for module in (builtins, io, os):
        monkeypatch.setattr(module, "open", lambda *_, **__: pytest.fail("a file is opened"))
    assert files.files_in(tmp_path) == ([tmp_path / "a/c.txt", tmp_path / "b.txt"], [])


def test_a_corpus_that_is_named_by_a_link_is_read(tmp_path):
    _folder(tmp_path, {"kept/a.txt": "One.", "kept/b.txt": "Two."})
    (tmp_path / "kept/manifest.csv").write_text("file,outlet\na.txt,Post\nb.txt,Post\n")
    (tmp_path / "kept/c.txt").symlink_to("a.txt")
    (tmp_path / "news").symlink_to("kept")
    documents = read_documents(tmp_path / "news")[0]
    assert documents[["document_id", "outlet"]].values.tolist() == [["a", "Post"], ["b", "Post"]]
    assert _notes(tmp_path / "news") == [("c.txt", files.TWICE)]


def test_a_manifest_is_not_followed_out_of_the_folder_unless_it_is_given(tmp_path):
    _folder(tmp_path, {"list.csv": "file,outlet\na.txt,Post\n", "c/a.txt": "One."})
    (tmp_path / "c/manifest.csv").symlink_to("../list.csv")
    assert read_documents(tmp_path / "c")[0]["outlet"].tolist() == [""]
    assert _notes(tmp_path / "c") == [("manifest.csv", files.OUT)]
    given_ = read_documents(tmp_path / "c", manifest=tmp_path / "c/manifest.csv")[0]
    assert given_["outlet"].tolist() == ["Post"]


def test_a_manifest_may_be_a_link_within_the_folder(tmp_path):
    _folder(tmp_path, {".meta/list.csv": "file,outlet\na.txt,Post\n", "a.txt": "One."})
    (tmp_path / "manifest.csv").symlink_to(".meta/list.csv")
    documents, _, notes = read_documents(tmp_path)
    assert documents["outlet"].tolist() == ["Post"]
    assert notes.empty


def test_a_manifest_that_is_a_pipe_is_noted_and_refused_where_it_is_given(tmp_path):
    _folder(tmp_path, {"a.txt": "One."})
    os.mkfifo(tmp_path / "manifest.csv")
    assert _notes(tmp_path) == [("manifest.csv", files.FIFO)]
    with pytest.raises(CorpusError, match="There is no manifest at"):
        read_documents(tmp_path, manifest=tmp_path / "manifest.csv")


def test_a_folder_of_links_out_says_why_it_holds_no_article(tmp_path):
    _folder(tmp_path, {"a.txt": "One."})
    (tmp_path / "c").mkdir()
    (tmp_path / "c/a.txt").symlink_to("../a.txt")
    with pytest.raises(
        CorpusError, match=r"holds no article .* a\.txt: not read: a link that leads"
    ):
        read_documents(tmp_path / "c")


ROWS = [
    {"id": "1", "outlet": "Post", "title": "Bridge shut", "date": "2023-06-25", "text": "It is."},
    {"id": "2", "outlet": "Post", "title": "Open", "date": "soon", "text": "Open again."},
    {"id": "1", "outlet": "Post", "title": "Twice", "date": "", "text": "Twice."},
    {"id": "4", "outlet": "Post", "title": "", "date": "", "text": " "},
    {"id": "5", "outlet": "", "title": "Headline alone", "date": "", "text": ""},
]


def _table(path: Path, kind: str) -> Path:
    frame = pd.DataFrame(ROWS)
    if kind == "parquet":
        frame.to_parquet(path / "t.parquet")
        return path / "t.parquet"
    text = "".join(json.dumps(row) + "\n" for row in ROWS)
    if kind.startswith(("csv", "tsv")):
        text = frame.to_csv(index=False, sep="\t" if kind.startswith("tsv") else ",")
    pack = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}
    raw = text.encode()
    raw = pack[kind.split(".")[1]](raw) if "." in kind else raw
    file = path / f"t.{kind}"
    file.write_bytes(raw)
    return file


@pytest.mark.parametrize(
    "kind", ["csv", "tsv", "jsonl", "parquet", "csv.gz", "jsonl.xz", "tsv.bz2"]
)
def test_every_kind_of_table_gives_the_same_documents(tmp_path, kind):
    documents, rejected, _ = read_documents(_table(tmp_path, kind))
    assert documents["document_id"].tolist() == ["1", "2", "5"]
    assert documents["source"].tolist() == [
        "Bridge shut\n\nIt is.",
        "Open again.",
        "Headline alone\n\n",
    ]
    assert documents["text_start"].tolist() == [13, 0, 16]
    assert rejected["row"].tolist() == [3, 4]
    assert rejected["reason"].tolist() == [
        f"the id '1' is taken by t.{kind} row 1",
        "title and text are both empty",
    ]


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_a_number_is_kept_as_written_and_what_is_missing_is_empty(tmp_path, kind):
    frame = pd.DataFrame({"text": ["Shut.", "Open."], "rate": [3.5, None], "desk": ["x", None]})
    file = tmp_path / f"t.{kind}"
    if kind == "parquet":
        frame.to_parquet(file)
    else:
        rows = [
            {"text": "Shut.", "rate": 3.5, "desk": "x"},
            {"text": "Open.", "rate": float("nan")},
        ]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    documents = read_documents(file)[0]
    assert documents["rate"].fillna("").tolist() == ["3.5", ""]
    assert documents["desk"].fillna("").tolist() == ["x", ""]


def test_a_date_that_does_not_parse_is_empty_and_noted(tmp_path):
    documents = read_documents(_table(tmp_path, "csv"))[0]
    assert documents["published_earliest"].isna().tolist() == [False, True, True]
    assert (
        documents["date_evidence"][1] == "the date given, 'soon', does not parse (write 2023-06-24)"
    )
    assert documents["date_certainty"].tolist() == ["given", "unknown", ""]


def test_a_first_day_after_the_last_is_no_date(tmp_path):
    days = "published_earliest,published_latest"
    _folder(tmp_path, {"t.csv": f"text,{days}\nA.,2024-05-01,2024-03-09\nB.,2024-03-09,\n"})
    documents = read_documents(tmp_path / "t.csv")[0]
    assert documents["published_latest"].isna().tolist() == [True, False]
    assert documents["date_certainty"].tolist() == ["unknown", "given"]
    assert "'2024-05-01', is after the last, '2024-03-09'" in documents["date_evidence"][0]


def test_a_name_of_ours_that_does_not_exist_is_refused(tmp_path):
    _folder(tmp_path, {"t.csv": "headline,content\nA,B.\n"})
    _, rejected, _ = read_documents(tmp_path / "t.csv", columns={"txt": "content"})
    assert "txt is none of our names" in rejected["reason"][0]
    assert "Did you mean 'text'?" in rejected["reason"][0]


def test_other_names_are_mapped_and_other_columns_kept(tmp_path):
    _folder(tmp_path, {"t.csv": "headline,content,desk\nA,B.,x\n"})
    documents, _, _ = read_documents(
        tmp_path / "t.csv", columns={"title": "headline", "text": "content"}
    )
    row = documents.iloc[0]
    assert (row["title"], row["source"], row["desk"]) == ("A", "A\n\nB.", "x")
    assert row["document_id"] == "row-1"


def test_a_table_without_text_is_refused_and_says_what_it_has(tmp_path):
    _folder(tmp_path, {"t.csv": "headline,words\nA,B.\n"})
    documents, rejected, _ = read_documents(tmp_path / "t.csv")
    assert documents.empty
    assert "The file has headline, words" in rejected["reason"][0]
    _, rejected, _ = read_documents(tmp_path / "t.csv", columns={"text": "word"})
    assert "Did you mean 'words'?" in rejected["reason"][0]


def test_a_line_that_is_not_json_is_refused_by_its_number(tmp_path):
    _folder(tmp_path, {"t.jsonl": '{"text": "a"}\n{"text": \n[1]\n{"text": "b"}\n'})
    documents, rejected, _ = read_documents(tmp_path / "t.jsonl")
    assert len(documents) == 2
    assert rejected["row"].tolist() == [2, 3]


def test_half_a_character_is_replaced_and_noted(tmp_path):
    rows = ['{"text": "Whole \\ud83d\\ude00, half \\ud83d."}', '{"text": "None."}']
    _folder(tmp_path, {"t.jsonl": "\n".join(rows)})
    documents, rejected, notes = read_documents(tmp_path / "t.jsonl")
    assert documents["source"].tolist() == ["Whole \U0001f600, half \ufffd.", "None."]
    assert rejected.empty
    assert notes[["path", "row"]].to_numpy().tolist() == [["t.jsonl", 1]]
    assert "halves of characters" in notes["reason"].iloc[0]


def test_a_missing_corpus_hints_at_its_neighbour(tmp_path):
    _folder(tmp_path, {"articles/a.txt": "One."})
    with pytest.raises(CorpusError, match="Did you mean 'articles'"):
        read_documents(tmp_path / "artcles")


def test_a_page_gives_title_standfirst_byline_then_text(tmp_path):
    _folder(tmp_path, {"a.html": web_page("Bridge reopens")})
    row = read_documents(tmp_path)[0].iloc[0]
    assert (row["title"], row["outlet"]) == ("Bridge reopens", "Harbour Post")
    assert row["source"].startswith("Bridge reopens\n\nAnn Lee\n\nThe council of")
    assert row["published_earliest"] == pd.Timestamp("2023-06-25")
    assert row["words_page"] > 4 * 26


def test_many_web_pages_are_read_by_several_processes(tmp_path, monkeypatch):
    pages = {f"{number}.html": web_page(f"Bridge {number} reopens") for number in range(5)}
    _folder(tmp_path, {**pages, "2b.txt": "A text\n\nHere it is.", "3b.html": "<html></html>"})
    alone = read_documents(tmp_path)
    asked = []

    def each(function, calls, workers):
        asked.append(workers)
        yield from parallel.each(function, calls, workers)

    monkeypatch.setattr(folder, "_MANY", 2)
    monkeypatch.setattr(folder, "_AT_ONCE", 4)
    monkeypatch.setattr(folder.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(folder, "each", each)
    for one, other in zip(alone, read_documents(tmp_path), strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert asked == [2, 2]
    assert alone[0]["document_id"].tolist() == ["0", "1", "2", "2b", "3", "4"]
    assert alone[1]["path"].tolist() == ["3b.html"]


def test_a_page_that_no_library_understands_is_refused(tmp_path, monkeypatch):
    _folder(tmp_path, {"a.html": web_page("Odd"), "b.html": web_page("Bridge reopens")})
    works = html.article

    def article(page: str):
        if "Odd" in page:
            raise RecursionError("too deep")
        return works(page)

    monkeypatch.setattr(html, "article", article)
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["b"]
    assert rejected["path"].tolist() == ["a.html"]
    assert "RecursionError: too deep" in rejected["reason"].iloc[0]


def test_memory_that_runs_out_is_no_fault_of_a_page(tmp_path, monkeypatch):
    def article(page: str):
        raise MemoryError

    _folder(tmp_path, {"a.html": web_page("A bridge")})
    monkeypatch.setattr(html, "article", article)
    with pytest.raises(MemoryError):
        read_documents(tmp_path)


def test_half_a_character_in_the_data_of_a_page_is_replaced(tmp_path):
    named = '{"@type": "Article", "headline": "Bridge reopens", "author": "Ann Lee \\ud83d"}'
    data = f'<script type="application/ld+json">{named}</script>'
    page = web_page("Bridge reopens").replace("</head>", f"{data}</head>")
    _folder(tmp_path, {"a.html": page, "b.html": web_page("A bridge")})
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["html_byline"].tolist() == ["Ann Lee \ufffd", "Ann Lee"]
    assert rejected.empty


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-06-25", "2023-06-25", "2023-06-25"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26", "1987-02-26"),
        ("June 5, 2018", "2018-06-05", "2018-06-05"),
        ("Sun, 25 Jun 2023 10:00:00 +0000", "2023-06-25", "2023-06-25"),
        ("25/06/2023", "2023-06-25", "2023-06-25"),
        ("03/04/2019", "2019-03-04", "2019-04-03"),
    ],
)
def test_dates_are_read_as_written(text, first, last):
    found = given_dates.parse(text)
    assert found is not None
    assert [day.isoformat() for day in found] == [first, last]


@given(st.dates(min_value=pd.Timestamp("1900-01-01").date()))
def test_every_iso_date_is_read_as_itself(day):
    assert given_dates.parse(day.isoformat()) == (day, day)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text):
    found = given_dates.parse(text)
    assert found is None or found[0] <= found[1]


@pytest.mark.shared
def test_every_real_corpus_is_read_and_nothing_is_lost(shared):
    for path, pack in (
        ("corpora/giveme5w1h/news_cluster.jsonl", open),
        ("corpora/allsides-events/events_visible.jsonl.gz", gzip.open),
        ("corpora/allsides-scale/part_a.jsonl.xz", lzma.open),
        ("corpora/reuters-21578/reuters21578.jsonl.xz", lzma.open),
    ):
        documents, rejected, _ = read_documents(shared / path)
        with pack(shared / path, "rb") as lines:
            assert len(documents) + len(rejected) == sum(1 for _ in lines)
        assert documents["document_id"].is_unique
    assert len(read_documents(shared / "corpora/wagner-2023")[0]) == 5
    pages = read_documents(shared / "benchmarks/html-fundus/html")[0]
    assert len(pages) == len(list((shared / "benchmarks/html-fundus/html").rglob("*.html.gz")))
