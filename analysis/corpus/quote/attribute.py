"""Read one document: its quotations, each with the speaker as named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.corpus.quote import clause, cues, headline, judge, marks, phrase, transcript
from analysis.corpus.quote.cues import Report
from analysis.corpus.quote.grammar import DASHES
from analysis.corpus.quote.marks import Marked
from analysis.corpus.quote.people import People
from analysis.corpus.quote.phrase import Span
from analysis.corpus.quote.speech import Speech
from analysis.corpus.quote.words import Sentence, sentences

Segment = tuple[int, int, str]
_NESTED: Final = re.compile("[‘“„«\"]|(?<=\\s)'")
_WEAK: Final = frozenset(("speech act", "noun", "passive", "question"))
_ASIDE: Final = frozenset(("after", "after clause", "inverted", "inverted clause", "according to"))
# Constructions that make the one who acts the speaker, even where another reports it.
_NAMING: Final = frozenset(("name", "charge"))
# How sure the speaker is, by rule: share right on PolNeAR's training set, rounded.
_CONFIDENCE: Final = {
    "after": 0.97,
    "inverted": 0.97,
    "after clause": 0.92,
    "inverted clause": 0.88,
    "according to": 0.92,
    "clause": 0.88,
    "told": 0.88,
    "before": 0.82,
    "quoted as saying": 0.9,
    "to X": 0.9,
    "headline": 0.9,
    "transcript": 0.95,
    "continued": 0.91,
    "carried over": 0.91,
    "name before colon": 0.9,
    "colon": 0.8,
    "speech act": 0.75,
    "question": 0.7,
    "passive": 0.6,
    "noun": 0.55,
    "subject": 0.5,
    "unresolved": 0.0,
}


@dataclass(slots=True)
class Row:
    """One quotation; `start`, `end` and `speaker_at` are places in the source."""

    start: int
    end: int
    kind: str
    speaker: str = ""
    speaker_at: int = -1
    cue: str = ""
    cue_class: str = ""
    how: str = "unresolved"
    speaker_id: str = ""
    side: str = ""
    confidence: float = 0.0


@dataclass(slots=True)
class _Reader:
    """What is known while a document is read."""

    source: str
    speech: Speech
    rows: list[Row] = field(default_factory=list)
    # The row whose speaker a quotation without one is carried over from.
    last: Row | None = None


def attribute(
    source: str, segments: Sequence[Segment], speech: Speech, people: People
) -> list[Row]:
    """Find the quotations of one document.

    Parameters
    ----------
    source
        Its source.
    segments
        Start, end and label of its counted segments, in order.
    speech
        The lexicon.
    people
        The people the document names.
    """
    reader = _Reader(source, speech)
    titles: list[tuple[Span, list[Marked]]] = []
    for label, paragraphs in _runs(source, segments):
        found = marks.scan(source, paragraphs)
        if label == "title":
            titles += list(zip(paragraphs, found, strict=True))
            continue
        reader.last = None
        named = transcript.lines(source, paragraphs)
        for number, (paragraph, marked) in enumerate(zip(paragraphs, found, strict=True)):
            if number in named:
                reader.rows.append(_line(paragraph, *named[number]))
            else:
                _paragraph(reader, paragraph, marked)
    known = {row.speaker.lower().split()[-1] for row in reader.rows if row.speaker}
    known |= people.surnames
    for paragraph, marked in titles:
        reader.last = None
        _title(reader, paragraph, marked, known)
    for row in reader.rows:
        row.confidence = _CONFIDENCE[row.how] if row.speaker else 0.0
    # What lies within another quotation comes before it.
    return sorted(reader.rows, key=lambda row: (row.end, -row.start, row.kind))


def _runs(source: str, segments: Sequence[Segment]) -> Iterator[tuple[str, list[Span]]]:
    """Gather the paragraphs of segments that follow each other under one label."""
    run: list[Span] = []
    previous = ""
    for start, end, label in segments:
        if label != previous and run:
            yield previous, run
            run = []
        previous = label
        position = start
        for line in source[start:end].split("\n"):
            first = position + len(line) - len(line.lstrip())
            last = position + len(line.rstrip())
            if last > first:
                run.append((first, last))
            position += len(line) + 1
    if run:
        yield previous, run


def _paragraph(reader: _Reader, paragraph: Span, marked: Sequence[Marked]) -> None:
    for sentence in sentences(reader.source, paragraph, marked, reader.speech.speaks):
        rows = _sentence(reader, sentence)
        reader.rows += rows
        _remember(reader, sentence, rows)
    for quote in marked:
        if _NESTED.search(reader.source, quote.start, quote.end):
            reader.rows += _nested(reader, quote)


def _remember(reader: _Reader, sentence: Sentence, rows: Sequence[Row]) -> None:
    """Keep the speaker that a quotation in the next sentence is carried over from."""
    for row in rows:
        if row.speaker:
            reader.last = row
    named = sentence.named
    if sentence.lower[-1] == ":":
        named = phrase.first_subject(sentence, len(sentence.lower) - 1)
    if named is not None and (not rows or sentence.lower[-1] == ":"):
        text = _words(reader.source, sentence, named)
        reader.last = Row(0, 0, "", text, sentence.start(named[0]))


def _line(paragraph: Span, start: int, speaker: str, at: int) -> Row:
    """Make the row of one line of a transcript."""
    return Row(start, paragraph[1], "direct", speaker, at, ":", "neutral", "transcript")


def _nested(reader: _Reader, quote: Marked) -> list[Row]:
    """Find quotations within a quotation that have a speaker of their own there."""
    inside = (quote.start, quote.end)
    marked = marks.scan(reader.source, [inside])[0]
    inner = _Reader(reader.source, reader.speech)
    rows: list[Row] = []
    for sentence in sentences(reader.source, inside, marked, reader.speech.speaks):
        if sentence.quotes:
            rows += [r for r in _sentence(inner, sentence) if r.kind != "indirect" and r.cue]
    return rows


def _title(reader: _Reader, paragraph: Span, marked: Sequence[Marked], known: set[str]) -> None:
    """Read a headline: its verbs as anywhere, and its colon or dash."""
    for sentence in sentences(reader.source, paragraph, marked, reader.speech.speaks):
        found = headline.read(sentence, known)
        if found is None:
            reader.rows += _sentence(reader, sentence)
            continue
        (a, b), speaker, mark = found
        named = _words(reader.source, sentence, speaker)
        at = sentence.start(speaker[0])
        inside = [n for n in sentence.quotes if a <= n < b]
        if b - a > len(inside):
            start, end = sentence.start(a), sentence.end(b - 1)
            reader.rows.append(Row(start, end, "indirect", named, at, mark, "neutral", "headline"))
        for number in inside:
            quote = sentence.quotes[number]
            kind = judge.kind(sentence, number, reader.source[quote.start : quote.end])
            reader.rows.append(
                Row(quote.start, quote.end, kind, named, at, mark, "neutral", "headline")
            )


def _sentence(reader: _Reader, sentence: Sentence) -> list[Row]:
    """Make the rows of one sentence: reported clauses, then the quotations in marks."""
    found = cues.find(sentence, reader.speech.forms)
    reports = clause.read(sentence, found) if found else []
    if sentence.lower[0] == "to":
        reports = clause.to_whom(sentence, reports) or reports
    _cut(reports)
    rows = []
    for report in reports:
        if not _is_nested(report, reports):
            rows += _clauses(reader, sentence, report)
    for number, marked in sentence.quotes.items():
        row = _quotation(reader, sentence, number, marked, reports)
        if row is not None:
            rows.append(row)
            if row.speaker:
                reader.last = row
    return rows


def _cut(reports: Sequence[Report]) -> None:
    """End what is reported before an attribution that stands aside: "..., X said"."""
    for aside in reports:
        if aside.how not in _ASIDE:
            continue
        start, end = aside.contents[0]
        for other in reports:
            if other is not aside:
                other.contents = [
                    (a, end) if start <= a < end < b else (a, b) for a, b in other.contents
                ]


def _is_nested(report: Report, reports: Sequence[Report]) -> bool:
    """Tell a speech act that stands within what somebody says."""
    if report.how not in _WEAK and not _is_act(report):
        return False
    a, b = report.contents[0]
    return any(
        other is not report and start <= report.cue.at and start <= a and b <= end
        for other in reports
        for start, end in other.contents
    )


def _is_act(report: Report) -> bool:
    return not report.cue.entry.constructions & {"clause", "that", "hearer", "utterance", "cue"}


def _clauses(reader: _Reader, sentence: Sentence, report: Report) -> Iterator[Row]:
    """Make a row of each reported clause; of one that is only a quotation, none."""
    for start, end in report.contents:
        a, b = start, end
        while a < b and sentence.lower[a] == ",":
            a += 1
        while b > a and (sentence.lower[b - 1] == "," or sentence.lower[b - 1] in DASHES):
            b -= 1
        if b - a > sum(a <= number < b for number in sentence.quotes):
            row = _row(reader, sentence, report)
            row.start, row.end, row.kind = sentence.start(a), sentence.end(b - 1), "indirect"
            yield row


def _quotation(
    reader: _Reader, sentence: Sentence, number: int, marked: Marked, reports: Sequence[Report]
) -> Row | None:
    """Make the row of a quotation in marks, or none if it is no speech."""
    inside = reader.source[marked.start : marked.end]
    kind = judge.kind(sentence, number, inside)
    report = _owner(number, reports)
    if report is not None:
        if judge.is_title(sentence, number, inside):
            return None
        row = _row(reader, sentence, report)
    else:
        before = reader.source[marked.outer_start - 1 : marked.outer_start]
        if not judge.is_speech(sentence, number, inside, before):
            return None
        row = _guess(reader, sentence, number, marked)
    row.start, row.end, row.kind = marked.start, marked.end, kind
    return row


def _owner(number: int, reports: Sequence[Report]) -> Report | None:
    """Choose the report a quotation belongs to: as a rule the innermost."""
    around = [
        ((b - a, abs(number - report.cue.at)), report)
        for report in reports
        for a, b in report.contents
        if a <= number < b
    ]
    if not around:
        return None
    strong = [
        (size, report)
        for size, report in around
        if report.how not in _WEAK or report.cue.entry.constructions & _NAMING
    ]
    return min(strong or around, key=lambda pair: pair[0])[1]


def _guess(reader: _Reader, sentence: Sentence, number: int, marked: Marked) -> Row:
    """Guess the speaker of a quotation that no cue of its sentence reports."""
    last = reader.last
    if (number == 0 or marked.continues) and last is not None:
        how = "continued" if marked.continues else "carried over"
        return Row(0, 0, "", last.speaker, last.speaker_at, how=how)
    if number > 1 and sentence.lower[number - 1] == ":":
        named = phrase.before(sentence, number - 1)
        if named is not None and sentence.words[named[1] - 1][0].isupper():
            text = _words(reader.source, sentence, named)
            at = sentence.start(named[0])
            return Row(0, 0, "", text, at, ":", "neutral", "name before colon")
    guessed = phrase.first_subject(sentence, number)
    if guessed is None:
        return Row(0, 0, "")
    text = _words(reader.source, sentence, guessed)
    return Row(0, 0, "", text, sentence.start(guessed[0]), "", "", "subject")


def _row(reader: _Reader, sentence: Sentence, report: Report) -> Row:
    cue = report.cue
    printed = reader.source[sentence.start(cue.at) : sentence.end(cue.end - 1)]
    named = _words(reader.source, sentence, report.speaker)
    at = sentence.start(report.speaker[0]) if report.speaker else -1
    if not named and cue.use == "participle" and reader.last is not None:
        # "Adding, ...": the one who spoke before.
        named, at = reader.last.speaker, reader.last.speaker_at
    return Row(0, 0, "", named, at, printed, cue.entry.cue_class, report.how)


def _words(source: str, sentence: Sentence, span: Span | None) -> str:
    """Give the words of a speaker as printed, without the genitive's ending."""
    if span is None:
        return ""
    text = " ".join(source[sentence.start(span[0]) : sentence.end(span[1] - 1)].split())
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    return text.rstrip("'’") if text.endswith(("s'", "s’")) else text
