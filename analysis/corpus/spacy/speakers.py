"""Name the speakers of quotations with spaCy's grammar, where the rules are unsure.

An extra (`schema.INSTALL`). Only the sentences that hold words in quotation marks whose speaker is
empty or doubtful are parsed; every other row stays as it is. The rules' speaker and those the
grammar offers are weighed against each other.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.corpus.lexicons.speech import Speech, load_speech
from analysis.corpus.spacy.dependencies import answers
from analysis.corpus.spacy.model import load_model
from analysis.corpus.spacy.weights import Answer, choose
from analysis.schema import DOCUMENTS, QUOTATIONS, require, shape

__all__ = ["Answer", "choose", "improve"]

# Rows below are read again: of those above it, 98 in 100 are right on PolNeAR's training set.
DOUBTFUL: Final = 0.95
# Nothing here looks at lemmas or kinds of names, so they are not computed.
UNUSED: Final = ("lemmatizer", "ner")
# Share right of the likeliest tenth of changed rows, on the training set, and the share of changed
# rows whose words are anybody's there: the weights tell between speakers, not whether there is one.
_SUREST: Final = 0.85
_ANYBODYS: Final = 0.8
_CARRIED: Final = frozenset(("carried over", "continued"))


def improve(
    documents: pd.DataFrame,
    quotations: pd.DataFrame,
    *,
    speech: Speech | None = None,
) -> pd.DataFrame:
    """Name the speakers again of quotations in marks whose speaker is empty or doubtful.

    Parameters
    ----------
    documents
        `schema.DOCUMENTS`; its sources.
    quotations
        `schema.QUOTATIONS` of the rules.
    speech
        The lexicon of reporting verbs; that of the project, if none is given.

    Returns
    -------
    The same rows. Where another speaker is likelier, `speaker`, `cue`, `cue_class`, `how`
    ("spacy/...") and `confidence` are new, and `speaker_id` and `side` are empty: see
    `quote.identify`.

    Raises
    ------
    CorpusError
        spaCy or its English model is not installed; says how to install it.
    """
    require(documents, DOCUMENTS, "improve", ["document_id", "source"])
    require(quotations, QUOTATIONS, "improve")
    model = load_model("Speakers by spaCy", UNUSED)
    in_marks = quotations["kind"] != "indirect"
    doubtful = (in_marks & (quotations["confidence"] < DOUBTFUL)).to_numpy().nonzero()[0]
    candidates = answers(documents, quotations, doubtful.tolist(), model, speech or load_speech())
    changed: dict[int, tuple[Answer, float]] = {}
    before: dict[str, int] = {}
    columns = ("document_id", "speaker", "cue", "cue_class", "how")
    rows = list(zip(*(quotations[column] for column in columns), strict=True))
    for row in in_marks.to_numpy().nonzero()[0].tolist():
        name, *rule = rows[row]
        own = Answer(*rule)
        chosen = choose(own, candidates[row]) if row in candidates else None
        if chosen is None and own.how in _CARRIED and name in before:
            chosen = _carried(own, rows[before[name]], changed.get(before[name]))
        if chosen is not None:
            changed[row] = chosen
        before[name] = row
    return _write(quotations, changed)


def _carried(
    own: Answer, previous: tuple[str, ...], chosen: tuple[Answer, float] | None
) -> tuple[Answer, float] | None:
    """Carry on the new speaker of the quotation before, if the old one was carried on."""
    if chosen is None or previous[1] != own.speaker:
        return None
    answer, confidence = chosen
    return Answer(answer.speaker, answer.cue, answer.cue_class, own.how), confidence


def _write(quotations: pd.DataFrame, changed: dict[int, tuple[Answer, float]]) -> pd.DataFrame:
    result = {name: quotations[name].tolist() for name in QUOTATIONS.names}
    for row, (answer, confidence) in changed.items():
        result["speaker"][row] = answer.speaker
        result["cue"][row], result["cue_class"][row] = answer.cue, answer.cue_class
        result["how"][row] = f"spacy/{answer.how}"
        result["confidence"][row] = round(_ANYBODYS * min(confidence, _SUREST), 2)
        result["speaker_id"][row], result["side"][row] = "", ""
    return shape(pd.DataFrame(result, columns=QUOTATIONS.names), QUOTATIONS)
