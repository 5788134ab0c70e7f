"""Find the forms of a lexicon: the one matcher of naming choices and frame cues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers, expanded
from analysis.corpus.lexicons.naming import NO_MENTION, Lexicon
from analysis.corpus.tokens.encode import encode
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.naming.index import WORD, Index, beginnings, index_of
from analysis.measures.naming.longest import Spans, longest
from analysis.measures.naming.passages import Passage, passages
from analysis.schema import FRAMES, MENTIONS, CorpusError, Table, shape


class _Hit(NamedTuple):
    """A form found: its place beside the word that was asked about, and in the lexicon."""

    start: int
    end: int
    rank: int
    text: str


def mentions(corpus: Corpus, lexicon: Lexicon) -> pd.DataFrame:
    """Find every naming choice in titles, standfirsts and bodies.

    One mention is counted under one concept: of forms that overlap the longest, of equal ones
    that which stands first in the lexicon ("leader of the mutiny" names a man, and no mutiny).

    Parameters
    ----------
    corpus
        Its counted segments are searched. A text-free release brings its mentions with it,
        found with the lexicon of those who made it: then `lexicon` changes nothing.
    lexicon
        Concepts, labels and forms, from `corpus.lexicons.naming.load_naming`.

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


def frames(corpus: Corpus, lexicon: Lexicon, names: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find every frame cue in titles, standfirsts and bodies.

    A cue is a word, not yet a frame: whether an article takes that view of the matter is for
    its reader to say. Cues of two frames may stand in the same words. A span that is a name is
    no cue: "mercenaries" in "Wagner mercenaries" says whom, not how.

    Parameters
    ----------
    corpus
        As for `mentions`.
    lexicon
        Frames, labels and cues, from `corpus.lexicons.naming.load_frames`.
    names
        `schema.MENTIONS`: cues within them are left out.

    Returns
    -------
    One row per cue as `schema.FRAMES`, in the order of the documents; `text` is empty where
    the corpus has none.

    Raises
    ------
    CorpusError
        A release holds no frames.
    """
    cues = _find(corpus, lexicon, FRAMES, "frame")
    return cues if names is None else cues[~_within(cues, names)].reset_index(drop=True)


def _within(cues: pd.DataFrame, names: pd.DataFrame) -> pd.Series:
    """Tell the cues that lie within names; those of one document do not overlap."""
    # Names of several words: a single word that is listed as both stays a cue.
    long = names[names["text"].str.contains(r"\s", regex=True)]
    spans = long.sort_values("start")[["document_id", "start", "end"]]
    cues = cues.assign(row=np.arange(len(cues))).sort_values("start")
    near = pd.merge_asof(
        cues, spans.rename(columns={"end": "last"}).assign(begin=spans["start"]),
        on="start", by="document_id",
    ).sort_values("row")  # fmt: skip
    inside: pd.Series = (near["begin"].notna() & (near["end"] <= near["last"])).set_axis(
        np.arange(len(cues))
    )
    return inside


def _find(corpus: Corpus, lexicon: Lexicon, table: Table, kind: str) -> pd.DataFrame:
    """Find the forms of a lexicon in the counted segments; or take what a release holds."""
    if not corpus.has_text:
        return _held(corpus, table)
    index, tokens = index_of(lexicon), _all_words(corpus)
    asked = passages(corpus, tokens, *beginnings(tokens, index))
    # The same words hold the same forms, wherever they stand.
    each = [list(_hits(passage, index)) for passage in asked.different]
    hits = [hit for found in each for hit in found]
    times = np.array([len(found) for found in each], dtype=np.int64)
    passage = np.repeat(np.arange(len(asked.number)), times[asked.number])
    hit = expanded((np.cumsum(times) - times)[asked.number], times[asked.number])
    place = np.array([(found.start, found.end) for found in hits], np.int64).reshape(-1, 2)
    start, end = asked.start[passage] + place[hit].T
    rank = np.array([found.rank for found in hits], dtype=np.int64)[hit]
    document = asked.document[passage]
    rows = _chosen(lexicon, Spans(document, start, end, rank), apart=kind == "concept")
    names = pd.array([form.concept for form in lexicon.forms], dtype="str")
    labels = pd.array([form.label for form in lexicon.forms], dtype="str")
    texts = pd.array([found.text for found in hits], dtype="str")
    found = {
        "document_id": corpus.documents["document_id"].array.take(document[rows]),
        "start": start[rows],
        "end": end[rows],
        kind: names.take(rank[rows]),
        "label": labels.take(rank[rows]),
        "text": texts.take(hit[rows]),
    }
    return shape(corpus.spoken(pd.DataFrame(found)), table)


def _chosen(lexicon: Lexicon, spans: Spans, *, apart: bool) -> Integers:
    """Choose the longest mentions, in the order of the documents; cues of each frame apart.

    Parameters
    ----------
    spans
        Their owners are documents.
    apart
        Whether forms of two concepts hide one another; cues of two frames do not.
    """
    forms = lexicon.forms
    numbers = {name: number for number, name in enumerate(sorted(lexicon.concepts))}
    concept = np.array([numbers[form.concept] for form in forms], dtype=np.int64)[spans.rank]
    counts = np.array([form.label != NO_MENTION for form in forms])[spans.rank]
    # Of equally long ones what is no mention wins.
    rank = spans.rank + counts * len(forms)
    owner = spans.owner * len(numbers) + concept
    rows = longest(Spans(owner, spans.start, spans.end, rank))
    rows = rows[counts[rows]]
    if apart:
        kept = longest(Spans(*(column[rows] for column in spans)))
        rows = rows[kept]
    order = np.lexsort((concept[rows], *(column[rows] for column in spans[2::-1])))
    chosen: Integers = rows[order]
    return chosen


def _all_words(corpus: Corpus) -> Tokens:
    """Take all running words, whichever are chosen and however they are counted."""
    assert isinstance(corpus.tokens, Tokens)
    if corpus.voice or corpus.stemmer:
        return encode(corpus.documents, corpus.stretches)
    return corpus.tokens


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


def _hits(passage: Passage, index: Index) -> Iterator[_Hit]:
    """Find the forms that begin in a running word."""
    text, start, end = passage
    for word in WORD.finditer(text, start, end):
        if not (candidates := index[word.group().casefold()]):
            continue
        following = WORD.search(text, word.end())
        second = following.group().casefold() if following else ""
        for candidate in candidates:
            if candidate.second and second not in candidate.second:
                continue
            found = candidate.match(text, word.start())
            if found is not None:
                place = (found.start() - start, found.end() - start)
                yield _Hit(*place, candidate.rank, found.group())
