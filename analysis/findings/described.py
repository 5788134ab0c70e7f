"""Words that set a group's description of somebody apart from the others', by a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analysis.corpus.groups import own_names
from analysis.findings.answers import Answers
from analysis.findings.holds import Held, verdict
from analysis.findings.model import Finding, Span, rows_of
from analysis.findings.naming import printed
from analysis.findings.tested import AHEAD, LINES, sides_of, with_copies
from analysis.findings.words import guard, quoted, stands_in
from analysis.measures.description import set_apart, units_of
from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE as LEAST

# Adjectives err more often than what somebody is called and does.
KIND: Final = "description by test"
MODIFIER: Final = "modifier by test"
# Which day an article is of tells which words of time it prints.
_OF_TIME: Final = frozenset("former late new current then outgoing incoming".split())
# Characters on both sides by which two lines are told to be one.
_BESIDE: Final = 30
# What a word is printed for, by its role.
_FOR: Final[Mapping[str, str]] = {
    "modifier": "for {}",
    "label": "for {}",
    "does": "for what {} does",
    "done_to": "for what is done to {}",
    "no_agent": "for what is done to {}, without saying by whom,",
}


def descriptions_by_test(answers: Answers) -> list[Finding]:
    """Find words by which one group describes somebody or something in more of its articles.

    Tested is in `measures.description`: by the articles that describe them at all, five a side
    or more, copies once, over all words and groups. Of outlets' own names and authors nothing is
    said, and over several stories nothing by words that tell the time ("former").
    """
    parts = dict(tuple(answers.descriptions.groupby("concept")))
    no_wording = own_names(answers.documents, "group")
    findings = (
        _described(answers, row, parts[row.concept])
        for row in rows_of(set_apart(answers.description_words))
        if not set(str(row.concept).casefold().split()) <= no_wording
        and not (answers.stories > 1 and row.word in _OF_TIME)
    )
    return [each for each in findings if each]


def _described(answers: Answers, word: Any, rows: pd.DataFrame) -> Finding | None:
    """Say in how many articles a group prints a word, all articles and voices counted.

    The test leaves some copies out; a reader who counts does not. Nothing is said where little
    is left, where one line that pages repeat holds the word, or where the others print the same
    label with capitals, as a title.
    """
    group = str(word.group)
    holding = rows[(rows["role"] == word.role) & (rows["word"] == word.word)]
    (here, of), (there, rest) = sides_of(rows, holding, group)
    ahead = here / max(of, 1) - there / max(rest, 1)
    own = holding[holding["group"] == group]
    if ahead < AHEAD or _wordings(answers, own) < min(LEAST, here):
        return None
    if (
        word.role == "label"
        and _stand(answers, rows, group, word.word) > (here / of - AHEAD) * rest
    ):
        return None
    forms = list({form.casefold(): form for form in reversed(printed(own))}.values())[::-1]
    other = " or another form of it" if len(forms) > 1 else ""
    name = _name(answers, str(word.concept), own)
    said = f"{quoted(forms[0])}{other} {_FOR[word.role].format(name)}"
    in_own = own["document_id"][own["voice"] == "own"].nunique()
    lines = own.drop_duplicates("document_id").head(LINES)
    theirs = f"in {there:,} of {rest:,}" if there else f"in none of {rest:,}"
    return Finding(
        MODIFIER if word.role == "modifier" else KIND,
        (group,),
        tuple(forms),
        (
            ("articles with it", here),
            ("in its own voice", in_own),
            ("articles that describe it", of),
            ("articles of others with it", there),
            ("articles of others that describe it", rest),
        ),
        f"{group} prints {said} in {here:,} of its {of:,} articles with a description, the others "
        f"{theirs}",
        (
            f"Of the articles with a word that describes {name}, {here:,} of {of:,} by {group} "
            f"print {said}; of the others {there:,} of {rest:,} do{with_copies(answers)}.",
            _voice(in_own, here),
        ),
        guard(answers.reports, answers.groups_count),
        tuple(_whole(row) for row in rows_of(lines)),
        (ahead, float(here)),
        _verdict(answers, word, rows, holding),
    )


def _verdict(answers: Answers, word: Any, rows: pd.DataFrame, holding: pd.DataFrame) -> str:
    """Say whether what the test found holds; a text that both sides print is in no test."""
    unit = units_of(rows["document_id"], answers.copies)
    is_here = rows["group"] == word.group
    here, there = set(unit[is_here]), set(unit[~is_here])
    held = Held(here - there, there - here, set(unit[holding.index]))
    return verdict(held, answers.events, word.p_family / word.p_value)


def _wordings(answers: Answers, own: pd.DataFrame) -> int:
    """Count the different wordings around a word; in a release, which has none, its articles."""
    places = own.drop_duplicates("document_id")
    if not answers.documents["source"].str.strip().any():
        return len(places)
    sources = dict(zip(answers.documents["document_id"], answers.documents["source"], strict=True))
    around = {
        " ".join(sources[at.document_id][max(0, at.start - _BESIDE) : at.end + _BESIDE].split())
        for at in map(_whole, rows_of(places))
    }
    return len(around)


def _stand(answers: Answers, rows: pd.DataFrame, group: str, label: str) -> int:
    """Count the others' articles that print a label anywhere, in whatever letters."""
    others = set(rows["document_id"][rows["group"] != group])
    sources = answers.documents["source"][answers.documents["document_id"].isin(others)]
    return sum(stands_in(source, label) for source in sources)


def _voice(own: int, here: int) -> str:
    """Say in how many articles a word is the group's own."""
    if own == 0:
        return "There it is always a word of somebody who is quoted or paraphrased."
    if own == here:
        return "In each of them it stands in the outlet's own words."
    return (
        f"In {own:,} of these {here:,} it stands in the outlet's own words, in the others in those "
        "of somebody who is quoted or paraphrased."
    )


def _name(answers: Answers, concept: str, own: pd.DataFrame) -> str:
    """Name what is described: a listed thing by its commonest printed form in these lines."""
    named = answers.mentions[answers.mentions["concept"] == concept]
    places = pd.MultiIndex.from_frame(own[["document_id", "concept_start"]])
    at = pd.MultiIndex.from_frame(named[["document_id", "start"]])
    forms = printed(named[at.isin(places)])
    return quoted(forms[0]) if forms else concept


def _whole(row: Any) -> Span:
    """Take the word with the name that it describes."""
    start, end = min(row.start, row.concept_start), max(row.end, row.concept_end)
    return Span(str(row.document_id), int(start), int(end))
