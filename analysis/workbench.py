"""Widgets of explore.ipynb: choose a group, type a word, see rates and lines."""

from __future__ import annotations

from typing import Any

import ipywidgets
from IPython.display import display

from analysis.corpus import Corpus
from analysis.figures import rates, table
from analysis.figures.output import Output
from analysis.measures.concordance import concordance
from analysis.measures.frequency import frequencies_of
from analysis.schema import SamestoryError

ALL = "all"


def explorer(corpus: Corpus, by: str = "origin", word: str = "") -> ipywidgets.VBox:
    """Make a small panel: a group, a word or phrase, and what the corpus says to it.

    Parameters
    ----------
    by
        What the groups are: any column that `Corpus.groups` takes.
    word
        What is looked for first.
    """
    groups = sorted(set(corpus.groups(by)) - {""})
    chosen = ipywidgets.Dropdown(options=[ALL, *groups], description=by)
    asked = ipywidgets.Text(value=word, description="word", placeholder="word, phrase or block*")
    asked.continuous_update = False
    shown = ipywidgets.Output()

    def answer(_: Any = None) -> None:
        shown.clear_output(wait=True)
        with shown:
            for output in answers(corpus, by, str(chosen.value), str(asked.value)):
                display(output)  # type: ignore[no-untyped-call]

    chosen.observe(answer, names="value")
    asked.observe(answer, names="value")
    answer()
    return ipywidgets.VBox([ipywidgets.HBox([chosen, asked]), shown])


def answers(corpus: Corpus, by: str, group: str, word: str) -> list[Output | str]:
    """Answer one question of the panel: the rate in each group, and the lines of one.

    Returns
    -------
    A chart and a table; or one sentence that says what is wrong with the question.
    """
    if not word.strip():
        return ["Type a word or a phrase; * stands for any letters."]
    part = corpus if group == ALL else corpus.select(where=f"{by}={group}")
    found: list[Output | str] = []
    try:
        found.append(rates(frequencies_of(corpus, word, by), [word]))
        hits = concordance(part, word)
    except SamestoryError as error:
        return [*found, str(error)]
    columns = ["document_id", "left", "node", "right"]
    title = f"{len(hits):,} lines with “{word}”"
    return [*found, table(hits[columns], title=title, caption=f"In {by}: {group}.")]
