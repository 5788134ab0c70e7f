"""Write a proposal in the form of data/lexicons/naming.yml, and read what was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

import regex

from analysis.corpus.lexicons.files import blocks_of
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
from analysis.suggest.identities import Identity
from analysis.suggest.proposal import Line, clean, printed, scalar, told, written
from analysis.suggest.prune import Proposal, Wording, kept

_HEAD: Final = """\
# Naming candidates: words that may name the same thing, proposed by rules. Nothing here is a
# result, and of what is marked unsure a third is wrong. Delete what does not belong, name the
# concepts, and keep the rest as naming-<corpus>.yml in data/lexicons, which is read after
# naming.yml; what naming.yml holds is not proposed. Beside each wording: how often which outlet
# prints it; under the first three of a concept up to three lines, each with its document and
# offset. Forms listed under `dropped:` are not proposed again.
"""
_OWN_HEAD: Final = """\
# What was kept by hand, read after naming.yml; how an entry is written stands at its head.
# Forms under `dropped:` are not proposed again.
"""
_FOLDED_HEAD: Final = """\
# Names of one person or body: formal variants, no choice of words, and so not proposed. Each line
# is one person, body or state: its names, titles and offices, and how often which outlet prints
# each.
"""
# Comments that this program writes; all others were written by hand.
_COMMENT: Final = regex.compile(r"(?:(?<=\s)|^)#.*")
_OUR_COMMENT: Final = regex.compile(
    r"(?:(?<=:  )# (?:kept|proposed(?:, unsure)?): [\d,]+ mentions, .*"
    r"|(?<=  )# \d+: .*|(?<=^    )# .* \d+: .*\[.*)$"
)
# So many labels of a concept are shown with lines.
_SHOWN: Final = 3
OWN_FOLDER: Final = ROOT / "data" / "lexicons"


def as_yaml(
    proposal: Proposal, listed: Lexicon | None = None, folded: Sequence[Identity] = ()
) -> str:
    """Write a proposal as a naming lexicon, with counts and lines as comments.

    Parameters
    ----------
    proposal
        What `choose.propose` made, or what an analyst made of it.
    listed
        The shipped list; what a concept of it holds already is not written again.
    folded
        Persons, bodies and states with their formal variants: comments at the end.

    Returns
    -------
    YAML that `corpus.lexicons.naming.load_naming` reads after the shipped list.
    """
    parts = "\n\n".join(_parts(proposal, listed).values())
    text = f"{_HEAD}\n{parts or '{}  # No choice of words was found.'}\n"
    return text + (f"\n{_FOLDED_HEAD}" + "".join(map(_identity, folded)) if folded else "")


def _identity(identity: Identity) -> str:
    """Write the wordings of an identity as a comment of one line."""
    return f"#   {' | '.join(f'{text}: {told(counts)}' for text, counts in identity.wordings)}\n"


def revised(
    text: str, before: Proposal, after: Proposal, listed: Lexicon | None = None
) -> tuple[str, list[str]]:
    """Write what an analyst changed into the file that holds the rest.

    Only concepts that a step changed are written anew, without lines of articles; every other
    one stays as it stands, with its comments.

    Parameters
    ----------
    text
        What the file holds; "" where there is none.
    before, after
        What was kept before the step, and after it.
    listed
        As for `as_yaml`.

    Returns
    -------
    The file's new text, and the concepts whose comments, written by hand, are lost.

    Raises
    ------
    yaml.YAMLError
        The text is no YAML.
    """
    bare = tuple(replace(each, lines=()) for each in kept(after).wordings)
    parts = _parts(replace(kept(after), wordings=bare), listed)
    held = blocks_of(text)
    if not held and text.strip():
        return f"{_OWN_HEAD}\n" + "\n\n".join(parts.values()) + "\n", ["the whole file"]
    held = held or [(None, f"{_OWN_HEAD}\n")]
    old, new = _contents(before), _contents(after)
    lost: list[str] = []
    made: list[str] = []
    heirs = _heirs(old, new)
    last = parts.pop(DROPPED, "")
    for key, block in held:
        if key is None or (old.get(key) == new.get(key) and (key in parts or key == DROPPED)):
            made.append(block)
        elif key == DROPPED:
            made += [f"{last}\n"] if last else []
        else:
            heir = key if key in parts else heirs.get(key, "")
            made += [f"{parts.pop(heir)}\n"] if heir in parts else [""]
            lost += [key] if _has_comment(block) else []
            continue
        parts.pop(key or "", None)
        last = "" if key == DROPPED else last
    place = next((n for n, part in enumerate(made) if part.startswith(f"{DROPPED}:")), len(made))
    made[place:place] = [f"\n{part}\n\n" for part in parts.values()]
    return _joined([*made, f"\n{last}\n" if last else ""]), lost


def _joined(pieces: Iterable[str]) -> str:
    """Join the pieces of a file, without a second empty line where one was taken out or put in."""
    text = ""
    for piece in pieces:
        is_apart = text.endswith("\n\n") or not text
        text += piece.lstrip("\n") if is_apart else piece
    return text.rstrip("\n") + "\n"


def _parts(proposal: Proposal, listed: Lexicon | None) -> dict[str, str]:
    """Write each concept, and what is dropped, by name."""
    there = {(form.concept, form.text) for form in listed.forms} if listed else set()
    wordings = [each for each in proposal.wordings if each.key not in there]
    about = dict(proposal.about)
    parts = {
        name: "\n".join(_concept(name, list(of_concept), about.get(name, "")))
        for name, of_concept in groupby(wordings, key=lambda each: each.concept)
        if any(each.concept == name and each.label != NO_MENTION for each in wordings)
    }
    if proposal.dropped:
        parts[DROPPED] = f"{DROPPED}: [{', '.join(map(scalar, proposal.dropped))}]"
    return parts


def _contents(proposal: Proposal) -> dict[str, object]:
    """Say what a file holds of each concept, and of what is dropped."""
    about = dict(proposal.about)
    contents: dict[str, object] = {DROPPED: proposal.dropped}
    for name in proposal.concepts:
        forms = {
            (each.label, each.text, each.fold, each.part)
            for each in proposal.of(name)
            if each.is_kept
        }
        contents[name] = (about.get(name, ""), forms)
    return contents


def _heirs(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, str]:
    """Say under which new name a concept goes on, to be written where it stood."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    return dict(zip(gone, come, strict=True)) if len(gone) == len(come) == 1 else {}


def _has_comment(block: str) -> bool:
    return any(
        comment.group() not in _OUR_COMMENT.findall(line)
        for line in block.split("\n")
        for comment in _COMMENT.finditer(line)
    )


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
    if state == "proposed" and not all(each.is_sure for each in wordings):
        state = "proposed, unsure"
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
    options = [f"as: {part}"] if (part := _part(wordings)) else []
    if all(each.fold for each in wordings):
        forms = [each.text for each in wordings]
        return f"{{{', '.join(['fold: true', *options, f'forms: {_list(forms)}'])}}}"
    forms = [each.text for each in wordings]
    capitals = (each.text[:1].upper() + each.text[1:] for each in wordings if each.fold)
    forms += [text for text in dict.fromkeys(capitals) if text not in taken]
    taken.update(forms)
    return f"{{{options[0]}, forms: {_list(forms)}}}" if options else _list(forms)


def _part(wordings: Iterable[Wording]) -> str:
    """Say what the forms of a label must be used as; nothing where one of them may be any."""
    parts = {each.part for each in wordings}
    return "" if "" in parts else "either" if len(parts) > 1 else parts.pop()


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


def _key(text: str) -> str:
    return scalar(clean(text))
