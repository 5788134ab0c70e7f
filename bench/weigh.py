"""Fit `data/lexicons/weights.yml` to PolNeAR's training set: `python bench/weigh.py ../shared`.

Three logistic models with readable signs (`analysis.corpus.quote.weigh`), fitted one upon the
other: where reported words end, whether they are speech, and whether a row names its speaker
rightly. A penalty keeps weights small, those near nothing are left out, and signs seen in fewer
than `RARE` cases are never looked at. Deterministic; it prints how each model does on articles
held out in five folds. Nothing of the dev set is read.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from analysis.corpus import load
from analysis.corpus.language.person_names import meet
from analysis.corpus.lexicons.speech import Speech
from analysis.corpus.load import LEXICONS
from analysis.corpus.quote import load_speech, rows, weigh
from analysis.corpus.quote import quotation_marks as marks
from analysis.corpus.quote.clause_bounds import farthest
from analysis.corpus.quote.document import attribute, runs
from analysis.corpus.quote.resolve import resolve
from analysis.corpus.quote.sentences import Sentence, sentences
from analysis.schema import COUNTED

PLACE = LEXICONS / "weights.yml"
HEAD = """\
# What speaks for and against what the rules found: log odds, of three models. Written by
# bench/weigh.py, which says how, from PolNeAR's training set; not to be edited by hand.
"""
RARE = 10
SMALL = 0.04
# On the square of each weight, by model: the best on articles held out, of 1 to 20.
PENALTIES = {"end": 4.0, "paraphrase": 12.0, "speaker": 8.0}
FOLDS = 5
ENOUGH = 0.5
# A sentence of the annotation ends here, as it does in ours.
_END = re.compile(r"[.!?][\"”’']*\s+(?=[\"“‘'A-Z])|\n+")

Case = tuple[int, tuple[str, ...], bool]  # number of the article, signs, whether it is so
Span = tuple[int, int]


class Article:
    """One article of the training set, with its annotation laid on its source."""

    def __init__(self, given: dict[str, Any], source: str, shift: int, segments: list[Any]) -> None:
        self.source, self.segments = source, segments
        # Attributed content cut at the ends of sentences, and the whole of it with its source.
        self.gold: list[Span] = []
        self.attributed: list[tuple[Span, str]] = []
        for attribution in given["annotations"][0]["attributions"] if given["annotations"] else []:
            named = " ".join(part["text"] for part in attribution["source"])
            spans = sorted(tuple(s) for part in attribution["content"] for s in part["spans"])
            joined: list[list[int]] = []
            for start, end in spans:
                if joined and not given["text"][joined[-1][1] : start].strip():
                    joined[-1][1] = max(end, joined[-1][1])
                else:
                    joined.append([start, end])
            for start, end in joined:
                self.attributed.append(((start + shift, end + shift), named))
                self.gold += [(a + shift, b + shift) for a, b in _cut(given["text"], start, end)]

    def sentences(self, speech: Speech) -> Iterator[Sentence]:
        """Give the sentences that are read for speech, headlines among them."""
        for _, paragraphs in runs(self.source, self.segments):
            quotations = marks.scan(self.source, paragraphs)
            for paragraph, marked in zip(paragraphs, quotations, strict=True):
                yield from sentences(self.source, paragraph, marked, speech)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a span at the ends of sentences, and trim it."""
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() < end:
            yield begin, match.start()
            begin = match.end()
    yield begin, end


def articles(path: Path) -> list[Article]:
    """Read the training set as a user would have it, and its annotation."""
    given = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    kept = ("id", "outlet", "title", "date", "text")
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "articles.jsonl"
        table.write_text("\n".join(json.dumps({n: row[n] for n in kept}) for row in given))
        corpus = load(table)
    documents = corpus.documents.set_index("document_id")
    by_name: dict[str, list[Any]] = {name: [] for name in documents.index}
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    columns = [counted[name].tolist() for name in ("document_id", "start", "end", "label")]
    for name, *segment in zip(*columns, strict=True):
        by_name[name].append(tuple(segment))
    return [
        Article(
            row,
            documents["source"][row["id"]],
            int(documents["text_start"][row["id"]]),
            sorted(by_name[row["id"]]),
        )
        for row in given
    ]


def overlap(one: Span, other: Span) -> float:
    """Divide what two spans share by what they cover together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def ends(all_articles: Sequence[Article], speech: Speech) -> Iterator[Case]:
    """List the places where words that the annotation has too may end."""
    for number, article in enumerate(all_articles):
        for sentence in article.sentences(speech):
            size = len(sentence.lower)
            starts = [sentence.start(n) for n in range(size)]
            for report in rows.reported(speech, sentence):
                for a, b in report.contents:
                    if not rows.is_open(sentence, report, (a, b)):
                        continue
                    low, high = starts[max(0, a - 1)], starts[min(size - 1, a + 1)]
                    same = [
                        min(bisect_left(starts, span[1]), farthest(sentence.lower, a))
                        for span in article.gold
                        if low <= span[0] < high and span[1] > starts[a]
                    ]
                    if not same:
                        continue
                    true = min(same, key=lambda end: (abs(end - b), end))
                    *places, last = weigh.places(sentence, a, b, report)
                    for place in places:
                        if place > true:
                            break
                        signs = weigh.end_signs(sentence, (a, b), place, last, report)
                        yield number, signs, place == true


def paraphrases(all_articles: Sequence[Article], speech: Speech) -> Iterator[Case]:
    """List the clauses found: the annotation has half of the same words, or not."""
    for number, article in enumerate(all_articles):
        for sentence in article.sentences(speech):
            reports = rows.reported(speech, sentence)
            for report, spans in rows.clauses(sentence, reports):
                for a, b in spans:
                    if weigh.is_beyond_doubt(sentence, report, (a, b)):
                        continue
                    place = sentence.start(a), sentence.end(b - 1)
                    signs = weigh.paraphrase_signs(sentence, report, (a, b), reports)
                    best = max((overlap(place, span) for span in article.gold), default=0.0)
                    yield number, signs, best >= ENOUGH


def speakers(all_articles: Sequence[Article], speech: Speech) -> Iterator[Case]:
    """List the rows that name a speaker: the words are attributed to that one, or not."""
    for number, article in enumerate(all_articles):
        people = meet(article.source, article.segments)
        found = attribute(article.source, article.segments, speech, people)
        resolve(found, article.source, people, speech)
        for row in found:
            if row.speaker:
                yield number, rows.speaker_signs(row), is_right(row, article)


def is_right(row: rows.Row, article: Article) -> bool:
    """Tell whether the annotation gives most of a row's words to its speaker.

    By the last word of the name, as `../shared/score/polnear.py` compares them.
    """
    last = re.findall(r"[\w-]+", row.speaker.lower())[-1:]
    size = row.end - row.start
    for (start, end), named in article.attributed:
        shared = min(end, row.end) - max(start, row.start)
        if shared > size / 2 and last and last[0] in re.findall(r"[\w-]+", named.lower()):
            return True
    return False


# --- the fit ---------------------------------------------------------------------------------


def fit(cases: Sequence[Case], penalty: float) -> dict[str, float]:
    """Fit a logistic model with a squared penalty."""
    seen = Counter(sign for _, signs, _ in cases for sign in set(signs))
    names = sorted(sign for sign, count in seen.items() if count >= RARE)
    matrix = _matrix(cases, names)
    truth = np.array([1.0 if so else 0.0 for *_, so in cases])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ weights
        error = 1 / (1 + np.exp(-odds)) - truth
        value = np.logaddexp(0, odds).sum() - truth @ odds + penalty / 2 * weights @ weights
        return float(value), matrix.T @ error + penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", tol=1e-7)
    rounded = {name: round(float(w), 2) for name, w in zip(names, found.x, strict=True)}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= SMALL}


def _matrix(cases: Sequence[Case], names: Sequence[str]) -> csr_array:
    place = {name: n for n, name in enumerate(names)}
    entries = [
        (row, place[sign])
        for row, (_, signs, _) in enumerate(cases)
        for sign in signs
        if sign in place
    ]
    at, column = np.array(entries, dtype=np.int64).T
    return csr_array((np.ones(len(at)), (at, column)), shape=(len(cases), len(names)))


def held_out(cases: Sequence[Case], penalty: float) -> list[tuple[float, bool]]:
    """Give the log odds of every case by a model fitted without its fold."""
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([case for case in cases if case[0] % FOLDS != fold], penalty)
        told += [(weigh.log_odds(weights, s), so) for n, s, so in cases if n % FOLDS == fold]
    return told


def report(name: str, cases: Sequence[Case]) -> None:
    """Print how a model does on articles it was not fitted to."""
    told = held_out(cases, PENALTIES[name])
    right = sum((odds > 0) == so for odds, so in told) / len(told)
    kept = [so for odds, so in told if odds > 0]
    every = sum(so for _, so in told)
    print(
        f"{name}: {len(told)} cases, {every / len(told):.3f} so; held out, right {right:.3f}; "
        f"told so P {sum(kept) / len(kept):.3f} R {sum(kept) / every:.3f}"
    )
    for tenth in range(10):
        part = [
            (weigh.probability(odds), so)
            for odds, so in told
            if int(min(9, weigh.probability(odds) * 10)) == tenth
        ]
        if part:
            said = sum(p for p, _ in part) / len(part)
            was = sum(so for _, so in part) / len(part)
            print(f"  {tenth / 10:.1f} n {len(part):6} said {said:.3f} was {was:.3f}")


def main() -> None:
    """Fit the models, one upon the other, and write them."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    read = articles(shared / "benchmarks/polnear/train.jsonl.gz")
    speech = replace(load_speech(), weights={})
    models: dict[str, dict[str, float]] = {}
    for name, listed in (("end", ends), ("paraphrase", paraphrases), ("speaker", speakers)):
        cases = list(listed(read, speech))
        report(name, cases)
        models[name] = fit(cases, PENALTIES[name])
        speech = replace(speech, weights=dict(models))
    blocks = [
        f"{name}: |\n" + "".join(f"  {weight} {sign}\n" for sign, weight in sorted(model.items()))
        for name, model in models.items()
    ]
    PLACE.write_text(HEAD + "".join(blocks), encoding="utf-8")
    print(f"{PLACE.name}: {PLACE.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
