"""What has no room on a page stands beside it, and each leads to the other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import figures, schema
from analysis.corpus import load
from analysis.figures.sentences import closing
from analysis.measures.concordance import lines
from analysis.reports import lines as beside
from analysis.reports import page as pages
from analysis.reports.ceiling import allowance
from analysis.reports.export import SamestoryExporter
from pages import browser, look, violations

ROOT = Path(__file__).resolve().parents[1]
BACK = {"page": "2-terms.html", "notebook": "2-terms", "index": "../index.html"}


def kwic(name: str, number: int, total: int = 0) -> pd.DataFrame:
    rows = [
        (f"{name}-{n}", n, n + 6, "before the", "strike", "began at noon", "own", "", name)
        for n in range(number)
    ]
    made = pd.DataFrame(rows, columns=[*schema.CONCORDANCE.names, "number"])
    return made.assign(total=total or number)


def notebook(*outputs: figures.Output) -> NotebookNode:
    bundles = [output._repr_mimebundle_() for output in outputs]
    made = [new_output("display_data", data=bundle) for bundle in bundles]
    cells = [
        new_markdown_cell("# Who says strike?\n\nLead."),
        new_code_cell("make()", outputs=made),
    ]
    return new_notebook(cells=cells)


def written(*outputs: figures.Output, **given: str) -> tuple[str, str]:
    """Write a page and the page of lines beside it."""
    html, resources = SamestoryExporter().from_notebook_node(notebook(*outputs), {**BACK, **given})
    return html, resources.get("lines", "")


def table(*numbers: str) -> figures.Output:
    frame = pd.DataFrame({"word": list(numbers), "times": range(1, len(numbers) + 1)})
    return figures.table(frame, title="Counts", links={"times": numbers})


def test_lines_past_those_of_the_page_stand_beside_it_and_lead_back():
    place = figures.anchor("strike · A")
    html, more = written(
        table("strike · A"), figures.evidence(kwic("strike · A", 20), title="Lines")
    )
    assert html.count("<mark>") == 8
    assert f'<a href="2-terms-lines.html#{place}">12 more</a>' in html
    assert more.count("<mark>") == 12
    assert f'<h3 id="{place}">strike · A' in more
    assert f'<a href="2-terms.html#{place}">The first 8 in the report</a>' in more
    assert "<h1>More lines: Who says strike?</h1>" in more
    assert '<a href="../index.html">samestory</a>' in more
    assert "<script" not in more
    assert "samestory tables" not in html + more


def test_no_page_of_lines_is_made_where_it_would_be_empty_or_nobody_would_find_it():
    few = figures.evidence(kwic("strike · A", 8), title="Lines")
    assert written(few)[1] == ""
    many = figures.evidence(kwic("strike · A", 9), title="Lines")
    html, more = written(many, page="")
    assert (more, "-lines.html" in html) == ("", False)
    assert "1 more stand in the tables that <code>samestory tables</code> writes" in html


def test_a_number_for_which_a_page_has_no_room_leads_to_the_page_beside_it():
    numbers = [f"n{n} · A" for n in range(140)]
    lined = pd.concat([kwic(name, 1) for name in numbers])
    html, more = written(table(*numbers), figures.evidence(lined, title="Lines"))
    assert html.count("<mark>") == 130
    assert more.count("<mark>") == 10
    # The first twelve rows of a table have theirs on the page, whatever else there is.
    for name in numbers[:12]:
        assert f'href="#{figures.anchor(name)}"' in html
    away = figures.anchor(numbers[139])
    assert f'href="2-terms-lines.html#{away}"' in html
    back = re.search(rf'href="2-terms-lines.html#{away}" id="(b\d+)"', html)
    assert back is not None
    assert f'<a href="2-terms.html#{back.group(1)}">Back to the report</a>' in more
    assert ">The lines of 10 more numbers</a>" in html


def test_what_even_the_page_beside_leaves_out_is_said_with_where_it_is():
    lined = kwic("strike · A", 40, total=1_000)
    _, more = written(figures.evidence(lined, title="Lines"))
    assert "These are the first 40 of 1,000; the notebook <code>explore</code> lists all." in more


def test_a_line_is_stored_once_on_both_pages():
    one, two = (kwic("a", 20).assign(number=name) for name in ("strike · A", "strike · B"))
    html, more = written(figures.evidence(pd.concat([one, two]), title="Lines"))
    assert (html.count("<mark>"), more.count("<mark>")) == (8, 12)
    assert more.count('<li class="again">') == 12
    assert more.count("listed elsewhere on this page") == 12


def test_a_line_that_shrank_to_its_place_is_linked_by_words():
    one, two = (kwic("a", 20).assign(number=name) for name in ("strike · A", "strike · B"))
    shown = figures.evidence(pd.concat([one, two]).assign(node="…"), title="Lines")
    assert ">…</a>" not in "".join(written(shown))
    assert written(shown)[1].count(">A line</a>") == 12


def test_every_link_between_both_pages_arrives():
    numbers = [f"n{n} · A" for n in range(150)]
    lined = pd.concat([kwic(name, 3) for name in numbers])
    html, more = written(table(*numbers), figures.evidence(lined, title="Lines"))
    for here, there, file in ((html, more, "2-terms-lines.html"), (more, html, "2-terms.html")):
        links = re.findall(rf'href="{file}#([^"]+)"', here)
        assert links
        assert {*links} <= {*re.findall(r'id="([^"]+)"', there)}
        inner = re.findall(r'href="#([^"]+)"', here)
        ids = re.findall(r'id="([^"]+)"', here)
        assert {*inner} <= {*ids}
        assert len(ids) == len({*ids})


def test_a_page_of_lines_keeps_to_its_size():
    numbers = [f"n{n} · A" for n in range(100)]
    long = " ".join(["word"] * 60)
    lined = pd.concat([kwic(name, 10).assign(left=long, right=long) for name in numbers])
    _, more = written(figures.evidence(lined, title="Lines", excerpt_words=140))
    assert 0 < len(more.encode("utf-8")) <= 300 * 1024
    assert all(f'id="{figures.anchor(name)}"' in more for name in numbers)


@pytest.fixture(scope="module")
def sample():
    return load(ROOT / "data" / "sample")


def test_a_page_and_its_lines_keep_to_one_ceiling(sample):
    documents = sample.documents.assign(words=sample.documents["words"] * 4)
    terms = ["the", "of", "port", "and", "a"]
    shown = figures.evidence(lines(sample, terms), documents, title="Lines")
    made = notebook(shown, closing(sample, "origin", excerpt_share=0.2))
    page = pages.build(made, stem="2-terms", file="2-terms.html")
    known = {name: {*words} for name, words in page.places.ceiling.shown.items()}
    told = beside.sections(page.places, page.file)
    both = page.places.ceiling.shown
    counted = dict(zip(documents["document_id"], documents["words"], strict=True))
    assert any(len(both[name]) > len(words) for name, words in known.items())
    for name, words in both.items():
        assert len(words) <= allowance(counted[name], 0.2)
    drawn = [line for part in told for number in part["numbers"] for line in number["shown"]]
    assert {line["node"] for line in drawn} >= {"…", "the"}
    assert told == beside.sections(page.places, page.file)


def test_nbconvert_writes_both_pages(tmp_path):
    made = notebook(figures.evidence(kwic("strike · A", 20), title="Lines"))
    nbformat.write(made, tmp_path / "small.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "samestory", "small.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert 'href="small-lines.html#' in (tmp_path / "small.html").read_text("utf-8")
    assert 'href="small.html#' in (tmp_path / "small-lines.html").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_page_of_lines_is_for_all_eyes_and_asks_for_nothing(chromium, tmp_path, width, scheme):
    numbers = [f"{'n' * 50}{n} · A" for n in range(150)]
    lined = pd.concat([kwic(name, 3) for name in numbers])
    path = tmp_path / "2-terms-lines.html"
    path.write_text(written(figures.evidence(lined, title="Lines"))[1], encoding="utf-8")
    with browser(chromium) as started:
        seen = look(started, path, width=width, scheme=scheme)
        assert (seen.requests, seen.console, seen.errors, seen.overflow) == ([], [], [], 0)
        assert violations(started, path, width=width, scheme=scheme) == []
