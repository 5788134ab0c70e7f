"""Naming candidates: phrases of one story that may name the same thing."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import small
from analysis.corpus import load
from analysis.corpus.lexicons.naming import FOLDER, Lexicon, load_naming
from analysis.measures.naming import mentions
from analysis.schema import CANDIDATES, CorpusError, RuleError, TableError, empty, shape
from analysis.suggest import Known, as_yaml, candidates, phrases, propose, sentence, things

ROOT = Path(__file__).resolve().parents[1]
SEEN = frozenset("01234")

STORY = [
    (
        "Corranto",
        "Marsh Guard mutiny shakes Tolvania\n"
        "President Ruvan Ostrell ended a mutiny of the Marsh Guard on Friday. Mr. Ostrell said the "
        "mutiny was over.\n"
        "Dorrin Aske, the commander of the guard, denied it. The president called the march a "
        "betrayal.",
    ),
    (
        "The Hadrin Letter",
        "The uprising of the Marsh Guard reached the capital on Friday. Ruvan Ostrell, the "
        "Tolvanian president, left the city.\n"
        "Aske said the uprising would go on. The commander spoke of the June 24 events.",
    ),
    (
        "TOLTA",
        "Ostrell thanked the army after the rebellion. The armed rebellion of Dorrin Aske failed, "
        "the Office of Public Order (OPO) said.",
    ),
]


@pytest.fixture(scope="module")
def bench() -> Any:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        return importlib.import_module("suggest")
    finally:
        sys.path.pop(0)


def group_of(table: pd.DataFrame, label: str) -> set[str]:
    """List the phrases of the one group that has a phrase."""
    names = set(table.loc[table["label"] == label, "candidate"])
    assert len(names) == 1, f"{label} is in {names or 'no group'}"
    return set(table.loc[table["candidate"].isin(names), "label"])


def told(*texts: str) -> pd.DataFrame:
    """Find the candidates of some articles, one an outlet, all groups kept."""
    return candidates(small.corpus([(f"o{n}", text) for n, text in enumerate(texts)]), 1)


def read_back(text: str, folder: Path) -> Lexicon:
    (folder / "naming.yml").write_text(text, encoding="utf-8")
    return load_naming(folder=folder)


class TestGroups:
    def test_what_outlets_call_one_event_is_one_group(self) -> None:
        group = group_of(candidates(small.corpus(STORY)), "mutiny")
        assert {"mutiny", "uprising", "rebellion", "armed rebellion", "june 24 events"} <= group

    def test_a_person_is_named_in_full_by_surname_by_title_and_by_role(self) -> None:
        group = group_of(candidates(small.corpus(STORY)), "ostrell")
        assert {"ruvan ostrell", "mr. ostrell", "president ruvan ostrell", "president"} <= group
        assert not group & {"aske", "dorrin aske", "commander"}

    def test_a_role_is_learnt_from_an_apposition(self) -> None:
        table = told(
            "Lise Arvandt, the minister of the harbour, left. The minister was tired.",
            "The minister, Lise Arvandt, left.",
        )
        assert "minister" in group_of(table, "lise arvandt")

    def test_the_office_of_another_is_not_the_person(self) -> None:
        table = told(
            "Ruvan Ostrell, the president, and Ostrell's spokesman Tavin Orsel left. "
            "Ostrell's president of the board stayed."
        )
        assert "spokesman tavin orsel" not in group_of(table, "ruvan ostrell")

    def test_a_surname_of_two_is_the_one_with_the_title(self) -> None:
        table = told(
            "President Ruvan Ostrell met Agda Ostrell. President Ostrell smiled.",
            "Agda Ostrell sang. President Ruvan Ostrell listened. President Ostrell left.",
            "Agda Ostrell sang again.",
        )
        assert "president ostrell" in group_of(table, "president ruvan ostrell")
        assert "president ostrell" not in group_of(table, "agda ostrell")

    def test_middle_names_and_hyphens_make_no_second_person(self) -> None:
        table = told("Dorrin T. Aske left. Bo-Ren Harrow stayed.", "Dorrin Aske and Bo Ren Harrow.")
        assert "dorrin t. aske" in group_of(table, "dorrin aske")
        assert "bo-ren harrow" in group_of(table, "bo ren harrow")

    @pytest.mark.parametrize("short", ["LPA", "L.P.A."])
    def test_an_acronym_is_its_full_name(self, short: str) -> None:
        table = told(f"The Lethany Port Authority met. The {short} was late.")
        assert short.lower() in group_of(table, "lethany port authority")

    def test_a_state_is_its_capital_and_its_officials(self) -> None:
        table = told("Norway objected, and Oslo waited. Norwegian officials left the talks.")
        assert {"oslo", "norwegian officials"} <= group_of(table, "norway")

    def test_a_verb_of_the_same_act_counts_with_its_noun(self) -> None:
        table = told(
            "The suspension of the ferry began. The suspension of the ferry hurt. A long "
            "suspension was likely. The port suspended the ferry."
        )
        assert "suspended" in group_of(table, "suspension")

    def test_what_a_speaker_calls_a_thing_is_a_name_of_it(self) -> None:
        table = told("Aske called the raid a massacre. The raid was over.")
        assert "massacre" in group_of(table, "raid")

    def test_a_noun_in_the_place_of_another_names_the_same(self) -> None:
        one = "The guild's lawyers asked the court on Monday to lift the {} of the old pilots."
        table = told(one.format("decree"), one.format("edict"))
        assert "edict" in group_of(table, "decree")

    def test_a_noun_of_two_meanings_has_the_one_the_story_is_about(self) -> None:
        strike = told("The walkout went on. The strike and the stoppage hurt the port.")
        raid = told("The bombardment went on. The strike and the raid hurt the port.")
        assert "strike" in group_of(strike, "walkout")
        assert "strike" in group_of(raid, "raid")

    def test_verbs_and_pronouns_are_no_phrases(self) -> None:
        labels = set(told("He said they planned to leave. Aske claims it. He is certain.")["label"])
        assert labels == {"aske"}

    def test_headlines_in_capitals_are_read_as_other_lines(self) -> None:
        table = told(
            "Pilots End Harbour Strike As Guild Accepts Deal With Port\n"
            "The pilots ended the strike. The guild accepts the deal. The port is open."
        )
        assert {"strike", "deal", "pilots", "port"} <= set(table["label"])
        assert not any("accepts" in label for label in table["label"])

    def test_numbers_and_articles_are_no_part_of_a_name(self) -> None:
        assert set(told("The 37 ships waited. Two ships left. A ship sank.")["label"]) == {
            "ships",
            "ship",
        }

    def test_what_is_not_counted_is_not_looked_at(self) -> None:
        corpus = small.corpus(STORY)
        furniture = replace(corpus, segments=corpus.segments.assign(label="boilerplate:related"))
        assert candidates(furniture).empty

    def test_a_release_gives_what_it_holds_or_says_what_is_missing(self) -> None:
        corpus = small.corpus(STORY)
        release = replace(corpus, documents=corpus.documents.assign(source=""), tokens=None)
        with pytest.raises(CorpusError, match="text-free release"):
            candidates(release)
        held = candidates(corpus)
        assert candidates(replace(release, held={"candidates": held})).equals(held)


SOME = (
    "the a mutiny Aske Dorrin president President of said called is , . U.S. Tolvania's pilots ’ “ "
    "” strike June 24 events two Mr. armed - Guild (LPA) to suspended suspension not Norway"
)
WORDS = st.sampled_from([*SOME.split(), "\n"])
LISTED = ["mutiny", "president", "strike", "guild", "pilots", "suspended", "norway", "armed"]
TEXTS = st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=4)


class TestLaws:
    @given(TEXTS)
    def test_offsets_are_those_of_the_source(self, texts: list[str]) -> None:
        table = told(*texts)
        assert table.equals(shape(table, CANDIDATES))
        for row in table.itertuples():
            source = texts[int(str(row.document_id)[1:])]
            assert source[row.start : row.end] == row.text
            assert row.text.strip() == row.text != ""
        assert table["score"].between(0, 1).all()

    @given(TEXTS)
    def test_no_phrase_is_in_two_groups(self, texts: list[str]) -> None:
        assert not told(*texts).duplicated(["document_id", "start", "end"]).any()

    @given(TEXTS)
    def test_a_group_stands_in_as_many_documents_as_asked(self, texts: list[str]) -> None:
        corpus = small.corpus([("o", text) for text in texts])
        every, some = candidates(corpus, 1), candidates(corpus, 2)
        assert (some.groupby("candidate")["document_id"].nunique() >= 2).all()
        kept = every.groupby("candidate")["document_id"].transform("nunique") >= 2
        place = ["document_id", "start", "end"]
        assert set(some[place].itertuples(index=False)) == set(
            every.loc[kept, place].itertuples(index=False)
        )

    @given(TEXTS)
    def test_the_order_of_the_documents_does_not_matter(self, texts: list[str]) -> None:
        corpus = small.corpus([("o", text) for text in texts])
        turned = replace(
            corpus,
            documents=corpus.documents.iloc[::-1].reset_index(drop=True),
            segments=corpus.segments.iloc[::-1].reset_index(drop=True),
        )
        assert candidates(turned, 1).equals(candidates(corpus, 1))

    @given(TEXTS)
    def test_the_yaml_is_yaml(self, texts: list[str]) -> None:
        corpus = small.corpus([("o", text) for text in texts])
        assert isinstance(
            yaml.safe_load(as_yaml(propose(corpus, candidates(corpus, 1), minimum=1))), dict
        )

    @given(TEXTS, st.lists(st.sampled_from(LISTED), max_size=4, unique=True))
    def test_the_loader_takes_it_after_any_list(self, texts: list[str], words: list[str]) -> None:
        corpus = small.corpus([("o", text) for text in texts])
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            entries = [f"  {word}: [{word}]" for word in words]
            shipped = "\n".join(["STRIKE:", *entries]) if words else "{}"
            (folder / "naming.yml").write_text(shipped, encoding="utf-8")
            listed = load_naming(folder=folder)
            made = propose(corpus, candidates(corpus, 1), Known(listed), minimum=1)
            (folder / "naming-small.yml").write_text(as_yaml(made), encoding="utf-8")
            read = load_naming("small", folder=folder)
        assert [form.text for form in read.forms[len(listed.forms) :]] == [
            each.text for each in made.wordings
        ]

    def test_no_document_gives_no_candidate(self) -> None:
        nothing = small.corpus([("o", " ")])
        assert candidates(nothing).equals(empty(CANDIDATES))


class TestYaml:
    def test_the_project_reads_it_as_a_lexicon_that_finds_the_phrases(self, tmp_path: Path) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus)
        lexicon = read_back(as_yaml(propose(corpus, table)), tmp_path)
        found = mentions(corpus, lexicon)
        event = next(name for name in lexicon.concepts if "uprising" in lexicon.labels(name))
        assert {"mutiny", "uprising"} <= set(found.loc[found["concept"] == event, "label"])
        # The longest form counts, and a plural too; so no less is found than was proposed.
        for label in ("uprising", "ruvan ostrell"):
            assert (found["label"] == label).sum() >= (table["label"] == label).sum()

    def test_each_phrase_has_its_count_for_each_outlet_and_at_most_three_lines(self) -> None:
        texts = [
            ("TOLTA", "The mutiny grew. The mutiny shrank. The mutiny ended. The revolt is new.")
        ]
        corpus = small.corpus([*texts, ("Corranto", "The mutiny is over.")])
        lines = as_yaml(propose(corpus, candidates(corpus))).split("\n")
        at = lines.index("  mutiny: {fold: true, forms: [mutiny]}  # 4: TOLTA 3, Corranto 1")
        shown = [line for line in lines[at + 1 :] if line.startswith("    # d")]
        assert "    # d001 4: The [mutiny] is over." in shown
        assert lines[at + 4].startswith("  revolt:")

    def test_nothing_printed_leaves_its_comment(self, tmp_path: Path) -> None:
        text = "The mutiny\x85EVIL: [x]\u2028BAD: [y] \x07of the guard. The revolt: {a: b} # no."
        corpus = small.corpus([("a\nWORSE: [z]", text), ("b", "The mutiny. The revolt.")])
        lexicon = read_back(as_yaml(propose(corpus, candidates(corpus))), tmp_path)
        assert not {"EVIL", "BAD", "WORSE"} & set(lexicon.concepts)
        assert "mutiny" in lexicon.labels(lexicon.concepts[0])

    def test_names_keep_their_capitals(self, tmp_path: Path) -> None:
        corpus = small.corpus(
            [("a", "The US and Washington."), ("b", "The US left us."), ("c", "In Washington.")]
        )
        lexicon = read_back(as_yaml(propose(corpus, candidates(corpus))), tmp_path)
        assert [form.text for form in lexicon.forms if form.label == "us"] == ["US"]
        assert not any(form.fold for form in lexicon.forms if form.label == "us")

    def test_a_group_with_one_phrase_is_left_out(self) -> None:
        corpus = small.corpus([("a", "The lighthouse."), ("b", "The lighthouse.")])
        table = candidates(corpus)
        assert list(table["label"]) == ["lighthouse", "lighthouse"]
        assert yaml.safe_load(as_yaml(propose(corpus, table))) == {}

    def test_a_phrase_too_long_for_a_form_is_not_proposed(self) -> None:
        long = "former deputy harbour security adviser Dorrin Aske"
        corpus = small.corpus([("a", f"The {long} left. Aske spoke."), ("b", "Dorrin Aske left.")])
        (concept,) = yaml.safe_load(as_yaml(propose(corpus, candidates(corpus)))).values()
        assert set(concept) == {"aske", "dorrin aske"}

    def test_the_first_three_wordings_of_a_concept_have_lines(self) -> None:
        forms = "mutiny uprising revolt rebellion"
        texts = [
            (outlet, " ".join(f"The {form} grew." for form in forms.split())) for outlet in "ab"
        ]
        corpus = small.corpus(texts)
        lines = as_yaml(propose(corpus, candidates(corpus))).split("\n")
        labels = [n for n, line in enumerate(lines) if line.startswith("  ") and line[2] != " "]
        shown = [lines[n + 1].startswith("    # d") for n in labels if n + 1 < len(lines)]
        assert shown == [True, True, True, False]

    def test_another_table_is_refused(self) -> None:
        with pytest.raises(TableError, match="candidate"):
            propose(small.corpus(STORY), pd.DataFrame({"label": ["x"]}))


class TestChoice:
    def test_at_most_so_many_concepts_are_new(self) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus, 1)
        every = propose(corpus, table, minimum=1).concepts
        assert propose(corpus, table, minimum=1, top=2).concepts == every[:2]
        assert len(every) > 2

    def test_what_is_named_most_variously_stands_first(self) -> None:
        one = "The strike of the crews went on. The {} hurt the crews. The {} hurt the port."
        texts = [("a", one.format("walkout", "stoppage")), ("b", one.format("walkout", "port"))]
        corpus = small.corpus(texts)
        assert propose(corpus, candidates(corpus)).concepts[0] in {"STRIKE", "WALKOUT"}

    @pytest.mark.parametrize("word", ["PHOTO", "Caption"])
    def test_what_a_page_says_of_itself_heads_no_group(self, word: str) -> None:
        text = f"{word} one. The {word} of the port. Another {word}. The harbour {word} is old."
        corpus = small.corpus([("a", text), ("b", text)])
        made = propose(corpus, candidates(corpus))
        assert word.upper() not in made.concepts
        assert word.lower() not in {each.text.lower() for each in made.wordings}

    def test_a_plural_stands_under_its_singular(self) -> None:
        text = "The ship left. The ships waited. The vessel sank. The vessels came. A boat left."
        corpus = small.corpus([("a", text), ("b", text)])
        texts = [each.text for each in propose(corpus, candidates(corpus)).wordings]
        assert "ship" in texts and "ships" not in texts

    def test_no_concept_and_no_form_of_the_shipped_list_is_proposed(self, tmp_path: Path) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus)
        free = propose(corpus, table)
        event = next(each.concept for each in free.wordings if each.text == "mutiny")
        text = f"{event}:\n  mutiny: [mutiny]\nOTHER:\n  rebel: {{fold: true, forms: [rebel*]}}\n"
        listed = read_back(text, tmp_path)
        made = propose(corpus, table, Known(listed))
        texts = {each.text for each in made.wordings}
        assert {"mutiny", "rebellion"} & texts == set()
        assert "uprising" in texts
        assert event not in made.concepts

    def test_an_error_of_two_files_names_both(self, tmp_path: Path) -> None:
        for name in ("naming.yml", "naming-mine.yml"):
            (tmp_path / name).write_text("ATTACK:\n  attack: [attack]\n", encoding="utf-8")
        with pytest.raises(RuleError, match=r"naming-mine\.yml: .*, in .*naming\.yml\. Delete one"):
            load_naming("mine", folder=tmp_path)


@pytest.mark.shared
class TestTenEvents:
    def test_our_own_loader_takes_what_is_proposed(self, shared: Path, tmp_path: Path) -> None:
        pick, stories = shared / "corpora" / "pick.py", tmp_path / "ten"
        subprocess.run([sys.executable, pick, "ten-events", stories], check=True)
        shutil.copy(FOLDER / "naming.yml", tmp_path)
        listed = load_naming()
        for story in [*sorted(stories.glob("*.jsonl")), shared / "cases" / "first" / "mini.csv"]:
            corpus = load(story)
            made = propose(corpus, candidates(corpus), Known(listed))
            (tmp_path / f"naming-{corpus.name}.yml").write_text(as_yaml(made), encoding="utf-8")
            forms = load_naming(corpus.name, folder=tmp_path).forms[len(listed.forms) :]
            assert [form.text for form in forms] == [each.text for each in made.wordings]
            assert not set(made.concepts) & set(listed.concepts)
            assert 1 <= len(made.concepts) <= 25


class TestSample:
    def test_four_of_five_concepts_come_out_as_one_group(self, bench: Any) -> None:
        truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
        shares = bench.sample(load("data/sample"), truth)
        together: dict[str, list[float]] = {}
        for (_, concept), (best, count) in shares.items():
            together.setdefault(concept, []).append(best / count)
        one = {concept for concept, parts in together.items() if min(parts) >= 0.75}
        # The strikers and the "offenders" are one for the reader who knows both outlets.
        assert one == {"ACT", "RAID", "CABINET", "TRAIN"}
        assert set(together) - one == {"CREWS"}


@pytest.mark.shared
class TestNewsWCL50:
    def test_names_are_grouped_to_the_right_concept(self, shared: Path, bench: Any) -> None:
        path = shared / "benchmarks" / "newswcl50" / "newswcl50_raw.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        corpus = bench.read(rows)
        sources = dict(
            zip(corpus.documents["document_id"], corpus.documents["source"], strict=True)
        )
        scores = []
        for event in sorted(SEEN & {row["event"] for row in rows}):
            gold = bench.places([row for row in rows if row["event"] == event], sources)
            scores += bench.score(candidates(corpus.select(event=event)), gold, sources)
        assert bench.mean(scores, "best") > 0.60
        assert bench.mean(scores, "single") > 0.59


def test_the_scorer_gives_full_marks_to_the_annotation_itself(bench: Any) -> None:
    text = "The mutiny of Aske failed. The revolt of Aske failed."
    words: Iterable[tuple[str, str]] = [("mutiny", "ACT"), ("revolt", "ACT")]
    rows = [
        {
            "id": "d000",
            "sentences": [text],
            "annotations": [
                {"type": "EVENT", "concept": concept, "mention": word, "sentence": 0}
                for word, concept in words
            ],
        }
    ]
    gold = bench.places(rows, {"d000": text})
    table = pd.DataFrame(
        [("g", w, "d000", text.index(w), text.index(w) + 6, w, 1.0) for w, _ in words],
        columns=list(CANDIDATES.names),
    )
    (score,) = bench.score(table, gold, {"d000": text})
    assert (score.best, score.single, score.found, score.mentions) == (1.0, 1.0, 2, 2)
    halves = bench.score(table.assign(candidate=["g", "h"]), gold, {"d000": text})
    assert halves[0].best == pytest.approx(2 / 3)


def test_a_verb_counts_with_a_noun_of_its_stem_that_names_an_action():
    asked = "The investigation began. The investigation grew. The investigation ended. "
    assert _acts(f"{asked} The police investigated the mill.") == [
        ("investigated", "thing investigation")
    ]
    housed = "The house was full. The house was old. The house was sold. "
    assert _acts(f"{housed} The mayor housed the guests.") == []


def _acts(text: str) -> list[tuple[str, str]]:
    made = small.corpus([("A", text)])
    sentences = sentence.read(made)
    sources = dict(zip(made.documents["document_id"], made.documents["source"], strict=True))
    found = phrases.find(sentences, sources)
    return [(act.text, act.key) for act in things.acts(sentences, found, things.keys_of(found))]
