"""Pruning a proposal: each operation, as a law over proposals of any kind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import small
from analysis.corpus.lexicons.naming import load_naming, own_lexicon
from analysis.measures.naming import mentions
from analysis.schema import ParameterError
from analysis.suggest import Known, as_yaml, candidates, known_of, propose, prune, save
from analysis.suggest.proposal import Line
from analysis.suggest.prune import Proposal, Wording

CONCEPTS, LABELS = ["ACT", "SHIP", "BRILL"], ["strike", "blockade", "walkout"]
FORMS = ["strike", "Strike", "blockade", "harbour blockade", "US"]


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(CONCEPTS), st.sampled_from(FORMS), st.booleans()),
            min_size=1,
            unique_by=lambda key: key[:2],
        )
    )
    labels = st.sampled_from(LABELS)
    wordings = tuple(
        Wording(concept, draw(labels), text, fold, draw(st.booleans()))
        for concept, text, fold in keys
    )
    concepts = dict.fromkeys(each.concept for each in wordings)
    about = tuple((name, f"what {name} is") for name in concepts if draw(st.booleans()))
    # The order is that of a proposal: wordings of one concept stand together.
    return prune.keep(Proposal((*wordings, Wording("LAST", "x", "x", True)), about), "LAST")


def forms(proposal: Proposal) -> set[str]:
    return {each.text for each in proposal.wordings}


def read_back(proposal: Proposal) -> tuple[set[tuple[str, str, str]], tuple[str, ...]]:
    """Concept, label and form of each that the loader finds in the file; and what is dropped."""
    with tempfile.TemporaryDirectory() as place:
        save(proposal, Path(place) / "naming-mine.yml")
        (Path(place) / "naming.yml").write_text("{}", encoding="utf-8")
        load_naming("mine", folder=Path(place))
        lexicon, dropped = own_lexicon(Path(place) / "naming-mine.yml")
    return {(form.concept, form.label, form.text) for form in lexicon.forms}, dropped


@given(proposals(), st.data())
def test_what_is_kept_is_all_that_kept_leaves(made: Proposal, data: st.DataObject) -> None:
    concept = data.draw(st.sampled_from(made.concepts))
    done = prune.keep(made, concept)
    assert all(each.is_kept for each in done.of(concept))
    assert forms(done) == forms(made)
    assert set(prune.kept(done).wordings) == {each for each in done.wordings if each.is_kept}
    assert prune.keep(done, concept) == done


@given(proposals(), st.data())
def test_what_is_dropped_is_gone_and_remembered(made: Proposal, data: st.DataObject) -> None:
    concept = data.draw(st.sampled_from(made.concepts))
    label = data.draw(st.sampled_from(["", *made.labels(concept)]))
    out = made.of(concept, label)
    done = prune.drop(made, concept, label)
    assert set(done.wordings) == set(made.wordings) - set(out)
    assert set(done.dropped) == {each.text.lower() for each in out}
    assert {name for name, _ in done.about} <= set(done.concepts)


@given(proposals(), st.data())
def test_a_new_name_changes_nothing_but_the_name(made: Proposal, data: st.DataObject) -> None:
    concept = data.draw(st.sampled_from(made.concepts))
    done = prune.rename(made, concept, "NEW")
    assert concept not in done.concepts
    assert prune.rename(done, "NEW", concept).wordings == made.wordings
    assert dict(done.about).get("NEW") == dict(made.about).get(concept)


@given(proposals(), st.data())
def test_what_is_merged_stands_under_one_name(made: Proposal, data: st.DataObject) -> None:
    concept, into = (data.draw(st.sampled_from(made.concepts)) for _ in range(2))
    done = prune.merge(made, concept, into)
    assert set(done.concepts) == {*made.concepts} - {concept} | {into}
    assert forms(done) == forms(made)
    assert len({each.key for each in done.wordings}) == len(done.wordings)


@given(proposals(), st.data())
def test_a_form_that_is_moved_stands_where_it_was_sent(made: Proposal, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(made.wordings))
    into = data.draw(st.sampled_from([*made.concepts, "NEW"]))
    done = prune.move(made, one.concept, one.text, into, "walkout")
    assert forms(done) == forms(made)
    assert any(each.text == one.text and each.concept == into for each in done.wordings)
    assert into == one.concept or not any(
        each.text == one.text and each.concept == one.concept for each in done.wordings
    )


@given(proposals(), st.data())
def test_a_label_takes_the_name_of_another(made: Proposal, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(made.wordings))
    done = prune.relabel(made, one.concept, one.label, "walkout")
    assert forms(done) == forms(made)
    assert one.label == "walkout" or one.label not in done.labels(one.concept)


@given(proposals(), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=6))
def test_whatever_is_done_the_loader_takes_what_is_written(
    made: Proposal, steps: list[tuple[int, int]]
) -> None:
    for step, number in steps:
        if not made.wordings:
            break
        one = made.wordings[number % len(made.wordings)]
        other = made.concepts[number % len(made.concepts)]
        if step == 0:
            made = prune.keep(made, one.concept, one.label)
        elif step == 1:
            made = prune.drop(made, one.concept, one.label)
        elif step == 2:
            made = prune.merge(made, one.concept, other)
        elif step == 3:
            made = prune.move(made, one.concept, one.text, other, one.label)
        else:
            made = prune.relabel(made, one.concept, one.label, LABELS[number % 3])
    found, dropped = read_back(made)
    assert {(each.concept, each.label, each.text) for each in made.wordings} <= found
    assert dropped == made.dropped


def test_a_wrong_name_is_told_with_those_there_are() -> None:
    made = Proposal((Wording("ACT", "strike", "strike", True), Wording("X", "y", "y", True)))
    with pytest.raises(ParameterError, match=r"no concept 'ATC'. There is ACT, X\. Did you mean"):
        prune.keep(made, "ATC")
    with pytest.raises(ParameterError, match="no label of ACT 'stroke'"):
        prune.drop(made, "ACT", "stroke")
    with pytest.raises(ParameterError, match="Merge the two instead"):
        prune.rename(made, "ACT", "X")
    with pytest.raises(ParameterError, match="meaning of its own"):
        prune.relabel(made, "ACT", "strike", "not")
    with pytest.raises(ParameterError, match="this one is empty"):
        prune.rename(made, "ACT", " ")


TOLD = (
    "The {0} of the pilots shut the port of Ordvik. The {0} of the pilots was long. "
    "The {1} left the port of Ordvik on Monday. A grey {1} sank."
)
OLD = [
    ("a", TOLD.format("strike", "ship")),
    ("b", TOLD.format("walkout", "vessel")),
    ("c", TOLD.format("stoppage", "vessel")),
]
NEW = [*OLD, ("d", TOLD.format("strike", "boat"))]


def test_what_was_dropped_stays_dropped_and_what_was_kept_stays(tmp_path: Path) -> None:
    (tmp_path / "naming.yml").write_text("{}", encoding="utf-8")
    corpus = small.corpus(OLD)
    made = propose(corpus, candidates(corpus))
    act = next(each.concept for each in made.wordings if each.text == "walkout")
    ship = next(each.concept for each in made.wordings if each.text == "vessel")
    done = prune.drop(prune.rename(prune.keep(made, act), act, "THE STRIKE"), ship)
    save(prune.kept(done), tmp_path / "naming-small.yml")
    known = known_of("small", folder=tmp_path)
    assert set(known.dropped) == {each.text for each in made.of(ship)}
    more = small.corpus(NEW)
    again = propose(more, candidates(more), known)
    kept = {each.text for each in again.of("THE STRIKE") if each.is_kept}
    assert kept == {each.text for each in made.of(act)}
    assert not {each.text for each in again.wordings} & set(known.dropped)
    counts = {each.text: each.mentions for each in again.wordings}
    assert counts["strike"] == (mentions(more, known.own)["text"] == "strike").sum() == 4


def test_a_new_wording_of_what_was_kept_stands_under_it(tmp_path: Path) -> None:
    (tmp_path / "naming.yml").write_text("{}", encoding="utf-8")
    text = "STRIKE:\n  about: what the crews did\n  strike: [strike]\n"
    (tmp_path / "naming-small.yml").write_text(text, encoding="utf-8")
    corpus = small.corpus(OLD)
    again = propose(corpus, candidates(corpus), known_of("small", folder=tmp_path))
    assert {each.text: each.is_kept for each in again.of("STRIKE")} == {
        "strike": True,
        "walkout": False,
        "stoppage": False,
    }
    assert again.about == (("STRIKE", "what the crews did"),)


def test_a_kept_concept_that_continues_a_shipped_one_is_written_without_what_is_shipped(
    tmp_path: Path,
) -> None:
    (tmp_path / "naming.yml").write_text("ACT:\n  strike: [strike]\n", encoding="utf-8")
    made = Proposal(
        (Wording("MINE", "strike", "strike", False), Wording("MINE", "row", "row", False))
    )
    listed = load_naming(folder=tmp_path)
    save(prune.rename(made, "MINE", "ACT"), tmp_path / "naming-x.yml", listed)
    assert load_naming("x", folder=tmp_path).labels("ACT") == ["strike", "row"]


def test_forms_that_hide_others_and_lines_survive_in_the_file() -> None:
    line = Line("d1", "TOLTA", 4, 10, "The [strike] grew.")
    made = Proposal(
        (
            Wording("ACT", "", "hunger strike", True, True),
            Wording("ACT", "strike", "strike", True, True, (("TOLTA", 1),), (line,)),
        ),
        dropped=("no: [x]", "a # b"),
    )
    found, dropped = read_back(made)
    assert found == {("ACT", "", "hunger strike"), ("ACT", "strike", "strike")}
    assert dropped == made.dropped
    assert "    # d1 4: The [strike] grew." in as_yaml(made).split("\n")


def test_a_list_of_what_is_dropped_holds_forms(tmp_path: Path) -> None:
    path = tmp_path / "naming-x.yml"
    path.write_text("dropped: [[a]]\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"naming-x\.yml: dropped: \['a'\] is no form"):
        own_lexicon(path)
    assert own_lexicon(tmp_path / "naming-none.yml")[1] == Known().dropped
