"""Compare how outlets tell the same story: `import samestory as ss`.

The short name of the package `analysis`: a corpus, and the measures by the names one would type.
Each takes a `Corpus` and returns a table whose columns stand in data/README.md; docs/guide.md
shows them at work. `figures` draws what they return, `measures` holds the steps they join.
Nothing is imported until it is asked for.
"""

from importlib import import_module as _import_module
from sys import modules as _modules
from typing import TYPE_CHECKING, Final

from analysis import __version__

if TYPE_CHECKING:
    from analysis.corpus import Corpus, Selection, load, standing
    from analysis.measures.collocation import collocates
    from analysis.measures.concordance import concordance
    from analysis.measures.event import events
    from analysis.measures.keyness import Comparison
    from analysis.measures.reuse import reuse
    from analysis.tables import tables_of
    from analysis.workbench import explore
    from samestory import figures, measures
    from samestory.questions import (
        coverage,
        describe,
        findings,
        frames,
        keyness,
        naming,
        rates,
        speakers,
        statements,
        voices,
    )

__all__ = [
    "Comparison",
    "Corpus",
    "Selection",
    "__version__",
    "collocates",
    "concordance",
    "coverage",
    "describe",
    "events",
    "explore",
    "figures",
    "findings",
    "frames",
    "keyness",
    "load",
    "measures",
    "naming",
    "rates",
    "reuse",
    "speakers",
    "standing",
    "statements",
    "tables_of",
    "voices",
]

# What stands elsewhere than in `samestory.questions`.
_HOMES: Final = {
    "Comparison": "analysis.measures.keyness",
    "Corpus": "analysis.corpus",
    "Selection": "analysis.corpus",
    "collocates": "analysis.measures.collocation",
    "concordance": "analysis.measures.concordance",
    "events": "analysis.measures.event",
    "explore": "analysis.workbench",
    "load": "analysis.corpus",
    "reuse": "analysis.measures.reuse",
    "standing": "analysis.corpus",
    "tables_of": "analysis.tables",
}
_MODULES: Final = ("figures", "measures")

# A type checker must not take every name for one of ours.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a name when it is first asked for (PEP 562)."""
        if name not in __all__:
            said = f"module 'samestory' has no attribute {name!r}"
            # With both given, Python adds the nearest name that there is.
            raise AttributeError(said, name=name, obj=_modules[__name__])
        if name in _MODULES:
            return _import_module(f"samestory.{name}")
        value = getattr(_import_module(_HOMES.get(name, "samestory.questions")), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List what can be asked for."""
    return sorted(__all__)
