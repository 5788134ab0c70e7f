"""What a parser puts beside a noun or a verb, and what that makes of a choice of words."""

from __future__ import annotations

import math
import sys
from typing import Any

import pytest

import small
from analysis.corpus.lexicons.kin import Kin, load_kin, load_kin_weights
from analysis.corpus.spacy import slots
from analysis.corpus.spacy.model import load_model
from analysis.corpus.spacy.slots import Place, Reading
from analysis.schema import INSTALL, CorpusError, ParameterError
from analysis.suggest import candidates, parsed
from analysis.suggest.choices import story_of

RAID = [
    ("a", "They told of a raid on the town in the spring and an assault in June."),
    ("b", "The assault on Ordvik was long. Nobody in Ordvik had seen such a raid."),
]


@pytest.fixture(scope="module")
def model() -> Any:
    """Load spaCy with its English model."""
    pytest.importorskip("spacy", reason="spaCy, an extra, is not installed")
    try:
        return load_model("Sentences read by spaCy", ())
    except CorpusError:
        pytest.skip("no English model of spaCy is installed")


@pytest.fixture(scope="module")
def kin() -> Kin:
    return load_kin()


def of(text: str, word: str, *, is_verb: bool) -> frozenset[tuple[str, str]]:
    """Read one word of a sentence."""
    start = text.index(word)
    [[reading]] = slots.read([(text, [Place(start, start + len(word), is_verb)])])
    return reading.slots


@pytest.mark.parametrize(
    ("text", "word", "slot"),
    [
        ("The sailors whom the gunmen of the camp abducted came home.", "abducted",
         ("object", "sailors")),
        ("The sailors whom the gunmen of the camp abducted came home.", "abducted",
         ("subject", "gunmen")),
        ("The sailors, who had been missing since May, were seized by the guards.", "seized",
         ("object", "sailors")),
        ("The sailors were caught at sea and held in a camp.", "held", ("object", "sailors")),
        ("The council met on Friday and voted, after a long night, to shut the port.", "shut",
         ("object", "port")),
        ("The guards freed the detained sailors.", "detained", ("object", "sailors")),
    ],
)  # fmt: skip
def test_a_verb_has_its_subject_and_object_over_any_distance(
    model: Any, text: str, word: str, slot: tuple[str, str]
) -> None:
    assert slot in of(text, word, is_verb=True)


@pytest.mark.parametrize(
    ("text", "word", "slot"),
    [
        ("The raid that the old guards of the port had planned failed.", "raid",
         ("object of", "planned")),
        ("The raid that hurt nine sailors failed.", "raid", ("subject of", "hurt")),
        ("The council ended the long and costly walkout.", "walkout", ("modifier", "long")),
        ("The end of the walkout came late.", "walkout", ("after of", "end")),
        ("The raid was a disaster.", "disaster", ("is", "raid")),
        ("The port's walkout ended.", "walkout", ("of", "port")),
    ],
)  # fmt: skip
def test_a_noun_has_what_it_governs_and_what_governs_it(
    model: Any, text: str, word: str, slot: tuple[str, str]
) -> None:
    assert slot in of(text, word, is_verb=False)


def test_what_is_coordinated_over_a_distance_is_two_things(model: Any, kin: Kin) -> None:
    story = story_of(small.corpus(RAID), kin, "spacy")
    [pair] = [p for p in story.pairs(kin) if {w for _, w in p} == {"raid", "assault"}]
    assert story.hints(pair, kin)["joined by and"] == math.sqrt(1 / 2)  # one sentence of two
    assert story_of(small.corpus(RAID), kin).hints(pair, kin)["joined by and"] == 0


def test_each_word_gets_the_reading_of_its_own_place(
    monkeypatch: pytest.MonkeyPatch, kin: Kin
) -> None:
    """Each word is told by the text at its place, as a parser is asked for it."""

    def told(sentences: Any) -> Any:
        for text, places in sentences:
            yield [Reading(frozenset({("at", text[p.start : p.end])}), p.start) for p in places]

    monkeypatch.setattr(parsed, "read", told)
    corpus = small.corpus(
        [("a", "Of Ordvik one hears little. Raids hurt nine men. Raids went on.")]
    )
    story = story_of(corpus, kin, "spacy")
    slots_of = {word: {unit.slots for unit in units} for (_, word), units in story.units.items()}
    assert slots_of["raid"] == {frozenset({("at", "raid")})}
    assert slots_of["man"] == {frozenset({("at", "men")})}


def test_a_sentence_without_end_is_left_to_the_rules(
    monkeypatch: pytest.MonkeyPatch, kin: Kin
) -> None:
    monkeypatch.setattr(parsed, "read", lambda sentences: iter([[] for _ in sentences]))
    corpus = small.corpus([("a", "the long raid and the assault on it " * 400)])
    story, plain = story_of(corpus, kin, "spacy"), story_of(corpus, kin)
    assert story.units == plain.units and plain.units


def test_every_weight_of_the_parser_is_of_a_hint() -> None:
    assert load_kin_weights(grammar="spacy").keys() == load_kin_weights().keys()


def test_another_grammar_is_named_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match=r"'spcy'\. Allowed: rules, spacy\. Did you mean"):
        candidates(small.corpus(RAID), grammar="spcy")


def test_without_spacy_the_error_names_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(CorpusError, match="need spaCy") as caught:
        candidates(small.corpus(RAID), grammar="spacy")
    assert INSTALL in str(caught.value)
