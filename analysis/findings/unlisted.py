"""Names that stand in no list, which every group prints but one: candidates to read."""

from __future__ import annotations

from typing import Final

from analysis.findings.answers import Answers
from analysis.findings.model import Finding, Span, rows_of
from analysis.findings.words import counted, guard, listed, quoted, stands_in

KIND: Final = "everywhere but one"
# Groups that must print a name for its absence to say something.
_OTHERS: Final = 3
_MOST: Final = 4


def everywhere_but(answers: Answers) -> list[Finding]:
    """Find names that all groups print but one; the text of that one is looked through for each.

    Only of whole reports of the same story (`comparable`).
    """
    findings = []
    if answers.groups_count <= _OTHERS:
        return []
    rows = answers.unlisted
    by_name = rows.groupby("concept")["group"].agg(set)
    for group in answers.comparable:
        others = {name for name in answers.names if name != group}
        texts = answers.texts(group)
        names = [
            str(name)
            for name, groups in by_name.items()
            if groups == others and not any(stands_in(t, str(name).split()[-1]) for t in texts)
        ]
        if names:
            shown = sorted(names, key=lambda name: (-int((rows["concept"] == name).sum()), name))
            findings.append(_finding(answers, group, shown[:_MOST]))
    return findings


def _finding(answers: Answers, group: str, names: list[str]) -> Finding:
    rows = answers.unlisted
    marked = listed([quoted(name) for name in names], link="or")
    lines = [rows[rows["concept"] == name].drop_duplicates("group") for name in names]
    others = answers.groups_count - 1
    return Finding(
        KIND,
        (group,),
        tuple(names),
        (("names", len(names)), ("groups that print them", others)),
        f"{group} does not print {marked}; all others do",
        (f"{group} does not print {marked}, which the {counted(others, 'other')} do.",),
        guard(answers.reports, answers.groups_count),
        tuple(
            Span(str(r.document_id), int(r.start), int(r.end)) for p in lines for r in rows_of(p)
        ),
        (float(others), float(len(names))),
    )
