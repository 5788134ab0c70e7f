"""Prune a proposal of names: keep, drop, rename, merge, move; each gives another proposal.

A proposal is a list of wordings, each with the concept and the label it stands under, how often
which outlet prints it, and some of the lines. Nothing here reads or writes a file, so whoever
shows a proposal can undo a step by going back to the proposal before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from analysis.corpus.lexicons.naming import DROPPED, NO_MENTION, OPTIONS, Part
from analysis.schema import ParameterError, closest
from analysis.suggest.proposal import Line

# So many names are listed in an error.
_LISTED: Final = 12


@dataclass(frozen=True)
class Wording:
    """One form of a lexicon, and where it is printed.

    Attributes
    ----------
    concept, label, text, fold, part
        As in `corpus.lexicons.naming.Form`.
    is_kept
        Whether an analyst said that it is right.
    counts
        Outlet and mentions, most mentions first.
    lines
        Some of its mentions, of as many outlets as there are.
    is_sure
        Whether what is proposed is likely right.
    """

    concept: str
    label: str
    text: str
    fold: bool
    is_kept: bool = False
    counts: tuple[tuple[str, int], ...] = ()
    lines: tuple[Line, ...] = ()
    is_sure: bool = True
    part: Part = ""

    @property
    def mentions(self) -> int:
        """How often it is printed."""
        return sum(count for _, count in self.counts)

    @property
    def key(self) -> tuple[str, str]:
        """What stands but once in a proposal: the concept and the form."""
        return self.concept, self.text


@dataclass(frozen=True)
class Proposal:
    """What may be named by which words, for an analyst to prune.

    Attributes
    ----------
    wordings
        Those of one concept stand together, and in it those of one label.
    about
        Each concept that is described, and what is said of it.
    dropped
        Forms, in small letters, that are not proposed again.
    """

    wordings: tuple[Wording, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def concepts(self) -> list[str]:
        """The concepts, in order."""
        return list(dict.fromkeys(each.concept for each in self.wordings))

    def labels(self, concept: str) -> list[str]:
        """List the labels of a concept, in order."""
        labels = (each.label for each in self.wordings if each.concept == concept)
        return [label for label in dict.fromkeys(labels) if label != NO_MENTION]

    def of(self, concept: str, label: str = "", text: str = "") -> list[Wording]:
        """List the wordings of a concept, or of one label of it, or one form.

        Raises
        ------
        ParameterError
            There is none of that name; lists those there are.
        """
        _known("concept", concept, self.concepts)
        if label:
            _known(f"label of {concept}", label, self.labels(concept))
        if text:
            texts = (each.text for each in self.wordings if each.concept == concept)
            _known(f"form of {concept}", text, list(texts))
        return [
            each
            for each in self.wordings
            if each.concept == concept
            and (not label or each.label == label)
            and (not text or each.text == text)
        ]


def keep(proposal: Proposal, concept: str, label: str = "", text: str = "") -> Proposal:
    """Say that a concept is right, or one label of it, or one form."""
    chosen = proposal.of(concept, label, text)
    return _changed(proposal, chosen, lambda each: replace(each, is_kept=True))


def drop(proposal: Proposal, concept: str, label: str = "", text: str = "") -> Proposal:
    """Take a concept out, or one label of it, or one form; its forms are not proposed again."""
    out = set(proposal.of(concept, label, text))
    left = tuple(each for each in proposal.wordings if each not in out)
    forms = (each.text.lower() for each in proposal.wordings if each in out)
    dropped = tuple(dict.fromkeys((*proposal.dropped, *forms)))
    return replace(_tidy(replace(proposal, wordings=left)), dropped=dropped)


def rename(proposal: Proposal, concept: str, name: str) -> Proposal:
    """Give a concept another name.

    Raises
    ------
    ParameterError
        The name is empty, or another concept has it: those two are merged.
    """
    name = _name(name, (DROPPED,))
    if name != concept and name in proposal.concepts:
        raise ParameterError(f"There is a concept {name!r} already. Merge the two instead.")
    return _under(proposal, proposal.of(concept), name)


def relabel(proposal: Proposal, concept: str, label: str, name: str) -> Proposal:
    """Give a label another name; under that of another label the two become one.

    Raises
    ------
    ParameterError
        The name is empty, or a word that has a meaning of its own in the file.
    """
    name = _name(name, OPTIONS)
    wordings = proposal.of(concept, label)
    return _changed(proposal, wordings, lambda each: replace(each, label=name))


def merge(proposal: Proposal, concept: str, into: str) -> Proposal:
    """Put what a concept holds under another, which keeps its name."""
    _known("concept", into, proposal.concepts)
    return _under(proposal, proposal.of(concept), into)


def move(proposal: Proposal, concept: str, text: str, into: str, label: str = "") -> Proposal:
    """Move one form to a concept, which may be new, or to another label.

    Parameters
    ----------
    concept, text
        The form, and the concept that it stands under.
    into
        The concept that it is to stand under.
    label
        Its label there; "" for a label of its own.
    """
    into, name = _name(into, (DROPPED,)), _name(label or text.lower(), OPTIONS)
    wordings = proposal.of(concept, text=text)
    return _changed(proposal, wordings, lambda each: replace(each, concept=into, label=name))


def kept(proposal: Proposal) -> Proposal:
    """Take what was kept, and what was dropped; leave out what nobody has looked at."""
    wordings = tuple(each for each in proposal.wordings if each.is_kept)
    return _tidy(replace(proposal, wordings=wordings))


def _under(proposal: Proposal, wordings: Iterable[Wording], concept: str) -> Proposal:
    about = dict(proposal.about)
    for each in wordings:
        if each.concept in about:
            about.setdefault(concept, about[each.concept])
    described = replace(proposal, about=tuple(about.items()))
    return _changed(described, wordings, lambda each: replace(each, concept=concept))


def _changed(
    proposal: Proposal, wordings: Iterable[Wording], change: Callable[[Wording], Wording]
) -> Proposal:
    chosen = set(wordings)
    changed = (change(each) if each in chosen else each for each in proposal.wordings)
    return _tidy(replace(proposal, wordings=tuple(changed)))


def _tidy(proposal: Proposal) -> Proposal:
    """Put together what belongs together; of two equal forms of a concept the kept one stays."""
    once: dict[tuple[str, str], Wording] = {}
    for each in proposal.wordings:
        other = once.setdefault(each.key, each)
        if each.is_kept and not other.is_kept:
            once[each.key] = each
    concepts: dict[str, dict[str, list[Wording]]] = {}
    for each in once.values():
        concepts.setdefault(each.concept, {}).setdefault(each.label, []).append(each)
    wordings = tuple(
        each for labels in concepts.values() for forms in labels.values() for each in forms
    )
    about = tuple(line for line in proposal.about if line[0] in concepts)
    return replace(proposal, wordings=wordings, about=about)


def _known(what: str, name: str, names: list[str]) -> None:
    if name not in names:
        some = ", ".join(names[:_LISTED]) or "none"
        more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
        raise ParameterError(
            f"There is no {what} {name!r}. There is {some}{more}.{closest(name, names)}"
        )


def _name(text: str, taken: Iterable[str]) -> str:
    name = " ".join(text.split())
    if not name:
        raise ParameterError("A name is needed; this one is empty.")
    if name in taken:
        raise ParameterError(f"{name!r} has a meaning of its own in the file. Choose another name.")
    return name
