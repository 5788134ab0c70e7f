"""The panel in JupyterLab: choose, look, click, keep. All that is counted stands in `answers`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, Final

import ipywidgets
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.places import locate
from analysis.figures.linked import DAYS, PICK, days_chart, live, rates_chart, spec_of
from analysis.figures.text import shorten, visible
from analysis.reports.drawing import picture
from analysis.schema import VOICES_ALLOWED, SamestoryError
from analysis.workbench import answers, sharing, sheet
from analysis.workbench.checking import Checking, file_of
from analysis.workbench.checks import Checks
from analysis.workbench.desk import Desk
from analysis.workbench.lexicon import Book
from analysis.workbench.names import Names
from analysis.workbench.selection import History, View, followed, search_of
from analysis.workbench.sharing import Kept, State

TABS: Final = (
    "Lines",
    "Near the word",
    "Set apart",
    "Who speaks",
    "Described",
    "Numbers",
    "Article",
    "Names",
    "Check",
    "Share",
)
# The thread in which a page is made.
MAKING: Final = "samestory page"
# What may take seconds says so first.
_SLOW: Final = ("Near the word", "Set apart", "Who speaks", "Described")
# Columns of a chart of describing words; people and things to choose from.
_TERMS: Final = 6
_WHOM: Final = 300
_ALL: Final = "(all)"
_ORDERS: Final = {
    "in the order of the articles": "document_id",
    **{f"by the {nth} word {side}": f"{side}{place}"
       for side in ("left", "right") for place, nth in ((1, "1st"), (2, "2nd"), (3, "3rd"))},
    **{f"by {name}": column for name, column in (
        ("outlet", "outlet"), ("date", "date"), ("title", "title"), ("voice", "voice"),
        ("speaker", "speaker_id"), ("hit", "node"))},
}  # fmt: skip
# Widths in pixels of the charts, of one selection and of two side by side.
_WIDE: Final = (540, 400)
_SLIM: Final = (440, 440)


def explore(
    corpus: Corpus,
    place: str = "",
    *,
    folder: str | Path = ".",
    names: str | Path = "",
    corrections: str | Path = "",
) -> Panel:
    """Open a panel on a corpus: its rates, its days and its lines answer to the hand.

    A bar that is clicked, and days that are brushed, choose the lines; a line opens its article.
    The panel opens as it was left: `explore-<corpus>.json` in the current folder says how, and
    holds what was kept.

    Parameters
    ----------
    place
        Where the corpus lies, for reports; found by the name of the corpus if it is not given.
    folder
        Where the panel writes.
    names
        The corpus's own list of names, which the panel writes when names are kept or dropped;
        `data/lexicons/naming-<corpus>.yml` if it is not given.
    corrections
        The file of labels by hand, which the panel writes when they are checked; if it is not
        given that of the corpus, or `corrections-<corpus>.csv` in the folder where the panel
        writes if nobody knows where the corpus lies.
    """
    book, desk = Book(corpus, Path(names) if names else None), Desk(corpus)
    checking = Checking(desk, *file_of(corpus, place, Path(folder), corrections))
    return Panel(desk, _place(corpus.name, place), Path(folder), book, checking)


def _place(name: str, place: str) -> str:
    for candidate in filter(None, (place, f"data/{name}", f"prepared/{name}")):
        try:
            return str(locate(candidate))
        except SamestoryError:
            continue
    return ""


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """One selection, or two side by side; what is done is written down as it is done."""

    def __init__(
        self, desk: Desk, place: str, folder: Path, book: Book, checking: Checking
    ) -> None:
        self.desk, self.place, self.folder = desk, place, folder
        self.said = sheet.Sheet()
        self.names = Names(book, self._named)
        self.names.show = lambda name: self.sides[0].show_concept(name)
        if book.path.is_file():
            desk.take(book.names)
        self.sides: list[Side] = []
        self.checks = Checks(checking, self._checked, lambda: self.sides[0].view.by)
        # What was checked since the corpus was loaded holds too.
        self.checks.lay()
        desk.progress = self._tell
        self.file = sharing.state_file(desk.corpus.name, folder)
        first = desk.first()
        state = sharing.left(desk, sharing.read_state(self.file, first))
        self.kept = list(state.kept)
        self._quiet = True
        self.sides = [Side(self, view) for view in state.views]
        self.beside = ipywidgets.ToggleButton(
            value=len(self.sides) > 1, description="Two side by side"
        )
        self.beside.observe(self._set_beside, names="value")
        super().__init__()
        self._lay_out()
        self._quiet = False

    def _set_beside(self, change: dict[str, Any]) -> None:
        if change["new"] and len(self.sides) == 1:
            self.sides.append(Side(self, self.sides[0].view))
        elif not change["new"]:
            self.sides = self.sides[:1]
        self._lay_out()
        self.left()

    def _tell(self, step: str, done: int, total: int) -> None:
        """Say how far a search is; the charts follow when it is done."""
        self.said.put(note=f"{step.capitalize()}: {done:,} of {total:,} articles")

    def _lay_out(self) -> None:
        slim = len(self.sides) > 1
        for side in self.sides:
            side.lay_out(slim)
        sides = ipywidgets.HBox([side.box for side in self.sides])
        self.children = (ipywidgets.HBox([self.beside]), sides, self.said)

    def left(self) -> None:
        """Write down how the panel is left."""
        if self._quiet:
            return
        try:
            views = tuple(side.view for side in self.sides)
            sharing.write_state(self.file, State(views, tuple(self.kept)))
        except SamestoryError as error:
            self.said.put(note=visible(str(error)))

    def _named(self, became: tuple[str, str]) -> None:
        """Look by other names: those of the list, as they are now."""
        names = self.names.book.names
        if names != self.desk.lexicons[0]:
            self.desk.take(names)
            for side in self.sides:
                side.follow(became)
            self.left()

    def _checked(self, corpus: Corpus) -> None:
        """Look at the same articles with other labels: those that are checked by hand."""
        self.desk.lay(corpus)
        self.names.book.corpus = corpus
        for side in self.sides:
            side.take()

    def keep(self, kept: Kept) -> None:
        """Keep something, with its note."""
        self.kept.append(kept)
        self.left()
        for side in self.sides:
            side.show_kept()


class Side:
    """One selection: what is chosen, its charts, and what is read beneath."""

    def __init__(self, panel: Panel, view: View) -> None:
        self.panel, self.desk = panel, panel.desk
        self.history = History(view)
        self._quiet, self._stale = False, set(TABS)
        self._slim, self._page, self._order, self._down = False, 0, "document_id", False
        self._shown_lines = answers.Page(pd.DataFrame(), 0, 0)
        self._opened = ("", -1)
        self._words = pd.DataFrame()
        self._dragged: View | None = None
        self._making: Thread | None = None
        self._choosers()
        self._beneath()
        self._listen()

    @property
    def view(self) -> View:
        """What is looked at."""
        return self.history.now

    def _choosers(self) -> None:
        desk, wide = self.desk, {"layout": ipywidgets.Layout(width="auto")}
        self.search = ipywidgets.Combobox(
            options=self._searches(),
            placeholder="word, phrase, block*, several with commas; concept: …; frame: …; "
            "described: …",
            continuous_update=False,
            ensure_option=False,
            layout=ipywidgets.Layout(flex="1 1 220px", width="auto"),
        )
        self.by = ipywidgets.Dropdown(options=_named(sharing.choices(desk)), description="by")
        voices = [(_ALL, ""), *((voice, voice) for voice in VOICES_ALLOWED)]
        self.voice = ipywidgets.Dropdown(options=voices, description="voice")
        speakers = [(_ALL, ""), *_named(desk.speakers)]
        self.speaker = ipywidgets.Dropdown(options=speakers, description="speaker")
        self.column = ipywidgets.Dropdown(options=_named(desk.columns), description="column")
        self.values = ipywidgets.SelectMultiple(rows=4, description="only")
        self.since = ipywidgets.Text(
            description="from", placeholder="2023-06-24", continuous_update=False
        )
        self.until = ipywidgets.Text(
            description="until", placeholder="2023-06-30", continuous_update=False
        )
        self.undo = ipywidgets.Button(description="Undo", icon="undo", disabled=True, **wide)
        self.reset = ipywidgets.Button(description="Everything", **wide)
        for chooser in (self.by, self.voice, self.speaker, self.column, self.since, self.until):
            chooser.layout.width = "210px"
            chooser.style.description_width = "64px"
        self.values.layout.width = "280px"
        self.values.style.description_width = "40px"

    def _searches(self) -> list[str]:
        """List what can be searched for; names are found when one is asked for."""
        names, framing = self.desk.lexicons
        listed = [f"concept: {name}" for name in names.concepts]
        return [*self.desk.frequent, *listed, *(f"frame: {name}" for name in framing.concepts)]

    def _beneath(self) -> None:
        self.said, self.charts = sheet.Sheet(), ipywidgets.HBox([])
        self.rates_live: Any = None
        self.days_live: Any = None
        self.sheets = {name: sheet.Sheet() for name in TABS}
        self.order = ipywidgets.Dropdown(options=list(_ORDERS.items()), description="sorted")
        self.order.layout.width = "300px"
        self.whom = ipywidgets.Combobox(
            description="of",
            placeholder="a person, a body, a place or a listed thing",
            continuous_update=False,
            ensure_option=False,
            layout={"width": "420px"},
        )
        self.one = ipywidgets.Dropdown(description="in", layout={"width": "240px"})
        self.other = ipywidgets.Dropdown(description="and in", layout={"width": "240px"})
        self.note = ipywidgets.Text(placeholder="a note for what is kept", layout={"width": "60%"})
        self.told = ipywidgets.Textarea(rows=5, disabled=True, layout={"width": "98%"})
        self.buttons = {
            name: ipywidgets.Button(description=name, layout={"width": "auto"})
            for name in (
                "Keep the charts", "As cell", "As report", "Make the page", "Lines .csv",
                "Lines .xlsx", "Numbers .csv", "Numbers .xlsx", "Charts .svg", "Charts .png",
            )
        }  # fmt: skip
        below = {
            "Lines": [self.order, self.sheets["Lines"]],
            "Near the word": [ipywidgets.HBox([self.one, self.other]), self.sheets[TABS[1]]],
            "Described": [self.whom, self.sheets["Described"]],
            "Names": [self.sheets["Names"], self.panel.names],
            "Check": [self.sheets["Check"], self.panel.checks],
            "Share": [
                self.note,
                ipywidgets.HBox([*self.buttons.values()], layout={"flex_flow": "row wrap"}),
                self.told,
                self.sheets["Share"],
            ],
        }
        boxes = [ipywidgets.VBox(below.get(name, [self.sheets[name]])) for name in TABS]
        self.tabs = ipywidgets.Tab(children=boxes, titles=TABS)
        self.tabs.add_class("ss-tabs")
        self.box = ipywidgets.VBox([])

    def _listen(self) -> None:
        def on(chooser: Any, change: Callable[[Any], View]) -> None:
            def heard(event: dict[str, Any]) -> None:
                if not self._quiet:
                    self.look(change(event["new"]))

            chooser.observe(heard, names="value")

        on(self.search, lambda value: self.view.with_(search=value))
        on(
            self.whom,
            lambda value: self.view.with_(search=f"described: {value}") if value else self.view,
        )
        on(self.by, lambda value: self.view.with_(by=value))
        on(self.voice, lambda value: self.view.with_(voice=value))
        on(self.speaker, lambda value: self.view.with_(speaker=value))
        on(self.since, lambda value: self.view.with_(since=value.strip()))
        on(self.until, lambda value: self.view.with_(until=value.strip()))
        on(self.values, lambda value: self.view.with_facet(self.column.value or "", tuple(value)))
        self.column.observe(lambda _: self._show_values(), names="value")
        self.undo.on_click(lambda _: self._back())
        self.reset.on_click(lambda _: self.look(View(self.view.search, self.view.by)))
        self.tabs.observe(self._turned, names="selected_index")
        self.order.observe(lambda event: self._sort(event["new"]), names="value")
        for chooser in (self.one, self.other):
            chooser.observe(lambda _: self._again("Near the word"), names="value")
        lines = self.sheets["Lines"]
        lines.when("sort", lambda said: self._sort(str(said.get("name"))))
        lines.when("page", lambda said: self._turn(int(said.get("page", 0))))
        lines.when("open", lambda said: self._open(int(said.get("row", -1))))
        lines.when("keep", lambda said: self._keep_line(int(said.get("row", -1))))
        self.sheets["Described"].when("open", lambda said: self._word(int(said.get("row", -1))))
        self.sheets["Share"].when("cell", self._inserted)
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: self._share(name))

    def lay_out(self, slim: bool) -> None:
        """Lay everything out, beside another selection or alone."""
        self._slim = slim
        rows = [
            ipywidgets.HBox([self.search, self.undo, self.reset]),
            ipywidgets.HBox([self.by, self.voice, self.speaker], layout={"flex_flow": "row wrap"}),
            ipywidgets.HBox(
                [self.column, self.values, self.since, self.until],
                layout={"flex_flow": "row wrap"},
            ),
        ]
        self.charts = (ipywidgets.VBox if slim else ipywidgets.HBox)([])
        self.charts.layout.flex_flow = "column" if slim else "row wrap"
        self.box.children = (*rows, self.said, self.charts, self.tabs)
        self.box.layout.width = "50%" if slim else "100%"
        self._refresh(days_too=True)

    def look(self, view: View, *, days_too: bool = True) -> None:
        """Look at something else."""
        if view == self.view:
            return
        self.history = self.history.to(view)
        self._refresh(days_too)
        self.panel.left()

    def follow(self, became: tuple[str, str]) -> None:
        """Go on with other names; a concept that is looked for may have another name now."""
        self._quiet = True
        self.search.options = self._searches()
        self._quiet = False
        there = {name.casefold() for name in self.desk.lexicons[0].concepts}
        past = [followed(view, became, there) for view in (*self.history.past, self.view)]
        self.history = History(past[-1], tuple(past[:-1]))
        if search_of(self.view.search).kind == "words":
            self._stale.add("Article")
            self._fill()
        else:
            self._refresh(days_too=True)

    def take(self) -> None:
        """Look again, at labels that are others now."""
        self._quiet = True
        self._offer()
        self._quiet = False
        self._refresh(days_too=True)

    def _offer(self) -> None:
        """Offer what the corpus has to be chosen from."""
        self.search.options = self._searches()
        self.speaker.options = [(_ALL, ""), *_named(self.desk.speakers)]
        self.by.options = _named(sharing.choices(self.desk))
        self.column.options = _named(self.desk.columns)

    def show_concept(self, name: str) -> None:
        """Look for a concept of the lists."""
        self.look(self.view.with_(search=f"concept: {name}"))

    def _back(self) -> None:
        self.history = self.history.back()
        self._refresh(days_too=True)
        self.panel.left()

    def _refresh(self, days_too: bool, charts: bool = True) -> None:
        self._quiet = True
        try:
            self._show_choice()
        finally:
            self._quiet = False
        self._page, self._stale = 0, {*TABS}
        self.panel.said.put()
        try:
            self.said.put(note=visible(answers.describe(self.desk, self.view)))
            if charts:
                self._draw(days_too)
        except SamestoryError as error:
            self.said.put(heading=visible(str(error)))
            self.charts.children, self.rates_live, self.days_live = (), None, None
        self._fill()

    def _show_choice(self) -> None:
        view, search = self.view, search_of(self.view.search)
        self.whom.value = search.terms[0] if search.kind == "described" else ""
        self.search.value, self.by.value, self.voice.value = view.search, view.by, view.voice
        if view.speaker in self.desk.speakers or not view.speaker:
            self.speaker.value = view.speaker
        self.since.value, self.until.value = view.since, view.until
        self.undo.disabled = not self.history.past
        self._show_values()
        groups = [name for name, size in answers.largest(self.desk, view) if size]
        for chooser, place in ((self.one, 0), (self.other, 1)):
            kept = chooser.value if chooser.value in groups else None
            chooser.options = _named(groups)
            if groups:
                chooser.value = kept or groups[min(place, len(groups) - 1)]

    def _show_values(self) -> None:
        column = self.column.value
        quiet, self._quiet = self._quiet, True
        if column:
            sizes = self.desk.sizes(column)
            ordered = sorted(sizes.items(), key=lambda each: (-each[1], each[0]))
            self.values.value = ()
            self.values.options = [
                (f"{shorten(visible(name), 40)} ({size:,})", name) for name, size in ordered
            ]
            self.values.value = tuple(v for v in self.view.facet(column) if v in sizes)
        self._quiet = quiet

    def _draw(self, days_too: bool) -> None:
        """Draw the charts; the days stay as they are while they are brushed."""
        wide = _SLIM if self._slim else _WIDE
        self._rates = charted = answers.rates(self.desk, self.view)
        if search_of(self.view.search).kind == "described":
            charted = charted[charted["term"].isin(charted["term"].unique()[:_TERMS])]
        self._rates_chart = rates_chart(charted, wide[0])
        if self.rates_live is None:
            self.rates_live = live(self._rates_chart)
        else:
            self.rates_live.chart = self._rates_chart
        self._hear(self.rates_live, PICK, self._picked)
        if days_too or self.days_live is None:
            self._days = answers.over_time(self.desk, self.view)
            self._days_chart = days_chart(self._days, wide[1])
            if self.days_live is None:
                self.days_live = live(self._days_chart)
            else:
                self.days_live.chart = self._days_chart
            self._hear(self.days_live, DAYS, self._brushed)
        shown = [self.rates_live, *([self.days_live] if len(self._days) else [])]
        if list(self.charts.children) != shown:
            self.charts.children = tuple(shown)

    @staticmethod
    def _hear(chart: Any, name: str, act: Callable[[Any], None]) -> None:
        """Listen to a chart; as soon as it is drawn it says that nothing is chosen yet."""
        touched = False

        def heard(event: dict[str, Any]) -> None:
            nonlocal touched
            value = event["new"].value
            if value or touched:
                touched = bool(value)
                act(value)

        chart.selections.observe(heard, names=[name])

    def _picked(self, value: list[dict[str, str]]) -> None:
        """Show the lines of the bar that was clicked; what is drawn may differ from what it is."""
        chosen = value[0] if value else {}
        plain = {
            visible(str(name)): str(name)
            for column in ("group", "term", "voice")
            for name in self._rates[column].unique()
        }
        self._pick(tuple(plain.get(str(chosen.get(k, "")), "") for k in ("group", "term", "voice")))

    def _word(self, row: int) -> None:
        """Show the lines of a describing word, of all groups and voices."""
        if 0 <= row < len(self._words):
            how, word = self._words.iloc[row, :2]
            self._pick(("", f"{how}: {word}", ""))

    def _pick(self, picked: tuple[str, ...]) -> None:
        """Show the lines of a group, a term or a voice."""
        view = replace(self.view, picked=picked if any(picked) else ())
        self.history = self.history.to(view)
        self._refresh(days_too=False, charts=False)
        self.tabs.selected_index = 0
        self.panel.left()

    def _brushed(self, value: dict[str, list[float]]) -> None:
        low, high = value.get("day", [0, 0]) if value else (0, 0)
        periods = self._days["period"].tolist()
        since, until = answers.days_of(self.desk, periods, low, high) if value else ("", "")
        if value and not since:
            return
        view = self.view.with_(since=since, until=until)
        if view == self.view:
            return
        is_same_drag = self.view is self._dragged
        self.history = self.history.instead(view) if is_same_drag else self.history.to(view)
        self._dragged = self.view
        self._refresh(days_too=False)
        self.panel.left()

    def _again(self, name: str) -> None:
        if not self._quiet:
            self._stale.add(name)
            self._fill()

    def _sort(self, order: str) -> None:
        if self._quiet or order not in answers.ORDERS:
            return
        self._down = order == self._order and not self._down
        self._order, self._page = order, 0
        self._quiet = True
        self.order.value = order
        self._quiet = False
        self._again("Lines")

    def _turn(self, page: int) -> None:
        self._page = page
        self._again("Lines")

    def _turned(self, change: dict[str, Any]) -> None:
        """Show what was turned to; who leaves labels sees them everywhere."""
        if change["old"] == TABS.index("Check"):
            self.panel.checks.lay()
        self._fill()

    def _fill(self) -> None:
        """Fill what is open, if it is not of this view yet; what cannot be shown is said."""
        name = TABS[self.tabs.selected_index or 0]
        if name not in self._stale:
            return
        self._stale.discard(name)
        if name in _SLOW:
            self.sheets[name].put(note="Counting …")
        try:
            shown = self._answers()[name]()
        except SamestoryError as error:
            shown = {"note": visible(str(error))}
        self.sheets[name].put(**shown)
        self.panel.said.put()

    def _answers(self) -> dict[str, Callable[[], dict[str, Any]]]:
        desk, view = self.desk, self.view
        return {
            "Lines": self._lines,
            "Near the word": lambda: sheet.table(
                answers.near(desk, view, self.one.value or "", self.other.value or ""),
                "Words within 5 words, those more typical of the first group first",
            ),
            "Set apart": self._apart,
            "Who speaks": lambda: sheet.table(
                answers.who_speaks(desk, view)[
                    ["group", "speaker_id", "words", "quoted_words", "paraphrased_words",
                     "quotations", "document_frequency", "documents"]
                ],
                "Whose words are told, told by rules",
            ),
            "Described": self._described,
            "Numbers": lambda: sheet.table(
                answers.rates(desk, view), "The numbers of the bars", most=300
            ),
            "Article": self._article,
            "Names": self._listed,
            "Check": self._checks,
            "Share": self._kept,
        }  # fmt: skip

    def _lines(self) -> dict[str, Any]:
        page = answers.lines(self.desk, self.view, self._page, self._order, down=self._down)
        self._shown_lines, self._page = page, page.number
        picked = [part for part in self.view.picked if part]
        said = f" · {', '.join(picked)}" if picked else ""
        return sheet.lines(page, f"{page.total:,} lines{said}", self._order, self._down)

    def _apart(self) -> dict[str, Any]:
        said, words = answers.apart(self.desk, self.view)
        columns = ["term", "frequency_target", "frequency_reference", "documents_target",
                   "documents_reference", "log_ratio", "log_ratio_low", "log_ratio_high",
                   "p_family"]  # fmt: skip
        note = "" if words["p_family"].notna().any() else "Too few articles for a test: read them."
        return sheet.table(words[columns], f"Words that set apart {said}", note)

    def _described(self) -> dict[str, Any]:
        self.whom.options = self.desk.described[:_WHOM]
        self._words = answers.described(self.desk, self.view)
        note = (
            "Told by rules: words under a pronoun, or in another clause, are not seen. Click a "
            "word, or press Enter on it, to read its lines."
        )
        heading = f"How each {self.view.by} describes {search_of(self.view.search).terms[0]}"
        return {**sheet.table(self._words, heading, note, most=_WHOM), "opens": True}

    def _listed(self) -> dict[str, Any]:
        self.panel.names.begin()
        return {"note": "What goes by several names: keep what is right, drop what is not; every "
                "step is written, and the charts follow."}  # fmt: skip

    def _checks(self) -> dict[str, Any]:
        self.panel.checks.begin()
        return {"note": "Labels that the rules found: tick what is right, correct what is not; "
                "every answer is written, and all follows when a batch is done."}  # fmt: skip

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._shown_lines.rows):
            line = self._shown_lines.rows.iloc[row]
            self._opened = (str(line["document_id"]), int(line["start"]))
            self._stale.add("Article")
            self.tabs.selected_index = TABS.index("Article")
            self._fill()

    def _article(self) -> dict[str, Any]:
        name, at = self._opened
        if not name:
            self.desk.corpus.need_text("an article")
            return {"note": "Click a line: its article opens here, at its place."}
        pieces = answers.article(self.desk, self.view, name)
        row: Any = self.desk.corpus.documents.set_index("document_id").loc[name]
        day = row["published_earliest"]
        date: str = "" if pd.isna(day) else f", {day:%Y-%m-%d}"
        return sheet.article(pieces, f"{row['outlet']}{date} · {name}", at)

    def _keep_line(self, row: int) -> None:
        if 0 <= row < len(self._shown_lines.rows):
            line = self._shown_lines.rows.iloc[row]
            content = {name: line[name] for name in ("document_id", "outlet", "date", "left",
                       "node", "right", "voice", "speaker_id", "title")}  # fmt: skip
            content |= {"start": int(line["start"]), "end": int(line["end"])}
            self.panel.keep(Kept("line", self.note.value, self.view, content))

    def _kept(self) -> dict[str, Any]:
        rows = [
            (kept.kind, kept.note,
             " ".join(str(kept.content.get(k, "")) for k in ("outlet", "date")).strip(),
             " ".join(str(kept.content.get(k, "")) for k in ("left", "node", "right")).strip()
             or kept.view.search)
            for kept in self.panel.kept
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=["kept", "note", "of", "what"])
        return sheet.table(frame, f"{len(rows):,} kept, in {self.panel.file.name}")

    def show_kept(self) -> None:
        """Show what is kept, where that is open."""
        self._again("Share")

    def _share(self, name: str) -> None:
        try:
            self.told.value = self._shared(name)
        except SamestoryError as error:
            self.told.value = visible(str(error))
        if self._making is not None:
            self._making.start()
            self._making = None

    def _render(self, command: list[str], told: list[str]) -> None:
        """Make a page beside the kernel, which goes on answering."""
        self.told.value = "\n".join([*told, _rendered(command, self.panel.folder)])

    def _inserted(self, said: dict[str, Any]) -> None:
        """Say what became of a cell; only JupyterLab as `samestory lab` opens it takes one."""
        done = "A cell is inserted below." if said.get("done") else "Copy these lines into a cell."
        self.sheets["Share"].put(**{**self._kept(), "note": done})

    def _shared(self, name: str) -> str:
        """Do what a button says; returns what came of it."""
        desk, view, panel = self.desk, self.view, self.panel
        what, _, ending = name.partition(" .")
        stem = panel.file.stem
        if name == "As cell":
            code = f"{sharing.cell(view)}\n\n{sharing.cell(view, 'lines')}"
            self.sheets["Share"].send({"kind": "cell", "text": code})
            return code
        if name in ("As report", "Make the page"):
            file, command, lost = sharing.report(view, desk.corpus.name, panel.place, panel.folder)
            told = [f"{file.name} is written. {' '.join(lost)}".strip(), sharing.shell(command)]
            if name == "As report" or not panel.place:
                return "\n".join(told)
            # Whoever answers while the page is made must not be overtaken by its last word.
            self._making = Thread(
                target=self._render, args=(command, told), name=MAKING, daemon=True
            )
            return "\n".join([*told, "The page is being made …"])
        if name == "Keep the charts":
            spec = {"rates": spec_of(self._rates_chart), "days": spec_of(self._days_chart)}
            panel.keep(Kept("chart", self.note.value, view, spec))
            return f"The charts are kept in {panel.file.name}."
        if what == "Charts":
            charts = {"rates": self._rates_chart, "days": self._days_chart}
            files = [panel.folder / f"{stem}-{part}.{ending}" for part in charts]
            for file, chart in zip(files, charts.values(), strict=True):
                file.write_bytes(picture(spec_of(chart), "png" if ending == "png" else "svg"))
            return "\n".join(file.name for file in files)
        lines = what == "Lines"
        rows = answers.all_lines(desk, view, self._order) if lines else answers.rates(desk, view)
        path = panel.folder / f"{stem}-{what.lower()}.{ending}"
        return f"{sharing.save_table(rows, path).name}: {len(rows):,} rows"


def _named(names: list[str]) -> list[tuple[str, str]]:
    return [(shorten(visible(name), 60), name) for name in names]


def _rendered(command: list[str], folder: Path) -> str:
    """Make a page by the command that makes all pages; returns what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *command],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return visible(done.stdout + ("" if done.returncode == 0 else done.stderr))
