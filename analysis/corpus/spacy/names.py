"""Find names of persons, organisations and places with spaCy's model: an extra.

It knows names by their surroundings, and so also those that stand in no list; it errs more
often than a list does. What it finds is proposed (`samestory suggest entities`), never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import regex

from analysis.corpus.language.person_names import TITLES
from analysis.corpus.lexicons.entities import Found, Name
from analysis.corpus.spacy.model import load_model

KINDS: Final = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
# Names are told by a part of the model that looks at nothing the others find.
_UNUSED: Final = ("tagger", "parser", "attribute_ruler", "lemmatizer")
_ARTICLE: Final = frozenset(("the", "a", "an"))
_POSSESSIVE: Final = regex.compile(r"['’]s?$")
_NAME: Final = regex.compile(r"\p{Lu}[\p{L}\p{M}\p{N} .&'’\-]*[\p{L}\p{M}\p{N}.]")


def spacy_names(texts: Iterable[str]) -> Iterator[list[Found]]:
    """Find the names in texts.

    Returns
    -------
    The names of each text, in order: the entity is the form as printed, on one line, without
    article, title and possessive.

    Raises
    ------
    CorpusError
        spaCy or its English model is not installed; says how to install it.
    """
    model = load_model("Names by spaCy", _UNUSED)
    for parsed in model.pipe(texts):
        names = (
            _name_of(part.text, part.start_char, KINDS[part.label_])
            for part in parsed.ents
            if part.label_ in KINDS
        )
        yield [name for name in names if name is not None]


def _name_of(text: str, start: int, kind: str) -> Found | None:
    """Cut a name out of what spaCy marked; None where no name is left."""
    words = text.split()
    while words and (words[0].lower() in _ARTICLE or _is_title(words[0], kind)):
        words = words[1:]
    form = _POSSESSIVE.sub("", " ".join(words))
    if not _NAME.fullmatch(form):
        return None
    # A name over the end of a line is left: what stands there may be two.
    place = text.find(form)
    if place < 0:
        return None
    return Found(start + place, start + place + len(form), Name(form, kind, form))


def _is_title(word: str, kind: str) -> bool:
    return kind == "person" and word.rstrip(".").lower() in TITLES
