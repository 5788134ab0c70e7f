"""The short name: light to import, complete, and what it joins is what the parts give."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import samestory as ss
from analysis.corpus import load
from analysis.corpus.execution.progress import silent
from analysis.schema import CorpusError, TableError
from analysis.tables import Made, tables_of
from samestory import measures
from small import corpus

ROOT = Path(__file__).resolve().parents[1]
ASKED = (
    *("load", "rates", "keyness", "concordance", "collocates", "naming", "frames", "voices"),
    *("speakers", "statements", "reuse", "events", "coverage", "findings"),
)


@pytest.fixture(scope="module")
def sample() -> ss.Corpus:
    """All articles of the sample."""
    return load("data/sample")


@pytest.fixture(scope="module")
def release() -> ss.Corpus:
    """Counts and labels of real articles, without their text."""
    return load("data/wagner-2023")


def test_to_import_it_imports_no_library():
    code = "import sys, samestory; print({'numpy', 'pandas', 'altair', 'nltk'} & {*sys.modules})"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert made.stdout == "set()\n"


def test_every_name_is_there_and_no_other():
    assert dir(ss) == sorted(ss.__all__)
    for name in ss.__all__:
        assert getattr(ss, name) is not None
    with pytest.raises(AttributeError, match="'samestory' has no attribute 'keynes'"):
        _ = ss.keynes


def test_a_name_is_what_a_type_checker_takes_it_for():
    tree = ast.parse((ROOT / "samestory" / "__init__.py").read_text(encoding="utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    homes = {name.name: node.module for node in checked.body for name in node.names}
    assert {*homes, "__version__"} == {*ss.__all__}
    for name, home in homes.items():
        module = sys.modules[f"{home}.{name}" if home == "samestory" else home]
        assert getattr(ss, name) is (module if home == "samestory" else getattr(module, name))


@pytest.mark.parametrize("name", ASKED)
def test_a_docstring_says_what_comes_back_and_ends_in_an_example(name):
    told = inspect.getdoc(getattr(ss, name))
    *_, last = told.split("\n\n")
    assert last.startswith("Examples\n--------\n>>> ")
    assert "Returns\n" in told or name == "load"


def test_two_packages_tell_type_checkers_that_they_are_typed():
    assert (ROOT / "samestory" / "py.typed").is_file()
    assert (ROOT / "analysis" / "py.typed").is_file()


def test_keyness_of_two_outlets_counts_reprints_once(sample):
    words = ss.keyness(sample, "Pellin Valley Live", "TOLTA", by="outlet")
    copies = measures.clusters(sample, measures.reuse(sample))
    asked = ss.Comparison("Pellin Valley Live", "TOLTA", by="outlet")
    pd.testing.assert_frame_equal(words, measures.keyness(sample, asked, cluster=copies))
    pd.testing.assert_frame_equal(words, ss.keyness(sample, asked))


def test_keyness_without_a_target_compares_each_group_with_the_rest(sample):
    words = ss.keyness(sample, by="outlet")
    pd.testing.assert_frame_equal(words, tables_of(sample, "outlet")["keyness"])


def test_a_comparison_says_by_what_it_is_made(sample):
    pairs = ss.keyness(sample, ss.Comparison("TOLTA", by="outlet", n=2))
    assert set(pairs["by"]) == {"outlet"}
    assert pairs["term"].str.contains(" ").all()


def test_a_group_that_is_not_there_is_told_with_those_that_are(sample):
    with pytest.raises(TableError, match="TOLTA"):
        ss.keyness(sample, "TOLTTA", by="outlet")


def test_rates_are_of_the_words_given_or_of_all(sample):
    given = ss.rates(sample, "strike", by="outlet")
    assert given["term"].tolist() == ["strike"] * 4
    every = ss.rates(sample, by="outlet")
    pd.testing.assert_frame_equal(every, tables_of(sample, "outlet")["frequencies"])


TABLES = {
    "naming": "naming_shares",
    "frames": "frame_rates",
    "voices": "voices",
    "speakers": "speakers",
    "coverage": "coverage",
    "describe": "description_words",
    "findings": "findings",
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("by", ["outlet", "event"])
def test_one_line_gives_the_table_that_is_written_too(sample, name, by):
    table = getattr(ss, name)(sample, by)
    assert len(table) > 0 or (name, by) == ("findings", "event")
    pd.testing.assert_frame_equal(table, tables_of(sample, by)[TABLES[name]])


def test_stories_are_found_where_they_are_the_groups(sample):
    unnamed = sample.having(documents=sample.documents.assign(event=""))
    for table in (ss.rates(unnamed, "port", by="event"), ss.voices(unnamed, "event")):
        assert table["group"].nunique() > 1


@pytest.mark.parametrize(("events", "stories"), [(("a", "a"), 1), (("a", ""), 2), (("a", "b"), 2)])
def test_what_is_about_one_story_has_rows_where_there_is_one(events, stories):
    made = corpus([("A", "Ordvik shut its port."), ("B", "Kelp soup won.")], event=events)
    tables = Made(made, "outlet", 1, silent)
    assert (tables.stories, len(tables["documents"])) == (stories, 2)
    assert len(tables.of_story("documents")) == (2 if stories == 1 else 0)
    assert list(tables.of_story("documents")) == list(tables["documents"])


def test_statements_are_those_of_stories(sample):
    pd.testing.assert_frame_equal(ss.statements(sample), tables_of(sample)["statements"])


def test_names_may_be_those_of_one_file(sample, tmp_path):
    file = tmp_path / "names.yml"
    file.write_text("PORT:\n  port: [port]\n", encoding="utf-8")
    assert set(ss.naming(sample, "outlet", lexicon=str(file))["concept"]) == {"PORT"}


def test_a_release_answers_what_it_can_and_says_what_it_cannot(release):
    for name in ("naming", "frames", "voices", "speakers", "coverage", "findings"):
        assert len(getattr(ss, name)(release.select(event="all"))) > 0, name
    assert len(ss.rates(release, "rebellion")) > 0
    for name in ("concordance", "collocates"):
        with pytest.raises(CorpusError, match="text-free release"):
            getattr(ss, name)(release, "rebellion")
