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
    SEVERAL,
    agree,
    is_one_story,
    plural,
    show,
    small_groups,
)
from analysis.findings.words import listed
from analysis.schema import ParameterError

# Versions that can change a number or a drawing.
_LIBRARIES: Final = ("pandas", "polars", "nltk", "altair", "vl-convert-python", "papermill")
_MOST_NAMED: Final = 6
# Characters counted, below which a group is named.
_HALF: Final = 0.5
# A frame is set side by side from so many cues in a group of so many words, where its rate is
# so many times the next.
_FEWEST_CUES: Final = 3
_TIMES: Final = 2
_MOST_GROUPS: Final = 8
# A finding: this family-wise p or less (methods.md, section 1).
_NOTHING_COMPARED: Final = (
    "Nothing is compared: no two groups have words enough here. Group the articles otherwise, or "
    "choose another voice or period."
)
_ALPHA: Final = 0.05
_NO_FRAME: Final = (
    f"No frame has {_TIMES} times the rate of cues in one group of {FEWEST_WORDS} words or more "
    f"that it has in any other, and {_FEWEST_CUES} cues at least."
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
        stand = agree(left, "stands", "stand")
        sentences.append(f"{plural(left, 'article')} without {by} {stand} in no group.")
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
    days_said = f"from {show(first)} to {show(last)}" if first != last else f"on {show(first)}"
    return f"Published {days_said}; {', '.join(parts)}."


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


def set_aside(ledger: pd.DataFrame, makeup: pd.DataFrame, flagged: pd.DataFrame) -> Output:
    """Say how much is not counted, and where most of it stands."""
    little = makeup[makeup["share_counted"] < _HALF].sort_values(["share_counted", "group"])
    stretches = int(ledger["stretches"].sum())
    furniture = ledger[ledger["label"].str.startswith("boilerplate")]
    sentences = [
        f"{plural(stretches, 'stretch')} "
        f"({int(ledger['characters'].sum()):,} characters) {agree(stretches)} set aside, "
        f"{int(furniture['characters'].sum()):,} of them as page furniture.",
    ]
    if len(little):
        each = [
            f"{group} ({part:.0%})"
            for group, part in zip(little["group"], little["share_counted"], strict=True)
        ]
        sentences.append(f"Less than half of the characters is counted of {named(each)}.")
    if len(flagged):
        names = named(flagged["document_id"].tolist(), 3)
        sentences.append(f"Look at these, more than 70 % of their words are set aside: {names}.")
    return finding(sentences)


def common_words(top: pd.DataFrame) -> Output:
    """Say which words head the list of one group and stand in no other group's.

    The least frequent words of a list are left out, as others as frequent may be missing there,
    and so are words of one article, which say what that is about, and groups under 500 words.
    """
    there = top.groupby("term")["group"].transform("nunique")
    last = top.groupby("group")["frequency"].transform("min")
    alone = top[(there == 1) & (top["frequency"] > last) & (top["document_frequency"] > 1)]
    if "corpus_size" in alone:
        alone = alone[alone["corpus_size"] >= FEWEST_WORDS]
    sentences = []
    if top["group"].nunique() > 1:
        for group, rows in list(alone.groupby("group", sort=True))[:_MOST_GROUPS]:
            each = [f"{w} ({n:,})" for w, n in zip(rows["term"], rows["frequency"], strict=True)]
            sentences.append(f"In the list of {group} alone: {named(each)}.")
    return finding(sentences) if sentences else banner("No word heads the list of one group alone.")


def set_apart(keyness: pd.DataFrame, sizes: Mapping[str, int] | None = None) -> Output:
    """Say what the tests found; without tests, say that there are none.

    Parameters
    ----------
    sizes
        Counted words of each group: of those under 500 it is said that they are small, no more.
    """
    small = {group for group, size in (sizes or {}).items() if size < FEWEST_WORDS}
    keyness = keyness[~keyness["target"].isin(small)]
    sentences = [_NOTHING_COMPARED] if keyness.empty else []
    untested = []
    for (target, reference), rows in keyness.groupby(["target", "reference"], sort=False):
        tested = rows["p_family"].notna()
        if not tested.any():
            untested.append(f"{target} against {reference}")
            continue
        found = rows[rows["p_family"] <= _ALPHA]
        more = found[found["log_ratio"] > 0]["term"].tolist()
        less = found[found["log_ratio"] < 0]["term"].tolist()[::-1]
        number = f"{len(found):,} {agree(len(found), 'differs', 'differ')}"
        sentences.append(
            f"{target} against {reference}: of {plural(int(tested.sum()), 'word')} tested "
            f"{number if len(found) else 'none differs'} (p ≤ .05 over all words)."
            + (f" More: {named(more)}." if more else "")
            + (f" Less: {named(less)}." if less else "")
        )
    if untested:
        sentences.append(
            f"No test, as there are too few documents: {named(untested, 12)}. Ratios describe "
            "these articles only."
        )
    return finding([*sentences, *filter(None, [small_groups(sizes or {})])])


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


def naming_choices(
    shares: pd.DataFrame, mentions: pd.DataFrame | None = None, groups: pd.Series | None = None
) -> Output:
    """Say what each group calls each concept most often.

    Parameters
    ----------
    shares
        `schema.NAMING_SHARES`, by which concepts and groups are chosen.
    mentions, groups
        `schema.MENTIONS` and the group of each document: what stands in quotation marks is
        then as printed, with how often it is printed so. Without them the labels of the lexicon
        are named, which need not be printed anywhere.
    """
    counted = None if mentions is None or groups is None else _printed(mentions, groups)
    sentences = []
    used = shares[shares["frequency"] > 0]
    for concept, rows in used.groupby("concept", sort=False):
        parts = []
        for group, names in rows.groupby("group", sort=True):
            if counted is None:
                times = dict(zip(names["label"], names["frequency"], strict=True))
            else:
                times = counted.get((str(concept), str(group)), {})
            if times:
                parts.append(_most_often(str(group), times, "“{}”" if counted else "{}"))
        if parts:
            sentences.append(f"{concept}: {named(parts, 8)}.")
    return finding(sentences or ["None of the names of the lexicon stands in these articles."])


def _most_often(group: str, times: Mapping[str, int], marks: str) -> str:
    """Name what is most frequent, all of it where several are as frequent."""
    most = max(times.values())
    first = sorted(name for name, number in times.items() if number == most)
    each = " each" if len(first) > 1 else ""
    return f"{group} {named([marks.format(name) for name in first])} ({most:,}{each})"


def _printed(mentions: pd.DataFrame, groups: pd.Series) -> dict[tuple[str, str], dict[str, int]]:
    """Count the printed forms of each concept in each group.

    What differs by capitals alone is one form, shown with the capitals it has most often.
    """
    rows = mentions[mentions["text"] != ""]
    rows = rows.assign(
        group=rows["document_id"].map(groups.to_dict()), form=rows["text"].str.lower()
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (concept, group, _), part in rows.groupby(["concept", "group", "form"], sort=True):
        shown = str(part["text"].mode().iloc[0])
        found.setdefault((str(concept), str(group)), {})[shown] = len(part)
    return found


def frame_findings(rates: pd.DataFrame, events: Sequence[Any] = ()) -> Output:
    """Say of each frame in which group it has clearly more cues than in any other.

    One frame is compared across groups, never two frames. Nothing is said where the articles do
    not tell one story, nor of a few cues, nor of groups with few words.

    Parameters
    ----------
    rates
        `schema.FRAME_RATES`.
    events
        The event of each article.
    """
    if not is_one_story(events):
        return banner(SEVERAL)
    sentences = []
    for frame, rows in rates[rates["corpus_size"] >= FEWEST_WORDS].groupby("frame", sort=False):
        rows = rows.sort_values(["per_thousand", "group"], ascending=[False, True])
        first, *others = rows.to_dict("records")
        second = others[0]["per_thousand"] if others else first["per_thousand"]
        if first["frequency"] < _FEWEST_CUES or first["per_thousand"] < _TIMES * second:
            continue
        than = f"{others[0]['group']} next with {second:.1f}" if second else "none in the others"
        sentences.append(
            f"{frame}: most in {first['group']}, {plural(first['frequency'], 'cue')} in "
            f"{first['document_frequency']:,} of {plural(first['documents'], 'article')} "
            f"({first['per_thousand']:.1f} per 1,000 words); {than}."
        )
    return finding(sentences) if sentences else banner(_NO_FRAME)


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
