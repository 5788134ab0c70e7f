"""Find which documents of a corpus tell the same story."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.measures.event.group import belonging, group
from analysis.measures.event.name import event_name, tying
from analysis.measures.event.near import compare, days_of
from analysis.measures.event.settings import Settings
from analysis.measures.event.terms import describe
from analysis.schema import EVENTS, empty, shape

DEFAULT = Settings()


def events(corpus: Corpus, settings: Settings = DEFAULT) -> pd.DataFrame:
    """Group the documents that tell the same story.

    Documents are alike by their weighty words, names, figures and pairs of words, those of the
    title first, and by the days they were published: gently, for articles are dated wrongly
    and taken up again. All counted words are read, whatever voice was chosen. A group is what
    average linkage makes of that; nothing is said of whether the tellings agree.

    **Without a date** a document is compared by its words, and its likeness to every other is
    lowered by a fixed share (`Settings.undated`), as if weeks lay between; its score is lower
    for it. Where a story has no dated document its name begins with "undated".

    **An event given by hand always wins**: its documents keep it, with score 1, be it one
    document alone. Others may join it, or form new events; two given events are never merged.

    **A story that nobody else tells is not in the table**: one document ties nothing together.

    Do not read the table as complete: a long story of many days comes in parts, a short item
    may stay alone, and two events of one kind in one week may be taken for one.

    Parameters
    ----------
    corpus
        The documents. A text-free release that brings events is believed, as is a store beside
        which they were kept; a release without them is grouped by its counts of single words.
    settings
        One default for all corpora.

    Returns
    -------
    One row per document of an event, sorted by event and document, as `schema.EVENTS`: `score`
    is the mean likeness to the others of the event, in shares of the likeness to the nearest
    document, at most 1; `terms` are the same for all documents of an event. The order of the
    corpus changes nothing.

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
    own = documents["event"].to_numpy(dtype=str)
    labels = np.unique(own[own != ""])
    given = np.where(own != "", np.searchsorted(labels, own), -1).astype(np.int64)
    identities = documents["document_id"].to_numpy(dtype=object)
    taken, parts = set(labels.tolist()), []
    for number, members in enumerate(group(likeness, graph, given)):
        terms = tying(described, members)
        by_hand = number < len(labels)
        name = str(labels[number]) if by_hand else event_name(days, members, terms, taken)
        taken.add(name)
        score = np.where(own[members] != "", 1.0, belonging(likeness, members))
        row = {
            "document_id": identities[members],
            "event": name,
            "score": score,
            "terms": ", ".join(terms),
        }
        parts.append(pd.DataFrame(row))
    if not parts:
        return empty(EVENTS)
    return shape(pd.concat(parts).sort_values(["event", "document_id"]), EVENTS)
