"""The quotations that can be variants of a statement, and who stands for whom."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import regex

from analysis.corpus import Corpus, language
from analysis.measures.statement.same import speakers_of
from analysis.measures.statement.words import QUOTED, fold, keys, stems, trimmed
from analysis.schema import COUNTED

# Fewer words with content than this in the outlet's words ("it did") cannot be told apart.
_FEWEST_INDIRECT: Final = 2
_STEMMERS: Final = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "": "english",
}
_GENERAL: Final = frozenset("government of the republic kingdom".split())
_OPENS: Final = regex.compile(r"(?:^|[.!?…:]['\"”’]?\s)[\s'\"“‘(\[]*$")
_CAPITAL: Final = regex.compile(r"\p{Lu}")


class Speaker(NamedTuple):
    """A speaker by normalised name, and the side it is listed under."""

    name: str
    side: str


def units(corpus: Corpus) -> pd.DataFrame:
    """Take the quotations that can be compared: of a known speaker, within an event.

    Where no document has an event, all are one story; where some have, the others are none. Who
    prints the same words in quotation marks may quote one speaker (`speakers_of`).

    Returns
    -------
    One row per quotation, in the order of document, start and end: the columns of
    `schema.QUOTATIONS` (`text` without closing marks), `event, origin, published, label` (of
    the segment), `is_lede, words` (folded), `content` (stems), `names` (stems with a capital,
    and those without), `speakers` (all who may be its speaker).
    """
    documents = corpus.documents.set_index("document_id")
    spoken = corpus.quotations
    story = documents["event"]
    if (story != "").any():
        spoken = spoken[spoken["document_id"].map(story) != ""]
    quotations = spoken.sort_values(["document_id", "start", "end", "kind"])
    quotations = quotations.drop_duplicates(["document_id", "start", "end"]).reset_index(drop=True)
    quotations = quotations.assign(
        event=quotations["document_id"].map(story),
        origin=quotations["document_id"].map(documents["origin"]),
        published=quotations["document_id"].map(_days(documents)),
    )
    quotations = _read(quotations, documents)
    content = quotations["content"].map(set)
    names = quotations["names"].map(lambda each: each[0] - each[1])
    is_quoted = quotations["kind"].isin(QUOTED)
    # A name alone ("the Harbour Safety Board") says nothing.
    says = np.array([bool(some - of) for some, of in zip(content, names, strict=True)], dtype=bool)
    enough = content.map(len) >= np.where(is_quoted, 1, _FEWEST_INDIRECT)
    quotations = quotations[enough & (is_quoted | says)]
    quotations = place(corpus, quotations.reset_index(drop=True))
    quotations = quotations.assign(speaker_id=shortened(quotations))
    speakers = speakers_of(quotations)
    anybody = [(*names, "")[0] for names in speakers]
    own = quotations["speaker_id"].mask(quotations["speaker_id"] == "", anybody)
    quotations = quotations.assign(speaker_id=own, speakers=speakers)
    quotations = quotations[quotations["speaker_id"] != ""].reset_index(drop=True)
    sides = quotations[quotations["side"] != ""].groupby("speaker_id")["side"].min().to_dict()
    return quotations.assign(side=[sides.get(name, "") for name in quotations["speaker_id"]])


def _read(quotations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Add the words of each quotation, their stems, and which of these are names."""
    sources, languages = documents["source"].to_dict(), documents["language"].to_dict()
    columns: dict[str, list[Any]] = {name: [] for name in ("text", "words", "content", "names")}
    for name, start, end in zip(
        quotations["document_id"], quotations["start"], quotations["end"], strict=True
    ):
        text = trimmed(sources[name][start:end])
        stemmer = _STEMMERS.get(languages[name][:2], "")
        words = keys(text)
        row = (text, words, tuple(stems(words, stemmer)), _names(text, stemmer))
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    series = {name: pd.Series(values, dtype=object) for name, values in columns.items()}
    return quotations.assign(**series)


def _days(documents: pd.DataFrame) -> pd.Series:
    """Write the first day of publication so that it sorts; the undated come last."""
    written: pd.Series = documents["published_earliest"].dt.strftime("%Y-%m-%d").fillna("~")
    return written


def _names(text: str, stemmer: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the stems that are written with a capital, and those that are not.

    The first word of a sentence tells nothing.
    """
    name_stems: tuple[set[str], set[str]] = set(), set()
    for match in language.words(text):
        is_small = _CAPITAL.match(match.group()) is None
        if is_small or not _OPENS.search(text, 0, match.start()):
            name_stems[is_small].update(stems([fold(match.group())], stemmer))
    return frozenset(name_stems[0]), frozenset(name_stems[1])


def place(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Say in which counted segment spans begin, and whether in the lede.

    Returns
    -------
    The spans with `label` ('' = in none) and `is_lede`: in the first sentence of the body.
    """
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    by_document = {
        name: list(zip(rows["start"], rows["end"], rows["label"], strict=True))
        for name, rows in counted.groupby("document_id", sort=False)
    }
    ledes = _ledes(corpus, set(spans["document_id"]))
    labels, ledes_of = [], []
    for name, start in zip(spans["document_id"], spans["start"], strict=True):
        inside = [label for a, b, label in by_document.get(name, ()) if a <= start < b]
        labels.append(inside[0] if inside else "")
        first, last = ledes.get(name, (0, 0))
        ledes_of.append(first <= start < last)
    return spans.assign(label=labels, is_lede=ledes_of)


def _ledes(corpus: Corpus, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Find the first sentence of each body."""
    bodies = corpus.segments[corpus.segments["label"] == "body"]
    bodies = bodies[bodies["document_id"].isin(list(wanted))]
    first = bodies.sort_values("start").drop_duplicates("document_id")
    sources = corpus.documents.set_index("document_id")["source"].to_dict()
    ledes = {}
    for name, start, end in zip(first["document_id"], first["start"], first["end"], strict=True):
        parts = language.sentences(sources[name][start:end]) if sources[name] else []
        if parts:
            ledes[name] = (start + parts[0][0], start + parts[0][1])
    return ledes


@lru_cache(maxsize=65536)
def stands_for(general: Speaker, specific: Speaker) -> bool:
    """Say whether a speaker may be a shorter name of another: a state for one of its bodies.

    A state and a body that is named after it ("Poland", "Polish Foreign Ministry"), both on
    the same side. Nobody stands for a person.

    Examples
    --------
    >>> stands_for(Speaker("Poland", "Poland"), Speaker("Polish Foreign Ministry", "Poland"))
    True
    """
    if not general.side or general.side != specific.side or general.name == specific.name:
        return False
    own, rest = _proper(general.name), _proper(specific.name)
    if not is_state(general) or len(rest) <= len(own) or own == rest[: len(own)]:
        return False
    return all(any(_is_akin(word, each) for each in rest) for word in own)


def is_state(speaker: Speaker) -> bool:
    """Say whether a speaker is a state or its government: named as its side, or "of" it."""
    own = _proper(speaker.name)
    return bool(own) and (speaker.name == speaker.side or len(own) < len(keys(speaker.name)))


def _proper(name: str) -> list[str]:
    return [word for word in keys(name) if word not in _GENERAL]


def _is_akin(name: str, other: str) -> bool:
    """Say whether a word is a country's name or its adjective."""
    if other.startswith(name):
        return True
    return other[:3] == name[:3] and other.endswith(("n", "sh", "ese", "i", "ch"))


def shortened(units: pd.DataFrame) -> list[str]:
    """Name the speakers whom a headline shortens and the article spells out.

    "Ministry" above an article in which one ministry alone speaks is that ministry. Where two
    could be meant, the headline's speaker stays what it is.
    """
    speakers = []
    body = units[units["label"] != "title"].groupby("document_id")["speaker_id"].agg(set)
    columns = ("document_id", "speaker_id", "side", "label")
    for document, speaker, side, label in zip(*(units[c] for c in columns), strict=True):
        spelt_out = body.get(document, set())
        fuller = {other for other in spelt_out if set(keys(speaker)) < set(keys(other))}
        is_short = label == "title" and speaker and not side and speaker not in spelt_out
        speakers.append(fuller.pop() if is_short and len(fuller) == 1 else speaker)
    return speakers
