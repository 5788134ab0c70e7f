"""Find the forms of a lexicon: the one matcher of naming choices and frame cues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, product, zip_longest
from typing import Final, NamedTuple

import pandas as pd
import regex

from analysis.corpus import Corpus
from analysis.corpus.forms import pattern, variants
from analysis.corpus.lexicon import NO_MENTION, Form, Lexicon
from analysis.schema import COUNTED, FRAMES, MENTIONS, CorpusError, Table, shape

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")


class _Candidate(NamedTuple):
    """A form ready to be tried where its first word stands, and its place in the lexicon.

    `second` holds what its second word can be, so that "the" is not tried in vain; empty
    where any word can follow.
    """

    concept: str
    label: str
    rank: int
    second: frozenset[str]
    match: Callable[..., regex.Match[str] | None]


class _Hit(NamedTuple):
    """A form found: its place in the source, what it stands for, its place in the lexicon."""

    start: int
    end: int
    concept: str
    label: str
    rank: int


class _Index(dict[str, tuple[_Candidate, ...]]):
    """Word as printed -> the forms that can begin there; filled as words are met."""

    def __init__(self, forms: Iterable[Form]) -> None:
        super().__init__()
        self._words: dict[str, list[_Candidate]] = {}
        self._stems: dict[str, list[_Candidate]] = {}
        for rank, form in enumerate(forms):
            words = variants(form.text)
            match = regex.compile(pattern(form.text, fold=form.fold)).match
            candidate = _Candidate(form.concept, form.label, rank, _second(words), match)
            table = self._stems if words[0][0].endswith("*") else self._words
            for head in {_WORD.findall(word.casefold())[0] for word in words[0]}:
                table.setdefault(head, []).append(candidate)

    def __missing__(self, word: str) -> tuple[_Candidate, ...]:
        key = word.casefold()
        found = list(self._words.get(key, ()))
        for size in range(3, len(key) + 1):
            found += self._stems.get(key[:size], ())
        self[word] = tuple(found)
        return self[word]


def _second(words: list[list[str]]) -> frozenset[str]:
    """List what can come second in a form, an 's included."""
    pairs = [_WORD.findall(" ".join(pair).casefold()) for pair in product(*words[:2])]
    if any(len(pair) == 1 for pair in pairs) or "*" in "".join(chain(*words[:2])):
        return frozenset()
    return frozenset(pair[1] for pair in pairs)


@lru_cache(maxsize=8)
def _index(lexicon: Lexicon) -> _Index:
    return _Index(lexicon.forms)


def mentions(corpus: Corpus, lexicon: Lexicon) -> pd.DataFrame:
    """Find every naming choice in titles, standfirsts and bodies.

    Parameters
    ----------
    corpus
        Its counted segments are searched. A text-free release brings its mentions with it,
        found with the lexicon of those who made it: then `lexicon` changes nothing.
    lexicon
        Concepts, labels and forms, from `corpus.lexicon.load_naming`.

    Returns
    -------
    One row per mention as `schema.MENTIONS`, in the order of the documents; `text` is empty
    where the corpus has none.

    Raises
    ------
    CorpusError
        A release holds no mentions.
    """
    return _find(corpus, lexicon, MENTIONS, "concept")


def frames(corpus: Corpus, lexicon: Lexicon) -> pd.DataFrame:
    """Find every frame cue in titles, standfirsts and bodies.

    A cue is a word, not yet a frame: whether an article takes that view of the matter is for
    its reader to say. Cues of two frames may stand in the same words.

    Parameters
    ----------
    corpus
        As for `mentions`.
    lexicon
        Frames, labels and cues, from `corpus.lexicon.load_frames`.

    Returns
    -------
    One row per cue as `schema.FRAMES`, in the order of the documents; `text` is empty where
    the corpus has none.

    Raises
    ------
    CorpusError
        A release holds no frames.
    """
    return _find(corpus, lexicon, FRAMES, "frame")


def _find(corpus: Corpus, lexicon: Lexicon, table: Table, kind: str) -> pd.DataFrame:
    """Find the forms of a lexicon in the counted segments; or take what a release holds."""
    if not corpus.has_text:
        return _held(corpus, table)
    index = _index(lexicon)
    source = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    stretches = zip(counted["document_id"], counted["start"], counted["end"], strict=True)
    columns = ["document_id", "start", "end", kind, "label", "text"]
    rows = [
        (document, *hit[:4], source[document][hit.start : hit.end])
        for document, start, end in stretches
        for hit in _scan(source[document], start, end, index)
    ]
    found = pd.DataFrame(rows, columns=columns)
    order = found["document_id"].map({document: place for place, document in enumerate(source)})
    found = found.assign(order=order).sort_values(["order", "start", "end", kind])
    return shape(corpus.spoken(found), table)


def _held(corpus: Corpus, table: Table) -> pd.DataFrame:
    """Take the table that a text-free release brings."""
    if table.name not in corpus.held:
        held = ", ".join(sorted(corpus.held)) or "no table"
        raise CorpusError(
            f"{corpus.name} is a text-free release without {table.name} (it brings {held}), and "
            "without the articles none can be found. Load the folder of the articles instead, "
            f"or ask its makers for a release with {table.name}."
        )
    brought = shape(corpus.held[table.name], table)
    if not corpus.voice:
        return brought
    return brought[brought["voice"] == corpus.voice].reset_index(drop=True)


def _scan(source: str, start: int, end: int, index: _Index) -> Iterator[_Hit]:
    """Find the forms in a stretch of a source: of each concept the longest."""
    hits: dict[str, list[_Hit]] = {}
    words = list(_WORD.finditer(source, start, end))
    for word, following in zip_longest(words, words[1:]):
        for candidate in index[word.group()]:
            if candidate.second and not (
                following and following.group().casefold() in candidate.second
            ):
                continue
            found = candidate.match(source, word.start(), end)
            if found is not None:
                hit = _Hit(found.start(), found.end(), *candidate[:3])
                hits.setdefault(hit.concept, []).append(hit)
    for of_concept in hits.values():
        yield from (hit for hit in _longest(of_concept) if hit.label != NO_MENTION)


def _longest(hits: list[_Hit]) -> Iterator[_Hit]:
    """Drop each hit that overlaps a longer one; the hits come in order of their starts."""
    overlapping: list[_Hit] = []
    reach = -1
    for hit in hits:
        if hit.start >= reach:
            yield from _settle(overlapping)
            overlapping = []
        overlapping.append(hit)
        reach = max(reach, hit.end)
    yield from _settle(overlapping)


def _settle(overlapping: list[_Hit]) -> list[_Hit]:
    """Choose among hits that overlap, one with the next."""
    kept: list[_Hit] = []
    for hit in sorted(overlapping, key=_precedence):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept


def _precedence(hit: _Hit) -> tuple[int, int, bool, int]:
    """Put the longest first, then the first in the text, what is no mention, the first listed."""
    return (hit.start - hit.end, hit.start, hit.label != NO_MENTION, hit.rank)
