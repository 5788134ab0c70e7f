"""Tell how people and things are described: by which words, and what they do and suffer.

- `modifier`: an adjective, participle or noun directly before the name, or said of it ("is ill");
- `label`: a noun that says who or what it is: "mercenary chief Dask", "Dask, a former spy,",
  "so-called", "called Dask a traitor";
- `does`: the verb whose subject it is, or whose agent: "beaten by Dask";
- `done_to`: the verb whose object it is, or of a passive with an agent;
- `no_agent`: the verb of a passive that leaves out who did it: "Dask was killed".

What is denied is left out, and so are verbs of saying, which have their own page.
"""

from analysis.measures.description.count import description_words, set_apart, units_of
from analysis.measures.description.find import descriptions

__all__ = ["description_words", "descriptions", "set_apart", "units_of"]
