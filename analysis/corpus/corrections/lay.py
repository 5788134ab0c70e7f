"""Lay corrections over a corpus, in one order: documents, segments, quotations, speakers, voices.

What is derived from labels (words spoken, stretches, voices of tokens) is made from those that
are corrected. Mentions, frames, pairs of texts and of statements are laid over where they are
found, by the rows that the corpus carries (`Corpus.by_hand`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from analysis.corpus.arrays import Integers, expanded, positions, running
from analysis.corpus.corpus import Corpus
from analysis.corpus.corrections.file import OF_DOCUMENTS, OF_SPANS
from analysis.corpus.corrections.place import Fault
from analysis.corpus.language.tokenizer import LONGEST, ranked
from analysis.corpus.shard import Shard, joined
from analysis.corpus.tokens import voices
from analysis.corpus.tokens.matches import Matches
from analysis.corpus.tokens.tokens import Tokens, Whole
from analysis.schema import BOILERPLATE, COUNTED, QUOTATIONS, SEGMENTS, shape

BY_HAND: Final = "by hand"
# What is not counted, where a hand says that it is nothing of the article.
_FURNITURE: Final = f"{BOILERPLATE}by_hand"
_KINDS: Final = {"quoted": "direct", "paraphrase": "indirect"}
# Kinds for which an article's text or its single words are needed.
_NEED_TEXT: Final = (*OF_SPANS, "same_statement")
# Reads documents anew: these, and their segments as they are to be.
ReadAnew = Callable[[pd.DataFrame, pd.DataFrame], Shard]


def corrected(
    corpus: Corpus, rows: pd.DataFrame, read_anew: ReadAnew | None = None
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
        # Events that were kept are those of other titles and days.
        corpus = corpus.having(documents=_with_fields(corpus.documents, rows), held={})
    if kinds & {"quotation", "speaker"}:
        spoken = _Spoken(corpus, rows[rows["kind"].isin(["quotation", "speaker"])])
        assert isinstance(corpus.tokens, Whole)
        tokens = corpus.tokens.with_voices(spoken.voices)
        corpus = corpus.having(quotations=spoken, tokens=tokens)
    return corpus.having(by_hand=rows), faults


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
        chains.append(f"{agency} > {outlet}" if agency not in ("", outlet) else outlet)
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
    segments = _cut_anew(part.segments, rows)
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


def _cut_anew(segments: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Cut segments at the spans that a hand labels, and label these."""
    by_hand = {name: some for name, some in rows.groupby("document_id")}
    cut = []
    for name, some in segments.groupby("document_id", sort=False):
        pieces = list(some[["start", "end", "label", "rule"]].itertuples(index=False, name=None))
        hands = by_hand[name].sort_values("start")
        for start, end, value in hands[["start", "end", "value"]].itertuples(index=False):
            pieces = [piece for old in pieces for piece in _without(old, start, end)]
            pieces.append((start, end, value or _FURNITURE, BY_HAND))
        cut += [(name, *piece) for piece in sorted(pieces)]
    return shape(pd.DataFrame(cut, columns=SEGMENTS.names), SEGMENTS)


def _without(
    piece: tuple[int, int, str, str], start: int, end: int
) -> list[tuple[int, int, str, str]]:
    """Take a span out of a piece."""
    first, last, label, rule = piece
    left = [(first, min(last, start), label, rule), (max(first, end), last, label, rule)]
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
    """

    def __init__(self, corpus: Corpus, rows: pd.DataFrame) -> None:
        self._corpus, self._rows = corpus, rows
        self._where = np.unique(corpus.positions(rows["document_id"]))

    def __call__(self) -> pd.DataFrame:
        """Make the table."""
        return self._with_ours(self._corpus.quotations)

    def near(self, documents: NDArray[np.int64]) -> pd.DataFrame | None:
        """Make rows among which are all of some documents; see `corpus.Cut`."""
        source = vars(self._corpus)["_quotations"]
        rows = source.near(documents) if hasattr(source, "near") else None
        return None if rows is None else self._with_ours(rows)

    def _with_ours(self, table: pd.DataFrame) -> pd.DataFrame:
        ours, _ = self._changed
        names = self._corpus.documents["document_id"]
        theirs = table[~table["document_id"].isin(names.iloc[self._where])]
        return joined([theirs, ours], names)[QUOTATIONS.names]

    def voices(self) -> NDArray[np.uint8]:
        """Say in whose voice each running word of the corpus stands."""
        assert isinstance(self._corpus.tokens, Tokens)
        offsets, voice = self._corpus.tokens.offsets, self._corpus.tokens.voice.copy()
        _, spoken = self._changed
        sizes = np.diff(offsets)[self._where]
        voice[expanded(offsets[self._where], sizes)] = spoken
        return voice

    @cached_property
    def _changed(self) -> tuple[pd.DataFrame, NDArray[np.uint8]]:
        """Make the quotations of what is corrected, and say in whose voice its words stand."""
        part = self._corpus.only(self._where)
        table = _quotations(part.quotations, self._rows, part.documents)
        stretches = voices.stretches(part.segments, table)
        assert isinstance(part.tokens, Tokens)
        sources = part.documents["source"].tolist()
        _, bounds = part.stretches_of(np.arange(len(sources)))
        old, starts, _ = part.tokens.spans(sources, bounds)
        names = pd.Index(part.documents["document_id"])
        owner = positions(stretches["document_id"], names)
        new = _rows_at((owner, stretches["start"].to_numpy()), (bounds[0][old], starts))
        counts = np.bincount(new, minlength=len(stretches))
        table["spoken"] = voices.words_spoken(stretches, counts, len(table))
        return table, stretches["voice"].to_numpy()[new].astype(np.uint8)


def _rows_at(begins: tuple[Integers, Integers], places: tuple[Integers, Integers]) -> Integers:
    """Find the stretch in which each place lies: the last that begins before it."""
    keys = [owner * LONGEST + place for owner, place in (begins, places)]
    rows: Integers = np.searchsorted(keys[0], keys[1], side="right") - 1
    return rows


def _quotations(table: pd.DataFrame, rows: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Lay quotations and speakers by hand over those of some documents."""
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    sides = table[table["side"] != ""].drop_duplicates("speaker_id")
    side_of = dict(zip(sides["speaker_id"], sides["side"], strict=True))
    by_kind = {kind: some for kind, some in rows.groupby(["kind", "document_id"])}
    parts = []
    for name in documents["document_id"]:
        spoken = table[table["document_id"] == name].to_dict("records")
        extents = by_kind.get(("quotation", name))
        if extents is not None:
            spoken = _extents(spoken, extents, str(sources[name]))
        speakers = by_kind.get(("speaker", name))
        if speakers is not None:
            spoken = _speakers(spoken, speakers, side_of)
        parts += spoken
    return shape(pd.DataFrame(parts, columns=QUOTATIONS.names), QUOTATIONS)


def _extents(spoken: list[dict[Any, Any]], rows: pd.DataFrame, source: str) -> list[dict[Any, Any]]:
    """Put quotations by hand in the place of those that they overlap; the speaker stays."""
    hands = rows[["document_id", "start", "end", "value"]].to_dict("records")
    left = [old for old in spoken if not any(_shared(old, hand) for hand in hands)]
    new = []
    for hand in hands:
        before = max(spoken, key=lambda old: _shared(old, hand), default={})
        before = before if before and _shared(before, hand) else _NOBODY
        if hand["value"]:
            words = source[hand["start"] : hand["end"]]
            place = {name: hand[name] for name in ("document_id", "start", "end")}
            kind = _KINDS[hand["value"]]
            new.append({**before, **place, "kind": kind, "text": words, "how": BY_HAND})
    return sorted([*left, *new], key=lambda row: (row["end"], -row["start"], row["kind"]))


_NOBODY: Final = {
    "speaker": "", "speaker_id": "", "side": "", "cue": "", "cue_class": "", "confidence": 0.0,
    "spoken": 0,
}  # fmt: skip


def _speakers(
    spoken: list[dict[Any, Any]], rows: pd.DataFrame, side_of: dict[str, str]
) -> list[dict[Any, Any]]:
    """Name who speaks: of the quotation with that span, else of those in it or that hold it."""
    for hand in rows.to_dict("records"):
        exact = [old for old in spoken if _ends(old) == _ends(hand)]
        for old in exact or [old for old in spoken if _shared(old, hand)]:
            name = hand["value"]
            old |= {"speaker": name, "speaker_id": name, "side": side_of.get(name, "")}
            old |= {"how": BY_HAND, "confidence": 1.0 if name else 0.0}
    return spoken


def _ends(row: dict[Any, Any]) -> tuple[int, int]:
    return int(row["start"]), int(row["end"])


def _shared(one: dict[Any, Any], other: dict[Any, Any]) -> int:
    """Count the code points that two spans share."""
    first, last = max(one["start"], other["start"]), min(one["end"], other["end"])
    return max(0, int(last) - int(first))


def over_spans(spans: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the spans that a hand speaks of: what it says of them takes their place.

    Parameters
    ----------
    spans
        `document_id`, `start`, `end`.
    rows
        Corrections of one kind.
    """
    assert set(rows["kind"]) <= set(OF_SPANS)
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
