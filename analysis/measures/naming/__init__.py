"""Tell what each outlet calls a thing, and under which frame it puts it.

A naming choice ("mutiny", "rebellion", "the events of June 24") and a frame cue ("restore
order") are found alike, by the forms of a lexicon that analysts edit. Which words a form
matches stands in `analysis.corpus.language.inflection`; beyond that,

- capitals must be as in the lexicon, unless it says `fold: true`;
- of overlapping forms of one concept the longest is the mention; of two equally long ones the
  first in the text, then the first in the lexicon. Mentions of two concepts may overlap;
- no mention crosses the end of a title, a standfirst or a body.

A lexicon counts what somebody thought of beforehand: read the lines before the numbers.
"""

from analysis.measures.naming.apart import frames_apart
from analysis.measures.naming.count import contested, frame_rates, naming_shares, of_kind
from analysis.measures.naming.find import form_places, frames, mentions

__all__ = [
    "contested",
    "form_places",
    "frame_rates",
    "frames",
    "frames_apart",
    "mentions",
    "naming_shares",
    "of_kind",
]
