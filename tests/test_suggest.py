"""Naming candidates: words of one story that may name the same thing, and who is who in it."""

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
from analysis.corpus.lexicons.kin import Kin
from analysis.corpus.lexicons.naming import FOLDER, Lexicon, load_naming
from analysis.figures import proposed_names
from analysis.measures.naming import mentions
from analysis.schema import CANDIDATES, MENTIONS, CorpusError, RuleError, TableError, empty, shape
from analysis.suggest import (
    Known,
    as_yaml,
    candidates,
    choices,
    propose,
    proposed,
    prune,
    unlisted,
)
from analysis.suggest.choices import SURE
from analysis.suggest.identities import folded, identities
from analysis.suggest.prune import Proposal
from analysis.suggest.write import revised

ROOT = Path(__file__).resolve().parents[1]
SEEN = frozenset("01234")

STORY = [
    (
        "Corranto",
        "Marsh Guard mutiny shakes Tolvania\n"
        "President Ruvan Ostrell ended a mutiny of the Marsh Guard on Friday. Mr. Ostrell said the "
        "mutiny was over. The guard freed nine captives.\n"
        "Dorrin Aske, the commander of the guard, denied it. The president left.",
    ),
    (
        "The Hadrin Letter",
        "The uprising of the Marsh Guard reached the capital on Friday. Ruvan Ostrell, the "
        "Tolvanian president, left the city. Ostrell ended an uprising of the Marsh Guard.\n"
        "The guard released nine captives. Aske said the uprising would go on.",
    ),
    (
        "TOLTA",
        "Ostrell thanked the army after the rebellion of the Marsh Guard. Ostrell ended a "
        "rebellion of the Marsh Guard on Friday. The guard released nine captives, the Office of "
        "Public Order (OPO) said.",
    ),
]


SOME = (
    "the a mutiny uprising Aske Dorrin president President of said called is , . U.S. Tolvania's "
    "pilots ’ “ ” strike walkout stoppage June 24 events two Mr. armed - Guild (LPA) to freed "
    "released suspended suspension not Norway"
).split()
WORDS = st.sampled_from([*SOME, "\n"])
LISTED = ["mutiny", "president", "strike", "guild", "pilots", "suspended", "norway", "armed"]
TEXTS = st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=4)


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
    """Find the choices of words of some articles, one an outlet."""
    return candidates(small.corpus([(f"o{n}", text) for n, text in enumerate(texts)]))


def named(*texts: str) -> pd.DataFrame:
    """Find who is who in some articles, one an outlet, all groups kept."""
    return identities(small.corpus([(f"o{n}", text) for n, text in enumerate(texts)]), 1)


def chance(table: pd.DataFrame, *labels: str) -> float:
    """Say how likely labels are one choice; 0 where they are in no group together."""
    groups = [set(table.loc[table["label"] == label, "candidate"]) for label in labels]
    group = set.intersection(*groups)
    return float(table.loc[table["candidate"].isin(group), "score"].max()) if group else 0.0


def places(table: pd.DataFrame) -> list[tuple[str, int, int]]:
    """List where the rows of a table stand."""
    columns = (table[name] for name in ("document_id", "start", "end"))
    return list(zip(*columns, strict=True))


def proposal_of(texts: list[tuple[str, str]]) -> Proposal:
    """Propose what some articles, each of its outlet, call variously."""
    corpus = small.corpus(texts)
    return propose(corpus, candidates(corpus))


def read_back(text: str, folder: Path) -> Lexicon:
    (folder / "naming.yml").write_text(text, encoding="utf-8")
    return load_naming(folder=folder)


class TestIdentities:
    def test_a_person_is_named_in_full_by_surname_by_title_and_by_role(self) -> None:
        group = group_of(identities(small.corpus(STORY)), "ostrell")
        assert {"ruvan ostrell", "mr. ostrell", "president ruvan ostrell", "president"} <= group
        assert not group & {"aske", "dorrin aske", "commander"}

    @pytest.mark.parametrize(
        "texts",
        [
            ("Lise Arvandt, the minister, left. The minister was tired.",
             "Lise Arvandt, the minister, spoke."),
            ("The minister, Lise Arvandt, left. The minister was tired.",
             "The minister, Lise Arvandt, spoke."),
        ],
    )  # fmt: skip
    def test_a_role_is_learnt_from_an_apposition(self, texts: tuple[str, str]) -> None:
        table = named(*texts)
        assert "minister" in group_of(table, "lise arvandt")

    def test_the_office_of_another_is_not_the_person(self) -> None:
        table = named(
            "Ruvan Ostrell, the president, and Ostrell's spokesman Tavin Orsel left. "
            "Ostrell's president of the board stayed."
        )
        assert "spokesman tavin orsel" not in group_of(table, "ruvan ostrell")

    def test_a_surname_of_two_is_the_one_with_the_title(self) -> None:
        table = named(
            "President Ruvan Ostrell met Agda Ostrell. President Ostrell smiled.",
            "Agda Ostrell sang. President Ruvan Ostrell listened. President Ostrell left.",
            "Agda Ostrell sang again.",
        )
        assert "president ostrell" in group_of(table, "president ruvan ostrell")
        assert "president ostrell" not in group_of(table, "agda ostrell")

    def test_middle_names_and_hyphens_make_no_second_person(self) -> None:
        table = named(
            "Dorrin T. Aske left. Bo-Ren Harrow stayed.", "Dorrin Aske and Bo Ren Harrow."
        )
        assert "dorrin t. aske" in group_of(table, "dorrin aske")
        assert "bo-ren harrow" in group_of(table, "bo ren harrow")

    @pytest.mark.parametrize("short", ["LPA", "L.P.A."])
    def test_an_acronym_is_its_full_name(self, short: str) -> None:
        table = named(f"The Lethany Port Authority met. The {short} was late.")
        assert short.lower() in group_of(table, "lethany port authority")

    def test_a_state_is_its_capital_and_its_officials(self) -> None:
        table = named("Norway objected, and Oslo waited. Norwegian officials left the talks.")
        assert {"oslo", "norwegian officials"} <= group_of(table, "norway")

    @given(st.lists(st.lists(st.sampled_from(SOME), max_size=40).map(" ".join), min_size=1))
    def test_no_phrase_is_two_persons(self, texts: list[str]) -> None:
        assert not named(*texts).duplicated(["document_id", "start", "end"]).any()


class TestChoices:
    def test_what_outlets_call_one_event_is_one_group(self) -> None:
        table = candidates(small.corpus(STORY))
        assert {"mutiny", "uprising", "rebellion"} == group_of(table, "mutiny")
        assert {"to free", "to release"} == group_of(table, "to free")

    def test_names_titles_and_offices_are_no_choice(self) -> None:
        labels = set(candidates(small.corpus(STORY))["label"])
        assert not labels & {"ostrell", "president", "commander", "guard"}

    def test_an_office_is_a_choice_beside_a_loaded_word(self) -> None:
        text = "The {} of Tolvania ended the strike on Friday. The {} left the port."
        plain = told(*(text.format(word, word) for word in ("leader", "ruler")))
        telling = told(*(text.format(word, word) for word in ("leader", "dictator")))
        assert plain.empty
        assert group_of(telling, "dictator") == {"leader", "dictator"}

    def test_what_stands_in_the_same_place_counts_for_it(self) -> None:
        text = "{} on Monday the {} of the harbour hurt nine sailors of Ordvik. The {} was short."
        alike = told(*(text.format("Late", *[word] * 2) for word in ("blaze", "fire")))
        apart = told(
            text.format("Late", "fire", "fire"),
            "A blaze in a mill killed a baker of Hadrin in May. The blaze was long.",
        )
        assert chance(alike, "blaze", "fire") > SURE > chance(apart, "blaze", "fire")

    def test_what_is_joined_by_and_is_two_things(self) -> None:
        text = "The {} of the port hurt nine sailors. The {} was short. "
        one, other = (text.format(word, word) for word in ("raid", "assault"))
        together = "The raid and the assault hurt nine sailors."
        assert chance(told(one, other), "raid", "assault") > chance(
            told(one + together, other), "raid", "assault"
        )

    def test_synonyms_are_likelier_one_thing_than_words_of_one_kind(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = "The {} of the port hurt nine sailors. The {} was short."
        texts = [text.format(word, word) for word in ("raid", "siege")]
        kin = Kin(
            {("noun", "raid"): frozenset({0}), ("noun", "siege"): frozenset({0})},
            {0: 2},
            words={("noun", "raid"): "raid", ("noun", "siege"): "siege"},
        )
        monkeypatch.setattr(choices, "load_kin", lambda: kin)
        plain = chance(told(*texts), "raid", "siege")
        monkeypatch.setattr(choices, "load_kin", lambda: replace(kin, synonyms=frozenset({0})))
        assert chance(told(*texts), "raid", "siege") > plain > 0

    def test_a_noun_of_a_preposition_names_nothing(self) -> None:
        text = "Ordvik freed the sailors in {} for the boats. The {} of the boats took nine days."
        table = told(*(text.format(word, word) for word in ("exchange", "swap")))
        assert table.groupby("label").size().to_dict() == {"exchange": 1, "swap": 2}

    def test_a_word_of_a_web_address_names_nothing(self) -> None:
        text = "The {0} of the port shows nine boats. Ordvik saw the {0}. {1}.mail.tol/9 Ordvik."
        table = told(text.format("photo", "pic"), text.format("image", "pic"))
        assert set(table["label"]) == {"photo", "image"}

    def test_a_word_within_another_and_a_spelling_are_no_choice(self) -> None:
        text = "The {} of the port left on Monday. The {} was late."
        for words in (
            ("girl", "schoolgirl"),
            ("stand-off", "standoff"),
            ("rumor", "rumour"),
            ("adviser", "advisor"),
        ):
            assert told(*(text.format(word, word) for word in words)).empty

    def test_one_outlet_alone_makes_no_choice(self) -> None:
        text = "The fire of the port hurt nine sailors. The blaze of the port hurt nine sailors."
        assert candidates(small.corpus([("a", text), ("a", text)])).empty

    def test_nouns_and_verbs_of_one_act_are_one_group(self) -> None:
        text = (
            "Pirates {} two guards of Ordvik on Monday. The {} of two guards shook Ordvik. "
            "The pirates {} two guards of Ordvik. The {} of two guards was quick."
        )
        table = told(
            text.format(*["abducted", "abduction"] * 2),
            text.format(*["kidnapped", "kidnapping"] * 2),
        )
        group = {"abduction", "kidnapping", "to abduct", "to kidnap"}
        assert group_of(table, "kidnapping") == group

    def test_a_noun_and_a_verb_of_one_form_are_told_apart(self) -> None:
        text = "The {} of the port hurt nine sailors. Nine guards {} the port on Monday. "
        table = told(text.format("attack", "attacked") * 2, text.format("assault", "assaulted") * 2)
        texts = table.groupby("label")["text"].unique().map(list).to_dict()
        assert texts == {
            "attack": ["attack"], "assault": ["assault"],
            "to attack": ["attacked"], "to assault": ["assaulted"],
        }  # fmt: skip

    def test_what_the_headlines_tell_comes_first(self) -> None:
        body = "\nThe {} of the port hurt nine sailors. A long {} followed on Friday."
        texts = [
            f"{one.title()} Shakes The Old Port Of Ordvik" + body.format(one, other)
            for one, other in (("mutiny", "quarrel"), ("uprising", "feud"))
        ]
        assert set(told(*texts)["label"][:2]) == {"mutiny"}

    def test_proposed_mentions_are_those_that_were_found(self) -> None:
        corpus = small.corpus([*STORY, ("d", "Elsewhere a “mutiny” was told of.")])
        table = candidates(corpus)
        rows = proposed(corpus, table)
        sure = table[table["score"] >= SURE]
        place = ["document_id", "start", "end"]
        assert rows[place].equals(sure[place].reset_index(drop=True))
        assert set(rows["how"]) == {"proposed"}
        assert (rows["text"] == "mutiny").sum() == 4
        assert list(rows.loc[rows["document_id"] == "d003", "voice"]) == ["quoted"]
        assert proposed(corpus, table, most=1)["concept"].nunique() == 1

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


class TestUnlisted:
    def test_names_are_proposed_for_stories_that_the_own_list_does_not_name(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        corpus = small.corpus([*STORY, *STORY], event=["x", "x", "x", "y", "y", "y"])
        found = proposed(corpus, candidates(corpus))
        of_x = found[found["document_id"].isin(["d000", "d001", "d002"])]
        both = unlisted(corpus, of_x.head(0))
        assert {name.rpartition(" · ")[2] for name in both["concept"]} == {"x", "y"}
        assert len(unlisted(corpus, of_x.head(0), stories=1)) == len(both) / 2
        monkeypatch.setattr(choices, "own_concepts", lambda _: frozenset(of_x["concept"]))
        assert set(unlisted(corpus, of_x)["document_id"]) == {"d003", "d004", "d005"}
        assert unlisted(corpus, found).empty

    def test_what_a_listed_name_holds_is_not_proposed(self) -> None:
        corpus = small.corpus(STORY)
        found = proposed(corpus, candidates(corpus))
        listed = found[found["label"].isin(["mutiny", "to free"])]
        left = unlisted(corpus, listed)
        assert set(left["label"]) == {"uprising", "rebellion"}
        # With another lexicon all that is listed is the analyst's own.
        assert unlisted(corpus, listed, lexicon="own").empty

    def test_a_page_says_that_they_are_proposed_or_that_there_are_none(self) -> None:
        corpus = small.corpus(STORY)
        table = unlisted(corpus, empty(MENTIONS))
        drawn = proposed_names(table, corpus.group_of("outlet"))
        assert "Names nobody has listed: proposed" in drawn.html
        assert "mutiny" in drawn.html
        none = proposed_names(table.head(0), corpus.group_of("outlet"))
        assert "No name is proposed" in none.html


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
    def test_a_group_has_two_to_five_words_of_two_outlets(self, texts: list[str]) -> None:
        groups = told(*texts).groupby("candidate")
        assert groups["label"].nunique().between(2, 5).all()
        assert (groups["document_id"].nunique() >= 2).all()

    @given(TEXTS)
    def test_the_order_of_the_documents_does_not_matter(self, texts: list[str]) -> None:
        corpus = small.corpus([(f"o{n}", text) for n, text in enumerate(texts)])
        turned = replace(
            corpus,
            documents=corpus.documents.iloc[::-1].reset_index(drop=True),
            segments=corpus.segments.iloc[::-1].reset_index(drop=True),
        )
        assert candidates(turned).equals(candidates(corpus))

    @given(TEXTS)
    def test_the_yaml_is_yaml(self, texts: list[str]) -> None:
        corpus = small.corpus([(f"o{n}", text) for n, text in enumerate(texts)])
        assert isinstance(yaml.safe_load(as_yaml(propose(corpus, candidates(corpus)))), dict)

    @given(TEXTS, st.lists(st.sampled_from(LISTED), max_size=4, unique=True))
    def test_the_loader_takes_it_after_any_list(self, texts: list[str], words: list[str]) -> None:
        corpus = small.corpus([(f"o{n}", text) for n, text in enumerate(texts)])
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            entries = [f"  {word}: [{word}]" for word in words]
            shipped = "\n".join(["STRIKE:", *entries]) if words else "{}"
            (folder / "naming.yml").write_text(shipped, encoding="utf-8")
            listed = load_naming(folder=folder)
            made = propose(corpus, candidates(corpus), Known(listed))
            (folder / "naming-small.yml").write_text(as_yaml(made), encoding="utf-8")
            read = load_naming("small", folder=folder)
        assert [form.text for form in read.forms[len(listed.forms) :]] == [
            each.text for each in made.wordings
        ]

    def test_no_document_gives_no_candidate(self) -> None:
        nothing = small.corpus([("o", " ")])
        assert candidates(nothing).equals(empty(CANDIDATES))


class TestYaml:
    def test_the_project_reads_it_as_a_lexicon_that_finds_the_words(self, tmp_path: Path) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus)
        lexicon = read_back(as_yaml(propose(corpus, table)), tmp_path)
        found = mentions(corpus, lexicon)
        assert found["label"].value_counts().to_dict() == table["label"].value_counts().to_dict()

    @given(TEXTS)
    def test_what_is_kept_are_the_mentions_that_were_proposed(self, texts: list[str]) -> None:
        corpus = small.corpus([(f"o{n}", text) for n, text in enumerate(texts)])
        table = candidates(corpus)
        made = propose(corpus, table, minimum=1)
        lexicon = read_back(as_yaml(made), Path(tempfile.mkdtemp()))
        shown = table["label"].isin({each.label for each in made.wordings})
        assert set(places(mentions(corpus, lexicon))) == set(places(table[shown]))

    def test_each_word_has_its_count_for_each_outlet_and_at_most_three_lines(self) -> None:
        lines = as_yaml(proposal_of(STORY)).split("\n")
        entry = "  uprising: {fold: true, as: noun, forms: [uprising]}"
        at = lines.index(f"{entry}  # 3: The Hadrin Letter 3")
        shown = [line for line in lines[at + 1 : at + 4] if line.startswith("    # d001")]
        assert len(shown) == 3 and "The [uprising] of the Marsh Guard" in shown[0]

    def test_a_form_that_no_rule_makes_is_written_as_printed(self) -> None:
        text = "The {} of the port left on Monday. The {} was late."
        made = proposal_of([(word, text.format(word, word)) for word in ("children", "kids")])
        assert ("child", "children") in {(each.label, each.text) for each in made.wordings}

    def test_nothing_printed_leaves_its_comment(self, tmp_path: Path) -> None:
        text = "The {0}\x85EVIL: [x]\u2028BAD: [y] \x07of the guard. The {0} of it: {{a: b}} # no."
        names = [("a\nWORSE: [z]", "mutiny"), ("b", "revolt")]
        made = proposal_of([(outlet, text.format(word)) for outlet, word in names])
        lexicon = read_back(as_yaml(made), tmp_path)
        assert not {"EVIL", "BAD", "WORSE"} & set(lexicon.concepts)
        assert set(lexicon.labels(lexicon.concepts[0])) == {"mutiny", "revolt"}

    def test_a_story_without_a_choice_gives_none(self) -> None:
        corpus = small.corpus([("a", "The lighthouse."), ("b", "The lighthouse.")])
        assert candidates(corpus).empty
        text = as_yaml(propose(corpus, candidates(corpus)))
        assert yaml.safe_load(text) == {}
        assert "No choice of words was found" in text

    def test_what_is_unsure_says_so_and_stands_last(self) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus)
        first = table["candidate"].iloc[0]
        doubted = table.assign(score=table["score"].where(table["candidate"] == first, 0.6))
        lines = as_yaml(propose(corpus, doubted)).split("\n")
        heads = [line.partition("# ")[2].partition(":")[0] for line in lines if "mentions," in line]
        assert heads == ["proposed", "proposed, unsure"]

    def test_another_table_is_refused(self) -> None:
        with pytest.raises(TableError, match="candidate"):
            propose(small.corpus(STORY), pd.DataFrame({"label": ["x"]}))


PERSON = [
    ("a", "President Dorrin Aske sailed. Aske smiled. Aske went home. The lighthouse burned."),
    ("b", "President Dorrin Aske sailed. Guild chair Aske was tired. The old lighthouse burned."),
    ("c", "The lighthouse burned; Dorrin Aske and President Dorrin Aske saw the old lighthouse."),
]


class TestFolded:
    """Names of one person or body, which are no choice of words, and shown apart."""

    def test_wordings_printed_twice_stand_together_with_their_outlets(self) -> None:
        corpus = small.corpus(PERSON)
        [person] = folded(corpus, identities(corpus))
        assert person.name == "President Dorrin Aske"
        assert person.wordings == (
            ("President Dorrin Aske", (("a", 1), ("b", 1), ("c", 1))),
            ("Aske", (("a", 2),)),
        )

    def test_at_most_so_many_are_shown_the_most_named_first(self) -> None:
        other = "Mayor Ada Brill spoke. Brill left. Brill sat. Brill wept. Mayor Ada Brill slept."
        corpus = small.corpus([*PERSON, ("d", other), ("e", "Mayor Ada Brill sang. Brill slept.")])
        table = identities(corpus)
        assert [each.name for each in folded(corpus, table)] == ["Brill", "President Dorrin Aske"]
        assert [each.name for each in folded(corpus, table, most=1)] == ["Brill"]

    def test_another_table_is_refused(self) -> None:
        with pytest.raises(TableError, match="candidate"):
            folded(small.corpus(PERSON), pd.DataFrame({"label": ["x"]}))

    def test_the_yaml_ends_with_them_as_comments_alone(self) -> None:
        corpus = small.corpus(PERSON)
        made = proposal_of(STORY)
        plain, told = as_yaml(made), as_yaml(made, None, folded(corpus, identities(corpus)))
        assert told.startswith(plain)
        added = told.removeprefix(plain).strip().split("\n")
        assert "formal variants, no choice of words" in added[0]
        assert added[-1] == "#   President Dorrin Aske: a 1, b 1, c 1 | Aske: a 2"
        assert all(line.startswith("#") for line in added)
        assert yaml.safe_load(told) == yaml.safe_load(plain)

    def test_nothing_printed_leaves_its_comment(self) -> None:
        text = "President Ada\x85Brill:\u2028BAD: [y] went. Ada Brill, {a: b}."
        corpus = small.corpus([("a\nWORSE: [z]", text), ("b", text)])
        told = as_yaml(Proposal(), None, folded(corpus, identities(corpus)))
        assert yaml.safe_load(told) == {} and "Brill" in told

    def test_what_is_kept_later_leaves_them_as_they_stand(self) -> None:
        corpus = small.corpus(PERSON)
        made = proposal_of(STORY)
        told = as_yaml(made, None, folded(corpus, identities(corpus)))
        after = prune.keep(made, made.concepts[0])
        text, lost = revised(told, made, after)
        comments = told[told.index("# Names of one person") :]
        assert comments in text and lost == []


class TestChoice:
    def test_at_most_so_many_concepts_are_new(self) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus)
        every = propose(corpus, table).concepts
        assert propose(corpus, table, top=1).concepts == every[:1]
        assert len(every) == 2

    @pytest.mark.parametrize("words", [("PHOTO", "PICTURE"), ("Caption", "Footage")])
    def test_what_a_page_says_of_itself_is_no_choice(self, words: tuple[str, str]) -> None:
        made = proposal_of([(w, f"{w} of the port. The {w} is old. The {w}.") for w in words])
        assert not made.wordings

    def test_no_concept_and_no_form_of_the_shipped_list_is_proposed(self, tmp_path: Path) -> None:
        corpus = small.corpus(STORY)
        table = candidates(corpus)
        free = propose(corpus, table)
        event = next(each.concept for each in free.wordings if each.text == "mutiny")
        text = f"{event}:\n  mutiny: [mutiny]\nOTHER:\n  free: [to free]\n"
        listed = read_back(text, tmp_path)
        made = propose(corpus, table, Known(listed))
        texts = {each.text for each in made.wordings}
        assert texts.isdisjoint({"mutiny", "to free", "to release"})
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
            assert len(made.concepts) <= 12
            own = Lexicon(forms)
            shown = {(each.concept, each.label) for each in made.wordings}
            table = candidates(corpus)
            labels = {label for _, label in shown}
            proposed_places = set(places(table[table["label"].isin(labels)]))
            assert set(places(mentions(corpus, own))) == proposed_places


class TestSample:
    def test_two_concepts_come_out_as_one_group(self, bench: Any) -> None:
        truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
        shares = bench.sample(load("data/sample"), truth)
        together: dict[str, list[float]] = {}
        for (_, concept), (best, count) in shares.items():
            together.setdefault(concept, []).append(best / count)
        # What TOLTA alone calls disruption and operation shares no class and no place with the
        # words of the others: less is found than in the sample, and less that is wrong elsewhere.
        one = {concept for concept, parts in together.items() if min(parts) >= 0.75}
        assert one == {"CABINET", "TRAIN"}


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
            scores += bench.score(bench.every_group(corpus.select(event=event)), gold, sources)
        assert bench.mean(scores, "best") > 0.58
        assert bench.mean(scores, "single") > 0.57


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
