"""Find the documents and spans that corrections are of, in a corpus as it is now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import pandas as pd

from analysis.corpus.corrections.file import OF_DOCUMENTS, OF_PAIRS, OF_SPANS

# Code points of a span that its excerpt shows at most.
EXCERPT: Final = 200
# What a row says and of what; and what it says of itself.
SAYS: Final = (
    "kind", "value", "document_id", "start", "end", "other_document_id", "other_start", "other_end",
)  # fmt: skip
_AROUND: Final = ("drawn", "was", "by", "day", "note")
# A row of the file, and why it does not hold.
Fault = tuple[int, str]


class _UnplacedError(Exception):
    """A row names nothing that is here; says why."""


def excerpt_of(text: str) -> str:
    """Write the words of a span in one line, for a row of the file."""
    return " ".join(text.split())[:EXCERPT].rstrip()


def placed(rows: pd.DataFrame, documents: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Find what each correction is of, and leave out those that contradict one another.

    The hash finds the document, `document_id` decides between equals. Where no document has the
    hash any more, the excerpt must stand exactly once in the document of that name.

    Parameters
    ----------
    rows
        What `read_corrections` gives.
    documents
        `schema.DOCUMENTS`; those of a text-free release have no source, and spans hold as given.

    Returns
    -------
    The rows that hold, with the `document_id`, hash, `start` and `end` of now; and of the others
    the number of the row, and why.
    """
    index = _Documents(documents, rows)
    faults: list[Fault] = []
    kept = []
    for row in rows.to_dict("records"):
        try:
            kept.append(_placed({str(name): value for name, value in row.items()}, index))
        except _UnplacedError as reason:
            faults.append((int(row["row"]), str(reason)))
    kept = _each_once(kept)
    against = _contradicting(kept)
    table = pd.DataFrame(kept, columns=rows.columns).astype(rows.dtypes.to_dict())
    for number, others in sorted(against.items()):
        listed = ", ".join(map(str, sorted(others)))
        faults.append((number, f"it contradicts row {listed}: neither holds."))
    table = table[~table["row"].isin(list(against))]
    return table.reset_index(drop=True), sorted(faults)


def _each_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep of rows that say the same of the same one that was drawn, else the first by its text."""
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (not row["drawn"], *(row[name] for name in _AROUND))):
        first.setdefault(tuple(row[name] for name in SAYS), row)
    return sorted(first.values(), key=lambda row: int(row["row"]))


class _Documents:
    """The documents that rows name, by hash and by name."""

    def __init__(self, documents: pd.DataFrame, rows: pd.DataFrame) -> None:
        asked = {*rows["sha256"], *rows["other_sha256"]} - {""}
        named = {*rows["document_id"], *rows["other_document_id"]} - {""}
        has_hash = documents["sha256"].isin(list(asked)).to_numpy()
        has_name = documents["document_id"].isin(list(named)).to_numpy()
        # Of so many documents a few are meant: only these are looked at one by one.
        columns = documents.loc[has_hash | has_name, ["document_id", "sha256", "source"]]
        self.names, self.hashes, self.sources = (
            columns[name].to_numpy(dtype=object).tolist() for name in columns
        )
        self._place = {name: place for place, name in enumerate(self.names)}
        self._by_hash: dict[str, list[int]] = defaultdict(list)
        for place, sha in enumerate(self.hashes):
            self._by_hash[sha].append(place)

    def find(self, name: str, sha: str) -> tuple[int, bool]:
        """Find a document; says too whether its text is the one that the row was made of."""
        equal = self._by_hash.get(sha, []) if sha else []
        named = self._place.get(name, -1)
        if len(equal) == 1:
            return equal[0], True
        if named in equal:
            return named, True
        if equal:
            several = ", ".join(self.names[place] for place in equal[:3])
            raise _UnplacedError(
                f"{len(equal)} documents have this text ({several}): give document_id."
            )
        if named < 0:
            raise _UnplacedError(f"there is no document {name!r}, nor one with this hash.")
        return named, not sha


def _placed(row: dict[str, Any], index: _Documents) -> dict[str, Any]:
    is_spanned = row["kind"] in OF_SPANS or row["kind"] == "same_statement"
    row = _end(row, index, "", is_spanned)
    if row["kind"] not in OF_PAIRS:
        return row
    row = _end(row, index, "other_", is_spanned)
    if row["document_id"] == row["other_document_id"]:
        raise _UnplacedError("a pair is of two documents.")
    return row


def _end(row: dict[str, Any], index: _Documents, side: str, is_spanned: bool) -> dict[str, Any]:
    place, is_same = index.find(row[f"{side}document_id"], row[f"{side}sha256"])
    source = index.sources[place]
    start, end = row[f"{side}start"], row[f"{side}end"]
    excerpt = "" if side else row["excerpt"]
    if is_spanned or not is_same:
        start, end = _span(source, start, end, excerpt, is_same)
    return {
        **row,
        f"{side}document_id": index.names[place],
        f"{side}sha256": index.hashes[place],
        f"{side}start": start if is_spanned else -1,
        f"{side}end": end if is_spanned else -1,
    }


def _span(source: str, start: int, end: int, excerpt: str, is_same: bool) -> tuple[int, int]:
    """Find a span: where the row says if the text is as it was, else where its words stand once."""
    has_place = 0 <= start < end
    if is_same and has_place and not source:
        return start, end
    if is_same and has_place and end <= len(source):
        words = excerpt_of(source[start:end])
        if not excerpt or words.startswith(" ".join(excerpt.split()).removesuffix("…").rstrip()):
            return start, end
    if not excerpt:
        why = "it lies outside the text" if is_same else "the text is another than it was"
        raise _UnplacedError(f"{why}, and no excerpt says which words are meant.")
    places = list(_places(source, excerpt))
    if len(places) != 1:
        times = "nowhere" if not places else f"{len(places)} times"
        raise _UnplacedError(f"its excerpt stands {times} in the text: “{excerpt[:60]}”.")
    ((first, last),) = places
    # An excerpt may show the beginning of a long span alone.
    if has_place and (len(excerpt) >= EXCERPT - 1 or excerpt.endswith("…")):
        last = min(max(last, first + end - start), len(source))
    return first, last


def _places(source: str, excerpt: str) -> Iterator[tuple[int, int]]:
    """Find words in a text, however the blanks between them are printed."""
    words = r"\s+".join(map(re.escape, excerpt.removesuffix("…").split()))
    # What is looked ahead for may overlap.
    for match in re.finditer(f"(?=({words}))", source) if words else ():
        yield match.span(1)


def _contradicting(rows: list[dict[str, Any]]) -> dict[int, set[int]]:
    """Find rows that cannot hold together: row -> the rows it contradicts."""
    near: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        # A pair is the same in either order.
        near[row["kind"], *sorted((row["document_id"], row["other_document_id"]))].append(row)
    against: dict[int, set[int]] = defaultdict(set)
    for group in near.values():
        for one, other in combinations(group, 2):
            if _contradict(one["kind"], one, other):
                against[one["row"]].add(other["row"])
                against[other["row"]].add(one["row"])
    return against


def _contradict(kind: str, one: dict[str, Any], other: dict[str, Any]) -> bool:
    if kind in OF_DOCUMENTS or kind == "same_text":
        return bool(one["value"] != other["value"])
    if kind == "same_statement":
        return _ends(one) == _ends(other) and bool(one["value"] != other["value"])
    spans = (one["start"], one["end"]), (other["start"], other["end"])
    (first, last), (begin, finish) = spans
    if first >= finish or begin >= last or not (one["value"] or other["value"]):
        return False
    # A speaker is named of what lies there, and has no extent of its own.
    if kind == "speaker" and one["value"] == other["value"]:
        return False
    if spans[0] == spans[1]:
        return bool(one["value"] != other["value"])
    # Quotations, and so their speakers, may lie in one another.
    is_within = (begin - first) * (finish - last) <= 0
    return not (is_within and kind in ("quotation", "speaker"))


def _ends(row: dict[str, Any]) -> frozenset[tuple[str, int, int]]:
    return frozenset(
        (row[f"{side}document_id"], row[f"{side}start"], row[f"{side}end"])
        for side in ("", "other_")
    )
