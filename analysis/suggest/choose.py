"""Choose from the groups of a story what is worth an analyst's look, and what no list holds yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count, product
from typing import Final

import numpy as np
import pandas as pd
import regex

from analysis.corpus import Corpus
from analysis.corpus.language.inflection import check_form, pattern, variants
from analysis.corpus.lexicons.naming import NO_MENTION, OPTIONS, Form, Lexicon, Part
from analysis.measures.naming import mentions
from analysis.schema import CANDIDATES, require
from analysis.suggest.choices import SHOWN, SURE
from analysis.suggest.proposal import counts_of, lines_of, located
from analysis.suggest.prune import Proposal, Wording

TOP: Final = SHOWN
MINIMUM: Final = 2
# A group that fewer wordings name is no choice.
_LEAST: Final = 2
# What pages say of themselves: such a word alone names nothing of the story.
_FURNITURE: Final = frozenset(
    """
    ad ads advert advertisement advertisements app archive article articles blog byline caption
    captions click comment comments contributor copyright correspondent cover download edition
    editor editors email e-mail facebook file footage gallery getty graphic graphics handout
    headline headlines home homepage illustration image images infographic instagram item link
    links list live login logo mail menu more newsletter newsletters page pages photo photograph
    photographer photographs photography photos picture pictures podcast post posts print privacy
    reader readers read reporter reporters reporting screenshot section share site slideshow
    snapshot source sources stories story subscriber subscribers subscription tag tags text topic
    topics transcript tweet tweets twitter update updates url user username video videos view
    views visitor watch web webpage website whatsapp youtube
    """.split()
)


@dataclass(frozen=True)
class Known:
    """What is settled before anything is proposed.

    Attributes
    ----------
    listed
        The shipped list: no concept and no form of it is proposed.
    own
        The corpus's own list, which is what was kept.
    dropped
        Forms that are not wanted.
    """

    listed: Lexicon = field(default_factory=lambda: Lexicon(()))
    own: Lexicon = field(default_factory=lambda: Lexicon(()))
    dropped: tuple[str, ...] = ()


class _Forms:
    """Forms of a lexicon, to tell what they match."""

    def __init__(self, forms: Iterable[Form | Wording]) -> None:
        self._plain: dict[str, str] = {}
        self._open: list[tuple[regex.Pattern[str], str]] = []
        for form in forms:
            if "*" in form.text:
                self._open.append((regex.compile(pattern(form.text, fold=True)), form.concept))
                continue
            for words in product(*variants(form.text)):
                self._plain.setdefault(_plain(" ".join(words)), form.concept)

    def concept(self, text: str) -> str:
        """Name the concept of the form that matches a text; '' where none does."""
        plain = _plain(text).removeprefix("to ")
        starred = (concept for form, concept in self._open if form.fullmatch(plain))
        return self._plain.get(plain) or next(starred, "")


def _plain(text: str) -> str:
    return text.lower().replace("-", " ")


def propose(
    corpus: Corpus,
    table: pd.DataFrame,
    known: Known | None = None,
    *,
    top: int = TOP,
    minimum: int = MINIMUM,
) -> Proposal:
    """Choose the choices of words that no list holds yet, in their order.

    Parameters
    ----------
    corpus
        The documents the candidates were found in.
    table
        `schema.CANDIDATES`.
    known
        What is listed, kept and dropped already.
    top
        At most so many concepts are new.
    minimum
        In how many documents a new concept must be named.

    Returns
    -------
    What was kept, then new concepts in the order of the table, those that are unsure last. No
    form stands in it twice, none is one that the shipped list matches, and none was dropped. A
    new wording of what is kept stands under the kept concept.

    Raises
    ------
    TableError
        The table is not one of candidates.
    """
    require(table, CANDIDATES, "propose")
    known = known or Known()
    choice = _Choice(known)
    rows = located(corpus, table)
    by_candidate = rows.groupby("candidate", sort=False)
    is_choice = by_candidate["label"].transform("nunique") >= _LEAST
    is_choice &= by_candidate["document_id"].transform("nunique") >= minimum
    chosen = rows[is_choice].groupby("candidate", sort=False)
    groups = [choice.group(group) for _, group in chosen]
    places = range(len(groups))
    ordered = sorted(
        (place for place in places if groups[place].documents >= minimum),
        key=lambda place: (not groups[place].concept, place),
    )
    made, new = list(_own(corpus, known.own)), 0
    for place in ordered:
        if groups[place].concept or new < top:
            wordings = choice.wordings(groups[place])
            new += bool(wordings) and not groups[place].concept
            made += wordings
    concepts = dict.fromkeys(each.concept for each in made)
    first = {concept: number for number, concept in enumerate(concepts)}
    made.sort(key=lambda each: first[each.concept])
    about = tuple(line for line in known.own.about if line[1])
    return Proposal(tuple(made), about, known.dropped)


@dataclass(frozen=True)
class _Group:
    """A group of candidates: what can be new in it, by label, and what it continues."""

    labels: dict[str, pd.DataFrame]
    concept: str
    documents: int


class _Choice:
    """What may be proposed, which grows less with each proposal."""

    def __init__(self, known: Known) -> None:
        self._listed, self._own = _Forms(known.listed.forms), _Forms(known.own.forms)
        self._dropped = {_plain(form) for form in known.dropped}
        self._taken: set[str] = set()
        self._names = {*known.listed.concepts, *known.own.concepts}

    def group(self, rows: pd.DataFrame) -> _Group:
        """Look at what of a group can be new, and at what it continues."""
        counts = Counter(rows["label"])
        order = sorted(counts, key=lambda label: (-counts[label], label))
        becomes = _singulars([label for label in order if _is_form(label)])
        by_label = rows["label"].map(becomes).fillna("")
        owners: Counter[str] = Counter()
        dropped = 0
        labels: dict[str, pd.DataFrame] = {}
        for label in dict.fromkeys(becomes[each] for each in order if each in becomes):
            of_label = rows[by_label == label]
            owner = self._own.concept(label)
            if owner:
                owners[owner] += len(of_label)
            elif _plain(label) in self._dropped:
                dropped += len(of_label)
            elif not self._listed.concept(label) and not _is_furniture(label):
                labels[label] = of_label
        if not owners and 2 * dropped > len(rows):
            labels = {}
        largest = dict(sorted(labels.items(), key=lambda each: (-len(each[1]), each[0])))
        documents = {document for part in labels.values() for document in part["document_id"]}
        owner = min(owners, key=lambda name: (-owners[name], name)) if owners else ""
        return _Group(largest, owner, len(documents))

    def wordings(self, group: _Group) -> list[Wording]:
        """Make the wordings of a group; none where there is no choice between them."""
        labels = {n: rows for n, rows in group.labels.items() if _plain(n) not in self._taken}
        if len(labels) < (1 if group.concept else _LEAST):
            return []
        concept = group.concept or self._name(list(labels))
        self._taken |= {_plain(label) for label in labels}
        return [each for label, rows in labels.items() for each in _wordings(concept, label, rows)]

    def _name(self, labels: list[str]) -> str:
        """Name a concept by its commonest wording that names no other."""
        bare = [label.removeprefix("to ") for label in labels]
        numbered = (f"{bare[0]} ({number})" for number in count(2))
        names = (label.upper() for label in chain(bare, numbered))
        name = next(name for name in names if name not in self._names)
        self._names.add(name)
        return name


def _is_form(label: str) -> bool:
    return label not in OPTIONS and _checked(label) != ""


def _checked(text: str) -> str:
    """Write a form as a lexicon takes it; '' where it takes none such."""
    try:
        return check_form(text)
    except ValueError:
        return ""


def _is_furniture(label: str) -> bool:
    return set(_plain(label).split()) <= _FURNITURE


def _singulars(labels: list[str]) -> dict[str, str]:
    """Put a label under another whose form matches it too, as `ships` under `ship`."""
    matched = {_plain(label): label for label in reversed(labels)}
    for label in labels:
        for words in product(*variants(label)):
            other = _plain(" ".join(words))
            if other in matched and other != _plain(label):
                matched[other] = matched[_plain(label)]
    return {label: matched[_plain(label)] for label in labels}


def _wordings(concept: str, label: str, rows: pd.DataFrame) -> Iterator[Wording]:
    """Write the forms of a label: itself, and those printed ones that its rules do not make."""
    is_sure = bool(rows["score"].min() >= SURE)
    part: Part = "verb" if label.startswith("to ") else "noun"
    matches = regex.compile(pattern(label, fold=True))
    printed = [_checked(text).lower() for text in rows["text"]]
    forms = [label if matches.fullmatch(text) else text for text in printed]
    for text in sorted(set(forms) - {""}, key=lambda text: (text != label, text)):
        of_form = rows[[form == text for form in forms]]
        counts, lines = counts_of(of_form), lines_of(of_form)
        yield Wording(concept, label, text, True, False, counts, lines, is_sure, part)


def _own(corpus: Corpus, own: Lexicon) -> Iterator[Wording]:
    """Look up what was kept in the articles as they are now."""
    found = mentions(corpus, own) if own.forms else None
    rows = located(corpus, found) if found is not None else None
    for form in own.forms:
        wording = Wording(
            form.concept, form.label, form.text, form.fold, is_kept=True, part=form.part
        )
        if rows is None or form.label == NO_MENTION:
            yield wording
            continue
        here = rows[(rows["concept"] == form.concept) & (rows["label"] == form.label)]
        matches = regex.compile(pattern(form.text, fold=form.fold))
        is_form = [matches.fullmatch(text) is not None for text in here["text"]]
        part = here[np.array(is_form, dtype=bool)]
        yield replace(wording, counts=counts_of(part), lines=lines_of(part))
