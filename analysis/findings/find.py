"""Find what the tellings of a story do differently, and rank it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pandas as pd

from analysis.findings import copies, described, naming, quotations, tested, unlisted
from analysis.findings.admitted import ADMITTED
from analysis.findings.answers import Answers
from analysis.findings.labels import COMPLETE, Near, labels_of, looked_at
from analysis.findings.model import Finding, Weighed, as_table

# Kinds in the order in which they stand where their contrast is alike: what is listed and printed
# before what is said by others, before what is copied, before what nobody listed.
_ORDER: Final = (
    naming.KIND,
    naming.ABSENT,
    tested.NAME,
    tested.WORD,
    described.KIND,
    described.MODIFIER,
    quotations.CUT,
    quotations.ONLY,
    copies.KIND,
    naming.SHIPPED,
    unlisted.KIND,
)
# Findings of one kind about one group that are kept.
_MOST: Final = 3


def findings(
    answers: Answers,
    stop_words: Collection[str] = (),
    set_aside: Sequence[Mapping[str, str]] = (),
) -> pd.DataFrame:
    """Find what the tellings do differently, the strongest contrast first.

    Over several stories nothing is said of names, statements or people that one group alone has:
    a selection of stories is no trait of an outlet. There only tests over documents speak.

    Of a kind that errs too often a finding is admitted where somebody looked at every label that
    it rests on, and all of these can be listed (`labels.COMPLETE`).

    The order: admitted ones before candidates; then by kind, as what is listed comes before what
    was found; then by contrast: how many others do otherwise (many here and none elsewhere before
    more here), the own voice before a paraphrase, the headline and the first sentence before the
    ninth, several articles before one, more mentions before fewer; ties by group and form.

    Parameters
    ----------
    answers
        The answers of the measures.
    stop_words
        Words that are no finding.
    set_aside
        Findings that the analyst sets aside: `kind`, and `groups` or `forms` where given.

    Returns
    -------
    `schema.FINDINGS`, by rank.
    """
    candidates: list[Finding] = [*tested.names_by_test(answers)]
    candidates += tested.words_by_test(answers, stop_words)
    candidates += described.descriptions_by_test(answers)
    if answers.stories == 1 and answers.groups_count > 1:
        candidates += naming.named_otherwise(answers)
        candidates += naming.not_printed(answers)
        candidates += quotations.cut_quotations(answers)
        candidates += quotations.quoted_by_one(answers)
        candidates += copies.reprints(answers)
        candidates += unlisted.everywhere_but(answers)
    wanted = [each for each in candidates if not any(_is_meant(each, aside) for aside in set_aside)]
    said = set(answers.by_hand["document_id"]) | set(answers.by_hand["other_document_id"])
    near = Near(answers, said)
    weighed = []
    for finding in wanted:
        is_admitted = ADMITTED[finding.kind].is_admitted
        if (
            not is_admitted
            and finding.kind in COMPLETE
            and {span.document_id for span in finding.spans} <= said
        ):
            labels = labels_of(finding.kind, finding.spans, near)
            is_admitted = 0 < len(labels) == looked_at(labels, answers.by_hand)[0]
        weighed.append(Weighed(finding, is_admitted))
    ranked = sorted(weighed, key=lambda each: (not each.is_admitted, *_rank(each.finding)))
    strongest = _first_of_each(ranked)
    near = Near(answers, {span.document_id for each in strongest for span in each.finding.spans})
    return as_table([_with_labels(each, near, answers.by_hand) for each in strongest])


def _with_labels(each: Weighed, near: Near, said: pd.DataFrame) -> Weighed:
    """Say how many labels a finding rests on, and at how many of them somebody looked."""
    labels = labels_of(each.finding.kind, each.finding.spans, near)
    checked, corrected = looked_at(labels, said)
    return each._replace(labels=len(labels), checked=checked, corrected=corrected)


def _rank(finding: Finding) -> tuple[object, ...]:
    falling = tuple(-value for value in finding.contrast)
    return _ORDER.index(finding.kind), falling, finding.groups, finding.forms


def _first_of_each(ranked: Sequence[Weighed]) -> list[Weighed]:
    """Keep the strongest few of each kind about each group."""
    counts: dict[tuple[str, str], int] = {}
    strongest = []
    for each in ranked:
        key = (each.finding.kind, each.finding.groups[0])
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _MOST:
            strongest.append(each)
    return strongest


def _is_meant(finding: Finding, aside: Mapping[str, str]) -> bool:
    """Tell whether the analyst means a finding: kind, and group or form where they are given."""
    if aside.get("kind", finding.kind) != finding.kind:
        return False
    groups = {name.strip() for name in aside.get("groups", "").split(";")} - {""}
    forms = {form.strip().casefold() for form in aside.get("forms", "").split(";")} - {""}
    printed = {form.casefold() for form in finding.forms}
    return (not groups or finding.groups[0] in groups) and (not forms or bool(forms & printed))
