"""Make the rows of one sentence: reported clauses, and quotations with their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.corpus.language.wordlists import ARTICLES, DASHES, STOPS
from analysis.corpus.lexicons.speech import Speech
from analysis.corpus.quote import classify as judge
from analysis.corpus.quote import clause, cues, weigh
from analysis.corpus.quote import noun_phrase as phrase
from analysis.corpus.quote.cues import Report
from analysis.corpus.quote.noun_phrase import Span
from analysis.corpus.quote.quotation_marks import Marked
from analysis.corpus.quote.sentences import CLOSING, MASK, Sentence

_WEAK: Final = frozenset(("speech act", "noun", "passive", "question"))
_ASIDE: Final = frozenset(("after", "after clause", "inverted", "inverted clause", "according to"))
_GENITIVES: Final = ("'s", "’s", "s'", "s’")
# Constructions that make the one who acts the speaker, even where another reports it.
_NAMING: Final = frozenset(("name", "charge"))
_POLLS: Final = frozenset("poll polls polling survey surveys pollsters".split())
# Constructions that report words, no act.
_OF_WORDS: Final = frozenset(("clause", "that", "hearer", "utterance", "cue"))
# What may end a sentence in marks; characters of a quotation that is no more than a phrase.
_ENDINGS: Final = CLOSING + "?:;)'’”\""
_SHORT: Final = 40


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
class Reader:
    """What is known while a document is read."""

    source: str
    speech: Speech
    # Last words of the document's full names and of those who spoke, in small letters.
    surnames: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    # The row whose speaker a quotation without one is carried over from.
    last: Row | None = None
    # Whether the paragraph before ended with "said:" or "the following statement:".
    announced: bool = False


def of_sentence(reader: Reader, sentence: Sentence) -> list[Row]:
    """Make the rows of one sentence: reported clauses, then the quotations in marks."""
    reports = reported(reader.speech, sentence)
    rows: list[Row] = []
    for report, spans in clauses(sentence, reports):
        for span in spans:
            if _is_speech(reader.speech, sentence, report, span, reports):
                rows.append(_clause(reader, sentence, report, span))
    if len(rows) > 1:
        rows = _once(rows, reader.speech)
    reader.surnames.update(row.speaker.lower().split(" ")[-1] for row in rows if row.speaker)
    for number, marked in sentence.quotes.items():
        row = _quotation(reader, sentence, number, marked, reports)
        if row is not None:
            rows.append(row)
            if row.speaker:
                reader.last = row
    return rows


def reported(speech: Speech, sentence: Sentence) -> list[Report]:
    """Find what the cues of a sentence report, and where it ends."""
    sentence_cues = cues.find(sentence, speech.forms) if sentence.known else []
    reports = clause.read(sentence, sentence_cues) if sentence_cues else []
    if sentence.lower[0] == "to":
        reports = clause.to_whom(sentence, reports) or reports
    weights = speech.weights.get("end")
    if weights:
        for report in reports:
            report.contents = [
                (span[0], weigh.end_of(sentence, span, report, weights))
                if is_open(sentence, report, span)
                else span
                for span in report.contents
            ]
    if len(reports) > 1:
        _cut(reports)
    return reports


def is_open(sentence: Sentence, report: Report, span: Span) -> bool:
    """Tell words that follow their cue, and so may go on to the end of the sentence."""
    start, end = span
    return start >= report.cue.end and not (end - start == 1 and start in sentence.quotes)


def clauses(sentence: Sentence, reports: Sequence[Report]) -> Iterator[tuple[Report, list[Span]]]:
    """List the clauses of each report that are more than a quotation in marks."""
    for report in reports:
        if len(reports) == 1 or not _is_nested(report, reports):
            yield report, list(_spans(sentence, report))


def _is_speech(
    speech: Speech, sentence: Sentence, report: Report, span: Span, reports: Sequence[Report]
) -> bool:
    weights = speech.weights.get("paraphrase")
    return weights is None or weigh.is_speech(sentence, report, span, reports, weights)


def _once(rows: Sequence[Row], speech: Speech) -> list[Row]:
    """Keep the surest row of the same words: "said in a statement that" has two cues."""
    surest: dict[Span, Row] = {}
    for row in rows:
        span = row.start, row.end
        kept = surest.setdefault(span, row)
        if kept is not row and sureness(row, speech) > sureness(kept, speech):
            surest[span] = row
    return list(surest.values())


def sureness(row: Row, speech: Speech) -> float:
    """Give the probability that the words of a row are those of the speaker it names, 0-1.

    Fitted to PolNeAR's training set (`weigh`): a row is right there if most of its words are
    attributed to a source that ends like the speaker as printed. 0 where nobody is named.
    """
    if not row.speaker:
        return 0.0
    odds = weigh.log_odds(speech.weights.get("speaker", {}), speaker_signs(row))
    return round(weigh.probability(odds), 2)


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
    return any(
        other is not report and start <= report.cue.at < end
        for other in reports
        for start, end in other.contents
    )


def _is_act(report: Report) -> bool:
    return report.cue.entry.constructions.isdisjoint(_OF_WORDS)


def _spans(sentence: Sentence, report: Report) -> Iterator[Span]:
    """Trim what is reported; leave out what is only a quotation."""
    for a, b in report.contents:
        while a < b and sentence.lower[a] == ",":
            a += 1
        while b > a and (sentence.lower[b - 1] == "," or sentence.lower[b - 1] in DASHES):
            b -= 1
        quoted = sum(a <= number < b for number in sentence.quotes) if sentence.quotes else 0
        if b - a > quoted:
            yield a, b


def _clause(reader: Reader, sentence: Sentence, report: Report, span: Span) -> Row:
    """Make the row of a reported clause."""
    row = _row(reader, sentence, report)
    row.start, row.end, row.kind = sentence.start(span[0]), sentence.end(span[1] - 1), "indirect"
    return row


def _quotation(
    reader: Reader, sentence: Sentence, number: int, marked: Marked, reports: Sequence[Report]
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


def speaker_signs(row: Row) -> tuple[str, ...]:
    """List the signs that the speaker of a row is the right one."""
    distance = row.start - row.speaker_at
    if row.speaker_at >= row.end:
        distance = row.end - row.speaker_at
    return weigh.speaker_signs(row.how, row.kind, row.speaker, row.cue, distance)


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


def _guess(reader: Reader, sentence: Sentence, number: int, marked: Marked) -> Row:
    """Guess the speaker of a quotation that no cue of its sentence reports."""
    last = reader.last
    beside = phrase.beside_quotation(sentence, number)
    if beside:
        span, verb = beside
        text, cue = printed(reader.source, sentence, span), sentence.words[verb]
        if text:
            return Row(0, 0, "", text, sentence.start(span[0]), cue, "neutral", "unlisted verb")
    if number == 0 and not marked.continues and not _may_go_on(sentence, marked):
        return Row(0, 0, "")
    if (number == 0 or marked.continues) and last is not None:
        how = "continued" if marked.continues else "carried over"
        return Row(0, 0, "", last.speaker, last.speaker_at, how=how)
    if number > 1 and sentence.lower[number - 1] == ":":
        named = phrase.before_colon(sentence, number - 1)
        if named is not None and sentence.words[named[1] - 1][0].isupper():
            text = printed(reader.source, sentence, named)
            at = sentence.start(named[0])
            if text:
                return Row(0, 0, "", text, at, ":", "neutral", "name before colon")
    guessed = phrase.first_subject(sentence, number)
    if guessed is None or not phrase.names_somebody(sentence, guessed, reader.surnames):
        return Row(0, 0, "")
    text = printed(reader.source, sentence, guessed)
    how = "subject" if text else "unresolved"
    return Row(0, 0, "", text, sentence.start(guessed[0]), how=how)


def _may_go_on(sentence: Sentence, marked: Marked) -> bool:
    """Tell words that go on from those before from a heading and from a subject.

    "Smoke stacks" without a stop heads what follows; "Smoke," is how one put it.
    """
    following = sentence.lower[1:2]
    if following and sentence.endings.get(0) == "," and following[0] in ARTICLES:
        # "...," the alert has it.
        return False
    if marked.end - marked.start > _SHORT:
        return True
    ends = not following or following[0] in STOPS or following[0][0] == MASK
    return ends and (sentence.endings.get(0, " ") in _ENDINGS or bool(following))


def _row(reader: Reader, sentence: Sentence, report: Report) -> Row:
    cue = report.cue
    shown = reader.source[sentence.start(cue.at) : sentence.end(cue.end - 1)]
    named = printed(reader.source, sentence, report.speaker)
    at = sentence.start(report.speaker[0]) if report.speaker and named else -1
    if not named and cue.use == "participle" and reader.last is not None:
        # "Adding, ...": the one who spoke before.
        named, at = reader.last.speaker, reader.last.speaker_at
    # What a poll shows is a poll's finding, whatever the verb.
    is_poll = not _POLLS.isdisjoint(named.lower().split())
    cue_class = "poll" if is_poll else cue.entry.cue_class
    return Row(0, 0, "", named, at, shown, cue_class, report.how)


def printed(source: str, sentence: Sentence, span: Span | None) -> str:
    """Give the words of a speaker as `as_printed`; '' where they are no speaker's."""
    if span is None or not phrase.may_speak(sentence, span):
        return ""
    return as_printed(source, sentence, span)


def as_printed(source: str, sentence: Sentence, span: Span) -> str:
    """Give words as printed, without the genitive's ending."""
    text = " ".join(source[sentence.start(span[0]) : sentence.end(span[1] - 1)].split())
    if not text.endswith(_GENITIVES):
        return text
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    # The ending may stand alone, after a space.
    return text.rstrip("'’ ") if text.endswith(("s'", "s’")) else text.rstrip()
