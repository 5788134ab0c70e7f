"""Score naming candidates on newswcl50: `python bench/suggest.py ../shared`.

Gold: NewsWCL50 (Hamborg et al. 2019), five outlets on each event. Every annotation that is no
PROPERTY counts as a mention of its concept, of all types (ACTOR, ACTOR-I, COUNTRY, GROUP,
EVENT, ACTION, OBJECT, MISC); a concept is what the annotators made one within an event. A span
with two concepts is a mention of both. Pronouns are not annotated; whole clauses are, and stay
in the count, as do mentions whose sentence is not in the text. The file gives a mention the
first place of its words in the sentence: where they stand there twice, it may be either.

Identities and choices of words are found event by event, without the annotations. A candidate
phrase and a mention fit if their heads are the same word, or if they share at least half of
their words (Dice) and the phrase's head is one of the mention's. The head is the last word
before the first comma, preposition, relative or auxiliary, whichever phrase it is. Each phrase is
given to one mention and each mention to one phrase, those that share most first. Phrases
without a fitting mention stay in their group and count against it.

Scores, as NewsWCL50 does: a concept is compared with its best group. Precision is the share
of the group's phrases that are the concept's, recall the share of the concept's annotated
mentions in the group, F1 their harmonic mean; the mean over concepts is weighted by their
annotated mentions (weighted macro F1), over all concepts of all events together. Printed are

- `best`: every concept may take the group that gives it the highest F1, also one that another
  concept took: this is the figure to hold against the published 45.7 (and 29.8 of the best
  general coreference before it; theirs are over all ten events);
- `best, annotated`: the same, phrases without any annotation left out of the groups' sizes;
- `one to one`: no group is used twice (the assignment with the highest weighted sum);
- `found`: the share of annotated mentions that any phrase of any group fits: the ceiling.

Events 0-4 were looked at while the rules were written; others, where the file has them, are
printed apart.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import regex
from scipy.optimize import linear_sum_assignment

from analysis.corpus import Corpus, load
from analysis.suggest import candidates
from analysis.suggest.identities import identities

ROOT: Final = Path(__file__).resolve().parents[1]
SEEN: Final = ("0", "1", "2", "3", "4")
HALF: Final = 0.5
_WORD: Final = regex.compile(r"[\p{L}\p{N}]+(?:[.'’&-][\p{L}\p{N}]+)*")
_CUT: Final = frozenset(
    "of in on at for to from by with about between over against into after before during as "
    "who which that whose has have had was were is are will would".split()
)
_STRAIGHT: Final = str.maketrans("’‘“”\xa0–", "''\"\" -")
NOWHERE: Final = -1


class Place(NamedTuple):
    """An annotated mention: its document, where it can stand, and the concepts it names."""

    document_id: str
    spans: tuple[tuple[int, int], ...]
    concepts: frozenset[str]


class Score(NamedTuple):
    """What one concept reached: F1 by each way of counting, and mentions found at all."""

    concept: str
    mentions: int
    best: float
    annotated: float
    single: float
    found: int
    group: str


def plain_text(text: str) -> str:
    """Make quotation marks and capitals alike; the annotators' sentences differ in them."""
    return text.translate(_STRAIGHT).lower()


def places(rows: Sequence[Mapping[str, Any]], sources: Mapping[str, str]) -> list[Place]:
    """Lay the annotations of articles out as places in their sources."""
    result = []
    for row in rows:
        source, position, starts = plain_text(sources[row["id"]]), 0, []
        for sentence in row["sentences"]:
            plain = plain_text(sentence)
            inner = plain.strip("\" '")
            start = source.find(inner, position)
            start = start if start >= 0 else source.find(inner)
            starts.append(start - plain.find(inner) if start >= 0 else NOWHERE)
            position = max(start, position)
        told: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for note in row["annotations"]:
            if not note["type"].startswith("PROPERTY"):
                concept = f"{note['type']} {note['concept']}"
                told[note["sentence"], note["mention"]][concept] += 1
        for (number, mention), concepts in told.items():
            start, spans = starts[number], []
            if start != NOWHERE:
                found = regex.finditer(regex.escape(mention), row["sentences"][number])
                spans = [(start + match.start(), start + match.end()) for match in found]
            for time_ in range(max(concepts.values())):
                names = frozenset(name for name, count in concepts.items() if count > time_)
                result.append(Place(row["id"], tuple(spans), names))
    return result


def words_of(text: str, start: int) -> tuple[frozenset[int], int]:
    """Find where the words of a phrase stand, and where its head does."""
    found = list(_WORD.finditer(text))
    if not found:
        return frozenset({start}), start
    head = found[0]
    for before, word in pairwise(found):
        gap = text[before.end() : word.start()]
        if word.group().lower() in _CUT or "," in gap or "(" in gap:
            break
        head = word
    return frozenset(start + word.start() for word in found), start + head.start()


def matched(table: pd.DataFrame, gold: Sequence[Place], sources: Mapping[str, str]) -> list[int]:
    """Give each phrase at most one place of annotation, by number; -1 = none."""
    near: dict[tuple[str, int], set[tuple[int, int]]] = defaultdict(set)
    golden: list[list[tuple[frozenset[int], int]]] = []
    for number, place in enumerate(gold):
        source = sources[place.document_id]
        golden.append([words_of(source[start:end], start) for start, end in place.spans])
        for which, (words, _) in enumerate(golden[-1]):
            for word in words:
                near[place.document_id, word].add((number, which))
    pairs = []
    for row, phrase in enumerate(table.itertuples()):
        words, head = words_of(sources[phrase.document_id][phrase.start : phrase.end], phrase.start)
        for number, which in {pair for word in words for pair in near[phrase.document_id, word]}:
            theirs, their_head = golden[number][which]
            dice = 2 * len(words & theirs) / (len(words) + len(theirs))
            if head == their_head or (dice >= HALF and head in theirs):
                pairs.append((-dice, row, number))
    result, taken = [-1] * len(table), set()
    for _, row, number in sorted(pairs):
        if result[row] < 0 and number not in taken:
            result[row] = number
            taken.add(number)
    return result


def score(table: pd.DataFrame, gold: Sequence[Place], sources: Mapping[str, str]) -> list[Score]:
    """Compare the concepts of one event with its groups of phrases."""
    fits = matched(table, gold, sources)
    groups = list(dict.fromkeys(table["candidate"]))
    number_of = {name: number for number, name in enumerate(groups)}
    size = Counter(concept for place in gold for concept in place.concepts)
    concepts = sorted(size)
    together = np.zeros((len(concepts), len(groups)))
    phrases, annotated = np.zeros(len(groups)), np.zeros(len(groups))
    for group, fit in zip(table["candidate"], fits, strict=True):
        column = number_of[group]
        phrases[column] += 1
        annotated[column] += fit >= 0
        for concept in gold[fit].concepts if fit >= 0 else ():
            together[concepts.index(concept), column] += 1
    sizes = np.array([size[concept] for concept in concepts])
    f1 = 2 * together / (sizes[:, None] + phrases[None, :])
    lenient = 2 * together / np.maximum(sizes[:, None] + annotated[None, :], 1)
    single = dict(zip(*linear_sum_assignment(-f1 * sizes[:, None]), strict=True))
    return [
        Score(
            concept,
            size[concept],
            f1[n].max(initial=0),
            lenient[n].max(initial=0),
            f1[n, single[n]] if n in single else 0.0,
            int(together[n].sum()),
            groups[int(f1[n].argmax())] if groups else "",
        )
        for n, concept in enumerate(concepts)
    ]


def mean(scores: Sequence[Score], name: str) -> float:
    """Weigh the scores of concepts by their mentions."""
    weights = [row.mentions for row in scores]
    return float(np.average([getattr(row, name) for row in scores], weights=weights))


def line(name: str, scores: Sequence[Score]) -> str:
    """Write the figures of an event, or of several, as a line."""
    total = sum(row.mentions for row in scores)
    found = sum(row.found for row in scores) / total
    values = "".join(f"{100 * mean(scores, key):16.1f}" for key in ("best", "annotated", "single"))
    return f"{name:34}{total:9}{values}{100 * found:9.1f}"


def main(shared: Path, detail: str = "") -> None:
    """Score every event, those looked at and others apart; `detail`: list the concepts of one."""
    path = shared / "benchmarks" / "newswcl50" / "newswcl50_raw.jsonl"
    rows = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    corpus = read(rows)
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    print(
        f"{'':34}{'mentions':>9}{'best':>16}{'best, annotated':>16}{'one to one':>16}{'found':>9}"
    )
    every: dict[bool, list[Score]] = {True: [], False: []}
    kinds: dict[str, list[Score]] = defaultdict(list)
    for event in sorted({row["event"] for row in rows}):
        ours = [row for row in rows if row["event"] == event]
        began = time.perf_counter()
        table = every_group(corpus.select(event=event))
        took = time.perf_counter() - began
        scores = score(table, places(ours, sources), sources)
        every[event in SEEN] += scores
        for row in scores:
            kinds[row.concept.split(" ")[0]].append(row)
        print(line(ours[0]["event_name"][:33], scores), f"  {took:.1f} s")
        for row in sorted(scores, key=lambda row: -row.mentions) if event == detail else ():
            print(
                f"    {row.concept:36} {row.mentions:4} found {row.found:4} "
                f"best {row.best:.2f} one to one {row.single:.2f}  {row.group}"
            )
    for seen, scores in every.items():
        if scores:
            print(line("events looked at" if seen else "events not looked at", scores))
    for kind, scores in sorted(kinds.items()):
        print(line(f"  {kind}", scores))
    truth = json.loads((ROOT / "data" / "sample-marked" / "truth.json").read_text("utf-8"))
    print("the sample: mentions of a concept in its best group")
    for (event, concept), (best, count) in sample(load("data/sample"), truth).items():
        print(f"  {event:36}{concept:10}{best:4} of {count}")


def sample(corpus: Corpus, truth: Mapping[str, Any]) -> dict[tuple[str, str], tuple[int, int]]:
    """Count, for each event and concept of the sample, mentions in its best group, and all."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for event in truth["events"]:
        table = every_group(corpus.select(event=event["event"]))
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        total: Counter[str] = Counter()
        for mention in truth["mentions"]:
            if mention["document_id"] in event["documents"]:
                total[mention["concept"]] += 1
                over = table[
                    (table["document_id"] == mention["document_id"])
                    & (table["start"] < mention["end"])
                    & (table["end"] > mention["start"])
                ]
                groups[mention["concept"]].update(set(over["candidate"]))
        for concept, count in sorted(total.items()):
            best = max(groups[concept].values(), default=0)
            found[event["event"], concept] = best, count
    return found


def every_group(corpus: Corpus) -> pd.DataFrame:
    """Find what outlets may name variously: persons, bodies and states, and choices of words."""
    tables = [identities(corpus), candidates(corpus)]
    named = [t.assign(candidate=f"{n} " + t["candidate"]) for n, t in enumerate(tables) if len(t)]
    return pd.concat(named or tables[:1], ignore_index=True)


def read(rows: Sequence[Mapping[str, Any]]) -> Corpus:
    """Load the articles, without what the annotators made of them."""
    keys = ("id", "outlet", "title", "text", "event")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newswcl50.jsonl"
        lines = [json.dumps({key: row[key] for key in keys}) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        return load(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:3])
