"""Find which documents of a corpus tell the same story, and of which event of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.event.group import belonging, group
from analysis.measures.event.name import event_name, tying
from analysis.measures.event.near import compare, days_of
from analysis.measures.event.occurrence import occurrences
from analysis.measures.event.settings import Settings
from analysis.measures.event.terms import describe
from analysis.schema import EVENTS, FOUND, GIVEN, empty, shape

DEFAULT = Settings()


def events(corpus: Corpus, settings: Settings = DEFAULT) -> pd.DataFrame:
    """Group the documents that tell the same story, and within it those of one event.

    **A story** is what average linkage makes of documents that are alike by their weighty words,
    names, figures and pairs of words, those of the title first, and by the days they were
    published: gently, for articles are dated wrongly and taken up again. All counted words are
    read, whatever voice was chosen. Nothing is said of whether the tellings agree.

    **An event** is one occurrence: a part of a story between whose neighbours in time no more
    than three days lie (`Settings.apart`). A story is a chain of such events, or has one.

    **Without a date** a document is compared by its words, and its likeness to every other is
    lowered by a fixed share (`Settings.undated`), as if weeks lay between; its score is lower
    for it. Of the events of its story it joins the one that its words are most like. Where a
    story has no dated document its name begins with "undated".

    **An event given by hand always wins**: its documents keep it, with score 1, be it one
    document alone, and it is a story of its own. Others may join it, or form new events; two
    given events are never merged. `event_certainty` says what was given and what was found.

    **A story that nobody else tells is not in the table**: one document ties nothing together.
    The only document of an event is, where its story has other events.

    Do not read the table as complete: a story of many months comes in parts, a short item may
    stay alone, and two events of one kind in one week may be taken for one.

    Parameters
    ----------
    corpus
        The documents. A text-free release that brings events is believed, as is a store beside
        which they were kept; a release without them is grouped by its counts of single words.
    settings
        One default for all corpora.

    Returns
    -------
    One row per document of a story, sorted by story, event and document, as `schema.EVENTS`:
    `score` is the mean likeness to the others of the story, in shares of the likeness to the
    nearest document, at most 1; `terms` are the same for all documents of an event. The order of
    the corpus changes nothing.

    References
    ----------
    Average linkage: Sokal and Michener 1958, University of Kansas Science Bulletin 38. Shares
    of the nearest: after the local scaling of Zelnik-Manor and Perona 2004, NIPS 17.

    Examples
    --------
    >>> import samestory as ss
    >>> stories = ss.events(ss.load("data/sample"))
    >>> stories["event"].value_counts().to_dict()
    {'Port of Ordvik, June 2024': 36, 'Grelle tunnel train, September 2024': 8}
    """
    table = corpus.held.get("events")
    if table is not None and (settings == DEFAULT or not corpus.has_text):
        return table
    said = corpus.said_of("event")
    of_none = corpus.positions(said.loc[said["value"] == "", "document_id"])
    if len(of_none):
        corpus = corpus.only(np.setdiff1d(np.arange(len(corpus.documents)), of_none))
    if corpus.documents.empty:
        return empty(EVENTS)
    order = np.argsort(corpus.documents["document_id"].to_numpy(dtype=str), kind="stable")
    documents = corpus.documents.iloc[order].reset_index(drop=True)
    described = describe(corpus, order, settings)
    days = days_of(documents)
    likeness, graph = compare(described.weights, days, settings)
    by_hand = _as_given(documents)
    is_given = (by_hand["event"] != "").to_numpy()
    labels, numbers = np.unique(by_hand["event"].to_numpy(dtype=str), return_inverse=True)
    # The first label is that of documents without an event, where there are any.
    nameless = int(not is_given.all())
    labels, numbers = labels[nameless:], numbers - nameless
    taken, taken_stories = set(labels.tolist()), set(by_hand["story"])
    places, scores, rows = [], [], []
    for number, members in enumerate(group(likeness, graph, numbers)):
        given = members[is_given[members]]
        if len(given):
            story = str(by_hand["story"].iat[given[0]])
        else:
            story = event_name(days, members, tying(described, members), taken_stories)
            taken_stories.add(story)
        score = belonging(likeness, members)
        for event in occurrences(likeness, days, members, is_given[members]):
            terms = tying(described, event)
            is_label = is_given[event].any()
            name = str(labels[number]) if is_label else event_name(days, event, terms, taken)
            taken.add(name)
            places.append(event)
            scores.append(score[np.searchsorted(members, event)])
            rows.append((name, story, ", ".join(terms)))
    if not rows:
        return empty(EVENTS)
    of_event = pd.DataFrame(rows, columns=["event", "story", "terms"])
    table = of_event.loc[np.repeat(of_event.index, [*map(len, places)])].reset_index(drop=True)
    known = by_hand.iloc[np.concatenate(places)].reset_index(drop=True)
    closeness = pd.Series(np.concatenate(scores)).mask(known["event_certainty"] == GIVEN, 1.0)
    table = table.assign(
        document_id=known["document_id"], event_certainty=known["event_certainty"], score=closeness
    )
    return shape(table.sort_values(["story", "event", "document_id"]), EVENTS)


def _as_given(documents: pd.DataFrame) -> pd.DataFrame:
    """Take what the documents say of their events: an event that is given is its own story."""
    event, story = documents["event"], documents["story"]
    certainty = documents["event_certainty"].mask(documents["event_certainty"] == "", GIVEN)
    return documents[["document_id", "event"]].assign(
        story=story.mask(story == "", event), event_certainty=certainty.where(event != "", FOUND)
    )
