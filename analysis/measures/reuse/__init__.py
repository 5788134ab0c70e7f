"""Documents that share text: who reprinted whom, and how many texts are independent."""

from analysis.measures.reuse.lineage import clusters, effective_documents, lineage
from analysis.measures.reuse.pairs import INDEPENDENT, PARTLY, REPRINT, reuse
from analysis.measures.reuse.runs import runs
from analysis.measures.reuse.shingles import WORDS

__all__ = [
    "INDEPENDENT",
    "PARTLY",
    "REPRINT",
    "WORDS",
    "clusters",
    "effective_documents",
    "lineage",
    "reuse",
    "runs",
]
