"""Say in computed sentences what was loaded and what was found; nothing here is typed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

import pandas as pd

from analysis import __version__
from analysis.corpus import Corpus
from analysis.corpus.corpus import ONE_STORY
from analysis.figures.output import Output
from analysis.figures.tables import banner, finding, provenance
from analysis.figures.wording import (
    FEWEST_WORDS,
    agree,
    plural,
)
from analysis.findings.words import listed
from analysis.schema import ALPHA, ParameterError

# Versions that can change a number or a drawing.
_LIBRARIES: Final = ("pandas", "polars", "nltk", "altair", "vl-convert-python", "papermill")
_MOST_NAMED: Final = 6
# Characters counted, below which a group is named.
_HALF: Final = 0.5
_NOTHING_COMPARED: Final = (
    "Nothing is compared: no two groups have words enough here. Group the articles otherwise, or "
    "choose another voice or period."
)


def named(things: Sequence[str], most: int = _MOST_NAMED, *, link: str = "and") -> str:
    """List things in a sentence; `link` stands before the last.

    Examples
    --------
    >>> named(["a", "b", "c"]), named([])
    ('a, b and c', 'none')
    """
    return listed(things, most, link) or "none"


def about(corpus: Corpus, of: Corpus | None = None, **limits: str | list[str]) -> Output:
    """Say which corpus a page shows, and what it is.

    Parameters
    ----------
    of
        The whole corpus, where only a part of its articles is shown.
    limits
        What the part was chosen by.
    """
    said = corpus.about or "Articles as loaded; page furniture is labelled and not counted."
    if not corpus.has_text:
        said += " No article text is here, so lines of text cannot be shown."
    part, whole = len(corpus.documents), len((of or corpus).documents)
    if part < whole:
        said += f" Only {part:,} of its {plural(whole, 'article')}: {_settings(limits)}."
    return banner(f"Corpus {corpus.name}. {said}")


def loaded(corpus: Corpus, by: str) -> Output:
    """Note what was loaded: how many words are counted, what is dated, grouped or read badly.

    The articles of each group stand in `closing`.
    """
    documents = corpus.documents
    words, page = int(documents["words"].sum()), int(documents["words_page"].sum())
    notes = [
        f"{words:,} of {page:,} words on the pages are counted ({share(words, page)}): "
        "title, standfirst and body."
    ]
    days = documents["published_latest"] - documents["published_earliest"]
    loose = len(documents) - int((days.dt.days == 0).sum())
    if loose:
        notes.append(f"Of {plural(loose, 'article')} the day of publication is not known.")
    left = len(documents) - sum(group_sizes(corpus, by).values())
    if left:
        stand = agree(left, "stands", "stand")
        notes.append(f"{plural(left, 'article')} without {by} {stand} in no group.")
    if len(corpus.rejected):
        notes.append(f"{plural(len(corpus.rejected), 'input')} refused; reasons in 1-corpus.")
    return banner(" ".join(notes))


def word_sizes(corpus: Corpus, by: str) -> dict[str, int]:
    """Count the words of each group, groups by name."""
    sizes = pd.Series(corpus.lengths()).groupby(corpus.groups(by).to_numpy()).sum()
    return {str(group): int(size) for group, size in sizes.items() if group}


def group_sizes(corpus: Corpus, by: str) -> dict[str, int]:
    """Count the articles of each group, groups by name."""
    sizes = corpus.groups(by).value_counts()
    return {str(group): int(sizes[group]) for group in sorted(sizes.index) if group}


def share(part: int, whole: int) -> str:
    """Write a share of a whole in per cent."""
    return f"{part / max(whole, 1):.0%}"


def set_aside(makeup: pd.DataFrame, flagged: pd.DataFrame, documents: pd.DataFrame) -> Output:
    """Say of which groups and pages little is counted; nothing where most is."""
    little = makeup[makeup["share_counted"] < _HALF].sort_values(["share_counted", "group"])
    sentences = []
    if len(little):
        parts = [
            f"{group} ({part:.0%})"
            for group, part in zip(little["group"], little["share_counted"], strict=True)
        ]
        sentences.append(f"Less than half of the characters is counted of {named(parts)}.")
    outlets = documents.loc[documents["document_id"].isin(flagged["document_id"]), "outlet"]
    pages = outlets[~outlets.isin(little["group"])].value_counts().sort_index()
    if len(pages):
        parts = [f"{outlet} ({plural(number, 'page')})" for outlet, number in pages.items()]
        sentences.append(f"More than 70 % of the words are set aside on pages of {named(parts)}.")
    return finding(sentences)


def set_apart(
    keyness: pd.DataFrame, sizes: Mapping[str, int] | None = None, names: Collection[str] = ()
) -> Output:
    """Say which words the tests found; nothing where nothing was tested or found.

    Parameters
    ----------
    sizes
        Counted words of each group: of those under 500 nothing is said.
    names
        Words of the names of outlets, agencies and authors: no wording, and not said.
    """
    small = {group for group, size in (sizes or {}).items() if size < FEWEST_WORDS}
    keyness = keyness[~keyness["target"].isin(small)]
    sentences = []
    for (target, reference), rows in keyness.groupby(["target", "reference"], sort=False):
        tested = int(rows["p_family"].notna().sum())
        words = rows[(rows["p_family"] <= ALPHA) & ~rows["term"].str.casefold().isin(names)]
        more = words[words["log_ratio"] > 0]["term"].tolist()
        less = words[words["log_ratio"] < 0]["term"].tolist()[::-1]
        if not more and not less:
            continue
        sentences.append(
            f"{target} against {reference}: of {plural(tested, 'word')} tested "
            f"{len(words):,} {agree(len(words), 'differs', 'differ')} (p ≤ .05 over all words)."
            + (f" More: {named(more)}." if more else "")
            + (f" Less: {named(less)}." if less else "")
        )
    return finding(sentences)


def units_said(sides: pd.DataFrame) -> Output:
    """Say what the tests of a page rest on: matched by what, which articles, and how many.

    Parameters
    ----------
    sides
        As `keyness.comparison_units` returns.
    """
    if sides.empty:
        return banner(_NOTHING_COMPARED, tone="warning")
    untested = sides[~sides["is_tested"]]
    pairs = [
        f"{row.target}: {row.units_target:,} v {row.units_reference:,}"
        for row in untested.itertuples()
    ]
    few = (
        f"Too few documents for inference ({named(pairs, 12)}): effect sizes and lines only, no "
        "p-values, no intervals."
    )
    said = [*([few] if pairs else []), *_matching(sides), *_left_out(sides)]
    return banner(" ".join(said), tone="warning" if pairs else "note")


def _matching(sides: pd.DataFrame) -> list[str]:
    """Say within what documents are compared, and how many of them that leaves."""
    matched = sides[sides["match"] != ""]
    within = [
        f"{row.target}: {row.units_target:,} v {row.units_reference:,} articles in {row.strata:,} "
        f"values of {row.match} that both sides have"
        for row in matched.itertuples()
    ]
    if not within:
        return []
    return [f"Compared within each {matched['match'].iloc[0]} ({named(within, 8)})."]


def _left_out(sides: pd.DataFrame) -> list[str]:
    """Say of which articles the tests make nothing, or one."""
    notes = []
    for row in sides[sides["is_tested"]].to_dict("records"):
        documents = row["documents_target"] + row["documents_reference"]
        units = row["units_target"] + row["units_reference"]
        left = row["short"] + row["elsewhere"] + row["unmatched"]
        why = [
            f"{count:,} {reason}"
            for count, reason in (
                (documents - left - units, "further copies of a text"),
                (row["elsewhere"], "printed on both sides"),
                (row["short"], "under 50 words"),
                (row["unmatched"], f"without a counterpart in their {row['match']}"),
            )
            if count
        ]
        notes += [f"{row['target']} {', '.join(why)}"] if why else []
    if not notes:
        return []
    return [f"Counted, but not in the test: {'; '.join(notes[:8])}."]


def closing(corpus: Corpus, by: str, *, excerpt_share: float = 0.0, **parameters: Any) -> Output:
    """Close a report: corpus and its hash, parameters, versions; no clock time, no path.

    Parameters
    ----------
    excerpt_share
        Most of an article that all pages together show, 0-1; 0 for a third.

    Raises
    ------
    ParameterError
        The share is not between 0 and 1.
    """
    if not 0 <= excerpt_share <= 1:
        raise ParameterError(f"excerpt_share is between 0 and 1, not {excerpt_share}.")
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    facts = [
        ("Corpus", corpus.name),
        ("Fingerprint", f"{corpus.hash} (articles, outlets, agencies, events)"),
        ("Parameters", _settings({"by": by, **parameters})),
        ("Made with", f"samestory {__version__}; {versions}"),
    ]
    if corpus.has_text:
        facts.insert(-1, ("Shown of each article", _ceiling_said(excerpt_share)))
    event = str(parameters.get("event", ""))
    return provenance(
        facts,
        groups=group_sizes(corpus, by),
        excerpt_share=excerpt_share,
        event="" if event == ONE_STORY else event,
    )


def _ceiling_said(excerpt_share: float) -> str:
    """Say how much of an article all pages together show.

    Examples
    --------
    >>> _ceiling_said(0.25)
    'at most 25% of its words, or 120 where that is more, on all pages together'
    """
    if excerpt_share == 1:
        return "all that the figures ask for: excerpt_share = 1 sets no ceiling"
    most = f"{excerpt_share:.3g}" if 0 < excerpt_share < 0.01 else f"{excerpt_share:.0%}"
    part = f"{most} of its words" if excerpt_share else "a third of its words"
    return f"at most {part}, or 120 where that is more, on all pages together"


def _settings(values: Mapping[str, Any]) -> str:
    """List parameters that say something; of several values of one, all."""
    written = {
        name: " and ".join(value) if isinstance(value, list) else value
        for name, value in values.items()
    }
    return ", ".join(f"{name} = {value}" for name, value in written.items() if value != "")


def stop_words_said(words: Collection[str]) -> Output:
    """Print the words that lists of content words leave out."""
    return banner(
        f"Left out of lists of content words, and nowhere else: {', '.join(sorted(words))}."
    )
