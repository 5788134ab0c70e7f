"""Propose names that stand in no list, by spaCy, in the form of data/lexicons/entities.yml.

A proposal, never a result: an analyst prunes it and keeps what is right as
`entities-<corpus>.yml`, with which `entities` then finds mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.lexicons.entities import KINDS, Gazetteer, Key, find, take_apart
from analysis.corpus.spacy.names import spacy_names
from analysis.measures.coverage.discover import alike, short_form, surnames_first
from analysis.schema import COUNTED, MENTIONS, require, shape
from analysis.suggest.proposal import clean, evidence, located, scalar

_HEAD: Final = """\
# Names that stand in no list, proposed by spaCy's model, which errs. Nothing here is a result.
# Delete what is no name or not needed, correct the kind, join what names the same, and keep the
# rest as entities-<corpus>.yml in data/lexicons. Under each name: how often which outlet prints
# it, and up to three of the lines, each with its document and offset.
"""


def propose(corpus: Corpus, gazetteer: Gazetteer, minimum_mentions: int = 2) -> pd.DataFrame:
    """Find names that stand in no list, with spaCy's model.

    Parameters
    ----------
    corpus
        Its titles, standfirsts and bodies are read.
    gazetteer
        The names that are listed; a name within a listed one is not proposed.
    minimum_mentions
        Names seen less often are left out.

    Returns
    -------
    `schema.MENTIONS`, in the order of the documents: `concept` is the name in the commonest of
    its full spellings, `label` the kind it has most often.

    Raises
    ------
    CorpusError
        The corpus is a text-free release; or spaCy or its English model is not installed.
    """
    corpus.need_text("the names in the articles")
    rows = pd.DataFrame(
        list(_unlisted(corpus, gazetteer)),
        columns=["document_id", "start", "end", "label", "text"],
    )
    concept = _join_spellings(rows["text"].value_counts(), rows, gazetteer)
    rows["concept"] = rows["text"].map(concept)
    of_name = rows.groupby("concept")["label"]
    rows["label"] = rows["concept"].map(of_name.agg(lambda kinds: kinds.mode().iloc[0]))
    often = of_name.transform("size") >= minimum_mentions
    return shape(corpus.spoken(rows[often].assign(how="rules")), MENTIONS)


def _unlisted(corpus: Corpus, gazetteer: Gazetteer) -> Iterator[tuple[str, int, int, str, str]]:
    """List the names in counted segments that no listed name overlaps."""
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    counted = corpus.segments[corpus.segments["label"].isin(COUNTED)]
    places = list(zip(*(counted[name] for name in ("document_id", "start", "end")), strict=True))
    texts = (sources[document][start:end] for document, start, end in places)
    for (document, begin, stop), names in zip(places, spacy_names(texts), strict=True):
        listed = list(find(sources[document], begin, stop, [gazetteer.index])) if names else []
        for name in names:
            start, end = begin + name.start, begin + name.end
            if not any(other.start < end and start < other.end for other in listed):
                yield document, start, end, name.name.kind, name.name.form


def _join_spellings(counts: pd.Series, rows: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, str]:
    """Join the spellings of a name, and a surname with the one full name that ends with it."""
    first = surnames_first(gazetteer)
    persons = set(rows.loc[rows["label"] == KINDS[0], "text"])
    order = sorted(counts.index, key=lambda form: (-counts[form], form))
    full = [form for form in order if " " in form]
    becomes: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for form in full:
        others = (other for other in dict.fromkeys(becomes.values()) if alike(form, other))
        becomes[form] = next(others, form) if form in persons else form
        if form in persons:
            owners.setdefault(short_form(form, first), set()).add(becomes[form])
    for form in order:
        of_form = owners.get(form, set())
        becomes.setdefault(form, next(iter(of_form)) if len(of_form) == 1 else form)
    return _one_for_each(order, becomes)


def _one_for_each(order: list[str], becomes: dict[str, str]) -> dict[str, str]:
    """Give one name to all that are joined, and to those that the gazetteer takes for the same."""
    groups: dict[str, list[str]] = {}
    by_key: dict[Key, str] = {}
    for form in order:
        joined = {form, becomes[form], by_key.setdefault(take_apart(form), form)}
        members = list(dict.fromkeys(each for one in joined for each in groups.get(one, [one])))
        groups.update(dict.fromkeys(members, members))
    place = {form: number for number, form in enumerate(order)}
    best = {
        id(members): min(members, key=lambda form: (" " not in form, place[form]))
        for members in groups.values()
    }
    return {form: best[id(groups[form])] for form in order}


def as_yaml(corpus: Corpus, table: pd.DataFrame) -> str:
    """Write names as a file of entities, with counts and lines as comments.

    Parameters
    ----------
    corpus
        The documents the names were found in.
    table
        What `propose` returns.

    Returns
    -------
    YAML that `corpus.lexicons.entities.load_gazetteer` reads; within each kind the names that
    most documents print stand first.

    Raises
    ------
    TableError
        The table is not one of mentions.
    """
    require(table, MENTIONS, "as_yaml")
    rows = located(corpus, table)
    parts = [_HEAD]
    for kind in KINDS:
        of_kind = rows[rows["label"] == kind]
        if len(of_kind):
            parts.append("\n".join([f"{kind}:", *_entries(of_kind)]) + "\n")
    return "\n".join(parts)


def _entries(rows: pd.DataFrame) -> Iterator[str]:
    documents = rows.groupby("concept")["document_id"].nunique()
    mentions = rows["concept"].value_counts()
    order = sorted(documents.index, key=lambda name: (-documents[name], -mentions[name], name))
    for name in order:
        of_name = rows[rows["concept"] == name]
        # A surname counts after the full name without being listed.
        others = sorted({form for form in of_name["text"] if " " in form} - {name})
        yield f"  {scalar(clean(name))}: [{', '.join(map(scalar, others))}]"
        yield from (f"    # {line}" for line in evidence(of_name))
