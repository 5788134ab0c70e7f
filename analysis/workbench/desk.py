"""A corpus that is asked often: what two questions have in common is found once.

A question is answered on arrays over the whole corpus, so that a facet that changes costs a
mask, and no text is read before lines are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus import Corpus, Selection
from analysis.corpus.arrays import Integers
from analysis.corpus.corpus import hits
from analysis.corpus.execution.progress import Progress, silent
from analysis.corpus.groups import own_names
from analysis.corpus.lexicons.entities import load_gazetteer
from analysis.corpus.lexicons.naming import Lexicon, lexicons, load_stopwords
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.concordance import heads_of, spans_of
from analysis.measures.coverage import entities
from analysis.measures.description import descriptions
from analysis.measures.naming import contested, frames, mentions
from analysis.schema import DOCUMENTS, VOICES_ALLOWED, CorpusError, RuleError, closest
from analysis.workbench.selection import View, check_voice, search_of

Mask = NDArray[np.bool_]
# Answers that are kept of one kind.
_KEPT: Final = 64
# Articles in which names are found before the panel is up; or, where they are kept, read.
_SMALL: Final = 500
_READ: Final = 20_000
# Names that a message lists.
_NAMED: Final = 40
# How a role is said: a modifier or label, what it does, what is done to it, and by nobody named.
ROLES: Final = {
    "modifier": "modifier",
    "label": "label",
    "does": "does",
    "done_to": "done to",
    "no_agent": "done to, by nobody named",
}
# A column with more values than this is no facet.
_MOST_VALUES: Final = 300
_USUAL: Final = ("outlet", "origin", "agency", "event", "language")
# Columns of every article that part nothing, or are chosen otherwise.
_NO_FACET: Final = {*DOCUMENTS.names} - {*_USUAL, "byline", "dateline_place", "date_certainty"}


@dataclass(frozen=True, eq=False)
class Found:
    """The hits of a search, as arrays with one value each.

    Attributes
    ----------
    terms
        What was looked for, or the labels of the concept or frame, or what describes it.
    document, term, voice
        Numbers of the document, the term, and the voice (3: not known).
    head, size
        The running word at which a hit begins, and its words; -1 and 0 where spans are given.
    spans
        `document_id`, `start`, `end`, `speaker_id` of mentions, cues and descriptions; None for
        words.
    """

    terms: tuple[str, ...]
    document: Integers
    term: Integers
    voice: Integers
    head: Integers
    size: Integers
    spans: pd.DataFrame | None = None

    def at(self, rows: Any) -> Found:
        """Keep some hits, by a mask or in an order."""
        spans = None if self.spans is None else self.spans[rows] if _is_mask(rows) else None
        if self.spans is not None and spans is None:
            spans = self.spans.iloc[rows]
        document, term, voice = self.document[rows], self.term[rows], self.voice[rows]
        return Found(self.terms, document, term, voice, self.head[rows], self.size[rows], spans)

    def __len__(self) -> int:
        return len(self.document)


def _is_mask(rows: Any) -> bool:
    return getattr(rows, "dtype", None) == np.bool_


@dataclass(eq=False)
class Desk:
    """A corpus, what is known of it already, and who is told how far a search is."""

    corpus: Corpus
    progress: Progress = silent
    _known: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def _once(self, kind: str, key: Any, make: Callable[[], Any]) -> Any:
        known = self._known.setdefault(kind, {})
        if key not in known:
            if len(known) >= _KEPT:
                known.pop(next(iter(known)))
            known[key] = make()
        return known[key]

    def groups(self, by: str) -> tuple[Integers, list[str]]:
        """Say the number of each document's group, -1 for none, and the names of the groups."""

        def make() -> tuple[Integers, list[str]]:
            labels = self.corpus.groups(by)
            codes, names = pd.factorize(labels.where(labels != ""), sort=True)
            return codes.astype(np.int64), [str(name) for name in names]

        found: tuple[Integers, list[str]] = self._once("groups", by, make)
        return found

    @cached_property
    def columns(self) -> list[str]:
        """The columns that articles can be chosen by: those that part them, usual ones first."""
        own = [name for name in map(str, self.corpus.documents) if name not in _NO_FACET]
        ordered = [*(name for name in _USUAL if name in own), *own]
        return [
            name
            for name in dict.fromkeys(ordered)
            if "=" not in name and name == name.strip() and self._parts(name)
        ]

    def _parts(self, name: str) -> bool:
        column = self.corpus.documents[name]
        return 1 <= column.nunique() <= _MOST_VALUES and len(self.groups(name)[1]) >= 1

    def sizes(self, by: str) -> dict[str, int]:
        """Count the articles of each value of a column."""
        codes, names = self.groups(by)
        counts = np.bincount(codes[codes >= 0], minlength=len(names))
        return dict(zip(names, counts.tolist(), strict=True))

    def mask(self, view: View) -> Mask:
        """Tell which documents a view is of, as `Corpus.select` does.

        Raises
        ------
        CorpusError
            No document has a value, or a day is not written as one.
        """
        documents = self.corpus.documents
        keep = np.ones(len(documents), dtype=bool)
        for column, values in view.facets:
            codes, names = self.groups(column)
            for value in values:
                if value not in names:
                    said = f"No document has the {column} {value!r}." + closest(value, names)
                    raise CorpusError(said)
            keep &= np.isin(codes, [names.index(value) for value in values])
        if view.since:
            keep &= (documents["published_latest"] >= _day(view.since)).to_numpy(dtype=bool)
        if view.until:
            keep &= (documents["published_earliest"] <= _day(view.until)).to_numpy(dtype=bool)
        if view.speaker:
            keep &= self._speaks(view.speaker)
        return keep

    def _speaks(self, speaker: str) -> Mask:
        quotations = self.corpus.quotations
        named = quotations["document_id"][quotations["speaker_id"] == speaker]
        return self.corpus.documents["document_id"].isin(named).to_numpy(dtype=bool)

    @cached_property
    def speakers(self) -> list[str]:
        """Speakers by falling number of quotations."""
        named = self.corpus.quotations["speaker_id"]
        return [str(name) for name in named[named != ""].value_counts().index[:_MOST_VALUES]]

    @cached_property
    def lexicons(self) -> tuple[Lexicon, Lexicon]:
        """Names and frames."""
        return lexicons(self.corpus)

    def take(self, names: Lexicon) -> None:
        """Take other names: what rests on the old ones is found anew when it is asked for."""
        self.__dict__["lexicons"] = (names, self.lexicons[1])
        for name in ("mentions", "descriptions"):
            self.__dict__.pop(name, None)
        self._known.pop("spans", None)
        found = self._known.pop("found", {})
        words = {each: at for each, at in found.items() if search_of(each).kind == "words"}
        self._known["found"] = words

    def lay(self, corpus: Corpus) -> None:
        """Take the same articles with other labels: all that rests on these is found anew."""
        self.corpus = corpus
        self._known.clear()
        for name in ("columns", "speakers", "mentions", "descriptions", "frequent"):
            self.__dict__.pop(name, None)

    def words(self, voice: str = "") -> Integers:
        """Count the running words of each document, or those in one voice."""
        check_voice(voice)
        return self._once("words", voice, lambda: self._count_words(voice))  # type: ignore[no-any-return]

    def _count_words(self, voice: str) -> Integers:
        tokens = self.corpus.tokens
        if not voice:
            return self.corpus.lengths()
        if not isinstance(tokens, Tokens):
            return self.corpus.select(voice=voice).lengths()
        spoken = tokens.voice == VOICES_ALLOWED.index(voice)
        return np.diff(np.append(0, np.cumsum(spoken, dtype=np.int64))[tokens.offsets])

    def everywhere(self, search: str) -> Found:
        """Find what a search box says in the whole corpus.

        Raises
        ------
        SamestoryError
            Nothing is asked for, or it cannot be found here; says why.
        """
        return self._once("found", search, lambda: self._find(search))  # type: ignore[no-any-return]

    def _find(self, text: str) -> Found:
        search = search_of(text)
        if search.kind != "words":
            return self._listed(search.kind, search.terms[0])
        if not search.terms:
            raise CorpusError(
                "Type a word, a phrase, or several with commas; * stands for any letters."
            )
        make = self._of_text if self.corpus.has_text else self._of_counts
        parts = [make(term) for term in search.terms]
        number = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
        document, voice, head, size = (np.concatenate(each) for each in zip(*parts, strict=True))
        return Found(search.terms, document, number, voice, head, size)

    def _of_text(self, term: str) -> tuple[Integers, Integers, Integers, Integers]:
        tokens = self.corpus.tokens
        assert isinstance(tokens, Tokens)
        heads, size = heads_of(self.corpus, term)
        document = np.searchsorted(tokens.offsets, heads, side="right") - 1
        voice = tokens.voice[heads].astype(np.int64)
        for step in range(1, size):
            # Words of two voices together are in none of them.
            voice[tokens.voice[heads + step] != voice] = len(VOICES_ALLOWED)
        return document, voice, heads, np.full(len(heads), size)

    def _of_counts(self, term: str) -> tuple[Integers, Integers, Integers, Integers]:
        documents, codes = [], []
        for code, voice in enumerate(VOICES_ALLOWED):
            counts = hits(self.corpus.select(voice=voice), term)
            documents.append(np.repeat(np.arange(len(counts)), counts))
            codes.append(np.full(counts.sum(), code))
        document, voices = np.concatenate(documents), np.concatenate(codes)
        return document, voices, np.full(len(document), -1), np.zeros(len(document), dtype=np.int64)

    def _there(self, kind: str) -> list[str]:
        """List what can be looked for of a kind."""
        names, framing = self.lexicons
        if kind == "described":
            return self.described
        return [*(names if kind == "concept" else framing).concepts]

    def _listed(self, kind: str, name: str) -> Found:
        near = {each.casefold(): each for each in self._there(kind)}
        if name.casefold() not in near:
            listed = ", ".join([*near.values()][:_NAMED]) or "none"
            what = "description of" if kind == "described" else kind
            raise RuleError(
                f"There is no {what} {name!r}. There are: {listed}." + closest(name, near.values())
            )
        name = near[name.casefold()]
        spans = self._once("spans", (kind, name), lambda: self._spans(kind, name))
        labels = list(spans["label"].value_counts().index)
        code = {voice: number for number, voice in enumerate(VOICES_ALLOWED)}
        voice = spans["voice"].map(code).fillna(len(VOICES_ALLOWED)).to_numpy(dtype=np.int64)
        none = np.full(len(spans), -1)
        return Found(
            tuple(map(str, labels)),
            self.corpus.positions(spans["document_id"]),
            pd.Index(labels).get_indexer(pd.Index(spans["label"])).astype(np.int64),
            voice,
            none,
            none + 1,
            spans.reset_index(drop=True),
        )

    def _spans(self, kind: str, name: str) -> pd.DataFrame:
        if kind == "described":
            found = self.descriptions
            return found[found["concept"] == name]
        named = self.mentions
        if kind == "concept":
            return named[named["concept"] == name]
        cues = frames(self.corpus, self.lexicons[1], named, self.progress)
        return cues[cues["frame"] == name]

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """`schema.MENTIONS` of all names; they hide one another, so all are looked for."""
        return mentions(self.corpus, self.lexicons[0], self.progress)

    @cached_property
    def descriptions(self) -> pd.DataFrame:
        """`schema.DESCRIPTIONS` of the whole corpus; `label` is the role and the word."""
        people = entities(self.corpus, load_gazetteer(self.corpus.name))
        found = descriptions(self.corpus, people, self.mentions)
        return found.assign(label=found["role"].map(ROLES) + ": " + found["word"])

    @property
    def described(self) -> list[str]:
        """People, bodies, places and listed things by falling number of descriptions."""
        return [str(name) for name in self.descriptions["concept"].value_counts().index]

    def found(self, view: View) -> Found:
        """Find what a view looks for, in its articles and its voice; a picked bar changes nothing.

        Raises
        ------
        SamestoryError
            It cannot be found here; says why.
        """
        everywhere = self.everywhere(view.search)
        keep = self.mask(view)[everywhere.document]
        if view.voice:
            check_voice(view.voice)
            keep = keep & (everywhere.voice == VOICES_ALLOWED.index(view.voice))
        found = everywhere.at(keep)
        return found.at(self.speakers_of(found) == view.speaker) if view.speaker else found

    def speakers_of(self, found: Found) -> NDArray[np.object_]:
        """Say who speaks at each hit; '' where nobody does, or counts alone are known."""
        if found.spans is not None:
            return found.spans["speaker_id"].to_numpy(dtype=object)
        speakers = np.full(len(found), "", dtype=object)
        if not self.corpus.has_text:
            return speakers
        # The outlet's own words have no speaker: of these no text is read.
        spoken = found.voice != VOICES_ALLOWED.index("own")
        for size in np.unique(found.size[spoken]):
            rows = np.flatnonzero(spoken & (found.size == size))
            spans = spans_of(self.corpus, found.head[rows], int(size))
            speakers[rows[spans.index.to_numpy()]] = spans["speaker_id"].to_numpy(dtype=object)
        return speakers

    def picked(self, view: View) -> Found:
        """Find the hits of the bar that was clicked; all of the view where none was."""
        found = self.found(view)
        if not view.picked:
            return found
        group, term, voice = view.picked
        codes, names = self.groups(view.by)
        keep = np.ones(len(found), dtype=bool)
        if group:
            keep &= codes[found.document] == (names.index(group) if group in names else -2)
        if term:
            keep &= found.term == (found.terms.index(term) if term in found.terms else -2)
        if voice:
            code = VOICES_ALLOWED.index(voice) if voice in VOICES_ALLOWED else len(VOICES_ALLOWED)
            keep &= found.voice == code
        return found.at(keep)

    def part(self, view: View) -> Corpus:
        """Take the articles of a view as a corpus, in its voice.

        Raises
        ------
        CorpusError
            There are none.
        """
        key = view.with_(search="", by="")

        def make() -> Corpus:
            keep = self.mask(view)
            if not keep.any():
                raise CorpusError("No article has all that is asked for here.")
            whole = self.corpus
            if not whole.has_text:
                limits = Selection(where=view.where(), since=view.since, until=view.until)
                whole = whole.select(limits)
            elif not keep.all():
                whole = whole.only(np.flatnonzero(keep))
            return whole.select(voice=view.voice) if view.voice else whole

        return self._once("parts", key, make)  # type: ignore[no-any-return]

    def first(self) -> View:
        """Choose what is looked at first: the corpus's own groups and its own words."""
        sizes = {by: len(self.groups(by)[1]) for by in ("outlet", "origin", *self.columns)}
        by = next((name for name, size in sizes.items() if size > 1), "outlet")
        if self._names_at_once():
            open_choices = contested(self.corpus, self.mentions, by, most=1)["concept"].tolist()
            if open_choices:
                return View(search=f"concept: {open_choices[0]}", by=by)
        return View(search=", ".join(self.frequent[:3]), by=by)

    def _names_at_once(self) -> bool:
        """Tell whether the names of lists are known, or are found while one blinks."""
        size = len(self.corpus.documents)
        is_known = not self.corpus.has_text or bool(self.corpus.matches.keys())
        return size <= (_READ if is_known else _SMALL)

    @cached_property
    def frequent(self) -> list[str]:
        """The most frequent content words, by falling frequency; names of groups are none."""
        tokens = self.corpus.tokens
        if isinstance(tokens, Tokens):
            frequency = tokens.frequency
        else:
            frequency = np.asarray(tokens.counts.sum(axis=0)).ravel()
        without = load_stopwords().words | own_names(self.corpus.documents)
        words: list[str] = []
        for number in np.argsort(-frequency, kind="stable").tolist():
            word = str(tokens.vocabulary[number])
            if len(words) == 60 or not frequency[number]:
                break
            if word.isalpha() and len(word) > 2 and word.casefold() not in without:
                words.append(word)
        return words


def _day(text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d"))
    except ValueError:
        raise CorpusError(f"A day is written as 2023-06-25, not {text!r}.") from None
