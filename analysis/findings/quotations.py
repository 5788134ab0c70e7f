"""Whose words run in full in one report and cut in another, and whom only one report quotes.

Both rest on what is in quotation marks and on the text of all reports: what a sentence says of
words that are printed or not printed is looked up, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

import pandas as pd

from analysis.findings.answers import Answers
from analysis.findings.model import Finding, Span, rows_of
from analysis.findings.words import (
    RUN,
    first,
    guard,
    listed,
    no_other_does,
    plain_words,
    printed,
    quoted,
    stands_in,
    verb,
)

CUT: Final = "quotation cut"
ONLY: Final = "only one quotes"
# Words of a quotation of which it is worth telling that it was cut, and that must be lacking.
_LONG: Final = 15
_LACKING: Final = 10
# Share of its words for "in full": a slip of the pen is no cut. And the most for "only".
_FULL: Final = 0.95
_ONLY: Final = 0.5
# Characters within which a quotation goes on.
_NEAR: Final = 400
# Words of a fragment that is speech; fewer may be a term.
_ENOUGH: Final = 3
# Words of a fragment that a sentence can hold, and of a long quotation's beginning.
_SHOWN: Final = 12
# Words in quotation marks for which somebody is "quoted".
_QUOTED: Final = 8
# Words of a quotation that stand elsewhere without the name.
_SAME: Final = 5
# How a speaker was found where the name stands beside the reporting word and the quotation.
_BESIDE: Final = ("after", "inverted")
# What shows that a quotation is cut, or has furniture in it.
_ELLIPSIS: Final = re.compile(r"\.\.\.|…|\[|\||MORE\b")
_NAME: Final = re.compile(
    r"[A-Z][^\W\d_]*[a-z][\w'’-]*(?: (?:[A-Z]\.|[A-Z][\w'’-]*[a-z]|al|bin|de|la|van|von|el))*"
    r" [A-Z][\w'’-]*[a-z]"
)
_TITLES: Final = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|sir|lord|president|vice|prime|minister|senator|sen|representative|"
    r"rep|gov|governor|secretary|of state|chancellor|general|gen|chief|judge|professor|prof|us|"
    r"u\.s|uk|former|spokesman|spokeswoman|spokesperson|republican|democratic|democrat|white "
    r"house|press|house|senate|majority|minority|leader|speaker|attorney|justice|chairman|"
    r"chairwoman|chair|congressman|congresswoman|ambassador|judge|mayor|director)\.? )+",
    re.I,
)
# A name that ends so is a description of somebody.
_NO_NAME: Final = re.compile(
    r"\b(?:Republicans?|Democrats?|Senators?|Representative|Lawmakers?|Officials?|Police|"
    r"Department|Ministry|Office|Agency|Court|Council|Committee|House|Nation|University|Times|"
    r"Post|News|Group|Inc|Corp|Party|Union|Association|Center|Centre|Institute|Reuters)$"
)


@dataclass(frozen=True)
class _Part:
    """What one article prints of a quotation, in quotation marks."""

    group: str
    document_id: str
    places: frozenset[int]
    text: str
    span: Span


def cut_quotations(answers: Answers) -> list[Finding]:
    """Find quotations that some print in full and others in a few words.

    In full: in one pair of quotation marks, without a mark of a cut.
    Cut: what stands in quotation marks is word for word a part of it, not in the headline alone,
    and the rest stands nowhere in that outlet's reports, in marks or not.
    """
    marks = answers.quotations[answers.quotations["kind"] != "indirect"]
    by_forms: dict[tuple[object, ...], Finding] = {}
    for _, variants in answers.statements.groupby("statement_id", sort=True):
        keys = variants[["document_id", "start", "end"]]
        of_statement = marks.merge(keys, on=["document_id", "start", "end"])
        if of_statement["group"].nunique() < 2:
            continue
        for finding in _cuts(answers, of_statement, marks):
            by_forms.setdefault((finding.groups[0], finding.forms), finding)
    return list(by_forms.values())


def _cuts(answers: Answers, rows: pd.DataFrame, marks: pd.DataFrame) -> list[Finding]:
    who = _speaker(rows)
    rows = rows[[_says(row, who) for row in rows_of(rows)]]
    whole = rows[~rows["text"].str.contains(_ELLIPSIS) & rows["text"].str.match(r"\W*[A-Z]")]
    if whole.empty or not who:
        return []
    base = max(whole["text"], key=lambda text: (len(plain_words(text)), text))
    words = plain_words(base)
    if len(words) < _LONG:
        return []
    full = [row for row in rows_of(whole) if _share(words, str(row.text)) >= _FULL]
    groups = first(str(row.group) for row in full)
    parts: dict[str, list[_Part]] = {}
    for row in rows_of(rows[~rows["group"].isin(groups)]):
        part = _part(answers, words, row)
        if part:
            parts.setdefault(part.group, []).append(part)
    return [
        _finding(answers, base, full, mine, who)
        for group, mine in parts.items()
        if group in answers.comparable
        and _lacks_the_rest(answers, words, mine)
        and not _goes_on(words, mine, marks, who)
    ]


def _share(words: Sequence[str], text: str) -> float:
    matcher = SequenceMatcher(None, words, plain_words(text), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(words)


def _part(answers: Answers, words: Sequence[str], row: Any) -> _Part | None:
    """Take a quotation that is word for word a part of a longer one; None for any other."""
    part_words = plain_words(str(row.text))
    starts = [
        n
        for n in range(len(words) - len(part_words) + 1)
        if words[n : n + len(part_words)] == part_words
    ]
    if len(starts) != 1 or len(part_words) < _ENOUGH:
        return None
    if _in_title(answers, row):
        return None
    places = frozenset(range(starts[0], starts[0] + len(part_words)))
    span = Span(str(row.document_id), int(row.start), int(row.end))
    return _Part(str(row.group), str(row.document_id), places, str(row.text), span)


def _in_title(answers: Answers, row: Any) -> bool:
    documents = answers.documents[answers.documents["document_id"] == row.document_id]
    title, source = str(documents["title"].iloc[0]), str(documents["source"].iloc[0])
    return bool(title) and int(row.start) < source.find(title) + len(title)


def _lacks_the_rest(answers: Answers, words: Sequence[str], parts: Iterable[_Part]) -> bool:
    """Tell whether most of a quotation stands nowhere in a group's reports."""
    in_marks = frozenset().union(*(part.places for part in parts))
    group = next(iter(parts)).group
    places = in_marks | printed(words, answers.texts(group))
    # Where another piece of it stands elsewhere, "only" would be wrong.
    is_only = len(places) - len(in_marks) < RUN
    return is_only and len(words) - len(places) >= _LACKING and len(in_marks) <= _ONLY * len(words)


def _says(row: Any, who: str) -> bool:
    """Tell whether the quotation's own tag names the speaker, by the surname."""
    return bool(who) and str(row.speaker_id) == who and stands_in(str(row.speaker), who.split()[-1])


def _goes_on(words: Sequence[str], parts: Sequence[_Part], marks: pd.DataFrame, who: str) -> bool:
    """Tell whether near a part the same speaker is quoted with other words: another choice."""
    for part in parts:
        near = marks[
            (marks["document_id"] == part.document_id)
            & (marks["speaker_id"] == who)
            & ((marks["start"] - part.span.start).abs() <= _NEAR)
            & (marks["start"] != part.span.start)
        ]
        if any(_share(words, str(text)) * len(words) < RUN for text in near["text"]):
            return True
    return False


def _speaker(rows: pd.DataFrame) -> str:
    """Name the speaker where two groups or more agree on a full name, and none on another."""
    by_group = rows.drop_duplicates(["group", "speaker_id"])["speaker_id"]
    names = by_group[by_group != ""].value_counts()
    is_one = len(names) == 1 and names.iloc[0] > 1 and _is_name(str(names.index[0]))
    return str(names.index[0]) if is_one else ""


def _finding(
    answers: Answers, base: str, full: Sequence[Any], parts: Sequence[_Part], who: str
) -> Finding:
    fragments = first(part.text.strip(" ,.;") for part in parts)
    count = len(frozenset().union(*(part.places for part in parts)))
    words = len(plain_words(base))
    groups, cutter = first(str(row.group) for row in full), parts[0].group
    is_short = sum(len(plain_words(fragment)) for fragment in fragments) <= _SHOWN
    shown = (
        listed([quoted(f) for f in fragments]) if is_short else f"{count} of the {words} words of"
    )
    of, only = (" of", shown) if is_short else ("", f"{count} of these words")
    what = f"a sentence by {who}"
    begin = " ".join(base.split()[:_SHOWN]).strip(" ,.;:’”\"'“")
    spans = [Span(str(row.document_id), int(row.start), int(row.end)) for row in full]
    return Finding(
        CUT,
        (cutter, *groups),
        tuple(fragments),
        (("words in full", words), ("words kept", count)),
        f"{cutter} quotes only {shown}{of} {what} that {listed(groups, 4)} "
        f"{verb(groups, 'print')} in full",
        (
            f"{listed(groups, 6)} {verb(groups, 'print')} {what} in full ({words} words, beginning "
            f"{quoted(begin + ' …')}); {cutter} has only {only} in quotation marks.",
        ),
        guard(answers.reports, answers.groups_count),
        (*(part.span for part in parts), *spans),
        (float(len(groups)), 1 - count / words, float(words)),
    )


def quoted_by_one(answers: Answers) -> list[Finding]:
    """Find people whom one group quotes in their own words, and whom no other report names.

    Nothing is said where the words stand in another report without the name, nor where not all
    reports are whole ones of one matter.
    """
    marks = answers.quotations[answers.quotations["kind"] != "indirect"]
    beside = marks[marks["how"].isin(_BESIDE)]
    texts = {group: answers.texts(group) for group in answers.names}
    findings = []
    named = beside.assign(name=beside["speaker"].map(_full_name))
    for (group, name), rows in named[named["name"] != ""].groupby(["group", "name"], sort=True):
        others = [other for other in texts if other != group]
        elsewhere = [text for other in others for text in texts[other]]
        if int(rows["spoken"].sum()) < _QUOTED or {group, *others} - set(answers.comparable):
            continue
        if any(stands_in(text, str(name).split()[-1]) for text in elsewhere):
            continue
        if any(_stands_elsewhere(str(row.text), elsewhere) for row in rows_of(rows)):
            continue
        if all(_stands_beside(answers, row) for row in rows_of(rows)):
            findings.append(_only(answers, str(group), str(name), rows))
    return findings


def _only(answers: Answers, group: str, name: str, rows: pd.DataFrame) -> Finding:
    others = answers.groups_count - 1
    longest = max(rows["text"], key=lambda text: (len(plain_words(text)), text))
    words = longest.split()
    said = " ".join(words[:_SHOWN]).rstrip(" ,.;") + (" …" if len(words) > _SHOWN else "")
    return Finding(
        ONLY,
        (group,),
        (name,),
        (("words quoted", int(rows["spoken"].sum())), ("quotations", len(rows))),
        f"Only {group} quotes {name}",
        (f"{group} quotes {name}: {quoted(said)}; {no_other_does(others, 'name')} {name}.",),
        guard(answers.reports, answers.groups_count),
        tuple(Span(str(r.document_id), int(r.start), int(r.end)) for r in rows_of(rows)),
        (float(others), float(rows["spoken"].sum())),
    )


def _stands_elsewhere(text: str, others: Sequence[str]) -> bool:
    """Tell whether five words of a quotation in a row stand in another report."""
    words = plain_words(text)
    runs = [" ".join(words[n : n + _SAME]) for n in range(max(1, len(words) - _SAME + 1))]
    plain = [f" {' '.join(plain_words(other))} " for other in others]
    return any(f" {run} " in other for run in runs for other in plain)


def _stands_beside(answers: Answers, row: Any) -> bool:
    """Tell whether the speaker's name is printed within reach of the quotation's marks."""
    documents = answers.documents
    source = documents["source"][documents["document_id"] == row.document_id].iloc[0]
    near = source[max(0, row.start - 120) : row.start] + " | " + source[row.end : row.end + 120]
    name = re.escape(_full_name(row.speaker))
    # Another name before it speaks too; a name that goes on is part of another, or of a link.
    alone = re.search(rf"(?<!and )(?<!\w){name}(?! ?\(| [A-Z][a-z]+|\w)", near)
    return bool(alone) and not re.search(rf"\band (?:[\w’'.-]+ ){{0,4}}{name}", near)


def _full_name(speaker: str) -> str:
    """Give a speaker's full name without what stands before it; '' where it is none.

    Examples
    --------
    >>> _full_name("Republican Representative Mark Meadows"), _full_name("California Republican")
    ('Mark Meadows', '')
    >>> _full_name("The Federalist's Mollie Hemingway")
    'Mollie Hemingway'
    """
    # "The Federalist's Mollie Hemingway" is hers, not the paper's.
    bare = re.sub(r"^.*['’]s (?=[A-Z])", "", " ".join(str(speaker).split()))
    name = _TITLES.sub("", bare)
    return name if _is_name(name) else ""


def _is_name(name: str) -> bool:
    """Tell a full name: two to four words with capitals, none of them all in capitals."""
    return 2 <= len(name.split()) <= 4 and bool(_NAME.fullmatch(name)) and not _NO_NAME.search(name)
