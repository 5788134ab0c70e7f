"""Weigh the speakers that are offered for one quotation against each other."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PLURAL: Final = frozenset(("they", "it", "i", "we", "you", "who"))
_VAGUE: Final = frozenset("this that which there what one another these some many others".split())

# What speaks for a speaker, in log odds: fitted on the doubtful quotations of PolNeAR's training
# set. "rule": the rules' way to it; "up/strong/own": spaCy's, from the quotation up to a verb of
# saying (strong), another reporting verb (act) or any verb, and from it to its own subject, one
# it shares (conj, lean), a relative's antecedent (rel), the noun it stands by (acl), an agent.
_WEIGHTS: Final = {
    "according to": 1.8,
    "against according to": -0.8,
    "against after clause": -0.5,
    "against carried over": 0.8,
    "against clause": -0.2,
    "against colon": 0.5,
    "against name before colon": -0.4,
    "against noun": -0.3,
    "against question": 0.3,
    "against subject": 0.4,
    "against told": 0.2,
    "agreed": 0.5,
    "aside-advcl/strong/own": 0.3,
    "aside-advcl/strong/own-inv": -0.2,
    "aside-advcl/verb/lean": 0.2,
    "aside-ccomp/act/own": -0.2,
    "aside-conj/act/lean": 0.2,
    "aside-conj/strong/own": -0.2,
    "aside-conj/verb/own": -0.3,
    "aside-parataxis/strong/own": 0.9,
    "cue attitude": -1.3,
    "cue conceding": 0.7,
    "cue directive": 0.3,
    "cue doubting": 0.4,
    "cue factive": 0.2,
    "cue neutral": 0.4,
    "cue none": -0.4,
    "cue verb": -0.4,
    "first according to": 0.4,
    "first act": -0.3,
    "first strong": -0.4,
    "first verb": -1.0,
    "later according to": 1.5,
    "later strong": 0.7,
    "later verb": -0.3,
    "long": -0.5,
    "looks a noun": 0.5,
    "looks he": 0.7,
    "looks it": -0.2,
    "looks name": 0.9,
    "looks noun": -0.2,
    "looks they": 0.2,
    "looks vague": -0.9,
    "looks we": -0.5,
    "looks you": -0.6,
    "rule according to": 0.8,
    "rule after clause": 0.5,
    "rule carried over": -0.8,
    "rule clause": 0.2,
    "rule colon": -0.5,
    "rule name before colon": 0.4,
    "rule noun": 0.3,
    "rule question": -0.3,
    "rule subject": -0.4,
    "rule told": -0.2,
    "up/act/conj": 0.2,
    "up/act/lean": 0.6,
    "up/act/lean-pass": -0.3,
    "up/act/own": 0.5,
    "up/act/own-acl": -0.3,
    "up/act/own-agent": -0.2,
    "up/act/own-pass": -0.4,
    "up/act/own-rel": -0.5,
    "up/strong/conj": 0.4,
    "up/strong/conj-rel": 0.2,
    "up/strong/lean": 0.2,
    "up/strong/lean-pass": 0.2,
    "up/strong/lean-rel": -0.3,
    "up/strong/own": 1.2,
    "up/strong/own-acl": -1.2,
    "up/strong/own-agent": 0.3,
    "up/strong/own-pass": -0.4,
    "up/strong/own-rel": -0.8,
    "up/verb/conj": 0.4,
    "up/verb/lean": 0.2,
    "up/verb/lean-rel": -0.2,
    "up/verb/own": 0.4,
    "up/verb/own-acl": -0.4,
    "up/verb/own-agent": -0.3,
    "up/verb/own-inv": -0.2,
    "up/verb/own-rel": -0.6,
    "up/verb/own-rel-pass": -0.2,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A speaker: as named, behind which cue, and the way it was found."""

    speaker: str
    cue: str
    cue_class: str
    how: str


Offer = tuple[Answer, list[str]]


def choose(own: Answer, answers: Sequence[Answer]) -> tuple[Answer, float] | None:
    """Choose another speaker than the rules', with its share of likelihood; None keeps theirs."""
    offered = offers(own, answers)
    if not offered:
        return None
    scores = [sum(_WEIGHTS.get(sign, 0.0) for sign in signs) for _, signs in offered]
    best = scores.index(max(scores))
    answer = offered[best][0]
    if own.speaker and best == 0:
        return None
    return answer, 1 / sum(math.exp(score - scores[best]) for score in scores)


def offers(own: Answer, answers: Sequence[Answer]) -> list[Offer]:
    """Gather the rules' speaker and the grammar's, each once, with the signs that weigh."""
    offered: dict[str, Offer] = {}
    if own.speaker:
        offered[last_word(own.speaker)] = own, [f"rule {own.how}", *_looks(own)]
    for rank, answer in enumerate(answers):
        key = last_word(answer.speaker)
        strength = answer.how.split("/")[1] if "/" in answer.how else answer.how
        signs = [answer.how, f"{'later' if rank else 'first'} {strength}"]
        if key not in offered:
            offered[key] = answer, [*signs, "spacy", f"against {own.how}", *_looks(answer)]
        elif "agreed" not in offered[key][1]:
            offered[key][1].extend(["agreed", *signs])
    return list(offered.values())


def last_word(speaker: str) -> str:
    """Give the last word of a speaker in small letters, by which two are told apart."""
    words = re.findall(r"[\w-]+", speaker.lower())
    return words[-1] if words else ""


def _looks(answer: Answer) -> list[str]:
    """Describe a speaker by its form, and its cue."""
    words, last = answer.speaker.split(), last_word(answer.speaker)
    if last in ("he", "she"):
        kind = "he"
    elif last in _PLURAL:
        kind = last
    elif last in _VAGUE:
        kind = "vague"
    elif last[:1].isdigit():
        kind = "number"
    elif words[-1][:1].isupper():
        kind = "name"
    else:
        kind = "a noun" if words[0].lower() in ("a", "an", "one") else "noun"
    cue = answer.cue_class or ("verb" if answer.cue else "none")
    return [f"looks {kind}", f"cue {cue}", *(["long"] if len(words) > 7 else [])]
