"""Who reports what: entities, claims and coverage."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Corpus, load
from analysis.corpus.lexicons.entities import Gazetteer, Name, find, load_gazetteer
from analysis.measures.coverage import (
    claims,
    coverage,
    entities,
    everywhere_but,
    only_here,
)
from analysis.measures.coverage.align import cluster
from analysis.measures.coverage.claim import NEAR, _same_speaker
from analysis.measures.coverage.discover import Sighting, _join_spellings, alike
from analysis.schema import CLAIMS, COVERAGE, MENTIONS, RuleError, empty
from small import corpus

ROOT = Path(__file__).resolve().parents[1]
DAY = pd.Timestamp("2024-06-05")
CLUES = load_gazetteer().clues


def named(text: str, gazetteer: Gazetteer | None = None) -> list[tuple[str, str]]:
    """Find the entities of one article, as text and entity."""
    found = entities(corpus([("A", text)]), gazetteer or load_gazetteer())
    return list(zip(found["text"], found["concept"], strict=True))


def told(*texts: tuple[str, str], days: Sequence[pd.Timestamp] = ()) -> Corpus:
    """Make a corpus of articles of one event."""
    columns: dict[str, Sequence[object]] = {"event": ["port"] * len(texts)}
    if days:
        columns |= {"published_earliest": days, "published_latest": days}
    return corpus(texts, **columns)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sample() -> Corpus:
    """Load the fictional corpus."""
    return load(ROOT / "data" / "sample")


@pytest.fixture(scope="module")
def bench() -> object:
    """Import the script that measures."""
    spec = importlib.util.spec_from_file_location("bench_coverage", ROOT / "bench" / "coverage.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


class TestNames:
    """The gazetteer and what it finds."""

    def test_a_newspaper_is_not_the_city_in_its_name(self) -> None:
        found = named("He told The Moscow Times about the march on Moscow.")
        assert found == [("The Moscow Times", "Moscow Times"), ("Moscow", "Moscow")]

    def test_possessives_line_breaks_and_no_break_spaces_do_no_harm(self) -> None:
        assert named("Putin’s aide flew to Saudi\u00a0Arabia.") == [
            ("Putin", "Vladimir Putin"),
            ("Saudi\u00a0Arabia", "Saudi Arabia"),
        ]

    def test_bodies_of_states_are_known_in_all_their_forms(self) -> None:
        for form in (
            "China's foreign ministry",
            "Chinese Foreign Ministry",
            "Foreign Ministry of China",
        ):
            assert named(f"The {form} was silent.") == [(form, "Chinese Foreign Ministry")]

    def test_an_embassy_has_its_country_in_its_name(self) -> None:
        assert named("Poland’s Embassy in Peru was shut.") == [
            ("Poland’s Embassy in Peru", "Polish Embassy in Peru")
        ]

    def test_the_full_stop_of_an_abbreviation_belongs_to_it(self) -> None:
        assert named("A U.S. ship and us.") == [("U.S.", "United States")]

    def test_transliterations_are_one_person(self) -> None:
        found = named("Andrey Rudenko left.") + named("Andrei Rudenko left.")
        assert {entity for _, entity in found} == {"Andrei Rudenko"}

    def test_hidden_names_hide_what_is_within_them(self) -> None:
        assert named("The Berlin Wall fell.") == []

    def test_a_form_of_two_entities_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "entities.yml").write_text("person:\n  A B: [X]\n  C D: [X]\n")
        (tmp_path / "identities.yml").write_text("states: {}\n")
        with pytest.raises(RuleError, match=r"entities.yml: person > C D: 'X' .* A B"):
            load_gazetteer(folder=tmp_path)

    def test_an_unknown_key_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "entities.yml").write_text("persons: {}\n")
        with pytest.raises(RuleError, match=r"persons.*Allowed: person"):
            load_gazetteer(folder=tmp_path)

    def test_names_of_a_corpus_are_read_for_it_alone(self) -> None:
        assert "Ordvik" in load_gazetteer("sample").kinds
        assert "Ordvik" not in load_gazetteer().kinds

    @given(st.lists(st.sampled_from(["Ann", "Ann Lee", "Lee", "went", "to", ","]), max_size=12))
    def test_names_found_never_overlap_and_are_as_printed(self, words: list[str]) -> None:
        text = " ".join(words)
        names = [Name("p", "person", "Ann Lee"), Name("q", "person", "Lee")]
        found = list(find(text, 0, len(text), [Gazetteer(tuple(names)).index]))
        for one in found:
            assert text[one.start : one.end] == one.name.form
        for one, other in pairwise(found):
            assert one.end <= other.start


class TestDiscovery:
    """Names that stand in no gazetteer."""

    only = Gazetteer((), CLUES)

    def test_a_full_name_brings_its_surname(self) -> None:
        text = "Interior Minister Boris Krail spoke. The plan is old, Krail said."
        assert named(text, self.only) == [("Boris Krail", "Boris Krail"), ("Krail", "Boris Krail")]

    def test_a_surname_that_stands_first_is_the_short_form(self) -> None:
        text = "He met Ma Zhuolin. The talks were long, Ma said."
        assert [entity for _, entity in named(text, self.only)] == ["Ma Zhuolin"] * 2

    def test_a_surname_before_its_full_name_is_nobody(self) -> None:
        found = named("Song was heard. Then Song Weiruo spoke.", self.only)
        assert found == [("Song Weiruo", "Song Weiruo")]

    def test_of_two_people_of_one_surname_the_last_named_is_meant(self) -> None:
        text = "They met Anna Krail. Krail left. They met Boris Krail. Krail stayed."
        short = [entity for text, entity in named(text, self.only) if text == "Krail"]
        assert short == ["Anna Krail", "Boris Krail"]

    def test_the_first_word_of_a_sentence_is_no_name(self) -> None:
        text = "It was earlier. Earlier Boris Krail spoke of it."
        assert named(text, self.only) == [("Boris Krail", "Boris Krail")]

    def test_bodies_and_places_are_told_by_their_words(self) -> None:
        found = entities(
            corpus([("A", "He left the Ministry of Salt Affairs near Grimmel Bridge.")]), self.only
        )
        assert found[["concept", "label"]].to_numpy().tolist() == [
            ["Ministry of Salt Affairs", "organisation"],
            ["Grimmel Bridge", "place"],
        ]

    def test_spellings_of_one_name_are_joined_across_documents(self) -> None:
        texts = [
            ("A", "He met Dorrin Askvel."),
            ("B", "He met Dorin Askvel."),
            ("C", "Dorrin Askvel"),
        ]
        found = entities(corpus(texts), self.only)
        assert set(found["concept"]) == {"Dorrin Askvel"}

    def test_voice_and_speaker_stand_beside_a_mention(self) -> None:
        found = entities(corpus([("A", "He said “We ask Boris Krail now”.")]), self.only)
        assert found[["voice", "speaker_id"]].to_numpy().tolist() == [["quoted", "X"]]

    def test_a_name_that_begins_a_quotation_is_one_but_a_title_in_marks_is_none(self) -> None:
        assert named("He said: “Boris Krail knows.”", self.only)
        assert not named("He sailed on the “Grey Heron” then.", self.only)

    def test_furniture_is_not_searched(self) -> None:
        made = corpus([("A", "Read of Boris Krail.")])
        made.segments["label"] = "boilerplate:also_read"
        assert entities(made, self.only).empty


SHIPS = "Pilots closed the harbour of Grimmel with eleven tugs before dawn."
SHIPS_TOO = "Before dawn pilots used eleven tugs and closed the Grimmel harbour."
BREAD = "Bread prices in the capital rose by a third within a week."


def test_a_place_that_two_articles_give_away_is_found_in_all() -> None:
    texts = (
        ("A", "The flood came in Ordvik on Monday. The mayor left."),
        ("B", "The dam broke near Ordvik, it was said."),
        ("C", "The Ordvik dam was old, and Ordvik's people knew. Nordvik is far."),
        ("D", "The dam at Vellen was new."),
    )
    found = entities(corpus(texts), load_gazetteer())
    assert found["text"].tolist() == ["Ordvik"] * 4
    assert found["document_id"].tolist() == ["d000", "d001", "d002", "d002"]


def test_a_name_in_a_headline_alone_is_found_where_another_article_prints_it() -> None:
    texts = (
        ("A", "Walkout at Grimmel Harbour\nThe men left."),
        ("B", "They left Grimmel Harbour."),
    )
    made = corpus(texts)
    made.segments.loc[0, "label"] = "title"
    found = entities(made, load_gazetteer())
    assert found["text"].tolist() == ["Grimmel Harbour"] * 2
    assert found["document_id"].tolist() == ["d000", "d001"]
    assert found["label"].tolist() == ["place"] * 2


def test_a_body_without_its_state_is_that_of_its_own_article_whatever_others_print() -> None:
    body = "The Chinese Foreign Ministry warned of war. The Foreign Ministry was clear."
    made = corpus(
        [("A", "The Foreign Ministry was silent."), ("B", f"Foreign Ministry warns\n{body}")]
    )
    made.segments.loc[1, "label"] = "title"
    found = entities(made, load_gazetteer())
    assert found["concept"].tolist() == ["Foreign Ministry"] + ["Chinese Foreign Ministry"] * 3


class TestPeople:
    """What is a person, and what has capitals for another reason."""

    only = Gazetteer((), CLUES)

    @pytest.mark.parametrize(
        ("text", "people"),
        [
            ("They met Mira Holm, the head of the water board.", ["Mira Holm"]),
            ("She wore the Silver Kettle on her coat.", []),
            ("They spoke of the Mira Holm affair.", ["Mira Holm"]),
            ("Unlike Mira Holm, she stayed.", ["Mira Holm"]),
            ("Sen. Tarn Mira NoemSouth stayed.", []),
            ("They liked Play Settings. It has play settings of its own.", []),
            ("They met Majority Whip James Askvel.", ["James Askvel"]),
            ("Board of Transportation Sen. Askvel spoke.", []),
            ("He said: I'm Mira Holm.", ["Mira Holm"]),
            ("THE OLD HARBOUR WALL FELL", []),
            ("All but West Ordvik Senator James Holm stayed.", ["James Holm"]),
            ("The guard of Chief Executive James Holm stayed.", ["James Holm"]),
        ],
    )
    def test_a_person_is_told_by_what_stands_around(self, text: str, people: list[str]) -> None:
        found = entities(corpus([("A", text)]), self.only)
        assert found[found["label"] == "person"]["concept"].tolist() == people

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("Chris Askvel", "Christopher Askvel", True),
            ("Jim Askvel", "James Askvel", True),
            ("James Askvel", "James R. Askvel", True),
            ("James H. Askvel", "James R. Askvel", False),
            ("Mira Askvel", "Dorin Askvel", False),
        ],
    )
    def test_one_person_is_one_identity(self, one: str, other: str, same: bool) -> None:
        assert alike(one, other) is same

    def test_a_listed_place_that_begins_no_other_place_stands_for_itself(self) -> None:
        found = named("The New York Kettles lost in Ordvik.")
        assert found == [("New York", "New York")]
        places = entities(corpus([("A", "The New Ordvikans lost.")]), self.only)
        assert places.empty


class TestClaims:
    """Sentences that say the same."""

    def test_sentences_of_two_outlets_that_say_the_same_are_one_claim(self) -> None:
        found = claims(told(("A", f"{SHIPS} {BREAD}"), ("B", SHIPS_TOO)))
        assert found["claim_id"].tolist() == ["C1", "C1", "C2"]
        assert found["document_id"].tolist() == ["d000", "d001", "d000"]

    def test_a_sentence_no_other_has_is_a_claim_of_its_own(self) -> None:
        found = claims(told(("A", SHIPS), ("B", BREAD)))
        assert found["claim_id"].nunique() == 2
        assert found["similarity"].tolist() == [1.0, 1.0]

    def test_documents_without_an_event_have_no_claims(self) -> None:
        assert claims(corpus([("A", SHIPS), ("B", SHIPS)])).empty

    def test_a_speaker_s_name_makes_no_claim_of_two_utterances(self, tmp_path: Path) -> None:
        texts = (
            "“We had warned of this for years,” said Mira Holm, the head of the water board.",
            "Mira Holm, the head of the water board, has been suspended by the cabinet.",
            "“We had warned of this for years,” Mira Holm told reporters.",
            "The price of grain rose again in the capital, traders said.",
        )
        rows = pd.DataFrame({"id": list("abcd"), "text": texts, "outlet": "A", "event": "dam"})
        rows.to_csv(tmp_path / "dam.csv", index=False)
        table = claims(load(tmp_path / "dam.csv"))
        numbers = dict(zip(table["document_id"], table["claim_id"], strict=True))
        assert numbers["a"] == numbers["c"] != numbers["b"]

    def test_sentences_of_two_events_are_never_one_claim(self) -> None:
        made = corpus([("A", SHIPS), ("B", SHIPS)], event=["one", "two"])
        assert claims(made)["claim_id"].nunique() == 2

    def test_who_makes_a_claim_is_told(self) -> None:
        found = claims(told(("A", f"Krail said {{{SHIPS[:-1]}}}."), ("B", SHIPS)))
        assert found["claim_id"].nunique() == 1
        assert found[["voice", "speaker_id"]].to_numpy().tolist() == [
            ["paraphrase", "X"],
            ["own", ""],
        ]

    def test_two_sides_saying_alike_are_two_claims(self) -> None:
        one = "“We support the harbour and its pilots in keeping order”, X said."
        other = "“They support order and the pilots of the harbour in hard days”, Y said. {}"
        made = told(("A", one), ("B", other.format("Bakers sold warm bread.")))
        made.quotations["speaker_id"] = ["X", "Y"]
        made.quotations["side"] = ["east", "west"]
        assert claims(made)["claim_id"].nunique() == 3
        made.quotations["side"] = ["east", "east"]
        assert claims(made)["claim_id"].nunique() == 2

    @pytest.mark.parametrize(
        "nothing",
        [
            "Why did the pilots of Ordvik close the harbour on Monday?",
            "Mira Holm said the following about the closed harbour:",
            "— Mira Holm (@miraholm) on the closed harbour, June 3, 2024",
            "Good morning from the closed harbour of Ordvik, dear listeners.",
            "Visit the page of the closed harbour for more of this story.",
            "I’m Mira Holm in Ordvik.",
            "That’s it, she said.",
        ],
    )
    def test_what_claims_nothing_is_no_claim(self, nothing: str) -> None:
        assert claims(told(("A", nothing), ("B", nothing))).empty

    def test_words_alike_of_another_act_or_actor_are_another_claim(self) -> None:
        def of(other: str) -> int:
            made = told(("A", "Mira Holm closed the old harbour bridge."), ("B", other))
            return int(claims(made)["claim_id"].nunique())

        assert of("The old harbour bridge was closed by Mira Holm.") == 1
        assert of("Oskar Lund closed the old harbour bridge.") == 2
        assert of("Mira Holm, Mira Holm of the Holm family, painted boats.") == 2

    def test_what_others_may_tell_in_other_words_is_told_by_no_one_alone(self) -> None:
        made = told(
            ("A", "Mira Holm closed the old harbour bridge at dawn. Bakers sold warm rye bread."),
            ("B", "The bridge stays shut, for Mira Holm fears that its beams may give way."),
        )
        found = claims(made)
        assert (found["nearest"] >= NEAR).tolist() == [True, False, True]
        table = coverage(made, "outlet", empty(MENTIONS), found)
        assert table["item"].unique().tolist() == ["C2"]

    def test_only_sentences_of_two_sides_must_be_nearly_the_same(self) -> None:
        sides = pd.DataFrame({"side": ["", "port", "port", "guild"]})
        first, second = np.triu_indices(4, 1)
        for value, apart in ((0.59, {(1, 3), (2, 3)}), (0.6, set())):
            kept = _same_speaker((first, second, np.full(len(first), value)), sides)
            pairs = set(zip(first.tolist(), second.tolist(), strict=True))
            assert set(zip(kept[0].tolist(), kept[1].tolist(), strict=True)) == pairs - apart
            assert (kept[2] == value).all()

    def test_every_sentence_is_in_one_claim(self, sample: Corpus) -> None:
        found = claims(sample)
        assert not found.duplicated(["document_id", "start"]).any()
        assert found["similarity"].between(0, 1).all()
        assert set(found["document_id"]) == set(sample.documents["document_id"])

    @given(
        st.lists(
            st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.2, 1)), max_size=20
        ).map(lambda rows: {(min(a, b), max(a, b)): v for a, b, v in rows if a != b})
    )
    def test_clusters_hold_together_on_average(self, rows: dict[tuple[int, int], float]) -> None:
        first, second = (np.array([pair[n] for pair in rows], dtype=np.int64) for n in (0, 1))
        of = cluster(8, (first, second, np.array(list(rows.values()))), 0.5)
        for name in set(of.tolist()):
            members = np.flatnonzero(of == name).tolist()
            assert min(members) == name
            pairs = [rows.get((a, b), 0.0) for a in members for b in members if a < b]
            # The last two to be joined were alike on average; what each was before, too.
            assert not pairs or np.mean(pairs) >= 0.5 - 1e-9


class TestTable:
    """Items x groups."""

    @pytest.fixture
    def table(self) -> pd.DataFrame:
        """Count a corpus of three outlets."""
        made = told(
            ("A", f"Boris Krail spoke. {SHIPS}"),
            ("B", f"{SHIPS_TOO} Boris Krail left."),
            ("C", BREAD),
        )
        return coverage(made, "outlet", entities(made, load_gazetteer()), claims(made))

    def test_every_item_and_group_has_a_row(self, table: pd.DataFrame) -> None:
        assert len(table) == table["item"].nunique() * 3
        absent = table[table["documents_with"] == 0]
        assert set(absent["first_start"]) == {-1}
        assert set(absent["first_document_id"]) == {""}

    def test_only_here_and_everywhere_but(self, table: pd.DataFrame) -> None:
        bread = table[(table["group"] == "C") & (table["documents_with"] > 0)]["item"].tolist()
        assert only_here(table)["C"] == bread
        assert "Boris Krail" in everywhere_but(table)["C"]
        assert everywhere_but(table)["A"] == []

    def test_the_first_mention_is_of_the_document_published_first(self) -> None:
        days = [DAY, DAY - pd.Timedelta(days=1)]
        made = told(("A", "Boris Krail spoke."), ("A", "Then spoke Boris Krail."), days=days)
        row = coverage(made, "outlet", entities(made, load_gazetteer()), empty(CLAIMS)).iloc[0]
        assert (row["first_document_id"], row["first_start"]) == ("d001", 11)
        assert (row["documents_with"], row["first_label"], row["voice"]) == (2, "body", "own")

    def test_a_group_that_does_not_tell_the_event_lacks_nothing(self) -> None:
        made = corpus([("A", SHIPS), ("B", SHIPS), ("C", BREAD)], event=["one", "one", "two"])
        table = coverage(made, "outlet", empty(MENTIONS), claims(made))
        ships = table[table["item"] == "C1"].set_index("group")
        assert ships["documents"].to_dict() == {"A": 1, "B": 1, "C": 0}
        assert all(not items for items in everywhere_but(table).values())

    def test_nothing_gives_an_empty_table(self) -> None:
        made = corpus([("A", BREAD)])
        assert coverage(made, "outlet", empty(MENTIONS), empty(CLAIMS)).columns.tolist() == (
            COVERAGE.names
        )


class TestSample:
    """What is planted in the fictional corpus."""

    def test_its_entities_are_found(self, sample: Corpus) -> None:
        truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text())["entities"]
        found = entities(sample, load_gazetteer(sample.name))
        ours = set(zip(found["concept"], found["document_id"], strict=True))
        ours = {cell for cell in ours if cell[0] in truth}
        wanted = {(entity, document) for entity, there in truth.items() for document in there}
        assert 2 * len(ours & wanted) / (len(ours) + len(wanted)) >= 0.98

    def test_its_claims_stand_in_clusters(self, bench: object, sample: Corpus) -> None:
        truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text())["claims"]
        scores = bench.sample_claims(claims(sample), truth)  # type: ignore[attr-defined]
        assert scores["precision"] >= 0.85
        assert scores["recall"] >= 0.2
        assert scores["voice"] >= 0.8


@pytest.fixture(scope="module")
def pages(shared: Path) -> Corpus:
    """Load the real articles."""
    return load(shared / "corpora" / "wagner-2023")


@pytest.mark.shared
class TestWagner:
    """The hand-annotated pages."""

    def test_entities(self, bench: object, pages: Corpus, shared: Path) -> None:
        scores = bench.wagner_entities(pages, shared / "benchmarks/wagner-2023")  # type: ignore[attr-defined]
        assert scores["gazetteer and discovery"][2] >= 0.97

    def test_claims(self, bench: object, pages: Corpus, shared: Path) -> None:
        scores = bench.wagner_claims(claims(pages), shared / "benchmarks/wagner-2023")  # type: ignore[attr-defined]
        assert scores["presence"] >= 0.85
        assert scores["status"] >= 0.82
        assert scores["pair precision"] >= 0.95


def test_a_spelling_is_joined_to_a_listed_person_of_two_words_alone():
    seen = {"d0": [Sighting(0, 11, "Oscara Lund", "person")]}

    def entity(form: str, kind: str) -> str:
        return _join_spellings(seen, Gazetteer((Name("The mayor", kind, form),)))["d0"][0].name

    assert entity("Oskara Lund", "person") == "The mayor"
    assert entity("Oskara Lund", "organisation") == "Oscara Lund"
    assert entity("Lund", "person") == "Oscara Lund"
