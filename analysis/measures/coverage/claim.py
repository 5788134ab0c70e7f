"""Claims: sentences of the articles of one event that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.corpus import Corpus
from analysis.corpus.tokens.voices import NAMES
from analysis.measures.coverage.align import Pairs, cluster, dot, similar
from analysis.measures.coverage.sentences import Sentences, lay_out, spans, telling
from analysis.schema import CLAIMS, empty, shape

# A part of a sentence in another voice: start, end, voice, speaker.
Stretch = tuple[int, int, int, str]

# Mean similarity of the sentences of one claim.
THRESHOLD: Final = 0.5
# Pairs less alike than this much of it count as not alike.
_PAIR: Final = 0.6
# Sentences so alike may tell the same in other words: none is told by one alone.
NEAR: Final = 0.15
# Words that a claim has, and that two sentences of one share; so many of them tell an act.
_SHARED: Final = 3
_ACTS: Final = 2
# Questions, headings, signatures, greetings and requests claim nothing.
_NO_CLAIM: Final = regex.compile(
    r"[?:…][\s\"”’')\]]*$|\(@\w+\)|"
    r"^\s*[=*#|]|^\W*(?:thanks?|good (?:morning|afternoon|evening|night)|hello|hi|welcome|dear|"
    r"please|click|read|watch|listen|visit|see|subscribe|sign up|follow|share|hide caption|"
    r"photos?)\b",
    regex.IGNORECASE,
)
# A sentence is attributed where so much of it is.
_ATTRIBUTED: Final = 0.35
# Sentences of two different speakers are one claim only where they are nearly the same.
_TWO_SPEAKERS: Final = 0.6


def claims(corpus: Corpus, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Gather the sentences of the articles of each event that say the same.

    A claim shares act and actor: sentences are alike by the stems they share, rarer ones weighing
    more (see `align.similar`), two of them at least printed in small letters, and of those that
    name somebody one name. Questions, headings, signatures, greetings and what has fewer than
    three words that tell something ("he said", a host's name) claim nothing and are left out. Of
    an attributed sentence what is said counts, not who says it: two utterances are not alike for
    their speaker's name. Two that are attributed to speakers of different sides are kept apart
    unless they are nearly the same: China's own words are not what Russia says of China. A
    sentence that no other document has stays, as a claim of its own; so does one that its own
    document repeats. Sentences that are alike need not agree.

    Parameters
    ----------
    corpus
        Documents without an `event` are left out: there is nothing to compare them with. A
        text-free release brings its claims with it.
    threshold
        Mean similarity the sentences of a claim must have, 0-1.

    Returns
    -------
    One row per sentence as `schema.CLAIMS`, in the order of the events, of the claims' first
    sentences, then of the documents. `voice` and `speaker_id` are of the larger part of the
    sentence, own where less than a third is attributed; `similarity` is to the sentence of the
    claim that is most like the others, `nearest` to the one of another document that is most
    like it outside the claim: from `NEAR` on the same may be told there in other words.
    """
    if not corpus.has_text:
        brought = corpus.held.get("claims")
        return empty(CLAIMS) if brought is None else shape(brought, CLAIMS)
    sentences = _voices(corpus, spans(corpus))
    spoken = corpus.quotations[corpus.quotations["side"] != ""]
    sides = dict(zip(spoken["speaker_id"], spoken["side"], strict=True))
    sentences["side"] = [sides.get(speaker, speaker) for speaker in sentences["speaker_id"]]
    sentences["event"] = sentences["document_id"].map(
        corpus.documents.set_index("document_id")["event"].astype("str")
    )
    parts = []
    number = 0
    says = ~sentences["text"].map(lambda text: _NO_CLAIM.search(text) is not None)
    for _, rows in sentences[(sentences["event"] != "") & says].groupby("event", sort=False):
        claimed = _of_event(rows.reset_index(drop=True), threshold)
        parts.append(claimed.assign(number=claimed["number"] + number))
        number += len(set(claimed["number"]))
    if not parts:
        return empty(CLAIMS)
    table = pd.concat(parts, ignore_index=True)
    width = len(str(number))
    table["claim_id"] = [f"C{value + 1:0{width}d}" for value in table["number"]]
    return shape(table.sort_values("number", kind="stable"), CLAIMS)


def _of_event(rows: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Give the claims of one event numbers, from 0, and measure each sentence."""
    event = lay_out(list(rows["text"]))
    near = similar(event, min(NEAR, _PAIR * threshold))
    first, second, value = near
    likely = value >= _PAIR * threshold
    alike = first[likely], second[likely], value[likely]
    pairs = _same_speaker(_same_act(alike, event), rows)
    of = cluster(len(rows), pairs, threshold)
    measured = rows.assign(
        similarity=_to_centre(of, pairs), nearest=_nearest(of, near, rows["document_id"])
    )
    tells = (event.bags.sum(axis=1) >= _SHARED) & (event.bags @ event.is_act >= _ACTS)
    kept: pd.DataFrame = measured[tells]
    return kept.assign(number=pd.factorize(of[tells])[0])


def _same_act(pairs: Pairs, event: Sentences) -> Pairs:
    """Keep pairs that share an act, and somebody where both name somebody."""
    first, second, value = pairs
    is_act = event.is_act.astype(float)
    acts, names = event.bags.multiply(is_act[None, :]), event.bags.multiply(1 - is_act[None, :])
    acts, names = csr_array(acts), csr_array(names)
    named = np.asarray(names.sum(axis=1)) > 0
    shared, shared_names = dot(acts, first, second), dot(names, first, second)
    keep = (shared >= _ACTS) & (shared + shared_names >= _SHARED)
    keep &= (shared_names > 0) | ~(named[first] & named[second])
    return first[keep], second[keep], value[keep]


def _nearest(of: NDArray[np.int64], pairs: Pairs, documents: pd.Series) -> NDArray[np.float64]:
    """Measure how like each sentence is to the likest of another document outside its claim."""
    first, second, value = pairs
    document = pd.factorize(documents)[0]
    apart = (of[first] != of[second]) & (document[first] != document[second])
    nearest = np.zeros(len(of))
    np.maximum.at(nearest, first[apart], value[apart])
    np.maximum.at(nearest, second[apart], value[apart])
    return nearest


def _same_speaker(pairs: Pairs, rows: pd.DataFrame) -> Pairs:
    """Drop pairs of sentences of speakers of two sides that are not nearly the same."""
    first, second, value = pairs
    speakers = rows["side"].to_numpy(dtype=object)
    one, other = speakers[first], speakers[second]
    keep = (value >= _TWO_SPEAKERS) | (one == "") | (other == "") | (one == other)
    return first[keep], second[keep], value[keep]


def _to_centre(of: NDArray[np.int64], pairs: Pairs) -> NDArray[np.float64]:
    """Measure how like each sentence is to the one of its claim most like the others."""
    first, second, value = pairs
    within = of[first] == of[second]
    first, second, value = first[within], second[within], value[within]
    total = np.bincount(first, value, len(of)) + np.bincount(second, value, len(of))
    places = np.arange(len(of))
    order = np.lexsort((places, -total, of))
    heads = order[np.concatenate([[True], of[order][1:] != of[order][:-1]])] if len(of) else order
    centre = np.zeros(len(of), dtype=np.int64)
    centre[of[heads]] = heads
    likeness = np.where(places == centre[of], 1.0, 0.0)
    for a, b in ((first, second), (second, first)):
        to_centre = centre[of[a]] == b
        likeness[a[to_centre]] = value[to_centre]
    return likeness


def _voices(corpus: Corpus, sentences: pd.DataFrame) -> pd.DataFrame:
    """Say in whose voice the larger part of each sentence is, and give the words that count."""
    parts = corpus.stretches
    parts = parts[parts["voice"] > 0]
    speakers = np.append(corpus.quotations["speaker_id"].to_numpy(dtype=object), "")
    spoken: dict[str, list[Stretch]] = {}
    columns = (parts[name] for name in ("document_id", "start", "end", "voice", "quotation"))
    for document, start, end, voice, row in zip(*columns, strict=True):
        spoken.setdefault(document, []).append((start, end, voice, speakers[row]))
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    rows = []
    for document, start, end in sentences[["document_id", "start", "end"]].itertuples(index=False):
        inside = [
            (max(first, start), min(last, end), voice, speaker)
            for first, last, voice, speaker in spoken.get(document, [])
            if first < end and last > start
        ]
        voice, speaker = _voice(end - start, inside)
        said = inside if voice != NAMES[0] else []
        rows.append((voice, speaker, _claimed(sources[document], (start, end), said)))
    table = pd.DataFrame(rows, sentences.index, ["voice", "speaker_id", "text"]).astype("str")
    return sentences.join(table)


def _claimed(source: str, span: tuple[int, int], inside: Sequence[Stretch]) -> str:
    """Give what is said in an attributed sentence; where that is too little, all of it."""
    said = "; ".join(source[first:last] for first, last, _, _ in inside)
    return said if len(telling(said)) >= _SHARED else source[slice(*span)]


def _voice(size: int, inside: Sequence[Stretch]) -> tuple[str, str]:
    """Say the voice and the speaker of most of a sentence."""
    by_voice: dict[int, int] = {}
    by_speaker: dict[str, int] = {}
    for first, last, voice, speaker in inside:
        by_voice[voice] = by_voice.get(voice, 0) + last - first
        by_speaker[speaker] = by_speaker.get(speaker, 0) + last - first
    if sum(by_voice.values()) < _ATTRIBUTED * size:
        return str(NAMES[0]), ""
    voice = max(by_voice, key=lambda key: (by_voice[key], key))
    return str(NAMES[voice]), max(by_speaker, key=lambda key: (by_speaker[key], key))
