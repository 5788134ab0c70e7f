"""The measures by the names one would type: each joins the steps that its answer needs.

Nothing is computed here: what a number means, and the source of its formula, stands in the
function of `analysis` that each docstring names. `by` is one of `analysis.schema.GROUPINGS` or
any other column of the documents; documents that belong to no group are left out. By "event" or
"story" articles are grouped by what `events` finds, where no event is given by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.lexicons.naming import lexicons
from analysis.measures import naming as names
from analysis.measures import voice
from analysis.measures.event import events
from analysis.measures.frequency import frequencies, frequencies_of
from analysis.measures.keyness import Comparison, keyness_of_groups
from analysis.measures.keyness import keyness as compare
from analysis.measures.reuse import clusters, reuse
from analysis.schema import SCOPES
from analysis.tables import tables_of


def rates(corpus: Corpus, terms: str | Sequence[str] = (), *, by: str = "origin") -> pd.DataFrame:
    """Count words in each group of documents, and how often they stand in a million.

    Read `documents` and `dispersion` beside a rate: a word with a high one may owe it to one
    article. `corpus.select(voice="own")` counts the outlet's own words alone.

    Parameters
    ----------
    corpus
        Of a text-free release single words can be counted, no phrases and no `*`.
    terms
        Words or phrases; `*` stands for any letters. None for every word that occurs.
    by
        What the groups are.

    Returns
    -------
    One row per group and term, as `schema.FREQUENCIES`: `frequency` in words, `per_million`
    running words, `document_frequency` of `documents`, `dispersion` from 0 (even) to 1 (in one
    place), missing under 5 documents. Terms that are given are there with 0 too; see
    `analysis.measures.frequency`.

    Raises
    ------
    CorpusError
        A term is empty; or a phrase is asked of a text-free release.
    TableError
        There is no column `by`; lists those there are.

    Examples
    --------
    >>> import samestory as ss
    >>> corpus = ss.load("data/sample")
    >>> rates = ss.rates(corpus, ["strike", "blockade"], by="outlet")
    >>> rates[["group", "term", "frequency", "documents"]].head(4)
                    group      term  frequency  documents
    0            Corranto    strike          0         13
    1            Corranto  blockade         30         13
    2  Pellin Valley Live    strike          0          6
    3  Pellin Valley Live  blockade          8          6
    """
    grouped = _grouped(corpus, by)
    return frequencies_of(grouped, terms, by) if len(terms) else frequencies(grouped, by)


def keyness(
    corpus: Corpus,
    target: str | Comparison = "",
    reference: str = "",
    *,
    by: str = "origin",
    match: str = "auto",
    unit: str = "",
) -> pd.DataFrame:
    """Compare the words of a group with those of another, or of all others.

    A finding is a row with `p_family` <= .05: whole documents are relabelled, not words, and
    reprints count once. `measures.notable` chooses what to show.

    Parameters
    ----------
    corpus
        What is compared; `corpus.select(voice="own")` compares the outlets' own words alone.
    target
        The group that is described; "" for each against the rest. Or a `Comparison`, which
        says all of it, and more: words in a term, documents that must hold one.
    reference
        The group it is compared with; "" for all others together.
    by
        What the groups are.
    match
        Compare within each event, story, week, month or value of any column; "none"; "auto" by
        event where the corpus has events and at least 20 of them have both sides.
    unit
        What is one unit of the test: "" for an article, or a column (outlet, event, month).

    Returns
    -------
    One row per term, as `schema.KEYNESS`: `log_ratio` in bits with its 95 % interval, `p_value`
    and, over all terms, `p_family`; by falling log ratio. Intervals and p-values are missing
    where a side has fewer than 5 independent documents. See `analysis.measures.keyness`.

    Raises
    ------
    TableError
        A group does not exist (lists those that do), or has no counted word.

    Examples
    --------
    >>> import samestory as ss
    >>> corpus = ss.load("data/sample")
    >>> words = ss.keyness(corpus, "TOLTA", "Corranto", by="outlet")
    >>> words.nsmallest(3, "p_family")[["term", "log_ratio", "p_family"]].round(2)
             term  log_ratio  p_family
    0       noted       6.00       0.0
    1    measures       5.85       0.0
    2  disruption       5.49       0.0
    >>> pairs = ss.Comparison("TOLTA", "Corranto", by="outlet", n=2, minimum_documents=5)
    >>> ss.keyness(corpus, pairs)["term"].head(2).tolist()
    ['the disruption', 'noted that']
    """
    asked = (
        target if isinstance(target, Comparison) else Comparison("", "", by, match=match, unit=unit)
    )
    grouped = _grouped(corpus, asked.by, asked.match, asked.unit)
    copies = clusters(grouped, reuse(grouped))
    if isinstance(target, Comparison):
        return compare(grouped, target, cluster=copies)
    return keyness_of_groups(grouped, by, target, reference, match=match, unit=unit, cluster=copies)


def naming(corpus: Corpus, by: str = "origin", *, lexicon: str = "") -> pd.DataFrame:
    """Count what each group calls the same thing.

    A lexicon counts what somebody thought of beforehand: read the lines before the numbers
    (`measures.lines_at`). A release brings the mentions that its makers found.

    Parameters
    ----------
    corpus
        Its titles, standfirsts and bodies are searched.
    by
        What the groups are.
    lexicon
        "" for the names of `data/lexicons/naming.yml` and `naming-<corpus>.yml`; "own" for the
        second alone; or a YAML file, taken alone.

    Returns
    -------
    One row per group, concept and label, as `schema.NAMING_SHARES`: `frequency` in mentions,
    `share` of the group's mentions of the concept, 0-1, with its 95 % interval where five of its
    articles or more mention it; see `analysis.measures.naming`.

    Raises
    ------
    RuleError
        A lexicon is missing, or not in the form it must have.

    Examples
    --------
    >>> import samestory as ss
    >>> names = ss.naming(ss.load("data/sample"), "outlet")
    >>> act = names[names["concept"] == "ACT"]
    >>> act.pivot(index="label", columns="group", values="frequency").head(3)
    group       Corranto  Pellin Valley Live  TOLTA  The Hadrin Letter
    label
    blockade          30                   8      0                  1
    disruption         0                   0     21                  2
    events             0                   0      2                  0
    """
    grouped = _grouped(corpus, by)
    concepts, _ = lexicons(grouped, lexicon)
    found = names.mentions(grouped, concepts)
    return names.naming_shares(grouped, found, by, cluster=clusters(grouped, reuse(grouped)))


def frames(corpus: Corpus, by: str = "origin", *, lexicon: str = "") -> pd.DataFrame:
    """Count the cues of each frame in each group, per 1,000 running words.

    A cue is a word, not yet a frame. Compare one frame across groups, not two frames.

    Parameters
    ----------
    corpus
        Its titles, standfirsts and bodies are searched.
    by
        What the groups are.
    lexicon
        As for `naming`, with `data/lexicons/frames.yml`; words within a name are no cue.

    Returns
    -------
    One row per group and frame, as `schema.FRAME_RATES`: `per_thousand` running words of the
    group (`corpus_size`), with its 95 % interval where there are five articles or more; see
    `analysis.measures.naming`.

    Raises
    ------
    RuleError
        A lexicon is missing, or not in the form it must have.

    Examples
    --------
    >>> import samestory as ss
    >>> cues = ss.frames(ss.load("data/sample"), "outlet")
    >>> cues.nlargest(2, "per_thousand")[["group", "frame", "per_thousand"]].round(1)
           group            frame  per_thousand
    15     TOLTA          economy           5.3
    3   Corranto  law and justice           3.7
    """
    grouped = _grouped(corpus, by)
    concepts, framing = lexicons(grouped, lexicon)
    cues = names.frames(grouped, framing, names.mentions(grouped, concepts))
    return names.frame_rates(grouped, cues, by, cluster=clusters(grouped, reuse(grouped)))


def voices(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count the words of each group that are its own, a paraphrase of a speaker, or quoted.

    Returns
    -------
    One row per group and voice, as `schema.VOICES`: `words` of `words_group`, and their
    `share`, 0-1; see `analysis.measures.voice`.

    Raises
    ------
    TableError
        There is no column `by`; lists those there are.

    Examples
    --------
    >>> import samestory as ss
    >>> shares = ss.voices(ss.load("data/sample"), "outlet")
    >>> shares.pivot(index="group", columns="voice", values="share").round(2)
    voice                own  paraphrase  quoted
    group
    Corranto            0.60        0.27    0.14
    Pellin Valley Live  0.62        0.25    0.13
    TOLTA               0.49        0.34    0.17
    The Hadrin Letter   0.61        0.18    0.21
    """
    return voice.voices(_grouped(corpus, by), by)


def speakers(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count the words that each speaker gets in each group.

    Speakers are told by rules, which err; who could not be told is "(unresolved)".

    Returns
    -------
    One row per group and speaker, as `schema.SPEAKERS`, by falling words: `quoted_words` in
    quotation marks, `paraphrased_words` in the outlet's; see `analysis.measures.voice`.

    Raises
    ------
    TableError
        There is no column `by`; lists those there are.

    Examples
    --------
    >>> import samestory as ss
    >>> who = ss.speakers(ss.load("data/sample"), "outlet")
    >>> who[["group", "speaker_id", "quoted_words", "paraphrased_words"]].head(2)
          group     speaker_id  quoted_words  paraphrased_words
    0  Corranto  Sefu Lindarro            49                 25
    1  Corranto   Bram Oyelund            23                 40
    """
    return voice.speakers(_grouped(corpus, by), by)


def statements(corpus: Corpus) -> pd.DataFrame:
    """Find what several documents of one story quote or paraphrase of one utterance.

    Stories are found first, where none are given by hand. `measures.variorum` lays the variants
    word by word against the base.

    Returns
    -------
    One row per variant, as `schema.STATEMENTS`, the base first: `start` and `end` in code
    points of the `source` of its document, `similarity` to the base 0-1, and the `change`. A
    release brings its statements. See `analysis.measures.statement`.

    Examples
    --------
    >>> import samestory as ss
    >>> said = ss.statements(ss.load("data/sample"))
    >>> said["change"].value_counts().head(3).to_dict()
    {'base': 33, 'reprint': 23, 'paraphrase': 11}
    """
    return tables_of(corpus)["statements"]


def coverage(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count in how many documents of each group a person, body, place or claim stands.

    0 means "not in these documents": that an outlet left it out nobody can say who has not read
    all it printed.

    Returns
    -------
    One row per item and group, as `schema.COVERAGE`: `documents_with` of `documents`, and where
    it stands first, in whose voice. A release brings the table by origin. See
    `analysis.measures.coverage`.

    Examples
    --------
    >>> import samestory as ss
    >>> covered = ss.coverage(ss.load("data/sample"), "outlet")
    >>> people = covered[covered["item_kind"] == "person"]
    >>> people.pivot(index="item", columns="group", values="documents_with").head(2)
    group        Corranto  Pellin Valley Live  TOLTA  The Hadrin Letter
    item
    Agda Ruel           0                   0      0                  2
    Arne Skelby         2                   0      0                  2
    """
    return tables_of(corpus, by)["coverage"]


def describe(corpus: Corpus, by: str = "origin") -> pd.DataFrame:
    """Count by which words each group describes people, bodies, places and listed things.

    Found by rules: most of what is found is right, and much is not found. What one group does
    not print of somebody may stand there under a pronoun: read the lines (`measures.lines_at`
    with `tables_of(corpus)["descriptions"]`).

    Returns
    -------
    One row per group and word found there, as `schema.DESCRIPTION_WORDS`: its `role`
    (modifier, label, does, done_to, no_agent), `document_frequency` of the `documents_with` a
    description of the same concept, and where each side has five of these, how likely the
    contrast is by chance; see `analysis.measures.description`.

    Raises
    ------
    TableError
        There is no column `by`; lists those there are.

    Examples
    --------
    >>> import samestory as ss
    >>> words = ss.describe(ss.load("data/sample"), "outlet")
    >>> named = words[(words["concept"] == "Hesk Morlan") & (words["role"] == "label")]
    >>> named[["group", "word", "document_frequency"]]
                     group           word  document_frequency
    39            Corranto  port director                   1
    40  Pellin Valley Live  port director                   1
    41   The Hadrin Letter  port director                   1
    43               TOLTA       director                   1
    """
    return tables_of(corpus, by)["description_words"]


def findings(corpus: Corpus, by: str = "origin", *, lexicon: str = "") -> pd.DataFrame:
    """Find what the tellings do most differently, the strongest contrast first.

    Parameters
    ----------
    corpus
        Articles of one story for findings of names, statements and people; of several stories
        only tests over documents speak.
    by
        What the groups are.
    lexicon
        Whose names are found; see `naming`.

    Returns
    -------
    One row per finding, as `schema.FINDINGS`, by `rank`, each with its `sentence` and its
    `evidence`; where `is_admitted` is false it is a candidate to read. See `analysis.findings`.

    Examples
    --------
    >>> import samestory as ss
    >>> found = ss.findings(ss.load("data/sample"), "outlet")
    >>> found["headline"][0]
    'TOLTA prints “measures” in 13 of 13 articles, the others in none of 31'
    """
    return tables_of(corpus, by, lexicon)["findings"]


def _grouped(corpus: Corpus, *columns: str) -> Corpus:
    """Find the stories, where a column that is needed is theirs."""
    return corpus.with_events(events(corpus)) if {*columns} & {*SCOPES} else corpus
