"""Lay the tellings of a story side by side: who told it when, what became of its statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.corpus.corpus import ONE_STORY
from analysis.figures.output import Output
from analysis.figures.sentences import named
from analysis.figures.shown import excerpted
from analysis.figures.tables import banner, finding, table
from analysis.figures.text import NO_TEXT, shorten
from analysis.figures.wording import agree, group_names, plural
from analysis.schema import EVENTS, LINEAGE, REUSE, RUNS, STATEMENTS, require

# Characters of a headline or a variant in a cell.
_LONGEST: Final = 240
_MOST_ROWS: Final = 60
_NO_REPRINT: Final = "No article here reprints another, quotations left out."
# How the fate of what somebody quotes begins.
_QUOTED: Final = ("quoted by", "the same words quoted by")
# Statements in sentences.
_MOST_SAID: Final = 8
# What becomes of a statement, from the most of it to the least.
_FATES: Final = {
    "verbatim": "the same words in",
    "translation": "in another language in",
    "reworded": "reworded in",
    "cut": "cut in",
    "fragment": "a fragment in",
    "reprint": "the same sentence in",
    "paraphrase": "paraphrased in",
}


def events_table(events: pd.DataFrame, documents: pd.DataFrame, by: str = "origin") -> Output:
    """Show the stories: articles, groups, days, and what ties each together."""
    require(events, EVENTS, "events_table")
    rows = events.assign(group=events["document_id"].map(group_names(documents, by)))
    rows = rows.merge(documents[["document_id", "published_earliest"]], on="document_id")
    grouped = rows.groupby("event", sort=False)
    frame = pd.DataFrame(
        {
            "event": [str(name) for name, _ in grouped],
            "documents": [len(part) for _, part in grouped],
            "groups": [named(sorted(set(part["group"])), 8) for _, part in grouped],
            "published_earliest": [part["published_earliest"].min() for _, part in grouped],
            "terms": [part["terms"].iloc[0] for _, part in grouped],
        }
    ).sort_values(["documents", "event"], ascending=[False, True], kind="stable")
    return table(
        frame.head(_MOST_ROWS),
        title="Stories",
        caption="An event given by hand stays; others are found by common terms, names and days.",
        labels={"groups": "told by", "published_earliest": "first published", "terms": "tied by"},
    )


def events_said(events: pd.DataFrame, documents: pd.DataFrame) -> Output:
    """Say how many stories there are, and how many articles stand alone.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS` before the events that were found are put in: what has one there was
        given it by hand.
    """
    sizes = events["event"].value_counts()
    given = int((documents["event"] != "").sum())
    alone = len(documents) - len(events)
    whole = plural(len(documents), "article")
    said = [f"{plural(len(sizes), 'story')} in the {whole} of the corpus."]
    if given:
        has = agree(given, "has its", "have their")
        said.append(f"{plural(given, 'article')} {has} event given by hand.")
    if alone:
        tell = agree(alone, "tells", "tell")
        said.append(f"{plural(alone, 'article')} {tell} a story that no other article here tells.")
    return finding(said)


def tellings(
    documents: pd.DataFrame, ledes: pd.DataFrame, names: pd.DataFrame, quotations: pd.DataFrame
) -> Output:
    """Set the articles side by side: when, headline, first sentence, names, voices.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS` of one story.
    ledes
        `document_id` and `lede`: the first sentence of its body.
    names
        `schema.MENTIONS`; the labels of each article are listed with their counts.
    quotations
        `schema.QUOTATIONS`, for the share of each voice.
    """
    first = dict(zip(ledes["document_id"], ledes["lede"], strict=True))
    used = names.groupby("document_id")["label"].agg(_counted).to_dict() if len(names) else {}
    rows = documents.sort_values(["published_earliest", "document_id"], kind="stable")
    frame = pd.DataFrame(
        {
            "origin": rows["origin"],
            "outlet": rows["outlet"],
            "published_earliest": rows["published_earliest"],
            "title": [shorten(text, _LONGEST) or NO_TEXT for text in rows["title"]],
            "lede": [
                shorten(first.get(each, ""), _LONGEST) or NO_TEXT for each in rows["document_id"]
            ],
            "names": [used.get(each, "none of the listed") for each in rows["document_id"]],
            "voices": _voices(rows, quotations),
        }
    )
    shown = table(
        frame.head(_MOST_ROWS),
        title="The tellings side by side",
        caption="By the first day each can have been published; names from the naming lexicon.",
        labels={"title": "headline", "lede": "first sentence", "names": "what it calls things"},
    )
    return excerpted(shown, documents, list(frame.columns).index("lede"))


def _voices(documents: pd.DataFrame, quotations: pd.DataFrame) -> list[str]:
    """Say which share of each article's words stands in which voice."""
    indirect = quotations["kind"] == "indirect"
    parts = [quotations[indirect], quotations[~indirect]]
    spoken = [part.groupby("document_id")["spoken"].sum().to_dict() for part in parts]
    told = []
    for name, words in zip(documents["document_id"], documents["words"], strict=True):
        paraphrase, quoted = (part.get(name, 0) / max(words, 1) for part in spoken)
        own = 1 - paraphrase - quoted
        told.append(f"own {own:.0%}, paraphrase {paraphrase:.0%}, quoted {quoted:.0%}")
    return told


def _counted(labels: pd.Series) -> str:
    counts = labels.value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    return named([f"{name} ({counts[name]})" for name in order], 8)


def statements_table(
    statements: pd.DataFrame, documents: pd.DataFrame, by: str = "origin"
) -> Output:
    """Show the variants of each statement without their words: who has it, and how changed."""
    require(statements, STATEMENTS, "statements_table")
    groups = group_names(documents, by)
    frame = statements.assign(group=statements["document_id"].map(groups))
    columns = ["statement_id", "speaker_id", "group", "document_id", "kind", "change", "similarity"]
    return table(
        frame[columns].head(_MOST_ROWS),
        title="Variants of the same statement",
        caption="Same speaker, same story; similarity to the base text, 1 = the same words.",
        labels={"similarity": ("alike", ".0%"), "statement_id": "statement", "group": by},
    )


def statements_said(
    statements: pd.DataFrame, documents: pd.DataFrame, by: str = "origin"
) -> Output:
    """Say of each statement what became of it in each group.

    Said is what stands in quotation marks somewhere, or in the same words without; that two
    paraphrases in other words are of one utterance is a guess, for the table. Each group is
    named once, with the most that it has.
    """
    groups = group_names(documents, by)
    rows = statements.assign(group=statements["document_id"].map(groups))
    told = [_fates_said(part) for _, part in rows.groupby("statement_id", sort=False)]
    said = [f"{who}: {fates}." for who, fates in told if fates.startswith(_QUOTED)]
    copied: dict[str, dict[str, None]] = {}
    for who, fates in told:
        if fates and not fates.startswith(_QUOTED):
            copied.setdefault(fates, {})[who] = None
    said += [f"{fates[0].upper()}{fates[1:]}: {named(list(of))}." for fates, of in copied.items()]
    more = len(said) - _MOST_SAID
    if more > 0:
        said = [*said[:_MOST_SAID], f"{plural(more, 'more statement')} below."]
    return finding(said or ["No quotation stands in two groups of these articles."])


def _fates_said(variants: pd.DataFrame) -> tuple[str, str]:
    """Name the speaker, and say what became of the words; '' where that says nothing."""
    base = variants[variants["change"] == "base"].iloc[0]
    is_quoted = base["kind"] != "indirect"
    whole = "verbatim" if is_quoted else "reprint"
    order = list(dict.fromkeys([whole, *_FATES]))
    change = variants["change"].replace({"base": whole})
    best: dict[str, str] = {}
    for fate in order:
        for group in variants["group"][change == fate]:
            best.setdefault(str(group), fate)
    if is_quoted:
        best = {group: "paraphrase" if fate == "reprint" else fate for group, fate in best.items()}
    fates = [fate for fate in order if fate in best.values()]
    told = [sorted(group for group, its in best.items() if its == fate) for fate in fates]
    same = "the same words " if len(told[0]) > 1 else ""
    if len(best) < 2 or not (is_quoted or same):
        return "", ""
    how = "quoted by" if is_quoted else "without quotation marks in"
    others = [f"{_FATES[fate]} {named(by)}" for fate, by in zip(fates[1:], told[1:], strict=True)]
    fate = "; ".join([f"{same}{how} {named(told[0])}", *others])
    return str(base["speaker_id"] or "Somebody unnamed"), fate


def openings_table(openings: pd.DataFrame, documents: pd.DataFrame, by: str = "origin") -> Output:
    """Show what headlines and first sentences make of statements.

    Parameters
    ----------
    openings
        `statement_id, document_id, place, text, change`, as `statement.openings` returns.
    """
    groups = group_names(documents, by)
    frame = openings.assign(
        group=openings["document_id"].map(groups),
        text=[shorten(text, _LONGEST) or NO_TEXT for text in openings["text"]],
    )
    columns = ["statement_id", "group", "place", "change", "text"]
    shown = table(
        frame[columns].head(_MOST_ROWS),
        title="What headlines and first sentences make of it",
        caption="A paraphrase is the outlet's wording, not the speaker's.",
        labels={"statement_id": "statement", "group": by, "text": "words"},
    )
    return excerpted(shown, documents, columns.index("text"))


def lineage_table(lineage: pd.DataFrame, documents: pd.DataFrame) -> Output:
    """Show clusters of reprints: the credited chain beside what the texts show."""
    require(lineage, LINEAGE, "lineage_table")
    outlets = dict(zip(documents["document_id"], documents["outlet"], strict=True))
    frame = lineage.assign(
        outlet=lineage["document_id"].map(outlets),
        chain=lineage["chain"].replace("", "no credit"),
        source=[outlets.get(each, "–") for each in lineage["source_document_id"]],
    )
    columns = ["cluster", "outlet", "document_id", "chain", "source", "direction", "agrees"]
    return table(
        frame[[*columns, "reason"]].head(_MOST_ROWS),
        title="Who reprints whom",
        caption="Words in quotation marks do not count: a shared official sentence is no reprint.",
        labels={
            "chain": "credited way",
            "source": "source by the texts",
            "direction": "told by",
            "agrees": "credit and texts agree",
        },
    )


def lineage_said(reuse: pd.DataFrame, lineage: pd.DataFrame, sizes: pd.DataFrame) -> Output:
    """Say how many pairs share text, and how many independent articles each group has.

    Parameters
    ----------
    sizes
        `group, documents, independent`: articles, and articles once reprints count as one.
    """
    require(reuse, REUSE, "lineage_said")
    pairs = reuse["relation"].value_counts()
    reprints, partly = int(pairs.get("reprint", 0)), int(pairs.get("partly", 0))
    kinds = [f"{plural(reprints, 'pair')} of reprints"] if reprints else []
    kinds += [f"{plural(partly, 'pair')} that {agree(partly, 'shares', 'share')} parts"] * (
        partly > 0
    )
    said = [f"{named(kinds)}, quotations left out." if kinds else _NO_REPRINT]
    fewer = sizes[sizes["independent"] < sizes["documents"]]
    said += [
        f"{group}: {plural(documents, 'article')}, {independent:,} independent."
        for group, documents, independent in zip(
            fewer["group"], fewer["documents"], fewer["independent"], strict=True
        )
    ]
    apart = lineage[~lineage["agrees"]]
    if len(apart):
        outlets = sorted({str(chain).split(" > ")[-1] for chain in apart["chain"]} - {""})
        of = f" of {named(outlets)}" if outlets else ""
        said.append(
            f"Of {plural(len(apart), 'article')}{of} the credit and the texts do not agree, or the "
            "source cannot be told: see who reprints whom."
        )
    return finding(said)


def independent_said(sizes: pd.DataFrame) -> Output:
    """Say how many independent articles each group has, and how many stand out of the tests.

    Parameters
    ----------
    sizes
        `group, documents, independent, elsewhere`, as `reuse.effective_documents` returns.
    """
    fewer = sizes[(sizes["independent"] < sizes["documents"]) | (sizes["elsewhere"] > 0)]
    if fewer.empty:
        return finding(["No article here reprints another: each counts once in the tests."])
    columns = (fewer[name] for name in ("group", "documents", "independent", "elsewhere"))
    said = []
    for group, documents, independent, elsewhere in zip(*columns, strict=True):
        once = f", {independent:,} independent: reprints of one text count as one in the tests"
        left = f"{elsewhere:,} {agree(elsewhere)} left out of the tests, as another group prints "
        left += "the text"
        parts = [f"{plural(documents, 'article')}{once if independent < documents else ''}"]
        said.append(f"{group}: {'; '.join([*parts, *([left] if elsewhere else [])])}.")
    return finding(said)


def runs_table(runs: pd.DataFrame, documents: pd.DataFrame) -> Output:
    """Show the longest runs of words that two articles share, and whose words they are."""
    require(runs, RUNS, "runs_table")
    outlets = dict(zip(documents["document_id"], documents["outlet"], strict=True))
    rows = runs.sort_values(["words", "document_id", "start"], ascending=[False, True, True])
    frame = pd.DataFrame(
        {
            "between": [
                f"{outlets.get(one, one)} and {outlets.get(other, other)}"
                for one, other in zip(rows["document_id"], rows["other_document_id"], strict=True)
            ],
            "words": rows["words"],
            "voice": rows["voice"],
            "where": rows["document_id"] + " at " + rows["start"].astype(str),
            "other_where": rows["other_document_id"] + " at " + rows["other_start"].astype(str),
        }
    )
    return table(
        frame.head(_MOST_ROWS),
        title="The longest runs of words that two articles share",
        caption="“quoted” stands in quotation marks in both: shared words of a speaker, no copy.",
        labels={"voice": "whose words", "other_where": "and"},
    )


def chosen(event: str, events: Sequence[Any]) -> Output:
    """Say which story a page shows, or that it shows all of them."""
    if event == ONE_STORY:
        return banner("All articles, taken for tellings of one story.")
    if event:
        return banner(f"Only the story “{event}”.")
    stories = len({*events} - {""})
    if stories < 2:
        return banner(f"All articles; {'one' if stories else 'no'} story is told by several.")
    return banner(f"All {plural(stories, 'story')}. Choose one with the parameter event.")
