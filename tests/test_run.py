"""Runs: typed parameters, whole pages or the old ones, the same bytes, failures that are told."""

from __future__ import annotations

import datetime
import errno
import html
import json
import os
import re
import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis import files
from analysis.__main__ import main
from analysis.reports import execute, key, run, traces
from analysis.reports.index import write_index
from analysis.reports.parameters import Parameter, check_parameters, file_name, parameters, slug
from analysis.reports.run import Job, Limits, Shown, page_of, run_report, run_reports
from analysis.schema import ParameterError

CELL = (
    'corpus: str = "data/none"  # folder\n'
    'by: str = "origin"  # what is compared\n'
    "count: int = 2  # articles\n"
    "share: float = 0.5  # of all words\n"
    "strict: bool = False  # whether\n"
    "terms: list[str] = []  # words\n"
)
# What figures.provenance emits, without the seconds that its import takes.
END = """
display({"application/vnd.samestory.v1+json": {
    "kind": "provenance", "facts": [["By", by], ["Corpus", corpus]],
    "groups": {"Alpha": 2, "Beta": 1}}}, raw=True)
"""


def write(folder: Path, *sources: str, end: str = END, name: str = "9-small") -> Path:
    cells = [
        new_markdown_cell("# Who says what?\n\nA test."),
        new_code_cell(CELL, metadata={"tags": ["parameters"]}),
        *(new_code_cell(source) for source in sources),
        new_code_cell(end),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell{number}"
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def job(folder: Path, *sources: str, **changes: object) -> Job:
    notebook = write(folder, *sources, end=str(changes.pop("end", END)))
    shown = Shown("small", "hash-1", str(folder / "corpora" / "small"))
    return Job(notebook, shown, folder / "out", **changes)  # type: ignore[arg-type]


def record(page: Path) -> dict[str, object]:
    return files.read_json(page.with_name(f"{page.stem}.json"))


def test_two_corpora_of_one_name_do_not_write_over_each_other(tmp_path: Path) -> None:
    one = job(tmp_path)
    two = replace(one, corpus=Shown("small", "hash-2", str(tmp_path / "others" / "small")))
    with pytest.raises(ParameterError, match="would make the same pages"):
        run_reports([one, two], 1)
    assert not one.out.exists()


LINES = """
lined = [
    {"id": f"l{n}", "left": "a", "node": "b", "right": "c", "at": [], "document_id": "d",
     "outlet": "", "date": "", "title": "", "voice": "", "start": n,
     "near": {"left": "a", "node": "b", "right": "c", "at": []}} for n in range(COUNT)]
names = [line["id"] for line in lined]
numbers = [{"anchor": "e-x", "label": "x", "total": COUNT, "lines": names}]
display({"application/vnd.samestory.v1+json": {
    "kind": "evidence", "title": "t", "numbers": numbers, "lines": lined}}, raw=True)
"""


def test_a_page_of_lines_is_written_mended_and_removed_with_its_page(tmp_path):
    def made(count: int) -> run.Result:
        return run_report(job(tmp_path, LINES.replace("COUNT", str(count))))

    many = made(12)
    beside = many.page.with_name("9-small-lines.html")
    assert f'href="{many.page.name}#e-x"' in beside.read_text("utf-8")
    assert f'href="{beside.name}#e-x"' in many.page.read_text("utf-8")
    before = beside.read_bytes()
    assert made(12).status == "kept"
    # One that is gone or changed is made anew, and with it its page.
    beside.unlink()
    assert made(12).status == "made"
    beside.write_text("other")
    assert made(12).status == "made"
    assert beside.read_bytes() == before
    index = write_index(tmp_path / "out").read_text("utf-8")
    assert index.count('class="card"') == 1
    assert beside.name not in index
    failed = run_report(job(tmp_path, "1 / 0"))
    assert (failed.status, beside.read_bytes()) == ("failed", before)
    assert made(3).status == "made"
    assert not beside.exists()
    assert made(3).status == "kept"


def test_declared_parameters_are_read_with_type_default_and_help(tmp_path):
    declared = parameters(write(tmp_path))
    assert declared[0] == Parameter("corpus", "str", "data/none", "folder")
    assert [each.type for each in declared] == [
        "str", "str", "int", "float", "bool", "list[str]",
    ]  # fmt: skip
    assert declared[-1].default == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("n: dict = {}  # x", "is a dict"),
        ("n = 3  # no type", "is a None"),
        ("n: int = len('x')  # not plain", "not plain"),
        ("n: int = 'x'  # wrong", "whole number"),
        ('since: str = ""  # "" = no limit', "one '=' only"),
    ],
)
def test_a_parameter_cell_out_of_form_is_an_error(tmp_path, line, words):
    cell = new_code_cell(line, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "odd.ipynb")
    with pytest.raises(ParameterError, match=words):
        parameters(tmp_path / "odd.ipynb")


def test_a_file_that_is_no_notebook_is_an_error(tmp_path):
    (tmp_path / "odd.ipynb").write_text("{}")
    with pytest.raises(ParameterError, match=r"odd\.ipynb cannot be read"):
        parameters(tmp_path / "odd.ipynb")


@pytest.mark.parametrize(
    ("kind", "given", "typed"),
    [
        ("int", "3", 3), ("int", "-04", -4), ("int", 7, 7), ("float", "0.5", 0.5),
        ("float", 1, 1.0), ("float", "1e3", 1000.0), ("bool", "yes", True),
        ("bool", "False", False),
        ("bool", True, True), ("str", "a=b", "a=b"), ("str", "", ""), ("list[str]", "one", ["one"]),
        ("list[str]", ["a", "b"], ["a", "b"]), ("list[str]", "", []),
        ("str", datetime.date(2023, 6, 24), "2023-06-24"),
    ],
)  # fmt: skip
def test_values_take_the_declared_type(kind, given, typed):
    result = check_parameters([Parameter("x", kind, "", "")], {"x": given})["x"]
    assert result == typed
    assert type(result) is type(typed)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("int", "1e5"), ("int", "3.0"), ("int", "x"), ("int", True), ("int", "9" * 30),
        ("int", ["1", "2"]), ("float", "nan"), ("float", "inf"), ("float", "one"), ("float", True),
        ("bool", "maybe"), ("bool", 1), ("str", 3), ("str", ["a", "b"]), ("str", None),
        ("list[str]", 3), ("list[str]", [1]), ("list[str]", {"a": 1}),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_an_error_that_says_what_is_wanted(kind, given):
    with pytest.raises(ParameterError, match=r"parameter x: .* is not .*how many"):
        check_parameters([Parameter("x", kind, "", "how many")], {"x": given})


def test_an_unknown_parameter_is_an_error_that_lists_the_right_ones(tmp_path):
    with pytest.raises(ParameterError) as caught:
        check_parameters(parameters(write(tmp_path)), {"tems": "x"})
    assert "unknown parameter 'tems'" in str(caught.value)
    assert "count: int, share: float" in str(caught.value)
    assert "Did you mean 'terms'?" in str(caught.value)


DECLARED = [
    Parameter("corpus", "str", "x", ""),
    Parameter("by", "str", "origin", ""),
    Parameter("terms", "list[str]", [], ""),
]


@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=6))
def test_no_value_leaves_the_folder(by, terms):
    name = slug(DECLARED, {"by": by, "terms": terms})
    assert re.fullmatch(r"[a-z0-9_-]*", name)
    assert len(name) <= 70


@given(
    st.lists(st.tuples(st.text(max_size=20), st.lists(st.text(max_size=8), max_size=4)),
             min_size=2, max_size=2, unique_by=repr)
)  # fmt: skip
def test_two_choices_never_share_a_page(choices):
    names = [slug(DECLARED, {"by": by, "terms": terms}) for by, terms in choices]
    assert names[0] != names[1]


def test_a_plain_choice_has_a_plain_name():
    assert slug(DECLARED, {"by": "origin", "terms": []}) == ""
    assert slug(DECLARED, {"by": "outlet", "corpus": "other"}) == "by-outlet"
    assert slug(DECLARED, {"by": "day", "terms": ["march", "revolt"]}) == (
        "by-day-terms-march-revolt"
    )


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/../b", "C:\\x", "\0", ".", "~root"])
def test_no_name_is_a_path(name):
    assert "/" not in file_name(name)
    assert "\\" not in file_name(name)
    assert not file_name(name).startswith(".")


def test_a_page_lies_in_the_folder_of_its_corpus(tmp_path):
    made = page_of(job(tmp_path, parameters={"by": "../../out", "terms": "US"}))
    assert made.parent == tmp_path / "out" / "small"
    assert re.fullmatch(r"9-small-by-out-terms-us-[0-9a-f]{8}\.html", made.name)
    outside = Job(write(tmp_path), Shown("../../x", "h", "x"), tmp_path / "out")
    assert page_of(outside).parent == tmp_path / "out" / "x"


def test_a_run_makes_a_page_and_its_record(tmp_path):
    result = run_report(job(tmp_path, parameters={"by": "outlet", "count": "3"}))
    assert (result.status, result.error) == ("made", "")
    html = result.page.read_text("utf-8")
    assert "<dd>outlet</dd>" in html
    facts = record(result.page)
    assert facts["status"] == "ok"
    assert facts["title"] == "Who says what?"
    assert facts["documents"] == {"Alpha": 2, "Beta": 1}
    assert facts["corpus"] == {"name": "small", "hash": "hash-1"}
    assert facts["parameters"]["count"] == 3
    assert "corpus" not in facts["parameters"]
    assert not list(tmp_path.glob("out/small/.*"))


def test_no_path_of_this_machine_is_on_the_page_or_in_its_record(tmp_path):
    result = run_report(job(tmp_path, "print(corpus)", "import warnings; warnings.warn(corpus)"))
    written = result.page.read_text("utf-8") + json.dumps(record(result.page))
    assert result.status == "made"
    assert "corpus = &#34;small&#34;" in written
    for place in (tmp_path, Path.home(), key.root()):
        assert f"{place}/" not in written, place


FOLDERS = ["Übersicht", 'so "called"', "editor's", "two words", "a & b", "50 % <new>"]
# However a place may be written: by Python, by JSON, in HTML and in an address.
WAYS = (
    "print(place, repr(place), ascii(place), json.dumps(place), html.escape(place), quote(place))",
    "print(f'file://{place}/a.txt', [place + chr(10) + place], chr(27) + '[32m' + place)",
    "warnings.warn(place)",
)


def ways(text: str) -> set[str]:
    written = {text, repr(text), ascii(text), json.dumps(text), html.escape(text), quote(text)}
    return {each.strip("'\"") for each in written}


def tells_nothing(folder: Path, *places: Path) -> None:
    """Hold that no file in a folder of pages says where something lies, or when it was made."""
    host = socket.gethostname()
    for path in folder.rglob("*.*"):
        written = html.unescape(path.read_text("utf-8"))
        for place in (*places, Path.home(), key.root()):
            for way in ways(str(place)):
                assert f"{way}/" not in written, (path.name, way)
                assert not re.search(rf"{re.escape(way)}(?![\w-])", written), (path.name, way)
        assert len(host) < 4 or host not in written
        assert "ipykernel_" not in written
        assert not re.search(r"\d\dT?:?\d\d:\d\d|start_time|iopub", written), path.name


@pytest.mark.parametrize("name", FOLDERS)
def test_no_page_record_or_kept_notebook_says_where_a_corpus_lies(tmp_path, name):
    lies = tmp_path / name / "small"
    known = f"import html, json, warnings; from urllib.parse import quote; place = {str(lies)!r}"
    shown = Shown("small", "hash", "small", lies, "place")
    good = replace(job(tmp_path, known, *WAYS), corpus=shown)
    assert run_report(good).status == "made"
    lost = "open(place + '/none.txt')"
    bad = write(tmp_path, known, *WAYS, lost, name="8-bad")
    result = run_report(replace(good, notebook=bad))
    assert result.status == "failed"
    assert "small/none.txt" in result.error
    write_index(tmp_path / "out")
    assert len(list((tmp_path / "out").rglob("*.*"))) == 5
    tells_nothing(tmp_path / "out", lies, tmp_path)


def test_the_command_makes_pages_of_a_corpus_anywhere_that_do_not_say_where(
    tmp_path, monkeypatch, capsys
):
    lies = tmp_path / " & ".join(FOLDERS[:4]) / "news"
    lies.mkdir(parents=True)
    for number in (1, 2):
        text = f"Bridge {number}\n\nThe bridge of day {number} is open, the mayor said."
        (lies / f"post_2024-06-0{number}.txt").write_text(text)
    monkeypatch.setenv("SAMESTORY_READING", "{}")
    arguments = ["reports", str(lies), "--notebook", "1-corpus", "--out", str(tmp_path / "out")]
    for status in (0, 1):
        monkeypatch.setattr("sys.argv", ["samestory", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == status, capsys.readouterr()
        tells_nothing(tmp_path / "out", lies, tmp_path)
        for article in lies.glob("*.txt"):
            article.write_text("")
    kept = (tmp_path / "out" / "news" / "1-corpus.failed.ipynb").read_text("utf-8")
    assert 'corpus = \\"news\\"' in kept
    assert "No document of news could be used" in kept


def test_a_text_that_only_looks_like_a_place_stays():
    places = traces.places({Path("/srv/news"): "news"})
    for text in ("https://a.org/srv/news", "/srv/newspapers", "a/srv/news-2", "\\news"):
        assert traces.without(text, places) == text
    assert traces.without("'/srv/news/1.txt'", places) == "'news/1.txt'"


def test_pages_of_another_corpus_of_the_same_name_are_not_replaced(tmp_path):
    first = replace(job(tmp_path), corpus=Shown("small", "h", "small", tmp_path / "a", "1"))
    page = run_reports([first])[0].page
    before = page.read_bytes()
    other = replace(first, corpus=Shown("small", "i", "small", tmp_path / "b", "2"))
    with pytest.raises(ParameterError, match="holds pages of another corpus"):
        run_reports([other])
    with pytest.raises(ParameterError, match="would make the same pages"):
        run_reports([replace(first, out=tmp_path / "new"), replace(other, out=tmp_path / "new")])
    assert page.read_bytes() == before


def test_nothing_is_printed_on_the_way(tmp_path, capfd):
    assert run_report(job(tmp_path, "1 + 1")).status == "made"
    assert capfd.readouterr() == ("", "")


def test_an_unchanged_page_is_kept_and_a_changed_one_made_anew(tmp_path):
    first = job(tmp_path)
    page = run_report(first).page
    before = page.stat().st_mtime_ns
    assert run_report(first).status == "kept"
    assert page.stat().st_mtime_ns == before
    assert run_report(Job(first.notebook, first.corpus, first.out, force=True)).status == "made"
    other = Shown("small", "hash-2", first.corpus.path)
    assert run_report(Job(first.notebook, other, first.out)).status == "made"
    write(tmp_path, "1")
    assert run_report(Job(first.notebook, other, first.out)).status == "made"
    page.unlink()
    assert run_report(Job(first.notebook, other, first.out)).status == "made"


def test_a_page_that_someone_changed_is_made_anew(tmp_path):
    first = job(tmp_path)
    page = run_report(first).page
    page.write_text("edited")
    assert run_report(first).status == "made"
    assert "edited" not in page.read_text("utf-8")


def test_the_place_of_a_corpus_is_not_part_of_the_key(tmp_path):
    notebook = write(tmp_path)
    keys = {key.page_key(notebook, {"corpus": place}, "small", "h") for place in ("/a", "/b")}
    assert len(keys) == 1


SPEC = {
    "data": {"values": [{"x": 1, "y": "2031-04-01"}]},
    "mark": {"type": "bar", "clip": True},
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "nominal"},
    },
}


def test_pages_are_the_same_bytes_with_one_worker_and_with_two(tmp_path, monkeypatch):
    draw = f"display({{'application/vnd.vegalite.v5+json': {SPEC!r}}}, raw=True)"
    notebook = write(tmp_path, draw)
    shown = Shown("small", "h", str(tmp_path))
    pages = {}
    for workers, seed, zone in ((1, "1", "UTC"), (2, "77", "Asia/Tokyo")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        out = tmp_path / f"out{workers}"
        jobs = [Job(notebook, shown, out, {"by": by}) for by in ("origin", "outlet")]
        results = run_reports(jobs, workers=workers)
        assert [result.status for result in results] == ["made", "made"]
        # The key is left out: the package itself may be under the editor's hands.
        pages[str(workers)] = [
            (result.page.read_bytes(), record(result.page) | {"key": ""}) for result in results
        ]
    assert pages["1"] == pages["2"]


KILL = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
FAILURES = {
    "error": ("1 / 0", Limits(), r"cell \[\d\] failed\. ZeroDivisionError: division by zero"),
    "cell limit": ("import time; time.sleep(60)", Limits(cell=1), "a cell has 1 s"),
    "report limit": ("import time; time.sleep(60)", Limits(report=4), "a report 4 s"),
    "killed": (KILL, Limits(), "the kernel died"),
    "exit": ("import sys; sys.exit(0)", Limits(), "a cell shows an error"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_run_keeps_the_old_page_and_says_so(tmp_path, name):
    source, limits, words = FAILURES[name]
    page = run_report(job(tmp_path)).page
    before = page.read_bytes()
    result = run_report(job(tmp_path, source, limits=limits))
    assert result.status == "failed"
    assert re.search(words, result.error)
    assert page.read_bytes() == before
    facts = record(page)
    assert (facts["status"], facts["key"], facts["error"]) == ("stale", "", result.error)
    assert facts["documents"] == {"Alpha": 2, "Beta": 1}
    half = nbformat.read(page.with_name("9-small.failed.ipynb"), as_version=4)
    assert source in [cell.source for cell in half.cells]
    index = write_index(tmp_path / "out").read_text("utf-8")
    assert "The last run failed" in index
    assert not list(tmp_path.glob("out/small/.*"))


def test_after_a_failure_a_good_run_clears_up(tmp_path):
    page = run_report(job(tmp_path, "1 / 0")).page
    assert not page.exists()
    assert record(page)["status"] == "failed"
    assert "Failed: there is no page" in write_index(tmp_path / "out").read_text("utf-8")
    assert run_report(job(tmp_path, "1")).status == "made"
    assert record(page)["status"] == "ok"
    assert not page.with_name("9-small.failed.ipynb").exists()


def test_papermills_own_record_would_have_called_the_dead_run_complete(tmp_path):
    with pytest.raises(execute.RunError) as caught:
        execute.execute(write(tmp_path, KILL), {"by": "x"}, Limits())
    notebook = caught.value.notebook
    assert {cell.metadata.papermill.status for cell in notebook.cells} == {"completed"}


@pytest.mark.parametrize(
    "end", ["1 + 1", END.replace('"provenance"', '"banner"'), f"{END}\n1 / 0", "x = 1"]
)
def test_a_notebook_that_does_not_close_with_its_provenance_fails(tmp_path, end):
    result = run_report(job(tmp_path, end=end))
    assert result.status == "failed"
    assert "must emit provenance" in result.error or "ZeroDivisionError" in result.error


def test_a_chart_that_cannot_be_drawn_fails_the_report(tmp_path):
    source = (
        "from IPython.display import display\n"
        "display({'application/vnd.vegalite.v5+json': {'mark': 'image'}}, raw=True)"
    )
    result = run_report(job(tmp_path, source))
    assert result.status == "failed"
    assert "image marks are not drawn" in result.error


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_full_disk_keeps_the_old_page(tmp_path, monkeypatch, step):
    page = run_report(job(tmp_path)).page
    before = page.read_bytes()
    real = getattr(os, step)
    calls = []

    def full(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(*arguments)

    monkeypatch.setattr(files.os, step, full)
    result = run_report(job(tmp_path, "2"))
    assert result.status == "failed"
    assert "No space left" in result.error
    assert page.read_bytes() == before
    assert record(page)["status"] == "stale"
    assert "No space left" in write_index(tmp_path / "out").read_text("utf-8")
    assert not list(tmp_path.glob("out/small/.*"))


def test_a_disk_that_takes_nothing_at_all_still_gives_a_result(tmp_path, monkeypatch):
    page = run_report(job(tmp_path)).page
    before = page.read_bytes()

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    assert run_report(job(tmp_path, "2")).status == "failed"
    assert page.read_bytes() == before


def test_wrong_parameters_stop_before_anything_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "execute", lambda *_: pytest.fail("it ran"))
    jobs = [job(tmp_path), job(tmp_path, parameters={"cuont": 3})]
    with pytest.raises(ParameterError, match=r"9-small\.ipynb: unknown parameter 'cuont'"):
        run_reports(jobs)
    with pytest.raises(ParameterError, match="whole number"):
        run_report(job(tmp_path, parameters={"count": "many"}))
    assert not (tmp_path / "out").exists()


def test_a_value_cannot_become_code(tmp_path):
    target = tmp_path / "made-by-attack"
    hostile = f'x"""\'\'\'\n__import__("pathlib").Path({str(target)!r}).touch()#\\'
    result = run_report(job(tmp_path, "print(by)", parameters={"by": hostile, "terms": [hostile]}))
    assert result.status == "made"
    assert not target.exists()


def test_one_failed_job_does_not_stop_the_others(tmp_path):
    good = write(tmp_path, name="1-good")
    bad = write(tmp_path, "1 / 0", name="2-bad")
    shown = Shown("small", "h", "x")
    jobs = [Job(notebook, shown, tmp_path / "out") for notebook in (bad, good, good)]
    results = run_reports(jobs, workers=1)
    assert [result.status for result in results] == ["failed", "made", "made"]


@pytest.mark.parametrize(("workers", "how"), [(1, "SIGKILL"), (2, "SIGABRT")])
def test_a_process_that_dies_is_told_and_the_other_pages_are_made(tmp_path, workers, how):
    # The notebook kills its parent, which is the worker, not this test.
    parent = f"import os, signal; os.kill(os.getppid(), signal.{how})"
    bad = write(tmp_path, parent, name="1-bad")
    good = [write(tmp_path, name=name) for name in ("2-good", "3-good")]
    shown = Shown("small", "h", "x")
    jobs = [Job(notebook, shown, tmp_path / "out") for notebook in (bad, *good)]
    results = run_reports(jobs, workers)
    assert [result.status for result in results] == ["failed", "made", "made"]
    assert "died: it was killed, or there was not enough memory" in results[0].error
    assert record(results[0].page)["status"] == "failed"


def test_a_page_without_memory_is_told(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(run, "_render", full)
    result = run_report(job(tmp_path))
    assert (result.status, result.error) == ("failed", "there was not enough memory.")


def test_pages_beside_a_page_are_those_of_the_same_parameters(tmp_path):
    here = job(tmp_path, parameters={"by": "outlet", "count": 3})
    write(tmp_path, name="8-other")
    assert run.others(here) == {}
    page = run.page_of(here).with_name("8-other-by-outlet-count-3.html")
    assert run.others(replace(here, beside=frozenset([page]))) == {"8-other": page.name}
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("<p>page</p>", encoding="utf-8")
    assert run.others(here) == {"8-other": page.name}
    there = replace(here, notebook=tmp_path / "8-other.ipynb")
    assert page_of(there).name == run.others(here)["8-other"]
