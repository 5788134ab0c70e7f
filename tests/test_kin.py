"""Classes of words: what the file may hold, and which forms of its words are known."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import small
from analysis.corpus.lexicons.kin import Kin, load_kin, load_kin_weights
from analysis.schema import RuleError
from analysis.suggest.choices import story_of
from analysis.suggest.likeness import probability, read


def written(folder: Path, text: str, name: str = "kin.yml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shipped() -> Kin:
    return load_kin()


def test_the_shipped_classes_are_more_than_a_thousand(shipped: Kin) -> None:
    assert len(shipped.sizes) > 1500
    assert min(shipped.sizes.values()) >= 2
    assert shipped.shared("verb", "kidnap", "abduct")
    assert not shipped.shared("noun", "kidnapping", "fire")


def test_synonyms_are_classes_that_are_marked(tmp_path: Path) -> None:
    nouns = "nouns:\n- [raid, siege]\nnoun_synonyms:\n- [raid, assault]\n"
    kin = load_kin(written(tmp_path, f"{nouns}verb_synonyms:\n- [raid, sack]\n"))
    assert kin.synonyms == {
        *kin.shared("noun", "raid", "assault"),
        *kin.shared("verb", "raid", "sack"),
    }
    assert len(kin.synonyms) == 2


def test_no_class_stands_twice(shipped: Kin) -> None:
    of_class: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for word, numbers in shipped.classes.items():
        for number in numbers:
            of_class[number].add(word)
    classes = [frozenset(words) for words in of_class.values()]
    assert len(set(classes)) == len(classes)


@pytest.mark.parametrize(
    ("kind", "form", "word"),
    [
        ("noun", "mutinies", "mutiny"),
        ("noun", "children", "child"),
        ("noun", "asylum seekers", "asylum-seeker"),
        ("verb", "abducted", "abduct"),
        ("verb", "shot", "shoot"),
        ("verb", "withdrew", "withdraw"),
    ],
)
def test_a_form_is_known(shipped: Kin, kind: str, form: str, word: str) -> None:
    assert {k: w for k, w in shipped.words.items() if k == (kind, form)} == {(kind, form): word}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nouns:\n- [raid, assault]\n- [fire]\n", r"kin\.yml: nouns, row 2: a class has two words"),
        ("nouns:\n- [raid, Assault]\n", r"nouns, row 1: 'Assault' is no word in small letters"),
        ("verbs:\n- [step down, quit]\n", r"verbs, row 1: 'step down' .* write a hyphen"),
        ("nouns:\n- raid\n", r"nouns, row 1: it must be a list of words"),
        ("nouns: raid\n", r"nouns: it must be a list of classes"),
        ("noun:\n- [raid, assault]\n", r"there is no key 'noun'.*Did you mean"),
        ("loaded: [raid]\n", r"'raid' stands in no class"),
        ("irregular: [raid]\n", r"irregular: it must hold lines"),
        ("- a\n", r"it must hold keys"),
        ("nouns:\n- [raid\n", r"kin\.yml: line \d"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        load_kin(written(tmp_path, text))


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert len(load_kin(written(tmp_path, "nouns:\n- [raid, assault]\n")).sizes) == 1
    text = "nouns:\n- [raid, assault]\n- [fire, blaze]\n"
    assert len(load_kin(written(tmp_path, text)).sizes) == 2


def test_weights_are_numbers_by_name(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"kin-weights\.yml: it must hold lines name: number"):
        load_kin_weights(written(tmp_path, "always: much\n", "kin-weights.yml"))
    weights = load_kin_weights(written(tmp_path, "always: 0\nloaded: 1\n", "kin-weights.yml"))
    assert probability({"loaded": 0.0}, weights) == 0.5
    assert probability({"loaded": 2.0}, weights) > probability({"loaded": 1.0}, weights) > 0.5


def test_every_weight_is_of_a_hint(shipped: Kin) -> None:
    text = "The {0} of the port hurt nine sailors. The {0} was long."
    texts = [(word, text.format(word)) for word in ("raid", "assault")]
    hints = read(story_of(small.corpus(texts), shipped), shipped)
    assert hints.pairs == [(("noun", "assault"), ("noun", "raid"))]
    assert set(load_kin_weights()) == {"always", *hints.values[0]}


def test_words_that_are_often_joined_are_told_from_words_joined_once(shipped: Kin) -> None:
    joined = "The raid and the assault hurt nine sailors. "
    alone = "The raid of the port was long. The assault of the port was short. "
    hints = [
        read(story_of(small.corpus([(name, text) for name in "ab"]), shipped), shipped)
        for text in (joined, joined + alone, alone)
    ]
    often, once, never = (values[0]["joined by and"] for _, values in hints)
    assert often == 1.0 > once > never == 0.0
