"""What an analyst says of labels, in a CSV file, laid over what the rules found.

The store holds what rules found alone. A row of `corrections.csv` states what is true of a
document, of a span of its source, or of a pair; it takes the place of every label of its kind
that it overlaps, and so it still holds when the rules have changed.
"""

from analysis.corpus.corrections.file import (
    COLUMNS,
    KINDS,
    corrections_of,
    read_corrections,
    write_corrections,
)
from analysis.corpus.corrections.lay import corrected
from analysis.corpus.corrections.place import placed

__all__ = [
    "COLUMNS",
    "KINDS",
    "corrected",
    "corrections_of",
    "placed",
    "read_corrections",
    "write_corrections",
]
