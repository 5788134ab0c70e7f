"""Propose the phrases by which the outlets of one story name the same thing, without a lexicon.

A proposal, never a result: an analyst prunes it and keeps what is right as a lexicon, with which
`analysis.measures.naming` then counts. Rules find noun phrases (`sentence`, `phrases`) and group
them: names with their parts, titles and acronyms (`names`), roles told beside a name (`roles`),
heads that news uses for one thing, nouns and verbs of one act (`things`), and what the story
itself says is one (`hints`). Nothing is learnt beforehand and no model is needed; English only.

`candidates` gives all groups; `propose` chooses those worth a look, and none that a list holds;
`prune` has what an analyst does with them; `save` and `known_of` write and read what was made.
"""

from analysis.suggest import prune
from analysis.suggest.choose import Known, propose
from analysis.suggest.group import candidates
from analysis.suggest.write import as_yaml, known_of, place_of, save

__all__ = [
    "Known",
    "as_yaml",
    "candidates",
    "known_of",
    "place_of",
    "propose",
    "prune",
    "save",
]
