"""Who reports what: entities and claims of each group of documents, and what they lack.

- `entities` finds persons, organisations and places, by a gazetteer and by their full names;
- `claims` gathers the sentences of the articles of one event that say the same;
- `coverage` counts both, items x groups; `only_here` and `everywhere_but` read the table;
- `named_alone` lists the people whom one group alone names, by all that is printed.

What is not here is not in these documents: that an outlet left it out nobody can say who has
not read all it printed. All rests on words alike; the lines are there to be read.
"""

from analysis.measures.coverage.alone import named_alone
from analysis.measures.coverage.claim import claims
from analysis.measures.coverage.mention import entities
from analysis.measures.coverage.table import coverage, everywhere_but, only_here
from analysis.measures.coverage.wording import ledes, of_several, wordings

__all__ = [
    "claims",
    "coverage",
    "entities",
    "everywhere_but",
    "ledes",
    "named_alone",
    "of_several",
    "only_here",
    "wordings",
]
