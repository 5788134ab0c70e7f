"""Every table and column of the project: meaning, unit, dtype; and the errors.

One name has one meaning everywhere. Functions say which table they take and return
(`schema.COUNTS`), check it with `require`, and bring their result into form with `shape`.
The codebook in data/README.md is generated from this module.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

TEXT: Final = "str"
INTEGER: Final = "int64"
NUMBER: Final = "float64"
DATE: Final = "datetime64[s]"
TRUTH: Final = "bool"
# What an error says where an extra is missing: it works in the project's folder.
INSTALL: Final = ".venv/bin/python -m pip install -r requirements-extras.lock"


class SamestoryError(Exception):
    """An error that tells its reader what is wrong, what is allowed, and what to do."""


class TableError(SamestoryError):
    """A table lacks what a function needs."""


class CorpusError(SamestoryError):
    """A corpus cannot be read, or does not hold what was asked of it."""


class RuleError(SamestoryError):
    """A rule file or lexicon is not in the form it must have."""


class ParameterError(SamestoryError):
    """A parameter has an unknown name, a wrong type or a value that is not allowed."""


class FetchError(SamestoryError):
    """What was to be read from the network could not be fetched."""


class WriteError(SamestoryError):
    """A file or folder could not be written; what was there before is as it was.

    `why` is the reason alone, without the place.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place} cannot be written: {why}. What was there before is as it was.")
        self.place, self.why = place, why

    def __reduce__(self) -> tuple[type[WriteError], tuple[str, str]]:
        """Travel between processes."""
        return type(self), (self.place, self.why)


@dataclass(frozen=True)
class Column:
    """One column: its name, its dtype, what it means, and its unit or range."""

    name: str
    dtype: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


_C: Final = {
    column.name: column
    for column in (
        Column("document_id", TEXT, "the row's id, or the path within the corpus without suffix"),
        Column("outlet", TEXT, "who published it; 'unknown' where nobody says"),
        Column("agency", TEXT, "who wrote it, where another is credited; empty = own copy"),
        Column("origin", TEXT, "agency where credited, else outlet: the default grouping"),
        Column("chain", TEXT, "the way from origin to outlet, ' > ' between"),
        Column("credit_evidence", TEXT, "the words and the rule that outlet and agency rest on"),
        Column("title", TEXT, "the headline"),
        Column("byline", TEXT, "the named author, as printed"),
        Column("dateline_place", TEXT, "the place in the dateline, as printed"),
        Column("published_earliest", DATE, "first day it can have been published; empty = unknown"),
        Column("published_latest", DATE, "last day it can have been published; empty = unknown"),
        Column("date_certainty", TEXT, "given, stated, inferred, bound or unknown"),
        Column("date_evidence", TEXT, "what the interval rests on; or why there is none"),
        Column("event", TEXT, "the occurrence it tells of, given by hand or found; empty = none"),
        Column("story", TEXT, "the chain of events that its event is part of; empty = none"),
        Column("event_certainty", TEXT, "whether its event is given or found; empty = none"),
        Column("language", TEXT, "ISO 639-1 code; 'en' unless the corpus says otherwise"),
        Column("words", INTEGER, "running words counted: title, standfirst and body"),
        Column(
            "words_page", INTEGER, "words visible on the page or in the row, furniture included"
        ),
        Column("text_start", INTEGER, "where a table row's text begins in source; 0 for files"),
        Column("url", TEXT, "address, where given"),
        Column("path", TEXT, "file within the corpus, '/' between folders"),
        Column("sha256", TEXT, "hash of the source's UTF-8 bytes, hexadecimal"),
        Column("source", TEXT, "the text all offsets point into"),
        Column("start", INTEGER, "first code point in source"),
        Column("end", INTEGER, "code point after the last in source"),
        Column("label", TEXT, "what it is called: a kind of segment, a naming choice, a frame cue"),
        Column("rule", TEXT, "the rule that labelled it"),
        Column("position", INTEGER, "running number of the token in its document, from 0"),
        Column("token", TEXT, "the word as printed"),
        Column(
            "term", TEXT, "the word as counted: lower case, but 'US', 'March' 20; n-grams by space"
        ),
        Column("frequency", INTEGER, "how often it occurs"),
        Column(
            "by",
            TEXT,
            "what the groups are: origin, outlet, agency, event, story, day, week, month",
        ),
        Column("group", TEXT, "one group of documents"),
        Column("n", INTEGER, "words in the term"),
        Column(
            "corpus_size",
            INTEGER,
            "all tokens of the group; n-grams where all are counted",
        ),
        Column("per_million", NUMBER, "frequency per million tokens of the group"),
        Column("document_frequency", INTEGER, "documents of the group that hold the term"),
        Column("documents", INTEGER, "documents of the group"),
        Column("dispersion", NUMBER, "DPnorm, 0 even - 1 clumped; empty under 5 documents"),
        Column("target", TEXT, "the group that is described"),
        Column("reference", TEXT, "the group or groups it is compared with"),
        Column("frequency_target", INTEGER, "frequency in the target"),
        Column("frequency_reference", INTEGER, "frequency in the reference"),
        Column("documents_target", INTEGER, "documents of the target that hold the term"),
        Column("documents_reference", INTEGER, "documents of the reference that hold the term"),
        Column(
            "log_ratio", NUMBER, "binary log of the ratio of rates, in bits; 0.5 for an empty cell"
        ),
        Column("log_ratio_low", NUMBER, "lower end of its 95 % document-clustered interval, bits"),
        Column("log_ratio_high", NUMBER, "upper end of its 95 % document-clustered interval, bits"),
        Column(
            "match", TEXT, "column within whose values documents are compared; '' where without"
        ),
        Column(
            "documents_matched",
            INTEGER,
            "matched independent documents with the term; 0 where compared without matching",
        ),
        Column(
            "verdict",
            TEXT,
            "of what a test found: holds, hangs on one article, only unmatched; else empty",
        ),
        Column("per_thousand_others", NUMBER, "frequency per 1,000 words of all other groups"),
        Column("p_value", NUMBER, "permutation of documents, this term alone, 0-1"),
        Column(
            "p_family",
            NUMBER,
            "the same over all terms tested: max-T, of descriptions Tarone's, 0-1",
        ),
        Column(
            "is_lockword",
            TRUTH,
            "shared: interval within 0.5 bit, in half of each side's documents",
        ),
        Column("measure", TEXT, "name and variant of a measure"),
        Column("value", NUMBER, "value of the measure"),
        Column("left", TEXT, "words before the node, within the segment"),
        Column("node", TEXT, "the words searched for, as printed"),
        Column("right", TEXT, "words after the node, within the segment"),
        Column("collocate", TEXT, "a term in the window of the node"),
        Column("expected", NUMBER, "joint frequency expected by chance"),
        Column("log_dice", NUMBER, "logDice, window span counted; 14 at most"),
        Column("mi", NUMBER, "mutual information, bits"),
        Column("g2", NUMBER, "log-likelihood, 4-term; negative where the two keep apart"),
        Column("concept", TEXT, "the person, group, act or event that is named"),
        Column("concept_start", INTEGER, "where the mention that is described begins in source"),
        Column("concept_end", INTEGER, "code point after the mention that is described"),
        Column(
            "role",
            TEXT,
            "how a word belongs to what it describes: modifier, label, does, done_to, or no_agent "
            "(passive that names nobody who did it)",
        ),
        Column("word", TEXT, "the describing word: small letters, verbs as in a dictionary"),
        Column("frame", TEXT, "the frame the cue belongs to"),
        Column("text", TEXT, "the words as printed"),
        Column("kind", TEXT, "direct, partial (a fragment in marks) or indirect (in other words)"),
        Column("speaker", TEXT, "who speaks, as named beside the quotation; empty = unresolved"),
        Column("speaker_id", TEXT, "who speaks, normalised; empty = unresolved or nobody"),
        Column("side", TEXT, "the side the speaker is listed under, by the user's own list"),
        Column("cue", TEXT, "the word or mark that attributes it"),
        Column(
            "cue_class",
            TEXT,
            "class of the cue: neutral, factive, doubting, conceding …; poll, where one speaks",
        ),
        Column(
            "how",
            TEXT,
            "of a quotation the rule that found its speaker, or why there is none; of a name or "
            "cue `listed` (a form of the list) or `rules`; of either `by hand`",
        ),
        Column(
            "confidence",
            NUMBER,
            "probability that these words are those of the speaker as printed, 0-1",
        ),
        Column("voice", TEXT, "own, paraphrase or quoted; empty = all, or words of several"),
        Column("spoken", INTEGER, "running words of the quotation that no inner one holds"),
        Column("quotations", INTEGER, "quotations, direct, partial and indirect"),
        Column("quoted_words", INTEGER, "running words in quotation marks"),
        Column("paraphrased_words", INTEGER, "running words that paraphrase, the outlet's wording"),
        Column("words_group", INTEGER, "all running words of the group"),
        Column("share", NUMBER, "share of the mentions of the concept, or of the group's words"),
        Column("per_thousand", NUMBER, "frequency per 1,000 tokens of the group"),
        Column("stretches", INTEGER, "segments with this label and rule"),
        Column("characters", INTEGER, "code points of these segments"),
        Column("share_counted", NUMBER, "characters counted, of all but white space kept, 0-1"),
        Column("score", NUMBER, "how closely it belongs to its story, 0-1"),
        Column("terms", TEXT, "the terms that tie the group together, by ', '"),
        Column("statement_id", TEXT, "name of the statement, the same for all its variants"),
        Column("similarity", NUMBER, "similarity to the base text of the group, 0-1"),
        Column(
            "change",
            TEXT,
            "what became of it: base, verbatim, reworded, translation, cut, fragment, paraphrase "
            "or reprint",
        ),
        Column("variant_start", INTEGER, "where the variant begins in source"),
        Column("change_number", INTEGER, "number of the change a piece is part of; 0 = none"),
        Column("is_move", TRUTH, "whether words moved; what lies between is shown too"),
        Column("is_ellipsis", TRUTH, "whether the piece holds the mark of a cut (…)"),
        Column("base_document_id", TEXT, "document that prints the base"),
        Column("base_start", INTEGER, "first code point in the base's source"),
        Column("base_end", INTEGER, "code point after the last in the base's source"),
        Column("place", TEXT, "title, standfirst or lede (the first sentence of the body)"),
        Column("op", TEXT, "equal, insert, delete, replace or moved, against the base text"),
        Column("base_text", TEXT, "words of the base text; empty for insert"),
        Column("other_document_id", TEXT, "the other document of a pair"),
        Column("other_start", INTEGER, "first code point in the other source"),
        Column("other_end", INTEGER, "code point after the last in the other source"),
        Column(
            "containment", NUMBER, "share of the document's word runs that the other holds, 0-1"
        ),
        Column(
            "other_containment", NUMBER, "share of the other's word runs that the document holds"
        ),
        Column("shared_words", INTEGER, "running words in runs that both hold"),
        Column("relation", TEXT, "reprint, partly or independent"),
        Column(
            "source_document_id", TEXT, "the one of the pair that was copied; empty = not known"
        ),
        Column("direction", TEXT, "what tells which is the source: credit, date, series; or empty"),
        Column("cluster", TEXT, "name of a group of documents that reprint one another"),
        Column("agrees", TRUTH, "whether the printed credit names the source the texts show"),
        Column("item", TEXT, "an entity by name, or a claim by its id"),
        Column("item_kind", TEXT, "person, organisation, place or claim"),
        Column("documents_with", INTEGER, "documents of the group that hold the item"),
        Column("first_document_id", TEXT, "document of its first mention; empty = none"),
        Column("first_start", INTEGER, "where it is first mentioned in source; -1 = nowhere"),
        Column("first_label", TEXT, "segment of the first mention: title, standfirst or body"),
        Column("nearest", NUMBER, "similarity to the likest sentence of another document outside"),
        Column("claim_id", TEXT, "name of a claim: sentences of several outlets that say the same"),
        Column("candidate", TEXT, "a group of phrases that may name the same thing"),
        Column("grain", TEXT, "what a period is: day, week (ISO 8601) or month"),
        Column("period", TEXT, "the period: 2023-06-25, 2023-W25 or 2023-06"),
        Column("period_start", DATE, "first day of the period"),
        Column("per_thousand_low", NUMBER, "lower end of its 95 % document-clustered interval"),
        Column("per_thousand_high", NUMBER, "upper end of its 95 % document-clustered interval"),
        Column("share_low", NUMBER, "lower end of its 95 % document-clustered interval"),
        Column("share_high", NUMBER, "upper end of its 95 % document-clustered interval"),
        Column("mentions", INTEGER, "mentions of the concept, by whatever name"),
        Column("since", TEXT, "first period of the window"),
        Column("until", TEXT, "last period of the window"),
        Column("finding", TEXT, "name of a finding: f01 is the first"),
        Column("is_admitted", TRUTH, "whether its kind may stand in a headline (docs/limits.md)"),
        Column("rank", INTEGER, "its place among the findings, from 1"),
        Column("groups", TEXT, "whom it is about, then whom it is set against, by '; '"),
        Column("forms", TEXT, "words as printed in the lines it rests on, by '; '"),
        Column("numbers", TEXT, "what was counted, by '; '"),
        Column("headline", TEXT, "the finding in one clause"),
        Column("sentence", TEXT, "the finding in one to three sentences"),
        Column("guard", TEXT, "what it holds for"),
        Column("evidence", TEXT, "the places it rests on, document@start-end, by '; '"),
        Column("labels", INTEGER, "labels that it rests on: names, voices, speakers, copies"),
        Column("checked_labels", INTEGER, "of these, ticked or corrected by hand"),
        Column("corrected_labels", INTEGER, "of those, corrected"),
        Column("row", INTEGER, "row of the table file from 1; 0 where the file itself is meant"),
        Column("reason", TEXT, "why it was refused, or what to know of it"),
    )
}


def _table(name: str, row: str, columns: str) -> Table:
    return Table(name, row, tuple(_C[column] for column in columns.split()))


DOCUMENTS: Final = _table(
    "documents",
    "article",
    "document_id outlet agency origin chain credit_evidence title byline dateline_place "
    "published_earliest published_latest date_certainty date_evidence event story "
    "event_certainty language words words_page text_start url path sha256 source",
)
SEGMENTS: Final = _table("segments", "stretch of a source", "document_id start end label rule")
QUOTATIONS: Final = _table(
    "quotations",
    "quotation",
    "document_id start end kind text speaker speaker_id side cue cue_class how confidence spoken",
)
TOKENS: Final = _table(
    "tokens", "running word", "document_id position token term start end voice speaker_id"
)
COUNTS: Final = _table("counts", "term of a document", "document_id voice term frequency")
FREQUENCIES: Final = _table(
    "frequencies",
    "term of a group",
    "by group voice n term frequency corpus_size per_million document_frequency documents "
    "dispersion",
)
KEYNESS: Final = _table(
    "keyness",
    "term of a comparison",
    "by target reference voice term frequency_target frequency_reference documents_target "
    "documents_reference match documents_matched log_ratio log_ratio_low log_ratio_high p_value "
    "p_family is_lockword",
)
MEASURES: Final = _table("measures", "term and other measure", "term measure value")
CONCORDANCE: Final = _table(
    "concordance", "hit", "document_id start end left node right voice speaker_id"
)
COLLOCATES: Final = _table(
    "collocates", "node and collocate", "node collocate frequency expected log_dice mi g2"
)
COLLOCATES_APART: Final = _table(
    "collocates_apart",
    "collocate of a node in a group, against all others",
    "by group node collocate frequency_target frequency_reference documents_target "
    "documents_reference log_ratio log_ratio_low log_ratio_high p_value p_family",
)
MENTIONS: Final = _table(
    "mentions",
    "naming choice",
    "document_id start end concept label text voice speaker_id how",
)
FRAMES: Final = _table(
    "frames",
    "frame cue",
    "document_id start end frame label text voice speaker_id how",
)
NAMING_SHARES: Final = _table(
    "naming_shares",
    "naming choice of a group",
    "by group concept label frequency document_frequency documents share share_low share_high",
)
FRAME_RATES: Final = _table(
    "frame_rates",
    "frame of a group",
    "by group frame frequency corpus_size per_thousand per_thousand_low per_thousand_high "
    "document_frequency documents",
)
FRAMES_APART: Final = _table(
    "frames_apart",
    "frame of a group, against all others",
    "by group frame frequency per_thousand per_thousand_others log_ratio log_ratio_low "
    "log_ratio_high p_value p_family",
)
DESCRIPTIONS: Final = _table(
    "descriptions",
    "word that describes a mention",
    "document_id start end concept concept_start concept_end role word text voice speaker_id",
)
DESCRIPTION_WORDS: Final = _table(
    "description_words",
    "describing word of a group",
    "by group concept role word frequency document_frequency documents_with documents p_value "
    "p_family",
)
LEDGER: Final = _table(
    "ledger", "label and rule of what is not counted", "label rule stretches documents characters"
)
MAKEUP: Final = _table("makeup", "group", "by group documents words words_page share_counted")
SPEAKERS: Final = _table(
    "speakers",
    "speaker of a group",
    "by group speaker_id side quotations quoted_words paraphrased_words words_group "
    "document_frequency documents",
)
CUES: Final = _table(
    "cues",
    "class of reporting words of a group",
    "by group cue_class cue frequency document_frequency documents",
)
VOICES: Final = _table(
    "voices", "voice of a group", "by group voice words words_group share documents"
)
EVENTS: Final = _table(
    "events", "document of a story", "document_id event story event_certainty score terms"
)
STATEMENTS: Final = _table(
    "statements",
    "variant of one statement",
    "statement_id document_id start end kind speaker_id similarity change",
)
VARIORUM: Final = _table(
    "variorum",
    "piece of a variant, laid beside the base text of its statement",
    "statement_id document_id variant_start position op change_number is_ellipsis "
    "base_document_id base_start base_end base_text start end text",
)
CHANGES: Final = _table(
    "changes",
    "change of a variant against the base text",
    "statement_id document_id variant_start change_number is_move base_text text",
)
STATEMENT_PAIRS: Final = _table(
    "statement_pairs",
    "pair of quotations of one speaker in two documents",
    "document_id start end other_document_id other_start other_end speaker_id score",
)
OPENINGS: Final = _table(
    "openings",
    "variant of a statement in a headline, standfirst or lede",
    "statement_id document_id place start end kind change text",
)
REUSE: Final = _table(
    "reuse",
    "pair of documents",
    "document_id other_document_id containment other_containment shared_words relation "
    "source_document_id direction",
)
RUNS: Final = _table(
    "runs",
    "run of words that two documents share",
    "document_id start end other_document_id other_start other_end words voice",
)
LINEAGE: Final = _table(
    "lineage",
    "document of a cluster of reprints",
    "cluster document_id chain source_document_id direction agrees reason",
)
COVERAGE: Final = _table(
    "coverage",
    "entity or claim of a group",
    "item item_kind group documents_with documents first_document_id first_start first_label "
    "voice speaker_id",
)
CLAIMS: Final = _table(
    "claims",
    "sentence that makes a claim",
    "claim_id document_id start end voice speaker_id similarity nearest",
)
CANDIDATES: Final = _table(
    "candidates",
    "phrase that may name what others name otherwise",
    "candidate label document_id start end text score",
)
TRENDS: Final = _table(
    "trends",
    "term of a group and period",
    "by group voice grain period period_start term frequency corpus_size per_thousand "
    "per_thousand_low per_thousand_high document_frequency documents",
)
NAMING_TRENDS: Final = _table(
    "naming_trends",
    "naming choice of a group and period",
    "by group voice grain period period_start concept label frequency mentions share share_low "
    "share_high document_frequency documents_with documents",
)
ROLLING_KEYNESS: Final = _table(
    "rolling_keyness",
    "term of a comparison and window of periods",
    "by target reference voice grain since until period_start term frequency_target "
    "frequency_reference documents_target documents_reference log_ratio log_ratio_low "
    "log_ratio_high p_value p_family",
)
FINDINGS: Final = _table(
    "findings",
    "finding of a story",
    "finding kind is_admitted rank groups forms numbers headline sentence guard evidence "
    "labels checked_labels corrected_labels verdict",
)
# What a hand says of labels, as it stands in a corpus: see `corpus.corrections`.
CORRECTIONS: Final = Table(
    "corrections",
    "label by hand",
    (
        Column("kind", TEXT, "of what kind the label is: outlet, date, speaker, mention …"),
        Column("value", TEXT, "what is true of the span; empty = none"),
        Column("was", TEXT, "what the rules said when it was looked at"),
        Column("checked", TEXT, "whether it was ticked"),
        _C["document_id"],
        _C["sha256"],
        Column("start", INTEGER, "first code point in source; -1 = the whole document"),
        Column("end", INTEGER, "code point after the last in source; -1 = the whole document"),
        Column("excerpt", TEXT, "the words of the span, for a reader"),
        _C["other_document_id"],
        Column("other_sha256", TEXT, "hash of the other source of a pair"),
        _C["other_start"],
        _C["other_end"],
        Column("drawn", TEXT, "seed and size of the draw it came from; empty = not drawn"),
        Column("by", TEXT, "who looked at it"),
        Column("day", TEXT, "on which day"),
        Column("note", TEXT, "what else is to be said"),
        Column("row", INTEGER, "its row in the file, from 1"),
    ),
)
REJECTED: Final = _table("rejected", "refused input", "path row reason")
NOTES: Final = Table("notes", "input kept with a remark", REJECTED.columns)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        DOCUMENTS,
        SEGMENTS,
        QUOTATIONS,
        TOKENS,
        COUNTS,
        FREQUENCIES,
        KEYNESS,
        MEASURES,
        CONCORDANCE,
        COLLOCATES,
        COLLOCATES_APART,
        MENTIONS,
        FRAMES,
        NAMING_SHARES,
        FRAME_RATES,
        FRAMES_APART,
        DESCRIPTIONS,
        DESCRIPTION_WORDS,
        SPEAKERS,
        CUES,
        VOICES,
        EVENTS,
        STATEMENTS,
        VARIORUM,
        CHANGES,
        STATEMENT_PAIRS,
        OPENINGS,
        REUSE,
        RUNS,
        LINEAGE,
        COVERAGE,
        CLAIMS,
        CANDIDATES,
        TRENDS,
        NAMING_TRENDS,
        ROLLING_KEYNESS,
        LEDGER,
        MAKEUP,
        FINDINGS,
        CORRECTIONS,
        REJECTED,
        NOTES,
    )
}

# Segments whose words are counted; the rest is labelled and left out.
COUNTED: Final = ("title", "standfirst", "body")
LABELS: Final = (
    *COUNTED,
    "dateline",
    "byline",
    "caption",
    "photo_credit",
    "agency_signoff",
)
BOILERPLATE: Final = "boilerplate:"

# Who is speaking: the outlet; the outlet in its words for a speaker; the speaker.
VOICES_ALLOWED: Final = ("own", "paraphrase", "quoted")

# The reference of a comparison that names none.
REST: Final = "the rest"
# What documents can be grouped by.
GROUPINGS: Final = ("origin", "outlet", "agency", "event", "story", "day", "week", "month")
# What articles are compared within: one occurrence, or the chain of them.
SCOPES: Final = ("event", "story")
# Whether an event was given by hand or found.
GIVEN: Final = "given"
FOUND: Final = "found"

# A finding: this or less, over all that is tested.
ALPHA: Final = 0.05
# methods.md, section 1: below either there is no p, no interval, no dispersion.
MINIMUM_DOCUMENTS_FOR_INFERENCE: Final = 5
MINIMUM_RELABELLINGS: Final = 200


def closest(name: str, allowed: Iterable[str]) -> str:
    """Hint at the nearest allowed name, as the end of an error message.

    Examples
    --------
    >>> closest("tems", ["terms", "target"])
    " Did you mean 'terms'?"
    """
    folded = {known.casefold(): known for known in allowed}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=1)
    return f" Did you mean {folded[near[0]]!r}?" if near else ""


def require(frame: pd.DataFrame, table: Table, user: str, columns: Iterable[str] = ()) -> None:
    """Check that a table holds the columns a function needs.

    Parameters
    ----------
    frame
        The table to check.
    table
        Which table it should be; all of its columns are needed unless `columns` names fewer.
    user
        Who needs it, for the message.
    columns
        The columns that are needed.

    Raises
    ------
    TableError
        Names what is missing and what it means, lists what there is, and hints.
    """
    needed = list(columns) or table.names
    missing = [name for name in needed if name not in frame.columns]
    if not missing:
        return
    meanings = {column.name: column.meaning for column in table.columns}
    what = ", ".join(f"{name} ({meanings.get(name, 'unknown')})" for name in missing)
    there = ", ".join(map(str, frame.columns)) or "no columns"
    raise TableError(
        f"{user} needs {what} in the table {table.name}. The table has {there}."
        + closest(missing[0], map(str, frame.columns))
    )


def shape(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Bring a frame into the form of a table: its columns, in order, with their dtypes.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(frame, table, "the result")
    dtypes = {column.name: column.dtype for column in table.columns}
    return frame.loc[:, table.names].astype(dtypes).reset_index(drop=True)


def empty(table: Table) -> pd.DataFrame:
    """Make a table without rows."""
    return pd.DataFrame({c.name: pd.Series([], dtype=c.dtype) for c in table.columns})


def codebook() -> str:
    """Write the codebook of all tables as Markdown."""
    parts = []
    for table in TABLES.values():
        rows = [f"| `{c.name}` | {c.dtype} | {c.meaning} |" for c in table.columns]
        head = [f"### `{table.name}`", "", f"One row per {table.row}.", ""]
        parts.append("\n".join([*head, "| column | dtype | meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"
