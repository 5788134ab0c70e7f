"""What a test over documents finds: words of one group, and listed names that it prefers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from analysis.corpus.groups import own_names
from analysis.findings.answers import Answers
from analysis.findings.holds import Held, verdict
from analysis.findings.model import Finding, Span, rows_of
from analysis.findings.naming import printed
from analysis.findings.words import guard, listed, quoted
from analysis.schema import ALPHA
from analysis.schema import MINIMUM_DOCUMENTS_FOR_INFERENCE as LEAST
from analysis.statistics.inference import fisher

WORD: Final = "word by test"
NAME: Final = "naming by test"
# Names of agencies stand in credits; names of days, and titles before names, are house style.
_NO_WORDING: Final = frozenset(
    "associated press reuters afp ap monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december "
    "related opinion exclusive updated mr mrs ms dr sen rep gov".split()
)
# Letters of a word all in capitals that is an abbreviation, and no label of a page.
_ABBREVIATION: Final = 4
# Words of one comparison, lines of one finding.
_MOST: Final = 3
LINES: Final = 8
# Printed forms that a sentence holds, and the least difference of shares that is told.
_FORMS: Final = 3
AHEAD: Final = 0.25


def words_by_test(answers: Answers, stop_words: Collection[str]) -> list[Finding]:
    """Find words that one group prints more often, beyond what chance gives any word.

    Outlets' own names, agencies and authors are no wording; below five documents a side
    nothing is tested.
    """
    keyness = answers.keyness
    if keyness.empty:
        return []
    no_word = {*stop_words, *own_names(answers.documents, "group"), *_NO_WORDING}
    # Any of the groups might have stood out: the choice of group is paid for too (Bonferroni).
    alpha = ALPHA / max(keyness["target"].nunique(), 1)
    rows = keyness[(keyness["p_family"] <= alpha) & (keyness["log_ratio"] > 0)]
    bare = rows["term"].str.casefold().str.replace(r"['’]s$", "", regex=True)
    rows = rows[~bare.isin(no_word) & bare.str.fullmatch(r"[^\W\d_]{3,}(?:['’-][^\W\d_]+)*")]
    rows = rows.sort_values(
        ["documents_reference", "documents_target", "term"], ascending=[True, False, True]
    )
    findings = []
    for target, best in rows.groupby("target", sort=True):
        sizes = _sizes(answers, str(target))
        candidates = (_word(answers, str(target), row, sizes) for row in rows_of(best))
        findings += [each for each in candidates if not _is_label(each.forms[0])][:_MOST]
    return findings


def _is_label(form: str) -> bool:
    """Tell a word that is printed in capitals throughout, as labels of pages are."""
    return form.isupper() and len(form) > _ABBREVIATION


def _sizes(answers: Answers, group: str) -> tuple[int, int]:
    own = int((answers.documents["group"] == group).sum())
    return own, answers.reports - own


def _word(answers: Answers, target: str, row: Any, sizes: tuple[int, int]) -> Finding:
    term = str(row.term)
    places, form = _places(answers, target, term)
    here, there = int(row.documents_target), int(row.documents_reference)
    of, rest = sizes
    others = f"in {there:,} of the {rest:,} others" if there else f"in none of the {rest:,} others"
    return Finding(
        WORD,
        (target,),
        (form,),
        (("articles with it", here), ("articles of others with it", there)),
        f"{target} prints {quoted(form)} in {here:,} of {of:,} articles, the others "
        + (f"in {there:,} of {rest:,}" if there else f"in none of {rest:,}"),
        (
            f"{quoted(form)} stands in {here:,} of {of:,} articles of {target} and {others}"
            f"{with_copies(answers)}.",
        ),
        guard(answers.reports, answers.groups_count),
        places,
        (here / max(of, 1) - there / max(rest, 1), float(here)),
    )


def _places(answers: Answers, group: str, term: str) -> tuple[tuple[Span, ...], str]:
    """Find some places of a term in the articles of a group, and its most frequent spelling."""
    pattern = re.compile(rf"(?<![^\W_]){re.escape(term)}(?![^\W_])", re.I)
    spans: list[Span] = []
    spellings = Counter[str]()
    own = answers.documents[answers.documents["group"] == group]
    for document, source in zip(own["document_id"], own["source"], strict=True):
        hits = list(pattern.finditer(source))
        spellings.update(hit.group() for hit in hits)
        if hits and len(spans) < LINES:
            spans.append(Span(str(document), hits[0].start(), hits[0].end()))
    form = min(spellings.items(), key=lambda each: (-each[1], each[0]))[0] if spellings else term
    return tuple(spans), form


def names_by_test(answers: Answers) -> list[Finding]:
    """Find listed names that one group prefers, among its articles that name the thing at all.

    Outside quotation marks, by documents: Fisher's exact test (hypergeometric, one-sided; Fisher
    1935), times the number of names and groups tested (Bonferroni).
    """
    worded = answers.mentions[answers.mentions["voice"] != "quoted"]
    worded = worded[~worded["document_id"].isin(_copies(answers.reuse))]
    tests: list[tuple[float, str, str, str]] = []
    for concept, rows in worded.groupby("concept", sort=True):
        having = rows.drop_duplicates("document_id")["group"].value_counts()
        for label, named in rows.groupby("label", sort=True):
            with_it = named.drop_duplicates("document_id")["group"].value_counts()
            for group in with_it.index:
                sides = int(having[group]), int(having.sum() - having[group])
                if min(sides) >= LEAST and having.size > 1:
                    with_name = int(with_it[group]), int(with_it.sum() - with_it[group])
                    p_value = fisher(with_name, sides)
                    tests.append((p_value, str(group), str(label), str(concept)))
    passed = sorted(each for each in tests if each[0] * len(tests) <= ALPHA)
    findings = []
    for _, group, label, concept in passed:
        if found := _name(answers, group, label, concept):
            rows = worded[worded["concept"] == concept]
            is_here, holds = rows["group"] == group, rows["label"] == label
            held = Held(*(set(rows["document_id"][of]) for of in (is_here, ~is_here, holds)))
            said = verdict(held, answers.events, len(tests))
            findings.append(replace(found, verdict=said))
    return findings


def _copies(reuse: pd.DataFrame) -> set[str]:
    """Name the articles that reprint an earlier one here: each text counts once."""
    return set(reuse["other_document_id"][reuse["relation"] == "reprint"])


def _name(answers: Answers, group: str, label: str, concept: str) -> Finding | None:
    """Say in how many articles a group prints a name, all articles and voices counted.

    The test leaves copies and quotations out; a reader who counts does not. Nothing is said
    where a name has more printed forms than a sentence holds, or where little is left.
    """
    rows = answers.mentions[answers.mentions["concept"] == concept]
    named = rows[rows["label"] == label]
    forms = list(dict.fromkeys(form.casefold() for form in printed(named)))
    forms = [next(f for f in printed(named) if f.casefold() == each) for each in forms]
    (here, of), (there, rest) = sides_of(rows, named, group)
    ahead = here / max(of, 1) - there / max(rest, 1)
    if len(forms) > _FORMS or ahead < AHEAD:
        return None
    words = listed([quoted(form) for form in forms], link="or")
    theirs = f"in {there:,} of {rest:,}" if there else f"in none of {rest:,}"
    lines = named[named["group"] == group].drop_duplicates("document_id").head(LINES)
    return Finding(
        NAME,
        (group,),
        tuple(forms),
        (("articles with it", here), ("articles that name it", of)),
        f"{group} prints {words} in {here:,} of its {of:,} articles that name it, the others "
        f"{theirs}",
        (
            f"Among articles that name the same thing by {words}{_other_words(rows, label)}, "
            f"{here:,} of {of:,} by {group} print {words}; of the others {there:,} of {rest:,} do"
            f"{with_copies(answers)}.",
        ),
        guard(answers.reports, answers.groups_count),
        tuple(Span(str(r.document_id), int(r.start), int(r.end)) for r in rows_of(lines)),
        (ahead, float(here)),
    )


def sides_of(
    rows: pd.DataFrame, holding: pd.DataFrame, group: str
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Count the articles that hold something, and all of them: of a group, of the others."""
    named = set(holding["document_id"])
    is_here = rows["group"] == group
    here, there = (set(rows["document_id"][side]) for side in (is_here, ~is_here))
    return (len(here & named), len(here)), (len(there & named), len(there))


def with_copies(answers: Answers) -> str:
    """Say that reprints are counted, where there are any: the test takes each text once."""
    return ", copies of one text included" if _copies(answers.reuse) else ""


def _other_words(rows: pd.DataFrame, label: str) -> str:
    """Name the commonest other words for a thing, two at most."""
    forms = printed(rows[rows["label"] != label])[:2]
    return f" or another listed word (such as {listed([quoted(each) for each in forms])})"
