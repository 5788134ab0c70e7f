"""Sentences, noun phrases, and which words are nouns or verbs, by rules and without a model.

English news alone. `sentence` classes words, `phrases` finds noun phrases, `uses` says what a
word is used as; `words`, `offices` and `powers` are the lists they go by.
"""
