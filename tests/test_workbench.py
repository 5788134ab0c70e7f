"""The panel of the notebook to explore with: what it answers to a group and a word."""

from __future__ import annotations

import pytest

from analysis.workbench import ALL, answers, explorer
from small import corpus

MADE = corpus([("A", "the mill and the mill"), ("B", "a mill by the lake"), ("C", "a lake")])


@pytest.mark.parametrize("word", ["", "  "])
def test_without_a_word_it_says_what_to_type(word: str) -> None:
    assert answers(MADE, "origin", ALL, word) == [
        "Type a word or a phrase; * stands for any letters."
    ]


@pytest.mark.parametrize(("group", "count"), [(ALL, 3), ("A", 2), ("B", 1), ("C", 0)])
def test_a_word_is_shown_in_every_group_and_its_lines_in_the_chosen_one(
    group: str, count: int
) -> None:
    chart, lines = answers(MADE, "origin", group, "mill")
    assert not isinstance(chart, str) and not isinstance(lines, str)
    assert f"{count} lines with “mill”" in str(vars(lines))
    assert f"In origin: {group}." in str(vars(lines))


def test_what_cannot_be_asked_is_one_sentence() -> None:
    (said,) = answers(MADE, "harbour", ALL, "mill")
    assert isinstance(said, str) and "harbour" in said


def test_the_panel_offers_all_groups_and_looks_for_the_first_word() -> None:
    choice, word = explorer(MADE, word="lake").children[0].children
    assert choice.options == (ALL, "A", "B", "C")
    assert word.value == "lake"
    assert not word.continuous_update
