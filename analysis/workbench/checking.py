"""Labels checked by hand, one at a time: what is asked of each, what is answered, and the file.

Every answer is written to the corrections of the corpus at once, among the rows that were there.
The corpus itself is laid anew when a batch of labels is left: `laid`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.corrections import COLUMNS, placed, read_corrections, write_corrections
from analysis.corpus.corrections.file import (
    OF_PAIRS,
    OWN,
    PLACES,
    as_table,
    guarded,
    left_over,
    read_rows,
)
from analysis.corpus.load import found_of, laid_anew
from analysis.corpus.places import locate
from analysis.corpus.release import is_release
from analysis.corpus.store import is_store
from analysis.files import replaced, writing
from analysis.reports.parameters import file_name
from analysis.review import error_rates, unknown_name
from analysis.review.command import named_as_now, place_of
from analysis.schema import LABELS, CorpusError, ParameterError, SamestoryError
from analysis.workbench.desk import Desk

Row = dict[str, Any]
_Key = tuple[Any, ...]
# Code points shown on either side of a span, and of a span that is longer than twice that.
_AROUND: Final = 320
# Code points of an article, at its beginning and its end, that show whose it is.
_HEAD: Final = 600
_TAIL: Final = 200
# Choices that have a key of their own.
_KEYS: Final = "123456789"
# Names that are offered while one types.
_OFFERED: Final = 300
_STEPS: Final = 1_000
_END: Final = ("document_id", "sha256", "start", "end")
_ASKED: Final = {
    "speaker": "Who says this?",
    "quotation": "In whose words is this?",
    "mention": "What is named here?",
    "frame": "Which frame does this stand for?",
    "segment": "What is this part of the article?",
    "outlet": "Which outlet printed this?",
    "agency": "From which agency is this?",
    "date": "On which day was this published?",
    "title": "What is the headline?",
    "byline": "Who wrote this?",
    "event": "Which story is this of?",
    "same_text": "Is this one text, printed twice?",
    "same_statement": "Is this one statement, printed twice?",
}
# What an empty value says, where it is more than "none".
_NOTHING: Final = {
    "speaker": "nobody",
    "quotation": "the outlet's own words",
    "segment": "nothing of the article",
}


@dataclass(frozen=True)
class Choice:
    """A value that a key gives to a label."""

    key: str
    value: str


@dataclass(frozen=True)
class Passage:
    """Words around a span: what stands before it, in it and after it, and of which article."""

    about: str
    before: str
    span: str
    after: str


@dataclass(frozen=True)
class Card:
    """A label as it is asked for.

    Attributes
    ----------
    kind, asked
        Of what kind it is, and the question.
    value, was
        What holds now, and what the rules found.
    state
        "open", "right" or "corrected".
    passages
        One; of a pair two.
    choices
        With a key each.
    others
        What is offered while one types; None where nothing can be typed.
    """

    kind: str
    asked: str
    value: str
    was: str
    state: str
    passages: tuple[Passage, ...]
    choices: tuple[Choice, ...]
    others: tuple[str, ...] | None


def worded(kind: str, value: str) -> str:
    """Write a value as one reads it: an empty one says what it means."""
    if kind == "speaker" and value == OWN:
        return _NOTHING["quotation"]
    return value or _NOTHING.get(kind, "none")


def file_of(corpus: Corpus, place: str, folder: Path, given: str | Path = "") -> tuple[Path, str]:
    """Find where the corrections of a corpus are written.

    Parameters
    ----------
    place
        Where it lies, if it does not say so itself; '' where nobody knows.
    folder
        Where the notebook is.
    given
        The file, if it is told.

    Returns
    -------
    The file, there or not; and what one must type to have it read, '' where it is read anyhow.
    """
    loaded = corpus.loaded_as
    known = loaded.corrections if loaded is not None else None
    if given:
        is_known = known is not None and known.resolve() == Path(given).resolve()
        return Path(given), "" if is_known else f"--corrections {given}"
    if known is not None:
        return known, ""
    path = loaded.path if loaded is not None else None
    if path is None and place:
        try:
            path = locate(place)
        except SamestoryError:
            path = None
    if path is not None and path.exists() and not (is_store(path) or is_release(path)):
        return place_of(path), ""
    file = folder / f"corrections-{file_name(corpus.name) or 'corpus'}.csv"
    return file, f"--corrections {file.as_posix()}"


class Hand:
    """What a hand says of the labels of a corpus, as it stands in its file.

    Parameters
    ----------
    corpus
        The articles.
    path
        The file; there is none before the first answer.
    """

    def __init__(self, corpus: Corpus, path: Path) -> None:
        self.corpus, self.path = corpus, path
        self._rows: dict[_Key, Row] = {}
        self._others: Sequence[Mapping[str, str]] = ()
        self._file: bytes | None = None
        self._past: list[tuple[_Key, bytes | None]] = []

    def open(self) -> bool:
        """Read the file where it is not what was read or written last; says whether it was not.

        Raises
        ------
        SamestoryError
            It cannot be read as corrections.
        """
        there = _read(self.path)
        if there == self._file:
            return False
        table, others = as_table([]), []
        if there is not None:
            table, _ = read_corrections(self.path)
            others = left_over(self.path)
            table = named_as_now(table, self.corpus)
        self._take(table, there)
        self._others, self._past = others, []
        return True

    def _take(self, table: pd.DataFrame, file: bytes | None) -> None:
        self._rows = {_key(row): row for row in _records(table)}
        self._file = file

    def of(self, label: Row) -> Row | None:
        """Give what the file says of a label."""
        return self._rows.get(_key(label))

    @property
    def rows(self) -> pd.DataFrame:
        """`schema.CORRECTIONS` of the file."""
        return as_table(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def content(self) -> bytes | None:
        """The file as it was read or written last."""
        return self._file

    @property
    def analyst(self) -> str:
        """Who wrote the last row."""
        return next((row["by"] for row in reversed(self._rows.values()) if row["by"]), "")

    @property
    def can_undo(self) -> bool:
        """Whether an answer can be taken back."""
        return bool(self._past)

    def put(self, row: Row) -> None:
        """Write what is said of a label, in the place of what was said of it before.

        Raises
        ------
        SamestoryError
            The value is none of its kind, or the file cannot be written; nothing is changed.
        """
        row = _meant(row, self.path.name)
        self.open()
        key, before = _key(row), self._file
        # As `review.merged` does: of one label the newest stays, and stands last.
        made = {**{old: each for old, each in self._rows.items() if old != key}, key: row}
        write_corrections(as_table(list(made.values())), self.path, self._others)
        self._past = [*self._past, (key, before)][-_STEPS:]
        self._rows, self._file = made, _read(self.path)

    def undo(self) -> _Key | None:
        """Take the last answer back: the file is as it was, or gone if there was none.

        Returns
        -------
        The key of its label; None where there is nothing to be taken back.

        Raises
        ------
        SamestoryError
            The file cannot be written, or was changed elsewhere and is read anew.
        """
        if self._past and self.open():
            raise CorpusError(f"{self.path.name} was changed elsewhere; it is read anew.")
        if not self._past:
            return None
        key, before = self._past[-1]
        if before is None:
            with writing(self.path):
                self.path.unlink(missing_ok=True)
        else:
            with replaced(self.path) as new:
                new.write_bytes(before)
        self._past = self._past[:-1]
        table = read_corrections(self.path)[0] if before is not None else as_table([])
        self._take(named_as_now(table, self.corpus), before)
        return key

    def forget(self) -> None:
        """Let what was answered stand: nothing of it can be taken back any more."""
        self._past = []


def _records(table: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _key(row: Mapping[str, Any]) -> _Key:
    """Say which label a row is of; a pair is the same in either order."""
    one = tuple(row[name] for name in _END)
    other = tuple(row[f"other_{name}"] for name in _END)
    ends = sorted((one, other)) if row["kind"] in OF_PAIRS else (one, other)
    return (row["kind"], *ends)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _meant(row: Row, file: str) -> Row:
    """Read a row as the file will be read: a value that is none of its kind is refused."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    places = {name: "" if row[name] < 0 else row[name] for name in PLACES}
    writer.writerow([places.get(name, guarded(str(row[name]))) for name in COLUMNS])
    good, faults = read_rows(text.getvalue(), file)
    for _, reason in faults:
        raise ParameterError(f"Not written: {reason}")
    return _records(good)[0]


class Checking:
    """A batch of labels, which of them one is at, and what is said of them.

    Parameters
    ----------
    desk
        The corpus as it is looked at.
    path
        The file of its corrections.
    hint
        What one must type to have the file read; '' where it is read anyhow.
    """

    def __init__(self, desk: Desk, path: Path, hint: str = "") -> None:
        self.desk, self.hand, self.hint = desk, Hand(desk.corpus, path), hint
        self.title, self.at, self.labels = "", 0, list[Row]()
        self._laid: bytes | None = None
        self._is_laid = False

    def begin(self, title: str, labels: pd.DataFrame) -> None:
        """Begin with some labels, as `schema.CORRECTIONS`, at the first nobody has looked at."""
        self.hand.open()
        self.hand.forget()
        self.title, self.labels = title, _records(labels)
        states = [self.state(number) for number in range(len(self.labels))]
        self.at = states.index("open") if "open" in states else 0

    @property
    def is_over(self) -> bool:
        """Whether one is past the last label."""
        return self.at >= len(self.labels)

    def said(self, number: int) -> Row | None:
        """Give what the file says of a label of the batch."""
        return self.hand.of(self.labels[number])

    def state(self, number: int) -> str:
        """Tell whether a label is "open", "right" or "corrected".

        One that was drawn is open until somebody looks at it as a drawn one: else only what was
        looked for, and so is wrong more often, would be left out of the rate.
        """
        row = self.said(number)
        if row is None or (self.labels[number]["drawn"] and not row["drawn"]):
            return "open"
        return "right" if row["value"] == row["was"] else "corrected"

    @property
    def states(self) -> list[str]:
        """The state of each label."""
        return [self.state(number) for number in range(len(self.labels))]

    def move(self, steps: int) -> None:
        """Go to another label, at most one past the last."""
        self.at = min(max(self.at + steps, 0), len(self.labels))

    def tick(self, by: str, day: str) -> None:
        """Say that the label is right as it is shown, and go to the next."""
        if self.is_over:
            return
        before = self.said(self.at)
        self.answer((before or self.labels[self.at])["value"], by, day)

    def answer(self, value: str, by: str, day: str) -> None:
        """Say what is true of the label, and go to the next.

        Raises
        ------
        SamestoryError
            It is not written, and one stays at the label; says why.
        """
        if self.is_over:
            return
        label = self.labels[self.at]
        before = self.said(self.at) or label
        if label["kind"] == "mention" and value != label["value"]:
            why = unknown_name(value, self.desk.lexicons[0])
            if why:
                raise ParameterError(why)
        now = {**before, "value": value, "checked": "x", "by": by, "day": day}
        now["drawn"] = before["drawn"] or label["drawn"]
        if self.state(self.at) == "open" or value != before["value"]:
            self.hand.put(now)
        self.move(1)

    def undo(self) -> bool:
        """Take the last answer back, and go to its label; says whether there was one."""
        key = self.hand.undo()
        numbers = [n for n, label in enumerate(self.labels) if _key(label) == key]
        if numbers:
            self.at = numbers[0]
        return key is not None

    def card(self) -> Card:
        """Lay out the label one is at."""
        label = self.labels[self.at]
        row = self.said(self.at) or label
        kind = str(row["kind"])
        choices, others = _choices(self.desk, row)
        return Card(
            kind, _ASKED[kind], row["value"], row["was"], self.state(self.at),
            _passages(self.desk.corpus, label), choices, others,
        )  # fmt: skip

    def meant(self, typed: str) -> str:
        """Find the value that is meant by what was typed."""
        typed = " ".join(typed.split())
        card = self.card()
        known = [*(choice.value for choice in card.choices), *(card.others or ())]
        near = {value.casefold(): value for value in reversed(known)}
        if typed not in known and typed.casefold() in near:
            return near[typed.casefold()]
        if card.kind == "mention" and typed and ":" not in typed:
            return f"{card.was.partition(':')[0]}: {typed}"
        return typed

    def counted(self) -> tuple[int, int]:
        """Count the labels that were looked at, and those of them that were corrected."""
        states = self.states
        return len(states) - states.count("open"), states.count("corrected")

    def result(self) -> str:
        """Say how many were right; of a draw also how often such labels are wrong."""
        checked, corrected = self.counted()
        left = len(self.labels) - checked
        said = f"{checked:,} of {len(self.labels):,} checked: {checked - corrected:,} right, "
        said += f"{corrected:,} corrected"
        said += f", {left:,} not looked at." if left else "."
        rows = [self.said(n) for n, state in enumerate(self.states) if state != "open"]
        drawn = as_table([row for row in rows if row is not None and row["drawn"]])
        for rate in error_rates(drawn).itertuples() if len(drawn) else ():
            said += (
                f" Of labels drawn ({rate.kind}) {rate.wrong:,} of {rate.drawn:,} were wrong: "
                f"{rate.share_wrong:.0%}, between {rate.share_low:.0%} and {rate.share_high:.0%} "
                "with 95% confidence."
            )
        return said

    def laid(self) -> Corpus | None:
        """Lay the file over what the rules found; None where it is as it was laid last.

        Raises
        ------
        SamestoryError
            The file cannot be read.
        """
        self.hand.open()
        if self._is_laid and self._laid == self.hand.content:
            return None
        corpus = self.desk.corpus
        made = corpus if self._holds() else laid_anew(corpus, self.hand.path)
        self._is_laid, self._laid = True, self.hand.content
        return None if made is corpus else made

    def _holds(self) -> bool:
        """Tell whether the corpus has what the file says already."""
        if self._is_laid:
            return False
        here, _ = placed(self.hand.rows, self.desk.corpus.documents)
        columns = ["kind", "value", "was", "document_id", "start", "end"]
        both = [set(map(tuple, t[columns].to_numpy())) for t in (here, self.desk.corpus.by_hand)]
        return both[0] == both[1]

    def faults(self) -> list[str]:
        """Say of the rows of the file that do not hold why."""
        notes = self.desk.corpus.notes
        here = notes[notes["path"] == self.hand.path.name]
        return [f"row {row.row}: {row.reason}" for row in here.itertuples()]

    @property
    def found(self) -> Corpus:
        """The corpus as the rules found it: what is drawn, is drawn from their labels."""
        return found_of(self.desk.corpus)


def need_labels(corpus: Corpus) -> None:
    """Stop where there is nothing to be checked.

    Raises
    ------
    CorpusError
        It is a text-free release, or the words of one voice.
    """
    corpus.need_text("labels in their sentences")
    if corpus.voice:
        raise CorpusError(
            f"These are the words in the voice {corpus.voice!r} alone: labels are checked in all."
        )


def _choices(desk: Desk, row: Row) -> tuple[tuple[Choice, ...], tuple[str, ...] | None]:
    """Say which values have a key, and which are offered while one types."""
    kind = row["kind"]
    if kind in OF_PAIRS:
        return (Choice("y", "yes"), Choice("n", "no")), None
    if kind == "quotation":
        values = {"q": "quoted", "p": "paraphrase", "o": ""}
        return tuple(Choice(key, value) for key, value in values.items()), None
    likely, others = _known(desk, row)
    likely = list(dict.fromkeys(filter(None, [row["was"], row["value"], *likely])))
    keyed = tuple(Choice(key, value) for key, value in zip(_KEYS, likely, strict=False))
    own = (Choice("o", OWN),) if kind == "speaker" else ()
    return (*keyed, Choice("0", ""), *own), tuple(dict.fromkeys([*likely, *others]))[:_OFFERED]


def _known(desk: Desk, row: Row) -> tuple[list[str], list[str]]:
    """List values that a label may have, the likeliest first, and what else is known."""
    kind, documents = row["kind"], desk.corpus.documents
    if kind == "speaker":
        quotations = desk.corpus.quotations
        here = quotations["speaker_id"][quotations["document_id"] == row["document_id"]]
        return [*map(str, here[here != ""].value_counts().index), *desk.speakers], []
    if kind == "mention":
        concept, names = row["was"].partition(":")[0], desk.lexicons[0]
        every = {name: [f"{name}: {label}" for label in names.labels(name)]
                 for name in names.concepts}  # fmt: skip
        return every.get(concept, []), [label for labels in every.values() for label in labels]
    if kind == "frame":
        return list(desk.lexicons[1].concepts), []
    if kind == "segment":
        return list(LABELS), []
    if kind in ("outlet", "agency", "event"):
        return [str(name) for name in documents[kind].value_counts().index if name], []
    return [], []


def _passages(corpus: Corpus, label: Row) -> tuple[Passage, ...]:
    ends = ["", "other_"] if label["kind"] in OF_PAIRS else [""]
    return tuple(
        _passage(corpus, *(label[f"{end}{name}"] for name in ("document_id", "start", "end")))
        for end in ends
    )


def _passage(corpus: Corpus, name: str, start: int, end: int) -> Passage:
    """Take a span and what stands around it; the beginning of the article where there is none."""
    place = int(corpus.positions(pd.Series([name]))[0])
    if place < 0:
        raise CorpusError(f"There is no document {name!r} any more.")
    row: Any = corpus.documents.iloc[place]
    first, last = row["published_earliest"], row["published_latest"]
    days = [f"{day:%Y-%m-%d}" for day in (first, last) if not pd.isna(day)]
    about = " · ".join(
        filter(None, [row["outlet"], " to ".join(dict.fromkeys(days)), row["title"]])
    )
    source = str(row["source"])
    if start < 0:
        if len(source) <= _HEAD + _TAIL:
            return Passage(about, "", "", source)
        ends = _cut(source[:_HEAD], tail=True), _cut(source[-_TAIL:], head=True)
        return Passage(about, "", "", "\n".join(ends))
    low, high = max(0, start - _AROUND), min(len(source), end + _AROUND)
    span = source[start:end]
    if len(span) > 2 * _AROUND:
        span = f"{span[:_AROUND].rstrip()} […] {span[-_AROUND:].lstrip()}"
    before, after = _cut(source[low:start], head=low > 0), source[end:high]
    return Passage(about, before, span, _cut(after, tail=high < len(source)))


def _cut(text: str, *, head: bool = False, tail: bool = False) -> str:
    """Cut a text at whole words where it goes on."""
    if head and " " in text:
        text = f"… {text.partition(' ')[2]}"
    return f"{text.rpartition(' ')[0]} …" if tail and " " in text else text
