"""Find the forms of a lexicon: the one matcher of naming choices and frame cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.encode import encode
from analysis.corpus.lexicon import NO_MENTION, Lexicon
from analysis.corpus.offsets import Integers
from analysis.corpus.tokens import Tokens
from analysis.measures.naming.index import WORD, Index, beginnings, index_of
from analysis.schema import COUNTED, FRAMES, MENTIONS, CorpusError, Table, shape

# Documents whose texts are looked at in one piece.
_AT_ONCE: Final = 2_000


# Position of the document, its id, start, end, concept, label, text.
_Row = tuple[int, str, int, int, str, str, str]


class _Hit(NamedTuple):
    """A form found: its place in the source, what it stands for, its place in the lexicon."""

    start: int
    end: int
    concept: str
    label: str
    rank: int


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
    index, tokens = index_of(lexicon), _all_words(corpus)
    counted = corpus.segments.loc[corpus.segments["label"].isin(COUNTED), "end"].to_numpy()
    stops = counted[corpus.stretches["segment"].to_numpy()]
    heads = beginnings(tokens, index)
    reach = np.searchsorted(heads, [*tokens.offsets[::_AT_ONCE].tolist(), len(tokens.ids)])
    rows = [
        row
        for low, high in pairwise(reach.tolist())
        if low < high
        for row in _rows(corpus, tokens, heads[low:high], (stops, index))
    ]
    columns = ["document", "document_id", "start", "end", kind, "label", "text"]
    found = pd.DataFrame(rows, columns=columns)
    return shape(corpus.spoken(found.sort_values(["document", "start", "end", kind])), table)


def _all_words(corpus: Corpus) -> Tokens:
    """Take all running words, whichever are chosen and however they are counted."""
    assert isinstance(corpus.tokens, Tokens)
    if corpus.voice or corpus.stemmer:
        return encode(corpus.documents, corpus.stretches)
    return corpus.tokens


def _rows(
    corpus: Corpus, tokens: Tokens, heads: Integers, forms: tuple[Integers, Index]
) -> Iterator[_Row]:
    """Find the forms that begin in some running words; only their documents are read.

    Parameters
    ----------
    forms
        Where the segment of each stretch ends, and what is looked for.
    """
    stops, index = forms
    document = np.searchsorted(tokens.offsets, heads, side="right") - 1
    shown, mine = np.unique(document, return_inverse=True)
    words, articles = tokens.take(shown), corpus.documents[["document_id", "source"]].take(shown)
    sources, names = (articles[name].tolist() for name in ("source", "document_id"))
    rows, bounds = corpus.stretches_of(shown)
    stretch, starts, ends = words.spans(sources, bounds)
    places = heads - tokens.offsets[document] + words.offsets[mine]
    found = (mine, starts[places], ends[places], stops[rows[stretch[places]]])
    columns = (column.tolist() for column in found)
    for number, words_of in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        source, position, name = sources[number], int(shown[number]), names[number]
        for hit in _chosen(source, (word[1:] for word in words_of), index):
            yield (position, name, *hit[:4], source[hit.start : hit.end])


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


def _chosen(source: str, words: Iterable[tuple[int, int, int]], index: Index) -> Iterator[_Hit]:
    """Find the forms that begin in some words of a source: of each concept the longest.

    Parameters
    ----------
    words
        Where each word starts and ends, and where its segment ends.
    """
    hits: dict[str, list[_Hit]] = {}
    for start, end, stop in words:
        for word in WORD.finditer(source, start, end):
            if not (candidates := index[word.group()]):
                continue
            following = WORD.search(source, word.end(), stop)
            second = following.group().casefold() if following else ""
            for candidate in candidates:
                if candidate.second and second not in candidate.second:
                    continue
                found = candidate.match(source, word.start(), stop)
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
    if len(overlapping) < 2:
        return overlapping
    kept: list[_Hit] = []
    for hit in sorted(overlapping, key=_precedence):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept


def _precedence(hit: _Hit) -> tuple[int, int, bool, int]:
    """Put the longest first, then the first in the text, what is no mention, the first listed."""
    return (hit.start - hit.end, hit.start, hit.label != NO_MENTION, hit.rank)
