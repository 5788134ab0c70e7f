"""Read one document: its quotations, each with the speaker as named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from analysis.corpus.language.person_names import People
from analysis.corpus.lexicons.speech import Speech
from analysis.corpus.quote import classify as judge
from analysis.corpus.quote import headline, post, transcript
from analysis.corpus.quote import noun_phrase as phrase
from analysis.corpus.quote import quotation_marks as marks
from analysis.corpus.quote.noun_phrase import Span
from analysis.corpus.quote.quotation_marks import Marked
from analysis.corpus.quote.rows import Reader, Row, as_printed, of_sentence, printed
from analysis.corpus.quote.sentences import Sentence, sentences

Segment = tuple[int, int, str]
# What somebody issues, as a sentence before it announces it.
_ISSUED: Final = frozenset("statement letter message tweet post email memo following".split())
# "Read the full letter below:" is followed by somebody's words as well.
_WHOLE: Final = frozenset("full entire whole below here".split())
_ISSUED_WHOLE: Final = _ISSUED | frozenset("rant note text remarks comment reply".split())
# Of a block, as much may stand in marks: words it mentions.
_LARGEST_MENTION: Final = 0.2
# A block of somebody's words is at least as long (characters).
_SHORTEST_BLOCK: Final = 40
# A line that ends within a sentence, before one that goes on with it.
_GOES_ON: Final = re.compile(r"[\w,;]\n(?=[a-z])")
_NESTED: Final = re.compile("[‘“„«\"'](?:(?<!')|(?<=\\s'))")


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
    reader = Reader(source, speech, people.surnames)
    titles: list[tuple[Span, list[Marked]]] = []
    for label, paragraphs in runs(source, segments):
        quotations = marks.scan(source, paragraphs)
        if label == "title":
            titles += list(zip(paragraphs, quotations, strict=True))
            continue
        reader.last = None
        named = transcript.lines(source, paragraphs)
        posts = post.rows(source, paragraphs)
        for number, (paragraph, marked) in enumerate(zip(paragraphs, quotations, strict=True)):
            if number in named:
                reader.rows += _line(paragraph, named[number])
            elif number in posts:
                reader.rows.append(posts[number])
            else:
                size = len(reader.rows)
                _paragraph(reader, paragraph, marked)
                following = paragraphs[number + 1 : number + 2]
                if marked and following:
                    _sign(reader.rows[size:], post.signature(source, following[0]), paragraph)
    surnames = {row.speaker.lower().split()[-1] for row in reader.rows if row.speaker}
    surnames |= people.surnames
    for paragraph, marked in titles:
        reader.last = None
        _title(reader, paragraph, marked, surnames)
    # What lies within another quotation comes before it.
    return sorted(reader.rows, key=lambda row: (row.end, -row.start, row.kind))


def runs(source: str, segments: Sequence[Segment]) -> Iterator[tuple[str, list[Span]]]:
    """Gather the paragraphs of segments that follow each other under one label."""
    run: list[Span] = []
    previous = ""
    wrapped = _is_wrapped(source)
    for start, end, label in segments:
        if label != previous and run:
            yield previous, _unwrapped(source, run) if wrapped else run
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
        yield previous, _unwrapped(source, run) if wrapped else run


def _is_wrapped(source: str) -> bool:
    """Tell a text cut into lines of one width: every third line goes on in small letters."""
    lines = source.count("\n") - 2 * source.count("\n\n")
    going_on = len(_GOES_ON.findall(source))
    return going_on > 1 and 3 * going_on >= lines


def _unwrapped(source: str, lines: Sequence[Span]) -> list[Span]:
    """Join lines to the paragraphs that they were cut from: up to an empty line."""
    joined: list[Span] = []
    for start, end in lines:
        if joined and source.count("\n", joined[-1][1], start) == 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _paragraph(reader: Reader, paragraph: Span, marked: Sequence[Marked]) -> None:
    if reader.announced and reader.last is not None and _is_block(reader, paragraph, marked):
        last = reader.last
        reader.rows.append(Row(*paragraph, "direct", last.speaker, last.speaker_at, how="block"))
        reader.announced = False
        return
    reader.announced = False
    for sentence in sentences(reader.source, paragraph, marked, reader.speech):
        rows = of_sentence(reader, sentence)
        reader.rows += rows
        _remember(reader, sentence, rows)
    reader.announced = reader.announced and reader.source[paragraph[1] - 1] == ":"
    for quote in marked:
        if _NESTED.search(reader.source, quote.start, quote.end):
            reader.rows += _nested(reader, quote)


def _sign(rows: Sequence[Row], signature: tuple[str, int] | None, paragraph: Span) -> None:
    """Give a quotation that is a paragraph by itself the speaker who signs below it."""
    for row in rows:
        alone = row.start <= paragraph[0] + 2 and row.end >= paragraph[1] - 2
        if signature and alone and not row.cue:
            row.speaker, row.speaker_at = signature
            row.how = "signed"


def _remember(reader: Reader, sentence: Sentence, rows: Sequence[Row]) -> None:
    """Keep the speaker that a quotation in the next sentence is carried over from."""
    for row in rows:
        if row.speaker:
            reader.last = row
    named = sentence.named
    if not (sentence.known or sentence.quotes or named):
        acts = phrase.first_subject(sentence, len(sentence.lower))
        if acts and phrase.names_somebody(sentence, acts, reader.surnames):
            named = acts
    ends_open = sentence.lower[-1] == ":"
    reader.announced = ends_open and _announces(reader, sentence)
    if ends_open:
        named = phrase.first_subject(sentence, len(sentence.lower) - 1)
    if named is not None and (not rows or ends_open):
        text = printed(reader.source, sentence, named)
        if text:
            reader.last = Row(0, 0, "", text, sentence.start(named[0]))


def _announces(reader: Reader, sentence: Sentence) -> bool:
    """Tell a sentence with a colon at its end: "said:" or "the following statement:"."""
    lower = sentence.lower
    if len(lower) < 3:
        return False
    if lower[-2] in _ISSUED or lower[-3] in _ISSUED:
        return True
    if not _WHOLE.isdisjoint(lower) and not _ISSUED_WHOLE.isdisjoint(lower):
        return True
    if len(lower) - 2 not in sentence.verbs and not lower[-2].endswith("ing"):
        return False
    entries = reader.speech.forms.get(lower[-2], ())
    return any(entry.constructions & {"clause", "that", "utterance"} for entry in entries)


def _is_block(reader: Reader, paragraph: Span, marked: Sequence[Marked]) -> bool:
    """Tell a paragraph of somebody's words without marks: a letter, a statement, a post."""
    start, end = paragraph
    mentioned = sum(quote.outer_end - quote.outer_start for quote in marked)
    if end - start < _SHORTEST_BLOCK or mentioned > _LARGEST_MENTION * (end - start):
        return False
    return reader.source[start].isupper() and reader.source[end - 1] != ":"


def _line(paragraph: Span, line: transcript.Line) -> list[Row]:
    """Make the row of one line of a transcript; of an interviewer's question, none."""
    if not line.is_spoken or line.start >= paragraph[1]:
        return []
    spoken = (line.start, paragraph[1])
    return [Row(*spoken, "direct", line.speaker, line.at, ":", "neutral", "transcript")]


def _nested(reader: Reader, quote: Marked) -> list[Row]:
    """Find quotations within a quotation that have a speaker of their own there."""
    inside = (quote.start, quote.end)
    marked = marks.scan(reader.source, [inside])[0]
    inner = Reader(reader.source, reader.speech, reader.surnames)
    rows: list[Row] = []
    for sentence in sentences(reader.source, inside, marked, reader.speech):
        if sentence.quotes:
            rows += [r for r in of_sentence(inner, sentence) if r.kind != "indirect" and r.cue]
    return rows


def _title(reader: Reader, paragraph: Span, marked: Sequence[Marked], surnames: set[str]) -> None:
    """Read a headline: its verbs as anywhere, and its colon or dash."""
    for sentence in sentences(reader.source, paragraph, marked, reader.speech):
        attributed = headline.read(sentence, surnames)
        if attributed is None:
            reader.rows += of_sentence(reader, sentence)
            continue
        (a, b), speaker, mark = attributed
        named = as_printed(reader.source, sentence, speaker)
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
