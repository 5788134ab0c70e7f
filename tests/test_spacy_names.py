"""Names proposed by spaCy: what is left of them, how they are joined, the file they make."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import small
from analysis.corpus import Corpus
from analysis.corpus.lexicons.entities import Found, Gazetteer, Name, load_gazetteer
from analysis.corpus.spacy import names as spacy_names
from analysis.corpus.spacy.model import load_model
from analysis.schema import MENTIONS, CorpusError, TableError, empty
from analysis.suggest import entities as proposing
from analysis.suggest.entities import as_yaml, propose

STORY = [
    (
        "Corranto",
        "Mayor Ada Brill met Oskara Lund in Ordvik. Brill left the Lake Company on Friday.",
    ),
    ("TOLTA", "Ada Brill and Oscara Lund signed. The Lake Company paid. Brill smiled at Moscow."),
]
KINDS = {"Lake Company": "organisation", "Ordvik": "place", "Moscow": "place"}
NAMES = ("Ada Brill", "Oskara Lund", "Oscara Lund", "Brill", "Lake Company", "Ordvik", "Moscow")


def marked(texts: Iterable[str]) -> Iterator[list[Found]]:
    """Find the names of the story as a model would that never errs."""
    for text in texts:
        found: list[Found] = []
        for form in NAMES:
            for hit in re.finditer(form, text):
                name = Name(form, KINDS.get(form, "person"), form)
                if not any(f.start <= hit.start() < f.end for f in found):
                    found.append(Found(hit.start(), hit.end(), name))
        yield sorted(found)


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setattr(proposing, "spacy_names", marked)
    return small.corpus(STORY)


def test_spellings_and_surnames_are_joined_under_the_full_name(story: Corpus) -> None:
    table = propose(story, Gazetteer())
    of_brill = table[table["concept"] == "Ada Brill"]
    assert sorted(of_brill["text"]) == ["Ada Brill", "Ada Brill", "Brill", "Brill"]
    assert set(of_brill["label"]) == {"person"}
    lund = table[table["text"].str.endswith("Lund")]
    assert lund["concept"].nunique() == 1


def test_every_mention_stands_where_the_table_says(story: Corpus) -> None:
    sources = dict(zip(story.documents["document_id"], story.documents["source"], strict=True))
    for row in propose(story, Gazetteer(), 1).itertuples():
        assert sources[row.document_id][row.start : row.end] == row.text


def test_listed_names_are_not_proposed(story: Corpus) -> None:
    listed = Gazetteer((Name("Moscow", "place", "Moscow"), Name("A. Brill", "person", "Ada Brill")))
    texts = set(propose(story, listed, 1)["text"])
    assert "Moscow" not in texts
    assert "Ada Brill" not in texts
    assert "Lake Company" in texts


def test_names_seen_once_are_left_out_unless_asked_for(story: Corpus) -> None:
    assert "Ordvik" not in set(propose(story, Gazetteer())["concept"])
    assert "Ordvik" in set(propose(story, Gazetteer(), 1)["concept"])


def test_the_file_is_a_gazetteer_as_it_is_written(story: Corpus, tmp_path: Path) -> None:
    text = as_yaml(story, propose(story, Gazetteer(), 1))
    for name in ("entities.yml", "identities.yml"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "entities-lake.yml").write_text(text, encoding="utf-8")
    kinds = load_gazetteer("lake", folder=tmp_path).kinds
    assert kinds["Ada Brill"] == "person"
    assert kinds["Lake Company"] == "organisation"
    assert "Brill" not in kinds
    assert "    # 2: Corranto 1, TOLTA 1" in text.split("\n")
    assert "[Lake Company]" in text


FORMS = st.lists(st.sampled_from(["Ordvik-Courier", "Ordvik Courier", "Courier", "Ann Courier"]))


@given(FORMS, FORMS)
def test_the_loader_takes_names_that_differ_in_a_hyphen(one: list[str], other: list[str]) -> None:
    texts = [("a", ". ".join(one) + "."), ("b", ". ".join(other) + ".")]

    def found(lines: Iterable[str]) -> Iterator[list[Found]]:
        for line in lines:
            hits = re.finditer(r"[^.]+", line)
            names = (
                (hit, Name(hit.group().strip(), "person", hit.group().strip())) for hit in hits
            )
            yield [Found(hit.start(), hit.end(), name) for hit, name in names if name.form]

    corpus = small.corpus(texts)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as place:
        patch.setattr(proposing, "spacy_names", found)
        for name in ("entities.yml", "identities.yml"):
            (Path(place) / name).write_text("{}", encoding="utf-8")
        text = as_yaml(corpus, propose(corpus, Gazetteer(), 1))
        (Path(place) / "entities-lake.yml").write_text(text, encoding="utf-8")
        load_gazetteer("lake", folder=Path(place))


def test_nothing_found_is_a_file_with_no_names(story: Corpus, tmp_path: Path) -> None:
    for name in ("entities.yml", "identities.yml"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "entities-lake.yml").write_text(as_yaml(story, empty(MENTIONS)), encoding="utf-8")
    assert load_gazetteer("lake", folder=tmp_path).kinds == {}


def test_a_table_that_is_not_of_mentions_is_refused(story: Corpus) -> None:
    with pytest.raises(TableError, match="concept"):
        as_yaml(story, story.documents)


@pytest.mark.parametrize(
    ("marked_as", "kind", "form"),
    [
        ("the Lake Company's", "ORG", "Lake Company"),
        ("Mayor Ada Brill", "PERSON", "Ada Brill"),
        ("Ordvik’s", "GPE", "Ordvik"),
        ("the", "ORG", None),
        ("Ada\nBrill", "PERSON", None),
        ("2024 Act", "ORG", None),
        ("Friday", "DATE", None),
    ],
    ids=["possessive", "title", "curly", "article", "two lines", "number", "no name"],
)
def test_articles_titles_and_possessives_are_cut_off(
    monkeypatch: pytest.MonkeyPatch, marked_as: str, kind: str, form: str | None
) -> None:
    part = SimpleNamespace(text=marked_as, start_char=7, label_=kind)

    class Model:
        @staticmethod
        def pipe(texts: Iterable[str]) -> Iterator[Any]:
            return (SimpleNamespace(ents=[part]) for _ in texts)

    monkeypatch.setattr(spacy_names, "load_model", lambda what, unused: Model)
    [found] = spacy_names.spacy_names(["any"])
    assert [name.name.form for name in found] == ([form] if form else [])
    for name in found:
        assert marked_as[name.start - 7 : name.end - 7] == form


def test_the_model_finds_who_and_where() -> None:
    pytest.importorskip("spacy", reason="spaCy, an extra, is not installed")
    try:
        load_model("Names by spaCy", ())
    except CorpusError:
        pytest.skip("no English model of spaCy is installed")
    text = "Angela Merkel met Emmanuel Macron in Berlin on Friday."
    [found] = spacy_names.spacy_names([text])
    assert {(f.name.form, f.name.kind) for f in found} >= {
        ("Angela Merkel", "person"),
        ("Emmanuel Macron", "person"),
        ("Berlin", "place"),
    }
    assert all(text[f.start : f.end] == f.name.form for f in found)
