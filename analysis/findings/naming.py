"""What one group calls a listed thing otherwise than all others, and which listed names it lacks.

Only printed forms outside quotation marks count as a group's wording: its own words and its
paraphrases. What stands in quotation marks is said apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.findings.answers import Answers
from analysis.findings.model import Finding, Span, rows_of
from analysis.findings.words import (
    first,
    guard,
    listed,
    neither,
    others_do,
    plain_words,
    quoted,
    stands_in,
    times,
    verb,
)

KIND: Final = "naming"
# A listed word may name two things in one story; the corpus's own list says that they are one.
SHIPPED: Final = "naming, shipped list"
ABSENT: Final = "name not printed"
# Printed forms that a sentence names of one group.
_FORMS: Final = 2
# Listed names that a sentence says are missing.
_NAMES: Final = 3
# Letters that words of one family share; words that say nothing of a body.
_STEM: Final = 5
# Words of a line of prose; characters within which a row of links shows its end.
_PROSE: Final = 8
_LINK: Final = 250
_COMMON: Final = ("group", "company", "national", "united", "international")
_PLACES: Final = {"title": "headline", "standfirst": "standfirst", "lede": "first sentence"}


def named_otherwise(answers: Answers) -> list[Finding]:
    """Find concepts that one group names by forms that no other prints outside quotation marks.

    Only what groups name where a story says what it is about counts, in headline, standfirst or
    first sentence of whole reports of one matter: an attack in the ninth paragraph, or in another
    report, may be another attack.
    """
    rows = answers.mentions[answers.mentions["group"].isin(answers.comparable)]
    worded = rows[rows["voice"] != "quoted"]
    opens = worded[worded["place"] != "body"][["group", "concept"]].drop_duplicates()
    worded = worded.merge(opens, on=["group", "concept"])
    findings = []
    for concept, named in worded.groupby("concept", sort=True):
        labels = named.groupby("group")["label"].agg(set)
        for group in labels.index:
            others = labels.drop(group)
            if len(others) < min(2, answers.groups_count - 1) or not len(others):
                continue
            if labels[group] & set().union(*others):
                continue
            forms = [
                form
                for form in printed(named[named["group"] == group])
                if _alone(answers, form, group)
            ]
            if forms:
                kind = KIND if concept in answers.own else SHIPPED
                findings.append(_named(answers, str(group), forms, named, kind))
    return findings


def _alone(answers: Answers, form: str, group: str) -> bool:
    """Tell whether no other group prints a form, in whatever voice."""
    others = [name for name in answers.names if name != group]
    elsewhere = answers.mentions[answers.mentions["group"] != group]
    if (_folded(elsewhere) == form.casefold()).any():
        return False
    return not any(stands_in(text, form) for other in others for text in answers.texts(other))


def _named(
    answers: Answers, group: str, forms: list[str], named: pd.DataFrame, kind: str
) -> Finding:
    of_group, theirs = named[named["group"] == group], named[named["group"] != group]
    forms = forms[:_FORMS]
    others = first(theirs.sort_values("group")["group"])
    headline = (
        f"{group} writes {listed([quoted(form) for form in forms], link='or')}, where "
        f"{_others_write(theirs, 1)}"
    )
    sentences = [_where(group, of_group, forms), f"{_others_write(theirs)}."]
    rows = [
        of_group[_folded(of_group).isin({form.casefold() for form in forms})],
        _one_place_each(theirs),
    ]
    places = set(of_group["place"])
    return Finding(
        kind,
        (group, *others),
        (*forms, *first(printed(theirs))[:4]),
        (("mentions", len(of_group)), ("reports", of_group["document_id"].nunique())),
        headline,
        tuple(sentences),
        guard(answers.reports, answers.groups_count),
        tuple(_span(row) for part in rows for row in rows_of(part)),
        (
            len(others) / max(answers.groups_count - 1, 1),
            float((of_group["voice"] == "own").any()),
            float("title" in places) + float("lede" in places),
            float(of_group["document_id"].nunique()),
            float(len(of_group)),
        ),
    )


def printed(mentions: pd.DataFrame) -> list[str]:
    """List the forms in which names are printed, the most frequent first, the body's spelling."""
    spellings: dict[str, Counter[str]] = {}
    for text, place in zip(mentions["text"], mentions["place"], strict=True):
        form = " ".join(str(text).split())
        weight = 1 if place == "title" else 2
        spellings.setdefault(form.casefold(), Counter())[form] += weight
    counts = {form: _count(mentions, form) for form in spellings}
    # Headlines have capitals of their own: what the body prints too stands first.
    in_body = set(_folded(mentions[mentions["place"] != "title"]))
    order = sorted(spellings, key=lambda form: (-counts[form], form not in in_body, form))
    return [min(spellings[form].items(), key=lambda s: (-s[1], s[0]))[0] for form in order]


def _count(mentions: pd.DataFrame, form: str) -> int:
    return int((_folded(mentions) == form.casefold()).sum())


def _folded(mentions: pd.DataFrame) -> pd.Series:
    return mentions["text"].str.split().str.join(" ").str.casefold()


def _others_write(theirs: pd.DataFrame, most: int = 3) -> str:
    """Say which form each other group prints most, groups of one form together."""
    by_label: dict[str, list[str]] = {}
    for group, rows in theirs.groupby("group", sort=True):
        form = printed(rows)[0].casefold()
        label = rows["label"][_folded(rows) == form].iloc[0]
        by_label.setdefault(str(label), []).append(str(group))
    order = sorted(by_label, key=lambda label: (-len(by_label[label]), label))
    parts = []
    for place, label in enumerate(order[:most]):
        groups = by_label[label]
        rows = theirs[(theirs["label"] == label) & theirs["group"].isin(groups)]
        does = f" {verb(groups, 'write')}" if not place else ""
        parts.append(f"{listed(groups, 4)}{does} {quoted(printed(rows)[0])}")
    # One word of others is enough for a headline; beneath it stands that they have more.
    several = most > 1 and (theirs.groupby("group")["label"].nunique() > 1).any()
    return listed(parts) + (", among other words" if several else "")


def _one_place_each(theirs: pd.DataFrame) -> pd.DataFrame:
    """Take of each other group a place where it prints what it is said to write."""
    places = []
    for _, rows in theirs.groupby("group", sort=True):
        places.append(rows[_folded(rows) == printed(rows)[0].casefold()].head(1))
    return pd.concat(places)


def _where(group: str, of_group: pd.DataFrame, forms: Sequence[str]) -> str:
    """Say how often the first form is printed, and whether where a reader begins."""
    form = forms[0]
    rows = of_group[_folded(of_group) == form.casefold()]
    places = [_PLACES[place] for place in _PLACES if place in set(rows["place"])]
    too = "" if len(rows) == len(places) else " too"
    where = f", in its {listed(places)}{too}" if places else ""
    return f"{group} prints {quoted(form)} {times(len(rows))} outside quotation marks{where}."


def not_printed(answers: Answers) -> list[Finding]:
    """Find listed people and bodies whose name every other group prints, and one does not.

    People, and bodies that a story is about; where a party, a parliament or a station is not
    named nobody misses it. Only of whole reports of the same story (`comparable`).
    """
    findings = []
    for group in answers.comparable:
        missing = _missing(answers, group)
        if missing:
            findings.append(_absent(answers, group, missing[:_NAMES]))
    return findings


def _missing(answers: Answers, group: str) -> list[tuple[str, pd.DataFrame]]:
    others = [name for name in answers.names if name != group]
    if len(others) < 2:
        return []
    candidates = []
    entities = answers.listed[answers.listed["label"] != "place"]
    for _, rows in entities.groupby("concept", sort=True):
        theirs = rows[rows["group"] != group]
        if set(theirs["group"]) != set(others) or (rows["group"] == group).any():
            continue
        if not _matters(theirs, len(others)) or not _is_listed(answers, theirs):
            continue
        if not all(_is_told(answers, rows) for _, rows in theirs.groupby("group")):
            continue
        form = _shortest_shared(theirs, others, answers)
        if form and not any(_hints_at(text, form, theirs) for text in answers.texts(group)):
            candidates.append((form, theirs))
    candidates.sort(key=lambda each: (-(each[1]["place"] != "body").sum(), -len(each[1]), each[0]))
    # "Wagner" says as much as "Wagner Group".
    shown: list[tuple[str, pd.DataFrame]] = []
    for form, rows in candidates:
        if not any(set(form.split()) & set(other.split()) for other, _ in shown):
            shown.append((form, rows))
    return shown


def _is_listed(answers: Answers, theirs: pd.DataFrame) -> bool:
    """Tell a person, or a body that the naming list holds: parties and stations nobody misses."""
    if (theirs["label"] == "person").all():
        return True
    forms = {word for text in answers.mentions["text"].unique() for word in str(text).split()}
    return any(set(str(text).split()) & forms for text in theirs["text"].unique())


def _is_told(answers: Answers, mentions: pd.DataFrame) -> bool:
    """Tell whether a group names somebody in running prose, more than once or where it opens."""
    documents = answers.documents
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    prose = [row for row in rows_of(mentions) if _in_prose(sources[row.document_id], row.start)]
    return len(prose) > 1 or any(row.place != "body" for row in prose)


def _in_prose(source: str, start: int) -> bool:
    """Tell running text from a line of links: a long line that ends as a sentence does."""
    begin, end = source.rfind("\n", 0, start) + 1, source.find("\n", start)
    line = source[begin : end if end >= 0 else len(source)].rstrip()
    if begin == 0:
        return True
    links = re.search(r"\bMORE\b|[a-z]MORE\b", source[start : start + _LINK])
    return len(line.split()) >= _PROSE and line[-1:] in ".!?”\"’'" and not links


def _matters(theirs: pd.DataFrame, others: int) -> bool:
    """Tell whether a story is about somebody: where it opens, or again and again."""
    opens = theirs[theirs["place"] != "body"]["group"].nunique()
    often = (theirs["group"].value_counts() > 1).sum()
    if (theirs["label"] == "person").all():
        return bool(opens >= 1 or often * 2 >= others)
    return bool(opens >= 1 and often * 2 >= others)


def _hints_at(text: str, form: str, theirs: pd.DataFrame) -> bool:
    """Tell whether a text prints a name, or for a body any word like those of its names."""
    if stands_in(text, form):
        return True
    if (theirs["label"] == "person").all():
        return False
    words = {word for name in theirs["text"].unique() for word in plain_words(str(name))}
    stems = {word[:_STEM] for word in words if len(word) >= _STEM and word not in _COMMON}
    return bool(stems & {word[:_STEM] for word in plain_words(text)})


def _shortest_shared(theirs: pd.DataFrame, others: Sequence[str], answers: Answers) -> str:
    """Choose the shortest printed form that each of the others prints as whole words."""
    forms = {" ".join(str(text).split()) for text in theirs["text"]}
    for form in sorted(forms, key=lambda form: (len(form), form)):
        if not form[:1].isupper() or len(form) < 3:
            continue
        if all(any(stands_in(t, form, fold=False) for t in answers.texts(o)) for o in others):
            return form
    return ""


def _absent(answers: Answers, group: str, missing: Sequence[tuple[str, pd.DataFrame]]) -> Finding:
    others = [name for name in answers.names if name != group]
    names = [_full(form, rows) for form, rows in missing]
    contrast = others_do(len(others), "do")
    does = f"names {neither(names)}" if len(names) > 1 else f"does not name {names[0]}"
    rows = [rows.drop_duplicates("group") for _, rows in missing]
    return Finding(
        ABSENT,
        (group, *others),
        tuple(form for form, _ in missing),
        (("names", len(names)), ("groups that print them", len(others))),
        f"{group} {does}; {contrast}",
        (f"{group} {does}; {listed(others, 8)} {verb(others, 'do')}.",),
        guard(answers.reports, answers.groups_count),
        tuple(_span(row) for part in rows for row in rows_of(part)),
        (
            1.0,
            0.0,
            float(sum((rows["place"] != "body").any() for _, rows in missing)),
            float(len(others)),
            float(len(names)),
        ),
    )


def _full(form: str, rows: pd.DataFrame) -> str:
    """Give the fullest form in which a person is printed, of two words or three."""
    if not (rows["label"] == "person").all():
        return form
    texts = [" ".join(str(text).split()) for text in rows["text"]]
    full = [text for text in texts if len(text.split()) in (2, 3) and text.endswith(form)]
    return Counter(full).most_common(1)[0][0] if full else form


def _span(row: Any) -> Span:
    return Span(str(row.document_id), int(row.start), int(row.end))
