"""Propose what the outlets of one story call by different words, without a list of the story.

Words of one class of `kin.yml` are a hint; whether they mean the same thing here is told by the
story (`likeness`). Words that do are put in groups of two to five; nouns and verbs of one act
("abduction", "to abduct") are one group. Names, titles and modifiers are left out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.lexicons.kin import Kin, load_kin, load_kin_weights
from analysis.corpus.lexicons.naming import own_concepts
from analysis.corpus.syntax import phrases, sentence
from analysis.schema import CANDIDATES, MENTIONS, empty, require, shape
from analysis.suggest import likeness, units
from analysis.suggest.likeness import Pair, Story, Word
from analysis.suggest.parsed import Parse
from analysis.suggest.units import Unit, stem

# From this mean probability on a group is shown with the others; beneath it as unsure.
SURE: Final = 0.65
# Words are put together that are so likely one thing, on average and at least.
_MEAN, _LEAST = 0.55, 0.45
_MOST_WORDS: Final = 5
# At most so many choices are shown.
SHOWN: Final = 12
# Stories for which a page proposes names.
STORIES: Final = 3
# A story is about what so many outlets have in a headline; at most so many stand first.
_HEADLINES, _FIRST = 2, 3


@dataclass(frozen=True)
class Choice:
    """A choice of words.

    Attributes
    ----------
    labels
        Wording -> its mentions, those of most mentions first.
    probability
        How likely its words mean the same thing, on average.
    is_main
        Whether the story is about it: it stands in headlines of several outlets.
    is_loaded
        Whether some of its words tell more than the others.
    rank
        What is shown first among equals: likely, widely told, and told in different words.
    """

    labels: Mapping[str, Sequence[Unit]]
    probability: float
    is_main: bool
    is_loaded: bool
    rank: float

    @property
    def name(self) -> str:
        """The commonest wording."""
        return next(iter(self.labels))

    @property
    def is_sure(self) -> bool:
        """Whether its words are likely enough one thing."""
        return self.probability >= SURE


def story_of(corpus: Corpus, kin: Kin, grammar: str = "rules") -> Story:
    """Read the listed words of a story.

    Parameters
    ----------
    grammar
        What says which words stand beside another, and how: "rules", or "spacy", a parser.

    Raises
    ------
    CorpusError
        The corpus is a text-free release; spaCy is not installed.
    """
    corpus.need_text("proposed names")
    sentences = sentence.read(corpus)
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    outlets = dict(zip(corpus.documents["document_id"], corpus.documents["outlet"], strict=True))
    found = units.find(sentences, phrases.find(sentences, sources), kin)
    if grammar == "rules":
        return Story(sentences, found, outlets)
    parse = Parse(sentences, found, sources)
    return Story(sentences, parse.units, outlets, parse.joined)


def choices(story: Story, kin: Kin, weights: Mapping[str, float]) -> list[Choice]:
    """Find the choices of words of a story, those it is about first, then those that tell most."""
    hints = likeness.read(story, kin)
    chances = {
        pair: likeness.probability(values, weights)
        for pair, values in zip(hints.pairs, hints.values, strict=True)
    }
    made = [_choice(words, chances, story, kin) for words in _acts(_groups(chances))]
    ordered = sorted(made, key=lambda choice: (not choice.is_sure, -choice.rank, choice.name))
    main = [choice for choice in ordered if choice.is_main and choice.is_sure][:_FIRST]
    rest = [choice for choice in ordered if choice not in main]
    return [*main, *sorted(rest, key=lambda choice: (not choice.is_sure, not choice.is_loaded))]


def _groups(chances: Mapping[Pair, float]) -> list[list[Word]]:
    """Put words together that are all likely one thing, the likeliest first."""
    group_of: dict[Word, list[Word]] = {word: [word] for pair in chances for word in pair}
    for pair in sorted(chances, key=lambda pair: (-chances[pair], pair)):
        one, other = (group_of[word] for word in pair)
        if one is other or len(one) + len(other) > _MOST_WORDS:
            continue
        across = [chances.get(_pair(a, b), 0.0) for a, b in product(one, other)]
        if sum(across) / len(across) >= _MEAN and min(across) >= _LEAST:
            joined = [*one, *other]
            group_of.update(dict.fromkeys(joined, joined))
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    return list(groups.values())


def _pair(one: Word, other: Word) -> Pair:
    first, second = sorted((one, other))
    return first, second


def _acts(groups: Sequence[list[Word]]) -> list[list[Word]]:
    """Join nouns and verbs that have two stems in common: abduction, kidnapping; abduct, kidnap."""
    made = [list(group) for group in groups]
    for one, other in combinations(made, 2):
        if one and other and {kind for kind, _ in one} != {kind for kind, _ in other}:
            stems = [{stem(word) for _, word in group} for group in (one, other)]
            shared = len(stems[0] & stems[1])
            if shared > 1 and len(one) + len(other) <= _MOST_WORDS:
                one += other
                other.clear()
    return [group for group in made if group]


def _choice(words: Sequence[Word], chances: Mapping[Pair, float], story: Story, kin: Kin) -> Choice:
    mentions = {_label(word): story.units[word] for word in words}
    labels = dict(sorted(mentions.items(), key=lambda each: (-len(each[1]), each[0])))
    pairs = [_pair(*pair) for pair in combinations(words, 2)]
    known = [chances[pair] for pair in pairs if pair in chances]
    probability = sum(known) / len(known)
    told = [unit for units in labels.values() for unit in units]
    outlets = {story.outlets[unit.document_id] for unit in told}
    headlines = {
        story.outlets[unit.document_id] for unit in told if story.is_headline(unit.sentence)
    }
    loaded = {word in kin.loaded for _, word in words}
    share = len(outlets) / max(len(set(story.outlets.values())), 1)
    rank = probability * share * math.log1p(len(told)) * _variety(labels, story)
    return Choice(labels, probability, len(headlines) >= _HEADLINES, len(loaded) > 1, rank)


def _label(word: Word) -> str:
    """Write a word as a lexicon has it: a verb with "to"."""
    return f"to {word[1]}" if word[0] == "verb" else word[1]


def _variety(labels: Mapping[str, Sequence[Unit]], story: Story) -> float:
    """Say how differently outlets choose, 0.5 (all prefer one word) to 1."""
    preferred: dict[str, Counter[str]] = defaultdict(Counter)
    for label, mentions in labels.items():
        for unit in mentions:
            preferred[story.outlets[unit.document_id]][label] += 1
    favourites = Counter(min(c, key=lambda each: (-c[each], each)) for c in preferred.values())
    return 1 - max(favourites.values()) / favourites.total() / 2


def candidates(corpus: Corpus, *, grammar: str = "rules") -> pd.DataFrame:
    """Propose the choices of words of one story.

    Parameters
    ----------
    corpus
        The documents of one story, as `corpus.select(event=...)` gives them; English. What is
        not counted is not looked at. A text-free release gives the candidates it holds.
    grammar
        How sentences are read: by "rules", or by "spacy", an extra: more is found and more of it
        is right, in half a second more a story and two to load its model.

    Returns
    -------
    One row per mention as `schema.CANDIDATES`, in the order in which the choices are shown.
    `candidate` is the commonest wording, `label` the wording, `score` how likely the words of
    the choice mean the same thing, 0 to 1; beneath `SURE` it is shown as unsure.

    Raises
    ------
    CorpusError
        The corpus is a text-free release without candidates; spaCy is not installed.
    ParameterError
        There is no such grammar.
    """
    if not corpus.has_text and CANDIDATES.name in corpus.held:
        return shape(corpus.held[CANDIDATES.name], CANDIDATES)
    kin, weights = load_kin(), load_kin_weights(grammar=grammar)
    story = story_of(corpus, kin, grammar)
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    rows = list(_rows(choices(story, kin, weights), sources))
    table = pd.DataFrame(rows, columns=list(CANDIDATES.names)) if rows else empty(CANDIDATES)
    return shape(table, CANDIDATES)


def proposed(corpus: Corpus, table: pd.DataFrame, *, most: int = SHOWN) -> pd.DataFrame:
    """Take candidates as mentions of names, to be counted and drawn as those of a list are.

    Parameters
    ----------
    corpus
        The documents the candidates were found in.
    table
        `schema.CANDIDATES`.
    most
        At most so many choices, and none that is unsure.

    Returns
    -------
    `schema.MENTIONS`, one row a mention that was found; `how` is "proposed".
    """
    require(table, CANDIDATES, "proposed")
    rows = table[table["score"] >= SURE]
    rows = rows[rows["candidate"].isin(rows["candidate"].unique()[:most])]
    named = rows.rename(columns={"candidate": "concept"}).assign(how="proposed")
    return shape(corpus.spoken(named.reset_index(drop=True)), MENTIONS)


def unlisted(
    corpus: Corpus, listed: pd.DataFrame, *, lexicon: str = "", stories: int = STORIES
) -> pd.DataFrame:
    """Propose names for the stories in which the corpus's own list names nothing.

    Parameters
    ----------
    corpus
        Articles with the column `event`; where none has one, all tell one story.
    listed
        `schema.MENTIONS` of listed names: what one of them is part of is not proposed.
    lexicon
        The choice of a lexicon that they were found with, "" for the shipped and the corpus's
        own: any other is an analyst's own whole.
    stories
        At most so many stories are looked at, the largest of two outlets or more.

    Returns
    -------
    `schema.MENTIONS` as `proposed` gives them; of several stories each concept says of which. None
    of a text-free release.
    """
    require(listed, MENTIONS, "unlisted", ["document_id", "start", "end", "concept"])
    if not corpus.has_text:
        return empty(MENTIONS)
    own = listed if lexicon else listed[listed["concept"].isin(own_concepts(corpus.name))]
    documents = corpus.documents
    events = documents["event"]
    is_named = documents["document_id"].isin(own["document_id"]).groupby(events).transform("any")
    is_told = documents.groupby("event")["outlet"].transform("nunique") > 1
    is_one = events.nunique() < 2
    sizes = events[~is_named & is_told & (is_one | (events != ""))].value_counts()
    names = sorted(sizes.index, key=lambda name: (-int(sizes[name]), name))[:stories]
    found = [empty(MENTIONS)]
    for name in names:
        part = corpus.only((events == name).to_numpy().nonzero()[0])
        rows = proposed(part, _without(candidates(part), listed))
        of_story = f" · {name}" if len(names) > 1 else ""
        found.append(rows.assign(concept=rows["concept"] + of_story))
    return shape(pd.concat(found, ignore_index=True), MENTIONS)


def _without(table: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Leave out what a listed name holds, and choices of which but one wording is left."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    columns = (listed[name] for name in ("document_id", "start", "end"))
    for document, start, end in zip(*columns, strict=True):
        places[document].append((start, end))
    own = (table[name] for name in ("document_id", "start", "end"))
    is_new = [
        not any(first < end and start < last for first, last in places[document])
        for document, start, end in zip(*own, strict=True)
    ]
    left = table[pd.Series(is_new, index=table.index, dtype=bool)]
    return left[left.groupby("candidate")["label"].transform("nunique") > 1]


def _rows(found: Sequence[Choice], sources: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    taken: Counter[str] = Counter()
    for choice in found:
        taken[choice.name] += 1
        number = taken[choice.name]
        name = choice.name if number == 1 else f"{choice.name} ({number})"
        for label, mentions in choice.labels.items():
            for unit in sorted(mentions, key=lambda unit: (unit.document_id, unit.start)):
                text = sources[unit.document_id][unit.start : unit.end]
                place = unit.document_id, unit.start, unit.end
                yield name, label, *place, text, choice.probability
