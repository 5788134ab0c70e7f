"""Lay corrections over a corpus, in one order: documents, segments, quotations, speakers, voices.

What is derived from labels (words spoken, stretches, voices of tokens) is made from those that
are corrected. Mentions, frames, pairs of texts and of statements are laid over where they are
found, by the rows that the corpus carries (`Corpus.by_hand`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, expanded, positions, running
from analysis.corpus.corpus import Corpus, keep_rows
from analysis.corpus.corrections.file import OF_DOCUMENTS, OF_SPANS, OWN
from analysis.corpus.corrections.place import SAYS, Fault
from analysis.corpus.execution.processes import in_threads
from analysis.corpus.language.tokenizer import ranked
from analysis.corpus.shard import Shard, joined
from analysis.corpus.tokens import voices
from analysis.corpus.tokens.encode import encode_counted
from analysis.corpus.tokens.matches import Matches
from analysis.corpus.tokens.tokens import Late, Tokens, Whole
from analysis.schema import BOILERPLATE, COUNTED, QUOTATIONS, SEGMENTS, shape

BY_HAND: Final = "by hand"
# What is not counted, where a hand says that it is nothing of the article.
_FURNITURE: Final = f"{BOILERPLATE}by_hand"
Row = dict[Any, Any]
_KINDS: Final = {"quoted": "direct", "paraphrase": "indirect"}
# Kinds for which an article's text or its single words are needed.
_NEED_TEXT: Final = (*OF_SPANS, "same_statement")
# Says on whose side a speaker is counted; '' where no list has the name.
SideOf = Callable[[str], str]
# Reads documents anew: these, and their segments as they are to be.
ReadAnew = Callable[[pd.DataFrame, pd.DataFrame], Shard]


def corrected(
    corpus: Corpus,
    rows: pd.DataFrame,
    read_anew: ReadAnew | None = None,
    side_of: SideOf = lambda name: "",
) -> tuple[Corpus, list[Fault]]:
    """Lay corrections over what the rules found.

    Parameters
    ----------
    corpus
        As it was read, in all voices; tables that it has not made yet are not made for this.
    rows
        What `placed` gives of its documents.
    read_anew
        Credits documents and finds their quotations with the segments they are to have; needed
        where segments are corrected.
    side_of
        Says on whose side a list counts a speaker.

    Returns
    -------
    The corpus, and the rows that cannot hold here: their number, and why. Applied twice it is
    the same as once; in whatever order the rows stand.
    """
    faults: list[Fault] = []
    if not corpus.has_text:
        lacks = rows["kind"].isin(_NEED_TEXT)
        why = "a text-free release has no words that it could be laid over."
        faults = [(int(number), why) for number in rows.loc[lacks, "row"]]
        rows = rows[~lacks].reset_index(drop=True)
    if rows.empty:
        return corpus, faults
    kinds = set(rows["kind"])
    if "segment" in kinds and read_anew is not None:
        corpus = _with_segments(corpus, rows[rows["kind"] == "segment"], read_anew)
    if kinds & set(OF_DOCUMENTS):
        # Events that were kept beside a store are those of other titles and days.
        held = {} if corpus.has_text else corpus.held
        corpus = corpus.having(documents=_with_fields(corpus.documents, rows), held=held)
    if kinds & {"quotation", "speaker"}:
        spoken = _Spoken(corpus, rows[rows["kind"].isin(["quotation", "speaker"])], side_of)
        corpus = corpus.having(quotations=spoken, tokens=Late(spoken.tokens))
    said = pd.concat([corpus.by_hand, rows], ignore_index=True)
    return corpus.having(by_hand=said[~said.duplicated([*SAYS])].reset_index(drop=True)), faults


def _with_fields(documents: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Put what a hand says of documents in the place of what was read."""
    documents = documents.copy()
    names = pd.Index(documents["document_id"])
    for kind in OF_DOCUMENTS:
        some = rows[rows["kind"] == kind]
        where = positions(some["document_id"], names)
        if len(some):
            _FIELDS.get(kind, _plain)(documents, where, some["value"].tolist(), kind)
    return documents


def _put(documents: pd.DataFrame, column: str, where: Integers, values: list[Any]) -> None:
    cells = documents[column].to_numpy(dtype=object, copy=True)
    cells[where] = values
    documents[column] = pd.Series(cells, index=documents.index).astype(documents[column].dtype)


def _plain(documents: pd.DataFrame, where: Integers, values: list[str], kind: str) -> None:
    _put(documents, kind, where, values)


def _published(documents: pd.DataFrame, where: Integers, values: list[str], kind: str) -> None:
    for column, end in (("published_earliest", 0), ("published_latest", -1)):
        days = [pd.Timestamp(v.split("..")[end].strip()) if v else pd.NaT for v in values]
        _put(documents, column, where, days)
    certainty = ["given" if value else "unknown" for value in values]
    _put(documents, "date_certainty", where, certainty)
    _put(documents, "date_evidence", where, [BY_HAND] * len(values))


def _from(documents: pd.DataFrame, where: Integers, values: list[str], kind: str) -> None:
    """Set outlet or agency, and what follows: origin, chain and the evidence."""
    before = documents.iloc[where]
    _put(documents, kind, where, values)
    after = documents.iloc[where]
    origins, chains, evidence = [], [], []
    for old, new in zip(before.to_dict("records"), after.to_dict("records"), strict=True):
        agency, outlet = str(new["agency"]), str(new["outlet"])
        was = str(old["agency"]) or str(old["outlet"])
        # An origin that was given apart from both stays.
        origins.append(agency or outlet if old["origin"] == was else old["origin"])
        # Who else passed it on is known of what was read alone.
        as_read = str(old["chain"]) if new[kind] == old[kind] else ""
        chains.append(as_read or (f"{agency} > {outlet}" if agency not in ("", outlet) else outlet))
        basis = dict(part.split(": ", 1) for part in _parts(str(old["credit_evidence"])))
        basis[kind] = BY_HAND
        evidence.append("; ".join(f"{name}: {said}" for name, said in basis.items()))
    for column, cells in (("origin", origins), ("chain", chains), ("credit_evidence", evidence)):
        _put(documents, column, where, cells)


def _parts(evidence: str) -> list[str]:
    """Cut the evidence of a credit into what is said of the outlet and of the agency."""
    outlet, found, agency = evidence.partition("; agency: ")
    return [part for part in (outlet, f"agency: {agency}" if found else "") if ": " in part]


_FIELDS: Final = {"date": _published, "outlet": _from, "agency": _from}


def _with_segments(corpus: Corpus, rows: pd.DataFrame, read_anew: ReadAnew) -> Corpus:
    """Read documents anew, with the segments that a hand gives them."""
    where = np.unique(corpus.positions(rows["document_id"]))
    part = corpus.only(where)
    names, texts = (part.documents[name].astype(object) for name in ("document_id", "source"))
    sources = dict(zip(names, texts, strict=True))
    segments = _cut_anew(part.segments, rows, sources)
    shard = read_anew(_uncredited(part.documents, part.segments), segments)
    assert isinstance(corpus.tokens, Whole)
    tables = {
        name: _replaced(getattr(corpus, name), getattr(shard, name), corpus.documents)
        for name in ("segments", "quotations")
    }
    order = corpus.documents["document_id"]
    others = np.setdiff1d(np.arange(len(order)), where)
    documents = joined([corpus.documents.iloc[others], shard.documents], order)
    tokens = _spliced(corpus, corpus.tokens, where, shard)
    documents = documents[list(corpus.documents.columns)]
    return corpus.having(Matches(), documents=documents, tokens=tokens, held={}, **tables)


def _replaced(table: pd.DataFrame, new: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    left = table[~table["document_id"].isin(new["document_id"])]
    return joined([left, new], documents["document_id"])


def _cut_anew(
    segments: pd.DataFrame, rows: pd.DataFrame, sources: Mapping[str, str]
) -> pd.DataFrame:
    """Cut segments at the spans that a hand labels, and label these."""
    by_hand = {name: some for name, some in rows.groupby("document_id")}
    cut = []
    for name, some in segments.groupby("document_id", sort=False):
        pieces = list(some[["start", "end", "label", "rule"]].itertuples(index=False, name=None))
        hands = by_hand[name].sort_values("start")
        for start, end, value in hands[["start", "end", "value"]].itertuples(index=False):
            pieces = [
                piece for old in pieces for piece in _without(old, start, end, sources[str(name)])
            ]
            pieces.append((start, end, value or _FURNITURE, BY_HAND))
        cut += [(name, *piece) for piece in sorted(pieces)]
    return shape(pd.DataFrame(cut, columns=SEGMENTS.names), SEGMENTS)


def _without(
    piece: tuple[int, int, str, str], start: int, end: int, source: str
) -> list[tuple[int, int, str, str]]:
    """Take a span out of a piece; no piece begins or ends with blanks where it was cut."""
    first, last, label, rule = piece
    if end <= first or last <= start:
        return [piece]
    before = first + len(source[first:start].rstrip()) if first < start else first
    after = last - len(source[end:last].lstrip()) if end < last else last
    left = [(first, before, label, rule), (after, last, label, rule)]
    return [each for each in left if each[0] < each[1]]


def _uncredited(documents: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Take back what was read of documents, so that it is read again; what was given stays."""
    rows = documents.to_dict("records")
    labels = {name: set(some) for name, some in segments.groupby("document_id")["label"]}
    titles = segments[segments["label"] == "title"].drop_duplicates("document_id")
    spans = titles.set_index("document_id")[["start", "end"]].T.to_dict("list")
    for row in rows:
        read = labels.get(row["document_id"], set())
        if "agency: given" not in row["credit_evidence"]:
            if row["origin"] in (row["agency"], row["outlet"]):
                row["origin"] = ""
            row["agency"] = row["chain"] = ""
        start, end = spans.get(row["document_id"], (0, 0))
        if row["title"] == " ".join(row["source"][start:end].split()):
            row["title"] = ""
        if "byline" in read:
            row["byline"] = ""
        if "dateline" in read:
            row["dateline_place"] = ""
        if row["date_certainty"] != "given":
            row |= {"published_earliest": pd.NaT, "published_latest": pd.NaT}
            row["date_certainty"] = row["date_evidence"] = ""
    raw = pd.DataFrame(rows, columns=documents.columns)
    return raw.astype(documents.dtypes.to_dict())


def _spliced(corpus: Corpus, tokens: Whole, where: Integers, shard: Shard) -> Whole:
    """Put the words of documents that were read anew in the place of those they had."""
    terms = np.concatenate([tokens.vocabulary, shard.terms.to_numpy()])
    codes, names = pd.factorize(terms)
    size = len(tokens.vocabulary)
    ids = np.concatenate([codes[:size][tokens.ids], codes[size:][shard.ids]])
    moved = np.full(len(corpus.documents), -1)
    moved[where] = np.arange(len(where))

    def chosen(old: Integers, new: Integers) -> tuple[Integers, Integers]:
        """Choose runs of the old or the new for each document: their rows, and their sizes."""
        is_new = moved >= 0
        begins, sizes = old[:-1].copy(), np.diff(old)
        begins[is_new] = old[-1] + new[moved[is_new]]
        sizes[is_new] = np.diff(new)[moved[is_new]]
        return expanded(begins, sizes), sizes

    order, lengths = chosen(tokens.offsets, shard.offsets)
    ids, voice = ids[order], np.concatenate([tokens.voice, shard.voice])[order]
    edges = [
        np.searchsorted(_counted_owner(table, documents), np.arange(len(documents) + 1))
        for table, documents in (
            (corpus.segments, corpus.documents), (shard.segments, shard.documents),
        )
    ]  # fmt: skip
    of_segments = np.concatenate([np.diff(tokens.edges), np.diff(shard.starts)])
    segments, _ = chosen(*edges)
    frequency = np.bincount(ids, minlength=len(names)).astype(np.int64)
    rank, ordered = ranked(pl.Series(names, dtype=pl.String), frequency)
    vocabulary = np.asarray(names, dtype=object)[ordered[: np.count_nonzero(frequency)]]
    return Whole(
        rank[ids].astype(np.int32),
        voice,
        running(lengths),
        running(of_segments[segments]),
        vocabulary,
    )


def _counted_owner(segments: pd.DataFrame, documents: pd.DataFrame) -> Integers:
    counted = segments[segments["label"].isin(COUNTED)]
    return positions(counted["document_id"], pd.Index(documents["document_id"]))


class _Spoken:
    """What makes the quotations of a corpus with those that a hand gives, and their voices.

    Parameters
    ----------
    corpus
        As it was before.
    rows
        Corrections of quotations and speakers.
    side_of
        Says on whose side a list counts a speaker.
    """

    def __init__(self, corpus: Corpus, rows: pd.DataFrame, side_of: SideOf) -> None:
        self._corpus, self._rows, self._side_of = corpus, rows, side_of
        self._where = np.unique(corpus.positions(rows["document_id"]))

    def __call__(self) -> pd.DataFrame:
        """Make the table."""
        return self._with_ours(self._corpus.quotations)

    def near(self, documents: NDArray[np.int64]) -> pd.DataFrame | None:
        """Make rows among which are all of some documents; see `corpus.Cut`."""
        source = vars(self._corpus)["_quotations"]
        if not callable(source):
            mask = np.zeros(len(self._corpus.documents) + 1, dtype=bool)
            mask[documents] = True
            return self._with_ours(keep_rows(source, mask[self._corpus.owner("quotations")]))
        rows = source.near(documents) if hasattr(source, "near") else None
        return None if rows is None else self._with_ours(rows)

    def _with_ours(self, table: pd.DataFrame) -> pd.DataFrame:
        ours = self._changed[0]
        both = pd.concat([table, ours], ignore_index=True)[QUOTATIONS.names]
        owner = self._corpus.positions(both["document_id"])
        is_corrected = np.zeros(len(self._corpus.documents) + 1, dtype=bool)
        is_corrected[self._where] = True
        left = np.append(~is_corrected[owner[: len(table)]], np.ones(len(ours), dtype=bool))
        rows = np.flatnonzero(left)
        rows = rows[np.argsort(owner[rows], kind="stable")]
        columns = in_threads(lambda name: both[name].array.take(rows), both.columns)
        return pd.DataFrame(dict(zip(both.columns, columns, strict=True)), copy=False)

    def tokens(self) -> Whole:
        """Give the running words in the voices in which they stand now."""
        tokens = self._corpus.tokens
        assert isinstance(tokens, Whole)
        _, shard, is_cut = self._changed
        if is_cut.any():
            # Where a quotation ends decides what is one word: "U.S." or "U.S" and a full stop.
            tokens = _spliced(self._corpus, tokens, self._where[is_cut], _only(shard, is_cut))
        voice = tokens.voice.copy()
        sizes = np.diff(tokens.offsets)[self._where]
        voice[expanded(tokens.offsets[self._where], sizes)] = shard.voice
        return tokens.with_voices(lambda: voice)

    @cached_property
    def _changed(self) -> tuple[pd.DataFrame, Shard, NDArray[np.bool_]]:
        """Make the quotations of what is corrected, its words, and say where these are others."""
        part = self._corpus.only(self._where)
        assert isinstance(part.tokens, Tokens)
        table = _quotations(part.quotations, self._rows, part.documents, self._side_of)
        stretches = voices.stretches(part.segments, table)
        tokens, sizes = encode_counted(part.documents, stretches)
        table["spoken"] = voices.words_spoken(stretches, sizes, len(table))
        sources = part.documents["source"].tolist()
        every = np.arange(len(sources))
        owner = positions(stretches["document_id"], pd.Index(part.documents["document_id"]))
        bounds = owner, stretches["start"].to_numpy(), stretches["end"].to_numpy()
        _, starts, ends = tokens.spans(sources, bounds)
        _, old_starts, old_ends = part.tokens.spans(sources, part.stretches_of(every)[1])
        new, old = (
            [(*places[0][a:b].tolist(), *places[1][a:b].tolist()) for a, b in pairwise(edges)]
            for places, edges in (
                ((starts, ends), tokens.offsets.tolist()),
                ((old_starts, old_ends), part.tokens.offsets.tolist()),
            )
        )
        is_cut = np.array([one != other for one, other in zip(new, old, strict=True)], dtype=bool)
        counted = int(part.segments["label"].isin(COUNTED).sum())
        begins = np.searchsorted(tokens.stretch, np.arange(counted + 1))
        shard = Shard(
            part.documents, part.segments, table, tokens.ids, tokens.voice, tokens.offsets,
            begins, pl.Series(tokens.vocabulary, dtype=pl.String), [],
        )  # fmt: skip
        return table, shard, is_cut


def _only(shard: Shard, mask: NDArray[np.bool_]) -> Shard:
    """Keep some of the documents of a share, and their words."""
    documents = shard.documents[mask].reset_index(drop=True)
    is_of = shard.segments["document_id"].isin(documents["document_id"])
    counted = shard.segments["label"].isin(COUNTED)
    sizes = np.diff(shard.offsets)
    words = np.repeat(mask, sizes)
    starts = np.diff(shard.starts)[is_of[counted].to_numpy()]
    return replace(
        shard,
        documents=documents,
        segments=shard.segments[is_of].reset_index(drop=True),
        ids=shard.ids[words],
        voice=shard.voice[words],
        offsets=running(sizes[mask]),
        starts=running(starts),
    )


def _quotations(
    table: pd.DataFrame, rows: pd.DataFrame, documents: pd.DataFrame, side_of: SideOf
) -> pd.DataFrame:
    """Lay quotations and speakers by hand over those of some documents."""
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_dict("records"):
        found[row["document_id"]].append(row)
    by_kind: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows.to_dict("records"):
        if row["kind"] == "speaker" and row["value"] == OWN:
            # Nobody speaks there: it is no quotation, and no paraphrase.
            meant = max(found[row["document_id"]], key=partial(_likeness, row), default=_NOBODY)
            row |= {"kind": "quotation", "value": "", "was": _voice(meant)}
        by_kind[row["kind"], row["document_id"]].append(row)
    parts = []
    for name in documents["document_id"]:
        spoken = _extents(found[name], by_kind["quotation", name], str(sources[name]))
        parts += _speakers(spoken, by_kind["speaker", name], side_of)
    return shape(pd.DataFrame(parts, columns=QUOTATIONS.names), QUOTATIONS)


def _extents(spoken: list[Row], hands: list[Row], source: str) -> list[Row]:
    """Put quotations by hand in the place of those that they speak of; the speaker stays."""
    if not hands:
        return spoken
    places = {_ends(old) for old in spoken}
    left = [
        old
        for old in spoken
        if not any(_replaces(hand, old, _ends(hand) in places) for hand in hands)
    ]
    new = []
    for hand in hands:
        before = max(spoken, key=lambda old: _likeness(old, hand), default={})
        before = before if before and _shared(before, hand) else _NOBODY
        if hand["value"]:
            words = source[hand["start"] : hand["end"]]
            place = {name: hand[name] for name in ("document_id", "start", "end")}
            is_as_it_was = _voice(before) == hand["value"]
            kind = before["kind"] if is_as_it_was else _KINDS[hand["value"]]
            new.append({**before, **place, "kind": kind, "text": words, "how": BY_HAND})
    return sorted([*left, *new], key=lambda row: (row["end"], -row["start"], row["kind"]))


def _replaces(hand: Row, old: Row, is_placed: bool) -> bool:
    """Tell whether a row about a quotation takes the place of one that was found.

    Quotations lie in one another. A row that gives the very span of one (`is_placed`) speaks of
    that one; a row that says in which voice the one was that was looked at (`was`) speaks of none
    that lies in it or holds it and is much shorter or longer, or in another voice.
    """
    if not _shared(hand, old):
        return False
    if _ends(hand) == _ends(old):
        return True
    if hand["value"] and is_placed:
        return False
    is_within = (old["start"] - hand["start"]) * (hand["end"] - old["end"]) >= 0
    if not hand["was"] or not is_within:
        return True
    return _voice(old) in (hand["value"], hand["was"]) and _likeness(hand, old) > _MOSTLY


_VOICES: Final = {"": "", "indirect": "paraphrase"}
# Of two spans that are one, cut otherwise, this share is common at least.
_MOSTLY: Final = 0.5


def _voice(row: Row) -> str:
    return _VOICES.get(row["kind"], "quoted")


def _likeness(one: Row, other: Row) -> float:
    """Measure how much of two spans is common to both, 0-1."""
    whole = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return _shared(one, other) / max(int(whole), 1)


_NOBODY: Final[Row] = {
    "kind": "", "speaker": "", "speaker_id": "", "side": "", "cue": "", "cue_class": "",
    "confidence": 0.0, "spoken": 0,
}  # fmt: skip


def _speakers(spoken: list[Row], hands: list[Row], side_of: SideOf) -> list[Row]:
    """Name who speaks: of the quotation with that span, else of those in it or that hold it.

    Of several rows that which is most alike in extent names the speaker of a quotation.
    """
    places = {_ends(old) for old in spoken}
    named = []
    for old in spoken:
        meant = [
            hand
            for hand in hands
            if _ends(hand) == _ends(old) or (_ends(hand) not in places and _shared(hand, old))
        ]
        if not meant:
            named.append(old)
            continue
        hand = max(meant, key=lambda each: (_likeness(each, old), -each["start"], each["value"]))
        name = hand["value"]
        is_known = name == old["speaker_id"]
        said = old if is_known else {"speaker": name, "side": side_of(name)}
        by_hand = {"speaker_id": name, "how": BY_HAND, "confidence": 1.0 if name else 0.0}
        named.append({**old, **said, **by_hand})
    return named


def _ends(row: Row) -> tuple[int, int]:
    return int(row["start"]), int(row["end"])


def _shared(one: Row, other: Row) -> int:
    """Count the code points that two spans share."""
    first, last = max(one["start"], other["start"]), min(one["end"], other["end"])
    return max(0, int(last) - int(first))


def over_spans(spans: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the spans that others overlap: what a hand says of them takes their place.

    Parameters
    ----------
    spans, rows
        `document_id`, `start`, `end`.
    """
    spoken_of = spans["document_id"].isin(rows["document_id"]).to_numpy()
    hands: dict[str, list[dict[Any, Any]]] = {}
    for row in rows[["document_id", "start", "end"]].to_dict("records"):
        hands.setdefault(row["document_id"], []).append(row)
    some = spans[spoken_of][["document_id", "start", "end"]]
    over = [
        any(_shared(span, hand) for hand in hands[span["document_id"]])
        for span in some.to_dict("records")
    ]
    out = np.zeros(len(spans), dtype=bool)
    out[np.flatnonzero(spoken_of)] = over
    return spans[~out]
