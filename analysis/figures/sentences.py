"""Say in computed sentences what was loaded and what was found; nothing here is typed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

import pandas as pd

from analysis import __version__
from analysis.corpus import Corpus
from analysis.figures.output import Output
from analysis.figures.tables import banner, finding, provenance
from analysis.figures.wording import plural, show

# Versions that can change a number or a drawing.
_LIBRARIES: Final = ("pandas", "polars", "nltk", "altair", "vl-convert-python", "papermill")
_MOST_NAMED: Final = 6
# A finding: this family-wise p or less (methods.md, section 1).
_NOTHING_COMPARED: Final = (
    "Nothing is compared: no two groups have words enough here. Group the articles otherwise, or "
    "choose another voice or period."
)
_ALPHA: Final = 0.05


def named(things: Sequence[str], most: int = _MOST_NAMED, *, link: str = "and") -> str:
    """List things in a sentence; `link` stands before the last.

    Examples
    --------
    >>> named(["a", "b", "c"]), named([])
    ('a, b and c', 'none')
    """
    shown = list(things[:most])
    left = len(things) - len(shown)
    if left:
        return f"{', '.join(shown)} {link} {left:,} more"
    return f" {link} ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown) or "none"


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
    """Say what was loaded: articles, groups, words, dates, what was refused."""
    documents = corpus.documents
    sizes = group_sizes(corpus, by)
    each = named([f"{group} {size:,}" for group, size in sizes.items()], 12)
    words, page = int(documents["words"].sum()), int(documents["words_page"].sum())
    sentences = [
        f"{plural(len(documents), 'article')} in {plural(len(sizes), 'group')} by {by}: {each}.",
        f"{words:,} of {page:,} words on the pages are counted ({share(words, page)}): "
        "title, standfirst and body.",
        _dates(documents),
        *_relays(documents),
    ]
    left = len(documents) - sum(sizes.values())
    if left:
        sentences.append(f"{plural(left, 'article')} without {by} stand in no group.")
    if len(corpus.rejected):
        sentences.append(f"{plural(len(corpus.rejected), 'input')} refused; reasons below.")
    return finding(sentences)


def _relays(documents: pd.DataFrame) -> list[str]:
    """Say by which outlets agency copy was published; editors may have changed it."""
    credits = documents[["agency", "outlet"]]
    relayed = credits[(credits["agency"] != "") & (credits["agency"] != credits["outlet"])]
    pairs = relayed.groupby("agency")["outlet"].agg(lambda outlets: sorted(set(outlets)))
    said = [f"{agency} as published by {named(outlets)}" for agency, outlets in pairs.items()]
    return [f"Agency copy: {named(said)}."] if said else []


def _dates(documents: pd.DataFrame) -> str:
    known = documents["published_earliest"].notna()
    if not known.any():
        return "No date of publication is known."
    first, last = documents["published_earliest"].min(), documents["published_latest"].max()
    days = (documents["published_latest"] - documents["published_earliest"]).dt.days
    exact, dated = int((days[known] == 0).sum()), int(known.sum())
    told = f"the day is known of {exact:,}" if exact < len(documents) else "the day is known of all"
    others = {"an interval": dated - exact, "nothing": len(documents) - dated}
    parts = [told, *(f"{what} of {size:,}" for what, size in others.items() if size)]
    return f"Published from {show(first)} to {show(last)}; {', '.join(parts)}."


def group_sizes(corpus: Corpus, by: str) -> dict[str, int]:
    """Count the articles of each group, groups by name."""
    sizes = corpus.groups(by).value_counts()
    return {str(group): int(sizes[group]) for group in sorted(sizes.index) if group}


def share(part: int, whole: int) -> str:
    """Write a share of a whole in per cent."""
    return f"{part / max(whole, 1):.0%}"


def set_aside(ledger: pd.DataFrame, makeup: pd.DataFrame, flagged: pd.DataFrame) -> Output:
    """Say how much is not counted, and where most of it stands."""
    least = makeup.sort_values("share_counted").iloc[0]
    furniture = ledger[ledger["label"].str.startswith("boilerplate")]
    sentences = [
        f"Least is counted of {least['group']}: {least['share_counted']:.0%} of its characters.",
        f"{plural(int(ledger['stretches'].sum()), 'stretch')} "
        f"({int(ledger['characters'].sum()):,} characters) are set aside, "
        f"{int(furniture['characters'].sum()):,} of them page furniture.",
    ]
    if len(flagged):
        names = named(flagged["document_id"].tolist(), 3)
        sentences.append(f"Look at these, more than 70 % of their words are set aside: {names}.")
    return finding(sentences)


def common_words(top: pd.DataFrame) -> Output:
    """Say which content words head each group's list, and which all lists share."""
    groups = list(dict.fromkeys(top["group"]))
    sentences = [
        f"{group}: most often {named(top[top['group'] == group]['term'].head(3).tolist())}."
        for group in groups[:8]
    ]
    spread = top.groupby("term")["group"].nunique()
    shared = sorted(spread[spread == len(groups)].index)
    if len(groups) > 1:
        sentences.append(f"In every group's top list: {named(shared, 10)}.")
    return finding(sentences)


def set_apart(keyness: pd.DataFrame) -> Output:
    """Say what the tests found; without tests, say that there are none."""
    sentences = [_NOTHING_COMPARED] if keyness.empty else []
    for (target, reference), rows in keyness.groupby(["target", "reference"], sort=False):
        tested = rows["p_family"].notna()
        if not tested.any():
            sentences.append(
                f"{target} against {reference}: {len(rows):,} words compared, no test "
                "(too few documents); ratios describe these articles only."
            )
            continue
        found = rows[rows["p_family"] <= _ALPHA]
        more = found[found["log_ratio"] > 0]["term"].tolist()
        less = found[found["log_ratio"] < 0]["term"].tolist()[::-1]
        sentences.append(
            f"{target} against {reference}: of {int(tested.sum()):,} words tested "
            f"{len(found):,} differ (p ≤ .05 over all words). "
            f"More: {named(more)}. Less: {named(less)}."
        )
    return finding(sentences)


def too_few(checks: Sequence[tuple[str, int, int]], keyness: pd.DataFrame) -> Output:
    """Put up the banner over comparisons that have too few documents for inference."""
    if keyness.empty:
        return banner(_NOTHING_COMPARED, tone="warning")
    if not checks:
        return banner("Every comparison below has documents enough for its test.")
    pairs = named([f"{target}: {first} v {second}" for target, first, second in checks], 12)
    return banner(
        f"Too few documents for inference ({pairs}). Fewer than 5 independent documents a side, "
        "or fewer than 200 ways to relabel them: effect sizes and lines only, no p-values, "
        "no intervals.",
        tone="warning",
    )


def naming_choices(shares: pd.DataFrame) -> Output:
    """Say what each group calls each concept most often, and which names it never uses."""
    sentences = []
    used = shares[shares["frequency"] > 0]
    for concept, rows in used.groupby("concept", sort=False):
        parts = []
        for group, names in rows.groupby("group", sort=True):
            most = int(names["frequency"].max())
            labels = sorted(names[names["frequency"] == most]["label"])
            each = " each" if len(labels) > 1 else ""
            parts.append(f"{group} {named([f'“{label}”' for label in labels])} ({most:,}{each})")
        sentences.append(f"{concept}: {named(parts, 8)}.")
    return finding(sentences or ["None of the names of the lexicon stands in these articles."])


def frame_findings(rates: pd.DataFrame) -> Output:
    """Say which frame has most cues in each group."""
    sentences = []
    for group, rows in rates.groupby("group", sort=True):
        most = rows["per_thousand"].max()
        best = rows[rows["per_thousand"] == most].sort_values("frame")
        if most == 0:
            sentences.append(f"{group}: none of the cues.")
        elif len(best) > 1:
            sentences.append(
                f"{group}: most cues for {named(best['frame'].tolist())}, {most:.1f} per 1,000 "
                "words each."
            )
        else:
            holding, size = int(best["document_frequency"].iloc[0]), int(best["documents"].iloc[0])
            sentences.append(
                f"{group}: most cues for {best['frame'].iloc[0]}, {most:.1f} per 1,000 words, "
                f"in {holding:,} of {plural(size, 'article')}."
            )
    return finding(sentences or ["None of the cues stands in these articles."])


def closing(corpus: Corpus, by: str, **parameters: Any) -> Output:
    """Close a report: corpus and its hash, parameters, versions; no clock time, no path."""
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    facts = [
        ("Corpus", corpus.name),
        ("Fingerprint", f"{corpus.hash} (articles, outlets, agencies, events)"),
        ("Parameters", _settings({"by": by, **parameters})),
        ("Made with", f"samestory {__version__}; {versions}"),
    ]
    return provenance(facts, groups=group_sizes(corpus, by))


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
