"""The corpus: documents, their segments and their running words, and smaller ones of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from html import escape
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from analysis.corpus import arrays as owners
from analysis.corpus.arrays import expanded
from analysis.corpus.execution.processes import in_threads
from analysis.corpus.groups import groups_of
from analysis.corpus.tokens import voices as voices
from analysis.corpus.tokens.count import Words
from analysis.corpus.tokens.find import find, matching, spelt
from analysis.corpus.tokens.matches import Matches
from analysis.corpus.tokens.tokens import Bag, Tokens
from analysis.schema import (
    CORRECTIONS,
    DOCUMENTS,
    FOUND,
    GIVEN,
    SCOPES,
    CorpusError,
    ParameterError,
    closest,
    empty,
    require,
)

# Share of a table's rows below which they are fetched one by one.
_FEW: Final = 0.005
# Outlets that a corpus names when it is shown.
_NAMED: Final = 5


class Table:
    """A field that holds a table, or what makes it as soon as it is looked at."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, holder: Any, owner: type) -> pd.DataFrame:
        """Give the table; where it is not made yet, make it and keep it."""
        if holder is None:
            raise AttributeError("the field has no default")
        value = holder.__dict__[self._name]
        if callable(value):
            value = holder.__dict__[self._name] = value()
        table: pd.DataFrame = value
        return table

    def __set__(self, holder: Any, table: pd.DataFrame | Callable[[], pd.DataFrame]) -> None:
        """Hold a table, or what makes it."""
        holder.__dict__[self._name] = table


@dataclass(frozen=True)
class Cut:
    """The rows of some documents of a corpus, cut out of one of its tables when looked at.

    What makes a table of a corpus may have a method `near`, which makes rows among which are
    all of some documents, or None: so nobody reads a whole store to see a few of its lines.

    Attributes
    ----------
    corpus, table
        The corpus, and the name of the field.
    documents
        Positions of the documents, rising.
    """

    corpus: Any
    table: str
    documents: NDArray[np.int64]

    def __call__(self) -> pd.DataFrame:
        """Cut the rows out."""
        mask = np.zeros(len(self.corpus.documents) + 1, dtype=bool)
        mask[self.documents] = True
        near = self.near(np.arange(len(self.documents)))
        if near is None:
            return keep_rows(getattr(self.corpus, self.table), mask[self.corpus.owner(self.table)])
        # Of documents that are not the corpus's own the position is the last, -1.
        return keep_rows(near, mask[self.corpus.positions(near["document_id"])])

    def near(self, documents: NDArray[np.int64]) -> pd.DataFrame | None:
        """Make rows among which are all of some of these documents."""
        source = vars(self.corpus)[f"_{self.table}"]
        rows: pd.DataFrame | None = None
        if callable(source) and hasattr(source, "near"):
            rows = source.near(self.documents[documents])
        return rows


def keep_rows(table: pd.DataFrame, mask: NDArray[np.bool_]) -> pd.DataFrame:
    """Keep rows; few are fetched one by one, for Arrow joins the pieces of a column before."""
    rows = np.flatnonzero(mask)
    few = len(rows) < _FEW * len(mask)
    columns = [table[name].array for name in table.columns]
    if few:
        chosen = [_fetched(column, rows) for column in columns]
    else:
        chosen = [*in_threads(lambda column: column[mask], columns)]
    return pd.DataFrame(dict(zip(table.columns, chosen, strict=True)), copy=False)


def _fetched(column: Any, rows: NDArray[np.int64]) -> Any:
    if not isinstance(column, pd.arrays.ArrowStringArray):
        return column.take(rows)
    values = column.__arrow_array__()
    return pd.Series([values[row].as_py() for row in rows.tolist()], dtype=column.dtype).array


# The event of a selection that says the whole corpus is one.
ONE_STORY: Final = "all"


@dataclass(frozen=True)
class Selection:
    """Which documents are wanted; an empty string is no limit.

    Attributes
    ----------
    outlet, origin, event
        The value the column must have, or several of which it must have one.
        `event="all"` keeps every document and says that they tell one story.
    where
        `column=value`, of any column that `Corpus.groups` takes: of several values of one
        column a document has one, of several columns it has all.
    since, until
        First and last day, ISO 8601. A document is kept where its interval of publication
        touches the period; one without any date is left out.
    voice
        own, paraphrase or quoted: only the words in this voice; the documents stay.
    """

    outlet: str | Sequence[str] = ""
    origin: str | Sequence[str] = ""
    event: str | Sequence[str] = ""
    where: str | Sequence[str] = ()
    since: str = ""
    until: str = ""
    voice: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """A corpus that can be counted; nothing in it changes.

    Attributes
    ----------
    name
        What the corpus is called: the last part of its path.
    documents
        `schema.DOCUMENTS`, and any other columns that came with it.
    segments, quotations
        `schema.SEGMENTS` and `schema.QUOTATIONS` of these documents; may be given as what makes
        them when they are looked at.
    tokens
        Their running words as integers; counts alone (`Bag`) in a text-free release.
    rejected, notes
        `schema.REJECTED` and `schema.NOTES`: input refused, and input kept with a remark.
    held
        Tables that a text-free release brings, by name (`mentions`, `frames`), or a store
        (`events`): of a part of its documents a release has them too.
    voice
        The voice that was chosen; '' for all.
    about
        What the corpus says of itself, for the reader of a report ('' = nothing).
    stemmer
        The stemmer whose stems are counted; '' for words.
    by_hand
        `schema.CORRECTIONS`: what a hand says of labels of these documents, and maybe of others.
    matches
        Where forms of lexicons are known to stand, in all voices; grows with what is looked for.
    loaded_as
        Whence and how it was loaded (`load.Loaded`); None of what was made otherwise, or is a
        part of what was loaded.
    """

    name: str
    documents: pd.DataFrame
    segments: Table = Table()
    quotations: Table = Table()
    # Neither of the two has a default, which mypy does not see.
    tokens: Tokens | Bag  # type: ignore[misc]
    rejected: pd.DataFrame  # type: ignore[misc]
    notes: pd.DataFrame  # type: ignore[misc]
    held: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    voice: str = ""
    about: str = ""
    stemmer: str = ""
    by_hand: pd.DataFrame = field(default_factory=lambda: empty(CORRECTIONS))
    # Not given, for what is known of some articles must never be taken along to others.
    matches: Matches = field(default_factory=Matches, init=False)
    loaded_as: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Check that the documents are a table of documents."""
        require(self.documents, DOCUMENTS, "a corpus")

    def __repr__(self) -> str:
        """Say in five lines what the corpus is."""
        return "\n".join([f"Corpus {self.name!r}", *(f"  {line}" for line in self._lines())])

    def _repr_html_(self) -> str:
        """Say it in a notebook."""
        lines = "<br>".join(map(escape, self._lines()))
        return f"<p><strong>Corpus {escape(self.name)}</strong><br>{lines}</p>"

    def _lines(self) -> list[str]:
        documents = self.documents
        outlets = documents["outlet"].value_counts()
        names = ", ".join(f"{name} {count:,}" for name, count in outlets.head(_NAMED).items())
        more = len(outlets) - _NAMED
        days = documents["published_earliest"].min(), documents["published_latest"].max()
        is_dated = not any(map(pd.isna, days))
        published = f"{days[0]:%Y-%m-%d} to {days[1]:%Y-%m-%d}" if is_dated else "unknown"
        words = int(self.lengths().sum())
        voice = f" in the voice {self.voice!r}" if self.voice else ""
        return [
            f"{len(documents):,} documents, {words:,} words counted{voice}",
            f"outlets: {names}{f' and {more:,} more' if more > 0 else ''}",
            f"published: {published}",
            "with text" if self.has_text else "a text-free release",
        ]

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the tables that are meant, not what makes them."""
        return Corpus, tuple(getattr(self, f.name) for f in fields(self) if f.init)

    @property
    def has_text(self) -> bool:
        """Whether the articles themselves are here, not a text-free release."""
        return isinstance(self.tokens, Tokens)

    @property
    def hash(self) -> str:
        """Fingerprint of the documents: same articles and grouping, same value."""
        columns = ["document_id", "sha256", "outlet", "agency", "event"]
        rows = self.documents[columns].sort_values("document_id").astype(str)
        lines = "\n".join("\t".join(row) for row in rows.itertuples(index=False))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    @cached_property
    def stretches(self) -> pd.DataFrame:
        """Parts of counted segments in one voice; see `voice.stretches`."""
        return voices.stretches(self.segments, self.quotations)

    def stretches_of(
        self, documents: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Take the stretches of some documents, by their positions in rising order.

        Returns
        -------
        The rows of `stretches`; and of each the number of its document among those asked for,
        its start and its end.
        """
        begins, ends = np.searchsorted(self._stretch_owner, [documents, documents + 1])
        rows = expanded(begins, ends - begins)
        owner = np.repeat(np.arange(len(documents)), ends - begins)
        start, end = (self.stretches[name].to_numpy()[rows] for name in ("start", "end"))
        return rows, (owner, start, end)

    @cached_property
    def _stretch_owner(self) -> NDArray[np.int64]:
        return self.positions(self.stretches["document_id"])

    @cached_property
    def _index(self) -> pd.Index:
        index: pd.Index = pd.Index(self.documents["document_id"])
        return index

    @cached_property
    def owner(self) -> Callable[[str], NDArray[np.int64]]:
        """Tells of each row of segments or quotations the position of its document."""
        return cache(lambda table: self.positions(getattr(self, table)["document_id"]))

    def positions(self, document_ids: pd.Series) -> NDArray[np.int64]:
        """Find documents by their `document_id`; -1 where there is none of the name."""
        return owners.positions(document_ids, self._index)

    def within(self, spans: pd.DataFrame) -> NDArray[np.int64]:
        """Find the segment that each span lies within: its row, or -1."""
        document = self.positions(spans["document_id"])
        return voices.within(self.segments, self.owner("segments"), spans, document)

    def said_of(self, kind: str) -> pd.DataFrame:
        """Take what a hand says of labels of one kind, in these documents."""
        rows = self.by_hand[self.by_hand["kind"] == kind]
        here = self.positions(rows["document_id"]) >= 0
        if kind.startswith("same_"):
            here &= self.positions(rows["other_document_id"]) >= 0
        return rows[here].reset_index(drop=True)

    def only(self, positions: NDArray[np.int64]) -> Corpus:
        """Keep some documents, by their positions in rising order; tables held are left out.

        It costs what these documents cost: whoever shows lines asks for no more than those.
        """
        mask = np.zeros(len(self.documents), dtype=bool)
        mask[positions] = True
        return self.having(
            documents=keep_rows(self.documents, mask),
            segments=Cut(self, "segments", positions),
            quotations=Cut(self, "quotations", positions),
            tokens=self.tokens.take(positions),
            matches=self.matches.of(positions),
            held={},
        )

    def having(self, matches: Matches | None = None, **changes: Any) -> Corpus:
        """Take other values of some fields; tables that were not made yet are not made for it.

        Parameters
        ----------
        matches
            Where the articles, or what is counted of them, are others: what is known of these.
        """
        values = vars(self)
        names = [f.name for f in fields(self) if f.init]
        same = {name: values.get(f"_{name}", values.get(name)) for name in names}
        return Corpus(**{**same, **changes}).knowing(matches or self.matches)

    def knowing(self, matches: Matches) -> Corpus:
        """Take over what is known of where forms stand in these very articles."""
        vars(self)["matches"] = matches
        return self

    def loaded(self, how: Any) -> Corpus:
        """Remember whence and how it was loaded."""
        vars(self)["loaded_as"] = how
        return self

    def select(self, selection: Selection | None = None, **limits: str | Sequence[str]) -> Corpus:
        """Keep the documents that a selection names.

        Parameters
        ----------
        selection
            What is wanted; or name its fields: `corpus.select(outlet=["TASS", "AP"])`.

        Raises
        ------
        CorpusError
            No document has the value, or all that is wanted together; says what there is.
        TableError
            `where` names a column that is not there; lists those that are.
        """
        wanted = replace(selection or Selection(), **_checked(limits))
        if wanted.event == ONE_STORY:
            return self.as_one_story().select(replace(wanted, event=""))
        keep = np.ones(len(self.documents), dtype=bool)
        for column in ("outlet", "origin", "event"):
            if any(values := _several(getattr(wanted, column))):
                keep &= _has(self.documents[column], column, values)
        for column, values in _by_column(wanted.where).items():
            keep &= _has(self.groups(column), column, values)
        if wanted.since:
            keep &= (self.documents["published_latest"] >= _day(wanted.since, "since")).to_numpy()
        if wanted.until:
            keep &= (self.documents["published_earliest"] <= _day(wanted.until, "until")).to_numpy()
        if not keep.any() and len(keep):
            raise CorpusError(_nothing(wanted, self.documents))
        return self._keep(keep)._speaking(wanted.voice)

    def with_events(self, events: pd.DataFrame, scope: str = "event") -> Corpus:
        """Name the event and the story of documents to which the analyst gave no event.

        Parameters
        ----------
        events
            `schema.EVENTS`: `document_id, event, story, event_certainty` are used; the last two
            may be missing.
        scope
            What documents are compared within from here on: event, one occurrence; or story,
            the chain of them, which then stands in the column `event` too.

        Returns
        -------
        The same corpus; an `event` that was given stays, and is its own `story`.

        Raises
        ------
        ParameterError
            `scope` is neither.
        """
        if scope not in SCOPES:
            allowed = " or ".join(SCOPES)
            raise ParameterError(f"scope is {allowed}, not {scope!r}.{closest(scope, SCOPES)}")
        documents = self.documents.copy()
        is_given = documents["event"] != ""
        whole = {"story": events["event"], "event_certainty": FOUND, **events}
        of = pd.DataFrame(whole).set_index("document_id")
        for column, given in (
            ("story", documents["event"]),
            ("event_certainty", pd.Series(GIVEN, documents.index)),
            ("event", documents["event"]),
        ):
            # Where no story was found the column is none of text.
            found = documents["document_id"].map(of[column]).astype("str").fillna("")
            said = documents[column].where(documents[column] != "", given)
            documents[column] = said.where(is_given, found)
        if scope == "story":
            documents["event"] = documents["story"]
        # Where a hand says that a document is of no event, it is of none.
        of_none = self.said_of("event").query("value == ''")["document_id"]
        nowhere = documents["document_id"].isin(of_none)
        documents.loc[nowhere, ["event", "story", "event_certainty"]] = ""
        tables = {} if self.has_text else self.held
        return self.having(documents=documents, held=tables)

    def as_one_story(self) -> Corpus:
        """Take all documents for tellings of one event, which has the name of the corpus.

        What the analyst says wins, also over events that were given or found before.
        """
        name = self.name or ONE_STORY
        documents = self.documents.assign(event=name, story=name, event_certainty=GIVEN)
        tables = {} if self.has_text else self.held
        return self.having(documents=documents, held=tables)

    def _speaking(self, name: str) -> Corpus:
        """Keep the words of one voice."""
        if not name or name == self.voice:
            return self
        voices.code(name)
        if self.voice:
            raise CorpusError(f"The words of the voice {self.voice!r} hold none of {name!r}.")
        return self.having(tokens=self.tokens.of_voice(name), voice=name)

    def spoken(self, spans: pd.DataFrame) -> pd.DataFrame:
        """Say in whose voice spans stand: adds `voice` and `speaker_id`.

        Spans in another voice than the one that was chosen are left out.
        """
        documents = self.positions(spans["document_id"]), self._stretch_owner
        names, speakers = voices.of_spans(spans, self.stretches, self.quotations, documents)
        voiced = spans.assign(voice=names, speaker_id=speakers)
        return voiced[voiced["voice"] == self.voice] if self.voice else voiced

    def _keep(self, keep: NDArray[np.bool_]) -> Corpus:
        if keep.all():
            return self
        chosen = self.only(np.flatnonzero(keep))
        if self.has_text:
            return chosen
        tables = {name: _rows_of(table, chosen.documents) for name, table in self.held.items()}
        return chosen.having(held=tables)

    def grouped(self, by: str) -> pd.DataFrame:
        """Name of each document its `group`, "" for none, and its `words`; with `document_id`."""
        return pd.DataFrame({
            "document_id": self.documents["document_id"].to_numpy(),
            "group": self.groups(by).to_numpy(),
            "words": self.lengths(),
        })  # fmt: skip

    def groups(self, by: str) -> pd.Series:
        """Say which group each document belongs to.

        Parameters
        ----------
        by
            origin, outlet, agency, event, story, day, week or month; or any other column of the
            documents, also one that came with a manifest or a table file.

        Returns
        -------
        One label a document, in their order; '' where it belongs to none: no value given, or
        an interval of publication that does not lie within one day, week or month.

        Raises
        ------
        TableError
            `by` is none of these.
        """
        return groups_of(self.documents, by)

    def group_of(self, by: str) -> pd.Series:
        """Say which group each document belongs to, by its `document_id`; see `groups`."""
        return self.groups(by).set_axis(self.documents["document_id"])

    def matrix(self, n: int = 1, minimum_documents: int = 1) -> tuple[csc_array, Words]:
        """Count terms of `n` words in each document; see `Tokens.matrix`."""
        return self.tokens.matrix(n, minimum_documents)

    def lengths(self, n: int = 1) -> NDArray[np.int64]:
        """Count the running words (n-grams) of each document."""
        return self.tokens.lengths(n)

    def stemmed(self, stemmer: str = "english") -> Corpus:
        """Count stems instead of words (NLTK's Snowball)."""
        return self.having(tokens=self.tokens.stemmed(stemmer), stemmer=stemmer)

    def as_printed(self) -> Corpus:
        """Count words with the letters they are printed in: "March" and "march" are two.

        Raises
        ------
        CorpusError
            The corpus is a text-free release.
        """
        self.need_text("words as they are printed")
        assert isinstance(self.tokens, Tokens)
        return self.having(tokens=self.tokens.as_printed(self.documents, self.stretches))

    def running_words(self, selection: Selection | None = None) -> pd.DataFrame:
        """Lay out the running words of a selection, as `schema.TOKENS`.

        Raises
        ------
        CorpusError
            The corpus is a text-free release.
        """
        chosen = self.select(selection)
        chosen.need_text("running words")
        assert isinstance(chosen.tokens, Tokens)
        speakers = chosen.quotations["speaker_id"]
        return chosen.tokens.frame(chosen.documents, chosen.stretches, speakers)

    def need_text(self, what: str) -> None:
        """Stop where the articles are needed and a release has none.

        Raises
        ------
        CorpusError
            The corpus is a text-free release.
        """
        if not self.has_text:
            raise CorpusError(
                f"{self.name} is a text-free release: it holds counts and labels, so {what} "
                "cannot be shown. Load the folder of the articles instead."
            )


def _checked(limits: Mapping[str, str | Sequence[str]]) -> Mapping[str, Any]:
    allowed = [f.name for f in fields(Selection)]
    for name in limits:
        if name not in allowed:
            raise CorpusError(
                f"Nothing can be selected by {name!r}. Allowed: {', '.join(allowed)}."
                + closest(name, allowed)
            )
    return limits


def _several(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _by_column(where: str | Sequence[str]) -> dict[str, list[str]]:
    """Collect the values that are wanted of each column."""
    wanted: dict[str, list[str]] = {}
    for condition in filter(None, _several(where)):
        column, equals, value = (part.strip() for part in condition.partition("="))
        if not (column and equals and value):
            raise CorpusError(f"where is column=value, such as outlet=TASS, not {condition!r}.")
        wanted.setdefault(column, []).append(value)
    return wanted


def _has(labels: pd.Series, column: str, values: list[str]) -> NDArray[np.bool_]:
    """Tell which documents have one of some values; stop at one that none has."""
    present = sorted(set(labels) - {""})
    for value in values:
        if value not in present:
            more = f" and {len(present) - 20} more" if present[20:] else ""
            raise CorpusError(
                f"No document has the {column} {value!r}. "
                f"There are: {', '.join(present[:20]) or 'none'}{more}." + closest(value, present)
            )
    return labels.isin(values).to_numpy(dtype=bool)


def _nothing(wanted: Selection, documents: pd.DataFrame) -> str:
    """Say that no document is left, and between which days there are some."""
    limits = {f.name: getattr(wanted, f.name) for f in fields(wanted) if f.name != "voice"}
    asked = ", ".join(f"{name} {value!r}" for name, value in limits.items() if value)
    first, last = documents["published_earliest"].min(), documents["published_latest"].max()
    if pd.isna(first) or pd.isna(last):
        return f"No article has all of this: {asked}. None here has a date."
    days = f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
    return f"No article has all of this: {asked}. The dated ones here are from {days}."


def _day(text: str, name: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d"))
    except ValueError:
        raise CorpusError(f"{name} is a day such as 2023-06-25, not {text!r}.") from None


def _rows_of(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of a table that belong to documents, in the order they had."""
    owners = [name for name in ("document_id", "other_document_id") if name in table]
    if not owners:
        return table
    index = pd.Index(documents["document_id"])
    mask = np.ones(len(table), dtype=bool)
    for owner in owners:
        mask &= index.get_indexer(pd.Index(table[owner])) >= 0
    return table[mask].reset_index(drop=True)


def hits(corpus: Corpus, term: str) -> NDArray[np.int64]:
    """Count a word or phrase in each document.

    Parameters
    ----------
    term
        Words of any number; * stands for any letters. A word with capitals that never stands
        so is looked for in small letters. No phrase crosses the end of a segment or of a voice.

    Returns
    -------
    One count per document of the corpus, in their order.

    Raises
    ------
    CorpusError
        The term is empty; or a phrase is asked of a text-free release.
    """
    tokens = corpus.tokens
    if isinstance(tokens, Tokens):
        heads, _ = find(tokens, term)
        # Heads rise, so where each document begins among them tells how many it has.
        return np.diff(np.searchsorted(heads, tokens.offsets))
    if "*" in term or len(term.split()) != 1:
        corpus.need_text("a phrase, or a word with *,")
    (word,) = spelt(term)
    column = matching(tokens.vocabulary, word)
    return np.asarray(tokens.counts[:, column].sum(axis=1), dtype=np.int64).ravel()
