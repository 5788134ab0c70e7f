"""Propose the words by which the outlets of one story name the same thing, without a lexicon.

A proposal, never a result: an analyst prunes it and keeps what is right as a lexicon, with which
`analysis.measures.naming` then counts. Rules find the nouns and verbs of a story that `kin.yml`
lists (`sentence`, `phrases`, `units`); what the story says of two of one class is weighed
(`likeness`), and words that are likely one thing are put together (`choices`). `identities` says
which names, titles and offices are one person or body, and `folded` shows them apart. English
only; no model is needed.

`candidates` gives all choices; `propose` leaves out what a list holds and what was dropped;
`prune` has what an analyst does with them; `save` and `known_of` write and read what was made.
"""

from analysis.suggest import prune
from analysis.suggest.choices import candidates, proposed, unlisted
from analysis.suggest.choose import Known, propose
from analysis.suggest.identities import folded, identities
from analysis.suggest.write import as_yaml, known_of, place_of, save

__all__ = [
    "Known",
    "as_yaml",
    "candidates",
    "folded",
    "identities",
    "known_of",
    "place_of",
    "propose",
    "proposed",
    "prune",
    "save",
    "unlisted",
]
