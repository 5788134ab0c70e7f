"""Labels of a corpus to be checked in JupyterLab, one at a time, all by keyboard.

What it shows is text, never markup, as in `sheet`; what it does stands in `checking`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import anywidget
import pandas as pd
import traitlets

from analysis.corpus import Corpus
from analysis.figures.text import shorten, visible
from analysis.measures.event import events
from analysis.review import DRAWN, drawn, of_finding
from analysis.schema import SamestoryError
from analysis.tables import Made, tables_of
from analysis.workbench.checking import Checking, Passage, need_labels, worded
from analysis.workbench.names import stories_of
from analysis.workbench.sheet import script

_HERE: Final = Path(__file__).parent
_EVERY: Final = "(all articles)"
_ONE_STORY: Final = "(all, as one story)"
# Labels that are drawn at once, at most.
_MOST: Final = 1_000
# Letters of a value and of a headline that are shown.
_VALUE: Final = 200
_ERRORS: Final = (SamestoryError, OSError, UnicodeError)


@dataclass(frozen=True)
class _Part:
    """Articles whose findings and labels are asked for, and their tables."""

    corpus: Corpus
    tables: Made


class Checks(anywidget.AnyWidget):
    """What can be checked, and the label one is at; all go by numbers, not by their texts.

    Parameters
    ----------
    checking
        The labels and their file.
    changed
        Is given the corpus as what was answered makes it.
    by
        Tells which groups findings are about.
    """

    _esm = script("checks.js")
    _css = (_HERE / "checks.css").read_text(encoding="utf-8")
    stories: Any = traitlets.List([]).tag(sync=True)
    kinds: Any = traitlets.List([]).tag(sync=True)
    findings: Any = traitlets.List([]).tag(sync=True)
    card: Any = traitlets.Dict({}).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    counter = traitlets.Unicode("").tag(sync=True)
    result = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    analyst = traitlets.Unicode("").tag(sync=True)
    is_wrong = traitlets.Bool(False).tag(sync=True)
    is_busy = traitlets.Bool(False).tag(sync=True)
    can_undo = traitlets.Bool(False).tag(sync=True)
    # "choose", "label" or "over": what is shown.
    stage = traitlets.Unicode("choose").tag(sync=True)
    # Changes last, so that all that is new is drawn once.
    drawn = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        checking: Checking,
        changed: Callable[[Corpus], None],
        by: Callable[[], str],
    ) -> None:
        super().__init__()
        self.checking, self._changed, self._by = checking, changed, by
        self._is_open = False
        self._story = 0
        self._part: _Part | None = None
        self._listed: list[str] = []
        self._is_of_finding = False
        self._task: asyncio.Task[None] | None = None
        self._stories = stories_of(checking.desk.corpus)
        shown = [shorten(visible(name), 60) for name in self._stories]
        self.stories = [_EVERY, *shown, _ONE_STORY]
        self.kinds = list(DRAWN)
        self.on_msg(self._heard)

    def begin(self) -> None:
        """Look up what was checked before, when it is first looked at."""
        if self._is_open or not self._try(self._read):
            return
        self._is_open = True
        self.analyst = self.analyst or visible(self.checking.hand.analyst)
        self._put(self._told())

    def _read(self) -> bool:
        need_labels(self.checking.desk.corpus)
        self.checking.hand.open()
        return True

    def lay(self) -> None:
        """Have the corpus follow what was answered."""
        corpus = self._try(self.checking.laid)
        if corpus is not None:
            self._part, self._listed = None, []
            self._changed(corpus)

    def _heard(self, _: Any, content: Any, __: Any) -> None:
        content = content if isinstance(content, dict) else {}
        kind, number = content.get("kind"), _whole(content.get("number"))
        if kind == "findings":
            self.list_findings(_whole(content.get("story")))
        elif kind == "open":
            self.open_finding(number)
        elif kind == "draw":
            self.draw(number, _whole(content.get("size")), _whole(content.get("seed")),
                      _whole(content.get("story")))  # fmt: skip
        elif kind == "close":
            self.close_batch()
        elif kind == "undo":
            self.undo()
        elif kind == "done":
            self.done()
        elif kind in ("tick", "choose", "type", "move") and content.get("at") == self.checking.at:
            # What was meant for another label than the one that is shown is no answer.
            text = content.get("text")
            self.answer(kind, number, text if isinstance(text, str) else "")

    def list_findings(self, story: int = 0) -> None:
        """List the findings beside the kernel's other work; they may take seconds."""
        self._begin(story, "Looking for findings", self._look)

    def _look(self, part: _Part) -> Callable[[], None]:
        rows = part.tables["findings"]
        rows = rows[rows["labels"] > 0]

        def show() -> None:
            self._listed = rows["finding"].tolist()
            listed = [
                {"text": visible(row["headline"]), "checked": row["checked_labels"],
                 "labels": row["labels"]}
                for row in rows.to_dict("records")
            ]  # fmt: skip
            self._put(
                f"{len(listed):,} findings rest on labels: choose one, or draw labels."
                if listed else "Nothing was found here that rests on labels: draw some.",
                stage="choose", findings=listed,
            )  # fmt: skip

        return show

    def open_finding(self, number: int) -> None:
        """Take the labels of a finding, by its place in the list."""
        if self.is_busy or self._part is None or not 0 <= number < len(self._listed):
            return
        part, name = self._part, self._listed[number]
        self._is_of_finding = True
        rows = self._try(lambda: of_finding(part.corpus, part.tables.labels(name)))
        self._start(self.findings[number]["text"], rows)

    def draw(self, kind: int, size: int, seed: int, story: int = 0) -> None:
        """Draw labels of a kind, by its place in the list; from those that the rules found."""
        if not 0 <= kind < len(DRAWN):
            return
        name, size = list(DRAWN)[kind], min(max(size, 1), _MOST)
        self._is_of_finding = False

        def take(part: _Part) -> Callable[[], None]:
            rows = drawn(part.corpus, part.tables, name, size, max(seed, 0))
            return lambda: self._start(rows["drawn"].iloc[0], rows)

        self._begin(story, f"Drawing labels ({name})", take, of_rules=True)

    def _start(self, title: str, rows: pd.DataFrame | None) -> None:
        if rows is None:
            return
        if self._did(lambda: self.checking.begin(title, rows)):
            self._put("", stage="label")

    def answer(self, kind: str, number: int, text: str) -> None:
        """Do what a key says of the label one is at."""
        checking = self.checking
        if self.stage == "choose" or self.is_busy:
            return
        if kind == "move":
            checking.move(1 if number > 0 else -1)
        elif checking.is_over:
            return
        else:
            given = self.analyst.strip(), f"{date.today():%Y-%m-%d}"
            choices = checking.card().choices
            if kind == "choose" and not 0 <= number < len(choices):
                return
            acts: dict[str, Callable[[], None]] = {
                "tick": lambda: checking.tick(*given),
                "choose": lambda: checking.answer(choices[number].value, *given),
                "type": lambda: checking.answer(checking.meant(text), *given),
            }
            if not self._did(acts[kind]):
                return
        self._show()

    def undo(self) -> None:
        """Take the last answer back."""
        if self.is_busy or self.stage == "choose":
            return
        done = self._try(self.checking.undo)
        if done is not None:
            said = "The last answer is taken back." if done else "There is no answer to take back."
            self._show(said)

    def _show(self, said: str = "") -> None:
        if self.checking.is_over:
            self._end()
        else:
            self._put(said, stage="label")

    def done(self) -> None:
        """Leave the batch: say how many were right, and have the corpus follow."""
        if self.stage == "label" and not self.is_busy:
            self.checking.at = len(self.checking.labels)
            self._end()

    def _end(self) -> None:
        result, said = self.checking.result(), self._told()
        self._put(said, stage="over", result=visible(result))
        self.lay()
        faults = [] if self.is_wrong else self.checking.faults()
        if faults:
            more = f" and {len(faults) - 1:,} more" if len(faults) > 1 else ""
            self._put(visible(f"Not every row holds: {faults[0]}{more}."), is_wrong=True)

    def close_batch(self) -> None:
        """Go back to what can be checked; findings are listed anew where labels changed."""
        if self.stage == "choose" or self.is_busy:
            return
        self.lay()
        if self._is_of_finding and self._part is None:
            self.list_findings(self._story)
        else:
            kept = self.findings if self._listed else []
            self._put(self._told(), stage="choose", findings=kept)

    def _begin(
        self,
        story: int,
        doing: str,
        work: Callable[[_Part], Callable[[], None]],
        *,
        of_rules: bool = False,
    ) -> None:
        """Do what takes long beside the kernel's other work; says so while it does it."""
        if self.is_busy or self._try(self._read) is None:
            return
        self.lay()
        self._story = story
        corpus, by = self.checking.desk.corpus, self._by()
        corpus = self.checking.found if of_rules else corpus

        def all_of_it() -> Callable[[], None]:
            part = self._part_of(corpus, story, by)
            show = work(part)

            def shown() -> None:
                if not of_rules:
                    self._part = part
                show()

            return shown

        self._put(f"{doing} …", stage="choose")
        self.is_busy = True
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._found(self._try(all_of_it))
            return
        self._task = loop.create_task(self._wait(all_of_it, doing))

    def _part_of(self, corpus: Corpus, story: int, by: str) -> _Part:
        """Take the articles of a story, by its place in the list, and the tables of these."""
        if story == len(self._stories) + 1:
            corpus = corpus.as_one_story()
        elif 0 < story <= len(self._stories):
            corpus = corpus.with_events(events(corpus)).select(event=self._stories[story - 1])
        return _Part(corpus, tables_of(corpus, by))

    async def _wait(self, act: Callable[[], Callable[[], None]], doing: str) -> None:
        work = asyncio.get_running_loop().run_in_executor(None, act)
        seconds = 0
        while not (await asyncio.wait([work], timeout=1))[0]:
            seconds += 1
            self.said, self.is_wrong = f"{doing} … {seconds} s", False
        self._found(self._try(work.result))

    def _found(self, show: Callable[[], None] | None) -> None:
        self.is_busy = False
        if show is not None:
            self._did(show)

    def _did(self, act: Callable[[], None]) -> bool:
        """Do something; tells whether it was done."""

        def done() -> bool:
            act()
            return True

        return bool(self._try(done))

    def _try(self, act: Callable[[], Any]) -> Any:
        """Do something; where it fails a line says why, and the result is None."""
        try:
            return act()
        except _ERRORS as error:
            self._put(visible(" ".join(str(error).split())), is_wrong=True)
            return None

    def _told(self) -> str:
        """Say where answers are written, and what one must type to have them read."""
        hand = self.checking.hand
        if hand.content is None:
            said = f"Every answer is written to {hand.path.name} at once"
        else:
            said = f"{hand.path.name} holds {len(hand):,} labels"
        if self.checking.hint:
            said += f"; commands read it with {self.checking.hint}"
        return f"{said}."

    def _put(self, said: str, *, is_wrong: bool = False, **shown: Any) -> None:
        """Show all as it is now."""
        stage = shown.get("stage", self.stage)
        with self.hold_sync():
            for name, value in shown.items():
                setattr(self, name, value)
            if stage == "label" and not self.checking.is_over:
                self.card = self._card()
            self.counter = visible(self._counted()) if stage != "choose" else ""
            self.at = self.checking.at
            self.can_undo = self.checking.hand.can_undo
            self.said, self.is_wrong = visible(said), is_wrong
            self.drawn += 1

    def _counted(self) -> str:
        checking = self.checking
        checked, corrected = checking.counted()
        number = min(checking.at + 1, len(checking.labels))
        return (
            f"{number:,} of {len(checking.labels):,} · {checked:,} checked, {corrected:,} corrected"
        )

    def _card(self) -> dict[str, Any]:
        checking = self.checking
        card = checking.card()
        return {
            "kind": visible(card.kind.replace("_", " ")),
            "asked": card.asked,
            "value": _shown(card.kind, card.value),
            "was": _shown(card.kind, card.was),
            "state": card.state,
            "passages": [_laid(each) for each in card.passages],
            "choices": [
                {"key": each.key, "text": _shown(card.kind, each.value),
                 "now": each.value == card.value}
                for each in card.choices
            ],
            "types": card.others is not None,
            "others": [visible(each) for each in card.others or ()],
            "title": shorten(visible(checking.title), _VALUE),
        }  # fmt: skip


def _shown(kind: str, value: str) -> str:
    return shorten(visible(worded(kind, value)), _VALUE)


def _laid(passage: Passage) -> dict[str, str]:
    about = shorten(visible(passage.about), _VALUE)
    return {"about": about, "before": visible(passage.before), "span": visible(passage.span),
            "after": visible(passage.after)}  # fmt: skip


def _whole(value: Any) -> int:
    """Take a whole number as the page sends it; -1 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
