"""Propose the phrases by which the outlets of one story name the same thing, without a lexicon.

A proposal, never a result: an analyst prunes it and keeps what is right as a lexicon, with which
`analysis.measures.naming` then counts. Rules find noun phrases (`sentence`, `phrases`) and group
them: names with their parts, titles and acronyms (`names`), roles told beside a name (`roles`),
heads that news uses for one thing, nouns and verbs of one act (`things`), and what the story
itself says is one (`hints`). Nothing is learnt beforehand and no model is needed; English only.
"""

from analysis.suggest.group import candidates
from analysis.suggest.write import as_yaml

__all__ = ["as_yaml", "candidates"]
