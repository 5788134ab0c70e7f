"""Every measure by its own name, and the lists it is given, for those who join steps themselves.

`samestory.naming(corpus, "outlet")` is one line; here are its parts: `lexicons` reads the names,
`mentions` finds them, `naming_shares` counts them. Each stands in the module of `analysis` that
its docstring is in.
"""

from analysis.corpus import load_stopwords, own_names
from analysis.corpus.clean import flagged
from analysis.corpus.lexicons.entities import load_gazetteer
from analysis.corpus.lexicons.naming import lexicons, load_frames, load_naming, own_concepts
from analysis.measures.collocation import collocates, collocates_apart
from analysis.measures.concordance import concordance, lines, lines_at, numbers
from analysis.measures.coverage import (
    claims,
    coverage,
    entities,
    everywhere_but,
    ledes,
    named_alone,
    of_several,
    only_here,
    wordings,
)
from analysis.measures.description import description_words, descriptions, set_apart
from analysis.measures.event import events
from analysis.measures.frequency import (
    counts,
    frequencies,
    frequencies_of,
    shared_top_terms,
    top_terms,
)
from analysis.measures.keyness import (
    avoided,
    comparison_units,
    keyness,
    keyness_of_groups,
    lockwords,
    not_printed,
    notable,
    other_measures,
)
from analysis.measures.keyness.robustness import (
    Trial,
    false_alarms,
    found_in,
    hold,
    inflation,
    just_missed,
    largest_comparison,
    smallest_effects,
    variants,
)
from analysis.measures.ledger import ledger, makeup
from analysis.measures.naming import (
    contested,
    frame_rates,
    frames,
    frames_apart,
    mentions,
    naming_shares,
    of_kind,
)
from analysis.measures.reuse import clusters, effective_documents, lineage, reuse, runs
from analysis.measures.statement import openings, statements, variorum
from analysis.measures.trend import beside_time, grain_of, naming_trend, rolling_keyness, trend
from analysis.measures.voice import cue_kinds, cues, quoted_most, reported, speakers, voices
from analysis.suggest import unlisted

__all__ = [
    "Trial",
    "avoided",
    "beside_time",
    "claims",
    "clusters",
    "collocates",
    "collocates_apart",
    "comparison_units",
    "concordance",
    "contested",
    "counts",
    "coverage",
    "cue_kinds",
    "cues",
    "description_words",
    "descriptions",
    "effective_documents",
    "entities",
    "events",
    "everywhere_but",
    "false_alarms",
    "flagged",
    "found_in",
    "frame_rates",
    "frames",
    "frames_apart",
    "frequencies",
    "frequencies_of",
    "grain_of",
    "hold",
    "inflation",
    "just_missed",
    "keyness",
    "keyness_of_groups",
    "largest_comparison",
    "ledes",
    "ledger",
    "lexicons",
    "lineage",
    "lines",
    "lines_at",
    "load_frames",
    "load_gazetteer",
    "load_naming",
    "load_stopwords",
    "lockwords",
    "makeup",
    "mentions",
    "named_alone",
    "naming_shares",
    "naming_trend",
    "not_printed",
    "notable",
    "numbers",
    "of_kind",
    "of_several",
    "only_here",
    "openings",
    "other_measures",
    "own_concepts",
    "own_names",
    "quoted_most",
    "reported",
    "reuse",
    "rolling_keyness",
    "runs",
    "set_apart",
    "shared_top_terms",
    "smallest_effects",
    "speakers",
    "statements",
    "top_terms",
    "trend",
    "unlisted",
    "variants",
    "variorum",
    "voices",
    "wordings",
]
