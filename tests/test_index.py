"""The index tells what there is, what failed, and runs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.files import write_json
from analysis.reports.index import write_index
from analysis.schema import ParameterError
from attacks import PAYLOADS
from pages import browser, look, violations


def add(out: Path, name: str, *, page: bool = True, **facts: object) -> None:
    folder = out / "small"
    folder.mkdir(parents=True, exist_ok=True)
    base: dict[str, object] = {
        "notebook": name, "title": f"What of {name}?", "status": "ok", "error": "",
        "corpus": {"name": "small", "hash": "h"}, "documents": {"Alpha": 1200, "Beta": 1},
        "parameters": {"by": "origin", "terms": ["a", "b"], "since": ""},
    }  # fmt: skip
    write_json(folder / f"{name}.json", base | facts)
    if page:
        (folder / f"{name}.html").write_text("<p>page</p>")


def test_the_index_lists_title_corpus_outlets_articles_and_parameters(tmp_path):
    add(tmp_path, "1-corpus")
    html = write_index(tmp_path).read_text("utf-8")
    assert '<a href="small/1-corpus.html">What of 1-corpus?</a>' in html
    assert "<h2>small</h2>" in html
    assert "1,201 articles: Alpha 1,200, Beta 1" in html
    assert "by = origin; terms = a, b" in html
    assert "failed" not in html


def test_a_corpus_stands_under_its_headline_and_ones_own_before_the_shipped(tmp_path):
    found = {"headline": "Alpha writes no “strike”", "sentence": "Beta writes it six times."}
    for name in ("sample", "wagner-2023", "zebra"):
        add(tmp_path, f"0-{name}", corpus={"name": name, "hash": "h"}, **found)
    add(tmp_path, "1-zebra", corpus={"name": "zebra", "hash": "h"}, sentence="Least is counted.")
    html = write_index(tmp_path).read_text("utf-8")
    assert '<h2><a href="small/0-zebra.html">Alpha writes no “strike”</a></h2>' in html
    assert '<p class="sentence">Least is counted.</p>' in html
    assert html.count("Fresh. by = origin") == 4
    places = [html.index(f'aria-label="{name}"') for name in ("zebra", "sample", "wagner-2023")]
    assert places == sorted(places)


def test_a_stale_page_is_linked_with_a_warning_and_a_failed_one_only_named(tmp_path):
    add(tmp_path, "1-old", status="stale", error="cell [2] failed.")
    add(tmp_path, "2-none", page=False, status="failed", error="the kernel died.")
    html = write_index(tmp_path).read_text("utf-8")
    assert "The last run failed; this is the page before it. cell [2] failed." in html
    assert "Failed: there is no page. the kernel died." in html
    assert "2-none.html" not in html


def test_a_record_whose_page_is_gone_is_not_linked(tmp_path):
    add(tmp_path, "1-gone", page=False)
    html = write_index(tmp_path).read_text("utf-8")
    assert "1-gone.html" not in html
    assert "Failed: there is no page." in html


def test_other_files_and_broken_records_are_passed_over(tmp_path):
    add(tmp_path, "1-corpus")
    (tmp_path / "small" / "other.json").write_text('{"a": 1}')
    (tmp_path / "small" / "broken.json").write_text("{")
    (tmp_path / "small" / "list.json").write_text("[]")
    assert write_index(tmp_path).read_text("utf-8").count('class="card"') == 1


def test_an_empty_folder_says_how_to_begin(tmp_path):
    assert "There are no reports yet" in write_index(tmp_path).read_text("utf-8")


def test_the_index_is_the_same_twice(tmp_path):
    add(tmp_path, "2-b")
    add(tmp_path, "1-a")
    first = write_index(tmp_path).read_bytes()
    assert write_index(tmp_path).read_bytes() == first
    assert first.index(b"1-a") < first.index(b"2-b")


@pytest.mark.browser
def test_the_index_runs_nothing_and_is_accessible(chromium, tmp_path):
    for number, payload in enumerate(PAYLOADS.values()):
        add(
            tmp_path, f"{number}-x", title=payload, error=payload, status="stale",
            corpus={"name": payload, "hash": payload}, documents={payload: 1},
            parameters={payload: payload},
        )  # fmt: skip
    with browser(chromium) as started:
        index = write_index(tmp_path)
        seen = look(started, index, width=320)
        assert (seen.marked, seen.requests, seen.console, seen.dialogs) == (False, [], [], [])
        assert seen.overflow == 0
        for scheme in ("light", "dark"):
            assert violations(started, index, width=375, scheme=scheme) == []


def test_an_index_of_somebody_else_is_left_as_it_is(tmp_path):
    (tmp_path / "index.html").write_text("<h1>My own site</h1>")
    with pytest.raises(ParameterError, match="stays as it is"):
        write_index(tmp_path)
    assert (tmp_path / "index.html").read_text() == "<h1>My own site</h1>"
    (tmp_path / "index.html").unlink()
    assert write_index(tmp_path) == write_index(tmp_path)
