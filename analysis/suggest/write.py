"""Write a proposal in the form of data/lexicons/naming.yml, and read what was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from analysis.corpus.lexicons.naming import (
    DROPPED,
    FOLDER,
    NO_MENTION,
    Lexicon,
    load_naming,
    own_lexicon,
)
from analysis.files import ROOT, rule_file, write_atomically
from analysis.suggest.choose import Known
from analysis.suggest.proposal import Line, clean, printed, scalar, written
from analysis.suggest.prune import Proposal, Wording

_HEAD: Final = """\
# Naming candidates: phrases that may name the same thing, proposed by rules. Nothing here is a
# result. Delete what does not belong, name the concepts, and keep the rest as
# naming-<corpus>.yml in data/lexicons, which is read after naming.yml; what naming.yml holds is
# not proposed. Beside each wording: how often which outlet prints it; under the first three of a
# concept up to three lines, each with its document and offset. Forms listed under `dropped:` are
# not proposed again.
"""
# So many labels of a concept are shown with lines.
_SHOWN: Final = 3
OWN_FOLDER: Final = ROOT / "data" / "lexicons"


def as_yaml(proposal: Proposal, listed: Lexicon | None = None) -> str:
    """Write a proposal as a naming lexicon, with counts and lines as comments.

    Parameters
    ----------
    proposal
        What `choose.propose` made, or what an analyst made of it.
    listed
        The shipped list; what a concept of it holds already is not written again.

    Returns
    -------
    YAML that `corpus.lexicons.naming.load_naming` reads after the shipped list.
    """
    there = {(form.concept, form.text) for form in listed.forms} if listed else set()
    wordings = [each for each in proposal.wordings if each.key not in there]
    about = dict(proposal.about)
    parts = [
        "\n".join(_concept(name, list(of_concept), about.get(name, "")))
        for name, of_concept in groupby(wordings, key=lambda each: each.concept)
        if any(each.concept == name and each.label != NO_MENTION for each in wordings)
    ]
    if proposal.dropped:
        parts.append(f"{DROPPED}: [{', '.join(map(scalar, proposal.dropped))}]")
    return _HEAD + "\n" + ("\n\n".join(parts) or "{}") + "\n"


def place_of(corpus: str) -> Path:
    """Name the file of a corpus's own list, there or not: `data/lexicons/naming-<corpus>.yml`."""
    return OWN_FOLDER / f"naming-{corpus}.yml"


def save(proposal: Proposal, path: Path, listed: Lexicon | None = None) -> None:
    """Write a proposal to a file, whole or not at all.

    Raises
    ------
    WriteError
        The file cannot be written; the old one is as it was.
    """
    write_atomically(path, as_yaml(proposal, listed))


def known_of(corpus: str, *, folder: Path = FOLDER) -> Known:
    """Read what is settled for a corpus: the shipped list, its own, and what was dropped.

    Raises
    ------
    RuleError
        Names the file and the key that is not in the form it must have.
    """
    own, dropped = own_lexicon(rule_file(folder, f"naming-{corpus}.yml"))
    return Known(load_naming(folder=folder), own, dropped)


def _concept(name: str, wordings: Sequence[Wording], about: str) -> Iterator[str]:
    mentions = sum(each.mentions for each in wordings)
    outlets = {outlet for each in wordings for outlet, _ in each.counts}
    state = "kept" if all(each.is_kept for each in wordings) else "proposed"
    yield f"{_key(name)}:  # {state}: {mentions:,} mentions, {len(outlets):,} outlets"
    if about:
        yield f"  about: {_key(about)}"
    taken, shown = {each.text for each in wordings}, 0
    for label, forms in groupby(wordings, key=lambda each: each.label):
        of_label = list(forms)
        counts: Counter[str] = Counter()
        for each in of_label:
            counts.update(dict(each.counts))
        entry = f"  {_key(label) if label != NO_MENTION else 'not'}: {_forms(of_label, taken)}"
        ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        yield f"{entry}  # {written(tuple(ordered))}" if ordered else entry
        if label != NO_MENTION and shown < _SHOWN:
            shown += 1
            yield from (f"    # {printed(line)}" for line in _lines(of_label))


def _lines(wordings: Sequence[Wording]) -> list[Line]:
    """Choose lines of a label: one of each form, then the next of each."""
    most = max((len(each.lines) for each in wordings), default=0)
    turns = (
        each.lines[turn] for turn in range(most) for each in wordings if turn < len(each.lines)
    )
    return list(turns)[:_SHOWN]


def _forms(wordings: Sequence[Wording], taken: set[str]) -> str:
    """Write the forms of a label; one that folds stands beside others that do not in both cases."""
    if all(each.fold for each in wordings):
        return f"{{fold: true, forms: {_list(each.text for each in wordings)}}}"
    forms = [each.text for each in wordings]
    capitals = (each.text[:1].upper() + each.text[1:] for each in wordings if each.fold)
    forms += [text for text in dict.fromkeys(capitals) if text not in taken]
    taken.update(forms)
    return _list(forms)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


def _key(text: str) -> str:
    return scalar(clean(text))
