"""The names of a corpus by hand: what its file keeps, what is proposed beside it, and the way back.

A step is one of those of `suggest.prune`. Each is written to `naming-<corpus>.yml` at once; of
that file only the concepts that a step changes are written anew. Undo puts back the file as it
was, to the letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pandas as pd
import yaml

from analysis.corpus import Corpus
from analysis.corpus.lexicons.naming import FOLDER, NO_MENTION, Lexicon, load_naming, own_lexicon
from analysis.files import replaced, rule_file, write_atomically, writing
from analysis.schema import CANDIDATES, ParameterError, RuleError, empty
from analysis.suggest import Known, candidates, folded, identities, place_of, propose, prune
from analysis.suggest.identities import Identity
from analysis.suggest.proposal import clean
from analysis.suggest.prune import Proposal, Wording
from analysis.suggest.write import revised

Kind = Literal["keep", "drop", "rename", "relabel", "merge", "move"]
_STEPS: Final = 200


@dataclass(frozen=True)
class Step:
    """What is done to a concept, to one label of it, or to one form.

    Attributes
    ----------
    kind
        What is done.
    concept, label, text
        To what; "" for all of them.
    into
        The concept that is merged into, or that a form moves to.
    name
        The new name of a concept or a label; of a form that moves, the label it gets.
    """

    kind: Kind
    concept: str
    label: str = ""
    text: str = ""
    into: str = ""
    name: str = ""


def taken(proposal: Proposal, step: Step, listed: Lexicon | None = None) -> Proposal:
    """Take a step; what it names, merges or moves is kept thereby.

    Parameters
    ----------
    listed
        The shipped list.

    Raises
    ------
    ParameterError
        There is nothing of such a name, or a form would stand where the shipped list has it.
    """
    name, into = clean(step.name), clean(step.into)
    at = (step.concept, step.label, step.text)
    chosen = proposal.of(*at)
    if step.kind == "keep":
        made = prune.keep(proposal, *at)
    elif step.kind == "drop":
        made = _without_rests(prune.drop(proposal, *at))
    elif step.kind == "rename":
        made = prune.rename(_touched(proposal, chosen), step.concept, name)
    elif step.kind == "relabel":
        made = prune.relabel(_touched(proposal, chosen), step.concept, step.label, name)
    elif step.kind == "merge":
        made = _touched(proposal, [each for each in proposal.wordings if each.concept == into])
        made = prune.merge(_touched(made, chosen), step.concept, into)
    else:
        made = prune.keep(proposal, *at)
        for each in chosen:
            label = name or (each.label if not step.text else "")
            made = prune.move(made, step.concept, each.text, into or step.concept, label)
        made = _without_rests(made)
    _check_listed(proposal, made, listed)
    return made


def _touched(proposal: Proposal, wordings: list[Wording]) -> Proposal:
    """Keep what is named or merged, unless part of it was kept before: the rest stays open."""
    if any(each.is_kept for each in wordings):
        return proposal
    chosen = set(wordings)
    marked = (replace(w, is_kept=True) if w in chosen else w for w in proposal.wordings)
    return replace(proposal, wordings=tuple(marked))


def _without_rests(proposal: Proposal) -> Proposal:
    """Leave out concepts of which only forms that hide others are left."""
    named = {each.concept for each in proposal.wordings if each.label != NO_MENTION}
    wordings = tuple(each for each in proposal.wordings if each.concept in named)
    about = tuple(line for line in proposal.about if line[0] in named)
    return replace(proposal, wordings=wordings, about=about)


def _check_listed(before: Proposal, after: Proposal, listed: Lexicon | None) -> None:
    there = {(form.concept, form.text) for form in listed.forms} if listed else set()
    old = {each.key for each in before.wordings}
    for concept, text in sorted({each.key for each in after.wordings} & there - old):
        raise ParameterError(
            f"{text!r} stands under {concept!r} in the shipped list already; nothing is changed."
        )


class _Looked(NamedTuple):
    """The articles that were looked at, the choices of words in them, and who is who."""

    corpus: Corpus
    table: pd.DataFrame
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True)
class _Before:
    """What was before a step: what is shown, the file, and how concepts were called."""

    proposal: Proposal
    file: str | None
    text: str
    looked: _Looked
    became: tuple[str, str] = ("", "")


class Book:
    """The names of a corpus by hand, as they stand in its file and beside it.

    Parameters
    ----------
    corpus
        Its name says which file is its own.
    path
        Where that file is written; in `data/lexicons` of the folder worked in if not given. While
        there is none, the shipped one of its name is where one begins.
    """

    def __init__(self, corpus: Corpus, path: Path | None = None) -> None:
        self.corpus, self.path = corpus, path or place_of(corpus.name)
        self.proposal, self.lost = Proposal(), list[str]()
        self.listed = Lexicon(())
        self._looked = _Looked(corpus, empty(CANDIDATES))
        self._past: list[_Before] = []
        self._file: str | None = None
        self._text = ""

    @property
    def source(self) -> Path:
        """The file that is read: one's own, or the shipped one while there is none."""
        shipped = rule_file(FOLDER, f"naming-{self.corpus.name}.yml")
        return self.path if self.path.is_file() else shipped

    @property
    def names(self) -> Lexicon:
        """The shipped names and, after them, those of the file."""
        return load_naming(own=self.source) if self.source.is_file() else load_naming()

    @property
    def looked(self) -> Corpus:
        """The articles that are counted in what is shown."""
        return self._looked.corpus

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The formal variants of persons, bodies and states, where names were looked for."""
        return self._looked.identities

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._past)

    def open(self) -> None:
        """Read the file, and look up in the articles what it holds.

        Raises
        ------
        SamestoryError
            The file is not in the form it must have, or the corpus is a text-free release.
        """
        self.corpus.need_text("names by hand")
        corpus, table, _ = self._looked
        self.listed = load_naming()
        known = self.known()
        self.proposal = propose(corpus, table, known)
        self._file, self._text = _read(self.path), _read(self.source) or ""
        self._past = []

    def known(self) -> Known:
        """Read what is settled: the shipped list, the file, and what was dropped."""
        own, dropped = own_lexicon(self.source)
        return Known(load_naming(), own, dropped)

    def look(self, corpus: Corpus) -> Callable[[], None]:
        """Look for names in some of the articles; takes seconds and changes nothing.

        Returns
        -------
        Shows what was found, when it is called.
        """
        table, text, known = candidates(corpus), self._text, self.known()
        made, apart = propose(corpus, table, known), folded(corpus, identities(corpus))

        def show() -> None:
            self._check()
            # Meanwhile a step may have been taken.
            now = made if self._text == text else propose(corpus, table, self.known())
            self._remember(("", ""))
            self._looked, self.proposal, self.lost = _Looked(corpus, table, apart), now, []

        return show

    def do(self, step: Step) -> tuple[str, str]:
        """Take a step and write it.

        Returns
        -------
        The concept that goes on under another name, and that name; two '' where none does.

        Raises
        ------
        SamestoryError
            It cannot be done, or the file cannot be written; says why, and nothing is changed.
        """
        self._check()
        made = taken(self.proposal, step, self.listed)
        try:
            text, lost = revised(self._text, self.proposal, made, self.listed)
        except yaml.YAMLError:
            raise RuleError(f"{self.source}: it is not YAML; nothing is changed.") from None
        shown = self._write(text, made)
        is_whole = step.kind in ("rename", "merge")
        became = (step.concept, clean(step.into or step.name)) if is_whole else ("", "")
        self._remember(became)
        self.proposal, self.lost = shown, lost
        self._file = self._text = text
        return became

    def undo(self) -> tuple[str, str]:
        """Take the last step back: the file is as it was, or gone if there was none.

        Returns
        -------
        As for `do`.

        Raises
        ------
        SamestoryError
            The file cannot be written, or somebody else has changed it.
        """
        if not self._past:
            return "", ""
        self._check()
        before = self._past[-1]
        if before.file is None:
            with writing(self.path):
                self.path.unlink(missing_ok=True)
        elif before.file != self._file:
            write_atomically(self.path, before.file)
        self._past.pop()
        self.proposal, self._file, self._text = before.proposal, before.file, before.text
        self._looked, self.lost = before.looked, []
        return before.became[::-1]

    def _remember(self, became: tuple[str, str]) -> None:
        now = _Before(self.proposal, self._file, self._text, self._looked, became)
        self._past = [*self._past, now][-_STEPS:]

    def _check(self) -> None:
        """Stop where the file is no longer what was read: it is read anew, nothing is written."""
        if _read(self.path) != self._file:
            self.open()
            raise RuleError(
                f"{self.path.name} was changed elsewhere; it is read anew, and nothing is written."
            )

    def _write(self, text: str, made: Proposal) -> Proposal:
        """Write the file and read it again, before it takes the place of the old one."""
        source = self.source
        untouched = _untouched(self.proposal, made)
        with replaced(self.path) as new:
            new.write_bytes(text.encode("utf-8"))
            try:
                load_naming(own=new)
                own, dropped = own_lexicon(new)
            except RuleError as error:
                raise RuleError(str(error).replace(str(new), self.path.name)) from None
            there = [form for form in own_lexicon(source)[0].forms if form.concept in untouched]
            wanted = {each.key for each in made.wordings if each.is_kept}
            found = {(form.concept, form.text) for form in own.forms}
            if not {*there} <= {*own.forms} or not wanted <= found or dropped != made.dropped:
                raise RuleError(f"{self.path.name} would lose what it holds; it is not written.")
        return _as_read(made, own)


def _untouched(before: Proposal, after: Proposal) -> set[str]:
    def kept(proposal: Proposal, concept: str) -> set[tuple[str, str, bool, str]]:
        of_concept = (w for w in proposal.wordings if w.is_kept and w.concept == concept)
        return {(w.label, w.text, w.fold, w.part) for w in of_concept}

    return {name for name in before.concepts if kept(before, name) == kept(after, name)}


def _as_read(made: Proposal, own: Lexicon) -> Proposal:
    """Show what is kept as the file has it."""
    known = {each.key: each for each in made.wordings}
    kept = [
        replace(
            known.get((f.concept, f.text), Wording(f.concept, f.label, f.text, f.fold)),
            label=f.label, fold=f.fold, part=f.part, is_kept=True,
        )
        for f in own.forms
    ]  # fmt: skip
    keys = {each.key for each in kept}
    open_ones = [each for each in made.wordings if each.key not in keys]
    place = {name: number for number, name in enumerate(made.concepts)}
    wordings = sorted([*kept, *open_ones], key=lambda each: place.get(each.concept, len(place)))
    return replace(made, wordings=tuple(wordings))


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
