"""Follow one statement through the outlets: who quotes it, how, and what became of it.

A statement is an utterance of one speaker in one event. Its variants are quotations of it, in
quotation marks or in the outlet's words: verbatim, reworded, cut, paraphrased, or as a
fragment. Each is laid beside a base text as a word diff (`variorum`); `openings` shows
what headlines, standfirsts and ledes make of it.

Statements are found by words alone. Paraphrases that share none with what was said are not
found, and of two like sentences that a speaker said on two occasions of one event, nobody can
tell that they are two: read the lines.
"""

from analysis.measures.statement.find import openings, pairs_scored, statements
from analysis.measures.statement.variorum import changes, variorum

__all__ = ["changes", "openings", "pairs_scored", "statements", "variorum"]
