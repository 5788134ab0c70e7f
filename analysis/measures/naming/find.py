"""Find the forms of a lexicon: the one matcher of naming choices and frame cues."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import regex

from analysis.corpus import Corpus
from analysis.corpus.arrays import Integers
from analysis.corpus.corrections.lay import BY_HAND, over_spans
from analysis.corpus.execution.progress import Progress, silent
from analysis.corpus.lexicons.entities import KINDS
from analysis.corpus.lexicons.kin import load_kin
from analysis.corpus.lexicons.naming import NO_MENTION, Form, Lexicon
from analysis.corpus.syntax.sentence import counted_spans
from analysis.corpus.syntax.uses import Uses
from analysis.corpus.tokens.encode import encode
from analysis.corpus.tokens.matches import Matches, Spans, as_table
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.naming.index import Beginnings, index_of
from analysis.measures.naming.longest import longest
from analysis.schema import FRAMES, MENTIONS, CorpusError, Table, shape

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# How a name or cue was found that stands in the list.
LISTED: Final = "listed"
_SPAN: Final = ["document_id", "start", "end"]
# What a cue may stand behind and yet begin a sentence, and how much of its line tells a headline.
_BEGINS: Final = regex.compile(r"(?:^|[.!?:;…\n\"“”‘(\[•|–—*-])\s*['’]?$")
_AROUND: Final = 80
_LONG_WORD: Final = regex.compile(r"(?<![\p{L}'’])\p{L}{4,}")
# Documents whose running words are placed at once.
_AT_ONCE: Final = 500


def mentions(corpus: Corpus, lexicon: Lexicon, progress: Progress = silent) -> pd.DataFrame:
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
    progress
        Is told how many documents were looked through, where names are looked for.

    Returns
    -------
    One row per mention as `schema.MENTIONS`, in the order of the documents; `text` is empty
    where the corpus has none.

    Raises
    ------
    CorpusError
        A release holds no mentions.
    """
    return _find(corpus, lexicon, MENTIONS, "concept", progress)


def frames(
    corpus: Corpus,
    lexicon: Lexicon,
    names: pd.DataFrame | None = None,
    progress: Progress = silent,
) -> pd.DataFrame:
    """Find every frame cue in titles, standfirsts and bodies.

    A cue is a word, not yet a frame: whether an article takes that view of the matter is for
    its reader to say. Cues of two frames may stand in the same words. A span that is a name is
    no cue: "mercenaries" in "Wagner mercenaries" says whom, not how; nor is, of a frame, a word
    that is printed with a capital within a sentence: "the Alliance Defending Freedom". A topic
    is told by such names too.

    Parameters
    ----------
    corpus
        As for `mentions`.
    lexicon
        Frames, labels and cues, from `corpus.lexicons.naming.load_frames`.
    names
        `schema.MENTIONS`: cues within them are left out.
    progress
        As for `mentions`.

    Returns
    -------
    One row per cue as `schema.FRAMES`, in the order of the documents; `text` is empty where
    the corpus has none.

    Raises
    ------
    CorpusError
        A release holds no frames.
    """
    cues = _find(corpus, lexicon, FRAMES, "frame", progress)
    is_name = _is_capitalised(corpus, cues, lexicon)
    if names is not None:
        is_name |= _is_within(cues, names)
    said = corpus.said_of("frame")[_SPAN].apply(tuple, axis=1).tolist()
    by_hand = cues[_SPAN].apply(tuple, axis=1).isin(said) if said else False
    return cues[~is_name | by_hand].reset_index(drop=True)


def _is_capitalised(corpus: Corpus, cues: pd.DataFrame, lexicon: Lexicon) -> pd.Series:
    """Tell the cues of frames that are part of a name: a capital that no sentence begins with."""
    listed = {form.text.casefold() for form in lexicon.forms if form.text != form.text.lower()}
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    columns = (cues[name] for name in ("document_id", "start", "frame", "text"))
    return pd.Series(
        [
            text[:1].isupper()
            and frame not in lexicon.topics
            and text.casefold() not in listed
            and corpus.has_text
            and _is_name(sources[document], start, start + len(text))
            for document, start, frame, text in zip(*columns, strict=True)
        ],
        index=cues.index,
        dtype=bool,
    )


def _is_name(source: str, start: int, end: int) -> bool:
    """Tell a capital within a sentence that is no headline in capitals."""
    before = source[max(0, start - _AROUND) : start].rpartition("\n")
    if _BEGINS.search(f"\n{before[2]}" if before[1] or start <= _AROUND else before[2]):
        return False
    after = source[end : end + _AROUND].partition("\n")[0]
    around = _LONG_WORD.findall(f"{before[2]} {after}")
    return any(word[0].islower() for word in around)


def _is_within(cues: pd.DataFrame, names: pd.DataFrame) -> pd.Series:
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


def _find(
    corpus: Corpus, lexicon: Lexicon, table: Table, kind: str, progress: Progress
) -> pd.DataFrame:
    """Find the forms of a lexicon in the counted segments; or take what a release holds."""
    if not corpus.has_text:
        return _from_release(corpus, table)
    spans = _spans(corpus, lexicon.forms, progress)
    document, start, end, rank = spans.take(_chosen(lexicon, spans, apart=kind == "concept"))
    forms = [lexicon.forms[number] for number in rank.tolist()]
    sources = corpus.documents["source"].tolist()
    places = zip(document.tolist(), start.tolist(), end.tolist(), strict=True)
    rows = {
        "document_id": corpus.documents["document_id"].array.take(document),
        "start": start,
        "end": end,
        kind: pd.array([form.concept for form in forms], dtype="str"),
        "label": pd.array([form.label for form in forms], dtype="str"),
        "text": pd.array([sources[number][a:b] for number, a, b in places], dtype="str"),
        "how": LISTED,
    }
    labelled = _with_said(corpus, pd.DataFrame(rows), kind, lexicon)
    voiced = corpus.spoken(labelled)
    # What a hand marks beside the counted segments is not counted.
    return shape(voiced[voiced["voice"] != ""], table)


def _with_said(corpus: Corpus, rows: pd.DataFrame, kind: str, lexicon: Lexicon) -> pd.DataFrame:
    """Put the names or cues that a hand gives in the place of those that they overlap.

    Names of people, bodies and places that the lexicon does not hold are none of its choices.
    """
    said = corpus.said_of("mention" if kind == "concept" else "frame")
    if kind == "concept":
        parts = said["value"].mask(said["value"] == "", said["was"]).str.split(":", n=1)
        concept, label = parts.str[0].str.strip(), parts.str[-1].str.strip()
        is_other = label.isin(KINDS) & ~concept.isin(lexicon.concepts)
        said = said[~is_other].reset_index(drop=True)
    if said.empty:
        return rows
    left = over_spans(rows, said)
    sources = corpus.documents.set_index("document_id")["source"]
    places = zip(said["document_id"], said["start"], said["end"], strict=True)
    texts = [sources[name][start:end] for name, start, end in places]
    said = said.assign(text=texts, how=BY_HAND)[said["value"] != ""]
    names, labels = said["value"], said["value"]
    if kind == "concept":
        given = said["value"].str.split(":", n=1)
        names, labels = given.str[0].str.strip(), given.str[-1].str.strip()
    said = said.assign(**{kind: names, "label": labels})
    if kind == "frame":
        # A cue keeps the label that it has in its list.
        listed = said[[*_SPAN, kind]].merge(rows, how="left", on=[*_SPAN, kind])["label"]
        said["label"] = listed.fillna(said["text"].str.lower().reset_index(drop=True)).array
    said = said[list(rows.columns)]
    both = pd.concat([left, said], ignore_index=True)
    order = np.lexsort((both["end"], both["start"], corpus.positions(both["document_id"])))
    return both.iloc[order].reset_index(drop=True)


def form_places(
    corpus: Corpus, lexicons: Iterable[Lexicon], progress: Progress = silent
) -> pd.DataFrame | None:
    """Find where the forms of lexicons stand, to be kept beside a prepared store.

    A concept (or frame) whose forms are as they were when its places were kept is not looked
    for again.

    Returns
    -------
    The places of the concepts of these lexicons, as `corpus.tokens.matches.COLUMNS`; None where
    all of them, and no other, were known already.
    """
    wanted: dict[str, list[Form]] = {}
    for lexicon in lexicons:
        wanted |= {_key(forms): forms for forms in _by_concept(lexicon.forms).values()}
    if corpus.matches.keys() == set(wanted):
        return None
    _look_for(corpus, wanted, progress)
    return as_table({key: _spans_of(corpus.matches, key) for key in wanted})


def _spans(corpus: Corpus, forms: tuple[Form, ...], progress: Progress) -> Spans:
    """Find where forms stand, those that overlap too; their owners are documents."""
    rank_of = {form: rank for rank, form in enumerate(forms)}
    concepts = _by_concept(forms)
    keys = {concept: _key(of_concept) for concept, of_concept in concepts.items()}
    _look_for(corpus, {keys[concept]: concepts[concept] for concept in concepts}, progress)
    parts = []
    for concept, of_concept in concepts.items():
        spans = _spans_of(corpus.matches, keys[concept])
        ranks = np.array([rank_of[form] for form in of_concept], dtype=np.int64)
        parts.append(spans._replace(rank=ranks[spans.rank]))
    empty = Spans(*(np.zeros(0, dtype=np.int64) for _ in range(4)))
    return Spans(*map(np.concatenate, zip(empty, *parts, strict=True)))


def _by_concept(forms: Iterable[Form]) -> dict[str, list[Form]]:
    concepts: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        concepts[form.concept].append(form)
    return concepts


def _key(forms: Iterable[Form]) -> str:
    """Hash what decides where the forms of a concept stand; its labels do not."""
    lines = "\n".join(f"{form.text}\t{form.fold}\t{form.part}".rstrip() for form in forms)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def _spans_of(matches: Matches, key: str) -> Spans:
    spans = matches.get(key)
    assert spans is not None
    return spans


def _look_for(corpus: Corpus, concepts: dict[str, list[Form]], progress: Progress = silent) -> None:
    """Find the concepts that are not known yet, all in one walk, and add them to the known."""
    missing = {key: forms for key, forms in concepts.items() if corpus.matches.get(key) is None}
    if not missing:
        return
    sizes = np.array([len(forms) for forms in missing.values()], dtype=np.int64)
    places = _places(corpus, tuple(form for forms in missing.values() for form in forms), progress)
    number = np.repeat(np.arange(len(sizes)), sizes)[places.rank]
    within = places._replace(rank=places.rank - (np.cumsum(sizes) - sizes)[number])
    for each, key in enumerate(missing):
        corpus.matches.add(key, within.take(np.flatnonzero(number == each)))


def _places(corpus: Corpus, forms: tuple[Form, ...], progress: Progress) -> Spans:
    """Walk through the running words, and try every form where it may begin."""
    tokens = _all_words(corpus)
    beginnings = Beginnings(tokens, index_of(forms))
    owner = np.searchsorted(tokens.offsets, beginnings.heads, side="right") - 1
    documents = np.unique(owner)
    rows: list[tuple[int, int, int, int]] = []
    for first in range(0, len(documents), _AT_ONCE):
        progress("find names", first, len(documents))
        some = documents[first : first + _AT_ONCE]
        part = slice(*np.searchsorted(owner, [some[0], some[-1] + 1]).tolist())
        rows += _of_documents(
            corpus, tokens, beginnings, some, (owner[part], beginnings.heads[part])
        )
    return Spans(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def _of_documents(
    corpus: Corpus,
    tokens: Tokens,
    beginnings: Beginnings,
    documents: Integers,
    heads: tuple[Integers, Integers],
) -> Iterator[tuple[int, int, int, int]]:
    """Try the forms that may begin in running words of some documents.

    Parameters
    ----------
    heads
        Of each of these words the position of its document, and its number among all.
    """
    sources = corpus.documents["source"].iloc[documents].tolist()
    rows, bounds = corpus.stretches_of(documents)
    some = tokens.take(documents)
    stretch, starts, ends = some.spans(sources, bounds)
    # A segment ends with the last of its stretches.
    last = np.flatnonzero(np.diff(corpus.stretches["segment"].to_numpy()[rows], append=-1))
    stops = bounds[2][last[np.searchsorted(last, np.arange(len(rows)))]]
    number = np.searchsorted(documents, heads[0])
    place = some.offsets[number] + heads[1] - tokens.offsets[heads[0]]
    words = zip(
        number.tolist(), heads[0].tolist(), heads[1].tolist(),
        starts[place].tolist(), ends[place].tolist(), stops[stretch[place]].tolist(),
        strict=True,
    )  # fmt: skip
    used = _UsesOf(corpus)
    for number_of, document, head, start, end, stop in words:
        source, candidates = sources[number_of], beginnings.candidates(head)
        for word in _WORD.finditer(source, start, end) if candidates else ():
            for candidate in candidates:
                hit = candidate.match(source, word.start(), stop)
                part = candidate.form.part
                if hit and (not part or used[document].holds(part, *hit.span())):
                    yield document, hit.start(), hit.end(), candidate.rank


class _UsesOf(dict[int, Uses]):
    """What the words of a document are used as, by its position; read when it is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__()
        self._corpus, self._kin = corpus, load_kin()

    @cached_property
    def _counted(self) -> dict[str, list[tuple[int, int]]]:
        return counted_spans(self._corpus)

    def __missing__(self, position: int) -> Uses:
        row = self._corpus.documents.iloc[position]
        name, source = row["document_id"], row["source"]
        self[position] = Uses(name, source, self._counted[name], self._kin)
        return self[position]


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
    counts = np.array([form.label != NO_MENTION for form in forms], dtype=bool)[spans.rank]
    # Of equally long ones what is no mention wins.
    rank = spans.rank + counts * len(forms)
    owner = spans.owner * len(numbers) + concept
    rows = longest(Spans(owner, spans.start, spans.end, rank))
    rows = rows[counts[rows]]
    if apart:
        longest_rows = longest(spans.take(rows))
        rows = rows[longest_rows]
    order = np.lexsort((concept[rows], *(column[rows] for column in spans[2::-1])))
    chosen: Integers = rows[order]
    return chosen


def _all_words(corpus: Corpus) -> Tokens:
    """Take all running words, whichever are chosen and however they are counted."""
    assert isinstance(corpus.tokens, Tokens)
    if corpus.voice or corpus.stemmer:
        return encode(corpus.documents, corpus.stretches)
    return corpus.tokens


def _from_release(corpus: Corpus, table: Table) -> pd.DataFrame:
    """Take the table that a text-free release brings."""
    if table.name not in corpus.held:
        tables = ", ".join(sorted(corpus.held)) or "no table"
        raise CorpusError(
            f"{corpus.name} is a text-free release without {table.name} (it brings {tables}), and "
            "without the articles none can be found. Load the folder of the articles instead, "
            f"or ask its makers for a release with {table.name}."
        )
    brought = shape(corpus.held[table.name], table)
    if not corpus.voice:
        return brought
    return brought[brought["voice"] == corpus.voice].reset_index(drop=True)
