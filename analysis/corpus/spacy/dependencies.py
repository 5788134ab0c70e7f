"""Read from a parsed sentence who may be speaking in one of its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.corpus.language import ABBREVIATIONS
from analysis.corpus.lexicons.speech import Entry, Speech
from analysis.corpus.spacy.weights import Answer, last_word

# Longer quotations are shortened before they are parsed, and those of several sentences.
_LONGEST: Final = 12
_SHORT: Final = "It is so"
_SEVERAL: Final = re.compile(r"[.!?…;:]\s")
_PLAIN: Final = {0x2019: "'", 0xA0: " ", 0x201C: '"', 0x201D: '"'}
_VERBS: Final = frozenset(("base", "s", "ed", "ing"))
_SAYING: Final = frozenset(("clause", "that", "hearer", "utterance"))
_RELATIVES: Final = frozenset(("who", "that", "which", "whom"))
_BESIDE: Final = frozenset(("parataxis", "ccomp", "advcl", "dep", "conj"))
_OBJECTS: Final = frozenset(("dobj", "attr", "npadvmod", "oprd"))
_LEANING: Final = frozenset(("xcomp", "advcl", "pcomp"))
_ENDING: Final = frozenset(("relcl", "acl", "appos"))
_ABBREVIATION: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(ABBREVIATIONS))}|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$"
)
_STOP: Final = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class _Task:
    """A sentence to parse, with its quotations shortened; the one that is asked for is in it."""

    row: int
    text: str
    start: int
    end: int


def answers(
    documents: pd.DataFrame,
    quotations: pd.DataFrame,
    rows: Sequence[int],
    model: Any,
    speech: Speech,
) -> dict[int, list[Answer]]:
    """List the speakers the grammar offers for some rows, the nearest first."""
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    names = quotations["document_id"].tolist()
    places = list(zip(quotations["start"].tolist(), quotations["end"].tolist(), strict=True))
    in_marks: dict[str, list[tuple[int, int]]] = {}
    for name, place, kind in zip(names, places, quotations["kind"], strict=True):
        if kind != "indirect":
            in_marks.setdefault(name, []).append(place)
    tasks = [_task(row, sources[names[row]], places[row], in_marks[names[row]]) for row in rows]
    texts = list(dict.fromkeys(task.text for task in tasks))
    parsed = dict(zip(texts, model.pipe(texts, batch_size=128), strict=True))
    return {task.row: list(_read(parsed[task.text], task, speech)) for task in tasks}


def _task(row: int, source: str, quote: tuple[int, int], spans: list[tuple[int, int]]) -> _Task:
    """Cut out the sentence of a quotation, and shorten the quotations in it."""
    low = source.rfind("\n", 0, quote[0]) + 1
    high = source.find("\n", quote[1])
    high = len(source) if high < 0 else high
    inner = sorted({(a, b) for a, b in spans if a >= low and b <= high})
    stops = [low, *_stops(source, low, high, inner), high]
    begin = max(stop for stop in stops if stop <= quote[0])
    end = min(stop for stop in stops if stop >= quote[1])
    parts: list[str] = []
    position, length, place = begin, 0, (0, 0)
    for a, b in inner:
        if a < position or b > end:
            continue
        before, shown = source[position:a], _shorten(source[a:b])
        length += len(before)
        if (a, b) == quote:
            place = (length, length + len(shown))
        parts += [before, shown]
        length += len(shown)
        position = b
    text = "".join([*parts, source[position:end]]).translate(_PLAIN)
    return _Task(row, text, *place)


def _stops(source: str, low: int, high: int, inner: list[tuple[int, int]]) -> Iterator[int]:
    """Find where sentences end: outside quotations, or at the end of one."""
    for match in _STOP.finditer(source, low, high):
        at = match.start()
        if any(a <= at < b - 2 for a, b in inner):
            continue
        if not _ABBREVIATION.search(source[max(low, at - 12) : at + 1]):
            yield match.end()


def _shorten(words: str) -> str:
    if len(words.split()) <= _LONGEST and not _SEVERAL.search(words):
        return words
    return _SHORT + (words[-1] if words[-1] in ".,!?…" else "")


def _read(doc: Any, task: _Task, speech: Speech) -> Iterator[Answer]:
    """Climb from a quotation to the verbs that govern it, and look beside them."""
    span = doc.char_span(task.start, task.end, alignment_mode="expand")
    if span is None or not len(span):
        return
    inside = frozenset(range(span.start, span.end))
    seen: set[int] = set()
    node = span.root
    while True:
        if node.i not in inside:
            seen.add(node.i)
            yield from _verb(node, inside, speech, "up")
        for child in node.children:
            if child.i in inside or child.i in seen:
                continue
            if child.dep_ in _BESIDE and (child.dep_ == "parataxis" or node.i in inside):
                seen.add(child.i)
                yield from _verb(child, inside, speech, f"aside-{child.dep_}")
            elif child.dep_ == "prep" and child.lower_ == "according":
                yield from _according(child, inside)
        if node.head.i == node.i:
            return
        node = node.head


def _according(word: Any, inside: frozenset[int]) -> Iterator[Answer]:
    for child in word.children:
        for noun in [child] if child.dep_ == "pobj" else child.children:
            if noun.dep_ == "pobj":
                speaker = _phrase(noun, inside)
                if last_word(speaker):
                    yield Answer(speaker, f"{word.text} to", "neutral", "according to")


def _verb(verb: Any, inside: frozenset[int], speech: Speech, way: str) -> Iterator[Answer]:
    if verb.pos_ not in ("VERB", "AUX"):
        return
    subject = _subject(verb, inside)
    if subject is None:
        return
    noun, link = subject
    speaker = _phrase(noun, inside)
    if not last_word(speaker):
        return
    entry = _entry(verb, speech)
    if entry is None:
        yield Answer(speaker, verb.text, "", f"{way}/verb/{link}")
    else:
        strength = "strong" if entry.constructions & _SAYING else "act"
        yield Answer(speaker, verb.text, entry.cue_class, f"{way}/{strength}/{link}")


def _entry(verb: Any, speech: Speech) -> Entry | None:
    entries = [e for e in speech.forms.get(verb.lower_, ()) if e.form in _VERBS]
    return min(entries, key=lambda entry: bool(entry.tail), default=None)


def _subject(verb: Any, inside: frozenset[int]) -> tuple[Any, str] | None:
    """Find who does a verb: its subject, or that of the verb it leans on."""
    link = "own"
    for _ in range(6):
        subject = _near_subject(verb, inside, link)
        if subject is not None:
            return subject
        dependency, verb = verb.dep_, verb.head
        if dependency == "conj":
            link = "conj"
        elif dependency in _LEANING:
            link = "lean"
            if dependency == "pcomp" and verb.pos_ not in ("VERB", "AUX"):
                verb = verb.head
            if verb.pos_ not in ("VERB", "AUX"):
                return None
        elif dependency in ("acl", "relcl"):
            return verb, f"{link}-acl"
        else:
            return None
    return None


def _near_subject(verb: Any, inside: frozenset[int], link: str) -> tuple[Any, str] | None:
    children = [child for child in verb.children if child.i not in inside]
    agents = [child for child in children if child.dep_ == "agent"]
    nouns = [noun for agent in agents for noun in agent.children if noun.dep_ == "pobj"]
    if nouns:
        return nouns[0], f"{link}-agent"
    for child in children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            passive = "-pass" if child.dep_ == "nsubjpass" else ""
            if child.lower_ in _RELATIVES and verb.dep_ == "relcl":
                return verb.head, f"{link}-rel{passive}"
            return child, f"{link}{passive}"
    if link == "own" and max(inside) < verb.i:
        for child in children:
            # "...," exhorted the host: taken for an object where the verb is rare.
            if child.dep_ in _OBJECTS and child.left_edge.i == verb.i + 1:
                return child, "own-inv"
    return None


def _phrase(head: Any, inside: frozenset[int]) -> str:
    """Give the noun phrase of a word as printed: up to its relatives and appositions."""
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep_ != "prep":
            break
        last = child.right_edge.i + 1
        for token in child.subtree:
            if token.dep_ in _ENDING or token.i in inside or token.text == ",":
                last = min(last, token.left_edge.i)
        if last <= end:
            break
        end = last
    while start in inside and start < head.i:
        start += 1
    return " ".join(head.doc[start:end].text.split())
