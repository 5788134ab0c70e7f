"""The names of a corpus in JupyterLab: a list to prune, by mouse or all by keyboard.

What it shows is text, never markup, as in `sheet`; what it does stands in `lexicon`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from analysis.corpus import Corpus
from analysis.corpus.lexicons.naming import NO_MENTION
from analysis.figures.text import shorten, visible
from analysis.schema import CorpusError, SamestoryError
from analysis.suggest.proposal import Line, told, written
from analysis.suggest.prune import Wording
from analysis.workbench.lexicon import Book, Step
from analysis.workbench.sheet import script

_HERE: Final = Path(__file__).parent
_LINES: Final = 3
# Dropped forms that are listed.
_DROPPED: Final = 60
# Stories that are listed, the largest.
_STORIES: Final = 100
_ALL: Final = "(all: they tell one story)"
_Key = tuple[str, str, str]


class Names(anywidget.AnyWidget):
    """Concepts, their labels and forms; each row is known by a number, not by its text.

    Parameters
    ----------
    book
        What is kept and proposed.
    changed
        Is told that other names hold now: the concept that goes on under another name, and it.
    """

    _esm = script("names.js")
    _css = (_HERE / "names.css").read_text(encoding="utf-8")
    concepts: Any = traitlets.List([]).tag(sync=True)
    listed: Any = traitlets.List([]).tag(sync=True)
    # Formal variants of persons, bodies and states: each a list of wordings with their outlets.
    identities: Any = traitlets.List([]).tag(sync=True)
    dropped: Any = traitlets.List([]).tag(sync=True)
    stories: Any = traitlets.List([]).tag(sync=True)
    file = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    is_wrong = traitlets.Bool(False).tag(sync=True)
    is_busy = traitlets.Bool(False).tag(sync=True)
    can_undo = traitlets.Bool(False).tag(sync=True)
    # The row to go to, if the hand is in the list; -1 for none.
    aim = traitlets.Int(-1).tag(sync=True)
    # Changes last, so that the list is drawn once for all that is new.
    drawn = traitlets.Int(0).tag(sync=True)

    def __init__(self, book: Book, changed: Callable[[tuple[str, str]], None]) -> None:
        super().__init__()
        self.book, self._changed = book, changed
        self.show: Callable[[str], None] = lambda _: None
        self._numbers: dict[_Key, int] = {}
        self._keys: list[_Key] = []
        self._is_open = False
        self._task: asyncio.Task[None] | None = None
        self._stories = stories_of(book.corpus)
        shown = [shorten(visible(name), 60) for name in self._stories]
        self.stories = [*shown, _ALL] if shown else []
        self.on_msg(self._heard)

    def begin(self) -> None:
        """Look up what is kept, when it is first looked at."""
        if not self._is_open and self._try(self._read):
            self._is_open = True
            self._put(self._told())

    def _read(self) -> bool:
        self.book.open()
        return True

    def _heard(self, _: Any, content: Any, __: Any) -> None:
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind == "propose":
            self.propose(int(content.get("story", 0)))
        elif kind == "undo":
            self.undo()
        elif kind in ("keep", "drop", "rename", "relabel", "merge", "move", "show"):
            key = self._key(content.get("row"))
            if key and kind == "show":
                self.show(key[0])
            elif key:
                self.do(Step(kind, *key, *(str(content.get(n, "")) for n in ("into", "name"))))

    def _key(self, row: Any) -> _Key | None:
        """Say what a row is; nothing where it is gone."""
        there = isinstance(row, int) and 0 <= row < len(self._keys)
        key = self._keys[row] if there else None
        concept, label, text = key or ("", "", "")
        is_there = any(
            each.concept == concept and label in ("", each.label) and text in ("", each.text)
            for each in self.book.proposal.wordings
        )
        return key if is_there else None

    def do(self, step: Step) -> None:
        """Take a step; what cannot be done is said."""
        into = self._meant(step.into) if step.kind in ("merge", "move") else step.into
        step = Step(step.kind, step.concept, step.label, step.text, into, step.name)
        became = self._step(lambda: self.book.do(step))
        if became is None:
            return
        if step.kind == "rename":
            self._carry((step.concept, "", ""), (became[1], "", ""))
        elif step.kind == "relabel":
            at = (step.concept, step.label, "")
            self._carry(at, (step.concept, " ".join(step.name.split()), ""))
        # The list answers first, then the charts.
        self._put(self._told(step))
        self._changed(became)

    def undo(self) -> None:
        """Take the last step back."""
        if not self.book.can_undo:
            return self._say("There is no step to take back.")
        became = self._step(self.book.undo)
        if became is not None:
            if became[0]:
                self._carry((became[0], "", ""), (became[1], "", ""))
            self._put(f"The last step is taken back. {self._told()}")
            self._changed(became)
        return None

    def propose(self, story: int = 0) -> None:
        """Look for names beside the kernel's other work; says what it does while it does it."""
        if self.is_busy:
            return
        part = self._try(lambda: self._part(story))
        if part is None:
            return
        doing = f"Looking for names in {len(part.documents):,} articles"
        self._say(f"{doing} …")
        self.is_busy = True
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._found(self._try(lambda: self.book.look(part)))
            return
        self._task = loop.create_task(self._wait(part, doing))

    async def _wait(self, part: Corpus, doing: str) -> None:
        work = asyncio.get_running_loop().run_in_executor(None, self.book.look, part)
        seconds = 0
        while not (await asyncio.wait([work], timeout=1))[0]:
            seconds += 1
            self._say(f"{doing} … {seconds} s")
        self._found(self._try(work.result))

    def _found(self, show: Callable[[], None] | None) -> None:
        self.is_busy = False
        if show is None:
            return
        before = set(self.book.proposal.concepts)
        if self._try(lambda: show() or True):
            kept = {each.concept for each in self.book.proposal.wordings if each.is_kept}
            new = [name for name in self.book.proposal.concepts if name not in kept]
            first = next((name for name in new if name not in before), next(iter(new), ""))
            number = f"{len(self.book.looked.documents):,} articles"
            some = (
                f"{_many(len(new), 'proposed')}: look at each, keep or drop it. All counts are "
                f"of the {number} that were looked at."
            )
            self._put(
                some if new else f"No choice of words was found in the {number}.",
                self._number((first, "", "")) if first else -1,
            )

    def _part(self, story: int) -> Corpus:
        """Take the articles of a story, by its place in the list; all where there is no choice."""
        corpus = self.book.corpus
        corpus.need_text("names by hand")
        if not self._stories or not 0 <= story < len(self._stories):
            return corpus
        rows = (corpus.documents["event"] == self._stories[story]).to_numpy().nonzero()[0]
        if not len(rows):
            raise CorpusError("No article tells this story.")
        return corpus.only(rows)

    def _step(self, act: Callable[[], tuple[str, str]]) -> tuple[str, str] | None:
        """Try a step; a file that was changed elsewhere was read anew instead."""
        became: tuple[str, str] | None = self._try(act)
        if became is None:
            with contextlib.suppress(SamestoryError, OSError):
                self._changed(("", ""))
        return became

    def _try(self, act: Callable[[], Any]) -> Any:
        """Do something; where it fails a line says why, and the result is None."""
        try:
            return act()
        except (SamestoryError, OSError) as error:
            self._put(visible(str(error)), is_wrong=True)
            return None

    def _say(self, text: str) -> None:
        self.said, self.is_wrong = text, False

    def _told(self, step: Step | None = None) -> str:
        """Say what stands in the file, and what comments it lost."""
        proposal = self.book.proposal
        kept = {each.concept for each in proposal.wordings if each.is_kept}
        said = f"{_many(len(kept), 'kept')} in {self.book.path.name}"
        if step is None and not self.book.path.is_file():
            said += ", which is written with the first step"
        lost = ", ".join(self.book.lost)
        return f"{said}." + (f" Comments on {lost} are not in it any more; undo." if lost else "")

    def _meant(self, typed: str) -> str:
        """Find the concept that is meant by what was typed; a new one where it is none."""
        names = [*self.book.proposal.concepts, *self.book.listed.concepts]
        shown = {visible(name).casefold(): name for name in reversed(names)}
        exact = {visible(name): name for name in reversed(names)}
        typed = " ".join(typed.split())
        return exact.get(typed) or shown.get(typed.casefold()) or typed

    def _number(self, key: _Key) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._keys)
            self._keys.append(key)
        return self._numbers[key]

    def _carry(self, old: _Key, new: _Key) -> None:
        """Let a row keep its number under a new name."""
        if old in self._numbers and new not in self._numbers:
            number = self._numbers.pop(old)
            self._numbers[new], self._keys[number] = number, new

    def _put(self, said: str, aim: int = -1, *, is_wrong: bool = False) -> None:
        """Show all as it is now."""
        book = self.book
        by_concept: dict[str, list[Wording]] = {}
        for each in book.proposal.wordings:
            by_concept.setdefault(each.concept, []).append(each)
        dropped = [visible(form) for form in reversed(book.proposal.dropped)]
        more = len(dropped) - _DROPPED
        with self.hold_sync():
            self.concepts = [self._concept(name, each) for name, each in by_concept.items()]
            self.listed = [visible(name) for name in book.listed.concepts]
            self.identities = [
                [[visible(text), visible(told(counts))] for text, counts in each.wordings]
                for each in book.identities
            ]
            self.dropped = dropped[:_DROPPED] + ([f"and {more:,} more"] if more > 0 else [])
            self.file, self.can_undo = book.path.name, book.can_undo
            self.said, self.is_wrong, self.aim = visible(said), is_wrong, aim
            self.drawn += 1

    def _concept(self, name: str, wordings: list[Wording]) -> dict[str, Any]:
        labels: dict[str, list[Wording]] = {}
        for each in wordings:
            labels.setdefault(each.label, []).append(each)
        about = dict(self.book.proposal.about).get(name, "")
        row = self._row((name, "", ""), name, wordings)
        return {
            **row,
            "about": visible(about),
            "shipped": name in self.book.listed.concepts,
            "labels": [self._label(name, label, each) for label, each in labels.items()],
        }

    def _label(self, concept: str, label: str, wordings: list[Wording]) -> dict[str, Any]:
        if label == NO_MENTION:
            hidden = ", ".join(each.text for each in wordings)
            row = self._row((concept, "", ""), f"not: {hidden}", wordings)
            return {**row, "id": -1, "forms": [], "hides": True}
        forms = [self._row((concept, label, each.text), each.text, [each]) for each in wordings]
        row = self._row((concept, label, ""), label, wordings)
        return {**row, "forms": forms, "hides": False}

    def _row(self, key: _Key, name: str, wordings: list[Wording]) -> dict[str, Any]:
        counts: Counter[str] = Counter()
        for each in wordings:
            counts.update(dict(each.counts))
        ordered = tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
        kept = [each.is_kept for each in wordings]
        is_sure = all(each.is_sure for each in wordings)
        new = "proposed" if is_sure else "unsure"
        state = "kept" if all(kept) else "part" if any(kept) else new
        return {
            "id": self._number(key),
            "name": visible(name),
            "state": state,
            "times": sum(counts.values()),
            "outlets": visible(written(ordered).partition(": ")[2]),
            "lines": [
                [visible(line.outlet), visible(line.document_id), visible(line.text)]
                for line in _lines(wordings)
            ],
        }


def _many(number: int, what: str) -> str:
    return f"1 concept is {what}" if number == 1 else f"{number:,} concepts are {what}"


def _lines(wordings: list[Wording]) -> list[Line]:
    """Choose lines: one of each form, then the next of each."""
    turns = (each.lines[turn] for turn in range(_LINES) for each in wordings
             if turn < len(each.lines))  # fmt: skip
    return list(turns)[:_LINES]


def stories_of(corpus: Corpus) -> list[str]:
    """List the stories of articles, the largest first; none where they tell one."""
    events = corpus.documents["event"]
    sizes = events[events != ""].value_counts()
    names = sorted(map(str, sizes.index), key=lambda name: (-int(sizes[name]), name))
    return names[:_STORIES] if len(names) > 1 else []
