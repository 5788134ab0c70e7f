"""The front page: what the tellings of a story do differently, and the proof beneath."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus import Corpus
from analysis.figures import front
from analysis.figures.called import cell, columns_of
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, nothing
from analysis.figures.reviewed import how_often_wrong
from analysis.figures.sentences import named
from analysis.figures.tables import finding, table
from analysis.figures.text import shorten
from analysis.figures.wording import MOST_GROUPS, plural, show
from analysis.findings import Lead, lead, parts_of, spans_of, story_name, whom
from analysis.findings.model import rows_of
from analysis.findings.words import plain_words, printed
from analysis.measures.concordance import number
from analysis.measures.keyness.robustness import HANGS, HOLDS, UNMATCHED
from analysis.schema import CORRECTIONS, FINDINGS, empty, require

# Rows of a matrix, candidates and stories of a list.
_ROWS: Final = 12
_CANDIDATES: Final = 8
STORIES: Final = 12
# The kinds of finding that open each page but the overview.
PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "words": ("word by test", "naming by test"),
    "names": (
        *("naming", "naming, shipped list", "naming by test"),
        *("description by test", "modifier by test"),
    ),
    "voices": ("only one quotes",),
    "statements": ("quotation cut", "reprint"),
    "coverage": ("name not printed", "only one quotes"),
}
# What is said of a verdict.
_SAID: Final = {
    HOLDS: "The difference in {words} does not hang on one article.",
    HANGS: "The difference in {words} hangs on one article.",
    UNMATCHED: "Within the events that both sides tell no difference in {words} is found.",
}
# Changes by which a quotation is told in part, and words of it that are then printed nowhere.
_LEAVES_OUT: Final = ("cut", "fragment")
_LACKING: Final = 4
# Letters of a headline in the strip.
_LONGEST: Final = 200


def opening(
    findings: pd.DataFrame,
    corpus: Corpus,
    by: str,
    *,
    stories: int = 1,
    set_aside: int = 0,
    of: str = "",
) -> Output:
    """Open the page: the finding as headline, its sentences, who is compared, the limits.

    Parameters
    ----------
    findings
        `schema.FINDINGS` of these articles.
    corpus
        The articles of one story, or of a corpus of many.
    stories
        How many stories they tell.
    set_aside
        How many findings the analyst set aside.
    of
        Of which page (`PAGES`): only its kinds of finding open it, and without one nothing does.
    """
    require(findings, FINDINGS, "opening")
    documents, groups = corpus.documents, corpus.groups(by)
    name = story_name(documents) if stories == 1 else ""
    if of:
        findings = findings[findings["kind"].isin(PAGES[of])]
        if not findings["is_admitted"].any():
            return nothing("")
    first = lead(findings, documents, groups, stories)
    aside = f" {plural(set_aside, 'finding')} set aside by hand." if set_aside else ""
    return front.headline(
        kicker=" · ".join(part for part in (name, _days(documents)) if part),
        headline=first.headline,
        sentences=[
            {"text": sentence, "link": _place(findings, key)} for key, sentence in first.sentences
        ],
        guard=f"{first.guard} Names and speakers are found by rules and lists, which err. "
        f"{_verdict(findings, first)}{_by_hand(findings, first)}{aside}".strip(),
        facts=f"{whom(groups)}."
        if first.group == ""
        else f"{plural(len(documents), 'report')}: {whom(groups)}.",
    )


def _by_hand(findings: pd.DataFrame, first: Lead) -> str:
    """Say how many labels of what opens a page somebody looked at."""
    opened = findings[findings["finding"].isin([name for name, _ in first.sentences if name])]
    labels, checked, corrected = (
        int(opened[name].sum()) for name in ("labels", "checked_labels", "corrected_labels")
    )
    return checked_of(labels, checked, corrected) if labels else ""


def _verdict(findings: pd.DataFrame, first: Lead) -> str:
    """Say of words found by test, where they open a page, whether they hold; see `7-robustness`."""
    opened = findings[findings["finding"].isin([name for name, _ in first.sentences if name])]
    said = [
        _SAID[verdict].format(words=named([f"“{form}”" for form in parts_of(forms)], 3))
        for forms, verdict in zip(opened["forms"], opened["verdict"], strict=True)
        if verdict
    ]
    return f"{' '.join(said)} " if said else ""


def checked_of(labels: int, checked: int, corrected: int) -> str:
    """Say how many labels somebody looked at.

    Examples
    --------
    >>> checked_of(18, 18, 2), checked_of(18, 0, 0)
    ('Checked by hand: 18 of 18 labels, 2 corrected.', 'Not checked by hand.')
    """
    if not checked:
        return "Not checked by hand."
    mended = f", {corrected:,} corrected" if corrected else ""
    return f"Checked by hand: {checked:,} of {plural(labels, 'label')}{mended}."


def _days(documents: pd.DataFrame) -> str:
    # The outer bounds of what is known of a date are no day on which anything was printed.
    exact = documents[documents["published_earliest"] == documents["published_latest"]]
    first, last = exact["published_earliest"].min(), exact["published_latest"].max()
    if pd.isna(first) or pd.isna(last):
        return ""
    if first == last:
        return f"{first.day} {first:%B %Y}"
    same = (
        f"{first.day}"
        if (first.year, first.month) == (last.year, last.month)
        else (
            f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
        )
    )
    return f"{same} to {last.day} {last:%B %Y}"


def _place(findings: pd.DataFrame, name: str) -> str:
    """Name the place of the lines of a finding, those of the group it is about."""
    if not name:
        return ""
    row = findings[findings["finding"] == name].iloc[0]
    return anchor(number(row["headline"], parts_of(row["groups"])[0]))


def candidates(findings: pd.DataFrame) -> Output:
    """List what kinds of finding say that are not measured well enough for a headline."""
    is_said = findings["is_admitted"]
    return _list_of(findings, _not_yet_said(findings[~is_said], findings[is_said]))


def more_findings(findings: pd.DataFrame, corpus: Corpus, by: str, *, stories: int = 1) -> Output:
    """List the findings that do not open the page; see `opening`."""
    opened = lead(findings, corpus.documents, corpus.groups(by), stories).sentences
    is_told = findings["finding"].isin([name for name, _ in opened])
    others = findings[findings["is_admitted"] & ~is_told]
    return _list_of(findings, _not_yet_said(others, findings[is_told]))


def _not_yet_said(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Leave out what says of a group a word that stands above it already."""
    said: set[tuple[str, str]] = set()
    fresh = []
    for frame, is_new in ((before, False), (rows, True)):
        for groups, forms in zip(frame["groups"], frame["forms"], strict=True):
            keys = {(parts_of(groups)[0], form.casefold()) for form in parts_of(forms)}
            if is_new:
                fresh.append(not keys or not keys & said)
            said |= keys
    return rows[pd.Series(fresh, index=rows.index, dtype=bool)]


def _list_of(findings: pd.DataFrame, rows: pd.DataFrame) -> Output:
    """Write findings as sentences that lead to their lines; none where there is none."""
    rows = rows.head(_CANDIDATES)
    links = [_place(findings, name) for name in rows["finding"]]
    numbers = rows[["labels", "checked_labels", "corrected_labels"]].to_numpy().tolist()
    sentences = [
        f"{sentence} {checked_of(*counts)}" if counts[1] else sentence
        for sentence, counts in zip(rows["sentence"].tolist(), numbers, strict=True)
    ]
    return finding(sentences, links)


def behind(findings: pd.DataFrame) -> pd.DataFrame:
    """Lay out the places that findings rest on, for `concordance.lines_at`.

    Returns
    -------
    `document_id, start, end` and `headline`; a finding that rests on whole articles has none.
    """
    spans = spans_of(findings)
    spans = spans[spans["start"] < spans["end"]]
    headline_of = dict(zip(findings["finding"], findings["headline"], strict=True))
    return spans.assign(headline=spans["finding"].map(headline_of)).drop(columns="finding")


def headlines(documents: pd.DataFrame, groups: pd.Series, *, stories: int = 1) -> Output:
    """Set the headlines of one story side by side, by day and group; none in a release."""
    if stories != 1:
        return nothing("")
    rows = documents.assign(group=groups.to_numpy())
    rows = rows[(rows["title"] != "") & (rows["group"] != "")]
    if rows.empty:
        return nothing("")
    rows = rows.sort_values(["published_earliest", "group", "document_id"], kind="stable")
    items = [
        {
            "who": group if group == outlet else f"{group}, in {outlet}",
            "when": show(day) if pd.notna(day) else "",
            "title": shorten(title, _LONGEST),
        }
        for group, outlet, day, title in zip(
            rows["group"], rows["outlet"], rows["published_earliest"], rows["title"], strict=True
        )
    ]
    return front.headlines(items)


def people_matrix(
    coverage: pd.DataFrame, mentions: pd.DataFrame, groups: pd.Series, *, highlight: str = ""
) -> Output:
    """Show people, bodies and places that some groups name and others do not.

    Parameters
    ----------
    coverage
        `schema.COVERAGE` of entities.
    mentions
        `schema.MENTIONS` of entities.
    groups
        The group of each document, by `document_id`.
    highlight
        The group whose column is marked.
    """
    columns = columns_of(groups)
    present = coverage[(coverage["documents_with"] > 0) & (coverage["item_kind"] != "claim")]
    spread = present.groupby("item", sort=False)["group"].nunique()
    wanted = spread[(spread < len(columns)) & (spread >= max(2, len(columns) // 2))]
    order = sorted(wanted.index, key=lambda item: (-wanted[item], str(item)))[:_ROWS]
    # A text-free release says where a name stands first, not how often, nor in whose voice.
    if not order or mentions.empty:
        return nothing("")
    rows = mentions.assign(group=mentions["document_id"].map(groups))
    voices = {key: part["voice"] for key, part in rows.groupby(["concept", "group"])}
    drawn = [
        {"label": item, "cells": [cell(voices.get((item, g), []), item, g) for g in columns]}
        for item in order
    ]
    return front.matrix(
        columns,
        drawn,
        title="People, bodies and places that some reports name and others do not",
        caption="A dash: the name was found nowhere in these articles. Read before you print.",
        highlight=columns.index(highlight) if highlight in columns else -1,
    )


def voice_bars(voices: pd.DataFrame, said: pd.DataFrame | None = None) -> Output:
    """Show how much of each group's words is its own, paraphrased and quoted.

    Parameters
    ----------
    voices
        `schema.VOICES`.
    said
        `schema.CORRECTIONS`: where paraphrases were drawn and checked, how often they are wrong.
    """
    names = {"own": "own voice", "paraphrase": "paraphrase", "quoted": "in quotation marks"}
    rows = [
        {
            "label": str(group),
            "parts": [
                {"name": names[voice], "share": share, "role": str(voice)}
                for voice, share in zip(part["voice"], part["share"], strict=True)
                if share > 0
            ],
        }
        for group, part in voices.groupby("group", sort=True)
    ]
    if not rows:
        return nothing("")
    return front.bars(
        rows[:MOST_GROUPS],
        title="Whose words fill each report",
        caption="Share of the words of title, standfirst and body. "
        + how_often_wrong(empty(CORRECTIONS) if said is None else said, ["paraphrase"]),
    )


def stories(
    documents: pd.DataFrame, groups: pd.Series, *, stories: int, scope: str = "event"
) -> Output:
    """List the events or stories of a corpus: name, days, and who tells it.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS` with the events found.
    groups
        The group of each document, in their order.
    stories
        How many there are: one needs no list.
    scope
        What the column `event` holds: event or story.
    """
    if stories == 1:
        return nothing("")
    rows = documents.assign(group=groups.to_numpy())
    rows = rows[(rows["event"] != "") & (rows["group"] != "")]
    frame = pd.DataFrame([_story(part) for _, part in rows.groupby("event")])
    if frame.empty:
        return nothing(f"No {scope} is told by two of these articles.")
    frame = frame[frame["groups"] > 1].sort_values(
        ["groups", "reports", "story"], ascending=[False, False, True], kind="stable"
    )
    frame = frame.head(STORIES)
    shown = table(
        frame.drop(columns=["groups", "event"]),
        title="Told by two groups or more",
        caption=f"Named by the headline most like all others; the first {STORIES}, each on a page.",
        labels={"told_by": "told by", "story": scope},
    )
    return replace(shown, content={**shown.content, "stories": frame["event"].tolist()})


def _story(part: pd.DataFrame) -> dict[str, Any]:
    names = sorted(set(part["group"]))
    return {
        "event": str(part["event"].iloc[0]),
        "story": story_name(part),
        "days": _days(part),
        "reports": len(part),
        "told_by": ", ".join(names),
        "groups": len(names),
    }


def first_group(findings: pd.DataFrame) -> str:
    """Name the group that the headline is about; '' where nothing is admitted."""
    admitted = findings[findings["is_admitted"]]
    return "" if admitted.empty else parts_of(admitted["groups"].iloc[0])[0]


def _is_said_truly(marks: pd.DataFrame, documents: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell the variants of which what they leave out stands nowhere in the report."""
    sources = documents.set_index("document_id")["source"]
    base_of = {
        row.statement_id: plain_words(sources[row.document_id][row.start : row.end])
        for row in rows_of(marks[marks["change"] == "base"])
    }
    is_true = [
        row.change not in _LEAVES_OUT
        or len(words) - len(printed(words, [sources[row.document_id]])) >= min(_LACKING, len(words))
        for row in rows_of(marks)
        for words in [base_of.get(row.statement_id, [])]
    ]
    return np.array(is_true, dtype=bool)


def most_told(statements: pd.DataFrame, corpus: Corpus, by: str) -> pd.DataFrame:
    """Choose the statement whose words in quotation marks most groups print, once for each group.

    Returns
    -------
    `schema.STATEMENTS` of that statement, the fullest of each group and the one that all are laid
    beside; without rows where none stands in two groups, or no text is here.
    """
    if not corpus.has_text:
        return statements.iloc[:0]
    groups = corpus.group_of(by)
    marks = statements[statements["kind"] != "indirect"]
    marks = marks.assign(group=marks["document_id"].map(groups))
    marks = marks[_is_said_truly(marks, corpus.documents)]
    spread = marks.groupby("statement_id")["group"].nunique()
    spread = spread[spread > 1]
    if spread.empty:
        return statements.iloc[:0]
    best = sorted(spread.index, key=lambda name: (-spread[name], str(name)))[0]
    chosen = marks[marks["statement_id"] == best]
    words = chosen.assign(rest=chosen["change"] != "base", short=chosen["start"] - chosen["end"])
    fullest = words.sort_values(["rest", "short"], kind="stable").drop_duplicates("group")
    one_each: pd.DataFrame = statements.loc[fullest.index.sort_values()]
    return one_each
