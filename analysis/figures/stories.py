"""Lay the tellings of a story side by side: who told it when, what became of its statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.corpus.corpus import ONE_STORY
from analysis.figures.output import Output
from analysis.figures.sentences import named
from analysis.figures.shown import excerpted
from analysis.figures.tables import banner, finding, table
from analysis.figures.text import NO_TEXT, shorten
from analysis.figures.wording import group_names, plural
from analysis.findings.copies import clusters_of
from analysis.schema import EVENTS, LINEAGE, REUSE, RUNS, STATEMENTS, require

# Characters of a headline or a variant in a cell.
_LONGEST: Final = 240
_MOST_ROWS: Final = 60
# Of two articles that print one text: the share of each that stands in the other, and its words.
_SAME: Final = 0.8
_FEWEST_SHARED: Final = 100


def events_table(events: pd.DataFrame, documents: pd.DataFrame, by: str = "origin") -> Output:
    """Show the events: articles, groups, days, what ties each together, the story it is part of."""
    require(events, EVENTS, "events_table")
    rows = events.assign(group=events["document_id"].map(group_names(documents, by)))
    rows = rows.merge(documents[["document_id", "published_earliest"]], on="document_id")
    grouped = rows.groupby("event", sort=False)
    frame = pd.DataFrame(
        {
            "event": [str(name) for name, _ in grouped],
            "story": [part["story"].iloc[0] for _, part in grouped],
            "documents": [len(part) for _, part in grouped],
            "groups": [named(sorted(set(part["group"])), 8) for _, part in grouped],
            "published_earliest": [part["published_earliest"].min() for _, part in grouped],
            "terms": [part["terms"].iloc[0] for _, part in grouped],
        }
    ).sort_values(["documents", "event"], ascending=[False, True], kind="stable")
    if (frame["story"] == frame["event"]).all():
        frame = frame.drop(columns="story")
    return table(
        frame.head(_MOST_ROWS),
        title="Events",
        caption="An event given by hand stays; others are found by common terms, names and days. "
        "A story is a chain of events.",
        labels={"groups": "told by", "published_earliest": "first published", "terms": "tied by"},
    )


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
    shares = []
    for name, words in zip(documents["document_id"], documents["words"], strict=True):
        paraphrase, quoted = (part.get(name, 0) / max(words, 1) for part in spoken)
        own = 1 - paraphrase - quoted
        shares.append(f"own {own:.0%}, paraphrase {paraphrase:.0%}, quoted {quoted:.0%}")
    return shares


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
        caption="Speaker as most articles name them; similarity to the base text, 1 = same words.",
        labels={"similarity": ("alike", ".0%"), "statement_id": "statement", "group": by},
    )


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


def lineage_said(reuse: pd.DataFrame, documents: pd.DataFrame, by: str = "origin") -> Output:
    """Say which groups print one text: nearly all of the words of each stand in the other.

    Parameters
    ----------
    reuse
        `schema.REUSE`: quotations are left out there.
    """
    require(reuse, REUSE, "lineage_said")
    groups = group_names(documents, by).to_dict()
    both = reuse[["containment", "other_containment"]].min(axis=1)
    same = reuse[(both >= _SAME) & (reuse["shared_words"] >= _FEWEST_SHARED)]
    printed = {tuple(sorted({groups[name] for name in text})) for text in clusters_of(same)}
    return finding(
        [
            f"{named(text, 8)} print one text, quotations left out of account."
            for text in sorted(printed)
            if len(text) > 1
        ]
    )


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


def chosen(event: str, events: Sequence[Any], scope: str = "event") -> Output:
    """Say which event or story a page shows, or how many its articles tell of.

    Parameters
    ----------
    events
        The event of each article; where `scope` is story, its story.
    """
    if event == ONE_STORY:
        return banner("All articles, taken for tellings of one story.")
    if event:
        return banner(f"Only the {scope} “{event}”.")
    counts = Counter(name for name in events if name)
    several = sum(count > 1 for count in counts.values())
    told = [f"No {scope} is", f"One {scope} is", f"{plural(several, scope)} are"][min(several, 2)]
    hint = " Choose one with the parameter event." if len(counts) > 1 else ""
    return banner(f"All articles. {told} told by several.{hint}")
