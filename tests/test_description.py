"""What describes people and things: each rule reads its sentence, and the laws of the table."""

from __future__ import annotations

from math import comb
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis import figures
from analysis.corpus import Corpus
from analysis.measures.concordance import number
from analysis.measures.description import description_words, descriptions, set_apart
from analysis.schema import MENTIONS, shape
from tests import small

TABLE = Path(__file__).parent / "language" / "description.yml"
RULES = yaml.safe_load(TABLE.read_text(encoding="utf-8"))


def mentions_of(corpus: Corpus, name: str, kind: str = "") -> pd.DataFrame:
    """List every place where a name is printed."""
    rows = []
    for document, source in corpus.documents[["document_id", "source"]].itertuples(index=False):
        at = source.find(name)
        while at >= 0:
            rows.append((document, at, at + len(name), name, kind, name, "own", "", "rules"))
            at = source.find(name, at + 1)
    return shape(pd.DataFrame(rows, columns=MENTIONS.names), MENTIONS)


def described(corpus: Corpus, name: str, kind: str = "") -> pd.DataFrame:
    """Describe one name; without a kind it is a listed concept."""
    found = mentions_of(corpus, name, kind)
    return descriptions(corpus, found if kind else found[:0], found[:0] if kind else found)


@pytest.mark.parametrize("row", RULES, ids=[row["rule"] for row in RULES])
def test_a_rule_reads_its_sentence(row):
    found = described(small.corpus([("A", row["text"])]), row["of"], row.get("kind", ""))
    assert (found["role"] + " " + found["word"]).tolist() == row["found"]


TEXTS = [
    ("A", "The angry mayor Orla Dask was killed.\nIt was Orla Dask, a former spy, in May."),
    ("B", "“Soldiers beat Orla Dask,” he said. Orla Dask’s lawyer left."),
]


def test_spans_lie_in_the_source_and_voices_are_those_of_the_word():
    corpus = small.corpus(TEXTS)
    sources = corpus.documents.set_index("document_id")["source"]
    found = described(corpus, "Orla Dask", "person")
    assert found["word"].tolist() == ["angry", "mayor", "kill", "former spy", "beat"]
    for row in found.itertuples():
        source = sources[row.document_id]
        assert source[row.start : row.end] == row.text
        assert source[row.concept_start : row.concept_end] == "Orla Dask"
    assert found["voice"].tolist() == ["own"] * 4 + ["quoted"]


def test_the_order_of_documents_changes_nothing():
    there, back = (small.corpus(texts) for texts in (TEXTS, TEXTS[::-1]))
    columns = ["role", "word", "start", "voice"]
    both = [described(corpus, "Orla Dask", "person")[columns] for corpus in (there, back)]
    rows = [sorted(table.itertuples(index=False, name=None)) for table in both]
    assert rows[0] == rows[1]


def test_a_listed_name_that_overlaps_an_entity_is_told_as_the_entity():
    corpus = small.corpus([("A", "The angry mayor Orla Dask saw the illegal blockade.")])
    people = mentions_of(corpus, "Orla Dask", "person")
    listed = pd.concat([mentions_of(corpus, "mayor Orla"), mentions_of(corpus, "blockade")])
    found = descriptions(corpus, people, listed)
    assert found["concept"].tolist() == ["Orla Dask", "Orla Dask", "Orla Dask", "blockade"]


def test_a_release_without_the_table_has_none():
    corpus = small.corpus([("A", "")])
    nothing = mentions_of(corpus, "Dask")
    assert descriptions(corpus, nothing, nothing).empty


def test_words_are_counted_by_group_and_tested_by_documents():
    texts = [("A", "The corrupt mayor Orla Dask left.")] * 6 + [
        ("B", "The mayor Orla Dask left.")
    ] * 6
    corpus = small.corpus(texts)
    words = description_words(corpus, described(corpus, "Orla Dask", "person"), "origin")
    corrupt = words[words["word"] == "corrupt"]
    assert corrupt["group"].tolist() == ["A"]
    assert corrupt[["document_frequency", "documents_with", "documents"]].values.tolist() == [
        [6] * 3
    ]
    # One of 924 ways to choose six of twelve; mayor and leave, which all hold, could tell nothing.
    assert corrupt["p_value"].item() == pytest.approx(1 / 924)
    assert corrupt["p_family"].item() == pytest.approx(1 / 924)
    assert set_apart(words)["word"].tolist() == ["corrupt"]


def test_only_tests_that_could_tell_something_pay_for_one_another():
    words = [["corrupt"], ["corrupt", "angry"], ["corrupt", "ill"], ["corrupt"], ["corrupt"], []]
    texts = [("A", f"The {' and '.join(w)} mayor Orla Dask left.") for w in words]
    texts += [("B", f"The {w} mayor Orla Dask left.") for w in ("angry", "ill", "", "", "", "")]
    corpus = small.corpus(texts)
    found = described(corpus, "Orla Dask", "person")
    words = description_words(corpus, found, "origin")
    tested = words[words["p_value"].notna()]
    # At best one group alone has a word that m of twelve articles hold: C(6, m) / C(12, m).
    held = found.groupby(["role", "word"])["document_id"].nunique()
    best = [
        comb(6, min(m, 6)) * comb(6, m - min(m, 6)) / comb(12, m)
        for m in held[pd.MultiIndex.from_frame(tested[["role", "word"]])]
    ]
    count = next(k for k in range(1, 99) if sum(p <= 0.05 / k for p in best) <= k)
    assert 1 <= count < len(tested)
    expected = (tested["p_value"] * count).clip(upper=1)
    assert tested["p_family"].tolist() == pytest.approx(expected.tolist())


def test_reprints_are_one_document_and_four_are_too_few():
    texts = [("A", "The corrupt mayor Orla Dask left.")] * 6 + [
        ("B", "The mayor Orla Dask left.")
    ] * 6
    corpus = small.corpus(texts)
    copies = pd.Series("", index=corpus.documents["document_id"])
    copies.iloc[:3] = "d000"
    found = described(corpus, "Orla Dask", "person")
    words = description_words(corpus, found, "origin", cluster=copies)
    assert words["p_value"].isna().all()
    assert words["document_frequency"].max() == 6


def test_the_matrix_has_a_row_a_word_and_leads_to_its_lines():
    corpus = small.corpus(TEXTS)
    found = described(corpus, "Orla Dask", "person")
    groups = corpus.group_of("origin")
    content = figures.description_matrix(found, groups).content
    assert content["columns"] == ["A", "B"]
    labels = ["angry", "former spy", "mayor", "done to, by nobody named: kill", "done to: beat"]
    assert [row["label"] for row in content["rows"]] == labels
    assert {row["section"] for row in content["rows"]} == {"Orla Dask"}
    beaten = content["rows"][4]["cells"]
    assert [cell["count"] for cell in beaten] == [0, 1]
    line = figures.shown_words(found, groups)["line"].tolist()[4]
    assert line == "Orla Dask, done to: beat"
    link = figures.anchor(number(line, "B"))
    assert beaten[1]["marks"] == [{"voice": "quoted", "link": link}]


def test_what_is_described_by_one_of_several_groups_is_not_drawn():
    corpus = small.corpus([TEXTS[0], ("B", "Nothing was said.")])
    found = described(corpus, "Orla Dask", "person")
    assert figures.description_matrix(found, corpus.group_of("origin")).content["kind"] == "banner"


def test_what_sets_a_description_apart_is_said_and_why_nothing_is():
    corpus = small.corpus(
        [("A", "The corrupt mayor Orla Dask left.")] * 6 + [("B", "The mayor Orla Dask left.")] * 6
    )
    found = described(corpus, "Orla Dask", "person")
    words = description_words(corpus, found, "origin")
    said = figures.descriptions_apart(words).content["sentences"]
    assert len(said) == 1
    assert said[0].startswith("A has “corrupt” of Orla Dask in 6 of 6 articles")
    few = description_words(corpus.select(where=["origin=A"]), found, "origin")
    assert figures.descriptions_apart(few).content["text"].startswith("Too few articles")
